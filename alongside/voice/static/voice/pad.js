// A drawing pad for finger, pen, mouse and keyboard. Paper stays paper in every theme: what is drawn
// is what is sent. Every stroke is remembered, so each can be taken back, rubbing out everything too.

import { Keeper } from "./keep.js";

const SIDE = 1200; // of the picture; the page shows it in any size
const STEP = 20;
const LEAP = 80;
const SETTLED = 500;
const PAPER = "#fffdf7";
const RUBBER = 2.5; // times as wide as the pen
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const within = (value) => Math.min(SIDE, Math.max(0, value));
const fileOf = (blob) => new File([blob], "drawing.png", { type: "image/png" });

class Pad {
  constructor(root) {
    this.root = root;
    this.texts = root.dataset;
    this.paper = root.querySelector("[data-paper]");
    this.canvas = root.querySelector("canvas");
    this.canvas.width = SIDE;
    this.canvas.height = SIDE;
    this.context = this.canvas.getContext("2d");
    this.pen = root.querySelector("[data-pen]");
    this.told = root.querySelector("[data-pad-told]");
    this.chosen = {};
    this.done = []; // strokes, and rubbing out everything
    this.stroke = null;
    this.at = [SIDE / 2, SIDE / 2];
    this.base = null; // what was drawn before this page was opened
    this.isChanged = false;
    this.keeper = new Keeper(root);
    this.choose("ink", root.querySelector("[data-ink]"));
    this.choose("size", root.querySelectorAll("[data-size]")[1]);
    this.listen();
    this.paint();
    if (this.keeper.address) this.goOn(this.keeper.address);
    for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const part of root.querySelectorAll("[data-without-script]")) part.hidden = true;
  }

  listen() {
    const on = (type, act) => this.canvas.addEventListener(type, (event) => act(event));
    on("pointerdown", (event) => this.begin(event));
    on("pointermove", (event) => this.move(event));
    for (const type of ["pointerup", "pointercancel"]) on(type, (event) => this.end(event));
    this.paper.addEventListener("keydown", (event) => this.key(event));
    this.paper.addEventListener("focus", () => this.showPen());
    this.paper.addEventListener("blur", () => this.leave());
    this.root.addEventListener("click", ({ target }) => this.click(target.closest("button")));
    this.root.addEventListener("keep:now", () => this.keepNow());
  }

  async goOn(address) {
    const image = new Image();
    image.src = address;
    try {
      await image.decode();
    } catch {
      return; // a picture that this browser cannot show stays where it is
    }
    this.base = image;
    this.paint();
  }

  tell(text) {
    this.told.textContent = text;
  }

  // ---- What to draw with

  click(button) {
    if (!button) return;
    for (const what of ["ink", "size"]) {
      if (what in button.dataset) {
        this.lift();
        this.choose(what, button);
        this.tell(button.textContent.trim());
      }
    }
    const act = button.dataset.pad;
    if (act === "undo") this.undo();
    if (act === "clear") this.ask({ isOpen: true });
    if (act === "clear-no") this.ask({ isOpen: false });
    if (act === "clear-yes") this.clear();
  }

  choose(what, button) {
    this.chosen[what] = button;
    for (const other of this.root.querySelectorAll(`[data-${what}]`)) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  }

  tool() {
    const { ink, size } = this.chosen;
    const wide = Number(size.dataset.size);
    if (ink.dataset.ink === "rubber") return { colour: PAPER, size: wide * RUBBER };
    return { colour: getComputedStyle(ink.querySelector("i")).backgroundColor, size: wide };
  }

  // ---- Finger, pen and mouse

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const across = ((event.clientX - box.left) * SIDE) / box.width;
    return [within(across), within(((event.clientY - box.top) * SIDE) / box.height)];
  }

  begin(event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.lift();
    this.canvas.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.pen.setAttribute("hidden", "");
    this.start(this.place(event));
  }

  move(event) {
    if (event.pointerId !== this.pointer || !this.stroke) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [event]) this.go(this.place(one));
  }

  end(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = undefined;
    this.lift();
  }

  // ---- Keyboard

  key(event) {
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.undo();
    } else if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.toggle();
    } else if (event.key in ARROWS) {
      event.preventDefault();
      const [across, down] = ARROWS[event.key].map((way) => way * (event.shiftKey ? LEAP : STEP));
      this.at = [within(this.at[0] + across), within(this.at[1] + down)];
      if (this.stroke) this.go(this.at);
      this.showPen();
      this.tellPlace();
    }
  }

  toggle() {
    if (this.stroke) {
      this.lift();
      this.tell(this.texts.up);
    } else {
      this.start(this.at);
      this.tell(this.texts.down);
    }
    this.showPen();
  }

  leave() {
    if (this.pointer === undefined) this.lift();
    this.pen.setAttribute("hidden", "");
  }

  showPen() {
    if (this.pointer !== undefined) return;
    this.pen.removeAttribute("hidden");
    this.pen.setAttribute("transform", `translate(${this.at[0]} ${this.at[1]})`);
    this.pen.classList.toggle("is-down", Boolean(this.stroke));
  }

  // Where the pen has come to rest, in one of nine words: not after every step.
  tellPlace() {
    clearTimeout(this.placing);
    this.placing = setTimeout(() => {
      const [column, row] = this.at.map((value) => Math.min(2, Math.floor((value * 3) / SIDE)));
      this.tell(this.texts.places.split("|")[row * 3 + column]);
    }, SETTLED);
  }

  // ---- Strokes

  start(point) {
    this.stroke = { ...this.tool(), points: [point] };
    this.done.push(this.stroke);
    this.line(this.stroke, 0);
    this.changed();
  }

  go(point) {
    this.stroke.points.push(point);
    this.line(this.stroke, this.stroke.points.length - 1);
    this.changed();
  }

  lift() {
    this.stroke = null;
  }

  undo() {
    this.lift();
    if (this.done.pop()) {
      this.paint();
      this.changed();
      this.tell(this.texts.undone);
    } else {
      this.tell(this.texts.nothing);
    }
  }

  ask({ isOpen }) {
    const question = this.root.querySelector("[data-pad-question]");
    const asked = this.root.querySelector("[data-pad=clear]");
    question.hidden = !isOpen;
    (isOpen ? question.querySelector("button") : asked).focus();
  }

  clear() {
    this.lift();
    this.done.push({ isClear: true });
    this.paint();
    this.changed();
    this.ask({ isOpen: false });
    this.tell(this.texts.cleared);
  }

  get isEmpty() {
    const last = this.done.findLastIndex(({ isClear }) => isClear);
    return last === this.done.length - 1 && (last >= 0 || !this.base);
  }

  paint() {
    const last = this.done.findLastIndex(({ isClear }) => isClear);
    this.context.fillStyle = PAPER;
    this.context.fillRect(0, 0, SIDE, SIDE);
    if (this.base && last < 0) this.context.drawImage(this.base, 0, 0, SIDE, SIDE);
    for (const stroke of this.done.slice(last + 1)) {
      for (let index = 0; index < stroke.points.length; index += 1) this.line(stroke, index);
    }
  }

  // From the point before to this one; the first alone is a dot.
  line({ colour, size, points }, index) {
    const { context } = this;
    if (index === 0) {
      context.fillStyle = colour; // a line to where it is already leaves nothing
      context.beginPath();
      context.arc(...points[0], size / 2, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    context.strokeStyle = colour;
    context.lineWidth = size;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(...points[index - 1]);
    context.lineTo(...points[index]);
    context.stroke();
  }

  // ---- Keeping it

  changed() {
    this.isChanged = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), SETTLED);
  }

  keep() {
    if (!this.isChanged) return;
    if (this.isEmpty) return this.keepNow();
    this.isChanged = false;
    const upTo = this.done.length;
    this.canvas.toBlob((blob) => {
      if (upTo === this.done.length && !this.isChanged && !this.isEmpty) this.keeper.put(fileOf(blob));
    }, "image/png");
  }

  // The form is on its way: it cannot wait.
  keepNow() {
    if (!this.isChanged) return;
    clearTimeout(this.keeping);
    this.isChanged = false;
    if (this.isEmpty) return this.keeper.drop();
    const [, text] = this.canvas.toDataURL("image/png").split(",");
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    this.keeper.put(fileOf(new Blob([bytes], { type: "image/png" })));
  }
}

for (const root of document.querySelectorAll("[data-keep=drawing]")) new Pad(root);
