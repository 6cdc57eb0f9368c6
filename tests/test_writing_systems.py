"""Whatever a page shows in another script than Latin says in which language it is: it is read out and set by that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Site

PROGRAM = Path(__file__).resolve().parents[1]

SCRIPTS = {
    "Han": (re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"), {"zh", "ja", "ko", "und-Hani"}),
    "Kana": (re.compile(r"[\u3041-\u30fa]"), {"ja"}),
    "Hangul": (re.compile(r"[\uac00-\ud7a3]"), {"ko"}),
    "Cyrillic": (re.compile(r"[\u0400-\u04ff]{2}"), {"ru", "uk", "bg", "sr", "be", "mk", "kk", "und-Cyrl"}),
    "Greek": (re.compile(r"[\u0370-\u03ff]{3}"), {"el", "grc", "und-Grek"}),  # one or two letters may be a formula
    "Arabic": (re.compile(r"[\u0620-\u064a]"), {"ar", "fa", "ur", "und-Arab"}),
}
"""What tells a script, and the languages of which one must be named then."""

SHOWN = ("alt", "aria-label", "content", "placeholder", "title", "label")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

WORDS = {
    "zh": ("虚构研究：同伴支持", "王测试", "虚构期刊", "这是一项虚构的研究，仅用于测试。"),
    "ja": ("架空の研究：ピアサポート", "テスト 太郎", "架空ジャーナル", "これはテストのための架空の研究です。"),
    "ko": ("가상의 연구: 동료 지원", "김시험", "가상 학술지", "이것은 시험을 위한 가상의 연구입니다."),
    "ru": (
        "Вымышленное исследование",
        "Тестов, Иван",
        "Вымышленный журнал",
        "Это вымышленное исследование для проверки.",
    ),
    "el": (
        "Φανταστική μελέτη",
        "Δοκιμής, Άννα",
        "Φανταστικό περιοδικό",
        "Αυτή είναι μια φανταστική μελέτη για δοκιμή.",
    ),
    "ar": ("دراسة خيالية للاختبار", "اختبار", "مجلة خيالية", "هذه دراسة خيالية لغرض الاختبار فقط."),
}
"""A title, an author, a journal and a sentence of an invented study, by language."""


class Unmarked(HTMLParser):
    """Collects what stands in a script without a fitting language, of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.languages: list[tuple[str, str]] = [("", "")]
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.languages[-1][1]
        for name in SHOWN:
            self.look(given.get(name) or "", language, f"{tag}[{name}]")
        if tag not in VOID:
            self.languages.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while len(self.languages) > 1 and self.languages.pop()[0] != tag:
            pass  # an element that may stay open

    def handle_data(self, data: str) -> None:
        self.look(data, self.languages[-1][1], self.languages[-1][0])

    def look(self, text: str, language: str, where: str) -> None:
        if text.isascii():
            return
        for name, (script, fitting) in SCRIPTS.items():
            if script.search(text) and language not in fitting and language.split("-")[0] not in fitting:
                self.found.append(f"{name} in {where} as {language!r}: {text.strip()[:60]}")


def unmarked(site: Path) -> Iterator[str]:
    for path in sorted(site.rglob("*.html")):
        parser = Unmarked()
        parser.feed(path.read_text(encoding="utf-8"))
        for found in parser.found:
            yield f"{path.relative_to(site)}: {found}"


@pytest.fixture(scope="module")
def many_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("scripts"))
    labels = "".join(
        f"  - {{id: theme-{tag}, label: '{title}', description: '{sentence}', keywords: ['{title}']}}\n"
        for tag, (title, _, _, sentence) in WORDS.items()
    )
    (site.root / "config.yaml").write_text(f"title: Invented\nthemes:\n{labels}", encoding="utf-8")
    entries = (
        f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nJO  - {journal}\nPY  - 2021\nDO  - 10.5555/{tag}\n"
        f"AB  - {sentence}\nKW  - {journal}\nLA  - {tag}\nER  - \n"
        for tag, (title, author, journal, sentence) in WORDS.items()
    )
    site.source("scripts.ris", "\n".join(entries))
    assert site.run("ingest", "--quiet") == 0
    for path in sorted((site.root / "content/studies").rglob("*.md")):
        record = path.with_suffix(".yaml").read_text(encoding="utf-8")
        tag = next(tag for tag in WORDS if f"10.5555/{tag}" in record)
        _, author, journal, sentence = WORDS[tag]
        front = (
            f"---\nthemes: [theme-{tag}]\nnotes: '{sentence}'\nfindings: ['{sentence}']\nlimits: ['{sentence}']\n"
            f"design: '{journal}'\nsetting: '{sentence}'\npopulation: '{sentence}'\ncountries: ['{author}']\n"
            f"---\n\n{sentence}\n"
        )
        path.write_text(front, encoding="utf-8")
    assert site.run() == 0
    return site.root / "site"


def test_what_looks_for_it_finds_it() -> None:
    parser = Unmarked()
    parser.feed(
        "<html lang=en><p>研究</p><p lang=zh>研究<br>研究</p><img alt='исследование'><p lang=el>μελέτη</p>α β</html>"
    )
    assert [found.partition(":")[0] for found in parser.found] == ["Han in p as 'en'", "Cyrillic in img[alt] as 'en'"]


def test_every_script_has_its_language_on_a_site_of_many(many_scripts: Path) -> None:
    pages = (many_scripts / "studies").glob("*.html")
    shown = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert all(word in shown for words in WORDS.values() for word in words), "else nothing is tested"
    assert list(unmarked(many_scripts)) == []


def test_every_script_has_its_language_on_the_demonstration_site(tmp_path: Path) -> None:
    shutil.copytree(PROGRAM / "content", tmp_path / "content")
    shutil.copy(PROGRAM / "config.yaml", tmp_path)
    assert Site(tmp_path).run("--quiet") == 0
    assert list(unmarked(tmp_path / "site")) == []
