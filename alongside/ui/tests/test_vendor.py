"""What others wrote is here unchanged since it was vendored, and without what is not ours to use."""

from pathlib import Path

import pytest

from tools import vendor

GOVUK = (vendor.STATIC / "govuk/govuk-frontend.min.css").read_text()


def test_vendored_files_are_as_they_were_listed() -> None:
    assert vendor.changed() == []


def test_each_stands_beside_its_licence() -> None:
    assert vendor.unlicensed() == []


def test_a_changed_or_unlisted_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "STATIC", tmp_path)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/odd.js").write_text("odd")
    (tmp_path / "htmx").mkdir()
    (tmp_path / "htmx/htmx.min.js").write_text("changed")
    assert {"odd/odd.js", *(file.to for file in vendor.FILES)} == set(vendor.changed())
    assert vendor.unlicensed() == ["htmx", "odd"]


def test_the_fonts_and_the_crown_of_the_government_are_left_out() -> None:
    assert "@font-face" not in GOVUK
    assert "GDS Transport" not in GOVUK
    assert "/assets/" not in GOVUK


def test_taking_them_out_leaves_the_rest() -> None:
    css = b"@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}.a{font-family:GDS Transport,arial}.b{background:url(/assets/images/crest.svg)}"
    assert vendor.without_fonts_and_crest(css) == b".a{font-family:arial}.b{background:none}"
