"""Patterns that are compiled when they are first used: a run of the program needs few of those that it imports."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


def lazy(pattern: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but compiled when it is first asked for anything; a fault in it is raised then."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """Stands for a pattern. A method that was asked for once is kept beside it, as fast as the pattern's own."""

    def __init__(self, pattern: str, flags: int | re.RegexFlag) -> None:
        self._made_of = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._made_of)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what Python itself looks for in an object
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
