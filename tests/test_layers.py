"""Imports point downward only: a module may use what stands below its own layer, and nothing beside or above it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import synthesite

PACKAGE = Path(synthesite.__file__).parent
LAYERS = (
    "cli",
    "commands",
    "words pipeline adopt",
    "progress change_report early",
    "pages exports checks",
    "search",
    "publish page_maker",
    "making batches render known_templates",
    "site_folder",
    "templates",
    "template_words template_trees",
    "bytecode",
    "statements",
    "evidence figures evidence_map reference_html trace_entries fast_code",
    "library traces numbered_loops quick_filters years",
    "news group_texts steps trace_keys",
    "history",
    "field_names shelf flattening",
    "study_loader",
    "blocks",
    "verified",
    "cards facts said search_entries verify effective links related",
    "claims",
    "groups",
    "check_traits",
    "study",
    "themes",
    "forget",
    "ingest",
    "standing",
    "planning",
    "known_content studies_found",
    "ingest_memory",
    "forced",
    "identity",
    "absorbing changes decisions journal_records remnants summary",
    "merge",
    "source_texts",
    "match near_misses sources",
    "found",
    "grouping",
    "judged",
    "blocking same_study",
    "fields",
    "item_index traits",
    "readers",
    "extract front_matter source_folders unchanged",
    "store",
    "conflicts looks told_language unions worth",
    "rights curated template_keys citing",
    "config",
    "trust",
    "catalogs markdown pictures",
    "babel_catalogs",
    "bounded card_list keys page_keys parallel parts plugins text",
    "interface",
    "model",
)
"""From top to bottom; what stands on one line is one layer. A package is one unit, free to import inside itself."""

RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units.split()}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.name != "__init__.py")


def unit_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_units(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that a reader sees the layer"
            if node.module == "synthesite":
                names = [f"synthesite.{alias.name}" for alias in node.names]
            else:
                names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "synthesite" and len(parts) > 1 and not parts[1].startswith("__"):
                yield getattr(node, "lineno", 0), parts[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_downward(path: Path) -> None:
    unit = unit_of(path)
    assert unit in RANK, f"{path.name} is in no layer: add it to LAYERS where it belongs"
    for line, other in imported_units(path):
        assert other == unit or RANK[other] > RANK[unit], f"{path}:{line} imports {other}, which is not below {unit}"


def test_a_layer_that_does_not_exist_is_not_listed() -> None:
    assert {unit_of(path) for path in MODULES} == set(RANK)


def test_pages_exports_and_checks_do_no_input_or_output() -> None:
    for package in ("pages", "exports", "checks"):
        for path in (PACKAGE / package).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name | ast.Attribute):
                    name = node.id if isinstance(node, ast.Name) else node.attr
                    assert name not in {"open", "read_text", "read_bytes", "write_text", "write_bytes"}, path


def test_pages_and_exports_are_made_from_what_may_be_shown() -> None:
    """The whole texts are for checks: nothing that makes a page, an export or a search index looks at them."""
    checks_only = {"whole", "full", "loaded", "written", "full_journals"}
    for package in ("pages", "exports", "figures.py", "groups.py", "traces.py", "cards.py", "render.py", "batches.py"):
        path = PACKAGE / package
        for module in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                assert not (isinstance(node, ast.Attribute) and node.attr in checks_only), module
    templates = sorted((PACKAGE.parent / "templates").rglob("*.html"))
    assert templates
    for template in templates:
        asked = re.search(r"\blibrary\b", template.read_text())
        assert not asked, template
