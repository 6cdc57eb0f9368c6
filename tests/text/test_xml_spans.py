"""XML with places: well-formed documents as a standard parser reads them, broken ones as far as they go."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.text.xml_spans import Element, Kind, parse_xml, tokens

names = st.sampled_from(["a", "bc", "article-title", "i", "jats:p"])
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="<&>\ufffe\uffff"), min_size=1, max_size=8
)
pieces = st.one_of(
    texts,
    st.sampled_from(["&amp;", "&lt;", "&#233;", "&#x1F302;", "<!-- a > b -->", "<?pi x?>", "<![CDATA[<&]]>", "<br/>"]),
)
documents = st.recursive(
    st.lists(pieces, max_size=4).map("".join),
    lambda inner: st.builds(
        lambda name, value, content: f'<{name} xmlns:jats="x" k="{value}">{content}</{name}>',
        names,
        st.sampled_from(["", "v", "&quot;x&quot;", "a > b", "é"]),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=12,
)


def as_lists(element: Element, text: str) -> list[object]:
    shown = "".join(token.text for token in tokens(text, *element.inner) if token.kind is Kind.TEXT)
    return [element.name, element.value("k"), shown, [as_lists(child, text) for child in element.children]]


def expected(element: ET.Element) -> list[object]:
    name = element.tag.rpartition("}")[2]
    return [name, element.get("k", "").strip(), "".join(element.itertext()), [expected(child) for child in element]]


@settings(deadline=None, derandomize=True, database=None)
@given(documents)
def test_a_well_formed_document_is_read_as_the_standard_library_reads_it(inside: str) -> None:
    text = f"<root>{inside}</root>"
    document = parse_xml(text)
    assert document.faults == []
    assert [as_lists(child, text) for child in document.top.children] == [expected(ET.fromstring(text))]


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.one_of(documents, st.text(max_size=5), st.sampled_from(list("<>&;[]-!/'\"")))).map("".join))
def test_tokens_leave_no_gap_and_elements_stand_where_they_say(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start == at < token.end
        at = token.end
    assert at == len(text)
    for element in parse_xml(text).top.within(*{token.text for token in tokens(text) if token.kind is Kind.OPEN}):
        assert text[element.start] == "<"
        assert element.start < element.inner[0] <= element.inner[1] <= element.end <= len(text)


def test_places_are_code_points() -> None:
    text = "<a>🌂<b c='é'>x</b></a>"
    b = parse_xml(text).top.first("a", "b")
    assert b is not None
    assert text[slice(*b.inner)] == "x"
    attribute = b.attribute("c")
    assert attribute is not None
    assert text[attribute.start : attribute.end] == attribute.value == "é"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a><b></a>", "<b> is opened here and not closed before </a>"),
        ("<a>", "<a> is opened here and never closed"),
        ("</a>", "</a> closes nothing"),
        ("<a>R & D</a>", "'&' stands for itself here; it should be written &amp;"),
        ("<a>1 < 2</a>", "'<' opens no tag here; it should be written &lt;"),
        ("<a>&bomb;</a>", "&bomb; stands for no character and is kept as it is"),
        ("<a>&#0;</a>", "&#0; stands for no character and is kept as it is"),
        ("<a/><!-- x", "the comment that starts here never ends"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a/>", "entities of its own; they are not followed"),
        ("<!DOCTYPE a [", "the document type that starts here never ends"),
        ("<a>" * 300, "elements are nested too deeply"),
    ],
)
def test_what_is_not_well_formed_is_a_fault(text: str, message: str) -> None:
    assert any(message in fault.message for fault in parse_xml(text).faults)


def test_an_element_whose_end_is_missing_is_not_whole() -> None:
    top = parse_xml("<a><title>never ends<b>x</b></a>").top
    assert top.first("a", "title") is None
    assert [element.whole for element in top.within("a", "title", "b")] == [True, False, True]


@pytest.mark.parametrize(
    "piece", ["<", "&", "<a", "<a b", "<a b='", "<!--", "<![CDATA[", "<!DOCTYPE a [", "<?", "</a>", "<a>", "<a b='c' "]
)
def test_nothing_takes_long(piece: str) -> None:
    text = piece * 50_000
    start = time.process_time()
    parse_xml(text)
    assert time.process_time() - start < 5
