"""Templates as fast functions, held against Jinja itself."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, TemplateError

from synthesite.fast_code import FastEnvironment, joined, numbered, shown
from synthesite.flattening import NotFlat
from synthesite.render import Renderer
from synthesite.template_keys import TEMPLATES
from synthesite.templates import GLOBALS, environment
from tests.conftest import SITES, Site

FILES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


class Thing(NamedTuple):
    """Something with attributes."""

    name: str
    number: int
    things: tuple[Any, ...] = ()


VALUES: dict[str, Any] = {
    "a": "<a & b>",
    "n": 3,
    "none": None,
    "no": False,
    "words": ["one", "<two>", "three"],
    "thing": Thing("T<h>", 7, (Thing("in", 1), Thing("&", 2))),
    "table": {"key": "<v>", "items": 3, "name": "n"},
    "kind": "x",
}


def pair(templates: Mapping[str, str]) -> tuple[Environment, Environment]:
    """Jinja, and Jinja with fast functions, with the same templates."""
    made = environment([]), environment([], fast=True)
    for one in made:
        one.loader = DictLoader(dict(templates))
        one.globals.update(site={"title": "S"}, link=lambda path: "../" + path, frame=Thing("frame", 0))
    return made


NAMED = VALUES | {name: f"the page's {name}" for name in ("x", "w", "word", "title", "CODES", "loop")}
"""With values for names that random templates use, so that it shows whose value they get."""


def same(templates: Mapping[str, str], name: str = "page.html", values: Mapping[str, Any] = VALUES) -> str | None:
    """What both give, or nothing where the fast one can't do it. Fails where it gives something else than Jinja."""
    slow, fast = pair(templates)
    try:
        found = fast.get_template(name).render(values)
    except Exception:  # whatever it is: Jinja is asked then
        return None
    assert found == slow.get_template(name).render(values)
    return found


PARTS = {
    "words.html": "{% set CODES = {'x': 'X<'} %}{% set title = 'theirs' %}"
    "{% macro bold(text, mark='!') %}<b>{{ text }}</b>{{ mark }}{% endmacro %}"
    "{% macro twice(text) %}{{ bold(text) }}{{ bold(mark=text, text=a is defined) }}{% endmacro %}"
    "{% macro boxed() %}[{{ caller() }}]{% endmacro %}{% macro any() %}{{ varargs }}{% endmacro %}",
    "base.html": "<{% block head %}head {{ own | default('none') }}{% endblock %}>{% set root = 'r' %}"
    "{% block body %}base {{ a }}{% endblock %}{% include 'foot.html' %}",
    "foot.html": "foot {{ root | default('no root') }} {{ path | default('') }}",
    "parts/x.html": "{% set inner = 1 %}x {{ word | default('no word') }}{{ a }}",
    "parts/y.html": "y {{ thing.name }}",
    "loop.html": "{{ loop | default('none') }}",
    "block.html": "{% block head %}theirs{% endblock %}",
    "child.html": "{% extends 'base.html' %}{% block body %}theirs{% endblock %}",
    "x.html": "{{ x is defined }}",
    "caller.html": "{{ caller is defined }}",
    "sets.html": "{% set x = 1 %}{% block head %}{% endblock %}",
    "title.html": "{% if no %}{% set title = 1 %}{% endif %}{{ title }}",
}
FAST = {
    "values": "{{ a }}{{ n }}{{ none }}{{ no }}{{ words }}{{ thing.name }}{{ thing.number + 1 }}{{ '<' }}",
    "safe": "{{ a | e }}{{ a | safe }}{{ (a | e) ~ '<' }}{{ a ~ '<' }}{{ n ~ a }}"
    "{{ 'x-' ~ n }}{{ 'x' ~ no ~ n }}{{ n ~ n }}{{ 'x' ~ 1.5 }}{{ '<b>' | safe ~ a }}",
    "elements": "{{ table.name if 0 }}{{ words[0] }}{{ words[-1] }}{{ table['key'] }}{{ thing.things[1].name }}"
    "{{ words[1:] }}{{ table[a and 'key'] }}{{ words[n - 2] }}",
    "conditions": "{{ '<' if n }}{{ a if none else '>' }}{{ 'x' if none }}{% if n > 2 and not no %}"
    "yes{% else %}no{% endif %}",
    "tests": "{{ thing.nothing is defined }}{{ nothing is defined }}{{ nothing.at.all | default(a) if 0 }}"
    "{{ thing.nothing | default('-') }}{{ table.key | default('-') }}{{ n is odd }}"
    "{{ none is none }}{{ n is not none }}{{ 1 if a is none else 2 }}",
    "methods": "{{ a.upper() }}{{ '{:,}'.format(n * 1000) }}{{ a.replace('<', a) }}{{ ', '.join(words) }}",
    "loops": "{% for w in words %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.revindex }}"
    "{{ loop.revindex0 }}"
    "{{ loop.index0 }}{{ loop.length }}{{ w }}{% endfor %}",
    "loops of loops": "{% for w in words if w != 'one' %}{{ loop.index }}{% for x in w %}{{ loop.last }}{{ x }}"
    "{% endfor %}"
    "{% for y in words[:loop.index] %}{{ y }}{% endfor %}{{ loop.last }}{% else %}none{% endfor %}",
    "loops of a generator": "{% for w in words | map('upper') %}{{ loop.length }}{{ w }}{% else %}none{% endfor %}",
    "loops over nothing": "{% for w in [] %}{{ loop.index }}{% else %}none{% endfor %}",
    "loops that ask for more": "{% for w in words %}{{ loop.cycle('a', 'b') }}"
    "{{ loop.previtem if loop.index > 1 }}{% endfor %}",
    "loops that grow": "{% set l = [1] %}{% for x in l %}{{ loop.index }}{% if x < 4 %}{% set _ = l.append(x + 1) %}"
    "{% endif %}{{ loop.last }}{% endfor %}",
    "loops that recurse": "{% for x in thing.things recursive %}{{ x.name }}{{ loop(x.things) }}{% endfor %}",
    "pairs": "{% for k, v in table.items() | sort if 0 %}{% endfor %}{% for x, y in [(1, 'a'), (2, a)] %}"
    "{{ loop.index }}{{ y }}{% endfor %}",
    "sets": "{% set x = 1 %}{% for w in words %}{% set x = w %}{{ x }}{% endfor %}{{ x }}"
    "{% if n %}{% set x = 2 %}{% endif %}{{ x }}{% set y %}<{{ a }}>{% endset %}{{ y }}",
    "namespace": "{% set s = namespace(x=1) %}{% for w in words %}{% set s.x = s.x + 1 %}{% endfor %}{{ s.x }}",
    "with": "{% with x = a, y = 2 %}{{ x }}{{ y }}{% endwith %}{{ x is defined }}",
    "filters": "{% filter upper | e %}a{{ a }}{% endfilter %}{{ words | join('<') }}{{ words | first }}"
    "{{ words | length }}"
    "{{ thing.things | map(attribute='name') | list }}{{ words | select('in', ['one']) | list }}",
    "filters of lists": "{{ words | join }}{{ words | join(', ') }}{{ [] | join('<') }}{{ [n, a] | join('<') }}"
    "{{ [a, a | e] | join('<') }}{{ words | join('<' | e) }}{{ thing.things | join('; ', attribute='name') }}"
    "{{ thing.things | map(attribute='name') | join('>') }}{{ none | map(attribute='name') | list }}"
    "{{ 'yes' if [] | map(attribute='name') }}{{ thing.things | map(attribute='number') | max }}"
    "{{ thing.things | map(attribute='none', default=a) | list }}{{ [words] | map(attribute=1) | list }}"
    "{{ [table] | map(attribute='items') | list }}{{ [thing] | map(attribute='things.1.name') | list }}"
    "{{ [thing] | map('first') | list }}{{ words | select('in', {'one': 1}) | join }}"
    "{{ none | select('in', []) | list }}"
    "{{ 'yes' if [] | select('in', [1]) }}{{ [1, 2] | select('odd') | list }}"
    "{{ words | select('in', 'none') | first }}",
    "macros": "{% from 'words.html' import bold, twice, CODES, any as all %}{{ bold(a) }}{{ bold(a, '?') }}"
    "{{ bold(mark=1, text=2) }}{{ twice(a) | upper }}{{ CODES[kind] }}{{ bold(bold('x')) ~ a }}{{ all(1, a) }}",
    "macros of one's own": "{% macro m(x, y=a) %}{{ x }}{{ y }}{% endmacro %}{{ m(1) }}{{ m(a, m(2)) }}",
    "calls of macros": "{% from 'words.html' import boxed %}{% call boxed() %}{{ a }}{% endcall %}",
    "modules": "{% import 'words.html' as w %}{{ w.bold(a) }}{{ w.CODES.x if 0 }}{{ w.title }}",
    "a name that is imported elsewhere": "{% from 'words.html' import bold, title %}"
    "{% include 'parts/x.html' %}{{ title }}"
    "{% for bold in words %}{{ bold }}{% endfor %}{{ bold(1) }}",
    "included": "{% set word = 'W' %}{% include 'parts/x.html' %}{{ inner is defined }}{% for word in words %}"
    "{% include 'parts/x.html' %}{% endfor %}",
    "included by kind": "{% for kind in ['x', 'y', 'x'] %}{% include 'parts/' ~ kind ~ '.html' %}{% endfor %}",
    "extended": "{% extends 'base.html' %}{% set own = a %}{% block body %}{{ own }}{% set z = 1 %}"
    "{% include 'parts/x.html' %}{% endblock %}{% block unused %}{{ nothing }}{% endblock %} text",
    "extended with macros": "{% extends 'base.html' %}{% from 'words.html' import bold %}{% if n %}"
    "{% set own = 1 %} text{% endif %}"
    "{% block body %}{{ bold(own) }}{% endblock %}",
    "lines": "{# said #}\n{% if n %}\n  a\n{% endif %}\n\n b {{- n -}} \n c\n",
    "raw": "{% raw %}{{ a }}{% endraw %}{# {{ a }} #}",
}
"""Templates that can be compiled."""


@pytest.mark.parametrize("name", FAST)
def test_the_same_as_jinja(name: str) -> None:
    assert same({**PARTS, "page.html": FAST[name]}) is not None
    same({**PARTS, "page.html": FAST[name]}, values=NAMED)


UNSURE = {
    "super": "{% extends 'base.html' %}{% block body %}{{ super() }}{% endblock %}",
    "self": "{% block x %}x{% endblock %}{{ self.x() }}",
    "scoped": "{% for w in words %}{% block x scoped %}{{ w }}{% endblock %}{% endfor %}",
    "a block in a loop": "{% for w in words %}{% block x %}{{ w | default('no') }}{% endblock %}{% endfor %}",
    "a block in a block": "{% block x %}{% set z = 1 %}{% block y %}{{ z is defined }}{% endblock %}{% endblock %}",
    "extends by value": "{% extends 'ba' ~ 'se.html' if n else 'base.html' %}",
    "extends on condition": "{% if n %}{% extends 'base.html' %}{% endif %}x",
    "text before": "x{% extends 'base.html' %}",
    "missing": "{% include 'not-there.html' ignore missing %}",
    "one of several": "{% include ['not-there.html', 'foot.html'] %}",
    "without context": "{% include 'x.html' without context %}",
    "import with context": "{% from 'words.html' import bold with context %}{{ bold(a) }}",
    "import on condition": "{% if no %}{% from 'words.html' import bold %}{% endif %}{{ bold is defined }}",
    "import of what isn't there": "{% from 'words.html' import nothing %}{{ nothing is defined }}",
    "import later": "{{ bold is defined }}{% from 'words.html' import bold %}",
    "an imported name set": "{% from 'words.html' import bold %}{{ bold(1) }}{% set bold = 2 %}{{ bold }}",
    "an imported name set on condition": "{% from 'words.html' import title %}{% if no %}{% set title = 2 %}"
    "{% endif %}{{ title }}",
    "set after": "{% include 'x.html' %}{% set x = 1 %}",
    "set after in a loop": "{% for w in words %}{% include 'x.html' %}{% set x = 1 %}{% endfor %}",
    "a block that shows what a loop has": "{% for x in words %}{% block q %}{{ x }}{% endblock %}{% endfor %}",
    "a block that shows what a block sets": "{% block q %}{% set x = 1 %}"
    "{% block r %}{{ x }}{% endblock %}{% endblock %}",
    "a block in a loop that asks for it": "{% for x in words %}{% block q %}{{ loop }}{% endblock %}{% endfor %}",
    "a block that is included": "{% extends 'base.html' %}{% block head %}mine{% endblock %}"
    "{% block body %}{% include 'block.html' %}{% endblock %}",
    "a block twice": "{% block q %}1{% endblock %}{% block q %}2{% endblock %}",
    "a child that is included": "{% block body %}{% include 'child.html' %}{% endblock %}",
    "a required block": "{% block q required %}{% endblock %}",
    "a parent's name in a child's macro": "{% extends 'sets.html' %}{% set y = x %}{% macro m() %}{{ x }}{% endmacro %}"
    "{% block head %}{{ m() }}{% endblock %}",
    "a caller outside": "{% macro m() %}{% include 'caller.html' %}{% endmacro %}{% call m() %}{% endcall %}",
    "a macro before what it calls is imported": "{% macro m() %}{{ title }}{% endmacro %}"
    "{% from 'words.html' import title %}{{ m() }}",
    "an imported name before": "{{ title }}{% from 'words.html' import title %}{{ title }}",
    "an imported name set by what is included": "{% from 'words.html' import title %}{% include 'title.html' %}",
    "a part of an imported name set": "{% import 'words.html' as title %}{% set title.x = 1 %}",
    "text of a call outside blocks": "{% extends 'base.html' %}{% from 'words.html' import boxed %}"
    "{% call boxed() %}x{% endcall %}",
    "a loop outside blocks": "{% extends 'base.html' %}{% for w in words %}{% include 'x.html' %}{% endfor %}",
    "a parent that sets what its child uses": "{% extends 'base.html' %}{% macro m() %}{{ root is defined }}"
    "{% endmacro %}"
    "{% block head %}{{ m() }}{% endblock %}",
    "a loop around": "{% for w in words %}{% include 'loop.html' %}{% endfor %}",
    "escaping": "{% autoescape false %}{{ a }}{% endautoescape %}",
    "an attribute that is an element": "{{ table.key }}",
    "an element that is an attribute": "{{ thing['name'] }}",
    "a circle": "{% if no %}{% include 'page.html' %}{% endif %}x",
    "nothing": "{{ nothing }}",
    "an attribute of nothing": "{{ thing.nothing }}",
    "an attribute of what isn't there": "{{ nothing.at }}",
    "nothing to go through": "{% for x in nothing %}{{ loop.index }}{% endfor %}",
    "elements of each": "{{ [table] | map(attribute='key') | list }}{{ words | map(attribute='nothing') | list }}",
    "nothing of which to take": "{{ nothing | map(attribute='name') | list }}",
    "nothing to join": "{{ nothing | join(', ') }}",
    "nothing as a condition": "{% if nothing %}x{% endif %}",
    "too many arguments": "{% from 'words.html' import bold %}{{ bold(1, 2, 3) }}",
    "an unknown argument": "{% from 'words.html' import bold %}{{ bold(1, x=3) }}",
    "an argument twice": "{% from 'words.html' import bold %}{{ bold(1, text=3) }}",
    "no caller": "{% from 'words.html' import boxed %}{{ boxed() }}",
    "a faulty filter": "{{ a | nothing }}",
    "faulty": "{% if %}",
}
"""Templates that needn't be compiled, or that are wrong: whatever comes out must be Jinja's."""


@pytest.mark.parametrize("name", UNSURE)
def test_what_is_not_sure_is_the_same_or_left_to_jinja(name: str) -> None:
    same({**PARTS, "page.html": UNSURE[name]})
    same({**PARTS, "page.html": UNSURE[name]}, values=NAMED)


EXPRESSION = st.sampled_from(
    [
        "a",
        "n",
        "word",
        "w",
        "x",
        "nothing",
        "thing.name",
        "thing.nothing",
        "words",
        "table.key",
        "table['key']",
        "title",
        "n+1",
        "bold",
        "own",
        "bold(a)",
        "bold(x)",
        "own(w)",
        "link(a)",
        "caller()",
        "'<'~a",
        "words|length",
        "words[0]",
        "CODES[kind]",
        "loop.index",
        "loop.last",
        "x|default('-')",
        "a if n else x",
        "w if no",
        "x is defined",
    ]
)


def _around(body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(["x", "w", "word", "bold", "title", "own"])
    return st.one_of(
        st.lists(body, max_size=4).map("".join),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, EXPRESSION, body, body),
        st.builds("{{% for {} in words %}}{}{{% endfor %}}".format, names, body),
        st.builds("{{% with {} = {} %}}{}{{% endwith %}}".format, names, EXPRESSION, body),
        st.builds("{{% macro own({}) %}}{}{{% endmacro %}}".format, names, body),
        st.builds("{{% set {} %}}{}{{% endset %}}".format, names, body),
        st.builds("{{% filter upper %}}{}{{% endfilter %}}".format, body),
        st.builds("{{% call boxed() %}}{}{{% endcall %}}".format, body),
    )


SIMPLE = st.one_of(
    st.builds("{{{{ {} }}}}".format, EXPRESSION),
    st.builds("{{% set {} = {} %}}".format, st.sampled_from(["x", "w", "word", "bold", "title"]), EXPRESSION),
    st.sampled_from(["<", "text ", "{% from 'words.html' import bold, boxed, CODES %}", "{% include 'b.html' %}"])
    | st.sampled_from(["{% import 'words.html' as title %}", "{% include 'parts/' ~ kind ~ '.html' %}"]),
)
BODY = st.recursive(SIMPLE, _around, max_leaves=8)
CHILD = st.builds(
    "{{% extends 'parent.html' %}}{}{{% block one %}}{}{{% endblock %}}{{% block two %}}{}{{% endblock %}}".format,
    st.lists(SIMPLE, max_size=3).map("".join),
    BODY,
    BODY,
)
PARENT = st.builds(
    "{}{{% block one %}}{}{{% endblock %}}{}{{% block two %}}{{% endblock %}}{}".format, BODY, BODY, BODY, BODY
)


@given(page=CHILD | BODY, parent=PARENT, included=BODY)
def test_random_templates_give_the_same_or_are_left_to_jinja(page: str, parent: str, included: str) -> None:
    same({**PARTS, "page.html": page, "parent.html": parent, "b.html": included}, values=NAMED)


@pytest.mark.parametrize("name", FILES)
def test_the_templates_of_the_program_are_compiled(name: str) -> None:
    fast = environment([TEMPLATES], fast=True)
    fast.globals.update(dict.fromkeys(GLOBALS - set(fast.globals)))
    assert isinstance(fast, FastEnvironment)
    fast.get_template(name)  # which raises `NotFlat` otherwise


def test_the_pages_of_a_site_are_the_same(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: set[str] = set()

    def both(self: Renderer, template: str, values: Mapping[str, Any]) -> str:
        found = self._fast.get_template(template).render(values)
        assert found == self.environment.get_template(template).render(values), template
        compared.add(template)
        return found

    monkeypatch.setattr(Renderer, "_html", both)
    shutil.copytree(SITES / "full", site.root, dirs_exist_ok=True)
    assert site.run("build", "--quiet") == 0
    assert compared >= {
        "study.html",
        "group.html",
        "index.html",
        "home.html",
        "page.html",
        "404.html",
        "partials/entry.html",
    }


def renderer(root: Path, **templates: str) -> Renderer:
    from synthesite.config import Config, Settings

    (root / "templates").mkdir()
    for name, text in templates.items():
        (root / "templates" / f"{name}.html").write_text(text, encoding="utf-8")
    return Renderer(Config(root=root, settings=Settings(title="T")))


def test_what_the_fast_function_can_not_do_is_done_by_jinja(tmp_path: Path) -> None:
    made = renderer(tmp_path, a="{{ table.key }}", b="{% block x %}{{ self.y is defined }}{% endblock %}")
    assert made.render("x.html", "a.html", {"table": {"key": "<"}}) == b"&lt;\n"
    assert made.render("x.html", "b.html", {}) == b"False\n"


def test_what_is_wrong_is_told_as_jinja_tells_it(tmp_path: Path) -> None:
    made = renderer(tmp_path, a="{% include 'b.html' %}", b="\n\n{{ thing.nothing }}")
    with pytest.raises(TemplateError, match=r"Thing object' has no attribute 'nothing'") as told:
        made.render("x.html", "a.html", {"thing": Thing("a", 1)})
    assert ("b.html", 3) in [(Path(str(one.path)).name, one.lineno + 1) for one in told.traceback]


@pytest.mark.parametrize("value", [1, True, None, 1.5, "<", [], {"<": 1}])
def test_a_value_is_shown_as_jinja_shows_it(value: object) -> None:
    assert shown(value) == Environment(autoescape=True).from_string("{{ value }}").render(value=value)


def test_parts_are_joined_as_jinja_joins_them() -> None:
    for parts in (["a", "<"], ["a", 1, None], [Environment(autoescape=True).filters["safe"]("<b>"), "<", 1]):
        text = Environment(autoescape=True).from_string("{{ a ~ b }}").render(a=parts[0], b=parts[1])
        assert shown(joined(*parts[:2])) == text or joined(*parts[:2]) == "a<"


def test_items_are_numbered() -> None:
    assert list(numbered(iter("ab"))) == [(1, 2, "a"), (2, 2, "b")]
    assert list(numbered(())) == []


def test_what_is_not_flat_says_why() -> None:
    _, fast = pair({"page.html": UNSURE["scoped"]})
    with pytest.raises(NotFlat, match="scoped"):
        fast.get_template("page.html")
