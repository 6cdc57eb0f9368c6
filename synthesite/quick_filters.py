"""Some of Jinja's filters with a short way for what pages do most; what else they are asked for is left to Jinja's.

As in `fast_code`, what a short way raises says nothing: Jinja renders the page then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from jinja2 import pass_context, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

_TEXT = frozenset({str})


def _map(jinjas: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    """The filter `map` with a short way to an attribute of each value."""

    @pass_context
    def quick_map(context: Context, values: Any, *args: Any, **options: Any) -> Iterable[Any]:
        name = options.get("attribute")
        if args or len(options) > 1 or type(name) is not str or not name.isidentifier() or hasattr(dict, name):
            return jinjas(context, values, *args, **options)
        return map(attrgetter(name), values or ())

    return quick_map


def _select(jinjas: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    """The filter `select` with a short way for the values that are in a collection."""

    @pass_context
    def quick_select(context: Context, values: Any, *args: Any, **options: Any) -> Iterable[Any]:
        if len(args) != 2 or args[0] != "in" or options:
            return jinjas(context, values, *args, **options)
        return (value for value in values or () if value in args[1])

    return quick_select


def _join(jinjas: Callable[..., str]) -> Callable[..., str]:
    """The filter `join` with a short way for plain strings."""

    @pass_eval_context
    def quick_join(context: EvalContext, values: Any, mark: str = "", attribute: str | int | None = None) -> str:
        if attribute is None and type(mark) is str:
            values = list(values)
            if {*map(type, values)} <= _TEXT:
                return mark.join(values)
        return jinjas(context, values, mark, attribute)

    return quick_join


def _urlencode(jinjas: Callable[[Any], str]) -> Callable[[Any], str]:
    """The filter `urlencode` with a short way for strings in which nothing needs it."""
    is_plain = re.compile(r"[A-Za-z0-9_.~/-]*").fullmatch

    def quick_urlencode(value: Any) -> str:
        return value if type(value) is str and is_plain(value) else jinjas(value)

    return quick_urlencode


QUICK: dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "map": _map,
    "select": _select,
    "join": _join,
    "urlencode": _urlencode,
}
"""By a filter's name what makes it of Jinja's own."""
