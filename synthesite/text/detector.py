"""The language detector, py3langid's model: the same answers as the library's own loop, in half the time.

The library walks through a text byte by byte with an automaton, and notes at each byte the feature that ends there.
Which state the automaton is in depends on the last six bytes alone, the longest that the model knows as a feature. So
here all places of a text are walked at the same time, six steps each, in numpy.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

LONGEST = 6
"""How many bytes the longest feature of the model has; a test holds it against the automaton."""


class Classified(NamedTuple):
    """The most likely language of a text, and its probability."""

    language: str
    probability: float


class Detector:
    """Chooses among the languages given, by their ISO 639-1 codes."""

    def __init__(self, languages: list[str]) -> None:
        self._identifier: Any = _Identifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages(languages)
        # halves of floats are widened at each question otherwise; the figures are the same
        self._identifier.nb_ptc = self._identifier.nb_ptc.astype(np.float32)

    def classify(self, text: str) -> Classified:
        """The most likely language of a text; with little to go by the probability is low."""
        language, probability = self._identifier.classify(text)
        return Classified(str(language), float(probability))


class _Identifier(LanguageIdentifier):  # type: ignore[misc]  # py3langid has no type information
    """The library's identifier with another way to count the features of a text."""

    def _raw_score(self, text: bytes) -> Any:
        visits = self._walk.features(text)
        # as the library does: each feature once, in the order of the text, so that sums are rounded alike
        return self._sparse_score(Counter(visits), self.nb_ptc) if visits else super()._raw_score(text)

    @cached_property
    def _walk(self) -> _Walk:
        return _Walk(self.tk_nextmove, self._rowbase, self.tk_output)


class _Walk:
    """The automaton as arrays. A state goes by where its row of 256 next states begins (`base`)."""

    def __init__(self, next_states: Any, bases: Any, outputs: Any) -> None:
        self._states = np.asarray(next_states)
        self._base = np.asarray(bases, dtype=np.int32)
        self._bases = self._base[self._states]
        self._features = np.asarray(outputs, dtype=np.int32)

    def features(self, text: bytes) -> list[int]:
        """The features that end at each byte of a text, in its order."""
        letters = np.frombuffer(text, dtype=np.uint8)
        count = len(letters)
        at = np.full(count, self._base[0], dtype=np.int32)
        for back in range(min(LONGEST, count) - 1, 0, -1):  # each place, from the beginning of its last bytes
            at[back:] = self._bases.take(at[back:] + letters[: count - back], mode="clip")  # none is out of bounds
        found = self._features.take(self._states.take(at + letters, mode="clip"), mode="clip")
        features: list[int] = found[found >= 0].tolist()
        return features
