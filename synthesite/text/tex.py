"""TeX inside a source: what a piece of LaTeX says as text, with the place of each character.

A reading of text, not an interpreter: macros aren't expanded, and a command that isn't known leaves its arguments.
Malformed TeX is read as far as it goes, in time that grows with its length.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from synthesite.text.folding import fold
from synthesite.text.patterns import lazy
from synthesite.text.tex_structure import tex_structure
from synthesite.text.tex_symbols import (
    ACCENTS,
    CHARACTERS,
    DECLARATIONS,
    DROPPED_ARGUMENTS,
    IGNORED,
    LAST_ARGUMENT,
    QUOTES,
    STANDALONE_ACCENTS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
    TAGS,
    WRAPPED,
)

_ANYTHING_SPECIAL = lazy(r"[\\{}$~`<>&]|--|''")
_SPECIAL = lazy(r"[\\{}$~`<&^_']|--")
_COMMAND = lazy(r"\\([A-Za-z@]+)\*?\s*")
_OPTION = lazy(r"\[[^\[\]{}]{0,200}\]\s*")
_CHAR_CODE = lazy(r"(?:\"([0-9A-F]{1,5})|'([0-7]{1,6})|(\d{1,6}))\s*")
_REFERENCE = lazy(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});")
_HTML_TAG = lazy(
    r"<(/?)(?:jats:)?(i|b|em|strong|italic|bold|sup|sub|scp|sc|u|p|br|span|title|sec|inline-formula)\b[^<>]{0,300}>"
)
_HTML_TAGS = {"i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sup": "sup", "sub": "sub"}
_INLINE = lazy(r"<(/?)(i|b|sup|sub)>")
_DEEPEST = 40
_LIGATURES = ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("~", " ")


class Decoded(NamedTuple):
    """What a piece of TeX says; the span of `text[a:b]` in it is `(starts[a], ends[b - 1])`."""

    text: str
    starts: list[int]
    ends: list[int]


def tex_text(raw: str) -> str:
    """The plain text of a piece of TeX, white space folded; sub- and superscripts in Unicode where it has them."""
    return fold(_plain(raw)) if _ANYTHING_SPECIAL.search(raw) else fold(raw)


def tex_title(raw: str) -> str:
    """The text of a piece of TeX with CSL's inline tags `<i> <b> <sup> <sub>`, white space folded."""
    if not _ANYTHING_SPECIAL.search(raw):
        return fold(raw)
    text = fold(decode_tex(raw, tags=True).text)
    return text if _balanced(text) else tex_text(raw)


def decode_tex(raw: str, tags: bool = False) -> Decoded:
    """The text of a piece of TeX with the place of each character, with or without CSL's inline tags."""
    reading = _Reading(raw, tags)
    reading.run(0, len(raw), 0)
    return Decoded("".join(reading.out), reading.starts, reading.ends)


@lru_cache(maxsize=1024)
def _plain(raw: str) -> str:
    return decode_tex(raw).text


def _balanced(text: str) -> bool:
    opened: list[str] = []
    for closing, tag in _INLINE.findall(text):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return False
    return not opened


class _Reading:
    """One pass over a piece of TeX; what is read is appended to `out`, character by character."""

    def __init__(self, raw: str, tags: bool) -> None:
        self.raw = raw
        self.tags = tags
        self.out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.quoted = 0
        self.single = 0
        self.no_else = False
        self.closing, self.formula = tex_structure(raw)

    def emit(self, text: str, start: int, end: int) -> None:
        self.out.extend(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))

    def copy(self, start: int, end: int) -> None:
        self.out.extend(self.raw[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def run(self, at: int, end: int, depth: int, math: bool = False) -> None:
        """Reads from `at` to `end`, the inside of one group or formula."""
        tags: list[tuple[str, int]] = []
        while at < end:
            special = _SPECIAL.search(self.raw, at, end)
            if special is None:
                self.copy(at, end)
                break
            self.copy(at, special.start())
            at = special.start()
            char = special[0]
            command = _COMMAND.match(self.raw, at, end) if char == "\\" else None
            if command and command[1] in DECLARATIONS:
                tag = TAGS[command[1]]
                if all(tag != opened for opened, _ in tags):
                    tags.append((tag, self._open(tag, at)))
                at = command.end()
            elif command:
                at = self._command(command, end, depth, math)
            elif char == "\\":
                at = self._character(at, end, depth)
            elif char == "{":
                at = self._group(at, end, depth, math)
            elif char == "$" and at in self.formula and self.formula[at][1] <= end and depth < _DEEPEST:
                stop, behind = self.formula[at]
                inside = self.raw[at + behind - stop : stop]
                first = stop - len(inside.lstrip())
                self.run(first, first + len(inside.strip()), depth + 1, True)
                at = behind
            elif char in "^_" and math:
                at = self._script(at, end, depth)
            else:
                at = self._text(at, end, math)
        for tag, mark in reversed(tags):
            self._close(tag, mark, end)

    def _group(self, at: int, end: int, depth: int, math: bool) -> int:
        stop = self.closing.get(at, end)
        if stop >= end or depth >= _DEEPEST:
            return at + 1
        self.run(at + 1, stop, depth + 1, math)
        return stop + 1

    def _text(self, at: int, end: int, math: bool) -> int:
        """Ligatures, HTML's references and tags, and characters that mean themselves here."""
        raw = self.raw
        if raw[at] == "}":
            return at + 1
        if raw[at] == "'" and math:
            self.emit("′", at, at + 1)
            return at + 1
        found = _REFERENCE.match(raw, at, end) or _HTML_TAG.match(raw, at, end)
        if found and raw[at] == "&":
            text = html.unescape(found[0])
            self.emit(text if text != found[0] else found[0], at, found.end())
            return found.end()
        if found:
            tag = _HTML_TAGS.get(found[2])
            if tag and self.tags:
                self.emit(f"<{found[1]}{tag}>", at, found.end())
            elif not tag:
                self.emit(" " if found[2] in {"p", "br", "title", "sec"} else "", at, found.end())
            return found.end()
        if raw[at] == "'" and self.single and not raw.startswith("''", at) and not raw[at + 1 : at + 2].isalnum():
            self.single -= 1
            self.emit("’", at, at + 1)
            return at + 1
        for written, text in _LIGATURES:
            if raw.startswith(written, at, end):
                self.single += text == "‘"
                self.emit(text, at, at + len(written))
                return at + len(written)
        self.copy(at, at + 1)
        return at + 1

    def _character(self, at: int, end: int, depth: int) -> int:
        """A backslash and one character that is no letter."""
        char = self.raw[at + 1 : min(at + 2, end)]
        if not char:
            self.copy(at, at + 1)
        elif char in ACCENTS:
            return self._accent(char, at, at + 2, end, depth)
        else:
            self.emit(CHARACTERS.get(char, char), at, at + 2)
        return at + 1 + len(char)

    def _argument(self, at: int, end: int) -> tuple[int, int, int] | None:
        """The span of the argument that starts at `at`, and where the text goes on; `None` if there is none."""
        while at < end and self.raw[at].isspace():
            at += 1
        if at >= end or self.raw[at] == "}":
            return None
        if self.raw[at] == "{":
            stop = self.closing.get(at, end)
            return (at + 1, stop, stop + 1) if stop < end else None
        if self.raw[at] == "\\":
            command = _COMMAND.match(self.raw, at, end)
            stop = command.end() if command else min(at + 2, end)
            if command and command[1] in TAGS and stop < end and self.raw[stop] == "{":  # ^\mathrm{…}
                stop = min(self.closing.get(stop, stop) + 1, end)
            return at, stop, stop
        return at, at + 1, at + 1

    def _inner(self, start: int, end: int, depth: int, math: bool = False) -> str:
        """What stands between two places as text; nothing is appended."""
        mark = len(self.out)
        if depth < _DEEPEST:
            self.run(start, end, depth + 1, math)
        else:
            self.copy(start, end)
        text = "".join(self.out[mark:])
        self._cut(mark)
        return text

    def _cut(self, mark: int) -> None:
        del self.out[mark:], self.starts[mark:], self.ends[mark:]

    def _accent(self, name: str, start: int, at: int, end: int, depth: int) -> int:
        argument = self._argument(at, end)
        inner = self._inner(argument[0], argument[1], depth) if argument else ""
        stop = argument[2] if argument else at
        if not inner.strip():
            self.emit(STANDALONE_ACCENTS.get(name, ""), start, stop)
        else:
            base = {"ı": "i", "ȷ": "j"}.get(inner[0], inner[0])
            self.emit(unicodedata.normalize("NFC", base + ACCENTS[name]) + inner[1:], start, stop)
        return stop

    def _script(self, at: int, end: int, depth: int) -> int:
        argument = self._argument(at + 1, end)
        if not argument:
            self.copy(at, at + 1)
            return at + 1
        inner = self._inner(argument[0], argument[1], depth, True).strip()
        raised = self.raw[at] == "^"
        if inner in {"∘", "′", "*", "†", "‡"} and raised:
            self.emit("°" if inner == "∘" else inner, at, argument[2])
        elif inner:
            self._emit_script("sup" if raised else "sub", inner, at, argument[2])
        return argument[2]

    def _emit_script(self, tag: str, inner: str, start: int, end: int) -> None:
        if self.tags:
            self.emit(f"<{tag}>{inner}</{tag}>", start, end)
            return
        table = SUPERSCRIPTS if tag == "sup" else SUBSCRIPTS
        small = all(char in table for char in inner)
        self.emit("".join(table[char] for char in inner) if small else inner, start, end)

    def _open(self, tag: str, at: int) -> int:
        mark = len(self.out)
        if self.tags:
            self.emit(f"<{tag}>", at, at + 1)
        return mark

    def _close(self, tag: str, mark: int, end: int) -> None:
        """Closes a tag that was opened at `mark`; one that holds nothing is taken back."""
        if not self.tags:
            return
        if "".join(self.out[mark + len(tag) + 2 :]).strip():
            self.emit(f"</{tag}>", end - 1, end)
        else:
            self._cut(mark)

    def _command(self, command: re.Match[str], end: int, depth: int, math: bool) -> int:
        name, start, at = command[1], command.start(), command.end()
        if name in SYMBOLS:
            operator = math and not SYMBOLS[name].isalpha()  # the blanks around an operator are kept
            at = start + len(command[0].rstrip()) if operator else at
            self.emit(SYMBOLS[name], start, at)
            return at
        if name in IGNORED:
            return at + 1 if name in {"left", "right"} and self.raw[at : at + 1] == "." else at
        if name in ACCENTS:
            return self._accent(name, start, at, end, depth)
        if name in {"symbol", "char"}:
            return self._code(command, end)
        if name == "ifmmode":
            return self._text_branch(at, end, depth)
        if name in DROPPED_ARGUMENTS:
            return self._arguments(at, end, DROPPED_ARGUMENTS[name])[1]
        if option := _OPTION.match(self.raw, at, end):
            at = option.end()
        arguments, stop = self._arguments(at, end, 2 if name in {"frac", "tfrac"} else LAST_ARGUMENT.get(name, 1))
        if not arguments or (name not in TAGS and name not in LAST_ARGUMENT and self.raw[at] != "{" and not math):
            self.copy(start, command.end())  # a command that isn't known, without arguments
            return command.end()
        self._with_arguments(name, arguments, stop, depth, math)
        return stop

    def _with_arguments(self, name: str, arguments: list[tuple[int, int]], stop: int, depth: int, math: bool) -> None:
        first, last = arguments[-1]
        tag = TAGS.get(name)
        if tag in {"sup", "sub"}:
            inner = self._inner(first, last, depth, math).strip()
            if inner:
                self._emit_script(tag, inner, first - 1, stop)
        elif tag:
            mark = self._open(tag, first - 1)
            self._deeper(first, last, depth, math)
            self._close(tag, mark, stop)
        elif name in {"frac", "tfrac"} and len(arguments) > 1:
            self._deeper(*arguments[0], depth, math)
            self.emit("/", first - 1, first)
            self._deeper(first, last, depth, math)
        elif name in QUOTES or name in WRAPPED:
            marks = WRAPPED.get(name) or (("“", "”") if self.quoted % 2 == 0 else ("‘", "’"))
            self.emit(marks[0], first - 1, first)
            self.quoted += name in QUOTES
            self._deeper(first, last, depth, math)
            self.quoted -= name in QUOTES
            self.emit(marks[1], stop - 1, stop)
        elif name in {"url", "path", "nolinkurl"}:
            self.copy(first, last)
        elif name in {"MakeUppercase", "uppercase", "MakeLowercase", "lowercase"}:
            inner = self._inner(first, last, depth, math)
            self.emit(inner.upper() if "pper" in name else inner.lower(), first, last)
        else:
            self._deeper(first, last, depth, math)

    def _deeper(self, start: int, end: int, depth: int, math: bool) -> None:
        if depth < _DEEPEST:
            self.run(start, end, depth + 1, math)
        else:
            self.copy(start, end)

    def _arguments(self, at: int, end: int, count: int) -> tuple[list[tuple[int, int]], int]:
        found = []
        for _ in range(count):
            argument = self._argument(at, end)
            if not argument:
                break
            found.append(argument[:2])
            at = argument[2]
        return found, at

    def _code(self, command: re.Match[str], end: int) -> int:
        r"""`\symbol{126}` and `\char"7E` are characters by their number."""
        argument = self._argument(command.end(), end)
        braced = bool(argument) and self.raw[command.end()] == "{"
        start, stop = (argument[0], argument[1]) if argument and braced else (command.end(), end)
        code = _CHAR_CODE.match(self.raw, start, stop)
        if not code:
            return argument[2] if argument and braced else command.end()
        number = int(code[1], 16) if code[1] else int(code[2], 8) if code[2] else int(code[3])
        after = argument[2] if argument and braced else code.end()
        if number < 0x110000 and chr(number).isprintable():
            self.emit(chr(number), command.start(), after)
        return after

    def _text_branch(self, at: int, end: int, depth: int) -> int:
        r"""`\ifmmode A\else B\fi` outside of formulas is `B`."""
        middle = -1 if self.no_else else self.raw.find("\\else", at, end)
        stop = self.raw.find("\\fi", middle + 5, end) if middle >= 0 else -1
        if stop < 0:
            self.no_else = True
            return at
        self._deeper(middle + 5, stop, depth, False)
        return stop + 3
