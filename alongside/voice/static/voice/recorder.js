// A voice note, recorded in the page: start, stop, listen, delete. Where there is no microphone, or
// it is not allowed, the page says so in words and a sound file can be chosen instead.

import { Keeper } from "./keep.js";

const KINDS = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
const TICK = 250;

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

class Recorder {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.limit = Number(this.texts.limit); // seconds
    this.keeper = new Keeper(root);
    this.player = root.querySelector("audio");
    this.time = root.querySelector("[data-time]");
    this.told = root.querySelector("[data-told]");
    this.kind = window.MediaRecorder && KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind));
    this.recorder = null;
    this.stream = null;
    root.addEventListener("click", ({ target }) => this.click(target.closest("button")));
    root.addEventListener("keep:refused", () => this.show(""));
    this.keeper.input.addEventListener("change", () => this.choose(this.keeper.input.files[0]));
    window.addEventListener("pagehide", () => this.letGo());
    for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const part of root.querySelectorAll("[data-without-script]")) part.hidden = true;
    if (!this.kind || !navigator.mediaDevices?.getUserMedia) this.without(this.texts.cannot);
    this.show(this.keeper.address);
  }

  part(name) {
    return this.root.querySelector(`[data-rec=${name}]`);
  }

  say(text) {
    this.told.textContent = text;
  }

  without(text) {
    this.say(text);
    this.isWithout = true;
    this.root.querySelector("[data-rec-file]").open = true;
  }

  // What there is to do now: nothing recorded, recording, or something to listen to.
  show(address, { isRecording = false } = {}) {
    this.part("start").hidden = isRecording || Boolean(address) || this.isWithout === true;
    this.part("stop").hidden = !isRecording;
    this.root.querySelector("[data-time-line]").hidden = !isRecording;
    this.part("listen").hidden = !address || isRecording;
    this.part("question").hidden = true;
    if (address) this.player.src = address;
    else this.player.removeAttribute("src");
  }

  click(button) {
    const act = button?.dataset.rec;
    if (act === "start") this.start();
    if (act === "stop") this.recorder?.stop();
    if (act === "delete") this.ask({ isOpen: true });
    if (act === "delete-no") this.ask({ isOpen: false });
    if (act === "delete-yes") this.delete();
  }

  ask({ isOpen }) {
    this.part("question").hidden = !isOpen;
    (isOpen ? this.part("delete-no") : this.part("delete")).focus();
  }

  async start() {
    if (this.stream) return;
    this.say(this.texts.asking);
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      const isRefused = error.name === "NotAllowedError" || error.name === "SecurityError";
      this.without(isRefused ? this.texts.notAllowed : this.texts.noMicrophone);
      this.isWithout = false; // it can be allowed, or plugged in: the button stays
      return;
    }
    const parts = [];
    this.recorder = new MediaRecorder(this.stream, { mimeType: this.kind[0] });
    this.recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    this.recorder.addEventListener("stop", () => this.stopped(parts));
    this.recorder.start(1000);
    this.began = performance.now();
    this.warned = false;
    this.show("", { isRecording: true });
    this.part("stop").focus();
    this.say(this.texts.recording);
    this.count();
    this.counting = setInterval(() => this.count(), TICK);
  }

  count() {
    const seconds = (performance.now() - this.began) / 1000;
    this.time.textContent = clock(Math.min(seconds, this.limit));
    if (!this.warned && this.limit - seconds <= 60 && this.limit > 60) {
      this.warned = true;
      this.say(this.texts.minuteLeft);
    }
    if (seconds >= this.limit) {
      this.isFull = true;
      this.recorder.stop();
    }
  }

  stopped(parts) {
    this.letGo();
    this.recorder = null;
    const [mime, end] = this.kind;
    const type = mime.split(";")[0];
    this.choose(new File([new Blob(parts, { type })], `voice.${end}`, { type }));
    this.say(this.isFull ? this.texts.full : this.texts.recorded);
    this.isFull = false;
    this.player.focus();
  }

  // Out of this page the microphone is off.
  letGo() {
    clearInterval(this.counting);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  choose(file) {
    if (!file) return;
    this.forget();
    if (!this.keeper.put(file)) return this.show("");
    this.address = URL.createObjectURL(file);
    this.show(this.address);
  }

  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = "";
  }

  delete() {
    this.forget();
    this.keeper.drop();
    this.show("");
    this.say(this.texts.deleted);
    (this.part("start").hidden ? this.keeper.input : this.part("start")).focus();
  }
}

for (const root of document.querySelectorAll("[data-keep=voice]")) new Recorder(root);
