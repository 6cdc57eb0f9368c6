"""The syntax of BibTeX and BibLaTeX files: entries and fields with the place of everything.

`@kind{key, name = value, …}`, in braces or parentheses; a value is text in braces or quotation marks, a number or an
abbreviation, several of them joined by `#` (O. Patashnik, BibTeXing, 1988, and the program's own source). As in BibTeX,
braces count even behind a backslash, and what stands between entries is no part of the data. Where a file is broken, an
entry ends before the next one that opens at the start of a line, and what can be told of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from synthesite.text.patterns import lazy

_OPENING = lazy(r"@[ \t]*+([^\W\d_][\w-]*+)\s*+([{(])")
_FENCE = lazy(
    r"^[ \t]*+@[ \t]*+(?:(?:comment|preamble|string)\s*+[{(]|[^\W\d_][\w-]*+\s*+[{(]\s*+[^\s{}()=,\"']*+\s*+[,=])",
    re.MULTILINE | re.IGNORECASE,
)
_KEY = lazy(r"\s*+([^\s,{}=\"][^,{}=\"\r\n]{0,300}?)?\s*+(?=([,=})]|\Z))")
_NAME = lazy(r"([^\s=,{}\"#%()@'\\]++(?:[ \t][^\s=,{}\"#%()@'\\]++)*)\s*+=\s*+")
_NEXT_FIELD = lazy(r"(?:,\s*+|(?<!\s)[ \t]*+[\r\n]\s*+)(?=[^\W\d_][\w:+.-]*+(?:[ \t][\w.-]++)*\s*+=\s*+[{\"\w])")
_GOES_ON = lazy(r"\s*+[})]?\s*+,?\s*+[^\W\d_][\w-]*+\s*+=\s*+[{\"]")
_WORD = lazy(r"[^\s{}\",#=%()@]+")
_LINE_END = lazy(r"[ \t]*[\r\n]")
_BLANK = lazy(r"\s*")
_BRACES = lazy(r"[{}]")
_ESCAPED_BRACES = lazy(r"\\.|[{}]", re.DOTALL)
_QUOTES = lazy(r"[{}\"]")
_ESCAPED_QUOTES = lazy(r"\\.|[{}\"]", re.DOTALL)
_FOLLOWS = lazy(r"\s*+(?:[,#})@%]|\Z|[^\s=,{}\"#%()@']++\s*+=)")
_MOST_FAULTS = 20
"""How much may be wrong with an entry before the rest of it is given up."""
NO_ENTRIES = frozenset({"comment", "preamble", "string", "xdata", "control", "ieeetranbstctl", "set"})
"""Kinds of entries that are no publication."""


class Piece(NamedTuple):
    """A part of a value: text, without its delimiters, or the name of an abbreviation."""

    start: int
    end: int
    is_name: bool


class Field(NamedTuple):
    """A field: its name in lower case, where that stands, and the pieces of its value."""

    name: str
    at: int
    pieces: list[Piece]


class Fault(NamedTuple):
    """Something that can't be read: where, a code, and what it is and what to do about it."""

    at: int
    code: str
    message: str


def inside(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without braces around the whole of it, and without blanks around that."""
    for _ in range(5):
        stripped = text[start:end].strip()
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        if not (stripped.startswith("{") and stripped.endswith("}")):
            break
        first, last = start + lead, start + lead + len(stripped) - 1
        if _close(text, first + 1, last + 1, _BRACES) != last:
            break
        start, end = first + 1, last
    return start, end


class Entry(NamedTuple):
    """An entry, its kind in lower case; `key` is empty where it has none."""

    start: int
    end: int
    kind: str
    kind_span: tuple[int, int]
    key: str
    fields: list[Field]
    faults: list[Fault]


def scan(text: str) -> Iterator[Entry]:
    """All entries of a file, in order, those that are no publications too."""
    at, fence, comments_close = 0, -1, True
    while opening := _OPENING.search(text, at):
        start = opening.start()
        if text[text.rfind("\n", 0, start) + 1 : start].lstrip().startswith("%"):
            at = opening.end()  # a line that is commented out, as biber and the editors see it
            continue
        if fence < opening.end():
            following = _FENCE.search(text, opening.end())
            fence = following.start() if following else len(text)
        kind = opening[1].lower()
        if kind in {"comment", "preamble"}:
            stop = _close(text, opening.end(), len(text), _BRACES) if comments_close else -1
            comments_close = stop >= 0
            entry = Entry(start, stop + 1 if stop >= 0 else fence, kind, opening.span(1), "", [], [])
        else:
            entry = parse_entry(text, opening, fence)
        yield entry
        at = max(entry.end, opening.end())


def entry_in(text: str) -> Entry | None:
    """The entry that a text holds, `None` if there is none."""
    opening = _OPENING.search(text)
    return parse_entry(text, opening, len(text)) if opening else None


def parse_entry(text: str, opening: re.Match[str], fence: int) -> Entry:
    """The entry that opens here; it ends before `fence` in any case."""
    parser = _Parser(text, opening.start(), fence, opening[2])
    kind, at = opening[1].lower(), opening.end()
    key = ""
    if kind != "string":
        found = _KEY.match(text, at, fence)
        if found and found[2] != "=":
            key, at = found[1] or "", found.end()
    end = parser.fields_from(at)
    return Entry(opening.start(), end, kind, opening.span(1), key, parser.fields, parser.faults)


def _close(text: str, at: int, fence: int, tokens: re.Pattern[str], stop: str = "}") -> int:
    """Where the group that `at` is inside of ends: the place of `stop` outside of inner braces; -1 if nowhere."""
    depth = 0
    for token in tokens.finditer(text, at, fence):
        char = token[0]
        if char == stop and depth == 0:
            return token.start()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                return -1
    return -1


class _Parser:
    """The fields of one entry, and what is wrong with them."""

    def __init__(self, text: str, start: int, fence: int, bracket: str) -> None:
        self.text = text
        self.start = start
        self.fence = fence
        self.closing = "}" if bracket == "{" else ")"
        self.fields: list[Field] = []
        self.faults: list[Fault] = []

    def fault(self, at: int, code: str, message: str) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(at, code, message))

    def blank(self, at: int) -> int:
        match = _BLANK.match(self.text, at, self.fence)
        return match.end() if match else at

    def fields_from(self, at: int) -> int:
        """Reads fields up to the end of the entry; returns that."""
        text = self.text
        while True:
            at = self.blank(at) if len(self.faults) < _MOST_FAULTS else self.fence
            char = text[at : at + 1] if at < self.fence else ""
            if not char:
                message = "this entry is not closed before the next one; what can be told of it is read, close it"
                self.faults.append(Fault(self.start, "unclosed-entry", message))
                return self.start + len(text[self.start : self.fence].rstrip())
            if char == self.closing:
                if not (self.fields and _GOES_ON.match(text, at + 1, self.fence)):
                    return at + 1
                message = f"there is one {char!r} too many before this; the fields behind it are read, remove it"
                self.fault(at, "early-close", message)
                at += 1
            elif char == ",":
                at += 1
            elif name := _NAME.match(text, at, self.fence):
                at = self.value(name[1].lower(), name.start(1), name.end())
            else:
                at = self.skip(at)

    def skip(self, at: int) -> int:
        """Passes over what is no field, to the next one or to the end of the entry."""
        following = _NEXT_FIELD.search(self.text, at, self.fence)
        stop = following.start() if following else self.fence
        if not following:
            last = self.text.rfind(self.closing, at, self.fence)
            stop = last if last >= at else stop
        stray = self.text[at:stop].strip()
        if stray and not stray.startswith("%"):
            message = (
                f"this is no 'name = value' and is left out: {' '.join(stray[:60].split())!r}; repair it if it matters"
            )
            self.fault(at, "stray-text", message)
        return max(stop, at + 1) if stop == at else stop

    def value(self, name: str, name_at: int, at: int) -> int:
        """Reads the value of a field and returns where it ends."""
        pieces: list[Piece] = []
        while True:
            piece, after = self.piece(at)
            if piece is None:
                if after > at or not pieces:
                    message = f"the value of {name!r} can't be told where it ends; it is left out, check its braces"
                    self.fault(name_at, "broken-value", message)
                    return after
                break
            pieces.append(piece)
            at = after
            behind = self.blank(at)
            if self.text[behind : behind + 1] != "#" or behind >= self.fence:
                break
            at = self.blank(behind + 1)
        self.fields.append(Field(name, name_at, pieces))
        return at

    def swallows(self, start: int, end: int) -> bool:
        """Whether a value ends where the whole entry should, with fields inside: its own brace is missing."""
        return self.blank(end + 1) >= self.fence and _NEXT_FIELD.search(self.text, start, end) is not None

    def piece(self, at: int) -> tuple[Piece | None, int]:
        """The piece of a value that starts here and where it ends; none if it isn't closed, and where to go on."""
        text = self.text
        char = text[at : at + 1] if at < self.fence else ""
        if char in {"{", '"'} and char:
            tokens = (_BRACES, _ESCAPED_BRACES) if char == "{" else (_QUOTES, _ESCAPED_QUOTES)
            stop = "}" if char == "{" else '"'
            for one in tokens:  # as BibTeX counts; where that leads nowhere, with escapes left out
                end = _close(text, at + 1, self.fence, one, stop)
                if end >= 0 and _FOLLOWS.match(text, end + 1, self.fence) and not self.swallows(at + 1, end):
                    return Piece(at + 1, end, False), end + 1
            following = _NEXT_FIELD.search(text, at, self.fence)
            return None, following.start() if following else self.fence
        word = _WORD.match(text, at, self.fence)
        if not word:
            return None, at
        is_number = word[0].isdecimal() and _LINE_END.match(text, word.end(), self.fence)
        if not is_number and not _FOLLOWS.match(text, word.end(), self.fence):  # several words without quotation marks
            following = _NEXT_FIELD.search(text, at, self.fence)
            return None, following.start() if following else max(word.end(), text.rfind(self.closing, at, self.fence))
        return Piece(at, word.end(), not word[0][0].isdecimal()), word.end()
