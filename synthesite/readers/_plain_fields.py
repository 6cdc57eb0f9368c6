"""Labelled fields of pages saved as text: `Label: value`, a label with a tab, or a label on a line of its own.

The labels are those of publishers, repositories, library catalogues and databases in the languages that we meet.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.readers._plain_dates import dates_in
from synthesite.readers._plain_lines import LONGEST, Line, is_furniture, is_heading
from synthesite.text.folding import fold
from synthesite.text.patterns import lazy

_VOCABULARY = {
    "title": "title;article title;document title;full title;paper title;titel;título;título del artículo;titre;titolo;"
    "otsikko;nimeke;teoksen nimi;题名;标题;篇名;文章标题;中文标题;タイトル;論文タイトル;제목;dc.title",
    "authors": "author;authors;author(s);by;creator;creators;main author;autor;autorin;autoren;autor(en);verfasser;"
    "verfasser/in;autor/in;autorinnen und autoren;autores;autor(es);autoría;auteur;auteurs;auteur(s);tekijä;tekijät;"
    "kirjoittaja;kirjoittajat;författare;autore;autori;作者;著者;저자;dc.contributor.author;dc.creator",
    "more_authors": "other authors;contributors;weitere verfasser;weitere personen;otros autores;autres auteurs;"
    "outros autores;muut tekijät;其他作者",
    "journal": "journal;journal volume & issue;volume/issue;vol. / issue;journal title;journal name;source;"
    "published in;publication;publication title;publication name;"
    "appears in;is part of;container title;host publication;periodical;series;zeitschrift;erschienen in;"
    "veröffentlicht in;quelle;zeitschriftentitel;enthalten in;revista;fuente;publicado en;publicado em;fonte;revue;"
    "publié dans;lehti;julkaisussa;lähde;julkaisu;tidskrift;publicerad i;rivista;期刊;期刊名称;刊名;来源;出处;"
    "来源期刊;掲載誌;학술지명;dc.source;dc.relation.ispartof;dc.identifier.citation",
    "volume": "volume;vol;vol.;volyymi;band;jahrgang;volumen;tome;vuosikerta;卷;卷号;巻;dc.citation.volume",
    "issue": "issue;number;no.;heft;ausgabe;heftnummer;número;fascículo;numéro;numero;期;期号;号;dc.citation.issue",
    "pages": "pages;page;page range;page(s);article number;seiten;seite;páginas;paginación;sivut;sivumäärä;sidor;"
    "artikkelinumero;artikelnummer;número de artículo;页码;页;ページ;dc.citation.pages",
    "published": "published;publication status;publication date;date published;date of publication;published date;"
    "published on;"
    "date issued;posted;posted on;posted online;posted date;veröffentlicht;veröffentlicht am;erschienen;"
    "erschienen am;erscheinungsdatum;veröffentlichungsdatum;publikationsdatum;publiziert;fecha de publicación;"
    "publicado;publicado el;fecha;date de publication;publié;publié le;data de publicação;publicado a;publicação;"
    "julkaistu;julkaisupäivä;julkaisuaika;publicerad;publiceringsdatum;pubblicato;data di pubblicazione;"
    "发布日期;出版日期;发表时间;出版时间;发表日期;刊出日期;発行日;公開日;発行年月日;dc.date.issued",
    "issued": "issue date;date of issue;cover date;issue published",
    "online": "published online;first published;first published online;first online;available online;online first;"
    "epub;e-pub;version of record;version of record online;early view;online publication date;online veröffentlicht;"
    "online publiziert;online erschienen;publicado en línea;publié en ligne;publié en ligne le;mis en ligne;"
    "mis en ligne le;publicado online;"
    "publicado on-line;julkaistu verkossa;publicerad online;网络出版日期;网络首发;在线发表;在线发布日期",
    "other_date": "received;submission received;accepted;revised;submitted;received in revised form;date received;"
    "date accepted;"
    "date submitted;manuscript received;eingegangen;eingereicht;angenommen;akzeptiert;revidiert;recibido;aceptado;"
    "revisado;recebido;aceito;aprovado;reçu;accepté;révisé;soumis;saapunut;hyväksytty;收稿日期;接受日期;修回日期;"
    "录用日期;入库日期;受付日;受理日;dc.date.accessioned;dc.date.available;last updated;last modified;"
    "date added;date deposited;deposited on;deposited;updated;zuletzt geändert;hinzugefügt;retrieved;accessed",
    "year": "year;publication year;year of publication;year published;jahr;erscheinungsjahr;publikationsjahr;año;"
    "año de publicación;année;année de publication;ano;ano de publicação;vuosi;julkaisuvuosi;år;utgivningsår;"
    "anno;年;年份;出版年;发表年份;発行年;dc.citation.year",
    "doi": "doi;doi link;digital object identifier;digital object identifier (doi);article doi;publisher doi;"
    "doi-link;enlace doi;dc.identifier.doi",
    "pmid": "pmid;pubmed id;pubmed;pubmed-id;pubmed identifier;pubmed pmid",
    "pmcid": "pmcid;pmc id;pmc;pubmed central id;pubmed central",
    "issn": "issn;issn-l;eissn;e-issn;p-issn;pissn;print issn;online issn;electronic issn;issn (print);issn (online);"
    "issn online;issn print;issn (electronic);linking issn;elektronische issn;dc.identifier.issn",
    "abstract": "abstract;summary;abstract (english);article abstract;description / abstract;zusammenfassung;"
    "kurzfassung;abstrakt;kurzbeschreibung;resumen;resumen en español;résumé;resumo;tiivistelmä;abstrakti;"
    "sammanfattning;riassunto;摘要;中文摘要;内容摘要;摘要/abstract;抄録;要旨;초록;요약;аннотация;"
    "dc.description.abstract",
    "keywords": "keywords;descriptors;key words;keyword;keyword(s);key-words;index terms;author keywords;"
    "subject keywords;"
    "free keywords;schlagwörter;schlagworte;schlüsselwörter;stichworte;stichwörter;palabras clave;palabras-clave;"
    "descriptores;mots-clés;mots clés;mots-clefs;palavras-chave;palavras chave;descritores;avainsanat;asiasanat;"
    "nyckelord;ämnesord;parole chiave;关键词;关键字;主题词;キーワード;키워드;주제어;ключевые слова;subjects;"
    "subject headings;dc.subject",
    "publisher": "publisher;published by;verlag;herausgebender verlag;éditeur;editora;kustantaja;julkaisija;förlag;"
    "utgivare;editore;出版社;出版者;出版商;出版单位;発行者;dc.publisher",
    "language": "language;languages;language of text;original language;sprache;sprachen;idioma;langue;língua;lengua;"
    "kieli;språk;lingua;语言;语种;言語;dc.language;dc.language.iso",
    "licence": "license;licence;copyright license;license type;rights;usage rights;rights / license;rights/license;"
    "creative commons license;licensed under;lizenz;nutzungsrechte;rechte;licencia;derechos;licença;licence cc;droits;"
    "lisenssi;käyttöoikeudet;licens;许可;许可协议;版权许可;ライセンス;dc.rights;dc.rights.uri;dc.rights.license",
    "type": "type;document type;publication type;publication types;article type;item type;resource type;"
    "type of publication;content type;dokumenttyp;dokumentart;publikationstyp;publikationsart;medientyp;"
    "tipo de documento;tipo;type de document;type de publication;tipo de publicação;julkaisun tyyppi;julkaisutyyppi;"
    "aineistotyyppi;dokumenttyyppi;publikationstyp;文献类型;文章类型;資料種別;dc.type",
    "cited_by": "cited by;times cited;citations;citation count;cited by count;number of citations;total citations;"
    "zitiert von;zitationen;anzahl zitationen;citado por;citas;número de citas;cité par;citations reçues;citações;"
    "viittaukset;viittausten määrä;citeringar;被引频次;被引次数;被引量;被引;引用次数;被引用次数;被引用数;"
    "cited by (number of publications)",
    "references": "references;reference count;cited references;number of references;cited reference count;"
    "anzahl referenzen;referenzen;referencias;références;referências;lähdeviitteet;参考文献;参考文献数;引文数量",
    "cite": "cite this article;cite as;how to cite;citation;recommended citation;suggested citation;"
    "cite this article as;to cite this article;how to cite this article;cite this paper;cite this;preferred citation;"
    "full citation;bibliographic citation;zitiervorschlag;zitierweise;zitation;zitieren als;cómo citar;"
    "citar como;cita recomendada;como citar;comment citer;pour citer cet article;référence;viittausohje;viittaa;"
    "citera som;引用本文;引用格式;引用方式",
    "url": "url;uri;permanent link;permalink;permanent url;persistent link;persistent url;stable url;handle url;"
    "document url;dauerhafte url;enlace permanente;lien permanent;pysyvä osoite;链接;dc.identifier.uri",
    "pdf": "pdf;pdf url;full text pdf;pdf link",
    "mesh": "mesh terms;mesh headings;mesh;substances;grants and funding;jel classification;jel codes",
}
_KEYS = {label: key for key, labels in _VOCABULARY.items() for label in labels.split(";")}
_SEPARATED = lazy(r"(?P<label>[^\t:：]{1,45}?)[ \u00a0]*(?:[:：][ \t\u00a0]*|\t+[ ]*)")
_LEAD = lazy(r"[*•·▪►\-–\s]*")
_GLUED = lazy(
    r"(?P<label>PMID|PMCID|DOI|ISSN|eISSN|Pages?(?=[ \u00a0][A-Za-z]?[0-9])|(?:Cited|Zitiert|Citado|Cité) (?:by|von|"
    r"por|par))[ \u00a0]+(?=\S)",
    re.I,
)
_TRAILING_COUNT = lazy(r"(?P<label>[^()（）0-9]{2,30}?)\s*[(（]\s*(?P<count>[0-9][0-9,]{0,8})\s*[)）]")
_LEADING_COUNT = lazy(
    r"(?P<count>[0-9][0-9,]{0,8})\s+(?P<label>citations|references|cited references|Zitationen)(?:\s*\((?:Scopus|"
    r"Web of Science|Crossref|CrossRef|Dimensions)\))?",
    re.I,
)
_LANGUAGE_CELL = lazy(r"[a-z]{2}(?:_[A-Z]{2})?|\*|en_US|-")
_BETWEEN = lazy(r"\s*[/|;•·]\s+|,\s(?=[^\W\d_])|\.\s(?=[^\W\d_])")
_DATES = frozenset({"published", "issued", "online", "other_date"})
_SEVERAL = frozenset({"keywords", "authors", "more_authors", "abstract", "cite", "type", "mesh"})
"""Fields whose value may go on over several lines when the label stands on a line of its own."""


class Field(NamedTuple):
    """A labelled value: what it is about, its label, and the spans of the lines it stands on."""

    key: str
    label: str
    spans: list[tuple[int, int]]
    line: Line
    alone: bool
    """Whether the label has a line of its own, with the value below it."""


def key_of(label: str) -> str | None:
    """What a label is about; `None` for one that we don't know."""
    return _KEYS.get(fold(label).strip(" *.#").casefold()) or _KEYS.get(fold(label).casefold())


def label_line(text: str) -> str | None:
    """What a line is about that is nothing but a label (`Abstract`, `Keywords:`)."""
    return key_of(_LEAD.sub("", text, count=1).rstrip(" :：\t")) if len(text) <= 50 else None


def split_label(line: Line) -> tuple[str, str, tuple[int, int]] | None:
    """The label of a line as (key, label, span of the value), for a known label with a value on the same line."""
    text = line.text
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    if len(text) <= 45 and (count := _TRAILING_COUNT.fullmatch(text) or _LEADING_COUNT.fullmatch(text)):
        counted = key_of(count["label"])
        if counted in {"cited_by", "references"}:
            return counted, fold(count["label"]), (line.start + count.start("count"), line.start + count.end("count"))
    match = _SEPARATED.match(text, at) or _GLUED.match(text, at)
    if match and match.end() < len(text):
        key = key_of(match["label"])
        start, end = line.start + match.end(), line.end
        tab = text.find("\t", match.end())
        if tab > 0 and _LANGUAGE_CELL.fullmatch(text[tab:].strip()):
            end = line.start + tab
        return (key, fold(match["label"]), _trim(line, start, end)) if key else None
    return _dated(line)


def _dated(line: Line) -> tuple[str, str, tuple[int, int]] | None:
    """A date behind words that say whose it is, without a colon: `Received 01 October 2019`."""
    words = list(re.finditer(r"\S+", line.text[:80]))[:6]
    for last in range(len(words) - 1, 0, -1):
        key = key_of(line.text[: words[last - 1].end()])
        if key in _DATES:
            dates = dates_in(line.text[words[last].start() : words[last].start() + 40])
            if dates and dates[0][1] == 0:
                start = words[last].start() + line.start
                return key, line.text[: words[last - 1].end()], (start, line.end)
    return None


def other_label(line: Line) -> tuple[str, tuple[int, int]] | None:
    """The label and the value's span of a line `Label: value` whose label we don't know."""
    match = _SEPARATED.match(line.text) if len(line.text) <= LONGEST else None
    if not match or match.end() >= len(line.text) or len(match["label"].split()) > 4 or "//" in line.text[:12]:
        return None
    return fold(match["label"]), _trim(line, line.start + match.end(), line.end)


def fields_of(lines: list[Line]) -> list[Field]:
    """The labelled fields among the lines, in order; the abstract's passages are not looked into for more."""
    found: list[Field] = []
    for at, line in enumerate(lines):
        if several := _several_on(line):
            found += several
        elif labelled := split_label(line):
            found.append(Field(labelled[0], labelled[1], [labelled[2]], line, alone=False))
        elif key := label_line(line.text):
            below = _below(lines, at, key)
            if below:
                found.append(Field(key, fold(line.text.rstrip(":：")), [one.span for one in below], line, alone=True))
    return found


def _several_on(line: Line) -> list[Field]:
    """The dates and pages of a line that has several of them: `Received: 1 May 2020 / Accepted: 2 June 2020`."""
    if len(line.text) > 300:
        return []
    found, at = [], 0
    for match in [*_BETWEEN.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        raw = line.text[at:end]
        text = raw.strip(" .")
        if text:
            start = line.start + at + raw.index(text)
            piece = line._replace(start=start, end=start + len(text), text=text)
            labelled = split_label(piece)
            if labelled and labelled[0] in _DATES | {"pages"}:
                found.append(Field(labelled[0], labelled[1], [labelled[2]], line, alone=False))
        at = match.end() if match else end
    return found if len(found) >= 2 else []


def _below(lines: list[Line], at: int, key: str) -> list[Line]:
    """The lines of the value whose label stands alone on the line `at`: up to a gap, a heading or another label."""
    found: list[Line] = []
    for line in lines[at + 1 : at + 41]:
        if (found and line.gap) or starts_something(line) or is_furniture(line.text):
            break
        found.append(line)
        if key not in _SEVERAL:
            break
    return found


def starts_something(line: Line) -> bool:
    """Whether a line is a label, opens with one, or is a heading."""
    return label_line(line.text) is not None or split_label(line) is not None or is_heading(line.text)


def _trim(line: Line, start: int, end: int) -> tuple[int, int]:
    inner = line.text[start - line.start : end - line.start]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))
