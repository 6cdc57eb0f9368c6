"""From what the schemes of a page say to the values of a draft: which one wins, and which ones contradict it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

from synthesite.extract import Draft
from synthesite.readers._page_abstract import write_abstract
from synthesite.readers._page_agreement import (
    METADATA,
    Found,
    around,
    contradicting,
    name_stands,
    once,
    same_date,
    same_journal,
    same_pages,
    same_people,
    same_title,
    stands,
    stretch,
    with_orcid,
)
from synthesite.readers._page_schemes import Scheme
from synthesite.readers._page_shown import Shown, split_keywords
from synthesite.readers._page_titles import Titles
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold, same_form, title_key
from synthesite.text.html_references import Passage, plain, unescape_again
from synthesite.text.html_tree import Page
from synthesite.text.identifiers import normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.languages import language_tag
from synthesite.text.licences import spdx

_TYPES = {
    "text.serial.journal": "article-journal", "journal article": "article-journal", "journalarticle": "article-journal",
    "info:eu-repo/semantics/article": "article-journal", "article": "article-journal",
    "research article": "article-journal", "journal contribution": "article-journal",
    "info:eu-repo/semantics/doctoralthesis": "thesis", "info:eu-repo/semantics/masterthesis": "thesis",
    "info:eu-repo/semantics/bachelorthesis": "thesis", "thesis": "thesis", "doctoral thesis": "thesis",
    "master thesis": "thesis", "masters thesis": "thesis", "dissertation": "thesis", "phd thesis": "thesis",
    "info:eu-repo/semantics/report": "report", "report": "report", "technical report": "report",
    "working paper": "report", "info:eu-repo/semantics/workingpaper": "report", "monograph": "report",
    "info:eu-repo/semantics/book": "book", "book": "book", "book section": "chapter", "book chapter": "chapter",
    "info:eu-repo/semantics/bookpart": "chapter", "chapter": "chapter", "book part": "chapter",
    "info:eu-repo/semantics/conferenceobject": "paper-conference", "conference paper": "paper-conference",
    "conference or workshop item": "paper-conference", "preprint": "article",
    "info:eu-repo/semantics/preprint": "article", "dataset": "dataset",
}  # fmt: skip
_PREPRINT_SERVERS = frozenset(
    {"biorxiv", "medrxiv", "arxiv", "psyarxiv", "socarxiv", "ssrn", "chemrxiv", "osf preprints", "research square"}
    | {"preprints.org", "edarxiv", "engrxiv", "ssrn electronic journal", "authorea"}
)
_ACCESS = {
    "info:eu-repo/semantics/openaccess": True, "open access": True, "openaccess": True,
    "http://purl.org/coar/access_right/c_abf2": True, "info:eu-repo/semantics/closedaccess": False,
    "info:eu-repo/semantics/restrictedaccess": False, "closed access": False, "restricted access": False,
    "http://purl.org/coar/access_right/c_16ec": False, "http://purl.org/coar/access_right/c_14cb": False,
}  # fmt: skip
_NO_NUMBER = frozenset({"", "0", "-", "n/a", "null", "none", "ahead-of-print", "online first", "in press"})
_US_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_DOI_START = re.compile(
    r"(?:\s*(?:https?://(?:[\w-]+\.)*doi\.org/(?:doi:)?|info:doi/|urn:doi:|doi\s*:?\s*|"
    r"https?://\S{3,80}?/doi/(?:abs/|full/|pdf/|epub/)?(?=10\.)))+",
    re.IGNORECASE,
)
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")


class Fields:
    """Writes a draft from the schemes of a page, the most trusted first."""

    def __init__(
        self, draft: Draft, page: Page, schemes: list[Scheme], shown: Shown, others: dict[str, list[Passage]]
    ) -> None:
        self.draft = draft
        self.page = page
        self.schemes = schemes
        self.shown = shown
        self.others = others

    def write(self) -> None:
        """Writes every field."""
        self._type()
        self._title()
        self._authors()
        self._dates()
        self._container()
        self._pages()
        self._identifiers()
        self._addresses()
        self._single("language", self._values(_language, "language"))
        self._rights()
        write_abstract(self.draft, self.schemes, self.shown, str(self.draft.values.get("language", "")))
        self._keywords()
        for key, field in (("citations.cited_by", "cited_by"), ("citations.references", "references")):
            self._single(key, self._values(_count, field))

    def _values(self, rule: Callable[[str], Any], *fields: str) -> list[Found]:
        """What a rule makes of the passages of some fields, scheme by scheme."""
        found = []
        for scheme in self.schemes:
            for passage in scheme.all(*fields):
                value = rule(fold(passage.text))
                if value is not None and value != "":
                    found.append(Found(scheme.name, value, passage))
        return found

    def _texts(self, *fields: str) -> list[Found]:
        found = []
        for scheme in self.schemes:
            for passage in scheme.all(*fields):
                text = unescape_again(passage).collapsed()
                if text.text:
                    found.append(Found(scheme.name, text.folded, text))
        return found

    def _put(self, key: str, value: Any, passage: Passage) -> None:
        span = passage.span
        self.draft.put(key, value, span, derived=not stands(self.draft.text, value, span))

    def _single(self, key: str, found: list[Found], same: Callable[[Any, Any], bool] | None = None) -> None:
        """Takes the first value; metadata of another scheme none of whose values agree is a conflict."""
        if not found:
            return
        first = found[0]
        self._put(key, first.value, first.passage)
        if same and first.scheme in METADATA:
            sides = contradicting(found, same)
            if sides:
                shown = [(str(side.value), side.passage.span) for side in (first, *sides)]
                self.draft.conflict(key, *shown)

    def _type(self) -> None:
        """The type that metadata names; else what a container of its kind says (Google Scholar's guidelines)."""
        stated = self._values(lambda text: _TYPES.get(text.lower()), "type")
        journal = self._values(lambda text: text, "journal")
        found = [one for one in stated if one.scheme != "the page"]
        for key, kind in (
            ("institution", "thesis"), ("report_institution", "report"), ("conference", "paper-conference"),
            ("container", "chapter"),
        ):  # fmt: skip
            found += [one._replace(value=kind) for one in self._values(lambda text: text, key)]
        for one in journal:
            if one.scheme in METADATA:
                preprint = one.value.lower() in _PREPRINT_SERVERS
                found.append(one._replace(value="article" if preprint else "article-journal"))
        server = [one for one in found if one.value == "article"]
        general = found and found[0].value == "article-journal" and server
        self._single("type", (server if general else found) or stated)
        self._single("genre", self._texts("genre"))

    def _title(self) -> None:
        titles = Titles(self.schemes, self.shown, self.others)
        found = [Found(scheme, clean.folded, clean) for scheme, clean in titles.candidates() if clean.text.strip()]
        if not found:
            self.draft.problem("no-title", "no clear title is stated on this page; check that it is saved whole")
            return
        first = found[0]
        if first.value.isupper() and len(first.value) > 20:
            cased = [one for one in found if title_key(one.value) == title_key(first.value) and not one.value.isupper()]
            found = [*cased[:1], *found]
        self._single("title", found, same_title)

    def _authors(self) -> None:
        lists = [scheme for scheme in self.schemes if scheme.authors]
        if not lists:
            return
        authors = once(lists[0].authors)
        for author in authors:
            person = dict(author.person)
            orcid = author.orcid or with_orcid(author, lists[1:])
            if orcid:
                person["orcid"] = orcid.folded.upper()
            span = author.name.span
            derived = not name_stands(self.draft.text, author, span)
            at = self.draft.add("authors", person, span, author.name.folded, derived=derived)
            if orcid:
                derived = not stands(self.draft.text, person["orcid"], orcid.span)
                self.draft.trace(f"authors.{at}.orcid", person["orcid"], orcid.span, derived=derived)
        for other in lists[1:]:
            if other.name in METADATA and lists[0].name in METADATA and not same_people(authors, other.authors):
                sides = [
                    ("; ".join(a.name.folded for a in some), around(some)) for some in (authors, once(other.authors))
                ]
                self.draft.conflict("authors", *sides)
                return

    def _dates(self) -> None:
        """The date of the issue or of publication; else the date that is all the page states; the online date last."""
        found = self._values(_date, "published") or self._values(_date, "date")
        ambiguous = self._values(_date, "date")
        online = self._values(_date, "online_date")
        years = self._values(_year, "year")
        stated = found or years or online
        if not stated:
            return
        first = stated[0]
        own = [one for one in (*ambiguous, *years, *online) if one.scheme == "Highwire"]
        if own and first.scheme != "Highwire":
            first = own[0]
        year = str(first.value)[:4]
        self._year(year, first.passage)
        if years and found and years[0].scheme == first.scheme and str(years[0].value) != year:
            sides = [(str(one.value), one.passage.span) for one in (first, years[0])]
            self.draft.conflict("year", *sides)
        precise = [one for one in [first, *found, *ambiguous] if str(one.value).startswith(str(first.value))]
        best = max(precise, key=lambda one: len(str(one.value)))
        self._put("published", str(best.value), best.passage)
        allowed = [str(one.value) for one in (*online, *ambiguous) if one.scheme == "Highwire"]
        against = [
            one
            for one in contradicting([first, *found], same_date)
            if not any(same_date(one.value, date) for date in allowed)
        ]
        if against and first.scheme in METADATA:
            sides = [(str(one.value), one.passage.span) for one in (first, *against)]
            self.draft.conflict("published", *sides)

    def _year(self, year: str, passage: Passage) -> None:
        at = passage.text.find(year)
        if at >= 0:
            self._put("year", int(year), passage.cut(at, at + 4))

    def _container(self) -> None:
        journals = self._texts("journal", "container", "conference") or self._journal_sources()
        abbreviations = self._texts("abbreviation")
        short = {same_form(one.value) for one in abbreviations}
        whole = [one for one in journals if same_form(one.value) not in short] or journals
        self._single("journal", whole, same_journal)
        self._single("journal_record.abbreviation", abbreviations)
        publishers = self._texts("publisher") or self._texts("institution", "report_institution")
        self._single("publisher", publishers)
        for key, prefix in (("volume", r"vol(?:ume|\.)?\s*"), ("issue", r"(?:issue|no\.|nr\.|heft)\s*")):
            found = []
            for one in self._texts(key):
                match = re.match(prefix + r"(?=\d)", one.passage.text, re.IGNORECASE)
                passage = one.passage.cut(match.end(), len(one.passage.text)) if match else one.passage
                if len(passage.folded) <= 40 and passage.folded.lower() not in _NO_NUMBER:
                    found.append(Found(one.scheme, passage.folded, passage))
            self._single(key, found, lambda a, b: same_form(a) == same_form(b))

    def _journal_sources(self) -> list[Found]:
        """`DC.Source` and the like name the journal in OJS; with figures in it, it may be a whole reference."""
        return [one for one in self._texts("source") if not re.search(r"\d|://|;", one.value)]

    def _pages(self) -> None:
        found: list[tuple[str, str, list[Passage]]] = []
        for scheme in self.schemes:
            first, last, ranges = (scheme.all(key)[:1] for key in ("first_page", "last_page", "pages"))
            passages = [*first, *last] if first else ranges
            texts = [passage.folded for passage in passages]
            if first and last and (texts[0] == texts[1] or re.search(r"\d\s*[-–—]\s*\w", texts[0])):
                texts, passages = texts[:1], passages[:1]
            if texts and all(re.search(r"\d|^[ivxlc]+$", text, re.IGNORECASE) and len(text) <= 40 for text in texts):
                found.append((scheme.name, "-".join(texts), passages))
        if not found:
            return
        name, value, passages = found[0]
        spans = [passage.span for passage in passages]
        derived = len(spans) == 1 and not stands(self.draft.text, value, spans[0])
        self.draft.put("pages", value, *spans, derived=derived)
        for other, text, places in found[1:]:
            if {name, other} <= METADATA and not same_pages(value, text):
                sides = [(one, stretch(some)) for one, some in ((value, passages), (text, places))]
                self.draft.conflict("pages", *sides)
                return

    def _identifiers(self) -> None:
        found = []
        for scheme in self.schemes:
            for passage in scheme.all("doi"):
                start = _DOI_START.match(passage.text)
                proper = passage.cut(start.end() if start else 0, len(passage.text)).trimmed()
                proper = proper.cut(0, len(proper.text.rstrip(".,;")))
                doi = normal_doi(proper.text)
                if doi:
                    found.append(Found(scheme.name, doi, proper))
                elif scheme.name != "the page":
                    message = f"{passage.folded[:60]!r} is not a DOI; it is left out"
                    self.draft.problem("bad-doi", message, passage.span[0])
        self._single("doi", found, lambda a, b: a == b)
        self._single("pmid", self._values(normal_pmid, "pmid"), lambda a, b: a == b)
        self._single("pmcid", self._values(normal_pmcid, "pmcid"), lambda a, b: a == b)
        for one in self._texts("issn"):
            for match in _ISSN.finditer(one.passage.text):
                issn = normal_issn(match[0])
                if issn and issn not in self.draft.values.get("issn", []):
                    span = one.passage.cut(*match.span()).span
                    self.draft.add("issn", issn, span, derived=not stands(self.draft.text, issn, span))

    def _addresses(self) -> None:
        """Where a reader should go, and the PDF; an address without a host is completed by the page's own."""
        urls = [*self._texts("url"), *self._links("canonical"), *self._saved_from()]
        whole = [one for one in urls if re.match(r"https?://[^\s/]+", one.value) and " " not in one.value]
        doi = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
        whole = [one for one in whole if not one.value.lower().endswith(".pdf")]
        proper = [one for one in whole if not doi.match(one.value)] or whole
        self._single("url", proper)
        base = proper[0].value if proper else ""
        pdfs = [*self._texts("pdf"), *self._links("alternate", "application/pdf")]
        for one in pdfs:
            address = one.value
            if base and re.match(r"/[^\s]*$|\.{1,2}/[^\s]*$", address):
                try:
                    address = urljoin(base, address)
                except ValueError:
                    continue
            is_document = one.scheme != "EPrints" or address.lower().endswith(".pdf")
            if re.match(r"https?://[^\s/]+\S*$", address) and is_document:
                self._put("pdf", address, one.passage)
                return

    def _links(self, relation: str, kind: str = "") -> list[Found]:
        found = []
        for element in self.page.elements:
            if element.tag != "link" or relation not in element.get("rel").lower().split():
                continue
            passage = element.attributes.get("href")
            if passage and passage.text.strip() and (not kind or element.get("type").lower() == kind):
                found.append(Found("the page", passage.folded, passage.trimmed()))
        return found

    def _saved_from(self) -> Iterator[Found]:
        """The address that a browser notes in the page it saves."""
        for start, end in self.page.comments[:5]:
            comment = self.draft.text[start : min(end, start + 3000)]
            match = re.search(r"saved from url=\(\d+\)(https?://\S+)|SingleFile\s+url: (https?://\S+)", comment)
            if match:
                group = match.lastindex or 1
                address = plain(self.draft.text, start + match.start(group), start + match.end(group))
                yield Found("the page", address.text, address)

    def _rights(self) -> None:
        licences = self._values(spdx, "licence")
        for element in self.page.elements:
            if element.tag in {"a", "link"} and "license" in element.get("rel").lower().split():
                href = element.attributes.get("href")
                if href and (licence := spdx(href.text)):
                    licences.append(Found("the page", licence, href.trimmed()))
        self._single("licence", licences, lambda a, b: a == b)
        access = self._values(lambda text: _ACCESS.get(text.lower()), "access", "licence")
        self._single("open_access", access, lambda a, b: a == b)

    def _keywords(self) -> None:
        """The keywords of the first scheme that has some; those that describe the site (`keywords`) are not taken."""
        for scheme in self.schemes:
            shown = scheme is self.shown.scheme
            passages = self.shown.keywords(self.draft.values.get("language", "")) if shown else scheme.all("keyword")
            keywords = passages
            if len(passages) == 1 and not shown:
                keywords = split_keywords(passages[0])
            elif any(";" in passage.text for passage in passages):
                keywords = [part for passage in passages for part in passage.split(re.compile(";"))]
            if not keywords:
                continue
            seen: set[str] = set()
            for passage in map(unescape_again, keywords):
                keyword = passage.trimmed()
                if keyword.text and keyword.folded.casefold() not in seen and len(keyword.text) <= 300:
                    seen.add(keyword.folded.casefold())
                    span = keyword.span
                    derived = not stands(self.draft.text, keyword.folded, span)
                    self.draft.add("keywords", keyword.folded, span, derived=derived)
            return


def _date(text: str) -> str | None:
    """A date; of figures that may be read in two orders (`03/04/2020`) the year remains."""
    match = _US_DATE.fullmatch(text)
    if not match:
        return iso_date(text)
    first, second, year = int(match[1]), int(match[3]), match[4]
    if match[2] == ".":
        return iso_date(f"{year}-{second}-{first}")
    if first == second or second > 12:
        return iso_date(f"{year}-{first}-{second}")
    return iso_date(f"{year}-{second}-{first}" if first > 12 else year)


def _language(text: str) -> str | None:
    return language_tag(text.replace("_", "-"))


def _year(text: str) -> str | None:
    return text if re.fullmatch(r"[12]\d{3}", text) and text.isascii() else None


def _count(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else None
