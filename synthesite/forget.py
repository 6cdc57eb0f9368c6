"""Letting studies, and sources, go for good: what `ingest` never does by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from synthesite.config import Config
from synthesite.ingest import WhatIsHere, ingest, note_removal
from synthesite.ingest_memory import Ingested
from synthesite.known_content import load_content
from synthesite.planning import Plan, plan_records
from synthesite.source_folders import locate
from synthesite.sources import read_sources
from synthesite.store.content import load_summary
from synthesite.store.files import posix, write_if_changed
from synthesite.store.markdown_files import body_sha256
from synthesite.text.nearest import did_you_mean

FOLDER = "forgotten"
"""Where below `content/` the files of curators go whose studies are let go."""


class Forgotten(NamedTuple):
    """A study that was let go, and where what a curator wrote about it is now (empty if nobody had)."""

    id: str
    kept: str


class Result(NamedTuple):
    """What was let go, what was not and why, and the ingest that followed."""

    studies: list[Forgotten]
    sources: list[str]
    refused: list[str]
    ingested: Ingested


def forget(config: Config, names: Sequence[str], jobs: int = 1, date: str | None = None) -> Result:
    """Lets go the named studies of which no source is here, and what is kept of the named sources that are gone."""
    reading = read_sources(config, jobs)
    content, _ = load_content(config)
    found, _ = plan_records(config, reading, content, WhatIsHere(config, reading), jobs)
    plans = [plan for plan in found if isinstance(plan, Plan)]
    by_id = {plan.record.id: plan for plan in plans}
    kept_sources = {remnant.source.path for plan in plans for remnant in plan.remnants}
    studies, sources, refused = [], [], []
    for name in dict.fromkeys(names):
        if name in by_id:
            why = refusal(by_id[name])
            if why:
                refused.append(why)
            else:
                studies.append(by_id[name])
        elif name in kept_sources:
            alone = [plan.record.id for plan in plans if _rests_on(plan, name) and plan.record.id not in names]
            if locate(config, name):
                refused.append(f"{name} is still here; delete it first")
            elif alone:
                refused.append(f"{name}: nothing else gives {', '.join(alone)}; name them as well to let them go")
            else:
                sources.append(name)
        elif name in content.existing:
            refused.append(f"the record of {name} was edited by hand; run 'adopt {name}' or restore it first")
        else:
            near = did_you_mean(name, [*by_id, *kept_sources])
            refused.append(f"{name}: there is no such study, and no record rests on a source of this name{near}")
    note_removal(config, studies, date)
    done = [remove_study(config, plan) for plan in studies]
    return Result(done, sources, refused, ingest(config, jobs, date=date, forgotten=frozenset(sources)))


def _rests_on(plan: Plan, path: str) -> bool:
    """Whether a study has nothing but what this source had said."""
    return not plan.extracts and all(remnant.source.path == path for remnant in plan.remnants)


def refusal(plan: Plan) -> str:
    """Why a study can't be let go; empty if it can."""
    if not plan.extracts:
        return ""
    source = plan.extracts[0].source
    return (
        f"{plan.record.id} is still in {source.path} (item {source.item}), so it would come back; to take it off the "
        "site write 'exclude: …' and the reason into the front matter of its .md, or take it out of its sources first"
    )


def remove_study(config: Config, plan: Plan) -> Forgotten:
    """Removes a study's files; what a curator wrote moves to `content/forgotten/`.

    Raises `OSError` if a file can't be moved or removed.
    """
    path = plan.path.with_suffix(".md")
    summary = load_summary(path)
    generated = body_sha256(summary.file.body) in {plan.record.summary_sha256, body_sha256(plan.body)}
    kept = ""
    if summary.exists and (summary.problem or summary.file.front or not generated):
        names = [f"{plan.record.id}.md", *(f"{plan.record.id}-{n}.md" for n in range(2, 1000))]
        folder = config.content / FOLDER
        text = path.read_bytes()
        new = next(p for name in names if not (p := folder / name).exists() or p.read_bytes() == text)
        write_if_changed(new, text)
        kept = posix(new, config.root)
    path.unlink(missing_ok=True)
    plan.path.unlink(missing_ok=True)
    return Forgotten(plan.record.id, kept)
