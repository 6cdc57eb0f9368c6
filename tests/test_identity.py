"""Which record is whose: ids stay, whatever happens to sources, records and matching."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from synthesite.identity import Known, adds_nothing, assign, identify
from synthesite.match import Match
from synthesite.model import Conflict, ConflictValue, Extract, How, Place, Record, SourceItem, Span
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

TITLE = "An invented study of lighthouse keepers"


def extract(path: str = "a.ris", item: int = 1, sha: str = "1", **values: object) -> Extract:
    source = SourceItem(path=path, item=item, sha256=sha, reader="ris")
    places: dict[str, Place | list[Place]] = {key: Place(source=0, span=Span(0, 1), how=How.COPIED) for key in values}
    return Extract(source=source, line=1, values=values, places=places, conflicts=[], problems=[])


def known(record_id: str, *sources: Extract, age: int = 0, **values: object) -> Known:
    data = {key: value for source in sources for key, value in source.values.items()} | values
    provenance = {
        key: Place(source=at, span=Span(0, 1), how=How.COPIED)
        for at, source in enumerate(sources)
        for key in source.values
    }
    items = [source.source for source in sources]
    return Known(Record(id=record_id, sources=items, provenance=provenance, **data), age)  # type: ignore[arg-type]


def here(*paths: str) -> Callable[[str], bool]:
    return lambda path: path in paths


def test_an_item_is_known_by_its_place_and_hash() -> None:
    one = extract(title=TITLE)
    assert identify([one], [known("a", one)], here("a.ris")).owners == [["a"]]


def test_an_item_of_a_renamed_source_is_known_by_its_hash() -> None:
    one = extract(title=TITLE)
    found = identify([extract("b.ris", title=TITLE)], [known("a", one)], here("b.ris"))
    assert (found.owners, found.remnants) == ([["a"]], frozenset())


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(extract(sha="2", item=7, doi="10.5555/a", title="Quite another title"), id="the same DOI"),
        pytest.param(extract(sha="2", item=7, title=TITLE.upper()), id="the same title"),
        pytest.param(extract(sha="2", title=f"{TITLE} today"), id="its place and much the same title"),
        pytest.param(extract(sha="2", doi="10.5555/typo", title=TITLE), id="its title, with a corrected DOI"),
    ],
)
def test_an_item_that_changed_in_its_source_is_found(changed: Extract) -> None:
    old = extract(doi="10.5555/a", title=TITLE)
    stranger = extract(sha="9", item=3, title="Something invented about harbours")
    found = identify([stranger, changed], [known("a", old)], here("a.ris"))
    by_source = {e.source.sha256: owners for e, owners in zip(found.extracts, found.owners, strict=True)}
    assert by_source == {"9": [], "2": ["a"]}
    assert not found.remnants


def test_a_newcomer_in_the_place_of_an_item_is_not_taken_for_it() -> None:
    old = extract(title=TITLE)
    new = extract(sha="2", title="Something invented about harbours")
    found = identify([new, extract(item=2, title=TITLE)], [known("a", old)], here("a.ris"))
    assert found.owners == [[], ["a"]]


def test_a_namesake_with_its_own_doi_is_not_taken_for_an_item_that_moved_on() -> None:
    old = extract(doi="10.5555/a", title=TITLE)
    namesake = extract(sha="2", doi="10.5555/b", title=TITLE)
    moved = extract("b.ris", sha="3", doi="10.5555/a", title=TITLE)
    found = identify([namesake, moved], [known("a", old)], here("a.ris", "b.ris"))
    assert found.owners[0] == []


def test_items_of_a_source_that_is_gone_live_on_beside_those_of_others() -> None:
    gone, stays = extract("a.ris", title=TITLE), extract("b.ris", sha="2", volume="7")
    found = identify([stays], [known("x", gone, stays)], here("b.ris"))
    assert [e.source.path for e in found.extracts] == ["a.ris", "b.ris"]
    assert found.remnants == {0}
    assert found.extracts[0].values == {"title": TITLE}
    assert found.same == [({1}, {0})], "a remnant may hold too little to be matched by"


def test_an_item_taken_out_of_a_source_lives_on_only_if_nothing_else_does() -> None:
    out, stays = extract("a.ris", title=TITLE), extract("b.ris", sha="2", volume="7")
    assert not identify([stays], [known("x", out, stays)], here("a.ris", "b.ris")).remnants
    assert identify([], [known("x", out, stays)], here("a.ris", "b.ris")).remnants == {0, 1}


def test_a_curators_identifier_counts_instead_of_the_sources() -> None:
    one = extract(doi="10.5555/wrong", title=TITLE)
    record = known("a", one)._replace(curated={"doi": "10.5555/right"})
    found = identify([one], [record], here("a.ris"))
    assert found.as_curated({"a": record})[0].values["doi"] == "10.5555/right"
    assert found.extracts[0].values["doi"] == "10.5555/wrong"


def matches(*groups: list[Extract]) -> list[Match]:
    return [Match(group, [None] * len(group)) for group in groups]


def test_of_two_records_of_one_study_the_older_stays() -> None:
    one, other = extract(), extract(item=2)
    records = {"b": known("b", one, age=1), "a": known("a", other, age=2)}
    (found,) = assign(matches([one, other]), {id(one): ["b"], id(other): ["a"]}, records)
    assert found.records == ["b", "a"]


def test_of_two_studies_of_one_record_the_one_with_its_doi_keeps_it() -> None:
    one, other, third = extract(), extract(item=2, doi="10.5555/a"), extract(item=3)
    records = {"a": known("a", one, other, third)}
    owners = {id(e): ["a"] for e in (one, other, third)}
    first, second = assign(matches([one, third], [other]), owners, records)
    assert (first.records, first.parted_from) == ([], ["a"])
    assert (second.records, second.parted_from) == (["a"], [])


def test_without_identifiers_it_stays_with_the_most_items() -> None:
    one, other, third = extract(), extract(item=2), extract(item=3)
    owners = {id(e): ["a"] for e in (one, other, third)}
    first, second = assign(matches([one], [other, third]), owners, {"a": known("a", one, other, third)})
    assert (first.records, second.records) == ([], ["a"])


def test_a_remnant_adds_nothing_if_others_say_it_all() -> None:
    other = extract("b.ris", title=f"{TITLE}.", keywords=["harbour", "light"])
    assert adds_nothing(extract(title=TITLE.upper(), keywords=["Light"]), [other])
    assert not adds_nothing(extract(title=TITLE, keywords=["Night"]), [other])
    conflict = Conflict(field="year", values=[ConflictValue(source=0, value="1")])
    assert not adds_nothing(
        Extract(
            **{**{f: getattr(extract(title=TITLE), f) for f in Extract.__struct_fields__}, "conflicts": [conflict]}
        ),
        [other],
    )


def test_a_newer_export_takes_over_from_one_that_is_gone(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export-2025.ris", INVENTED)
    site.run("ingest")
    (site.root / "content/sources/export-2025.ris").unlink()
    site.source("export-2026.ris", INVENTED.replace("ER  - ", "VL  - 7\nER  - "))
    assert site.run("ingest") == 0
    record = site.record(INVENTED_ID)
    assert [source["path"] for source in record["sources"]] == ["content/sources/export-2026.ris"]  # type: ignore[attr-defined]
    assert record["volume"] == "7"
    assert "source-gone" not in capsys.readouterr().err


def test_what_only_a_gone_source_says_stays_until_it_is_forgotten(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.source("a.ris", INVENTED)
    site.source("b.ris", INVENTED.replace("ER  - ", "VL  - 9\nER  - "))
    site.run("ingest")
    (site.root / "content/sources/b.ris").unlink()
    site.source("c.ris", INVENTED.replace("ER  - ", "IS  - 3\nER  - "))
    assert site.run("ingest") == 0
    record = site.record(INVENTED_ID)
    assert (record["volume"], record["issue"]) == ("9", "3"), "a new source joins while an old one is gone"
    assert "content/sources/b.ris:0: source-gone" in capsys.readouterr().err
    assert site.run("forget", "content/sources/b.ris") == 0
    record = site.record(INVENTED_ID)
    assert "volume" not in record
    assert record["issue"] == "3"


def test_a_source_that_cannot_be_read_this_time_takes_nothing_away(site: Site) -> None:
    site.source("a.ris", INVENTED)
    site.source("b.ris", INVENTED.replace("ER  - ", "VL  - 9\nER  - "))
    site.run("ingest")
    site.source("b.ris", b"\x00\x01\x02\xff\xfe binary")
    assert site.run("ingest") == 1
    assert site.record(INVENTED_ID)["volume"] == "9"


def decide(site: Site, text: str) -> None:
    (site.root / "config.yaml").write_text(f"title: An invented site\n{text}", encoding="utf-8")


ONE = ris(TI="An invented study of tides", AU="Example, Ada", PY="2020", DO="10.5555/tides.1")
OTHER = ris(TI="Tides: an invented report", AU="Beispiel, Bert", PY="2021", DO="10.5555/tides.2")
ONE_ID, OTHER_ID = "example-2020-an-invented-study-of", "beispiel-2021-tides-an-invented-report"


def test_two_records_that_turn_out_to_be_one_become_the_older_one(site: Site) -> None:
    site.source("a.ris", ONE)
    site.run("ingest")
    site.source("b.ris", OTHER)
    site.run("ingest")
    mine, theirs = site.study(ONE_ID, ".md"), site.study(OTHER_ID, ".md")
    mine.write_text("---\ndesign: case study\n---\n\nMy words.\n")
    theirs.write_text("---\nsetting: a harbour # seen\n---\n\nTheir words.\n")
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]]}}\n")
    assert site.run("ingest") == 0
    record = site.record(ONE_ID)
    assert record["formerly"] == [OTHER_ID]
    assert len(record["sources"]) == 2  # type: ignore[arg-type]
    assert not theirs.exists()
    text = mine.read_text()
    assert text == (
        "---\ndesign: case study\nsetting: a harbour # seen\n---\n\nMy words.\n\n"
        f"## From the record {OTHER_ID}\n\nTheir words.\n"
    )
    before = site.files("content")
    assert site.run("ingest") == 0
    assert site.files("content") == before, "the former id still names it"


def test_generated_words_of_a_merged_record_are_not_kept(site: Site) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", OTHER)
    site.run("ingest")
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]]}}\n")
    site.run("ingest")
    (path,) = (site.root / "content/studies").rglob("*.md")
    assert "From the record" not in path.read_text()


def test_when_one_turns_out_to_be_two_the_words_stay_with_the_id(site: Site) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", OTHER)
    decide(site, "match: {same: [[10.5555/tides.1, 10.5555/tides.2]]}\n")
    site.run("ingest")
    (path,) = (site.root / "content/studies").rglob("*.yaml")
    path.with_suffix(".md").write_text("My words.\n")
    decide(site, "")
    assert site.run("ingest") == 0
    assert path.with_suffix(".md").read_text() == "My words.\n"
    records = {p.stem: site.record(p.stem)["doi"] for p in (site.root / "content/studies").rglob("*.yaml")}
    assert sorted(map(str, records.values())) == ["10.5555/tides.1", "10.5555/tides.2"]
    assert path.stem in records


def test_a_curators_identifier_is_no_reason_for_what_the_sources_were_matched_by(site: Site) -> None:
    site.source("a.ris", ONE.replace("10.5555/tides.1", "10.5555/same"))
    site.source("b.ris", ONE.replace("10.5555/tides.1", "10.5555/same") + "\n")
    site.run("ingest")
    (path,) = (site.root / "content/studies").rglob("*.md")
    path.write_text(f"---\npmid: '123'\n---\n{path.read_text()}")
    site.run("ingest")
    (_, matched) = [source.get("matched") for source in site.record(path.stem)["sources"]]  # type: ignore[attr-defined]
    assert matched == "doi"


def test_merged_records_with_identifiers_of_their_own_are_the_same_after_another_build(site: Site) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", OTHER)
    site.run("ingest")
    for number, study in enumerate([ONE_ID, OTHER_ID]):
        path = site.study(study, ".md")
        path.write_text(f"---\ndoi: 10.5555/mine.{number}\npmid: '12{number}'\n---\n{path.read_text()}")
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]]}}\n")
    site.run("ingest")
    before = site.files("content")
    site.run("ingest")
    assert site.files("content") == before


def test_what_parts_from_a_record_that_waits_waits_too(site: Site) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", OTHER)
    decide(site, "match: {same: [[10.5555/tides.1, 10.5555/tides.2]]}\n")
    site.run("ingest")
    (path,) = (site.root / "content/studies").rglob("*.yaml")
    path.write_text(path.read_text().replace("\nsources:", "\nvolume: mine\nsources:"))
    decide(site, "")
    before = site.files("content")
    assert site.run("ingest", "--date", "2026-01-31") == 1
    assert site.files("content") == before
    assert site.run("adopt", path.stem) == 0
    assert site.run("ingest", "--date", "2026-01-31") == 0
    assert len(list((site.root / "content/studies").rglob("*.yaml"))) == 2
    assert "change: split" in (site.root / "content/changes/2026-01-31.yaml").read_text()


def test_a_split_record_gives_back_a_former_id(site: Site) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", OTHER)
    site.run("ingest")
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]]}}\n")
    site.run("ingest")
    survivor, other = (
        (ONE_ID, OTHER_ID) if site.files("content/studies").keys() & {f"2020/{ONE_ID}.yaml"} else (OTHER_ID, ONE_ID)
    )
    assert site.record(survivor)["formerly"] == [other]
    decide(site, "")
    site.run("ingest")
    assert "formerly" not in site.record(survivor)
    assert site.record(other)["doi"]


def test_a_former_id_is_never_given_to_somebody_else(site: Site) -> None:
    site.source("a.ris", ONE)
    site.run("ingest")
    site.source("b.ris", OTHER)
    site.run("ingest")
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]]}}\n")
    site.run("ingest")
    site.source("c.ris", OTHER.replace("tides.2", "tides.3").replace("ER  - ", "VL  - 99\nSP  - 500\nER  - "))
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]], apart: [[10.5555/tides.3, {ONE_ID}]]}}\n")
    site.run("ingest")
    assert site.record(f"{OTHER_ID}-2")["doi"] == "10.5555/tides.3"


def test_a_pair_that_names_nothing_is_a_problem_with_its_line(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", ONE)
    decide(site, "match:\n  same:\n  - [10.5555/tides.1, nobody-2020]\n")
    site.run("ingest")
    assert "config.yaml:4: match-unknown" in capsys.readouterr().err


def test_of_contradicting_pairs_apart_counts_whoever_joins_one_of_the_two(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    third = ONE.replace("tides", "signals").replace("10.5555/signals.1", "10.5555/signals")
    for name, text in {"b.ris": ONE, "c.ris": OTHER}.items():
        site.source(name, text)
    site.run("ingest")
    apart = f"apart: [[{OTHER_ID}, content/sources/b.ris#1]]"
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}], [content/sources/a.ris#1, {ONE_ID}]], {apart}}}\n")
    site.source("a.ris", third)
    assert site.run("ingest") == 0
    assert "config.yaml:2: match-unknown" in capsys.readouterr().err
    before = site.files("content")
    site.run("ingest")
    assert site.files("content") == before
    assert "formerly" not in site.record(ONE_ID) | site.record(OTHER_ID)


def test_keeping_apart_what_is_one_record_asks_for_its_items(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", ONE)
    site.run("ingest")
    site.source("b.ris", OTHER)
    site.run("ingest")
    decide(site, f"match: {{same: [[{ONE_ID}, {OTHER_ID}]]}}\n")
    site.run("ingest")
    decide(site, f"match:\n  apart:\n  - [{ONE_ID}, {OTHER_ID}]\n  same:\n  - [{ONE_ID}, 10.5555/tides.2]\n")
    site.run("ingest")
    said = capsys.readouterr().err
    assert "config.yaml:4: match-unknown" in said
    assert "content/sources/a.ris#1, content/sources/b.ris#1" in said


def test_a_study_whose_last_source_is_gone_is_reported_and_kept_until_it_is_forgotten(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", INVENTED)
    site.run("ingest")
    site.study(ONE_ID, ".md").write_text("---\n# mine\ndesign: case study\n---\n\nMy words.\n")
    site.run("ingest")
    record = site.study(ONE_ID).read_bytes()
    (site.root / "content/sources/a.ris").unlink()
    capsys.readouterr()
    assert site.run("ingest") == 0
    said = capsys.readouterr().err
    assert "source-gone" in said
    assert "forget" in said
    assert ONE_ID in said
    assert site.study(ONE_ID).read_bytes() == record
    assert site.run("forget", ONE_ID) == 0
    assert not list((site.root / "content/studies").rglob(f"{ONE_ID}*"))
    assert (site.root / f"content/forgotten/{ONE_ID}.md").read_text().endswith("My words.\n")
    assert site.run("ingest") == 0
    assert "source-gone" not in capsys.readouterr().err


def test_a_study_that_a_source_gives_is_not_forgotten(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", ONE)
    site.run("ingest")
    assert site.run("forget", ONE_ID) == 1
    assert "exclude" in capsys.readouterr().err
    assert site.study(ONE_ID).exists()


def test_forgetting_somebody_unknown_names_the_nearest(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", ONE)
    site.run("ingest")
    assert site.run("forget", ONE_ID[:-1]) == 1
    assert ONE_ID in capsys.readouterr().err


def test_an_entry_taken_out_of_a_source_is_reported_as_gone(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", ONE + INVENTED)
    site.run("ingest")
    site.source("a.ris", INVENTED)
    assert site.run("ingest") == 0
    assert "content/sources/a.ris:0: entry-gone" in capsys.readouterr().err
    assert site.study(ONE_ID).exists()


def test_a_source_that_is_gone_goes_on_linking_what_it_linked(site: Site) -> None:
    title = "An invented study of the ways in which harbour lights are kept"
    site.source("b.ris", ris(TI=title, PY="2011", DO="10.5555/lights"))
    site.source("c.ris", ris(TI=title, PY="2011", VL="7", JF="Journal of Invented Results"))
    site.run("ingest")
    assert len(list((site.root / "content/studies").rglob("*.yaml"))) == 1
    (site.root / "content/sources/b.ris").unlink()
    site.source("a.ris", ris(TI=title, AU="Example, Ada", DO="10.5555/lights"))
    site.run("ingest")
    before = site.files("content/studies")
    assert len([name for name in before if name.endswith(".yaml")]) == 1
    for _ in range(2):
        site.run("ingest")
        assert site.files("content/studies") == before


def test_a_gone_source_that_studies_rest_on_goes_with_them_only(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", ONE)
    site.source("b.ris", INVENTED)
    site.run("ingest")
    (site.root / "content/sources/a.ris").unlink()
    assert site.run("forget", "content/sources/a.ris") == 1
    assert ONE_ID in capsys.readouterr().err
    assert site.study(ONE_ID).exists()
    assert site.run("forget", "content/sources/a.ris", ONE_ID) == 0
    assert not list((site.root / "content/studies").rglob(f"{ONE_ID}*"))
