"""Words of templates in the language of the interface."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from synthesite.interface import CONTEXT, Interface
from synthesite.templates import environment

POLISH = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
PLURALS = {"n != 1": 2, "0": 1, "n > 1": 2, POLISH: 3}


def slow(interface: Interface) -> Environment:
    """Jinja with its own extension, which looks messages up while a page is made."""
    made = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    made.install_gettext_callables(  # type: ignore[attr-defined]
        interface.gettext,
        interface.ngettext,
        newstyle=True,
        pgettext=interface.pgettext,
        npgettext=interface.npgettext,
    )
    made.policies["ext.i18n.trimmed"] = True
    return made


def said(template: str, interface: Interface | None = None, **values: Any) -> str:
    return environment([], interface=interface).from_string(template).render(values)


words = st.lists(
    st.sampled_from(["a", "<b>", "&amp;", "%%", " ", "%(who)s", "%(what)s", "%(num)s", "研究", "\n"]), max_size=6
).map("".join)
values = st.sampled_from(["x", "<i>", "%", "%(num)s", Markup("<em>y</em>"), 7])


@settings(deadline=None)  # compiling may take longer than an example's time
@given(words, words, st.booleans(), words, st.integers(0, 999), values, values, st.sampled_from([*PLURALS]), st.data())
def test_words_are_as_jinja_has_them(
    one: str, many: str, known: bool, context: str, number: int, who: object, what: object, plural: str, data: Any
) -> None:
    forms = data.draw(st.lists(words, min_size=PLURALS[plural], max_size=PLURALS[plural]))
    messages = dict.fromkeys((one, f"{context}{CONTEXT}{one}"), forms) if known else {}
    interface = Interface(messages=messages, plural=plural)
    template = (
        f"{{{{ ngettext({one!r}, {many!r}, n, who=who, what=what) }}}}|"
        f"{{% set m = npgettext({context!r}, {one!r}, {many!r}, n, who=who, what=what) %}}{{{{ m }}}}"
    ).replace("\\n", "\\n")
    given_values = {"n": number, "who": who, "what": what}
    assert said(template, interface, **given_values) == slow(interface).from_string(template).render(given_values)
    template = template.replace("np", "p").replace("ng", "g").replace(f", {many!r}, n", "")
    template = template.replace("who=who", "who=who, num=n")
    assert said(template, interface, **given_values) == slow(interface).from_string(template).render(given_values)


def test_a_block_of_words_has_its_values_and_no_line_ends() -> None:
    template = "{% trans who=x | upper %}By <b>{{ who }}</b>\n  and 5% others{% endtrans %}"
    assert said(template, x="<a>") == "By <b>&lt;A&gt;</b> and 5% others"
    german = Interface(messages={"By <b>%(who)s</b> and 5%% others": ["Von <b>%(who)s</b> und 5 %% anderen"]})
    assert said(template, german, x="<a>") == "Von <b>&lt;A&gt;</b> und 5 % anderen"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ngettext('%(n)s study', '%(n)s studies', count) }}",
        "{{ ngettext('%(num)s study', '%(num)s studies', count) }}",
        "{{ ngettext('%(n)s study', '%(n)s studies', count, n=count) }}",
        "{% trans n=count %}{{ n }} study{% pluralize %}{{ n }} studies{% endtrans %}",
        "{{ ngettext(one, '%(n)s studies', count) }}",
    ],
)
def test_the_number_of_a_plural_is_written_as_the_language_writes_figures(template: str) -> None:
    german = Interface(
        figures=(".", ","),
        messages={
            "%(n)s study": ["%(n)s Studie", "%(n)s Studien"],
            "%(num)s study": ["%(num)s Studie", "%(num)s Studien"],
        },
    )
    one = "%(n)s study"
    assert [said(template, german, count=count, one=one) for count in (1, 0, 12345)] == [
        "1 Studie",
        "0 Studien",
        "12.345 Studien",
    ]
    assert [said(template, count=count, one=one) for count in (1, 12345)] == ["1 study", "12,345 studies"]


def test_words_in_a_variable_are_translated_and_no_markup() -> None:
    german = Interface(messages={"Themes": ["Themen & <mehr>"]})
    assert said("{{ _(x) }}", german, x="Themes") == "Themen &amp; &lt;mehr&gt;"
    assert said("{{ _(x) }}", german, x="<b>100%</b>") == "&lt;b&gt;100%&lt;/b&gt;"
    assert said("{{ _(x, who='<i>') }}", german, x="<b>%(who)s") == "&lt;b&gt;&lt;i&gt;"


def test_words_beside_others_stay_markup() -> None:
    assert said("{{ _('<b>a</b>') ~ ' & ' ~ x ~ _('c%(y)s', y='<') }}", x="<i>") == "<b>a</b> &amp; &lt;i&gt;c&lt;"
    assert said("{{ 'a' ~ x }}", x="<i>") == "a&lt;i&gt;"


@pytest.mark.parametrize(
    ("items", "ands", "ors"),
    [
        ([], "", ""),
        (["<a>"], "<a>", "<a>"),
        (["a", "<b>"], "a and <b>", "a or <b>"),
        (["a", "b", "c"], "a, b and c", "a, b or c"),
        (["a", "b", "c", "d"], "a, b, c and d", "a, b, c or d"),
    ],
)
def test_lists(items: list[str], ands: str, ors: str) -> None:
    assert said("{{ x | listed }}|{{ x | listed('or') }}", x=items) == f"{escape(ands)}|{escape(ors)}"
