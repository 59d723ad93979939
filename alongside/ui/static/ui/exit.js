// "Leave this page", faster than a server can answer: hide it, sign out, and put a neutral page in
// its place in the history. Other tabs leave too. Without this file the button does it by itself.

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("alongside-leave") : null;

function leave(elsewhere) {
  document.documentElement.hidden = true;
  document.title = "";
  document.body.dataset.leaving = "";
  window.location.replace(elsewhere);
}

for (const way of document.querySelectorAll("[data-exit]")) {
  way.addEventListener(way.matches("form") ? "submit" : "click", (event) => {
    event.preventDefault();
    // The answer would lead to the other site: only the page may go there, not this request.
    if (way.action) fetch(way.action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
    tabs?.postMessage(way.dataset.exit);
    leave(way.dataset.exit);
  });
}

tabs?.addEventListener("message", (event) => {
  const known = [...document.querySelectorAll("[data-exit]")].some((way) => way.dataset.exit === event.data);
  if (known) leave(event.data);
});

// A page that only somebody signed out can see: no other tab may go on as if nothing had happened.
if ("signedOut" in document.body.dataset && "BroadcastChannel" in window) {
  new BroadcastChannel("alongside-live").postMessage({ state: "out" });
}
