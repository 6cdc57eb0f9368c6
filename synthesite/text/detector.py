"""The language detector, py3langid's model: the same answers as the library's own loop, in half the time.

The library walks through a text byte by byte with an automaton, and notes at each byte the feature that ends there.
Which state the automaton is in depends on the last six bytes alone, the longest that the model knows as a feature. So
here all places of a text are walked at the same time, six steps each, in numpy.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from synthesite.text.detector_files import load_arrays, save_arrays

LONGEST = 6
"""How many bytes the longest feature of the model has; a test holds it against the automaton."""


class Classified(NamedTuple):
    """The most likely language of a text, and its probability."""

    language: str
    probability: float


class Detector:
    """Chooses among the languages given, by their ISO 639-1 codes.

    In `folder`, the model's arrays are kept if `keep` says so, and taken from there; `key` stands for the libraries.
    """

    def __init__(self, languages: list[str], folder: Path | None = None, key: str = "", *, keep: bool = False) -> None:
        key = json.dumps([key, sorted(languages)])
        arrays = load_arrays(folder, key) if folder else None
        if arrays is None:
            arrays = _unpacked(languages)
            if folder and keep:
                save_arrays(folder, key, arrays)
        self._identifier = _Identifier(arrays)
        if keep:
            self._identifier.walk.hasten()

    def classify(self, text: str) -> Classified:
        """The most likely language of a text; with little to go by the probability is low."""
        language, probability = self._identifier.classify(text)
        return Classified(str(language), float(probability))


def _unpacked(languages: list[str]) -> dict[str, Any]:
    """What the library's model says about these languages, as arrays."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(languages)
    return {
        # halves of floats are widened at each question otherwise; the figures are the same
        "scores": model.nb_ptc.astype(np.float32),
        "priors": model.nb_pc,
        "languages": np.asarray(model.nb_classes),
        "states": np.asarray(model.tk_nextmove),
        "bases": np.asarray(model._rowbase, dtype=np.int32),
        "features": np.asarray(model.tk_output, dtype=np.int32),
    }


class _Identifier(LanguageIdentifier):  # type: ignore[misc]  # py3langid has no type information
    """The library's identifier with another way to count the features of a text."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        classes = arrays["languages"].tolist()
        super().__init__(arrays["scores"], arrays["priors"], classes, (), (), norm_probs=True, tk_row=())
        self.walk = _Walk(arrays["states"], arrays["bases"], arrays["features"])

    def _raw_score(self, text: bytes) -> Any:
        visits = self.walk.features(text)
        # as the library does: each feature once, in the order of the text, so that sums are rounded alike
        return self._sparse_score(Counter(visits), self.nb_ptc) if visits else super()._raw_score(b"")


class _Walk:
    """The automaton as arrays. A state goes by where its row of 256 next states begins (`base`)."""

    def __init__(self, next_states: Any, bases: Any, features: Any) -> None:
        self._states = next_states
        self._base = bases
        self._features = features
        self._bases: Any = None

    def hasten(self) -> None:
        """Prepares for many texts, which takes as long as hundreds of them."""
        self._bases = self._base[self._states]

    def features(self, text: bytes) -> list[int]:
        """The features that end at each byte of a text, in its order."""
        letters = np.frombuffer(text, dtype=np.uint8)
        count = len(letters)
        at = np.full(count, self._base[0], dtype=np.int32)
        for back in range(min(LONGEST, count) - 1, 0, -1):  # each place, from the beginning of its last bytes
            at[back:] = self._next_base(at[back:] + letters[: count - back])
        found = self._features.take(self._states.take(at + letters, mode="clip"), mode="clip")  # none is out of bounds
        features: list[int] = found[found >= 0].tolist()
        return features

    def _next_base(self, at: Any) -> Any:
        if self._bases is not None:
            return self._bases.take(at, mode="clip")
        return self._base.take(self._states.take(at, mode="clip"), mode="clip")
