"""Whatever lies among the sources: one problem that says what to do, and the other sources are read."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from synthesite import sources
from synthesite.config import SourceRule, load_config
from synthesite.extract import Draft, Item, SourceText
from synthesite.found import full
from synthesite.model import Extract, Problem, Severity
from synthesite.parallel import aside
from synthesite.source_folders import source_paths
from synthesite.sources import open_source, read_file, read_sources, who_reads
from synthesite.store.cache import Cache
from tests.conftest import INVENTED, Site, ris
from tests.readers.support import Pair, pairs, plain, read_site

TITLE = "An invented study of lighthouse keepers"
GERMAN = ris(
    TI="Eine erfundene Studie über Leuchttürme und die Größe ihrer Wärter",
    AU=["Müßig, Jörg", "Größmann, Zoë"],
    AB="Die Wärter der erfundenen Leuchttürme wurden gewogen; über das Gewicht ließ sich später nichts sagen.",
)
CUT_PAGE = (
    'Ada Example\n{"title":"An invented study that was cut","authors":"Ada Example","PeriodicalId":1,"abstract":"Nob'
)
NOISE = random.Random(20).randbytes(30_000)

UNREADABLE = {
    "a text of no known kind": (
        b"An invented shopping list\n\nbread\ntea\n",
        1,
        "unknown-format",
        "docs/formats.md",
    ),
    "nothing": (b"", 0, "empty-source", "replace it or move it"),
    "white space": (b" \r\n\t\n", 0, "empty-source", "replace it or move it"),
    "noise": (NOISE, 0, "unreadable-source", "replace it or move it"),
    "noise that starts as RIS": (b"TY  - JOUR\nTI  - " + NOISE, 0, "unreadable-source", "replace it or move it"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1" + NOISE[:500],
        0,
        "unreadable-source",
        "replace it or move it",
    ),
    "half a character": (b"\xff\xfeT\0Y\0 \0 \0-", 0, "unreadable-source", "replace it or move it"),
    "a page cut in its JSON": (CUT_PAGE.encode(), 2, "broken-json", "save the page again"),
}


@pytest.mark.parametrize(("data", "line", "code", "advice"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_source_that_cannot_be_read_is_one_problem_with_its_line_and_what_to_do(
    site: Site, data: bytes, line: int, code: str, advice: str
) -> None:
    site.source("b.ris", data)
    site.source("a.ris", INVENTED)
    site.source("c.ris", INVENTED.replace("lighthouse", "windmill"))
    reading = read_site(site.root)
    (problem,) = reading.problems
    assert str(problem).startswith(f"content/sources/b.ris:{line}: {code} ")
    assert problem.severity == Severity.ERROR
    assert advice in problem.message
    assert [extract.values["title"] for extract in reading.extracts] == [TITLE, "An invented study of windmill keepers"]
    assert reading.sources == 3


def test_a_problem_in_json_names_the_character(site: Site) -> None:
    site.source("page.txt", CUT_PAGE)
    (problem,) = read_site(site.root).problems
    line = CUT_PAGE.splitlines()[1]
    assert f"character {line.index('Nob')}:" in problem.message, "where the string that has no end starts"


def test_a_page_cut_before_anything_that_tells_its_kind_is_one_problem(site: Site) -> None:
    site.source("page.txt", CUT_PAGE[:60])
    site.source("export.ris", INVENTED)
    reading = read_site(site.root)
    (problem,) = reading.problems
    assert problem.path == "content/sources/page.txt"
    assert problem.severity == Severity.ERROR
    assert len(reading.extracts) == 1


def test_megabytes_of_text_are_one_problem_soon(site: Site) -> None:
    chance = random.Random(21)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyzäöüß", k=chance.randint(1, 12))) for _ in range(5000)]
    site.source("big.txt", "".join(chance.choice(words) + chance.choice("  \n") for _ in range(600_000)))
    site.source("export.ris", INVENTED)
    started = time.process_time()
    reading = read_site(site.root)
    assert time.process_time() - started < 5
    assert [(problem.path, problem.code) for problem in reading.problems] == [
        ("content/sources/big.txt", "unknown-format")
    ]
    assert len(reading.extracts) == 1


def test_a_value_over_many_lines_is_read_soon(site: Site) -> None:
    """An abstract without an end (a missing ER, say, before something that is no RIS) doesn't hold up the build."""
    site.source("export.ris", INVENTED.replace("ER  - ", "AB  - invented\n" + "and more\n" * 60_000 + "ER  - "))
    started = time.process_time()
    (extract,) = read_site(site.root).extracts
    assert time.process_time() - started < 2
    assert extract.values["abstract"][0]["text"].endswith("and more")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_another_encoding_is_read_and_reported(site: Site, encoding: str) -> None:
    site.source("export.ris", GERMAN.encode(encoding))
    reading = read_site(site.root)
    (extract,), (problem,) = reading.extracts, reading.problems
    assert plain(full(extract)) == plain(in_utf_8(site, GERMAN))
    assert extract.source.sha256 == in_utf_8(site, GERMAN).source.sha256, "the hash is of the text, not of the bytes"
    assert (problem.path, problem.line, problem.code) == ("content/sources/export.ris", 0, "encoding")
    assert problem.severity == Severity.WARNING
    assert f"byte {GERMAN.encode(encoding).index(0xFC)}" in problem.message
    assert "save it as UTF-8" in problem.message


def in_utf_8(site: Site, text: str) -> Extract:
    (extract,) = read_file(site.source("../utf-8.ris", text), "utf-8.ris")
    assert isinstance(extract, Extract)
    return extract


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("utf-8", b"\xef\xbb\xbf"),
    ],
)
@pytest.mark.parametrize("pair", [pairs("ris")[0], pairs("scite_report")[0], pairs("aggregator_page")[0]], ids=str)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(
    tmp_path: Path, pair: Pair, encoding: str, bom: bytes
) -> None:
    text = pair.source().text
    path = tmp_path / "other"
    path.write_bytes(bom + text.encode(encoding))
    found = read_file(path, pair.shown)
    problems = [one for one in found if isinstance(one, Problem) and one.code == "encoding"]
    assert [f"read as {encoding}" in problem.message for problem in problems] == [True] * (encoding != "utf-8")
    source, _ = open_source(path, pair.shown)
    assert source is not None
    assert source.text == text
    expected = [one for one in read_file(pair.document, pair.shown) if isinstance(one, Extract)]
    extracts = [one for one in found if isinstance(one, Extract)]
    assert [plain(extract) for extract in extracts] == [plain(extract) for extract in expected]
    assert [extract.places for extract in extracts] == [extract.places for extract in expected]
    assert {extract.source.encoding for extract in extracts} <= {encoding}


def test_a_file_that_may_not_be_read_is_one_problem(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = site.source("locked.ris", INVENTED)
    site.source("open.ris", INVENTED)
    before = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return before(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    reading = read_site(site.root)
    (problem,) = reading.problems
    assert str(problem).startswith("content/sources/locked.ris:0: unreadable-source ")
    assert problem.severity == Severity.ERROR
    assert "Permission denied" in problem.message
    assert "check its permissions" in problem.message
    assert [extract.source.path for extract in reading.extracts] == ["content/sources/open.ris"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permissions_is_one_problem(site: Site) -> None:
    site.source("locked.ris", INVENTED).chmod(0)
    assert [problem.code for problem in read_site(site.root).problems] == ["unreadable-source"]


def test_a_folder_named_like_a_file_is_a_folder(site: Site) -> None:
    site.source("export.ris/inside.ris", INVENTED)
    reading = read_site(site.root)
    assert reading.problems == []
    assert [extract.source.path for extract in reading.extracts] == ["content/sources/export.ris/inside.ris"]


def test_reading_a_folder_as_a_file_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "export.ris").mkdir()
    (problem,) = read_file(tmp_path / "export.ris", "export.ris")
    assert isinstance(problem, Problem)
    assert str(problem).startswith("export.ris:0: unreadable-source ")
    assert "directory" in problem.message


def test_reading_a_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    (problem,) = read_file(tmp_path / "gone.ris", "gone.ris")
    assert isinstance(problem, Problem)
    assert problem.code == "unreadable-source"
    assert "permissions" not in problem.message, "its permissions are not what is wrong"


def test_sources_are_read_in_the_order_of_their_paths_and_hidden_files_are_none(site: Site) -> None:
    for name in ("b/2.ris", "b/10.ris", "a.ris", "b.ris", ".hidden.ris", ".git/config.ris", "B.ris"):
        site.source(name, INVENTED)
    shown = [path.relative_to(site.root / "content/sources").as_posix() for path in source_paths(site.root)]
    assert shown == ["B.ris", "a.ris", "b.ris", "b/10.ris", "b/2.ris"]
    assert [e.source.path for e in read_site(site.root).extracts] == [f"content/sources/{name}" for name in shown]


def test_a_link_that_leads_out_of_the_sources_is_no_source(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.ris"
    outside.write_text(INVENTED, encoding="utf-8")
    site.source("export.ris", INVENTED)
    (site.root / "content/sources/link.ris").symlink_to(outside)
    assert [path.name for path in source_paths(site.root)] == ["export.ris"]


def test_several_processes_find_the_same_as_one(site: Site) -> None:
    for number in range(9):
        site.source(
            f"{number}.ris", INVENTED.replace("of lighthouse", f"of {number} lighthouse") if number != 5 else "junk"
        )
    told: list[int] = []
    one, several = read_site(site.root), read_site(site.root, 2, told.append)
    assert several == one
    assert told == [9] * 9
    assert len(one.extracts) == 8
    assert len(one.problems) == 1


@pytest.mark.parametrize("packs", [True, False])
def test_a_new_source_is_read_aside_as_if_it_were_not(site: Site, packs: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    site.source("a.ris", INVENTED)
    config, cache = load_config(site.root), Cache(site.root)
    read_sources(config, 2, cache=cache)
    site.source("b.ris", ris(TI="An invented study of foghorns", PY="soon"))
    site.source("c.txt", "An invented shopping list\n")
    alone = read_sources(config, 1)
    asides: list[object] = []

    def noted(work: Callable[[], bytes]) -> Callable[[], bytes]:
        asides.append(work)
        return aside(work)

    monkeypatch.setattr(sources, "aside", noted)
    if not packs:  # as where something has no form in bytes
        monkeypatch.setattr(sources, "pack", lambda _: None)
    for _ in range(2):
        found = read_sources(config, 2, cache=cache)
        assert list(map(full, found.extracts)) == list(map(full, alone.extracts))
        assert found.problems == alone.problems
    assert len(alone.extracts) == 2
    assert len(alone.problems) == 2
    assert len(asides) == (1 if packs else 2)  # what can't be packed isn't kept


@pytest.mark.parametrize("jobs", [2, 3])
def test_a_large_source_that_is_shared_out_reads_as_if_it_were_not(
    site: Site, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr("synthesite.sources._LARGE", 1)
    site.source(
        "a.ris", "".join(ris(TI=f"An invented study, part {n}", PY="soon" if n == 7 else "2021") for n in range(40))
    )
    site.source("b.csv", "title,year\n" + "".join(f"An invented row {n},20{n:02}\n" for n in range(30)))
    site.source("c.txt", "An invented shopping list\n")
    site.source("d.csv", "title,year\n")
    config = load_config(site.root)
    told: list[int] = []
    alone, shared = read_sources(config, 1), read_sources(config, jobs, told.append)
    assert shared == alone
    assert len(alone.extracts) == 70
    assert {problem.path[-5:] for problem in alone.problems} >= {"a.ris", "c.txt", "d.csv"}
    assert told == [4, 4, 4, 4]


def test_a_large_source_with_nothing_in_it_is_one_problem(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        """A reader that says nothing of any item."""

        LABEL = "silence"

        @staticmethod
        def claims(source: SourceText) -> str:
            return "it takes everything"

        @staticmethod
        def items(source: SourceText) -> list[Item]:
            return [Item(source, n, "x", 1) for n in range(1, 40)]

        @staticmethod
        def read(item: Item) -> Extract:
            return Draft(item, "silent").extract()

    monkeypatch.setattr("synthesite.sources._LARGE", 1)
    monkeypatch.setattr("synthesite.readers.all_readers", lambda: {"silent": Silent})
    site.source("a.txt", "x" * 100)
    for jobs in (1, 2):
        (problem,) = read_sources(load_config(site.root), jobs).problems
        assert problem.code == "nothing-found"


def test_a_reader_that_the_settings_want_takes_a_file_it_does_not_claim(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("An invented preface\n" * 2_000 + INVENTED, encoding="utf-8")
    assert [one.code for one in read_file(path, "notes.txt") if isinstance(one, Problem)] == ["unknown-format"]
    (extract,) = read_file(path, "notes.txt", [SourceRule(files="notes.*", reader="ris")])
    assert isinstance(extract, Extract)
    assert extract.values["title"] == TITLE


def test_a_reader_that_the_settings_want_and_that_is_none_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "export.ris"
    path.write_text(INVENTED, encoding="utf-8")
    (problem,) = read_file(path, "export.ris", [SourceRule(files="*", reader="riss")])
    assert isinstance(problem, Problem)
    assert (problem.path, problem.code, problem.severity) == ("export.ris", "unknown-reader", Severity.ERROR)
    assert "'riss'" in problem.message
    assert "ris" in problem.message.replace("riss", "")


def test_who_reads_a_file_and_why() -> None:
    source = SourceText("export.ris", INVENTED, "utf-8")
    said = who_reads(source)
    assert said.startswith("export.ris: read by ris (RIS export), because it")
    assert "TY" in said
    assert "the setting sources says so" in who_reads(source, [SourceRule(files="*", reader="ris")])
    assert who_reads(source._replace(text="An invented shopping list")) == ""


def test_what_is_no_file_among_the_sources_is_reported_not_passed_over(site: Site) -> None:
    folder = site.root / "content" / "sources"
    (folder / "nowhere.ris").symlink_to(folder / "missing")
    (folder / "outside.ris").symlink_to(site.root / "config.yaml")
    (folder / "folder").symlink_to(site.root)
    os.mkfifo(folder / "pipe.ris")
    reading = read_sources(load_config(site.root))
    assert [(p.path.rsplit("/", 1)[1], p.code) for p in reading.problems] == [
        (name, "skipped-source") for name in ("folder", "nowhere.ris", "outside.ris", "pipe.ris")
    ]


def test_a_source_whose_name_no_record_can_hold_is_a_problem(site: Site) -> None:
    (site.root / "content" / "sources" / "bad\nname.ris").write_text("TY  - JOUR\n")
    (problem,) = read_sources(load_config(site.root)).problems
    assert problem.code == "bad-name"
    assert "\n" not in str(problem), "a problem is one line"
