"""The evidence and gap maps, on built sites."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest
from justhtml import JustHTML

from tests.conftest import Site, ris

SETTINGS = """title: An invented site
themes:
- {id: light, label: Light, keywords: [lamp]}
- {id: sea, label: Sea & <shore>, keywords: [wave]}
- {id: nothing, label: Nothing yet, keywords: [unheard-of]}
page_size: 2
"""
DESIGNS = {1: "cohort", 2: "cohort", 3: "cohort", 4: "survey"}


def page(site: Site, name: str) -> Any:
    return JustHTML((site.root / "site" / name).read_text(encoding="utf-8"), strict=True, sanitize=False)


def texts(tree: Any, where: str) -> list[str]:
    return [re.sub(r" (?=[,:])", "", " ".join(one.to_text().split())) for one in tree.query(where)]


@pytest.fixture
def mapped(site: Site) -> Site:
    """Six studies: three cohorts and a survey on lamps, one on waves and one on neither without a design."""
    words = ["a lamp", "a lamp", "a lamp", "a lamp in the wave", "a wave", "nothing"]
    years = [1999, 2004, 2020, 2021, 2021, 2022]
    (site.root / "config.yaml").write_text(SETTINGS, encoding="utf-8")
    site.source(
        "export.ris",
        "".join(
            ris(
                TI=f"An invented study of {word}, number {at}",
                AU=f"Example{at}, Ada",
                PY=str(year),
                DO=f"10.5555/m.{at}",
            )
            for at, (word, year) in enumerate(zip(words, years, strict=True), 1)
        ),
    )
    assert site.run("--quiet") == 0
    for at, design in DESIGNS.items():
        (note,) = (site.root / "content" / "studies").rglob(f"example{at}-*.md")
        note.write_text(f"---\ndesign: {design}\ncountries: [Uganda]\n---\nA summary.\n", encoding="utf-8")
    assert site.run("--quiet") == 0
    return site


def test_a_map_is_a_table_whose_numbers_lead_to_their_studies(mapped: Site) -> None:
    tree = page(mapped, "map.html")
    assert texts(tree, "thead th") == ["Theme", "Cohort", "Survey", "Design not stated", "All studies"]
    rows = [texts(row, "th, td") for row in tree.query("tbody tr")]
    assert rows == [
        ["Light", "3 Light, Cohort", "1 Light, Survey", "none: Light, Design not stated", "4"],
        [
            "Sea & <shore>",
            "none: Sea & <shore>, Cohort",
            "1 Sea & <shore>, Survey",
            "1 Sea & <shore>, Design not stated",
            "2",
        ],
        [
            "Nothing yet",
            "none: Nothing yet, Cohort",
            "none: Nothing yet, Survey",
            "none: Nothing yet, Design not stated",
            "0",
        ],
    ]
    assert texts(tree, "tfoot th, tfoot td") == ["All studies", "3", "1", "1", "5"]
    assert not tree.query("tbody th a[href='themes/nothing.html']"), "no page without studies"
    for link in tree.query("tbody td a"):
        number = int(link.to_text().split()[0])
        found = page(mapped, link.attrs["href"])
        assert len(found.query(".entry")) == min(number, 2)
        assert texts(found, ".lead")[0].startswith(f"{number} stud")
    assert "Empty cells: 3 of 6" in texts(tree, "caption")[0]
    assert "1 study has no theme" in " ".join(texts(tree, "main li"))


def test_a_cell_is_a_paged_list_that_leads_back_and_to_both_groups(mapped: Site) -> None:
    first = page(mapped, "map/light--designs--cohort.html")
    links = [link.attrs["href"] for link in first.query("main a")]
    for target in ("../map.html", "../themes/light.html", "../designs/cohort.html", "light--designs--cohort--2.html"):
        assert target in links
    assert len(page(mapped, "map/light--designs--cohort--2.html").query(".entry")) == 1
    assert texts(first, "h1") == ["Light, Cohort"]
    nowhere = page(mapped, "map/sea--designs--all--none.html")
    assert texts(nowhere, "h1") == ["Sea & <shore>, Design not stated"]


def test_maps_by_year_and_country_lead_to_each_other(mapped: Site) -> None:
    for name, others in (
        ("map.html", ["map--years.html", "map--countries.html"]),
        ("map--years.html", ["map.html", "map--countries.html"]),
        ("map--countries.html", ["map.html", "map--years.html"]),
    ):
        assert [link.attrs["href"] for link in page(mapped, name).query(".tabs a")] == others
    assert texts(page(mapped, "map--years.html"), "thead th")[1] == "1995–1999"
    assert texts(page(mapped, "map--countries.html"), "thead th") == [
        "Theme",
        "Uganda",
        "Country not stated",
        "All studies",
    ]


def test_the_numbers_can_be_taken_along(mapped: Site) -> None:
    text = (mapped.root / "site/map.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    tree = page(mapped, "map.html")
    assert rows[0] == texts(tree, "thead th")
    assert [row[0] for row in rows[1:]] == texts(tree, "tbody th, tfoot th")
    assert rows[1][1:] == ["3", "1", "0", "4"]
    assert [link.attrs["href"] for link in tree.query("a[download]")] == ["map.csv"]


def test_a_site_without_themes_says_so(site: Site) -> None:
    assert site.run("--quiet") == 0
    assert "There is no map" in texts(page(site, "map.html"), ".lead")[0]
    assert not (site.root / "site/map.csv").exists()


@pytest.mark.parametrize(
    ("left", "first"), [("designs", "by year"), ("designs, years", "by country"), ("themes", "gap map")]
)
def test_the_way_in_is_the_first_map_that_there_is(mapped: Site, left: str, first: str) -> None:
    (mapped.root / "config.yaml").write_text(f"{SETTINGS}leave_out: [{left}]\n", encoding="utf-8")
    assert mapped.run("--quiet") == 0
    assert texts(page(mapped, "map.html"), "h1")[0].endswith(first)


def test_a_site_can_do_without_maps(mapped: Site) -> None:
    (mapped.root / "config.yaml").write_text(f"{SETTINGS}leave_out: [map]\n", encoding="utf-8")
    assert mapped.run("--quiet") == 0
    assert not [path for path in mapped.files("site") if path.startswith("map")]
    assert "map.html" not in [link.attrs["href"] for link in page(mapped, "index.html").query("a")]
