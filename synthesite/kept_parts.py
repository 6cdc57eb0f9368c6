"""Parts of pages that are the same on most pages of a folder, such as the header: they are made once, and kept.

Such a part reads nothing of its page but the page's address, which it only holds against other addresses
(`path == way.path`) or takes the beginning of (`path.split('/')[0]`), and names that the template set before it. While
it is made, what the address is held against is noted. On a page whose address is none of these, and for which all else
is the same, each comparison comes out the same: so what was made is what would be made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from synthesite.flattening import internal_name

ADDRESS = "path"
"""The name of a page's address."""
_WORTH = 40
"""Of how many expressions a part is made at least: keeping it costs what some expressions cost."""
_MOST = 64
"""How many forms of one part are kept at most."""
_PLAIN = frozenset({str, Markup})
"""The types of which what is equal is shown in the same way."""
_VARYING = frozenset({"random"})
"""Filters that don't give the same each time."""


class Kept:
    """What was made of one part. `around` tells what functions depend on besides their arguments."""

    def __init__(self, around: Callable[[], Hashable]) -> None:
        self._around = around
        self._made: dict[Hashable, tuple[set[object], Markup]] = {}
        self._path: object = None
        self._key: Hashable = None
        self._compared: set[object] = set()

    def find(self, path: object, *given: object) -> Markup | None:
        """The part on the page of this address, if it is kept; otherwise it is to be made now, and kept."""
        key = (self._around(), given, *map(type, given))  # markup is equal to a string that is shown otherwise
        made = self._made.get(key)
        if made is not None and path not in made[0]:
            return made[1]
        is_plain = all(type(one) in _PLAIN for one in given)
        self._path, self._key, self._compared = path, key if is_plain else None, set()
        return None

    def same(self, other: object) -> bool:
        """Whether the page's address is another one."""
        self._compared.add(other)
        return self._path == other

    def keep(self, html: Markup) -> Markup:
        """Keeps the part as it was made, if it is the same elsewhere."""
        if self._key is not None and self._path not in self._compared and len(self._made) < _MOST:
            self._made[self._key] = self._compared, html
        return html


def keep_parts(tree: nodes.Template, constant: Collection[str]) -> list[str]:
    """Has those parts of a flat template kept that can be; returns the names that stand for a `Kept` of each.

    `constant` are the names that stand for the same on all pages, but for functions that depend on what is around.
    """
    stored = set(_stored(tree.body))
    if ADDRESS in stored:
        return []
    set_before: set[str] = set()
    found: list[str] = []
    for at, node in enumerate(tree.body):
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            set_before.add(node.target.name)
        elif isinstance(node, nodes.Scope) and _is_worth_it(node):
            part = _Part(set_before, frozenset(constant) - stored)
            if part.is_same(node):
                name = f"kept_{len(found)}"
                found.append(name)
                tree.body[at] = _kept(node, name, part)
    return found


def _stored(body: Iterable[nodes.Node]) -> Iterator[str]:
    """The names that are set in the template itself, and not in a scope of their own."""
    for node in body:
        if isinstance(node, nodes.If):
            yield from _stored([*node.body, *node.elif_, *node.else_])
        elif isinstance(node, (nodes.Macro, nodes.CallBlock, nodes.FilterBlock)):
            yield getattr(node, "name", "")
        elif isinstance(node, nodes.AssignBlock):
            yield from _names(node.target)
        elif not isinstance(node, (nodes.For, nodes.Scope, nodes.With, nodes.Output)):
            yield from _names(node)


def _names(node: nodes.Node) -> Iterator[str]:
    some = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return (one.name for one in some if one.ctx != "load")


def _is_worth_it(node: nodes.Node) -> bool:
    return sum(not isinstance(one, nodes.TemplateData) for one in node.find_all(nodes.Expr)) >= _WORTH


class _Varies(Exception):  # noqa: N818  # no error: a part that isn't the same on other pages
    """A part that reads more of its page than can be told."""


class _Part:
    """What one part rests on: `read` are names that were set before it, `starts` what it takes of the address."""

    def __init__(self, set_before: Collection[str], constant: Collection[str]) -> None:
        self._set_before = set_before
        self._constant = constant
        self._own: set[str] = set()
        """The names that the part itself has surely set, where it is looked at."""
        self.read: dict[str, None] = {}
        self.starts: list[nodes.Expr] = []

    def is_same(self, part: nodes.Scope) -> bool:
        """Whether it is the same where all that it rests on is."""
        try:
            self._inside(part.body)
        except _Varies:
            return False
        return True

    def _inside(self, body: Iterable[nodes.Node], *targets: nodes.Node) -> None:
        """Statements whose names end with them."""
        before = set(self._own)
        for target in targets:
            self._bind(target)
        for node in body:
            self._statement(node)
        self._own = before

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            self._expressions(node.nodes)
        elif isinstance(node, nodes.Assign):
            self._expression(node.node)
            self._bind(node.target)
        elif isinstance(node, nodes.If):
            self._expression(node.test)
            for branch in (node.body, node.elif_, node.else_):
                self._inside(branch)
        elif isinstance(node, nodes.For) and not node.recursive:
            self._expression(node.iter)
            test = [nodes.Output([node.test])] if node.test else []
            self._inside([*test, *node.body], node.target, nodes.Name("loop", "store"))
            self._inside(node.else_)
        elif isinstance(node, nodes.Scope):
            self._inside(node.body)
        else:
            raise _Varies

    def _bind(self, target: nodes.Node) -> None:
        if isinstance(target, nodes.Name) and target.name != ADDRESS:
            self._own.add(target.name)
        elif isinstance(target, nodes.Tuple):
            for one in target.items:
                self._bind(one)
        elif not isinstance(target, nodes.InternalName):
            raise _Varies

    def _expressions(self, some: Iterable[nodes.Node]) -> None:
        for one in some:
            self._expression(one)

    def _expression(self, node: nodes.Node) -> None:
        if _is_start(node):
            assert isinstance(node, nodes.Expr)  # noqa: S101  # or it is none
            self.starts.append(node)
        elif (other := _compared(node)) is not None:
            self._expression(other)
        elif isinstance(node, nodes.Name):
            self._name(node.name)
        elif isinstance(node, nodes.Filter) and node.name in _VARYING:
            raise _Varies
        else:
            self._expressions(node.iter_child_nodes())

    def _name(self, name: str) -> None:
        if name in self._own:
            return
        if name in self._set_before:
            self.read[name] = None
        elif name not in self._constant:
            raise _Varies


def _is_address(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == ADDRESS


def _is_start(node: nodes.Node) -> bool:
    """Whether this is `path.split('/')[0]`."""
    if not (isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and node.arg.value == 0):
        return False
    call = node.node
    if not (isinstance(call, nodes.Call) and isinstance(call.node, nodes.Getattr) and _is_address(call.node.node)):
        return False
    is_plain = not (call.kwargs or call.dyn_args or call.dyn_kwargs)
    return call.node.attr == "split" and is_plain and all(isinstance(one, nodes.Const) for one in call.args)


def _compared(node: nodes.Node) -> nodes.Expr | None:
    """What the address is held against where this is nothing but `path == …` or `path != …`, either way round."""
    if not (isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op in {"eq", "ne"}):
        return None
    sides = [node.expr, node.ops[0].expr]
    others = [one for one in sides if not _is_address(one)]
    return others[0] if len(others) == 1 else None


def _kept(part: nodes.Scope, name: str, about: _Part) -> nodes.Scope:
    """The part if it is kept, or made and kept."""
    _Comparisons(name).visit(part)
    given = [nodes.Name(one, "load") for one in about.read]
    find = _call(f"{name}.find", nodes.Name(ADDRESS, "load"), *given, *about.starts)
    found, made = internal_name(f"{name}_found"), internal_name(f"{name}_made")  # which no template can name
    make: list[nodes.Node] = [nodes.AssignBlock(made, None, part.body), nodes.Output([_call(f"{name}.keep", made)])]
    either = nodes.If(found, [nodes.Output([found])], [], make)
    scope = nodes.Scope([nodes.Assign(found, find), either], lineno=part.lineno)
    if part.environment:
        scope.set_environment(part.environment)
    return scope


def _call(function: str, *arguments: nodes.Expr) -> nodes.Call:
    return nodes.Call(internal_name(function), [*arguments], [], None, None)


class _Comparisons(NodeTransformer):
    """Makes comparisons of the address tell what they compare."""

    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Compare(self, node: nodes.Compare) -> nodes.Expr:  # noqa: N802  # Jinja's name for it
        other = _compared(node)
        if other is None:
            self.generic_visit(node)
            return node
        same = _call(f"{self._name}.same", self.visit(other))
        return same if node.ops[0].op == "eq" else nodes.Not(same)
