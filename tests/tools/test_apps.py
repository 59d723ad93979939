"""The pictures for a home screen are as they are drawn, small, and whole where a phone cuts them."""

import pytest

from alongside.ui.reading import NAMES
from tools import apps
from tools.apps import DRAWINGS, FIELD, FOLDER, Drawing

SMALL = 60_000
SAFE = FIELD * 0.4


def test_every_picture_is_as_it_would_be_drawn() -> None:
    assert apps.wrong() == []


def test_there_is_a_drawing_for_every_name_and_for_our_own() -> None:
    assert {drawing.name for drawing in DRAWINGS} == {*NAMES, "mark"}


def test_all_of_them_together_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < SMALL


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda one: str(one.name))
def test_nothing_of_it_lies_where_a_phone_cuts(drawing: Drawing) -> None:
    """A phone may cut a maskable picture to a circle of four fifths of its width."""
    reach = max(
        ((x - FIELD / 2) ** 2 + (y - FIELD / 2) ** 2) ** 0.5 + shape.width / 2
        for shape in drawing.shapes
        for x, y in shape.points
    )
    assert reach <= SAFE
