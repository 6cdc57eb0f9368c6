"""The index of a source says where each item stands, in bytes, and can be kept."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite import readers
from synthesite.extract import Item, SourceText, item_sha256
from synthesite.item_index import ItemIndex, Kept, Standing, index_items, index_source
from tests.conftest import INVENTED, ris
from tests.readers.support import Pair, pairs
from tests.text.properties import tries

PIECE = st.text("aé灯𝒳 \r\n", min_size=1, max_size=6)


@tries
@given(st.lists(st.tuples(PIECE, st.text("bß-\n", max_size=3)), min_size=1, max_size=5), st.randoms())
def test_each_item_is_cut_out_by_its_bytes(parts: list[tuple[str, str]], random: st.DataObject) -> None:
    source = SourceText("content/sources/x", "".join(item + between for item, between in parts), "utf-8")
    items = [Item(source, number, text, number * 2, column=3) for number, (text, _) in enumerate(parts, 1)]
    random.shuffle(items)  # type: ignore[attr-defined]  # a random.Random
    index = index_items(source, items)
    assert index is not None
    data = source.text.encode()
    for item in items:
        where = index.items[item_sha256(item.text)]
        assert data[where.start : where.end].decode() == item.text
    last = items[-1]
    where = index.items[item_sha256(last.text)]
    assert (where.number, where.line, where.column) == (last.number, last.line, 3)
    assert index.is_whole == (len(items) == 1 and items[0].text == source.text)


def test_an_index_can_be_kept_as_plain_data() -> None:
    index = index_source(SourceText("content/sources/x.ris", ris(TI="Über Türme") + INVENTED, "utf-8"), "ris")
    assert index is not None
    assert len(index.items) == 2
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(index), type=ItemIndex) == index


def test_an_item_that_does_not_stand_in_its_source_is_in_no_index() -> None:
    source = SourceText("content/sources/x", "one two", "utf-8")
    assert index_items(source, [Item(source, 1, "three", 1)]) is None
    assert index_items(source, [Item(source, 1, "two", 1)]) == ItemIndex(
        "utf-8", False, False, {item_sha256("two"): Standing(1, 4, 7, 1, 1)}
    )


def test_without_a_reader_of_that_name_there_is_no_index() -> None:
    assert index_source(SourceText("content/sources/x", INVENTED, "utf-8"), "unheard-of") is None


def test_a_reader_that_fails_gives_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(source: SourceText) -> list[Item]:
        raise ValueError(source)

    monkeypatch.setattr("synthesite.readers.ris.items", failing)
    assert index_source(SourceText("content/sources/x", INVENTED, "utf-8"), "ris") is None


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_the_items_of_every_reader_stand_in_their_source(pair: Pair) -> None:
    source = pair.source()
    name = pair.reader.replace("_", "-")
    index = index_source(source, name)
    assert index is not None
    items = readers.all_readers()[name].items(source)
    assert index.items.keys() == {item_sha256(item.text) for item in items}
    assert index.in_context == (name in {"bibtex", "table"} and items[0].context is not None)


def test_what_was_used_longest_ago_goes_when_there_is_no_room() -> None:
    def use(kept: Kept, names: str, size: int = 10) -> str:
        made: list[str] = []

        def make(name: str) -> tuple[str, int]:
            made.append(name)
            return name, size

        assert [kept.get(name, partial(make, name)) for name in names] == list(names)
        return "".join(made)

    assert use(Kept(30), "abcabc") == "abc"
    assert use(Kept(20), "abacab") == "abcb"
    assert use(Kept(1), "aab") == "ab", "one is kept, however large it is"
    assert use(Kept(30), "aa", size=0) == "aa", "nothing isn't kept"
