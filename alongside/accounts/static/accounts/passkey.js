// Passkeys on our pages: shows the form that needs this script in place of the sentence that says
// so, and joins the library's script to it. Expects: form[data-passkey=get|create],
// #passkey-start, [data-passkey-problem], [data-passkey-off], and for "create" the library's
// options in #passkey-options.
(function () {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;

  form.hidden = false;
  document.querySelector("[data-passkey-off]").hidden = true;

  const problem = form.querySelector("[data-passkey-problem]");
  const credential = form.querySelector("[name=credential]").id;
  document.getElementById("passkey-start").addEventListener("click", () => {
    problem.hidden = true;
  });
  // Changing your mind is no fault: say what to do next, and keep the console quiet.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    problem.hidden = false;
  });

  const forms = window.allauth.webauthn.forms;
  if (form.dataset.passkey === "get") {
    forms.loginForm({ ids: { login: "passkey-start", credential } });
  } else {
    forms.signupForm({ ids: { signup: "passkey-start", credential, data: "passkey-options" } });
  }
})();
