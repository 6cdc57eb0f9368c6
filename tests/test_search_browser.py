"""The search page in a real browser, from the disk and from a server. Without chromium these tests skip."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Site, ris
from tests.test_browser import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

HOSTILE = "Invented <script>alert(1)</script> & <img src=x onerror=alert(2)> “title”"
STUDIES = (
    ris(TI="Invented supervision of lighthouse keepers", AU="Example, Ada", PY="2021", LA="en", JF="Invented Letters",
        AB="Keepers were asked about their burdens. Night work was the heaviest burden of all.", KW="keepers"),
    ris(TI="Invented burdens and night work", AU="Beispiel, Bert", PY="2023", LA="en", JF="Invented Archives",
        AB="Work at night is hard. The work of the night is never done."),
    ris(TI="Erfundene Häuser am Meer", AU="Beispiel, Bert", PY="2019", LA="de", AB="Die Wärter wohnten in Häusern."),
    ris(TI="Trabajadores inventados del faro", AU="Ejemplo, Eva", PY="2018", LA="es", AB="Los trabajadores hablaron."),
    ris(TI="Des soignantes inventées", AU="Exemple, Élodie", PY="2017", LA="fr", AB="Les soignantes parlaient."),
    ris(TI="Keksittyjä majakoita", AU="Esimerkki, Eino", PY="2016", LA="fi", AB="He asuivat majakoissa ja taloissa."),
    ris(TI="虚构的精神卫生同伴支持研究", AU="王, 虚", PY="2020", LA="zh", AB="同伴支持者参与了研究。"),
    ris(TI="架空のピアサポート研究", AU="架空, 花子", PY="2015", LA="ja", AB="ピアサポートについての架空の研究。"),
    ris(TI="가상의 동료지원 연구", AU="가상, 인", PY="2014", LA="ko", AB="동료지원가에 대한 가상의 연구."),
    ris(TI=HOSTILE, AU="O'Hostile, <b>Eve</b>", PY="2013", LA="en", AB="Nothing <script>alert(3)</script> happens."),
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("search"))
    themes = "themes:\n- {id: night, label: Night work, keywords: [night work]}\n"
    (site.root / "config.yaml").write_text(f"title: An invented site\n{themes}", encoding="utf-8")
    for number, text in enumerate(STUDIES):
        site.source(f"study{number}.ris", text)
    for number in range(45):
        site.source(
            f"row{number:02}.ris", ris(TI=f"Invented series, part {number}", AU="Series, Sam", PY=str(1950 + number))
        )
    assert site.run("--quiet") == 0
    return site.root / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield page
    assert complaints == []
    context.close()


def look_for(page: Page, root: Path, query: str) -> list[str]:
    """The titles found, once the page says how many there are."""
    page.goto(f"{(root / 'search.html').as_uri()}?{query}")
    expect(page.locator("#found")).not_to_be_empty()
    return titles(page)


def titles(page: Page) -> list[str]:
    return page.locator("#list .entry-title").all_inner_texts()


def open_facet(page: Page, name: str) -> None:
    facet = page.locator(f'[data-facet="{name}"]')
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    expect(facet.locator("label").first).to_be_visible()


def values(page: Page, name: str) -> dict[str, str]:
    labels = page.locator(f'[data-facet="{name}"] label')
    return {one.locator("span").first.inner_text(): one.locator(".count").inner_text() for one in labels.all()}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("supervising", "Invented supervision of lighthouse keepers"),
        ("Hauses", "Erfundene Häuser am Meer"),
        ("haus", "Erfundene Häuser am Meer"),
        ("trabajador", "Trabajadores inventados del faro"),
        ("soignante", "Des soignantes inventées"),
        ("talosta", "Keksittyjä majakoita"),
        ("精神卫生", "虚构的精神卫生同伴支持研究"),
        ("支", "虚构的精神卫生同伴支持研究"),
        ("サポート", "架空のピアサポート研究"),
        ("동료지원", "가상의 동료지원 연구"),
        ("elodie", "Des soignantes inventées"),
    ],
)
def test_words_are_found_in_any_of_their_forms(page: Page, root: Path, query: str, title: str) -> None:
    assert look_for(page, root, f"q={query}") == [title]
    assert page.locator("#list mark").count() > 0


def test_every_form_of_the_word_is_marked_in_titles_and_passages(page: Page, root: Path) -> None:
    look_for(page, root, "q=burden")
    assert set(page.locator("#list mark").all_inner_texts()) == {"burdens", "burden"}


def test_results_come_in_the_order_of_their_fit_or_of_their_years(page: Page, root: Path) -> None:
    night, keepers = "Invented burdens and night work", "Invented supervision of lighthouse keepers"
    assert look_for(page, root, "q=burden") == [night, keepers], "a title counts more than an abstract"
    page.get_by_label("Order").select_option("oldest")
    expect(page.locator("#list .entry-title").first).to_have_text(keepers)
    assert "sort=oldest" in page.url


def test_a_phrase_is_found_as_it_stands(page: Page, root: Path) -> None:
    assert len(look_for(page, root, "q=night work")) == 2
    assert len(look_for(page, root, 'q="work of the night"')) == 1
    assert look_for(page, root, 'q="night the work"') == []
    assert page.locator("#found").inner_text().startswith("No study matches")


def test_the_last_word_may_be_a_beginning_while_one_types(page: Page, root: Path) -> None:
    page.goto((root / "search.html").as_uri())
    field = page.get_by_role("searchbox")
    field.press_sequentially("lighth", delay=20)
    expect(page.locator("#found")).to_have_text("Studies found: 1")
    assert titles(page) == ["Invented supervision of lighthouse keepers"]
    assert page.locator("#list mark").first.inner_text() == "lighthouse"
    field.press_sequentially("ouse supervisi", delay=20)
    expect(page.locator("#list mark").first).to_have_text("supervision")
    assert "q=lighthouse+supervisi" in page.url


def test_how_many_were_found_is_announced_and_so_is_nothing(page: Page, root: Path) -> None:
    look_for(page, root, "q=series")
    status = page.get_by_role("status")
    expect(status).to_have_text("Studies found: 45")
    page.get_by_role("searchbox").fill("nowhere")
    expect(status).to_contain_text("No study matches")
    assert titles(page) == []


def test_twenty_results_are_shown_and_more_on_request(page: Page, root: Path) -> None:
    assert len(look_for(page, root, "q=series")) == 20
    more = page.get_by_role("button", name="Show more results")
    more.click()
    expect(page.locator("#list > li")).to_have_count(40)
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('#list > li')[20]")
    more.click()
    expect(page.locator("#list > li")).to_have_count(45)
    expect(more).to_be_hidden()
    assert len(set(titles(page))) == 45


def test_facets_count_what_is_found_and_narrow_it_down(page: Page, root: Path) -> None:
    look_for(page, root, "q=burden")
    open_facet(page, "languages")
    open_facet(page, "journals")
    assert values(page, "languages") == {"English": "2"}
    assert values(page, "journals") == {"Invented Archives": "1", "Invented Letters": "1"}
    page.get_by_role("checkbox", name="Invented Letters").click()
    expect(page.locator("#found")).to_have_text("Studies found: 1")
    assert page.url.endswith("?q=burden&journals=invented-letters")
    assert values(page, "journals") == {"Invented Letters": "1", "Invented Archives": "1"}, (
        "its own choice leaves its counts"
    )
    assert values(page, "languages") == {"English": "1"}
    page.get_by_role("checkbox", name="Invented Archives").click()
    expect(page.locator("#found")).to_have_text("Studies found: 2")
    page.go_back()
    expect(page.locator("#found")).to_have_text("Studies found: 1")


def test_filters_stand_in_the_address_and_are_taken_away_by_their_chips(page: Page, root: Path) -> None:
    assert len(look_for(page, root, "authors=beispiel-bert&languages=en&languages=de&themes=night")) == 1
    chips = page.locator(".search-chips").get_by_role("button")
    assert chips.count() == 4
    page.get_by_role("button", name="Take this filter away: Night work").click()
    expect(page.locator("#found")).to_have_text("Studies found: 2")
    assert "themes" not in page.url
    assert "languages=en&languages=de" in page.url


def test_filters_without_words_show_the_newest_first(page: Page, root: Path) -> None:
    assert look_for(page, root, "authors=beispiel-bert") == [
        "Invented burdens and night work",
        "Erfundene Häuser am Meer",
    ]
    assert page.locator("#list mark").count() == 0


def test_a_long_facet_shows_more_values_on_request(page: Page, root: Path) -> None:
    page.goto((root / "search.html").as_uri())
    open_facet(page, "years")
    labels = page.locator('[data-facet="years"] label')
    assert labels.count() == 12
    page.locator('[data-facet="years"]').get_by_role("button").click()
    expect(labels).to_have_count(55)


def test_the_slash_leads_to_the_field_and_escape_empties_it(page: Page, root: Path) -> None:
    look_for(page, root, "q=series")
    page.locator("#list a").first.focus()
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("/")
    expect(field).to_have_value("series/")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(page.locator("#list > li")).to_have_count(0)
    assert not page.url.endswith("series")


def test_hostile_texts_stay_texts(page: Page, root: Path) -> None:
    assert look_for(page, root, "q=onerror") == [HOSTILE]
    assert page.locator("#list script, #list img, #list b").count() == 0
    assert "alert" in page.locator("#list .gist").inner_text()
    hostile = "q=%3Cimg src=x onerror=alert(4)%3E&themes=%3Cscript%3Ealert(5)%3C/script%3E"
    assert look_for(page, root, hostile) == []
    assert page.locator("main script:not([src]), main img").count() == 0


def test_texts_in_other_languages_say_so(page: Page, root: Path) -> None:
    look_for(page, root, "q=동료지원")
    assert page.locator("#list .entry-title span").first.get_attribute("lang") == "ko"
    assert page.locator("#list bdi").first.get_attribute("lang") == "ko"
    look_for(page, root, "q=Häuser")
    assert page.locator("#list .entry-title span").first.get_attribute("lang") == "de"
    assert page.locator("#list .gist").get_attribute("lang") == "de"


def test_it_works_from_a_server_as_well(page: Page, root: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that is overridden
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/search.html?q=supervised")
        expect(page.locator("#found")).to_have_text("Studies found: 1")
        server.shutdown()


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_has_to_be_scrolled_sideways_and_every_target_is_large_enough(
    page: Page, root: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    look_for(page, root, "q=invented&languages=en")
    if width < 960:
        page.locator("#narrow > summary").click()
    open_facet(page, "authors")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """[...document.querySelectorAll("#search :is(button, select, summary, label:has(input), input[type=search])")]
        .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []


def test_without_javascript_the_page_leads_to_the_indexes(browser: Browser, root: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((root / "search.html").as_uri())
    assert "The search needs JavaScript" in page.locator("noscript").inner_text()
    assert not page.locator("#q").is_visible()
    page.locator("main").get_by_role("link", name="Authors").click()
    assert page.url.endswith("authors/index.html")
    context.close()
