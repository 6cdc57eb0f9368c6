"""Values held against the characters they come from: what a program's way of writing changes passes, nothing else."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from synthesite import readers, verify
from synthesite.claims import Claim, SideClaim, claims, gaps, plain_values, sides
from synthesite.config import Settings
from synthesite.extract import Draft, Item, SourceText
from synthesite.match import Match
from synthesite.merge import merge, without_id
from synthesite.model import Citations, ConflictValue, Extract, How, Person, Place, Record, SourceItem, Span
from synthesite.text.folding import as_written, fold
from synthesite.verify import Again, CuratorsFile, stands, wrong, wrong_side
from tests.conftest import ris
from tests.text.properties import tries

WORDS = st.lists(
    st.sampled_from(
        ["An", "invented", "study", "was", "not", "found", "Åkerblom", "naïve", "efﬁcient", "“so”", "3–5", "½"]
    ),
    min_size=1,
    max_size=12,
)
TEXT = WORDS.map(" ".join)
ANY = st.text(min_size=1, max_size=40).filter(lambda text: bool(as_written(text)))


def item_of(text: str) -> Item:
    return Item(SourceText("content/sources/x.txt", text, "utf-8"), 1, text, 1)


@tries
@given(ANY)
def test_a_text_stands_where_it_stands(text: str) -> None:
    assert stands(text, fold(text), How.COPIED)
    assert stands(f"  {text}\n", fold(text), How.COPIED)


@tries
@given(WORDS, st.lists(st.sampled_from([" ", "\n", "\t ", "\u00a0", "\r\n  "]), min_size=12, max_size=12))
@example(["naïve", "Åkerblom"], ["\n"] * 12)
def test_spaced_or_composed_otherwise_it_still_stands(words: list[str], gaps: list[str]) -> None:
    spaced = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    for form in ("NFC", "NFD"):
        assert stands(unicodedata.normalize(form, spaced), " ".join(words), How.COPIED)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("efﬁcient", "efficient"),
        ("ＤＯＩ １０", "DOI 10"),
        ("co\u00adopera\u00adtion", "cooperation"),
        ("‘quoted’ and “quoted”", "'quoted' and \"quoted\""),
        ("pages 3–5 — all", "pages 3-5 - all"),
        ("\ufeffTitle", "Title"),
    ],
)
def test_what_a_program_writes_otherwise_still_stands(raw: str, value: str) -> None:
    assert stands(raw, value, How.COPIED)
    assert stands(value, raw, How.COPIED)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("An invented study", "An imagined study"),
        ("was not found", "was found"),
        ("12 of 35", "12 of 36"),
        ("10² keepers", "102 keepers"),
        ("½ of them", "12 of them"),
        ("An Invented Study", "An invented study"),
        ("naïve", "naive"),
        ("a study of keepers", "a study of"),
        ("a study", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("how", [How.COPIED, How.DECODED])
def test_a_paraphrase_a_digit_and_a_lost_word_do_not(raw: str, value: str, how: How) -> None:
    assert not stands(raw, value, how)


@tries
@given(TEXT, st.data())
def test_no_changed_text_stands(text: str, data: st.DataObject) -> None:
    words = text.split()
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(["", "never", "study", "4–5", "invent ed"]))
    changed = " ".join([*words[:at], other, *words[at + 1 :]])
    assume(as_written(changed) != as_written(text))
    assert not stands(text, fold(changed), How.COPIED)
    assert not stands(text, fold(changed), How.DECODED)


@pytest.mark.parametrize(("raw", "value"), [("1,234", 1234), ("2.900", 2.9), (" 35 ", 35), ("1e3", 1000)])
def test_a_number_is_decoded_from_its_figures(raw: str, value: float) -> None:
    assert stands(raw, value, How.DECODED)


@pytest.mark.parametrize(("raw", "value"), [("1,5", 15), ("12,34", 1234), ("1", True), ("nan", 0), ("35", 36)])
def test_other_figures_are_another_number(raw: str, value: float) -> None:
    assert not stands(raw, value, How.DECODED)


def test_a_name_stands_in_either_order() -> None:
    author = {"family": "Example", "given": "Ada"}
    assert stands("Example, Ada", author, How.COPIED)
    assert stands("Ada Example", author, How.COPIED)
    assert not stands("Ada Beispiel", author, How.COPIED)
    assert stands("retraction", {"type": "retraction"}, How.COPIED)
    assert not stands(",", {"type": "retraction"}, How.COPIED), "it is nobody's name"


def drafted() -> Draft:
    text = "en|Example Ada|12%|lamp;light;oil|deu|gone|3|8"
    draft = Draft(item_of(text), "ris")
    draft.put("language", "en", (0, 2), derived=True)
    draft.add("authors", {"family": "Example", "given": "Ada"}, (3, 14), derived=True)
    draft.trace("authors.0.orcid", "x", (3, 14), derived=True)
    draft.values["authors"][0]["orcid"] = "x"
    for start, end, word in ((19, 23, "LAMP"), (24, 29, "LIGHT"), (30, 33, "OIL")):
        draft.add("keywords", word, (start, end), derived=True)
    draft.put("issn", ["1234-5679"], (34, 37), derived=True)
    draft.put("pages", "3-8", (43, 44), (45, 46))
    draft.conflict("open_access", ("a link", (38, 42)))
    return draft


def place(start: int, end: int, how: How = How.DERIVED) -> Place:
    return Place(source=0, span=Span(start, end), how=how)


@pytest.mark.parametrize(
    ("key", "value", "places"),
    [
        ("language", "en", [place(0, 2)]),
        ("keywords.7", "LIGHT", [place(24, 29)]),
        ("issn.3", "1234-5679", [place(34, 37)]),
        ("issn", ["1234-5679"], [place(34, 37)]),
        ("pages", "3-8", [place(43, 44), place(45, 46)]),
        ("authors.0", {"family": "Example", "given": "Ada"}, [place(3, 14)]),
        ("authors.5.orcid", "x", [place(3, 14)]),
    ],
)
def test_a_derived_value_is_derived_again_from_the_same_characters(
    key: str, value: object, places: list[Place]
) -> None:
    draft = drafted()
    again = Again(draft.extract(), {})
    assert wrong(Claim(key, value, tuple(places)), draft.item, again) == ""
    assert wrong(Claim(key, "else", tuple(places)), draft.item, again)
    moved = (place(1, 2), *places[1:])
    assert wrong(Claim(key, value, moved), draft.item, again)
    assert wrong(Claim("volume", value, tuple(places)), draft.item, again), "the same value for another key"


def test_a_record_may_call_a_key_otherwise_than_its_reader() -> None:
    draft = drafted()
    claim = Claim("tongue", "en", (place(0, 2),))
    assert wrong(claim, draft.item, Again(draft.extract(), {"tongue": "language"})) == ""
    assert wrong(claim, draft.item, Again(draft.extract(), {}))


def test_without_a_reader_nothing_is_derived() -> None:
    assert wrong(Claim("language", "en", (place(0, 2),)), drafted().item, Again(None, {}))


TITLE = "Eine erfundene Untersuchung über die Wächter der Leuchttürme an der Küste und ihre langen Nächte"


ABSTRACT = (
    "Wir haben erfundene Wächter gefragt, wie sie schlafen, wenn das Licht die ganze Nacht über dem Meer kreist, und "
    "keiner von ihnen hat uns eine Antwort gegeben, die nicht ebenfalls erfunden wäre."
)


def test_a_language_that_the_title_tells_is_told_again() -> None:
    draft = Draft(item_of(TITLE), "ris")
    draft.put("title", TITLE, (0, len(TITLE)))
    again, at = Again(draft.extract(), {}), place(0, len(TITLE))
    assert wrong(Claim("language", "de", (at,)), draft.item, again) == ""
    assert wrong(Claim("language", "en", (at,)), draft.item, again)
    assert wrong(Claim("language", "de", (place(0, 9),)), draft.item, again)
    assert wrong(Claim("genre", "de", (at,)), draft.item, again)


def test_a_language_that_title_and_abstract_tell_is_told_again_from_both() -> None:
    title = "Wächter und Licht"
    draft = Draft(item_of(f"{title}|{ABSTRACT}"), "ris")
    draft.put("title", title, (0, len(title)))
    draft.add("abstract", {"text": ABSTRACT}, (len(title) + 1, len(title) + 1 + len(ABSTRACT)))
    again = Again(draft.extract(), {})
    both = (place(0, len(title)), place(len(title) + 1, len(title) + 1 + len(ABSTRACT)))
    assert wrong(Claim("language", "de", both), draft.item, again) == ""
    assert wrong(Claim("language", "en", both), draft.item, again)
    assert wrong(Claim("language", "de", both[:1]), draft.item, again), "the title alone is too short to tell it"


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 2), (0, 9999)])
def test_a_span_outside_of_the_item_gives_nothing(span: tuple[int, int]) -> None:
    draft = drafted()
    for how in How:
        claim = Claim("language", "en", (place(*span, how),))
        assert "is not in the item" in wrong(claim, draft.item, Again(draft.extract(), {}))
    side = SideClaim("x", "language", ConflictValue(source=0, value="en", span=Span(*span)))
    assert "is not in the item" in wrong_side(side, draft.item, Again(draft.extract(), {}))


@pytest.mark.parametrize(
    ("field", "value", "span", "is_right"),
    [
        ("volume", "gone", Span(38, 42), False),  # it stands there, but it isn't a volume
        ("open_access", "a link", Span(38, 42), True),
        ("open_access", "no link", Span(38, 42), False),
        ("language", "en", None, True),
        ("language", "de", None, False),
        ("authors", "Ada Example", None, True),
        ("authors", "Eda Example", None, False),
        ("pages", "3-8", Span(43, 44), True),
    ],
)
def test_a_side_of_a_conflict_is_what_its_source_says(
    field: str, value: str, span: Span | None, is_right: bool
) -> None:
    draft = drafted()
    side = SideClaim("x", field, ConflictValue(source=0, value=value, span=span))
    assert (wrong_side(side, draft.item, Again(draft.extract(), {})) == "") == is_right


FILE = (
    '---\ndesign: "inter\\u0076iews"\ncountries: [Utopia, Erewhon]\nsample:\n- group: keepers\n  n: 12\n'
    "published: 2021-03\ncitations:\n  cited_by: 12\n---\nMine.\n"
)


def mark(text: str) -> Place:
    start = FILE.index(text)
    return place(start, start + len(text), How.DECODED)


@pytest.mark.parametrize(
    ("key", "value", "at"),
    [
        ("design", "interviews", mark('"inter\\u0076iews"')),
        ("countries", ["Utopia", "Erewhon"], mark("[Utopia, Erewhon]")),
        ("published", "2021-03", mark("2021-03")),
        ("year", 2021, mark("2021-03")),
        ("citations.cited_by", 12, place(FILE.index("12\n---"), FILE.index("\n---\nMine"), How.DECODED)),
        ("summary", "Mine.", mark("Mine.")),
    ],
)
def test_a_curators_value_is_what_the_file_says(key: str, value: object, at: Place) -> None:
    file = CuratorsFile(item_of(FILE), Settings(title="T"))
    assert file.wrong(Claim(key, value, (at,))) == ""
    assert file.wrong(Claim(key, "else", (at,)))
    assert file.wrong(Claim(key, value, (place(1, 2),)))
    assert file.wrong(Claim("setting", value, (at,)))


@pytest.mark.parametrize("text", ["---\nopen", "---\n- a\n---\n", "---\nx: [\n---\n", "", "---\nyear: never\n---\n"])
def test_a_curators_file_that_says_nothing_bears_nothing_out(text: str) -> None:
    assert CuratorsFile(item_of(text), Settings(title="T")).wrong(Claim("year", 2020, (place(0, 1),)))


def test_json_escapes_are_undone_once() -> None:
    raw = json.dumps("naïve “so”")[1:-1]
    assert stands(raw, "naïve “so”", How.DECODED)
    assert not stands(raw, "naïve “so”", How.COPIED)


SHORT = st.text(" a,", max_size=2)
VALUES = st.one_of(
    st.text(" \nab,", max_size=4),
    st.integers(0, 9),
    st.booleans(),
    st.fixed_dictionaries({}, optional=dict.fromkeys(["family", "given", "literal", "text"], SHORT)),
)


@tries
@given(VALUES, st.data())
def test_a_value_that_stands_as_it_is_stands_by_its_forms_too(value: Any, data: st.DataObject) -> None:
    likely = [str(value)]
    if isinstance(value, dict):
        likely = [value.get("text") or "", f"{value.get('family')}, {value.get('given')}", value.get("literal") or ""]
    raw = data.draw(st.one_of(st.sampled_from(likely), st.text(" \nab,", max_size=4)))
    if verify._is_verbatim(raw, value):
        assert fold(raw) in verify._forms(value) - {""}


@pytest.mark.parametrize("extra", [{}, {"extra.x": [], "sources.0.path": []}])
def test_plain_values_are_those_of_the_whole_record(extra: dict[str, list[Place]]) -> None:
    record = Record(
        id="x",
        title="An invented study",
        authors=[Person(family="Example", given="Ada"), Person(literal="Invented group")],
        sources=[SourceItem(path="a.ris", item=1, sha256="0", reader="ris")],
        provenance={"title": Place(source=0, span=Span(0, 1), how=How.COPIED), **extra},
        extra={"x": ["y"]},
        citations=Citations(cited_by=3),
    )
    whole = msgspec.to_builtins(record)
    left_out = set() if extra else {"sources", "provenance", "extra"}
    plain = plain_values(record)
    assert plain == {key: value for key, value in whole.items() if key not in left_out}
    assert list(plain) == [key for key in whole if key not in left_out]


WORD = st.sampled_from(["invented", "Wächter", "7", "not", "lamp", "étude", "10.5", "灯塔", "co-operation", "It’s"])
PROSE = st.lists(WORD, min_size=2, max_size=9).map(" ".join)


@tries
@given(PROSE, PROSE, st.lists(PROSE, max_size=3, unique=True), st.integers(1900, 2099), st.data())
def test_each_value_of_a_record_stands_and_no_changed_one_does(
    title: str, abstract: str, keywords: list[str], year: int, data: st.DataObject
) -> None:
    text = ris(TI=title, AU=["Example, Ada", "Beispiel, Bert"], PY=f"{year}/03//", AB=abstract, KW=keywords, VL="7")
    source = SourceText("content/sources/x.ris", text, "utf-8")
    (extract,) = readers.read_source(source)
    assert isinstance(extract, Extract)
    (item,) = readers.all_readers()["ris"].items(source)
    record = msgspec.convert({"id": "-", **without_id(extract)}, Record)
    plain = msgspec.to_builtins(record)
    again = Again(extract, {})
    found = list(claims(plain, record.provenance or {}))
    assert {claim.key for claim in found} >= {"title", "year", "published", "volume", "authors.1", "abstract.0", "type"}
    for claim in found:
        assert wrong(claim, item, again) == "", claim
        other = changed(claim.value, data.draw(st.integers(0, 9)))
        assert wrong(claim._replace(value=other), item, again), (claim, other)
        if claim.places[0].how == How.COPIED and isinstance(claim.value, str):
            spaced = claim.value.replace(" ", "  \n")
            assert wrong(claim._replace(value=spaced), item, again) == ""
            assert wrong(claim._replace(value=unicodedata.normalize("NFD", spaced)), item, again) == ""


def changed(value: Any, seed: int) -> Any:
    """Another value, as a slip or a paraphrase would make it."""
    if isinstance(value, dict):
        key = sorted(value)[seed % len(value)]
        return {**value, key: changed(value[key], seed)}
    if isinstance(value, list):
        return value[1:]
    if isinstance(value, int | float):
        return value + 1 + seed
    words = str(value).split()
    at = seed % len(words)
    return " ".join([*words[:at], f"{words[at]}s" if seed % 2 else f"un{words[at]}", *words[at + 1 :]])


def test_an_element_of_which_only_a_neighbouring_place_is_known_is_found_there() -> None:
    draft = citing_draft(0, [("Lamps are invented.", {"stance": "supporting"}, True)], [])
    again, at = Again(draft.extract(), {}), place(0, len("supporting"))
    assert wrong(Claim("citations.statements.3", {"text": "Lamps are invented."}, (at,)), draft.item, again) == ""
    assert wrong(Claim("citations.statements.3", {"text": "Lamps are real."}, (at,)), draft.item, again)
    assert wrong(Claim("citations.statements.3", {"text": "Lamps are invented."}, (place(1, 4),)), draft.item, again)


def test_a_tally_in_a_conflict_is_held_against_all_of_its_figures() -> None:
    draft = Draft(item_of("3|1"), "ris")
    draft.put("citations.tally.supporting", 3, (0, 1))
    draft.put("citations.tally.mentioning", 1, (2, 3))
    for value, is_right in (("mentioning 1, supporting 3", True), ("mentioning 1, supporting 4", False)):
        side = SideClaim("x", "citations.tally", ConflictValue(source=0, value=value))
        assert (wrong_side(side, draft.item, Again(draft.extract(), {})) == "") == is_right


STATEMENTS = [
    "An invented statement about the keepers of lamps that nobody made",
    "An invented statement about the keepers of lamps that nobody made, and its end",
    "An invented statement about the ke…",
    "Another one",
]
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "stance": st.sampled_from(["supporting", "contrasting", "unclassified"]),
        "section": st.sampled_from(["Results", "Discussion"]),
        "by": st.just("an invented classifier"),
    },
)


@st.composite
def citing(draw: st.DrawFn) -> list[tuple[str, dict[str, str], bool]]:
    """The statements of a source, with their other parts, and whether these have places of their own."""
    texts = draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=3, unique=True))
    return [(text, draw(PARTS), draw(st.booleans())) for text in texts]


def citing_draft(number: int, statements: list[tuple[str, dict[str, str], bool]], keywords: list[str]) -> Draft:
    text = "".join("|".join([*parts.values(), said]) + "\n" for said, parts, _ in statements) + ";".join(keywords)
    draft = Draft(Item(SourceText(f"content/sources/{number}.txt", text, "utf-8"), 1, text, 1), "ris")
    start = 0
    for said, parts, placed in statements:
        at = text.index(f"{said}\n", start)
        index = draft.add("citations.statements", {"text": said, **parts}, (at, at + len(said)), said, not placed)
        for part, value in parts.items() if placed else ():
            of_part = text.index(value, start)
            draft.trace(f"citations.statements.{index}.{part}", value, (of_part, of_part + len(value)))
        start = at + len(said)
    for keyword in keywords:
        at = text.index(keyword, start)
        draft.add("keywords", keyword, (at, at + len(keyword)))
    return draft


KEYWORDS = st.lists(st.sampled_from(["lamp", "Light", "oil"]), max_size=3, unique=True)


@tries
@given(st.lists(st.tuples(citing(), KEYWORDS), min_size=1, max_size=3), st.data())
def test_each_part_of_a_united_list_is_verified_in_the_source_that_gave_it(
    said: list[tuple[list[tuple[str, dict[str, str], bool]], list[str]]], data: st.DataObject
) -> None:
    drafts = [citing_draft(number, statements, keywords) for number, (statements, keywords) in enumerate(said)]
    record = merge("x", Match([draft.extract() for draft in drafts], [None] * len(drafts)))
    plain, provenance = msgspec.to_builtins(record), record.provenance or {}
    assert list(gaps(plain, provenance)) == []
    again = [Again(draft.extract(), {}) for draft in drafts]
    for claim in claims(plain, provenance):
        (source,) = {place.source for place in claim.places}
        assert wrong(claim, drafts[source].item, again[source]) == "", claim
        other = changed(claim.value, data.draw(st.integers(0, 9)))
        assert wrong(claim._replace(value=other), drafts[source].item, again[source]), (claim, other)
    for side in sides(record.conflicts or []):
        assert wrong_side(side, drafts[side.side.source].item, again[side.side.source]) == "", side
        lie = side._replace(side=msgspec.structs.replace(side.side, value="something else"))
        assert wrong_side(lie, drafts[side.side.source].item, again[side.side.source])
