"""The pages of groups: what they say, and that those of small groups say little."""

from __future__ import annotations

from pathlib import Path

import pytest
from justhtml import JustHTML, Node

from synthesite import figures
from tests.conftest import Site, ris

THEMES = "themes:\n- {id: light, label: Light, keywords: [lamp]}\n- {id: sea, label: Sea, keywords: [ship]}\n"


def study(number: int, year: int, words: str, author: str = "Example, Ada") -> str:
    return ris(
        TI=f"Invented study {number} of a {words}",
        AU=[author, f"Beispiel{number}, Bert"],
        JF="Journal of Invented Results",
        PY=f"{year}//",
        DO=f"10.5555/invented.{number}",
    )


def href(link: Node) -> str:
    return str((link.attrs or {})["href"])


def tree(site: Site, path: str) -> JustHTML:
    return JustHTML((site.root / "site" / path).read_text(encoding="utf-8"), strict=True, sanitize=False)


def text_of(site: Site, path: str) -> str:
    return " ".join(tree(site, path).query("main")[0].to_text().split())


@pytest.fixture
def lamps(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Five studies of lamps, of which two are of ships too, and one of a ship; and charts of so few."""
    monkeypatch.setattr(figures, "SURVEYED", 5)
    with (site.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(THEMES)
    years = (2001, 2019, 2020, 2020, 2021)
    lamps = [study(n, year, "lamp on a ship" if n < 2 else "lamp") for n, year in enumerate(years)]
    site.source("export.ris", "".join([*lamps, study(9, 2021, "ship", "Other, Otto")]))
    assert site.run("--quiet", "--date", "2026-01-31") == 0
    return site


def test_the_chart_says_when_most_studies_are_from_and_its_table_has_the_numbers(lamps: Site) -> None:
    (title,) = tree(lamps, "themes/light.html").query("#over-years")
    assert title.to_text() == "Most of these 5 studies are from 2020 to 2021"
    rows = [" ".join(row.to_text().split()) for row in tree(lamps, "themes/light.html").query(".chart tbody tr")]
    assert rows[0] == "2001 1"
    assert rows[-2:] == ["2020 2", "2021 1"]
    assert "2010 0" in rows


def test_the_chart_leads_to_the_studies_of_a_year_and_the_data(lamps: Site) -> None:
    targets = [href(link) for link in tree(lamps, "themes/light.html").query(".chart a")]
    assert "../search.html?themes=light&years=2020" in targets
    assert "light.csv" in targets
    assert (lamps.root / "site/themes/light.csv").exists()


def test_a_theme_names_its_neighbours_by_the_studies_they_share(lamps: Site) -> None:
    chips = [" ".join(chip.to_text().split()) for chip in tree(lamps, "themes/light.html").query("#by-themes + ul li")]
    assert chips == ["Sea 2 studies"]
    assert [chip.to_text() for chip in tree(lamps, "themes/sea.html").query("#by-themes + ul li a")] == ["Light"]


def test_a_year_leads_to_the_years_before_and_after(lamps: Site) -> None:
    def beside(year: int) -> list[str]:
        links = tree(lamps, f"years/{year}.html").query("a[rel]")
        return [f"{(link.attrs or {})['rel']} {href(link)}" for link in links if ".html" in href(link)]

    assert beside(2019) == ["prev 2001.html", "next 2020.html"]
    assert beside(2001) == ["next 2019.html"]
    assert beside(2021) == ["prev 2020.html"]


def test_small_groups_have_no_chart_and_larger_ones_can_be_filtered(lamps: Site) -> None:
    small, large = tree(lamps, "authors/beispiel9-bert.html"), tree(lamps, "authors/example-ada.html")
    assert (len(small.query(".chart")), len(large.query(".chart"))) == (0, 1)
    assert not small.query('a[href^="../search.html?"]')
    assert large.query('a[href="../search.html?authors=example-ada"]')
    assert not small.query("#lately")


def test_what_changed_lately_counts_new_studies(lamps: Site) -> None:
    (section,) = tree(lamps, "themes/light.html").query('[aria-labelledby="lately"]')
    words = " ".join(section.to_text().split())
    assert "31 January 2026" in words
    assert "5 studies are new here." in words


@pytest.mark.parametrize(
    ("place", "page"),
    [
        ("themes/light", "themes/light.html"),
        ("years/2020", "years/2020.html"),
        ("authors/beispiel9-bert", "authors/beispiel9-bert.html"),
        ("journals/journal-of-invented-results", "journals/journal-of-invented-results.html"),
    ],
)
def test_what_a_curator_writes_stands_on_the_groups_page_and_goes_again(lamps: Site, place: str, page: str) -> None:
    before = (lamps.root / "site" / page).read_bytes()
    path = lamps.root / "content" / f"{place}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("# Remarks\n\nWords *about* <i>it</i> <script>alert(1)</script>.\n")
    assert lamps.run("--quiet") == 0
    (prose,) = tree(lamps, page).query("main .prose")
    assert "Words about" in prose.to_text()
    assert not prose.query("script")
    path.unlink()
    assert lamps.run("--quiet") == 0
    assert (lamps.root / "site" / page).read_bytes() == before


def test_a_text_about_no_group_is_a_problem(lamps: Site, capsys: pytest.CaptureFixture[str]) -> None:
    path = lamps.root / "content/themes/ligth.md"
    path.parent.mkdir()
    path.write_text("Words.")
    lamps.run("--quiet")
    error = capsys.readouterr().err
    assert "content/themes/ligth.md:0: unknown-group" in error
    assert "did you mean 'light'?" in error


def test_what_is_left_out_is_not_led_to(lamps: Site) -> None:
    with (lamps.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("leave_out: [search, new, theme_files, designs]\n")
    assert lamps.run("--quiet") == 0
    page = tree(lamps, "themes/light.html")
    folder = lamps.root / "site" / "themes"
    local = [href(link) for link in page.query("a[href]") if "#" not in href(link)]
    assert [path for path in local if not Path(folder, path).exists() and "://" not in path] == []
    assert "search.html" not in "".join(local)
