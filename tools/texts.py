"""The texts of the house and their Welsh: gathered, merged, compiled and checked, without gettext.

python -m tools.texts update     gather every text and merge it into django.po; then translate there
python -m tools.texts compile    write django.mo, which Django reads; commit both
python -m tools.texts check      say what is wrong or missing
python -m tools.texts missing    the texts without Welsh, as JSON; `missing all` with those of workers
python -m tools.texts fill FILE  put in what a translator wrote into such JSON; then compile

Texts are found as Django finds them: `gettext` and its like in Python, `{% translate %}` and
`{% blocktranslate %}` in templates. docs/languages.md says how to translate.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.welsh import NOT_YET, WORKERS_ONLY, is_listed, must_be_welsh

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "alongside"
FOLDER = PACKAGE / "locale/cy/LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
# As gettext and CLDR count in Welsh: none, one, two, three, six, and all others. Django's own Welsh
# counts in four; Django keeps catalogues that count otherwise apart, so each is right by itself.
COUNTS = 6
PLURALS = "(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5"
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}{lazy}": DEFAULT_KEYWORDS[name]
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for lazy in ("", "_lazy")
}
KEYWORDS |= dict.fromkeys(
    ("_now", "_t", "_l")
)  # where one file needs both gettext and the lazy one
NOTES = ["Translators:"]
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?[a-z][^>]*>")
ABOUT = """\
# Welsh texts of Alongside.
# Made by Alongside itself. No native speaker of Welsh has read it yet: docs/limits.md says so too.
# People are called "chi", which is kind and respectful to everybody, young people too.
# docs/languages.md has the words we chose and says how to translate.
#"""
# Said by Babel of itself and of the moment, or of nobody.
NOT_OURS = tuple(
    f'"{name}'.encode()
    for name in (
        "POT-Creation",
        "PO-Revision",
        "Report-Msgid",
        "Last-Translator",
        "Generated-By",
        "Language-Team",
    )
)
# Written alike in both languages.
ALIKE = {"Alongside", "Brown"}


@dataclass(frozen=True)
class Text:
    """One text as it stands in the sources: its context, its words, those for many, and where."""

    context: str | None
    words: str
    many: str | None
    sources: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_owed(self) -> bool:
        return must_be_welsh(self.sources)


def sources() -> list[Path]:
    found = [
        *PACKAGE.rglob("*.py"),
        *(file for kind in ("html", "txt") for file in PACKAGE.glob(f"*/templates/**/*.{kind}")),
    ]
    apart = {"tests", "migrations"}
    return sorted(file for file in found if not apart & set(file.relative_to(PACKAGE).parts))


def gather(files: Iterable[Path] | None = None) -> list[Text]:
    """Every text of the house, each once, with all the places where it stands."""
    found: dict[tuple[str | None, str], Text] = {}
    for file in sources() if files is None else files:
        source = str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name
        for context, words, many, notes in texts_in(file):
            known = found.get((context, words), Text(context, words, many, ()))
            found[context, words] = Text(
                context,
                words,
                known.many or many,
                tuple(sorted({*known.sources, source})),
                tuple(sorted({*known.notes, *notes})),
            )
    return sorted(found.values(), key=lambda text: (text.sources, text.words))


def texts_in(file: Path) -> Iterator[tuple[str | None, str, str | None, list[str]]]:
    written = file.read_text()
    if file.suffix != ".py":
        # In brackets the shape of the page cannot be taken for Python's own indents.
        written = f"(\n{templatize(written)}\n)"
    for _line, message, notes, context in extract(
        "python", BytesIO(written.encode()), keywords=KEYWORDS, comment_tags=NOTES
    ):
        words, many = message if isinstance(message, tuple) else (message, None)
        if words:
            yield context, words, many, notes


def template() -> Catalog:
    made = blank()
    for text in gather():
        made.add(
            (text.words, text.many) if text.many else text.words,
            locations=[(source, 0) for source in text.sources],
            auto_comments=text.notes,
            context=text.context,
        )
    return made


def blank() -> Catalog:
    made = Catalog(locale="cy", project="Alongside", version="0.1", fuzzy=False)
    # Babel knows an older way of counting, in five.
    vars(made).update(_num_plurals=COUNTS, _plural_expr=PLURALS)
    return made


def read(file: Path = PO) -> Catalog:
    with file.open("rb") as told:
        return read_po(told, locale="cy")


def update() -> None:
    """Merge what the sources say today. What nobody says any more is left out."""
    kept = read() if PO.exists() else blank()
    kept.update(template(), no_fuzzy_matching=True)
    write(kept)


def write(catalog: Catalog) -> None:
    """Without numbers of lines and times of day: the file changes where its texts do."""
    catalog.header_comment = ABOUT
    written = BytesIO()
    write_po(
        written, catalog, width=100, include_lineno=False, ignore_obsolete=True, sort_by_file=True
    )
    kept = [line for line in written.getvalue().splitlines() if not line.startswith(NOT_OURS)]
    PO.write_bytes(b"\n".join(kept) + b"\n")


def compiled(catalog: Catalog) -> bytes:
    """The bytes that Django reads: the same for the same texts, whatever day it is."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    made = BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


def check(texts: list[Text] | None = None, catalog: Catalog | None = None) -> list[str]:
    """Everything that is wrong, in sentences. Nothing when all that people read is in Welsh."""
    texts = gather() if texts is None else texts
    catalog = read() if catalog is None else catalog
    wrong = list(faults_of(catalog))
    for text in texts:
        if text.is_owed and not is_said(catalog.get(text.words, context=text.context)):
            wrong.append(f"No Welsh: {text.words!r} ({', '.join(text.sources)})")
    return wrong


def missing(*, of_workers_too: bool = False) -> list[dict[str, object]]:
    """What is left to translate, each with an empty place for its Welsh: one, or one a count."""
    catalog = read()
    return [
        {
            "words": text.words,
            **({"context": text.context} if text.context else {}),
            **({"many": text.many} if text.many else {}),
            "sources": text.sources,
            "welsh": [""] * COUNTS if text.many else "",
        }
        for text in gather()
        if of_workers_too or not is_listed_everywhere(text)
        if not is_said(catalog.get(text.words, context=text.context))
    ]


def is_listed_everywhere(text: Text) -> bool:
    """Whether only workers read it. What is put off for later is still to be translated."""
    return all(is_listed(source, WORKERS_ONLY) for source in text.sources)


def fill(file: Path) -> list[str]:
    """Put in what a translator wrote. Answers the words that nobody says here any more."""
    update()
    catalog, unknown = read(), []
    for line in json.loads(file.read_text()):
        known = catalog.get(line["words"], context=line.get("context"))
        welsh = line["welsh"]
        if known is None:
            unknown.append(line["words"])
        elif welsh and all(welsh):
            known.string = tuple(welsh) if isinstance(welsh, list) else welsh
    write(catalog)
    return unknown


def faults_of(catalog: Catalog) -> Iterator[str]:
    if (catalog.num_plurals, catalog.plural_expr.strip("()")) != (COUNTS, PLURALS.strip("()")):
        yield f"Plural-Forms must be nplurals={COUNTS}; plural={PLURALS};"
    for message in catalog:
        if not message.id:
            continue
        if message.fuzzy:
            yield f"Marked fuzzy: {message.id!r}"
        if is_said(message):
            yield from faults_in(message)


def faults_in(message: Message) -> Iterator[str]:
    if not isinstance(message.id, tuple | list):
        yield from faults_of_one(message.id, str(message.string))
        return
    many, forms = message.id[1], [str(form) for form in message.string or ()]
    if len(forms) != COUNTS:
        yield f"{len(forms)} forms and not {COUNTS}: {many!r}"
    for form in forms:
        # "One friend" may leave its number out; no form may ask for what is not given.
        if places(form) - places(many) or places(forms[-1]) != places(many):
            yield f"Other placeholders or tags: {many!r} and {form!r}"


def faults_of_one(words: str, said: str) -> Iterator[str]:
    if places(said) != places(words):
        yield f"Other placeholders or tags: {words!r} and {said!r}"
    if said == words and words not in ALIKE and re.search(r"[a-z]", PLACES.sub("", words)):
        yield f"The same as the English: {words!r}"
    if blanks(said) != blanks(words):
        yield f"Other white space around it: {words!r}"


def places(words: str) -> Counter[str]:
    return Counter(PLACES.findall(words))


def blanks(words: str) -> tuple[str, str]:
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


def is_said(message: Message | None) -> bool:
    if message is None:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(forms) and all(forms)


def needless() -> list[str]:
    """Patterns of the lists in tools.welsh that name no source with a text, or nothing left to do."""
    texts, catalog = gather(), read()
    untold = {
        source
        for text in texts
        if not is_said(catalog.get(text.words, context=text.context))
        for source in text.sources
    }
    all_sources = {source for text in texts for source in text.sources}
    return [
        *(one for one in WORKERS_ONLY if not any(is_listed(s, [one]) for s in all_sources)),
        # A room that is still empty has everything to come.
        *(
            one
            for one in NOT_YET
            if any(is_listed(s, [one]) for s in all_sources)
            and not any(is_listed(s, [one]) for s in untold)
        ),
    ]


def main(asked: str = "", *more: str) -> int:
    if asked == "update":
        update()
    elif asked == "compile":
        MO.write_bytes(compiled(read()))
    elif asked == "missing":
        told = missing(of_workers_too="all" in more)
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif asked == "fill":
        print("\n".join(f"Nobody says this any more: {words!r}" for words in fill(Path(more[0]))))
    elif asked == "check":
        wrong = check() + ([] if MO.read_bytes() == compiled(read()) else ["Run compile."])
        print("\n".join(wrong) or f"{len(gather())} texts; nothing is missing.")
        return bool(wrong)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
