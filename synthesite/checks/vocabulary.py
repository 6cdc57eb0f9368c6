"""What a source codes is in the words of the site's vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.config import Settings
from synthesite.curated import coded_words, not_in_vocabulary
from synthesite.model import Problem
from synthesite.study import Whole


def of_study(whole: Whole, settings: Settings) -> Iterator[Problem]:
    """A warning for each coded word of a source that is not in its vocabulary. A curator's are checked on loading."""
    for key, words in settings.vocabularies.items():
        value = getattr(whole.loaded.record, key)
        if value is None or key in whole.study.curated:
            continue
        for _, word in coded_words(key, value):
            wrong = not_in_vocabulary(key, word, words)
            if wrong:
                message = (
                    f"a source's word for {key}: {wrong}. Write '{key}: …' in the right words into the front "
                    "matter of the .md, or add the word to the vocabulary"
                )
                yield Problem(whole.study.path, 1, "outside-vocabulary", message)
