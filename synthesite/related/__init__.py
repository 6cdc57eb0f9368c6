"""Studies that are like a study, and why: by what they are about, who wrote them, what they name, and their words.

What is compared are small traits of each study, made once (`related_traits`). Who is related to whom is found by what
few studies share, so that the work grows with their number and not with its square. How much a shared trait says
depends on how many studies share it, in four coarse steps: so a new study changes only what is said of those that
share something rare with it, and `around` tells which these are.
"""

from __future__ import annotations

from synthesite.related.finding import SHOWN, Reason, Related, RelatedTraits, Why, find_related
from synthesite.related.kept import NO_RELATIONS, Relations, load_relations
from synthesite.related.traits import related_traits

__all__ = [
    "NO_RELATIONS", "SHOWN", "Reason", "Related", "RelatedTraits", "Relations", "Why", "find_related",
    "load_relations", "related_traits",
]  # fmt: skip
