"""The short way of reading YAML: the same data as PyYAML's, for every text, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synthesite.text.yaml_errors import UnsureError, YamlError
from synthesite.text.yaml_subset import read_subset
from synthesite.text.yaml_text import dump_yaml, load_with_libyaml, load_yaml
from tests.text.properties import tries
from tests.text.test_yaml_lines import ANY, KEYS, LONG, SHAPES, SPACED

WRITTEN = """\
id: an-invented-study
title: 'An invented study: of lamps, "keepers" and the sea''s 1 # noise'
authors:
- {family: Example, given: Ada B.}
- {literal: 'The Invented Group, and others'}
year: 2025
volume: '012'
issn: []
abstract:
- label: AIMS
  text: To invent what no one has invented before, and to write it down in a text that is so long that it does not fit
    on one line; then to do it again – with dashes
    - and hyphens.
- text: 'Costs & harms: it''s
    long.'
keywords:
- Lamps
- 'yes'
- Keepers of lamps who live by the sea
  and on it
citations:
  cited_by: 3
  tally: {supporting: 1, mentioning: 2}
  filters:
    years: [1, 2, 3]
sources:
- path: content/sources/invented.ris
  item: 7
  sha256: 17c69a1adf57626da0444c216a2d9f704df4112465ac18ac32a9b3915c0c3748
provenance:
  title: {source: 0, span: [31, 96], how: copied}
  authors:
  - {source: 0, span: [103, 119], how: copied}
  - {source: 0, span: [126, 141], how: derived}
  abstract.0.label: {source: 0, span: [242, 252], how: decoded}
extra:
  C1: 'x: y'
  note: "in double quotes"
fingerprint: 965cbdb2f2ef0e99916ef56613d240efcb4a75d88904b27fac384141b6c5bd2a
"""


def never(text: str) -> Any:
    raise AssertionError(f"left to PyYAML: {text!r}")


def read(text: str) -> Any:
    """What is read without any help; `None` for a text that is left to PyYAML."""

    def refuse(_: str) -> Any:
        raise UnsureError

    try:
        return read_subset(text, refuse)
    except UnsureError:
        return None


def outcome(load: Callable[[str], Any], text: str) -> Any:
    """What is loaded, or the line and message of what is wrong."""
    try:
        return load(text)
    except YamlError as error:
        return error.line, error.message


def check(text: str) -> None:
    """Holds both ways against PyYAML: what is read without it, and what is left to it by keys."""
    expected = outcome(load_with_libyaml, text)
    assert read(text) in (None, expected)
    assert outcome(load_yaml, text) == expected


def test_what_records_hold_is_read_without_pyyaml() -> None:
    assert read_subset(WRITTEN, never) == load_with_libyaml(WRITTEN)


@pytest.mark.parametrize(
    "text",
    [
        "themes: [sleep, 'school: health']\n",
        "themes:\n- sleep\n- school health\n",
        "themes:\n  - sleep\n  - {a: [b, {c: d}]}\n",
        'title: "An invented title"\nyear: 2025\n',
        "a:\n- b:\n  - c\n  d: e\n",
        "a:\n- b: c\n    - d\n    e\n  f: 'g: h'\n- i: {j: k}\n",
        "a:\n  b: c\n  d:\n  - e: f\n      g\n    h: [i]\n  j: k\n",
        "a:\n  b:\n    c: d\n  e: f\n",
        "a: -1\nb: -x\nc: x-\nd: a:b\ne: a#b\n",
        "a: soft\u00adhyphen and no\u00a0break\n",
    ],
)
def test_what_curators_write_is_read_without_pyyaml(text: str) -> None:
    assert read_subset(text, never) == load_with_libyaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b",
        "# a remark\na: b\n",
        "a: b # a remark\n",
        "a: b\n\nc: d\n",
        "a: b\n# a remark\nc: d\n",
        "a: |\n  b\n",
        "a: >\n  b\n",
        'a: "\\n"\n',
        "a: 'b\n\n  c'\n",
        "a: b\n  c: d\n",
        "a: b \n",
        "a: 'b \n  c'\n",
        "a: b\n   c\n",
        "a: b\n c\n",
        "a: {b: c,\n  d: e}\n",
        "a: {b: c}\n  d: e\n",
        "a: {b: c} x\n",
        "a: {b: c d: e}\n",
        "a: [b]]\n",
        "a: [b, ]\n",
        "a: {b: c, b: d}\n",
        "a: b\na: c\n",
        "a:\n  b: c\n  b: d\n",
        "a:\n",
        "a: \n",
        "a:\nb: c\n",
        "a: b:\n- c\n",
        "a:\n  'b': c\n  d: e\n",
        "a: b:\n  c: d\n",
        "a: b:\n- c: d\n  e: f\n",
        "a: b\n- c\n",
        "a:\n- b: c\n  b: d\n",
        "a:\n- b: {c: d\n    e: f}\n",
        "a:\n- b: c \n    d\n",
        "a:\n- b: c\n\n    d\n",
        "a:\n  b: c\n\n  d: e\n",
        "a:\n- b\n\n- c\n",
        "a:\n  b:\n  c: d\n",
        "a:\n- \n",
        "a:\n-\n",
        "a:\n- b\n c\n",
        "a:\n- - b\n",
        "a:\n- b\n  - c\n",
        "a:\n- b: c\n   d: e\n",
        "a: &x b\nc: *x\n",
        "a: &x b\nc: &x d\n",
        "a: !!str b\n",
        "a: @b\n",
        "a: ? b\n",
        "? a\n: b\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\nc: d\n",
        "a: b\n...\n",
        "%YAML 1.1\n---\na: b\n",
        "a:\tb\n",
        "a: b\tc\n",
        "a: \ufeffb\n",
        "a: b\u0085c\n",
        "a: b\u2028c\n",
        "a: b\x07c\n",
        "a: b\rc\n",
        "a: b\rc: d\n",
        "a: b\u0085c: d\n",
        "a: b\u2029c: d\n",
        "a: '\n",
        "a: 'b'c'\n",
        "a: 'b\nc: d'\n",
        'a: "b\nc: d"\n',
        "a: ':\n",
        "a: b:\n",
        "a: b\n  c:\n",
        "a: b\n  #c\n",
        "provenance: x\n",
        "provenance:\n",
        "provenance:\n  a:\n  b: {source: 0, span: [1, 2], how: copied}\n",
        "provenance:\n  - {source: 0, span: [1, 2], how: copied}\n",
        "provenance:\n  a: {source: 0, span: [1, 2], how: copied}\n  - {source: 0, span: [1, 2], how: copied}\n",
        "provenance:\n  a: {source: 0, span: [1, 2], how: copied}\n  a: {source: 0, span: [1, 2], how: copied}\n",
        "provenance:\n  a:\n  - {source: 0, span: [1, 2], how: copied}\n  a: {source: 0, span: [1, 2], how: copied}\n",
        "provenance:\n  a:\n  -\n",
        "a: " + "[" * 2000 + "]" * 2000 + "\n",
        "a:\n" + "".join(f"{'  ' * n}b:\n" for n in range(1, 500)),
    ],
)
def test_what_is_not_sure_comes_out_as_with_pyyaml(text: str) -> None:
    check(text)


@tries
@given(st.dictionaries(KEYS, SHAPES, max_size=4))
@example({"provenance": {"a": [{"source": 0, "span": [1, 2], "how": "copied"}], "b": {}}})
@example({"provenance": {"a": []}, "b": [[]], "c": [{}], "d": "", "e": [""], "f": {"g": ""}})
def test_what_is_dumped_is_read_alike(data: dict[str, Any]) -> None:
    check(dump_yaml(data))


@tries
@given(LONG | SPACED | ANY)
def test_texts_are_read_alike_in_each_place(text: Any) -> None:
    check(dump_yaml({"top": text, "list": [text], "in": {"deep": {"er": text}, "people": [{"a": text, "text": text}]}}))


SIGNS = [*"abc:#-'\"{}[],&*!|>%@`?~.= \n\t", ": ", ", ", " #", "''", "é", "😀", "\x00", "0", "title: ", "provenance:"]
ENDS = ["\n  ", "\n    ", "\n- ", "\n  - ", "\n\n", "\r", "\u0085", "\u2028", "\ufeff", "\u00a0", "---\n", "\nid: x\n"]
PIECES = st.sampled_from(SIGNS + ENDS)


@tries
@given(st.data())
def test_damaged_texts_come_out_as_with_pyyaml(data: st.DataObject) -> None:
    text = WRITTEN
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES | st.just("")) + text[at + data.draw(st.integers(0, 12)) :]
    check(text)


@tries
@given(st.lists(PIECES, max_size=30).map("".join))
@example("a: - b\n")
def test_any_text_comes_out_as_with_pyyaml(text: str) -> None:
    check(text)
    check(f"a: {text}\n")
    check(f"a:\n- {text}\n")
    check(f"a:\n  b: {text}\n")
    check(f"a: [{text}]\nb: {{c: {text}}}\n")


def test_only_the_keys_that_are_not_sure_are_left_to_pyyaml() -> None:
    asked: list[str] = []

    def load(text: str) -> Any:
        asked.append(text)
        return load_with_libyaml(text)

    text = 'a: b\nc: "d\\n\n  e"\nf:\n- "\\u200b"\n- g\nh: i\n'
    assert read_subset(text, load) == load_with_libyaml(text)
    assert asked == ['c: "d\\n\n  e"\n', 'f:\n- "\\u200b"\n- g\n']
