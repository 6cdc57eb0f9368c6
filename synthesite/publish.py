"""The writer of `site/`: writes what changed, removes what went, and leaves alone what it didn't write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateError, TemplateSyntaxError

from synthesite.config import Config
from synthesite.model import Asset, Output, Page, Problem, Severity
from synthesite.parallel import in_order
from synthesite.render import Renderer
from synthesite.store.files import files_below, posix, remove_leftovers, unwritable, write_if_changed
from synthesite.template_keys import NO_FRAME, Frame, template_folders

MANIFEST = ".synthesite-files.json"


class Published(NamedTuple):
    """How many files a site has, how many were written and removed now, and the problems met."""

    pages: int
    files: int
    written: int
    removed: int
    problems: list[Problem]


def static_files(config: Config) -> Iterator[Asset]:
    """The stylesheet and whatever else stands in `static/` of the templates; the site's own files come first."""
    seen: set[str] = set()
    for folder in template_folders(config):
        for path in files_below(folder / "static"):
            target = posix(path, folder)
            if target not in seen:
                seen.add(target)
                yield Asset(target, path.read_bytes())


def publish(
    outputs: Iterable[Output],
    config: Config,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    frame: Frame = NO_FRAME,
) -> Published:
    """Writes a site. Two outputs of one path (also by case alone) are an error, and the first one is kept."""
    remove_leftovers(config.site)
    wanted, problems = _without_collisions(outputs)
    before = _manifest(config.site)
    _write_manifest(config.site, before | {output.path for output in wanted})
    written, pages, done = 0, 0, set[str]()
    write = partial(_write, config.site, Renderer(config, frame))
    for output, result in zip(wanted, in_order(write, wanted, jobs, at_least=100), strict=True):
        if isinstance(result, Problem):
            problems.append(result)
            continue
        done.add(output.path)
        written += result
        pages += output.path.endswith(".html")
        if progress:
            progress(len(wanted))
    removed = _remove(config.site, before - {output.path for output in wanted})
    _write_manifest(config.site, done)
    return Published(pages, len(done), written, removed, problems)


def _without_collisions(outputs: Iterable[Output]) -> tuple[list[Output], list[Problem]]:
    by_path: dict[str, Output] = {}
    problems = []
    for output in outputs:
        first = by_path.setdefault(output.path.lower(), output)
        if first is not output:
            message = f"two pages want this address ({first.path} and {output.path}); rename one of what they show"
            problems.append(Problem(f"site/{output.path}", 0, "address-taken", message, Severity.ERROR))
    return list(by_path.values()), problems


def _write(site: Path, renderer: Renderer, output: Output) -> bool | Problem:
    if isinstance(output, Page):
        try:
            content = renderer.render(output)
        except TemplateError as error:
            return _template_problem(output, error)
    else:
        content = output.content
    try:
        return write_if_changed(site / output.path, content)
    except OSError as error:
        return unwritable(f"site/{output.path}", error)


def _template_problem(page: Page, error: TemplateError) -> Problem:
    name, line = page.template, 0
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".html"):
            name, line = Path(file).name, trace.tb_lineno
        trace = trace.tb_next
    message = f"the page {page.path} can't be made: {error.message or type(error).__name__}; mend the template"
    return Problem(f"templates/{name}", line, "bad-template", message, Severity.ERROR)


def _manifest(site: Path) -> set[str]:
    try:
        data = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {path for path in data if isinstance(path, str)} if isinstance(data, list) else set()


def _write_manifest(site: Path, paths: set[str]) -> None:
    write_if_changed(site / MANIFEST, (json.dumps(sorted(paths), indent=0, ensure_ascii=False) + "\n").encode())


def _remove(site: Path, paths: set[str]) -> int:
    removed = 0
    for path in sorted(paths):
        full = (site / path).resolve()
        if full.is_relative_to(site.resolve()) and full.is_file():
            full.unlink()
            removed += 1
            if full.parent != site.resolve() and not any(full.parent.iterdir()):
                full.parent.rmdir()
    return removed
