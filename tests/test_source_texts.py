"""The texts of items: found again as long as they stand in their sources as they were, never outside of the site."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from synthesite import readers
from synthesite.extract import SourceText, item_sha256
from synthesite.found import full
from synthesite.model import Problem
from synthesite.source_texts import SourceTexts
from synthesite.sources import open_source
from tests.conftest import INVENTED, Site, ris
from tests.readers.support import read_site, untrue

GERMAN = ris(
    TI="Eine erfundene Studie über Leuchttürme und die Größe ihrer Wärter",
    AU=["Müßig, Jörg", "Größmann, Zoë"],
    AB="Die Wärter der erfundenen Leuchttürme wurden gewogen; über das Gewicht ließ sich später nichts sagen.",
)


def test_the_text_of_an_item_is_found_again_as_long_as_it_stands_there(site: Site) -> None:
    path = site.source("export.ris", INVENTED)
    (extract,) = read_site(site.root).extracts
    item = SourceTexts(site.root).item(extract.source)
    assert item is not None
    assert item_sha256(item.text) == extract.source.sha256
    source, _ = open_source(path, extract.source.path)
    assert source is not None
    assert untrue(full(extract), source) == []
    site.source("export.ris", ris(TI="An invented study in front") + INVENTED)
    moved = SourceTexts(site.root).item(extract.source)
    assert moved is not None
    assert moved.text == item.text
    assert moved.number == 2
    site.source("export.ris", INVENTED.replace("keepers", "builders"))
    assert SourceTexts(site.root).item(extract.source) is None
    path.unlink()
    assert SourceTexts(site.root).item(extract.source) is None


def test_a_record_opens_no_file_outside_of_its_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.ris"
    outside.write_text(INVENTED, encoding="utf-8")
    site.source("export.ris", INVENTED)
    (extract,) = read_site(site.root).extracts
    texts = SourceTexts(site.root)
    for path in (outside.as_posix(), f"../{outside.parent.name}/secret.ris", "content/sources/../../../secret.ris"):
        told = type(extract.source)(path=path, item=1, sha256=extract.source.sha256, reader="ris")
        assert texts.item(told) is None


def test_each_source_is_split_once_however_often_its_items_are_asked_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        site.source(f"{name}.ris", INVENTED.replace("lighthouse.1", f"lighthouse.{name}"))
    items = {extract.source.path[-5]: extract.source for extract in read_site(site.root).extracts}
    opened: list[str] = []

    def counted(path: Path, shown: str) -> tuple[SourceText | None, list[Problem]]:
        opened.append(shown[-5])
        return open_source(path, shown)

    monkeypatch.setattr("synthesite.source_texts.open_source", counted)
    monkeypatch.setattr("synthesite.source_texts.KEPT_CHARACTERS", 1)
    texts = SourceTexts(site.root)
    for name in "abcabcaab":
        item = texts.item(items[name])
        assert item
        assert f"lighthouse.{name}" in item.text
    assert opened == ["a", "b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_item_is_the_same_read_alone_or_with_its_source(site: Site, encoding: str) -> None:
    path = site.source("export.ris", "")
    path.write_bytes((GERMAN + INVENTED + GERMAN.replace("erfundene", "ersonnene")).encode(encoding))
    extracts = read_site(site.root).extracts
    assert len(extracts) == 3
    source, _ = open_source(path, "content/sources/export.ris")
    assert source is not None
    texts = SourceTexts(site.root)
    for extract, item in zip(extracts, readers.all_readers()["ris"].items(source), strict=True):
        alone = texts.item(extract.source)
        assert alone is not None
        assert alone._replace(source=item.source) == item
        assert alone.source == item.source._replace(text="")
        assert texts.line(extract.source) == item.line
        assert texts.extract(extract.source) == full(extract)


def test_a_reader_that_needs_the_rest_of_the_file_gets_it(site: Site) -> None:
    site.source(
        "export.bib",
        '@string{results = "Journal of Invented Results"}\n'
        "@article{one, title = {An invented study of lighthouse keepers}, journal = results, year = 2021}\n",
    )
    (extract,) = read_site(site.root).extracts
    assert extract.values["journal"] == "Journal of Invented Results"
    texts = SourceTexts(site.root)
    item = texts.item(extract.source)
    assert item is not None
    assert item.text.startswith("@article")
    assert texts.extract(extract.source) == full(extract)


def test_with_an_index_that_was_kept_a_source_is_not_opened_to_be_split(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.source("export.ris", GERMAN + INVENTED)
    extracts = read_site(site.root).extracts
    index = SourceTexts(site.root).index("content/sources/export.ris", "ris")
    assert index is not None
    monkeypatch.setattr("synthesite.source_texts.open_source", None)
    texts = SourceTexts(site.root, indexes={("content/sources/export.ris", "ris"): index})
    assert [texts.line(extract.source) for extract in extracts] == [extract.line for extract in extracts]
    assert [texts.extract(extract.source) for extract in extracts] == list(map(full, extracts))
    path.write_text(INVENTED, encoding="utf-8")
    texts = SourceTexts(site.root, indexes={("content/sources/export.ris", "ris"): index})
    assert all(texts.item(extract.source) is None for extract in extracts), "other characters are never shown"


def test_an_item_that_was_read_is_not_read_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("a.ris", INVENTED)
    extract = full(*read_site(site.root).extracts)
    assert SourceTexts(site.root).extract(extract.source) == extract
    assert SourceTexts(site.root, extracts=[extract]).extract(extract.source) is extract
    other = msgspec.structs.replace(extract.source, sha256="0" * 64)
    assert SourceTexts(site.root, extracts=[extract]).extract(other) is None

    def failing(item: object) -> None:
        raise ValueError(item)

    monkeypatch.setattr("synthesite.readers.ris.read", failing)
    assert SourceTexts(site.root).extract(extract.source) is None
