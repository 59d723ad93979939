// Leave this page: end the session, and put a neutral page where this one was in the history.

for (const way of document.querySelectorAll("a[data-exit]")) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (way.dataset.exit && token) {
      const form = new FormData();
      form.set("csrfmiddlewaretoken", token.value);
      navigator.sendBeacon(way.dataset.exit, form);
    }
    window.location.replace(way.href);
  });
}
