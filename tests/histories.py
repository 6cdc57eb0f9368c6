"""Random histories of a small site: what curators, sources, editors, other programs and accidents do to it.

`play` does step after step, and after each builds twice: the site as it is, with what earlier builds left, and a copy
of it with no cache and no `site/`. Both must end alike. A step takes nothing but its own number, so that a history that
fails can be made shorter by leaving steps out: `python -m tests.histories 7 200` plays 200 steps of history 7 and
prints the shortest way it finds to the same failure; `python -m tests.histories 1-50 40` plays fifty histories.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from synthesite.cli import main
from synthesite.site_folder import MANIFEST
from synthesite.template_keys import TEMPLATES
from synthesite.words import WRONG_USAGE
from tests.invented_references import SUBJECTS, reference

FIXTURES = Path(__file__).parent / "readers" / "fixtures"
SAVED = [
    "aggregator_page/open_access_with_pdf.txt", "aggregator_page/labelled_with_conflicts.txt",
    "aggregator_page/no_journal_description.txt", "bibtex/inheritance.bib", "bibtex/broken.bib",
    "html_page/library_catalogue.html", "html_page/chinese_journal.html", "endnote_xml/styles.xml",
]  # fmt: skip
REFERENCES = ["scopus.ris", "pubmed.ris", "pages/saved.ris"]
PAGES = ["about.md", "methods.md", "a-b.md", "sub/deep.md", "404.md"]
FRONT: dict[str, list[Any]] = {
    "title": ["A better invented title", "<i>Gulls</i> at work", ""],
    "themes": [["light"], ["light", "night-work"], [], ["nothing-like-it"]],
    "exclude": ["It is about lamps.", "Not a study."],
    "doi": ["10.5555/tides", "10.5555/other", "no doi"],
    "year": [2012, 1999, "long ago"],
    "journal": ["Journal of Invented Results", "Journal of Invented Tides"],
    "design": ["survey", "cohort", "case study"],
    "countries": [["FI"], ["FI", "SE"], ["Atlantis"]],
    "notes": ["Look at this again."],
    "checked": [{"by": "Ada Example", "on": "2026-01-02"}],
    "licence": ["CC-BY-4.0", "CC-BY-NC-4.0"],
    "open_access": [True, False],
    "language": ["en", "fi"],
    "investigation": ["NCT01234567", "NCT012", "10.5555/tides"],
    "findings": [["Gulls sleep at night."], ["A lighthouse is bright.", "So is the moon."]],
    "authors": [[{"family": "Example", "given": "Ada"}], [{"literal": "The Gull Group"}]],
    "unknown_key": ["x"],
}
SETTINGS: dict[str, list[Any]] = {
    "title": ["An invented site", "Another & <title>"],
    "description": ["What this site is", "And what it is not"],
    "base_url": ["https://example.org/evidence/", "https://example.org"],
    "language": ["fi", "en", "pt-BR"],
    "notice": ["Nothing here is real."],
    "journal_metrics": [False, True],
    "page_size": [1, 2, 3],
    "leave_out": [
        ["themes"], ["journals", "study_json"], ["redirects", "feeds", "related"], ["study_bib"],
        ["excluded", "designs"],
    ],
    "rights": [
        {"abstracts": {"unknown": "full"}}, {"abstracts": {"unknown": "link", "open": "5"}},
        {"statements": {"unknown": "3"}}, {"abstracts": {"unknown": "2"}, "statements": {"unknown": "link"}},
    ],
    "sources": [
        [{"folder": "../elsewhere/private"}], [{"folder": "../elsewhere/private", "files": "*.ris"}],
        [{"files": "table.csv", "columns": {"Heading": "title"}}],
        [{"files": "table.csv", "columns": {"Heading": "journal", "Notes": "title"}}],
        [{"folder": "../elsewhere/nowhere"}],
    ],
    "extra": [["*"], ["KW"]],
    "match": [
        {"same": [["doi:10.5555/tides", "doi:10.5555/gulls"]]}, {"apart": [["doi:10.5555/tides", "doi:10.5555/fog"]]},
    ],
    "trust": [{"*": ["ris", "bibtex"]}, {"title": ["bibtex"]}],
    "themes": [
        [{"id": "light", "label": "Light", "keywords": ["lighthouse", "lamp"]}],
        [{"id": "light", "label": "Bright", "description": "All that shines.", "keywords": ["gull", "tide"]},
         {"id": "night-work", "label": "Work at night", "keywords": ["watch"]}],
    ],
    "vocabularies": [{"design": ["survey", "cohort"]}, {"design": ["case study"], "countries": ["FI"]}],
    "unknown": [1],
}  # fmt: skip
TEXTS = [
    "<p>{{ site.title }}</p>\n", "<p>{{ frame.pages | length }}</p>\n", "{% include 'partials/own.html' %}\n",
    "<p>{{ version }} of {{ site.language }}</p>\n", "<!-- {{ 'x' | lang('fi') }} -->\n", "{% if %}\n",
    "{{ site['notice'] }}\n", "<p>{{ nothing_like_it }}</p>\n", "{% include 'static/own.svg' %}\n",
    "{% include 'linked/own.html' ignore missing %}\n", "<hr>\n",
]  # fmt: skip


class Scene(NamedTuple):
    """A site in the folder `own`, beside it a folder that sources may come from, and what was saved of its cache."""

    base: Path

    @property
    def root(self) -> Path:
        return self.base / "own"

    @property
    def elsewhere(self) -> Path:
        return self.base / "elsewhere"

    def files(self, folder: str, suffix: str = "") -> list[Path]:
        """The files below a folder of the site, hidden ones too, without links."""
        place = self.root / folder
        found = (path for path in sorted(place.rglob(f"*{suffix}")) if path.is_file() and not path.is_symlink())
        return list(found)


class Ended(NamedTuple):
    """How a command ended: its exit status, what it told, and all files that a build is answerable for."""

    status: int
    problems: str
    counts: str
    content: dict[str, bytes]
    site: dict[str, bytes]


class DiffersError(AssertionError):
    """The two builds didn't end alike."""


def begin(base: Path) -> Scene:
    """A site with a few studies, about to be built for the first time."""
    scene = Scene(base)
    (scene.root / "content" / "sources").mkdir(parents=True)
    (scene.elsewhere / "private").mkdir(parents=True)
    themes = SETTINGS["themes"][0]
    (scene.root / "config.yaml").write_text(yaml.safe_dump({"title": "An invented site", "themes": themes}))
    random = Random(0)
    for name, subjects in (("scopus.ris", SUBJECTS[:3]), ("pubmed.ris", SUBJECTS[1:4])):
        text = "".join(reference(subject, random) for subject in subjects)
        (scene.root / "content" / "sources" / name).write_text(text)
    return scene


Step = Callable[[Scene, Random], None]
STEPS: list[tuple[int, Step]] = []


def step(weight: int) -> Callable[[Step], Step]:
    """Something that can happen, as often as its weight says."""

    def add(does: Step) -> Step:
        STEPS.append((weight, does))
        return does

    return add


def _write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    if not path.is_dir():
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def _one_of(paths: list[Path], random: Random) -> Path | None:
    return random.choice(paths) if paths else None


@step(10)
def a_list_of_references_changes(scene: Scene, random: Random) -> None:
    path = scene.root / "content" / "sources" / random.choice(REFERENCES)
    entries = re.findall(r"TY  -.*?ER  - \n\n?", path.read_text(), re.DOTALL) if path.is_file() else []
    match random.randrange(8):
        case 0 | 1:
            entries.append(reference(random.choice(SUBJECTS), random))
        case 2 | 3:
            entries.insert(0, reference(random.choice(SUBJECTS), random))
        case 4 if entries:
            del entries[random.randrange(len(entries))]
        case 5 if path.exists():
            path.unlink()
            return
        case 6 if path.exists():
            path.rename(path.with_name(f"renamed-{random.randrange(4)}.ris"))
            return
        case _:
            random.shuffle(entries)
    if entries:
        _write(path, "".join(entries))


@step(4)
def another_source_comes_or_goes(scene: Scene, random: Random) -> None:
    fixture = FIXTURES / random.choice(SAVED)
    path = scene.root / "content" / "sources" / fixture.name
    if path.exists() and random.random() < 0.5:
        path.unlink()
    else:
        text = fixture.read_bytes()
        _write(path, text if random.random() < 0.7 else b"\n" + text)


@step(3)
def a_table_changes(scene: Scene, random: Random) -> None:
    path = scene.root / "content" / "sources" / "table.csv"
    rows = ["title,Heading,year,Notes,doi"]
    rows += [f"A tabled study of {s},On {s},2001,Note {s},10.5555/table.{s}" for s in random.sample(SUBJECTS, 2)]
    text = "\n".join(rows) + "\n"
    _write(path, text.encode(random.choice(["utf-8", "utf-8-sig", "utf-16"])))


@step(3)
def a_source_elsewhere_changes(scene: Scene, random: Random) -> None:
    path = scene.elsewhere / "private" / random.choice(["one.ris", "sub/two.ris"])
    if path.exists() and random.random() < 0.4:
        path.unlink()
    else:
        _write(path, "".join(reference(subject, random) for subject in random.sample(SUBJECTS, 2)))


@step(2)
def a_source_that_nobody_can_read(scene: Scene, random: Random) -> None:
    path = scene.root / "content" / "sources" / "odd.txt"
    _write(path, random.choice([b"", b"\xff\xfe\x00", b"Nothing about studies.\n", b"TY  - JOUR\nTI  - Cut off"]))


@step(2)
def a_link_among_the_sources(scene: Scene, random: Random) -> None:
    path = scene.root / "content" / "sources" / random.choice(["link.ris", "folder"])
    if path.is_symlink():
        path.unlink()
    elif not path.exists():
        target = random.choice(["scopus.ris", "pubmed.ris", "nowhere.ris", "../../../elsewhere/private"])
        path.symlink_to(target)


@step(8)
def a_curator_writes_front_matter(scene: Scene, random: Random) -> None:
    path = _one_of(scene.files("content/studies", ".md"), random)
    if path is None:
        return
    text = path.read_text(errors="replace")
    found = re.fullmatch(r"---\n(.*?)\n?---\n(.*)", text, re.DOTALL)
    front: Any = {}
    body = text
    if found:
        body = found[2]
        with contextlib.suppress(yaml.YAMLError):
            front = yaml.safe_load(found[1]) or {}
    key = random.choice(sorted(FRONT))
    if not isinstance(front, dict):
        front = {}
    if key in front and random.random() < 0.6:
        del front[key]
    else:
        front[key] = random.choice(FRONT[key])
    _write(path, f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n{body}" if front else body)


@step(5)
def a_curator_edits_a_summary(scene: Scene, random: Random) -> None:
    path = _one_of(scene.files("content/studies", ".md"), random)
    if path is None:
        return
    text = path.read_bytes()
    match random.randrange(7):
        case 0 | 1:
            _write(path, text.rstrip() + b"\n\nA remark about a lighthouse, a [link](https://example.org), *more*.\n")
        case 2:
            _write(path, b"")
        case 3:
            _write(path, b"---\ntitle: [\n---\nWords.\n")
        case 4:
            _write(path, text.replace(b"\n", b"\r\n"))
        case 5:
            _write(path, b"\xff not UTF-8\n")
        case _:
            _write(path, b"\n".join(text.split(b"\n")[::-1]))


@step(3)
def files_of_studies_go_astray(scene: Scene, random: Random) -> None:
    path = _one_of(scene.files("content/studies"), random)
    if path is None:
        return
    match random.randrange(6):
        case 0 | 1:
            path.unlink()
        case 2:
            path.rename(path.with_name(f"renamed{path.suffix}"))
        case 3:
            other = path.parent.parent / "1901" / path.name
            _write(other, path.read_bytes())
        case 4 if path.suffix == ".md":
            other_md = _one_of(scene.files("content/studies", ".md"), random)
            path.unlink()
            path.symlink_to(other_md.name if other_md else "nowhere.md")
        case _:
            _write(path.with_name("stray.md"), "A stray text.\n")


@step(3)
def somebody_edits_a_record(scene: Scene, random: Random) -> None:
    path = _one_of(scene.files("content", ".yaml"), random)
    if path is None:
        return
    text = path.read_text(errors="replace")
    match random.randrange(5):
        case 0 | 1:
            text = text.replace("\nsources:", f"\nvolume: '{random.randrange(9)}'\nsources:", 1)
        case 2:
            text = text.replace("invented", "hand-edited", 1)
        case 3:
            text = text[: random.randrange(len(text) + 1)]
        case _:
            text = text.replace("title:", "titel:", 1)
    _write(path, text)


@step(3)
def a_curator_writes_about_a_journal(scene: Scene, random: Random) -> None:
    names = [path.stem for path in scene.files("content/journals", ".yaml")]
    path = scene.root / "content" / "journals" / f"{random.choice([*names, 'no-journal'])}.md"
    if path.exists() and random.random() < 0.4:
        path.unlink()
    else:
        _write(path, random.choice(["About it.\n", "---\ntitle: [\n---\n", "It is *invented*, of course.\n"]))


@step(3)
def a_curator_writes_about_a_group(scene: Scene, random: Random) -> None:
    kind = random.choice(["themes", "years", "authors", "designs", "countries"])
    names = [path.stem for path in sorted((scene.root / "site" / kind).glob("*.html")) if path.stem != "index"]
    path = scene.root / "content" / kind / f"{random.choice([*names, 'no-group'])}.md"
    if path.exists() and random.random() < 0.4:
        path.unlink()
    else:
        _write(path, random.choice(["About it.\n", "---\ntitle: [\n---\n", "It is *invented*, of course.\n"]))


@step(4)
def a_curators_page_changes(scene: Scene, random: Random) -> None:
    path = scene.root / "content" / "pages" / random.choice(PAGES)
    if path.exists() and random.random() < 0.4:
        path.unlink()
    else:
        title = random.choice(["", "---\ntitle: A page\n---\n", "---\ntitle: ]\n---\n"])
        _write(path, f"{title}Words, {random.randrange(3)} of them.\n")


@step(8)
def the_settings_change(scene: Scene, random: Random) -> None:
    path = scene.root / "config.yaml"
    data = yaml.safe_load(path.read_text()) or {}
    key = "unknown" if "unknown" in data else random.choice(sorted(SETTINGS))
    if key in data and key != "title" and (key == "unknown" or random.random() < 0.5):
        del data[key]
    else:
        data[key] = random.choice(SETTINGS[key])
    path.write_text(yaml.safe_dump(data, sort_keys=random.random() < 0.8))


@step(6)
def a_template_changes(scene: Scene, random: Random) -> None:
    programs = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    name = random.choice([*programs, "partials/own.html", "static/own.svg", "static/own.svg", "static/style.css"])
    path = scene.root / "templates" / name
    if path.exists() and random.random() < 0.4:
        path.unlink()
        return
    text = (TEMPLATES / name).read_text() if (TEMPLATES / name).exists() else ""
    more = random.choice(TEXTS)
    if "{% endblock %}" in text and random.random() < 0.7:
        text = text.replace("{% endblock %}", f"{more}{{% endblock %}}", 1)
    else:
        text += more
    _write(path, text)


@step(2)
def templates_are_a_link(scene: Scene, random: Random) -> None:
    shared = scene.elsewhere / "shared"
    _write(shared / "own.html", f"<p>{random.randrange(9)}</p>\n")
    path = scene.root / "templates" / "linked"
    if path.is_symlink():
        if random.random() < 0.3:
            path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("../../elsewhere/shared")


@step(2)
def a_folder_of_the_content_is_a_link(scene: Scene, random: Random) -> None:
    name = random.choice(["pages", "journals", "studies", "sources"])
    path, target = scene.root / "content" / name, scene.elsewhere / name
    if path.is_symlink():
        if random.random() < 0.4:
            path.unlink()
            target.rename(path)
        elif name == "pages":
            _write(target / "about.md", f"Somewhere else, {random.randrange(9)}.\n")
    elif path.is_dir() and not target.exists():
        path.rename(target)
        path.symlink_to(f"../../elsewhere/{name}")


@step(4)
def a_byte_changes_and_the_time_does_not(scene: Scene, random: Random) -> None:
    folder = random.choice(["content", "content", "content/sources", "templates", "site"])
    path = _one_of([path for path in scene.files(folder) if path.stat().st_size], random)
    if path is None:
        return
    was, text = path.stat(), bytearray(path.read_bytes())
    at = random.randrange(len(text))
    text[at] = {ord("a"): ord("e"), ord("1"): ord("2")}.get(text[at], text[at] ^ 1 if text[at] != 10 else 10)
    path.write_bytes(text)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


@step(5)
def somebody_is_at_the_site(scene: Scene, random: Random) -> None:
    path = _one_of(scene.files("site"), random)
    if path is None:
        return
    match random.randrange(8):
        case 0 | 1:
            path.write_bytes(path.read_bytes() + b"\nmore\n")
        case 2:
            path.write_bytes(b"")
        case 3:
            path.unlink()
        case 4:
            path.rename(path.with_name("stranger.txt"))
        case 5:
            shutil.rmtree(path.parent if random.random() < 0.7 else scene.root / "site")
        case 6:
            text = path.read_bytes()
            path.unlink()
            path.write_bytes(text)
        case _:
            _write(scene.root / "site" / random.choice([".well-known/x", "studies/.hidden", "extra.txt"]), "mine")


@step(5)
def the_cache_suffers(scene: Scene, random: Random) -> None:
    cache = scene.root / ".cache" / "synthesite"
    path = _one_of(scene.files(".cache"), random)
    if path is None:
        return
    text = bytearray(path.read_bytes())
    match random.randrange(7):
        case 0:
            shutil.rmtree(cache)
        case 1 | 2:
            path.unlink()
        case 3:
            path.write_bytes(text[: random.randrange(len(text) + 1)])
        case 4 | 5:
            for _ in range(random.choice([1, 1, 5])):
                if text:
                    text[random.randrange(len(text))] ^= 1 << random.randrange(8)
            path.write_bytes(text)
        case _:
            path.write_bytes(b"")


@step(3)
def the_cache_is_saved(scene: Scene, random: Random) -> None:
    cache, saved = scene.root / ".cache" / "synthesite", scene.base / f"saved-{random.randrange(2)}"
    if cache.is_dir():
        shutil.rmtree(saved, ignore_errors=True)
        shutil.copytree(cache, saved)


@step(6)
def files_of_the_cache_are_those_of_an_earlier_one(scene: Scene, random: Random) -> None:
    saved = scene.base / f"saved-{random.randrange(2)}"
    if not saved.is_dir():
        return
    files = sorted(path.relative_to(saved) for path in saved.rglob("*") if path.is_file())
    share = random.choice([0.2, 0.5, 1])
    for name in files:
        if random.random() < share:
            _write(scene.root / ".cache" / "synthesite" / name, (saved / name).read_bytes())


@step(6)
def a_build_is_killed(scene: Scene, random: Random) -> None:
    killed_at = random.choice([random.randrange(10), random.randrange(100)])
    child = os.fork()
    if child == 0:
        try:
            _kill_at(killed_at)
            ended(scene.root, "build", "--jobs", "1")
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _kill_at(writes: int) -> None:
    """Kills this process at the n-th time that it writes a file, moves one to its place, or removes one."""
    left = [writes]

    def counted(does: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return does(*arguments, **named)

        return counting

    for thing, name in ((os, "replace"), (os, "write"), (os, "pwrite"), (Path, "unlink")):
        setattr(thing, name, counted(getattr(thing, name)))


@step(3)
def a_command_is_run(scene: Scene, random: Random) -> None:
    ids = [path.stem for path in scene.files("content/studies", ".yaml")]
    match random.randrange(6):
        case 0 | 1:
            ended(scene.root, "ingest")
        case 2:
            ended(scene.root, "check")
        case 3:
            ended(scene.root, "build", "--strict")
        case 4 if ids:
            ended(scene.root, "adopt", random.choice(ids))
        case 5 if ids:
            ended(scene.root, "forget", random.choice(ids))


@step(2)
def a_change_is_taken_back(scene: Scene, random: Random) -> None:
    """Goes back to the content of some time ago, as a checkout does."""
    saved = scene.base / "commit"
    if saved.is_dir() and random.random() < 0.6:
        for name in ("content", "templates"):
            if (saved / name).is_dir():
                shutil.rmtree(scene.root / name, ignore_errors=True)
                shutil.copytree(saved / name, scene.root / name, symlinks=True)
    else:
        shutil.rmtree(saved, ignore_errors=True)
        for name in ("content", "templates"):
            if (scene.root / name).is_dir():
                shutil.copytree(scene.root / name, saved / name, symlinks=True)


@step(4)
def nothing_happens(scene: Scene, random: Random) -> None:
    pass


def take(scene: Scene, number: int) -> str:
    """Takes the step of this number; returns its name."""
    random = Random(number)
    (does,) = random.choices([does for _, does in STEPS], [weight for weight, _ in STEPS])
    does(scene, random)
    return does.__name__


def ended(root: Path, *arguments: str) -> Ended:
    """Runs a command and tells how it ended."""
    told, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(said):
        status = main([*arguments, "--root", str(root), "--date", "2026-01-31"])
    counts = [line.split(";")[0] for line in said.getvalue().splitlines() if not line.startswith("seconds")]
    here = f"{root.parent.resolve()}/"
    return Ended(
        status, told.getvalue().replace(here, ""), "\n".join(counts), _bytes(root / "content"), _bytes(root / "site")
    )


def _bytes(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their paths, in folders that are links too; of a link to nowhere where it leads."""
    found = {}
    for directory, names, files in os.walk(folder, followlinks=True):
        names.sort()
        for name in sorted(files):
            path = Path(directory, name)
            found[path.relative_to(folder).as_posix()] = (
                path.read_bytes() if path.exists() else str(path.readlink()).encode()
            )
    return found


def compare(scene: Scene, number: int) -> None:
    """Builds as it is, and clean from the same; raises `DiffersError` unless both end alike."""
    random = Random(-number)
    arguments = ["build", "--jobs", random.choice(["1", "1", "2", "3"])]
    with tempfile.TemporaryDirectory(dir=scene.base.parent) as folder:
        clean = Path(folder) / "clean"
        shutil.copytree(scene.elsewhere, clean / "elsewhere", symlinks=True)
        shutil.copytree(scene.root, clean / "own", symlinks=True, ignore=lambda of, names: _left_behind(scene, of))
        first = random.random() < 0.3  # what changed a moment ago can't be told by its times
        now = ended(scene.root, *arguments) if first else None
        expected = ended(clean / "own", "build", "--jobs", "1")
        now = now or ended(scene.root, *arguments)
    for differs in _differences(now, expected):
        raise DiffersError(differs)


def _left_behind(scene: Scene, folder: str) -> list[str]:
    return [".cache", "site"] if Path(folder) == scene.root else []


def _differences(now: Ended, expected: Ended) -> Iterator[str]:
    if now.status != expected.status:
        yield f"the exit status is {now.status}, not {expected.status}: {now.problems}; {expected.problems}"
    for name in ("problems", "counts"):
        if getattr(now, name) != getattr(expected, name):
            got, wanted = getattr(now, name).splitlines(), getattr(expected, name).splitlines()
            yield "\n".join([f"{name}:", *unified_diff(wanted, got, "clean", "incremental", lineterm="", n=1)])
    if expected.status == WRONG_USAGE:
        return  # nothing was built
    listed = now.site.get(MANIFEST, b"")
    ours = {path: text for path, text in now.site.items() if path in expected.site or f'"{path}"'.encode() in listed}
    strangers = now.site.keys() - ours.keys()
    if any(not is_stranger(path) for path in strangers):
        yield f"files that nobody knows of: {sorted(strangers)}"
    for folder, got, wanted in (("content", now.content, expected.content), ("site", ours, expected.site)):
        for path in sorted(got.keys() | wanted.keys()):
            if got.get(path) != wanted.get(path):
                yield f"{folder}/{path}:\n{_shown(got.get(path))}\n--- instead of\n{_shown(wanted.get(path))}"


def is_stranger(path: str) -> bool:
    """Whether a file of the site was put there by `somebody_is_at_the_site`."""
    return path.endswith(("stranger.txt", ".well-known/x", "studies/.hidden", "extra.txt"))


def _shown(content: bytes | None) -> str:
    return "(no such file)" if content is None else content.decode(errors="replace")[:4000]


def play(base: Path, steps: list[int]) -> list[str]:
    """Plays a history from its beginning; returns the names of its steps. Raises `DiffersError` with them."""
    scene = begin(base)
    names: list[str] = []
    for number in [-1, *steps]:
        if number >= 0:
            names.append(f"{number} {take(scene, number)}")
        try:
            compare(scene, number)
        except DiffersError as error:
            raise DiffersError("\n".join([*names, str(error)])) from None
        except Exception as error:
            raise DiffersError("\n".join([*names, f"{type(error).__name__}: {error}"])) from error
    return names


def numbers(seed: int, count: int) -> list[int]:
    """The numbers of the steps of a history."""
    random = Random(seed)
    return [random.randrange(10**9) for _ in range(count)]


def failure(steps: list[int]) -> str:
    """What goes wrong in a history; empty if nothing does."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        try:
            play(Path(folder) / "base", steps)
        except DiffersError as error:
            return str(error)
    return ""


def shortest(steps: list[int], kind: str) -> list[int]:
    """A shorter history that goes wrong in the same way."""
    for size in (16, 8, 4, 2, 1):
        at = 0
        while at < len(steps):
            fewer = steps[:at] + steps[at + size :]
            why = failure(fewer)
            if why and _kind(why) == kind:
                steps = fewer
            else:
                at += size
    return steps


def _kind(why: str) -> str:
    told = next((line for line in why.splitlines() if not re.match(r"\d+ \w+$", line)), "")
    return re.sub(r"[\w-]+\.(html|json|yaml|md)", "*", told)[:60]


def _main() -> None:
    seeds, count = sys.argv[1], int(sys.argv[2])
    first, _, last = seeds.partition("-")
    played = 0
    for seed in range(int(first), int(last or first) + 1):
        steps = numbers(seed, count)
        why = failure(steps)
        if why:
            reached = sum(bool(re.match(r"\d+ \w+$", line)) for line in why.splitlines())
            played += reached
            print(f"=== history {seed} goes wrong at step {reached}: {_kind(why)}", flush=True)
            few = shortest(steps[:reached], _kind(why)) if "--quick" not in sys.argv else steps[:reached]
            print(f"{few}\n{failure(few)[:3000]}", flush=True)
        else:
            played += count
        print(f"history {seed}: {played} steps so far", flush=True)


if __name__ == "__main__":
    _main()
