// Signing in anew, in another tab, makes the token of this page old. The page itself has a new one.
export async function renewToken() {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = token;
  return true;
}
