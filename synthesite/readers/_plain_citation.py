"""The line of a page that says where a study stands: journal, volume, issue, pages and year.

`Int J Invented Res. 2021 Mar;7(2):132-42.`, `Journal of X, Vol. 7, No. 2, pp. 132-142 (2021)`, `Journal of X volume 66,
pages 263–269 (2020)`, `Jg. 7, Heft 2, S. 132–142`, `2021年第7卷第2期`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synthesite.text.dates import iso_date
from synthesite.text.patterns import lazy

_YEAR = r"(?:1[89]|20)[0-9]{2}"
_WORD = r"[^\W\d_]{3,12}\.?"
_DATE = rf"{_YEAR}(?: {_WORD}(?:[-–/ ]{_WORD})?(?: [0-9]{{1,2}})?)?"
_PAGE = r"[A-Za-z]{0,3}[0-9]{1,9}[A-Za-z]{0,2}"
_PAGES = rf"{_PAGE}(?:\s?[-–—‐]\s?{_PAGE})?(?:, {_PAGE}(?:[-–—]{_PAGE})?)?"
_NUMBER = r"[0-9]{1,4}[A-Z]?(?:\s?[-–/]\s?[0-9]{1,4})?"
_ISSUE = (
    r"(?:Suppl(?:ement)?\.?\s?[0-9]*|Pt\.? ?[0-9]+|[0-9]{1,4}[A-Z]?(?:[-–/][0-9]{1,4})?(?: (?:Suppl|"
    r"Pt)\.? ?[0-9A-Z]*)?|S[0-9]{1,2}|Special Issue|Sonderheft)"
)

_VANCOUVER = lazy(
    rf"(?:[0-9]{{1,4}}\. )?(?P<journal>[^\W\d_].{{1,140}}?)(?:\s?\.\s?|\s(?={_YEAR}\s?;))(?P<date>{_DATE})"
    rf"(?:\s?;\s?(?P<volume>{_NUMBER})?(?:\s?\((?P<issue>[^()]{{1,30}})\))?(?:\s?:\s?(?P<pages>{_PAGES}))?)?\s?(?:\.|$)"
)
_REST = lazy(
    rf"\.\s?(?P<date>{_DATE})\s?;"
    rf"\s?(?P<volume>{_NUMBER})?(?:\s?\((?P<issue>[^()]{{1,30}})\))?(?:\s?:\s?(?P<pages>{_PAGES}))?\."
)
"""How PubMed's pages go on under a line with the journal alone."""
_COMPACT = lazy(
    rf"(?<![\w(.])(?P<volume>{_NUMBER})\s?[(（](?P<issue>{_ISSUE})[)）]"
    rf"(?:\s?[:,：，]\s?(?:(?:pp?|S|s|págs?)\.\s?|pages?\s|Seiten\s|Artikel\s|Article\s|"
    rf"art\. ?)?(?P<pages>{_PAGES})(?![\w.]*\w))?"
)
_VOLUME_PAGES = lazy(
    rf"(?<![\w(.])(?P<volume>[0-9]{{1,4}})\s?[,:]\s?(?:(?:Article|art\.|Artikel|"
    rf"artículo) )?(?P<pages>{_PAGE}\s?[-–—]\s?{_PAGE}|[eE]?[0-9]{{4,8}})(?=\s?[(.,]|$)"
)
_VOLUME = lazy(
    r"(?:\b(?:vol(?:ume|umen)?\b\.?|(?:band|bd|jahrgang|jg|tome|årg(?:ång)?)\b\.?|v\.)\s*:?\s*"
    rf"|(?:,|，|年)\s?第\s?)(?P<volume>{_NUMBER}|[IVXLC]{{1,7}}\b)(?![0-9])(?:\s?[(（](?P<issue>{_ISSUE})[)）])?",
    re.IGNORECASE,
)
_ISSUE_LABEL = lazy(
    r"(?:\b(?:issue|iss|number|no|núm|num|número|nr|heft|h|ausgabe|numéro|nro|fasc|n)\b(?:\.\s?[º°o]?|"
    r"[º°])?\s*:?\s*|卷\s?第?\s?)"
    rf"(?P<issue>{_ISSUE})(?![0-9])",
    re.IGNORECASE,
)
_PAGES_LABEL = lazy(
    rf"(?:\b(?:pages?|páginas|seiten|sivut|sidor|pp?\.|págs?\.|pgs?\.|S\.|s\.|pp)\s*:?\s*)(?P<pages>{_PAGE} (?:à|a|"
    rf"to|bis) {_PAGE}|{_PAGES})(?![\w])"
    rf"|(?P<cjk>[0-9]{{1,6}}[-–—][0-9]{{1,6}})\s?页"
    rf"|\b(?:article(?: number| no\.?| id)?|art\.|artikel|artículo|"
    rf"artikkeli)\s*:?\s*(?P<number>[A-Za-z]{{0,2}}[0-9]{{2,9}})\b",
    re.IGNORECASE,
)
_CHINESE = lazy(
    rf"(?P<date>{_YEAR})\s?[,，年]\s?(?:第?\s?(?P<volume>[0-9]{{1,4}})\s?(?:卷)?)\s?[,，]?\s?(?:[(（]|"
    rf"第)\s?(?P<issue>[0-9]{{1,4}})\s?(?:[)）]|期)"
    rf"(?:\s?[:：,，]?\s?(?P<pages>[0-9]{{1,6}}[-–—][0-9]{{1,6}}))?"
)
_YEAR_ISSUE = lazy(rf"(?P<date>{_YEAR})/[0-9]{{1,2}}(?:-[0-9]{{1,2}})? \([nN][°ºo]\s?(?P<issue>[0-9]{{1,4}})\)")
"""How Cairn cites: `Revue 2021/3 (n° 58)`."""
_PUBLISHED_IN = lazy(
    rf"(?:Published in|Erschienen in|Publicado en|Publié dans|Publicado em):? (?P<journal>[^0-9:]{{2,120}}?),? "
    rf"(?P<date>(?:[0-9]{{1,2}}\.? )?{_WORD} {_YEAR}|{_YEAR})"
)
_ERIC = lazy(rf", v(?P<volume>[0-9]{{1,4}}) n(?P<issue>{_ISSUE}) p(?P<pages>{_PAGES}) (?P<date>(?:{_WORD} )?{_YEAR})$")
"""How ERIC cites: `Journal, v22 n1 p31-44 Mar 2014`."""
_ISSUE_OF = lazy(rf"(?P<journal>[^0-9()]{{2,120}}) \((?P<date>{_WORD} {_YEAR})\)")
"""How DOAJ names an issue: `Journal (Jan 2023)`."""
_JAPANESE = lazy(
    rf"(?P<date>{_YEAR})\s?年\s?(?P<volume>[0-9]{{1,4}})\s?巻\s?(?:(?P<issue>[0-9]{{1,4}})\s?号\s?)?p\.\s?(?P<pages>{_PAGES})"
)
"""How J-STAGE cites: `2018 年 12 巻 3 号 p. 45-52`."""
_TIME = lazy(
    rf"(?P<bracket>\((?:{_WORD}(?:[-–/ ]{_WORD})? )?{_YEAR}\))|"
    rf"(?<![\w/.-])(?:[0-9]{{1,2}}\.? )?(?:de )?{_WORD},? (?:de )?{_YEAR}(?![\w/-])"
    rf"|(?<![\w/.:-]){_YEAR}(?![\w/-]|\.[0-9])"
)
_LEAD = lazy(
    r"(?:(?:in|source|published in|appears in|from|erschienen in|publicado en|publié dans|veröffentlicht in|出处|"
    r"来源)\s*[:：]\s*|In |Dans |En )",
    re.IGNORECASE,
)
_SMALL_WORDS = "a an the of and for in on to de la le les des du et der die das und für y e el los las da do"
_SMALL = frozenset(_SMALL_WORDS.split())
_TAIL = " \t\u00a0,;:：.，|·•–—-(《》〈〉"
_NO_JOURNAL = lazy(
    r"https?:|www\.|@|[?!]|\. [A-Z][a-z]+ [a-z]+ |^(?:published|received|accepted|volume|vol|issue|pages|page|article|"
    r"citation|cite|abstract|copyright|©|doi|about|ausgabe|heft|band|jahrgang|número|table|figure|fig|section|chapter|see|first|posted|available)\b",
    re.IGNORECASE,
)


class Citation(NamedTuple):
    """Where a study stands, as spans in the line; `end` is where the citation ends."""

    spans: dict[str, tuple[int, int]]
    end: int


def spelled_out(short: str, name: str) -> bool:
    """Whether a name is the full form of an abbreviated one: each word of the one begins one of the other, in order.

    `J Imag Rehabil` is `The Journal of Imaginary Rehabilitation`.
    """
    words = [word for word in re.findall(r"\w+", name.casefold()) if word not in _SMALL]
    parts = [part for part in re.findall(r"\w+", short.casefold()) if part not in _SMALL]
    return len(parts) == len(words) >= 2 and all(map(str.startswith, words, parts)) and parts != words


def citation_of(text: str, repec: bool = False, cited: bool = False) -> Citation | None:
    """What a line says about where a study stands; `None` for lines that don't clearly do.

    A line counts that has a volume together with an issue, pages or a year, or the form of Vancouver (`J. 2021 Mar;7`).
    Behind a title that is cited (`cited`) less is enough. RePEc puts the publisher behind the journal:
    `Journal, Publisher, vol. 7(2), pages 132-142, March`.
    """
    if not 6 <= len(text) <= 400 or re.match(r"\[[0-9]+\]|\([0-9]+\)|©|copyright\b", text, re.IGNORECASE):
        return None
    match = _VANCOUVER.match(text)
    if match and _is_time(match["date"]) and _fits_journal(match["journal"]):
        by_volume = match["volume"] or match["pages"]
        if by_volume or cited or re.match(r"\s*(?:doi:|Epub|Online ahead)", text[match.end() :]):
            return _of(match, ("journal", "date", "volume", "issue", "pages"))
    if (eric := _ERIC.search(text)) and _fits_journal(text[: eric.start()].rstrip(_TAIL)):
        found = _of(eric, ("volume", "issue", "pages", "date"))
        return Citation({**found.spans, "journal": (0, len(text[: eric.start()].rstrip(_TAIL)))}, found.end)
    plain = _PUBLISHED_IN.fullmatch(text)
    if plain and _is_time(plain["date"]) and _fits_journal(plain["journal"]):
        return _of(plain, ("journal", "date"))
    if japanese := _JAPANESE.fullmatch(text):
        return _of(japanese, ("date", "volume", "issue", "pages"))
    rest = _REST.match(text)
    if rest and _is_time(rest["date"]):
        return _of(rest, ("date", "volume", "issue", "pages"))
    return _by_parts(text, repec, cited)


def issue_of(text: str) -> Citation | None:
    """What a line with nothing but a journal and the month of an issue says."""
    match = _ISSUE_OF.fullmatch(text) if len(text) <= 160 else None
    fits = match and len(iso_date(match["date"]) or "") > 4 and _fits_journal(match["journal"])
    return _of(match, ("journal", "date")) if match and fits else None


def _of(match: re.Match[str], groups: tuple[str, ...]) -> Citation:
    return Citation({group: match.span(group) for group in groups if match[group]}, match.end())


def _by_parts(text: str, repec: bool, cited: bool) -> Citation | None:
    spans: dict[str, tuple[int, int]] = {}
    starts: list[int] = []
    ends: list[int] = []

    def take(match: re.Match[str] | None, *groups: str) -> None:
        if not match:
            return
        for group in groups:
            if match[group] and group not in spans:
                spans[group] = match.span(group)
        starts.append(match.start())
        ends.append(match.end())

    cairn = _YEAR_ISSUE.search(text)
    if cairn:
        take(cairn, "date", "issue")
    chinese = _CHINESE.search(text)
    compact = _COMPACT.search(text)
    volume = _VOLUME.search(text)
    if chinese and (chinese["pages"] or "期" in chinese[0] or "卷" in chinese[0]):
        take(chinese, "date", "volume", "issue", "pages")
    elif cairn:
        pass
    elif volume:
        take(volume, "volume", "issue")
        if "issue" not in spans:
            take(_ISSUE_LABEL.search(text, volume.end()) or _ISSUE_LABEL.match(text), "issue")
    elif compact and not _is_year(compact["volume"]) and not _is_year(compact["issue"]):
        take(compact, "volume", "issue", "pages")
    else:
        plain = _VOLUME_PAGES.search(text)
        if not plain or _is_year(plain["volume"]):
            return None
        take(plain, "volume", "pages")
    if "pages" not in spans and (pages := _PAGES_LABEL.search(text, max(ends))):
        group = next(group for group in ("pages", "cjk", "number") if pages[group])
        spans["pages"] = pages.span(group)
        ends.append(pages.end())
    number = re.search(r",\s(?P<pages>e?[0-9]{4,8})$", text) if volume and "pages" not in spans else None
    if number and not _is_year(number["pages"]):
        take(number, "pages")
    if "date" not in spans and (time := _time(text, spans)):
        spans["date"] = time
        starts.append(time[0])
        ends.append(time[1])
    if len(spans.keys() & {"issue", "pages", "date"}) < (1 if volume or chinese or cairn or cited else 2) and not repec:
        return None
    if journal := _journal(text, min(starts), repec):
        spans["journal"] = journal
    elif min(starts) > 3:
        return None
    return Citation(spans, max(ends))


def _time(text: str, spans: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """The date of the line, if it has only one."""
    found = []
    for match in _TIME.finditer(text):
        start, end = match.span()
        if match["bracket"]:
            start, end = start + 1, end - 1
        elif len(iso_date(text[start:end].rstrip(".")) or "") <= 4:  # a word that is no month
            start = end - 4
        inside = any(start < to and from_ < end for from_, to in spans.values())
        if not inside and _is_time(text[start:end]):
            found.append((start, end))
    years = {re.findall(_YEAR, text[slice(*span)])[-1] for span in found}
    return max(found, key=lambda span: span[1] - span[0]) if len(years) == 1 else None


def _is_time(text: str) -> bool:
    return iso_date(text.strip().rstrip(".")) is not None


def _is_year(text: str) -> bool:
    return re.fullmatch(_YEAR, text) is not None


def _journal(text: str, end: int, repec: bool) -> tuple[int, int] | None:
    """The span of the journal's name: what stands before the first figure."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    name = text[start:end].rstrip(_TAIL)
    while name and name[0] in " 《〈":
        start, name = start + 1, name[1:]
    if repec and "," in name:
        name = name.rpartition(",")[0].rstrip(_TAIL)
    return (start, start + len(name)) if _fits_journal(name) else None


def _fits_journal(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(name) <= 140
        and len(words) <= 18
        and (name[0].isupper() or not name[0].isascii() or name[0] == "e" or len(words) == 1)
        and not _NO_JOURNAL.search(name)
        and sum(c.isdigit() for c in name) <= 2
        and any(c.isalpha() for c in name)
    )
