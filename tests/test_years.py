"""Studies over the years, as a chart shows them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synthesite.years import YearRow, over_years


def page(year: int) -> str:
    return f"years/{year}.html"


def test_years_without_a_study_have_a_column_too() -> None:
    chart = over_years([(2021, 4, page(2021)), (2018, 1, page(2018)), (2020, 1, page(2020))])
    assert chart is not None
    assert chart.rows == [
        YearRow("2018", 1, page(2018)), YearRow("2019", 0, ""), YearRow("2020", 1, page(2020)),
        YearRow("2021", 4, page(2021)),
    ]  # fmt: skip
    assert (chart.studies, chart.half) == (6, 2021)


def test_two_years_are_no_chart() -> None:
    assert over_years([(2021, 4, ""), (2020, 4, ""), (2019, 0, "")]) is None


def test_what_is_long_ago_is_one_column() -> None:
    chart = over_years([(1850, 1, ""), (1900, 2, ""), (2000, 1, ""), (2001, 1, "")], shown=3)
    assert chart is not None
    assert [row[:2] for row in chart.rows] == [("–1998", 3), ("1999", 0), ("2000", 1), ("2001", 1)]


YEARS = st.dictionaries(st.integers(1700, 2100), st.integers(1, 50), min_size=3)


@given(YEARS, st.integers(1, 60))
def test_every_study_is_counted_once_and_the_half_is_the_latest_year_that_holds(years: dict[int, int], n: int) -> None:
    chart = over_years([(year, count, page(year)) for year, count in years.items()], shown=n)
    assert chart is not None
    assert sum(row.studies for row in chart.rows) == chart.studies == sum(years.values())
    assert len(chart.rows) <= n + 1

    def since(first: int) -> int:
        return sum(count for year, count in years.items() if year >= first)

    assert 2 * since(chart.half) >= chart.studies
    assert all(2 * since(year) < chart.studies for year in years if year > chart.half)
