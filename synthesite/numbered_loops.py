"""Loops of templates that ask for nothing of `loop` but numbers, as loops over numbers."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from synthesite.flattening import internal_name

NUMBER = "number_"
"""How the names begin that stand for the number of an item."""


def number_loops(tree: nodes.Template) -> None:
    """Makes a loop over `numbered(…)` of each that is of this kind."""
    _Loops().visit(tree)


class _Loops(NodeTransformer):
    def __init__(self) -> None:
        self._count = 0

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)  # inner loops first: Jinja takes their `loop` for a use of the outer one's
        body = nodes.Scope(node.body)
        uses = list(_uses(body))
        number, count = internal_name(f"{NUMBER}{self._count}"), internal_name(f"count_{self._count}")
        plain = uses and all(isinstance(use, nodes.Getattr) and _said(use.attr, number, count) for use in uses)
        changes = any(one.attr in _CHANGES for one in body.find_all(nodes.Getattr))
        if not plain or changes or node.recursive or node.test:
            return node
        self._count += 1
        _Numbers(number, count).visit(body)
        node.body = body.body
        node.iter = nodes.Call(internal_name("numbered"), [node.iter], [], None, None)
        node.target = nodes.Tuple([number, count, node.target], "store")
        for new in (node.iter, node.target):
            new.environment = node.environment
        return node


def _said(attribute: str, number: nodes.Expr, count: nodes.Expr) -> nodes.Expr | None:
    """An attribute of `loop` from the number of the item and how many there are, if these are enough."""
    one = nodes.Const(1)
    return {
        "index": number,
        "index0": nodes.Sub(number, one),
        "revindex": nodes.Add(nodes.Sub(count, number), one),
        "revindex0": nodes.Sub(count, number),
        "first": nodes.Compare(number, [nodes.Operand("eq", one)]),
        "last": nodes.Compare(number, [nodes.Operand("eq", count)]),
        "length": count,
    }.get(attribute)


_CHANGES = frozenset({"append", "clear", "extend", "insert", "pop", "remove"})
"""What may change how many items there are while they are gone through."""


def _uses(node: nodes.Node) -> Iterator[nodes.Node]:
    """Where `loop` of this loop is used: the attribute that is asked for, or the name itself."""
    for child in node.iter_child_nodes():
        if _is_loop(child) or (isinstance(child, nodes.Getattr) and _is_loop(child.node)):
            yield child
        elif isinstance(child, nodes.For):
            yield from _uses(nodes.Scope([nodes.ExprStmt(child.iter), *child.else_]))
        else:
            yield from _uses(child)


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"


class _Numbers(NodeTransformer):
    def __init__(self, number: nodes.InternalName, count: nodes.InternalName) -> None:
        self._number = number
        self._count = count

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        if not _is_loop(node.node):
            return self.generic_visit(node)
        return _said(node.attr, self._number, self._count) or node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        node.iter = self.visit(node.iter)
        node.else_ = [self.visit(one) for one in node.else_]
        return node
