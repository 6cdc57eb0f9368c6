"""Saved pages: whose they are, and that none of them takes long."""

from __future__ import annotations

import time

import pytest

from synthesite.extract import SourceText
from synthesite.readers import claims, html_page
from tests.readers.support import pairs, plain

PAGE = (
    '<!DOCTYPE html><html><head><meta name="citation_title" content="An invented study">'
    '<meta name="citation_author" content="Ada Example"></head><body><h1>An invented study</h1>'
)
ABSTRACT = "Some words of an abstract that is invented and long enough to be one."


def read(text: str) -> dict[str, object]:
    (item,) = html_page.items(SourceText("page.html", text, "utf-8"))
    return plain(html_page.read(item))


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_pages_and_nothing_else_are_taken(pair: object) -> None:
    source = pair.source()  # type: ignore[attr-defined]  # a Pair
    assert (html_page.claims(source) is not None) == (pair.reader == "html_page")  # type: ignore[attr-defined]
    if pair.reader == "html_page":  # type: ignore[attr-defined]
        assert list(claims(source)) == ["html-page"]


@pytest.mark.parametrize(
    "tail",
    [
        "<script>" + 'var a = "<div>";\n' * 300_000 + "</script>",
        "<div>x" * 30_000,
        "<p>x" * 30_000,
        f"<h2>Abstract</h2><p>{ABSTRACT}" * 10_000,
        f"<div class=abstract>{ABSTRACT}" * 1_000,
        "<span>" * 1_000 + "<div>" * 1_000 + "</span>" * 30_000,
        "<!--" * 100_000,
        "<title>" * 30_000,
        "<a b=\"'c' d='\"e" * 30_000,
        "< <" * 200_000,
        '<script type="application/ld+json">' + "[" * 100_000,
        "<table><tr><td>Title<td>" * 2_000,
        "<dl><dt>Abstract<dd>" * 2_000,
        "<h1>a" * 5_000,
        "<div class=abstract><p>" + "<b>Aim</b>" * 20_000,
        "<meta name=citation_keywords content='a" + " " * 500_000 + "b'>",
        "<span class=author>Ada Example" * 10_000,
    ],
    ids=lambda tail: tail[:30],
)
def test_no_page_takes_long(tail: str) -> None:
    start = time.process_time()
    assert read(PAGE + tail)["title"] == "An invented study"
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("title", "site", "heading", "taken"),
    [
        ("An invented study | The Site", "The Site", "", "An invented study"),
        ("An invented study - a trial - The Site", "The Site", "", "An invented study - a trial"),
        ("An invented study - a trial", "The Site", "An invented study - a trial", "An invented study - a trial"),
        ("An invented study – Another Name", "The Site", "An invented study", "An invented study"),
        ("An invented study | Another Name", "", "", "An invented study"),
        ("An invented study - or not", "", "", None),
        ("An invented study", "The Site", "", "An invented study"),
        ("The Site", "The Site", "", None),
    ],
)
def test_the_sites_name_behind_a_title(title: str, site: str, heading: str, taken: str | None) -> None:
    page = (
        f"<!DOCTYPE html><meta property='og:title' content='{title}'><meta property='og:type' content='article'>"
        f"<meta property='og:site_name' content='{site}'>"
        + (f"<h1>{heading}</h1>" if heading else "")
        + f"<p>DOI: 10.5555/x</p><div class=abstract>{ABSTRACT}</div>"
    )
    assert read(page).get("title") == taken


@pytest.mark.parametrize(
    ("dates", "year", "published"),
    [
        ({"publication_date": "2020/05/03", "online_date": "2019/12/01", "date": "2019/12/01"}, 2020, "2020-05-03"),
        ({"online_date": "2019/12/01"}, 2019, "2019-12-01"),
        ({"year": "2020", "date": "2020/05"}, 2020, "2020-05"),
        ({"date": "04/25/2016"}, 2016, "2016-04-25"),
        ({"date": "25/04/2016"}, 2016, "2016-04-25"),
        ({"date": "03/04/2016"}, 2016, "2016"),
        ({"date": "04/04/2016"}, 2016, "2016-04-04"),
        ({"date": "May 3, 2020"}, 2020, "2020-05-03"),
        ({"date": "in press"}, None, None),
    ],
)
def test_which_date_is_taken(dates: dict[str, str], year: int | None, published: str | None) -> None:
    metas = "".join(f'<meta name="citation_{name}" content="{date}">' for name, date in dates.items())
    record = read(PAGE.replace("</head>", f"{metas}</head>"))
    assert (record.get("year"), record.get("published")) == (year, published)
    assert "conflicts" not in record


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Example, Ada, MD, PhD", {"family": "Example", "given": "Ada"}),
        ("Ada Example, RN", {"family": "Example", "given": "Ada"}),
        ("Example, MD", {"family": "Example", "given": "MD"}),
        ("Example AB", {"family": "Example", "given": "AB"}),
        ("The Invention Study Group", {"literal": "The Invention Study Group"}),
    ],
)
def test_names_as_metadata_writes_them(name: str, person: dict[str, str]) -> None:
    assert read(PAGE.replace("Ada Example", name))["authors"] == [person]


def test_a_description_of_the_site_is_no_abstract() -> None:
    site = "The Site brings you invented studies of all kinds, every day, for free"
    for name in ("description", "og:description", "dc.description"):
        assert "abstract" not in read(PAGE.replace("</head>", f'<meta name="{name}" content="{site}"></head>'))


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("<h2>Abstract</h2><p>{0}</p><h2>Introduction</h2><p>Not this.</p>", [None]),
        (
            "<h2>Abstract</h2><h3>Aim</h3><p>{0}</p><h3>Anything</h3><p>{0}</p><h2>Methods</h2><p>No.</p>",
            ["Aim", "Anything"],
        ),
        ("<p><b>Abstract</b></p><p><b>Aim</b></p><p>{0}</p><p><b>Correspondence</b></p><p>No.</p>", ["Aim"]),
        ("<section><h2>Abstract</h2><p>{0}</p></section><p>Not this.</p>", [None]),
        ("<p>Abstract: {0}</p><p>Not this.</p>", [None]),
        ("<h4>Summary</h4><p>Aim: {0} Results: None.</p>", ["Aim", "Results"]),
        ("<h2>Abstract</h2><p>{0}</p><p>Keywords: a, b</p><p>Not this.</p>", [None]),
        ("<div hidden class=abstract>{0} Never shown.</div>", []),
        ("<div class=abstract>{0}</div><div class=abstract>Another one. {0}</div>", []),
    ],
)
def test_where_an_abstract_ends(body: str, labels: list[str | None]) -> None:
    parts = read(PAGE + body.format(ABSTRACT)).get("abstract", [])
    assert isinstance(parts, list)
    assert [part.get("label") for part in parts] == labels
    assert not any("ot this" in part["text"] or "No." in part["text"] for part in parts)
