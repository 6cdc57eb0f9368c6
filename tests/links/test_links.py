"""Which studies are linked, as what and why; and which are not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.links import LinkTraits, find_links, link_traits, papers
from synthesite.links.papers import MOST
from synthesite.links.versions import is_preprint
from synthesite.model import AbstractPart, Notice, Person, Record
from synthesite.text.folding import same_form
from tests.text.properties import tries

TITLE = "An invented study of lighthouse keepers and their lamps"
ADA, BERT, CARLA = (
    Person(family="Example", given="Ada"),
    Person(family="Beispiel", given="Bert"),
    Person(family="Ejemplo", given="Carla"),
)


def paper(name: str, title: str = TITLE, **values: Any) -> Record:
    known: dict[str, Any] = {"id": name, "title": title, "authors": [ADA, BERT], "year": 2021}
    return Record(**known | values)


def preprint(title: str = TITLE, **values: Any) -> Record:
    return paper("pre", title, **{"type": "article"} | values)


def linked(*records: Record) -> dict[str, list[tuple[str, str, str]]]:
    traits = list(map(link_traits, records))
    found = find_links(traits)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(traits), type=list[LinkTraits]) == traits, "they can be stored"
    assert find_links(map(link_traits, reversed(records))) == found, "the order of the records doesn't matter"
    for one, links in found.items():
        for link in links:
            assert one in {back.id for back in found[link.id]}, "linked both ways"
            assert link.id != one
    return {
        one: [(link.id, str(link.relation), " and ".join(map(str, link.because))) for link in links]
        for one, links in found.items()
    }


def test_a_preprint_and_its_article_are_linked_with_the_reason() -> None:
    assert linked(preprint(), paper("art", type="article-journal", year=2023)) == {
        "pre": [("art", "article", "the same title and the same authors")],
        "art": [("pre", "preprint", "the same title and the same authors")],
    }


@pytest.mark.parametrize(
    "values",
    [
        {"type": "article"},
        {"genre": "Preprint"},
        {"doi": "10.1101/2099.01.31.99999999"},
        {"doi": "10.1101/999999"},
        {"doi": "10.31234/osf.io/zzzzz"},
        {"doi": "10.21203/rs.3.rs-999999/v1"},
        {"journal": "medRxiv"},
        {"journal": "medRxiv: the preprint server for health sciences"},
        {"journal": "arXiv"},
        {"journal": "PsyArXiv"},
        {"journal": "Research Square"},
        {"journal": "Preprints.org"},
        {"journal": "SSRN Electronic Journal"},
    ],
)
def test_a_preprint_is_known_by_type_genre_doi_or_venue(values: dict[str, str]) -> None:
    assert is_preprint(Record(id="a", **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [{}, {"type": "article-journal", "doi": "10.5555/a"}, {"doi": "10.1101/gad.999999.099"}, {"journal": "Archives"},
     {"journal": "Preprints in History"}, {"genre": "Journal Article"}],
)  # fmt: skip
def test_other_papers_are_no_preprints(values: dict[str, str]) -> None:
    assert not is_preprint(Record(id="a", **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "because"),
    [
        ("AN INVENTED STUDY OF LIGHTHOUSE KEEPERS & THEIR LAMPS.", "the same title"),
        ("An invented study of <i>lighthouse</i> keeper and their lamps", "the same title"),
        ("An invented study of lighthouse keepers and their old lamps", "nearly the same title"),
        ("Invented study of lighthouse keepers and their lamps: interviews", "nearly the same title"),
    ],
)
def test_titles_may_differ_in_form_spelling_and_a_few_more_words(title: str, because: str) -> None:
    ((_, relation, why),) = linked(preprint(), paper("art", title))["pre"]
    assert (relation, why) == ("article", f"{because} and the same authors")


@pytest.mark.parametrize(
    "other",
    [
        paper("art", "An invented study of lighthouse keepers and their wives"),
        paper("art", "An invented study of lighthouse keepers without their lamps"),
        paper("art", f"{TITLE}, part II"),
        paper("art", f"{TITLE}, 2"),
        paper("art", f"{TITLE} not"),
        paper("art", authors=[CARLA]),
        paper("art", authors=[Person(family="Example", given="Zoe")]),
        paper("art", authors=None),
        paper("art", year=2025),
        paper("art", year=2017),
        paper("art", type="article"),
        paper("art", f"{TITLE}: study protocol"),
        paper("art", investigation="NCT99999998"),
        paper("art", genre="Published Erratum", authors=[CARLA]),
    ],
)
def test_what_only_resembles_a_preprint_is_not_linked_as_its_article(other: Record) -> None:
    links = linked(preprint(investigation="NCT99999999"), other)
    assert not [link for found in links.values() for link in found if link[1] in {"article", "preprint"}]


def test_short_titles_say_nothing() -> None:
    assert linked(preprint("An invented editorial"), paper("art", "An invented editorial")) == {}


def test_an_author_in_common_is_counted() -> None:
    links = linked(preprint(), paper("art", authors=[Person(family="Example", given="A"), CARLA]))
    assert links["art"] == [("pre", "preprint", "the same title and 1 author in common")]


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("NCT99999999", "ClinicalTrials.gov NCT 99999999", "NCT99999999"),
        ("isrctn99999999", "ISRCTN: 99999999", "ISRCTN99999999"),
        ("The Lamp Project", "the lamp project", "The Lamp Project"),
    ],
)
def test_publications_of_one_investigation_are_linked(one: str, other: str, name: str) -> None:
    links = linked(
        paper("a", "An invented study of lamps", investigation=one),
        paper("b", "Another invented one of fog", investigation=other, authors=[CARLA]),
    )
    assert links["a"] == [("b", "investigation", f"both belong to {name}")]


def test_other_numbers_and_other_names_link_nothing() -> None:
    names = ["NCT99999999", "NCT99999998", "The Lamp Project", "…", "!", None]
    papers = [paper(f"p{at}", f"An invented study number {name}", investigation=name) for at, name in enumerate(names)]
    assert linked(*papers) == {}


def test_a_number_in_the_abstracts_own_part_for_it_counts_and_one_in_passing_does_not() -> None:
    def with_abstract(name: str, label: str | None) -> Record:
        part = AbstractPart(label=label, text="It is registered as NCT99999999.")
        return paper(name, f"An invented paper called {name}", abstract=[part])

    one, two, three = (
        with_abstract("a", "Trial registration"),
        with_abstract("b", "REGISTRATION:"),
        with_abstract("c", None),
    )
    assert linked(one, two, three) == {
        "a": [("b", "investigation", "both belong to NCT99999999")],
        "b": [("a", "investigation", "both belong to NCT99999999")],
    }


@pytest.mark.parametrize(
    "plan",
    [
        f"{TITLE}: study protocol",
        f"{TITLE}: protocol for a randomised controlled trial",
        f"{TITLE}: a study protocol of an invented trial.",
        f"Study protocol: {TITLE}",
        f"Protocol for a {TITLE.removeprefix('An ')}",
        f"The study protocol of the {TITLE.removeprefix('An ')}: what will be asked",
        f"{TITLE} – Studienprotokoll",
    ],
)
@pytest.mark.parametrize("results", [TITLE, f"{TITLE}: a randomised controlled trial"])
def test_a_protocol_and_its_results_are_linked(plan: str, results: str) -> None:
    because = "the same title but for the protocol and the same authors"
    assert linked(paper("plan", plan, year=2018), paper("results", results)) == {
        "plan": [("results", "results", because)],
        "results": [("plan", "protocol", because)],
    }


def test_a_genre_makes_a_protocol_too_and_a_shared_registration_is_told_besides() -> None:
    one = paper("plan", genre="Study Protocol", investigation="NCT99999999")
    links = linked(one, paper("results", investigation="NCT99999999"))
    assert links["results"] == [
        ("plan", "protocol", "the same title but for the protocol and the same authors and both belong to NCT99999999")
    ]


@pytest.mark.parametrize(
    "results",
    [
        paper("results", "An invented study of fog horns and their keepers"),
        paper("results", authors=[ADA, CARLA]),
        paper("results", year=2015),
        paper("results", investigation="NCT99999998"),
        paper("results", f"{TITLE}: another study protocol"),
        paper("results", f"Correction to: {TITLE}"),
    ],
)
def test_what_only_resembles_results_is_not_linked(results: Record) -> None:
    plan = paper("plan", f"{TITLE}: study protocol", investigation="NCT99999999")
    assert linked(plan, results) == {}


def test_a_treatment_protocol_is_none_of_a_study() -> None:
    one = paper("a", "An invented lamp cleaning protocol in lighthouses: an evaluation")
    assert linked(one, paper("b", "An invented lamp cleaning protocol in lighthouses")) == {}


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        (f"Correction to: {TITLE}", "correction"),
        (f"Correction: {TITLE}", "correction"),
        (f"Author Correction: {TITLE}", "correction"),
        (f"Erratum for “{TITLE}”", "correction"),
        (f"Corrigendum – {TITLE}.", "correction"),
        (f"{TITLE} [Erratum]", "correction"),
        (f"{TITLE}: corrigendum", "correction"),
        (f"Retraction notice: {TITLE}", "retraction"),
        (f"Expression of Concern: {TITLE}", "expression of concern"),
        (f"Response to {TITLE}", "reply"),
        (f"Authors’ reply: {TITLE}", "reply"),
        (f"Commentary on “{TITLE}”", "reply"),
        (f"Re: {TITLE}", "reply"),
    ],
)
def test_a_title_that_names_a_study_links_to_it(title: str, relation: str) -> None:
    assert linked(paper("study"), paper("about", title, year=2022)) == {
        "study": [("about", relation, "one title names the other")],
        "about": [("study", "about", "one title names the other")],
    }


def test_a_correction_known_by_its_genre_alone_is_linked() -> None:
    links = linked(paper("study"), paper("erratum", genre="Published Erratum"))
    assert links["study"] == [("erratum", "correction", "the same title, and the genre of one says so")]


def test_a_reply_is_by_others_and_a_correction_is_not() -> None:
    others = {"authors": [CARLA], "year": 2022}
    assert linked(paper("study"), paper("reply", f"Reply to: {TITLE}", **others))
    assert linked(paper("study"), paper("erratum", f"Erratum: {TITLE}", **others)) == {}
    assert linked(paper("study"), paper("erratum", f"Erratum: {TITLE}", authors=None))


def test_a_title_that_only_starts_like_a_notice_is_a_study_of_its_own() -> None:
    title = "Response to invented lamps among keepers of lighthouses"
    assert linked(preprint(title), paper("art", title))["pre"][0][1] == "article"


def test_a_notice_that_names_the_doi_of_a_record_links_to_it() -> None:
    notice = Notice(type="retraction", url="https://doi.org/10.5555/Notice.1")
    links = linked(paper("study", notices=[notice]), paper("notice", "A notice", doi="10.5555/notice.1"))
    assert links["study"] == [("notice", "retraction", "one record names the other’s DOI in a notice")]
    own = paper("own", doi="10.5555/notice.1", notices=[notice])
    assert linked(own) == {}


def test_a_key_that_very_many_share_says_nothing() -> None:
    def members(number: int) -> list[Record]:
        return [paper(f"p{at:03}", f"Invented {at}", investigation="The Lamp Project") for at in range(number)]

    assert len(find_links(map(link_traits, members(MOST)))["p000"]) == MOST - 1
    assert find_links(map(link_traits, members(MOST + 1))) == {}


def test_the_comparisons_grow_with_the_records_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    from synthesite.links import versions

    compared = 0
    same_title = versions._same_title

    def counting(one: Any, other: Any) -> str:
        nonlocal compared
        compared += 1
        return same_title(one, other)

    monkeypatch.setattr(versions, "_same_title", counting)

    size = 1000
    titles = [f"An invented study of lamp{at} in tower{at % 97} by night{at % 13}" for at in range(size)]
    articles = [paper(f"art{at}", title) for at, title in enumerate(titles)]
    preprints = [preprint(title, id=f"pre{at}") for at, title in enumerate(titles)]
    links = find_links(map(link_traits, [*articles, *preprints]))
    assert len(links) == 2 * size
    assert size <= compared <= size * 2 * MOST, "at most the studies under two rare words each, not all of them"


WORDS = st.lists(
    st.sampled_from(["Correction", "to:", "study", "protocol", ":", "lamps", "fog", "I", "[Erratum]", "–", "<i>x</i>"])
).map(" ".join)
RECORDS = st.lists(
    st.builds(
        Record,
        id=st.uuids().map(str),
        title=st.none() | WORDS,
        type=st.sampled_from(["article", "article-journal", None]),
        genre=st.none() | WORDS,
        year=st.none() | st.integers(2019, 2022),
        authors=st.none() | st.lists(st.sampled_from([ADA, BERT, Person(), Person(literal="…")]), max_size=2),
        investigation=st.none() | WORDS,
    ),
    max_size=5,
    unique_by=lambda record: record.id,
)


@given(RECORDS)
def test_any_records_can_be_looked_at_in_any_order(records: list[Record]) -> None:
    linked(*records)


@pytest.mark.parametrize("notice", ["Correction to", "Retraction", "Expression of concern"])
def test_a_notice_is_about_the_article_in_its_journal_and_not_about_the_preprint(notice: str) -> None:
    article = paper("art", type="article-journal", journal="Journal of Invented Results")
    found = linked(preprint(), article, paper("note", f"{notice}: {TITLE}", journal="J. Invent. Results"))
    assert [other for other, _, _ in found["note"]] == ["art"]
    assert [other for other, _, _ in found["pre"]] == ["art"]


def test_a_notice_in_another_journal_is_about_whatever_has_its_title() -> None:
    found = linked(paper("one", journal="Tides"), paper("note", f"Correction to: {TITLE}", journal="Lamps and Clocks"))
    assert [other for other, _, _ in found["note"]] == ["one"]


@tries
@given(st.text(max_size=4) | st.text("Aé.- ß\u0301", max_size=4))
def test_an_initial_is_the_first_character_of_the_name(given_name: str) -> None:
    assert papers._initial(given_name) == same_form(given_name)[:1]
