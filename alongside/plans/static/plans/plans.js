// A plan that others change while somebody writes in it: words that stand nowhere else stay, what
// was opened stays open, and the focus stays where the button was.

const notice = document.querySelector("[data-plan-changed]");
let pressed = "";

function hasWords(form) {
  return [...form.elements].some(
    (box) => box.type !== "hidden" && "defaultValue" in box && box.value !== box.defaultValue,
  );
}

// A form that somebody has begun is left as it is, with the id that it will be sent under.
document.addEventListener("htmx:before:morph:node", (event) => {
  const { oldNode } = event.detail;
  if (oldNode instanceof HTMLFormElement && hasWords(oldNode)) event.preventDefault();
});

document.addEventListener("htmx:before:morph:attr", (event) => {
  if (event.detail.attrName === "open") event.preventDefault();
});

// The goal that somebody writes about may have ended: then nothing is taken from under the pen.
document.addEventListener("htmx:before:swap", (event) => {
  const begun = [...document.querySelectorAll("#plan form")].filter(hasWords);
  const text = event.detail.ctx.text ?? "";
  if (begun.every((form) => text.includes(`id="${form.id}"`))) return;
  event.preventDefault();
  const line = notice.querySelector("[data-plan-words]");
  line.textContent = line.dataset.planWords;
  notice.hidden = false;
});

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-plan-press]")) pressed = target.closest("[id^=step-], [id^=line-]")?.id ?? "";
});

document.addEventListener("htmx:after:swap", () => {
  if (!pressed || document.activeElement !== document.body) return;
  document.getElementById(pressed)?.focus();
  pressed = "";
});
