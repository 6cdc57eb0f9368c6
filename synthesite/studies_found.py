"""Which extracts are about one study, by the evidence, by what records say and by what a person decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from synthesite.config import Config
from synthesite.forced import forced_pairs
from synthesite.found import AnyExtract
from synthesite.grouping import DECIDED
from synthesite.identity import Identified, Known, adds_nothing
from synthesite.match import Grouper, Match, group_extracts
from synthesite.model import Problem
from synthesite.text.paths import is_outside
from synthesite.text.yaml_text import line_of


def find_studies(
    config: Config, identified: Identified, known: dict[str, Known], grouper: Grouper | None = None
) -> tuple[list[Match], list[Problem]]:
    """The extracts grouped into studies; what a curator says about identifiers and about sameness counts.

    What `grouper` knows already isn't done again.
    """
    deciding = config.settings.match
    apart, lost_too = forced_pairs(deciding.apart, identified, known, apart=True)
    same, lost = forced_pairs(deciding.same, identified, known, apart=False, against=apart)
    problems = [
        _undecided(config, where, one.at, one.why)
        for where, found in (("same", lost), ("apart", lost_too))
        for one in found
    ]
    seen = identified.as_curated(known)
    original = {id(a): b for a, b in zip(seen, identified.extracts, strict=True)}
    groups = (grouper or Grouper()).grouped(seen, [*identified.same, *same], apart)
    decided = {id(identified.extracts[at]) for sides in same for side in sides for at in side}
    gone = {id(identified.extracts[at]) for at in identified.remnants}
    curated = {id(e) for e, other in zip(identified.extracts, seen, strict=True) if e is not other}
    owners = {id(extract): ids for extract, ids in zip(identified.extracts, identified.owners, strict=True)}
    before = {(s.path, s.sha256): s.matched for one in known.values() for s in one.record.sources or []}
    studies = []
    for group in groups:
        extracts = [original[id(extract)] for extract in group.extracts]
        sharing = Counter(owner for extract in extracts for owner in owners[id(extract)])
        has_remnant = any(id(extract) in gone for extract in extracts)
        reasons: list[str | None] = []
        for extract, told in zip(extracts, group.reasons, strict=True):
            earlier, is_decided = before.get((extract.source.path, extract.source.sha256)), id(extract) in decided
            stays = bool(earlier) and any(sharing[owner] > 1 for owner in owners[id(extract)])
            is_younger = has_remnant or id(extract) in curated  # what now speaks for it is not what it was found by
            if (told == DECIDED and (stays or not is_decided)) or (
                told and stays and is_younger and (is_decided or earlier != DECIDED)
            ):
                reasons.append(earlier)
            else:
                reasons.append(told)
        studies.append(Match(extracts, reasons))
    return studies, problems


def _undecided(config: Config, where: str, at: int, why: str) -> Problem:
    text = (config.root / "config.yaml").read_text(encoding="utf-8-sig")
    line = line_of(text, ["match", where, at])
    return Problem("config.yaml", line, "match-unknown", f"this pair under match, {where}, is not followed: {why}")


def without_needless(study: Match, gone: set[int], is_here: Callable[[str], bool]) -> Match:
    """The study without the remnants that it can do without, if a source that is here speaks of it.

    Those are the items that were taken out of a source, and those of which other sources say everything, unless it is
    by them that the other sources belong together. A source in a folder outside the site may just not be on this
    machine, so what came from it is kept in any case.
    """
    live = [extract for extract in study.extracts if id(extract) not in gone]
    if len(live) == len(study.extracts):
        return study
    is_whole_without = len(live) < 2 or len(group_extracts(live)) == 1

    def is_needless(extract: AnyExtract) -> bool:
        path = extract.source.path
        if is_here(path):
            return True
        return is_whole_without and not is_outside(path) and adds_nothing(extract, live)

    kept = [
        (extract, reason)
        for extract, reason in zip(study.extracts, study.reasons, strict=True)
        if not live or id(extract) not in gone or not is_needless(extract)
    ]
    if len(kept) == len(study.extracts):
        return study
    return Match([extract for extract, _ in kept], [None, *(reason for _, reason in kept[1:])])
