"""Feeds a file to the XML parser in pieces, and turns every way it can fail into one sentence.

A document type declaration is refused before anything in it is read, so no entity, internal or
external, is ever expanded or fetched.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from alongside.exchange.cin.record import RefusedFile

type Source = bytes | Path | BinaryIO

LARGEST = 50 * 1024 * 1024
PIECE = 64 * 1024
LONGEST_TAG = 4 * PIECE
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")

TOO_LARGE = f"The file is larger than {LARGEST // (1024 * 1024)} MB, more than any census return."
EMPTY = "The file is empty."
NUL = "there is a NUL character, which no XML file may hold."
DOCTYPE = (
    "the file has a document type declaration (<!DOCTYPE …>), which a census return never has "
    "and which can be used to attack; it was not read."
)
BAD_ENCODING = "the file is not written in the encoding that it names, or in one that we can read."
ENDLESS = f"a single tag or comment begins here and is longer than {LONGEST_TAG // 1024} KB."
CUT_SHORT = "the file stops before its end: it was cut short, or it is not XML."


class BoundedParser(DefusedExpatParser):  # type: ignore[misc]  # defusedxml has no types
    """Refuses document types, and a single tag or comment too long to be one."""

    def __init__(self) -> None:
        super().__init__(forbid_dtd=True)
        self._given = 0

    def take(self, piece: bytes) -> None:
        self.feed(piece)
        self._given += len(piece)
        # Expat holds back what it has not understood yet: a tag with no end, with its attributes.
        if self._given - self._parser.CurrentByteIndex > LONGEST_TAG:
            raise RefusedFile(ENDLESS, line=self.getLineNumber())


def feed(source: Source, handler: ContentHandler, *, read: Callable[[int], None]) -> None:
    """Parse a whole file into a handler. Raises RefusedFile; `read` hears of each piece's size."""
    parser = BoundedParser()
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)
    try:
        for piece in pieces(source):
            parser.take(piece)
            read(len(piece))
        parser.close()
    except SAXParseException as fault:
        raise RefusedFile(told(fault), line=fault.getLineNumber()) from None
    except DefusedXmlException:
        raise RefusedFile(DOCTYPE, line=parser.getLineNumber()) from None
    except RefusedFile:
        raise
    except (ValueError, LookupError):
        # Python's codecs, asked for an encoding that is none or that needs several bytes.
        raise RefusedFile(BAD_ENCODING, line=parser.getLineNumber()) from None


def told(fault: SAXParseException) -> str:
    """One clear sentence for what the parser found."""
    found = fault.getMessage()
    if "encoding" in found:
        return BAD_ENCODING
    if found in {"no element found", "unclosed token", "unclosed CDATA section"}:
        return CUT_SHORT
    if found == "not well-formed (invalid token)":
        return "there is a character that may not stand here, or not in this file's encoding."
    return f"the file is not well-formed XML ({found})."


def pieces(source: Source) -> Iterator[bytes]:
    """The file piece by piece, never more than the limit, with no NUL and not empty."""
    if isinstance(source, Path):
        if source.stat().st_size > LARGEST:
            raise RefusedFile(TOO_LARGE)
        with source.open("rb") as stream:
            yield from checked(stream)
    else:
        yield from checked(io.BytesIO(source) if isinstance(source, bytes) else source)


def checked(stream: BinaryIO) -> Iterator[bytes]:
    size, lines, wide, blank = 0, 1, False, True
    while piece := stream.read(PIECE):
        wide = piece.startswith(UTF_16_STARTS) if size == 0 else wide
        size += len(piece)
        if size > LARGEST:
            raise RefusedFile(TOO_LARGE)
        if not wide and (at := piece.find(b"\0")) >= 0:
            raise RefusedFile(NUL, line=lines + piece.count(b"\n", 0, at))
        lines += piece.count(b"\n")
        blank = blank and piece.isspace()
        yield piece
    if blank:
        raise RefusedFile(EMPTY)
