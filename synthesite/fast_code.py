"""Templates as fast functions: Jinja's compiler, with short ways for what pages do most.

The code that is made here does the same as Jinja's, or it raises. What it raises says nothing: whoever renders a page
with it has Jinja render the page again and takes what that gives, be it the page or the error. This is what makes the
short ways short: `study.title` is an attribute here, and no look whether it might be an element
([decision 20](../docs/decisions)).
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import repeat
from typing import Any, NoReturn

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, markup_join
from jinja2.utils import missing
from markupsafe import Markup, escape

from synthesite.flattening import Imported, Macros, NotFlat, flatten, internal_name, plain_macros
from synthesite.numbered_loops import NUMBER, number_loops
from synthesite.quick_filters import QUICK
from synthesite.template_keys import Uses
from synthesite.text.html_escape import escaped as escaped  # for the code that is made here

JOINED = "joined_words"
"""The filter that makes one markup of a list of words and values."""
_ASK = frozenset({"defined", "undefined", "default", "d"})
"""Tests and filters of what may not be there."""
_OF_WHAT_IS_WRITTEN = frozenset({"lang"})
"""Filters that have nothing to say of a text in ASCII, if they are told nothing else."""
_PLAIN = frozenset({str, int})
"""Values that `~` puts together as plain text."""


class _Values(dict[str, Any]):
    """The values of a page and of all pages, in which a name is found without Python code."""

    def __missing__(self, name: str) -> Any:
        return missing


class _FastContext(Context):
    """Jinja's context, which isn't asked for what a template sets: that are variables of its function."""

    def __init__(self, environment: Environment, parent: dict[str, Any], *more: Any, **options: Any) -> None:
        super().__init__(environment, parent, *more, **options)
        values = parent if type(parent) is _Values else _Values(parent)
        self.resolve_or_missing = values.__getitem__  # type: ignore[assignment,method-assign]


class FastEnvironment(Environment):
    """Jinja whose templates are compiled as fast functions; those that can't be raise `NotFlat` when they are loaded.

    Before templates are loaded `uses` must be set: it tells which templates an expression may name.
    """

    uses: Callable[[Any], Iterable[Uses]]
    context_class = _FastContext

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._macros: Macros = {}
        for name, made in self.filters.items():
            if getattr(made, "jinja_async_variant", False):  # asks at each call whether it should wait for something
                self.filters[name] = made.__wrapped__
        for name, quick in QUICK.items():
            self.filters[name] = quick(self.filters[name])

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        tree, imported = flatten(source, self, self.uses, self._macros)
        number_loops(tree)
        generator = _Generator(self, name, filename, defer_init=defer_init, optimized=self.optimized)
        generator.imported = imported
        generator.visit(tree)
        code: str = generator.stream.getvalue()  # type: ignore[attr-defined]  # it is a StringIO
        words = "".join(f"; {name} = {text!r}" for text, name in generator.words.items())
        return f"from markupsafe import Markup, Markup as Safe{words}\n{code}"


def page_function(template: Template) -> Callable[[Mapping[str, Any]], str]:
    """What gives the same of a page's values as the template's `render`; what it raises says nothing either."""
    environment, root, name, blocks = template.environment, template.root_render_func, template.name, template.blocks
    every = template.globals

    def page(values: Mapping[str, Any]) -> str:
        known = _Values(every)
        known.update(values)
        return "".join(root(_FastContext(environment, known, name, blocks)))

    return page


markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A plain string as markup, which it is already; `Markup` itself looks whether it is something else."""


def shown(value: object) -> str:
    """What a page shows of a value that isn't a plain string."""
    kind = type(value)
    return value if kind is Markup else str(value) if kind is int else escape(value)  # type: ignore[return-value]


def joined(*parts: object) -> str:
    """What `~` makes of its parts."""
    if {*map(type, parts)} <= _PLAIN:
        return "".join(map(str, parts))
    return markup_join(parts)


def numbered(items: Iterable[Any]) -> Iterable[tuple[int, int, Any]]:
    """Each item after its number, from 1, and after how many there are."""
    kind = type(items)
    items = items if kind is list or kind is tuple else list(items)
    if len(items) == 1:  # type: ignore[arg-type]  # a list or a tuple
        return ((1, 1, items[0]),)  # type: ignore[index]
    return zip(range(1, len(items) + 1), repeat(len(items)), items)  # type: ignore[arg-type]


def _is_text(node: nodes.Expr) -> bool:
    """Whether this is a string that is known when the template is compiled."""
    return isinstance(node, nodes.Const) and type(node.value) is str


def not_flat() -> NoReturn:
    """Where a template is included that wasn't foreseen."""
    raise NotFlat("a template by another name")


def imported(environment: Environment, template: str, name: str | None) -> Any:
    """What a name stands for that is imported without context, or the whole template."""
    module = environment.get_template(template).module
    if name is not None and not hasattr(module, name):
        raise NotFlat("a name that isn't there")
    return module if name is None else getattr(module, name)


class _Generator(CodeGenerator):
    """Writes the code of one template; see the module."""

    imported: dict[str, Imported]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words: dict[str, str] = {}
        """The names of constants, which are made once for all pages, by the markup that they stand for."""

    def visit_TemplateData(self, node: nodes.TemplateData, frame: Frame) -> None:
        """Words of the interface in an expression."""
        words = node.as_const(frame.eval_ctx)
        self.write(self.words.setdefault(words, f"w_{len(self.words)}"))

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._asks = False
        self._own = plain_macros(node)
        self._filters_are_there = False
        self.writeline("from jinja2.runtime import TemplateRuntimeError, internalcode")
        self.writeline("from synthesite.fast_code import escaped, imported, joined, markup, not_flat, numbered, shown")
        for internal, (template, name, macro) in self.imported.items():
            self.writeline(f"{internal} = imported(environment, {template!r}, {name!r})")
            if macro is not None:
                self.writeline(f"{internal}_f = {internal}._func")
        super().pull_dependencies(node.body)
        self._filters_are_there = True
        super().visit_Template(node, frame)
        self.writeline("Markup = markup")

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Filters and tests are looked up once for all pages."""

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """All that a page shows goes into one list."""
        if not frame.rootlevel or frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def pop_assign_tracking(self, frame: Frame) -> None:
        """What a loop or a scope sets is a variable: there is nobody else to be told."""
        if frame.toplevel:
            super().pop_assign_tracking(frame)
        else:
            self._assign_stack.pop()

    # -- what is shown

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        pieces: list[str | nodes.Expr] = []
        for child in node.nodes:
            try:
                const = self._output_child_to_const(child, frame, self._make_finalize())
            except Exception:  # it isn't constant, or fails: that is for when it is rendered
                pieces.append(child)
                continue
            if pieces and isinstance(pieces[-1], str):
                pieces[-1] += const
            else:
                pieces.append(str(const))
        self.writeline(f"{frame.buffer}.append(" if len(pieces) == 1 else f"{frame.buffer}.extend((", node)
        for piece in pieces:
            if isinstance(piece, str):
                self.write(repr(piece))
            else:
                self._show(piece, frame)
            self.write("" if len(pieces) == 1 else ", ")
        self.write(")" if len(pieces) == 1 else "))")

    def _show(self, node: nodes.Expr, frame: Frame) -> None:
        """Writes an expression for what a page shows of another one."""
        if isinstance(node, nodes.CondExpr):
            self._show_one_of(node, frame.soft())
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            self.write(repr(str(escape(node.value))))
        elif isinstance(node, nodes.TemplateData):
            self.write(repr(node.data))
        elif isinstance(node, nodes.Filter) and node.name == JOINED and isinstance(node.node, nodes.List):
            self._join(node.node.items, frame)
        elif isinstance(node, nodes.InternalName) and node.name.startswith(NUMBER):
            self.write(f"str({node.name})")
        elif isinstance(node, nodes.Filter) and node.name in _OF_WHAT_IS_WRITTEN and not (node.args or node.kwargs):
            self._show_of_text(node, frame)
        elif not (isinstance(node, nodes.Call) and self._call_macro(node, frame)):
            value = self.temporary_identifier()
            self.write(f"(escaped({value}) if type({value} := ")
            self.visit(node, frame)
            self.write(f") is str else {value} if type({value}) is Safe else shown({value}))")

    def _show_of_text(self, node: nodes.Filter, frame: Frame) -> None:
        """Writes what a page shows by a filter of `_OF_WHAT_IS_WRITTEN`, which is called for other texts alone."""
        assert node.node is not None  # noqa: S101  # as it is in a filter block
        text = self.temporary_identifier()
        self.write(f"('' if type({text} := ")
        self.visit(node.node, frame)
        self.write(f") is str and {text}.isascii() else shown(")
        self.visit(nodes.Filter(internal_name(text), node.name, [], [], node.dyn_args, node.dyn_kwargs), frame)
        self.write("))")

    def _show_one_of(self, node: nodes.CondExpr, frame: Frame) -> None:
        self.write("(")
        self._show(node.expr1, frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        if node.expr2 is None:
            self.write("''")
        else:
            self._show(node.expr2, frame)
        self.write(")")

    # -- attributes and elements

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._asks or keyword.iskeyword(node.attr) or not node.attr.isidentifier():
            super().visit_Getattr(node, frame)
        else:
            self._attribute(node, frame)

    def _attribute(self, node: nodes.Getattr, frame: Frame) -> None:
        self._base(node.node, frame)
        self.write(f".{node.attr}")

    @optimizeconst
    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        by_name = isinstance(node.arg, nodes.Const) and type(node.arg.value) is not int  # of an attribute, perhaps
        if self._asks or by_name or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
        else:
            self._base(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")

    def _base(self, node: nodes.Expr, frame: Frame) -> None:
        """What has an attribute: a name that is missing has none, so that it needn't be asked for."""
        if isinstance(node, nodes.Name):
            self.write(frame.symbols.ref(node.name))
        else:
            self.write("(")
            self.visit(node, frame)
            self.write(")")

    @optimizeconst
    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        if node.name == "none":
            self.write("(")
            self.visit(node.node, frame)
            self.write(" is None)")
        else:
            self._ask(super().visit_Test, node, frame)

    @optimizeconst
    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        if node.name == JOINED and isinstance(node.node, nodes.List):
            self.write("Markup(")
            self._join(node.node.items, frame)
            self.write(")")
        else:
            self._ask(super().visit_Filter, node, frame)

    def _join(self, pieces: Iterable[nodes.Expr], frame: Frame) -> None:
        """Words and values as one text of markup, without making one of each."""
        self.write("''.join((")
        for piece in pieces:
            if isinstance(piece, nodes.TemplateData):
                self.write(repr(piece.data))
            else:
                self._show(piece, frame)
            self.write(", ")
        self.write("))")

    def _ask(self, visit: Callable[[Any, Frame], None], node: nodes.Test | nodes.Filter, frame: Frame) -> None:
        before, self._asks = self._asks, self._asks or node.name in _ASK
        visit(node, frame)
        self._asks = before

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        values = [part for part in node.nodes if not _is_text(part)]
        if len(values) != 1:
            self._call("joined", node.nodes, frame)
            return
        value = self.temporary_identifier()
        texts = [
            repr(part.value.replace("{", "{{").replace("}", "}}")) if _is_text(part) else f"'{{{value}}}'"  # type: ignore[attr-defined]
            for part in node.nodes
        ]
        self.write(f"({' '.join(f'f{text}' for text in texts)} if type({value} := ")
        self.visit(values[0], frame)
        parts = [repr(part.value) if _is_text(part) else value for part in node.nodes]  # type: ignore[attr-defined]
        self.write(f") is str or type({value}) is int else joined({', '.join(parts)}))")

    # -- calls

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        called = node.node
        plain = not (forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs)
        if not forward_caller and self._macro(node) is not None:
            self.write("Markup(")
            self._call_macro(node, frame)
            self.write(")")
        elif plain and isinstance(called, nodes.Getattr) and called.attr.isidentifier() and not self._asks:
            self._attribute(called, frame)
            self._call("", node.args, frame)
        elif isinstance(called, nodes.InternalName) and called.name not in self.imported:
            self._call(called.name, node.args, frame)
        elif plain and isinstance(called, nodes.Name) and self._is_plain_global(called.name):
            self._call(frame.symbols.ref(called.name), node.args, frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _is_plain_global(self, name: str) -> bool:
        """Whether this is a function that wants to know nothing of Jinja."""
        function = self.environment.globals.get(name)
        return callable(function) and not hasattr(function, "jinja_pass_arg")

    def _call(self, function: str, arguments: Iterable[nodes.Expr | None], frame: Frame) -> None:
        self.write(f"{function}(")
        for argument in arguments:
            if argument is None:
                self.write("missing")
            else:
                self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _call_macro(self, node: nodes.Call, frame: Frame) -> bool:
        """Writes the call of the function of a macro that is known, if it is one."""
        macro = self._macro(node)
        if macro is None:
            return False
        given = dict(zip((one.name for one in macro.args), node.args, strict=False)) | {
            one.key: one.value for one in node.kwargs
        }
        if isinstance(node.node, nodes.Name):
            function = f"{frame.symbols.ref(node.node.name)}._func"
        else:
            assert isinstance(node.node, nodes.InternalName)  # noqa: S101  # or it isn't known
            function = f"{node.node.name}_f"
        self._call(function, [given.get(one.name) for one in macro.args], frame)
        return True

    def _macro(self, node: nodes.Call) -> nodes.Macro | None:
        """The macro that is called, if its function can be called with just these arguments."""
        if isinstance(node.node, nodes.InternalName) and node.node.name in self.imported:
            macro = self.imported[node.node.name].macro
        else:
            macro = self._own.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if macro is None or node.dyn_args or node.dyn_kwargs or len(node.args) > len(macro.args):
            return None
        names = [one.name for one in macro.args]
        by_name = [one.key for one in node.kwargs]
        fits = set(by_name) <= set(names[len(node.args) :]) and len(set(by_name)) == len(by_name)
        return macro if fits else None
