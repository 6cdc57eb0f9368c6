"""What the readers of XML share: from an element to a value with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from synthesite.extract import Draft, SourceText
from synthesite.model import Person, Severity, Span
from synthesite.text.abstracts import split_labelled
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_issn, normal_orcid
from synthesite.text.names import person_forms, person_parts
from synthesite.text.xml_spans import Attribute, Element, Fault, Kind, parse_xml, tokens
from synthesite.text.xml_text import Passage, csl_title, plain_passage, plain_text

_ORCID = re.compile(r"(?:\d{4}-?){3}\d{3}[\dXx]/?$", re.ASCII)


def root_name(head: str) -> str:
    """The name of the first element of a text that starts as XML does, without its prefix; empty if it doesn't."""
    for token in tokens(head):
        if token.kind in (Kind.OPEN, Kind.EMPTY):
            return token.text
        if token.kind is Kind.BROKEN or token.kind is Kind.CLOSE or (token.kind is Kind.TEXT and token.text.strip()):
            return ""
    return ""


def spans_of(source: SourceText, *names: str) -> list[Span]:
    """The places of the elements of these names, from the start of each to its end tag, or to the next start without.

    Found without reading what is between, so that one that is broken costs only itself.
    """
    pattern = re.compile(rf"<(/?)(?:\w+:)?({'|'.join(names)})(?=[\s/>])[^<>]*(>?)")
    spans: list[Span] = []
    start, name = -1, ""
    for match in pattern.finditer(source.text):
        if not match[1]:
            if start >= 0:
                spans.append(_cut(source.text, start, match.start()))
            start, name = match.start(), match[2]
        elif start >= 0 and match[2] == name:
            spans.append(Span(start, match.end()))
            start = -1
    if start >= 0:
        spans.append(_cut(source.text, start, len(source.text)))
    return spans


def _cut(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def parse_item(draft: Draft, end: int | None = None, cut: bool = False) -> Element:
    """The item's elements, below a nameless one; what is not well-formed becomes one problem.

    Only what stands before `end` is read; with `cut`, elements that are still open there are no fault.
    """
    document = parse_xml(draft.text, 0, end)
    open_at_end = {element.start for element in _last_ones(document.top) if not element.whole} if cut else set()
    _report(draft, [fault for fault in document.faults if fault.at not in open_at_end])
    return document.top


def _last_ones(element: Element) -> Iterable[Element]:
    """The last element, the last in it, and so on."""
    while element.children:
        element = element.children[-1]
        yield element


def _report(draft: Draft, faults: list[Fault]) -> None:
    if not faults:
        return
    fault = min(faults, key=lambda fault: fault.at)
    before = draft.text[: fault.at]
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    where = f"column {fault.at - line_start + 1}" if line_start else f"character {fault.at + 1} of the record"
    more = f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
    message = f"this XML is not well-formed at {where}: {fault.message}{more}; what can't be told is left out"
    draft.problem("broken-xml", f"{message}, so export it again", fault.at, Severity.WARNING)


def trimmed(draft: Draft, start: int, end: int) -> Span | None:
    """The span without white space at either end, `None` if nothing else is there."""
    text = draft.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def inner(draft: Draft, element: Element | None) -> Span | None:
    """The place of an element's content; `None` where it is missing, empty, or where its end can't be told."""
    return trimmed(draft, *element.inner) if element and element.whole else None


def said(draft: Draft, element: Element | None) -> str:
    """The plain text of an element, white space folded; empty if there is none."""
    span = inner(draft, element)
    return fold(plain_text(draft.text[slice(*span)])) if span else ""


def put_text(draft: Draft, key: str, element: Element | None) -> bool:
    """Puts the plain text of an element; says whether there was any."""
    value, span = said(draft, element), inner(draft, element)
    if value and span:
        draft.put(key, value, span)
    return bool(value)


def put_title(draft: Draft, key: str, element: Element | None, full_stop: bool = True) -> bool:
    """Puts a title, with CSL's inline tags; without the full stop at its end unless `full_stop` is to stay."""
    span = inner(draft, element)
    if not span:
        return False
    raw = draft.text[slice(*span)]
    if not full_stop and re.search(r"(?<![.\s])\.$", raw) and not re.search(r"\b[A-Z]\.[A-Z]\.$", raw):
        span = Span(span.start, span.end - 1)
    value = fold(csl_title(draft.text[slice(*span)]))
    if value:
        draft.put(key, value, span)
    return bool(value)


def put_rule(draft: Draft, key: str, element: Element | None, rule: Callable[[str], Any]) -> Any:
    """Puts what a rule makes of an element's plain text, unless that is `None`; returns it."""
    text, span = said(draft, element), inner(draft, element)
    value = rule(text) if text else None
    if value is not None and span:
        draft.put(key, value, span, derived=str(value) != text)
    return value


def put_attribute(draft: Draft, key: str, attribute: Attribute | None, rule: Callable[[str], Any]) -> Any:
    """The same for an attribute's value."""
    if attribute is None:
        return None
    value = rule(attribute.value.strip())
    if value is not None:
        draft.put(key, value, (attribute.start, attribute.end), derived=str(value) != fold(attribute.value))
    return value


def add_issns(draft: Draft, elements: Iterable[Element]) -> None:
    """Adds the ISSNs among these elements, each once."""
    for element in elements:
        span = inner(draft, element)
        issn = normal_issn(said(draft, element)) if span else None
        if issn and span and issn not in draft.values.get("issn", []):
            draft.add("issn", issn, span, derived=issn != draft.text[slice(*span)])


def add_keywords(draft: Draft, elements: Iterable[Element], key: str = "keywords") -> None:
    """Adds the texts of these elements, each once."""
    for element in elements:
        span, value = inner(draft, element), said(draft, element)
        if span and value and value not in draft.values.get(key, []):
            draft.add(key, value, span)


def add_person(
    draft: Draft, family: Element | None, given: Element | None, suffix: Element | None, orcid: Element | None
) -> bool:
    """Adds an author whose name stands in elements of its own; the suffix goes with the given names, after a comma."""
    spans = [span for element in (family, given, suffix) if (span := inner(draft, element))]
    names = [said(draft, element) for element in (given, suffix)]
    person = Person(family=said(draft, family) or None, given=", ".join(filter(None, names)) or None)
    if not person.family:
        person = Person(literal=person.given) if person.given else person
    if not (person.family or person.literal) or not spans:
        return False
    _add_author(draft, person, Span(min(s.start for s in spans), max(s.end for s in spans)), orcid)
    return True


def add_literal(draft: Draft, span: Span | None) -> bool:
    """Adds an author that has no parts: an organisation or a group."""
    literal = fold(plain_text(draft.text[slice(*span)])) if span else ""
    if span and literal:
        _add_author(draft, Person(literal=literal), span, None)
    return bool(literal)


def _add_author(draft: Draft, person: Person, span: tuple[int, int], orcid: Element | None) -> None:
    index = add_named(draft, person, span, fold(plain_text(draft.text[slice(*span)])))
    place = inner(draft, orcid)
    identifier = orcid_of(said(draft, orcid))
    if identifier and place:
        draft.values["authors"][index]["orcid"] = identifier
        derived = identifier != draft.text[slice(*place)]
        draft.trace(f"authors.{index}.orcid", identifier, place, derived=derived)


def add_named(draft: Draft, person: Person, span: tuple[int, int], words: str) -> int:
    """Adds an author whose name stands at the span as these words; derived where they aren't a form of the name."""
    is_form = words in {fold(form) for form in person_forms(person)}
    return draft.add("authors", person_parts(person), span, words, derived=not is_form)


def orcid_of(text: str) -> str | None:
    """The ORCID iD that a source gives, whatever it writes before it; `None` if it is none."""
    match = _ORCID.search(text.strip())
    return normal_orcid(match[0].rstrip("/").upper()) if match else None


def date_of(
    draft: Draft, year: Element | None, month: Element | None, day: Element | None
) -> tuple[str, Span, Span] | None:
    """A date whose parts stand in elements of their own: as ISO 8601, the place of the year, the place of all of it."""
    year_span, text = inner(draft, year), said(draft, year)
    if not year_span or not re.fullmatch(r"[0-9]{4}", text):
        return None
    spans, iso = [year_span], iso_date(text)
    if iso is None:
        return None
    month_text, day_text = said(draft, month), said(draft, day)
    for parts in ((month_text, day_text), (month_text,)):
        longer = iso_date((" " if month_text[:1].isalpha() else "-").join([text, *parts])) if all(parts) else None
        if longer and len(longer) > len(iso):
            iso = longer
    spans += [span for element in (month, day)[: (len(iso) - 4) // 3] if (span := inner(draft, element))]
    return iso, year_span, Span(min(s.start for s in spans), max(s.end for s in spans))


def put_date(draft: Draft, found: tuple[str, Span, Span] | None) -> None:
    """Puts year and date of publication."""
    if found:
        iso, year, span = found
        draft.put("year", int(iso[:4]), year, derived=iso[:4] != draft.text[slice(*year)])
        draft.put("published", iso, span, derived=iso != draft.text[slice(*span)])


def add_part(draft: Draft, text: str, span: Span, label: str = "", label_span: Span | None = None) -> None:
    """Adds a part of the abstract, with its label if it has one; derived where a place cuts through markup."""
    passage = fold(text)
    if not passage:
        return
    part = {"label": label, "text": passage} if label and label_span else {"text": passage}
    index = draft.add("abstract", part, span, passage, derived=not _reads(draft, span, passage))
    if label and label_span:
        derived = not _reads(draft, label_span, label)
        draft.trace(f"abstract.{index}.label", label, label_span, derived=derived)


def add_word(draft: Draft, key: str, word: str, span: Span) -> None:
    """Adds a text to a list, once; derived where its place cuts through markup."""
    if word and word not in draft.values.get(key, []):
        draft.add(key, word, span, derived=not _reads(draft, span, word))


def _reads(draft: Draft, span: Span, value: str) -> bool:
    return fold(plain_text(draft.text[slice(*span)])) == value


def add_plain_abstract(draft: Draft, span: Span) -> None:
    """Adds an abstract that is one piece of XML, split at the labels in its text."""
    passage = plain_passage(draft.text, span.start, span.end)
    for part in split_labelled(passage.text):
        label = trimmed_in(passage, *part.label)
        text = trimmed_in(passage, *part.text)
        if text:
            add_part(draft, passage.text[slice(*part.text)], text, fold(passage.text[slice(*part.label)]), label)


def trimmed_in(passage: Passage, start: int, end: int) -> Span | None:
    """The place of a part of a passage, white space off its ends."""
    bounds = passage.trimmed(start, end)
    return Span(*passage.span(*bounds)) if bounds else None
