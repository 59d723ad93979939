// Keeps one drawing, photo or voice note while somebody makes it. It stands in the form's own file
// input, so that it goes with the form, and after a pause it is sent to the draft on the server.
// Only the server's receipt says "saved". Nothing is put into any storage of the browser.

import { renewToken } from "../ui/token.js";

const PAUSE = 2000;
const AGAIN = 15_000;
const BEACON = 60_000; // bytes: browsers take no more on the way out

function filesOf(...files) {
  const bag = new DataTransfer();
  for (const file of files) bag.items.add(file);
  return bag.files;
}

export class Keeper {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.form = root.closest("form");
    this.form.enctype = "multipart/form-data";
    this.input = root.querySelector("input[type=file]");
    this.words = root.querySelector("[data-keep-words]");
    this.line = root.querySelector("[data-keep-state]");
    this.address = this.texts.kept; // of the one that the server has
    this.remove = this.texts.keptRemove;
    this.file = null; // what is nowhere but on this page
    this.last = null; // the same, also once it is kept
    this.sending = null;
    this.work = Promise.resolve();
    this.words?.addEventListener("change", () => this.wordsChanged());
    this.form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    window.addEventListener("online", () => this.file && this.sendIn(0));
    window.addEventListener("pagehide", () => this.flush());
    window.addEventListener("pageshow", () => { this.isSubmitting = false; });
    window.addEventListener("beforeunload", (event) => this.warn(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.file && this.sendIn(0));
  }

  get hasOne() {
    return Boolean(this.file || this.remove);
  }

  say(text, { isBad = false } = {}) {
    this.line.textContent = text;
    this.line.classList.toggle("al-keep__state--bad", isBad);
  }

  // A new one in place of what was there. False when it is too big to be kept.
  put(file) {
    if (file.size > Number(this.texts.largest)) {
      this.input.files = filesOf();
      this.say(this.texts.tooBig, { isBad: true });
      return false;
    }
    this.sending?.abort();
    this.file = file;
    this.last = file;
    this.isSubmitting = false;
    this.hasTried = false;
    this.isRefused = false;
    this.input.files = filesOf(file);
    this.say(this.texts.notSaved);
    this.sendIn(PAUSE);
    return true;
  }

  // Nothing any more, here and on the server.
  drop() {
    clearTimeout(this.timer);
    this.sending?.abort();
    this.file = null;
    this.last = null;
    this.input.files = filesOf();
    const address = this.remove;
    this.remove = "";
    this.address = "";
    this.say("");
    if (address) this.work = this.work.then(() => this.takeOut(address, { isSaid: true }));
  }

  sendIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.work = this.work.then(() => this.send());
    }, milliseconds);
  }

  post(address, fields) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const { signal } = this.sending ?? {};
    return fetch(address, { method: "POST", body, signal, headers: { Accept: "application/json" } });
  }

  get fields() {
    const sort = this.texts.keep;
    const words = { [`${sort}_words`]: this.words?.value ?? "" };
    return { operation: this.form.elements.operation.value, ...words, [sort]: this.file };
  }

  async send() {
    const file = this.file;
    if (!file) return;
    this.sending = new AbortController();
    this.say(this.texts.saving);
    try {
      let answer = await this.post(this.texts.attach, this.fields);
      if (answer.status === 403 && (await renewToken())) {
        answer = await this.post(this.texts.attach, this.fields);
      }
      if (answer.redirected) return this.fail(this.texts.signedOut);
      if (answer.status === 422) return this.refused(await answer.json());
      if (!answer.ok) return this.fail(this.texts.failed);
      await this.kept(file, await answer.json(), answer.headers.get("Date"));
    } catch (error) {
      // Something newer is on its way, or it goes with the form.
      if (error.name !== "AbortError") this.fail(this.texts.failed);
    } finally {
      this.sending = null;
    }
  }

  async kept(file, { added, attachments, address }, date) {
    const older = this.remove;
    const mine = attachments.find(({ id }) => id === added.at(-1));
    this.remove = mine.remove;
    this.address = mine.address;
    if (address) window.history.replaceState(window.history.state, "", address);
    if (older && older !== mine.remove) await this.takeOut(older);
    if (this.file !== file) return; // meanwhile there is a newer one
    this.file = null;
    this.input.files = filesOf();
    this.say(`${this.texts.saved.replace("TIME", this.clock(date))} ${this.texts.onlyYou}`);
  }

  clock(date) {
    const at = date ? new Date(date) : new Date();
    const half = at.getHours() < 12 ? this.texts.am : this.texts.pm;
    return `${at.getHours() % 12 || 12}:${String(at.getMinutes()).padStart(2, "0")}${half}`;
  }

  async takeOut(address, { isSaid = false } = {}) {
    try {
      const answer = await this.post(address, {});
      if (isSaid && answer.ok) this.say((await answer.json()).said);
      if (isSaid && !answer.ok) this.say(this.texts.failed, { isBad: true });
    } catch {
      if (isSaid) this.say(this.texts.failed, { isBad: true });
    }
  }

  refused({ said }) {
    this.isRefused = true;
    this.file = null;
    this.input.files = filesOf();
    this.say(said, { isBad: true });
    this.root.dispatchEvent(new CustomEvent("keep:refused"));
  }

  fail(text) {
    this.say(text, { isBad: true });
    this.sendIn(AGAIN);
  }

  // What it shows is said with it: other words are another one.
  async wordsChanged() {
    if (!this.last && this.address) {
      const answer = await fetch(this.address);
      const blob = await answer.blob();
      this.last = new File([blob], this.texts.keep, { type: blob.type });
    }
    if (this.last) this.put(this.last);
  }

  // The form waits for it: a picture that is refused must not take the words with it. When the
  // server does not answer, it goes with the form.
  async submitted(event) {
    this.root.dispatchEvent(new CustomEvent("keep:now"));
    if (!this.file || this.hasTried) {
      this.isSubmitting = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.isWaiting) return; // the second of two clicks
    this.isWaiting = true;
    clearTimeout(this.timer);
    await (this.work = this.work.then(() => this.send()));
    this.isWaiting = false;
    if (this.isRefused) return;
    clearTimeout(this.timer);
    this.hasTried = true;
    this.form.requestSubmit(event.submitter);
  }

  flush() {
    if (!this.file || this.isSubmitting || "leaving" in document.body.dataset) return;
    if (this.file.size > BEACON) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(this.fields)) body.set(name, value);
    navigator.sendBeacon(this.texts.attach, body);
  }

  // Nothing holds somebody back who has to leave quickly.
  warn(event) {
    const isHeld = this.file && !this.isSubmitting && !("leaving" in document.body.dataset);
    if (isHeld && this.file.size > BEACON) event.preventDefault();
  }
}
