"""The abstract of a JATS article: sections with titles, paragraphs that open with a label, or plain paragraphs."""

from __future__ import annotations

from synthesite.extract import Draft
from synthesite.model import Span
from synthesite.readers._xml import add_part, add_plain_abstract, inner, said, trimmed, trimmed_in
from synthesite.text.abstracts import role_of
from synthesite.text.folding import fold
from synthesite.text.xml_spans import Element
from synthesite.text.xml_text import plain_passage, plain_text

_MAIN = frozenset({"", "structured", "abstract", "section", "sections", "main", "normal", "asbtract", "original"})
"""What `abstract-type` is on the abstract itself; graphical abstracts, summaries and the like aren't it."""
_EMPHASIS = frozenset({"bold", "italic", "b", "i", "underline", "sc", "strong", "em"})


def add_abstracts(draft: Draft, meta: Element, language: str) -> None:
    """Adds the article's abstract; other abstracts and translations are kept."""
    taken = False
    for element in meta.all("abstract"):
        own = element.value("lang")[:2].lower() in {"", language.strip()[:2].lower()}
        if not taken and own and element.value("abstract-type").lower() in _MAIN and element.whole:
            _abstract(draft, element)
            taken = "abstract" in draft.values
        else:
            draft.keep("abstract", said(draft, element))
    for element in meta.all("trans-abstract"):
        draft.keep("trans-abstract", said(draft, element))


def _abstract(draft: Draft, abstract: Element) -> None:
    blocks = [child for child in abstract.children if child.name not in {"title", "label", "object-id"}]
    sections = [child for child in blocks if child.name == "sec"]
    if not blocks:
        span = inner(draft, abstract)
        if span and not abstract.children:
            add_plain_abstract(draft, span)
        return
    if not sections and not any(_label(draft, block) for block in blocks):
        if span := trimmed(draft, blocks[0].start, blocks[-1].end):
            add_plain_abstract(draft, _inside(draft, blocks) or span)
        return
    for block in blocks:
        if block.name == "sec":
            _section(draft, block)
        else:
            _paragraph(draft, block)


def _inside(draft: Draft, blocks: list[Element]) -> Span | None:
    """From the first character of the first paragraph to the last of the last."""
    first = next((span for block in blocks if (span := inner(draft, block))), None)
    last = next((span for block in reversed(blocks) if (span := inner(draft, block))), None)
    return Span(first.start, last.end) if first and last else None


def _section(draft: Draft, section: Element) -> None:
    """A section's title is its label; sections inside it are parts of their own."""
    title = next(section.all("title"), None)
    inside = [child for child in section.children if child.name == "sec"]
    blocks = [child for child in section.children if child.name not in {"title", "label", "sec"}]
    span = _inside(draft, blocks)
    place = inner(draft, title)
    label = said(draft, title)
    if place and label.endswith((":", "：", ".")):
        passage = plain_passage(draft.text, *place)
        place = trimmed_in(passage, 0, len(passage.text.rstrip().rstrip(":：.")))
        label = fold(label.rstrip(":：.")) if place else ""
    if span and place and label:
        add_part(draft, plain_text(draft.text[slice(*span)]), span, label, place)
    elif span and len(blocks) == 1 and _label(draft, blocks[0]):
        _paragraph(draft, blocks[0])
    elif span:
        add_part(draft, plain_text(draft.text[slice(*span)]), span)
    for child in inside:
        _section(draft, child)


def _label(draft: Draft, block: Element) -> Span | None:
    """The place of the emphasised words that a paragraph opens with, if they are a label."""
    span = inner(draft, block)
    first = block.children[0] if block.children else None
    if not span or not first or first.start != span.start or first.name not in _EMPHASIS or not first.whole:
        return None
    passage = plain_passage(draft.text, *first.inner)
    text = passage.text.strip()
    follows = draft.text[first.end : first.end + 1]
    bare = text.rstrip(":：. ")
    is_label = (
        text.endswith((":", "：")) or follows in {":", "："} or (text.endswith(".") and role_of(bare) is not None)
    )
    is_label = is_label or role_of(bare) is not None
    if not bare or len(bare) > 80 or not is_label:
        return None
    start = passage.text.index(bare)
    return Span(*passage.span(start, start + len(bare)))


def _paragraph(draft: Draft, block: Element) -> None:
    span, label = inner(draft, block), _label(draft, block)
    if not span:
        return
    if not label:
        add_part(draft, plain_text(draft.text[slice(*span)]), span)
        return
    start = block.children[0].end
    while start < span.end and (draft.text[start].isspace() or draft.text[start] in ":：."):
        start += 1
    if start < span.end:
        rest = Span(start, span.end)
        add_part(draft, plain_text(draft.text[slice(*rest)]), rest, fold(plain_text(draft.text[slice(*label)])), label)
