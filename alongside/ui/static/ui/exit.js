// "Leave this page", faster than a server can answer: empty the page, sign out, wipe what the browser
// keeps for this site, and put a neutral page in this one's place in the history. Other tabs leave
// too. Shift three times does the same. Without this file the button does it by itself, since the
// server signs out and tells the browser to wipe.
//
// As the GOV.UK component does, there is no Escape: it stops a page from loading, and people who
// use a screen reader need it. Any other key between two Shifts starts the count anew.

const WITHIN = 5000;
// The page is empty by now; a moment for the wiping to begin is not seen by anybody.
const WIPING = 250;

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("alongside-leave") : null;
const ways = [...document.querySelectorAll("[data-exit]")];

function leave(way) {
  if ("leaving" in document.body.dataset) return;
  document.body.dataset.leaving = "";
  document.title = way.dataset.exitLoading;
  const cover = document.createElement("p");
  cover.setAttribute("role", "alert");
  cover.textContent = way.dataset.exitLoading;
  // Words, drawings and pictures go with it: nothing is left to come back to.
  document.body.replaceChildren(cover);
  const until = new Promise((done) => { setTimeout(done, WIPING); });
  Promise.race([wipe(), until]).finally(() => window.location.replace(way.dataset.exit));
}

async function wipe() {
  for (const store of ["sessionStorage", "localStorage"]) {
    try {
      window[store].clear();
    } catch {
      // A browser that forbids it keeps nothing either.
    }
  }
  await Promise.allSettled([
    window.caches?.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
    window.indexedDB?.databases?.().then((all) => all.forEach(({ name }) => indexedDB.deleteDatabase(name))),
    navigator.serviceWorker?.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister()))),
  ]);
}

function leaveEverywhere(way) {
  // The answer would lead to the other site: only the page may go there, not this request.
  if (way.action) fetch(way.action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
  tabs?.postMessage(way.dataset.exit);
  leave(way);
}

for (const way of ways) {
  way.addEventListener(way.matches("form") ? "submit" : "click", (event) => {
    event.preventDefault();
    leaveEverywhere(way);
  });
}

tabs?.addEventListener("message", (event) => {
  const known = ways.find((way) => way.dataset.exit === event.data);
  if (known) leave(known);
});

class Shifts {
  constructor(way) {
    this.way = way;
    this.line = way.querySelector("[data-exit-said]");
    this.count = 0;
    this.isAlone = false;
    document.addEventListener("keydown", (event) => this.down(event));
    document.addEventListener("keyup", (event) => this.up(event));
  }

  down(event) {
    if (event.repeat && event.key === "Shift") return;
    this.isAlone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!this.isAlone) this.reset();
  }

  // Counted when it is let go: then nothing was typed with it.
  up(event) {
    if (event.key !== "Shift" || !this.isAlone) return;
    this.isAlone = false;
    this.count += 1;
    clearTimeout(this.timer);
    if (this.count === 3) {
      leaveEverywhere(this.way);
      return;
    }
    this.say(this.count === 1 ? this.way.dataset.exitTwo : this.way.dataset.exitOne);
    this.timer = setTimeout(() => this.reset(this.way.dataset.exitLate), WITHIN);
  }

  say(words) {
    this.line.textContent = words;
  }

  reset(words = "") {
    if (!this.count && !words) return;
    clearTimeout(this.timer);
    this.count = 0;
    this.say(words);
  }
}

const shifts = ways.filter((way) => way.querySelector("[data-exit-said]")).map((way) => new Shifts(way));

// A page that a browser kept whole and shows again. One that was left is loaded anew: the server
// decides. So is every page of somebody who has signed out meanwhile, before a word of it is seen.
window.addEventListener("pageshow", async (event) => {
  for (const one of shifts) one.reset();
  if (!event.persisted) return;
  if ("leaving" in document.body.dataset) return window.location.reload();
  if ("signedOut" in document.body.dataset) return undefined;
  document.documentElement.hidden = true;
  try {
    // Only somebody who is signed in is told that this is no way to ask.
    const { type } = await fetch("/sign-out/", { redirect: "manual" });
    if (type !== "opaqueredirect") document.documentElement.hidden = false;
    else window.location.reload();
  } catch {
    window.location.reload();
  }
  return undefined;
});

// A page that only somebody signed out can see: no other tab may go on as if nothing had happened.
if ("signedOut" in document.body.dataset && "BroadcastChannel" in window) {
  new BroadcastChannel("alongside-live").postMessage({ state: "out" });
}
