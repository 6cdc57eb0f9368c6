"""What a study is compared by: the values of an extract or a record in comparable forms."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from synthesite.text.folding import fold, strip_accents
from synthesite.text.page_ranges import NOWHERE, Pages, page_range
from synthesite.text.work_titles import NO_TITLE, WorkTitle, title_words, work_title

_ABSTRACT = 400
"""How many letters of an abstract are compared: databases cut the rest in different places."""

_PREPRINT_DOI = re.compile(
    r"10\.(?:1101/(?:[0-9]{6}$|[0-9]{6}v|[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)|64898/|48550/|2139/ssrn|3123[0-9]/|31219/|31235/|21203/rs"
    r"|20944/preprints|26434/chemrxiv|36227/techrxiv|22541/au|7287/peerj\.preprints|2196/preprints|1590/scielopreprints"
    r"|35542/|31730/|3122[0-9]/|33767/|51094/jxiv|14293/|32942/|53962/|26686/|33774/|12794/metaarxiv)"
)
"""The prefixes under which preprint servers register their DOIs. Cold Spring Harbor's journals share that of bioRxiv and
medRxiv, whose own DOIs are six digits, or a date and a number."""
_PREPRINT_NAME = re.compile(
    r"\b(?:bio ?rxiv|med ?rxiv|ar ?xiv|psy ?arxiv|soc ?arxiv|chem ?rxiv|tech ?rxiv|eng ?rxiv|ed ?arxiv|osf preprints?|"
    r"osf\.io|research square|ssrn|preprints?(?:\.org)?|authorea|jmir preprints)\b",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?:[./]?v[0-9]{1,2}|/(?:full|abstract|pdf|epdf|html|meta)|\.pdf)+$")
_COCHRANE = re.compile(r"^(10\.1002/14651858\..+?)(?:\.pub[0-9]+)?$")
_NOBODY = frozenset({"et al", "others", "anonymous", "anon", "no authors listed", "nn"})
_VOLUME = re.compile(r"0*([0-9]+)")


class Author(NamedTuple):
    """A name: the words of the family name, all words of it, and the initials of the given names where known."""

    family: frozenset[str]
    words: frozenset[str]
    initials: str


class Traits(NamedTuple):
    """A study in the forms that are compared; what isn't known is empty."""

    title: WorkTitle
    authors: tuple[Author, ...]
    year: int
    journal: str
    issn: frozenset[str]
    volume: str
    issue: str
    pages: Pages
    doi: str
    pmid: str
    pmcid: str
    abstract: str
    preprint: bool
    thesis: bool
    key: str
    """A hash of all the values that count: the same for the same values, whatever their order among others."""


def traits_of(values: Mapping[str, Any]) -> Traits:
    """The traits of a study that has these values, under a record's keys and in plain data (dicts, lists, texts)."""
    title = work_title(str(values["title"])) if values.get("title") else NO_TITLE
    authors = tuple(filter(None, map(_author, values.get("authors") or ())))
    journal = fold(str(values.get("journal") or ""))
    doi = plain_doi(str(values.get("doi") or ""))
    abstract = _abstract(values.get("abstract") or ())
    year = values.get("year") or 0
    volume = plain_volume(str(values.get("volume") or ""))
    issue = " ".join(title_words(str(values.get("issue") or "")))
    pages = page_range(str(values["pages"])) if values.get("pages") else NOWHERE
    pmid, pmcid = str(values.get("pmid") or ""), str(values.get("pmcid") or "")
    issn = frozenset(map(str, values.get("issn") or ()))
    preprint = _is_preprint(values, doi, journal)
    said = (
        title.words,
        [sorted(a.words) for a in authors],
        year,
        journal,
        volume,
        issue,
        pages,
        doi,
        pmid,
        pmcid,
        abstract,
    )
    key = hashlib.blake2b(
        repr((said, sorted(issn), preprint)).encode("utf-8", "surrogatepass"), digest_size=12
    ).hexdigest()
    thesis = values.get("type") == "thesis" or "dissertation" in journal.casefold()
    return Traits(
        title, authors, year, journal, issn, volume, issue, pages, doi, pmid, pmcid, abstract, preprint, thesis, key
    )


def plain_doi(doi: str) -> str:
    """The DOI without what databases add to it: escapes, `/full`, the version of a preprint (`v2`)."""
    if not doi:
        return ""
    plain = unquote(doi).casefold().strip().rstrip(".,;/")
    return _VERSION.sub("", plain) or plain


def cochrane_review(doi: str) -> str:
    """What the DOIs of all updates of a Cochrane review begin with; empty for other DOIs."""
    match = _COCHRANE.match(doi)
    return match[1] if match else ""


def plain_volume(text: str) -> str:
    """The number of a volume (`59` of `59 SUPPL. 1`); empty where its beginning is lost (`1)` of `59 (SUPPL. 1)`)."""
    plain = text.strip()
    if not plain or (plain.endswith(")") and "(" not in plain):
        return ""
    match = _VOLUME.match(plain) or re.search(r"[^0-9(]0*([0-9]+)$", plain)
    return match[1] if match else ""


def _is_preprint(values: Mapping[str, Any], doi: str, journal: str) -> bool:
    if journal and not _PREPRINT_NAME.search(journal):
        return False  # printed, though databases give some conference papers the DOI of their preprint
    if _PREPRINT_DOI.match(doi):
        return True
    where = f"{journal} {values.get('publisher') or ''} {values.get('genre') or ''}"
    return bool(_PREPRINT_NAME.search(where))


def _author(person: Mapping[str, Any]) -> Author | None:
    family, given = str(person.get("family") or ""), str(person.get("given") or "")
    literal = str(person.get("literal") or "")
    own = _name_words(family or literal)
    if not own or " ".join(own) in _NOBODY:
        return None
    others = _name_words(given)
    whole = frozenset(word for word in (*own, *others) if len(word) > 1) or frozenset(own)
    kept = frozenset(word for word in own if len(word) > 1) or frozenset(own)
    return Author(kept, whole, "".join(word[0] for word in others))


def _name_words(text: str) -> tuple[str, ...]:
    return title_words(strip_accents(text).replace("'", "").replace("\u2019", "").replace("?", ""))


def _abstract(parts: Sequence[Any]) -> str:
    said = " ".join(str(part.get("text") or "") for part in parts if isinstance(part, Mapping))
    return "".join(title_words(said[: 2 * _ABSTRACT]))[:_ABSTRACT]
