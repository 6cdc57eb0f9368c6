from __future__ import annotations

import hashlib
from collections import Counter

from bench.corpus import THEMES, Corpus
from synthesite.text.slugs import name_slug, slugify

DIGEST = "01174546c7b1903b73de69edf63810883ea28ce77aa1957e05f96d8afdb84767"


def test_the_corpus_is_the_same_for_ever() -> None:
    """Figures of different versions compare only while they are about the same studies."""
    told = "\n".join(map(repr, Corpus(40).studies()))
    assert hashlib.sha256(told.encode()).hexdigest() == DIGEST


def test_a_study_does_not_depend_on_those_before_it() -> None:
    corpus = Corpus(30)
    assert list(corpus.studies())[17] == Corpus(30).study(17)
    assert corpus.study(17) != Corpus(30, seed=2).study(17)


def test_studies_are_made_one_at_a_time() -> None:
    studies = Corpus(1_000_000 // 1000).studies(0, 1_000_000_000)
    assert next(studies).number == 0
    assert next(studies).number == 1


def test_the_shape_is_that_of_a_field() -> None:
    corpus = Corpus(1000)
    studies = list(corpus.studies())
    assert len({study.id for study in studies}) == len({study.doi for study in studies}) == 1000
    assert all("invented" in study.title.lower() and study.doi.startswith("10.5555/") for study in studies)
    assert {theme for study in studies for theme in study.themes} == set(THEMES)
    assert {len(study.themes) for study in studies} == {1, 2, 3}
    assert {len(study.authors) for study in studies} == {1, 2, 3, 4, 5, 6}
    assert {len(study.statements) for study in studies} == set(range(9))
    assert {study.year for study in studies} == set(range(1990, 2026))
    assert (len(corpus.authors), len(corpus.journals)) == (500, 63)
    journals = Counter(study.journal for study in studies).most_common()
    assert journals[0][1] > 10 * journals[-1][1]
    assert 180 < sum(len(" ".join(study.abstract).split()) for study in studies) / 1000 < 230


def test_every_name_has_an_address_of_its_own() -> None:
    corpus = Corpus(5000)
    assert len({name_slug(f"{author.family}, {author.given}") for author in corpus.authors}) == 2500
    journals = Corpus(100_000).journals
    assert len(journals) == len({slugify(journal) for journal in journals}) == 632
    assert len({slugify(theme) for theme in THEMES}) == 24
