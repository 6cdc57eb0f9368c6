"""Synthesite: a static site generator for evidence synthesis.

Documents about studies go in, a linked site comes out; every published value can be traced to the characters it came
from, and what a curator wrote is never overwritten. `synthesite.pipeline` shows the whole way on one screen.
"""

import os

__version__ = "0.1.0"

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads: each spins for a while, and none has work here
