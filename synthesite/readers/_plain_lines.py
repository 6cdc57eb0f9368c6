"""Lines of a page saved as text, and what kind of line each is.

Here are the words by which the parts of a page are told: headings, remarks, and what speaks of the site alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.folding import fold
from synthesite.text.patterns import lazy

_LINE = lazy(r"[^\r\n]+")
_MARKS = lazy(r"^[#*•·▪►▼\-–\s]+|[\s:：▼▾↓]+$")
_COUNT = lazy(r"\s*[(（\[]?\s*[0-9][0-9,]{0,8}\s*[)）\]]?$")
LONGEST = 2_000
"""A line longer than this is a passage, never a title, a list of authors or a citation."""

_OTHERS_WORDS = (
    "similar articles;related articles;related content;related papers;related research;recommended articles;"
    "recommended;recommendations;recommended reading;recommended citations;references;reference list;"
    "bibliography;literature cited;works cited;cited by;citing articles;articles citing this article;"
    "articles citing this;cited in;citations;people also read;you may also like;you might also like;"
    "more from this journal;more like this;most read;most cited;latest articles;trending articles;"
    "other articles by these authors;others also viewed;popular articles;also in this issue;in this issue;"
    "similar content being viewed by others;similar papers;similar works;articles by the same author(s);"
    "more by the same authors;more by these authors;comments;literatur;literaturverzeichnis;"
    "quellenverzeichnis;ähnliche artikel;ähnliche beiträge;verwandte artikel;zitiert von;"
    "das könnte sie auch interessieren;weitere artikel;referencias;referencias bibliográficas;bibliografía;"
    "artículos similares;artículos relacionados;citado por;artículos más leídos;références;bibliographie;"
    "références bibliographiques;articles similaires;articles connexes;cité par;sur le même sujet;referências;"
    "referências bibliográficas;artigos relacionados;artigos semelhantes;artigos similares;lähteet;"
    "lähdeluettelo;viitteet;kirjallisuus;samankaltaiset artikkelit;samankaltaisia artikkeleita;"
    "aiheeseen liittyvää;viittaukset;referenser;relaterade artiklar;bibliografia;articoli correlati;"
    "articoli simili;参考文献;相似文献;相关文章;相关文献;引证文献;推荐文章;施引文献;同类文章;関連論文;引用文献;참고문헌"
)
_OTHERS = frozenset(_OTHERS_WORDS.split(";"))
_BODY_WORDS = (
    "introduction;1 introduction;1. introduction;main;main text;full text;article text;einleitung;einführung;"
    "introducción;1. introducción;introdução;1. introdução;johdanto;引言;前言;1 引言;はじめに;서론"
)
_BODY = frozenset(_BODY_WORDS.split(";"))
_OWN_WORDS = (
    "about this article;article information;article info;article details;publication details;"
    "publication information;rights and permissions;cite this article;how to cite;how to cite this article;"
    "additional information;bibliographic information;publication types;mesh terms;publication history;"
    "history;metadata;details;item details;export citation;artikelinformationen;über diesen artikel;"
    "bibliografische informationen;angaben;detalles del artículo;información del artículo;cómo citar;"
    "détails de l'article;informations;comment citer;como citar;detalhes do artigo;artikkelin tiedot;"
    "viittausohje;文章信息;基本信息;引用本文"
)
_OWN = frozenset(_OWN_WORDS.split(";"))
_FURNITURE = lazy(
    r"\b(?:cookies?|javascript|sign (?:in|up|out)|log ?in|log out|subscribe|newsletter|privacy|terms of (?:use|"
    r"service)|"
    r"all rights reserved|previous article|next article|view issue|table of contents|fingerprint|list of issues|"
    r"all journals|journal homepage|skip to|browse|search|shopping cart|e-?mail alerts?|alerts?$|download|altmetric|"
    r"share (?:this|on)|follow us|contact us|help me|my account|advertis\w+|accept all|official website|anmelden|"
    r"registrieren|datenschutz|warenkorb|herunterladen|iniciar sesión|descargar|se connecter|télécharger|"
    r"kirjaudu|evästeet|evästeitä|baixar)\b|登录|注册|下载|首页|ログイン",
    re.IGNORECASE,
)
_BADGE = lazy(
    r"(?:free |full |open |limited |restricted )?(?:access|full text|pmc article)|open[- ]access|free|peer[- ]reviewed|"
    r"(?:original|research|review|short|brief|regular|primary) ?(?:research )?(?:article|paper|report|communication)?|"
    r"articles?|originals?|original (?:contribution|investigation|work)|preprint|randomized controlled trial|"
    r"clinical trial|systematic review|meta-analysis|case reports?|editorial|letter|comparative study|"
    r"observational study|multicenter study|journal article|conference paper|working paper|thesis|"
    r"originalarbeit|originalartikel|forschungsartikel|artículos?(?: original(?:es)?)?|artigos?(?: original|"
    r" originais)?|"
    r"articles? (?:original|de recherche)|alkuperäistutkimus|artikkelit?|论著|原著|research[- ]article|paper|"
    r"free access|full access|show (?:details|authors)|author links open overlay panel|read online|listed|"
    r"affiliations?|author information|authors and affiliations|expand|"
    r"afiliaciones|affiliations? \(expand\)|new results|confirmatory results",
    re.IGNORECASE,
)


_ADDRESS = lazy(
    r"universi|institut|hospital|clinic|klinik|college|school|department|cent(?:er|re)\b|academy|yliopisto|hochschule|"
    r"大学|学院|医院|@|ministry|laborator|escuela|facultad|faculdade|fundaci",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line with its place, white space at its ends left out.

    `gap` says that a blank line stands before it; `number` counts the lines that hold anything, from 0.
    """

    start: int
    end: int
    text: str
    gap: bool
    number: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def lines_of(text: str) -> list[Line]:
    """The lines that hold anything, in order."""
    found: list[Line] = []
    at = 0
    for match in _LINE.finditer(text):
        stripped = match[0].strip(" \t\u00a0\u200b\ufeff\u2028\x0b\x0c")
        if stripped.strip():
            start = match.start() + match[0].index(stripped)
            between = text[at : match.start()].replace("\r\n", "\n").replace("\r", "\n")
            found.append(Line(start, start + len(stripped), stripped, between.count("\n") > 1, len(found)))
            at = match.end()
    return found


def heading_key(text: str) -> str:
    """A line as the lists here write headings: lower case, without bullets and a colon; long lines are none."""
    return fold(_MARKS.sub("", text)).casefold() if len(text) <= 60 else ""


def is_heading(text: str) -> bool:
    """Whether a line is a heading that these lists know."""
    return of_others(text) or of_body(text) or of_own(text)


def of_others(text: str) -> bool:
    """Whether a line is the heading of a list of other works, with or without their number."""
    key = heading_key(text)
    return bool(key) and (key in _OTHERS or _COUNT.sub("", key) in _OTHERS)


def of_body(text: str) -> bool:
    """Whether a line is a heading with which the article itself begins."""
    return heading_key(text) in _BODY


def of_own(text: str) -> bool:
    """Whether a line is a heading that only speaks of the page's own study."""
    return heading_key(text) in _OWN


def is_furniture(text: str) -> bool:
    """Whether a line speaks of the site rather than of a study."""
    return len(text) <= LONGEST and bool(_FURNITURE.search(text))


def is_badge(text: str) -> bool:
    """Whether a line is a short remark of the site on the study: `Open access`, `Research article`."""
    return len(text) <= 60 and bool(_BADGE.fullmatch(text.strip(" .|·•")))


def is_address(text: str) -> bool:
    """Whether a line says where an author works."""
    return len(text) <= 400 and bool(_ADDRESS.search(text))
