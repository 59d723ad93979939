"""Reads a children in need (CIN) census return: a file in, a frozen CensusReturn out.

    returned = parse.read(Path("cin.xml"))

It reads the whole file or refuses it with one sentence (RefusedFile); a child whose record
cannot be used is listed with the reason while the others go on; what the file holds and we have
no place for is listed as not read. It writes nothing and fetches nothing.
"""

from collections.abc import Callable

from alongside.exchange.cin import shape
from alongside.exchange.cin.outline import Node, Outline
from alongside.exchange.cin.record import CensusReturn, Child, Header, RefusedChild, RefusedFile
from alongside.exchange.cin.safe_xml import Source, feed
from alongside.exchange.cin.unread import Unread

__all__ = ["CensusReturn", "RefusedChild", "RefusedFile", "Source", "read"]


def read(source: Source, *, progress: Callable[[int], None] = lambda size: None) -> CensusReturn:
    """Read a whole return. `progress` hears how many bytes each step took. Raises RefusedFile."""
    collected = Collected()
    feed(source, collected.outline, read=progress)
    return collected.returned()


class Collected:
    """What has been read so far."""

    def __init__(self) -> None:
        self._unread = Unread()
        self._header: Header | None = None
        self._children: dict[str, Child] = {}
        self._first_lines: dict[str, int] = {}
        self._refused: list[RefusedChild] = []
        self.outline = Outline(
            unread=self._unread, header=self._take_header, child=self._take_child
        )

    def _take_header(self, node: Node) -> None:
        self._header = shape.header(node)

    def _take_child(self, node: Node) -> None:
        local_id = shape.local_id(node)
        if local_id is not None and self._is_repeated(local_id, node.line):
            return
        try:
            child = shape.child(node)
        except shape.Unusable as fault:
            self._refused.append(RefusedChild(node.line, local_id, f"{fault}."))
        else:
            self._children[child.local_id] = child

    def _is_repeated(self, local_id: str, line: int) -> bool:
        """Two children cannot share an identifier, and nobody here can tell whose it is.

        So neither is used: half of one child's story under another child's name does harm.
        """
        first = self._first_lines.get(local_id)
        if first is None:
            self._first_lines[local_id] = line
            return False
        if self._children.pop(local_id, None) is not None:
            self._refused.append(RefusedChild(first, local_id, twin(line)))
        self._refused.append(RefusedChild(line, local_id, twin(first)))
        return True

    def returned(self) -> CensusReturn:
        if self._header is None:
            raise RefusedFile("The file has no header, so it is not a CIN census return.")
        if not self._children and not self._refused:
            raise RefusedFile("The file has no children in it.")
        return CensusReturn(
            header=self._header,
            children=tuple(self._children.values()),
            refused=tuple(sorted(self._refused, key=lambda refused: refused.line)),
            not_read=self._unread.listed(),
        )


def twin(line: int) -> str:
    return f"the same LAchildID stands on line {line} too, so neither record was used."
