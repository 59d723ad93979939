// Saves a draft while somebody writes. Words leave the page only when the server has said that
// it has them; until then the line under the form says so.

const WAIT = 1500;

function watch(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer;
  let saving = Promise.resolve();

  function say(text) {
    if (state) state.textContent = text;
  }

  async function save() {
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (answer.redirected) say(form.dataset.draftSignedOut);
      else if (answer.ok) say((await answer.json()).said);
      else say(form.dataset.draftFailed);
    } catch {
      say(form.dataset.draftFailed);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { saving = saving.then(save); }, WAIT);
  });

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });

  // Coming back with the Back button shows the form as it was left: it can be sent again.
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
}

for (const form of document.querySelectorAll("form[data-draft-url]")) watch(form);
