"""Invented words and prose: all of it follows from the generator that is passed in."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import NamedTuple

_STARTS = ("b", "br", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "sk", "t", "tr", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u")
_ENDS = ("", "", "", "", "n", "r", "s")
_PLAIN = (
    "the", "of", "and", "in", "with", "for", "to", "a", "by", "at", "from", "was", "were", "is", "are", "on", "not",
    "or", "that", "this", "between", "after", "before", "among", "each", "most", "some", "participants", "groups",
    "patients", "adults", "children", "families", "nurses", "teams", "wards", "clinics", "services", "schools",
    "outcome", "outcomes", "effect", "effects", "risk", "care", "support", "treatment", "programme", "intervention",
    "control", "usual", "trial", "survey", "interviews", "sample", "baseline", "follow-up", "weeks", "months",
    "score", "scale", "measure", "mean", "difference", "change", "improved", "reduced", "reported", "found",
    "showed", "remained", "associated", "compared", "assigned", "randomly", "adjusted", "estimate", "interval",
    "rate", "rates", "evidence", "certainty", "bias", "limited", "however", "further", "quality", "life", "health",
    "symptoms", "access", "cost", "costs", "use", "uptake", "training", "practice", "policy",
)  # fmt: skip
_VOCABULARY = 20_000


def invented_word(rng: random.Random, syllables: int) -> str:
    """A word that means nothing, of so many syllables."""
    return "".join(rng.choice(_STARTS) + rng.choice(_VOWELS) for _ in range(syllables)) + rng.choice(_ENDS)


class Words(NamedTuple):
    """A vocabulary with a long tail, frequent words first, and how often each is used, summed up."""

    words: list[str]
    weights: list[float]

    @classmethod
    def of(cls, seed: int) -> Words:
        """The vocabulary of a seed: plain words, then invented ones, each about as frequent as its rank tells."""
        rng = random.Random(f"words {seed}")  # noqa: S311  # the same for ever, not secret
        words = dict.fromkeys(_PLAIN)
        while len(words) < _VOCABULARY:
            words[invented_word(rng, rng.choice((2, 2, 3, 3)))] = None
        return cls(list(words), list(accumulate(1 / (rank + 4) for rank in range(_VOCABULARY))))

    def some(self, rng: random.Random, count: int) -> list[str]:
        """So many words in a row."""
        return rng.choices(self.words, cum_weights=self.weights, k=count)

    def prose(self, rng: random.Random, count: int) -> str:
        """Sentences of so many words together; now and then with figures, and with characters that need escaping."""
        words, sentences, start = self.some(rng, count), [], 0
        while start < count:
            end = min(count, start + rng.randint(8, 22))
            sentences.append(f"{' '.join(words[start:end])}.".capitalize())
            start = end
        dice = rng.random()
        if dice < 0.25:
            sentences.append("The ratio was 0.93 (95% CI 0.84–1.03; p < 0.2).")
        elif dice < 0.35:
            sentences.append("Gains & losses were noted for n = 57.")
        return " ".join(sentences)
