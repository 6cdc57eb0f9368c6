"""Names of people as BibTeX and BibLaTeX write them.

`First von Last`, `von Last, First` or `von Last, Jr, First`, joined by `and`; braces keep words together, and a name in
braces as a whole is an organisation (BibTeXing, 4; N. Markey, Tame the BeaST, 11; the manual of BibLaTeX, 2.3.3 and,
for `given=…, family=…`, 3.15).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthesite.model import Person
from synthesite.text.folding import fold
from synthesite.text.names import parse_name
from synthesite.text.patterns import lazy
from synthesite.text.tex import tex_text

_TOKENS = lazy(r"\\.|[{}]|\s+and(?=\s)|;", re.DOTALL | re.IGNORECASE)
_LEADING_AND = lazy(r"\s*and\s", re.IGNORECASE)
_SPLITS = lazy(r"\\.|[{},]|[\s~]+", re.DOTALL)
_EXTENDED = lazy(r"^\s*\"?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_PART = lazy(r"\"?\b(family|given|prefix|suffix|useprefix|[a-z]+(?:-i)?)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,\"]*)\"?")
_SUFFIX = lazy(r"^(?:Jr|Sr|II|III|IV)\.?$")
_OTHERS = frozenset({"others", "et al", "et al.", "and others", "others."})
_WHOLE = lazy(r"^\{(?:[^{}]|\{[^{}]*\})*\}$")
_REFERENCE = lazy(r"&(?:#?\w+)$")


class NotANameError(Exception):
    """A text that can't be told apart into the parts of one name."""


def split_names(raw: str) -> Iterator[tuple[int, int]]:
    """The spans of the names in a list of names, without `and others`.

    They are joined by `and`; a semicolon, which no name holds, parts names too. Braces protect both.
    """
    depth, start = 0, 0
    lead = _LEADING_AND.match(raw)
    if lead:
        start = lead.end()
    for token in _TOKENS.finditer(raw, start):
        text = token[0]
        if text == "{":
            depth += 1
        elif text == "}":
            depth = max(0, depth - 1)
        elif text[0] != "\\" and depth == 0 and not (text == ";" and _REFERENCE.search(raw, start, token.start())):
            yield from _name(raw, start, token.start())
            start = token.end()
    yield from _name(raw, start, len(raw))


def _name(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (raw[start].isspace() or raw[start] in ",;"):
        start += 1
    while end > start and (raw[end - 1].isspace() or raw[end - 1] in ",;"):
        end -= 1
    text = fold(raw[start:end]).lower()
    if text and text not in _OTHERS and text != "and":
        yield start, end


def parse_bibtex_name(raw: str, prefix_is_given: bool = False) -> Person | None:
    """One name; a particle in lower case belongs to the family name, unless `prefix_is_given` (BibLaTeX's
    `useprefix=false`). `None` for a name without letters. Raises `NotANameError` for more than two commas.
    """
    raw = raw.strip()
    if _EXTENDED.match(raw):
        return _extended(raw)
    if _WHOLE.match(raw):
        return _literal(tex_text(raw))
    parts = _parts(raw)
    if len(parts) > 3:
        raise NotANameError(tex_text(raw))
    if len(parts) == 2 and len(parts[0]) > 1 and len(parts[1]) == 1 and _SUFFIX.match(parts[1][0]):
        parts = [[*parts[0], *parts[1]]]  # `John Doe, Jr.` has its comma in the wrong place for BibTeX
    if len(parts) == 1:
        return _given_first(parts[0], prefix_is_given)
    prefix, last = _von(parts[0])
    family = tex_text(" ".join(last)) if prefix_is_given else tex_text(" ".join(parts[0]))
    names = [tex_text(" ".join(words)) for words in parts[1:]]
    given, suffix = (names[0], "") if len(names) == 1 else (names[1], names[0])
    if prefix_is_given and prefix:
        given = f"{given} {tex_text(' '.join(prefix))}".strip()
    if suffix:
        given = f"{given}, {suffix}" if given else suffix
    return Person(family=family, given=given or None) if family else _literal(given)


def _literal(text: str) -> Person | None:
    return Person(literal=text) if any(char.isalnum() for char in text) else None


def _parts(raw: str) -> list[list[str]]:
    """The words of a name between its commas; braces keep words and commas together."""
    parts: list[list[str]] = [[]]
    depth, start = 0, 0

    def word(end: int) -> None:
        if raw[start:end]:
            parts[-1].append(raw[start:end])

    for token in _SPLITS.finditer(raw):
        text = token[0]
        if text == "{":
            depth += 1
        elif text == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and (text == "," or text[0].isspace() or text[0] == "~"):
            word(token.start())
            start = token.end()
            if text == ",":
                parts.append([])
    word(len(raw))
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _is_particle(word: str) -> bool:
    """Whether a word starts in lower case: its first letter outside of braces, or of a command in braces."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    text = tex_text(word)
    first = next((char for char in text if char.isalpha()), "")
    return first.islower()


def _von(words: list[str]) -> tuple[list[str], list[str]]:
    """The particles before a family name, and the family name, of which the last word is always a part."""
    at = 0
    while at < len(words) - 1 and _is_particle(words[at]):
        at += 1
    return words[:at], words[at:]


def _given_first(words: list[str], prefix_is_given: bool) -> Person | None:
    """`First von Last`: the family name starts at the first word in lower case, or is the last word."""
    text = tex_text(" ".join(words))
    if not any(char.isalnum() for char in text):
        return None
    known = parse_name(text)
    if len(words) < 2 or known.literal:
        return Person(literal=text)
    start = next((at for at, word in enumerate(words[:-1]) if at and _is_particle(word)), None)
    if start is None and _is_particle(words[0]):
        start = 0
    if start is None:
        if _SUFFIX.match(words[-1]) and len(words) > 2:  # `Martin Luther King Jr.`
            given = " ".join(words[:-2])
            return Person(family=tex_text(words[-2]), given=f"{tex_text(given)}, {words[-1]}")
        return Person(family=tex_text(words[-1]), given=tex_text(" ".join(words[:-1])))
    particles, last = _von(words[start:])
    given = tex_text(" ".join(words[:start]))
    if prefix_is_given:
        given, particles = f"{given} {tex_text(' '.join(particles))}".strip(), []
    return Person(family=tex_text(" ".join([*particles, *last])), given=given or None)


def _extended(raw: str) -> Person | None:
    """`given=Hans, family=Harman, prefix=von, useprefix=true`: every part says what it is."""
    found = {key.lower(): tex_text(value.strip().strip('"')) for key, value in _PART.findall(raw)}
    given, prefix = found.get("given", ""), found.get("prefix", "")
    family = f"{prefix} {found.get('family', '')}".strip()
    if found.get("useprefix") == "false":
        given, family = f"{given} {prefix}".strip(), found.get("family", "")
    if found.get("suffix"):
        given = f"{given}, {found['suffix']}" if given else found["suffix"]
    if not family:
        return _literal(given)
    return Person(family=family, given=given or None)
