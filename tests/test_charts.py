"""The macros of charts: the table is the data, the picture shows nothing that it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from justhtml import JustHTML

from synthesite.config import Config, Settings
from synthesite.render import Renderer

IMPORT = "{% from 'macros/charts.html' import bars_chart, columns_chart, tally_bar, matrix, filter_chips %}"
YEARS = [("2019", 2, "years/2019.html"), ("2020", 0, ""), ("2021", 4, "years/2021.html")]


def rendered(root: Path, call: str, **values: Any) -> Any:
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "t.html").write_text(f"{IMPORT}{{{{ {call} }}}}", encoding="utf-8")
    renderer = Renderer(Config(root=root, settings=Settings(title="T")))
    renderer.environment.globals.setdefault("_", lambda text, **words: text % words)
    html = renderer.render("themes/t.html", "t.html", values).decode()
    return JustHTML(html, fragment=True, strict=True, sanitize=False)


def table(tree: Any) -> list[list[str]]:
    return [[cell.to_text().strip() for cell in row.query("th, td")] for row in tree.query("tbody tr")]


def test_columns_stand_for_the_rows_of_a_table(tmp_path: Path) -> None:
    tree = rendered(tmp_path, "columns_chart('c', 'A title', rows, ('Year', 'Studies'), 'x', 'y.csv')", rows=YEARS)
    assert table(tree) == [["2019", "2"], ["2020", "0"], ["2021", "4"]]
    (picture,) = tree.query(".columns-chart")
    assert picture.attrs["aria-hidden"] == "true"
    assert all(link.attrs["tabindex"] == "-1" for link in picture.query("a")), "nothing hidden takes the keyboard"
    assert [rect.attrs["height"] for rect in picture.query("rect")] == ["40.0", "80.0"]
    links = [link.attrs["href"] for link in tree.query("tbody a")]
    assert links == [link.attrs["href"] for link in picture.query("a")] == ["../years/2019.html", "../years/2021.html"]
    assert tree.query("figcaption")[0].to_text() == "A title"
    assert [link.attrs["href"] for link in tree.query("a[download]")] == ["../y.csv"]


def test_bars_are_as_long_as_their_numbers(tmp_path: Path) -> None:
    tree = rendered(tmp_path, "bars_chart('c', 'A title', rows, ('Year', 'Studies'))", rows=YEARS)
    assert table(tree) == [["2019", "2"], ["2020", "0"], ["2021", "4"]]
    assert [rect.attrs["width"] for rect in tree.query("rect")] == ["50.00%", "0.00%", "100.00%"]
    assert all(svg.attrs["aria-hidden"] == "true" for svg in tree.query("svg"))


def test_charts_of_nothing_have_no_rows(tmp_path: Path) -> None:
    for macro in ("bars_chart", "columns_chart"):
        assert table(rendered(tmp_path, f"{macro}('c', 'A title', [], ('Year', 'Studies'))")) == []


def test_a_tally_says_each_stance_and_number_in_words(tmp_path: Path) -> None:
    tally = [("supporting", "Supporting", 3, ""), ("contrasting", "Contrasting", 1, "")]
    tree = rendered(tmp_path, "tally_bar('c', 'A title', tally)", tally=tally)
    assert table(tree) == [["Supporting", "3"], ["Contrasting", "1"]]
    assert [svg.attrs["class"] for svg in tree.query("svg")] == ["bar supporting", "bar contrasting"]


def test_a_matrix_names_its_gaps_and_links_its_counts(tmp_path: Path) -> None:
    rows = [
        ("Light", "themes/light.html", 4, [(4, "map/a.html"), (0, "")]),
        ("<i>", "", 1, [(1, "map/b.html"), (0, "")]),
    ]
    columns = [("cohort", "Cohort", "designs/cohort.html", 5), ("--", "", "", 0)]
    call = "matrix('m', 'Themes by design', 'Theme', columns, rows, 'All', 5, {'--': 'Not stated'})"
    tree = rendered(tmp_path, call, columns=columns, rows=rows)
    assert table(tree) == [
        ["Light", "4 Light, Cohort", "none : Light, Not stated", "4"],
        ["<i>", "1 <i>, Cohort", "none : <i>, Not stated", "1"],
    ]
    assert [cell.to_text() for cell in tree.query("thead th")] == ["Theme", "Cohort", "Not stated", "All"]
    assert [cell.to_text() for cell in tree.query("tfoot th, tfoot td")] == ["All", "5", "0", "5"]
    assert [cell.attrs["data-column"] for cell in tree.query("td.gap")] == ["Not stated", "Not stated"]
    assert [circle.attrs["r"] for circle in tree.query("circle")] == ["10.0", "5.0"], "the area is the number"
    assert [link.attrs["href"] for link in tree.query("td a")] == ["../map/a.html", "../map/b.html"]


def test_filters_are_choices_of_one_with_their_counts(tmp_path: Path) -> None:
    call = "filter_chips('stance', 'Stance', [('supporting', 'Supporting', 2)], 5)"
    labels = rendered(tmp_path, call).query("label")
    assert [label.to_text().strip() for label in labels] == ["All 5", "Supporting 2"]
    inputs = [label.query("input")[0].attrs for label in labels]
    assert [(one["value"], "checked" in one) for one in inputs] == [("all", True), ("supporting", False)]
    assert {one["name"] for one in inputs} == {"stance"}
