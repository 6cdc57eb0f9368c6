"""Sites whose every word of prose is a marker, and a search for those words in every form in which a site holds text.

A word says which text it is from and which word of it it is: `zqaabaacx` is the third word of text 1.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

_WORD = re.compile("zq([a-z]{3})([a-z]{3})x")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
THEME = "lighthouse lamp beacon"
"""Words of a theme, which stand at the end of long abstracts."""


def _code(number: int) -> str:
    return "".join(_LETTERS[number // 26**power % 26] for power in (2, 1, 0))


def _number(code: str) -> int:
    return sum(_LETTERS.index(letter) * 26**power for letter, power in zip(code, (2, 1, 0), strict=True))


def words(text: int, many: int) -> str:
    """The first `many` words of a text, the way prose looks: a sentence of nine words, and another."""
    found = [f"zq{_code(text)}{_code(n)}x" for n in range(many)]
    found = [word.capitalize() if n % 9 == 0 else word for n, word in enumerate(found)]
    return " ".join(f"{word}." if n % 9 == 8 or n == many - 1 else word for n, word in enumerate(found))


def views(data: bytes) -> Iterator[str]:
    """A file in the forms in which somebody could read it: as it is, unpacked, unescaped, without markup."""
    if data[:2] == b"\x1f\x8b":
        yield from views(gzip.decompress(data))
        return
    text = data.decode("utf-8", "replace")
    for form in (text, unquote(text), re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)):
        for plain in (form, html.unescape(html.unescape(form))):
            yield plain
            bare = re.sub(r"<[^<>]*>", "", plain)
            yield bare
            yield re.sub(r"[^A-Za-z]", "", bare)


def found_in(files: dict[str, bytes]) -> dict[int, dict[int, set[str]]]:
    """By text and word, in which of the files it is."""
    found: dict[int, dict[int, set[str]]] = {}
    for name, data in files.items():
        for view in views(data):
            for text, word in _WORD.findall(view.casefold()):
                found.setdefault(_number(text), {}).setdefault(_number(word), set()).add(name)
    return found


class Part(NamedTuple):
    """A part of an abstract: the number of its text, and how many words it has."""

    text: int
    words: int

    def __str__(self) -> str:
        return words(*self)


class Work(NamedTuple):
    """An invented study: its licence, the parts of its abstract, and a losing abstract of another source."""

    number: int
    licence: str
    parts: list[Part]
    loser: Part
    title: Part

    @property
    def doi(self) -> str:
        return f"10.5555/withheld.{self.number}"

    @property
    def name(self) -> str:
        return f"An invented study called {self.title}".rstrip(".")

    @property
    def year(self) -> int:
        return 1990 + self.number % 30


LABELS = ["Background", "Methods", "Results", "Conclusions"]


def _labelled(work: Work) -> str:
    """The abstract in one text; the words of a theme at its end."""
    if len(work.parts) == 1:
        return f"{work.parts[0]} {THEME}."
    return " ".join(f"{label}: {part}" for label, part in zip(LABELS, work.parts, strict=False)) + f" {THEME}."


def as_ris(work: Work) -> tuple[str, str]:
    fields = [("TY", "JOUR"), ("TI", work.name), ("AU", "Example, Ada"), ("PY", str(work.year)), ("DO", work.doi)]
    lines = [f"{tag}  - {value}" for tag, value in [*fields, ("AB", _labelled(work)), ("ER", "")]]
    return f"{work.number}.ris", "\n".join([*lines, ""])


def as_bibtex(work: Work) -> tuple[str, str]:
    abstract = _labelled(work).replace(" ", "{ }", 40)
    entry = f"title={{{work.name}}}, author={{Example, Ada}}, year={{{work.year}}}, doi={{{work.doi}}}"
    return f"{work.number}.bib", f"@article{{k{work.number}, {entry}, abstract={{{abstract}}}}}\n"


def as_csl(work: Work) -> tuple[str, str]:
    abstract = _labelled(work)
    data: dict[str, Any] = {
        "type": "article-journal",
        "title": work.name,
        "author": [{"family": "Example", "given": "Ada"}],
    }
    data |= {"issued": {"date-parts": [[work.year]]}, "DOI": work.doi, "abstract": f"<p>{abstract}</p>"}
    return f"{work.number}.json", json.dumps([data]).replace(" zq", "\\u0020zq").replace(" Zq", "&nbsp;Zq")


def as_openalex(work: Work) -> tuple[str, str]:
    index: dict[str, list[int]] = {}
    for at, word in enumerate(_labelled(work).split()):
        index.setdefault(word, []).append(at)
    backwards = dict(reversed(index.items()))
    data: dict[str, Any] = {
        "id": f"https://openalex.org/W{work.number}",
        "doi": f"https://doi.org/{work.doi}",
        "title": work.name,
    }
    more = {"publication_year": work.year, "type": "article", "abstract_inverted_index": backwards}
    return f"{work.number}.openalex.json", json.dumps(data | more)


def as_pubmed(work: Work) -> tuple[str, str]:
    parts = "".join(
        f'<AbstractText Label="{label}">{str(part).replace(" ", "<i> </i>", 5).replace(" ", "&#32;")}</AbstractText>'
        for label, part in zip(LABELS, work.parts, strict=False)
    )
    article = (
        f"<ArticleTitle>{work.name}</ArticleTitle><ELocationID EIdType='doi' ValidYN='Y'>{work.doi}</ELocationID>"
        f"<Abstract>{parts}<AbstractText Label='THEME'>{THEME}</AbstractText></Abstract>"
        "<AuthorList><Author><LastName>Example</LastName><ForeName>Ada</ForeName></Author></AuthorList>"
        f"<Journal><JournalIssue><PubDate><Year>{work.year}</Year></PubDate></JournalIssue></Journal>"
    )
    cited = f"<MedlineCitation><PMID>{9900000 + work.number}</PMID><Article>{article}</Article></MedlineCitation>"
    text = f"<PubmedArticleSet><PubmedArticle>{cited}</PubmedArticle></PubmedArticleSet>"
    return f"{work.number}.xml", f'<?xml version="1.0"?>\n{text}\n'


def as_crossref(work: Work) -> tuple[str, str]:
    paragraphs = "".join(
        f"<jats:sec><jats:title>{label}</jats:title><jats:p>{part}</jats:p></jats:sec>"
        for label, part in zip(LABELS, work.parts, strict=False)
    )
    data: dict[str, Any] = {
        "DOI": work.doi,
        "type": "journal-article",
        "title": [work.name],
        "abstract": paragraphs + f"<p>{THEME}</p>",
    }
    data |= {"container-title": ["Invented Letters"], "issued": {"date-parts": [[work.year]]}}
    return f"{work.number}.crossref.json", json.dumps(data).replace("<", "\\u003c")


def as_page(work: Work) -> tuple[str, str]:
    """A saved page that says its abstract four times over."""
    abstract = _labelled(work)
    linked = json.dumps({"@type": "ScholarlyArticle", "headline": work.name, "description": abstract})
    metas = {"citation_title": work.name, "citation_doi": work.doi, "citation_author": "Example, Ada"}
    metas |= {"citation_publication_date": str(work.year), "citation_abstract": abstract, "description": abstract}
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in metas.items())
    body = f"<h1>{work.name}</h1><h2>Abstract</h2><p>{abstract.replace(' ', '&nbsp;')}</p>"
    script = f'<script type="application/ld+json">{linked}</script>'
    return (
        f"{work.number}.html",
        f"<!DOCTYPE html><html><head><title>x</title>{head}{script}</head><body>{body}</body></html>",
    )


def as_medline(work: Work) -> tuple[str, str]:
    fields = [("PMID", str(9900000 + work.number)), ("DP", str(work.year)), ("TI", f"{work.name}.")]
    fields += [
        ("LID", f"{work.doi} [doi]"),
        ("AB", _labelled(work)),
        ("FAU", "Example, Ada"),
        ("PT", "Journal Article"),
    ]
    return f"{work.number}.nbib", "".join(f"{tag:<4}- {value}\n" for tag, value in fields) + "\n"


FORMATS: list[Callable[[Work], tuple[str, str]]] = [
    *(as_ris, as_bibtex, as_csl, as_pubmed, as_crossref, as_page, as_openalex, as_medline),
]


def as_table(works: list[Work]) -> str:
    """What a database says of all works: their licences, and abstracts that are shorter than the others'."""
    rows = ["Title,Authors,Year,DOI,License,Abstract"]
    rows += [f'"{w.name}","Example, Ada",{w.year},{w.doi},{w.licence},"{w.loser}"' for w in works]
    return "\n".join([*rows, ""])


def as_report(work: Work, statements: list[Part]) -> str:
    """A page of citation statements."""
    shown = "".join(f"“…{one}…”\nSection: Discussionsupporting\nconfidence: 88%\n" for one in statements)
    return (
        f"{work.year}\nDOI: {work.doi}\n|View full text |Cite\n|\nSign up to set email alerts\n|\n\n{work.name}\n\n"
        "Help me understand this report\n\nSearch citation statements\n\nOrder By: Relevance\n\n"
        f"Citation Types\n\n{len(statements)}\n0\n0\n0\n\nAuthors\n\nJournals\n\ncitations\n"
        f"Cited by {len(statements)} publications\n({len(statements)} citation statements)\n"
        f"references\nReferences 12 publications\n{len(statements)}\n0\n0\n0\nOrder By: Relevance\n{shown}"
    )


def as_aggregator(work: Work, description: list[Part]) -> str:
    """A saved page of an aggregator, which also describes the journal."""
    data: dict[str, Any] = {"title": work.name, "authors": "Ada Example", "doi": work.doi, "DOIUrl": None, "url": None}
    data |= {"abstract": _labelled(work), "PeriodicalId": 1, "journal": {"name": "Invented Results", "volume": "1"}}
    data |= {"publicationDate": f"{work.year}-03-15", "isOpenAccess": False, "openAccessPdf": None}
    data |= {"PeriodicalName": "Invented Results", "EPubDate": f"{work.year}/3/15 0:00:00"}
    lines = "\n".join(map(str, description))
    return f"Ada Example\n{json.dumps(data)}\n引用次数: 7\nAbstract\n{_labelled(work)}\n期刊介绍:\n{lines}\n"


class Numbers:
    """Hands out the numbers of texts."""

    def __init__(self) -> None:
        self._next = count(1)

    def part(self, many: int) -> Part:
        return Part(next(self._next), many)

    def work(self, number: int, licence: str, sizes: list[int]) -> Work:
        """A work with parts of these sizes, a losing abstract of five words and a title of three."""
        return Work(number, licence, [self.part(size) for size in sizes], self.part(5), self.part(3))


def write(folder: Path, name: str, text: str) -> None:
    """Writes a source."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
