"""Which extracts are about the same study, and which record is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.match import Grouper, Match, group_extracts
from synthesite.model import Extract, SourceItem
from tests.text.properties import tries

Values = dict[str, Any]

PEOPLE = [
    {"family": "Example", "given": "Ada"},
    {"family": "Beispiel", "given": "Bert B."},
    {"family": "Esempio", "given": "Carla"},
]
KEEPERS: Values = {
    "title": "An invented study of lighthouse keepers and their clocks: a comparison of towers",
    "authors": PEOPLE,
    "year": 2020,
    "journal": "Journal of Invented Results",
    "volume": "12",
    "issue": "3",
    "pages": "221-228",
}
OTHERS = [{"family": "Ejemplo", "given": "Dora"}, {"family": "Exempel", "given": "Erik"}]
TEXT = "We invented forty keepers, gave each of them a clock and counted how often they looked at it by night. " * 3


def extract(number: int = 0, **values: Any) -> Extract:
    """What a reader found in the source of this number."""
    source = SourceItem(path=f"content/sources/{number}.ris", item=1, sha256=str(number), reader="ris")
    return Extract(source=source, line=1, values=values, places={}, conflicts=[], problems=[])


def groups(extracts: list[Extract]) -> list[list[int]]:
    """The groups as lists of the extracts' numbers."""
    return [[int(e.source.sha256) for e in match.extracts] for match in group_extracts(extracts)]


def together(one: Values, other: Values) -> bool:
    """Whether two descriptions come out as one study."""
    return groups([extract(0, **one), extract(1, **other)]) == [[0, 1]]


def without(*keys: str, **changes: Any) -> Values:
    """The keepers' study without some values, and with others."""
    return {key: value for key, value in (KEEPERS | changes).items() if key not in keys}


SAME: dict[str, tuple[Values, Values]] = {
    "case and accents": (KEEPERS, without(title=KEEPERS["title"].upper().replace("Y", "Ý"))),
    "markup and entities": (
        without(title="Keepers &amp; clocks in an <i>invented</i> study of towers"),
        without(title="Keepers and clocks in an invented study of towers"),
    ),
    "a language tag": (KEEPERS, without(title=f"[{KEEPERS['title']}]. [Chinese]")),
    "a note of the database": (KEEPERS, without(title=KEEPERS["title"] + " (Reprinted from Invented Tides, vol 3)")),
    "a note on a correction": (KEEPERS, without(title=KEEPERS["title"] + ". [Erratum appears in J Inv. 2021;(4)]")),
    "retracted since": (KEEPERS, without(title="RETRACTED: " + KEEPERS["title"])),
    "a subtitle left out": (KEEPERS, without(title="An invented study of lighthouse keepers and their clocks")),
    "a slip in the title": (KEEPERS, without(title=KEEPERS["title"].replace("keepers", "kepers"))),
    "another hyphenation": (KEEPERS, without(title=KEEPERS["title"].replace("lighthouse", "light-house"))),
    "initials only": (KEEPERS, without(authors=[{"family": p["family"], "given": p["given"][0]} for p in PEOPLE])),
    "the first author only": (KEEPERS, without(authors=PEOPLE[:1])),
    "et al": (KEEPERS, without(authors=[PEOPLE[0], {"literal": "et al."}])),
    "another order of authors": (KEEPERS, without(authors=PEOPLE[::-1])),
    "names turned round": (KEEPERS, without(authors=[{"family": p["given"], "given": p["family"]} for p in PEOPLE])),
    "no authors": (KEEPERS, without("authors")),
    "an abbreviated journal": (KEEPERS, without(journal="J. Invent. Results")),
    "no journal": (KEEPERS, without("journal")),
    "pages cut short": (KEEPERS, without(pages="221-8")),
    "pages that a spreadsheet took for a date": (without(pages="21-28"), without(pages="21-Aug")),
    "a page of the pages": (KEEPERS, without(pages="221")),
    "an article number": (KEEPERS, without(pages="e1754", issue="")),
    "online a year before": (KEEPERS, without(year=2019)),
    "online before it had a place": (KEEPERS, without("pages", "volume", "issue", year=2019)),
    "a wrong year": (KEEPERS, without(year=2002)),
    "no year": (KEEPERS, without("year")),
    "volume and supplement run together": (without(issue="Suppl 1"), without(volume="12 SUPPL. 1", issue="")),
    "a volume of which the beginning is lost": (without(issue="SUPPL. 1"), without(volume="1)", issue="")),
    "title only": ({"title": KEEPERS["title"]}, {"title": KEEPERS["title"]}),
    "Cyrillic": (
        {"title": "Вымышленное исследование смотрителей маяка", "year": 2020, "journal": "Вымыслы"},
        {"title": "ВЫМЫШЛЕННОЕ ИССЛЕДОВАНИЕ СМОТРИТЕЛЕЙ МАЯКА.", "year": 2020, "journal": "Вымыслы"},
    ),
    "Chinese": (
        {"title": "关于灯塔看守人及其时钟的虚构研究", "year": 2020, "journal": "虚构学报"},
        {"title": "关于灯塔看守人及其时钟的虚构研究。", "year": 2020, "journal": "虚构学报"},
    ),
    "a translated title": (KEEPERS, without(title="Eine erfundene Untersuchung über Wärter und ihre Uhren")),
    "a DOI with escapes": (without(doi="10.5555/a(1)"), without("pages", "volume", doi="10.5555/a%281%29")),
    "two DOIs for one place": (without(doi="10.5555/keepers"), without(doi="10.5555/keeper")),
    "a DOI, whatever else was left out": ({"title": KEEPERS["title"], "doi": "10.5555/a"}, {"doi": "10.5555/a"}),
    "a DOI and a subtitle": (
        without(doi="10.5555/a"),
        {"title": "An invented study of lighthouse keepers", "doi": "10.5555/a"},
    ),
    "a PMC number": ({"title": "Invented keepers", "pmcid": "PMC1"}, {"title": "Invented keepers", "pmcid": "PMC1"}),
    "an editorial": (without(title="Editorial"), without(title="Editorial")),
    "printed again word for word": (
        without(doi="10.5555/a", abstract=[{"text": TEXT}]),
        without(doi="10.5555/b", abstract=[{"text": TEXT}], volume="13", pages="321-328", year=2021),
    ),
    "one DOI, and titles in two alphabets": (
        {"title": KEEPERS["title"], "doi": "10.5555/a", "authors": PEOPLE, "year": 2020},
        {"title": "Вымышленное исследование смотрителей маяка", "doi": "10.5555/a", "authors": PEOPLE},
    ),
    "one DOI, and everything else in two alphabets": (
        without("journal", doi="10.5555/a"),
        without(
            "journal",
            doi="10.5555/a",
            title="Вымышленное исследование смотрителей маяка",
            authors=[{"family": "Пример", "given": "Ада"}, {"family": "Байшпиль", "given": "Берт"}],
        ),
    ),
    "a conference paper with the DOI of its preprint": (
        without(journal="Proceedings of the Invented Conference"),
        without(journal="Proceedings of the Invented Conference", doi="10.2139/ssrn.1"),
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_study_in_other_words_is_one(case: str) -> None:
    one, other = SAME[case]
    assert together(one, other)
    assert together(other, one)


DIFFERENT: dict[str, tuple[Values, Values]] = {
    "a conference abstract": (
        KEEPERS,
        without(journal="Invented Congress Abstracts", volume="4", pages="S12", year=2019),
    ),
    "an abstract printed in two issues": (
        without(pages="S12"),
        without(pages="S30", volume="13", issue="1", year=2021),
    ),
    "a protocol": (
        without(title="Clocks for invented lighthouse keepers: study protocol for a randomised controlled trial"),
        without("pages", title="Clocks for invented lighthouse keepers: a randomised controlled trial"),
    ),
    "parts": (
        without("pages", title="An invented study of lighthouse keepers. Part I: towers"),
        without("pages", title="An invented study of lighthouse keepers. Part II: towers"),
    ),
    "a correction": (KEEPERS, without("pages", title="Correction to: " + KEEPERS["title"])),
    "a correction of the same title": (KEEPERS, without(pages="345", issue="4")),
    "a letter about it": (KEEPERS, without(title="Re: " + KEEPERS["title"], authors=OTHERS, pages="229")),
    "the authors' reply": (KEEPERS, without(title=KEEPERS["title"] + ": reply", pages="230")),
    "a preprint": (KEEPERS, without("volume", "issue", "pages", journal="medRxiv")),
    "a preprint by its DOI": (KEEPERS, without("volume", "pages", "journal", doi="10.1101/2020.01.01.20000001")),
    "another year's survey": (
        without("pages", title="The invented survey of lighthouse keepers in 2019"),
        without("pages", title="The invented survey of lighthouse keepers in 2020"),
    ),
    "editorials of two issues": (
        without(title="Editorial", pages="5-6"),
        without(title="Editorial", pages="5-6", issue="4"),
    ),
    "reviews of one book": (
        without(title="Review of an invented book on lighthouse keepers", pages="1-2", authors=PEOPLE[:1]),
        without(title="Review of an invented book on lighthouse keepers", journal="Tides", authors=OTHERS[:1]),
    ),
    "another substance": (
        without("pages", title="Effects of inventamide on the sleep of keepers of lighthouses"),
        without("pages", title="Effects of fictivamide on the sleep of keepers of lighthouses"),
    ),
    "companion papers on neighbouring pages": (
        without(title="Keepers of invented lighthouses: hearing and its loss among them"),
        without(title="Keepers of invented lighthouses: healing and its loss among them", pages="229-236"),
    ),
    "companion papers on the same pages of volumes of which one has the number of the other's issue": (
        without(title="Acute tiredness of keepers of invented lighthouses", volume="1", issue="1", pages="1-8"),
        without(title="Chronic tiredness of keepers of invented lighthouses", volume="7", issue="1", pages="1-8"),
    ),
    "opposites": (
        without("pages", title="Maternal hypertension and the sleep of invented keepers"),
        without("pages", title="Maternal hypotension and the sleep of invented keepers"),
    ),
    "other opposites": (
        without("pages", title="Paternal sleep in the families of invented lighthouse keepers"),
        without("pages", title="Maternal sleep in the families of invented lighthouse keepers"),
    ),
    "one sign of a Chinese or Japanese title": (
        without("pages", title="灯台守の夜の睡眠に関する発明された研究"),
        without("pages", title="灯台守の昼の睡眠に関する発明された研究"),
    ),
    "two abstracts of one supplement with one DOI": (
        without(doi="10.5555/supplement", pages="S1"),
        without(doi="10.5555/supplement", pages="S2", title="Foghorns and their invented listeners", authors=OTHERS),
    ),
    "two abstracts in two alphabets with one DOI": (
        without("pages", doi="10.5555/supplement"),
        without("pages", doi="10.5555/supplement", title="Туманные горны и их вымышленные слушатели", authors=OTHERS),
    ),
    "two headings of one supplement with one DOI": (
        without(title="Editorial", doi="10.5555/supplement", pages="1", authors=PEOPLE[:1]),
        without(title="Editorial", doi="10.5555/supplement", pages="9", authors=OTHERS),
    ),
    "two DOIs and nothing else": (
        {"title": KEEPERS["title"], "doi": "10.5555/a"},
        {"title": KEEPERS["title"], "doi": "10.5555/b"},
    ),
    "two updates of a review": (
        without("pages", doi="10.1002/14651858.CD000000.pub2"),
        without("pages", doi="10.1002/14651858.CD000000.pub3", year=2021),
    ),
    "a short title only": ({"title": "Invented keepers"}, {"title": "Invented keepers"}),
    "other authors": (KEEPERS, without("pages", authors=OTHERS)),
    "different papers on the same pages of two issues": (
        KEEPERS,
        without(title="Foghorns and their invented listeners by the sea", issue="4"),
    ),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_what_only_looks_alike_stays_apart(case: str) -> None:
    one, other = DIFFERENT[case]
    assert not together(one, other)
    assert not together(other, one)


@pytest.mark.parametrize("key", ["doi", "pmid"])
def test_the_same_identifier_is_the_same_study_and_the_reason_is_kept(key: str) -> None:
    found = group_extracts([extract(0, **{key: "1"}), extract(1, **{key: "2"}), extract(2, **{key: "1"})])
    assert [match.reasons for match in found] == [[None, key], [None]]


def test_a_doi_is_never_taken_for_a_pmid() -> None:
    assert groups([extract(0, doi="1"), extract(1, pmid="1")]) == [[0], [1]]


def test_the_reason_names_what_agrees() -> None:
    (match,) = group_extracts(
        [extract(0, **KEEPERS), extract(1, **without("volume", journal="J Inv Results", year=2019))]
    )
    assert match.reasons == [None, "title, authors, journal, pages"]


def test_extracts_belong_together_by_way_of_others() -> None:
    chain = [extract(0, doi="a"), extract(1, doi="a", pmid="1"), extract(2, pmid="1")]
    assert groups(chain) == [[0, 1, 2]]


def test_two_groups_that_a_later_extract_joins_are_one_in_their_order() -> None:
    assert groups([extract(0, doi="a"), extract(1), extract(2, pmid="1"), extract(3, pmid="1", doi="a")]) == [
        [0, 2, 3],
        [1],
    ]


def test_an_extract_that_a_later_one_brings_in_has_a_reason_too() -> None:
    (match,) = group_extracts([extract(0, doi="a"), extract(1, pmid="1"), extract(2, pmid="1", doi="a")])
    assert match.reasons[0] is None
    assert match.reasons[1] == "pmid", "it shares the PMID of the third"
    assert match.reasons[2] == "doi"


def test_a_third_extract_does_not_join_two_that_contradict_each_other() -> None:
    article = without(doi="10.5555/article", authors=PEOPLE)
    abstract = without(doi="10.5555/abstract", journal="Congress", volume="4", pages="S12")
    bare = {"title": KEEPERS["title"], "year": 2020, "authors": PEOPLE, "doi": "10.5555/article"}
    assert groups([extract(0, **abstract), extract(1, **bare), extract(2, **article)]) == [[0], [1, 2]]


def test_a_person_puts_together_what_the_program_keeps_apart() -> None:
    one, other = DIFFERENT["a conference abstract"]
    (match,) = group_extracts([extract(0, **one), extract(1, **other)], same=[({0}, {1})])
    assert match.reasons == [None, "decided in config.yaml"]


def test_a_person_keeps_apart_what_the_program_puts_together() -> None:
    found = group_extracts([extract(0, **KEEPERS), extract(1, **KEEPERS)], apart=[({0}, {1})])
    assert len(found) == 2


def test_a_cluster_that_a_person_divides_is_cut_at_its_weakest_link() -> None:
    """The second shares the first's DOI and only a title with the third, so it stays with the first."""
    three = [extract(0, doi="10.5555/a", **KEEPERS), extract(1, doi="10.5555/a", **KEEPERS), extract(2, **KEEPERS)]
    found = group_extracts(three, apart=[({0}, {2})])
    assert [[int(e.source.sha256) for e in match.extracts] for match in found] == [[0, 1], [2]]


def test_apart_goes_before_same() -> None:
    found = group_extracts([extract(0), extract(1)], same=[({0}, {1})], apart=[({1}, {0})])
    assert len(found) == 2


def test_hundreds_of_one_heading_are_compared_with_their_likes_only() -> None:
    issues = [
        without(title="Editorial", volume=str(n // 2), pages=f"{n}-{n + 1}", year=1800 + n // 2) for n in range(400)
    ]
    assert groups([extract(at, **values) for at, values in enumerate(issues)]) == [[at] for at in range(400)]


def varied(field: str, *others: Any) -> st.SearchStrategy[tuple[str, Any]]:
    return st.tuples(st.just(field), st.sampled_from([KEEPERS.get(field), None, *others]))


DESCRIBED = st.tuples(
    varied("title", "Editorial", "An invented study of lighthouse keepers", "Foghorns and their invented listeners"),
    varied("authors", PEOPLE[:1], OTHERS),
    varied("year", 2019, 2002),
    varied("journal", "Tides"),
    varied("volume", "13"),
    varied("issue", "4"),
    varied("pages", "221-8", "S12", "1-9"),
    varied("doi", "10.5555/a", "10.5555/b"),
    varied("pmid", "1"),
).map(lambda pairs: {key: value for key, value in pairs if value is not None})
INDICES = st.sets(st.integers(0, 7), min_size=1, max_size=3)


def as_values(match: Match) -> list[str]:
    return sorted(repr(sorted(extract.values.items(), key=lambda item: item[0])) for extract in match.extracts)


@tries
@given(st.lists(DESCRIBED, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_extracts_does_not_matter(values: list[Values], random: Any) -> None:
    extracts = [extract(at, **value) for at, value in enumerate(values)]
    shuffled = list(extracts)
    random.shuffle(shuffled)
    assert sorted(map(as_values, group_extracts(extracts))) == sorted(map(as_values, group_extracts(shuffled)))


@tries
@given(st.lists(DESCRIBED, max_size=10))
def test_each_extract_is_in_one_group_in_its_order_and_with_its_reason(values: list[Values]) -> None:
    found = group_extracts([extract(at, **value) for at, value in enumerate(values)])
    numbers = [[int(e.source.sha256) for e in match.extracts] for match in found]
    assert sorted(at for group in numbers for at in group) == list(range(len(values)))
    assert all(group == sorted(group) for group in numbers)
    assert [group[0] for group in numbers] == sorted(group[0] for group in numbers)
    for match in found:
        assert match.reasons[0] is None
        assert len(match.reasons) == len(match.extracts)
        assert all(match.reasons[1:])


@tries
@given(
    st.lists(DESCRIBED, min_size=8, max_size=8),
    st.lists(st.tuples(INDICES, INDICES), max_size=3),
    st.lists(st.tuples(INDICES, INDICES), max_size=3),
)
def test_what_a_person_decided_holds(values: list[Values], same: list[Any], apart: list[Any]) -> None:
    extracts = [extract(at, **value) for at, value in enumerate(values)]
    found = group_extracts(extracts, same, apart)
    group_of = {int(e.source.sha256): number for number, match in enumerate(found) for e in match.extracts}
    for one, other in apart:
        assert not any(group_of[a] == group_of[b] for a in one for b in other if a != b)
    for one, other in same if not apart else ():
        assert len({group_of[at] for at in one | other}) == 1


@pytest.mark.parametrize(("then", "same"), [(3, []), (2, []), (3, [({0}, {2})])])
def test_what_is_grouped_ahead_is_grouped_as_it_turns_out_to_be(
    then: int, same: list[tuple[set[int], set[int]]]
) -> None:
    """Where it is not what was to be grouped, because some are not there or somebody decided something."""
    extracts = [extract(0, **KEEPERS), extract(1, **KEEPERS), extract(2, title="Another invented study of the tides")]
    grouper = Grouper()
    grouper.ahead(extracts)
    assert grouper.grouped(extracts[:then], same) == group_extracts(extracts[:then], same)
    assert grouper.grouped(extracts) == group_extracts(extracts)
