"""A year of a curator's life: sources change, records merge and split, hand edits everywhere; not one word is lost.

Each example is a random year of random days. After each day: every word that the curator has ever written stands in a
Markdown file (or in the record that they edited by hand), every id that was ever given names a study or was merged into
one, and building again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest
import yaml

from tests.conftest import Site
from tests.invented_references import SUBJECTS, reference

SOURCES = ["scopus.ris", "pubmed.ris", "hand.ris", "pages/saved.ris"]


class Curator:
    """Does a day's work at random, and remembers every word it wrote."""

    def __init__(self, site: Site, random: Random) -> None:
        self.site = site
        self.random = random
        self.words: set[str] = set()
        self.ids: set[str] = set()
        self.let_go: set[str] = set()
        self.numbers = count(1)
        self.same: list[tuple[str, str]] = []
        self.apart: list[tuple[str, str]] = []

    def word(self) -> str:
        word = f"word{next(self.numbers)}x"
        self.words.add(word)
        return word

    def sources_change(self) -> None:
        path = self.site.root / "content" / "sources" / self.random.choice(SOURCES)
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = re.findall(r"TY  -.*?ER  - \n\n?", path.read_text(), re.DOTALL) if path.exists() else []
        match self.random.randrange(7):
            case 0 | 1 | 2:
                entries.insert(
                    self.random.randint(0, len(entries)), reference(self.random.choice(SUBJECTS), self.random)
                )
            case 3 if entries:
                del entries[self.random.randrange(len(entries))]
            case 4 if path.exists():
                path.unlink()
                return
            case 5 if path.exists():
                path.rename(path.with_name(f"renamed-{next(self.numbers)}.ris"))
                return
            case 6:
                self.random.shuffle(entries)
        if entries:
            path.write_text("".join(entries))

    def markdown(self) -> Path | None:
        paths = sorted((self.site.root / "content" / "studies").rglob("*.md"))
        return self.random.choice(paths) if paths else None

    def writes_into_a_summary(self) -> None:
        path = self.markdown()
        if path:
            path.write_text(f"{path.read_text().rstrip()}\n\nA remark: {self.word()}.\n")

    def writes_a_summary_anew(self) -> None:
        path = self.markdown()
        if path and not self.words.intersection(re.findall(r"word\d+x", path.read_text())):
            path.write_text(f"{self.word()} {self.word()}\n")

    def writes_front_matter(self) -> None:
        path = self.markdown()
        if not path:
            return
        text = path.read_bytes().decode()
        key = self.random.choice(
            ["setting", "design", "population", "intervention", "notes", "volume", "exclude", "doi"]
        )
        number = self.random.randint(1, 99)
        value = f"10.5555/{self.random.choice(SUBJECTS)}" if key == "doi" else f"{self.word()} # {self.word()}"
        if not text.startswith("---"):
            line = self.random.choice(
                [f"{key}: {value}", f"# {self.word()}", f"{{language: en}} # {self.word()}", f"issue: {number}"]
            )
            text = f"---\n{line}\n---\n\n{text}"
        elif f"\n{key}:" not in text and "\n{" not in text:
            text = text.replace("---", f"---\n{key}: {value}", 1)
        self.words &= {*re.findall(r"word\d+x", text + texts(self.site))}  # not all of them were written down
        path.write_bytes(text.encode())

    def uses_another_editor(self) -> None:
        path = self.markdown()
        if path:
            text = path.read_bytes()
            path.write_bytes(text.replace(b"\r\n", b"\n") if b"\r" in text else text.replace(b"\n", b"\r\n"))

    def edits_a_record(self) -> None:
        paths = sorted((self.site.root / "content" / "studies").rglob("*.yaml"))
        if paths:
            path = self.random.choice(paths)
            text = path.read_text()
            if not re.search(r"word\d+x", text) and "\nvolume:" not in text:
                path.write_text(text.replace("\nsources:", f"\nvolume: {self.word()}\nsources:", 1))

    def adopts(self) -> None:
        for path in sorted((self.site.root / "content" / "studies").rglob("*.yaml")):
            if re.search(r"^volume: word\d+x$", path.read_text(), re.MULTILINE):
                self.site.run("adopt", path.stem)

    def decides(self) -> None:
        ids = sorted(self.current())
        if len(ids) >= 2:
            pair = tuple(self.name_of(study) for study in self.random.sample(ids, 2))
            (self.same if self.random.random() < 0.6 else self.apart).append((pair[0], pair[1]))
        if self.random.random() < 0.3:
            pairs = self.random.choice([self.same, self.apart])
            if pairs:
                pairs.pop()
        decided = {"same": [list(pair) for pair in self.same], "apart": [list(pair) for pair in self.apart]}
        text = yaml.safe_dump({"title": "An invented site", "match": decided})
        (self.site.root / "config.yaml").write_text(text)

    def name_of(self, study: str) -> str:
        """A study's id, or one of its items."""
        items: list[dict[str, str]] = self.site.record(study)["sources"]  # type: ignore[assignment]
        item = self.random.choice(items)
        return study if self.random.random() < 0.7 else f"{item['path']}#{item['item']}"

    def lets_go(self) -> None:
        ids = sorted(self.current())
        if ids:
            self.site.run("forget", self.random.choice(ids))

    def current(self) -> set[str]:
        return {path.stem for path in (self.site.root / "content" / "studies").rglob("*.yaml")}

    def has_a_day(self) -> None:
        days = [self.sources_change] * 6 + [self.writes_into_a_summary, self.writes_front_matter] * 2
        days += [
            self.uses_another_editor,
            self.writes_a_summary_anew,
            self.edits_a_record,
            self.adopts,
            self.decides,
            self.lets_go,
        ]
        self.random.choice(days)()


def texts(site: Site) -> str:
    files = [*(site.root / "content").rglob("*.md"), *(site.root / "content" / "studies").rglob("*.yaml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def changes(site: Site) -> Iterator[dict[str, str]]:
    for path in sorted((site.root / "content" / "changes").glob("*.yaml")):
        yield from yaml.safe_load(path.read_text()).get("changes") or []


def live(curator: Curator, day: int) -> None:
    """A day, the ingest after it, and what must be true then."""
    site = curator.site
    curator.has_a_day()
    assert site.run("ingest", "--quiet", "--date", f"2026-{1 + day // 28:02}-{1 + day % 28:02}") in (0, 1)
    text = texts(site)
    lost = {word for word in curator.words if not re.search(rf"\b{word}\b", text)}
    assert not lost, f"day {day}"
    now = curator.current()
    former = {key for study in now for key in site.record(study).get("formerly", [])}  # type: ignore[attr-defined]
    assert not now & former, f"day {day}: a former id is a current one"
    forgotten = {change["study"] for change in changes(site) if change["change"] == "forgotten"}
    curator.ids |= now
    assert curator.ids <= now | former | forgotten, f"day {day}: an id that was given is gone"
    before = site.files("content")
    site.run("ingest", "--quiet", "--date", "2027-01-01")
    assert site.files("content") == before, f"day {day}: a second ingest changes something"


@pytest.mark.parametrize("year", range(12))
def test_not_one_word_is_lost_in_a_year(site: Site, year: int) -> None:
    curator = Curator(site, Random(year))
    for day in range(60):
        live(curator, day)
