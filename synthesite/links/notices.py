"""Publications about a publication: corrections, retractions, replies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from synthesite.links.papers import FEW_WORDS, Found, Paper, Relation, few, in_common, title_words, years_fit
from synthesite.text.folding import fold
from synthesite.text.identifiers import normal_doi
from synthesite.text.journal_names import same_journal

_YEARS = 30

_KINDS = {
    "correction": Relation.CORRECTION, "corrigendum": Relation.CORRECTION, "erratum": Relation.CORRECTION,
    "addendum": Relation.CORRECTION, "retraction": Relation.RETRACTION, "expression of concern": Relation.CONCERN,
    "reply": Relation.REPLY, "response": Relation.REPLY, "comment": Relation.REPLY, "comments": Relation.REPLY,
    "commentary": Relation.REPLY, "letter": Relation.REPLY, "re": Relation.REPLY,
}  # fmt: skip
_KIND = (
    r"(?:(?:author|authors|author['’]s|authors['’]|publisher|published|editorial) )?"
    r"(correction|corrigendum|erratum|addendum|retraction|expression of concern|reply|response|comments?|commentary|"
    r"letter|re)(?: notice| note| of publication| to the editor)?"
)
_BEFORE = re.compile(rf"{_KIND}(?: (?:to|for|of|on|about|regarding))?(?:\s*[:.–—]\s*|\s+)(?:the article )?(.+)", re.I)
_BEHIND = re.compile(rf"(.+?)\s*(?:[:.–—]\s*{_KIND}|[\[(]{_KIND}[\])])\s*\.?", re.I)
_GENRE = re.compile(_KIND, re.I)
_QUOTES = " \"'“”„‘’«»[]."


def kind_of(paper: Paper) -> Relation | None:
    """What a paper's title or genre says it is to another publication; `None` for one that stands for itself."""
    found = _about(paper)
    return found[0] if found else None


def _about(paper: Paper) -> tuple[Relation, str] | None:
    """What a paper is to another publication, and that one's title."""
    if match := _BEFORE.fullmatch(paper.title):
        return _KINDS[match[1].lower()], match[2].strip(_QUOTES)
    if match := _BEHIND.fullmatch(paper.title):
        return _KINDS[(match[2] or match[3]).lower()], match[1].strip(_QUOTES)
    genre = _GENRE.fullmatch(paper.record.genre or "")
    relation = _KINDS[genre[1].lower()] if genre else Relation.REPLY
    return None if relation is Relation.REPLY else (relation, paper.title)


def titles_of_notices(papers: list[Paper]) -> Iterator[Found]:
    """Each correction, retraction or reply with the publications whose title its own title names.

    All but replies need an author in common, where both have authors. Of several publications with one title, it is
    about those in its own journal, if there are any: a retracted article's preprint is not retracted.
    """
    notices = [(p, relation, title_words(title)) for p in papers for relation, title in filter(None, [_about(p)])]
    wanted = {words for _, _, words in notices if len(words) >= FEW_WORDS}
    same = {p.record.id for p, _, words in notices if words == p.words}  # notices by their genre alone
    by_title: dict[tuple[str, ...], list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.words in wanted and paper.record.id not in same:
            by_title[paper.words].append(paper)
    for notice, relation, words in notices:
        for paper in _of_its_journal(notice, few(by_title.get(words, []))):
            by_others = notice.authors and paper.authors and not in_common(notice, paper)
            if (relation is Relation.REPLY or not by_others) and years_fit(paper, notice, -1, _YEARS):
                because = "one title names the other" if notice.words != words else "same title, and its genre says so"
                yield Found(paper.record.id, notice.record.id, relation, Relation.ABOUT, because)


def _of_its_journal(notice: Paper, papers: Iterable[Paper]) -> list[Paper]:
    every, journal = list(papers), notice.record.journal
    own = [paper for paper in every if journal and _is_journal(paper.record.journal, journal)]
    return own or every


def _is_journal(one: str | None, other: str) -> bool:
    return bool(one) and same_journal(*sorted((fold(one or ""), fold(other)))) is True


def addresses_of_notices(papers: list[Paper]) -> Iterator[Found]:
    """Notices in a record whose address is the DOI of another one."""
    by_doi = {paper.record.doi: paper for paper in reversed(papers) if paper.record.doi}
    for paper in papers:
        for notice in paper.record.notices or []:
            other = by_doi.get(normal_doi(notice.url or "") or "")
            relation = _KINDS.get(notice.type.lower())
            if relation and other and other is not paper:
                because = "one record names the other’s DOI in a notice"
                yield Found(paper.record.id, other.record.id, relation, Relation.ABOUT, because)
