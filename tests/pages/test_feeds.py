"""Feeds: well-formed Atom, about what changed, and only where there can be one."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from synthesite.pages.feeds import MOST
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

BASE = "https://example.org/evidence"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SETTINGS = f"""\
base_url: {BASE}/
themes:
- id: light
  label: Light & "lamps"
  keywords: [lighthouse]
- id: fish
  label: Fish
  keywords: [herring]
"""


def build(site: Site, settings: str = SETTINGS, date: str = "2026-01-31") -> None:
    config = site.root / "config.yaml"
    if settings not in config.read_text():
        config.write_text(f"{config.read_text()}{settings}")
    assert site.run("--quiet", "--date", date) == 0


def feed(site: Site, name: str = "feed.xml") -> Any:
    return ElementTree.fromstring((site.root / "site" / name).read_text(encoding="utf-8"))


def texts(feed: Any, path: str) -> list[str]:
    return [one.text for one in feed.findall(path, ATOM)]


def test_a_feed_is_what_the_standard_asks_for(site: Site) -> None:
    site.source("a.ris", INVENTED)
    build(site)
    found = feed(site)
    for name in ("id", "title", "updated", "author/a:name"):
        (text,) = texts(found, f"a:{name}")
        assert text, name
    assert {(one.get("rel"), one.get("href")) for one in found.findall("a:link", ATOM)} == {
        ("self", f"{BASE}/feed.xml"),
        ("alternate", f"{BASE}/index.html"),
    }
    (entry,) = found.findall("a:entry", ATOM)
    assert texts(entry, "a:id") == [f"{BASE}/studies/{INVENTED_ID}.html#changed-2026-01-31"]
    assert texts(entry, "a:updated") == texts(found, "a:updated") == ["2026-01-31T00:00:00Z"]
    assert texts(entry, "a:summary") == ["New in this collection."]


def test_the_newest_come_first_and_few_of_them(site: Site) -> None:
    many = [
        ris(TI=f"Invented study number {n} of many", AU=f"Example{n}, Ada", DO=f"10.5555/many.{n}") for n in range(30)
    ]
    site.source("a.ris", "".join(many))
    build(site)
    site.source("b.ris", INVENTED)
    build(site, date="2026-02-01")
    found = feed(site)
    dates = texts(found, "a:entry/a:updated")
    assert len(dates) == MOST
    assert dates[:2] == ["2026-02-01T00:00:00Z", "2026-01-31T00:00:00Z"]
    assert len(set(texts(found, "a:entry/a:id"))) == MOST


def test_a_theme_has_a_feed_of_its_own_studies(site: Site) -> None:
    other = ris(TI="An invented herring", AU="Example, Bo", DO="10.5555/herring")
    site.source("a.ris", INVENTED + other)
    build(site)
    light = feed(site, "themes/light.xml")
    assert [INVENTED_ID in one for one in texts(light, "a:entry/a:id")] == [True]
    assert texts(light, "a:title")[0].startswith('Light & "lamps" – ')
    assert [INVENTED_ID in one for one in texts(feed(site, "themes/fish.xml"), "a:entry/a:id")] == [False]


def test_pages_lead_to_their_feeds(site: Site) -> None:
    site.source("a.ris", INVENTED)
    build(site)

    def alternates(page: str) -> list[str]:
        text = (site.root / "site" / page).read_text()
        return re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', text)

    assert alternates("index.html") == ["feed.xml"]
    assert alternates("themes/light.html") == ["../feed.xml", "light.xml"]
    assert alternates("years/index.html") == ["../feed.xml"]


@pytest.mark.parametrize("settings", ["", f"base_url: {BASE}\nleave_out: [feeds]\n"])
def test_without_addresses_or_when_left_out_there_is_no_feed(site: Site, settings: str) -> None:
    site.source("a.ris", INVENTED)
    build(site, settings)
    assert not list((site.root / "site").rglob("*.xml"))
    assert "atom+xml" not in (site.root / "site/index.html").read_text()


def test_hostile_titles_stay_text(site: Site) -> None:
    site.source("a.ris", ris(TI="A <script>alert(1)</script> & ]]> of it all", AU="Example, Ada", DO="10.5555/x"))
    build(site)
    (title,) = texts(feed(site), "a:entry/a:title")
    assert title == "A <script>alert(1)</script> & ]]> of it all"


def test_a_damaged_file_of_changes_spoils_no_feed(site: Site) -> None:
    site.source("a.ris", INVENTED)
    build(site)
    (site.root / "content/changes/2026-01-30.yaml").write_text("new: [")
    site.run("--quiet", "--date", "2026-01-31")
    assert len(feed(site).findall("a:entry", ATOM)) == 1
