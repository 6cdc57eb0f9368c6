"""Verifying a study is a step that rests on its files and on which of its items are here, and on nothing else."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from synthesite.config import load_config
from synthesite.evidence import Evidence
from synthesite.library import load_library
from synthesite.model import Count, Problem
from synthesite.source_texts import SourceTexts
from synthesite.store.cache import Cache
from synthesite.text import languages
from synthesite.verified import Totals, Verified, verify_study
from tests.conftest import INVENTED, INVENTED_ID, Site, ris


@pytest.fixture
def ingested(site: Site) -> Site:
    site.source("export.ris", INVENTED)
    site.run("ingest", "--quiet")
    return site


def result_of(site: Site) -> Verified:
    library = load_library(load_config(site.root))
    whole = library.studies.whole(INVENTED_ID)
    summary = "" if whole.study.summary_is_generated else whole.study.summary
    texts = SourceTexts(site.root)
    return verify_study(whole.loaded, whole.study.path, whole.full, summary, texts, library.settings)


def test_a_result_can_be_kept_as_plain_data(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID)
    path.write_text(path.read_text(encoding="utf-8").replace("year: 2021", "year: 2020", 1), encoding="utf-8")
    result = result_of(ingested)
    assert result.problems
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=Verified) == result


def test_where_an_item_stands_in_its_file_makes_no_difference(ingested: Site) -> None:
    before = result_of(ingested)
    assert (before.problems, before.failing, before.unseen) == ([], 0, [])
    assert before.verified > 5
    ingested.source("export.ris", ris(TI="An invented study in front") + INVENTED)
    assert result_of(ingested) == before


def test_what_a_curator_wrote_is_verified_in_their_file(ingested: Site) -> None:
    before = result_of(ingested)
    markdown = ingested.study(INVENTED_ID, ".md")
    markdown.write_text("---\ndesign: survey\n---\nMy own words.\n", encoding="utf-8")
    after = result_of(ingested)
    assert after.files == [markdown.relative_to(ingested.root).as_posix()]
    assert (after.verified, after.failing) == (before.verified + 2, 0)


def test_a_source_that_is_gone_is_told_with_how_many_values_rest_on_it(ingested: Site) -> None:
    before = result_of(ingested)
    Path(ingested.root / "content/sources/export.ris").unlink()
    after = result_of(ingested)
    assert after.problems == []
    assert after.unseen == [("content/sources/export.ris", before.verified)]
    assert (after.verified, after.failing) == (0, before.verified)


def test_totals_are_the_same_in_any_order() -> None:
    results = [
        Verified("b", [], 3, 2, ["x.ris"], [], [("x.ris", 2)]),
        Verified("a", [], 4, 1, ["x.ris"], ["a.md"], [("x.ris", 1)]),
        Verified("c", [], 1, 1, ["w.ris"], [], [("w.ris", 1)]),
    ]
    found = []
    for order in permutations(results):
        totals = Totals()
        for result in order:
            totals.add(result)
        found.append(list(totals.findings(3, 0)))
    assert all(one == found[0] for one in found)
    *gone, count = found[0]
    assert [one.path for one in gone if isinstance(one, Problem)] == ["w.ris", "x.ris"]
    assert "3 values of 2 records can't be verified (first: a)" in str(gone[1])
    assert count == Count(
        "values", "8 verified, 4 failing; in 3 studies and 0 journals, from 2 sources and 1 curators’ files"
    )


def test_languages_are_told_by_the_model_that_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verifying one study's language would take half a second otherwise."""
    monkeypatch.setattr(languages, "_kept_in", [])
    config, cache = load_config(site.root), Cache(site.root)
    Evidence(config, SourceTexts(config.root, config.settings.sources), cache)
    assert [folder for folder, _ in languages._kept_in] == [cache.folder]
