"""A hand edit of a record moves into the front matter, and nothing is lost on the way."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.adopt import REPLACED, UNSURE
from synthesite.config import load_config
from synthesite.library import load_library
from synthesite.model import AbstractPart, Citations, Person, Record, SampleGroup, Statement, Tally
from synthesite.store.markdown_files import parse_markdown
from synthesite.store.records import dump_record, is_edited, load_record
from synthesite.text.folding import fold
from tests.conftest import INVENTED, INVENTED_ID, Site, ris
from tests.text.properties import tries


@pytest.fixture
def ingested(site: Site) -> Site:
    site.source("export.ris", INVENTED)
    site.run("ingest", "--quiet")
    return site


def edit(site: Site, *changes: tuple[str, str]) -> None:
    """Edits the record as a person does, in its text."""
    path = site.study(INVENTED_ID)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def front_of(site: Site) -> dict[str, object]:
    return parse_markdown(site.study(INVENTED_ID, ".md").read_text(encoding="utf-8")).data


def test_what_was_edited_moves_and_the_record_is_restored(ingested: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = ingested.study(INVENTED_ID).read_bytes()
    edit(
        ingested,
        ("journal: Journal of Invented Results", "journal: Another Invented Journal"),
        ("year: 2021", "year: 2020\nvolume: '012'"),
    )
    assert ingested.run("adopt", INVENTED_ID) == 0
    assert front_of(ingested) == {"journal": "Another Invented Journal", "year": "2020", "volume": "012"}
    assert "moved here from the record: year, journal, volume" in capsys.readouterr().out
    record = ingested.record(INVENTED_ID)
    assert record["journal"] == "Journal of Invented Results"
    assert not is_edited(ingested.study(INVENTED_ID).read_text())
    assert ingested.run("--strict", "--quiet") == 0
    study = load_library(load_config(ingested.root)).studies[INVENTED_ID].record
    assert (study.journal, study.year, study.volume) == ("Another Invented Journal", 2020, "012")
    (ingested.study(INVENTED_ID, ".md")).write_text(parse_markdown(ingested.study(INVENTED_ID, ".md").read_text()).body)
    ingested.run("ingest", "--quiet")
    assert ingested.study(INVENTED_ID).read_bytes() == before, "without the front matter nothing of the edit is left"


def test_the_curators_file_keeps_every_other_character(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID, ".md")
    text = "\ufeff---\r\n# mine\r\njournal:  'Old'  # as printed\r\nthemes: []\r\n---\r\nMy words.\r\n"
    path.write_bytes(text.encode())
    edit(ingested, ("journal: Journal of Invented Results", "journal: New"))
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 0
    comment = f"themes: []\r\n{REPLACED}\r\n# journal: Old\r\n"
    assert path.read_bytes().decode() == text.replace("'Old'", "New").replace("themes: []\r\n", comment)


def test_a_value_that_was_removed_by_hand_becomes_null(ingested: Site) -> None:
    edit(ingested, ("doi: 10.5555/lighthouse.1\n", ""))
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 0
    assert front_of(ingested) == {"doi": "null"}
    assert ingested.record(INVENTED_ID)["doi"] == "10.5555/lighthouse.1"
    assert load_library(load_config(ingested.root)).studies[INVENTED_ID].record.doi is None


def test_a_comment_in_a_record_moves_too_and_so_does_what_fits_no_key(ingested: Site) -> None:
    edit(ingested, ("year: 2021", "year: 2021 # asked the author\nnotes: Read twice.\njuornal: X\nvolume: [a]"))
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 0
    text = ingested.study(INVENTED_ID, ".md").read_text()
    assert front_of(ingested) == {"notes": "Read twice."}
    assert text.startswith(
        f"---\nnotes: Read twice.\n# asked the author\n{UNSURE}\n# juornal: X\n# volume:\n# - a\n---\n"
    )
    assert not is_edited(ingested.study(INVENTED_ID).read_text())


def test_inner_values_move_without_the_rest(site: Site) -> None:
    site.source(
        "page.json",
        '[{"id": "x", "type": "article-journal", "title": "An invented study of tides", "DOI": "10.5555/tides"}]',
    )
    site.run("ingest", "--quiet")
    (path,) = (site.root / "content/studies").rglob("*.yaml")
    md = path.with_suffix(".md")
    md.write_text("---\ncitations:\n  # counted by hand\n  references: 12\n---\nMine.\n")
    path.write_text(path.read_text().replace("sources:\n", "citations:\n  cited_by: 7\nsources:\n", 1))
    assert site.run("adopt", path.stem, "--quiet") == 0
    assert md.read_text() == "---\ncitations:\n  # counted by hand\n  references: 12\n  cited_by: 7\n---\nMine.\n"


def test_a_value_that_only_the_sources_changed_is_not_taken_for_a_curators(ingested: Site) -> None:
    ingested.source("better.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Bertha Maria"))
    edit(ingested, ("journal: Journal of Invented Results", "journal: Mine"))
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 0
    assert front_of(ingested) == {"journal": "Mine"}
    assert ingested.run("ingest", "--quiet") == 0
    assert front_of(ingested) == {"journal": "Mine"}
    assert "Bertha Maria" in ingested.study(INVENTED_ID).read_text()


def test_where_the_source_changed_as_well_the_edit_is_kept_as_a_comment(
    ingested: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(ingested, ("journal: Journal of Invented Results", "journal: Mine"))
    ingested.source("export.ris", INVENTED.replace("2021/03", "2021/04"))
    assert ingested.run("adopt", INVENTED_ID) == 0
    text = ingested.study(INVENTED_ID, ".md").read_text()
    assert "# journal: Mine\n" in text
    assert "# published: 2021-03\n" in text
    assert front_of(ingested) == {}
    assert "as comments, for you to decide on: published, journal" in capsys.readouterr().out
    assert ingested.run("--strict", "--quiet") == 0


def test_a_changed_doi_does_not_hide_the_records_sources(ingested: Site) -> None:
    edit(ingested, ("doi: 10.5555/lighthouse.1", "doi: 10.5555/lighthouse.9"))
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 0
    assert front_of(ingested) == {"doi": "10.5555/lighthouse.9"}


def test_a_value_that_does_not_fit_moves_and_is_reported(ingested: Site, capsys: pytest.CaptureFixture[str]) -> None:
    edit(ingested, ("doi: 10.5555/lighthouse.1", "doi: https://doi.org/10.5555/lighthouse.1"))
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 1
    assert front_of(ingested) == {"doi": "https://doi.org/10.5555/lighthouse.1"}
    assert f"{INVENTED_ID}.md:2: bad-front-matter" in capsys.readouterr().err


def test_a_record_that_was_not_edited_stays_and_its_layout_is_no_value(
    ingested: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ingested.files("content")
    assert ingested.run("adopt", INVENTED_ID) == 0
    assert "was not edited" in capsys.readouterr().out
    assert ingested.files("content") == before
    edit(ingested, ("year: 2021", "year:   2021"))
    assert ingested.run("adopt", f"content/studies/2021/{INVENTED_ID}.yaml") == 0
    assert "no value was changed" in capsys.readouterr().out
    assert ingested.files("content") == before


@pytest.mark.parametrize("name", ["example-2021-an-invented-study-off", "example-2021-an-invented-study-off.yaml"])
def test_an_unknown_study_is_wrong_usage_with_the_nearest(
    ingested: Site, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(ingested, ("year: 2021", "year: 2020"))
    before = ingested.files("content")
    assert ingested.run("adopt", INVENTED_ID, name) == 2
    assert f"did you mean '{INVENTED_ID}'?" in capsys.readouterr().err
    assert ingested.files("content") == before


def test_several_are_adopted_at_once(ingested: Site) -> None:
    ingested.source("second.ris", ris(TI="An invented study of wells", AU="Two, Tom", DO="10.5555/wells"))
    ingested.run("ingest", "--quiet")
    ids = [path.stem for path in sorted((ingested.root / "content/studies").rglob("*.yaml"))]
    for study_id in ids:
        path = ingested.study(study_id)
        path.write_text(path.read_text().replace("title: An invented", "title: The imagined"))
    assert ingested.run("adopt", *ids, "--quiet") == 0
    for study_id in ids:
        assert "\ntitle: The imagined" in ingested.study(study_id, ".md").read_text()
    assert len(ids) == 2


def test_without_its_sources_or_with_a_faulty_file_nothing_is_touched(
    ingested: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(ingested, ("year: 2021", "year: 2020"))
    path = ingested.study(INVENTED_ID, ".md")
    path.write_text("---\nyear: [\n---\nMine.\n")
    before = ingested.files("content")
    assert ingested.run("adopt", INVENTED_ID) == 1
    assert f"{INVENTED_ID}.md:3: bad-front-matter" in capsys.readouterr().err
    assert ingested.files("content") == before
    source = ingested.root / "content/sources/export.ris"
    source.rename(source.with_name(".hidden"))
    path.write_text("Mine.\n")
    assert ingested.run("adopt", INVENTED_ID) == 1
    assert "bring them back" in capsys.readouterr().err
    assert "year: 2020" in ingested.study(INVENTED_ID).read_text()
    assert path.read_text() == "Mine.\n"


@pytest.mark.parametrize("killed_at", [1, 2])
def test_a_kill_in_between_loses_nothing(ingested: Site, monkeypatch: pytest.MonkeyPatch, killed_at: int) -> None:
    edit(ingested, ("year: 2021", "year: 2020 # I asked"))
    writes = 0
    replace = os.replace

    def killed(path: str, target: str) -> None:
        nonlocal writes
        writes += 1
        if writes == killed_at:
            raise KeyboardInterrupt
        replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        assert ingested.run("adopt", INVENTED_ID, "--quiet") == 130
    assert "year: 2020" in ingested.study(INVENTED_ID).read_text()
    assert ingested.run("adopt", INVENTED_ID, "--quiet") == 0
    text = ingested.study(INVENTED_ID, ".md").read_text()
    assert text.startswith("---\nyear: 2020\n# I asked\n---\n")
    assert text.count("# I asked") == 1
    assert ingested.run("--strict", "--quiet") == 0


def test_a_former_id_leads_to_the_one_it_is_now(ingested: Site, capsys: pytest.CaptureFixture[str]) -> None:
    path = ingested.study(INVENTED_ID)
    loaded, _ = load_record(path, "x", Record)
    assert loaded
    path.write_text(dump_record(msgspec.structs.replace(loaded.record, formerly=["an-older-id"])))
    edit(ingested, ("year: 2021", "year: 2020"))
    assert ingested.run("adopt", "an-older-id") == 2
    assert f"it is now '{INVENTED_ID}'" in capsys.readouterr().err
    assert ingested.run("adopt", INVENTED_ID) == 0
    assert ingested.record(INVENTED_ID)["formerly"] == ["an-older-id"]


def test_records_that_wait_for_their_merger_are_adopted_one_by_one(site: Site) -> None:
    texts = {"a": INVENTED, "b": INVENTED.replace("lighthouse", "harbour").replace("2021", "2022")}
    for name, text in texts.items():
        site.source(f"{name}.ris", text)
    site.run("--quiet")
    one, other = INVENTED_ID, INVENTED_ID.replace("2021", "2022")
    config = "title: An invented site\nmatch: {same: [[10.5555/lighthouse.1, 10.5555/harbour.1]]}\n"
    (site.root / "config.yaml").write_text(config)
    for number, study in enumerate([one, other], 7):
        path = site.study(study)
        path.write_text(path.read_text().replace("\nsources:", f"\nvolume: '{number}'\nsources:"))
    for study in (other, one):
        assert site.run("adopt", study) == 0
        assert "formerly" not in site.study(study).read_text() + site.study(study, ".md").read_text()
    assert site.run("--quiet") == 0
    text = site.study(one, ".md").read_text()
    assert site.record(one)["formerly"] == [other]
    assert "volume: '7'" in text
    assert "volume: '8'" in text


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), min_size=1, max_size=15
)
TEXTS = WORDS.map(fold).filter(bool)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.none() | TEXTS,
        "journal": st.none() | TEXTS,
        "volume": TEXTS,
        "authors": st.none()
        | st.lists(st.builds(Person, family=TEXTS, given=st.none() | TEXTS), min_size=1, max_size=3),
        "keywords": st.lists(TEXTS, min_size=1, max_size=3),
        "abstract": st.lists(st.builds(AbstractPart, label=st.none() | TEXTS, text=TEXTS), min_size=1, max_size=2),
        "open_access": st.booleans(),
        "doi": st.just("10.5555/edited"),
        "sample": st.lists(
            st.builds(SampleGroup, group=TEXTS, n=st.none() | st.integers(0, 999)), min_size=1, max_size=2
        ),
        "citations": st.builds(
            Citations,
            cited_by=st.integers(0, 99),
            tally=st.none() | st.builds(Tally, supporting=st.integers(0, 9)),
            statements=st.none() | st.lists(st.builds(Statement, text=TEXTS), min_size=1, max_size=2),
        ),
    },
)


@given(EDITS)
@settings(tries, max_examples=30)
def test_the_site_says_what_the_edited_record_said(changes: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        (site.root / "config.yaml").write_text(
            "title: T\nrights: {abstracts: {unknown: full, other: full}, statements: {unknown: full}}\n"
        )
        site.source("export.ris", INVENTED)
        site.run("ingest", "--quiet")
        path = site.study(INVENTED_ID)
        before = path.read_bytes()
        loaded, _ = load_record(path, "x", Record)
        assert loaded
        edited = msgspec.structs.replace(loaded.record, **changes)
        path.write_text(dump_record(edited).rsplit("fingerprint:", 1)[0], encoding="utf-8")
        assert site.run("adopt", INVENTED_ID, "--quiet") == 0
        record = load_library(load_config(site.root)).studies[INVENTED_ID].record
        assert {key: getattr(record, key) for key in changes} == changes
        path.with_suffix(".md").write_bytes(b"")
        assert site.run("ingest", "--quiet") == 0
        assert path.read_bytes() == before


def test_what_the_front_matter_said_before_stays_as_a_comment(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    markdown = site.study(INVENTED_ID, ".md")
    markdown.write_text(f"---\njournal: My Journal # seen in print\n---\n\n{markdown.read_text()}")
    site.run("ingest")
    path = site.study(INVENTED_ID)
    path.write_text(path.read_text().replace("Journal of Invented Results", "Journal of Other Results"))
    assert site.run("adopt", INVENTED_ID) == 0
    text = markdown.read_text()
    assert "journal: Journal of Other Results # seen in print\n" in text
    assert "# journal: My Journal\n" in text


def test_what_the_source_came_to_say_meanwhile_is_told_by_the_next_ingest(site: Site) -> None:
    site.source("export.ris", INVENTED.replace("ER  - ", "VL  - 1\nER  - "))
    site.run("ingest", "--date", "2026-01-01")
    path = site.study(INVENTED_ID)
    path.write_text(path.read_text().replace("Journal of Invented Results", "Journal of Other Results"))
    site.source("export.ris", INVENTED.replace("ER  - ", "VL  - 2\nER  - "))
    site.run("ingest", "--date", "2026-01-02")
    assert site.run("adopt", INVENTED_ID) == 0
    site.run("ingest", "--date", "2026-01-03")
    text = (site.root / "content/changes/2026-01-03.yaml").read_text()
    assert "field: volume" in text
    assert not (site.root / "content/.pending-ingest.json").exists()
    site.run("ingest", "--date", "2026-01-04")
    assert not (site.root / "content/changes/2026-01-04.yaml").exists()
