"""The addresses of records that merged, and links between studies, on a built site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from justhtml import JustHTML

from synthesite.model import MACHINE_KEYS, How, Person, Place, Record, SourceItem, Span
from synthesite.store.records import dump_record
from tests.conftest import INVENTED_ID, Site

OLD = "beispiel-2021-the-same-invented-study"
TITLE = "An invented study of lighthouse keepers &amp; <b>lamps</b>"


def write(site: Site, study_id: str, is_placed: bool = True, **values: object) -> Path:
    """Writes a record whose source isn't here any more, or, which is an error, without any."""
    data: dict[str, Any] = {"title": TITLE, "authors": [Person(family="Example", given="Ada")], **values}
    place = Place(source=0, span=Span(0, 9), how=How.DERIVED)
    placed = {key: [place] * len(value) if isinstance(value, list) else place for key, value in data.items()}
    provenance = {key: where for key, where in placed.items() if key not in MACHINE_KEYS}
    source = SourceItem(path=f"content/sources/{study_id}.ris", item=1, sha256="0" * 64, reader="ris")
    traced: dict[str, Any] = {"sources": [source], "provenance": provenance} if is_placed else {}
    record = Record(id=study_id, **traced, **data)
    path = site.root / "content" / "studies" / "2021" / f"{study_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump_record(record), encoding="utf-8")
    return path


def parsed(path: Path) -> Any:
    return JustHTML(path.read_text(encoding="utf-8"), strict=True, sanitize=False)


@pytest.mark.parametrize(
    ("base_url", "canonical"),
    [("", f"{INVENTED_ID}.html"), ("https://example.org/e/", f"https://example.org/e/studies/{INVENTED_ID}.html")],
)
def test_a_former_id_leads_on_to_the_study(site: Site, base_url: str, canonical: str) -> None:
    (site.root / "config.yaml").write_text(f"title: T\nbase_url: {base_url or '~'}\n" if base_url else "title: T\n")
    write(site, INVENTED_ID, formerly=[OLD, "another-2020-former-one"])
    site.run("--quiet")  # nothing says where these values are from, which is reported
    for former in (OLD, "another-2020-former-one"):
        path = site.root / f"site/studies/{former}.html"
        page = parsed(path)
        (refresh,) = page.query('meta[http-equiv="refresh"]')
        assert refresh.attrs["content"] == f"0; url={INVENTED_ID}.html"
        assert (path.parent / f"{INVENTED_ID}.html").is_file(), "works on a server and from the disk"
        (link,) = page.query("main a")
        assert link.attrs["href"] == f"{INVENTED_ID}.html"
        assert [node.attrs["href"] for node in page.query('link[rel="canonical"]')] == [canonical]
        assert [node.attrs["content"] for node in page.query('meta[name="robots"]')] == ["noindex"]
        assert len(page.query("h1")) == 1
        assert not page.query("script")
        assert not path.with_suffix(".json").exists(), "a record has one address as data"


def test_the_page_of_a_former_id_goes_when_it_is_no_longer_one(site: Site) -> None:
    write(site, INVENTED_ID, formerly=[OLD])
    site.run("--quiet")
    write(site, INVENTED_ID)
    site.run("--quiet")
    assert not (site.root / f"site/studies/{OLD}.html").exists()


def test_a_former_id_that_is_a_study_is_a_problem_and_the_study_keeps_its_page(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, INVENTED_ID, is_placed=False, formerly=[OLD, INVENTED_ID])
    write(site, OLD, is_placed=False)
    assert site.run("--quiet") == 1
    problems = [line for line in capsys.readouterr().err.splitlines() if "duplicate-id" in line]
    assert len(problems) == 2
    assert all(line.startswith(f"content/studies/2021/{INVENTED_ID}.yaml:1: ") for line in problems)
    assert not parsed(site.root / f"site/studies/{OLD}.html").query('meta[http-equiv="refresh"]')


def test_a_former_id_of_two_studies_is_a_problem(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, "a-2021", is_placed=False, formerly=[OLD])
    write(site, "b-2021", is_placed=False, formerly=[OLD])
    assert site.run("--quiet") == 1
    error = capsys.readouterr().err
    assert "content/studies/2021/b-2021.yaml:1: duplicate-id" in error
    assert "also a former id of a-2021" in error
    assert "address-taken" not in error


@pytest.mark.parametrize("former", ["../../outside", "/outside", "index", "Upper", ""])
def test_a_former_id_never_picks_a_path(site: Site, capsys: pytest.CaptureFixture[str], former: str) -> None:
    write(site, INVENTED_ID, formerly=[former])
    assert site.run("--quiet") == 1
    assert f"{INVENTED_ID}.yaml:1: bad-record the former id {former!r}" in capsys.readouterr().err
    assert not list(site.root.rglob("outside*"))
    assert not Path("/outside.html").exists()
    assert len(list((site.root / "site/studies").glob("*.html"))) == 1


def test_linked_studies_show_each_other_with_the_reason(site: Site) -> None:
    write(site, "pre-2020", type="article", journal="medRxiv", year=2020)
    write(site, "art-2021", type="article-journal", year=2021)
    write(site, "other-2021", title="An invented study of something else")
    assert site.run("--quiet", "ingest") == 0
    site.run("--quiet")  # nothing says where these values are from, which is reported
    folder = site.root / "site/studies"
    for name, other, words in (
        ("pre-2020", "art-2021", "The article of which this is a preprint"),
        ("art-2021", "pre-2020", "A preprint of this article"),
    ):
        page = parsed(folder / f"{name}.html")
        (section,) = page.query('section[aria-labelledby="links"]')
        assert "Other versions and reports" in section.to_text()
        text = " ".join(section.to_text().split())
        assert words in text
        assert "Linked because: the same title and the same authors" in text
        assert [node.attrs["href"] for node in section.query("a")] == [f"{other}.html"]
    data = json.loads((folder / "art-2021.json").read_text(encoding="utf-8"))
    assert data["links"] == [{"id": "pre-2020", "relation": "preprint", "because": "the same title; the same authors"}]
    assert "links" not in json.loads((folder / "other-2021.json").read_text(encoding="utf-8"))
    assert not parsed(folder / "other-2021.html").query("#links")


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("record", f"content/studies/2021/{INVENTED_ID}.yaml:1: "),
        ("curator", f"content/studies/2021/{INVENTED_ID}.md:1: "),
    ],
)
def test_a_registration_number_of_the_wrong_length_is_reported(
    site: Site, capsys: pytest.CaptureFixture[str], where: str, line: str
) -> None:
    path = write(site, INVENTED_ID, investigation="NCT9999999" if where == "record" else "NCT99999999", year=2021)
    if where == "curator":
        path.with_suffix(".md").write_text("---\ninvestigation: NCT9999999\n---\nMine.\n")
    site.run("check")
    (found,) = [text for text in capsys.readouterr().err.splitlines() if "bad-registration" in text]
    assert found.startswith(line)
    assert "7 digits, numbers of NCT have 8" in found
