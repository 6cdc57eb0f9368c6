"""Every value of every record has a place and stands there; what can't be verified fails, and is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from synthesite.checks import EveryRule, all_findings
from synthesite.cli import main
from synthesite.config import load_config
from synthesite.evidence import Evidence
from synthesite.extract import Item, SourceText
from synthesite.library import load_library
from synthesite.model import Conflict, ConflictValue, Count, How, JournalRecord, Place, Problem, Record, Span
from synthesite.readers import ris as reader
from synthesite.source_texts import SourceTexts
from synthesite.store.records import dump_record, load_record
from synthesite.verified import verify_study
from tests.conftest import INVENTED, INVENTED_ID, Site, ris
from tests.test_sites import copied

PATH = f"content/studies/2021/{INVENTED_ID}.yaml"
MARKDOWN = PATH.replace(".yaml", ".md")
Changes = dict[str, Any]


def findings(site: Site, building: bool = False) -> list[Problem | Count]:
    evidence = Evidence(load_config(site.root), SourceTexts(site.root))
    library = load_library(load_config(site.root), rules=EveryRule(evidence))
    return list(all_findings(library, evidence, building))


def problems_of(site: Site) -> list[str]:
    return [f"{p.severity} {p.path} {p.code}" for p in findings(site) if isinstance(p, Problem)]


def figures_of(site: Site) -> tuple[int, int]:
    """How many values were verified, and how many failed."""
    (text,) = (found.text for found in findings(site) if isinstance(found, Count) and found.label == "values")
    verified, failing = map(int, re.findall(r"\d+(?= verified| failing)", text))
    return verified, failing


def rewrite(site: Site, change: Callable[[Record], Changes]) -> None:
    """Changes a record as if the program had written it so, fingerprint included."""
    path = site.study(INVENTED_ID)
    loaded, _ = load_record(path, path.name, Record)
    assert loaded
    path.write_text(dump_record(msgspec.structs.replace(loaded.record, **change(loaded.record))), encoding="utf-8")


def placed(**places: Place | list[Place] | None) -> Callable[[Record], Changes]:
    """The change that gives these keys these places, or none."""

    def change(record: Record) -> Changes:
        provenance = {**(record.provenance or {}), **places}
        return {"provenance": {key: place for key, place in provenance.items() if place is not None}}

    return change


def at(start: int, end: int, source: int = 0, how: How = How.COPIED) -> Place:
    return Place(source=source, span=Span(start, end), how=how)


@pytest.fixture
def ingested(site: Site) -> Site:
    site.source("export.ris", INVENTED)
    site.run("ingest", "--quiet")
    return site


def test_every_value_of_good_content_is_verified_and_counted(ingested: Site) -> None:
    assert problems_of(ingested) == []
    verified, failing = figures_of(ingested)
    assert failing == 0
    record = load_record(ingested.study(INVENTED_ID), "x", Record)[0]
    assert record
    places = (record.record.provenance or {}).values()
    own = sum(len(place) if isinstance(place, list) else 1 for place in places)
    assert verified == own + 1, "and the title of the journal"


@pytest.mark.parametrize(
    "change",
    [
        lambda record: {"title": "An imagined study of lighthouse keepers"},
        lambda record: {"title": "An invented study of lighthouse keepers and more"},
        lambda record: {"doi": "10.5555/other"},
        lambda record: {"year": 2020},
        lambda record: {"type": "book"},
        lambda record: {"authors": list(reversed(record.authors))},
        placed(title=at(5, 99_999)),
        placed(title=at(9, 9)),
        placed(title=at(5, 9, source=7)),
        placed(volume=at(5, 9)),
        placed(title=[at(16, 20), at(20, 25, source=1)]),
    ],
)
def test_a_value_that_its_span_does_not_give_is_an_error(ingested: Site, change: Callable[[Record], Changes]) -> None:
    verified, _ = figures_of(ingested)
    rewrite(ingested, change)
    assert set(problems_of(ingested)) == {f"error {PATH} span-mismatch"}
    after, failing = figures_of(ingested)
    assert failing == len(problems_of(ingested))
    assert verified - 2 <= after <= verified


@pytest.mark.parametrize(
    "change",
    [
        placed(title=None),
        placed(title=[]),
        placed(authors=[]),
        lambda record: {"volume": "7"},
        lambda record: {"provenance": {**record.provenance, "authors": record.provenance["authors"][:1]}},
        lambda record: {
            "authors": [msgspec.structs.replace(a, orcid="0000-0001") for a in record.authors[:1]] + record.authors[1:]
        },
    ],
)
def test_a_value_without_a_place_is_an_error(ingested: Site, change: Callable[[Record], Changes]) -> None:
    rewrite(ingested, change)
    assert problems_of(ingested) == [f"error {PATH} no-provenance"]
    assert figures_of(ingested)[1] == 1


@pytest.mark.parametrize(
    ("side", "is_right"),
    [
        (ConflictValue(source=0, value="An invented study of lighthouse keepers", span=Span(17, 56)), True),
        (ConflictValue(source=0, value="An invented study of windmill keepers", span=Span(17, 56)), False),
        (ConflictValue(source=3, value="An invented study of lighthouse keepers", span=Span(17, 56)), False),
        (ConflictValue(source=0, value="An invented study of lighthouse keepers"), True),
        (ConflictValue(source=0, value="Something else"), False),
    ],
)
def test_each_side_of_a_conflict_is_verified(ingested: Site, side: ConflictValue, is_right: bool) -> None:
    verified, _ = figures_of(ingested)
    rewrite(ingested, lambda record: {"conflicts": [Conflict(field="title", values=[side])]})
    assert problems_of(ingested) == ([] if is_right else [f"error {PATH} span-mismatch"])
    assert figures_of(ingested) == ((verified + 1, 0) if is_right else (verified, 1))


def test_a_record_that_was_edited_by_hand_is_verified_all_the_same(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID)
    path.write_text(path.read_text().replace("Ada", "Adda"))
    assert problems_of(ingested) == [f"error {PATH} hand-edit", f"error {PATH} span-mismatch"]
    path.write_text(path.read_text().replace("Adda", "Ada") + "# a remark\n")
    assert problems_of(ingested) == [f"error {PATH} hand-edit"]
    assert figures_of(ingested)[1] == 0


def test_the_record_of_a_journal_is_verified(site: Site) -> None:
    site.source("export.ris", INVENTED.replace("PY", "SN  - 1234-5679\nJ2  - J Invent Results\nPB  - Nobody\nPY"))
    site.run("ingest", "--quiet")
    assert problems_of(site) == []
    path = site.root / "content/journals/journal-of-invented-results.yaml"
    loaded, _ = load_record(path, "x", JournalRecord)
    assert loaded
    for changes in ({"title": "Journal of Other Results"}, {"issn": ["1234-5679", "1234-5687"]}, {"publisher": "All"}):
        changed = msgspec.structs.replace(loaded.record, **changes)
        path.write_text(dump_record(changed), encoding="utf-8")
        (problem,) = problems_of(site)
        assert problem.startswith(f"error content/journals/{path.name} ")


def test_a_curators_values_are_verified_in_their_file(site: Site) -> None:
    site = copied("full", site.root)
    site.run("ingest", "--quiet")
    verified, failing = figures_of(site)
    assert failing == 0
    path = site.study(INVENTED_ID, ".md")
    path.write_text(path.read_text().replace("---\n", "---\nsetting: an invented coast\n", 1))
    assert figures_of(site) == (verified + 1, 0)


def test_a_curators_date_gives_the_year_as_well(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID, ".md")
    path.write_text(f"---\npublished: 2019-02\n---\n{path.read_text()}")
    assert figures_of(ingested)[1] == 0
    evidence = Evidence(load_config(ingested.root), SourceTexts(ingested.root))
    library = load_library(load_config(ingested.root), rules=EveryRule(evidence))
    whole = library.studies.whole(INVENTED_ID)
    assert whole.full.year == 2019
    broken = msgspec.structs.replace(whole.full, year=2018)
    texts, settings = SourceTexts(ingested.root), library.settings
    found = verify_study(whole.loaded, whole.study.path, broken, whole.study.summary, texts, settings).problems
    assert [f"{p.path} {p.code}" for p in found] == [f"{MARKDOWN} span-mismatch"]


def test_a_source_that_is_gone_is_one_error_however_many_studies_it_had(site: Site) -> None:
    site.source("export.ris", INVENTED + INVENTED.replace("lighthouse", "harbour"))
    site.run("ingest", "--quiet")
    verified, failing = figures_of(site)
    assert failing == 0
    (site.root / "content/sources/export.ris").unlink()
    assert problems_of(site) == ["error content/sources/export.ris source-gone"]
    assert figures_of(site) == (0, verified), "what can't be verified fails"
    (problem,) = (p for p in findings(site) if isinstance(p, Problem))
    assert f"{verified} values of 3 records" in problem.message, "two studies and their journal"


@pytest.mark.parametrize("text", ["", INVENTED.replace("keepers", "keeper"), b"\xff\xfe\x00", "no RIS at all"])
def test_a_source_that_is_not_as_it_was_can_not_be_verified(ingested: Site, text: str | bytes) -> None:
    ingested.source("export.ris", text)
    assert problems_of(ingested) == ["error content/sources/export.ris source-gone"]
    assert figures_of(ingested)[0] == 0


def test_what_another_source_gives_is_still_verified(site: Site) -> None:
    site.source("a.ris", INVENTED)
    site.source("b.ris", INVENTED.replace("PY", "VL  - 7\nPY"))
    site.run("ingest", "--quiet")
    both, _ = figures_of(site)
    (site.root / "content/sources/b.ris").unlink()
    verified, failing = figures_of(site)
    assert verified + failing == both
    assert 0 < failing < verified


def test_a_missing_source_is_an_error_in_check_and_a_warning_in_a_build(ingested: Site) -> None:
    (ingested.root / "content/sources/export.ris").unlink()
    severities = {
        building: [p.severity for p in findings(ingested, building) if isinstance(p, Problem)]
        for building in (True, False)
    }
    assert severities == {True: ["warning"], False: ["error"]}
    assert ingested.run("check") == 1
    assert ingested.run("build") == 0
    assert (ingested.root / f"site/studies/{INVENTED_ID}.html").exists()
    assert ingested.run("build", "--strict") == 1


def test_an_entry_that_was_taken_out_is_one_error_in_check_and_one_warning_in_a_build(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ris(TI="An invented study of foghorns", AU="Horn, Fay", PY="2022", DO="10.5555/foghorn", JF="Sounds")
    site.source("export.ris", INVENTED + other)
    assert site.run("--quiet") == 0
    site.source("export.ris", other)
    assert site.run("--quiet") == 0
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("content/sources/")]
    assert [line.split()[:2] for line in said] == [["content/sources/export.ris:0:", "entry-gone"]]
    assert site.run("check", "--quiet") == 1
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("content/sources/")]
    assert [line.split()[:2] for line in said] == [["content/sources/export.ris:0:", "source-gone"]]
    assert "build.py forget" in said[0], "to run ingest again would not help"


def test_an_excluded_studys_record_is_verified_too(ingested: Site) -> None:
    before = figures_of(ingested)
    ingested.study(INVENTED_ID, ".md").write_text("---\nexclude: It is invented.\nsetting: a coast\n---\n")
    assert problems_of(ingested) == []
    assert figures_of(ingested) == (before[0] + 1, 0), "and what its curator says"
    rewrite(ingested, lambda record: {"title": "A study"})
    assert f"error {PATH} span-mismatch" in problems_of(ingested)


def test_what_may_not_be_shown_is_verified_whole(tmp_path: Path) -> None:
    site = copied("full", tmp_path)
    site.run("ingest", "--quiet")
    before = figures_of(site)
    config = site.root / "config.yaml"
    hidden = "rights: {abstracts: {open: link, other: link, unknown: link}, statements: {unknown: link}}"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{hidden}\n", encoding="utf-8")
    assert figures_of(site) == before


def test_check_ends_with_how_many_values_were_verified(ingested: Site, capsys: pytest.CaptureFixture[str]) -> None:
    verified, _ = figures_of(ingested)
    capsys.readouterr()
    assert main(["check", "--root", str(ingested.root)]) == 0
    records = "1 studies and 1 journals, from 1 sources and 0 curators’ files"
    assert capsys.readouterr().out.splitlines() == [
        f"values         {verified} verified, 0 failing; in {records}",
        "problems       0 errors, 0 warnings",
    ]
    rewrite(ingested, lambda record: {"title": "A study"})
    assert main(["check", "--root", str(ingested.root)]) == 1
    assert f"{verified - 1} verified, 1 failing" in capsys.readouterr().out
    assert main(["check", "--quiet", "--root", str(ingested.root)]) == 1
    assert capsys.readouterr().out == ""


def test_each_source_is_split_once_and_each_item_read_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sources there are and however their studies lie across them."""
    titles = [f"An invented study of {word} keepers" for word in ("night", "lamp", "door", "gate", "sea")]
    for number in range(80):
        entries = (
            ris(
                TI=f"{title} {number if at else ''}",
                AU="Example, Ada",
                JF="Results",
                PY="2020",
                DO=f"10.5555/{at}.{number * at}",
            )
            for at, title in enumerate(titles)
        )
        site.source(f"{number:03}.ris", "".join(entries))
    site.run("ingest", "--quiet")
    split: list[str] = []
    items_of = reader.items

    def items(source: SourceText) -> list[Item]:
        split.append(source.path)
        return items_of(source)

    monkeypatch.setattr(reader, "items", items)
    assert not problems_of(site)
    assert len(split) == len(set(split)) == 80


def test_the_files_of_this_test_are_the_programs_own(ingested: Site) -> None:
    """`rewrite` without a change changes nothing, so that what the tests above find is their change's doing."""
    before = Path(ingested.study(INVENTED_ID)).read_bytes()
    rewrite(ingested, lambda record: {})
    assert ingested.study(INVENTED_ID).read_bytes() == before
