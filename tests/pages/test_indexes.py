"""The overviews of groups: by letters where they are many."""

from __future__ import annotations

import pytest
from justhtml import JustHTML

from synthesite.groups import Group
from synthesite.pages import indexes
from tests.conftest import Site, ris

NAMES = ("Åberg, Ada", "Abel, Ada", "Abend, Ada", "Beispiel, Bert", "张, 伟", "Zander, Zoe", "7, Agent")


def tree(site: Site, path: str) -> JustHTML:
    return JustHTML((site.root / "site" / path).read_text(encoding="utf-8"), strict=True, sanitize=False)


def linked(site: Site, path: str, where: str) -> list[str]:
    return [link.to_text() for link in tree(site, path).query(f"{where} a")]


@pytest.fixture
def names(site: Site) -> Site:
    parts = [ris(TI=f"Invented study {n}", AU=name, DO=f"10.5555/n.{n}") for n, name in enumerate(NAMES)]
    site.source("export.ris", "".join(parts) + ris(TI="Another invented study", AU="Abel, Ada", DO="10.5555/n.x"))
    return site


def test_groups_stand_under_the_letters_of_their_addresses() -> None:
    groups = [Group("authors", one, one, one) for one in ("abel-ada", "zander", "zhang-wei-1a2b3c4d", "7-agent")]
    found = {letter: [group.id for group in some] for letter, some in indexes.by_letter(groups).items()}
    assert found == {"0": ["7-agent"], "a": ["abel-ada"], "z": ["zander", "zhang-wei-1a2b3c4d"]}
    assert list(found) == ["0", "a", "z"]


def test_many_groups_have_a_page_for_each_letter(names: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "ON_ONE_PAGE", 5)
    monkeypatch.setattr(indexes, "OF_A_LETTER", 2)
    assert names.run("--quiet") == 0
    ways = [" ".join(way.split()) for way in linked(names, "authors/index.html", "main .letters")]
    assert ways == ["0–9 1", "A 3", "B 1", "Z 2"]
    assert linked(names, "authors/index.html", "main .columns") == ["Abel, Ada"], "those with more than one study"
    assert linked(names, "authors/index--a.html", "main .columns") == ["Abel, Ada", "Abend, Ada"]
    assert linked(names, "authors/index--a--2.html", "main .columns") == ["Åberg, Ada"]
    assert linked(names, "authors/index--z.html", "main .columns") == ["Zander, Zoe", "张, 伟"]
    for path in ("index--0", "index--b", "index--z"):
        assert tree(names, f"authors/{path}.html").query("h1")
    assert not (names.root / "site/authors/index--a--3.html").exists()


def test_every_group_is_on_one_page_of_a_letter(names: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "ON_ONE_PAGE", 1)
    monkeypatch.setattr(indexes, "OF_A_LETTER", 1)
    assert names.run("--quiet") == 0
    pages = sorted(path.name for path in (names.root / "site/authors").glob("index--*.html"))
    found = [name for page in pages for name in linked(names, f"authors/{page}", "main .columns")]
    assert sorted(found) == sorted(NAMES)


def test_few_groups_are_all_on_the_overview(names: Site) -> None:
    assert names.run("--quiet") == 0
    assert sorted(linked(names, "authors/index.html", "main .columns")) == sorted(NAMES)
    assert not list((names.root / "site/authors").glob("index--*"))


@pytest.mark.parametrize(("size", "pages"), [(3, 3), (100, 0)])
def test_studies_in_no_group_are_all_listed(names: Site, size: int, pages: int) -> None:
    with (names.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(f"page_size: {size}\n")
    assert names.run("--quiet") == 0
    (note,) = (names.root / "content/studies").rglob("zander-*.md")
    note.write_text("---\ndesign: cohort\n---\nA summary.\n")
    assert names.run("--quiet") == 0
    others = sorted(path.name for path in (names.root / "site/designs").glob("index--*.html"))
    assert len(others) == pages
    listed = [one for page in (others or ["index.html"]) for one in linked(names, f"designs/{page}", ".entry-title")]
    assert len(listed) == len(set(listed)) == 7
    (lead,) = tree(names, "designs/index.html").query("main .lead")
    assert bool(lead.query('a[href="index--without.html"]')) == bool(pages)


def test_where_no_study_is_in_a_group_there_is_no_list_of_all(names: Site) -> None:
    assert names.run("--quiet") == 0
    page = tree(names, "designs/index.html")
    (lead,) = page.query("main .lead")
    assert lead.to_text() == "No study here has a design."
    assert not page.query("#left")
    assert not page.query(".entry-title")
    assert not list((names.root / "site/designs").glob("index--*"))
