"""Every template of every room keeps to what the content policy allows, and loads nothing from afar."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.ui.views import icons

PACKAGE = Path(__file__).parents[2]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
STYLES = sorted((PACKAGE / "ui/static/ui").glob("*.css"))

FORBIDDEN = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "styles in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an attribute that runs": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
    "htmx that runs code": re.compile(r"\bhx-on\b|\bhx-vals=.js:|\[[^\]]*\] from:"),
    "text taken for markup": re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"),
    "something loaded from afar": re.compile(
        r"<(?:script|link|img|iframe|source|use|video|audio)\b[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
}

POSTING = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
# Leaving works from a page that was open too long; in the demo anybody may be anybody.
NO_TOKEN = re.compile(r"url '(?:accounts:leave|demo:sign-in)'")


def faults(text: str) -> Iterator[str]:
    return (fault for fault, found in FORBIDDEN.items() if found.search(text))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "a script in the page"),
        ('<p class="a" style="color: red">', "a style attribute"),
        ('<button onclick="go()">', "an attribute that runs"),
        ('<a href="javascript:go()">', "an address that runs"),
        ("{{ words|safe }}", "text taken for markup"),
        ('<img src="//else.example/a.png">', "something loaded from afar"),
    ],
)
def test_the_search_finds_what_it_looks_for(text: str, fault: str) -> None:
    assert list(faults(text)) == [fault]


def test_there_are_templates_to_search() -> None:
    rooms = {file.relative_to(PACKAGE).parts[0] for file in TEMPLATES}
    assert {"ui", "home", "journey", "sharing", "accounts"} <= rooms


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_runs_nothing_and_loads_nothing_from_afar(file: Path) -> None:
    assert not list(faults(file.read_text()))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_form_that_posts_carries_our_token(file: Path) -> None:
    forms = POSTING.findall(file.read_text())
    assert not [form for form in forms if "csrf_token" not in form and not NO_TOKEN.search(form)]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_draws_only_pictures_that_there_are(file: Path) -> None:
    named = re.findall(r"\{% icon \"([\w-]+)\"", file.read_text())
    named += re.findall(r"\bpicture=\"([\w-]+)\"", file.read_text())
    assert set(named) <= set(icons())


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_styles_load_nothing(file: Path) -> None:
    assert not re.search(r"@import|url\(", file.read_text())


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_styles_take_colours_from_the_tokens_alone(file: Path) -> None:
    """Black and white of print are the exceptions; the tokens themselves are the source."""
    if file.name == "tokens.css":
        return
    raw = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", file.read_text()))
    assert raw <= {"#fff", "#999"}
