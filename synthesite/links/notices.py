"""Publications about a publication: corrections, retractions, replies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from synthesite.interface import N_, Words
from synthesite.links.papers import FEW_WORDS, Found, LinkTraits, Relation, few, in_common, word_count, years_fit
from synthesite.model import Notice
from synthesite.text.identifiers import normal_doi
from synthesite.text.journal_names import same_journal
from synthesite.text.patterns import lazy

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
_BEFORE = lazy(rf"{_KIND}(?: (?:to|for|of|on|about|regarding))?(?:\s*[:.–—]\s*|\s+)(?:the article )?(.+)", re.I)
_BEHIND = lazy(rf"(.+?)\s*(?:[:.–—]\s*{_KIND}|[\[(]{_KIND}[\])])\s*\.?", re.I)
_GENRE = lazy(_KIND, re.I)
_AFTER = " .])"
_LAST = (*_KINDS, "notice", "note", "publication", "editor")
"""How all titles end that have `_KIND` behind them, which few have and takes long to find."""
_QUOTES = " \"'“”„‘’«»[]."


def about(title: str, genre: str) -> tuple[Relation, str] | None:
    """What a paper of this title and genre is to another publication, and that one's title."""
    if match := _BEFORE.fullmatch(title):
        return _KINDS[match[1].lower()], match[2].strip(_QUOTES)
    if title.rstrip(_AFTER).lower().endswith(_LAST) and (match := _BEHIND.fullmatch(title)):
        return _KINDS[(match[2] or match[3]).lower()], match[1].strip(_QUOTES)
    named = _GENRE.fullmatch(genre)
    relation = _KINDS[named[1].lower()] if named else Relation.REPLY
    return None if relation is Relation.REPLY else (relation, title)


def linked_notices(notices: Iterable[Notice]) -> list[tuple[Relation, str]]:
    """The notices whose address is a DOI, each as what that publication is to the study."""
    found = ((_KINDS.get(notice.type.lower()), normal_doi(notice.url or "")) for notice in notices)
    return [(relation, doi) for relation, doi in found if relation and doi]


def titles_of_notices(papers: list[LinkTraits]) -> Iterator[Found]:
    """Each correction, retraction or reply with the publications whose title its own title names.

    All but replies need an author in common, where both have authors. Of several publications with one title, it is
    about those in its own journal, if there are any: a retracted article's preprint is not retracted.
    """
    notices = [(paper, *paper.about) for paper in papers if paper.about]
    wanted = {words for _, _, words in notices if word_count(words) >= FEW_WORDS}
    by_title: dict[str, list[LinkTraits]] = defaultdict(list)
    for paper in papers:
        by_its_genre_alone = paper.about and paper.about[1] == paper.words
        if paper.words in wanted and not by_its_genre_alone:
            by_title[paper.words].append(paper)
    for notice, relation, words in notices:
        for paper in _of_its_journal(notice, few(by_title.get(words, []))):
            by_others = notice.authors and paper.authors and not in_common(notice, paper)
            if (relation is Relation.REPLY or not by_others) and years_fit(paper, notice, -1, _YEARS):
                because = N_("one title names the other")
                if notice.words == words:
                    because = N_("the same title, and the genre of one says so")
                yield Found(paper.id, notice.id, relation, Relation.ABOUT, (Words(because),))


def _of_its_journal(notice: LinkTraits, papers: list[LinkTraits]) -> list[LinkTraits]:
    return [paper for paper in papers if _in_one_journal(paper, notice)] or papers


def _in_one_journal(one: LinkTraits, other: LinkTraits) -> bool:
    return bool(one.journal and other.journal) and same_journal(*sorted((one.journal, other.journal))) is True


def addresses_of_notices(papers: list[LinkTraits]) -> Iterator[Found]:
    """Notices in a record whose address is the DOI of another one."""
    noticed = [paper for paper in papers if paper.notices]
    by_doi = {paper.doi: paper for paper in reversed(papers) if paper.doi} if noticed else {}
    for paper in noticed:
        for relation, doi in paper.notices:
            other = by_doi.get(doi)
            if other and other is not paper:
                because = Words(N_("one record names the other’s DOI in a notice"))
                yield Found(paper.id, other.id, relation, Relation.ABOUT, (because,))
