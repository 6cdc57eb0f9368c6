"""Passages of an HTML page as a record wants them: paragraphs, titles with CSL's inline tags, strings of JSON."""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple

from synthesite.text.abstracts import role_of, split_labelled
from synthesite.text.html_references import NOTHING, Passage, joined, unescape_again
from synthesite.text.html_tree import PARAGRAPHS, Element, Page, parse_html
from synthesite.text.json_spans import Node, source_offsets
from synthesite.text.patterns import lazy

_INLINE = {"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sup": "sup", "sub": "sub"}
_MARKUP = lazy(
    r"</?(?:i|em|italic|b|strong|bold|sup|sub|sc|span|p|br|div|u|font|a|ul|ol|li|h[1-6]|section|title|sec|jats:[a-z]+)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "title"))
_BOLD = frozenset(("b", "strong", "em", "i", "u", "bold"))
_LONGEST_LABEL = 60
ABSTRACT = lazy(
    r"(?:structured |english |article )?abstract|summary|plain abstract|zusammenfassung|kurzfassung|abstrakt|resumen|"
    r"résumé|resumo|riassunto|sommario|samenvatting|sammanfattning|sammendrag|tiivistelmä|resumé|streszczenie|"
    r"abstrak|аннотация|резюме|摘要|要旨|抄録|초록",
    re.IGNORECASE,
)
"""What an abstract is headed with."""
_LONE = lazy(r"[\ud800-\udfff]")


class Paragraph(NamedTuple):
    """A paragraph of a page: its text, the element it stands in, and how much of its start is emphasised."""

    passage: Passage
    element: Element | None
    lead: int

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading by its tag, or by being emphasised and short."""
        tag = self.element.tag if self.element else ""
        whole = self.lead >= len(self.passage.text) and len(self.passage.text) <= _LONGEST_LABEL
        return tag in _HEADINGS or whole


class Part(NamedTuple):
    """A part of an abstract; `label` is empty where it has none."""

    label: Passage
    text: Passage


def paragraphs(page: Page, element: Element | None = None) -> list[Paragraph]:
    """The paragraphs that an element (the page, if none is given) shows, in order."""
    runs = page.runs_in(element) if element else page.runs
    found: list[Paragraph] = []
    passages: list[Passage] = []
    block, start, lead, length, emphasised = None, -1, 0, 0, True

    def finish() -> None:
        nonlocal passages, lead, length, emphasised
        passage = joined(passages)
        collapsed = passage.collapsed()
        if collapsed.text:
            bold = len(" ".join(passage.text[:lead].split()))
            found.append(Paragraph(collapsed, block, bold))
        passages, lead, length, emphasised = [], 0, 0, True

    breaks = _breaks(page, element)
    turn = 0
    for run in runs:
        parent = run.parent
        if parent is not None and parent.hidden:
            continue
        at = run.passage.starts[0] if run.passage.text else start
        broken = False
        while turn < len(breaks) and breaks[turn] <= at:
            turn += 1
            broken = True
        if broken:
            finish()
        if broken or not passages:
            block = parent.block if parent else None
        passages.append(run.passage)
        length += len(run.passage.text)
        if run.passage.text.strip():
            if emphasised and _is_bold(parent, block):
                lead = length
            else:
                emphasised = False
    finish()
    return found


def _breaks(page: Page, element: Element | None) -> list[int]:
    """Where a paragraph ends: at the start and the end of each block."""
    inside = page.inside(element) if element else page.elements
    return sorted(at for one in inside if one.tag in PARAGRAPHS for at in (one.inner, one.end))


def _is_bold(element: Element | None, block: Element | None) -> bool:
    if element is None:
        return False
    for one in chain((element,), element.ancestors()):
        if one is block:
            return False
        if one.tag in _BOLD or {"label", "title", "heading"} & one.words:
            return True
    return False


def text_of(page: Page, element: Element) -> Passage:
    """What an element shows, its paragraphs with a space between them, without footnote marks."""
    return joined((p.passage for p in paragraphs(page, element)), " ")


def title_of(page: Page, element: Element) -> Passage:
    """What an element shows, with CSL's inline tags for emphasis and for what stands above or below the line."""
    pieces: list[Passage] = []
    now: list[str] = []

    def tag(name: str, at: int) -> Passage:
        return Passage(name, [at] * len(name), [at] * len(name))

    at = element.inner
    breaks = _breaks(page, element)
    for run in page.runs_in(element):
        if not run.passage.text or (run.parent and run.parent.hidden):
            continue
        wanted = _formats(run.parent, element)
        if pieces and any(at <= place <= run.passage.starts[0] for place in breaks):
            pieces.append(tag(" ", at))
        at = run.passage.starts[0]
        same = 0
        while same < min(len(now), len(wanted)) and now[same] == wanted[same]:
            same += 1
        pieces += [tag(f"</{name}>", at) for name in reversed(now[same:])]
        pieces += [tag(f"<{name}>", at) for name in wanted[same:]]
        now = wanted
        pieces.append(run.passage)
        at = run.passage.ends[-1]
    pieces += [tag(f"</{name}>", at) for name in reversed(now)]
    return _unwrapped(joined(pieces))


def _formats(parent: Element | None, outside: Element) -> list[str]:
    found: list[str] = []
    for one in chain((parent,), parent.ancestors()) if parent else ():
        if one is outside:
            break
        if one.tag in _INLINE and _INLINE[one.tag] not in found:
            found.append(_INLINE[one.tag])
    return found[::-1]


def _unwrapped(title: Passage) -> Passage:
    """A title that is emphasised as a whole is not emphasised at all."""
    title = title.collapsed()
    match = re.fullmatch(r"<(i|b)>((?:(?!</\1>).)*)</\1>", title.text, re.DOTALL)
    return title.cut(*match.span(2)).trimmed() if match else title


def clean_title(title: Passage) -> Passage:
    """A title from metadata: escaped twice or not, its markup as CSL's inline tags, all other markup left out."""
    title = unescape_again(title).collapsed()
    if "<" not in title.text:
        return title
    pieces: list[Passage] = []
    stack: list[str] = []
    at, balanced = 0, True
    for match in _MARKUP.finditer(title.text):
        pieces.append(title.cut(at, match.start()))
        at = match.end()
        name = re.sub(r"[^a-z:]", "", re.split(r"\s", match[0].lower())[0]).removeprefix("jats:")
        tag = _INLINE.get(name)
        if not tag:
            continue
        closing = match[0].startswith("</")
        if not closing:
            stack.append(tag)
        elif not stack or stack.pop() != tag:
            balanced = False
        shown = f"</{tag}>" if closing else f"<{tag}>"
        begin, end = title.starts[match.start()], title.ends[match.end() - 1]
        pieces.append(Passage(shown, [begin] * len(shown), [end] * len(shown)))
    pieces.append(title.cut(at, len(title.text)))
    if stack or not balanced:
        pieces = [piece for piece in pieces if not re.fullmatch(r"</?(?:i|b|sup|sub)>", piece.text)]
    return _unwrapped(joined(pieces))


def paragraphs_in(passage: Passage) -> list[Paragraph]:
    """The paragraphs of a value that may hold markup itself, as abstracts in JSON-LD and metadata do."""
    passage = unescape_again(passage)
    if not _MARKUP.search(passage.text):
        return [Paragraph(passage.collapsed(), None, 0)] if passage.text.strip() else []
    inner = parse_html(passage.text)
    return [Paragraph(_mapped(p.passage, passage), p.element, p.lead) for p in paragraphs(inner)]


def _mapped(inner: Passage, outer: Passage) -> Passage:
    starts = [outer.starts[at] for at in inner.starts]
    ends = [outer.ends[at - 1] for at in inner.ends]
    return Passage(inner.text, starts, ends)


def json_passage(text: str, node: Node | None) -> Passage:
    """The passage of a string or a number of JSON; nothing for anything else."""
    if node is None or isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
        return NOTHING
    if not isinstance(node.value, str):
        return Passage(text[node.start : node.end], range(node.start, node.end), range(node.start + 1, node.end + 1))
    offsets = source_offsets(text, node)
    return Passage(_LONE.sub("\ufffd", node.value), offsets[: len(node.value)], offsets[1 : len(node.value) + 1])


def abstract_parts(found: list[Paragraph]) -> list[Part]:
    """The parts of an abstract: by headings, by emphasised words at the start of a paragraph, or by inline labels."""
    parts: list[tuple[Passage, list[Passage]]] = []
    for paragraph in found:
        label, text = _label(paragraph)
        if ABSTRACT.fullmatch(label.text):
            label = NOTHING
        if label.text or not parts:
            parts.append((label, []))
        if text.text:
            parts[-1][1].append(text)
    whole = [(label, joined(texts, " ")) for label, texts in parts if texts]
    if any(label.text for label, _ in whole):
        return [Part(label, text) for label, text in whole]
    text = joined((text for _, text in whole), " ")
    return [Part(text.cut(*part.label), text.cut(*part.text)) for part in split_labelled(text.text)]


def _label(paragraph: Paragraph) -> tuple[Passage, Passage]:
    """The label at the start of a paragraph, and the rest of it."""
    passage = paragraph.passage
    if paragraph.is_heading:
        name = passage.trimmed(" \t\r\n\xa0:：.")
        return (name, NOTHING) if len(name.text) <= _LONGEST_LABEL else (NOTHING, passage)
    lead = passage.text[: paragraph.lead]
    word = lead.strip()
    if not word or len(word) > _LONGEST_LABEL:
        return NOTHING, passage
    rest = passage.cut(len(lead), len(passage.text))
    if word.endswith((":", "：")) or rest.text.lstrip().startswith((":", "：")) or role_of(word.rstrip(". ")):
        label = passage.cut(0, len(lead)).trimmed(" \t\r\n\xa0:：.")
        return label, rest.trimmed(" \t\r\n\xa0:：")
    return NOTHING, passage
