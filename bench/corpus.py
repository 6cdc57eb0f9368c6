"""An invented corpus of studies: the same for the same size and seed, each study on its own, so that none is kept.

Its shape is that of a field: 24 themes, half as many authors as studies, a few journals that publish much and many
that publish little, years from 1990 to 2025, abstracts of 200 words, up to eight citation statements, summaries of
130 words.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, count, product
from typing import NamedTuple

from bench.words import Words, invented_word
from synthesite.text.slugs import slugify

THEMES = (
    "Asking for help", "Belonging", "Care at home", "Carers & families", "Crisis care", "Daily rhythm", "Digital care",
    "Employment", "Fair access", "First episodes", "Food and eating", "Green spaces", "Housing", "Later life",
    "Loneliness", "Loss and grief", "Movement", "Music and art", "New parents", "Pain", "School years", "Sleep",
    "Stigma", "Teams at work",
)  # fmt: skip
PARTS = ("Background", "Methods", "Results", "Conclusions")
STANCES = ("supporting", "mentioning", "contrasting")
DESIGNS = (
    "cohort", "cross-sectional survey", "ethnography/observation", "focus groups", "meta-analysis", "mixed methods",
    "protocol", "qualitative interviews", "randomised controlled trial", "scoping review", "systematic review",
)  # fmt: skip
COUNTRIES = (
    "Australia", "Austria", "Canada", "China", "Denmark", "Finland", "Germany", "India", "Israel", "Japan",
    "Netherlands", "Norway", "Singapore", "Spain", "Sweden", "Tanzania", "Uganda", "United Kingdom", "United States",
)  # fmt: skip
_SECTIONS = ("Introduction", "Methods", "Results", "Discussion")
_OPENINGS = ("An invented trial of", "An invented survey of", "An invented review of", "Invented interviews on")
_GIVEN = (
    "Ada", "Aino", "Amir", "Asha", "Bert", "Bruna", "Celia", "Dario", "Edda", "Emil", "Freya", "Goran", "Hana", "Ilse",
    "Ivo", "Jana", "Kaya", "Lino", "Malik", "Mira", "Nils", "Noor", "Olga", "Pablo", "Rafi", "Runa", "Selma", "Tomas",
)  # fmt: skip
_SERIES = ("Invented Journal of", "Imaginary Archives of", "Invented Letters on", "Fictional Reviews in", "Made-up")
_FIELDS = ("Care", "Community Care", "Health Work", "Recovery", "Wellbeing", "Public Care", "Nursing Work", "Policy")


class Author(NamedTuple):
    """A name in its parts."""

    family: str
    given: str

    @property
    def name(self) -> str:
        """The name in reading order."""
        return f"{self.given} {self.family}"


class Statement(NamedTuple):
    """What a later study is made to say about a study."""

    stance: str
    section: str
    text: str


class Invented(NamedTuple):
    """A study that never was. `abstract` has a text for each of `PARTS`; `themes` are labels; `summary` is Markdown."""

    number: int
    id: str
    title: str
    authors: list[Author]
    year: int
    journal: str
    themes: list[str]
    doi: str
    design: str
    countries: list[str]
    abstract: list[str]
    statements: list[Statement]
    summary: str


class Corpus:
    """All studies of a size and a seed. `studies` may go beyond the size: those share its authors and journals."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.size = size
        self.seed = seed
        self.words = Words.of(seed)
        rng = random.Random(f"names {seed}")  # noqa: S311  # the same for ever, not secret
        self.authors = _authors(rng, max(6, size // 2))
        self.journals = _journals(max(4, int(2 * math.sqrt(size))))
        self._shares = list(accumulate(1 / rank for rank in range(1, len(self.journals) + 1)))

    def studies(self, start: int = 0, stop: int | None = None) -> Iterator[Invented]:
        """The studies from number `start` up to `stop` (the corpus's size without it), made one at a time."""
        return map(self.study, range(start, self.size if stop is None else stop))

    def study(self, number: int) -> Invented:
        """The study of this number."""
        rng, words = random.Random(f"study {self.seed} {number}"), self.words  # noqa: S311  # as above
        title = f"{rng.choice(_OPENINGS)} {' '.join(words.some(rng, rng.randint(4, 7)))}"
        if rng.random() < 0.4:
            title += f": {' '.join(words.some(rng, rng.randint(3, 6)))}"
        authors = rng.sample(self.authors, min(rng.randint(1, 6), len(self.authors)))
        year = rng.randint(1990, 2025)
        return Invented(
            number=number,
            id=slugify(f"{authors[0].family} {year} invented study {number:06}"),
            title=title,
            authors=authors,
            year=year,
            journal=self.journals[bisect(self._shares, rng.random() * self._shares[-1])],
            themes=rng.sample(THEMES, rng.randint(1, 3)),
            doi=f"10.5555/invented.{self.seed}.{number}",
            design=rng.choice(DESIGNS),
            countries=rng.sample(COUNTRIES, rng.choice((1, 1, 1, 2))),
            abstract=[words.prose(rng, 50) for _ in PARTS],
            statements=[
                Statement(rng.choice(STANCES), rng.choice(_SECTIONS), words.prose(rng, rng.randint(18, 32)))
                for _ in range(rng.randint(0, 8))
            ],
            summary=_summary(rng, words, number),
        )


def _summary(rng: random.Random, words: Words, number: int) -> str:
    """What a curator might write: paragraphs, a list, a quotation, emphasis, a link and code."""
    term, measure, item, code = words.some(rng, 4)
    return (
        f"{words.prose(rng, 34)}\n\n"
        f"**In short:** {words.prose(rng, 22)} Compare *{term} {measure}* in\n"
        f"[the invented register](https://register.example/{number}).\n\n"
        f"- {words.prose(rng, 11)}\n- {words.prose(rng, 11)}\n- **{item}:** {words.prose(rng, 9)}\n\n"
        f"> {words.prose(rng, 20)}\n\n"
        f"The measure was `{code}`.\n"
    )


def _authors(rng: random.Random, size: int) -> list[Author]:
    """So many authors; no two share an address, whichever part of the name comes first."""
    found: dict[str, Author] = {}
    while len(found) < size:
        family = invented_word(rng, rng.choice((2, 3, 3))).capitalize()
        if rng.random() < 0.05:
            family = family.replace("o", "ö", 1).replace("e", "é", 1)
        author = Author(family, f"{rng.choice(_GIVEN)} {rng.choice('ABCDEFGHIJKLMNOPRSTUVW')}.")
        found.setdefault(slugify(author.name), author)
    return list(found.values())


def _journals(size: int) -> list[str]:
    """So many journals' titles."""
    plain = [f"{series} {field}" for field, series in product(_FIELDS, _SERIES)]
    numbered = (f"{title}, Series {part}" for part in count(2) for title in plain)
    return [*plain, *(next(numbered) for _ in range(size - len(plain)))][:size]
