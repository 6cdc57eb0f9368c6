"""What a user can meet is documented: a setting, a code or a command without its words fails here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import msgspec
import pytest

from synthesite.cli import COMMANDS
from synthesite.config import (
    Logo,
    MatchRules,
    NavigationItem,
    Rights,
    Settings,
    SiteLicence,
    SourceRule,
    Theme,
    load_config,
)
from synthesite.front_matter import front_matter
from synthesite.readers import all_readers
from synthesite.store.content import Summary
from synthesite.store.markdown_files import parse_markdown

ROOT = Path(__file__).resolve().parents[1]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in [*ROOT.glob("docs/*.md"), ROOT / "README.md"]}

REPORTING = {"Problem", "problem", "_error"}


def test_every_setting_is_documented() -> None:
    for struct in (Settings, Theme, Rights, SourceRule, MatchRules, Logo, SiteLicence, NavigationItem):
        for field in msgspec.structs.fields(struct):
            assert f"| `{field.name}` |" in DOCS["configuration.md"], field.name


def test_every_command_is_documented() -> None:
    for command in COMMANDS:
        assert any(f"build.py {command}" in text for text in DOCS.values()), command


def codes_in_use() -> set[str]:
    """The texts of the form `word-word` that are handed to a problem."""
    calls = (
        node
        for path in (ROOT / "synthesite").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    texts = (
        argument.value
        for call in calls
        if (call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")) in REPORTING
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )
    return {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}


def test_every_code_of_a_problem_is_documented() -> None:
    codes = codes_in_use()
    assert len(codes) > 15
    for code in codes:
        assert f"`{code}`" in DOCS["content.md"], code


def test_no_link_in_the_documentation_is_broken() -> None:
    for path in [*ROOT.rglob("docs/**/*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile("/(?:" + "|".join(["work", "tmp", "root", "home"]) + r")/[a-z]")
    suffixes = {".py", ".md", ".yaml", ".toml", ".txt", ".html", ".css", ".ris"}
    skipped = {".venv", ".cache", "site", ".git"}
    for path in ROOT.rglob("*"):
        if path.suffix in suffixes and not skipped & set(path.relative_to(ROOT).parts):
            assert not place.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_every_reader_is_in_the_list_of_formats() -> None:
    for name in all_readers():
        assert f"| `{name}` |" in DOCS["formats.md"], name


def test_no_reader_that_does_not_exist_is_in_the_list_of_formats() -> None:
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", DOCS["formats.md"], re.MULTILINE))
    assert listed == set(all_readers())


EXAMPLES = re.findall(r"```markdown\n(.*?)```", DOCS["curating.md"], re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_front_matter_are_right(text: str) -> None:
    front = front_matter(Summary(text, parse_markdown(text), None), load_config(ROOT).settings)
    assert front.values
    assert front.faults == []
