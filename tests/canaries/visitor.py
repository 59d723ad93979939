"""Somebody with a browser, over a real connection to a real server."""

import urllib.request
from collections.abc import Mapping
from http.client import HTTPResponse
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin

from tests.worlds.browsing import AskedFor, Page

type Fields = dict[str, str]


class Visitor:
    """Opens pages, and sends the forms that stand on them."""

    def __init__(self, url: str, slug: str = "") -> None:
        self.url = url
        policy = DefaultCookiePolicy(secure_protocols=("http", "https"))
        cookies = urllib.request.HTTPCookieProcessor(CookieJar(policy))
        self.opener = urllib.request.build_opener(cookies)
        self.status = 0
        if slug:
            self.send("/demo/sign-in/", {"as": slug})

    def open(self, address: str) -> Page:
        return self._ask(urllib.request.Request(urljoin(self.url, address)))  # noqa: S310 - our own server

    def send(self, address: str, fields: Fields) -> Page:
        sent = urlencode(fields).encode()
        return self._ask(urllib.request.Request(urljoin(self.url, address), data=sent))  # noqa: S310 - as above

    def send_files(
        self, address: str, fields: Fields, files: Mapping[str, tuple[str, bytes]]
    ) -> Page:
        """Send a form with files, as a script of a page does. `files`: a name and bytes each."""
        line = b"--between-the-parts"
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
            for name, value in fields.items()
        ] + [
            f'Content-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n".encode()
            + content
            for name, (called, content) in files.items()
        ]
        sent = b"".join(b"%b\r\n%b\r\n" % (line, part) for part in parts) + line + b"--\r\n"
        headers = {
            "Content-Type": "multipart/form-data; boundary=between-the-parts",
            "Accept": "application/json",
        }
        request = urllib.request.Request(urljoin(self.url, address), sent, headers)  # noqa: S310 - as above
        return self._ask(request)

    def fill(self, page: Page, part: str, fields: Fields, *, button: str = "") -> Page:
        """Send the form whose address has this part, with these fields over what stands in it."""
        form = form_of(page, part, fields)
        kept = {box.name: box.value for box in form.boxes if stands(box.kind, chosen=box.is_chosen)}
        return self.send(target_of(form, button), kept | fields)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return self._page(answer)
        except HTTPError as answer:
            return self._page(answer)

    def _page(self, answer: HTTPResponse | HTTPError) -> Page:
        self.status = answer.status or 0
        return Page(answer.read().decode(), str(answer.url).removeprefix(self.url))


def form_of(page: Page, part: str, fields: Fields) -> AskedFor:
    """Of the forms whose address has this part, the one that asks for most of these fields."""
    found = [form for form in page.forms if part in form.action]
    return max(found, key=lambda form: len({box.name for box in form.boxes} & fields.keys()))


def stands(kind: str, *, chosen: bool) -> bool:
    return chosen if kind in {"radio", "checkbox"} else True


def target_of(form: AskedFor, button: str) -> str:
    return next((other for _, _, other in form.buttons if button and button in other), form.action)
