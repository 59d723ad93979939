"""Names say what a thing is for. Words that fit anything say nothing."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import named, product_files, tree

SAYS_NOTHING = {
    "utils", "util", "helpers", "helper", "misc", "common", "core", "manager", "handle", "process",
    "data", "info",
}  # fmt: skip
# Django and the standard library call these by their names.
NAMED_BY_OTHERS = {
    "handle", "process_exception", "process_view", "process_template_response",
    "get_context_data", "bound_data", "handle_starttag", "handle_endtag", "handle_data",
}  # fmt: skip
# Here the word does say something.
MEANT = {"DataKey": "the key under which one person’s rows are sealed, as cryptographers call it"}
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    found = [
        named(file)
        for file in product_files()
        if SAYS_NOTHING & {part.removesuffix(".py") for part in file.parts}
    ]
    assert not found


def test_no_function_or_class_has_a_name_that_says_nothing() -> None:
    found = [f"{place}: {name}" for place, name in definitions() if says_nothing(name)]
    assert not found


def says_nothing(name: str) -> bool:
    if name in NAMED_BY_OTHERS or name in MEANT:
        return False
    words = [word.lower() for word in WORDS.findall(name)]
    return words[:1] == ["do"] or bool(SAYS_NOTHING & set(words))


def definitions() -> Iterator[tuple[str, str]]:
    for file in product_files():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield f"{named(file)}:{node.lineno}", node.name
