"""Each rule about the content, and how the program finds rules."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import synthesite.checks
from synthesite.check_traits import CheckTraits, check_traits
from synthesite.checks import EveryRule, all_problems
from synthesite.config import load_config
from synthesite.evidence import Evidence
from synthesite.library import load_library
from synthesite.model import Record
from synthesite.source_texts import SourceTexts
from synthesite.store.records import dump_record, load_record
from tests.conftest import INVENTED, INVENTED_ID, Site, ris


def problems_of(site: Site) -> list[str]:
    evidence = Evidence(load_config(site.root), SourceTexts(site.root))
    library = load_library(load_config(site.root), rules=EveryRule(evidence))
    return [f"{p.severity} {p.path} {p.code}" for p in all_problems(library, evidence)]


def rewrite(site: Site, **changes: object) -> None:
    """Changes a record as if the program had written it so, fingerprint included."""
    path = site.study(INVENTED_ID)
    loaded, _ = load_record(path, path.name, Record)
    assert loaded
    path.write_text(dump_record(msgspec.structs.replace(loaded.record, **changes)), encoding="utf-8")


@pytest.fixture
def ingested(site: Site) -> Site:
    site.source("export.ris", INVENTED)
    site.run("ingest", "--quiet")
    return site


PATH = f"content/studies/2021/{INVENTED_ID}.yaml"


def test_good_content_has_no_problem(ingested: Site) -> None:
    assert problems_of(ingested) == []


def test_what_no_source_and_no_curator_gives_is_a_warning_each(site: Site) -> None:
    site.source("export.ris", ris(TI="An invented study without the rest", DO="10.5555/rest"))
    site.run("ingest", "--quiet")
    codes = [line.split()[-1] for line in problems_of(site)]
    assert codes == ["missing-authors", "missing-journal", "missing-year"]
    path = next((site.root / "content/studies").rglob("*.md"))
    path.write_text("---\nauthors: [{literal: Nobody}]\njournal: None\nyear: 2020\n---\nMine.\n")
    assert problems_of(site) == []


def test_a_hand_edit_is_an_error(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID)
    path.write_text(path.read_text().replace("Ada", "Adda"))
    assert problems_of(ingested) == [f"error {PATH} hand-edit", f"error {PATH} span-mismatch"]


def test_line_ends_that_git_changed_are_no_hand_edit(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems_of(ingested) == []


def test_a_curators_file_without_a_record_is_an_error(ingested: Site) -> None:
    path = ingested.study(INVENTED_ID, ".md")
    path.rename(path.with_name("example-2021-an-invented-study-off.md"))
    path.write_text("Another.\n")
    assert problems_of(ingested) == ["error content/studies/2021/example-2021-an-invented-study-off.md orphan-summary"]


def test_two_records_with_one_doi_are_a_warning(ingested: Site) -> None:
    other = ingested.study(INVENTED_ID)
    loaded, _ = load_record(other, "x", Record)
    assert loaded
    copy = msgspec.structs.replace(loaded.record, id="second", fingerprint=None)
    other.with_name("second.yaml").write_text(dump_record(copy))
    assert problems_of(ingested) == ["warning content/studies/2021/second.yaml same-identifier"]


def test_adding_a_check_takes_one_file(ingested: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "more_checks"
    folder.mkdir()
    (folder / "toy_rule.py").write_text(
        "from synthesite.model import Problem\n"
        "def check(library, sources):\n"
        "    yield Problem('content', 0, 'toy-rule', f'{len(library.studies)} studies')\n"
    )
    monkeypatch.setattr(synthesite.checks, "__path__", [*synthesite.checks.__path__, str(folder)])
    assert problems_of(ingested) == ["warning content toy-rule"]


def test_rules_about_single_studies_and_about_all_take_one_file_too(
    ingested: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "more_checks"
    folder.mkdir()
    rule = (
        "from synthesite.model import Problem\n"
        "def of_study(whole, settings):\n"
        "    yield Problem(whole.study.path, 0, 'toy-one', settings.title)\n"
        "def across(content):\n"
        "    yield Problem('content', 0, 'toy-all', f'{len(content.studies)} studies')\n"
    )
    (folder / "toy_one.py").write_text(rule)
    (folder / "toy_two.py").write_text(
        rule.replace("toy-one", "toy-two").replace("def across", "OF_EXCLUDED = 1\ndef _")
    )
    monkeypatch.setattr(synthesite.checks, "__path__", [*synthesite.checks.__path__, str(folder)])
    all_of_it = [f"warning {PATH} toy-one", "warning content toy-all", f"warning {PATH} toy-two"]
    assert problems_of(ingested) == all_of_it
    ingested.study(INVENTED_ID, ".md").write_text("---\nexclude: Wrong setting\n---\nMine.\n")
    assert problems_of(ingested) == all_of_it[1:]


def test_what_checks_compare_can_be_stored(ingested: Site) -> None:
    library = load_library(load_config(ingested.root))
    whole = library.studies.whole(INVENTED_ID)
    traits = check_traits(whole)
    assert traits.items == [("content/sources/export.ris", 1)]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(traits), type=CheckTraits) == traits


def test_two_studies_that_a_person_keeps_apart_may_share_an_identifier(site: Site) -> None:
    other = INVENTED.replace("An invented study of lighthouse keepers", "Abstracts of the invented meeting on harbours")
    site.source("export.ris", INVENTED + other.replace("Example, Ada", "Ejemplo, Eva"))
    assert site.run("ingest", "--quiet") == 0
    assert [line for line in problems_of(site) if "same-identifier" in line]
    pair = "[content/sources/export.ris#1, content/sources/export.ris#2]"
    (site.root / "config.yaml").write_text(f"title: T\nmatch: {{apart: [{pair}]}}\n")
    assert not [line for line in problems_of(site) if "same-identifier" in line]
