"""What a source codes is in the words of the site's vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from synthesite.curated import coded_words, not_in_vocabulary
from synthesite.library import Library
from synthesite.model import Problem
from synthesite.sources import SourceTexts


def check(library: Library, sources: SourceTexts) -> Iterator[Problem]:
    """A warning for each coded word of a source that is not in its vocabulary. A curator's are checked on loading."""
    for study in library.studies.values():
        record = library.records[study.id].record
        for key, words in library.settings.vocabularies.items():
            value = getattr(record, key)
            if value is None or key in study.curated:
                continue
            for _, word in coded_words(key, value):
                wrong = not_in_vocabulary(key, word, words)
                if wrong:
                    message = (
                        f"a source's word for {key}: {wrong}. Write '{key}: …' in the right words into the front "
                        "matter of the .md, or add the word to the vocabulary"
                    )
                    yield Problem(study.path, 1, "outside-vocabulary", message)
