"""Which themes of the vocabulary a study belongs to, and because of which words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite import themes
from synthesite.config import Theme
from synthesite.model import AbstractPart, Record
from synthesite.text.spelling import american
from synthesite.themes import Assigned, Vocabulary, assign_themes, normal_word
from tests.text.properties import tries


def theme(*keywords: str, name: str = "theme") -> Theme:
    return Theme(id=name, label=name.capitalize(), keywords=list(keywords))


def because(keyword: str, title: str) -> list[str]:
    """The reasons for which a study with this title has a theme of one keyword."""
    found = assign_themes(Record(id="x", title=title), "", Vocabulary([theme(keyword)]))
    return found[0].because if found else []


def stands_in(keyword: str, title: str) -> bool:
    return because(keyword, f"An invented study of {title} at sea") == [keyword]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organisation", "organization"),
        ("organisational", "organizational"),
        ("hospitalisation", "hospitalization"),
        ("recognise", "recognize"),
        ("recognising", "recognizing"),
        ("behaviour", "behavior"),
        ("behavioural", "behavioral"),
        ("programme", "program"),
        ("centre", "center"),
        ("counselling", "counseling"),
        ("labelled", "labeled"),
        ("paediatric", "pediatric"),
        ("anaemia", "anemia"),
        ("scepticism", "skepticism"),
        ("enrolment", "enrollment"),
        ("fulfilment", "fulfillment"),
        ("analyse", "analyze"),
        ("meta-analysed", "meta-analyzed"),
    ],
)
def test_british_and_american_spellings_are_one_word(one: str, other: str) -> None:
    assert stands_in(one, other)
    assert stands_in(other, one)
    assert stands_in(one, f"{other}s") or one.endswith(("al", "ing", "ed", "ic", "ism"))


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("outcome", "outcomes"),
        ("policy", "policies"),
        ("process", "processes"),
        ("church", "churches"),
        ("illness", "illnesses"),
        ("service user", "service users"),
        ("phase", "phases"),
        ("workload", "workloads"),
        ("crisis", "crises"),
        ("meta-analysis", "meta-analyses"),
        ("diagnosis", "diagnoses"),
        ("headache", "headaches"),
        ("calorie", "calories"),
        ("bias", "biases"),
    ],
)
def test_a_word_is_found_in_either_number(singular: str, plural: str) -> None:
    assert stands_in(singular, plural)
    assert stands_in(plural, singular)
    assert stands_in(singular, singular)
    assert stands_in(plural, plural)


@pytest.mark.parametrize("keyword", ["web-based", "web based"])
@pytest.mark.parametrize("written", ["web-based", "web based", "webbased", "web‑based", "web‐based", "Web-Based"])
def test_a_compound_is_found_with_a_hyphen_a_space_or_neither(keyword: str, written: str) -> None:
    assert stands_in(keyword, f"{written} lights")


def test_a_compound_written_as_one_word_is_found_with_a_hyphen_but_not_made_up_of_two_words() -> None:
    assert stands_in("inpatient", "in-patient care")
    assert not stands_in("inpatient", "trust in patient-centred care")


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("worker's view", "workers' views"),
        ("managers' experiences", "a manager’s experience"),
        ("Delphi", "delphi rounds"),
        ("programas de formación", "Programas de formacion"),
        ("training", "(training)"),
        ("hope", "“hope” and light"),
        ("C-reactive", "C‑reactive"),
    ],
)
def test_possessives_case_accents_and_punctuation_make_no_difference(keyword: str, title: str) -> None:
    assert stands_in(keyword, title)


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("app", "an approach"),
        ("ward", "moving towards"),
        ("ward", "awards"),
        ("hope", "hopeless"),
        ("pay", "payment"),
        ("role conflict", "role and conflict"),
        ("clear role", "role clear"),
        ("team", "steam"),
        ("unit", "unity"),
        ("art", "a-part"),
    ],
)
def test_a_keyword_matches_whole_words_in_their_order_only(keyword: str, title: str) -> None:
    assert not stands_in(keyword, title)


def test_a_phrase_does_not_reach_across_two_keywords_of_a_study() -> None:
    assert assign_themes(Record(id="x", keywords=["role", "conflict"]), "", Vocabulary([theme("role conflict")])) == []
    assert assign_themes(Record(id="x", keywords=["roles", "role conflicts"]), "", Vocabulary([theme("role conflict")]))


@pytest.mark.parametrize("keyword", ["", "&", "—"])
def test_a_keyword_without_a_word_matches_nothing(keyword: str) -> None:
    assert not stands_in(keyword, "lighthouses & keepers — and more")


def parts(*texts: str) -> list[AbstractPart]:
    return [AbstractPart(text=text) for text in texts]


@pytest.mark.parametrize(
    ("fields", "summary"),
    [
        ({"title": "On hope"}, ""),
        ({"keywords": ["Hope"]}, ""),
        ({"outcomes": ["hope"], "abstract": parts("We hope.")}, ""),
        ({"findings": ["There is hope."]}, "We hope."),
        ({"intervention": "Hope", "abstract": parts("We hope.")}, "And hope."),
        ({"abstract": parts("Hope, light", "and sleep.")}, ""),
    ],
    ids=["title", "keywords", "outcome and abstract", "finding and summary", "three weak fields", "three words"],
)
def test_a_theme_is_given_for_enough_evidence(fields: dict[str, Any], summary: str) -> None:
    assert assign_themes(Record(id="x", **fields), summary, Vocabulary([theme("hope", "light", "sleep")]))


@pytest.mark.parametrize(
    ("fields", "summary"),
    [
        ({}, ""),
        ({"abstract": parts("Hope, hope and hope again.", "And hope.")}, ""),
        ({"abstract": parts("Hope and light.")}, ""),
        ({"outcomes": ["hope", "more hope"]}, ""),
        ({"intervention": "Hope"}, "Hope"),
        ({"journal": "Hope", "publisher": "Hope", "setting": "Hope"}, ""),
    ],
    ids=[
        "nothing",
        "one word in a long text",
        "two words",
        "one outcome",
        "two weak fields",
        "fields that say nothing",
    ],
)
def test_a_passing_mention_gives_no_theme(fields: dict[str, Any], summary: str) -> None:
    assert assign_themes(Record(id="x", **fields), summary, Vocabulary([theme("hope", "light", "sleep")])) == []


def test_the_reasons_are_the_keywords_as_the_vocabulary_has_them_in_its_order() -> None:
    record = Record(id="x", title="Supervisors' behavior on wards", abstract=parts("They are mentoring."))
    vocabulary = Vocabulary([theme("mentoring", "Behaviour", "salary", "supervisor")])
    assert assign_themes(record, "", vocabulary) == [Assigned("theme", ["mentoring", "Behaviour", "supervisor"])]


def test_the_strongest_theme_comes_first_then_the_vocabularys_order() -> None:
    record = Record(id="x", title="Hope and light", keywords=["light"])
    vocabulary = [theme("hope", name="b"), theme("sea", name="none"), theme("hope", name="a"), theme("light", name="z")]
    assert [found.id for found in assign_themes(record, "", Vocabulary(vocabulary))] == ["z", "b", "a"]


def test_a_generated_summary_adds_nothing_but_a_persons_words_do() -> None:
    record = Record(id="x", outcomes=["hope"])
    assert assign_themes(record, "", Vocabulary([theme("hope")])) == []
    assert assign_themes(record, "A curator writes of hope.", Vocabulary([theme("hope")]))


@tries
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12).filter(lambda word: word[-1] not in "sxyzhieu"))
def test_a_plain_word_and_its_plural_are_one(word: str) -> None:
    assert normal_word(f"{word}s") == normal_word(word) == normal_word(f"{word.upper()}'s")


@tries
@given(
    st.text("abcdehilnors", max_size=6),
    st.sampled_from(["", "s", "es", "ie", "ies", "ches", "children", "criteria", "phenomenon", "bias"]),
)
def test_only_words_that_end_as_plurals_do_can_change(start: str, end: str) -> None:
    word = slow = start + end
    for pattern, singular in themes._PLURALS:
        slow, changed = pattern.subn(singular, slow)
        if changed:
            break
    assert normal_word(word) == american(slow.replace("'", ""))


@tries
@given(st.lists(st.text("abeklnorst -’", max_size=12), max_size=4), st.text(max_size=40))
def test_themes_have_reasons_from_the_vocabulary_and_come_once(keywords: list[str], title: str) -> None:
    vocabulary = [theme(*keywords, name="one"), theme(*reversed(keywords), name="two")]
    found = assign_themes(Record(id="x", title=f"{title} {' '.join(keywords)}"), "", Vocabulary(vocabulary))
    assert len({assigned.id for assigned in found}) == len(found)
    worded = [keyword for keyword in keywords if any(c.isalpha() for c in keyword)]
    assert all(assigned.because == worded for assigned in found if assigned.id == "one")
    assert bool(found) == bool(worded), "each keyword that has a word stands in this title"


PARTS = st.sampled_from(
    [
        *("peer", "Peers", "worker", "peer-worker", "peer‑workers", "peerworker", "role", "conflict", "self-", "|"),
        *("child's", "children’s", "of", "the", "e-health", "hopes", "behaviour", "Über-Ich", ",", "虚构"),
    ]
)
PHRASES = st.lists(PARTS, min_size=1, max_size=3).map(" ".join)
PASSAGES = st.lists(PARTS, max_size=12).map(" ".join)


def by_every_keyword(record: Record, summary: str, vocabulary: list[Theme]) -> list[Assigned]:
    """The themes found the long way: each keyword is looked for in each field."""

    def forms_of(text: str) -> tuple[list[str], list[str]]:
        words = themes._WORD.findall(text)
        parts = [part for word in words for part in themes._HYPHEN.split(word) if part]
        return list(map(normal_word, parts)), [normal_word("".join(themes._HYPHEN.split(word))) for word in words]

    def stands_in_field(keyword: str, text: str) -> bool:
        split, joined = forms_of(keyword)
        forms = {f" {' '.join(form)} " for form in (split, joined, ["".join(split)]) if form and form != [""]}
        held = [f" {' '.join(words)} " for part in text.split("|") for words in forms_of(part)]
        return any(form in one for form in forms for one in held)

    scored = []
    for at, one in enumerate(vocabulary):
        texts = list(themes._texts(record, summary))
        weights = {
            keyword: sum(themes.WEIGHTS[name] for name, text in texts if stands_in_field(keyword, text))
            for keyword in one.keywords
        }
        if sum(weights.values()) >= themes.THRESHOLD:
            because = [word for word in one.keywords if weights[word]]
            scored.append((-sum(weights.values()), at, Assigned(one.id, because)))
    return [assigned for _, _, assigned in sorted(scored)]


@tries
@given(PASSAGES, PASSAGES, PASSAGES, st.lists(st.lists(PHRASES, max_size=3, unique=True), max_size=4))
def test_a_vocabulary_made_ready_finds_what_looking_for_each_keyword_finds(
    title: str, text: str, summary: str, keywords: list[list[str]]
) -> None:
    vocabulary = [theme(*words, name=f"theme-{at}") for at, words in enumerate(keywords)]
    record = Record(id="x", title=title, keywords=text.split("|"), abstract=parts(text), outcomes=[title])
    assert assign_themes(record, summary, Vocabulary(vocabulary)) == by_every_keyword(record, summary, vocabulary)


def test_how_many_pieces_of_texts_are_remembered_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "_MOST", 2)
    vocabulary = Vocabulary([theme("peer worker", "hope")])
    for text in (
        "Of peer-workers, and of more, at sea",
        "Nothing of it at all",
        "Of a peer and of a worker",
        "(hopes)",
    ):
        record = Record(id="x", title=text)
        assert assign_themes(record, "", vocabulary) == by_every_keyword(record, "", [theme("peer worker", "hope")])
