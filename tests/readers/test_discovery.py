"""A reader is one file: it is found by itself, and whatever it does wrong, the other sources are still read."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synthesite import readers
from synthesite.extract import SourceText
from synthesite.found import full
from synthesite.model import Problem, Severity
from synthesite.readers import all_readers, claims, label, read_source
from synthesite.source_texts import SourceTexts
from synthesite.sources import Reading
from tests.conftest import INVENTED, Site
from tests.readers.support import plain, read_site, untraced, untrue

AddReader = Callable[[str, str], None]

TOY = '''
"""A toy format: the first line is TOY, and each line after it is the title of a study."""
import re

from synthesite.extract import Draft, pieces

LABEL = "list of toys"


def claims(source):
    return "it starts with TOY" if source.head.startswith("TOY") else None


def items(source):
    return pieces(source, [m.span() for m in re.finditer(r"(?m)(?<=\\n).+$", source.text)])


def read(item):
    if "broken" in item.text:
        raise ValueError("this toy is broken")
    draft = Draft(item, __name__.rpartition(".")[2].replace("_", "-"))
    draft.copy("title", (0, len(item.text)))
    return draft.extract()
'''
TOYS = "TOY\nAn invented study of wooden horses\nAn invented study of paper boats\n"


@pytest.fixture
def add_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddReader]:
    """Puts a module of the given name and text beside the readers, for the length of a test."""
    folder = tmp_path_factory.mktemp("more_readers")
    before, names = list(readers.__path__), list(all_readers())
    added = []

    def add(name: str, text: str) -> None:
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        added.append(name)
        importlib.invalidate_caches()
        all_readers.cache_clear()

    readers.__path__.append(str(folder))
    yield add
    readers.__path__[:] = before
    for name in added:
        sys.modules.pop(f"{readers.__name__}.{name}", None)
        if hasattr(readers, name):
            delattr(readers, name)
    importlib.invalidate_caches()
    all_readers.cache_clear()
    assert list(all_readers()) == names


def titles(reading: Reading) -> list[str]:
    return [extract.values["title"] for extract in reading.extracts]


def test_the_readers_of_this_program_are_found() -> None:
    assert {"aggregator-page", "ris", "scite-report"} <= set(all_readers())
    assert list(all_readers()) == sorted(all_readers())
    for name, reader in all_readers().items():
        assert reader.LABEL, name
        assert label(name) == reader.LABEL
    assert label("a-reader-that-was-removed") == "a-reader-that-was-removed"


def test_a_new_kind_of_source_takes_one_file(site: Site, add_reader: AddReader) -> None:
    site.source("toys.toy", TOYS)
    site.source("export.ris", INVENTED)
    assert [problem.code for problem in read_site(site.root).problems] == ["unknown-format"]
    add_reader("toy_list", TOY)
    reading = read_site(site.root)
    assert reading.problems == []
    assert reading.sources == 2
    toys = [full(extract) for extract in reading.extracts if extract.source.reader == "toy-list"]
    assert [plain(extract) for extract in toys] == [
        {"title": "An invented study of wooden horses"},
        {"title": "An invented study of paper boats"},
    ]
    assert [(extract.source.item, extract.line) for extract in toys] == [(1, 2), (2, 3)]
    source = SourceText("content/sources/toys.toy", TOYS, "utf-8")
    assert [fault for toy in toys for fault in [*untrue(toy, source), *untraced(toy)]] == []
    texts = SourceTexts(site.root)
    assert [item and item.text for item in map(texts.item, (toy.source for toy in toys))] == TOYS.splitlines()[1:]
    assert label("toy-list") == "list of toys"


def test_the_whole_program_takes_the_new_kind(site: Site, add_reader: AddReader) -> None:
    add_reader("toy_list", TOY)
    site.source("toys.toy", TOYS)
    assert site.run("ingest", "--quiet", "--strict") == 0
    assert len([name for name in site.files("content/studies") if name.endswith(".yaml")]) == 2


def test_a_module_with_an_underscore_is_no_reader(add_reader: AddReader) -> None:
    add_reader("_shared", "raise RuntimeError('this is not imported')\n")
    assert "-shared" not in all_readers()


def test_a_file_that_two_readers_claim_is_an_error_that_names_both(site: Site, add_reader: AddReader) -> None:
    add_reader("toy_list", TOY)
    add_reader("toy_register", TOY)
    site.source("toys.toy", TOYS)
    site.source("export.ris", INVENTED)
    reading = read_site(site.root)
    (problem,) = reading.problems
    assert (problem.path, problem.line, problem.code) == ("content/sources/toys.toy", 1, "ambiguous-format")
    assert problem.severity == Severity.ERROR
    assert "toy-list" in problem.message
    assert "toy-register" in problem.message
    assert "setting sources in config.yaml" in problem.message
    assert titles(reading) == ["An invented study of lighthouse keepers"]


def test_the_settings_say_which_of_two_readers_takes_a_file(site: Site, add_reader: AddReader) -> None:
    add_reader("toy_list", TOY)
    add_reader("toy_register", TOY)
    site.source("toys.toy", TOYS)
    with (site.root / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write('sources:\n- files: "*.toy"\n  reader: toy-register\n')
    reading = read_site(site.root)
    assert reading.problems == []
    assert {extract.source.reader for extract in reading.extracts} == {"toy-register"}


def test_a_general_reader_stands_back_behind_those_of_a_format(site: Site, add_reader: AddReader) -> None:
    add_reader("any_lines", f"{TOY}\n\nGENERAL = True\n")
    site.source("toys.toy", TOYS)
    assert {extract.source.reader for extract in read_site(site.root).extracts} == {"any-lines"}
    add_reader("toy_list", TOY)
    reading = read_site(site.root)
    assert reading.problems == []
    assert {extract.source.reader for extract in reading.extracts} == {"toy-list"}


def test_each_claim_has_a_reason(add_reader: AddReader) -> None:
    add_reader("toy_list", TOY)
    assert claims(SourceText("toys.toy", TOYS, "utf-8")) == {"toy-list": "it starts with TOY"}


def test_an_item_that_a_reader_fails_on_is_an_error_and_the_others_are_read(site: Site, add_reader: AddReader) -> None:
    add_reader("toy_list", TOY)
    site.source("toys.toy", TOYS + "An invented study of a broken kite\nAn invented study of marbles\n")
    site.source("export.ris", INVENTED)
    reading = read_site(site.root)
    (problem,) = reading.problems
    assert (problem.path, problem.line, problem.code) == ("content/sources/toys.toy", 4, "reader-failed")
    assert problem.severity == Severity.ERROR
    for words in ("toy-list", "item 3", "ValueError: this toy is broken", "report it"):
        assert words in problem.message
    assert titles(reading) == [
        "An invented study of lighthouse keepers",
        "An invented study of wooden horses",
        "An invented study of paper boats",
        "An invented study of marbles",
    ]


@pytest.mark.parametrize("question", ["claims", "items"])
def test_a_reader_that_fails_on_a_whole_file_is_an_error_and_the_other_files_are_read(
    site: Site, add_reader: AddReader, question: str
) -> None:
    add_reader(
        "toy_list", f"{TOY}\n\ndef {question}(source):\n    if 'TOY' in source.text:\n        raise KeyError('toy')\n"
    )
    site.source("toys.toy", TOYS)
    site.source("export.ris", INVENTED)
    reading = read_site(site.root)
    assert titles(reading) == ["An invented study of lighthouse keepers"]
    problem = reading.problems[0]
    assert (problem.path, problem.severity) == ("content/sources/toys.toy", Severity.ERROR)
    assert "toy-list" in problem.message


def test_items_are_read_one_by_one(add_reader: AddReader) -> None:
    """Nobody has to hold what thousands of items say at once."""
    add_reader("toy_list", TOY)
    found = read_source(SourceText("toys.toy", TOYS + "broken\n", "utf-8"))
    assert next(found).values["title"] == "An invented study of wooden horses"  # type: ignore[union-attr]  # it is an extract


def test_the_folder_of_the_program_is_not_written_to(add_reader: AddReader) -> None:
    add_reader("toy_list", TOY)
    assert "toy-list" in all_readers()
    assert not (Path(readers.__file__).parent / "toy_list.py").exists()


def test_a_forced_reader_that_finds_nothing_says_so() -> None:
    (problem,) = read_source(SourceText("page.txt", "An invented shopping list\n", "utf-8"), "ris")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.severity) == ("nothing-found", Severity.ERROR)
    assert "the setting sources" in problem.message


def test_a_json_file_that_breaks_off_before_its_kind_shows_is_broken_json() -> None:
    (problem,) = read_source(SourceText("cut.json", '{\n"type": "article-journal", "tit', "utf-8"))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == ("broken-json", 2)
