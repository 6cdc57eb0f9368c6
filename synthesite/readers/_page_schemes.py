"""What the metadata of an HTML page says, scheme by scheme: each gives passages under the same names of fields.

Highwire tags are described by Google Scholar's "Inclusion Guidelines for Webmasters", Dublin Core in HTML by DCMI's
"DC-HTML", PRISM by Idealliance's "PRISM 3.0", Open Graph at ogp.me. EPrints writes its own fields beside Dublin Core.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from synthesite.text.html_references import Passage
from synthesite.text.html_tree import Page
from synthesite.text.identifiers import normal_doi
from synthesite.text.names import parse_name, person_parts
from synthesite.text.patterns import lazy

HIGHWIRE = {
    "title": "title", "author": "author", "authors": "author", "author_orcid": "orcid",
    "publication_date": "published", "cover_date": "published", "date": "date", "year": "year",
    "online_date": "online_date", "journal_title": "journal", "journal_abbrev": "abbreviation",
    "journal_abbreviation": "abbreviation", "inbook_title": "container", "book_title": "container",
    "conference_title": "conference", "conference": "conference", "volume": "volume", "issue": "issue",
    "firstpage": "first_page", "lastpage": "last_page", "pages": "pages", "doi": "doi", "pmid": "pmid",
    "pmcid": "pmcid", "issn": "issn", "eissn": "issn", "abstract": "abstract", "keywords": "keyword",
    "keyword": "keyword", "language": "language", "publisher": "publisher", "article_type": "genre",
    "abstract_html_url": "url", "public_url": "url", "fulltext_html_url": "url", "pdf_url": "pdf",
    "dissertation_institution": "institution", "technical_report_institution": "report_institution",
    "license": "licence", "licence": "licence",
}  # fmt: skip
DUBLIN_CORE = {
    "title": "title", "creator": "author", "creator.personalname": "author", "contributor.author": "author",
    "date.issued": "published", "issued": "published", "date": "date", "identifier": "identifier",
    "identifier.doi": "doi", "identifier.uri": "identifier", "identifier.url": "identifier",
    "identifier.issn": "issn", "identifier.pmid": "pmid", "identifier.pagenumber": "pages", "source": "source",
    "source.issn": "issn", "source.volume": "volume", "source.issue": "issue", "relation": "relation",
    "ispartof": "source", "relation.ispartof": "source", "description": "description",
    "description.abstract": "abstract", "abstract": "abstract", "subject": "keyword", "language": "language",
    "language.iso": "language", "publisher": "publisher", "rights": "licence", "rights.uri": "licence",
    "license": "licence", "rights.license": "licence", "type": "type", "type.articletype": "genre",
    "accessrights": "access", "rights.accessrights": "access",
}  # fmt: skip
PRISM = {
    "publicationname": "journal", "publicationdate": "published", "coverdate": "published", "volume": "volume",
    "number": "issue", "startingpage": "first_page", "endingpage": "last_page", "pagerange": "pages", "issn": "issn",
    "eissn": "issn", "doi": "doi", "url": "url", "keyword": "keyword", "genre": "genre",
}  # fmt: skip
EPRINTS = {
    "title": "title", "creators_name": "author", "date": "published", "publication": "journal", "volume": "volume",
    "number": "issue", "pagerange": "pages", "issn": "issn", "id_number": "doi", "official_url": "url",
    "document_url": "pdf", "abstract": "abstract", "keywords": "keyword", "publisher": "publisher", "type": "type",
}  # fmt: skip
OPEN_GRAPH = {
    "og:title": "title", "og:url": "url", "og:description": "description", "description": "description",
    "twitter:title": "title", "twitter:description": "description", "article:tag": "keyword",
}  # fmt: skip
_DC_NAME = lazy(r"dc(?:terms|term)?[.:]")
LONGEST = 50_000
"""No value of a field has more characters."""
_LONGEST_NAME = 400
_SEMICOLON = lazy(r"[;；]")
_ET_AL = lazy(r"(?:et\.? al\.?|and others|others|anonymous|unknown|n/?a|-+)", re.IGNORECASE)
_DEGREE = lazy(
    r"(?:M\.?D|Ph\.? ?D|M\.?Sc|B\.?Sc|M\.?P\.?H|R\.?N|M\.?A|B\.?A|M\.?S|Dr\.?P\.?H|D\.?N\.?P|MBBS|FRCP|FACP|Psy\.?D|"
    r"D\.?Phil|Ed\.?D|MBA|BSN|MSN|FAAN|MSW|M\.?Ed|Pharm\.?D|Sc\.?D|D\.?O)\.?"
)
_FAMILY_INITIALS = lazy(r"((?:[a-z]{1,4} ){0,2}[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ][\w'’-]*) (?!I{2,3}$)([A-ZÀ-Þ]{1,3})")
"""The names of the Vancouver style, as PubMed writes them: `Example AB`."""
_ORCID = lazy(r"(?:^|orcid\.org/|orcid:\s*)(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\s*$", re.IGNORECASE)
_TYPED_DOI = lazy(r"^(?:https?://(?:dx\.)?doi\.org/|doi:|info:doi/|urn:doi:|10\.\d{4,9}/)", re.IGNORECASE)


class Author(NamedTuple):
    """An author: the name's parts, where they stand, and an ORCID iD with its place."""

    person: dict[str, str]
    name: Passage
    orcid: Passage | None = None


class Scheme:
    """What one scheme of metadata says: passages by field, in the order of the page, and the authors."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: dict[str, list[Passage]] = {}
        self.authors: list[Author] = []

    def add(self, field: str, passage: Passage) -> None:
        """Adds a passage to a field; a blank one says nothing, and one as long as a book is no value."""
        if passage.text.strip() and len(passage.text) <= LONGEST:
            self.values.setdefault(field, []).append(passage.collapsed())

    def all(self, *fields: str) -> list[Passage]:
        """The passages of some fields, the first field's first."""
        return [passage for field in fields for passage in self.values.get(field, [])]

    def __bool__(self) -> bool:
        return bool(self.values or self.authors)


class Metas(NamedTuple):
    """What the page's `meta` elements say: the schemes, and what else there is."""

    schemes: dict[str, Scheme]
    others: dict[str, list[Passage]]
    kept: list[tuple[str, Passage]]
    """Metadata of a known scheme that a record has no place for."""


def meta_schemes(page: Page) -> Metas:
    """The schemes of the page's `meta` elements, in no order of trust."""
    schemes = {name: Scheme(name) for name in ("Highwire", "Dublin Core", "PRISM", "EPrints", "Open Graph")}
    metas = Metas(schemes, {}, [])
    titles: list[tuple[Passage, str]] = []
    for element in page.elements:
        if element.tag != "meta" or "content" not in element.attributes:
            continue
        name = (element.get("name") or element.get("property") or element.get("itemprop")).lower()
        content = element.attributes["content"]
        found = _field(name)
        if found is None:
            metas.others.setdefault(name, []).append(content)
        elif found == ("Highwire", "title"):
            titles.append((content, element.get("xml:lang") or element.get("lang")))
        elif found[1] == "author":
            add_authors(schemes[found[0]], content)
        elif found[1] == "orcid":
            _add_orcid(schemes[found[0]], content)
        elif found[1]:
            _add(schemes[found[0]], found[1], content)
        else:
            metas.kept.append((name, content))
    for content in _own_language_first(titles, schemes["Highwire"]):
        schemes["Highwire"].add("title", content)
    return metas


def _field(name: str) -> tuple[str, str] | None:
    """The scheme of a name and the field that it stands for, empty for none of ours; `None` for an unknown scheme."""
    name = name.removeprefix("bepress_")
    if name.startswith("citation_"):
        return "Highwire", HIGHWIRE.get(name.removeprefix("citation_"), "")
    if match := _DC_NAME.match(name):
        return "Dublin Core", DUBLIN_CORE.get(name[match.end() :], "")
    if name.startswith(("prism.", "prism:")):
        return "PRISM", PRISM.get(name[6:], "")
    if name.startswith("eprints."):
        return "EPrints", EPRINTS.get(name.removeprefix("eprints."), "")
    if name in OPEN_GRAPH:
        return "Open Graph", OPEN_GRAPH[name]
    return None


def _own_language_first(titles: list[tuple[Passage, str]], scheme: Scheme) -> list[Passage]:
    """A title in several languages: the one in the study's own language first."""
    languages = [passage.folded.lower()[:2] for passage in scheme.all("language")]
    return [title for title, _ in sorted(titles, key=lambda pair: pair[1].lower()[:2] not in languages[:1])]


def _add(scheme: Scheme, field: str, content: Passage) -> None:
    if field == "identifier":
        content = content.collapsed()
        text = content.text
        if _TYPED_DOI.match(text):
            scheme.add("doi", content)
        elif text.startswith(("http://", "https://")):
            scheme.add("url", content)
        elif match := re.match(r"(?:pmid|pubmed):?\s*(?=\d+$)", text, re.IGNORECASE):
            scheme.add("pmid", content.cut(match.end(), len(text)))
        else:
            scheme.add("other_identifier", content)
    elif field == "relation":
        if _TYPED_DOI.match(content.text.strip()) and normal_doi(content.text) and scheme.name == "EPrints":
            scheme.add("doi", content)
    else:
        scheme.add(field, content)


def add_authors(scheme: Scheme, content: Passage) -> None:
    """Adds the author or authors of one value: several stand with `;` between them."""
    for name in content.collapsed().split(_SEMICOLON):
        add_author(scheme, name)


def add_author(scheme: Scheme, name: Passage, orcid: Passage | None = None) -> None:
    """Adds an author by the name as it stands, without degrees."""
    name = _without_degrees(name.collapsed().trimmed(" ,;"))
    if (
        len(name.text) > _LONGEST_NAME
        or not re.search(r"[^\W\d_]", name.text)
        or _ET_AL.fullmatch(name.folded)
        or "://" in name.text
    ):
        return
    parts: dict[str, Any] = person_parts(parse_name(name.text))
    if initials := _FAMILY_INITIALS.fullmatch(name.folded):
        parts = {"family": initials[1], "given": initials[2]}
    if parts:
        scheme.authors.append(Author(parts, name, orcid))


def _without_degrees(name: Passage) -> Passage:
    """`Ada Example, MD, PhD` is Ada Example; `Example, MD` has the initials M. D."""
    pieces = name.text.split(",")
    kept = len(pieces)
    while kept > 1 and _DEGREE.fullmatch(pieces[kept - 1].strip()):
        kept -= 1
    first = [word for word in pieces[0].split() if word[:1].isupper()]
    if kept == len(pieces) or (kept == 1 and len(first) < 2):
        return name
    return name.cut(0, len(",".join(pieces[:kept]))).trimmed()


def _add_orcid(scheme: Scheme, content: Passage) -> None:
    """An ORCID iD belongs to the author before it."""
    orcid = orcid_in(content)
    if orcid and scheme.authors and not scheme.authors[-1].orcid:
        scheme.authors[-1] = scheme.authors[-1]._replace(orcid=orcid)


def orcid_in(passage: Passage) -> Passage | None:
    """The ORCID iD in a value, if its check digit is right (ISO 7064, mod 11-2)."""
    match = _ORCID.search(passage.text)
    if not match:
        return None
    total = 0
    for digit in match[1][:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    right = match[1][-1].upper() == ("X" if check == 10 else str(check))
    return passage.cut(*match.span(1)) if right else None
