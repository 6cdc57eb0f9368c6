"""What the readers of JSON records share: items, the parsed record, and values put with the place they stand at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from json import JSONDecodeError
from typing import Any

from synthesite.extract import Draft, Item, SourceText, pieces
from synthesite.model import Severity
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold
from synthesite.text.identifiers import doi_start, normal_doi, normal_issn, normal_orcid
from synthesite.text.json_records import record_spans
from synthesite.text.json_spans import Node, fault_of, parse_json, source_offsets
from synthesite.text.languages import language_tag
from synthesite.text.licences import spdx
from synthesite.text.marked_abstracts import marked_parts, marked_text, marked_title
from synthesite.text.names import parse_name, person_forms, person_parts

_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_ADDRESS = re.compile(r"https?://\S+")


def split(source: SourceText, wrappers: frozenset[str]) -> list[Item]:
    """The items of a JSON file: its records, whatever is around them, and what is broken."""
    return pieces(source, record_spans(source.text, wrappers))


def record_of(draft: Draft, keys: frozenset[str], noun: str) -> Node | None:
    """The record that an item holds, which has one of the keys; `None`, and a problem, where it holds none."""
    text = draft.text
    if not text.strip():
        _broken(draft, 0, "a comma or a closing bracket is missing here, or the file breaks off")
        return None
    try:
        node = parse_json(text)
    except JSONDecodeError as error:
        _broken(draft, min(error.pos, len(text)), fault_of(error))
        return None
    end = node.end + isinstance(node.value, str)
    if text[end:].strip():
        _broken(draft, end + len(text[end:]) - len(text[end:].lstrip()), "text that doesn't belong here follows")
    if isinstance(node.value, dict) and not keys.isdisjoint(node.value):
        return node
    what = "this answer holds no records" if isinstance(node.value, dict | list) else "this is no record"
    draft.problem("no-record", f"{what} that can be read as {noun}; it is left out")
    return None


def _broken(draft: Draft, at: int, fault: str) -> None:
    where = f"the JSON is broken at column {draft.item.column_of(at)}: {fault}"
    draft.problem("broken-json", f"{where}; save or export the record again", at, Severity.ERROR)


def put_text(draft: Draft, key: str, node: Node | None) -> None:
    """Puts a string, markup undone, or a whole number."""
    if node is None or isinstance(node.value, bool):
        return
    value = marked_text(node.value) if isinstance(node.value, str) else ""
    value = str(node.value) if isinstance(node.value, int) else value
    if value:
        draft.put(key, value, node.span)


def put_part(draft: Draft, key: str, node: Node, start: int, end: int, value: str | None = None) -> None:
    """Puts a part of a string, from one offset of its value to another."""
    offsets = source_offsets(draft.text, node)
    value = fold(node.value[start:end]) if value is None else value
    if value:
        draft.put(key, value, (offsets[start], offsets[end]))


def put_title(draft: Draft, title: Node | None, subtitle: Node | None = None) -> None:
    """The title in CSL's markup. A subtitle that it doesn't hold already follows behind a colon."""
    value = marked_title(title.value) if title else ""
    if not title or not value:
        draft.problem("no-title", "this record has no title")
        return
    second = marked_title(subtitle.value) if subtitle else ""
    if subtitle and second and second.casefold() not in value.casefold():
        colon = "" if value.endswith((":", "?", "!")) else ":"
        draft.put("title", f"{value.removesuffix('.')}{colon} {second}", title.span, subtitle.span)
    else:
        draft.put("title", value, title.span)


def put_year(draft: Draft, node: Node | None) -> None:
    """A year, as a number or as a string that starts with one."""
    text = "" if node is None else str(node.value)
    if node and re.fullmatch(r"[12][0-9]{3}", text[:4]) and not text[4:5].isdigit():
        is_plain = draft.text.startswith(text[:4], node.start)
        draft.put("year", int(text[:4]), (node.start, node.start + 4) if is_plain else node.span, derived=not is_plain)


def put_date(draft: Draft, node: Node | None) -> None:
    """The date of publication from a string; and the year, where the record states none of its own."""
    if node is None or not isinstance(node.value, str):
        return
    iso = iso_date(node.value)
    if iso is None:
        draft.problem("bad-date", f"{node.value[:60]!r} is no date that can be read; it is left out", node.start)
        return
    draft.put("published", iso, node.span, derived=iso != fold(node.value))
    if "year" not in draft.values:
        draft.put("year", int(iso[:4]), node.span, derived=True)


def put_date_parts(draft: Draft, date: Node | None) -> bool:
    """CSL's `{"date-parts": [[2024, 5, 1]]}`, of a range the start; says whether there was one."""
    parts = next(iter(date.elements("date-parts")), None) if date else None
    numbers: list[str] = []
    for part in parts.value if parts and isinstance(parts.value, list) else []:
        number = str(part.value).strip()
        if isinstance(part.value, bool) or not re.fullmatch(r"[0-9]{1,4}", number):
            break
        numbers.append(number.zfill(4) if not numbers else number)
    iso = iso_date("-".join(numbers)) if numbers else None
    if not parts or not iso:
        return False
    draft.put("published", iso, parts.span, derived=True)
    first = parts.value[0]
    draft.put("year", int(iso[:4]), first.span, derived=str(first.value) != iso[:4])
    return True


def put_doi(draft: Draft, node: Node | None) -> None:
    if node is None or not isinstance(node.value, str):
        return
    start = node.start + doi_start(node.value) if "\\" not in draft.text[slice(*node.span)] else node.start
    doi = normal_doi(node.value)
    if doi is None:
        draft.problem("bad-doi", f"{node.value[:80]!r} is not a DOI; it is left out", node.start)
        return
    raw = draft.text[start : node.end]
    draft.put("doi", doi, (start, node.end), derived=fold(raw) != doi)


def put_converted(draft: Draft, key: str, node: Node | None, rule: Callable[[str], Any]) -> None:
    """Puts what a rule makes of a string or a whole number, unless that is `None`."""
    if node is None or isinstance(node.value, bool | float | dict | list):
        return
    value = rule(str(node.value))
    if value is not None:
        draft.put(key, value, node.span, derived=str(value) != fold(draft.text[slice(*node.span)]))


def put_count(draft: Draft, key: str, record: Node, *names: str) -> None:
    """The first of the members that is a whole number."""
    node = next(filter(None, map(record.number, names)), None)
    if node:
        draft.put(key, node.value, node.span)


def put_address(draft: Draft, key: str, node: Node | None) -> None:
    """An address, if it is one of the web."""
    if node and isinstance(node.value, str) and _ADDRESS.fullmatch(node.value.strip()):
        draft.put(key, node.value.strip(), node.span)


def put_language(draft: Draft, node: Node | None) -> None:
    put_converted(draft, "language", node, language_tag)


def put_licence(draft: Draft, nodes: Iterable[Node | None]) -> None:
    """The first of the texts that names a licence of SPDX's list."""
    for node in nodes:
        put_converted(draft, "licence", node if node and isinstance(node.value, str) else None, spdx)


def put_abstract(draft: Draft, node: Node | None) -> None:
    """An abstract with its markup undone, split at its labels."""
    if node is None or not isinstance(node.value, str) or "abstract" in draft.values:
        return
    offsets = source_offsets(draft.text, node)
    for part in marked_parts(node.value):
        label = (offsets[part.label_span[0]], offsets[part.label_span[1]])
        draft.add_part(part.text, (offsets[part.span[0]], offsets[part.span[1]]), part.label, label)


def add_issns(draft: Draft, nodes: Iterable[Node | None]) -> None:
    """Every ISSN in the strings whose check digit is right, each once."""
    for node in nodes:
        for match in _ISSN.finditer(node.value) if node and isinstance(node.value, str) else ():
            issn = normal_issn(match[0])
            if node and issn and issn not in draft.values.get("issn", []):
                offsets = source_offsets(draft.text, node)
                span = (offsets[match.start()], offsets[match.end()])
                draft.add("issn", issn, span, derived=issn != draft.text[slice(*span)])


def add_keyword(draft: Draft, node: Node | None, start: int = 0, end: int | None = None) -> None:
    """Adds a string, or the part of it between two offsets, to the keywords, if it isn't there."""
    if node is None or not isinstance(node.value, str):
        return
    raw = node.value[start:end]
    word = marked_text(raw)
    if word and word not in draft.values.get("keywords", []):
        offsets = source_offsets(draft.text, node)
        first = start + len(raw) - len(raw.lstrip())
        draft.add("keywords", word, (offsets[first], offsets[start + len(raw.rstrip())]))


def person(name: dict[str, Node], *keys: str) -> dict[str, str]:
    """The strings of an object under some keys, folded, markup undone; blank ones left out."""
    holder = Node(name, 0, 0)
    found = {key: holder.string(key) for key in keys}
    return {key: text for key, node in found.items() if node and (text := marked_text(node.value))}


def add_author(draft: Draft, node: Node, parts: dict[str, str], orcid: str = "") -> None:
    """Adds an author whose name stands in several members of an object."""
    known = normal_orcid(orcid) if orcid else None
    if parts:
        draft.add("authors", {**parts, "orcid": known} if known else parts, node.span, derived=True)


def add_name(draft: Draft, node: Node | None) -> None:
    """Adds an author whose name stands in one string."""
    name = marked_text(node.value) if node and isinstance(node.value, str) else ""
    known = parse_name(name)
    parts = person_parts(known) if name else {}
    if node and parts:
        draft.add(
            "authors", parts, node.span, name, derived=name != fold(node.value) or name not in person_forms(known)
        )


def keep_rest(draft: Draft, record: Node, used: frozenset[str]) -> None:
    """Keeps the members that no value was taken from, lists element by element, objects as they are written."""
    for key, node in record.value.items():
        if key not in used and node.value is not None:
            _keep(draft, key, node)


def _keep(draft: Draft, key: str, node: Node) -> None:
    if isinstance(node.value, list):
        for element in node.value:
            if element.value is not None:
                _keep(draft, key, element)
    elif isinstance(node.value, str):
        draft.keep(key, node.value)
    elif node.value != {}:
        draft.keep(key, draft.text[slice(*node.span)])
