"""Strings as HTML, as templates escape them."""

from __future__ import annotations

from collections.abc import Callable

import markupsafe


def _escaped(text: str, /) -> str:
    return str(markupsafe.escape(text))


escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _escaped)
"""A string as HTML, and no markup yet: what `markupsafe.escape` calls for a string, a name that isn't promised."""
