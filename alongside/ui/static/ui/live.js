// Keeps pages up to date. One browser holds one stream, whichever tab has the lock; that tab tells
// the others. A message says only which region of whose page changed: htmx asks for that region
// again, and the policy decides again. Without this file every page still works, by loading it anew.

const LOCK = "alongside-stream";
const PLACE = "alongside-place"; // how far this tab has heard: a sealed token, no use to anybody else
const BEAT = 10_000;
const SILENCE = 35_000;
const REMEMBERED = 60_000;

const lines = document.querySelectorAll("[data-live-state]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("alongside-live") : null;
let place = sessionStorage.getItem(PLACE) || "";
let state = "";
let source = null; // only the tab that leads has one
let lost = !place; // whether something may have been missed since the page was made
let heardAt = Date.now();
let isLeaving = false;
let recent = []; // what the last minute brought, for tabs that were loading meanwhile

function show(next) {
  if (next === state) return;
  state = next;
  for (const line of lines) {
    line.textContent = line.dataset[{ on: "liveOn", off: "liveOff", out: "liveOut" }[next]];
    line.dataset.liveState = next;
    // From now on a change is read out; that all is well is not news on every page.
    setTimeout(() => line.setAttribute("role", "status"));
  }
}

// Words that are nowhere but here.
function hasWords() {
  const boxes = document.querySelectorAll("main textarea, main input:not([type=hidden])");
  return [...boxes].some((box) => box.value !== box.defaultValue);
}

// Whatever stands here may not be for these eyes any more. Words that are being written stay.
function reload() {
  if (isLeaving || "leaving" in document.body.dataset || hasWords()) return;
  isLeaving = true;
  window.location.reload();
}

function hear(message) {
  if ("leaving" in document.body.dataset) return; // nothing is kept, and nothing stands in the way
  heardAt = Date.now();
  if (message.ask !== undefined) return answer(message.ask);
  if (message.place) sessionStorage.setItem(PLACE, (place = message.place));
  if (message.state) show(message.state);
  if (message.region) {
    document.body.dispatchEvent(new CustomEvent(`live-${message.region}`));
    document.body.dispatchEvent(new CustomEvent(`live-${message.region}-${message.person}`));
  }
  if (message.refresh) refreshAll();
  if (message.gone || message.state === "out") reload();
  if (message.state === "out" && source && source.readyState !== EventSource.CLOSED) {
    source.close(); // it belongs to a session that is over
    lost = true;
    tryAgain(2000);
  }
}

function tell(message) {
  if (message.region) {
    recent = recent.filter(({ at }) => at > Date.now() - REMEMBERED);
    recent.push({ at: Date.now(), message });
  }
  channel?.postMessage(message);
  hear(message);
}

// A tab that has just been made missed what came while it was loading.
function answer(madeAt) {
  if (!source) return;
  channel.postMessage({ state, place });
  for (const { at, message } of recent) if (at > madeAt - 1000) channel.postMessage(message);
}

// After a gap nobody knows what was missed: ask again for every region that is kept up to date.
function refreshAll() {
  const names = new Set();
  for (const region of document.querySelectorAll("[hx-trigger*='live-']")) {
    for (const name of region.getAttribute("hx-trigger").match(/live-[\w-]+/g)) names.add(name);
  }
  for (const name of names) document.body.dispatchEvent(new CustomEvent(name));
}

function connect() {
  source = new EventSource(place ? `/stream/?after=${encodeURIComponent(place)}` : "/stream/");
  source.addEventListener("ready", (event) => {
    tell({ state: "on", place: event.lastEventId, refresh: lost || event.data === "missed" });
    lost = false;
  });
  source.addEventListener("changed", (event) => {
    tell({ ...JSON.parse(event.data), place: event.lastEventId });
  });
  source.addEventListener("gone", () => tell({ gone: true }));
  source.addEventListener("error", () => {
    // Being taken out ends the stream too: ask at once, and do not wait for the next one.
    if (!lost) refreshAll();
    lost = true;
    if (source.readyState === EventSource.CLOSED) tryAgain(2000);
    else tell({ state: "off" });
  });
}

// A browser gives up when it gets a page where it wanted a stream. Is that the sign-in page?
async function tryAgain(wait) {
  const mine = source;
  const stop = new AbortController();
  let found = "off";
  try {
    const { type, ok } = await fetch("/stream/", { redirect: "manual", signal: stop.signal });
    if (type === "opaqueredirect") found = "out";
    else if (ok) found = "on";
  } catch {
    // Not reachable: the next try will tell.
  }
  stop.abort();
  if (mine !== source) return;
  if (found === "on") return connect();
  tell({ state: found });
  setTimeout(() => mine === source && tryAgain(Math.min(wait * 2, 30_000)), wait);
}

function lead() {
  connect();
  return new Promise(() => {}); // until this tab closes
}

function follow(how = {}) {
  navigator.locks.request(LOCK, how, lead).catch(() => {
    // Another tab took over: this one was asleep.
    source?.close();
    source = null;
    follow();
  });
}

// Signed out, or taken out: never put another page into a region. Load this one anew.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (!response.redirected && response.status !== 404) return;
  event.preventDefault();
  reload();
});

window.addEventListener("pageshow", (event) => event.persisted && refreshAll());

if (!lines.length) {
  // A page that nothing keeps up to date.
} else if (channel && navigator.locks) {
  channel.addEventListener("message", (event) => hear(event.data));
  channel.postMessage({ ask: performance.timeOrigin });
  follow();
  setInterval(() => {
    if (source) channel.postMessage({ state, place });
    else if (document.visibilityState === "visible" && Date.now() - heardAt > SILENCE) {
      heardAt = Date.now();
      follow({ steal: true });
    }
  }, BEAT);
} else {
  connect();
}
