"""What curators write about groups of studies: `content/<kind>/<id>.md`, by kind and id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from synthesite.config import Config
from synthesite.model import Problem, Severity
from synthesite.store.content import load_summary
from synthesite.store.files import files_below, posix
from synthesite.text.nearest import did_you_mean


def load_group_texts(
    config: Config, known: Mapping[str, Collection[str]], left_out: Iterable[str], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """The texts of each kind in `known`, which has the ids of its groups; a text for no group becomes a problem.

    Nothing is read of the kinds in `left_out`, which have no pages.
    """
    left = set(left_out)
    return {kind: {} if kind in left else _texts(config, kind, ids, problems) for kind, ids in known.items()}


def _texts(config: Config, kind: str, ids: Collection[str], problems: list[Problem]) -> dict[str, str]:
    texts = {}
    for path in files_below(config.content / kind, {".md"}):
        shown = posix(path, config.root)
        if path.stem in ids:
            texts[path.stem] = read_body(path, shown, problems)[1]
        elif kind == "journals":
            message = f"there is no journal {path.stem!r}{did_you_mean(path.stem, ids)}"
            problems.append(Problem(shown, 0, "unknown-journal", message))
        else:
            message = f"{path.stem!r} is none of the {kind}{did_you_mean(path.stem, ids)}"
            problems.append(Problem(shown, 0, "unknown-group", message))
    return texts


def read_body(path: Path, shown: str, problems: list[Problem]) -> tuple[dict[str, Any], str]:
    """The front matter and the text of a curator's file; `shown` is how problems name it."""
    summary = load_summary(path)
    if summary.problem:
        message = summary.problem.message
        problems.append(Problem(shown, summary.problem.line, "bad-front-matter", message, Severity.ERROR))
    return summary.file.data, summary.file.body.strip()
