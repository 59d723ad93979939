// Notes that were left open close by themselves after ten minutes, as the server would have it. A page
// with words that are not kept yet stays: the server asks for the passphrase, and the words go along.

const OPEN_FOR = 10 * 60 * 1000;

function hasWords() {
  const boxes = document.querySelectorAll("main textarea, main input:not([type=hidden])");
  return [...boxes].some((box) => box.value !== box.defaultValue);
}

const closing = document.querySelector("[data-close]");

if (closing) {
  setTimeout(() => {
    if (!hasWords()) window.location.replace(closing.action);
  }, OPEN_FOR);
}
