// "I don't feel safe": who to ring stands in the page already, so it shows at once, also without a
// connection. What was sent is said only with the server's own words; until then it is tried again.

import { renewToken } from "../ui/token.js";

const AGAIN = 5000;
const ANEW = 15 * 60_000;

class Unsafe {
  constructor(form, dialog) {
    this.form = form;
    this.dialog = dialog;
    this.line = dialog.querySelector("[data-unsafe-said]");
    this.isSent = false;
    this.isSending = false;
    form.addEventListener("submit", (event) => this.press(event));
    dialog.querySelector("[data-unsafe-close]").addEventListener("click", () => dialog.close());
    window.addEventListener("online", () => this.wanted && this.send());
  }

  press(event) {
    event.preventDefault();
    this.wanted = true;
    if (this.isSent && Date.now() - this.sentAt > ANEW) this.renew();
    if (!this.dialog.open) this.dialog.showModal();
    this.send();
  }

  async send() {
    if (this.isSent || this.isSending) return;
    this.isSending = true;
    this.line.textContent = this.form.dataset.sending;
    try {
      let answer = await this.post();
      if (answer.status === 403 && (await renewToken())) answer = await this.post();
      if (answer.redirected || answer.status === 403) return this.later(this.form.dataset.out);
      if (!answer.ok) throw new Error(String(answer.status));
      this.line.textContent = (await answer.json()).said;
      this.isSent = true;
      this.sentAt = Date.now();
    } catch {
      this.later(this.form.dataset.offline);
    } finally {
      this.isSending = false;
    }
  }

  // A page can stay open for hours. Pressed again long after it was sent, it is another time.
  renew() {
    this.isSent = false;
    this.form.elements.operation.value = crypto.randomUUID();
  }

  post() {
    const headers = { Accept: "application/json" };
    const body = new FormData(this.form);
    return fetch(this.form.action, { method: "POST", body, headers, keepalive: true });
  }

  later(text) {
    this.line.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), AGAIN);
  }
}

const form = document.querySelector("[data-unsafe]");
const dialog = document.querySelector("[data-unsafe-now]");
if (form && dialog?.showModal) new Unsafe(form, dialog);
