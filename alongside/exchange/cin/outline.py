"""The bounded reader's handler: XML events in, one small tree for the header and one per child out.

It keeps only elements of the grammar, only while their child is open, and never more than the
limits below, so what it holds does not grow with what a hostile file says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from alongside.exchange.cin.grammar import MESSAGE, ROOT, Element
from alongside.exchange.cin.record import RefusedFile
from alongside.exchange.cin.unread import Unread

DEEPEST = 24
LONGEST_TEXT = 1_000
MOST_PARTS = 5_000
MOST_CHILDREN = 200_000
# A return of the largest size allowed, with no rubbish in it, has about a million.
MOST_ELEMENTS = 3_000_000
LONGEST_SHOWN = 40


@dataclass(slots=True)
class Node:
    """One element that was kept. `problem` says why the child it belongs to cannot be used."""

    name: str
    line: int
    text: str = ""
    parts: list["Node"] = field(default_factory=list)
    problem: str = ""


@dataclass(slots=True)
class Opened:
    """An element that has begun and not yet ended."""

    element: Element
    node: Node
    seen: set[str] = field(default_factory=set)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stray: int = 0


class Outline(ContentHandler):
    """Hands over the header and each child as a tree, the moment that it ends."""

    def __init__(
        self, *, unread: Unread, header: Callable[[Node], None], child: Callable[[Node], None]
    ) -> None:
        super().__init__()
        self._unread = unread
        self._finished = {"Header": header, "Child": child}
        self._open: list[Opened] = []
        self._skipped = 0
        self._child: Node | None = None
        self._parts = 0
        self._children = 0
        self._elements = 0
        self._where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802  # SAX’s own name
        self._where = locator

    @property
    def line(self) -> int:
        return (self._where.getLineNumber() if self._where else None) or 1

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX’s own name
        self._count_element()
        if self._skipped:
            self._skipped += 1
        elif not self._open:
            self._begin_message(name)
        else:
            self._begin_inside(self._open[-1], name)
        if len(attrs):
            self._note_attributes(attrs)

    def _count_element(self) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise RefusedFile(f"the file has more than {MOST_ELEMENTS:,} elements.", line=self.line)
        if len(self._open) + self._skipped >= DEEPEST:
            raise RefusedFile(
                f"elements stand more than {DEEPEST} deep in each other.", line=self.line
            )

    def characters(self, content: str) -> None:
        if self._skipped or not self._open:
            return
        here = self._open[-1]
        if here.element.is_leaf:
            here.length += len(content)
            if here.length <= LONGEST_TEXT:
                here.pieces.append(content)
        elif not here.stray and not content.isspace():
            here.stray = self.line

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX’s own name
        if self._skipped:
            self._skipped -= 1
            return
        here = self._open[-1]
        node = here.node
        if here.length > LONGEST_TEXT:
            self._spoil(f"{name} is longer than {LONGEST_TEXT:,} characters", node.line)
        node.text = "".join(here.pieces).strip()
        if here.stray:
            self._unread.note(f"text inside {self._path()}", here.stray)
        self._open.pop()
        if name in self._finished and len(self._open) in {1, 2}:
            self._finished[name](node)
            self._child = None

    def _begin_message(self, name: str) -> None:
        if name != ROOT:
            raise RefusedFile(
                f"the file begins with <{name[:LONGEST_SHOWN]}>, and a census return with <{ROOT}>.",
                line=self.line,
            )
        self._open.append(Opened(MESSAGE, Node(name, self.line)))

    def _begin_inside(self, parent: Opened, name: str) -> None:
        element = parent.element.inside.get(name)
        if element is None:
            self._skip(self._path(name))
        elif name in parent.seen and not element.many:
            self._begin_again(parent, name)
        elif self._child is not None and self._parts >= MOST_PARTS:
            self._spoil(f"it has more than {MOST_PARTS:,} parts", self._child.line)
            self._skip(self._path(name))
        else:
            self._begin_known(parent, element, name)

    def _begin_known(self, parent: Opened, element: Element, name: str) -> None:
        node = Node(name, self.line)
        parent.seen.add(name)
        if len(self._open) > 1 and name != "Child":
            parent.node.parts.append(node)
        self._open.append(Opened(element, node))
        self._parts += 1
        if name == "Child":
            self._begin_child(node)

    def _begin_child(self, node: Node) -> None:
        self._child, self._parts = node, 0
        self._children += 1
        if self._children > MOST_CHILDREN:
            raise RefusedFile(f"the file has more than {MOST_CHILDREN:,} children.", line=self.line)

    def _begin_again(self, parent: Opened, name: str) -> None:
        """Two answers where there can be one. About who the child is, that spoils the child."""
        if "ChildIdentifiers" in {parent.node.name, name}:
            self._spoil(f"{name} is given more than once", self.line)
        self._skip(f"{self._path(name)} (given again)")

    def _skip(self, what: str) -> None:
        self._unread.note(what, self.line)
        self._skipped = 1

    def _spoil(self, problem: str, line: int) -> None:
        if self._child is None:
            raise RefusedFile(f"{problem}.", line=line)
        if not self._child.problem:
            self._child.problem = f"{problem} (line {line})"

    def _note_attributes(self, attrs: AttributesImpl) -> None:
        if self._skipped:
            return
        for name in attrs.getNames()[:MOST_PARTS]:
            if not name.startswith(("xmlns", "xsi:", "xml:")):
                self._unread.note(f"{self._path()} @{name}", self.line)

    def _path(self, *more: str) -> str:
        """Where we stand, without the outermost parts that say nothing."""
        names = [opened.node.name for opened in self._open] + list(more)
        return "/".join(names[2:] if names[1:2] == ["Children"] and len(names) > 2 else names)
