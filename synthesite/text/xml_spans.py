"""XML with the place of everything, in code points of the text; safe by what it leaves out.

A tokeniser of our own: expat tells byte offsets of its own re-encoding, stops at the first fault, and has to be kept
from entities. Here no entity is ever expanded but XML's five, HTML's named characters and character references, so
there is nothing to load and nothing to blow up. What is not well-formed is a fault with its place, and the rest is
still read (https://www.w3.org/TR/xml/).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from html.entities import html5
from typing import NamedTuple

from synthesite.text.patterns import lazy

_TAG = lazy(r"<(/?+)([^\W\d][^\s/<>=\"'&]*+)((?:\s++[^\s=<>/\"']++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*)\s*+(/?+)>")
_ATTRIBUTE = lazy(r"([^\s=<>/\"']++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_TEXT = lazy(r"[^<&]++")
_REFERENCE = lazy(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{0,31}));")
_DEEPEST = 200
_MOST_FAULTS = 50


class Kind(Enum):
    """What a token is. `BROKEN` is text that should have been markup; its token's text is the fault."""

    TEXT = auto()
    OPEN = auto()
    CLOSE = auto()
    EMPTY = auto()
    OTHER = auto()
    BROKEN = auto()


class Token(NamedTuple):
    """A piece of XML and its span. `text` is the text that stands for, or a tag's name without its prefix.

    `attributes` is the span of what stands between a tag's name and its end.
    """

    kind: Kind
    start: int
    end: int
    text: str
    attributes: tuple[int, int] = (0, 0)


class Fault(NamedTuple):
    """Something that is not well-formed, and where."""

    at: int
    message: str


class Attribute(NamedTuple):
    """The value of an attribute, references undone, and the span of what stands between its quotes."""

    value: str
    start: int
    end: int


class Element:
    """An element: its name without prefix, its span, the span of its content, and the elements in it.

    `whole` is false where its end tag is missing, so that nobody can tell what belongs to it.
    """

    __slots__ = ("attributes", "children", "end", "inner", "name", "start", "whole")

    def __init__(self, name: str, attributes: dict[str, Attribute], start: int, inner: int) -> None:
        self.name = name
        self.attributes = attributes
        self.start = self.end = start
        self.inner = (inner, inner)
        self.children: list[Element] = []
        self.whole = False

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, with any prefix or none, unless it is blank."""
        found = self.attributes.get(name)
        if found is None:
            ending = f":{name}"
            found = next((value for key, value in self.attributes.items() if key.endswith(ending)), None)
        return found if found and found.value.strip() else None

    def value(self, name: str) -> str:
        """The text of an attribute, white space off its ends; empty if there is none."""
        found = self.attribute(name)
        return found.value.strip() if found else ""

    def all(self, *path: str) -> Iterator[Element]:
        """The elements at a path of names below this one, in order."""
        found = [self]
        for name in path:
            found = [child for element in found for child in element.children if child.name == name]
        yield from found

    def first(self, *path: str) -> Element | None:
        """The first element at a path of names below this one that has its end tag."""
        return next((element for element in self.all(*path) if element.whole), None)

    def within(self, *names: str) -> Iterator[Element]:
        """The elements of these names anywhere below this one, in document order."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            if element.name in names:
                yield element
            waiting.extend(element.children[::-1])


class Document(NamedTuple):
    """The outermost element as a nameless parent of what stands in the text, and the faults in order."""

    top: Element
    faults: list[Fault]


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a piece of XML, without a gap."""
    end = len(text) if end is None else end
    at = start
    while at < end:
        if match := _TEXT.match(text, at, end):
            yield Token(Kind.TEXT, at, match.end(), match[0])
            at = match.end()
        elif text[at] == "&":
            token = _reference(text, at, end)
            yield token
            at = token.end
        elif match := _TAG.match(text, at, end):
            name = match[2].rpartition(":")[2] or match[2]
            kind = Kind.CLOSE if match[1] else Kind.EMPTY if match[4] else Kind.OPEN
            yield Token(kind, at, match.end(), name, match.span(3))
            at = match.end()
        else:
            for token in _declaration(text, at, end):
                yield token
                at = token.end


def _reference(text: str, at: int, end: int) -> Token:
    match = _REFERENCE.match(text, at, end)
    if not match:
        return Token(Kind.BROKEN, at, at + 1, "'&' stands for itself here; it should be written &amp;")
    if match[3]:
        character = html5.get(f"{match[3]};", "")
    else:
        code = int(match[1]) if match[1] else int(match[2], 16)
        character = chr(code) if _allowed(code) else ""
    if not character:
        return Token(Kind.BROKEN, at, match.end(), f"{match[0]} stands for no character and is kept as it is")
    return Token(Kind.TEXT, at, match.end(), character)


def _allowed(code: int) -> bool:
    """The characters that XML 1.0 allows (production 2)."""
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _declaration(text: str, at: int, end: int) -> Iterator[Token]:
    """What starts with `<` and is no tag: a comment, CDATA, an instruction, a document type, or a fault."""
    for opening, closing, what in (("<!--", "-->", "comment"), ("<![CDATA[", "]]>", "CDATA section"), ("<?", "?>", "")):
        if text.startswith(opening, at, end):
            stop = text.find(closing, at + len(opening), end)
            if stop < 0:
                yield Token(Kind.OTHER, at, end, f"the {what or 'instruction'} that starts here never ends")
                return
            inner, stop = stop, stop + len(closing)
            if what == "CDATA section":
                yield Token(Kind.OTHER, at, at + len(opening), "")
                if inner > at + len(opening):
                    yield Token(Kind.TEXT, at + len(opening), inner, text[at + len(opening) : inner])
                yield Token(Kind.OTHER, inner, stop, "")
            else:
                yield Token(Kind.OTHER, at, stop, "")
            return
    if text[at : min(at + 9, end)].upper() == "<!DOCTYPE":
        yield _document_type(text, at, end)
        return
    yield Token(Kind.BROKEN, at, at + 1, "'<' opens no tag here; it should be written &lt;")


def _document_type(text: str, at: int, end: int) -> Token:
    """A document type is skipped; whatever it declares is left alone."""
    close = text.find(">", at, end)
    subset = text.find("[", at, max(at, close))
    declared = ""
    if subset >= 0:
        subset_end = text.find("]", subset, end)
        close = text.find(">", subset_end, end) if subset_end >= 0 else -1
        if close >= 0 and "<!ENTITY" in text[subset:close]:
            declared = "this document declares entities of its own; they are not followed"
    if close < 0:
        return Token(Kind.OTHER, at, end, "the document type that starts here never ends")
    return Token(Kind.OTHER, at, close + 1, declared)


def attributes(text: str, token: Token) -> dict[str, Attribute]:
    """The attributes of a tag, by their names as they are written; the first of two of one name counts."""
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(text, *token.attributes):
        span = match.span(2) if match[2] is not None else match.span(3)
        raw = text[slice(*span)]
        value = raw if "&" not in raw else "".join(_shown(raw, part) for part in tokens(raw))
        found.setdefault(match[1], Attribute(value, *span))
    return found


def _shown(text: str, token: Token) -> str:
    return token.text if token.kind is Kind.TEXT else text[token.start : token.end]


def parse_xml(text: str, start: int = 0, end: int | None = None) -> Document:
    """The elements of a piece of XML, which may be several beside each other."""
    end = len(text) if end is None else end
    top = Element("", {}, start, start)
    open_elements = [top]
    faults: list[Fault] = []
    for token in tokens(text, start, end):
        if token.kind is Kind.OPEN or token.kind is Kind.EMPTY:
            found = attributes(text, token) if token.attributes[0] < token.attributes[1] else {}
            element = Element(token.text, found, token.start, token.end)
            element.end = token.end
            open_elements[-1].children.append(element)
            if token.kind is Kind.EMPTY:
                element.whole = True
            else:
                open_elements.append(element)
            if len(open_elements) > _DEEPEST:
                faults.append(Fault(token.start, "elements are nested too deeply; what follows is left out"))
                break
        elif token.kind is Kind.CLOSE:
            _close(open_elements, token, faults)
        elif token.kind is Kind.BROKEN or (token.kind is Kind.OTHER and token.text):
            faults.append(Fault(token.start, token.text))
        del faults[_MOST_FAULTS:]
    for element in open_elements[:0:-1]:
        element.inner, element.end = (element.inner[0], end), end
        faults.append(Fault(element.start, f"<{element.name}> is opened here and never closed"))
    top.inner, top.end, top.whole = (start, end), end, True
    return Document(top, faults)


def _close(open_elements: list[Element], token: Token, faults: list[Fault]) -> None:
    """Closes the innermost open element of that name; those in it are not whole."""
    at = len(open_elements) - 1
    while at > 0 and open_elements[at].name != token.text:
        at -= 1
    if at == 0:
        faults.append(Fault(token.start, f"</{token.text}> closes nothing"))
        return
    for element in open_elements[at + 1 :]:
        element.inner, element.end = (element.inner[0], token.start), token.start
        faults.append(Fault(element.start, f"<{element.name}> is opened here and not closed before </{token.text}>"))
    closed = open_elements[at]
    closed.inner, closed.end, closed.whole = (closed.inner[0], token.start), token.end, True
    del open_elements[at:]
