"""What readers build on: every value enters an extract together with its place."""

from __future__ import annotations

import hashlib

import pytest

from synthesite.extract import Draft, Item, SourceText, count_lines, item_sha256, pieces, whole
from synthesite.model import How, Place, Severity, Span

TEXT = "title:  An invented\n study\r\nyear: 2021\rsign: 🌂 umbrella\n"


def draft(text: str = TEXT, line: int = 1) -> Draft:
    return Draft(Item(SourceText("content/sources/x.txt", text, "utf-8"), 1, text, line), "toy")


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def place(start: int, end: int, how: How) -> Place:
    return Place(source=0, span=Span(start, end), how=how)


def test_a_copied_value_is_the_text_of_its_span_with_white_space_folded() -> None:
    one = draft()
    where = span(" An invented\n study\r\n")
    assert one.copy("title", where) == "An invented study"
    assert one.values == {"title": "An invented study"}
    assert one.places == {"title": place(*where, How.COPIED)}


def test_a_blank_value_is_left_out() -> None:
    one = draft()
    assert one.copy("title", span("\r\n")) == ""
    assert one.copy("title", (3, 3)) == ""
    assert one.extract().values == {}
    assert one.extract().places == {}


def test_the_first_value_of_a_key_stays() -> None:
    one = draft()
    one.put("year", 2021, span("2021"))
    one.put("year", 1999, span("year"))
    assert one.values == {"year": 2021}
    assert one.places == {"year": place(*span("2021"), How.COPIED)}


def test_nought_and_false_are_values() -> None:
    one = draft("cited by 0, open: false")
    one.put("citations.cited_by", 0, span("0", one.text))
    one.put("open_access", False, span("false", one.text))
    assert one.extract().values == {"citations.cited_by": 0, "open_access": False}


@pytest.mark.parametrize(
    ("raw", "value", "derived", "how"),
    [
        ("An  invented\nstudy", "An invented study", False, How.COPIED),
        ("Salt &amp; bread", "Salt & bread", False, How.DECODED),
        ("2.9000", 2.9, False, How.DECODED),
        ("0020", "0020-0000", True, How.DERIVED),
        ("same", "same", True, How.DERIVED),
    ],
)
def test_how_a_value_follows_from_its_span(raw: str, value: object, derived: bool, how: How) -> None:
    one = draft(raw)
    one.put("key", value, (0, len(raw)), derived=derived)
    assert one.places == {"key": place(0, len(raw), how)}


def test_a_value_of_several_spans_is_derived_from_each() -> None:
    one = draft("SP 101 EP 119")
    one.put("pages", "101-119", (3, 6), (10, 13))
    assert one.places == {"pages": [place(3, 6, How.DERIVED), place(10, 13, How.DERIVED)]}


def test_each_element_of_a_list_has_its_place() -> None:
    one = draft("Ada Example; Ben van Nowhere")
    assert one.add("authors", {"family": "Example", "given": "Ada"}, (0, 11), "Ada Example") == 0
    assert one.add("authors", {"family": "van Nowhere", "given": "Ben"}, (13, 28), "Ben van Nowhere") == 1
    assert [author["given"] for author in one.values["authors"]] == ["Ada", "Ben"]
    assert one.places == {"authors": [place(0, 11, How.COPIED), place(13, 28, How.COPIED)]}


def test_spans_count_code_points() -> None:
    one = draft()
    where = span("umbrella")
    one.copy("keyword", where)
    assert one.text[slice(*where)] == "umbrella"
    assert where[0] == len("title:  An invented\n study\r\nyear: 2021\rsign: ") + 2, "the picture counts one"


def test_a_part_of_an_abstract_has_its_text_and_its_label_placed() -> None:
    one = draft("Aim: to invent.")
    one.add_part("to\ninvent.", (5, 15), "Aim", (0, 3))
    one.add_part("  ", (4, 5), "Empty", (0, 3))
    assert one.values == {"abstract": [{"label": "Aim", "text": "to invent."}]}
    assert one.places == {
        "abstract": [place(5, 15, How.COPIED)],
        "abstract.0.label": place(0, 3, How.COPIED),
    }


def test_an_abstract_is_split_at_its_labels_wherever_it_stands_in_the_item() -> None:
    text = "AB: Background: Nobody knew. Results: Nobody knows. \n"
    one = draft(text)
    one.add_abstract(3, len(text))
    assert one.values["abstract"] == [
        {"label": "Background", "text": "Nobody knew."},
        {"label": "Results", "text": "Nobody knows."},
    ]
    for key, words in (("abstract.0.label", "Background"), ("abstract.1.label", "Results")):
        assert one.places[key] == place(*span(words, text), How.COPIED)
    assert one.places["abstract"] == [
        place(*span("Nobody knew.", text), How.COPIED),
        place(*span("Nobody knows.", text), How.COPIED),
    ]


def test_an_abstract_without_text_is_none() -> None:
    one = draft("AB:  \n")
    one.add_abstract(3, 6)
    assert one.values == {}


def test_a_converted_value_is_derived_unless_it_is_the_text_itself() -> None:
    one = draft()
    assert one.convert("year", span("2021"), int) == 2021
    assert one.convert("doi", span("umbrella"), str.upper) == "UMBRELLA"
    assert one.convert("issn", span("sign"), lambda _: None) is None
    assert one.values == {"year": 2021, "doi": "UMBRELLA"}
    assert one.places == {
        "year": place(*span("2021"), How.COPIED),
        "doi": place(*span("umbrella"), How.DERIVED),
    }


def test_a_contradiction_keeps_both_sides_with_their_spans() -> None:
    one = draft("open: no; pdf: yes")
    one.conflict("open_access", ("no", (6, 8)), ("yes", (15, 18)))
    (conflict,) = one.extract().conflicts
    assert conflict.field == "open_access"
    assert [(side.source, side.value, side.span) for side in conflict.values] == [
        (0, "no", (6, 8)),
        (0, "yes", (15, 18)),
    ]


def test_what_a_record_has_no_place_for_is_kept_under_the_key_of_the_source() -> None:
    one = draft()
    one.keep("N1", "a note\n on two lines")
    one.keep("N1", "another")
    one.keep("XX", "  ")
    assert one.extract().extra == {"N1": ["a note on two lines", "another"]}
    assert one.extract().values == {}


@pytest.mark.parametrize(("words", "line"), [("title", 11), (" study", 12), ("year", 13), ("sign", 14), ("🌂", 14)])
def test_a_problem_names_the_line_of_the_file(words: str, line: int) -> None:
    one = draft(line=11)
    one.problem("odd", "this is odd; do something", TEXT.index(words))
    one.problem("bad", "this is bad", severity=Severity.ERROR)
    first, second = one.extract().problems
    assert str(first) == f"content/sources/x.txt:{line}: odd this is odd; do something"
    assert first.severity == Severity.WARNING
    assert (second.line, second.severity) == (11, Severity.ERROR)


def test_an_extract_says_which_item_of_which_source_it_is_about() -> None:
    source = SourceText("content/sources/x.txt", f"first\n{TEXT}", "cp1252")
    extract = Draft(Item(source, 2, TEXT, 2), "toy").extract()
    told = extract.source
    assert (told.path, told.item, told.reader, told.encoding) == ("content/sources/x.txt", 2, "toy", "cp1252")
    assert told.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert extract.line == 2


def test_the_whole_source_is_one_item() -> None:
    (item,) = whole(SourceText("x.txt", TEXT, "utf-8"))
    assert (item.number, item.text, item.line) == (1, TEXT, 1)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_pieces_know_their_lines(line_end: str) -> None:
    text = line_end.join(["in front", "one", "one more", "", "two", "", "", "three"])
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in ("one", "two", "three")]
    items = pieces(SourceText("x.txt", text, "utf-8"), spans)
    assert [(item.number, item.text, item.line) for item in items] == [(1, "one", 2), (2, "two", 5), (3, "three", 8)]
    assert pieces(SourceText("x.txt", text, "utf-8"), []) == []


@pytest.mark.parametrize(
    ("text", "lines"), [("", 0), ("a", 0), ("a\nb\r\nc\rd", 3), ("\n\r\n\r", 3), ("a\u2028b\fc", 0)]
)
def test_line_ends_are_counted_once_each(text: str, lines: int) -> None:
    assert count_lines(text) == lines


def test_half_a_surrogate_pair_has_a_hash() -> None:
    assert len(item_sha256("\ud83c")) == 64


def test_the_head_of_a_source_is_its_beginning() -> None:
    assert SourceText("x.txt", "ab" * 20_000, "utf-8").head == "ab" * 10_000


@pytest.mark.parametrize(
    ("title", "is_marked"),
    [
        ("RETRACTED: An invented study", True),
        ("RETRACTED ARTICLE: An invented study", True),
        ("[Retracted] An invented study", True),
        ("Retracted paper - An invented study", True),
        ("An invented study [Retracted]", True),
        ("An invented study (Retracted article. See vol. 3, pg. 5, 2021)", True),
        ("Retracted papers in invented journals", False),
        ("Retracted-paper habits: an invented study", False),
        ("Retraction: An invented study", False),
        ("Why invented studies are retracted", False),
        ("RETRACTED:", False),
    ],
)
def test_a_title_that_is_marked_as_retracted_is_a_notice_too(title: str, is_marked: bool) -> None:
    one = draft(title)
    one.copy("title", (0, len(title)))
    found = one.extract()
    assert found.values.get("notices", []) == [{"type": "retraction"}] * is_marked
    assert found.places.get("notices", []) == [place(0, len(title), How.DERIVED)] * is_marked
    assert one.extract() == found


def test_a_retraction_that_the_source_has_already_told_is_not_told_twice() -> None:
    one = draft("RETRACTED: An invented study")
    one.copy("title", (0, 28))
    one.add("notices", {"type": "retraction", "note": "Tides 3:5"}, (0, 9), derived=True)
    assert one.extract().values["notices"] == [{"type": "retraction", "note": "Tides 3:5"}]
