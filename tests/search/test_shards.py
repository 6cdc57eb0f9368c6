"""Files of terms: where they end, and that changing some postings comes to the same as making all anew."""

from __future__ import annotations

import random

from synthesite.search.coding import encoded
from synthesite.search.shards import Change, Shard, changed, cut, shard_of, terms_in
from synthesite.search_entries import LEVELS

Postings = dict[str, dict[int, int]]


def made(postings: Postings) -> tuple[list[Shard], dict[str, bytes]]:
    coded = [(term, encoded(sorted(some.values()))) for term, some in sorted(postings.items()) if some]
    pairs = [shard_of(terms) for terms in cut(coded)]
    return [shard for shard, _ in pairs], {shard.name: body for shard, body in pairs}


def some_postings(rng: random.Random, terms: int) -> Postings:
    found: Postings = {}
    for _ in range(terms):
        term = "".join(rng.choices("abcdeß中", k=rng.randint(1, 6)))
        slots = rng.sample(range(20_000), rng.choice([1, 2, 5, 5, 600]))
        found[term] = {slot: slot * LEVELS + rng.randrange(LEVELS) for slot in slots}
    return found


def test_changing_some_postings_comes_to_the_same_as_making_all_anew() -> None:
    for seed in range(25):
        rng = random.Random(seed)
        postings = some_postings(rng, rng.choice([1, 30, 400]))
        shards, bodies = made(postings)
        for _ in range(6):
            changes = []
            for _ in range(rng.choice([1, 3, 40])):
                term = rng.choice(sorted(postings)) if rng.random() < 0.7 and postings else f"new{rng.randrange(50)}"
                its = postings.setdefault(term, {})
                for slot in rng.sample(sorted(its), len(its)) if rng.random() < 0.3 else [rng.randrange(20_000)]:
                    posting = -1 if slot in its and rng.random() < 0.6 else slot * LEVELS + rng.randrange(LEVELS)
                    its.pop(slot, None)
                    if posting >= 0:
                        its[slot] = posting
                    changes.append(Change(term, slot, posting))
            kept = dict(bodies)
            patched = changed(shards, changes, lambda shard, kept=kept: kept[shard.name])  # type: ignore[misc]
            assert patched is not None
            shards, fresh = patched
            bodies |= {name: body for name, (_, body) in fresh.items()}
            expected, contents = made(postings)
            assert shards == expected
            assert {shard.name: bodies[shard.name] for shard in shards} == contents


def test_a_small_change_leaves_nearly_all_files_as_they_are() -> None:
    rng = random.Random(5)
    postings = {f"{number:x}": some for number, some in enumerate(some_postings(rng, 4000).values())}
    shards, bodies = made(postings)
    assert len(shards) > 20
    patched = changed(shards, [Change("abc", 7, 56), Change("zzz", 7, 57)], lambda shard: bodies[shard.name])
    assert patched is not None
    assert len(patched[1]) <= 4


def test_a_file_that_the_cache_lost_is_told() -> None:
    shards, _ = made({"word": {1: 8}})
    assert changed(shards, [Change("word", 2, 16)], lambda _: None) is None


def test_what_a_file_holds_comes_back() -> None:
    shard, body = shard_of([("peer", "!#"), ("中文", "$")])
    assert terms_in(body) == {"peer": "!#", "中文": "$"}
    assert shard.first == "peer"


def test_terms_that_many_studies_have_are_noted() -> None:
    code = encoded([slot * LEVELS for slot in range(300)])
    assert shard_of([("many", code), ("one", "!")])[0].common == [("many", 300)]
