"""From sources to records and summaries, and what happens to what a person wrote."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from synthesite.store.files import write_if_changed
from synthesite.store.markdown_files import body_sha256
from tests.conftest import INVENTED, INVENTED_ID, Site, ris


def test_a_source_becomes_a_record_and_a_summary(site: Site) -> None:
    site.source("export.ris", INVENTED)
    assert site.run("ingest") == 0
    record = site.record(INVENTED_ID)
    assert list(record)[:2] == ["id", "type"]
    assert record["doi"] == "10.5555/lighthouse.1"
    assert record["published"] == "2021-03"
    assert site.study(INVENTED_ID).parent.name == "2021"
    body = site.study(INVENTED_ID, ".md").read_text()
    assert "Ada Example and Bert Beispiel" in body
    assert record["summary_sha256"] == body_sha256(body)


def test_a_study_without_a_year_stands_in_undated(site: Site) -> None:
    site.source("export.ris", ris(TI="An invented study without a date", AU="Example, Ada"))
    site.run("ingest")
    assert site.study("example-an-invented-study-without").parent.name == "undated"


def test_items_with_the_same_doi_become_one_record_each_value_with_its_own_source(site: Site) -> None:
    site.source("a.ris", ris(TI="An invented study", DO="10.5555/one", AU="Example, A."))
    site.source("b.ris", ris(TI="An invented study.", DO="https://doi.org/10.5555/ONE", AU="Example, Ada", VL="7"))
    site.run("ingest")
    record = site.record("example-an-invented-study")
    assert [source["path"] for source in record["sources"]] == ["content/sources/a.ris", "content/sources/b.ris"]  # type: ignore[attr-defined]
    assert record["sources"][1]["matched"] == "doi"  # type: ignore[index]
    provenance = record["provenance"]
    assert provenance["title"]["source"] == 0  # type: ignore[index]
    assert provenance["authors"][0]["source"] == 1, "the full given name is the more complete one"  # type: ignore[index]
    assert provenance["volume"]["source"] == 1  # type: ignore[index]
    assert "conflicts" not in record, "a full stop and an initial are differences of form"


def test_a_second_ingest_changes_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    before = site.files("content")
    assert site.run("ingest") == 0
    assert site.files("content") == before
    assert "0 new, 0 changed, 1 unchanged" in capsys.readouterr().out


def test_a_summary_that_nobody_changed_is_refreshed(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    site.source("export.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    site.run("ingest")
    assert "Berta Beispiel" in site.study(INVENTED_ID, ".md").read_text()


def test_a_summary_that_somebody_changed_is_never_overwritten(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID, ".md")
    path.write_text("My own words about the keepers.\n")
    site.source("export.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    site.run("ingest")
    assert path.read_text() == "My own words about the keepers.\n"
    assert {"family": "Beispiel", "given": "Berta"} in site.record(INVENTED_ID)["authors"]  # type: ignore[operator]


def test_front_matter_stays_when_the_generated_body_under_it_is_refreshed(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID, ".md")
    front = "---\n# my remark\ndesign:   case study\n---\n"
    path.write_text(front + "\n" + path.read_text())
    site.source("export.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    site.run("ingest")
    assert path.read_text().startswith(front)
    assert "Berta Beispiel" in path.read_text()


def test_a_record_that_somebody_edited_is_reported_and_left(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID)
    edited = path.read_text().replace("Journal of Invented Results", "Journal of Other Results")
    path.write_text(edited)
    assert site.run("ingest") == 1
    assert path.read_text() == edited
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"content/studies/2021/{INVENTED_ID}.yaml:1: hand-edit ")
    assert "(journal)" in line
    assert f"'build.py adopt {INVENTED_ID}'" in line, "it says how to keep the change"


def test_a_comment_in_a_record_counts_as_a_hand_edit(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID)
    path.write_text("# ask Ada about this\n" + path.read_text())
    assert site.run("ingest") == 1
    assert "a comment" in capsys.readouterr().err
    assert path.read_text().startswith("# ask Ada")


def test_a_broken_record_is_reported_and_its_study_is_not_made_twice(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID)
    path.write_text(path.read_text().replace("title: ", "title: 'open "))
    broken = path.read_text()
    assert site.run("ingest") == 1
    assert path.read_text() == broken
    assert len(list((site.root / "content/studies").rglob("*.yaml"))) == 1
    assert "bad-record" in capsys.readouterr().err


def test_a_record_keeps_its_id_when_its_title_changes(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    site.source("export.ris", INVENTED.replace("An invented study of", "Invented again: a study of"))
    site.run("ingest")
    assert str(site.record(INVENTED_ID)["title"]).startswith("Invented again")
    assert len(list((site.root / "content/studies").rglob("*.yaml"))) == 1


def test_a_study_without_identifiers_keeps_its_record_when_another_item_is_put_in_front(site: Site) -> None:
    text = ris(TI="An invented study without a DOI", AU="Example, Ada", PY="2020")
    site.source("export.ris", text)
    site.run("ingest")
    site.source("export.ris", INVENTED + text)
    site.run("ingest")
    record = site.record("example-2020-an-invented-study-without")
    assert record["sources"][0]["item"] == 2  # type: ignore[index]
    assert len(list((site.root / "content/studies").rglob("*.yaml"))) == 2


def test_two_studies_that_want_one_id_get_two(site: Site) -> None:
    one = ris(TI="An invented study of many things", AU="Example, Ada", PY="2020", DO="10.5555/a")
    site.source("export.ris", one + one.replace("10.5555/a", "10.5555/b"))
    site.run("ingest")
    names = sorted(path.stem for path in (site.root / "content/studies").rglob("*.yaml"))
    assert names == ["example-2020-an-invented-study-of", "example-2020-an-invented-study-of-2"]


def test_a_record_whose_source_is_gone_is_kept(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("a.ris", INVENTED)
    site.source("b.ris", INVENTED.replace("ER  - ", "VL  - 9\nER  - "))
    site.run("ingest")
    before = site.study(INVENTED_ID).read_bytes()
    (site.root / "content/sources/b.ris").unlink()
    assert site.run("ingest") == 0
    assert site.study(INVENTED_ID).read_bytes() == before, "the volume came from the source that is gone"
    assert "content/sources/b.ris:0: source-gone" in capsys.readouterr().err


def test_without_any_source_the_content_stays_as_it_is(site: Site) -> None:
    path = site.source("a.ris", INVENTED)
    site.run("ingest")
    before = site.files("content/studies")
    path.unlink()
    site.run("ingest")
    assert site.files("content/studies") == before


def test_front_matter_that_is_broken_protects_the_whole_file(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID, ".md")
    path.write_text("---\nnever closed\n" + path.read_text())
    before = path.read_bytes()
    site.source("export.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    site.run("ingest")
    assert path.read_bytes() == before


class Killed(BaseException):
    """Stands for a process that ends at once."""


@pytest.mark.parametrize("after", range(6))
def test_a_killed_ingest_ends_where_an_undisturbed_one_would(
    site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")
    site.source("export.ris", INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    calls = iter(range(100))

    def dying(path: Path, content: bytes) -> bool:
        if next(calls) == after:
            raise Killed
        return write_if_changed(path, content)

    monkeypatch.setattr("synthesite.ingest.write_if_changed", dying)
    with contextlib.suppress(Killed):
        site.run("ingest")
    monkeypatch.undo()
    # the source changes once more before the next build: the summary must still be known as ours
    final = INVENTED.replace("Beispiel, Bert", "Beispiel, Bertolt")
    site.source("export.ris", final)
    site.run("ingest")

    other = Site(tmp_path_factory.mktemp("undisturbed"))
    (other.root / "config.yaml").write_text("title: An invented site\n")
    other.source("export.ris", final)
    other.run("ingest")

    def without_history(files: dict[str, bytes]) -> dict[str, bytes]:
        return {name: data for name, data in files.items() if not name.startswith("changes/")}

    assert without_history(site.files("content")) == without_history(other.files("content"))


def test_a_journal_gets_a_file_of_its_own(site: Site) -> None:
    site.source("export.ris", INVENTED.replace("ER  - ", "J2  - J Inv Res\nPB  - Invented Press\nER  - "))
    site.run("ingest")
    text = (site.root / "content/journals/journal-of-invented-results.yaml").read_text()
    assert text.startswith(
        "id: journal-of-invented-results\ntitle: Journal of Invented Results\nabbreviation: J Inv Res\n"
    )
    assert "publisher: Invented Press" in text


def test_a_generated_summary_is_known_again_when_the_front_matter_above_it_is_mended(site: Site) -> None:
    source = site.source("a.ris", INVENTED)
    site.run("ingest")
    path = site.study(INVENTED_ID, ".md")
    path.write_text(f"---\nlimits: [few\n---\n{path.read_text()}")
    source.write_text(INVENTED.replace("Beispiel, Bert", "Beispiel, Bertha"))
    assert site.run("ingest", "--quiet") == 0
    path.write_text(path.read_text().replace("[few", "[few]"))
    assert site.run("ingest", "--quiet") == 0
    assert "Bertha" in path.read_text()


def test_a_journal_that_only_a_gone_source_names_keeps_its_file(site: Site) -> None:
    gone = site.source("a.ris", INVENTED)
    site.source("b.ris", INVENTED.replace("JF  - Journal of Invented Results\n", ""))
    site.run("--quiet")
    before = site.files("content/journals")
    gone.unlink()
    assert site.run("--quiet") == 0
    assert site.record(INVENTED_ID)["journal"] == "Journal of Invented Results"
    assert site.files("content/journals") == before


def test_journals_that_differ_in_case_only_are_one(site: Site) -> None:
    other = INVENTED.replace("lighthouse.1", "lighthouse.2").replace("Journal of Invented", "journal of INVENTED")
    site.source("export.ris", INVENTED + other)
    site.run("ingest")
    assert len(list((site.root / "content/journals").glob("*.yaml"))) == 1


def test_a_broken_record_without_identifiers_is_not_made_twice_either(site: Site) -> None:
    site.source("export.ris", ris(TI="An invented study without a DOI", AU="Example, Ada", PY="2020"))
    site.run("ingest")
    path = site.study("example-2020-an-invented-study-without")
    for broken in (path.read_bytes().replace(b"title", b"<<<<<<< HEAD\ntitle", 1), b"", b"\xff\xfe"):
        path.write_bytes(broken)
        assert site.run("ingest") == 1
        assert path.read_bytes() == broken
        assert len(list((site.root / "content/studies").rglob("*"))) == 3, "the folder, the record, the summary"


def test_a_summary_stays_with_its_study_when_a_namesake_arrives_first(site: Site) -> None:
    own = ris(TI="Editorial", AU="Example, Ada", PY="2020")
    site.source("b.ris", own)
    site.run("ingest")
    path = site.study("example-2020-editorial", ".md")
    path.write_text("Words about Ada's editorial.\n")
    site.source("a.ris", ris(TI="Editorial", AU="Beispiel, Bert", PY="2020", DO="10.5555/other"))
    site.run("ingest")
    assert site.record("example-2020-editorial")["authors"] == [{"family": "Example", "given": "Ada"}]
    assert path.read_text() == "Words about Ada's editorial.\n"
    assert site.study("beispiel-2020-editorial").exists()


def test_a_renamed_source_keeps_its_records_alive(site: Site) -> None:
    path = site.source("old.ris", INVENTED)
    site.run("ingest")
    path.rename(path.with_name("new.ris"))
    assert site.run("ingest") == 0
    assert site.record(INVENTED_ID)["sources"][0]["path"] == "content/sources/new.ris"  # type: ignore[index]


def test_a_journal_keeps_its_file_when_another_spelling_becomes_the_usual_one(site: Site) -> None:
    def study(number: int, journal: str) -> str:
        return INVENTED.replace("lighthouse.1", f"x.{number}").replace("Journal of Invented Results", journal)

    site.source("export.ris", study(1, "Invented Lancet"))
    site.run("ingest")
    site.source(
        "export.ris", study(1, "Invented Lancet") + study(2, "The Invented Lancet") + study(3, "The Invented Lancet")
    )
    site.run("ingest")
    assert [path.name for path in (site.root / "content/journals").iterdir()] == ["invented-lancet.yaml"]


def test_an_ingest_killed_twice_still_knows_its_own_summaries(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest")

    def killed_after(number: int, source: str) -> None:
        calls = iter(range(100))

        def dying(path: Path, content: bytes) -> bool:
            if next(calls) == number:
                raise Killed
            return write_if_changed(path, content)

        site.source("export.ris", source)
        with monkeypatch.context() as patch, contextlib.suppress(Killed):
            patch.setattr("synthesite.ingest.write_if_changed", dying)
            site.run("ingest")

    killed_after(1, INVENTED.replace("Beispiel, Bert", "Beispiel, Berta"))
    killed_after(0, INVENTED.replace("Beispiel, Bert", "Beispiel, Bertolt"))
    site.run("ingest")
    assert "Bertolt" in site.study(INVENTED_ID, ".md").read_text()


def test_a_file_that_cannot_be_written_is_a_problem(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export.ris", INVENTED)
    (site.root / "content/studies/2021").mkdir(parents=True)
    (site.root / f"content/studies/2021/{INVENTED_ID}.yaml").mkdir()
    assert site.run("ingest") == 1
    assert "unwritable-file" in capsys.readouterr().err


def test_what_changed_in_the_evidence_is_noted_under_its_date(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.source("export.ris", INVENTED)
    site.run("ingest", "--date", "2026-01-31")
    changes = site.files("content/changes")
    assert changes == {"2026-01-31.yaml": f"new:\n  {INVENTED_ID}: An invented study of lighthouse keepers\n".encode()}
    assert "evidence       1 new study" in capsys.readouterr().out
    site.run("ingest", "--date", "2026-02-01")
    assert site.files("content/changes") == changes
    assert "evidence       nothing changed" in capsys.readouterr().out
    site.source("export.ris", INVENTED.replace("2021/03//", "2021/04//"))
    site.run("ingest", "--date", "2026-02-01")
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.split() == ["published", "2021-03", "to", "2021-04:", *line.split()[4:]]
    assert b"was: 2021-03\n  now: 2021-04\n" in site.files("content/changes")["2026-02-01.yaml"]


def test_the_clock_is_not_read_while_nothing_changes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("export.ris", INVENTED)
    monkeypatch.setattr("synthesite.ingest.today", lambda: "2026-01-31")
    site.run("ingest")
    assert list(site.files("content/changes")) == ["2026-01-31.yaml"]

    def unread() -> str:
        raise AssertionError

    monkeypatch.setattr("synthesite.ingest.today", unread)
    site.run("ingest")


def test_a_damaged_file_of_changes_is_reported_and_the_rest_goes_on(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.source("export.ris", INVENTED)
    path = site.root / "content" / "changes" / "2026-01-31.yaml"
    path.parent.mkdir()
    path.write_text("broken: [\n")
    assert site.run("ingest", "--date", "2026-01-31") == 1
    assert "content/changes/2026-01-31.yaml:2: bad-changes " in capsys.readouterr().err
    assert path.read_text() == "broken: [\n"
    assert site.study(INVENTED_ID).exists()
    assert site.run("check") == 1
    assert "bad-changes" in capsys.readouterr().err
