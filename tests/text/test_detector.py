"""The detector answers as the library does, to the last digit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from synthesite.text.detector import LONGEST, Detector
from synthesite.text.detector_files import load_arrays, save_arrays
from tests.text.properties import tries

LANGUAGES = ["de", "en", "fi", "ja", "zh"]
WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "of",
            "und",
            "der",
            "ja",
            "on",
            "ei",
            "日本",
            "の",
            "é",
            "ß",
            "研究",
            "sluice",
            "Wehr",
            "pato",
            "12",
            "–",
            "(",
        ]
    )
).map(" ".join)


@cache
def library() -> Any:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


@cache
def detector() -> Detector:
    return Detector(LANGUAGES)


@tries
@given(WORDS | st.text())
@example("")
@example("a")
@example("An invented study of sluices, which tells its readers how they are kept and by whom.")
@example("SHOUTED TITLES ARE LOWERED")
def test_every_text_is_classified_as_by_the_library(text: str) -> None:
    assert tuple(detector().classify(text)) == library().classify(text)


def test_no_state_is_further_from_the_first_than_a_feature_is_long() -> None:
    """What the walk rests on: a state says no more than what the last bytes were."""
    identifier = library()
    states, bases = np.asarray(identifier.tk_nextmove), np.asarray(identifier._rowbase)
    seen, current, steps = np.zeros(len(bases), dtype=bool), np.array([0]), 0
    while len(current):
        seen[current] = True
        following = np.unique(states[(bases[current][:, None] + np.arange(256)).ravel()])
        current = following[~seen[following]]
        steps += len(current) > 0
    assert (steps, bool(seen.all())) == (LONGEST, True)


def test_a_model_that_was_kept_answers_the_same(tmp_path: Path) -> None:
    texts = [
        "An invented study of sluices, which tells how they are kept.",
        "Eine erfundene Studie über Wehre",
        "",
        "a",
    ]
    asked = [detector().classify(text) for text in texts]
    kept = Detector(LANGUAGES, tmp_path, "key", keep=True)
    (file,) = tmp_path.iterdir()
    written = file.stat().st_mtime_ns
    again = Detector(LANGUAGES, tmp_path, "key")
    assert [kept.classify(text) for text in texts] == asked
    assert [again.classify(text) for text in texts] == asked
    assert file.stat().st_mtime_ns == written


def test_a_kept_model_is_not_taken_under_another_key_or_damaged(tmp_path: Path) -> None:
    arrays = {"some": np.arange(100, dtype=np.int32), "others": np.asfortranarray(np.ones((3, 4), dtype=np.float32))}
    save_arrays(tmp_path, "key", arrays)
    loaded = load_arrays(tmp_path, "key")
    assert loaded is not None
    assert all(np.array_equal(loaded[name], array) for name, array in arrays.items())
    assert loaded["others"].flags.f_contiguous
    assert load_arrays(tmp_path, "other") is None
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    for damaged in (b"", data[:50], data[:-1], data[:4100] + b"!" + data[4101:], b"[]" + data[2:], b" " * len(data)):
        file.write_bytes(damaged)
        assert load_arrays(tmp_path, "key") is None
    assert load_arrays(tmp_path / "nowhere", "key") is None
