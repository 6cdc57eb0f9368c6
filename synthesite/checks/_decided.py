"""The pairs of studies about which a person decided in `config.yaml`, either way."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.check_traits import CheckTraits
from synthesite.checks import Content
from synthesite.text.study_refs import StudyRef, study_ref


def decided_pairs(content: Content) -> set[frozenset[str]]:
    """The pairs of ids that a person decided about, either way."""
    rules = content.settings.match
    pairs = [(study_ref(pair[0]), study_ref(pair[1])) for pair in (*rules.same, *rules.apart)]
    named: dict[StudyRef, list[str]] = {ref: [] for pair in pairs for ref in pair}
    for study in content.studies if named else ():
        for ref in _names(study):
            if ref in named:
                named[ref].append(study.id)
    return {frozenset((one, other)) for a, b in pairs for one in named[a] for other in named[b]}


def _names(study: CheckTraits) -> Iterator[StudyRef]:
    """Everything that can name a study."""
    yield from (StudyRef("id", name) for name in (study.id, *study.formerly))
    if study.doi:
        yield StudyRef("doi", study.doi)
    if study.pmid:
        yield StudyRef("pmid", study.pmid)
    yield from (StudyRef("item", path, item) for path, item in study.items)
