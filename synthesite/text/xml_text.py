"""What a piece of XML says as text: plain, with the place of every character, or as a title with CSL's inline tags.

The vocabularies are those of the sources we read: HTML's inline elements (PubMed), JATS, MathML, and EndNote's `<style
face="…">`.
"""

from __future__ import annotations

from typing import NamedTuple

from synthesite.text.folding import fold
from synthesite.text.xml_spans import Kind, Token, attributes, tokens

_CSL = {
    "i": "i", "italic": "i", "em": "i", "b": "b", "bold": "b", "strong": "b", "sup": "sup", "superscript": "sup",
    "sub": "sub", "subscript": "sub", "inf": "sub",
}  # fmt: skip
_INLINE = frozenset({
    "u", "underline", "sc", "smallcaps", "overline", "strike", "s", "roman", "sans-serif", "monospace", "style",
    "span", "font", "named-content", "styled-content", "ext-link", "xref", "email", "uri", "a", "inline-formula",
    "alternatives", "math", "mi", "mn", "mo", "mrow", "msup", "msub", "msubsup", "mfrac", "mtext", "mspace", "mstyle",
    "munder", "mover", "munderover", "mfenced", "mroot", "msqrt", "mpadded", "semantics", "inline-graphic",
    "private-char", "abbrev", "target", "milestone-start", "milestone-end", "fn", "tex-math", "annotation",
    "annotation-xml", "alt-text", "inline-supplementary-material", "chem-struct", "ruby", "rb", "index-term",
})  # fmt: skip
_SILENT = frozenset({"fn", "annotation", "annotation-xml", "alt-text", "object-id", "index-term"})
_NOTE_MARKS = frozenset({"fn", "aff", "corresp", "author-notes", "table-fn", "contrib"})
_RAISED = dict(zip("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎", strict=True))


class Passage(NamedTuple):
    """A text and, for each of its characters, where what stands for it begins and ends."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of the characters from `start` to `end`, which must be at least one."""
        return self.starts[start], self.ends[end - 1]

    def trimmed(self, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """The bounds in the text without white space at either end; `None` if there is nothing else."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return (start, end) if start < end else None


def plain_passage(text: str, start: int, end: int) -> Passage:
    """The text of a piece of XML, references undone.

    Elements that aren't inline are set off by a space; notes and their marks are left out; sub- and superscripts become
    Unicode's where it has all of their characters.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    scripts: list[tuple[str, dict[str, str] | None, int]] = []
    for token in _spoken(text, start, end):
        if token.kind is Kind.TEXT or token.kind is Kind.BROKEN:
            shown = text[token.start : token.end] if token.kind is Kind.BROKEN else token.text
            out.extend(shown)
            if len(shown) == token.end - token.start:
                starts.extend(range(token.start, token.end))
                ends.extend(range(token.start + 1, token.end + 1))
            else:  # a reference
                starts.extend([token.start] * len(shown))
                ends.extend([token.end] * len(shown))
            continue
        if token.kind is Kind.OTHER:
            continue
        if token.text not in _CSL and token.text not in _INLINE:
            out.append(" ")
            starts.append(token.start)
            ends.append(token.end)
        if token.kind is Kind.OPEN:
            scripts.append((token.text, _script(text, token), len(out)))
        elif token.kind is Kind.CLOSE and any(name == token.text for name, _, _ in scripts):
            while scripts:
                name, script, at = scripts.pop()
                if script and all(c in script for c in out[at:]):
                    out[at:] = [script[c] for c in out[at:]]
                if name == token.text:
                    break
    return Passage("".join(out), starts, ends)


def _script(text: str, token: Token) -> dict[str, str] | None:
    tags = _tags(text, token)
    return _RAISED if "sup" in tags else _LOWERED if "sub" in tags else None


def plain_text(text: str) -> str:
    """The text of a piece of XML as `plain_passage` reads it."""
    return text if "<" not in text and "&" not in text else plain_passage(text, 0, len(text)).text


def csl_title(text: str) -> str:
    """A title with CSL's inline tags (`<i> <b> <sup> <sub>`); other markup is undone, and so are references."""
    if "<" not in text and "&" not in text:
        return text
    out: list[str] = []
    opened: list[tuple[str, list[str]]] = []

    def close() -> str:
        name, tags = opened.pop()
        for tag in reversed(tags):
            if out and out[-1] == f"<{tag}>":
                out.pop()
            else:
                out.append(f"</{tag}>")
        return name

    for token in _spoken(text, 0, len(text)):
        if token.kind is Kind.TEXT:
            out.append(token.text)
        elif token.kind is Kind.BROKEN:
            out.append(text[token.start : token.end])
        elif token.kind is not Kind.OTHER:
            if token.text not in _CSL and token.text not in _INLINE:
                out.append(" ")
            if token.kind is Kind.OPEN:
                tags = _tags(text, token)
                out.extend(f"<{tag}>" for tag in tags)
                opened.append((token.text, tags))
            elif token.kind is Kind.CLOSE and any(name == token.text for name, _ in opened):
                while close() != token.text:
                    pass
    while opened:
        close()
    return "".join(out)


def _tags(text: str, token: Token) -> list[str]:
    """CSL's tags for an opening tag, the outermost first; EndNote's styles may ask for several."""
    if token.text != "style":
        return [_CSL[token.text]] if token.text in _CSL else []
    face = attributes(text, token).get("face")
    wanted = {_CSL.get(word) for word in face.value.split()} if face else set()
    return [tag for tag in ("b", "i", "sup", "sub") if tag in wanted]


def _spoken(text: str, start: int, end: int) -> list[Token]:
    """The tokens without those in elements that say nothing: notes, their marks, and formulas that stand twice.

    Where such an element has no end, nothing is left out.
    """
    found = list(tokens(text, start, end))
    is_formula_twice = any(token.text == "math" for token in found if token.kind is Kind.OPEN)
    spoken: list[Token] = []
    silent, depth = "", 0
    for token in found:
        if silent:
            if token.text == silent and token.kind in (Kind.OPEN, Kind.CLOSE):
                depth += 1 if token.kind is Kind.OPEN else -1
            if not depth:
                silent = ""
        elif token.kind is Kind.OPEN and _is_silent(text, token, is_formula_twice):
            silent, depth = token.text, 1
        else:
            spoken.append(token)
    return found if silent else spoken


def _is_silent(text: str, token: Token, is_formula_twice: bool) -> bool:
    if token.text == "xref":
        kind = attributes(text, token).get("ref-type")
        return kind is not None and kind.value in _NOTE_MARKS
    return token.text in _SILENT or (token.text == "tex-math" and is_formula_twice)


def xml_readings(raw: str) -> tuple[str, str]:
    """The two things that a piece of XML may stand for, white space folded: a plain text, and a title."""
    return fold(plain_text(raw)), fold(csl_title(raw))
