"""Studies and groups in batches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from synthesite.batches import OneStudy, ShownStudy, by_shown_study, by_study
from synthesite.config import load_config
from synthesite.evidence import Evidence
from synthesite.interface import Words
from synthesite.library import Library, load_library
from synthesite.links import Link
from synthesite.links.papers import Relation
from synthesite.model import Asset, Batch, Export, Output, Page
from synthesite.page_keys import key_of
from synthesite.pipeline import all_outputs
from synthesite.related import Relations
from synthesite.source_texts import SourceTexts
from tests.conftest import INVENTED_ID, SITES, Site


def _loaded(root: Path) -> tuple[Library, list[Output | Batch]]:
    config = load_config(root)
    library = load_library(config)
    evidence = Evidence(config, SourceTexts(config.root, config.settings.sources))
    return library, list(all_outputs(config, library, evidence))


def _listed(batch: Batch) -> dict[str, bytes]:
    return {
        output.path: output.content if isinstance(output, Asset) else key_of(output.rests_on)
        for output in batch.outputs()
    }


CHANGES = {
    "a summary": ("content/studies/{id}.md", "", "\nOne more remark.\n"),
    "a record": ("content/studies/{id}.yaml", "", "extra:\n  note: [invented]\n"),
    "a page": ("content/pages/more.md", "", "A page.\n"),
    "a setting": ("config.yaml", "page_size: 3", "page_size: 2"),
    "a theme": ("content/studies/{id}.md", "---\n", "---\nthemes: [night-work]\n"),
    "a study gone": ("content/studies/{id}.yaml", "", ""),
}
"""The path of a file, what is replaced in it, and by what; a file is removed where there is neither."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_batch_that_rests_on_the_same_lists_the_same(change: str, tmp_path: Path) -> None:
    shutil.copytree(SITES / "full", tmp_path / "full")
    site = Site(tmp_path / "full")
    assert site.run("--quiet") == 0
    _, before = _loaded(site.root)
    kept = {one.name: (key_of(one.rests_on), _listed(one)) for one in before if isinstance(one, Batch)}
    place, old, new = CHANGES[change]
    path = site.study(INVENTED_ID, Path(place).suffix) if "{id}" in place else site.root / place
    path.parent.mkdir(exist_ok=True)
    text = path.read_text() if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new)
    if not old + new:
        path.unlink()
    _, after = _loaded(site.root)
    batches = [one for one in after if isinstance(one, Batch)]
    assert len({one.name for one in batches}) == len(batches) > 10
    same = [one for one in batches if one.name in kept and kept[one.name][0] == key_of(one.rests_on)]
    assert all(_listed(one) == kept[one.name][1] for one in same)
    changed = {one.name for one in batches} - {one.name for one in same}
    assert changed or change == "a page"


def test_what_a_study_offers_is_in_the_key_of_its_batch(tmp_path: Path) -> None:
    """Of each thing that a page or an export may rest on, a change changes the batch."""
    shutil.copytree(SITES / "full", tmp_path / "full")
    assert Site(tmp_path / "full").run("--quiet") == 0
    library, _ = _loaded(tmp_path / "full")
    config = load_config(tmp_path / "full")
    evidence = Evidence(config, SourceTexts(config.root, config.settings.sources))
    first, *others = library.studies

    def page_key(some: Library) -> list[bytes]:
        return [key_of(batch.rests_on) for batch in by_shown_study("x", some, evidence, _page)]

    def export_key(some: Library) -> list[bytes]:
        return [key_of(batch.rests_on) for batch in by_study("x", some, _export)]

    links = library.links | {first: [Link(others[0], Relation.REPLY, (Words("the same text"),))]}
    linked = library._replace(links=links)
    assert page_key(linked) != page_key(library)
    assert export_key(linked) != export_key(library)
    author = library.groups["authors"][0].id
    authors = library.grouped["authors"]._replace(retold={first: [author]})
    retold = library._replace(grouped=library.grouped | {"authors": authors}, retold=frozenset({first}))
    assert page_key(retold) != page_key(library)
    like = library._replace(related=Relations(lambda: ({first: b"others"}, lambda _: b"")))
    assert page_key(like) != page_key(library)


def _page(one: ShownStudy) -> Page:
    return Page(f"{one.id}.html", "x.html", dict, (one.study,))


def _export(one: OneStudy) -> Export:
    return Export(f"{one.id}.txt", lambda _: b"", (one.study, one.links))
