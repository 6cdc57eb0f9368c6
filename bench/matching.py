"""Measures the matching of duplicates on invented records: how right it is, how long it takes, how much memory.

    python bench/matching.py [NUMBER OF RECORDS]        10,000 without a number

A tenth of the records describe a study that another one describes as well, with the differences that exports of
databases have: initials, abbreviated journals, shortened pages, dropped fields and subtitles, tags, slips, years off by
one. Beside them stand pairs that only look alike: parts, corrections, preprints, abstracts, headings that recur. The
seed is fixed. Time is also given as a multiple of what joining the same records by equal titles takes.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from synthesite.found import full  # noqa: E402  # the project is found by the line above
from synthesite.match import group_extracts  # noqa: E402  # the project is found by the line above
from synthesite.model import Extract, SourceItem  # noqa: E402
from synthesite.text.folding import title_key  # noqa: E402

Values = dict[str, Any]

SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "zu",
    "bran",
    "crel",
    "dost",
    "fenk",
    "glim",
    "hart",
]
COMMON = [
    "effects",
    "of",
    "the",
    "and",
    "in",
    "on",
    "for",
    "with",
    "among",
    "between",
    "study",
    "trial",
    "review",
    "analysis",
    "patients",
    "adults",
    "children",
    "treatment",
    "risk",
    "health",
    "quality",
    "life",
    "care",
    "outcomes",
    "associated",
    "randomised",
    "controlled",
    "systematic",
    "clinical",
    "prospective",
    "cohort",
]
HEADINGS = ["Editorial", "Book review", "Letters", "Introduction", "News in brief", "Annual report of the society"]


def invented_word(rng: random.Random) -> str:
    """A word that no language has."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


class Generator:
    """Makes records from a seed: words, journals and authors are shared among them as unevenly as in real sets."""

    def __init__(self, seed: int, size: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311  # invented records, no secret
        self.numbers = count(1)
        self.words = [invented_word(self.rng) for _ in range(600 + size // 20)]
        self.weights = [1 / (rank + 5) for rank in range(len(self.words))]
        self.families = [invented_word(self.rng).capitalize() for _ in range(200 + size // 20)]
        self.journals = [
            f"{self.rng.choice(['Journal', 'Annals', 'Archives'])} of Invented {invented_word(self.rng).title()}"
            + self.rng.choice(["", " and " + invented_word(self.rng).title(), " Research"])
            for _ in range(50 + size // 100)
        ]

    def title(self) -> str:
        """Common words and rarer ones, now and then with a subtitle."""
        rng = self.rng
        rare = rng.choices(self.words, self.weights, k=rng.randint(3, 6))
        words = [word for one in rare for word in (one, *rng.sample(COMMON, rng.randint(0, 2)))]
        if rng.random() < 0.4:
            words.insert(len(words) * 2 // 3, rng.choice(COMMON) + ":")
        return "Invented " + " ".join(words)

    def authors(self) -> list[dict[str, str]]:
        """One to eight people, many of whom wrote other records too."""
        rng = self.rng
        return [
            {"family": rng.choice(self.families), "given": f"{invented_word(rng).title()} {rng.choice('ABCDEFG')}."}
            for _ in range(rng.randint(1, 8))
        ]

    def record(self) -> Values:
        """A whole record."""
        rng = self.rng
        first, year = rng.randint(2, 1800), rng.randint(1990, 2024)
        values: Values = {
            "title": self.title(),
            "authors": self.authors(),
            "year": year,
            "journal": rng.choice(self.journals),
            "volume": str(year - 1980),
            "issue": str(rng.randint(1, 12)),
            "pages": f"{first}-{first + rng.randint(3, 14)}",
        }
        if rng.random() < 0.7:
            values["doi"] = f"10.5555/invented.{next(self.numbers)}"
        return values

    def heading(self) -> Values:
        """Something that every issue has."""
        return self.record() | {"title": self.rng.choice(HEADINGS), "pages": str(self.rng.randint(2, 400))}

    def again(self, values: Values) -> Values:
        """The same study as another database has it."""
        rng, found = self.rng, dict(values)
        for change, share in CHANGES:
            if rng.random() < share:
                change(found, rng)
        return found

    def look_alike(self, values: Values) -> Values:
        """Another publication that looks like this one."""
        rng = self.rng
        other = self.record()
        title = values["title"]
        kind = rng.randrange(6)
        if kind == 5:  # another substance, tried by the same people in the same issue
            words = title.split()
            words[2] = invented_word(rng) + "ine"
            return values | {"title": " ".join(words), "pages": other["pages"], "doi": None}
        if kind == 0:  # a correction
            return values | {"title": f"Correction to: {title}", "pages": other["pages"], "doi": None}
        if kind == 1:  # the abstract of a congress
            placed = {key: other[key] for key in ("journal", "volume", "issue")}
            return values | placed | {"pages": f"S{rng.randint(2, 400)}", "doi": None, "year": values["year"] - 1}
        if kind == 2:  # a preprint
            return values | {"journal": "medRxiv", "volume": None, "issue": None, "pages": None, "doi": None}
        if kind == 3:  # the next part
            return values | {
                "title": f"{title}. Part II",
                "pages": other["pages"],
                "issue": other["issue"],
                "doi": None,
            }
        return values | {
            "title": f"{title}: study protocol",
            "pages": other["pages"],
            "year": values["year"] - 1,
            "doi": None,
        }


def initials(values: Values, _: random.Random) -> None:
    """Given names as initials."""
    values["authors"] = [
        {"family": one["family"], "given": " ".join(f"{word[0]}." for word in one["given"].split())}
        for one in values["authors"]
    ]


def slip(values: Values, rng: random.Random) -> None:
    """A letter too few in the title."""
    at = rng.randrange(9, len(values["title"]))
    values["title"] = values["title"][:at] + values["title"][at + 1 :]


def abbreviated(values: Values, _: random.Random) -> None:
    """The journal's name with its long words cut."""
    words = (word for word in values["journal"].split() if word not in {"of", "and"})
    values["journal"] = " ".join(word if len(word) < 5 else f"{word[:4]}." for word in words)


def short_pages(values: Values, _: random.Random) -> None:
    """221-8 for 221-228."""
    first, _, last = values["pages"].partition("-")
    if len(first) == len(last) > 1 and first[:-1] == last[:-1]:
        values["pages"] = f"{first}-{last[-1]}"


def dropped(*keys: str) -> Callable[[Values, random.Random], None]:
    """A change that leaves values out."""

    def change(values: Values, _: random.Random) -> None:
        for key in keys:
            values[key] = None

    return change


def set_to(key: str, change: Callable[[Any], Any]) -> Callable[[Values, random.Random], None]:
    """A change of one value."""
    return lambda values, _: values.update({key: change(values[key])})


CHANGES: list[tuple[Callable[[Values, random.Random], None], float]] = [
    (initials, 0.5),
    (abbreviated, 0.3),
    (short_pages, 0.3),
    (dropped("doi"), 0.4),
    (dropped("issue"), 0.2),
    (dropped("pages"), 0.15),
    (dropped("volume", "issue"), 0.1),
    (dropped("journal"), 0.05),
    (dropped("authors"), 0.03),
    (set_to("year", lambda year: year + 1), 0.05),
    (set_to("authors", lambda authors: authors and authors[:1]), 0.1),
    (set_to("title", str.upper), 0.1),
    (set_to("title", lambda title: f"[{title}] [Chinese]"), 0.05),
    (set_to("title", lambda title: title.partition(":")[0]), 0.05),
    (slip, 0.1),
    (slip, 0.05),
]


def generate(size: int, seed: int = 20) -> tuple[list[Extract], list[int]]:
    """That many extracts in no order, and the number of the study that each is about."""
    made = Generator(seed, size)
    described: list[tuple[int, Values]] = []
    study = 0
    while len(described) < size:
        study += 1
        chance = made.rng.random()
        values = made.heading() if chance < 0.02 else made.record()
        described.append((study, values))
        if 0.02 <= chance < 0.11:  # two or three more of every tenth make a tenth of all
            described += [(study, made.again(values)) for _ in range(1 + (made.rng.random() < 0.25))]
        elif 0.11 <= chance < 0.14:
            study += 1
            described.append((study, made.look_alike(values)))
    described = described[:size]
    made.rng.shuffle(described)
    extracts = []
    for number, (_, values) in enumerate(described, 1):
        source = SourceItem(path="content/sources/invented.csv", item=number, sha256=str(number), reader="table")
        kept = {key: value for key, value in values.items() if value is not None}
        extracts.append(Extract(source=source, line=number, values=kept, places={}, conflicts=[], problems=[]))
    return extracts, [study for study, _ in described]


def by_equal_titles(extracts: list[Extract]) -> list[list[Extract]]:
    """What the time is held against: titles that are equal but for case, accents and punctuation."""
    groups: dict[str, list[Extract]] = {}
    for extract in extracts:
        groups.setdefault(title_key(extract.values["title"]), []).append(extract)
    return list(groups.values())


def errors(groups: list[list[Extract]], studies: list[int]) -> tuple[int, int, int]:
    """Records merged away rightly, wrongly, and not merged away that should have been."""
    found = [[studies[extract.source.item - 1] for extract in group] for group in groups]
    wrong = sum(len(set(group)) - 1 for group in found)
    merged = sum(len(group) - 1 for group in found)
    right = merged - wrong
    return right, wrong, len(studies) - len(set(studies)) - right


def measured(
    name: str, run: Callable[[list[Extract]], list[list[Extract]]], extracts: list[Extract], studies: list[int]
) -> float:
    """Prints how well a way of grouping does, and gives the seconds of one core that it takes."""
    start = time.process_time()
    groups = run(extracts)
    taken = time.process_time() - start
    right, wrong, missed = errors(groups, studies)
    sensitivity, precision = right / max(right + missed, 1), right / max(right + wrong, 1)
    counts = f"{right} of {right + missed} duplicates found, {wrong} wrong"
    print(f"{name}: {counts} (sensitivity {sensitivity:.4f}, precision {precision:.4f}), {taken:.2f} s of one core")
    return taken


def _groups(extracts: list[Extract]) -> list[list[Extract]]:
    return [[full(one) for one in match.extracts] for match in group_extracts(extracts)]


def main() -> None:
    """Prints the measurement."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    extracts, studies = generate(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    base = measured("equal titles", by_equal_titles, extracts, studies)
    taken = measured("matching", _groups, extracts, studies)
    print(f"matching takes {taken / base:.0f} times as long as joining by equal titles")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at its peak: {peak:.0f} MB, of which {before:.0f} MB were there with the records")


if __name__ == "__main__":
    main()
