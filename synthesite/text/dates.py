"""Dates as sources write them, as precise as they are: `2025`, `2025-04` or `2025-04-01`."""

from __future__ import annotations

from datetime import date

from synthesite.text.patterns import lazy

_WORD = r"[^\W\d_]{3,12}"
_DATE = lazy(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERIC = lazy(r"([0-9]{4})(?:[-/.]([0-9]{1,2})?(?:[-/.]([0-9]{1,2})?)?)?(?:[/ T].*)?")
_YEAR_FIRST = lazy(rf"([0-9]{{4}})[-/, ]+({_WORD})\.?(?:[-/ ]+([0-9]{{1,2}}))?[/ ]*")
_DAY_FIRST = lazy(rf"(?:([0-9]{{1,2}})(?:st|nd|rd|th)?[-. ]+(?:de )?)?({_WORD})\.?,?[- ]+(?:de )?([0-9]{{4}})")
_MONTH_FIRST = lazy(rf"({_WORD})\.? +([0-9]{{1,2}})(?:st|nd|rd|th)?,? +([0-9]{{4}})")
_PERIOD = lazy(rf"{_WORD}\.?(?: ?[-/–] ?{_WORD}\.?)?,? +([0-9]{{4}})")
_PERIOD_LAST = lazy(rf"([0-9]{{4}})[-/, ]+{_WORD}\.?(?: ?[-/–] ?{_WORD}\.?)?")
_CJK = lazy(r"([0-9]{4})年(?:\s?([0-9]{1,2})月(?:\s?([0-9]{1,2})日)?)?")
_MONTHS = {
    word: str(number)
    for number, words in enumerate(
        (
            "jan january januar jänner janv janvier ene enero janeiro gen gennaio januari tammikuu tammikuuta",
            "feb february februar fev févr fevr février fevrier febrero fevereiro febbraio februari helmikuu "
            "helmikuuta",
            "mar march mär märz mrz maerz mars marzo março marco mrt maart marts maaliskuu maaliskuuta",
            "apr april avr avril abr abril aprile huhtikuu huhtikuuta",
            "may mai mayo maio mag maggio mei maj toukokuu toukokuuta",
            "jun june juni juin junio junho giu giugno kesäkuu kesäkuuta",
            "jul july juli juil juillet julio julho lug luglio heinäkuu heinäkuuta",
            "aug august août aout ago agosto augustus augusti elokuu elokuuta",
            "sep sept september septembre septiembre set setembro settembre syyskuu syyskuuta",
            "oct october okt oktober octobre octubre out outubro ott ottobre lokakuu lokakuuta",
            "nov november novembre noviembre novembro marraskuu marraskuuta",
            "dec december dez dezember déc décembre decembre dic diciembre dezembro dicembre joulukuu joulukuuta",
        ),
        1,
    )
    for word in words.split()
}
"""The months in English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian and
Finnish.
"""


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar as `YYYY-MM-DD`."""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def iso_date(text: str) -> str | None:
    """The date in ISO 8601's extended form, reduced to the precision the text has; `None` if it is no clear date.

    Reads `2025-04-01`, `2020/05//`, `2020/05`, `2020`, `2020 May 3`, `3 May 2020`, `May 3, 2020` and
    `2020年5月3日`. Of a season or of
    several months (`Spring 2020`, `2020 Jan-Feb`) the year remains.
    """
    text = text.strip()
    if (match := _YEAR_FIRST.fullmatch(text)) and _month(match[2]):
        return _checked(match[1], _month(match[2]), match[3])
    if match := _NUMERIC.fullmatch(text):
        return _checked(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return _checked(match[3], _month(match[2]), match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return _checked(match[3], _month(match[1]), match[2])
    if match := _CJK.fullmatch(text):
        return _checked(match[1], match[2], match[3])
    if match := _PERIOD.fullmatch(text) or _PERIOD_LAST.fullmatch(text):
        return _checked(match[1], None, None)
    return None


def _month(word: str) -> str | None:
    return _MONTHS.get(word.lower())


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    if not 1000 <= int(year) <= 2999:
        return None
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day:
        return f"{year}-{int(month):02}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02}"
