"""Cells and fields that hold all authors of a publication in one text, in the many ways in which databases write them.

They are split only where it is clear how: `Example, Ada, Beispiel, Bert` can be two people or four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from synthesite.model import Person
from synthesite.text.folding import fold
from synthesite.text.names import parse_name
from synthesite.text.patterns import lazy


class Style(Enum):
    """What is known beforehand about how a column writes names."""

    ANY = "nothing"
    BIBTEX = "names with ` and ` between them, `Family, Given` or `Given Family`"
    INITIALS = "`Family AB`, with commas between them"
    FAMILY_FIRST = "`Family, Given`, with semicolons between them"


class Named(NamedTuple):
    """A name and where it stands."""

    start: int
    end: int
    person: Person


class _Piece(NamedTuple):
    start: int
    end: int
    text: str


_UPPER = "[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017d\u0391-\u03a9\u0400-\u042f]"
_DOTTED = rf"(?!Jr|Sr){_UPPER}[a-z]{{0,2}}\.(?:[ -]?{_UPPER}[a-z]{{0,2}}\.){{0,5}}"
_PLAIN = rf"{_UPPER}{{1,4}}|{_UPPER}(?:[ -]{_UPPER}){{1,3}}"
_SUFFIX = r"(?:Jr|Sr|II|III|IV|2nd|3rd)\.?"
_ONLY_INITIALS = lazy(rf"(?:{_DOTTED}|{_PLAIN})(?: {_SUFFIX})?")
_WITH_DOTS = lazy(rf"([^.]*[^\W\d_][^.]*?) ({_DOTTED}(?: {_SUFFIX})?)")
_WITH_INITIALS = lazy(rf"([^.]*[^\W\d_]{{2}}[^.]*?|[^\W\d_]) ((?:{_PLAIN})(?: {_SUFFIX})?)")
_ONE_INITIAL = lazy(rf".* {_UPPER}")
_FAMILY_LAST = lazy(rf"(?:.* )?{_UPPER}\.? [^\W\d_.][^\W\d_.]+")
_RUN_TOGETHER = lazy(rf"(?<=[. -]{_UPPER}\.)(?=[^\W\d_][^.\s])")
_CJK = lazy(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af·\s]+")
_SEMICOLON = lazy(r"(?:&#?\w{1,31})?[;；]")
_LINES = lazy(r"[;,]?\s*[\r\n]+\s*")
_AND = lazy(r",?\s+(?:and|&|und)\s+(?!others\b)")
_COMMA = lazy("[,，、]")
_NOBODY = lazy(
    r"\W*(?:et\.? al|and others|others|anon(?:ymous)?|(?:\W*no authors?(?: name)?s?(?: listed| available)?)"
    r"|n/?a|null|nan|undefined|unknown|u\.a|no author name available)?\W*",
    re.IGNORECASE,
)
_MORE = lazy(r"[\s,;]*(?:\bet\.? al\b\.?|\band others\b|…|\bu\. ?a\.)[\s.,;]*\Z", re.IGNORECASE)
_NUMBER = lazy(r"\s*[(\[]\d{4,20}[)\]]\Z")
_MARKS = " \t\r\n\u00a0,;；*"
_LONGEST = 300
"""No name has more characters than this."""


def split_authors(text: str, style: Style = Style.ANY) -> list[Named] | None:
    """The names in a text, in order, with their spans; `None` where it is not clear what is one.

    What stands for nobody (`et al.`, `[Anonymous]`) is left out, and so is a number in brackets behind a name.
    """
    more = _MORE.search(text, max(0, len(text) - 60))
    end = more.start() if more else len(text)
    if _is_nobody(text[:end]):
        return []
    found = _split(text, end, style)
    return None if found is None else [named for named in found if named.person.name]


def _split(text: str, end: int, style: Style) -> list[Named] | None:
    for mark in (_SEMICOLON, _LINES, re.compile(r"\|+"), re.compile(r"\s//\s")):
        pieces = _pieces(text, end, mark)
        if len(pieces) > 1 or (mark is _SEMICOLON and pieces and mark.search(text, 0, end)):
            return _each([_without_and(piece) for piece in pieces], style)
    if len(text) > 100_000:
        return None
    if _CJK.fullmatch(_COMMA.sub("", text[:end])):
        return _each(_pieces(text, end, _COMMA), style)
    if style is Style.INITIALS:
        end -= text.endswith(".", 0, end)
        return _each(_pieces(text, end, _COMMA), style)
    if style is Style.FAMILY_FIRST:
        return _each(_pieces(text, end, _SEMICOLON), style)
    if found := _runs(text, end):
        return found
    parts = _pieces(text, end, _AND)
    if style is Style.BIBTEX and _is_bibtex(text, end, parts):
        return _each(map(_unbraced, parts), style)
    return _with_and(text, end, parts, style) if len(parts) > 1 else _with_commas(text, end, style)


def _runs(text: str, end: int) -> list[Named] | None:
    """Names whose separators got lost: `Example A.Beispiel B. C.Muster D.`"""
    pieces = _pieces(text, end, _RUN_TOGETHER)
    return _all_initials(pieces, dots=True) if len(pieces) > 1 else None


def _is_bibtex(text: str, end: int, parts: list[_Piece]) -> bool:
    """Whether the commas of a text stand inside of names; `Example A, Beispiel B` is no name of BibTeX's."""
    if len(parts) > 1:
        return "," in text[:end]
    return 0 < text.count(",", 0, end) <= 2 and not _all_initials(_pieces(text, end, _COMMA), sure=True)


def _with_and(text: str, end: int, parts: list[_Piece], style: Style) -> list[Named] | None:
    commas = [part.text.count(",") for part in parts]
    if style is Style.BIBTEX or all(count == 1 for count in commas) or len(parts) > 2:
        if max(commas) > 2:
            return None
        return _each([_unbraced(part) for part in parts], style)
    if max(commas) == 0:
        if all(" " in part.text and not parse_name(part.text).literal for part in parts):
            return _each(parts, style)
        whole = _piece(text, 0, end)
        is_one = len(whole.text) <= _LONGEST and " " not in parts[1].text and parse_name(whole.text).literal
        return [_named(whole, parse_name(whole.text))] if is_one else None
    return _list([piece for part in parts for piece in _pieces(text, part.end, _COMMA, part.start)], style)


def _with_commas(text: str, end: int, style: Style) -> list[Named] | None:
    pieces = _pieces(text, end, _COMMA)
    if len(pieces) == 1:
        return _each(pieces, style)
    whole = _piece(text, 0, end)
    if len(pieces) == 3 and re.fullmatch(_SUFFIX, pieces[2].text):
        return [_named(whole, parse_name(whole.text))]
    if len(pieces) == 2 and len(whole.text) <= _LONGEST:
        first, second = (piece.text for piece in pieces)
        if _is_one(first, second):
            return [_named(whole, parse_name(whole.text))]
    return _list(pieces, style)


def _is_one(first: str, second: str) -> bool:
    """Whether two texts with a comma between them are the parts of one name."""
    if _ONLY_INITIALS.fullmatch(second):
        return not _WITH_DOTS.fullmatch(first)
    if _WITH_INITIALS.fullmatch(first) or _WITH_DOTS.fullmatch(first) or _FAMILY_LAST.fullmatch(first):
        return False
    given_has_initial = re.search(rf" {_UPPER}\.?\Z", second) is not None
    one_word = " " not in first or " " not in second
    return given_has_initial or one_word or first[0].islower()


def _list(pieces: list[_Piece], style: Style) -> list[Named] | None:
    """Names with commas between them: `Example, A., Beispiel, B.`, `Example A, Beispiel B`, or two words each."""
    if any(len(piece.text) > _LONGEST for piece in pieces):
        return None
    first, second = pieces[::2], pieces[1::2]
    families = not any(_ONLY_INITIALS.fullmatch(piece.text) for piece in first)
    if families and len(first) == len(second) and all(_ONLY_INITIALS.fullmatch(piece.text) for piece in second):
        pairs = zip(first, second, strict=True)
        return [Named(f.start, s.end, Person(family=f.text, given=s.text)) for f, s in pairs]
    if found := _all_initials(pieces, sure=True):
        return found
    natural = all(" " in piece.text and not re.search(r"\d", piece.text) for piece in pieces)
    if natural and (len(pieces) > 2 or any(_FAMILY_LAST.fullmatch(piece.text) for piece in pieces)):
        return _each(pieces, style)
    return None


def _all_initials(pieces: list[_Piece], *, dots: bool = False, sure: bool = False) -> list[Named] | None:
    """The names if all are a family name and initials behind it."""
    found = []
    for piece in pieces:
        if len(piece.text) > _LONGEST:
            return None
        match = _WITH_DOTS.fullmatch(piece.text) or (None if dots else _WITH_INITIALS.fullmatch(piece.text))
        if not match:
            return None
        found.append(_named(piece, Person(family=match[1], given=match[2])))
    plain = [piece for piece in pieces if not _WITH_DOTS.fullmatch(piece.text)]
    return found if not plain or sure or any(_ONE_INITIAL.fullmatch(piece.text) for piece in plain) else None


def _each(pieces: Iterable[_Piece], style: Style) -> list[Named] | None:
    """Each piece as a name; whether the last word is initials or a name is told by all of them together."""
    pieces = [piece for piece in pieces if not _is_nobody(piece.text)]
    if any(len(piece.text) > _LONGEST for piece in pieces):
        return None
    without = [piece.text for piece in pieces if "," not in piece.text and " " in piece.text]
    ends = [text for text in without if _WITH_INITIALS.fullmatch(text)]
    initials = style is Style.INITIALS or any(map(_ONE_INITIAL.fullmatch, ends))
    if style is not Style.INITIALS:
        initials = (initials or len(ends) > 2) and len(ends) * 2 > len(without)
    if ends and not initials and len(ends) == len(without):
        return None
    found = []
    for piece in pieces:
        dotted = None if "," in piece.text else _WITH_DOTS.fullmatch(piece.text)
        match = dotted or (_WITH_INITIALS.fullmatch(piece.text) if initials and "," not in piece.text else None)
        person = Person(family=match[1], given=match[2]) if match else parse_name(piece.text)
        found.append(_named(piece, person))
    return found


def _named(piece: _Piece, person: Person) -> Named:
    if person.family and not person.given and not person.literal and "," in piece.text:
        person = Person(literal=person.family)
    return Named(piece.start, piece.end, person)


def _pieces(text: str, end: int, mark: re.Pattern[str], start: int = 0) -> list[_Piece]:
    """What stands between the marks, trimmed; character references are no marks, and empty pieces are left out."""
    found, at = [], start
    for match in mark.finditer(text, start, end):
        if len(match[0]) > 1 and match[0][0] == "&" and match[0][-1] == ";":
            continue
        found.append(_piece(text, at, match.start()))
        at = match.end()
    found.append(_piece(text, at, end))
    return [piece for piece in found if piece.text]


def _piece(text: str, start: int, end: int) -> _Piece:
    while start < end and (text[start] in _MARKS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        end -= 1
    if number := _NUMBER.search(text, max(start, end - 24), end):
        end = number.start() if number.start() > start else end
    return _Piece(start, end, fold(text[start:end]))


def _is_nobody(text: str) -> bool:
    return not any(map(str.isalpha, text)) or (len(text) <= 60 and _NOBODY.fullmatch(text) is not None)


def _without_and(piece: _Piece) -> _Piece:
    match = re.match(r"(?:and|&)\s", piece.text)
    if not match:
        return piece
    return _Piece(piece.start + match.end(), piece.end, piece.text[match.end() :])


def _unbraced(piece: _Piece) -> _Piece:
    if piece.text.startswith("{") and piece.text.endswith("}") and piece.text.count("{") == 1:
        return _Piece(piece.start + 1, piece.end - 1, piece.text[1:-1].strip())
    return piece
