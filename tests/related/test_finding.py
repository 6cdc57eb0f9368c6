"""Related studies: what relates them, and that finding them anew around what changed is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesite.related import Reason, Related, RelatedTraits, Relations, Why, find_related, kept, load_relations
from synthesite.related.finding import KEPT, MOST, Index, related_of
from synthesite.store.cache import Cache
from tests.text.properties import tries


def looking_up(studies: Mapping[str, RelatedTraits]) -> Callable[[], Callable[[str], RelatedTraits]]:
    return lambda: studies.__getitem__


def traits(study_id: str, words: str = "", **values: Any) -> RelatedTraits:
    known: dict[str, Any] = {"id": study_id, "title": study_id.upper(), "words": {word: word for word in words.split()}}
    return RelatedTraits(**known | values)


def found(*studies: RelatedTraits) -> dict[str, list[Related]]:
    return find_related({one.id: one for one in studies})


def why(related: list[Related]) -> list[tuple[str, list[Reason]]]:
    return [(one.id, one.reasons) for one in related]


def test_by_words() -> None:
    result = found(traits("a", "lamp beacon keeper"), traits("b", "lamp beacon fog"), traits("c", "fish"))
    assert why(result["a"]) == [("b", [Reason(Why.WORDS, ["lamp", "beacon"])])]
    assert why(result["b"]) == [("a", [Reason(Why.WORDS, ["lamp", "beacon"])])]
    assert result["c"] == []


def test_by_authors_and_themes() -> None:
    one = traits("a", authors={"example-ada": "Example, Ada"}, themes=["light", "night"])
    other = traits("b", authors={"example-ada": "Example, A."}, themes=["night"])
    assert why(found(one, other)["a"]) == [
        ("b", [Reason(Why.AUTHORS, ["Example, Ada"]), Reason(Why.THEMES, ["night"])])
    ]


def test_by_what_a_text_names() -> None:
    one, other = traits("a", names=["10.5555/b"]), traits("b", doi="10.5555/b")
    result = found(one, other)
    assert why(result["a"]) == [("b", [Reason(Why.NAMES, ["10.5555/b"])])]
    assert why(result["b"]) == [("a", [Reason(Why.NAMED_BY, ["10.5555/b"])])]


def test_the_closest_come_first_then_the_newest() -> None:
    one = traits("a", "lamp beacon keeper fog")
    close, newer, older = (
        traits("close", "lamp beacon keeper fog"),
        traits("z-newer", "lamp beacon fog", year=2020),
        traits("b-older", "lamp beacon fog", year=2010),
    )
    assert [other.id for other in found(one, close, newer, older)["a"]] == ["close", "z-newer", "b-older"]


def test_what_very_many_share_relates_nobody() -> None:
    many = [traits(f"s{n:03}", "lamp beacon keeper fog night storm rock ship") for n in range(MOST + 1)]
    assert not any(found(*many).values())
    assert all(len(related) == KEPT for related in found(*many[:MOST]).values())


WORDS = [f"word{n}" for n in range(12)]
TRAITS = st.builds(
    RelatedTraits,
    id=st.just(""),
    title=st.sampled_from(["One", "Two"]),
    authors=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["A", "B"]), max_size=2),
    themes=st.lists(st.sampled_from(["t", "u", "v"]), max_size=3, unique=True),
    words=st.dictionaries(st.sampled_from(WORDS), st.just("w"), max_size=5),
    doi=st.none() | st.sampled_from(["10.5555/1", "10.5555/2"]),
    names=st.lists(st.sampled_from(["10.5555/1", "10.5555/2"]), max_size=1),
)
FEW = st.dictionaries(st.sampled_from([f"s{n}" for n in range(12)]), TRAITS, max_size=12)
MANY = st.integers(0, MOST + 4)


def site(few: dict[str, RelatedTraits], many: int) -> dict[str, RelatedTraits]:
    """Some studies, and more that share some words, around the number from which on these say nothing."""
    more = [traits(f"m{n:03}", " ".join(WORDS[:8]), themes=["t"] * (n % 3 == 0)) for n in range(many)]
    return {one.id: one for one in [*(msgspec.structs.replace(t, id=i) for i, t in few.items()), *more]}


def relations(studies: dict[str, RelatedTraits], cache: Cache, jobs: int = 1) -> dict[str, list[Related]]:
    keys = {one: msgspec.msgpack.encode(known) for one, known in studies.items()}
    loaded = load_relations(keys, looking_up(studies), cache.table("related"), jobs)
    return {one: loaded.of(one) for one in studies}


@tries
@given(FEW, MANY, st.lists(st.tuples(FEW, MANY), min_size=1, max_size=3))
def test_around_what_changed_is_enough(
    few: dict[str, RelatedTraits], many: int, steps: list[tuple[dict[str, RelatedTraits], int]]
) -> None:
    """However much changes, so that what is kept is brought up to it, and not made anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_FEW", 0)
        cache = Cache()
        relations(site(few, many), cache)
        for some, then in steps:
            few = {**few, **some}
            second = site({one: few[one] for one in few if some or one != "s1"}, then)
            assert relations(second, cache) == find_related(second)
            assert relations(second, Cache()) == find_related(second)


def test_where_most_changed_all_are_found_anew() -> None:
    first, second = ({n: traits(n, f"lamp fog {word}") for n in "abcdef"} for word in ("sea", "rock"))
    cache = Cache()
    relations(first, cache)
    assert relations(second, cache) == find_related(second)


@pytest.mark.parametrize("many", [1_000, 100])
def test_the_same_with_several_processes(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Of many studies all is found in a process of its own, which hands back what is to be kept."""
    monkeypatch.setattr(kept, "WORTH_A_PROCESS", many)
    studies = {one.id: one for one in (traits(f"s{n:03}", f"lamp{n // 9} fog{n // 7} sea{n // 5}") for n in range(250))}
    cache = Cache()
    assert relations(studies, cache, jobs=2) == find_related(studies)
    studies["s100"] = traits("s100", "lamp0 fog1 sea2")
    assert relations(studies, cache, jobs=2) == find_related(studies)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "related_of", None)
        assert relations(studies, cache) == find_related(studies)


def test_a_change_is_looked_at_around_it_alone() -> None:
    """Nobody else is asked for what relates them."""
    studies = {one.id: one for one in (traits("a", "lamp fog"), traits("b", "lamp fog"), traits("c", "fish sea"))}
    studies |= {f"m{n}": traits(f"m{n}", f"rock{n}") for n in range(9)}
    after = studies | {"b": traits("b", "lamp beacon")}
    cache = Cache()
    relations(studies, cache)
    asked: list[str] = []
    keys = {one: msgspec.msgpack.encode(known) for one, known in after.items()}

    def noted(one: RelatedTraits, index: Index) -> list[Related]:
        asked.append(one.id)
        return related_of(one, index)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "related_of", noted)
        load_relations(keys, looking_up(after), cache.table("related")).found()
    assert asked == ["a", "b"]


@pytest.mark.parametrize(("changed", "is_shown"), [("s5", True), ("s6", False)])
def test_a_page_rests_on_what_it_shows(changed: str, is_shown: bool) -> None:
    """The order is that of the ids: all are as close. Who is linked to some of them shows others in their place."""
    studies = {one.id: one for one in (traits(f"s{n}", "lamp beacon keeper") for n in range(9))}
    del studies["s0"]
    studies["a"] = traits("a", "lamp beacon keeper")
    after = studies | {changed: msgspec.structs.replace(studies[changed], title="Another title")}
    table = Cache().table("related")

    def loaded(some: dict[str, RelatedTraits], key: bytes) -> Relations:
        relations = load_relations(dict.fromkeys(some, key), looking_up(some), table)
        relations.found()
        return relations

    first, again = loaded(studies, b"1"), loaded(after, b"2")
    keys = [[one.key(["a"], linked) for linked in ((), {"a"})] for one in (first, again)]
    assert (keys[0][0] == keys[1][0]) == (not is_shown)
    assert keys[0][1] != keys[1][1]
    assert (first.later("a", in_full=False).key == again.later("a", in_full=False).key) == (not is_shown)
    assert first.later("a", in_full=True).key != again.later("a", in_full=True).key


@pytest.mark.parametrize("lost", ["relations 17", "members 3", "traits 40", "studies", "head"])
def test_what_the_cache_lost_is_made_anew(lost: str) -> None:
    studies = {one.id: one for one in (traits(f"s{n:03}", f"lamp{n // 9} fog{n // 7} sea{n // 5}") for n in range(250))}
    after = studies | {f"s{n:03}": traits(f"s{n:03}", "lamp1 fog1 sea1") for n in range(7)}
    cache = Cache()
    relations(studies, cache)
    cache.table("related").put(lost, b"", b"")
    assert relations(studies, cache) == find_related(studies)
    assert relations(after, cache) == find_related(after)
