"""A study as an entry of BibTeX, in UTF-8, for LaTeX and for reference managers."""

from __future__ import annotations

import re
from functools import lru_cache

from synthesite.citing.ris import on_one_line, shown_abstract
from synthesite.model import Person, Record
from synthesite.text.folding import fold
from synthesite.text.markup import title_html

_KINDS = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "dataset": "dataset", "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection", "manuscript": "unpublished", "pamphlet": "booklet",
    "paper-conference": "inproceedings", "report": "techreport", "software": "software", "thesis": "phdthesis",
    "webpage": "online", "post-weblog": "online",
}  # fmt: skip
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school", "online": "organization"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": r"\textasciigrave{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "'": r"{'}",
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",  # BibTeX counts escaped braces, too
    **{character: f"\\{character}" for character in "$&%#_"},
}  # fmt: skip
_TYPED = str.maketrans({"{": r"\%7B", "}": r"\%7D", **{character: f"\\{character}" for character in "$&%#_"}})
"""For addresses and DOIs."""
_SPECIAL = re.compile(r"[\\~^`<>'{}$&%#_]")
_ONE_BY_ONE = [(character, escape) for character, escape in _ESCAPES.items() if character not in "\\{}"]
"""What is escaped and stands in no escape."""
_LONG = 200
"""Of a longer text it is quicker to ask which of these it has at all than to look at each of its characters."""
_MARKUP = re.compile(r"<(/?)(i|b|sup|sub)>")
_COMMANDS = {"i": r"\textit{", "b": r"\textbf{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{"}


def bibtex(record: Record, abstract: str | None = None) -> str:
    """The entry, its key the study's id, a field a line, with an empty line behind it.

    `abstract` is what `shown_abstract` gives, for who has it at hand.
    """
    kind = _KINDS.get(record.type or "article-journal", "misc")
    title, journal = escaped_title(record.title or ""), escaped_title(record.journal or "")
    month = (record.published or "")[5:7]
    container = "booktitle" if kind in {"incollection", "inproceedings"} else "journal"
    fields = [
        ("author", " and ".join(filter(None, map(_name, record.authors or [])))),
        ("title", f"{{{title}}}" if title else ""),  # a second pair of braces keeps its capitals
        ("howpublished" if kind == "online" else container, journal),
        ("year", str(record.year or "")),
        ("month", _MONTHS[int(month) - 1] if month.isdecimal() and 1 <= int(month) <= 12 else ""),
        ("volume", escaped(record.volume or "")),
        ("number", escaped(record.issue or "")),
        ("pages", escaped(record.pages or "").replace("–", "--") if "--" not in (record.pages or "") else ""),
        (_PUBLISHERS.get(kind, "publisher"), escaped(record.publisher or "")),
        ("issn", ", ".join(record.issn or [])),
        ("doi", (record.doi or "").translate(_TYPED)),
        ("pmid", record.pmid or ""),
        ("pmcid", record.pmcid or ""),
        ("url", (record.url or "").translate(_TYPED)),
        ("language", record.language or ""),
        ("keywords", "; ".join(f"{{{word}}}" if ";" in word or "," in word else word for word in _keywords(record))),
        ("abstract", _escaped_line(shown_abstract(record) if abstract is None else abstract)),
    ]
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields if value]
    return f"@{kind}{{{record.id},\n{''.join(lines)}}}\n\n"


def escaped(text: str) -> str:
    """A text, white space folded, in which nothing has a meaning for TeX."""
    return _escaped_line(on_one_line(text)) if text else ""


def _escaped_line(text: str) -> str:
    if len(text) < _LONG or "\\" in text or "{" in text or "}" in text:
        text = _SPECIAL.sub(_escape, text)
    else:
        for character, escape in _ONE_BY_ONE:
            if character in text:
                text = text.replace(character, escape)
    return text.replace("--", "-{}-").replace("--", "-{}-") if "--" in text else text


def _escape(special: re.Match[str]) -> str:
    return _ESCAPES[special[0]]


def escaped_title(title: str) -> str:
    """A title as TeX, with commands for its inline markup where that is balanced."""
    if "<" not in title or "&lt;" in title_html(title):
        return escaped(title)
    parts, at = [], 0
    for tag in _MARKUP.finditer(title):
        parts += [_piece(title[at : tag.start()]), "}" if tag[1] else _COMMANDS[tag[2]]]
        at = tag.end()
    return fold("".join([*parts, _piece(title[at:])]))


def _piece(text: str) -> str:
    """A piece of a text with the blanks at its ends."""
    lead = " " if text[:1].isspace() else ""
    return f"{lead}{escaped(text)}{' ' if text[-1:].isspace() else ''}" if text.strip() else text


def _name(person: Person) -> str:
    """`Family, Given`, with what has no parts in braces; so is a part that holds a comma or `and`."""
    if person.literal or not person.family or not person.given:
        name = escaped(person.literal or person.family or person.given or "")
        return f"{{{name}}}" if name else ""
    return f"{_part(person.family)}, {_part(person.given)}"


@lru_cache(maxsize=16_384)
def _part(name: str) -> str:
    text = escaped(name)
    return f"{{{text}}}" if "," in text or ";" in text or " and " in f" {text.lower()} " else text


def _keywords(record: Record) -> list[str]:
    return list(filter(None, map(escaped, record.keywords or [])))
