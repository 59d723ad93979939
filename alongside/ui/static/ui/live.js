// Keeps pages up to date. One browser holds one stream, whichever tab has the lock; it tells the
// others. A message says only which region of whose page changed: htmx asks for that region again.

const channel = new BroadcastChannel("alongside-live");
const states = document.querySelectorAll("[data-live-state]");
let cursor = "";

function show(on) {
  for (const state of states) state.textContent = on ? state.dataset.liveOn : state.dataset.liveOff;
}

function tell(message) {
  if (message.cursor) cursor = message.cursor;
  if (message.state !== undefined) show(message.state);
  if (!message.region) return;
  document.body.dispatchEvent(new CustomEvent(`live-${message.region}`));
  document.body.dispatchEvent(new CustomEvent(`live-${message.region}-${message.person}`));
}

function share(message) {
  tell(message);
  channel.postMessage(message);
}

// Ask again for every live region: after a gap, nobody knows what was missed.
function refreshAll() {
  for (const region of document.querySelectorAll("[hx-trigger*='live-']")) {
    for (const name of region.getAttribute("hx-trigger").match(/live-[\w-]+/g) || []) {
      document.body.dispatchEvent(new CustomEvent(name));
    }
  }
}

function listen() {
  const address = cursor ? `/stream/?after=${encodeURIComponent(cursor)}` : "/stream/";
  const source = new EventSource(address);
  let lost = false;
  source.addEventListener("ready", (event) => {
    const missed = lost || event.data === "missed";
    share({ state: true, cursor: event.lastEventId, refresh: missed });
    if (missed) refreshAll();
    lost = false;
  });
  source.addEventListener("changed", (event) => {
    share({ ...JSON.parse(event.data), cursor: event.lastEventId });
  });
  source.addEventListener("error", () => {
    lost = true;
    share({ state: false });
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      setTimeout(listen, 5000);
    }
  });
}

channel.addEventListener("message", (event) => {
  tell(event.data);
  if (event.data.refresh) refreshAll();
});

// Signed out, or taken out: never put somebody else's page into a region. Load the page anew.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (response.redirected || response.status === 404) {
    event.preventDefault();
    window.location.reload();
  }
});

if (states.length) navigator.locks.request("alongside-stream", () => new Promise(listen));
