"""Files that are broken or meant to harm: each refused with one sentence, at little cost."""

import io
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alongside.exchange.cin import parse
from alongside.exchange.cin.parse import CensusReturn, RefusedFile
from alongside.exchange.cin.safe_xml import BAD_ENCODING, CUT_SHORT, DOCTYPE, EMPTY, NUL, TOO_LARGE
from alongside.exchange.tests.factories import NEWER, OLDER, child, header, message
from tests.harness.proving import count, figure

GOOD = message(child())
CANARY = "canary-in-a-secret-file"
ENDLESS = "a single tag or comment begins here and is longer than 256 KB."
BAD_CHARACTER = "there is a character that may not stand here, or not in this file's encoding."


def refused(file: bytes) -> tuple[int | None, str]:
    with pytest.raises(RefusedFile) as told:
        parse.read(file)
    sentence = str(told.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert len(sentence) < 250
    return told.value.line, told.value.reason


def read_or_refusal(file: bytes) -> CensusReturn | RefusedFile:
    try:
        return parse.read(file)
    except RefusedFile as refusal:
        return refusal


def doctype(inside: str, *, value: str = "&x;") -> bytes:
    return f'<?xml version="1.0"?>\n<!DOCTYPE Message [{inside}]>\n'.encode() + GOOD.replace(
        b"LA1", value.encode()
    )


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(CANARY)
    return path


def test_an_external_entity_is_refused_and_its_file_is_never_opened(
    secret: Path, opened: list[str]
) -> None:
    attack = doctype(f'<!ENTITY x SYSTEM "file://{secret}">')
    opened.clear()
    line, sentence = refused(attack)
    assert (line, sentence) == (2, DOCTYPE)
    assert CANARY not in sentence
    assert str(secret) not in opened


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """Every file that Python opens, and every host it asks for, while a test runs."""
    import sys

    seen: list[str] = []
    active = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if active and event in {"open", "socket.connect", "socket.getaddrinfo"}:
            seen.append(str(arguments[0]))

    sys.addaudithook(watch)
    yield seen
    active = False


def test_the_watch_on_opened_files_works(secret: Path, opened: list[str]) -> None:
    secret.read_text()
    assert str(secret) in opened


@pytest.mark.parametrize(
    "attack",
    [
        b'<!DOCTYPE Message SYSTEM "http://127.0.0.1:{port}/evil.dtd">\n' + GOOD,
        b'<!DOCTYPE Message PUBLIC "-//x" "http://127.0.0.1:{port}/evil.dtd">\n' + GOOD,
        doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p"> %p;'),
        doctype('<!ENTITY x SYSTEM "http://127.0.0.1:{port}/x">'),
        GOOD.replace(b"<Message>", b'<Message xmlns:xi="http://www.w3.org/2001/XInclude">').replace(
            b"<Children>", b'<xi:include href="http://127.0.0.1:{port}/x"/><Children>'
        ),
        b'<?xml-stylesheet href="http://127.0.0.1:{port}/x.xsl"?>\n' + GOOD,
    ],
)
def test_nothing_is_fetched(attack: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]).encode()
        outcome = read_or_refusal(attack.replace(b"{port}", port))
        assert not isinstance(outcome, RefusedFile) or outcome.reason == DOCTYPE
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.accept()


def billion_laughs() -> bytes:
    layers = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    return doctype(f'<!ENTITY x0 "ha">{layers}', value="&x11;")


def quadratic() -> bytes:
    return doctype(f'<!ENTITY x "{"a" * 100_000}">', value="&x;" * 5_000)


@pytest.mark.parametrize("bomb", [billion_laughs(), quadratic(), doctype("<!ENTITY x '&x;'>")])
def test_entity_bombs_are_refused_before_they_swell(bomb: bytes) -> None:
    before, began = peak(), time.monotonic()
    assert refused(bomb) == (2, DOCTYPE)
    assert time.monotonic() - began < 1
    assert peak() - before < 50


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize(
    ("file", "line", "sentence"),
    [
        pytest.param(b"", None, EMPTY, id="empty"),
        pytest.param(b" \n\t ", None, EMPTY, id="blank"),
        pytest.param(b"\xef\xbb\xbf", 1, CUT_SHORT, id="a byte order mark alone"),
        pytest.param(b"<!DOCTYPE html><html><p>Sign in</html>", 1, DOCTYPE, id="a web page"),
        pytest.param(
            b"\n<html><body/></html>",
            2,
            "the file begins with <html>, and a census return with <Message>.",
            id="a web page without a doctype",
        ),
        pytest.param(b"PK\x03\x04 a spreadsheet", 1, BAD_CHARACTER, id="a zip"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", 1, BAD_CHARACTER, id="a pdf"),
        pytest.param(b"id,name\n1,x", 1, "the file is not well-formed XML (syntax error).", id="csv"),
        pytest.param(GOOD[:-20], 6, CUT_SHORT, id="cut short"),
        pytest.param(
            GOOD.replace(b"</Child>", b"</Chlid>"),
            5,
            "the file is not well-formed XML (mismatched tag).",
            id="mismatched",
        ),
        pytest.param(
            GOOD + b"<Message/>",
            6,
            "the file is not well-formed XML (junk after document element).",
            id="two documents",
        ),
        pytest.param(
            GOOD.replace(b"LA1", b"&nbsp;"),
            3,
            "the file is not well-formed XML (undefined entity).",
            id="an entity nobody declared",
        ),
        pytest.param(
            GOOD.replace(b"LA1", b"&#0;"),
            3,
            "the file is not well-formed XML (reference to invalid character number).",
            id="a reference to NUL",
        ),
        pytest.param(GOOD.replace(b"LA1", b"LA\0"), 3, NUL, id="NUL"),
        pytest.param(GOOD.replace(b"LA1", b"Zo\xeb"), 3, BAD_CHARACTER, id="Latin 1 called UTF-8"),
        pytest.param(GOOD.replace(b"LA1", b"\xed\xa0\x80"), 3, BAD_CHARACTER, id="half a pair"),
        pytest.param(GOOD.replace(b"LA1", b"\xc0\xae"), 3, BAD_CHARACTER, id="overlong"),
        pytest.param(b'<?xml version="1.0" encoding="utf-7"?>' + GOOD, 1, BAD_ENCODING, id="UTF-7"),
        pytest.param(b'<?xml version="1.0" encoding="rot13"?>' + GOOD, 1, BAD_ENCODING, id="rot13"),
        pytest.param(b'<?xml version="1.0" encoding="big5"?>' + GOOD, 1, BAD_ENCODING, id="big5"),
        pytest.param(b'<?xml version="1.0" encoding="zip"?>' + GOOD, 1, BAD_ENCODING, id="zip codec"),
        pytest.param(b'<?xml version="1.0" encoding="utf-16"?>' + GOOD, 1, BAD_ENCODING, id="not UTF-16"),
        pytest.param(
            '<?xml version="1.0" encoding="utf-8"?><Message/>'.encode("utf-16"),
            1,
            BAD_ENCODING,
            id="UTF-16 called UTF-8",
        ),
        pytest.param(GOOD.decode().encode("utf-32"), 1, BAD_CHARACTER, id="UTF-32"),
        pytest.param(
            GOOD.replace(b"<Children>", b"<a>" * 100 + b"</a>" * 100 + b"<Children>"),
            1,
            "elements stand more than 24 deep in each other.",
            id="deep",
        ),
        pytest.param(b"<Message " + b"a" * 600_000, 1, ENDLESS, id="a tag without end"),
        pytest.param(
            b"<Message " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>",
            1,
            ENDLESS,
            id="attributes without end",
        ),
        pytest.param(b"<Message><!--" + b"-a" * 300_000, 1, ENDLESS, id="a comment without end"),
        pytest.param(GOOD.replace(b"CIN<", b"SSDA903<"), 1, "the header says that the collection is “SSDA903”, not CIN (children in need).", id="another return"),
        pytest.param(message(child(), head=""), None, "The file has no header, so it is not a CIN census return.", id="no header"),
        pytest.param(message(child(), head="<Header/>"), 1, "the header says that the collection is “”, not CIN (children in need).", id="empty header"),
        pytest.param(message(), None, "The file has no children in it.", id="no children"),
        pytest.param(message(child(), head=header(as_at="")), 1, "the header has no ReferenceDate, so nobody could tell newer from older.", id="no reference date"),
        pytest.param(message(child(), head=header(as_at="31/03/2022")), None, "the header's ReferenceDate “31/03/2022” is not a possible date (line 1).", id="bad reference date"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_one_clear_sentence(
    file: bytes, line: int | None, sentence: str
) -> None:
    assert refused(file) == (line, sentence)


def test_a_utf_16_file_hides_no_entities() -> None:
    attack = doctype("<!ENTITY x 'y'>").decode().encode("utf-16")
    assert refused(attack)[1] == DOCTYPE


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    began = time.monotonic()
    with pytest.raises(RefusedFile, match="larger than 50 MB"):
        parse.read(path)
    assert time.monotonic() - began < 0.1


class Endless(io.BytesIO):
    """A stream that never ends."""

    given = 0

    def read(self, size: int | None = -1) -> bytes:
        first = b"" if self.given else b"<Message>"
        self.given += size or 0
        return first.ljust(size or 0)


def test_a_stream_that_never_ends_is_left_at_the_limit() -> None:
    stream = Endless()
    with pytest.raises(RefusedFile) as told:
        parse.read(stream)
    assert told.value.reason == TOO_LARGE
    assert stream.given < 51 * 1024 * 1024


def test_elements_without_end_are_refused_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.exchange.cin.outline.MOST_ELEMENTS", 100)
    assert refused(message(child(body="<a/>" * 200)))[1] == "the file has more than 100 elements."


def test_children_without_end_are_refused_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.exchange.cin.outline.MOST_CHILDREN", 10)
    assert refused(message("<Child/>" * 11))[1] == "the file has more than 10 children."


@pytest.mark.parametrize(
    "part",
    [
        b"<Child/>",
        b"<Child><CINdetails/></Child>",
        b"<Unknown a='b'/>",
        b"text ",
        b"<Child><ChildIdentifiers><LAchildID>"
        + b"9" * 200
        + b"</LAchildID></ChildIdentifiers></Child>",
    ],
)
def test_a_large_file_of_rubbish_takes_little_memory(part: bytes) -> None:
    """Megabytes of the worst content we could think of. Refused or read, never swollen."""
    size = count(3, prove=20)
    file = message(part.decode() * (size * 1024 * 1024 // len(part)))
    before = peak()
    read_or_refusal(file)
    assert peak() - before < 20 * size


SAMPLE = NEWER.read_bytes()
TAGS = [b"<Child>", b"</Child>", b"<!DOCTYPE a>", b"&x;", b"\0", b"<![CDATA[", b"\xff\xfe", b"<!--"]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good file with pieces cut out, doubled, overwritten or put in."""
    file = bytearray(draw(st.sampled_from([SAMPLE, GOOD, OLDER.read_bytes()[:20_000]])))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(file)))
        end = min(len(file), start + draw(st.integers(0, 300)))
        new = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(TAGS),
                st.just(bytes(file[start:end]) * 2),
                st.just(b""),
            )
        )
        file[start:end] = new
    return bytes(file)


@pytest.mark.prove
@settings(max_examples=count(300, prove=20_000))
@given(mutated())
@example(SAMPLE)
def test_no_mutation_of_a_good_file_raises_anything_but_a_refusal(file: bytes) -> None:
    outcome = read_or_refusal(file)
    if isinstance(outcome, RefusedFile):
        assert "\n" not in str(outcome)
    else:
        assert outcome.children or outcome.refused


@settings(max_examples=count(100, prove=5_000))
@given(st.binary(max_size=400))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(RefusedFile):
        parse.read(noise)


def test_the_figure_of_mutations_is_told() -> None:
    figure("census files mutated", count(300, prove=20_000), "files")
