"""What columns are called in the exports of databases and tools, in several languages.

Names are compared without case, accents, punctuation and spaces: `Author(s)`, `PublicationYear`, `publication_year`.
Names after the exports of Scopus, Web of Science, PubMed, Embase, Ovid, EBSCOhost (CINAHL, PsycInfo), ProQuest,
CENTRAL, ERIC, BVS/LILACS, CNKI, Dimensions, Lens, OpenAlex, Publish or Perish, Google Scholar, Zotero, EndNote,
Mendeley, Rayyan and Covidence.
"""

from __future__ import annotations

FIRST = {
    "title": "title, article title, document title, paper title, study title, reference title, primary title, "
    "title of article, titel, dokumenttitel, aufsatztitel, beitragstitel, artikeltitel, hauptsachtitel, titre, "
    "titre de l'article, titre du document, título, título del artículo, título do artigo, título del documento, "
    "titolo, otsikko, nimeke, rubrik, 标题, 题名, 篇名, 题目, 文献标题, 文章标题, 论文标题, 论文题目, title-题名, "
    "title-篇名, タイトル, 論文名, 제목",
    "full_names": "author full names, full author names, author full name, authors full names",
    "authors": "author, authors, author/s, author(s), author name, author names, name of authors, creator, creators, "
    "autor, autoren, autor/en, autor*in, autor*innen, autor:innen, verfasser, verfasser/in, verfasserinnen, "
    "verfasser*innen, auteur, auteurs, auteur-e-s, autores, autor/es, autor/a, autoras, autoría, autore, autori, "
    "tekijä, tekijät, författare, auteur(s), 作者, 作者姓名, 著者, author-作者, 저자, "
    "authorships author display name, "
    "authorships raw author name, authors display name",
    "groups": "group authors, group author, corporate author, corporate authors, collective name",
    "year": "year, publication year, published year, pubyear, pub year, pubyr, year published, year of publication, "
    "publication date year, jahr, erscheinungsjahr, publikationsjahr, veröffentlichungsjahr, jahr der publikation, "
    "année, année de publication, année de parution, año, año de publicación, ano, ano de publicação, anno, "
    "anno di pubblicazione, vuosi, julkaisuvuosi, utgivningsår, jaar, 年, 年份, 出版年, 出版年份, 发表年份, 发表年, "
    "year-年, 年度, 発行年, 연도",
    "month": "month, published month, publication month, monat, mois, mes, mês",
    "day": "day, published day, publication day",
    "published": "date, publication date, date published, date of publication, pubdate, pub date, published, "
    "cover date, datum, erscheinungsdatum, publikationsdatum, veröffentlichungsdatum, date de publication, "
    "date de parution, fecha, fecha de publicación, data de publicação, data di pubblicazione, 出版日期, 发表时间, "
    "发表日期, pubtime-发表时间",
    "journal": "journal, journal title, journal name, journal/book, journal book, source title, publication title, "
    "publication, pubtitle, periodical, periodical title, container title, secondary title, full journal name, "
    "name of journal, zeitschrift, zeitschriftentitel, zeitschriftenname, titel der zeitschrift, revue, "
    "titre de la revue, titre du périodique, nom de la revue, périodique, revista, título de la revista, "
    "título da revista, nombre de la revista, nome da revista, periódico, título do periódico, rivista, lehti, "
    "tidskrift, tijdschrift, 期刊, 期刊名, 期刊名称, 期刊标题, 刊名, 文献来源, 来源, 来源出版物, 出处, "
    "source-文献来源, source-刊名, 雑誌名, 掲載誌, 저널, primary location source display name, host venue display name",
    "abbreviation": "abbreviated source title, journal abbreviation, journal abbrev, journal iso abbreviation, "
    "iso abbreviation, abbreviated journal, journal title abbreviation",
    "volume": "volume, vol, vol., volume number, volume no, band, bd, jahrgang, jg, tome, "
    "volumen, volumen nº, 卷, 卷号, "
    "volume-卷, 巻, 巻号, vuosikerta, jaargang, biblio volume",
    "issue": "issue, issue number, issue no, heft, heftnummer, heft nr, ausgabe, "
    "ausgabennummer, fascicule, fascículo, "
    "fascicolo, numero della rivista, número de la revista, 期, 期号, period-期, issue-期, 号, biblio issue",
    "pages": "pages, page, page(s), page range, page numbers, pagination, pp, seite, seiten, seite(n), seitenzahlen, "
    "seitenangabe, seitenbereich, página, páginas, pagina, pagine, sivut, sidor, pagina's, 页码, 页, 页码范围, "
    "pagecount-页码, page-页码, ページ",
    "first_page": "start page, first page, page start, beginning page, spage, startseite, anfangsseite, erste seite, "
    "page de début, première page, página inicial, primera página, pagina iniziale, 起始页, 起始页码, "
    "biblio first page",
    "last_page": "end page, last page, page end, ending page, epage, endseite, letzte seite, page de fin, "
    "dernière page, página final, última página, pagina finale, 结束页, 终止页, 结束页码, biblio last page",
    "article_number": "art. no., article number, article no, artikelnummer, elocation id, "
    "e-location, article id number",
    "doi": "doi, digital object identifier, digital object identifier (doi), article doi, "
    "doi(s), dois, doi-doi, ids doi",
    "pmid": "pmid, pubmed id, pubmedid, medline pmid, pubmed pmid, ids pmid, pubmed",
    "pmcid": "pmcid, pmc id, pmc, pubmed central id, ids pmcid",
    "url": "url, urls, article url, link, links, link-链接, 链接, web link, web address, external url, landing page, "
    "landing page url, permalink, plink, persistent link, document url, publication url, record url, weblink, "
    "internetadresse, lien, enlace, primary location landing page url",
    "pdf": "pdf, pdf url, pdf link, primary location pdf url, open access pdf",
    "issn": "issn, issns, issn(s), e-issn, eissn, p-issn, pissn, issn (online), issn online, "
    "online issn, issn (print), "
    "issn print, print issn, electronic issn, issn-l, journal issn, primary location source issn l, "
    "primary location source issn",
    "publisher": "publisher, publisher name, verlag, maison d'édition, éditeur, editorial, editora, editore, "
    "kustantaja, förlag, uitgever, 出版社, 出版者, 出版商",
    "language": "language, languages, language of original document, original language, language of article, "
    "article language, publication language, document language, sprache, langue, langues, idioma, idiomas, lingua, "
    "kieli, språk, taal, 语言, 语种, 言語",
    "abstract": "abstract, abstracts, abstract note, abstract text, summary, zusammenfassung, "
    "kurzfassung, kurzreferat, "
    "résumé, resumen, resumo, riassunto, tiivistelmä, sammanfattning, samenvatting, 摘要, 文摘, "
    "中文摘要, summary-摘要, "
    "abstract-摘要, 要旨, 抄録, 초록",
    "keywords": "author keywords, author keyword, keyword, keywords, key words, keywords author, index keywords, "
    "keywords plus, identifier keywords, schlagwort, schlagwörter, schlagworte, schlüsselwörter, stichwort, "
    "stichwörter, stichworte, mots-clés, mots-clefs, palabras clave, descriptores, palavras-chave, descritores, "
    "parole chiave, avainsanat, asiasanat, nyckelord, trefwoorden, 关键词, 关键字, keyword-关键词, "
    "キーワード, 키워드, "
    "manual tags, automatic tags, subject, subjects, subject terms, descriptors, descriptor(s), mesh terms",
    "item_type": "item type, reference type, entry type, eintragsart, eintragstyp, type de référence",
    "genre": "document type, doctype, doc type, doctypes, publication type, publication types, publication type(s), "
    "pubtypes, article type, dokumenttyp, dokumentart, publikationstyp, publikationsart, type de document, "
    "type de publication, tipo de documento, tipo de publicación, tipo de publicação, tipo documento, 文献类型",
    "open_access": "open access, is open access, is oa, isoa, open access is oa, open access designations",
    "licence": "open access license, open access licence, license, licence, lizenz, primary location license",
    "cited_by": "cited by, times cited, times cited, wos core, cites, citing works count, cited by count, "
    "citation count, number of citations, zitiert von, zitationen, cité par, citado por, "
    "citas, 被引, 被引频次, 被引次数",
    "references": "cited reference count, reference count, references count, referenced works count, "
    "number of references",
    "as_of": "date of export, export date, query date",
    "orcids": "orcids",
}  # fmt: skip
SECOND = {
    "title": "display name",
    "authors": "contributors, contributor",
    "journal": "source, quelle, fuente, fonte, venue, book title, anthology title, "
    "proceedings title, conference title, "
    "buchtitel",
    "published": "publication date (print), publication date (online), date published online, early access date, "
    "published online",
    "issue": "number, no, no., nr, nr., num, numero, número, nummer, numéro, n°, nº",
    "doi": "doi link, doi url",
    "url": "source url, source urls, source url(s), full text url, full text link, fulltexturl, uri, source linkout, "
    "website, dimensions url",
    "abstract": "description",
    "item_type": "type, typ",
    "cited_by": "times cited, all databases, citations",
    "licence": "rights",
}
"""Names that mean something else beside those above: they count where no column has one of those."""

WEB_OF_SCIENCE = {
    "AF": "full_names", "AU": "authors", "CA": "groups", "TI": "title", "SO": "journal", "J9": "abbreviation",
    "JI": "abbreviation", "PY": "year", "PD": "month", "VL": "volume", "IS": "issue", "BP": "first_page",
    "EP": "last_page", "AR": "article_number", "DI": "doi", "PM": "pmid", "SN": "issn", "EI": "issn",
    "PU": "publisher", "LA": "language", "AB": "abstract", "DE": "keywords", "ID": "keywords", "PT": "item_type",
    "DT": "genre", "TC": "cited_by", "NR": "references", "DA": "as_of", "OA": "open_access", "OI": "orcids",
    "DL": "url",
}  # fmt: skip
OVID = {
    "TI": "title", "AU": "authors", "YR": "year", "JN": "journal", "JA": "abbreviation", "VO": "volume", "IP": "issue",
    "PG": "pages", "DO": "doi", "DI": "doi", "IS": "issn", "PB": "publisher", "LG": "language", "AB": "abstract",
    "KW": "keywords", "MH": "keywords", "SH": "keywords", "PT": "genre", "PY": "year", "JT": "journal", "VI": "volume",
    "DP": "published", "UR": "url",
}  # fmt: skip
"""Ovid's two letters, where the `SO` that holds the whole citation is left alone."""

RECORD_KEYS = {
    "title": "title", "authors": "authors", "year": "year", "published": "published", "journal": "journal",
    "volume": "volume", "issue": "issue", "pages": "pages", "doi": "doi", "pmid": "pmid", "pmcid": "pmcid",
    "url": "url", "pdf": "pdf", "issn": "issn", "publisher": "publisher", "language": "language",
    "abstract": "abstract", "keywords": "keywords", "type": "item_type", "genre": "genre",
    "open_access": "open_access", "licence": "licence",
    "citations.cited_by": "cited_by", "citations.references": "references", "citations.as_of": "as_of",
    "journal_record.abbreviation": "abbreviation", "investigation": "investigation", "design": "design",
    "countries": "countries", "setting": "setting", "population": "population", "intervention": "intervention",
    "outcomes": "outcomes", "findings": "findings", "limits": "limits",
}  # fmt: skip
"""The keys that the setting `columns` may give a column to, and what they are called here."""
