"""What templates depend on, told from their text."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.template_keys import TEMPLATES, Uses, template_names, used_templates
from synthesite.templates import ENTRY, analyse

FILES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.[hx]*ml"))


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("{% extends 'a.html' %}", {"a.html"}),
        ("{% include './/a.html' %}", {"a.html"}),
        ("{% import 'a.html' as a %}", {"a.html"}),
        ("{% block x %}{% if y %}{% from 'a.html' import b %}{% endif %}{% endblock %}", {"a.html"}),
        ("{% include ['a.html', 'not-there.html'] ignore missing %}", {"a.html", "not-there.html"}),
        ("{% include 'a.html' if x else 'parts/c.html' %}", {"a.html", "parts/c.html"}),
        ("{% include 'parts/' ~ x ~ '.html' %}", {"parts/c.html", "parts/d.html"}),
        ("{% include 'parts/' + x + '.html' %}", {"parts/c.html", "parts/d.html"}),
        ("{% include 'parts/' ~ ('c' if x else 'd') ~ '.html' %}", {"parts/c.html", "parts/d.html"}),
        ("{% include x ~ '/d.html' %}", {"parts/d.html"}),
        (
            "{% include './parts/' ~ x ~ '.html' %}",
            {"parts/c.html", "parts/d.html"},
        ),
        ("{% include x ~ './d.html' %}", {"parts/d.html"}),
        ("{% include x %}", {"a.html", "parts/c.html", "parts/d.html", "top.html", "static/e.html"}),
        ("{% include 'static/e.html' %}", {"static/e.html"}),
        ("{{ entry(x) }}", {ENTRY}),
        ("{{ study_entries(x) }}", {ENTRY}),
        ("{# {% include 'a.html' %} #}{% raw %}{% include 'a.html' %}{% endraw %}", set()),
    ],
)
def test_a_template_uses_all_that_it_may_load(tmp_path: Path, text: str, used: set[str]) -> None:
    texts = {"a": "", "parts/c": "", "parts/d": "", "static/e": ""}
    found = analyse([write(tmp_path, top=text, **texts)])
    assert set(used_templates(found, "top.html")) - {"top.html"} == used - {"top.html"}


def test_what_used_templates_use_is_used_too_even_in_a_circle(tmp_path: Path) -> None:
    found = analyse(
        [write(tmp_path, a="{% include 'b.html' %}", b="{% include 'c.html' %}", c="{% include 'a.html' %}")]
    )
    assert used_templates(found, "b.html") == ["a.html", "b.html", "c.html"]


@pytest.mark.parametrize(
    ("text", "settings", "every"),
    [
        ("{{ site.title }} {{ site['notice'] }}", ("notice", "title"), False),
        ("{% for x in y %}{{ x.site }}{{ site.title }}{% endfor %}", ("title",), False),
        ("{% set s = site %}{{ s.title }}", (), True),
        ("{{ site[key] }} {{ site.title }}", ("title",), True),
        ("{{ lang_attribute(none, x) }}", ("language",), False),
        ("{{ x | lang }}", ("language",), False),
        ("{{ x }}", (), False),
    ],
)
def test_the_settings_that_a_template_reads(tmp_path: Path, text: str, settings: tuple[str, ...], every: bool) -> None:
    facts = analyse([write(tmp_path, a=text)])["a.html"]
    assert (facts.settings, facts.reads_all_settings) == (settings, every)


def test_the_values_that_a_template_takes_from_its_page(tmp_path: Path) -> None:
    texts = {
        "a": "{% from 'm.html' import m %}{% set x = study %}{{ x.id }}{{ m(1) }}{% if y %}{{ traces }}{% endif %}",
        "m": "{% macro m(conflicts) %}{{ conflicts }}{{ frame.kinds }}{{ range(3) }}{% endmacro %}",
    }
    found = analyse([write(tmp_path, **texts)])
    assert template_names(found, "a.html") == {"study", "y", "traces"}
    assert not found["a.html"].reads_frame
    assert found["m.html"].reads_frame


@pytest.mark.parametrize("broken", ["{% if %}", "{{ x | no_such_filter }}", "{% block a %}{% block a %}"])
def test_a_template_that_does_not_parse_leaves_the_others_alone(tmp_path: Path, broken: str) -> None:
    found = analyse([write(tmp_path, bad=broken, good="{{ x }}")])
    assert found["bad.html"].digest
    assert used_templates(found, "bad.html") == ["bad.html"]
    assert found["good.html"].names == ("x",)


def test_a_template_that_is_no_text_is_known_by_its_digest(tmp_path: Path) -> None:
    write(tmp_path, good="")
    (tmp_path / "picture").write_bytes(b"\xff\xfe")
    assert analyse([tmp_path])["picture"].digest


def test_files_below_static_that_no_template_may_load_are_left_out(tmp_path: Path) -> None:
    assert list(
        analyse([write(tmp_path, **{"a": "{% include 'static/x.html' %}", "static/x": "", "static/y": ""})])
    ) == [
        "a.html",
        "static/x.html",
    ]


def test_all_of_the_programs_own_templates_parse() -> None:
    found = analyse([TEMPLATES])
    assert set(found) == set(FILES)
    for name in FILES:
        assert not found[name].reads_all_settings, name
        assert Uses("") not in found[name].uses, name
        assert set(used_templates(found, name)) <= set(FILES), f"{name} names a template that isn't there"
    assert {"traces", "conflicts", "links", "record", "study"} <= template_names(found, "study.html")
