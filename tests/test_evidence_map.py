"""Maps of themes by another way of grouping: their columns, their numbers, against counting one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesite.config import Settings, Theme
from synthesite.evidence_map import MOST, NOWHERE, OTHERS, SPANS, cells_of, counted, map_of, placed
from synthesite.groups import Group

THEMES = [Theme(id=name, label=name.title(), keywords=[]) for name in ("light", "sea", "empty")]


def groups(kind: str, sizes: dict[str, int]) -> list[Group]:
    return [Group(kind, name, name.title(), name, size=n) for name, n in sizes.items()]


def test_the_largest_groups_have_columns_and_words_that_no_study_has_too() -> None:
    settings = Settings(title="T", vocabularies={"design": ["d1", "focus groups"]})
    found = map_of("designs", groups("designs", {"d1": 1, "d2": 5}), settings)
    assert [(column.id, column.size) for column in found.columns] == [("d2", 5), ("d1", 1), ("focus-groups", 0)]
    assert found.columns[2].label == "Focus groups"
    assert not found.columns[2].path, "there is no page of a design that no study has"
    assert not found.others


def test_what_has_no_column_of_its_own_shares_one() -> None:
    found = map_of("countries", groups("countries", {f"c{n}": 100 - n for n in range(60)}), Settings(title="T"))
    assert [column.id for column in found.columns] == [*(f"c{n}" for n in range(MOST)), OTHERS]
    assert [column.id for column in found.others] == [f"c{n}" for n in range(MOST, 60)]
    assert found.columns[-1].groups == tuple(f"c{n}" for n in range(MOST, 60))


def test_years_are_single_while_they_are_few_and_spans_beyond() -> None:
    few = map_of("years", groups("years", {"2020": 1, "2022": 2}), Settings(title="T")).columns
    assert [(one.label, one.path, one.size) for one in few] == [
        ("2020", "years/2020.html", 1),
        ("2021", "", 0),
        ("2022", "years/2022.html", 2),
    ]
    many = map_of("years", groups("years", {"1999": 1, "2004": 2, "2025": 1}), Settings(title="T")).columns
    assert [one.label for one in many] == [f"{year}–{year + 4}" for year in range(1995, 2026, 5)]
    assert [one.id for one in many][:2] == ["1995-1999", "2000-2004"]
    assert [one.size for one in many] == [1, 2, 0, 0, 0, 0, 1]


@given(st.sets(st.integers(1, 9999), min_size=1, max_size=20))
def test_every_year_is_in_one_span(years: set[int]) -> None:
    found = map_of("years", groups("years", {str(year): 1 for year in years}), Settings(title="T")).columns
    assert len(found) <= SPANS
    assert sorted(name for column in found for name in column.groups) == sorted(map(str, years))
    assert len({column.id for column in found}) == len(found)
    assert sum(column.size for column in found) == len(years)


_STUDIES = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["light", "sea"])), st.sets(st.sampled_from([f"c{n}" for n in range(20)]), max_size=4)
    ),
    max_size=30,
)


@given(_STUDIES)
def test_numbers_are_those_of_counting_one_by_one(studies: list[tuple[set[str], set[str]]]) -> None:
    sizes = {name: n for name in (f"c{n}" for n in range(20)) if (n := sum(name in one for _, one in studies))}
    a_map = map_of("countries", groups("countries", sizes), Settings(title="T"))
    themed = {name: [f"s{at}" for at, (found, _) in enumerate(studies) if name in found] for name in ("light", "sea")}
    of_country = {name: [f"s{at}" for at, (_, found) in enumerate(studies) if name in found] for name in sizes}
    places = placed(a_map, of_country)
    found = counted(a_map, places, THEMES, themed, len(studies))
    for row in found.rows:
        assert row.size == sum(row.id in themes for themes, _ in studies)
        for column, number in zip(found.columns, row.numbers, strict=True):
            fits = [not one if column.id == NOWHERE else bool(one & set(column.groups)) for _, one in studies]
            assert number == sum(fit and row.id in themes for fit, (themes, _) in zip(fits, studies, strict=True))
    assert found.studies == sum(bool(themes) for themes, _ in studies)
    assert found.unthemed == len(studies) - found.studies
    assert found.nowhere == sum(bool(themes) and not one for themes, one in studies)
    named = [at for at, column in enumerate(found.columns) if column.id not in (OTHERS, NOWHERE)]
    assert found.gaps == sum(not row.numbers[at] for row in found.rows for at in named)
    assert found.cells == len(named) * 3
    assert found.largest[0] == max((row.numbers[at] for row in found.rows for at in named), default=0)
    listed = cells_of(a_map, places, themed["sea"])
    assert set(themed["sea"]) == {one for ids in listed.values() for one in ids}
    (row,) = (row for row in found.rows if row.id == "sea")
    for column, number in zip(found.columns, row.numbers, strict=True):
        assert len(listed[column.id]) == number
