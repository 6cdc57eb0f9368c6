"""The files for reference managers and spreadsheets, on built sites."""

from __future__ import annotations

import csv
import io

import pytest

from synthesite.readers import bibtex
from synthesite.readers import ris as ris_reader
from tests.citing.test_files import back
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

THEMES = """\
themes:
- id: light
  label: Light
  keywords: [lighthouse]
"""


@pytest.fixture
def built(site: Site) -> Site:
    config = site.root / "config.yaml"
    config.write_text(f"{config.read_text()}{THEMES}")
    other = ris(TI="Another invented lighthouse", AU="Example, Bo", PY="2001", DO="10.5555/another")
    site.source("a.ris", INVENTED + other + ris(TI="An invented herring", AU="Example, Bo", DO="10.5555/herring"))
    assert site.run("--quiet") == 0
    return site


def test_each_study_has_its_files(built: Site) -> None:
    record = built.record(INVENTED_ID)
    for reader, suffix in ((ris_reader, "ris"), (bibtex, "bib")):
        text = (built.root / f"site/studies/{INVENTED_ID}.{suffix}").read_bytes().decode()
        (read,) = back(reader, text)
        assert (read["title"], read["doi"], read["year"]) == (record["title"], record["doi"], record["year"])


def test_a_theme_has_one_file_of_all_its_studies_newest_first(built: Site) -> None:
    for reader, suffix in ((ris_reader, "ris"), (bibtex, "bib")):
        text = (built.root / f"site/themes/light.{suffix}").read_bytes().decode()
        assert [read["doi"] for read in back(reader, text)] == [built.record(INVENTED_ID)["doi"], "10.5555/another"]
    table = (built.root / "site/themes/light.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert rows[0]["id"] == INVENTED_ID
    assert rows[1]["year"] == "2001"
    assert len(rows) == 2


def test_what_is_left_out_isnt_there_and_nothing_leads_to_it(built: Site) -> None:
    config = built.root / "config.yaml"
    config.write_text(f"{config.read_text()}leave_out: [study_bib, study_ris, theme_files, related]\n")
    assert built.run("--quiet") == 0
    left = {path.name for path in (built.root / "site").rglob("*") if path.suffix in {".bib", ".ris", ".csv"}}
    assert left == {"map.csv"}, "which is no list of references"
    page = (built.root / f"site/studies/{INVENTED_ID}.html").read_text()
    assert f"{INVENTED_ID}.json" in page
    assert f"{INVENTED_ID}.ris" not in page
    assert 'id="related"' not in page
