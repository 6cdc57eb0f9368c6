"""The words by which pages in the languages of the big databases name the parts of a study, and what isn't one."""

from __future__ import annotations

import re

from synthesite.text.patterns import lazy

LABELS = {
    label: field
    for field, labels in {
        "title": "title; titel; título; titulo; titre; titolo; main title; title proper; 题名; 标题",
        "author": "author; authors; author(s); creator; creators; main author; by; other authors; verfasser; autor; "
        "autoren; autores; autor/in; auteur; auteurs; autore; autori; verfasser/in; 作者; 著者",
        "year": "year; publication year; year of publication; erscheinungsjahr; jahr; année; año; ano",
        "published": "publication date; date of publication; published; issue date; date issued; published online; "
        "date published; first published; veröffentlicht; erscheinungsdatum; fecha de publicación; "
        "date de publication; publicado",
        "journal": "journal; journal title; published in; publication title; zeitschrift; revista; revue; rivista; "
        "期刊",
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
KEYWORD_LANGUAGES = {
    "keywords": "en", "key words": "en", "schlüsselwörter": "de", "schlagwörter": "de", "palabras clave": "es",
    "palavras-chave": "pt", "mots-clés": "fr", "mots clés": "fr", "parole chiave": "it", "关键词": "zh",
    "avainsanat": "fi", "asiasanat": "fi", "nyckelord": "sv", "キーワード": "ja", "키워드": "ko",
}  # fmt: skip
ABSTRACT_LANGUAGES = {
    "abstract": "en", "summary": "en", "english abstract": "en", "zusammenfassung": "de", "kurzfassung": "de",
    "resumen": "es", "résumé": "fr", "resumo": "pt", "riassunto": "it", "sommario": "it", "samenvatting": "nl",
    "sammanfattning": "sv", "sammendrag": "no", "tiivistelmä": "fi", "streszczenie": "pl", "摘要": "zh", "要旨": "ja",
    "抄録": "ja", "초록": "ko",
}  # fmt: skip
REFERENCES = lazy(
    r"(?:references|literature cited|works cited|bibliography|literatur|literaturverzeichnis|referencias|références|"
    r"referências|similar articles|related articles|related content|recommended articles|cited by|citing articles|"
    r"参考文献)(?: \(?(\d[\d,]*)\)?| (?:listed|cited|in|of|used)\b.{0,40})?",
    re.IGNORECASE,
)
LIST_PAGE = lazy(
    r"search results|results for\b.*|\d[\d,]* results?\b.*|search|suchergebnisse|resultados de (?:la )?búsqueda|"
    r"table of contents|browse\b.*|vol(?:ume|\.)? ?\d+.*|(?:current |past )?issues?|latest articles|archives?",
    re.IGNORECASE,
)
CITED_BY = lazy(
    r"cited by:? \(?(\d[\d,]*)\)?(?: (?:articles?|publications?|documents?|papers?|works?))?|"
    r"(?:citations|times cited)[: ] ?\(?(\d[\d,]*)\)?",
    re.IGNORECASE,
)
LINE = lazy(r"([^\W\d_][^:：.]{0,40}?)\s*[:：]\s*(?=\S)")
DOI_TEXT = lazy(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?\b10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
CELLS = frozenset({"td", "th", "dt"})
FURNITURE = frozenset({"nav", "footer", "aside"})
NO_ABSTRACT = frozenset(
    {"graphical", "highlights", "video", "tab", "tabs", "link", "links", "toggle", "button", "btn", "menu", "search"}
    | {"results", "result", "list", "nav", "visual"}
)
NO_AUTHOR = frozenset(
    {"affiliation", "affiliations", "affil", "ref", "refs", "note", "notes", "info", "information", "bio", "email"}
    | {"corresponding", "link", "links", "search", "profile", "count", "tooltip", "about", "guidelines", "menu", "nav"}
    | {"sign", "login", "editor", "editors", "comment", "comments", "contributions"}
)
NAME = lazy(r"(?:[^\W\d_][\w.'’-]*,?\s+){1,5}[^\W\d_][\w.'’-]*\.?")
COPYRIGHT = lazy(r"(?:©|\(c\) ?\d{4}|copyright\b)", re.IGNORECASE)
BUTTON = lazy(r"(?:show|read|view) (?:more|less|full.*|all)|expand|collapse", re.IGNORECASE)
SEPARATORS = lazy(r"[;；、|·•\n]")
COMMA = lazy(r"[,，]")
LONGEST_SECTION = 60
"""No abstract has more paragraphs than this."""
EMPHASISED = 7
"""The level of a heading that is a heading by its emphasis only."""
MOST_INSIDE = 300
"""A title, a label or a value holds no more elements than this."""
MOST_BEFORE = 30
"""So many characters of a line may stand before its DOI."""
MOST_RUNS = 3000
"""An abstract has no more runs of text than this."""
MOST = 400
"""A line with a label has no more characters than this."""
