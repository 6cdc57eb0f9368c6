"""Builds a site in this one process and prints how many bytes of Python objects there were at most (tracemalloc).

python -m bench.peak ROOT
"""

from __future__ import annotations

import sys
import tracemalloc

from synthesite.cli import main as synthesite


def main() -> None:
    """Prints the peak; exits as the build did."""
    tracemalloc.start()
    status = synthesite(["build", "--root", sys.argv[1], "--jobs", "1", "--quiet"])
    print(tracemalloc.get_traced_memory()[1])
    sys.exit(status)


if __name__ == "__main__":
    main()
