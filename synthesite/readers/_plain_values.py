"""The values of a page saved as text, each put into the draft where the page is clear about it."""

from __future__ import annotations

import re

from synthesite.extract import Draft
from synthesite.readers._plain_authors import Name, names_of, single_name
from synthesite.readers._plain_citation import Citation, citation_of, issue_of, spelled_out
from synthesite.readers._plain_fields import Field, starts_something
from synthesite.readers._plain_lines import LONGEST, Line, is_address, is_badge, is_furniture
from synthesite.readers._plain_title import Head
from synthesite.text.folding import fold
from synthesite.text.languages import language_tag
from synthesite.text.licences import spdx
from synthesite.text.patterns import lazy

_LICENCE = lazy(
    r"https?://(?:www\.)?creativecommons\.org/[a-z]+/[a-z-]+/[0-9.]+(?:/[a-z]{2,3}\b)?/?|"
    r"\bCC[ -]?(?:BY(?:[ -](?:NC|ND|SA)){0,2})[ -]?v?[1-4]\.[0-9]|\bCC0(?:[ -]1\.0)?\b|"
    r"\bCreative Commons Attribution(?:[ –-]?(?:Non-?Commercial|No-?Deriv(?:ative)?s|"
    r"Share-?Alike))*(?: \(CC[ -]BY[A-Z -]*\))? [1-4]\.[0-9](?: (?:International|Unported))?",
    re.IGNORECASE,
)
_PLURAL = lazy(r"authors|autoren|autores|auteurs|tekijät|kirjoittajat|författare|autori|by|creators|作者|著者")
_FACTOR = lazy(r"(?:\d-year )?(?:journal )?impact factor\b", re.IGNORECASE)
_NUMBER = lazy(r"[0-9]{1,3}(?:[,.\u00a0 ][0-9]{3})+|[0-9]{1,7}")
_PAGES_WORD = lazy(r"(.*[0-9])\s(?:à|a|to|bis)\s([A-Za-z]?[0-9]+)")
_TYPES = {
    "journal article": "article-journal", "article de revue": "article-journal",
    "zeitschriftenartikel": "article-journal", "artículo de revista": "article-journal",
    "aikakauslehtiartikkeli": "article-journal",
    "期刊论文": "article-journal",
    "preprint": "article", "book chapter": "chapter", "buchkapitel": "chapter", "book": "book", "buch": "book",
    "conference paper": "paper-conference", "conference proceedings": "paper-conference",
    "dissertation": "thesis", "thesis": "thesis", "doctoral thesis": "thesis", "phd thesis": "thesis",
    "master's thesis": "thesis", "master thesis": "thesis", "doctoral dissertation": "thesis", "report": "report",
    "technical report": "report", "dataset": "dataset", "working paper": "report",
}  # fmt: skip
_SEPARATORS = (lazy(r"[;；]"), lazy(r"[·•|]|\s/\s"), lazy(r"[,，、]"), lazy(r"\s[-–]\s"))


def add_authors(draft: Draft, fields: list[Field], head: Head) -> None:
    """The labelled authors, or the line below the title. An unclear name makes the whole list unclear."""
    labelled = [field for field in fields if field.key in {"authors", "more_authors"}]
    found: list[tuple[int, Name]] = []
    for field in labelled:
        names = _names(draft, field, inverted=len(labelled) > 1 or field.label.startswith("dc."))
        if names is None:
            return
        found += names
    if not found:
        found = [(line.start, name) for line, names_there in head.authors for name in names_there.names]
    cites = [fold(draft.text[slice(*span)])[:2_000] for field in fields if field.key == "cite" for span in field.spans]
    seen: list[dict[str, str]] = []
    for at, name in found:
        parts = _as_cited(name.parts, cites)
        if parts not in seen:
            seen.append(parts)
            span = (at + name.start, at + name.end)
            draft.add("authors", parts, span, fold(draft.text[slice(*span)]))


def _agree(where: dict[str, tuple[int, int]], start: int, draft: Draft, line: Line, other: Citation) -> bool:
    """Whether two lines state the same volume."""
    mine, theirs = where.get("volume"), other.spans.get("volume")
    if not mine or not theirs:
        return False
    return draft.text[start + mine[0] : start + mine[1]] == line.text[slice(*theirs)]


def _one_list(draft: Draft, field: Field) -> bool:
    """Whether the first line of a value is a list of names, so that what follows is about them."""
    first = names_of(draft.text[slice(*field.spans[0])])
    return first is not None and len(first.names) >= 2


def _as_cited(parts: dict[str, str], cites: list[str]) -> dict[str, str]:
    """The name with the family name that the page's suggestion how to cite gives it: `Ruiz Nadie, A.`."""
    words = f"{parts.get('given', '')} {parts.get('family', '')}".split()
    for start in range(1, len(words) - 1):
        family = " ".join(words[start:])
        if any(f"{family}, {words[0][0]}" in cite for cite in cites):
            return {"family": family, "given": " ".join(words[:start])}
    return parts


def _names(draft: Draft, field: Field, inverted: bool) -> list[tuple[int, Name]] | None:
    """The names of a labelled value; of several lines, those that are names, where the others are addresses.

    `Ana Ruiz, Bea Nadie` are two names behind a plural label, and one where each author has a label (`inverted`).
    """
    found: list[tuple[int, Name]] = []
    for start, end in field.spans:
        raw = draft.text[start:end]
        if len(found) >= 2 and start > field.spans[0][1] and field.alone and _one_list(draft, field):
            break
        one = single_name(raw)
        listed = names_of(raw)
        names = listed.names if listed else []
        if one and len(names) == 2 and not inverted and not _PLURAL.fullmatch(field.label.casefold()):
            return None
        if one and (len(names) < 2 or inverted):
            names = [one]
        if names:
            found += [(start, name) for name in names]
        elif len(field.spans) == 1 or not (is_address(raw) or is_furniture(raw) or is_badge(raw.rstrip(":"))):
            return None
    return found or None


def add_citation(draft: Draft, citation: tuple[Line, Citation] | None, fields: list[Field], own: list[Line]) -> None:
    """Journal, volume, issue and pages: labelled ones, and those of the citation line."""
    by_key = _single(draft, fields, "journal", "volume", "issue", "pages")
    where = citation[1].spans if citation else {}
    start = citation[0].start if citation else 0
    lines = [line for line in own if (other := citation_of(line.text)) and _agree(where, start, draft, line, other)]
    lines = lines or ([citation[0]] if citation else [])
    for key in ("journal", "volume", "issue", "pages"):
        span = (start + where[key][0], start + where[key][1]) if key in where else by_key.get(key)
        if key == "journal" and citation:
            if "journal" not in where and (not span or span[0] == start):
                span = _journal_above(lines, own)
            elif span:
                full = _full_name(draft.text[slice(*span)], own)
                if full:
                    draft.copy("journal_record.abbreviation", span)
                    span = full
        if not span:
            continue
        raw = draft.text[slice(*span)]
        if key == "journal" and not where.get(key) and not _is_journal_name(raw):
            continue
        if key != "journal" and key not in where and not re.fullmatch(r"(?=.*[0-9IVXS])[\w .–—/-]{1,25}", raw):
            continue
        if key == "pages" and key not in where and re.fullmatch(r"[0-9]{1,3}(?: ?(?:pages|p\.|S\.|Seiten))?", raw):
            continue  # that may be how many pages there are
        words = _PAGES_WORD.fullmatch(raw) if key == "pages" else None
        if words:
            draft.put("pages", f"{words[1]}-{words[2]}", span, derived=True)
        else:
            draft.copy(key, span)


def _journal_above(lines: list[Line], own: list[Line]) -> tuple[int, int] | None:
    """The name of the journal that stands alone on the line right above `Volume 7, Issue 2` or `. 2021 Mar;7(2)`.

    Of several, the one that the page shows once more; else what stands with the month of the issue.
    """
    by_number = {one.number: one for one in own}
    above = [by_number[line.number - 1] for line in lines if line.number - 1 in by_number]
    above += [one for one in own[:60] if one.number + 1 in by_number and _FACTOR.match(by_number[one.number + 1].text)]
    names = [one for one in above if len(one.text) <= 100 and _is_journal_name(one.text)]
    names = [one for one in names if not (is_furniture(one.text) or is_badge(one.text) or starts_something(one))]
    names = [one for one in names if by_number[one.number + 1].text.startswith(".") or not names_of(one.text)]
    if len({fold(one.text) for one in names}) > 1:
        texts = [fold(one.text) for one in own]
        names = [one for one in names if texts.count(fold(one.text)) > 1]
    if names and len({fold(one.text) for one in names}) == 1:
        return names[0].span
    issues = [(one, found) for one in own[:40] if (found := issue_of(one.text))]
    if len(issues) == 1:
        one, found = issues[0]
        return one.start + found.spans["journal"][0], one.start + found.spans["journal"][1]
    return None


def _full_name(short: str, own: list[Line]) -> tuple[int, int] | None:
    """The line of the page that has nothing but the journal's full name, where the citation abbreviates it."""
    lines = (one for one in own if len(one.text) <= 140 and len(short) < len(one.text))
    return next((one.span for one in lines if spelled_out(short, one.text)), None)


def _is_journal_name(raw: str) -> bool:
    name = fold(raw)
    return (
        2 <= len(name) <= 140
        and not re.search(r"[0-9]{3}|https?:|[?!]|[0-9]\)|:\s.*:\s|\b(?:volume|issue|published)\b", name, re.IGNORECASE)
        and (name[0].isupper() or not name[0].isascii())
        and not name.endswith((".", ":", ",")) | bool(re.search(r"[a-z]{4}\. [A-Z]", name))
    )


def _single(draft: Draft, fields: list[Field], *keys: str) -> dict[str, tuple[int, int]]:
    """The spans of labelled values of which the page has only one."""
    found = {}
    for key in keys:
        spans = [field.spans[0] for field in fields if field.key == key]
        if spans and len({fold(draft.text[slice(*span)]).casefold() for span in spans}) == 1:
            found[key] = spans[0]
    return found


def add_keywords(draft: Draft, fields: list[Field]) -> None:
    """The keywords of the first label that has any; behind one label they stand between the same marks."""
    first = next((field for field in fields if field.key == "keywords"), None)
    for field in fields:
        if not first or field.key != "keywords" or field.label.casefold() != first.label.casefold():
            continue
        spans = [cell for span in _same_list(draft.text, field.spans) for cell in _cells(draft.text, span)]
        if any(end - start > 100 for start, end in spans):
            continue
        for start, end in spans:
            keyword = fold(draft.text[start:end])
            if keyword and keyword not in draft.values.get("keywords", []) and not is_furniture(keyword):
                draft.add("keywords", keyword, (start, end))


def _same_list(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of a list: where the first has marks between its parts, those that follow have them too."""
    if not _mark(text[slice(*spans[0])]):
        return spans
    last = next((at for at, span in enumerate(spans) if at and not _mark(text[slice(*span)])), len(spans))
    return spans[: last + 1] if text[slice(*spans[last - 1])].rstrip().endswith((";", ",", "；")) else spans[:last]


def _mark(raw: str) -> re.Pattern[str] | None:
    return next((mark for mark in _SEPARATORS if mark.search(raw)), None)


def _cells(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    raw = text[slice(*span)]
    mark = _mark(raw)
    edges = [*((m.start(), m.end()) for m in mark.finditer(raw)), (len(raw), len(raw))] if mark else [(len(raw),) * 2]
    cells, at = [], 0
    for start, end in edges:
        cell = raw[at:start]
        stripped = cell.strip(" \t\u00a0") if start < len(raw) else cell.strip(" \t\u00a0").rstrip(".。")
        if stripped:
            begin = span[0] + at + cell.index(stripped)
            cells.append((begin, begin + len(stripped)))
        at = end
    return cells


def add_labelled(draft: Draft, fields: list[Field]) -> None:
    """Publisher, language, licence, type, addresses: the labelled values that the page has one of."""
    single = _single(draft, fields, "publisher", "language", "type", "url", "pdf")
    if (span := single.get("publisher")) and span[1] - span[0] <= 120 and "http" not in draft.text[slice(*span)]:
        draft.copy("publisher", span)
    if span := single.get("language"):
        draft.convert("language", span, lambda raw: language_tag(raw.strip().replace("_", "-")))
    types = [field for field in fields if field.key == "type"]
    if (span := single.get("type")) and len(types) == 1 and len(types[0].spans) == 1 and span[1] - span[0] <= 60:
        known = _TYPES.get(fold(draft.text[slice(*span)]).casefold())
        if known:
            draft.put("type", known, span, derived=True)
        else:
            draft.copy("genre", span)
    for key in ("url", "pdf"):
        if (span := single.get(key)) and re.fullmatch(r"https?://[^\s]+", draft.text[slice(*span)]):
            draft.copy(key, span)


def add_licence(draft: Draft, own: list[Line]) -> None:
    """The licence that the page's own lines name; of different ones none."""
    found: dict[str, tuple[int, int]] = {}
    for line in own:
        if len(line.text) > LONGEST or "c" not in line.text.casefold():
            continue
        for match in _LICENCE.finditer(line.text):
            name = re.sub(r"\s*\(CC[^()]*\)", "", match[0])
            if licence := spdx(name):
                found.setdefault(licence, (line.start + match.start(), line.start + match.end()))
    if len(found) == 1:
        licence, span = next(iter(found.items()))
        draft.put("licence", licence, span, derived=licence != draft.text[slice(*span)])


def add_counts(draft: Draft, fields: list[Field]) -> None:
    """How many publications cite the study and how many it cites; figures that differ are left out."""
    for key, name in (("cited_by", "citations.cited_by"), ("references", "citations.references")):
        values: dict[int, tuple[int, int]] = {}
        for field in fields:
            start, end = field.spans[0]
            match = _NUMBER.match(draft.text, start, end) if field.key == key else None
            rest = draft.text[match.end() : end].strip(" )]）.次") if match else ""
            if match and re.fullmatch(
                r"(?:publications?|articles?|papers?|references?|times?|citations?|works?|documents?|mal|veces|fois|篇)?",
                rest,
                re.IGNORECASE,
            ):
                values.setdefault(int(re.sub(r"[^0-9]", "", match[0])), match.span())
        if len(values) == 1:
            value, span = next(iter(values.items()))
            draft.put(name, value, span, derived=str(value) != draft.text[slice(*span)])
