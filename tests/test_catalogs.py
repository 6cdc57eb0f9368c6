"""The languages of the interface, and how each writes dates, figures and lists: held against Babel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from synthesite.babel_catalogs import conventions, read_interface
from synthesite.catalogs import interface_key, interface_language, languages, load_interface, page_language
from synthesite.interface import Interface
from synthesite.templates import environment
from tests.conftest import INVENTED, INVENTED_ID, Site

LANGUAGES = ["en", "de", "fi", "zh"]
CLDR = {"en": "en_GB"}
"""English words are written as in international English: `3 May 2020`, no comma before the last `and`."""
BEYOND = ["pl", "es", "sv", "fr", "ja"]
"""Languages that somebody may add."""


def interface(language: str) -> Interface:
    return conventions(language) if language in BEYOND else load_interface(language)


def test_the_languages_that_there_are() -> None:
    assert languages() == {*LANGUAGES}
    assert [load_interface(one).language for one in LANGUAGES] == LANGUAGES


@pytest.mark.parametrize(
    ("tag", "language", "of_page"),
    [
        ("en", "en", "en"),
        ("en-GB", "en", "en-GB"),
        ("de", "de", "de"),
        ("de-CH", "de", "de-CH"),
        ("DE", "de", "DE"),
        ("zh", "zh", "zh"),
        ("zh-Hans", "zh", "zh-Hans"),
        ("zh-Hans-SG", "zh", "zh-Hans-SG"),
        ("zh-Hant", "en", "en"),
        ("zh-TW", "en", "en"),
        ("sv", "en", "en"),
        ("deu", "en", "en"),
    ],
)
def test_words_are_in_the_language_that_pages_are_said_to_be_in(tag: str, language: str, of_page: str) -> None:
    assert (interface_language(tag), page_language(tag)) == (language, of_page)


@pytest.mark.parametrize("language", [*LANGUAGES, *BEYOND])
@given(day=st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_dates(language: str, day: date) -> None:
    made, locale = interface(language), CLDR.get(language, language)
    iso = day.isoformat()
    assert made.date(iso) == format_date(day, "long", locale)
    assert made.date(iso[:7]) == format_skeleton("yMMMM", day, locale=locale)
    assert made.date(iso[:4]) == format_skeleton("y", day, locale=locale)


@pytest.mark.parametrize(
    "text", ["", "spring", "2020-13", "2020-00-01", "20-05", "2020-5", "2020-05-01T10", "１９９９"]
)
def test_what_is_no_date_is_told(text: str) -> None:
    assert Interface().date(text) is None


@pytest.mark.parametrize("language", [*LANGUAGES, "sv", "fr", "ja"])
@given(number=st.integers(0, 10**9), places=st.integers(1, 3))
def test_figures(language: str, number: int, places: int) -> None:
    made, locale = interface(language), CLDR.get(language, language)
    assert made.figure(number) == format_decimal(number, locale=locale)
    pattern = "#,##0." + "0" * places
    assert made.decimal(number / 1000, places) == format_decimal(f"{number / 1000:.{places}f}", pattern, locale=locale)


@pytest.mark.parametrize("language", [*LANGUAGES, *BEYOND])
@pytest.mark.parametrize("count", range(6))
def test_lists(language: str, count: int) -> None:
    words = ["a", "b", "c", "d", "e"][:count]
    show = environment([], interface=interface(language)).from_string("{{ x | listed }}|{{ x | listed('or') }}")
    locale = CLDR.get(language, language)
    assert show.render(x=words) == f"{format_list(words, locale=locale)}|{format_list(words, 'or', locale=locale)}"


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, 10**6))
def test_plural_forms_are_those_of_the_cldr(language: str, number: int) -> None:
    made, rule = interface(language), Locale.parse(language).plural_form
    forms = sorted(rule.rules) or []
    assert made.form(number) == (0 if rule(number) in forms or not forms else 1)


def write(path: Path, text: str) -> Path:
    path.write_text(f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n{text}', encoding="utf-8")
    return path


def test_a_catalog_gives_what_is_translated(tmp_path: Path) -> None:
    text = """
msgid "Themes"
msgstr "Themen"

msgctxt "month"
msgid "May"
msgstr "Mai"

msgid "%(n)s study"
msgid_plural "%(n)s studies"
msgstr[0] "%(n)s Studie"
msgstr[1] "%(n)s Studien"

msgid "%(n)s year"
msgid_plural "%(n)s years"
msgstr[0] "%(n)s Jahr"
msgstr[1] ""

#, fuzzy
msgid "Years"
msgstr "Jahrgang"
"""
    german = read_interface("de", write(tmp_path / "a.po", text))
    assert german.gettext("Themes") == "Themen"
    assert german.pgettext("month", "May") == "Mai"
    assert german.gettext("May") == "May"
    assert german.ngettext("%(n)s study", "%(n)s studies", 2) == "%(n)s Studien"
    assert german.ngettext("%(n)s year", "%(n)s years", 1) == "%(n)s year"
    assert german.gettext("Years") == "Years"


def test_a_changed_catalog_makes_pages_anew(
    site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("locale")
    place = folder / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    monkeypatch.setattr("synthesite.catalogs.LOCALE", folder)
    monkeypatch.setattr("synthesite.unchanged._LOCALE", folder)
    site.source("export.ris", INVENTED)
    (site.root / "config.yaml").write_text("title: Erfunden\nlanguage: de-AT\n", encoding="utf-8")
    keys = set()
    for words in ("Zum Inhalt", "Zum Inhalt springen", "Zum Inhalt"):
        languages.cache_clear()
        write(place / "synthesite.po", f'msgid "Skip to the content"\nmsgstr "{words}"\n')
        keys.add(interface_key("de"))
        assert site.run("build", "--quiet") == 0
        page = (site.root / "site" / "studies" / f"{INVENTED_ID}.html").read_text(encoding="utf-8")
        assert f'href="#main">{words}</a>' in page
        assert '<html lang="de-AT">' in page
    languages.cache_clear()
    assert len(keys) == 2
