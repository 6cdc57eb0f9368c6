"""Builds the site: `python build.py`, or `python build.py --help` for all commands."""

import os
import sys
from contextlib import suppress

if sys.version_info < (3, 11):  # noqa: UP036  # says so in words, where the code itself would end in a syntax error
    sys.exit("build.py: Synthesite needs Python 3.11 or later")

try:
    from synthesite.cli import main
except ModuleNotFoundError as error:
    if error.name and error.name.partition(".")[0] == "synthesite":
        raise
    sys.exit(f"build.py: the library {error.name} is missing; run `make setup`, then `.venv/bin/python build.py`")

if __name__ == "__main__":
    status = main()
    with suppress(OSError):  # nobody is listening any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)  # everything is written; taking a hundred thousand cards apart takes longer than a small build
