"""How much of a passage may be shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.config import Rights
from synthesite.model import (
    AbstractPart,
    Citations,
    Conflict,
    ConflictValue,
    Extract,
    How,
    JournalRecord,
    Notice,
    Place,
    Record,
    SourceItem,
    Span,
    Statement,
)
from synthesite.rights import (
    Passages,
    Withheld,
    is_open,
    published,
    published_journal,
    shown_parts,
    shown_statement,
    words_allowed,
)
from synthesite.text.folding import fold
from synthesite.text.passages import count_words, first_words
from tests.text.properties import tries

OPEN = [
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-3.0", "CC-BY-3.0-AT", "CC-BY-SA-4.0", "CC-BY-SA-3.0-IGO", "CC-BY", "CC0"),
    *("CC-PDM-1.0", "PDDL-1.0", "ODC-By-1.0", "Unlicense", "CC BY 4.0"),
]
CLOSED = [
    *("CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC", "all rights reserved", "CC-BY-4.0 or so"),
    *("MIT", "OGL-UK-3.0"),
]
LONG = AbstractPart(label="Aims", text="word " * 500)


def rights(abstracts: int | str = 120, statements: int | str = 60) -> Rights:
    """The settings by which a licence that isn't known, or isn't open, lets so much be shown."""
    limits = (dict.fromkeys(("other", "unknown"), str(said)) for said in (abstracts, statements))
    return Rights(abstracts=next(limits), statements=next(limits))


@pytest.mark.parametrize("licence", OPEN)
def test_an_open_licence_shows_the_work_whole(licence: str) -> None:
    record = Record(id="x", licence=licence, abstract=[LONG])
    assert published(record, rights("link")) == (record, {})


@pytest.mark.parametrize("licence", [*CLOSED, None, ""])
def test_any_other_licence_and_none_does_not(licence: str | None) -> None:
    assert not is_open(licence)
    shown, withheld = published(Record(id="x", licence=licence, abstract=[LONG]), rights(3))
    assert shown.abstract == [AbstractPart(label="Aims", text="word word word", shortened=True)]
    assert withheld == {"abstract": Withheld.PART}


POLICY = Rights(
    abstracts={"CC-BY-NC": "full", "CC-BY-NC-3.0": "7", "CC-BY-ND-4.0": "80", "other": "5", "unknown": "link"}
).abstracts


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("CC-BY-NC-4.0", None),
        ("CC-BY-NC-3.0-DE", None),
        ("CC BY-NC 4.0", None),
        ("CC-BY-NC", None),
        ("CC-BY-NC-3.0", 7),
        ("CC-BY-NC-ND-4.0", 5),
        ("CC-BY-NC-SA-4.0", 5),
        ("CC-BY-ND-4.0", 80),
        ("CC-BY-ND-3.0", 5),
        ("CC-BY-4.0", None),
        ("MIT", 5),
        ("all rights reserved", 5),
        (None, 0),
        ("", 0),
    ],
)
def test_what_is_said_of_the_very_licence_wins_over_its_family_and_that_over_its_kind(
    licence: str | None, words: int | None
) -> None:
    assert words_allowed(POLICY, licence) == words


def test_an_open_licence_too_can_be_told_to_show_less() -> None:
    policy = Rights(abstracts={"open": "50", "CC0": "full", "CC-BY-SA": "link"}).abstracts
    assert [words_allowed(policy, one) for one in ("CC-BY-4.0", "CC0-1.0", "CC-BY-SA-2.0")] == [50, None, 0]


def disputed(*licences: str) -> Record:
    values = [ConflictValue(source=at, value=licence) for at, licence in enumerate(licences)]
    return Record(id="x", licence=licences[0], abstract=[LONG], conflicts=[Conflict(field="licence", values=values)])


def test_of_licences_that_the_sources_dispute_the_one_that_allows_least_counts() -> None:
    for licences in (("CC-BY-4.0", "CC-BY-NC-4.0"), ("CC-BY-NC-4.0", "CC-BY-4.0")):
        shown, _ = published(disputed(*licences), rights(2))
        assert shown.abstract == [AbstractPart(label="Aims", text="word word", shortened=True)]
    assert published(disputed("CC-BY-4.0", "CC-BY-3.0"), rights(2)).withheld == {}


def size(text: str) -> float:
    """How many words a text counts for; two Chinese characters are one."""
    return sum(len(word) / 2 if ord(word[0]) >= 0x3040 else 1 for word in text.split())


LATIN = st.lists(st.text("ab-.,", min_size=1, max_size=5), min_size=1, max_size=30).map(" ".join)
HAN = st.text("虚构的研究", min_size=1, max_size=60)


@tries
@given(st.lists(LATIN | HAN, min_size=1, max_size=6), st.integers(0, 40))
def test_at_most_so_many_words_are_shown_over_all_parts(texts: list[str], limit: int) -> None:
    shown = shown_parts([AbstractPart(text=text) for text in texts], limit)
    assert sum(size(part.text) for part in shown) <= limit
    for part, text in zip(shown, texts, strict=bool(shown)):
        assert text.startswith(part.text), "from the beginning, in the parts' order"
        assert bool(part.shortened) == (part.text != text), "and what is cut is marked"


@tries
@given(st.lists(LATIN, min_size=1, max_size=6))
def test_an_abstract_that_is_short_enough_is_shown_whole(texts: list[str]) -> None:
    parts = [AbstractPart(text=text) for text in texts]
    assert shown_parts(parts, sum(len(text.split()) for text in texts)) == parts


def test_short_parts_leave_their_words_to_longer_ones() -> None:
    parts = [AbstractPart(text="a b c d e f g h"), AbstractPart(text="one"), AbstractPart(text="two words")]
    shown = shown_parts(parts, 9)
    assert [part.text for part in shown] == ["a b c d e f", "one", "two words"]
    assert [part.shortened for part in shown] == [True, None, None]


def test_chinese_parts_share_the_words_too() -> None:
    shown = shown_parts([AbstractPart(text="虚" * 400) for _ in range(4)], 120)
    assert sum(len(part.text) for part in shown) <= 240


@pytest.mark.parametrize("separator", ["\u200b", "—", "&nbsp;", "_", "\u2060"])
def test_words_that_are_joined_are_words_all_the_same(separator: str) -> None:
    text = separator.join(f"word{n:03}" for n in range(300))
    (part,) = shown_parts([AbstractPart(text=text)], 20)
    assert "word030" not in part.text
    assert part.shortened


@pytest.mark.parametrize("text", ["การศึกษาที่แต่งขึ้นเกี่ยวกับผู้ดูแลประภาคาร" * 9, "𠀀𠀁𠀂𠀃" * 50, "ｶﾞｸｼﾕｳ" * 50])
def test_a_script_without_spaces_is_cut_too(text: str) -> None:
    (part,) = shown_parts([AbstractPart(text=text)], 20)
    assert 0 < len(part.text) < len(text) / 2


def test_a_label_is_a_label_and_no_way_round_the_limit() -> None:
    (part,) = shown_parts([AbstractPart(label="hidden " * 50, text="one two three")], 2)
    assert part.label
    assert len(part.label.split()) < 10


@pytest.mark.parametrize("said", [0, "link"])
@pytest.mark.parametrize("texts", [["One sentence."], ["虚构"], ["a", "b"]])
def test_rights_to_no_words_show_nothing_of_an_abstract_and_say_that_there_is_one(
    said: int | str, texts: list[str]
) -> None:
    record = Record(id="x", abstract=[AbstractPart(text=text) for text in texts])
    shown, withheld = published(record, rights(said))
    assert shown.abstract is None
    assert withheld == {"abstract": Withheld.WHOLE}


@pytest.mark.parametrize("text", ["An invented statement.", "虚构的研究", "虚"])
def test_rights_to_no_words_show_nothing_of_a_statement_but_who_says_what_of_it(text: str) -> None:
    statement = Statement(text=text, stance="supporting", by="an invented classifier")
    record = Record(id="x", citations=Citations(statements=[statement]))
    shown, withheld = published(record, rights(statements="link"))
    assert shown.citations is not None
    assert shown.citations.statements == [
        Statement(text="", stance="supporting", by="an invented classifier", shortened=True)
    ]
    assert withheld == {"citations.statements": Withheld.WHOLE}


def test_a_long_statement_is_shortened_and_marked_a_short_one_is_left_alone() -> None:
    long = Statement(text="one two three four", stance="contrasting", confidence=0.5)
    assert shown_statement(long, rights(statements=3)) == Statement(
        text="one two three", stance="contrasting", confidence=0.5, shortened=True
    )
    short = Statement(text="one two three")
    assert shown_statement(short, rights(statements=3)) == short


RECORD = Record(
    id="x",
    title="An invented study with a title of more than three words",
    abstract=[AbstractPart(text="one two three four five")],
    citations=Citations(cited_by=0, statements=[Statement(text="one two three four five")]),
    notices=[Notice(type="correction", note="one two three four five", date="2025")],
    extra={"N1": ["one two three four five", "short"], "kept": {"deep": ["one two three four"], "n": 3}},
)


def test_a_published_record_is_the_record_with_its_passages_shortened() -> None:
    shown, withheld = published(RECORD, rights(2, 3))
    assert shown.title == RECORD.title
    assert shown.abstract == [AbstractPart(text="one two", shortened=True)]
    assert shown.citations == Citations(cited_by=0, statements=[Statement(text="one two three", shortened=True)])
    assert shown.notices == [Notice(type="correction", note="one two three …", date="2025")]
    assert shown.extra == {"N1": ["one two three …", "short"], "kept": {"deep": ["one two three …"], "n": 3}}
    assert withheld == dict.fromkeys(("abstract", "citations.statements", "notices", "extra"), Withheld.PART)


def test_with_links_only_no_text_is_left_anywhere() -> None:
    shown, withheld = published(RECORD, rights("link", "link"))
    assert shown.notices == [Notice(type="correction", date="2025")]
    assert shown.extra == {"kept": {"n": 3}}
    assert set(withheld) == {"abstract", "citations.statements", "notices", "extra"}


def test_publishing_what_is_published_changes_nothing() -> None:
    once, _ = published(RECORD, rights(2, 3))
    assert published(once, rights(2, 3)).record.abstract == [AbstractPart(text="one two")]
    assert published(RECORD, rights("full", "full")) == (RECORD, {})


def test_what_a_curator_wrote_is_shown_and_an_abstract_stays_its_publishers() -> None:
    shown, _ = published(RECORD, rights(2, 3), {"notices", "abstract"})
    assert shown.notices == RECORD.notices
    assert shown.abstract == [AbstractPart(text="one two", shortened=True)]


def test_an_open_licence_is_the_abstracts_and_not_that_of_the_works_that_cite() -> None:
    record = Record(id="x", licence="CC-BY-4.0", abstract=RECORD.abstract, citations=RECORD.citations)
    shown, _ = published(record, rights(2, 3))
    assert shown.abstract == record.abstract
    assert shown.citations is not None
    assert shown.citations.statements == [Statement(text="one two three", shortened=True)]


@pytest.mark.parametrize("field", ["abstract", "abstract.0.text", "citations.statements.2.text", "notices"])
def test_a_conflict_about_prose_says_only_how_long_each_text_is(field: str) -> None:
    values = [ConflictValue(source=0, value="one two three"), ConflictValue(source=1, value="four " * 200)]
    record = Record(id="x", conflicts=[Conflict(field=field, values=values)])
    (conflict,) = published(record, rights(50, 50)).record.conflicts or []
    assert [value.value for value in conflict.values] == [
        "a text of 3 words, not shown",
        "a text of 200 words, not shown",
    ]
    assert published(record, rights("full", "full")).record == record


def test_a_conflict_about_anything_else_says_who_says_what() -> None:
    values = [ConflictValue(source=0, value="true"), ConflictValue(source=1, value="false")]
    for field in ("title", "abstract_truncated", "pages"):
        record = Record(id="x", conflicts=[Conflict(field=field, values=values)])
        assert published(record, rights(0, 0)).record == record


@pytest.mark.parametrize("record", [Record(id="x"), Record(id="x", citations=Citations(cited_by=3))])
def test_a_record_without_passages_is_published_as_it_is(record: Record) -> None:
    assert published(record, Rights()) == (record, {})


def described(*lines: str) -> JournalRecord:
    return JournalRecord(id="j", title="Invented Results", description=list(lines))


def test_a_journals_description_is_cut_with_an_ellipsis() -> None:
    assert published_journal(described("one two three", "four"), rights(3)) == described("one two …", "four")
    assert published_journal(described("one two three"), rights(3)) == described("one two three")
    assert published_journal(described("one two three"), rights("link")).description == []
    assert published_journal(JournalRecord(id="j", title="J"), rights(0)).description is None


PROSE = ["abstract", "abstract.1", "citations.statements", "description", "notices"]
WORDS = st.lists(st.sampled_from(["one", "two", "three,"]), min_size=1, max_size=80)


def passage(key: str, text: str, value: str, how: How = How.COPIED, path: str = "content/sources/a.ris") -> str:
    """What is shown of a text beside the value at `key`; something else of the record stands behind it."""
    source = SourceItem(path=path, item=1, sha256="0", reader="ris")
    place = Place(source=0, span=Span(0, len(text)), how=how)
    far = Place(source=0, span=Span(len(text) + 5, len(text) + 9), how=How.COPIED)
    record = Record(id="x", sources=[source], provenance={key: place, "abstract.7": [far]})
    return Passages(record).shown(place, text, value)


@tries
@given(st.sampled_from(PROSE), WORDS, st.integers(0, 80))
@example("abstract", ["one"] * 80, 80)
def test_a_passage_beside_prose_never_shows_more_than_the_prose(key: str, words: list[str], count: int) -> None:
    shown = passage(key, " \n ".join(words), " ".join(words[:count]))
    assert shown.removesuffix("…").split() == words[: min(count, 40)]
    assert shown.endswith("…") == (len(words) > min(count, 40)), "and says so where it is cut"


@tries
@given(st.sampled_from(["title", "authors", "citations.cited_by", "abstract_truncated"]), WORDS)
@example("title", ["one"] * 80)
def test_a_passage_beside_another_value_has_at_most_forty_words(key: str, words: list[str]) -> None:
    shown = passage(key, "  ".join(words), "0")
    assert shown.removesuffix("…").split() == words[:40]


@pytest.mark.parametrize(("shown", "most"), [("", 0), ("虚虚", 2)])
def test_a_passage_beside_chinese_prose_is_no_longer_than_the_prose(shown: str, most: int) -> None:
    assert len(passage("abstract", "虚" * 100, shown).removesuffix("…").strip()) <= most


@pytest.mark.parametrize("blank", ["&nbsp;", "\\n", "\\u0020", "<br>", "{ }"])
def test_escaped_blanks_make_no_passage_longer_than_the_prose(blank: str) -> None:
    raw = blank.join(["one", "two", "three", "four", "five"])
    shown = passage("abstract", raw, "one two", How.DECODED)
    assert len(shown.removesuffix("…").strip()) <= len("one two")


def test_of_prose_in_another_order_no_passage_is_shown() -> None:
    assert passage("abstract", '{"one":[0],"nine":[8],"two":[1]}', "one two", How.DERIVED) == ""


@pytest.mark.parametrize(("start", "end"), [(0, 8), (8, 12), (30, 34), (0, 50), (39, 60)])
def test_a_value_that_lies_in_an_abstract_shows_no_more_than_itself(start: int, end: int) -> None:
    text = "0123456789" * 6
    source = SourceItem(path="content/sources/a.ris", item=1, sha256="0", reader="ris")
    parts = [Place(source=0, span=Span(*span), how=How.COPIED) for span in ((30, 40), (5, 20))]
    place = Place(source=0, span=Span(start, end), how=How.COPIED)
    passages = Passages(Record(id="x", sources=[source], provenance={"keywords": place, "abstract": parts}))
    assert passages.shown(place, text[start:end], "abc") == f"{text[start : start + 3]} …"
    derived = Place(source=0, span=place.span, how=How.DERIVED)
    assert passages.shown(derived, text[start:end], "abc") == ""


@pytest.mark.parametrize("key", ["title", "abstract", "citations.cited_by"])
def test_no_passage_of_a_folder_outside_the_site_is_shown(key: str) -> None:
    assert passage(key, "one", "one", path="private:export.ris") == ""
    assert passage(key, "one", "one", path="content/sources/a:b.ris") == "one"


LINE = '{"DOI":"10.5555/x","note":"a secret","volume":"7","abstract":"Invented prose.","issue":"8"}'


@tries
@given(
    st.lists(st.sampled_from(["one", "two,", "灯塔の守り手", "x" * 35, "a\u200bb", " "]), max_size=90).map(" ".join),
    st.integers(0, 300),
    st.sampled_from(["", " and more", "…", "灯"]),
    st.booleans(),
)
def test_what_is_shown_of_a_passage_is_counted_word_by_word(raw: str, cut: int, end: str, is_in_prose: bool) -> None:
    value = fold(raw)[:cut] + end
    limit = min(40.0, count_words(value)) if is_in_prose else 40.0
    text = first_words(fold(raw)[: len(value)] if is_in_prose else fold(raw), limit)[0]
    wanted = f"{text} …" if len(text) < len(fold(raw)) else text
    assert passage("abstract" if is_in_prose else "keywords", raw, value) == (wanted if raw else passage("x", "", ""))


def surroundings(key: str = "volume", **changes: Any) -> tuple[str, str]:
    """What is shown around the value of `key` in `LINE`, in a study under CC BY but for the changes."""
    licence, path = changes.get("licence", "CC-BY-4.0"), changes.get("path", "content/sources/a.json")
    source = SourceItem(path=path, item=1, sha256="0", reader="csl-json")
    texts = {"doi": "10.5555/x", "volume": "7", "abstract": "Invented prose.", "issue": "8"} | changes.get("more", {})
    places: dict[str, Place | list[Place]] = {
        name: Place(source=0, span=Span(LINE.index(text), LINE.index(text) + len(text)), how=How.COPIED)
        for name, text in texts.items()
    }
    extra = {"note": changes.get("note", ["a secret"])}
    extract = Extract(source=source, line=1, values={}, places=places, conflicts=[], problems=[], extra=extra)
    own = {name: place for name, place in places.items() if name in {"doi", "volume", "issue"}}
    record = Record(id="x", licence=licence, sources=[source], provenance=own)
    place = places[key]
    assert isinstance(place, Place)
    read = {0: extract} if changes.get("is_here", True) else {}
    return Passages(record, changes.get("rights", Rights()), read).around(place, LINE)


def test_around_a_passage_stand_other_values_and_no_prose_and_nothing_that_is_kept_back() -> None:
    assert surroundings("doi", note=[]) == ("", '","note":"a secret","volume":"7'), "as if the reader had read all"
    assert surroundings("doi") == ("", ""), "the note stands between"
    assert surroundings("volume") == ("", ""), "the note on one side, the abstract on the other"
    assert surroundings("issue") == ("", ""), "the abstract stands between"


@pytest.mark.parametrize(
    "changes",
    [
        {"licence": None},
        {"licence": "CC-BY-NC-4.0"},
        {"path": "private:a.json"},
        {"is_here": False},
        {"rights": None},
        {"rights": Rights(abstracts={"open": "30", "other": "30", "unknown": "30"})},
        {"more": {"citations.statements": "a secret"}},
        {"more": {"journal_record.description": "a secret"}},
        {"more": {"notices": "a secret"}},
    ],
)
def test_nothing_stands_around_a_passage_that_is_not_free(changes: dict[str, Any]) -> None:
    assert surroundings("doi", note=[])[1]
    assert surroundings("doi", note=[], **changes) == ("", "")


def test_the_sites_owner_may_let_it_stand_under_other_licences() -> None:
    said = Rights(abstracts={"open": "full", "other": "30", "unknown": "30", "CC-BY-NC": "full"})
    assert surroundings("doi", note=[], licence="CC-BY-NC-4.0", rights=said)[1]
    assert surroundings("doi", note=[], licence="CC-BY-ND-4.0", rights=said) == ("", "")


def test_the_abstract_that_another_one_replaced_is_prose_all_the_same() -> None:
    source = SourceItem(path="content/sources/a.json", item=1, sha256="0", reader="csl-json")
    place = Place(source=0, span=Span(10, 90), how=How.COPIED)
    extract = Extract(source=source, line=1, values={}, places={"abstract": [place]}, conflicts=[], problems=[])
    record = Record(id="x", sources=[source])
    inside = Place(source=0, span=Span(20, 60), how=How.COPIED)
    assert Passages(record).shown(inside, "one two three", "one") == "one two three"
    assert Passages(record, None, {0: extract}).shown(inside, "one two three", "one") == "one …"


def test_of_an_abstract_that_told_the_language_nothing_is_shown() -> None:
    source = SourceItem(path="content/sources/a.json", item=1, sha256="0", reader="csl-json")
    title, abstract = (Place(source=0, span=Span(*span), how=How.DERIVED) for span in ((0, 9), (20, 60)))
    passages = Passages(Record(id="x", sources=[source], provenance={"language": [title, abstract]}))
    assert passages.shown(title, "A title", "en") == "A title"
    assert passages.shown(abstract, "An abstract", "en") == ""


@tries
@given(st.text(), st.integers(0, 20))
def test_a_passage_in_prose_is_never_more_than_its_value(raw: str, length: int) -> None:
    value = raw[:length]
    shown = passage("abstract", raw, value, How.DECODED)
    assert count_words(shown.removesuffix("…")) <= count_words(value)
    assert len(shown.removesuffix(" …")) <= len(value)
