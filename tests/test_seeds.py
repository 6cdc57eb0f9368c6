"""The two real documents that must work first. They stand beside the project; without them these tests skip."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import SEEDS, Site

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the real seeds are not at ../{SEEDS.parent.name}/seeds")

SCITE, AGGREGATOR = "000_2c677369410d6ba3.txt", "004_2d0ddd6f47b0e346.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("seeds")
    (root / "config.yaml").write_text("title: Seeds\n")
    shutil.copytree(SEEDS, root / "content" / "sources")
    site = Site(root)
    assert site.run("--quiet") == 0
    return site


def record_of(site: Site, source: str) -> dict[str, Any]:
    for path in (site.root / "content/studies").rglob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if data["sources"][0]["path"].endswith(source):
            assert isinstance(data, dict)
            return data
    raise AssertionError(f"no record of {source}")


def text_at(source: str, place: dict[str, Any]) -> str:
    text = (SEEDS / source).read_text(encoding="utf-8")
    return " ".join(text[slice(*place["span"])].split())


def test_the_scite_report(built: Site) -> None:
    record = record_of(built, SCITE)
    assert record["title"].startswith("Challenges faced by peer support workers during the integration")
    assert record["title"].endswith("Results from a qualitative interview study")
    assert record["year"] == 2020
    assert record["doi"] == "10.1177/0020764020904764"
    assert [part["label"] for part in record["abstract"]] == ["Background", "Aim", "Methods"]
    assert record["abstract_truncated"] is True
    assert record["abstract"][2]["text"].endswith("adult psychi…"), "the fragment is shown as cut"
    assert "authors" not in record
    assert "journal" not in record
    assert record["issn"] == ["0020-7640"]
    assert record["provenance"]["issn"]["how"] == "derived"


def test_how_the_scite_report_says_it_was_cited(built: Site) -> None:
    citations = record_of(built, SCITE)["citations"]
    assert citations["cited_by"] == 35
    assert citations["references"] == 40
    assert citations["tally"] == {"supporting": 4, "mentioning": 57, "contrasting": 0, "unclassified": 3}
    assert sum(citations["tally"].values()) == 64
    shown = [
        (s["stance"], s.get("confidence"), s["section"], s["language"], s.get("seen")) for s in citations["statements"]
    ]
    assert shown == [
        ("supporting", 0.91, "Discussion", "en", 2),
        ("mentioning", 0.99, "Discussion", "en", None),
        ("mentioning", 0.99, "Discussion", "en", None),
        ("unclassified", None, "Tutkimustulosten Merkitys Käytännössä", "fi", None),
    ]
    assert citations["filters"] == {
        "sections": [4, 1],
        "publication_types": [8],
        "relationship": [1, 7],
        "years": [2020, 2024],
    }


def test_the_page_of_the_aggregator(built: Site) -> None:
    record = record_of(built, AGGREGATOR)
    assert record["title"].endswith("peer support work: A qualitative study")
    assert record["authors"] == [
        {"family": "Ruiz-Pérez", "given": "Guillermo"},
        {"family": "Küsel", "given": "Madeleine"},
        {"family": "von Peter", "given": "Sebastian"},
    ]
    assert record["doi"] == "10.1371/journal.pone.0319830"
    assert [part["label"] for part in record["abstract"]] == ["Background", "Methods", "Results", "Conclusion"]
    assert "abstract_truncated" not in record
    bibliography = [record[key] for key in ("journal", "volume", "issue", "pages", "published", "year")]
    assert bibliography == ["PLoS ONE", "20", "4", "e0319830", "2025-04-01", 2025]
    assert record["citations"] == {"cited_by": 0}
    assert record["pdf"].endswith("/PMC11961008/pdf/")


def test_the_metrics_of_the_journal_with_their_source(built: Site) -> None:
    record = record_of(built, AGGREGATOR)
    assert record["journal_metrics"] == {
        "impact_factor": 2.9,
        "quartile": "Q1",
        "category": "MULTIDISCIPLINARY SCIENCES",
        "zone": 3,
        "zone_category": "综合性期刊",
    }
    for key in record["journal_metrics"]:
        assert record["provenance"][f"journal_metrics.{key}"]["source"] == 0
    page = (built.root / "site/journals/plos-one.html").read_text(encoding="utf-8")
    assert "2.9" in page
    assert "literature page of an aggregator" in page
    study = (built.root / f"site/studies/{record['id']}.html").read_text(encoding="utf-8")
    assert "MULTIDISCIPLINARY" not in study, "metrics appear on the journal's page only"


def test_the_description_of_the_journal_belongs_to_the_journal(built: Site) -> None:
    journal = (built.root / "content/journals/plos-one.yaml").read_text(encoding="utf-8")
    assert "* Fast publication times" in journal
    record = built.study(record_of(built, AGGREGATOR)["id"]).read_text(encoding="utf-8")
    assert "Fast publication times" not in record


def test_the_contradictions_of_the_aggregator(built: Site) -> None:
    record = record_of(built, AGGREGATOR)
    assert "open_access" not in record
    values = {c["field"]: [v["value"] for v in c["values"]] for c in record["conflicts"]}
    assert values == {
        "open_access": ["false", "a link to a PDF"],
        "published": ["2025-04-01", "2025/1/1 0:00:00"],
    }
    for conflict in record["conflicts"]:
        for value in conflict["values"]:
            assert text_at(AGGREGATOR, value)


@pytest.mark.parametrize("source", [SCITE, AGGREGATOR])
def test_every_copied_value_stands_at_its_span(built: Site, source: str) -> None:
    record = record_of(built, source)
    checked = 0
    for key, places in record["provenance"].items():
        value: Any = record
        for part in key.split("."):
            value = value[int(part)] if isinstance(value, list) else value[part]
        pairs = list(zip(value, places, strict=True)) if isinstance(value, list) and isinstance(places, list) else []
        for one, place in pairs or [(value, places)]:
            if isinstance(place, dict) and place["how"] == "copied":
                name = one.get("text") or f"{one.get('given')} {one.get('family')}" if isinstance(one, dict) else one
                assert text_at(source, place) == str(name), key
                checked += 1
    assert checked >= 20


def test_the_check_verifies_every_span_and_warns_of_what_is_missing(
    built: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built.run("check") == 0
    codes = [line.split(" ")[1] for line in capsys.readouterr().err.splitlines()]
    assert codes == ["missing-authors", "missing-journal"]


def test_a_span_that_is_moved_is_found(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    from synthesite.model import Record
    from synthesite.store.records import dump_record, load_record

    path = Path(built.study(record_of(built, AGGREGATOR)["id"]))
    before = path.read_bytes()
    loaded, _ = load_record(path, path.name, Record)
    assert loaded
    import msgspec

    path.write_text(dump_record(msgspec.structs.replace(loaded.record, volume="21")), encoding="utf-8")
    try:
        assert built.run("check") == 1
        assert "span-mismatch the value of volume" in capsys.readouterr().err
    finally:
        path.write_bytes(before)
