"""The words of templates in the language of the interface, put in when a template is compiled.

Templates say `_('…')`, `gettext`, `ngettext`, `pgettext`, `npgettext` and `{% trans %}` as Jinja's extension has them
in its newer style: placeholders are named, their values are escaped, and a percent sign is written twice. What a
message says is known when the template is, so that a page spends no time on it.

Beyond Jinja, `%(n)s` and `%(num)s` show the number by which a plural is chosen, written as the language writes figures.
And a message that isn't constant is no markup: `_(word)` is escaped as `word` would be, because it may be a source's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from synthesite.fast_code import JOINED, markup
from synthesite.field_names import field_name
from synthesite.interface import Interface
from synthesite.text.html_escape import escaped

_WORDS = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
"""How many constants the functions for messages take first; those with an `n` take a number after them."""
FUNCTIONS = frozenset({*_WORDS, "plural_form"})
"""What templates are given for words; `plural_form` stands in compiled ones only."""
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(%))")
_COUNTS = ("n", "num")


def give_words(environment: Environment, interface: Interface) -> None:
    """Gives templates the functions and filters that depend on the language of the interface."""
    environment.globals.update(
        _=_one(interface.gettext),
        gettext=_one(interface.gettext),
        pgettext=_in_context(interface.pgettext),
        ngettext=_plural(interface),
        npgettext=_plural_in_context(interface),
        plural_form=interface.form,
    )
    environment.filters.update(
        {
            JOINED: Markup("").join,
            "figure": interface.figure,
            "decimal": interface.decimal,
            "date_in_words": lambda iso: interface.date(iso) or iso,
            "said": interface.said,
            "field": lambda key: interface.gettext(field_name(key)),
            "translated": interface.gettext,
            "listed": _listed(interface),
            "list_mark": dict(zip(("middle", "last", "two"), interface.ands, strict=True)).__getitem__,
            "percent": interface.percentage,
        }
    )


def _one(find: Callable[[str], str]) -> Callable[..., str]:
    def gettext(message: str, /, **values: Any) -> str:
        said = find(message)
        return _filled(said, values) if values else said

    return gettext


def _in_context(find: Callable[[str, str], str]) -> Callable[..., str]:
    return lambda context, message, /, **values: _filled(find(context, message), values)


def _plural(interface: Interface) -> Callable[..., str]:
    def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> str:
        figure = interface.figure(number)
        return _filled(interface.ngettext(singular, plural, number), {"n": figure, "num": figure, **values})

    return ngettext


def _plural_in_context(interface: Interface) -> Callable[..., str]:
    def npgettext(context: str, singular: str, plural: str, number: int, /, **values: Any) -> str:
        figure = interface.figure(number)
        said = interface.npgettext(context, singular, plural, number)
        return _filled(said, {"n": figure, "num": figure, **values})

    return npgettext


def _filled(said: str, values: dict[str, Any]) -> str:
    """A message that wasn't known when the template was compiled, with its values, if it is given any."""
    return escape(said) % values if values else said


def _listed(interface: Interface) -> Callable[..., str]:
    def listed(words: list[str], kind: str = "and") -> str:
        middle, last, two = interface.ors if kind == "or" else interface.ands
        shown = [escaped(word) if type(word) is str else escape(word) for word in words]
        if len(shown) > 2:
            shown, two = [middle.join(shown[:-1]), shown[-1]], last
        return markup(two.join(shown))

    return listed


def with_words(tree: nodes.Template, interface: Interface) -> nodes.Template:
    """The template with its constant messages in the language of the interface; changes the one that it is given."""
    found: nodes.Template = _Words(interface).visit(tree)
    return found


class _Words(NodeTransformer):
    """Replaces calls for constant messages by their words, and by the values in them."""

    def __init__(self, interface: Interface) -> None:
        self._interface = interface

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802  # Jinja's name for it
        """Words that go straight to the page stand there in pieces, which needs no joining."""
        made: list[nodes.Expr] = []
        for child in node.nodes:
            made += _parts(self.visit(child))
        node.nodes = made
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802  # Jinja's name for it
        """Words beside other things stay markup; Jinja joins what is constant as plain text."""
        self.generic_visit(node)
        parts = [part for piece in node.nodes for part in _parts(piece)]
        if len(parts) == len(node.nodes) and not any(isinstance(part, nodes.TemplateData) for part in parts):
            return node
        return _join(parts)

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802  # Jinja's name for it
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        words = [argument.value for argument in node.args[: _WORDS.get(name, 0)] if isinstance(argument, nodes.Const)]
        counted = name.startswith("n")
        whole = words and len(words) == _WORDS[name] and len(node.args) == len(words) + counted
        if not whole or node.dyn_args or node.dyn_kwargs:
            return node
        values = {keyword.key: keyword.value for keyword in node.kwargs}
        context = words.pop(0) if "p" in name else ""
        made = self._forms(context, words, node.args[-1], values) if counted else self._one(context, words[0], values)
        return made.set_lineno(node.lineno)  # type: ignore[return-value]  # Jinja says Node

    def _one(self, context: str, words: str, values: dict[str, nodes.Expr]) -> nodes.Expr:
        return _joined(self._interface.pgettext(context, words), values)

    def _forms(self, context: str, words: list[str], number: nodes.Expr, values: dict[str, nodes.Expr]) -> nodes.Expr:
        for name in _COUNTS:
            if values.get(name, number) == number:
                values[name] = nodes.Filter(number, "figure", [], [], None, None)
        forms = self._interface.forms(context, words[0])
        *first, made = (_joined(form, values) for form in forms or words)
        for at, form in reversed([*enumerate(first)]):
            is_it = _is_one(number) if not forms or self._interface.one_is_singular else _is_form(number, at)
            made = nodes.CondExpr(is_it, form, made)
        return made


def _is_one(number: nodes.Expr) -> nodes.Expr:
    return nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))])


def _is_form(number: nodes.Expr, form: int) -> nodes.Expr:
    chosen = nodes.Call(nodes.Name("plural_form", "load"), [number], [], None, None)
    return nodes.Compare(chosen, [nodes.Operand("eq", nodes.Const(form))])


def _parts(node: nodes.Expr) -> list[nodes.Expr]:
    """The words and values of a message that has values; anything else by itself."""
    is_joined = isinstance(node, nodes.Filter) and node.name == JOINED and isinstance(node.node, nodes.List)
    return node.node.items if is_joined else [node]  # type: ignore[attr-defined]  # told in the line above


def _joined(said: str, values: dict[str, nodes.Expr]) -> nodes.Expr:
    """A message with its values; what it names and isn't given is a name of the template, unknown or not."""
    pieces = [*_pieces(said, values)]
    if len(pieces) == 1 and isinstance(pieces[0], nodes.TemplateData):
        return pieces[0]
    return _join(pieces)


def _join(pieces: list[nodes.Expr]) -> nodes.Expr:
    return nodes.Filter(nodes.List(pieces), JOINED, [], [], None, None)


def _pieces(said: str, values: dict[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    at, text = 0, ""
    for found in _PLACEHOLDER.finditer(said):
        text += said[at : found.start()]
        at = found.end()
        if found[2]:
            text += "%"
            continue
        if text:
            yield nodes.TemplateData(text)
        text = ""
        yield values.get(found[1], nodes.Name(found[1], "load"))
    text += said[at:]
    if text or not said:
        yield nodes.TemplateData(text)
