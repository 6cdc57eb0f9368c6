"""`docs/templates.md` says what templates are given: no less, and no more."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from jinja2.filters import FILTERS

from synthesite.config import Settings
from synthesite.making import Maker
from synthesite.model import Card, Later, Output, Page, Problem
from synthesite.pages import feeds, indexes, redirects, statements
from synthesite.template_keys import TEMPLATES, Frame, FrameKind, FrameLogo, FramePage, FrameWay
from synthesite.templates import GLOBALS, environment
from tests.conftest import INVENTED, INVENTED_ID, Site

PROGRAM = Path(__file__).resolve().parents[1]
TEXT = (PROGRAM / "docs" / "templates.md").read_text(encoding="utf-8")
COMPILED_ONLY = {"plural_form", "joined_words"}
"""What stands in compiled templates only."""


def rows(text: str) -> list[str]:
    """The names in the first column of tables."""
    return re.findall(r"^\| `([\w/.]+)` \|", text, re.MULTILINE)


def table(head: str) -> set[str]:
    """The names in the table whose first column has this head."""
    found = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert found, head
    return set(rows(found[1]))


DOCUMENTED = {section.partition("`")[0]: set(rows(section.split("\n## ")[0])) for section in TEXT.split("\n### `")[1:]}
"""The values of each template, as they are documented."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The values that each template is given: what pages of the demonstration site and of an excluded study make.

    Those that this site has no need of are asked for theirs.
    """
    site = Site(tmp_path_factory.mktemp("templates"))
    shutil.copytree(PROGRAM / "content", site.root / "content")
    shutil.copy(PROGRAM / "config.yaml", site.root)
    site.source("invented.ris", INVENTED)
    assert site.run("ingest", "--quiet") == 0
    site.study(INVENTED_ID, ".md").write_text("---\nexclude: It is invented.\n---\n")
    found: defaultdict[str, set[str]] = defaultdict(set)
    make = Maker._content

    def noted(maker: Maker, output: Output) -> bytes | Problem:
        if isinstance(output, Page):
            things = [thing.fetch() if type(thing) is Later else thing for thing in output.rests_on]
            values: dict[str, Any] = output.make(*things)
            found[output.template].update(values)
        return make(maker, output)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Maker, "_content", noted)
        assert site.run("--quiet") == 0
    kind = FrameKind("authors", "author", "authors")
    unmade: dict[str, dict[str, Any]] = {
        "feed.xml": feeds._values(("", "index.html"), [], "2026-01-31"),
        "index_letter.html": indexes._letter(kind, [indexes.Letter("a", "", 0)], "a", [], 1, []),
        "index_without.html": indexes._without(kind, 0, [], 1, []),
        "redirect.html": redirects._values(Card(id="x")),
        "statements_differing.html": statements._differing(0, [], [], [], 1),
    }
    for template, values in unmade.items():
        assert template not in found, "the site has it by itself"
        found[template].update(values)
    return dict(found)


def test_each_page_is_given_what_is_documented_and_nothing_else(given: dict[str, set[str]]) -> None:
    assert given.keys() == DOCUMENTED.keys() == {path.name for path in TEMPLATES.glob("*.*")} - {"base.html"}
    for template, values in given.items():
        assert values == DOCUMENTED[template], template


def test_every_global_and_every_filter_is_documented_and_no_other() -> None:
    made = environment([])
    assert table("global") == GLOBALS - COMPILED_ONLY
    own = {name for name, one in made.filters.items() if FILTERS.get(name) is not one}
    assert table("filter") == own - COMPILED_ONLY


def test_every_block_of_the_frame_is_documented_and_no_other() -> None:
    base = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    assert table("block") == set(re.findall(r"{% block (\w+) %}", base))


def test_every_macro_is_documented_and_no_other() -> None:
    listed = {
        file: set(re.findall(r"`(\w+)`", names)) for file, names in re.findall(r"^\| `(macros/.*?)` \|(.*)", TEXT, re.M)
    }
    there = {
        f"macros/{path.name}": set(re.findall(r"{%-? macro (\w+)", path.read_text(encoding="utf-8")))
        for path in (TEMPLATES / "macros").glob("*.html")
    }
    assert listed == there


def test_all_of_the_frame_is_documented() -> None:
    (told,) = re.findall(r"^\| `frame` \| (.*) \|$", TEXT, re.MULTILINE)
    for kind in (Frame, FrameKind, FramePage, FrameWay, FrameLogo):
        for name in kind._fields:
            assert f"`{name}`" in told, name


def test_every_setting_that_the_programs_templates_read_is_one() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r"(?<![/\w])site\.(\w+)", path.read_text(encoding="utf-8")):
            assert name in Settings.__struct_fields__, f"{path.name}: {name}"
