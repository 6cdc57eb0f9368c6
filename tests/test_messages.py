"""The words of the interface: each that templates and the program say has its translation in every catalog."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from synthesite.catalogs import catalog, languages
from synthesite.field_names import FIELDS, field_name
from synthesite.interface import ENGLISH
from synthesite.model import Checked, Citations, JournalMetrics, Notice, Person, Record, SampleGroup, Statement, Tally
from synthesite.readers import all_readers
from synthesite.template_keys import TEMPLATES
from tools.messages import extracted, updated

LANGUAGES = sorted(languages() - {ENGLISH})
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
TAG = re.compile(r"</?\w+")
ENGLISH_TOO = {
    "DOI", "a DOI", "ISSN", "ORCID", "PDF", "PubMed", "PubMed Central", "PubMed XML", "%(name)s: %(value)s",
    "%(what)s, %(place)s", "%(place)s: %(quotation)s", "%(studies)s.", "%(kind)s: %(group)s.", "%(who)s, %(date)s:",
}  # fmt: skip
"""What other languages write as English does, in all of them or some."""


@cache
def messages(language: str) -> Catalog:
    with catalog(language).open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else [str(form) for form in said or ()]


def words_of(message: Message) -> tuple[str, ...]:
    """The English words: one form, or two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


def test_messages_are_found_in_templates_and_in_python() -> None:
    found = {path for message in extracted() for path, _ in message.locations}
    assert {"templates/base.html", "templates/macros/words.html", "synthesite/groups.py"} <= found
    assert len(list(extracted())) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_is_translated(language: str) -> None:
    wanted = messages(language).num_plurals
    missing = [
        message.id
        for message in messages(language)
        if message.id
        and (message.fuzzy or len(forms(message)) != (wanted if message.pluralizable else 1) or not all(forms(message)))
    ]
    assert missing == [], f"translate these in {catalog(language)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogs_have_the_messages_that_there_are_and_no_others(language: str) -> None:
    made = updated(language).decode()
    assert catalog(language).read_text(encoding="utf-8") == made, "run `make messages`, and translate what is new"
    assert "#~" not in made


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_say_the_same_values_with_the_same_tags(language: str) -> None:
    for message in messages(language):
        if not message.id:
            continue
        for form in forms(message):
            fitting = [placeholders(words) for words in words_of(message)]
            assert placeholders(form) in fitting, message.id
            if "unseen" not in form:  # words for screen readers alone may stand on both sides of what is seen
                assert sorted(TAG.findall(form)) in [sorted(TAG.findall(words)) for words in words_of(message)]
            for at in (0, -1):
                assert language == "zh" or form[at].isspace() == words_of(message)[-1][at].isspace(), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_but_the_first_shows_its_number(language: str) -> None:
    """In other languages than ours, the first form may be for more numbers than one."""
    for message in messages(language):
        if message.pluralizable and "%(n)s" in words_of(message)[1]:
            shows = ["%(n)s" in form for form in forms(message)]
            assert all(shows[1:] or shows), message.id


def test_chinese_is_written_in_chinese_characters() -> None:
    left = [
        message.id
        for message in messages("zh")
        if message.id and not any("\u4e00" <= char <= "\u9fff" for form in forms(message) for char in form)
    ]
    assert {str(one) for one in left} <= ENGLISH_TOO


def test_every_key_of_a_record_has_a_name() -> None:
    nameless = {"id", "formerly", "sources", "provenance", "conflicts", "extra", "summary_sha256", "fingerprint"}
    for struct in (Record, Person, SampleGroup, Notice, Citations, Tally, Statement, JournalMetrics):
        for key in struct.__struct_fields__:
            assert key in FIELDS or key in nameless | {"shortened"}, f"{struct.__name__}.{key}"
    assert field_name("of_no_record") == "of no record"
    assert "what" in Checked.__struct_fields__, "the keys that were checked are named like this on pages"


def test_every_reader_says_in_a_message_what_it_reads() -> None:
    known = {message.id for message in extracted()}
    assert {reader.LABEL for reader in all_readers().values()} <= known


def test_no_template_says_words_of_its_own() -> None:
    """Words stand in `_()` and its like: what is left of a template without tags and expressions has no letters."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{% block policy %\}.*?endblock %\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"\{#.*?#\}|\{% trans.*?endtrans %\}|\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
        for name in ("aria-label", "title", "placeholder", "alt", "content"):
            for said in re.findall(rf'\s{name}="([^"]*)"', text):
                is_code = name == "content" and re.search(
                    r"width=|default-src|'none'|light dark|noindex|url=|^website|^summary", said
                )
                assert is_code or not re.search(r"[A-Za-z]{2}", said), f"{path}: {said}"
        left = re.sub(r"<(script|style).*?</\1>|<[^>]*>|https?://\S*", " ", text, flags=re.DOTALL)
        words = re.findall(r"[A-Za-z]{2,}", left)
        allowed = {"ISSN", "DOI", "PDF", "ORCID", "SHA", "CC", "CC0", "RIS", "BibTeX", "JSON", "PubMed", "Central"}
        assert set(words) <= allowed, f"{path}: {words}"


def test_no_template_calls_something_else_by_the_name_of_the_function_for_words() -> None:
    for path in sorted(TEMPLATES.rglob("*.*")):
        if path.suffix in {".html", ".xml"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\{%-?\s*(set|for)\s+(\w+,\s*)*_\b(?!\()", text), path
