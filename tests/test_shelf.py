"""Studies that are kept by folder: the same whatever is left of what stands beside them in the cache."""

from __future__ import annotations

import msgspec
import pytest

from synthesite.config import load_config
from synthesite.groups import KINDS
from synthesite.library import Library, load_library
from synthesite.store.cache import Cache
from synthesite.unchanged import look_at
from tests.conftest import INVENTED, Site, ris, settle


@pytest.fixture
def full(site: Site) -> Site:
    """A site of three studies in two folders, of which two write their author's name otherwise."""
    more = ris(TI="An invented study of paper boats", AU="Éxample, A.", PY="1999", DO="10.5555/boats")
    more += ris(TI="Invented lanterns in a harbour", AU="Example, A.", PY="1999", DO="10.5555/lanterns")
    site.source("export.ris", INVENTED + more)
    assert site.run("build", "--quiet") == 0
    settle(site.root)
    return site


def loaded(full: Site) -> Library:
    cache = Cache(full.root)
    library = load_library(load_config(full.root), cache, look_at(full.root).inputs)
    cache.save()
    return library


def shown(library: Library) -> bytes:
    """All that is known of the studies together."""
    cards = [library.card(study_id) for study_id in library.studies]
    groups = [library.groups_of(study) for study in library.studies.values()]
    later = [library.groups_later(study_id).key for study_id in library.studies]
    of_shelf = library.studies
    related = list(map(of_shelf.related_traits(), of_shelf))
    traits = list(of_shelf.link_traits()), list(of_shelf.check_traits()), related
    members = [library.studies.members(kind.name) for kind in KINDS]
    whole = (cards, groups, later, traits, members, library.grouped, library.counts, library.links, library.orphans)
    return msgspec.msgpack.encode(whole, order="deterministic")


@pytest.mark.parametrize("table", ["cards", "traits", "members", "groups", "library", "studies"])
def test_what_is_lost_of_the_cache_is_made_anew(full: Site, table: str) -> None:
    anew = shown(load_library(load_config(full.root)))
    for _ in range(2):
        assert shown(loaded(full)) == anew
    lost = list((full.root / ".cache" / "synthesite").glob(f"{table}*"))
    assert lost
    for path in lost:
        path.unlink()
    assert shown(loaded(full)) == anew


def test_the_figures_of_folders_add_up_to_those_of_the_cards(full: Site) -> None:
    library = loaded(full)
    studies = list(library.studies.values())
    years = [study.record.year for study in studies if study.record.year]
    counts = library.counts
    assert counts.total == len(studies) > 0
    assert counts.years == (min(years), max(years))
    cited = [study.record.citations for study in studies if study.record.citations]
    assert counts.statements == sum(len(citations.statements or []) for citations in cited)
    assert counts.conflicted == sum(bool(study.record.conflicts) for study in studies)
    assert counts.themed == sum(bool(study.themes) for study in studies)
