"""The summary that is written from a record: nothing in it goes beyond the record."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.config import Rights
from synthesite.markdown import render_markdown
from synthesite.model import (
    AbstractPart,
    Citations,
    Conflict,
    ConflictValue,
    How,
    Person,
    Place,
    Record,
    SourceItem,
    Span,
    Tally,
)
from synthesite.summary import citation_sentence, classifier, join, summary_text, tally_counts
from tests.text.properties import tries

RIGHTS = Rights()


def words(limit: int) -> Rights:
    """The settings under which so many words of an abstract without an open licence may be shown."""
    return Rights(abstracts={"other": str(limit), "unknown": str(limit)})


def summary(rights: Rights = RIGHTS, **values: Any) -> str:
    return summary_text(Record(id="x", **values), rights)


def opening(**values: Any) -> str:
    return summary(**values).split("\n", 1)[0]


def quotes(text: str) -> list[str]:
    """What a summary quotes, as a reader sees it, without labels."""
    found = re.findall(r"<blockquote>\s*<p>(.*?)</p>", str(render_markdown(text)), re.DOTALL)
    return [re.sub(r" \([^()]*\)$", "", html.unescape(re.sub(r"</?[a-z]+>", "", quote))) for quote in found]


def test_the_opening_says_who_what_where_and_when() -> None:
    people = [Person(family="Example", given="Ada"), Person(literal="The Invented Group")]
    assert (
        opening(title="An invented study", authors=people, journal="Invented Results", year=2025)
        == "“An invented study,” by Ada Example and The Invented Group was published in *Invented Results* in 2025."
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "An invented study"}, "“An invented study,” is described here."),
        ({"title": "Is it invented?", "year": 2025}, "“Is it invented?” was published in 2025."),
        ({"title": "T", "journal": "Invented Results"}, "“T,” was published in *Invented Results*."),
        ({"title": "An <i>invented</i> study"}, "“An invented study,” is described here."),
    ],
)
def test_what_is_unknown_is_not_in_the_opening(values: dict[str, Any], expected: str) -> None:
    assert opening(**values) == expected


@pytest.mark.parametrize(("count", "named"), [(1, "A"), (4, "A, B, C and D"), (5, "A, B, C and others")])
def test_of_many_authors_the_first_are_named(count: int, named: str) -> None:
    people = [Person(literal=letter) for letter in "ABCDE"[:count]]
    assert opening(title="T", authors=people, year=2025) == f"“T,” by {named} was published in 2025."


@pytest.mark.parametrize(
    ("words", "expected"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_in_a_sentence(words: list[str], expected: str) -> None:
    assert join(words) == expected


STRUCTURED = [
    AbstractPart(label="Background", text="Lighthouses are dark. We knew that."),
    AbstractPart(label="Aims", text="We asked whether keepers sleep. Nobody had asked before."),
    AbstractPart(label="Methods", text="We invented 12 keepers. They kept still."),
    AbstractPart(label="Results", text="All of them slept (p < 0.05). Some snored."),
    AbstractPart(label="Conclusions", text="Keepers sleep. More study is invented."),
]


def test_it_says_what_was_asked_done_found_and_concluded_in_the_abstracts_own_sentences() -> None:
    text = summary(title="T", abstract=STRUCTURED)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE)[:4] == [
        "What the study asked",
        "What it did",
        "What it found",
        "What it concluded",
    ]
    assert quotes(text) == [
        "We asked whether keepers sleep.",
        "We invented 12 keepers.",
        "All of them slept (p < 0.05).",
        "Keepers sleep.",
    ]
    assert "> We invented 12 keepers. (Methods)\n" in text, "with the label that the abstract gives it"


def test_without_a_stated_aim_the_background_stands_for_what_was_asked() -> None:
    assert quotes(summary(abstract=[STRUCTURED[0], STRUCTURED[2]]))[0] == "Lighthouses are dark."


def test_an_abstract_without_labels_gives_its_first_sentence() -> None:
    text = summary(abstract=[AbstractPart(text="We invented a study. It was long.")])
    assert "## From the abstract\n\n> We invented a study.\n" in text


SENTENCES = st.lists(
    st.sampled_from(
        [
            "We invented 12 keepers.",
            "Do they sleep?",
            "*All* of them _do_!",
            "# 1 of <b>us</b> & [you](x).",
            "It breaks",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
PARTS = st.lists(
    st.builds(
        AbstractPart, label=st.sampled_from([None, "Aims", "Methods", "Results", "Funding", "*Odd*"]), text=SENTENCES
    ),
    min_size=1,
    max_size=5,
)


@tries
@given(PARTS, st.integers(0, 30), st.sampled_from([None, "CC-BY-4.0"]))
def test_no_sentence_is_quoted_that_is_not_in_the_abstract(
    parts: list[AbstractPart], limit: int, licence: str | None
) -> None:
    found = quotes(summary(words(limit), abstract=parts, licence=licence))
    for quote in found:
        whole = quote.removesuffix(" …")
        assert any(part.text.startswith(whole) for part in parts), "word for word, from the beginning"
        assert quote != whole or any(part.text.startswith(f"{whole} ") or part.text == whole for part in parts)
        assert quote == whole or licence is None
    if licence is None:
        assert sum(len(quote.removesuffix(" …").split()) for quote in found) <= limit


def test_with_rights_to_no_words_nothing_is_quoted_and_nothing_is_headed() -> None:
    text = summary(words(0), title="T", abstract=STRUCTURED)
    assert quotes(text) == []
    assert "What the study asked" not in text


def test_a_sentence_that_rights_cut_is_shown_as_cut() -> None:
    parts = [AbstractPart(label="Results", text="All of them slept very well indeed.")]
    assert "> All of them … (Results)" in summary(words(3), abstract=parts)


def test_a_sentence_that_the_source_cuts_is_shown_as_cut() -> None:
    parts = [AbstractPart(label="Results", text="All of them slept very…")]
    text = summary(abstract=parts, abstract_truncated=True)
    assert "> All of them slept very… *(the source breaks off here)* (Results)" in text
    assert "The abstract breaks off in the source." in text


def test_a_cut_abstract_whose_last_sentence_is_not_closed_is_shown_as_cut_there() -> None:
    parts = [AbstractPart(label="Results", text="All of them slept very")]
    text = summary(abstract=parts, abstract_truncated=True)
    assert "the source breaks off here" in text


def test_a_whole_sentence_of_a_cut_abstract_is_not_shown_as_cut() -> None:
    parts = [AbstractPart(label="Results", text="All of them slept. Some also…")]
    assert "> All of them slept. (Results)" in summary(abstract=parts, abstract_truncated=True)


def test_coded_findings_are_listed() -> None:
    assert "## What it found\n\n- All slept.\n- \\# None woke." in summary(findings=["All slept.", "# None woke."])


REPORT = [SourceItem(path="a", item=1, sha256="0", reader="scite-report")]
PLACE = Place(source=0, span=Span(0, 1), how=How.COPIED)


def cited(tally: Tally | None, **values: Any) -> str:
    return citation_sentence(Record(id="x", citations=Citations(tally=tally, **values)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"cited_by": 0}, "By its source's count, no publications cite this study."),
        ({"cited_by": 1}, "By its source's count, one publication cites this study."),
        ({"cited_by": 1234}, "By its source's count, 1,234 publications cite this study."),
        ({"references": 40}, "It cites 40 publications itself."),
        (
            {"cited_by": 2, "references": 0},
            "By its source's count, two publications cite this study. It cites no publications itself.",
        ),
        ({}, ""),
    ],
)
def test_publications_are_counted_and_nought_is_a_count(values: dict[str, int], expected: str) -> None:
    assert cited(None, **values) == expected


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (
            Tally(supporting=4, mentioning=57, contrasting=0, unclassified=3),
            "Of 64 citation statements, the source counts 4 as supporting, 57 as mentioning and none as contrasting; "
            "3 are unclassified.",
        ),
        (
            Tally(supporting=1, unclassified=1),
            "Of two citation statements, the source counts 1 as supporting; 1 is unclassified.",
        ),
        (Tally(mentioning=1), "Of one citation statement, the source counts 1 as mentioning."),
        (Tally(), ""),
    ],
)
def test_statements_are_counted_by_their_stance(tally: Tally, expected: str) -> None:
    assert cited(tally) == expected


def test_statements_that_are_all_unclassified_are_counted_too() -> None:
    sentence = cited(Tally(unclassified=3))
    assert "three citation statements" in sentence
    assert "unclassified" in sentence


@tries
@given(
    st.builds(Tally, **{name: st.none() | st.integers(0, 200) for name in ("supporting", "mentioning", "contrasting")})
)
def test_the_figures_are_those_of_the_tally(tally: Tally) -> None:
    sentence = cited(tally)
    if not tally.total:
        assert sentence == ""
        return
    for stance in ("supporting", "mentioning", "contrasting"):
        number = getattr(tally, stance)
        shown = re.search(rf"(\w+) as {stance}", sentence)
        assert (shown[1] if shown else None) == (None if number is None else str(number or "none"))


def test_it_is_said_who_classified() -> None:
    citations = Citations(tally=Tally(supporting=1, mentioning=0))
    record = Record(id="x", citations=citations, provenance={"citations.tally.supporting": PLACE}, sources=REPORT)
    name = classifier(record)
    assert name is not None
    assert f"{name} classifies 1 as supporting" in citation_sentence(record)


@pytest.mark.parametrize(
    "record",
    [
        Record(id="x"),
        Record(id="x", provenance={"title": PLACE}, sources=REPORT),
        Record(
            id="x",
            provenance={"citations.statements": [PLACE]},
            sources=[SourceItem(path="a", item=1, sha256="0", reader="ris")],
        ),
    ],
    ids=["no source", "no statement", "a reader of references"],
)
def test_where_nobody_classified_nobody_is_named(record: Record) -> None:
    assert classifier(record) is None


def test_the_stances_are_always_in_one_order() -> None:
    record = Record(id="x", citations=Citations(tally=Tally(contrasting=0, supporting=2)))
    assert tally_counts(record) == [("supporting", 2), ("mentioning", None), ("contrasting", 0), ("unclassified", None)]
    assert {number for _, number in tally_counts(Record(id="x"))} == {None}


COMPLETE: dict[str, Any] = {
    "title": "T",
    "authors": [Person(literal="A")],
    "journal": "J",
    "year": 2025,
    "abstract": [AbstractPart(text="We invented it.")],
}


def test_a_complete_record_leaves_nothing_open() -> None:
    assert "leave open" not in summary(**COMPLETE)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (["year"], "No source gives the year."),
        (["journal", "year"], "The sources lack the journal and the year."),
        (["authors", "journal", "abstract"], "The sources lack the authors, the journal and an abstract."),
    ],
)
def test_what_is_missing_is_said(missing: list[str], expected: str) -> None:
    values = {key: value for key, value in COMPLETE.items() if key not in missing}
    assert summary(**values).endswith(f"## What the sources leave open\n\n{expected}\n")


def test_what_the_sources_disagree_about_is_said_with_their_values() -> None:
    sides = [ConflictValue(source=0, value="2024"), ConflictValue(source=1, value="*2025*")]
    text = summary(**COMPLETE, conflicts=[Conflict(field="year", values=sides)])
    assert r"About the year the sources say different things: “2024” and “\*2025\*”." in text
    assert summary(**COMPLETE, conflicts=[Conflict(field="year", values=[*sides, *sides])]) == text


def test_of_a_record_that_says_nothing_the_summary_says_just_that() -> None:
    blocks = summary().strip().split("\n\n")
    assert len(blocks) == 3
    assert "without a title" in blocks[0]
    assert blocks[1:] == [
        "## What the sources leave open",
        "The sources lack the authors, the journal, the year and an abstract.",
    ]


HOSTILE = "<script>x</script> [a](javascript:x) # *b* `c` ![d](e)"


def test_nothing_in_a_record_becomes_markup_on_the_page() -> None:
    text = summary(
        title=HOSTILE,
        authors=[Person(literal=HOSTILE)],
        journal=HOSTILE,
        abstract=[AbstractPart(label=HOSTILE, text=HOSTILE)],
        findings=[HOSTILE],
        conflicts=[Conflict(field="year", values=[ConflictValue(source=0, value=HOSTILE + end) for end in ("", "!")])],
    )
    page = str(render_markdown(text))
    assert set(re.findall(r"<([a-z0-9]+)", page)) == {"p", "em", "h2", "blockquote", "ul", "li"}
    assert page.count(HOSTILE.replace("<", "&lt;").replace(">", "&gt;")) == 8


@tries
@given(PARTS)
def test_the_same_record_gives_the_same_text_ending_in_a_line_end(parts: list[AbstractPart]) -> None:
    text = summary(abstract=parts)
    assert text == summary(abstract=list(parts))
    assert text.endswith("\n")
    assert "\n\n\n" not in text
