// Saves a draft while somebody writes, and lets go of the page only when the server has the words.
// The line under the form says what the server said, or that the words are on this page alone.

import { renewToken } from "./token.js";

const PAUSE = 1500;
const AGAIN = 15_000;
const ALIVE = 60_000;

const live = "BroadcastChannel" in window ? new BroadcastChannel("alongside-live") : null;

// The words of a form. A drawing or a photo keeps itself, and would go up again with every word.
function words(form) {
  const fields = new FormData(form);
  for (const box of form.querySelectorAll("input[type=file]")) fields.delete(box.name);
  return fields;
}

function typed(form) {
  const fields = words(form);
  fields.delete("csrfmiddlewaretoken");
  return new URLSearchParams(fields).toString();
}

function post(form) {
  const headers = { Accept: "application/json" };
  return fetch(form.dataset.draftUrl, { method: "POST", body: words(form), headers });
}

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-draft-state]");
    // Words that came back with an error are nowhere but on this page.
    this.kept = form.querySelector(".govuk-error-summary") ? null : typed(form);
    this.keptAt = 0;
    this.refusals = 0;
    this.isSending = false;
    this.saving = Promise.resolve(true);
    form.addEventListener("input", () => this.saveIn(PAUSE));
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.isKept || this.saveIn(0));
    window.addEventListener("pagehide", () => this.flush());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    // Coming back with the Back button shows the form as it was left: it can be sent again.
    window.addEventListener("pageshow", () => { this.isSending = false; });
    // Throwing a draft away must not save it once more on the way out.
    document.addEventListener("submit", ({ target }) => {
      if (target.action.endsWith("/discard/")) this.isSending = true;
    });
  }

  get isKept() {
    return this.kept === typed(this.form);
  }

  say(text, { isBad = false } = {}) {
    if (!this.line) return;
    this.line.textContent = text;
    this.line.classList.toggle("al-draft--bad", isBad);
  }

  saveIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  save() {
    clearTimeout(this.timer);
    this.saving = this.saving.then(() => this.attempt());
    return this.saving;
  }

  async attempt() {
    const words = typed(this.form);
    try {
      let answer = await post(this.form);
      if (answer.status === 403 && (await renewToken())) answer = await post(this.form);
      if (answer.redirected) {
        live?.postMessage({ state: "out" });
        return this.fail(this.form.dataset.draftSignedOut);
      }
      if (!answer.ok) {
        this.refusals += 1;
        return this.fail(this.form.dataset.draftFailed);
      }
      const { said, address } = await answer.json();
      this.say(said);
      // Loading this page anew, or coming back to it, goes on with the draft.
      if (address) window.history.replaceState(window.history.state, "", address);
    } catch {
      return this.fail(this.form.dataset.draftFailed);
    }
    this.kept = words;
    this.keptAt = Date.now();
    this.refusals = 0;
    return true;
  }

  fail(text) {
    this.say(text, { isBad: true });
    this.keptAt = 0;
    this.saveIn(AGAIN);
    return false;
  }

  async submit(event) {
    if (this.isSending) return event.preventDefault(); // the second of two clicks
    this.isSending = true;
    // Straight on when the server has just had these very words, or answers but refuses drafts.
    if (this.isKept && Date.now() - this.keptAt < ALIVE) return undefined;
    if (this.refusals > 1) return undefined;
    event.preventDefault();
    const isKept = await this.save();
    this.isSending = false;
    if (isKept || this.refusals > 1) this.form.requestSubmit(event.submitter);
    return undefined;
  }

  // Leaving within a moment of writing: hand the words over on the way out.
  flush() {
    if (this.isSending || this.isKept || "leaving" in document.body.dataset) return;
    navigator.sendBeacon(this.form.dataset.draftUrl, words(this.form));
  }

  // Nothing holds somebody back who has to leave quickly.
  warn(event) {
    const isFailing = !this.keptAt && this.line?.textContent;
    if (isFailing && !this.isSending && !this.isKept && !("leaving" in document.body.dataset)) {
      event.preventDefault();
    }
  }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
