"""Progress of long work: shown on a terminal, silent in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable


class Progress:
    """Shows a bar for each step that takes more than a moment, on standard error if that is a terminal."""

    def __init__(self, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()

    def of(self, step: str) -> Callable[[int], None] | None:
        """What a step calls for each thing done, with how many there are in all; `None` where nothing is shown."""
        if not self._shown:
            return None
        from tqdm import tqdm

        bar = tqdm(desc=step, file=sys.stderr, leave=False, delay=0.5)

        def advance(total: int) -> None:
            bar.total = total
            bar.update(1)
            if bar.n >= total:
                bar.close()

        return advance
