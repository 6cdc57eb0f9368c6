"""A study that a curator excludes is on one page only, with the reason."""

from __future__ import annotations

import json

import pytest

from tests.conftest import INVENTED, INVENTED_ID, Site, ris
from tests.test_sites import Html

OTHER = ris(TI="An invented study of foghorns", AU="Horn, Fay", PY="2022", DO="10.5555/foghorn", JF="Invented Sounds")


@pytest.fixture
def built(site: Site) -> Site:
    (site.root / "config.yaml").write_text(
        "title: T\nnotice: Mind this.\nthemes: [{id: light, label: Light, keywords: [lighthouse]}]\n"
    )
    site.source("export.ris", INVENTED + OTHER)
    site.run("ingest", "--quiet")
    site.study(INVENTED_ID, ".md").write_text("---\nexclude: It is about <i>lamps</i>.\n---\nMine.\n")
    assert site.run("--strict", "--quiet") == 0
    return site


def test_no_page_no_group_and_no_export_is_made_of_it(built: Site) -> None:
    files = built.files("site")
    assert not [path for path in files if INVENTED_ID in path]
    with_its_words = [path for path, content in files.items() if b"lighthouse" in content]
    assert with_its_words == ["excluded.html"]
    assert not [
        path for path in files if path.startswith(("themes/light", "journals/journal-of-invented", "years/2021"))
    ]
    assert "authors/example-ada.html" not in files


def test_the_page_of_excluded_studies_says_who_what_and_why(built: Site) -> None:
    page = Html(built.root / "site/excluded.html")
    (entry,) = page.all("li.entry")
    words = " ".join(entry.to_text().split())
    for part in ("An invented study of lighthouse keepers", "Ada Example", "2021", "Why: It is about <i>lamps</i>."):
        assert part in words
    assert "&lt;i&gt;lamps" in page.text


def test_the_home_page_and_every_foot_lead_there_and_count_right(built: Site) -> None:
    home = Html(built.root / "site/index.html").words()
    assert "1 study, published in 2022" in home
    assert "1 study excluded, not counted here" in home
    for path in (built.root / "site").rglob("*.html"):
        targets = [link.attrs["href"] for link in Html(path).all("footer a")]
        assert any(target.endswith("excluded.html") for target in targets), path


def test_without_excluded_studies_there_is_no_such_page(built: Site) -> None:
    built.study(INVENTED_ID, ".md").write_text("Mine.\n")
    assert built.run("--quiet") == 0
    files = built.files("site")
    assert "excluded.html" not in files
    assert f"studies/{INVENTED_ID}.html" in files
    assert not [path for path, content in files.items() if b"excluded" in content]


def test_a_reason_that_is_missing_leaves_the_study_on_the_site(built: Site) -> None:
    built.study(INVENTED_ID, ".md").write_text("---\nexclude: ''\n---\nMine.\n")
    assert built.run("--quiet") == 1
    assert f"studies/{INVENTED_ID}.html" in built.files("site")


def test_a_site_on_which_all_are_excluded_still_tells(built: Site) -> None:
    (other,) = (built.root / "content/studies/2022").glob("*.md")
    other.write_text("---\nexclude: No horns.\n---\n")
    assert built.run("--quiet") == 0
    assert len(Html(built.root / "site/excluded.html").all("li.entry")) == 2
    assert "excluded.html" in Html(built.root / "site/index.html").text


def test_a_hand_edit_of_an_excluded_record_is_still_told(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    path = built.study(INVENTED_ID)
    path.write_text(path.read_text().replace("year: 2021", "year: 2020"))
    assert built.run("check") == 1
    assert f"build.py adopt {INVENTED_ID}" in capsys.readouterr().err


def test_who_checked_what_is_on_the_page_and_in_the_export(built: Site) -> None:
    built.study(INVENTED_ID, ".md").write_text(
        "---\ndesign: survey\nchecked:\n- {by: AB, on: 2026-11-20, what: [design, open_access]}\n"
        "- {by: <b>C, on: 2026-11}\n---\nMine.\n"
    )
    assert built.run("--quiet") == 0
    words = Html(built.root / f"site/studies/{INVENTED_ID}.html").words().replace(" :", ":")
    assert "AB, 20 November 2026: design and open access" in words
    assert "<b>C, November 2026: the whole record" in words
    data = json.loads((built.root / f"site/studies/{INVENTED_ID}.json").read_text())
    assert data["checked"] == [
        {"by": "AB", "on": "2026-11-20", "what": ["design", "open_access"]},
        {"by": "<b>C", "on": "2026-11"},
    ]
