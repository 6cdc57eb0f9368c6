"""The files of the index, as a build makes them: the same whether all of it is made anew or what changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from synthesite.cli import main
from synthesite.parallel import aside
from synthesite.search import index as index_module
from synthesite.search.coding import decoded
from synthesite.search_entries import LEVELS
from synthesite.text.search_words import stems_of
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

LAMPS = ris(
    TI="An invented trial of lamps",
    AU=["Example, Ada"],
    PY="2022",
    DO="10.5555/lamps.1",
    AB="Brightness mattered. Keepers slept well.",
    KW=["lamps"],
    LA="en",
)


def parts(site: Site) -> dict[str, Any]:
    found = {}
    for name, content in site.files("site/search").items():
        text = content.decode()
        called, _, body = text.removeprefix("searchPart(").removesuffix(")\n").partition(",")
        assert json.loads(called) == name.removesuffix(".js")
        found[name.removesuffix(".js")] = json.loads(body)
    return found


def found_by(site: Site, word: str) -> list[str]:
    """The studies that have a word, by way of the index's own files."""
    all_parts = parts(site)
    terms: dict[str, str] = {}
    for name, body in all_parts.items():
        if name.startswith("w/"):
            pieces = body.split(" ")
            terms |= dict(zip(pieces[::2], pieces[1::2], strict=True))
    slots = [posting // LEVELS for posting in decoded(terms.get(stems_of("en")[word], ""))]
    entries = {entry[0]: entry[1] for name, body in all_parts.items() if name.startswith("r/") for entry in body}
    return sorted(entries[slot] for slot in slots)


@pytest.fixture
def two(site: Site) -> Site:
    site.source("one.ris", INVENTED)
    site.source("two.ris", LAMPS)
    assert site.run("--quiet") == 0
    return site


def as_from_scratch(site: Site) -> bool:
    before = site.files("site/search")
    shutil.rmtree(site.root / ".cache")
    shutil.rmtree(site.root / "site")
    assert site.run("--quiet") == 0
    return before == site.files("site/search")


def test_words_lead_to_their_studies(two: Site) -> None:
    assert found_by(two, "lamps") == ["example-2022-an-invented-trial-of"]
    assert found_by(two, "invented") == sorted([INVENTED_ID, "example-2022-an-invented-trial-of"])
    assert found_by(two, "beispiel") == [INVENTED_ID]
    assert found_by(two, "nowhere") == []


def test_the_index_says_what_the_script_needs_to_know(two: Site) -> None:
    index = parts(two)["index"]
    assert index["studies"] == 2
    assert index["stemmers"] == {"en": "english"}
    assert index["language"] == "en"
    assert index["slots"] >= 2


def test_facets_have_their_values_counts_and_studies(two: Site) -> None:
    found = parts(two)
    assert [value[:3] for value in found["authors"]] == [
        ["beispiel-bert", "Beispiel, Bert", 1],
        ["example-ada", "Example, Ada", 2],
    ]
    assert [value[:3] for value in found["years"]] == [["2022", "2022", 1], ["2021", "2021", 1]]
    assert [value[0] for value in found["languages"]] == ["en"]
    assert sum(value[2] for value in found["access"]) == 2


def test_a_summary_that_changed_changes_its_words_alone_and_as_if_all_were_made_anew(two: Site) -> None:
    summary = two.study(INVENTED_ID, ".md")
    summary.write_text(f"{summary.read_text()}\nUnheard luminosity.\n")
    assert two.run("--quiet") == 0
    assert found_by(two, "luminosity") == [INVENTED_ID]
    summary.write_text(summary.read_text().replace("luminosity", "darkness"))
    assert two.run("--quiet") == 0
    assert found_by(two, "luminosity") == []
    assert found_by(two, "darkness") == [INVENTED_ID]
    assert as_from_scratch(two)


def test_studies_that_come_and_go_change_the_index_as_if_it_were_made_anew(two: Site) -> None:
    for number in range(5):
        two.source(f"more{number}.ris", ris(TI=f"Invented window {number}", PY="2020", AU="Window, Wim"))
    assert two.run("--quiet") == 0
    assert len(found_by(two, "window")) == 5
    for suffix in (".yaml", ".md"):
        two.study("window-2020-invented-window-2", suffix).unlink()
    (two.root / "content/sources/more2.ris").unlink()
    assert two.run("--quiet") == 0
    assert len(found_by(two, "window")) == 4
    assert as_from_scratch(two)


def test_an_index_made_by_another_process_is_the_same_and_kept(two: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(index_module, "_WORTH_A_FORK", 1)
    begun = []

    def noted(work: Callable[[], bytes]) -> Callable[[], bytes]:
        begun.append(work)
        return aside(work)

    monkeypatch.setattr(index_module, "aside", noted)
    two.source("more.ris", ris(TI="Invented window", PY="2020", AU="Window, Wim"))
    summary = two.study(INVENTED_ID, ".md")  # a study of which the other process tells this one
    summary.write_text(f"{summary.read_text()}\nUnheard luminosity.\n")
    for _ in range(2):
        assert main(["--quiet", "--root", str(two.root), "--jobs", "2"]) == 0
        assert found_by(two, "luminosity") == [INVENTED_ID]
    assert len(begun) == 1
    summary.write_text(summary.read_text().replace("luminosity", "darkness"))
    assert two.run("--quiet") == 0
    assert found_by(two, "luminosity") == []
    assert as_from_scratch(two)


def test_an_excluded_study_is_not_found(two: Site) -> None:
    summary = two.study(INVENTED_ID, ".md")
    summary.write_text(f"---\nexclude: invented reasons\n---\n{summary.read_text()}")
    assert two.run("--quiet") == 0
    assert INVENTED_ID not in found_by(two, "invented")
    assert INVENTED_ID.encode() not in b"".join(two.files("site/search").values())


def test_words_that_may_not_be_shown_are_neither_found_nor_shown(site: Site) -> None:
    words = " ".join(f"word{number}" for number in range(400))
    site.source("one.ris", ris(TI="An invented title", PY="2021", AU="Example, Ada", AB=f"{words} secretive"))
    assert site.run("--quiet") == 0
    assert found_by(site, "word5")
    assert not found_by(site, "secretive")
    assert b"secretive" not in b"".join(site.files("site/search").values())


def test_the_index_can_be_left_out(two: Site) -> None:
    with (two.root / "config.yaml").open("a") as file:
        file.write("leave_out: [search]\n")
    assert two.run("--quiet") == 0
    assert two.files("site/search") == {}
    assert not (two.root / "site/search.html").exists()


def test_a_facet_of_groups_that_are_left_out_is_left_out_too(two: Site) -> None:
    with (two.root / "config.yaml").open("a") as file:
        file.write("leave_out: [authors, years]\n")
    assert two.run("--quiet") == 0
    assert "authors" not in parts(two)
    assert "years" in parts(two), "results are put in order by it"
    assert 'data-facet="years"' not in (two.root / "site/search.html").read_text()


def test_a_site_without_studies_has_a_page_and_no_index(site: Site) -> None:
    assert site.run("--quiet") == 0
    assert site.files("site/search") == {}
    assert "<script" not in (site.root / "site/search.html").read_text()
