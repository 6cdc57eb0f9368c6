"""Filters with a short way give what Jinja's give, or they raise."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from jinja2 import Environment
from markupsafe import Markup

from synthesite.quick_filters import QUICK


class Thing(NamedTuple):
    name: object
    inner: object = None


VALUES: dict[str, Any] = {
    "things": [Thing("a"), Thing("<b>", Thing("c")), Thing(3)],
    "tables": [{"name": "a", "items": 3}, {"name": "b", "items": 4}],
    "words": ["a", "<b>", "c"],
    "marked": ["<a>", Markup("<b>"), 3],
    "known": {"a": 1, "c": 2},
    "none": None,
}


def both(expression: str) -> tuple[str | None, str]:
    """What the short way gives, if it gives anything, and what Jinja does."""
    jinja, quick = Environment(autoescape=True), Environment(autoescape=True)
    quick.filters |= {name: make(quick.filters[name]) for name, make in QUICK.items()}
    text = f"{{{{ {expression} }}}}"
    try:
        found = quick.from_string(text).render(VALUES)
    except AttributeError:
        found = None
    return found, jinja.from_string(text).render(VALUES)


@pytest.mark.parametrize(
    "expression",
    [
        "things | map(attribute='name') | list",
        "things | map(attribute='name') | join(', ')",
        "things | map(attribute='inner.name') | list",
        "things | map(attribute=0) | list",
        "things | map(attribute='other', default='-') | list",
        "tables | map(attribute='items') | list",
        "words | map('upper') | list",
        "none | map(attribute='name') | list",
        "words | select('in', known) | list",
        "words | select('in', 'abc') | list",
        "words | select('equalto', 'a') | list",
        "words | select | list",
        "none | select('in', known) | list",
        "words | join",
        "words | join(' & ')",
        "words | join(' & ' | safe)",
        "marked | join(', ')",
        "things | join(', ', attribute='name')",
        "'abc' | join('-')",
        "'10.5555/a-b_c.(1)~2' | urlencode",
        "'10.5555/a-b_c.1~2' | urlencode",
        "'é ?' | urlencode",
        "3 | urlencode",
        "{'a b': 1} | urlencode",
        "marked[1] | urlencode",
    ],
)
def test_a_short_way_gives_what_jinja_gives(expression: str) -> None:
    found, expected = both(expression)
    assert found == expected


def test_what_it_can_not_do_is_left_to_jinja() -> None:
    assert both("tables | map(attribute='name') | list") == (None, "[&#39;a&#39;, &#39;b&#39;]")
