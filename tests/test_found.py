"""An extract that was packed says the same when it is unpacked."""

from __future__ import annotations

import pytest

from synthesite.found import KNOWN_BY, Found, description, known_by, pack, unpack
from synthesite.model import Problem
from synthesite.traits import traits_of
from tests.readers.support import Pair, pairs, read


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_nothing_is_lost_in_packing(pair: Pair) -> None:
    extracts, problems = read(pair.source())
    packed = pack([*extracts, *problems])
    assert packed is not None
    outcome = unpack(packed)
    found = [Found(one) for one in outcome.extracts]
    assert [one.full for one in found] == extracts
    assert [one.source for one in found] == [one.source for one in extracts]
    assert [description(one).traits for one in found] == [traits_of(one.values) for one in extracts]
    for one, extract in zip(found, extracts, strict=True):
        assert dict(known_by(one)) == {key: extract.values[key] for key in KNOWN_BY if key in extract.values}
    assert outcome.problems == problems


def test_what_says_the_same_has_one_key_and_nothing_else_has() -> None:
    (pair, other, *_) = pairs("ris")
    first, again, another = (pack(read(one.source())[0]) for one in (pair, pair, other))
    assert first is not None
    assert first == again
    assert another is not None
    assert not {one.key for one in unpack(first).extracts} & {one.key for one in unpack(another).extracts}


def test_half_a_character_has_no_form_in_bytes() -> None:
    assert pack([Problem("a.json", 1, "code", "\ud800")]) is None
