"""What an HTML page itself shows about a study: headings, sections, labelled lines, tables and lists of values."""

from __future__ import annotations

import re

from synthesite.readers._page_passages import ABSTRACT, Paragraph, paragraphs, text_of, title_of
from synthesite.readers._page_schemes import DUBLIN_CORE, LONGEST, Scheme, add_author, add_authors
from synthesite.text.abstracts import role_of
from synthesite.text.html_references import Passage, joined
from synthesite.text.html_tree import Element, Page, Run
from synthesite.text.identifiers import normal_doi

_LABELS = {
    label: field
    for field, labels in {
        "title": "title; titel; título; titulo; titre; titolo; main title; title proper; 题名; 标题",
        "author": "author; authors; author(s); creator; creators; main author; by; other authors; verfasser; autor; "
        "autoren; autores; autor/in; auteur; auteurs; autore; autori; verfasser/in; 作者; 著者",
        "year": "year; publication year; year of publication; erscheinungsjahr; jahr; année; año; ano",
        "published": "publication date; date of publication; published; issue date; date issued; published online; "
        "date published; first published; veröffentlicht; erscheinungsdatum; fecha de publicación; "
        "date de publication; publicado",
        "journal": "journal; journal title; published in; publication title; zeitschrift; revista; revue; rivista; 期刊",
        "volume": "volume; vol.; vol; band; volumen",
        "issue": "issue; number; no.; heft; número; numéro; issue number",
        "pages": "pages; page(s); page range; seiten; páginas; pp.; pp",
        "doi": "doi; digital object identifier; doi link",
        "pmid": "pmid; pubmed id; pubmed",
        "pmcid": "pmcid; pmc id",
        "issn": "issn; e-issn; eissn; issn (print); issn (online); print issn; online issn",
        "publisher": "publisher; verlag; editorial; éditeur; editora",
        "language": "language; languages; sprache; idioma; langue; lingua; 语言",
        "keyword": "keywords; keyword; key words; subjects; subject; subject(s); subject headings; schlagwörter; "
        "schlüsselwörter; schlagworte; palabras clave; palavras-chave; mots-clés; mots clés; parole chiave; "
        "author keywords; uncontrolled keywords; asiasanat; avainsanat; nyckelord; 关键词; 關鍵詞; キーワード; 키워드",
        "abstract": "abstract; summary; zusammenfassung; resumen; résumé; resumo; 摘要",
        "type": "type; document type; item type; publication type; type of publication; dokumenttyp; type of item",
        "licence": "licence; license; rights; lizenz; licencia",
        "genre": "article type",
        "cited_by": "cited by; citations; times cited; citation count; zitiert von",
    }.items()
    for label in labels.split("; ")
}
_KEYWORD_LANGUAGES = {
    "keywords": "en", "key words": "en", "schlüsselwörter": "de", "schlagwörter": "de", "palabras clave": "es",
    "palavras-chave": "pt", "mots-clés": "fr", "mots clés": "fr", "parole chiave": "it", "关键词": "zh",
    "avainsanat": "fi", "asiasanat": "fi", "nyckelord": "sv", "キーワード": "ja", "키워드": "ko",
}  # fmt: skip
_ABSTRACT_LANGUAGES = {
    "abstract": "en", "summary": "en", "english abstract": "en", "zusammenfassung": "de", "kurzfassung": "de",
    "resumen": "es", "résumé": "fr", "resumo": "pt", "riassunto": "it", "sommario": "it", "samenvatting": "nl",
    "sammanfattning": "sv", "sammendrag": "no", "tiivistelmä": "fi", "streszczenie": "pl", "摘要": "zh", "要旨": "ja",
    "抄録": "ja", "초록": "ko",
}  # fmt: skip
_REFERENCES = re.compile(
    r"(?:references|literature cited|works cited|bibliography|literatur|literaturverzeichnis|referencias|références|"
    r"referências|similar articles|related articles|related content|recommended articles|cited by|citing articles|"
    r"参考文献)(?: \(?(\d[\d,]*)\)?)?",
    re.IGNORECASE,
)
_LIST_PAGE = re.compile(
    r"search results|results for\b.*|\d[\d,]* results?\b.*|search|suchergebnisse|resultados de (?:la )?búsqueda|"
    r"table of contents|browse\b.*|vol(?:ume|\.)? ?\d+.*|(?:current |past )?issues?|latest articles|archives?",
    re.IGNORECASE,
)
_CITED_BY = re.compile(
    r"cited by:? \(?(\d[\d,]*)\)?(?: (?:articles?|publications?|documents?|papers?|works?))?|"
    r"(?:citations|times cited)[: ] ?\(?(\d[\d,]*)\)?",
    re.IGNORECASE,
)
_LINE = re.compile(r"([^\W\d_][^:：.]{0,40}?)\s*[:：]\s*(?=\S)")
_DOI_TEXT = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?\b10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_CELLS = frozenset({"td", "th", "dt"})
_FURNITURE = frozenset({"nav", "footer", "aside"})
_NO_ABSTRACT = frozenset(
    ["graphical", "highlights", "video", "tab", "tabs", "link", "links", "toggle", "button", "btn", "menu", "search"]
    + ["results", "result", "list", "nav", "visual"]
)
_NO_AUTHOR = frozenset(
    [
        "affiliation",
        "affiliations",
        "affil",
        "ref",
        "refs",
        "note",
        "notes",
        "info",
        "information",
        "bio",
        "email",
        "corresponding",
    ]
    + ["link", "links", "search", "profile", "count", "tooltip", "about", "guidelines", "menu", "nav", "sign", "login"]
    + ["editor", "editors", "comment", "comments", "contributions"]
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*,?\s+){1,5}[^\W\d_][\w.'’-]*\.?")
_COPYRIGHT = re.compile(r"(?:©|\(c\) ?\d{4}|copyright\b)", re.IGNORECASE)
_BUTTON = re.compile(r"(?:show|read|view) (?:more|less|full.*|all)|expand|collapse", re.IGNORECASE)
_SEPARATORS = re.compile(r"[;；、|·•\n]")
_COMMA = re.compile(r"[,，]")
_LONGEST_SECTION = 60
"""No abstract has more paragraphs than this."""
_MOST_INSIDE = 300
_MOST_RUNS = 3000
_MOST = 400
"""A line with a label is no longer than this."""


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
            self._authors()
        self._identifiers()
        self._figures()

    def _before_references(self) -> list[Paragraph]:
        """The paragraphs up to the references, or to other studies' titles."""
        for at, paragraph in enumerate(self.paragraphs):
            if paragraph.is_heading and at and _REFERENCES.fullmatch(paragraph.passage.folded):
                return self.paragraphs[:at]
        return self.paragraphs

    def _titles(self) -> None:
        for element in self.page.elements:
            if element.tag == "h1" and not element.hidden and _is_small(element):
                around = [element, *element.ancestors()]
                words = element.words | (element.parent.words if element.parent else set())
                if {"logo", "brand", "masthead", "site"} & words or any(one.tag in _FURNITURE for one in around):
                    continue
                title = title_of(self.page, element)
                if title.text.strip():
                    self.titles.append((element, title))
        self.is_list = any(_LIST_PAGE.fullmatch(title.folded) for _, title in self.titles)
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
        field = _LABELS.get(name)
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
            for keyword in passage.split(_SEPARATORS):
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
            match = _LINE.match(passage.text) if len(passage.text) <= _MOST else None
            field = _LABELS.get(match[1].strip().lower()) if match else None
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
            if nested or _NO_ABSTRACT & words or element.hidden or element.last_run - element.run > _MOST_RUNS:
                continue
            inside = self.page.inside(element)
            if any(one.tag == "h1" for one in inside) and {"page", "view", "main"} & words:
                continue
            if "abstracts" in words and any("abstract" in one.words for one in inside):
                continue
            tries += 1
            if tries > _LONGEST_SECTION:
                return
            whole = paragraphs(self.page, element)
            found = _abstract_only(whole)
            if 40 <= sum(len(p.passage.text) for p in found if not p.is_heading) <= LONGEST:
                blocks.append(element)
                heading = whole[0].passage.folded.rstrip(":： ").lower()
                self.abstracts.append((_ABSTRACT_LANGUAGES.get(heading, ""), found))
        if not self.abstracts:
            self._abstracts_by_heading()

    def _abstracts_by_heading(self) -> None:
        for at, paragraph in enumerate(self.study):
            passage = paragraph.passage
            inline = re.match(rf"(?:{ABSTRACT.pattern})\s*[:：.—–-]\s*(?=\S)", passage.text, re.IGNORECASE)
            if len(self.abstracts) > _LONGEST_SECTION:
                return
            if paragraph.is_heading and ABSTRACT.fullmatch(passage.folded.rstrip(":： ")):
                found = _abstract_only(self._section(at))
                heading = passage.folded.rstrip(":： ").lower()
                if found:
                    self.abstracts.append((_ABSTRACT_LANGUAGES.get(heading, ""), found))
            elif inline and len(passage.text) > 80:
                rest = Paragraph(passage.cut(inline.end(), len(passage.text)), paragraph.element, 0)
                self.abstracts.append(("", [rest]))

    def _section(self, at: int) -> list[Paragraph]:
        """The paragraphs under a heading: to the next one of its level, or the end of what it stands in."""
        heading = self.study[at]
        level = _level(heading)
        end = self._bound(heading)
        found: list[Paragraph] = []
        for paragraph in self.study[at + 1 :]:
            if paragraph.passage.starts[0] >= end or len(found) >= _LONGEST_SECTION:
                break
            if paragraph.is_heading and (_level(paragraph) <= level < 7 or _level(paragraph) == 7):
                if level == 7 > _level(paragraph) or not role_of(paragraph.passage.folded.rstrip(":： ")):
                    break
            if (paragraph.element.tag if paragraph.element else "") in _CELLS and found:
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
            line = _LINE.match(passage.text) if len(passage.text) <= 2000 else None
            if len(self.keyword_lists) > _LONGEST_SECTION:
                return
            if paragraph.is_heading and _LABELS.get(name) == "keyword":
                items = [p.passage for p in self._section(at) if len(p.passage.text) <= 1000]
            elif line and _LABELS.get(line[1].strip().lower()) == "keyword":
                name, items = line[1].strip().lower(), [passage.cut(line.end(), len(passage.text))]
            else:
                continue
            self.keyword_lists.append((_KEYWORD_LANGUAGES.get(name, ""), _split_keywords(items)))

    def keywords(self, language: str) -> list[Passage]:
        """The keywords: those in a table, else the list in the study's language, else the first one."""
        own = [items for tag, items in self.keyword_lists if tag and tag == language[:2]]
        return self.scheme.all("keyword") or next(iter([*own, *(items for _, items in self.keyword_lists)]), [])

    def _authors(self) -> None:
        """The innermost elements that are called authors and hold names."""
        end = self.study[-1].passage.ends[-1] if self.study else 0
        called = []
        for element in self.page.elements:
            words = element.words if element.attributes else set()
            if {"author", "authors", "creator"} & words and not _NO_AUTHOR & words and element.start < end:
                around = [element, *element.ancestors()]
                if element.tag != "meta" and not any(one.tag in _FURNITURE for one in around):
                    called.append(element)
        leaves = [one for at, one in enumerate(called) if at + 1 == len(called) or called[at + 1].index >= one.last]
        names: list[Passage] = []
        for leaf in leaves:
            found = self._name_texts(leaf)
            if not found or not all(_NAME.fullmatch(name.folded) for name in found):
                continue
            names += found
        for name in names:
            if name.folded not in {author.name.folded for author in self.scheme.authors}:
                add_author(self.scheme, name)

    def _name_texts(self, leaf: Element) -> list[Passage]:
        links = [one for one in self.page.inside(leaf) if one.tag in {"a", "li"}]
        links = [one for one in links if not any(inner.tag in {"a", "li"} for inner in self.page.inside(one))]
        named = [self._without_marks(one) for one in links]
        named = [name for name in named if _NAME.fullmatch(name.folded)]
        if named:
            return named
        whole = self._without_marks(leaf)
        match = re.match(r"(?:by|authors?|von|por|par)\s*:?\s+", whole.text, re.IGNORECASE)
        whole = whole.cut(match.end(), len(whole.text)) if match else whole
        if ";" in whole.text:
            return whole.split(re.compile(";"))
        if len(whole.text) > 5000:
            return []
        return whole.split(re.compile(r"\s*(?:,\s*(?:and|und|y|et|&)?|\s(?:and|und|&))\s+"))

    def _without_marks(self, element: Element) -> Passage:
        """The text of an element without the marks of footnotes."""
        runs = [
            run.passage
            for run in self.page.runs_in(element)
            if not (run.parent and run.parent.hidden)
            and not (run.parent and any(one.tag == "sup" for one in (run.parent, *run.parent.ancestors())))
        ]
        return joined(runs).collapsed().trimmed(" *†‡,;")

    def _identifiers(self) -> None:
        """A DOI is taken if the page shows no other one before its references."""
        if "doi" in self.scheme.values:
            return
        found: dict[str, Passage] = {}
        for paragraph in self.study:
            for match in _DOI_TEXT.finditer(paragraph.passage.text):
                doi = normal_doi(match[0].rstrip(").]"))
                if doi:
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
            if match := _CITED_BY.fullmatch(text):
                counts.append(paragraph.passage.cut(*match.span(match.lastindex or 1)))
            elif paragraph.is_heading and (match := re.fullmatch(r"references:? \(?(\d{1,5})\)?", text, re.IGNORECASE)):
                self.scheme.add("references", paragraph.passage.cut(*match.span(1)))
        if len({count.text for count in counts}) == 1 and "cited_by" not in self.scheme.values:
            self.scheme.add("cited_by", counts[0])


def _is_small(element: Element) -> bool:
    """Whether so little stands in an element that it may be a title, a label or a value."""
    return element.last - element.index <= _MOST_INSIDE


def _hidden(run: Run) -> bool:
    return run.parent is not None and run.parent.hidden


def _level(paragraph: Paragraph) -> int:
    tag = paragraph.element.tag if paragraph.element else ""
    return int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 7


def _abstract_only(found: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs of an abstract up to its keywords, without a copyright line."""
    kept: list[Paragraph] = []
    for paragraph in found:
        text = paragraph.passage.text
        line = _LINE.match(text)
        name = line[1] if line else text if paragraph.is_heading else ""
        if _LABELS.get(name.strip(":： ").lower()) in {"keyword", "doi", "published", "pmid", "licence"}:
            break
        if _COPYRIGHT.match(text) or _BUTTON.fullmatch(text) or ABSTRACT.fullmatch(text.rstrip(":： ")):
            continue
        if not kept and (inline := re.match(rf"(?:{ABSTRACT.pattern})\s*[:：—–]\s*(?=\S)", text, re.IGNORECASE)):
            cut = paragraph.passage.cut(inline.end(), len(text))
            kept.append(Paragraph(cut, paragraph.element, max(0, paragraph.lead - inline.end())))
        else:
            kept.append(paragraph)
    return kept


def _split_keywords(items: list[Passage]) -> list[Passage]:
    if len(items) > 1:
        return [part for item in items for part in item.trimmed(" ,;·•|").split(_SEPARATORS)]
    return split_keywords(items[0]) if items else []


def split_keywords(passage: Passage) -> list[Passage]:
    """The keywords of one text: `;` separates them, where there is none `,` does."""
    parts = passage.split(_SEPARATORS)
    parts = passage.split(_COMMA) if len(parts) == 1 else parts
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
