"""Holds the assignment of themes against a reading of each study, on the demonstration content.

Prints how many themes that the reading calls necessary are found, and how many are assigned that are neither necessary
nor defensible: first for the studies judged in `bench/themes.yaml`, then for those whose themes a reader chose (their
front matter; a choice says nothing about what would be defensible, so every other theme counts as one too many).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402  # the project is found by the line above

from synthesite.config import load_config  # noqa: E402
from synthesite.library import load_library  # noqa: E402
from synthesite.themes import Vocabulary, assign_themes  # noqa: E402


class Figures(NamedTuple):
    """Counts of themes over a set of studies."""

    studies: int
    necessary: int
    found: int
    wrong: int
    misses: list[str]


def measure(judged: dict[str, tuple[set[str], set[str]]]) -> Figures:
    """Compares the assignment with judgements: for each study's id, the necessary and the defensible themes."""
    config = load_config(ROOT)
    studies = load_library(config).studies
    vocabulary = Vocabulary(config.settings.themes)
    found = wrong = 0
    misses = []
    for study_id, (necessary, defensible) in sorted(judged.items()):
        study = studies[study_id]
        summary = "" if study.summary_is_generated else study.summary
        assigned = {theme.id for theme in assign_themes(study.record, summary, vocabulary)}
        found += len(necessary & assigned)
        wrong += len(assigned - necessary - defensible)
        misses += [f"{study_id}: misses {theme}" for theme in sorted(necessary - assigned)]
        misses += [f"{study_id}: wrongly {theme}" for theme in sorted(assigned - necessary - defensible)]
    return Figures(len(judged), sum(len(n) for n, _ in judged.values()), found, wrong, misses)


def judged_studies() -> dict[str, tuple[set[str], set[str]]]:
    """The judgements of `bench/themes.yaml`."""
    data = yaml.safe_load((ROOT / "bench" / "themes.yaml").read_text(encoding="utf-8"))
    return {key: (set(value["necessary"]), set(value["defensible"])) for key, value in data.items()}


def chosen_studies() -> dict[str, tuple[set[str], set[str]]]:
    """The themes that a reader chose, from the front matter."""
    studies = load_library(load_config(ROOT)).studies.values()
    return {s.id: ({theme.id for theme in s.themes}, set[str]()) for s in studies if "themes" in s.curated}


def main() -> None:
    """Prints both measurements with every disagreement."""
    for name, judged in (("judged in one reading", judged_studies()), ("chosen by a reader", chosen_studies())):
        figures = measure(judged)
        found = f"{figures.found} of {figures.necessary} themes found"
        print(f"{figures.studies} studies {name}: {found}, {figures.wrong} wrong")
        for line in figures.misses:
            print(f"  {line}")


if __name__ == "__main__":
    main()
