"""What's new: what changed in the evidence, in words, by date."""

from __future__ import annotations

import pytest
from justhtml import JustHTML, Node

from synthesite.pages import new
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

NEWER = """changes:
- {change: source, study: $ID, title: An invented study, field: sources, now: content/sources/more.ris}
- {change: citations, study: $ID, title: An invented study, field: citations.tally.supporting, was: '4', now: '6'}
- {change: conflict, study: $ID, title: An invented study, field: year, now: 2020; 2021}
- {change: changed, study: $ID, title: An invented study, field: abstract}
- {change: changed, study: $ID, title: An invented study, field: journal_metrics.impact_factor, was: '2.9', now: '3.1'}
- {change: notice, study: $ID, title: An invented study, field: retraction, now: '2026-02-01'}
- {change: gone, study: nobody-1999, title: A <b>bold</b> & <script>sly</script> title}
"""


def href(link: Node) -> str:
    return str((link.attrs or {})["href"])


def tree(site: Site, path: str) -> JustHTML:
    return JustHTML((site.root / "site" / path).read_text(encoding="utf-8"), strict=True, sanitize=False)


def words(site: Site, path: str, where: str) -> list[str]:
    return [" ".join(found.to_text().split()) for found in tree(site, path).query(where)]


@pytest.fixture
def changed(site: Site) -> Site:
    """A site with a study that is new on one date, and of which much changed on another."""
    site.source("export.ris", INVENTED)
    assert site.run("--quiet", "--date", "2026-01-31") == 0
    (site.root / "content/changes/2026-02-03.yaml").write_text(NEWER.replace("$ID", INVENTED_ID))
    assert site.run("--quiet") == 0
    return site


def test_the_newest_comes_first_and_of_a_date_what_is_gravest(changed: Site) -> None:
    assert words(changed, "new.html", "main h2") == ["3 February 2026", "31 January 2026"]
    assert words(changed, "new.html", "main h3") == [
        "Retractions, corrections and concerns",
        "Studies that left or came back",
        "How often and how they are cited",
        "Where sources disagree, or no longer do",
        "Values that changed",
        "Sources that joined or left",
        "New studies",
    ]
    assert words(changed, "new.html", ".changes .facts li") == [
        "Retraction, 1 February 2026",
        "Its last source is gone",
        "Supporting statements, as counted: from 4 to 6",
        "The sources disagree: year (2020; 2021)",
        "Abstract: changed",
        "The journal’s impact factor: from 2.9 to 3.1",
        "Described by one more source: content/sources/more.ris",
    ]


def test_a_study_is_linked_where_it_has_a_page_and_its_title_is_no_markup(changed: Site) -> None:
    links = [href(link) for link in tree(changed, "new.html").query(".changes a")]
    assert links == [f"studies/{INVENTED_ID}.html"] * 6
    assert not tree(changed, "new.html").query("main script")
    assert "A bold & " in words(changed, "new.html", ".changes li")[2]


def test_each_date_has_a_page_and_a_long_one_several(changed: Site) -> None:
    assert words(changed, "new/2026-02-03.html", "h1") == ["What changed on 3 February 2026"]
    (link,) = tree(changed, "new/2026-02-03.html").query("a[rel=prev]")
    assert href(link) == "2026-01-31.html"
    with (changed.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("page_size: 2\n")
    assert changed.run("--quiet") == 0
    paths = [f"new/2026-02-03{end}.html" for end in ("", "--2", "--3")]
    assert [len(tree(changed, path).query(".changes > li")) for path in paths] == [2, 2, 2]


def test_of_very_many_new_studies_some_are_named_and_the_others_counted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new, "MOST_NEW", 3)
    monkeypatch.setattr(new, "MOST", 2)
    with (site.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("page_size: 2\n")
    source = "".join(ris(TI=f"Invented study {n}", AU="Example, Ada", DO=f"10.5555/n.{n}") for n in range(5))
    site.source("export.ris", source)
    assert site.run("--quiet", "--date", "2026-01-31") == 0
    pages = [f"new/2026-01-31{end}.html" for end in ("", "--2")]
    assert [len(tree(site, path).query(".changes > li")) for path in pages] == [2, 1]
    told = "2 more studies were first recorded on this date; their own pages say so."
    assert [told in " ".join(words(site, path, "main")) for path in pages] == [False, True]
    assert not (site.root / "site/new/2026-01-31--3.html").exists()
    assert words(site, "new.html", ".onward") == ["3 more entries of this date"]


def test_a_studys_page_has_its_history(changed: Site) -> None:
    path = f"studies/{INVENTED_ID}.html"
    assert words(changed, path, '[aria-labelledby="history"] dt') == ["3 February 2026", "31 January 2026"]
    told = words(changed, path, '[aria-labelledby="history"] dd li')
    assert "Supporting statements, as counted: from 4 to 6" in told
    assert told[-1] == "First recorded here"


def test_metrics_that_are_not_shown_are_not_told_of(changed: Site) -> None:
    with (changed.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("journal_metrics: false\n")
    assert changed.run("--quiet") == 0
    for path in ("new.html", "new/2026-02-03.html", f"studies/{INVENTED_ID}.html"):
        assert "impact factor" not in tree(changed, path).to_text()
        assert "from 4 to 6" in " ".join(words(changed, path, "main"))


def test_a_study_that_was_taken_off_the_site_is_not_told_of(changed: Site) -> None:
    path = changed.study(INVENTED_ID, ".md")
    path.write_text("---\nexclude: not one of ours\n---\nWords.\n")
    assert changed.run("--quiet") == 0
    assert words(changed, "new.html", ".changes > li") == [
        "A bold & <script>sly</script> title Its last source is gone"
    ]


def test_a_date_that_went_has_no_page_any_more(changed: Site) -> None:
    (changed.root / "content/changes/2026-02-03.yaml").unlink()
    assert changed.run("--quiet") == 0
    assert not (changed.root / "site/new/2026-02-03.html").exists()
    assert words(changed, "new.html", "main h2") == ["31 January 2026"]
    assert words(changed, f"studies/{INVENTED_ID}.html", '[aria-labelledby="history"] dd li') == ["First recorded here"]


def test_before_the_first_change_the_page_says_so(site: Site) -> None:
    assert site.run("--quiet") == 0
    assert "There are no studies here yet." in words(site, "new.html", "main")[0]
