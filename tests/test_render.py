"""Jinja and Markdown."""

from __future__ import annotations

import posixpath
import shutil
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from synthesite.card_list import CardList
from synthesite.config import Config, NavigationItem, Settings
from synthesite.markdown import render_markdown
from synthesite.model import Card, Page
from synthesite.page_maker import PageMaker
from synthesite.publish import publish
from synthesite.render import KEPT_ENTRIES, Renderer, relative, shown
from synthesite.store.cache import Cache
from synthesite.template_keys import Frame, FrameKind, FrameWay
from tests.conftest import SITES, Site


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "studies/a.html", "studies/a.html"),
        ("studies/a.html", "index.html", "../index.html"),
        ("studies/a.html", "studies/b.html", "b.html"),
        ("studies/a.html", "themes/t.html#top", "../themes/t.html#top"),
        ("studies/a.html", "studies/a.html#top", "a.html#top"),
    ],
)
def test_links_are_relative_and_name_the_file(page: str, target: str, link: str) -> None:
    assert relative(page, target) == link


def test_headings_move_down() -> None:
    assert render_markdown("# One\n\n## Two", shift=1) == "<h2>One</h2>\n<h3>Two</h3>\n"
    assert "<h6>" in render_markdown("###### Six", shift=2)


def test_html_in_markdown_stays_text() -> None:
    html = render_markdown("<script>alert(1)</script>\n\nA <b onclick=x>word</b>")
    assert "<script" not in html
    assert "<b" not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "JaVaScRiPt:alert(1)"])
def test_an_address_that_runs_something_is_no_link(address: str) -> None:
    assert "href" not in render_markdown(f"[word]({address})")


@given(st.text())
def test_markdown_of_any_text_has_no_script(text: str) -> None:
    assert "<script" not in render_markdown(text).lower()


def test_characters_that_html_does_not_allow_or_that_turn_text_round_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "plain.html").write_text("<p>{{ word }}</p>")
    renderer = Renderer(Config(root=tmp_path, settings=Settings(title="T")))
    word = "a\x00b\x1fc\x7fd\x9fe\ufffef\u202eg\u2066h\ti"
    assert renderer.render("x.html", "plain.html", {"word": word}) == b"<p>abcdefgh\ti</p>\n"


def renderer_of(root: Path, *, language: str = "en", **templates: str) -> Renderer:
    for name, text in templates.items():
        path = root / "templates" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Renderer(Config(root=root, settings=Settings(title="T", language=language)))


UNSHOWN = (
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    + [plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)]
)  # fmt: skip


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from([*map(chr, UNSHOWN), "é", "–", "漢", "\n"])))
def test_no_page_shows_a_character_that_it_may_not(html: str) -> None:
    assert shown(html) == html.translate(dict.fromkeys(UNSHOWN)).encode()


SLUG = st.text("abc-", min_size=1, max_size=4)
ADDRESS = st.one_of(
    st.builds("{}.html".format, SLUG),
    st.builds("{}/{}.html".format, SLUG, SLUG),
    st.builds("{}/{}.html#{}".format, SLUG, SLUG, SLUG),
)


@given(ADDRESS.filter(lambda page: "#" not in page), ADDRESS)
def test_links_are_those_of_the_library(page: str, target: str) -> None:
    path, hash_sign, fragment = target.partition("#")
    expected = posixpath.relpath(path, posixpath.dirname(page) or ".") + hash_sign + fragment
    assert relative(page, target) == expected


def test_links_are_seen_from_the_page_inside_macros_too(tmp_path: Path) -> None:
    renderer = renderer_of(
        tmp_path,
        page="{% from 'm.html' import m %}{{ m() }} {{ link('a/y.html') }}",
        m="{% macro m() %}{{ link('a/x.html') }}{% endmacro %}",
    )
    assert renderer.render("a/p.html", "page.html", {}) == b"x.html y.html\n"
    assert renderer.render("b/p.html", "page.html", {}) == b"../a/x.html ../a/y.html\n"
    assert renderer.render("p.html", "page.html", {}) == b"a/x.html a/y.html\n"


@pytest.mark.parametrize("page_language", ["en", "zh", "fi-FI"])
@pytest.mark.parametrize("language", [None, "en", "fi", "pt-BR"])
@pytest.mark.parametrize("text", ["", "plain", "é", "漢字", "かな漢字", "한국"])
def test_the_filter_and_the_global_say_the_same_of_a_language(
    tmp_path: Path, page_language: str, language: str | None, text: str
) -> None:
    both = "<p{{ lang_attribute(language, text) }}><p{{ text | lang(language) }}><p{{ 'a' | lang(language, text) }}>"
    alone = "<p{{ lang_attribute(none, text) }}><p{{ text | lang }}><p{{ text | e | lang }}>"
    renderer = renderer_of(tmp_path, language=page_language, page=both, alone=alone)
    values = {"language": language, "text": text}
    for page in ("page.html", "alone.html"):
        html = renderer.render("p.html", page, values).decode()
        one, other, around = html.strip().removesuffix(">").split(">")
        assert one == other == around


def test_an_entry_is_rendered_once_for_all_folders_of_a_depth(tmp_path: Path) -> None:
    renderer = renderer_of(
        tmp_path,
        **{
            "page": "{{ entry(card) }}",
            "partials/entry": "{{ card.title }} {{ link('studies/' ~ card.id) }} {{ n() }}",
        },
    )
    counter = count()
    renderer.environment.globals["n"] = lambda: next(counter)
    card = Card(id="x", title="<A & B>")
    texts = [renderer.render(f"{at}p.html", "page.html", {"card": card}) for at in ("", "a/", "b/", "studies/", "")]
    up = b"&lt;A &amp; B&gt; ../studies/x 1\n"
    assert texts == [b"&lt;A &amp; B&gt; studies/x 0\n", up, up, up, b"&lt;A &amp; B&gt; studies/x 0\n"]
    equal, changed = Card(id="x", title="<A & B>"), Card(id="x", title="C")
    assert renderer.render("a/p.html", "page.html", {"card": equal}) == up
    assert renderer.render("a/p.html", "page.html", {"card": changed}) == b"C ../studies/x 2\n"


def test_entries_are_those_of_the_cards_line_by_line(tmp_path: Path) -> None:
    both = "{% for card in cards %}{{ entry(card) }}\n{% endfor %}|{{ study_entries(cards) }}|"
    renderer = renderer_of(tmp_path, **{"page": both, "partials/entry": "<{{ card.title }} {{ link('a/x') }}>"})
    cards = [Card(id="x", title="<A>"), Card(id="y", title="B"), Card(id="x", title="C")]
    for some in (cards, cards[1:], []):
        for path in ("p.html", "a/p.html"):
            one, other, _ = renderer.render(path, "page.html", {"cards": some}).split(b"|")
            assert one == other
            assert one.count(b"<") == one.count(b"\n") == len(some)


def test_a_card_is_asked_for_where_its_entry_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renderer = renderer_of(tmp_path, **{"page": "{{ study_entries(cards) }}", "partials/entry": "<{{ card.title }}>"})
    asked: list[str] = []

    def card(study_id: str) -> Card:
        asked.append(study_id)
        return Card(id=study_id, title=f"é {study_id}")

    def page(ids: str) -> str:
        keys = {study_id: study_id.encode() for study_id in ids}
        return renderer.render("p.html", "page.html", {"cards": CardList(ids, keys, card)}).decode()

    assert page("ab") == "<é a>\n<é b>\n\n"
    assert page("bca") == "<é b>\n<é c>\n<é a>\n\n"
    assert asked == ["a", "b", "c"]
    assert page("") == "\n"
    monkeypatch.setattr("synthesite.render.KEPT_ENTRIES", 3)
    assert page("dad") == "<é d>\n<é a>\n<é d>\n\n"
    assert asked == ["a", "b", "c", "d", "d"]


def test_links_after_an_entry_are_the_pages_again(tmp_path: Path) -> None:
    renderer = renderer_of(
        tmp_path, **{"page": "{{ entry(card) }} {{ link('a/y.html') }}", "partials/entry": "{{ link('a/x.html') }}"}
    )
    assert renderer.render("a/p.html", "page.html", {"card": Card(id="x")}) == b"../a/x.html y.html\n"


def test_only_so_many_entries_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT_ENTRIES >= 1000
    monkeypatch.setattr("synthesite.render.KEPT_ENTRIES", 2)
    renderer = renderer_of(
        tmp_path,
        **{"page": "{% for card in cards %}{{ entry(card) }}{% endfor %}", "partials/entry": "{{ card.id }}{{ n() }} "},
    )
    counter = count()
    renderer.environment.globals["n"] = lambda: next(counter)
    cards = [Card(id=name) for name in "abccba"]
    assert renderer.render("p.html", "page.html", {"cards": cards}) == b"a0 b1 c2 c3 b1 a0 \n"


def write(root: Path, name: str, text: str) -> None:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def framed(root: Path) -> Renderer:
    frame = Frame(kinds=(FrameKind("themes", "Theme", "Themes"),), ways=(FrameWay("map.html", "Map"),))
    looked_up = NavigationItem(label="Pain", page="themes/pain.html")
    return Renderer(Config(root=root, settings=Settings(title="T", navigation=[looked_up])), frame)


def header_of(page: bytes) -> bytes:
    return page[page.index(b"<header") : page.index(b"</header>")]


PLACES = [
    "index.html",
    "map.html",
    "new.html",
    "themes/index.html",
    "themes/pain.html",
    "themes/a.html",
    "themes/b.html",
]


@pytest.mark.parametrize("own", ["", "<header>{{ number }}</header>", "<header>{{ path }}</header>"])
def test_a_header_is_kept_for_pages_that_have_the_same(tmp_path: Path, own: str) -> None:
    write(tmp_path, "page.html", "{% extends 'base.html' %}")
    if own:
        write(tmp_path, "partials/header.html", own)
    one, pages = framed(tmp_path), [*PLACES, *PLACES]
    for number, path in enumerate(pages):
        values = {"number": number}
        assert one.render(path, "page.html", values) == framed(tmp_path).render(path, "page.html", values)


def test_a_header_is_made_once_for_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "page.html", "{% extends 'base.html' %}")
    one = framed(tmp_path)
    first = header_of(one.render("themes/a.html", "page.html", {}))
    monkeypatch.setattr(Settings, "title", "Another")  # which headers show
    assert header_of(one.render("themes/b.html", "page.html", {})) == first
    assert b"Another" in header_of(one.render("themes/pain.html", "page.html", {}))
    assert b"Another" in header_of(one.render("years/a.html", "page.html", {}))


def _values(card: Card) -> dict[str, Card]:
    return {"card": card}


def test_a_fault_in_an_entry_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    renderer = renderer_of(tmp_path, **{"page": "\n{{ entry(card) }}", "partials/entry": "\n\n{{ card.absent.x }}"})
    config = Config(root=tmp_path, settings=Settings(title="T"))
    maker = PageMaker(config, Frame(), Cache())
    done = publish([Page("p.html", "page.html", _values, (Card(id="x"),))], config, maker, Cache())
    (problem,) = done.problems
    assert (problem.path, problem.line, problem.code) == ("templates/partials/entry.html", 3, "bad-template")
    assert renderer.names("page.html") == {"card"}


def test_the_names_that_a_template_reads_are_those_of_the_sites_own(tmp_path: Path) -> None:
    assert "traces" in Renderer(Config(root=tmp_path, settings=Settings(title="T"))).names("study.html")
    assert renderer_of(tmp_path, study="{{ record.title }}").names("study.html") == {"record"}


def test_every_template_sees_the_frame(tmp_path: Path) -> None:
    renderer = renderer_of(tmp_path, page="{% include 'part.html' %}", part="{{ frame.excluded }} {{ site.title }}")
    assert renderer.render("p.html", "page.html", {}) == b"0 T\n"
    framed = Renderer(Config(root=tmp_path, settings=Settings(title="T")), Frame(excluded=3))
    assert framed.render("p.html", "page.html", {}) == b"3 T\n"


def test_the_whole_site_is_as_the_stock_environment_has_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SITES / "full", site.root, dirs_exist_ok=True)
    site.run("--quiet")
    ours = site.files("site")
    assert len(ours) > 50
    shutil.rmtree(site.root / "site")
    monkeypatch.setattr("synthesite.templates._Environment", Environment)
    monkeypatch.setattr("synthesite.render.KEPT_ENTRIES", 0)
    site.run("--quiet")
    assert site.files("site") == ours
