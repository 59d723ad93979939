// A photo that somebody chose: shown before it is sent, and taken out again.

import { Keeper } from "./keep.js";

class Photo {
  constructor(root) {
    this.root = root;
    this.keeper = new Keeper(root);
    this.shown = root.querySelector("[data-photo-shown]");
    this.image = this.shown.querySelector("img");
    this.remove = root.querySelector("[data-photo-remove]");
    this.keeper.input.addEventListener("change", () => this.choose(this.keeper.input.files[0]));
    this.remove.addEventListener("click", () => this.drop());
    // Some phones take photos that their own browser cannot show: then there is no preview.
    this.image.addEventListener("error", () => this.image.hasAttribute("src") && this.show("", { hasOne: true }));
    root.addEventListener("keep:refused", () => this.show(this.keeper.address));
    for (const part of root.querySelectorAll("[data-without-script]")) part.hidden = true;
    this.show(this.keeper.address);
  }

  show(address, { hasOne = Boolean(address) } = {}) {
    this.image.hidden = !address;
    if (address) this.image.src = address;
    else this.image.removeAttribute("src");
    this.shown.hidden = !hasOne;
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

  drop() {
    this.forget();
    this.keeper.drop();
    this.show("");
    this.keeper.input.focus();
  }
}

for (const root of document.querySelectorAll("[data-keep=photo]")) new Photo(root);
