"""The nearest right word for a wrong one."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` with the nearest known word, or an empty text where nothing is near."""
    import difflib  # only a fault asks for it

    forms = {one.casefold(): one for one in sorted(known, reverse=True)}
    near = difflib.get_close_matches(word.casefold(), sorted(forms), n=1, cutoff=0.6)
    return f"; did you mean {forms[near[0]]!r}?" if near else ""
