"""What commands print about a build, and the exit statuses: shared by those that do the work and those that needn't."""

from __future__ import annotations

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def build_report(
    sources: int, studies: tuple[int, int, int], problems: str, site: tuple[int, int, int, int] | None
) -> str:
    """The lines about a build.

    `studies` are the new, the changed and the unchanged ones; `site` the pages, the files, those written and those
    removed, or `None` where nothing was published; `problems` is made by `counted`.
    """
    pages = (
        "{} of {} files; {} written, {} removed".format(*site) if site else "none written: --strict stops at problems"
    )
    return "\n".join(
        [
            f"sources read   {sources}",
            "studies        {} new, {} changed, {} unchanged".format(*studies),
            f"problems       {problems}",
            f"pages          {pages}",
        ]
    )


def counted(errors: int, warnings: int) -> str:
    """`1 error, 2 warnings`."""
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
