"""The Welsh of the house: whole where people read, right in its counts, and the same compiled."""

from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from alongside.lib import clock
from alongside.ui.reading import DJANGO, LANGUAGES
from alongside.ui.templatetags.ui import spoken
from tests.languages.pseudo import folder_of_marks, pseudo
from tests.northmere import DAY, NIGHT
from tools import texts
from tools.texts import COUNTS, Text

HERE = ("alongside/accounts/forms.py",)
# Some numbers and which of the six forms they take.
FORMS = {0: 0, 1: 1, 2: 2, 3: 3, 6: 4, 4: 5, 5: 5, 7: 5, 8: 5, 10: 5, 11: 5, 12: 5, 21: 5, 100: 5}


def test_all_that_people_read_is_in_welsh() -> None:
    """What is still to come is a list in tools/welsh.py, which may only shrink."""
    assert texts.check() == []


def test_what_django_reads_is_what_translators_wrote() -> None:
    assert texts.MO.read_bytes() == texts.compiled(texts.read()), "python -m tools.texts compile"


def test_the_lists_of_what_is_not_in_welsh_name_nothing_in_vain() -> None:
    assert texts.needless() == []


def test_the_file_says_who_made_it() -> None:
    assert "No native speaker of Welsh has read it yet" in texts.PO.read_text()[:400]


def test_every_language_that_can_be_chosen_is_one_of_the_house(settings: object) -> None:
    assert {DJANGO[code]: name for code, name in LANGUAGES.items()} == dict(settings.LANGUAGES)  # type: ignore[attr-defined]


# What the check finds


def one(words: str, said: str, *, many: str | None = None, fuzzy: bool = False) -> list[str]:
    catalog = texts.blank()
    catalog.add(
        (words, many) if many else words,
        (said,) * COUNTS if many else said,
        flags=["fuzzy"] if fuzzy else [],
    )
    return texts.check([Text(None, words, many, HERE)], catalog)


def test_a_sound_text_has_no_fault() -> None:
    assert one("Hello %(name)s", "Helo %(name)s") == []
    assert one("%(n)s year", "%(n)s oed", many="%(n)s years") == []


@pytest.mark.parametrize(
    ("words", "said", "fault"),
    [
        ("Hello", "", "No Welsh"),
        ("Hello %(name)s", "Helo", "Other placeholders"),
        ("Hello {name}", "Helo {enw}", "Other placeholders"),
        ('Ring <a href="tel:999">999</a>', 'Ffoniwch <a href="tel:9999">999</a>', "Other place"),
        ("Hello", "Hello", "The same as the English"),
        ("Hello ", "Helo", "Other white space"),
    ],
)
def test_the_check_finds(words: str, said: str, fault: str) -> None:
    found = one(words, said)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_the_check_finds_what_is_fuzzy_and_what_counts_wrong() -> None:
    assert one("Hello", "Helo", fuzzy=True)[0].startswith("Marked fuzzy")
    assert one("%(n)s year", "%(m)s oed", many="%(n)s years")[0].startswith("Other placeholders")
    old = Catalog(locale="cy")  # as Babel counts in Welsh
    assert texts.check([], old)[0].startswith("Plural-Forms")


def test_a_text_of_workers_alone_is_not_asked_for() -> None:
    work = Text(None, "My day", None, ("alongside/home/templates/home/work.html",))
    both = Text(None, "My day", None, (*work.sources, *HERE))
    assert texts.check([work], texts.blank()) == []
    assert texts.check([both], texts.blank()) != []


# How texts are found


PAGE = """{% load i18n %}
<p title="{% translate 'A title' %}">{% blocktranslate trimmed with n=1 %}
    Hello
    {{ n }}
{% endblocktranslate %}</p>
      {% blocktranslate count n=friends %}{{ n }} friend{% plural %}{{ n }} friends{% endblocktranslate %}
  {% translate "May" context "a month" %} {{ words|default:_("Nothing") }} { not ( python " at all
"""


def test_texts_of_templates_are_found_as_django_asks_for_them(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    assert {(text.context, text.words, text.many) for text in texts.gather([file])} == {
        (None, "A title", None),
        (None, "Hello %(n)s", None),
        (None, "%(n)s friend", "%(n)s friends"),
        ("a month", "May", None),
        (None, "Nothing", None),
    }


def test_texts_of_python_are_found(tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text(
        '_("One")\ngettext_lazy("Two " "words")\nngettext("a", "b", n)\npgettext("c", "d")\n'
        "_(variable)\n"
    )
    assert {(text.context, text.words, text.many) for text in texts.gather([file])} == {
        (None, "One", None), (None, "Two words", None), (None, "a", "b"), ("c", "d", None),
    }  # fmt: skip


# How Django says it

DJANGOS = (
    "Ensure that there are no more than %(max)s digit in total.",
    "Ensure that there are no more than %(max)s digits in total.",
)


def test_welsh_counts_in_six_beside_djangos_own_four(tmp_path: Path) -> None:
    folder = folder_of_marks(tmp_path)
    catalog = texts.blank()
    catalog.add(("%(n)s dog", "%(n)s dogs"), tuple(f"form {form}" for form in range(COUNTS)))
    (folder / "cy/LC_MESSAGES/django.mo").write_bytes(texts.compiled(catalog))
    with pseudo(folder), translation.override("cy"):
        for number, form in FORMS.items():
            assert ngettext("%(n)s dog", "%(n)s dogs", number) == f"form {form}", number
        # Django's own sentence, in Django's own count.
        said = ngettext(*DJANGOS, 2) % {"max": 2}
        assert said == "Sicrhewch nad oes mwy na 2 ddigid i gyd."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en-gb", ["Today, 11am", "Today, 10pm", "Sunday 1 June, 11am", "4 June 2023, 11am"]),
        (
            "cy",
            ["Heddiw, 11yb", "Heddiw, 10yh", "Dydd Sul 1 Mehefin, 11yb", "4 Mehefin 2023, 11yb"],
        ),
    ],
)
def test_days_and_times_are_said_in_both_languages(language: str, told: list[str]) -> None:
    moments = [DAY, NIGHT, DAY.replace(day=1), DAY.replace(year=2023)]
    with clock.hold(DAY), translation.override(language):
        said = [spoken(moment) for moment in moments[:2]]
    with clock.hold(DAY + timedelta(days=10)), translation.override(language):
        said += [spoken(moment) for moment in moments[2:]]
    assert said == told


def test_what_has_no_welsh_yet_is_said_in_english() -> None:
    with translation.override("cy"):
        assert gettext("Nobody ever wrote this") == "Nobody ever wrote this"
        assert pgettext("before noon", "am") == "yb"


@override_settings(LANGUAGES=[("en-gb", "English"), ("ar", "العربية")])
def test_a_language_from_right_to_left_turns_the_page() -> None:
    with translation.override("ar"):
        page = render_to_string("404.html")
    assert '<html lang="ar" dir="rtl"' in page
