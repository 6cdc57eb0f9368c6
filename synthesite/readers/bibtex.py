"""BibTeX (O. Patashnik, 1988) and BibLaTeX (its manual, by P. Kime and others), and what databases export as such.

No library gives both the places of values and what others make of broken files, so the tokeniser is ours
(`text.bibtex_syntax`), as are names, dates and TeX (`text.bibtex_names`, `text.bibtex_dates`, `text.tex`). A value that
uses an abbreviation or is inherited is derived from the place in the entry that names the one or the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synthesite.extract import Draft, Item, SourceText, count_lines, pieces
from synthesite.interface import N_
from synthesite.model import Extract, Problem, Span
from synthesite.readers._bibtex_file import BibFile, Fields, Value
from synthesite.readers._bibtex_kinds import GENRES, SUBTYPES, TYPES, WITH_ISSUE, WITHOUT_CONTAINER
from synthesite.text.babel import babel_language
from synthesite.text.bibtex_dates import edtf_date, month_and_day, year_span
from synthesite.text.bibtex_names import NotANameError, parse_bibtex_name, split_names
from synthesite.text.bibtex_syntax import entry_in
from synthesite.text.bibtex_values import abstract_parts, split_keywords, tex_readings, typed_address
from synthesite.text.dates import iso_date
from synthesite.text.folding import fold, same_form
from synthesite.text.identifiers import normal_doi, normal_issn, normal_pmcid, normal_pmid
from synthesite.text.licences import spdx
from synthesite.text.names import family_first, person_forms, person_parts
from synthesite.text.patterns import lazy
from synthesite.text.tex import tex_text, tex_title

LABEL = N_("BibTeX or BibLaTeX file")

_OPENING = lazy(r"^[ \t]*@[ \t]*([^\W\d_][\w-]*)\s*[{(]\s*", re.MULTILINE)
_BODY = lazy(r"(?:[^\s{}=,\"']*+\s*+,\s*+)?[\w:+.-]++\s*+=\s*+[\"{\w]")
_MOST_PREFACE = 500
_MOST_FAULTS = 25
"""Of an entry; more of them tell nothing more."""
_ISSN = lazy(r"(?<![0-9])[0-9]{4}-?[0-9]{3}[0-9Xx](?![0-9])")
_URL = lazy(r"https?://[^\s{}\"<>]+")
_DOI_IN_TEXT = lazy(r"(?:\bdoi:?\s*|doi\.org/)(10\.[0-9]{4,9}/[^\s{}\"<>,;]+)", re.IGNORECASE)
_PMID_IN_TEXT = lazy(r"\bPMID:?[\s}]*([0-9]{1,8})\b")
_CITED_IN_TEXT = lazy(r"^\s*cited by ([0-9]+)", re.IGNORECASE)
_ENDS_SENTENCE = lazy(r"[?!.:…]$")
_TITLE_PARTS = (("", "title"), (": ", "subtitle"), (". ", "titleaddon"))
_ABBREVIATIONS = ("shortjournal", "journal-iso", "abbrev_source_title")
_ARTICLE_NUMBERS = ("eid", "articleno", "article-number", "art_number")
_PUBLISHERS = ("publisher", "institution", "school", "organization")


def claims(source: SourceText) -> str | None:
    named = source.path.lower().endswith((".bib", ".bibtex"))
    for opening in _OPENING.finditer(source.head):
        known = opening[1].lower() in {"comment", "string", "preamble"}
        preface = source.head[: opening.start()]
        if (known or _BODY.match(source.head, opening.end())) and (named or _short(preface)):
            return f"it has entries that open with @{opening[1]}, as BibTeX does"
        if not (named or _short(preface)):
            return None
    return None


def _short(preface: str) -> bool:
    """Whether what stands before the first entry is a remark, and not a page of another kind that shows an entry."""
    lines = [line for line in preface.splitlines() if line.strip() and not line.lstrip().startswith("%")]
    return sum(map(len, lines)) <= _MOST_PREFACE and not preface.lstrip().startswith(("{", "[", "<"))


def items(source: SourceText) -> list[Item]:
    file = BibFile(source)
    return [item._replace(context=file) for item in pieces(source, file.items)]


def read(item: Item) -> Extract:
    draft = Draft(item, "bibtex")
    entry = entry_in(item.text)
    if not entry:
        return draft.extract()
    file = item.context if isinstance(item.context, BibFile) else BibFile(SourceText("", "", ""))
    reading = _Reading(draft, Fields(entry, item.text, file))
    reading.read()
    if item.number == 1:
        line, at = 1, 0
        for fault in sorted(file.faults):
            line += count_lines(file.text[at : fault.at])
            at = fault.at
            draft.problems.append(Problem(item.source.path, line, fault.code, fault.message))
    for fault in reading.fields.faults[:_MOST_FAULTS]:
        draft.problem(fault.code, fault.message, fault.at)
    return draft.extract()


class _Reading:
    """One entry on its way into a draft; fields that are asked for count as used, the others are kept as they are."""

    def __init__(self, draft: Draft, fields: Fields) -> None:
        self.draft = draft
        self.fields = fields
        self.used: set[str] = set()
        self.unread: list[Value] = []

    def read(self) -> None:
        self._type()
        self._titles()
        self._authors()
        self._dates()
        self._numbers()
        self._identifiers()
        self._addresses()
        self._texts()
        self._counts()
        self._keep()

    def get(self, *names: str) -> Value | None:
        """The first field of these names that has a value."""
        for name in names:
            if name in self.fields.values:
                self.used.add(name)
                return self.fields.values[name]
        return None

    def text(self, *names: str) -> str:
        value = self.get(*names)
        return tex_text(value.raw) if value else ""

    def put(self, key: str, value: Value | None, rule: Callable[[str], str | None] = tex_text) -> None:
        """Puts what a rule makes of a value, if that is anything."""
        text = rule(value.raw) if value else None
        if value and (not text or key in self.draft.values):
            self.unread.append(value)
        elif value and text:
            derived = not value.own or text not in tex_readings(value.raw)
            self.draft.put(key, text, *value.spans, derived=derived)

    def join(self, key: str, parts: list[tuple[str, Value | None]], rule: Callable[[str], str]) -> None:
        """Puts a value of several fields; each part comes with what goes between it and the one before."""
        known = [(before, value, rule(value.raw)) for before, value in parts if value]
        known = [part for part in known if part[2]]
        if len(known) == 1:
            self.put(key, known[0][1], rule)
        elif known:
            text = known[0][2]
            for before, _, more in known[1:]:
                text += f"{' ' if _ENDS_SENTENCE.search(text) else before}{more}"
            self.draft.put(key, text, *(span for _, value, _ in known for span in value.spans), derived=True)

    def _type(self) -> None:
        kind, span = self.fields.entry.kind, self.fields.entry.kind_span
        subtype = self.text("entrysubtype").lower()
        if kind == "article" and subtype in SUBTYPES:
            value = self.fields.values["entrysubtype"]
            self.draft.put("type", SUBTYPES[subtype], *value.spans, derived=True)
        elif kind in TYPES:
            self.draft.put("type", TYPES[kind], span, derived=TYPES[kind] != self.draft.text[slice(*span)])
        elif kind == "misc" and self.text("archiveprefix", "eprinttype").lower() in {"arxiv", "biorxiv", "medrxiv"}:
            archive = self.get("archiveprefix", "eprinttype")
            self.draft.put("type", "article", *(archive.spans if archive else ()), derived=True)
        self.put("genre", self.get("type", "document_type"), lambda raw: GENRES.get(tex_text(raw), tex_text(raw)))
        if kind in GENRES and TYPES.get(kind) == "thesis":
            self.draft.put("genre", GENRES[kind], span, derived=True)

    def _titles(self) -> None:
        csl_type = str(self.draft.values.get("type", ""))
        lista = self.get("lista") if self.fields.entry.kind == "inreference" else None
        title = self.get("title") or (self.get("booktitle") if csl_type == "book" else None)
        if lista and title:  # biblatex-chicago: the article's name is in `lista`, that of the work in `title`
            self.put("title", lista, tex_title)
            self.join("journal", [("", title), (": ", self.get("subtitle"))], tex_text)
        else:
            parts = [("", title), (": ", self.get("subtitle")), (". ", self.get("titleaddon"))]
            self.join("title", parts, tex_title)
        if "title" not in self.draft.values:
            self.draft.problem("no-title", "this entry has no title; add one if it is a publication")
        book_title = self.fields.values.get("booktitle")
        if csl_type in WITHOUT_CONTAINER and not (csl_type == "book" and book_title and title is not book_title):
            return
        if csl_type == "book" and same_form(self.text("booktitle")) == same_form(self.text("title")):
            return
        full, short = self.get("fjournal"), self.get("journaltitle", "journal")
        journal = [("", full or short), (": ", self.get("journalsubtitle"))]
        series = (
            "main" if "maintitle" in self.fields.values else "book"
        )  # CSL's container is the work of several volumes
        book = [(before, self.get(f"{series}{name}")) for before, name in _TITLE_PARTS]
        for parts in (journal, book) if csl_type.startswith("article") else (book, journal):
            if parts[0][1]:
                self.join("journal", parts, tex_text)
        self.put("journal_record.abbreviation", (short if full else None) or self.get(*_ABBREVIATIONS))

    def _authors(self) -> None:
        value = self.get("author")
        options = self.text("options").replace(" ", "")
        for start, end in split_names(value.raw) if value else ():
            raw = value.raw[start:end] if value else ""
            at = value.spans[0].start + (start if value.own else 0) if value else 0
            try:
                person = parse_bibtex_name(raw, "useprefix=false" in options)
            except NotANameError:
                message = f"{fold(raw)[:60]!r} is not one name; it is left out, put 'and' between names"
                self.draft.problem("bad-name", message, at)
                self.draft.keep("author", tex_text(raw))
                continue
            if person and value:
                span = Span(at, at + len(raw)) if value.own else value.whole
                shown = (person_forms(person) | {family_first(person)}) & tex_readings(raw)
                derived = not (value.own and shown)
                self.draft.add("authors", person_parts(person), span, min(shown, default=raw), derived)

    def _dates(self) -> None:
        date, year = self.get("date"), self.get("year")
        for value in (date, year):
            found = year_span(value.raw) if value else None
            iso = edtf_date(tex_text(value.raw)) if value else None
            if value and (iso or found):
                self._year(value, iso[:4] if iso else "", found)
                break
            if value:
                shown = tex_text(value.raw)
                self.draft.keep("date" if value is date else "year", shown)
        else:
            return
        spans = value.spans
        if iso is None or (value is year and len(iso) == 4):
            month, day = (self.get("month"), self.get("day")) if value is year else (None, None)
            text = tex_text(value.raw)
            iso = iso_date(text) or str(self.draft.values["year"])
            more = month_and_day(tex_text(month.raw), tex_text(day.raw) if day else "") if month else ""
            if more and month and len(iso) == 4:
                iso += more
                spans = [*spans, *month.spans, *(day.spans if day and len(more) > 3 else [])]
        if iso[:4] == str(self.draft.values["year"]):
            plain = value.own and spans == value.spans and iso in tex_readings(value.raw)
            self.draft.put("published", iso, *spans, derived=not plain)

    def _year(self, value: Value, year: str, found: tuple[int, int] | None) -> None:
        at = value.raw.find(year) if year else found[0] if found else -1
        number = int(year or value.raw[at : at + 4])
        if value.own and at >= 0:
            start = value.spans[0].start + at
            self.draft.put("year", number, (start, start + 4))
        else:
            self.draft.put("year", number, *value.spans, derived=True)

    def _numbers(self) -> None:
        csl_type = str(self.draft.values.get("type", ""))
        part = None if csl_type in WITH_ISSUE else self.get("part")
        self.join("volume", [("", self.get("volume")), (".", part)], tex_text)
        number = self.get("number") if csl_type in WITH_ISSUE else None
        if number and csl_type == "paper-conference" and "journal" not in self.fields.values:
            number = None
            self.used.discard("number")
        self.join("issue", [("", number), (", ", self.get("issue"))], tex_text)
        self.put("pages", self.get("pages"))
        if "pages" not in self.draft.values:
            self.put("pages", self.get(*_ARTICLE_NUMBERS))
        self.put("publisher", self.get(*_PUBLISHERS))
        for name in ("issn", "eissn"):
            value = self.get(name)
            for match in _ISSN.finditer(value.raw) if value else ():
                issn = normal_issn(match[0])
                if issn and value and issn not in self.draft.values.get("issn", []):
                    span = self._within(value, *match.span())
                    self.draft.add("issn", issn, span, derived=not value.own or issn != match[0])

    def _within(self, value: Value, start: int, end: int) -> Span:
        """The span of a part of a value; of the whole value if it isn't one span of the item."""
        if not value.own:
            return value.whole
        return Span(value.spans[0].start + start, value.spans[0].start + end)

    def _part(self, key: str, name: str, pattern: re.Pattern[str], rule: Callable[[str], str | None]) -> None:
        """Puts what a pattern finds in a field that isn't used up by that."""
        value = self.fields.values.get(name)
        match = pattern.search(value.raw) if value else None
        if value and match:
            group = 1 if pattern.groups else 0
            text = rule(match[group])
            derived = not value.own or text not in tex_readings(match[group])
            if text:
                self.draft.put(key, text, self._within(value, *match.span(group)), derived=derived)

    def _identifiers(self) -> None:
        doi = self.get("doi")
        self.put("doi", doi, lambda raw: normal_doi(typed_address(raw)))
        if doi and "doi" not in self.draft.values:
            message = f"{tex_text(doi.raw)!r} is not a DOI; it is left out"
            self.draft.problem("bad-doi", message, doi.spans[0].start)
        for name in ("url", "ee", "note", "howpublished"):
            self._part("doi", name, _DOI_IN_TEXT, lambda raw: normal_doi(typed_address(raw)))
        self.put("pmid", self.get("pmid"), normal_pmid)
        if self.text("eprinttype").lower() == "pubmed":
            self.put("pmid", self.get("eprint"), normal_pmid)
        self._part("pmid", "note", _PMID_IN_TEXT, normal_pmid)
        self.put("pmcid", self.get("pmcid", "pmc"), normal_pmcid)
        for name, rule in (("language", babel_language), ("langid", babel_language), ("hyphenation", babel_language)):
            self.put("language", self.get(name), lambda raw, rule=rule: rule(tex_text(raw)))  # type: ignore[misc]  # mypy can't infer a lambda's default
        for name in ("copyright", "rights", "license", "licence"):
            self._licence(name)

    def _licence(self, name: str) -> None:
        value = self.fields.values.get(name)
        if value and spdx(tex_text(value.raw)):
            self.put("licence", self.get(name), lambda raw: spdx(tex_text(raw)))

    def _addresses(self) -> None:
        for name in ("url", "ee", "link", "howpublished", "bdsk-url-1", "note"):
            value = self.fields.values.get(name)
            if value and name == "url" and _URL.fullmatch(typed_address(value.raw)):
                self.put("url", self.get("url"), typed_address)
            elif value and (name != "note" or "\\url" in value.raw):
                self._part("url", name, _URL, typed_address)

    def _texts(self) -> None:
        abstract = self.get("abstract")
        if abstract and abstract.own:
            self._abstract(abstract)
        elif abstract and tex_text(abstract.raw):
            part = {"text": tex_text(abstract.raw)}
            self.draft.add("abstract", part, abstract.whole, part["text"], derived=True)
        for name in ("keywords", "keyword", "author_keywords", "author-keywords"):
            value = self.get(name)
            for start, end in split_keywords(value.raw) if value else ():
                keyword = tex_text(value.raw[start:end]) if value else ""
                if value and keyword and keyword not in self.draft.values.get("keywords", []):
                    self.draft.add("keywords", keyword, self._within(value, start, end), derived=not value.own)

    def _abstract(self, value: Value) -> None:
        base = value.spans[0].start
        for part in abstract_parts(value.raw):
            places = [(base + start, base + end) for start, end in (part.span, part.label_span)]
            self.draft.add_part(part.text, places[0], part.label, places[1])

    def _counts(self) -> None:
        for key, names in (
            ("citations.cited_by", ("times-cited", "citedby", "citation_count")),
            ("citations.references", ("number-of-cited-references",)),
        ):
            value = self.get(*names)
            if value and tex_text(value.raw).isdecimal() and len(value.raw) < 20:
                count = int(tex_text(value.raw))
                derived = not value.own or str(count) not in tex_readings(value.raw)
                self.draft.put(key, count, *value.spans, derived=derived)
        note = self.fields.values.get("note")
        match = _CITED_IN_TEXT.match(note.raw) if note and self.text("source").lower() == "scopus" else None
        if note and match and len(match[1]) < 10:
            span = self._within(note, *match.span(1))
            derived = not note.own or str(int(match[1])) != match[1]
            self.draft.put("citations.cited_by", int(match[1]), span, derived=derived)

    def _keep(self) -> None:
        for name, value in self.fields.values.items():
            if value.own and (name not in self.used or any(value is unread for unread in self.unread)):
                self.draft.keep(name, tex_text(value.raw))
        for field in self.fields.repeated:
            raw = " ".join(self.draft.text[piece.start : piece.end] for piece in field.pieces)
            self.draft.keep(field.name, tex_text(raw))
