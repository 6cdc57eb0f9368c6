"""What an HTML page itself shows about a study: headings, sections, labelled lines, tables and lists of values."""

from __future__ import annotations

import re

from synthesite.readers._page_authors import shown_authors
from synthesite.readers._page_passages import ABSTRACT, Paragraph, paragraphs, text_of, title_of
from synthesite.readers._page_schemes import DUBLIN_CORE, LONGEST, Scheme, add_author, add_authors
from synthesite.readers._page_words import (
    ABSTRACT_LANGUAGES,
    BUTTON,
    CELLS,
    CITED_BY,
    COMMA,
    COPYRIGHT,
    DOI_TEXT,
    EMPHASISED,
    FURNITURE,
    KEYWORD_LANGUAGES,
    LABELS,
    LINE,
    LIST_PAGE,
    LONGEST_SECTION,
    MOST,
    MOST_BEFORE,
    MOST_INSIDE,
    MOST_RUNS,
    NO_ABSTRACT,
    REFERENCES,
    SEPARATORS,
)
from synthesite.text.abstracts import role_of
from synthesite.text.html_references import Passage
from synthesite.text.html_tree import Element, Page, Run
from synthesite.text.identifiers import normal_doi


class Shown:
    """What a page shows: a scheme like those of metadata, titles, abstracts, and whether it looks like a list."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scheme = Scheme("the page")
        self.paragraphs = paragraphs(page)
        self.titles: list[tuple[Element, Passage]] = []
        self.abstracts: list[tuple[str, list[Paragraph]]] = []
        """Each with the language that its heading is in, as far as it tells one."""
        self.keyword_lists: list[tuple[str, list[Passage]]] = []
        self.is_list = False
        self.study = self._before_references()
        self._titles()
        self._tables()
        self._lines()
        self._abstracts()
        self._keywords()
        if not self.scheme.authors:
            end = self.study[-1].passage.ends[-1] if self.study else 0
            for name in shown_authors(page, end):
                add_author(self.scheme, name)
        self._identifiers()
        self._figures()

    def _before_references(self) -> list[Paragraph]:
        """The paragraphs up to the references, or to other studies' titles."""
        for at, paragraph in enumerate(self.paragraphs):
            if paragraph.is_heading and at and REFERENCES.fullmatch(paragraph.passage.folded):
                return self.paragraphs[:at]
        return self.paragraphs

    def _titles(self) -> None:
        for element in self.page.elements:
            if element.tag == "h1" and not element.hidden and _is_small(element):
                around = [element, *element.ancestors()]
                words = element.words | (element.parent.words if element.parent else set())
                if {"logo", "brand", "masthead", "site"} & words or any(one.tag in FURNITURE for one in around):
                    continue
                title = title_of(self.page, element)
                if title.text.strip():
                    self.titles.append((element, title))
        self.is_list = any(LIST_PAGE.fullmatch(title.folded) for _, title in self.titles)
        titled = [pair for pair in self.titles if {"title", "headline"} & pair[0].words]
        inside = [pair for pair in self.titles if any(one.tag in {"main", "article"} for one in pair[0].ancestors())]
        self.titles = next((some for some in (titled, inside) if len(some) == 1), self.titles)

    def _tables(self) -> None:
        """Rows of two cells, and lists of terms: a label and its value or values."""
        for element in self.page.elements:
            if element.tag == "tr":
                cells = [one for one in self.page.children(element) if one.tag in {"td", "th"}]
                if len(cells) >= 2:
                    self._labelled(cells[0], cells[1])
            elif element.tag == "dt" and element.parent:
                at = element.last
                while at < element.parent.last and self.page.elements[at].tag == "dd":
                    self._labelled(element, self.page.elements[at])
                    at = self.page.elements[at].last

    def _labelled(self, label: Element, value: Element) -> None:
        if not (_is_small(label) and _is_small(value)):
            return
        name = text_of(self.page, label).folded.rstrip(":： ").lower()
        field = LABELS.get(name)
        if field is None and re.match(r"dc(?:terms)?\.[a-z.]+$", name):
            field = DUBLIN_CORE.get(name.partition(".")[2])
            field = {"source": "journal", "identifier": "url"}.get(field or "", field)
        if not field or value.hidden:
            return
        found = paragraphs(self.page, value)
        if field == "abstract":
            self.abstracts.append(("", found))
            return
        for paragraph in found:
            self._add(field, paragraph.passage)

    def _add(self, field: str, passage: Passage) -> None:
        if field == "author":
            passage = _without_role(passage)
            if passage.text:
                add_authors(self.scheme, passage)
        elif field == "keyword":
            for keyword in passage.split(SEPARATORS):
                self.scheme.add(field, keyword)
        elif field == "journal" and re.search(r"\d", passage.text):
            return  # a journal with its volume and pages in one: not clear
        else:
            self.scheme.add(field, passage)

    def _lines(self) -> None:
        """Lines such as `DOI: 10.5555/…`; a label that stands twice with different values is not clear."""
        found: dict[str, list[Passage]] = {}
        for paragraph in self.study:
            passage = paragraph.passage
            match = LINE.match(passage.text) if len(passage.text) <= MOST else None
            field = LABELS.get(match[1].strip().lower()) if match else None
            if match and field and field not in {"abstract", "keyword", "title", "author"}:
                found.setdefault(field, []).append(passage.cut(match.end(), len(passage.text)))
        for field, passages in found.items():
            several = len({passage.folded for passage in passages}) > 1 and field != "issn"
            if field not in self.scheme.values and not several:
                for passage in passages:
                    self._add(field, passage)

    def _abstracts(self) -> None:
        blocks: list[Element] = []
        tries = 0
        for element in self.page.elements:
            words = element.words if "class" in element.attributes or "id" in element.attributes else set()
            if not {"abstract", "abstracts"} & words or element.tag in {"html", "body", "a", "li", "button", "input"}:
                continue
            nested = blocks and element.index < blocks[-1].last
            if nested or NO_ABSTRACT & words or element.hidden or element.last_run - element.run > MOST_RUNS:
                continue
            inside = self.page.inside(element)
            if any(one.tag == "h1" for one in inside) and {"page", "view", "main"} & words:
                continue
            if "abstracts" in words and any("abstract" in one.words for one in inside):
                continue
            tries += 1
            if tries > LONGEST_SECTION:
                return
            whole = paragraphs(self.page, element)
            found = _abstract_only(whole)
            if 40 <= sum(len(p.passage.text) for p in found if not p.is_heading) <= LONGEST:
                blocks.append(element)
                heading = whole[0].passage.folded.rstrip(":： ").lower()
                self.abstracts.append((ABSTRACT_LANGUAGES.get(heading, ""), found))
        if not self.abstracts:
            self._abstracts_by_heading()

    def _abstracts_by_heading(self) -> None:
        for at, paragraph in enumerate(self.study):
            passage = paragraph.passage
            inline = re.match(rf"(?:{ABSTRACT.pattern})\s*[:：.—–-]\s*(?=\S)", passage.text, re.IGNORECASE)
            if len(self.abstracts) > LONGEST_SECTION:
                return
            if paragraph.is_heading and ABSTRACT.fullmatch(passage.folded.rstrip(":： ")):
                found = _abstract_only(self._section(at))
                heading = passage.folded.rstrip(":： ").lower()
                if found:
                    self.abstracts.append((ABSTRACT_LANGUAGES.get(heading, ""), found))
            elif inline and len(passage.text) > 60:
                rest = Paragraph(passage.cut(inline.end(), len(passage.text)), paragraph.element, 0)
                self.abstracts.append(("", [rest]))

    def _section(self, at: int) -> list[Paragraph]:
        """The paragraphs under a heading: to the next one of its level, or the end of what it stands in."""
        heading = self.study[at]
        level = _level(heading)
        end = self._bound(heading)
        found: list[Paragraph] = []
        for paragraph in self.study[at + 1 :]:
            if paragraph.passage.starts[0] >= end or len(found) >= LONGEST_SECTION:
                break
            is_label = _level(paragraph) == EMPHASISED and role_of(paragraph.passage.folded.rstrip(":： "))
            if paragraph.is_heading and not is_label and _level(paragraph) in {*range(level + 1), EMPHASISED}:
                break
            if (paragraph.element.tag if paragraph.element else "") in CELLS and found:
                break
            found.append(paragraph)
        return found

    def _bound(self, heading: Paragraph) -> int:
        """The end of the nearest element around a heading that shows something behind it."""
        if heading.element is None:
            return len(self.page.text)
        at = heading.element.last_run
        for one in heading.element.ancestors():
            while at < one.last_run:
                if self.page.runs[at].passage.text.strip() and not _hidden(self.page.runs[at]):
                    return one.end
                at += 1
        return len(self.page.text)

    def _keywords(self) -> None:
        """Lists behind a heading, and lines that start with the label; several may be in several languages."""
        for at, paragraph in enumerate(self.study):
            passage = paragraph.passage
            name = passage.folded.rstrip(":： ").lower()
            line = LINE.match(passage.text) if len(passage.text) <= 2000 else None
            if len(self.keyword_lists) > LONGEST_SECTION:
                return
            if paragraph.is_heading and LABELS.get(name) == "keyword":
                items = [p.passage for p in self._section(at) if len(p.passage.text) <= 1000]
            elif line and LABELS.get(line[1].strip().lower()) == "keyword":
                name, items = line[1].strip().lower(), [passage.cut(line.end(), len(passage.text))]
            else:
                continue
            self.keyword_lists.append((KEYWORD_LANGUAGES.get(name, ""), _split_keywords(items)))

    def keywords(self, language: str) -> list[Passage]:
        """The keywords: those in a table, else the list in the study's language, else the first one."""
        own = [items for tag, items in self.keyword_lists if tag and tag == language[:2]]
        return self.scheme.all("keyword") or next(iter([*own, *(items for _, items in self.keyword_lists)]), [])

    def _identifiers(self) -> None:
        """A DOI at the start of a line or above the abstract is taken, if it is the only such one."""
        if "doi" in self.scheme.values:
            return
        found: dict[str, Passage] = {}
        abstract = next((block[0].passage.starts[0] for _, block in self.abstracts if block), 0)
        for paragraph in self.study:
            for match in DOI_TEXT.finditer(paragraph.passage.text):
                doi = normal_doi(match[0].rstrip(").]"))
                if doi and (match.start() <= MOST_BEFORE or paragraph.passage.starts[0] < abstract):
                    end = match.start() + len(match[0].rstrip(").]"))
                    found.setdefault(doi, paragraph.passage.cut(match.start(), end))
        if len(found) == 1:
            self.scheme.add("doi", next(iter(found.values())))
        elif len(found) > 2:
            self.scheme.add("several_dois", next(iter(found.values())))

    def _figures(self) -> None:
        counts = []
        for paragraph in self.paragraphs:
            if len(paragraph.passage.text) > 60:
                continue
            text = paragraph.passage.text
            if match := CITED_BY.fullmatch(text):
                counts.append(paragraph.passage.cut(*match.span(match.lastindex or 1)))
            elif paragraph.is_heading and (match := re.fullmatch(r"references:? \(?(\d{1,5})\)?", text, re.IGNORECASE)):
                self.scheme.add("references", paragraph.passage.cut(*match.span(1)))
        if len({count.text for count in counts}) == 1 and "cited_by" not in self.scheme.values:
            self.scheme.add("cited_by", counts[0])


def _is_small(element: Element) -> bool:
    """Whether so little stands in an element that it may be a title, a label or a value."""
    return element.last - element.index <= MOST_INSIDE


def _hidden(run: Run) -> bool:
    return run.parent is not None and run.parent.hidden


def _level(paragraph: Paragraph) -> int:
    tag = paragraph.element.tag if paragraph.element else ""
    return int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else EMPHASISED


def _abstract_only(found: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs of an abstract up to its keywords, without a copyright line."""
    kept: list[Paragraph] = []
    for paragraph in found:
        text = paragraph.passage.text
        line = LINE.match(text)
        name = line[1] if line else text if paragraph.is_heading else ""
        if LABELS.get(name.strip(":： ").lower()) in {"keyword", "doi", "published", "pmid", "licence"}:
            break
        if COPYRIGHT.match(text) or BUTTON.fullmatch(text) or ABSTRACT.fullmatch(text.rstrip(":： ")):
            continue
        if not kept and (inline := re.match(rf"(?:{ABSTRACT.pattern})\s*[:：—–]\s*(?=\S)", text, re.IGNORECASE)):
            cut = paragraph.passage.cut(inline.end(), len(text))
            kept.append(Paragraph(cut, paragraph.element, max(0, paragraph.lead - inline.end())))
        else:
            kept.append(paragraph)
    return kept


def _split_keywords(items: list[Passage]) -> list[Passage]:
    if len(items) > 1:
        return [part for item in items for part in item.trimmed(" ,;·•|").split(SEPARATORS)]
    return split_keywords(items[0]) if items else []


def split_keywords(passage: Passage) -> list[Passage]:
    """The keywords of one text: `;` separates them, where there is none `,` does."""
    parts = passage.split(SEPARATORS)
    parts = passage.split(COMMA) if len(parts) == 1 else parts
    trimmed = [part.trimmed(" .,;\t\r\n") if part is parts[-1] else part for part in parts]
    return [part for part in trimmed if part.text]


def _without_role(passage: Passage) -> Passage:
    """A catalogue's name without dates of life and `author`; nothing for an editor, a translator and the like."""
    role = re.search(r"\s*[\[(,]\s*(author|editor|ed\.|eds\.|translator|illustrator|contributor|hrsg\.)[\])]?\.?\s*$",
                     passage.text[-60:], re.IGNORECASE)  # fmt: skip
    if role and role[1].lower() != "author":
        return passage.cut(0, 0)
    text = passage.text
    if role:
        text = text[: len(text) - len(passage.text[-60:]) + role.start()]
    life = re.search(r",\s*(?:born )?\d{4}\s*-?\s*(?:\d{4})?\.?\s*$", text[-30:])
    if life:
        text = text[: len(text) - len(text[-30:]) + life.start()]
    return passage.cut(0, len(text)).trimmed()
