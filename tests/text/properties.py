"""How properties are tried: as many examples as stay fast, and the same ones on every machine."""

from __future__ import annotations

from hypothesis import settings

tries = settings(max_examples=100, deadline=None, derandomize=True, database=None)
