"""Measurements: an invented corpus, the same site by Hugo and by Synthesite, and how the two compare."""
