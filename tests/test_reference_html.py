"""References as HTML."""

from __future__ import annotations

from pathlib import Path

from justhtml import JustHTML

from synthesite.citing import Part, citations
from synthesite.config import Config, Settings
from synthesite.model import Person, Record
from synthesite.reference_html import reference_html
from synthesite.render import Renderer


def shown(parts: list[Part]) -> str:
    return str(reference_html(parts, Renderer(Config(root=Path(), settings=Settings(title="T"))).lang_attribute))


def test_texts_are_escaped_and_italics_are_kept() -> None:
    assert shown([Part("<b>&"), Part("<x>", italic=True)]) == "&lt;b&gt;&amp;<i>&lt;x&gt;</i>"


def test_a_title_in_another_language_says_so() -> None:
    record = Record(id="x", title="Etwas Neues", authors=[Person(family="Example")], journal="Acta", language="de")
    for one in citations(record):
        page = JustHTML(f"<p>{shown(one.parts)}</p>", sanitize=False)
        (title,) = page.query("[lang]")
        assert title.attrs
        assert (title.attrs["lang"], title.to_text().rstrip(".")) == ("de", "Etwas Neues")
        assert page.query("p")[0].to_text(separator="", strip=False) == one.text


def test_names_in_another_script_say_so() -> None:
    assert ' lang="zh' in shown([Part("王小明. ")])
