"""Where the sources of a site stand: in its own folder and in those that the settings name; and how each is called."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from synthesite.config import FILE as CONFIG_FILE
from synthesite.config import Config, SourceRule, line_of_setting
from synthesite.model import Problem
from synthesite.store.files import files_below, posix, skipped_below
from synthesite.text.paths import is_outside

SOURCES = "content/sources"
NO_RULES: tuple[SourceRule, ...] = ()


def source_paths(root: Path) -> list[Path]:
    """The sources of the site in the folder `root`, in the order of their paths; hidden files are none."""
    return files_below(root / SOURCES)


def all_source_paths(config: Config) -> list[Path]:
    """The sources of a site: those in `content/sources/`, then those in each folder that the settings name."""
    paths = source_paths(config.root)
    for name, folder in _folders(config.root, config.settings.sources).items():
        patterns = [rule.files or "*" for rule in config.settings.sources if rule.source_name == name]
        paths += [
            path
            for path in files_below(folder)
            if any(fnmatchcase(path.relative_to(folder).as_posix(), pattern) for pattern in patterns)
        ]
    return paths


def _folders(root: Path, rules: Sequence[SourceRule]) -> dict[str, Path]:
    """The folders outside the site's own that the settings name, by the names that stand for them in records."""
    return {rule.source_name: (root / rule.folder).resolve() for rule in rules if rule.folder}


def outside_folders(config: Config) -> list[str]:
    """The folders of sources that are not below the site's own."""
    return sorted(str(folder) for folder in _folders(config.root, config.settings.sources).values())


def shown_path(config: Config, path: Path) -> str:
    """The path of a source as records and problems name it: the same on every machine.

    Below the site's folder, or `<name>:<path>` below a folder that the settings name; as it is for any other file.
    """
    for name, folder in _folders(config.root, config.settings.sources).items():
        if path.is_relative_to(folder):
            return f"{name}:{path.relative_to(folder).as_posix()}"
    return posix(path, config.root)


def locate(config: Config, shown: str) -> Path | None:
    """The file of a source that a record names, or `None` if there is none; never one out of the source's folder."""
    return locate_by(config.root, config.settings.sources, shown)


def locate_by(root: Path, rules: Sequence[SourceRule], shown: str) -> Path | None:
    name, _, below = shown.partition(":") if is_outside(shown) else ("", "", shown)
    folder = _folders(root, rules).get(name) if is_outside(shown) else root
    if shown.startswith(f"{SOURCES}/"):  # which may be a link to another disk
        folder, below = root / SOURCES, shown.removeprefix(f"{SOURCES}/")
    if folder is None or (name and any(part.startswith(".") for part in below.split("/"))):
        return None
    try:
        path = (folder / below).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):  # a folder that can't be looked into; a name that no file can have
        return None


def skipped_sources(config: Config) -> list[Problem]:
    """What stands among the sources and is not read: links out, what is neither file nor folder, folders not there."""
    folders = _folders(config.root, config.settings.sources)
    problems = []
    for folder in [config.root / SOURCES, *filter(Path.is_dir, folders.values())]:
        for path, why in skipped_below(folder):
            message = f"{why}, so it is not read; put a copy of the file here instead"
            problems.append(Problem(shown_path(config, path), 0, "skipped-source", message))
    missing = {name for name, folder in folders.items() if not folder.is_dir()}
    for at, rule in enumerate(config.settings.sources):
        if rule.source_name in missing:
            missing.remove(rule.source_name)
            kept = "what was made from it is kept as it is, and can't be verified"
            message = f"there is no folder {rule.folder!r} here; {kept}"
            problems.append(Problem(CONFIG_FILE, _line_of_rule(config, at), "missing-folder", message))
    return problems


def _line_of_rule(config: Config, at: int) -> int:
    return line_of_setting(config.root, ["sources", at, "folder"])


def rule_for(shown: str, rules: Sequence[SourceRule]) -> SourceRule:
    """What the settings say about a source; later rules add to earlier ones and win over them."""
    name, _, below = shown.partition(":") if is_outside(shown) else ("", "", shown)
    path = PurePosixPath(below)
    below = path.relative_to(SOURCES).as_posix() if path.is_relative_to(SOURCES) else below
    reader, columns = "", dict[str, str]()
    for rule in rules:
        if rule.source_name == name and fnmatchcase(below, rule.files or "*"):
            reader, columns = rule.reader or reader, columns | rule.columns
    return SourceRule(files=shown, reader=reader, columns=columns)
