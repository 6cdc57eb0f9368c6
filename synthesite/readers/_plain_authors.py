"""Lines of authors: `Anna Niemand1,2*, Bert Keiner†`, `Niemand A, Keiner B`, `Niemand, Anna; Keiner, Bert`."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.names import parse_name, person_parts
from synthesite.text.patterns import lazy

_MARKS = lazy(
    r"\(?(?:https?://)?orcid\.org/[0-9Xx-]+\)?|view orcid profile|"
    r"orcid(?:\s?:)?\s(?:https?://)?orcid\.org/[0-9Xx-]+|…|orcid(?: icon| id|"
    r" logo)?\b(?: [0-9]{4}(?:-[0-9]{3,4}[0-9Xx]){1,3})?|"
    r",\s*\(?(?:b\. )?[12][0-9]{3}\s?[-–]\s?(?:[12][0-9]{3})?\)?\.?|[^\s,;]+@[^\s,;]+|"
    r"\(\s*[0-9]{1,2}(?:\s?,\s?[0-9]{1,2})*\s*\)|\[\s*[0-9a-z]{1,2}(?:\s?,\s?[0-9a-z]{1,2})*\s*\]|"
    r"\(\s*[a-h](?:\s?,\s?[a-h])*\s*\)|"
    r"[0-9]{1,2}(?:\s?[,–-]\s?[0-9]{1,2}\b)*|[¹²³⁰⁴-⁹ᵃᵇᶜᵈᵉ]+(?:[,‚˒][¹²³⁰⁴-⁹ᵃᵇᶜᵈᵉ]+)*|[*∗⁎†‡§¶‖#✉📧🖂]+",
    re.IGNORECASE,
)
_LIFE = lazy(r",?\s*\(?(?:b\. )?[12][0-9]{3}\s?[-–]\s?(?:[12][0-9]{3})?\)?\.?\s*$")
"""The dates of a life, as library catalogues put them behind a name."""
_LETTERED = lazy(r"(?<=[^\W\d_]\s)[a-h](?:\s?,?\s?[a-h])*(?=\s*(?:[,;*†]|$))")
_MORE = lazy(
    r"(?:[,;…]|\.{3})?\s*(?:\bet al\b\.?|\bu\. ?a\.|\by otros\b|\+\s?[0-9]+ (?:more )?(?:authors?|others)?|"
    r"(?:show|view|see) (?:all|more|less)(?: authors?)?(?: info)?|show authors?|(?:view|"
    r"show) all authors and affiliations|authors info (?:&|and) affiliations|\bund weitere\b|等|…|\[\.\.\.\])\s*$",
    re.IGNORECASE,
)
_AND = r"\s(?:and|und|y|et|e|ja|och|og|en)\s(?=\S)|\s*&\s*"
_COMMAS = lazy(rf"\s*[,，、]\s*(?:(?:and|und|et|ja|y|e|&)\s)?|{_AND}|\s*[·•|]\s*")
_SEMICOLONS = lazy(r"\s*[;；]\s*(?:(?:and|und|et|ja|y|e|&)\s)?")
_DEGREE = lazy(
    r"(?:PhD|Ph\.D\.?|Dr\.?|MD|M\.D\.|MSc|M\.Sc\.?|MA|M\.A\.|BA|BSc|MPH|RN|MSN|BSN|DrPH|EdD|PsyD|DPhil|MBA|MS|MSW|"
    r"OTR/L|"
    r"OT|PT|DPT|FRCP|Prof\.?|Professor|MPhil|MBBS|ScD|FAAN|LCSW)",
)
_GROUP = lazy(
    r"(?:for|on behalf of|für|im namen)?\s*(?:the |der )?(?P<name>.*\b(?:Group|Consortium|Collaboration|"
    r"Collaborators|Investigators|Arbeitsgruppe|Konsortium|Network)\b.*)",
    re.I,
)
_CJK_NAME = lazy(r"[\u3400-\u9fff\uac00-\ud7af]{2,5}|[\u3400-\u9fff]{1,3}[\s·][\u3400-\u9fff]{1,4}")
_INITIALS = lazy(r"(?:[^\W\d_]\.?[ -]?){1,4}")
_DOTTED = lazy(r"[^\W\d_]\.(?:[ -]?[^\W\d_]\.){0,4}")
_VANCOUVER = lazy(
    r"(?P<family>[^\W\d_][\w'’ -]*[\w'’])\s(?P<given>[A-ZÀ-ÖØ-Þ]{1,4}|[A-Z]-[A-Z])(?:\s(?:Jr|Sr|2nd|3rd|II|III))?"
)
_PARTICLES = frozenset(
    [
        "af",
        "al",
        "av",
        "bin",
        "bint",
        "da",
        "dal",
        "de",
        "degli",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "las",
        "le",
        "los",
        "ten",
        "ter",
        "van",
        "vom",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
        "e",
        "i",
    ]
)
_NO_NAME_WORDS = (
    "university universität universidad université universidade yliopisto department institute institut "
    "instituto school college hospital clinic klinik center centre zentrum journal volume issue article "
    "articles abstract authors author affiliations affiliation expand published publisher open access view "
    "full text free download search home about research review study trial keywords references the of for in "
    "on with faculty division press society association ministry council vol pdf html cite share save email "
    "help menu next previous online first international new all subjects topics subject health medicine "
    "science sciences login contact figures metrics tables data terms policy collections issues editors aims "
    "scope news mental social january february march april may june july august september october november "
    "december "
)
_NO_NAME = frozenset(_NO_NAME_WORDS.split())


class Name(NamedTuple):
    """A name in a line: its span in the line and its parts."""

    start: int
    end: int
    parts: dict[str, str]


class Names(NamedTuple):
    """The names of a line, and whether marks of affiliations or ORCIDs stand with them."""

    names: list[Name]
    marked: bool


def names_of(text: str) -> Names | None:
    """The names that a line consists of; `None` where any part of it is not clearly a name."""
    if len(text) > 2_000 or text.rstrip().endswith((":", "?", "!")):
        return None
    more = _MORE.search(text)
    body = text[: more.start()] if more else text
    masked = _MARKS.sub(lambda match: " " * len(match[0]), body)
    masked = _LETTERED.sub(lambda match: " " * len(match[0]), masked)
    marked = masked != body
    if re.search(r"[;；]", masked):
        cells = _cells(masked, _SEMICOLONS)
        found = [_inverted(masked, *cell) or _name(masked, *cell) for cell in cells]
    else:
        cells = _cells(masked, _COMMAS)
        found = _pairs(masked, cells)
    if not found or None in found or len(cells) > 500:
        return None
    names = [name for name in found if name]
    whole = all(text[name.start : name.end] == masked[name.start : name.end] for name in names)
    return Names(names, marked) if whole else None


def single_name(text: str) -> Name | None:
    """The one name of a labelled value or of a line: `Niemand, Anna` or `Anna Niemand`."""
    names = names_of(text)
    if names and len(names.names) == 1:
        return names.names[0]
    masked = _LIFE.sub(lambda match: " " * len(match[0]), text)
    masked = _MARKS.sub(lambda match: " " * len(match[0]), masked)
    cells = _cells(masked, re.compile(r"\s*[;；]\s*"))
    name = _inverted(masked, *cells[0]) if len(cells) == 1 else None
    return name if name and text[name.start : name.end] == masked[name.start : name.end] else None


def _cells(text: str, separators: re.Pattern[str]) -> list[tuple[int, int]]:
    """The parts between separators, trimmed, without empty ones and without degrees and titles."""
    found, at = [], 0
    edges = [(match.start(), match.end()) for match in separators.finditer(text)] + [(len(text), len(text))]
    for start, end in edges:
        cell = text[at:start]
        stripped = cell.strip(" \t\u00a0.,;") if not re.search(r"\b[^\W\d_]\.\s*$", cell) else cell.strip(" \t\u00a0,;")
        if stripped and not _DEGREE.fullmatch(stripped):
            first = at + cell.index(stripped)
            found.append((first, first + len(stripped)))
        at = end
    return found


def _pairs(text: str, cells: list[tuple[int, int]]) -> list[Name | None]:
    """Names between commas; where every second part is initials (`Niemand, A., Keiner, B.`), two parts are a name."""
    parts = [text[slice(*cell)] for cell in cells]
    if len(parts) >= 2 and len(parts) % 2 == 0 and all(_DOTTED.fullmatch(part) for part in parts[1::2]):
        return [_inverted(text, cells[at][0], cells[at + 1][1]) for at in range(0, len(cells), 2)]
    if parts and all(_VANCOUVER.fullmatch(part) and not part.isupper() for part in parts):
        return [_vancouver(text, *cell) for cell in cells]
    return [_name(text, *cell) for cell in cells]


def _vancouver(text: str, start: int, end: int) -> Name | None:
    match = _VANCOUVER.fullmatch(text[start:end])
    if not match or not _words_fit(match["family"].split()):
        return None
    return Name(start, start + match.end("given"), {"family": match["family"], "given": match["given"]})


def _inverted(text: str, start: int, end: int) -> Name | None:
    """`Family, Given`."""
    raw = text[start:end]
    if raw.count(",") != 1:
        return None
    family, given = (part.strip() for part in raw.split(","))
    words = [*family.split(), *given.split()]
    if not family or not given or len(words) > 8 or not _words_fit(words) or _DEGREE.fullmatch(given):
        return None
    return Name(start, end, person_parts(parse_name(raw)))


def _name(text: str, start: int, end: int) -> Name | None:
    """`Given Family`, a Chinese, Japanese or Korean name, or a group that is named as an author."""
    raw = text[start:end]
    title = re.match(r"(?:(?:Prof|Dr|Professor|PD)\.?\s+)+", raw)
    if title:
        start, raw = start + title.end(), raw[title.end() :]
    if _CJK_NAME.fullmatch(raw):
        return Name(start, end, {"literal": raw})
    group = _GROUP.fullmatch(raw)
    if group and 2 <= len(group["name"].split()) <= 10 and group["name"][0].isupper():
        return Name(start + group.start("name"), end, {"literal": " ".join(group["name"].split())})
    words = raw.split()
    if not 2 <= len(words) <= 6 or not _words_fit(words) or "  " in raw.strip():
        return None
    last = words[-1]
    if _INITIALS.fullmatch(last) and last.isupper() and len(last.replace(".", "")) <= 3:
        return _vancouver(text, start, end)
    return Name(start, end, person_parts(parse_name(raw)))


def _words_fit(words: list[str]) -> bool:
    """Whether words can be those of a person's name: capitals but for particles, a full word among them."""
    if any(word.casefold().strip(".") in _NO_NAME for word in words):
        return False
    if not all(_word_fits(word) for word in words):
        return False
    return any(sum(c.isalpha() for c in word) >= 2 for word in words if word[0].isupper())


def _word_fits(word: str) -> bool:
    if word in _PARTICLES:
        return True
    if not re.fullmatch(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", word):
        return False
    if re.search(r"[a-zß-ÿ](?:I{1,3}|IV|VI{0,3})$", word):  # a footnote in Roman figures, glued to the name
        return False
    return word[0].isupper() or bool(re.match(r"(?:d|l|dell|o|al|el)['’-][^\W\d_]", word))
