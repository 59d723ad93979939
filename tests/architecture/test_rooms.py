"""Every room has the same shape, and keeps its views and forms to itself."""

import ast
import tomllib
from typing import Any

from alongside.config.environment import PROJECT
from tests.architecture.source import (
    BELOW_SHARING,
    GROUND,
    PACKAGE,
    imports,
    module,
    named,
    product_files,
    room_of,
    rooms,
    tree,
)

INSIDE = {"views", "forms", "urls"}
# Signing in is a page, and its room stands below the policy that decides about people.
PAGES_BELOW_SHARING = {"accounts"}
KNOWS_NO_REQUEST = {"services", "queries", "policy", "models", "rules"}


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    return list(settings["tool"]["importlinter"]["contracts"])


def test_every_room_says_what_it_owns() -> None:
    silent = [room.name for room in rooms() if not (room / "README.md").exists()]
    assert not silent, "Ten lines: what it owns, what it promises, where to start reading."


def test_what_a_room_says_of_itself_is_short() -> None:
    said = {room.name: room / "README.md" for room in rooms() if (room / "README.md").exists()}
    lengths = {name: len(file.read_text().splitlines()) for name, file in said.items()}
    assert not {name: length for name, length in lengths.items() if not 3 <= length <= 40}


def test_a_room_with_tables_is_an_app_under_its_own_name() -> None:
    for room in rooms():
        if (room / "models.py").exists():
            said = (room / "apps.py").read_text()
            assert f'name = "alongside.{room.name}"' in said
            assert f'label = "{room.name}"' in said


def test_no_room_below_the_policy_has_pages() -> None:
    pages = [
        f"{room}/{name}"
        for room in sorted(BELOW_SHARING - PAGES_BELOW_SHARING)
        for name in INSIDE
        if list((PACKAGE / room).glob(f"{name}*"))
    ]
    assert not pages, "What shows it stands above sharing and reads it through the policy."


def test_no_room_uses_the_views_or_forms_of_another() -> None:
    taken = [
        f"{named(file)} takes {name}"
        for file in product_files()
        if (own := room_of(module(file))) != "config"  # config mounts every URLconf
        for name in imports(file)
        if name.startswith("alongside.")
        and room_of(name) not in {own, "ui"}
        and set(name.split(".")[2:]) & INSIDE
    ]
    assert not taken, "Use the room’s services, queries, policy or models; link to its pages."


def test_views_hold_no_queries() -> None:
    asked = [
        f"{named(file)}:{node.lineno}"
        for file in product_files()
        if "views" in {*file.parts, file.stem} and room_of(module(file)) != "config"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert not asked, "Ask queries.py, which starts at the policy."


def test_services_queries_and_models_know_of_no_request() -> None:
    spoken = [
        f"{named(file)} takes {name}"
        for file in product_files()
        if KNOWS_NO_REQUEST & {*file.parts, file.stem}
        for name in imports(file)
        if name in {"django.http", "django.shortcuts"}
    ]
    assert not spoken, "What knows of requests cannot be called from a command."


def test_the_contract_of_what_stands_inside_a_room_names_every_room() -> None:
    inside = next(one for one in contracts() if one["name"].startswith("Inside a room"))
    here = {f"alongside.{room.name}" for room in rooms() if room.name not in {*GROUND, "config"}}
    assert here == set(inside["containers"])


def test_no_contract_has_exceptions() -> None:
    assert not [one["name"] for one in contracts() if "ignore_imports" in one]
