"""Whole small sites in each language of the interface, read as a browser reads them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from justhtml import JustHTML

from synthesite.catalogs import languages, load_interface
from synthesite.interface import ENGLISH
from tests.conftest import SITES, Site

OTHERS = sorted(languages() - {ENGLISH})
IN_ALL = {
    *("DOI", "ISSN", "PubMed", "PubMed Central", "JSON", "RIS", "BibTeX", "PDF", "ORCID", "Synthesite", "Atom"),
    *("SHA-256", "APA", "Vancouver", "Chicago"),
}
"""What is called the same in every language."""
NOT_SAID = {"one-go"}
"""Classes of what isn't the interface: references in a style."""
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-column")


GENERATED = "Made from the record, in the abstract’s own sentences; no curator has written a summary yet."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The same site in each language."""
    sites = {}
    for language in [ENGLISH, *OTHERS, "sv"]:
        root = tmp_path_factory.mktemp(f"in-{language}")
        shutil.copytree(SITES / "full", root, dirs_exist_ok=True)
        config = root / "config.yaml"
        text = re.sub(r"^language:.*\n", "", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
        config.write_text(f"{text}\nlanguage: {language}\n", encoding="utf-8")
        sites[language] = Site(root)
        assert sites[language].run("build", "--quiet") == 0
    return sites


def parsed(path: Path) -> Any:
    return JustHTML(path.read_text(encoding="utf-8"), strict=True, sanitize=False)


def is_value(node: Any) -> bool:
    """Whether a node is a value in the list of where values come from, whose parts are put together from a record."""
    return bool(node.name == "span" and node.parent and node.parent.name == "summary")


def said(node: Any, language: str = "", *, attributes: bool = True) -> Iterator[tuple[str, str]]:
    """The texts of a page, without those of scripts, each with its language."""
    attrs = getattr(node, "attrs", None) or {}
    language = attrs.get("lang") or language
    if node.name in {"script", "style", "code"} or is_value(node) or attrs.get("class") in NOT_SAID:
        return
    if node.name == "#text":
        yield " ".join(node.data.split()), language
    elif attributes:
        yield from ((" ".join(attrs[name].split()), language) for name in ATTRIBUTES if attrs.get(name))
    for child in getattr(node, "children", None) or []:
        yield from said(child, language, attributes=attributes)


def pages(site: Site) -> list[str]:
    root = site.root / "site"
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html"))


@cache
def content(root: Path) -> str:
    """All that a site's content and settings say, so that it isn't taken for the interface."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted((root / "content").rglob("*.*"))]
    texts.append((root / "config.yaml").read_text(encoding="utf-8"))
    return re.sub(r"[\W_]+", " ", " ".join(texts)).casefold()


def is_content(text: str, root: Path) -> bool:
    """Whether each part of a text stands in the site's own, between words or in them."""
    if text.startswith("https://"):
        return True
    parts = [re.sub(r"[\W_]+", " ", part).strip().casefold() for part in re.split(" – |, |; |: |\\. ", text)]
    names = {name.casefold() for name in IN_ALL}
    turned = [" ".join(reversed(part.split())) for part in parts]  # Ada Example is Example, Ada in a source
    both = zip(parts, turned, strict=True)
    return all(part in content(root) or other in content(root) or part in names for part, other in both)


@pytest.mark.parametrize("language", OTHERS)
def test_pages_are_in_the_language_and_say_so(built: dict[str, Site], language: str) -> None:
    site = built[language]
    for name in pages(site):
        (html,) = parsed(site.root / "site" / name).query("html")
        assert html.attrs["lang"] == language, name


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_words_of_the_interface_are_left(built: dict[str, Site], language: str) -> None:
    """What is said on a page in both languages is content, or a name."""
    site = built[language]
    assert pages(site) == pages(built[ENGLISH])
    interface = load_interface(language)
    same = {form for forms in interface.messages.values() for form in forms}
    left: dict[str, str] = {}
    for name in pages(site):
        english = {text for text, _ in said(parsed(built[ENGLISH].root / "site" / name).root)}
        for text, tag in said(parsed(site.root / "site" / name).root):
            is_same = text in english and tag == language and re.search(r"[A-Za-z]{2}", text)
            if is_same and text not in IN_ALL and text not in same and not is_content(text, site.root):
                left.setdefault(text, name)
    assert left == {}


@pytest.mark.parametrize("language", OTHERS)
def test_texts_of_studies_stay_in_their_language(built: dict[str, Site], language: str) -> None:
    """What has a language of its own has it on pages in each language, but where it is that of the page."""
    tags: dict[str, set[str]] = {}
    for one in (ENGLISH, language):
        for name in pages(built[one]):
            for heading in parsed(built[one].root / "site" / name).query("h1 > span[dir]"):
                tags.setdefault(name, set()).add(heading.attrs.get("lang", one))
    assert {"studies/wangxiaoming-2019-meiyouzhenshineirongdeyanjiu.html"} <= {
        n for n, found in tags.items() if found == {"zh"}
    }
    made_from = load_interface(language).gettext(GENERATED)
    studies = [parsed(built[language].root / "site" / name) for name in pages(built[language]) if "studies/" in name]
    generated = [page.query(".summary")[0] for page in studies if made_from in page.to_text()]
    assert {node.attrs["lang"] for node in generated} == {"en"}, "a generated summary is in English"


def test_a_language_that_we_do_not_have_has_english_words(built: dict[str, Site]) -> None:
    for name in pages(built["sv"]):
        (html,) = parsed(built["sv"].root / "site" / name).query("html")
        assert html.attrs["lang"] == "en"
    home = parsed(built["sv"].root / "site" / "index.html")
    (brand,) = home.query("a.brand")
    assert brand.attrs["lang"] == "sv", "what curators write is in the site's language"
