"""How a form is drawn: GOV.UK markup, tied together for screen readers, and mistakes on top."""

import re
from html.parser import HTMLParser

import pytest

from alongside.ui.tests.factories import a_form
from alongside.ui.views import GalleryForm


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


@pytest.fixture
def fresh() -> Page:
    return Page(str(GalleryForm()))


@pytest.fixture
def mistaken() -> Page:
    return Page(str(a_form(name="", born_month="2", born_day="31", alone=None, places=["moon"])))


def test_every_box_has_a_label_or_stands_in_a_group_with_a_legend(fresh: Page) -> None:
    labelled = {label["for"] for label in fresh.all("label")}
    boxes = [
        box["id"]
        for tag in ("input", "textarea", "select")
        for box in fresh.all(tag)
        if box.get("type") != "hidden"
    ]
    assert boxes
    assert set(boxes) <= labelled


def test_no_two_things_share_an_id(fresh: Page, mistaken: Page) -> None:
    for page in (fresh, mistaken):
        assert len(page.ids) == len(set(page.ids))


def test_whatever_describes_a_box_is_there(fresh: Page, mistaken: Page) -> None:
    for page in (fresh, mistaken):
        named = [one for _, attrs in page.tags for one in attrs.get("aria-describedby", "").split()]
        assert named
        assert set(named) <= set(page.ids)


def test_boxes_look_like_govuk(fresh: Page) -> None:
    html = str(GalleryForm())
    for piece in ("govuk-input", "govuk-textarea", "govuk-select", "govuk-radios__input",
                  "govuk-checkboxes__input", "govuk-date-input__input", "govuk-hint",
                  "govuk-fieldset__legend"):  # fmt: skip
        assert re.search(rf'class="[^"]*\b{piece}\b', html), piece
    assert {box["inputmode"] for box in fresh.all("input") if "date" in box.get("class", "")} == {
        "numeric"
    }


def test_a_form_without_mistakes_has_no_summary_and_takes_no_focus() -> None:
    html = str(GalleryForm())
    assert "error-summary" not in html
    assert "autofocus" not in html


def test_the_summary_takes_focus_and_leads_to_each_box(mistaken: Page) -> None:
    summary = next(attrs for _, attrs in mistaken.tags if attrs.get("id") == "error-summary")
    assert "autofocus" in summary
    assert summary["tabindex"] == "-1"
    led = [link["href"].removeprefix("#") for link in mistaken.all("a")]
    assert led == ["id_name", "id_alone_0", "id_places_0", "id_born_0"]
    assert set(led) <= set(mistaken.ids)


def test_a_box_with_a_mistake_says_so(mistaken: Page) -> None:
    name = next(box for box in mistaken.all("input") if box.get("id") == "id_name")
    assert name["aria-invalid"] == "true"
    assert "id_name_error" in name["aria-describedby"]
    group = next(
        group
        for group in mistaken.all("fieldset")
        if "id_alone_error" in group.get("aria-describedby", "")
    )
    assert group["class"] == "govuk-fieldset"


def test_what_may_be_left_out_says_so() -> None:
    html = str(GalleryForm())
    assert html.count("(if you want)") == 1


def test_what_was_typed_is_escaped() -> None:
    html = str(a_form(name='"><script>', happened="</textarea><script>"))
    assert "<script>" not in html


def test_a_single_line_leaves_no_list_of_what_was_typed_in_the_browser(fresh: Page) -> None:
    lines = [box for box in fresh.all("input") if box.get("type") == "text"]
    assert {box["autocomplete"] for box in lines} == {"off"}
