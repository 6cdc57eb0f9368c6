"""An HTML page as elements, attributes and runs of text, each with its place: no network, no scripts, no exceptions.

The tokeniser follows the HTML Standard (13.2.5) where saved pages need it; the tree is a list in the order of the page
in which each element knows how far it reaches, so that a page nested without end costs no stack. `html.parser` gives no
places of attributes, and takes quadratic time on some broken pages (CVE-2025-6069).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from synthesite.text.html_references import NOTHING, Passage, decoded, plain
from synthesite.text.patterns import lazy

_BEFORE = lazy(r"(?:\s|\ufeff|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*", re.DOTALL)
_FIRST = lazy(
    r"<!doctype\s+html\b|<(?:html|head|body|meta|base|link|div|main|h1|center|table|span|p)(?=[\s>/])", re.IGNORECASE
)
_TAG_NAME = lazy(r"[A-Za-z][^\s/>]{0,60}")
_ATTRIBUTE = lazy(r"([^\s/>=]+|=[^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?")
_SKIP = lazy(r"[\s/]*")
_OPENING = lazy(r"<(?=[A-Za-z/!?])")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"}
    | {"hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"}
    | {"tfoot", "th", "thead", "tr", "ul"}
)
_CLOSED_BY_ITSELF = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "option": {"option"}, "tr": {"tr", "td", "th"},
    "td": {"td", "th"}, "th": {"td", "th"},
}  # fmt: skip
_KEEPS = {"li": {"ul", "ol", "menu"}, "dt": {"dl"}, "dd": {"dl"}, "tr": {"table"}, "td": {"table", "tr"},
          "th": {"table", "tr"}, "option": {"select"}, "p": {"table", "td", "th", "button"}}  # fmt: skip
_LOOK_BACK = 200
"""How many open elements are looked at for one that a tag may close; deeper ones stay open."""
_WORD = lazy(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
PARAGRAPHS = _BLOCKS | {"br", "sec", "title"}
"""Elements that set their text apart from the text around them; `sec` and `title` are JATS's."""
UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "head", "svg", "annotation", "button", "select", "textarea", "iframe"}
    | {"xmp", "noembed", "noframes"}
)
"""Elements whose text is not shown as part of a passage."""


class Element:
    """An element: where its start tag stands, its attributes, and how far it reaches in the page's lists."""

    __slots__ = (
        *("_words", "attributes", "block", "end", "hidden", "index", "inner", "inner_end"),
        *("last", "last_run", "parent", "run", "start", "tag"),
    )

    def __init__(
        self,
        tag: str,
        span: tuple[int, int],
        attributes: dict[str, Passage],
        at: tuple[int, int],
        parent: Element | None,
    ) -> None:
        start, inner = span
        index, run = at
        self.tag = tag
        self.hidden: bool = (
            tag in UNSEEN
            or "hidden" in attributes
            or ("aria-hidden" in attributes and attributes["aria-hidden"].text == "true")
            or (parent is not None and parent.hidden)
        )
        """Whether it, or an element around it, is not shown as text."""
        self.block: Element | None = self if tag in PARAGRAPHS else parent.block if parent else None
        """The paragraph, cell or the like that it is or stands in."""
        self._words: frozenset[str] | None = None
        self.start = start
        self.inner = inner
        """Where the start tag ends."""
        self.inner_end = inner
        """Where the end tag starts."""
        self.end = inner
        self.index = index
        self.last = index
        """Behind the index of its last descendant."""
        self.run = run
        self.last_run = run
        self.parent = parent
        self.attributes = attributes

    def get(self, name: str) -> str:
        """The value of an attribute, white space folded; empty where there is none."""
        value = self.attributes.get(name)
        return value.folded if value else ""

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, the nearest first; no more than 200."""
        at = self.parent
        for _ in range(_LOOK_BACK):
            if at is None:
                return
            yield at
            at = at.parent

    @property
    def words(self) -> frozenset[str]:
        """The words of its class, id and itemprop in lower case: `articleAbstract-main` gives three."""
        if self._words is None:
            names = " ".join(self.attributes[key].text for key in ("class", "id", "itemprop") if key in self.attributes)
            self._words = frozenset(word.lower() for word in _WORD.findall(names[:500])) if names else frozenset()
        return self._words


class Run(NamedTuple):
    """A run of text, and the element that it stands in."""

    passage: Passage
    parent: Element | None


class Page(NamedTuple):
    """A page: its text, its elements and its runs of text, both in order."""

    text: str
    elements: list[Element]
    runs: list[Run]
    comments: list[tuple[int, int]]

    def inside(self, element: Element) -> list[Element]:
        """The descendants of an element, in order."""
        return self.elements[element.index + 1 : element.last]

    def children(self, element: Element) -> Iterator[Element]:
        """The elements right inside an element."""
        at = element.index + 1
        while at < element.last:
            yield self.elements[at]
            at = self.elements[at].last

    def runs_in(self, element: Element) -> list[Run]:
        """The runs of text inside an element."""
        return self.runs[element.run : element.last_run]


def html_start(head: str) -> str:
    """What tells, at its start, that a text is an HTML page (`<!DOCTYPE html`); empty if nothing does.

    Comments and an XML declaration may stand before it. Names that other kinds of XML start with don't count.
    """
    before = _BEFORE.match(head)
    first = _FIRST.match(head, before.end() if before else 0)
    return first[0] if first else ""


def parse_html(text: str) -> Page:
    """The page; whatever the text holds, all of it is read in one pass."""
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.page = Page(text, [], [], [])
        self.open: list[Element] = []
        self.counts: Counter[str] = Counter()
        self.endless: set[str] = set()
        """Elements of raw text for which no end tag follows any more."""

    def parse(self) -> Page:
        text, at = self.text, 0
        while at < len(text):
            opening = _OPENING.search(text, at)
            if not opening:
                self._text(at, len(text))
                break
            self._text(at, opening.start())
            at = self._markup(opening.start())
        while self.open:
            self._close(len(text), len(text))
        return self.page

    def _text(self, start: int, end: int) -> None:
        if start < end:
            parent = self.open[-1] if self.open else None
            self.page.runs.append(Run(decoded(self.text, start, end), parent))

    def _markup(self, at: int) -> int:
        """Reads what starts with `<` at an offset; gives the offset behind it."""
        text = self.text
        if text.startswith("<!--", at):
            if text.startswith(("<!-->", "<!--->"), at):
                return text.index(">", at) + 1
            end = text.find("-->", at + 4)
            self.page.comments.append((at + 4, end if end >= 0 else len(text)))
            return end + 3 if end >= 0 else len(text)
        closing = text.startswith("</", at)
        name = _TAG_NAME.match(text, at + 1 + closing)
        if not name:  # a declaration, an instruction, or what a browser takes for a comment
            end = text.find(">", at)
            return end + 1 if end >= 0 else len(text)
        tag = name[0].lower()
        attributes, end = self._attributes(name.end())
        if closing:
            self._end_tag(tag, at, end)
        elif end <= len(text):
            return self._start_tag(tag, at, end, attributes)
        return min(end, len(text))

    def _attributes(self, at: int) -> tuple[dict[str, Passage], int]:
        """The attributes from an offset in a tag, and the offset behind it: over the end if the tag isn't closed."""
        text = self.text
        found: dict[str, Passage] = {}
        while True:
            skip = _SKIP.match(text, at)
            at = skip.end() if skip else at
            if at >= len(text):
                return found, len(text) + 1
            if text[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(text, at)
            if not match:
                at += 1
                continue
            group = match.lastindex or 1
            name = match[1].lower()
            if name not in found:
                found[name] = decoded(text, *match.span(group), attribute=True) if group > 1 else NOTHING
            at = match.end()

    def _start_tag(self, tag: str, start: int, end: int, attributes: dict[str, Passage]) -> int:
        if tag in _BLOCKS:
            self._close_implied({"p"}, _KEEPS["p"], start)
        if tag in _CLOSED_BY_ITSELF:
            self._close_implied(_CLOSED_BY_ITSELF[tag], _KEEPS[tag], start)
        if tag == "body":
            self._close_implied({"head"}, set(), start)
        page = self.page
        parent = self.open[-1] if self.open else None
        element = Element(tag, (start, end), attributes, (len(page.elements), len(page.runs)), parent)
        page.elements.append(element)
        element.last = len(page.elements)
        if tag in _VOID:
            return end
        self.open.append(element)
        self.counts[tag] += 1
        return self._raw_text(element, end) if tag in _RAW else end

    def _raw_text(self, element: Element, at: int) -> int:
        """The text of an element that holds no markup; if it is never closed, it is taken to be empty."""
        closing = None
        if element.tag not in self.endless:
            closing = re.compile(rf"</{element.tag}(?=[\s/>])", re.IGNORECASE).search(self.text, at)
        if not closing:
            self.endless.add(element.tag)
            self._close(at, at)
            return at if element.tag not in {"script", "style"} else len(self.text)
        if at < closing.start():
            undo = element.tag in {"title", "textarea"}
            passage = (decoded if undo else plain)(self.text, at, closing.start())
            self.page.runs.append(Run(passage, element))
        end = self.text.find(">", closing.end())
        end = end + 1 if end >= 0 else len(self.text)
        self._close(closing.start(), end)
        return end

    def _end_tag(self, tag: str, start: int, end: int) -> None:
        if not self.counts[tag]:
            return
        for back, element in enumerate(reversed(self.open)):
            if element.tag == tag:
                for _ in range(back):
                    self._close(start, start)
                self._close(start, end)
                return
            if back > _LOOK_BACK or (tag not in _BLOCKS and element.tag in _BLOCKS):
                return  # an inline end tag closes nothing around a block

    def _close_implied(self, tags: set[str], kept_by: set[str], at: int) -> None:
        if not any(self.counts[tag] for tag in tags):
            return
        found = 0
        for back, element in enumerate(reversed(self.open), 1):
            if element.tag in tags:
                found = back
            elif element.tag in kept_by or back > _LOOK_BACK:
                break
        for _ in range(found):
            self._close(at, at)

    def _close(self, inner_end: int, end: int) -> None:
        element = self.open.pop()
        self.counts[element.tag] -= 1
        element.inner_end = inner_end
        element.end = end
        element.last = len(self.page.elements)
        element.last_run = len(self.page.runs)
