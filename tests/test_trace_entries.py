"""The list of where values come from, held against a template that shows the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from synthesite.config import Config, Rights, Settings
from synthesite.interface import Interface
from synthesite.model import How, Place, Record, SourceItem, Span
from synthesite.render import Renderer
from synthesite.source_texts import CURATOR, SourceTexts
from synthesite.trace_entries import TraceEntries
from synthesite.trace_keys import UNDER
from synthesite.traces import STATEMENT, Origin, Trace, Tracer, Where
from tests.test_traced_values import PROVENANCE, VALUES

TEMPLATE = """\
{% macro heading(trace) -%}
<b>{% if trace.field == 'statement' %}Statement {{ trace.id.removeprefix('statement-') }}
{%- else %}{{ trace.field | upper_first }}{% endif %}</b>
{%- if trace.value %} <span{{ trace.value | lang }}>{{ trace.value }}</span>{% endif %}
{%- endmacro %}
{% macro shown(place) -%}
{% set lang = place.what | lang %}
{%- set what = place.what if not lang or not place.name else ('<span%s>%s</span>' | safe).__mod__((lang, place.what)) %}
{%- if place.name == 'under' %}<b>under {{ what }}</b>,{{ ' ' }}
{%- elif place.name %}<b>{{ place.name }}: {{ what }}</b>,{{ ' ' }}
{%- elif place.what %}<b{{ lang }}>{{ what }}</b>, {% endif %}
{%- if place.line %}line {{ place.line }}, {% endif %}characters {{ place.start }}–{{ place.end }}
{%- if place.how %}, {{ place.how }}{% endif %}
{%- if place.passage %}: <q{{ place.passage | lang(none, place.before, place.after) }}>{{ place.before -}}
<mark>{{ place.passage }}</mark>{{ place.after }}</q>{% endif %}
{%- endmacro %}
{% macro state(origin) -%}
{% if origin.is_outside %}, not part of this site{% elif not origin.is_here %}, no longer here{% endif %}
{%- endmacro %}
{% for trace in traces %}
{% set origin = trace.origins | first | default(none) %}
{% set is_short = trace.origins | length == 1 and origin.places | length == 1 and not origin.is_here %}
{% if anchored and is_short %}
<p id="from-{{ trace.id }}">{{ heading(trace) }} <small>
{#- -#} <a href="#source-{{ origin.number }}">source {{ origin.number }}</a>
{%- if origin.is_outside %}, not part of this site{% else %}, no longer here{% endif %}, {{ shown(origin.places[0]) -}}
{% if origin.how and origin.is_outside %}, {{ origin.how }}{% endif %}</small></p>
{% else %}
<details{% if anchored %} id="from-{{ trace.id }}"{% endif %}><summary>{{ heading(trace) }} <small>
{%- for origin in trace.origins -%}
{% if origin.places[0].line %}{{ origin.reader }}, line {{ origin.places[0].line }}
{%- else %}{{ 'source ' ~ origin.number if anchored and not origin.is_here else origin.reader }}{{ state(origin) }}
{%- endif %}
{%- if not loop.last %}; {% endif %}
{%- endfor %}</small></summary>
{% for origin in trace.origins %}
<p>{% if origin.how and (origin.is_here or origin.is_outside) %}{{ origin.how | upper_first }}, from
{%- else %}From{% endif %}
{%- if origin.is_curators %} <code>{{ origin.path }}</code>
{%- elif anchored %} <a href="#source-{{ origin.number }}">source {{ origin.number }}</a>
{%- else %} <code>{{ origin.path }}</code>, item {{ origin.item }}{% endif %}
{%- if origin.is_outside %}, which is not part of this site
{%- elif not origin.is_here %}, which is no longer here as it was{% endif %}</p>
<ul>
{% for place in origin.places %}
<li>{{ shown(place) }}</li>
{% endfor %}
</ul>
{% endfor %}
</details>
{% endif %}
{% endfor %}
"""
TEXT = st.text(st.sampled_from("ab <>&'\"–é漢かな한́"), max_size=8)
WHERE = st.builds(
    Where,
    name=TEXT | st.just(UNDER),
    what=TEXT,
    how=TEXT,
    start=st.integers(0, 9),
    end=st.integers(9, 99),
    line=st.none() | st.integers(1, 9),
    before=TEXT,
    passage=TEXT,
    after=TEXT,
)
ORIGIN = st.builds(
    Origin,
    number=st.integers(1, 9),
    reader=TEXT,
    path=TEXT,
    item=st.integers(1, 9),
    sha256=st.just("0" * 64),
    is_curators=st.booleans(),
    is_here=st.booleans(),
    is_outside=st.booleans(),
    how=TEXT,
    places=st.lists(WHERE, min_size=1, max_size=3),
)
TRACES = st.lists(
    st.builds(Trace, id=TEXT, field=TEXT | st.just(STATEMENT), value=TEXT, origins=st.lists(ORIGIN, max_size=3)),
    max_size=3,
)


@cache
def environment(language: str) -> Environment:
    return Renderer(Config(root=Path("no site"), settings=Settings(title="T", language=language))).environment


@settings(deadline=None)  # the first example makes the templates
@given(TRACES, st.booleans(), st.sampled_from(["en", "ja", "zh-Hant"]))
def test_the_entries_are_those_of_a_template(traces: list[Trace], anchored: bool, language: str) -> None:
    stock = environment(language)
    stock.keep_trailing_newline = True
    expected = stock.from_string(TEMPLATE).render(traces=traces, anchored=anchored)
    filtered = stock.from_string("{{ traces | trace_entries(anchored) }}").render(traces=traces, anchored=anchored)
    assert filtered == expected


@settings(deadline=None)  # the first example makes the templates
@given(PROVENANCE, st.sampled_from(["en", "ja"]))
def test_the_short_way_for_sources_that_are_gone_shows_the_same(
    provenance: dict[str, Place | list[Place]], language: str
) -> None:
    gone = SourceItem(path="content/sources/gone.ris", item=1, sha256="0" * 64, reader="ris")
    outside = SourceItem(path="private:gone.ris", item=1, sha256="0" * 64, reader="ris")
    record = Record(id="x", provenance=provenance, sources=[gone, outside], **(VALUES | {"title": "<b>A & Ω</b>"}))
    traces = Tracer(record, SourceTexts(Path("no site")), Rights()).later()
    show = environment(language).filters["trace_entries"]
    assert show(traces) == show(list(traces))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("path", ["content/studies/x.md", "private:<x>.md", "<&>é.md"])
@pytest.mark.parametrize("line", [None, 7])
def test_the_short_way_for_a_curators_summary_shows_the_same(
    line: int | None, path: str, how: How, language: str
) -> None:
    place = Place(source=0, span=Span(3, 90), how=how)
    written = SourceItem(path=path, item=1, sha256="0" * 64, reader=CURATOR)
    record = Record(id="x", title="T", provenance={"summary": place, "title": place}, sources=[written])
    traces = Tracer(record, SourceTexts(Path("no site")), Rights(), line).later()
    show = environment(language).filters["trace_entries"]
    assert show(traces) == show(list(traces))
    assert (f"{line}" in str(show(traces))) == (line is not None)


def test_texts_of_sources_are_escaped() -> None:
    bad = "<script>alert('&\"')</script>"
    places = [Where(bad, bad, bad, 1, 2, 3, bad, bad, bad)]
    origin = Origin(1, bad, bad, 1, bad, is_curators=True, is_here=True, is_outside=False, how=bad, places=places)
    html = TraceEntries(lambda *_: "", Interface()).html([Trace(bad, bad, bad, [origin])])
    assert "<script" not in html.lower()
    assert bad[1:] not in html
    assert "&lt;script&gt;alert(&#39;&amp;&#34;&#39;)&lt;/script&gt;" in html
