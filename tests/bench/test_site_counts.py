from __future__ import annotations

from pathlib import Path

from bench.site_counts import count_site, differences


def page(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_pages_entries_and_links_are_counted_by_place(tmp_path: Path) -> None:
    entry = '<li class="entry"><a href="../studies/a.html#top">A</a></li>'
    page(tmp_path / "themes" / "one.html", entry * 2 + '<a href="https://doi.org/10.5555/x">x</a>')
    page(tmp_path / "themes" / "index.html", '<a class="group" href="one.html">One</a> <a href="#main">skip</a>')
    page(tmp_path / "studies" / "a.html", '<a href="/themes/">all</a><a href="gone.html">gone</a>')
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    counts = count_site(tmp_path)
    assert counts.files == 4
    assert counts.size == sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert dict(counts.figures) == {
        ("themes", "pages"): 1, ("themes", "studies listed"): 2, ("themes", "links"): 2,
        ("themes/index.html", "pages"): 1, ("themes/index.html", "groups listed"): 1, ("themes/index.html", "links"): 1,
        ("studies", "pages"): 1, ("studies", "links"): 2,
    }  # fmt: skip
    assert counts.dead == ["studies/gone.html"]


def test_pretty_and_plain_addresses_count_alike(tmp_path: Path) -> None:
    page(tmp_path / "one" / "studies" / "a" / "index.html", '<a href="/">home</a>')
    page(tmp_path / "one" / "index.html", '<a href="/studies/a/">A</a>')
    page(tmp_path / "other" / "studies" / "a.html", '<a href="../index.html">home</a>')
    page(tmp_path / "other" / "index.html", '<a href="studies/a.html">A</a>')
    one, other = count_site(tmp_path / "one"), count_site(tmp_path / "other")
    assert list(differences(one, other)) == []
    assert one.dead == other.dead == []


def test_differences_name_place_and_figures(tmp_path: Path) -> None:
    page(tmp_path / "one" / "studies" / "a.html", "<h2>One</h2>")
    page(tmp_path / "other" / "studies" / "a.html", "<h2>One</h2><h2>Two</h2>")
    page(tmp_path / "other" / "map.html", "")
    assert list(differences(count_site(tmp_path / "one"), count_site(tmp_path / "other"))) == [
        "map.html: only the second site has this",
        "studies: 1 headings in the first site, 2 in the second",
    ]
