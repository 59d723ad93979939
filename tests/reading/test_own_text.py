"""What of a page counts as our own text."""

import pytest

from tests.reading.own_text import own_text, reading_age_of


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("<p>We <b>all</b> help.</p><p>You decide.</p>", ["We all help.", "You decide."]),
        ("One<br>two<hr>three", ["One", "two", "three"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<p>Back <time>at nine</time>.</p>", ["Back."]),
        ("<div class='x al-voice'><p>i hate it</p></div><p>Ours</p>", ["Ours"]),
        ("<p><span data-not-ours>a note <i>of</i> theirs</span> Ours</p>", ["Ours"]),
        ("<svg><title>A drawing</title></svg><p hidden>No</p><p aria-hidden=true>No</p>", []),
        ("<head><title>No</title></head><script>no()</script><style>p{}</style>", []),
        ("<textarea>typed</textarea><select><option>One</option></select><input value=no>", []),
        ("<p><strong>Council</strong><span>Samira</span></p>", ["Council Samira"]),
        ("<p>Caf&eacute; &amp; tea</p></p></div><p>1 2 3</p>", ["Café & tea"]),
    ],
)
def test_only_what_we_wrote_ourselves_is_measured(html: str, pieces: list[str]) -> None:
    assert own_text(html) == pieces


def test_the_hardest_piece_is_named_first() -> None:
    hard = "Professionals necessitate multidisciplinary coordination of responsibilities."
    page = f"<h1>Hello</h1><p>We help you each day.</p><p>{hard}</p>" + "<p>You can say no.</p>" * 4
    age, hardest = reading_age_of(page)
    assert age is not None
    assert hardest[0] == hard
    assert "Hello" not in hardest
    assert reading_age_of("<p>We help you each day.</p>")[0] is None
