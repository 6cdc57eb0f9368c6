"""What the templates of a site say, and where that is kept. `test_bytecode` has what they come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite import known_templates
from synthesite.known_templates import KnownTemplates
from synthesite.template_keys import TEMPLATES


def known(tmp_path: Path) -> KnownTemplates:
    """The program's frame, a copy of another of its templates, one that is changed, and one of the site's own."""
    files = {"base.html": TEMPLATES / "base.html"}
    for name, text in {"home.html": "", "group.html": "{# more #}", "own.html": "<p>{{ word }}</p>"}.items():
        own = TEMPLATES / name
        files[name] = tmp_path / name
        files[name].write_bytes((own.read_bytes() if own.exists() else b"") + text.encode())
    return KnownTemplates(files, tmp_path / "kept")


@pytest.fixture(autouse=True)
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(known_templates, "OWN_CODE", tmp_path / "beside")
    return tmp_path / "beside"


def test_what_the_program_says_is_kept_beside_it_and_the_rest_with_the_site(tmp_path: Path) -> None:
    templates = known(tmp_path)
    beside, kept = templates.folder_of(["base.html"]), templates.folder_of(["own.html"])
    assert beside is not kept
    assert templates.folder_of(["base.html", "home.html"]) is beside
    assert templates.folder_of(["group.html"]) is templates.folder_of(["base.html", "own.html"]) is kept


def test_a_template_is_looked_into_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = dict(known(tmp_path))
    assert first.keys() == {"base.html", "home.html", "group.html", "own.html"}
    monkeypatch.setattr("synthesite.templates.template_facts", None)
    assert dict(known(tmp_path)) == first


def test_nothing_is_kept_without_a_folder_for_it(tmp_path: Path) -> None:
    templates = KnownTemplates({"base.html": TEMPLATES / "base.html"}, None)
    assert templates["base.html"].digest
    assert "own.html" not in templates
    with pytest.raises(ValueError, match="no folder"):
        templates.folder_of(["base.html"])
    assert not (tmp_path / "beside").exists()
