"""A page's template with all that it extends, includes and imports as one tree, in Jinja's own nodes.

Each included template and each block becomes a scope of one function, where Jinja makes a context and a generator for
it. Macros of templates that are imported without context are the same for every page: they are fetched once.

Only what is sure to mean the same is flattened; all else raises `NotFlat`, and Jinja does it. So there is no need to
know everything that a template may say, only to tell what isn't known ([decision 20](../docs/decisions)).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from jinja2 import Environment, nodes
from jinja2.compiler import find_undeclared
from jinja2.visitor import NodeTransformer

from synthesite.template_keys import Uses

_MOST = 300
"""How many templates and blocks may become one."""
_ONLY_IN_MACROS = frozenset({"caller", "kwargs", "varargs"})
_ONLY_JINJA = (nodes.Import, nodes.FromImport, nodes.EvalContextModifier, nodes.OverlayScope)
"""What is done in a few places, or not at all."""
_N = TypeVar("_N", bound=nodes.Node)


class NotFlat(Exception):  # noqa: N818  # no error: a way that isn't open
    """A template, or a page, that Jinja has to do itself."""


class Imported(NamedTuple):
    """What a name stands for that is imported: the template, the name there or none for all of it, and its macro."""

    template: str
    name: str | None
    macro: nodes.Macro | None


class Flat(NamedTuple):
    """A tree, and what is imported by the names that stand for it there, each an `InternalName`."""

    tree: nodes.Template
    imported: dict[str, Imported]


Macros = dict[str, dict[str, nodes.Macro]]
"""The `plain_macros` of templates, by the names of the templates."""


def flatten(
    tree: nodes.Template, environment: Environment, uses: Callable[[Any], Iterable[Uses]], macros: Macros
) -> Flat:
    """A template as one tree; `uses` tells which templates an expression may name.

    What is found of imported templates is added to `macros`, for the next template that imports them. Raises
    `NotFlat`, and what Jinja raises for a template that is missing or faulty.
    """
    return _Flattener(environment, uses, macros).flat(tree)


class _Frame:
    """A part of a template with names of its own, as Jinja has it."""

    def __init__(self) -> None:
        self.stored: set[str] = set()
        self.read: set[str] = set()
        self.seen: set[str] = set()
        """Names that scopes in it have read, whose value may no more change its meaning."""


class _Text:
    """The text of one template, or of one block, while it is worked on."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.loops = self.macros = self.branches = 0


class _Flattener(NodeTransformer):
    def __init__(self, environment: Environment, uses: Callable[[Any], Iterable[Uses]], macros: Macros) -> None:
        self._environment = environment
        self._uses = uses
        self._macros = macros
        self._imported: dict[str, Imported] = {}
        self._names: dict[str, str] = {}  # imported names that are in force, and what stands for them
        self._frames = [_Frame()]
        self._texts = [_Text()]
        self._blocks: dict[str, nodes.Block] = {}
        self._within: list[str] = []  # the templates and blocks that are being put in
        self._count = 0

    def flat(self, tree: nodes.Template) -> Flat:
        body: list[nodes.Node] = []
        used: set[str] = set()  # names in what children say before their parents speak
        while True:
            self._enter()
            self._frames[0].stored.clear()
            parent = self._parent(tree)
            self._take_blocks(tree)
            statements = tree.body if parent is None else list(_silent(tree.body))
            done = self._statements(statements)
            if used & self._frames[0].stored:
                raise NotFlat("a parent sets what its child uses")
            body += done
            if parent is None:
                return Flat(nodes.Template(body, lineno=1, environment=self._environment), self._imported)
            used.update(one.name for one in nodes.Scope(done).find_all(nodes.Name))
            tree = self._parse(parent)

    # -- what a template extends

    def _parent(self, tree: nodes.Template) -> str | None:
        found = list(tree.find_all(nodes.Extends))
        if not found:
            return None
        at = tree.body.index(found[0]) if found[0] in tree.body else -1
        name = found[0].template
        before = tree.body[:at]
        if len(found) > 1 or at < 0 or any(isinstance(one, nodes.Output) for one in before):
            raise NotFlat("extends in a special way")
        return _string(name)

    def _take_blocks(self, tree: nodes.Template) -> None:
        here = list(tree.find_all(nodes.Block))
        if len({block.name for block in here}) < len(here):
            raise NotFlat("a block twice")
        for block in here:
            if block.scoped or block.required:
                raise NotFlat("a scoped or required block")
            self._blocks.setdefault(block.name, block)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        block = self._blocks[node.name]
        with self._inside(f"block {node.name}"):
            scope, read = self._scope(block.body)
        if any(frame.stored & read for frame in self._frames[1:]):
            raise NotFlat("a block would see names around it")
        return scope

    # -- what it includes

    def visit_Include(self, node: nodes.Include) -> list[nodes.Node]:
        if not node.with_context:
            raise NotFlat("an include without context")
        found = list(self._uses(node.template))
        if isinstance(node.template, (nodes.List, nodes.Tuple)) or node.ignore_missing:
            raise NotFlat("a template that may be missing")
        if isinstance(node.template, nodes.Const):
            return [self._include(_string(node.template))]
        names = sorted(name for name in self._templates if any(uses.fits(name) for uses in found))
        if not names:
            raise NotFlat("no template by such a name")
        target = f"_included_{self._count}"
        chosen = self._new(nodes.Assign(nodes.Name(target, "store"), self.visit(node.template)))
        other: nodes.Node = self._new(nodes.ExprStmt(nodes.Call(internal_name("not_flat"), [], [], None, None)))
        ways = [
            nodes.If(
                nodes.Compare(nodes.Name(target, "load"), [nodes.Operand("eq", nodes.Const(name))]),
                [self._include(name)],
                [],
                [],
            )
            for name in names
        ]
        first, *rest = ways
        first.elif_, first.else_ = rest, [other]
        return [chosen, self._new(first)]

    @cached_property
    def _templates(self) -> list[str]:
        return self._environment.list_templates()

    def _include(self, name: str) -> nodes.Node:
        with self._inside(f"include {name}"):
            tree = self._parse(name)
            if any(tree.find_all((nodes.Extends, nodes.Block))):
                raise NotFlat("an included template with blocks")
            return self._scope(tree.body)[0]

    def _scope(self, body: list[nodes.Node]) -> tuple[nodes.Scope, set[str]]:
        """A template or a block as a scope, and the names that it reads."""
        self._texts.append(_Text())
        with self._frame():
            scope = nodes.Scope(self._statements(body))
        read = self._texts.pop().read
        self._frames[-1].seen |= read
        self._texts[-1].read |= read
        return self._new(scope), read

    @contextmanager
    def _inside(self, what: str) -> Iterator[None]:
        self._enter()
        if what in self._within:
            raise NotFlat("a circle")
        self._within.append(what)
        yield
        self._within.pop()

    def _enter(self) -> None:
        self._count += 1
        if self._count > _MOST:
            raise NotFlat("too large")

    def _parse(self, name: str) -> nodes.Template:
        loader = self._environment.loader
        assert loader is not None  # noqa: S101  # ours always has one
        source, file, _ = loader.get_source(self._environment, name)
        return self._environment._parse(source, name, file)  # as `compile` does it, extensions included

    # -- what it imports

    def _statements(self, body: list[nodes.Node]) -> list[nodes.Node]:
        done: list[nodes.Node] = []
        for node in body:
            if isinstance(node, (nodes.FromImport, nodes.Import)) and not node.with_context:
                self._import(node)
                continue
            made = self.visit(node)
            done += made if isinstance(made, list) else [made]
        return done

    def _import(self, node: nodes.FromImport | nodes.Import) -> None:
        template = _string(node.template)
        if isinstance(node, nodes.Import):
            self._bind(node.target, Imported(template, None, None))
            return
        if template not in self._macros:
            self._macros[template] = plain_macros(self._parse(template))
        for one in node.names:
            name, alias = one if isinstance(one, tuple) else (one, one)
            self._bind(alias, Imported(template, name, self._macros[template].get(name)))

    def _bind(self, alias: str, imported: Imported) -> None:
        if alias in self._frames[-1].read or alias in self._frames[-1].stored:
            raise NotFlat("an imported name has another meaning before")
        internal = f"h_{len(self._imported)}"
        self._names = self._names | {alias: internal}
        self._imported[internal] = imported

    # -- names

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        text, name = self._texts[-1], node.name
        if node.ctx == "load":
            text.read.add(name)
            self._frames[-1].read.add(name)
            unsure = name in {"self", "super"} or (name == "loop" and not text.loops)
            if unsure or (name in _ONLY_IN_MACROS and not text.macros):
                raise NotFlat(f"{name} stands for something else")
            return internal_name(self._names[name]) if name in self._names else node
        self._store(name)
        return node

    def visit_NSRef(self, node: nodes.NSRef) -> nodes.Node:
        if node.name in self._names:
            raise NotFlat("an imported name is set")
        self._texts[-1].read.add(node.name)
        return node

    def _store(self, name: str) -> None:
        if name in self._names:
            if name in self._frames[-1].read or self._texts[-1].branches:
                raise NotFlat("an imported name is set")
            self._names = {one: internal for one, internal in self._names.items() if one != name}
        if name in self._frames[-1].seen:
            raise NotFlat("a scope would see what is set after it")
        self._frames[-1].stored.add(name)

    @contextmanager
    def _frame(self) -> Iterator[None]:
        names = self._names
        self._frames.append(_Frame())
        yield
        done = self._frames.pop()
        self._frames[-1].seen |= done.seen
        self._frames[-1].read |= done.read
        self._names = names

    def visit_If(self, node: nodes.If) -> nodes.Node:
        self._texts[-1].branches += 1
        self.generic_visit(node)
        self._texts[-1].branches -= 1
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        node.iter = self.visit(node.iter)
        self._texts[-1].loops += 1
        with self._frame():
            self._each(node, "target", "test", "body")
        self._texts[-1].loops -= 1
        with self._frame():
            self._each(node, "else_")
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        self._store(node.name)
        return self._macro(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        node.call = self.visit(node.call)
        return self._macro(node)

    def _macro(self, node: _N) -> _N:
        self._texts[-1].macros += 1
        with self._frame():
            self._each(node, "args", "defaults", "body")
        self._texts[-1].macros -= 1
        return node

    def visit_With(self, node: nodes.With) -> nodes.Node:
        self._each(node, "values")
        with self._frame():
            self._each(node, "targets", "body")
        return node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.Node:
        with self._frame():
            self._each(node, "body", "filter")
        return node

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:
        with self._frame():
            self._each(node, "body", "filter")
        node.target = self.visit(node.target)
        return node

    def visit_Assign(self, node: nodes.Assign) -> nodes.Node:
        self._each(node, "node", "target")
        return node

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> Any:
        """What stands for a node: itself, another one, or several."""
        if isinstance(node, _ONLY_JINJA):
            raise NotFlat(f"{type(node).__name__} in a special place")
        return super().visit(node, *args, **options)

    def _each(self, node: nodes.Node, *fields: str) -> None:
        for field in fields:
            value = getattr(node, field)
            if isinstance(value, list):
                made = [self.visit(one) for one in value]
                setattr(node, field, [one for some in made for one in (some if isinstance(some, list) else [some])])
            elif value is not None:
                setattr(node, field, self.visit(value))

    def _new(self, node: _N) -> _N:
        node.environment = self._environment  # as those in it have it already
        return node


def plain_macros(tree: nodes.Template) -> dict[str, nodes.Macro]:
    """The macros at the top of a template by their names, where nothing else may have the name.

    Without those that ask who calls them, or for arguments that they don't name.
    """
    top = {id(node) for node in tree.body}
    found: dict[str, nodes.Macro] = {}
    taken: set[str] = set()
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Macro):
            if node.name in found or id(node) not in top:
                taken.add(node.name)
            found[node.name] = node
        elif isinstance(node, nodes.Import):
            taken.add(node.target)
        elif isinstance(node, nodes.FromImport):
            taken.update(one[1] if isinstance(one, tuple) else one for one in node.names)
        elif isinstance(node, nodes.Name) and node.ctx != "load":
            taken.add(node.name)
    return {name: macro for name, macro in found.items() if name not in taken and not _is_special(macro)}


def _is_special(macro: nodes.Macro) -> bool:
    named = {one.name for one in macro.args}
    return bool(_ONLY_IN_MACROS & {*named, *find_undeclared(macro.body, tuple(sorted(_ONLY_IN_MACROS)))})


def _silent(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    """What a template that extends another one does outside its blocks, where it shows nothing."""
    for node in body:
        if isinstance(node, nodes.If):
            node.body, node.else_ = list(_silent(node.body)), list(_silent(node.else_))
            list(_silent([*node.elif_]))
            yield node
        elif isinstance(node, (nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.FromImport, nodes.Import)):
            yield node
        elif not isinstance(node, (nodes.Output, nodes.Block, nodes.Extends)):
            raise NotFlat("something is done outside blocks")


def _string(node: nodes.Node) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise NotFlat("a template whose name isn't known")


def internal_name(name: str) -> nodes.InternalName:
    """A name of the code itself, which templates can't see; Jinja makes such nodes in its parser only."""
    node = object.__new__(nodes.InternalName)
    nodes.Node.__init__(node, name)
    return node
