"""Templates as Jinja's parser understands them, each parsed once: many pages are put together from the same ones."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

from jinja2 import Environment, nodes

from synthesite.bytecode import BytecodeFolder

_ENVIRONMENT = "environment"
"""What stands for Jinja's environment, which every node of a tree leads to."""


class TemplateTrees:
    """The trees of one environment, as bytes: whoever asks for one may change it, and the next one gets another.

    Making a tree of bytes takes a fortieth of the time of parsing its text. They are also kept in `bytecode`.
    """

    def __init__(self, environment: Environment, bytecode: BytecodeFolder | None) -> None:
        self._environment = environment
        self._bytecode = bytecode
        self._known: dict[tuple[str, str], bytes] = {}

    def tree(self, name: str, source: str, parse: Callable[[], nodes.Template]) -> nodes.Template:
        """The tree of a template, which `parse` makes if it isn't known. Raises what that raises."""
        known = self._known.get((name, source))
        if known is None and self._bytecode:
            known = self._bytecode.tree(name, source)
        if known is not None:
            self._known[name, source] = known
            tree: nodes.Template = _Unpickler(known, self._environment).load()
            return tree
        made = parse()
        with suppress(RecursionError):  # what is nested too deep for that is parsed each time
            self._known[name, source] = known = _pickled(made)
            if self._bytecode:
                self._bytecode.keep_tree(name, source, known)
        return made


def _pickled(tree: nodes.Template) -> bytes:
    written = BytesIO()
    _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(tree)
    return written.getvalue()


class _Pickler(pickle.Pickler):
    def persistent_id(self, thing: Any) -> str | None:
        return _ENVIRONMENT if isinstance(thing, Environment) else None


class _Unpickler(pickle.Unpickler):
    """Reads what this program wrote, which stands beside the code of templates and is checked as that is."""

    def __init__(self, data: bytes, environment: Environment) -> None:
        super().__init__(BytesIO(data))
        self._environment = environment

    def persistent_load(self, _: Any) -> Environment:
        return self._environment
