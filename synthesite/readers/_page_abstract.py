"""Which of the abstracts on a page is taken: the whole one before a cut one, the structured one before a flat one."""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.extract import Draft
from synthesite.readers._page_agreement import stands
from synthesite.readers._page_passages import Part, abstract_parts, paragraphs_in
from synthesite.readers._page_schemes import Scheme
from synthesite.readers._page_shown import Shown
from synthesite.text.folding import same_form
from synthesite.text.languages import detect_language
from synthesite.text.patterns import lazy

_CUT = lazy(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*(?:(?:show|read|see) more\.?)?\s*$", re.IGNORECASE)
_SHORTEST_DESCRIPTION = 120
"""A description with fewer characters may be anything."""
_BOILERPLATE = lazy(r"https?://|\bdoi:|\b10\.\d{4,9}/|^(?:download|read|view|search|log in|sign up)\b", re.IGNORECASE)
_LABEL = lazy(r"^(?:abstract|summary)\s*[:.—–-]?\s+(?=[A-ZÀ-Þ])|^(?:Abstract|ABSTRACT)(?=[A-Z][a-z])")


class _Candidate(NamedTuple):
    """An abstract, and how much there is to it."""

    parts: list[Part]
    is_weak: bool
    language: str = ""

    @property
    def text(self) -> str:
        return " ".join(part.text.folded for part in self.parts)

    @property
    def is_cut(self) -> bool:
        return bool(_CUT.search(self.text))

    @property
    def is_structured(self) -> bool:
        return sum(bool(part.label.text) for part in self.parts) > 1


def write_abstract(draft: Draft, schemes: list[Scheme], shown: Shown, language: str) -> None:
    """Writes the abstract and whether it is cut; of several that the page shows, the one in the study's language."""
    best = _best(_candidates(schemes), _shown(shown), language)
    if best is None:
        return
    for part in best.parts:
        _write_part(draft, part)
    cut = _CUT.search(best.parts[-1].text.text)
    if cut and "abstract" in draft.values:
        last = best.parts[-1].text
        draft.put("abstract_truncated", True, last.cut(cut.start(), len(last.text)).span, derived=True)


def _candidates(schemes: list[Scheme]) -> list[_Candidate]:
    found = []
    for weak, field in ((False, "abstract"), (True, "description")):
        for scheme in schemes:
            for passage in scheme.all(field):
                match = _LABEL.match(passage.text)
                proper = passage.cut(match.end(), len(passage.text)) if match else passage
                parts = abstract_parts(paragraphs_in(proper))
                candidate = _Candidate(parts, weak)
                if parts and not (weak and not _is_prose(candidate.text)) and len(candidate.text) >= 30:
                    found.append(candidate)
    return found


def _is_prose(text: str) -> bool:
    """Whether a description may be an abstract: long, in sentences, without addresses."""
    closed = re.search(r"[.!?…。)]['\"”’]?\s*$", text)
    return len(text) >= _SHORTEST_DESCRIPTION and bool(closed) and not _BOILERPLATE.search(text)


def _shown(shown: Shown) -> list[_Candidate]:
    found = [_Candidate(abstract_parts(block), False, tag) for tag, block in shown.abstracts[:20]]
    return [candidate for candidate in found if candidate.parts and len(candidate.text) >= 30]


def _best(stated: list[_Candidate], shown: list[_Candidate], language: str) -> _Candidate | None:
    """The most trusted statement, or the same abstract as the page shows it, if that is whole or has labels."""
    if not stated:
        return _clear(shown, language)
    first = next((one for one in stated if not one.is_weak), stated[0])
    same = [one for one in [*stated, *shown] if one is not first and _is_same(first, one)]
    best = max([first, *same], key=lambda one: _rank(one, first.is_weak))
    if first.is_weak and shown and not same:
        return _clear(shown, language)
    return best


def _clear(shown: list[_Candidate], language: str) -> _Candidate | None:
    """The one abstract that a page shows, or the only one in the study's language."""
    texts = {one.text: one for one in shown}
    if len(texts) > 1 and language:
        own = language[:2]
        texts = {text: one for text, one in texts.items() if (one.language or detect_language(text)) == own}
    return next(iter(texts.values())) if len(texts) == 1 else None


def _rank(candidate: _Candidate, by_length: bool) -> tuple[bool, bool, int]:
    """How good an abstract is; a longer one is better only than a description, which may be a beginning."""
    words = len(candidate.text.split()) // 20 if by_length else 0
    return not candidate.is_cut, candidate.is_structured, words


def _is_same(one: _Candidate, other: _Candidate) -> bool:
    """Whether the words of the shorter one's beginning are nearly all in the other's."""
    first, second = sorted((_words(one), _words(other)), key=len)
    start = first[:40]
    known = set(second[: len(start) * 3])
    return bool(start) and sum(word in known for word in start) >= 0.75 * len(start)


def _words(candidate: _Candidate) -> list[str]:
    return same_form(candidate.text[:3000]).split()


def _write_part(draft: Draft, part: Part) -> None:
    text = part.text.folded
    if not text:
        return
    span, label = part.text.span, part.label.folded
    value = {"label": label, "text": text} if label else {"text": text}
    index = draft.add("abstract", value, span, text, derived=not stands(draft.text, text, span))
    if label:
        place = part.label.span
        draft.trace(f"abstract.{index}.label", label, place, derived=not stands(draft.text, label, place))
