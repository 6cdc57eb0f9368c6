"""The ways in that modules of pages name for the navigation."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from justhtml import JustHTML

from synthesite import pages
from synthesite.plugins import modules_of
from synthesite.template_keys import FrameWay
from tests.conftest import INVENTED, Site


def named(name: str, **values: object) -> ModuleType:
    module = ModuleType(name)
    for key, value in values.items():
        setattr(module, key, value)
    return module


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Modules of pages that yield nothing, of which some name a way in."""
    found = {
        "atlas": named("atlas", pages=lambda library, evidence: (), NAVIGATION=("atlas.html", "Atlas")),
        "home": modules_of(sys.modules["synthesite.pages"])["home"],
        "excluded": named("excluded", pages=lambda library, evidence: (), NAVIGATION=("excluded.html", "Excluded")),
        "map": named("map", pages=lambda library, evidence: (), NAVIGATION=FrameWay("map.html", "Map", "where")),
        "search": named("search", pages=lambda library, evidence: (), NAVIGATION=FrameWay("search.html", "Search")),
    }
    monkeypatch.setattr(pages, "modules_of", lambda package: found)
    return found


def links(site: Site, where: str) -> list[str]:
    tree = JustHTML((site.root / "site/index.html").read_text(encoding="utf-8"), strict=True, sanitize=False)
    return [link.to_text() for link in tree.query(where)]


def test_every_page_leads_to_the_ways_in_in_their_order(site: Site, modules: dict[str, ModuleType]) -> None:
    site.source("export.ris", INVENTED)
    assert site.run("--quiet") == 0
    assert links(site, "header nav a")[:4] == ["Search", "Map", "Atlas", "Excluded"]
    assert links(site, ".ways-in a") == ["Search", "Map", "Atlas", "Excluded"]
    assert links(site, ".ways a")[:5] == ["Search", "Map", "Atlas", "Excluded", "Themes"]


def test_a_way_that_is_left_out_is_not_named(site: Site, modules: dict[str, ModuleType]) -> None:
    with (site.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("leave_out: [excluded]\n")
    assert site.run("--quiet") == 0
    assert links(site, "header nav a")[:4] == ["Search", "Map", "Atlas", "Themes"]


def test_every_way_in_that_is_named_is_there_even_on_an_empty_site(site: Site) -> None:
    assert site.run("--quiet") == 0
    found = modules_of(sys.modules["synthesite.pages"]).values()
    for way in (FrameWay(*module.NAVIGATION) for module in found if hasattr(module, "NAVIGATION")):
        assert (site.root / "site" / way.path).is_file()
