"""What a command imports: nothing that it doesn't need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import INVENTED, INVENTED_ID, Site, ris, settle

ROOT = Path(__file__).resolve().parents[1]
CODE = """
import atexit, sys
sys.path.insert(0, sys.argv.pop(1))
atexit.register(lambda: print("imported:", *sys.modules))
from synthesite.cli import main
sys.exit(main())
"""
TASKS = "/proc/self/task"
"""Where Linux lists the threads of a process."""
MATCHING = {"match", "grouping", "same_study", "fields", "near_misses", "merge", "remnants"}
PLANNING = {"planning", "known_content", "studies_found", "forced", "identity", "absorbing", "changes", "forget"}


def imported(code: str, *arguments: str) -> set[str]:
    """The names of all modules that a command imported."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("imported: ")[2].split())


def libraries(modules: set[str]) -> set[str]:
    """Those of the libraries that the program uses which are among the modules."""
    ours = {"anyascii", "babel", "charset_normalizer", "html5lib", "jinja2", "lxml", "markdown_it", "msgspec", "numpy"}
    return modules & (ours | {"py3langid", "rapidfuzz", "yaml"})


def parts(modules: set[str]) -> set[str]:
    """The program's own modules and packages at its top."""
    return {name.split(".")[1] for name in modules if name.startswith("synthesite.")}


@pytest.fixture
def built(site: Site) -> Site:
    """A site of two studies, built twice."""
    site.source("export.ris", INVENTED + ris(TI="An invented study of paper boats", DO="10.5555/boats"))
    for _ in range(2):
        assert site.run("build", "--quiet") == 0
        settle(site.root)
    return site


def test_help_needs_no_library() -> None:
    modules = imported(CODE, "--help")
    assert libraries(modules) == set()
    assert parts(modules) == {"cli", "keys", "parallel", "store", "unchanged", "words"}


def test_a_build_with_nothing_to_do_needs_no_library(built: Site) -> None:
    command = ["build", "--quiet", "--root", str(built.root)]
    modules = imported(CODE, *command)
    assert libraries(modules) == set()
    assert parts(modules) == {"cli", "keys", "parallel", "store", "unchanged", "words"}
    assert libraries(imported(CODE, *command, "--date", "2026-01-31")) == set()


def test_a_build_with_one_changed_summary_needs_little(built: Site) -> None:
    summary = built.study(INVENTED_ID, ".md")
    summary.write_text(summary.read_text() + "\nThe boats were made of paper.\n")
    modules = imported(CODE, "build", "--quiet", "--root", str(built.root))
    page = (built.root / "site" / "studies" / f"{INVENTED_ID}.html").read_text()
    assert "The boats were made of paper." in page
    assert libraries(modules) == {"jinja2", "msgspec"}
    assert not parts(modules) & (MATCHING | PLANNING | {"adopt", "change_report", "conflicts"})
    texts = {name.rpartition(".")[2] for name in modules if name.startswith("synthesite.text.")}
    assert not texts & {"decodings", "tex", "xml_text", "json_spans", "table_syntax", "bibtex_syntax", "yaml_library"}
    readers = {name.rpartition(".")[2] for name in modules if name.startswith("synthesite.readers.")}
    assert {name for name in readers if not name.startswith("_")} == {"ris"}


def test_a_language_costs_no_more_once_its_catalog_is_read(site: Site) -> None:
    site.source("export.ris", INVENTED)
    (site.root / "config.yaml").write_text("title: Erfunden\nlanguage: de\n", encoding="utf-8")
    assert "babel" in libraries(imported(CODE, "build", "--quiet", "--root", str(site.root)))
    summary = site.study(INVENTED_ID, ".md")
    summary.write_text(summary.read_text() + "\nThe boats were made of paper.\n")
    modules = imported(CODE, "build", "--quiet", "--root", str(site.root))
    page = (site.root / "site" / "studies" / f"{INVENTED_ID}.html").read_text(encoding="utf-8")
    assert "The boats were made of paper." in page
    assert ">Zum Inhalt springen<" in page
    assert "babel" not in libraries(modules)


@pytest.mark.skipif(not Path(TASKS).is_dir(), reason="the system doesn't tell threads so")
@pytest.mark.parametrize("module", ["synthesite.text.detector", "synthesite.search.grouping"])
def test_numpy_starts_no_threads(module: str) -> None:
    code = f"import os, sys; sys.path.insert(0, sys.argv[1]); import {module}, numpy; print(os.listdir({TASKS!r}))"
    unset = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True, env=unset
    )
    assert done.stdout.count(",") == 0
