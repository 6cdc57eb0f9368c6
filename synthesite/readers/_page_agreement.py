"""Whether the schemes of an HTML page agree, and whether a value is what stands at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from synthesite.readers._page_schemes import Author, Scheme
from synthesite.text.decodings import decodings
from synthesite.text.folding import fold, same_form, title_key
from synthesite.text.html_references import Passage
from synthesite.text.numbers import expand_pages

METADATA = {"Highwire", "Dublin Core", "PRISM", "EPrints", "JSON-LD"}
"""The schemes of metadata that are trusted enough for a difference to be a conflict."""


class Found(NamedTuple):
    """A value that a scheme states, and where."""

    scheme: str
    value: Any
    passage: Passage


def stands(text: str, value: Any, span: tuple[int, int]) -> bool:
    """Whether the value is what the characters of the span stand for, with escapes undone or as they are."""
    raw = text[slice(*span)]
    return fold(raw) == str(value) or str(value) in set(decodings(raw))


def name_stands(text: str, author: Author, span: tuple[int, int]) -> bool:
    forms = {" ".join(filter(None, (author.person.get("given"), author.person.get("family")))),
             ", ".join(filter(None, (author.person.get("family"), author.person.get("given")))),
             author.person.get("literal", "")}  # fmt: skip
    return author.name.folded in forms and stands(text, author.name.folded, span)


def contradicting(found: list[Found], same: Callable[[Any, Any], bool]) -> list[Found]:
    """The first value of each other scheme of metadata that says nothing like the first value."""
    first = found[0]
    by_scheme: dict[str, list[Found]] = {}
    for one in found[1:]:
        if one.scheme in METADATA and one.scheme != first.scheme:
            by_scheme.setdefault(one.scheme, []).append(one)
    return [some[0] for some in by_scheme.values() if not any(same(first.value, one.value) for one in some)]


def same_title(one: str, other: str) -> bool:
    first, second = title_key(one), title_key(other)
    return first.startswith(second) or second.startswith(first)


def same_journal(one: str, other: str) -> bool:
    """Whether one may be the other, or its abbreviation: each word starts with the other's."""
    first, second = title_key(one).split(), title_key(other).split()
    small = {"of", "the", "and", "for", "in", "de", "der", "des", "et", "und", "y", "la"}
    pairs = list(zip([w for w in first if w not in small], [w for w in second if w not in small], strict=False))
    return first == second or (bool(pairs) and all(a.startswith(b) or b.startswith(a) for a, b in pairs))


def same_date(one: Any, other: Any) -> bool:
    return str(one).startswith(str(other)) or str(other).startswith(str(one))


def same_pages(one: str, other: str) -> bool:
    first, second = expand_pages(one), expand_pages(other)
    return first == second or first.split("-")[0] == second or first == second.split("-")[0]


def once(authors: list[Author]) -> list[Author]:
    """Pages that carry their metadata twice give the whole list again; two authors of one name are left alone."""
    half = len(authors) // 2
    names = [author.name.folded for author in authors]
    return authors[:half] if half and len(authors) % 2 == 0 and names[:half] == names[half:] else authors


def _tokens(author: Author) -> set[str]:
    return {word for word in same_form(" ".join(author.person.values())).split() if len(word) > 1}


def same_people(one: list[Author], other: list[Author]) -> bool:
    other = once(other)
    if len(one) != len(other):
        return False
    return all(_tokens(a) & _tokens(b) or not (_tokens(a) and _tokens(b)) for a, b in zip(one, other, strict=True))


def with_orcid(author: Author, lists: list[Scheme]) -> Passage | None:
    """The ORCID iD that another scheme gives for the author of the same name."""
    name = sorted(same_form(" ".join(author.person.values())).split())
    for scheme in lists:
        for other in scheme.authors:
            if other.orcid and sorted(same_form(" ".join(other.person.values())).split()) == name:
                return other.orcid
    return None


def around(authors: list[Author]) -> tuple[int, int]:
    return stretch([author.name for author in authors])


def stretch(passages: list[Passage]) -> tuple[int, int]:
    """From the first of some passages to the last."""
    spans = [passage.span for passage in passages]
    return min(start for start, _ in spans), max(end for _, end in spans)
