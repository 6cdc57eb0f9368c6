"""Parts of pages that are kept, held against Jinja, which makes each anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from synthesite import kept_parts
from synthesite.fast_code import FastEnvironment
from synthesite.kept_parts import Kept
from synthesite.template_keys import TEMPLATES
from synthesite.templates import environment

WORTH = kept_parts._WORTH
PATHS = ("index.html", "a.html", "x/a.html", "x/b.html", "y/a.html", "x/a.html", "b.html", "y/b.html", "index.html")


class Way(NamedTuple):
    """Something that a frame names."""

    path: str
    name: str = "<w>"


class Settings(NamedTuple):
    """What a site says."""

    title: str
    ways: tuple[Way, ...]


WAYS = (Way("index.html"), Way("x/a.html"), Way("y"))


class Counted:
    """Jinja and fast functions with the same templates, whose link depends on the folder of the page."""

    def __init__(self, part: str, page: str = "{% set root = own %}<{% include 'part.html' %}>") -> None:
        self.folder = ""
        self.calls = 0
        self.slow, self.fast = self._environment(part, page, fast=False), self._environment(part, page, fast=True)
        assert isinstance(self.fast, FastEnvironment)
        self.fast.around = lambda: self.folder

    def _environment(self, part: str, page: str, *, fast: bool) -> Environment:
        made = environment([], fast=fast)
        made.loader = DictLoader({"page.html": page, "part.html": part})
        made.globals.update(site=Settings("S&", WAYS), link=self.link, frame=Way("f"))
        return made

    def link(self, path: str) -> str:
        """Where a page is from the folder of the one that is made."""
        self.calls += 1
        return f"{self.folder}:{path}"

    def same(self, path: str, values: Mapping[str, Any]) -> None:
        """Fails where the fast function gives something else than Jinja."""
        self.folder = path.rpartition("/")[0]
        values = {"own": "<r>", **values, "path": path}
        try:
            found = self.fast.get_template("page.html").render(values)
        except Exception:  # Jinja is asked then
            return
        assert found == self.slow.get_template("page.html").render(values)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "_WORTH", 0)


HEADER = (
    "{% set section = path.split('/')[0] %}{% for way in site.ways %}<a href='{{ root }}{{ link(way.path) }}'"
    "{% if path == way.path %} here{% elif section == way.path %} near{% endif %}>{{ way.name }}</a>{% endfor %}"
)


def test_a_part_is_made_once_for_all_pages_of_a_folder_but_those_that_it_names() -> None:
    made = Counted(HEADER)
    function = made.fast.get_template("page.html")
    calls = []
    for path in ("x/b.html", "x/c.html", "x/a.html", "x/d.html", "y/b.html", "y/c.html", "index.html", "index.html"):
        made.folder, made.calls = path.rpartition("/")[0], 0
        found = function.render(own="<r>", path=path)
        calls.append(made.calls)
        assert found == made.slow.get_template("page.html").render(own="<r>", path=path)
    assert calls == [3, 0, 3, 0, 3, 0, 3, 3]


@pytest.mark.parametrize("value", ["<r>", Markup("<r>"), "", 1, True, None, ["<r>"]])
def test_what_is_shown_otherwise_is_another_part(value: object) -> None:
    made = Counted("{{ root }}{{ site.title }}")
    for own in ("<r>", value, "<r>", value):
        made.same("a.html", {"own": own})


@pytest.mark.parametrize(
    "part",
    [
        "{{ path }}",
        "{{ path.split('/')[1] }}",
        "{{ path.split(root)[0] }}",
        "{{ 'a' in path }}{{ path == path }}",
        "{{ word }}",
        "{% for word in site.ways %}{{ word }}{% endfor %}{{ word }}",
        "{% if path == 'a.html' %}{% set word = 1 %}{% endif %}{{ word }}",
        "{% for way in site.ways if path != way.path %}{{ loop.index }}{{ loop.last }}{{ way }}{% endfor %}",
        "{% set s = namespace(n=0) %}{% for way in site.ways %}{% set s.n = loop.index %}{% endfor %}{{ s.n }}",
        "{% macro m() %}{{ path }}{% endmacro %}{{ m() }}",
        "{{ site | length }}",
        "{% set path = 'a.html' %}{{ path == 'a.html' }}",
        "{% set x, y = 1, path == 'a.html' %}{{ y }}",
        "{% with z = path %}{{ z }}{% endwith %}",
        "{{ 'x' if path == 'x/a.html' else link('y') }}",
    ],
)
def test_a_part_that_shows_more_of_its_page_is_that_of_its_page(part: str) -> None:
    made = Counted(part)
    for number, path in enumerate(PATHS):
        made.same(path, {"word": number})


def test_what_is_drawn_by_lot_is_not_kept() -> None:
    made, numbers = Counted("{{ site.ways | random }}"), iter(range(9))
    made.fast.filters["random"] = lambda _: next(numbers)
    function = made.fast.get_template("page.html")
    assert [function.render(own="", path="a.html") for _ in range(3)] == ["<0>", "<1>", "<2>"]


def test_few_forms_of_a_part_are_kept() -> None:
    kept = Kept(tuple)
    for at in range(100):
        assert kept.find("a", str(at)) is None
        kept.keep(Markup(at))
    assert kept.find("a", "3") == "3"
    assert kept.find("a", "99") is None


PIECES = st.sampled_from(
    [
        "{{ root }}",
        "{{ link('x/a.html') }}",
        "{{ path.split('/')[0] }}",
        "{{ path == 'x/a.html' }}",
        "{{ 'b.html' != path }}",
        "{{ word }}",
        "{% set word = 'W' %}",
        "{% set root = 'R' %}",
        "{% set word = path == 'y/a.html' %}",
        "{{ site.title }}{{ frame.path == path }}",
    ]
)
BODY = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        inner.map(lambda body: "{% if path == 'a.html' %}" + body + "{% else %}-{% endif %}"),
        inner.map(
            lambda body: "{% for way in site.ways if way.path != path %}" + body + "{{ loop.index }}{% endfor %}"
        ),
        inner.map(lambda body: "{% for word in site.ways %}{{ word.path == path }}" + body + "{% endfor %}"),
    ),
    max_leaves=8,
)


@given(part=BODY, before=PIECES, paths=st.lists(st.sampled_from(PATHS), max_size=12))
def test_random_parts_are_those_of_their_pages(part: str, before: str, paths: list[str]) -> None:
    made = Counted(part, "{% set root = own %}" + before + "<{% include 'part.html' %}>{{ root }}")
    for number, path in enumerate(paths):
        made.same(path, {"word": f"{number // 3}<"})


@pytest.mark.parametrize("name", ["study.html", "group.html", "404.html", "statements_list.html"])
def test_the_header_of_the_programs_pages_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "_WORTH", WORTH)
    fast = environment([TEMPLATES], fast=True)
    code = fast.compile((TEMPLATES / name).read_text(encoding="utf-8"), name, raw=True)
    assert "kept_0.find(" in code
    assert "kept_0.same(l_3_way.path, )" in code
