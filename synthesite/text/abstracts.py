"""The parts of structured abstracts and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from synthesite.text.patterns import lazy

ASKED, DID, FOUND, CONCLUDED = "asked", "did", "found", "concluded"
ROLES = (ASKED, DID, FOUND, CONCLUDED)

_LABELS: dict[str, str] = {
    label: role
    for role, labels in {
        ASKED: "background; introduction; context; rationale; aim; aims; objective; objectives; purpose; goal; goals; "
        "question; questions; hypothesis; importance; background and aims; background and objectives; aims and "
        "objectives; hintergrund; ziel; ziele; fragestellung; einleitung; introducción; antecedentes; objetivo; "
        "objetivos; introdução; justificativa; contexte; objectif; objectifs; tausta; tavoite; tarkoitus; 背景; 目的",
        DID: "method; methods; design; setting; participants; materials and methods; methods and materials; patients "
        "and methods; design and methods; methodology; data sources; study selection; data extraction; interventions; "
        "intervention; main outcome measures; measures; procedure; analysis; methodik; methode; methoden; "
        "material und methoden; método; métodos; metodología; materiales y métodos; materiais e métodos;"
        " metodologia; méthode; méthodes; menetelmät; "
        "aineisto ja menetelmät; 方法",
        FOUND: "result; results; finding; findings; main results; ergebnisse; ergebnis; resultado; resultados; "
        "résultats; tulokset; 结果; 結果",
        CONCLUDED: "conclusion; conclusions; discussion; interpretation; implications; conclusions and implications; "
        "conclusions and implications for practice; implications for practice; conclusions and relevance; "
        "limitations; schlussfolgerung; schlussfolgerungen; diskussion; fazit; conclusión; conclusiones; discusión;"
        " conclusão; conclusões; discussão; "
        "conclusions et perspectives; johtopäätökset; päätelmät; 结论; 結論",
    }.items()
    for label in labels.split("; ")
}
_BESIDE = frozenset(
    {"trial registration", "clinical trial registration", "study registration", "registration", "funding"}
    | {"patient or public contribution", "level of evidence", "systematic review registration", "registrierung"}
)
"""Labels of parts that tell nothing of the study's course."""
_LONGEST_FIRST = sorted([*_LABELS, *_BESIDE], key=len, reverse=True)
_INLINE = lazy(
    r"(?:\A\s*|(?<=[.!?…)\]”\"]\s)|(?<=[\n。！？]))(" + "|".join(map(re.escape, _LONGEST_FIRST)) + r")\s?[:：]\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[.!?…)\]”\"]\s|[\n。！？]")
"""What stands before a label that is not the first, as `_INLINE` has it."""


class Part(NamedTuple):
    """A part of an abstract as offsets into its text; an unlabelled one has an empty label span."""

    label: tuple[int, int]
    text: tuple[int, int]


def role_of(label: str) -> str | None:
    """What a part is about (one of `ROLES`), by its label; `None` for labels we don't know."""
    return _LABELS.get(label.strip().rstrip(":：").lower())


def is_label(text: str) -> bool:
    """Whether a text is the label of a part, colon or not."""
    label = text.strip().rstrip(":：").lower()
    return label in _LABELS or label in _BESIDE


def split_labelled(text: str) -> list[Part]:
    """The parts of an abstract whose labels stand inline: `Background: … Aim: …`.

    Only known labels at the start or after a sentence count, and only in an abstract that starts with one; any other
    abstract is one unlabelled part. Text before, between and after is never dropped.
    """
    first = len(text) - len(text.lstrip())
    if not _INLINE.match(text):
        return [Part((first, first), _trimmed(text, first, len(text)))]
    matches = [m for m in _inline_labels(text) if text[m.start(1)].isupper() or not m[1].isascii()]
    if not matches or matches[0].start(1) != first:
        return [Part((first, first), _trimmed(text, first, len(text)))]
    ends = [m.start(1) for m in matches[1:]] + [len(text)]
    return [Part(m.span(1), _trimmed(text, m.end(), end)) for m, end in zip(matches, ends, strict=True)]


def _inline_labels(text: str) -> Iterator[re.Match[str]]:
    """What `_INLINE` finds in a text, one after the other; looked for only where a label can stand."""
    match = _INLINE.match(text)
    end = 0
    if match:
        yield match
        end = match.end()
    for before in _BEFORE.finditer(text, max(0, end - 2)):
        match = _INLINE.match(text, before.end()) if before.end() >= end else None
        if match:
            yield match
            end = match.end()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
