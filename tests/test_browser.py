"""The built site in a real browser, from the disk, as a reader meets it. Without chromium these tests skip."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import INVENTED, INVENTED_ID, SITES, Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
PAGES = (
    "index.html",
    "studies/example-2021-an-invented-study-of.html",
    "studies/ohostile-2020-an-invented-study-alert.html",
    "themes/index.html",
    "themes/light.html",
    "authors/index.html",
    "journals/journal-of-invented-results.html",
    "about.html",
    "map.html",
    "map--years.html",
    "statements.html",
    "search.html",
    "404.html",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("browser"))
    shutil.copytree(SITES / "full", site.root, dirs_exist_ok=True)
    assert site.run("--quiet") == 0
    return site.root / "site"


def opened(browser: Browser, built: Path, name: str, width: int = 1200) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto((built / name).as_uri())
    return page, complaints


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_the_disk_with_its_stylesheet_and_without_a_complaint(
    browser: Browser, built: Path, name: str
) -> None:
    page, complaints = opened(browser, built, name)
    assert complaints == []
    line_height = page.evaluate("getComputedStyle(document.body).lineHeight")
    assert line_height != "normal", "the stylesheet sets one"
    page.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_has_to_be_scrolled_sideways(browser: Browser, built: Path, name: str, width: int) -> None:
    page, _ = opened(browser, built, name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_places_of_values_open_on_request(browser: Browser, built: Path) -> None:
    page, _ = opened(browser, built, PAGES[1])
    entry = page.locator("#from-title")
    assert not entry.locator("mark").is_visible()
    entry.locator("summary").click()
    assert entry.locator("mark").is_visible()
    entry.get_by_role("link", name="source 1").click()
    assert page.url.endswith("#source-1")
    assert "content/sources/export.ris" in page.locator("#source-1").inner_text()
    page.close()


@pytest.mark.parametrize("width", [320, 1200])
def test_the_arrow_at_a_value_leads_to_its_place_without_a_script(browser: Browser, built: Path, width: int) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto((built / PAGES[1]).as_uri())
    page.get_by_role("link", name="Source of the DOI").click()
    assert page.url.endswith("#from-doi")
    entry = page.locator("#from-doi")
    entry.locator("mark").wait_for(state="visible")
    assert not page.locator("#from-title mark").is_visible(), "the others stay closed"
    assert entry.locator("mark").inner_text().startswith("10.5555/")
    context.close()


def test_one_finds_the_way_from_home_to_a_study_and_on_to_its_theme_with_links_alone(
    browser: Browser, built: Path
) -> None:
    page, _ = opened(browser, built, "index.html")
    page.locator("main").get_by_role("link", name="Light", exact=True).first.click()
    assert page.url.endswith("/themes/light.html")
    page.locator("main").get_by_role("link", name="An invented study of lighthouse keepers").first.click()
    assert page.url.endswith("/studies/example-2021-an-invented-study-of.html")
    page.locator("main").get_by_role("link", name="Journal of Invented Results").first.click()
    assert page.url.endswith("/journals/journal-of-invented-results.html")
    page.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, built: Path) -> None:
    page, _ = opened(browser, built, "index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#{page.locator('main').get_attribute('id')}"
    page.close()


def test_a_cell_of_a_map_says_what_it_is_of_and_leads_to_as_many_studies(browser: Browser, built: Path) -> None:
    for width in (320, 1200):
        page, _ = opened(browser, built, "map--years.html", width)
        link = page.locator("td a").first
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        number = int(link.inner_text().split()[0])
        name = f"{number} {link.locator('.unseen').text_content()}".replace("  ", " ")
        assert page.get_by_role("link", name=name, exact=True).count() == 1
        link.click()
        assert page.locator(".entry").count() == number
        page.close()


STATEMENTS = """---
authors:
  - {family: Example, given: Ada}
citations:
  statements:
    - {text: They found the same., stance: supporting, section: Discussion}
    - {text: We looked at lamps., stance: mentioning, section: Introduction}
    - {text: Other lamps exist., stance: mentioning, section: Discussion}
    - {text: Our lamp was off., stance: contrasting, section: Introduction}
---
"""


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a study of one author with four statements."""
    site = Site(tmp_path_factory.mktemp("cited"))
    (site.root / "config.yaml").write_text("title: An invented site\n", encoding="utf-8")
    site.source("export.ris", INVENTED)
    assert site.run("--quiet") == 0
    site.study(INVENTED_ID, ".md").write_text(STATEMENTS, encoding="utf-8")
    assert site.run("--quiet") == 0
    return site.root / f"site/studies/{INVENTED_ID}.html"


def test_statements_are_filtered_by_stance_and_section_without_a_script(browser: Browser, cited: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(cited.as_uri())
    shown = page.locator(".statements > li").locator("visible=true")
    assert shown.count() == 4
    page.get_by_role("radio", name="Mentioning 2").check()
    assert shown.count() == 2
    page.get_by_role("radio", name="Discussion 2").check()
    assert [text.strip() for text in shown.locator("blockquote").all_inner_texts()] == ["Other lamps exist."]
    page.emulate_media(media="print")
    assert not page.locator(".filter").first.is_visible()
    context.close()


def test_every_choice_of_a_filter_is_large_enough_to_hit(browser: Browser, cited: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(cited.as_uri())
    boxes = [label.bounding_box() for label in page.locator(".filter label").all()]
    assert len(boxes) == 7
    assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)
    page.close()


def test_the_name_of_a_sole_author_is_large_enough_to_hit(browser: Browser, cited: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(cited.as_uri())
    names = page.locator(".authors > a:not(.from)")
    assert names.count() == 1
    box = names.bounding_box()
    assert box
    assert box["height"] >= 24
    page.close()
