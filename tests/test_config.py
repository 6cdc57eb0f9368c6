"""The settings of a site: `config.yaml`, strictly read."""

from __future__ import annotations

from pathlib import Path

import pytest

from synthesite.config import Config, ConfigError, Rights, Settings, SourceRule, Theme, load_config
from synthesite.model import Problem, Severity


def load(folder: Path, text: str) -> Config:
    (folder / "config.yaml").write_bytes(text.encode())
    return load_config(folder)


def problems(folder: Path, text: str) -> list[Problem]:
    """The problems of a text that is to be refused."""
    with pytest.raises(ConfigError) as error:
        load(folder, text)
    assert all((p.path, p.severity) == ("config.yaml", Severity.ERROR) for p in error.value.problems)
    return error.value.problems


def test_a_title_is_enough(tmp_path: Path) -> None:
    config = load(tmp_path, "title: An invented site\n")
    assert config.settings == Settings(title="An invented site")
    assert (config.content, config.site) == (tmp_path / "content", tmp_path / "site")


def test_every_setting_is_read_by_its_type(tmp_path: Path) -> None:
    text = """title: An invented site
description: Two
  lines
base_url: https://example.org/evidence
language: no
notice: Invented!
journal_metrics: false
page_size: 7
rights: {abstracts: {unknown: 0, CC-BY-NC: full}, statements: {unknown: link}}
sources:
- {files: tables/*.csv, reader: no, columns: {Titel: title}}
- {folder: ../elsewhere, name: private, files: "*.ris"}
extra: [N1, "*"]
themes:
- id: lighthouses
  label: Lighthouses
  keywords: [lighthouse, no]
"""
    assert load(tmp_path, text).settings == Settings(
        title="An invented site",
        description="Two lines",
        base_url="https://example.org/evidence",
        language="no",
        notice="Invented!",
        journal_metrics=False,
        page_size=7,
        rights=Rights(abstracts={"unknown": "0", "CC-BY-NC": "full"}, statements={"unknown": "link"}),
        sources=[
            SourceRule(files="tables/*.csv", reader="no", columns={"Titel": "title"}),
            SourceRule(folder="../elsewhere", name="private", files="*.ris"),
        ],
        extra=["N1", "*"],
        themes=[Theme(id="lighthouses", label="Lighthouses", keywords=["lighthouse", "no"])],
    )


def test_what_is_not_set_is_as_the_documentation_says() -> None:
    settings = Settings(title="T")
    assert (settings.language, settings.page_size, settings.journal_metrics) == ("en", 100, True)
    assert settings.rights.abstracts == {"open": "full", "other": "120", "unknown": "120"}
    assert settings.rights.statements == {"open": "full", "other": "60", "unknown": "60"}
    assert (settings.themes, settings.sources, settings.extra) == ([], [], [])


@pytest.mark.parametrize("title", ["2025", "no", "012", "null", "true"])
def test_a_title_is_always_text(tmp_path: Path, title: str) -> None:
    assert load(tmp_path, f"title: {title}\n").settings.title == title


def test_a_bom_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufefftitle: T\r\nlanguage: de\r\n").settings == Settings(title="T", language="de")


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^config.yaml:0: no-config .*create one with .* 'title: …'") as error:
        load_config(tmp_path)
    assert len(error.value.problems) == 1


def test_a_file_that_is_not_utf_8_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes("title: Größe\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"unreadable-config .*save it as UTF-8 text"):
        load_config(tmp_path)


def test_an_unknown_setting_is_named_with_its_line_and_what_may_be_meant(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "title: T\n# A remark.\nlangauge: de\n")
    assert str(problem) == "config.yaml:3: bad-config unknown setting 'langauge'; did you mean 'language'?"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: T\nrights:\n  statements: {other: 9}\n  abstract_word: {other: 9}\n", 4),
        ("title: T\nthemes:\n- id: a\n  label: A\n- id: b\n  label: B\n  keyword: [c]\n", 7),
    ],
    ids=["rights", "a theme"],
)
def test_so_is_one_inside_another(tmp_path: Path, text: str, line: int) -> None:
    (problem,) = problems(tmp_path, text)
    assert ("abstract_word" in problem.message) or ("keyword" in problem.message)
    assert problem.line == line


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("page_size: many", "whole number"),
        ("page_size: 1.5", "whole number"),
        ("journal_metrics: perhaps", "true or false"),
        ("rights: much", "a mapping"),
        ("themes: lighthouses", "a list"),
        ("language: [de, en]", "text"),
        ("language:", "has no value; write one or remove the line"),
        ("page_size: 0", "at least 1"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_line_and_what_would_fit(
    tmp_path: Path, setting: str, said: str
) -> None:
    (problem,) = problems(tmp_path, f"title: T\n{setting}\n")
    assert problem.line == 2
    assert setting.split(":")[0] in problem.message
    assert said in problem.message


def test_a_fault_deep_inside_is_named_with_its_own_line(tmp_path: Path) -> None:
    text = "title: T\nthemes:\n- id: a\n  label: A\n- id: b\n  label: B\n  keywords: word\n"
    (problem,) = problems(tmp_path, text)
    assert problem.line == 7


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "titel: T\npage_size: 0\nthemes:\n- {id: Index, label: I}\n- {id: a, label: A}\n")
    assert sorted(problem.line for problem in found if problem.line > 1) == [2, 4]
    assert {"a title is needed" in problem.message for problem in found} == {True, False}


@pytest.mark.parametrize("text", ["language: de\n", "title:\n", "", "# nothing\n", "- title\n", "A sentence.\n"])
def test_without_a_title_the_message_says_to_add_one(tmp_path: Path, text: str) -> None:
    assert any("add a line 'title: …'" in problem.message for problem in problems(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("title: T\nthemes: [\nlanguage: de\n", 4, "no valid YAML"),
        ("title: T\n\tlanguage: de\n", 2, "no valid YAML"),
        ("title: T\nlanguage: de\ntitle: U\n", 3, "'title' stands here a second time"),
        ("title: T\nthemes: [{id: a, label: A, keywords: &k [b]}, {id: c, label: C, keywords: *k}]\n", 2, "aliases"),
    ],
)
def test_what_cannot_be_taken_as_yaml_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert (problem.code, problem.line) == ("bad-yaml", line)
    assert said in problem.message


@pytest.mark.parametrize(
    "theme_id", ["index", "Index", "two words", "a--b", "-a", "a_b", "ä", "../x", "con", "nul", "com1"]
)
def test_a_theme_id_must_be_a_name_for_a_file_on_any_system(tmp_path: Path, theme_id: str) -> None:
    (problem,) = problems(tmp_path, f"title: T\nthemes:\n- label: L\n  id: {theme_id}\n")
    assert problem.line == 4
    assert repr(theme_id) in problem.message


def test_a_theme_id_stands_once(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "title: T\nthemes:\n- {id: a, label: A}\n- {id: a, label: B}\n")
    assert (problem.line, "'a' stands here a second time" in problem.message) == (4, True)


def test_a_theme_needs_a_label(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "title: T\nthemes:\n- {id: a}\n")
    assert problem.line == 3
    assert "label" in problem.message


@pytest.mark.parametrize(
    "line", ["base_url: http://[bad", "base_url: javascript:alert(1)", "language: '!!'", "title: '  '"]
)
def test_a_setting_that_no_page_could_use_is_an_error(tmp_path: Path, line: str) -> None:
    text = line if line.startswith("title") else f"title: T\n{line}"
    (tmp_path / "config.yaml").write_text(f"{text}\n")
    with pytest.raises(ConfigError):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cc-by-nc: full", "did you mean 'CC-BY-NC'?"),
        ("CC BY-NC 4.0: full", "did you mean 'CC-BY-NC-4.0'?"),
        ("CC-BY-NC-4: full", "did you mean 'CC-BY-NC-4.0'?"),
        ("unknwon: 20", "did you mean 'unknown'?"),
        ("Elsevier: 20", "write open, other, unknown, a family"),
        ("other: ful", "did you mean 'full'?"),
        ("other: -1", "neither full nor link nor a number of words"),
        ("other: ١٢", "neither full nor link"),
        ("other: 1.5", "neither full nor link"),
        ("other: [1]", "expected text"),
    ],
)
def test_a_typo_in_the_rights_is_named_with_its_line_and_the_nearest_right_word(
    tmp_path: Path, line: str, said: str
) -> None:
    (problem,) = problems(tmp_path, f"title: T\nrights:\n  abstracts:\n    {line}\n")
    assert said in problem.message
    assert problem.line == (3 if "[" in line else 4)


def test_every_kind_of_licence_can_be_named(tmp_path: Path) -> None:
    names = ["open", "other", "unknown", "CC0", "CC-PDM", "CC-BY-NC-ND", "CC-BY-SA-3.0-DE", "MIT"]
    rights = load(tmp_path, f"title: T\nrights: {{abstracts: {{{': 7, '.join(names)}: 7}}}}\n").settings.rights
    assert rights.abstracts == dict.fromkeys(names, "7")


@pytest.mark.parametrize(
    ("rules", "line", "said"),
    [
        ("- {reader: ris}", 3, "needs files"),
        ("- {files: '*.ris', name: private}", 3, "a name is for a folder"),
        ("- {folder: content/sources/private}", 3, "content/ of the site lie one in the other"),
        ("- {folder: .}", 3, "can't stand for a folder"),
        ("- {folder: ., name: all}", 3, "lie one in the other"),
        ("- {folder: .., name: all}", 3, "lie one in the other"),
        ("- {folder: site/private}", 3, "site/ of the site"),
        ("- {folder: ../a, name: 'a:b'}", 3, "add a name of letters"),
        ("- {folder: ../a, name: a/b}", 3, "add a name of letters"),
        ("- {folder: ../.hidden}", 3, "add a name of letters"),
        ("- {folder: /}", 3, "add a name of letters"),
        ("- {folder: ../a/private}\n- {folder: ../b/private}", 4, "another folder is called 'private' too"),
        ("- {folder: ../a/private}\n- {folder: ../b/Private}", 4, "another folder is called 'Private' too"),
        ("- {folder: ../a, name: one}\n- {folder: ../a, name: One}", 4, "another folder is called 'One' too"),
        ("- {folder: ../a, name: one}\n- {folder: ../a, name: two}", 4, "the one called 'one' lie one in the other"),
        ("- {folder: ../a}\n- {folder: ../a/deeper}", 4, "the one called 'a' lie one in the other"),
        ("- {foldr: ../a}", 3, "unknown key 'foldr'"),
    ],
)
def test_a_folder_of_sources_that_cannot_be_is_named_with_its_line(
    tmp_path: Path, rules: str, line: int, said: str
) -> None:
    root = tmp_path / "public"
    root.mkdir()
    (problem,) = problems(root, f"title: T\nsources:\n{rules}\n")
    assert said in problem.message
    assert problem.line == line


def test_one_folder_may_have_several_rules_and_a_folder_may_lie_beside_content(tmp_path: Path) -> None:
    rules = "- {folder: private, files: a/*, reader: ris}\n- {folder: private/, files: b/*}\n- {folder: privat}\n"
    sources = load(tmp_path, f"title: T\nsources:\n{rules}").settings.sources
    assert [rule.source_name for rule in sources] == ["private", "private", "privat"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: T\nvocabularies:\n  desing: [a]\n", 3, "did you mean 'design'?"),
        ("title: T\nvocabularies:\n  doi: [a]\n", 3, "no coded key"),
        ("title: T\nvocabularies:\n  design:\n  - Cohort\n  - cohort\n", 5, "second time, as 'Cohort'"),
        ("title: T\nvocabularies:\n  design: [cohort, cohort]\n", 3, "second time"),
        ("title: T\nvocabularies:\n  design: [' ']\n", 3, "blank"),
        ("title: T\nvocabularies: [design]\n", 2, "expected a mapping"),
    ],
)
def test_a_faulty_vocabulary_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert words in problem.message


def test_words_that_are_written_in_no_latin_letters_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "title: T\nvocabularies: {design: [調査, 研究, '—', '–']}\n", encoding="utf-8"
    )
    assert load_config(tmp_path).settings.vocabularies["design"] == ["調査", "研究", "—", "–"]


@pytest.mark.parametrize(
    "pairs",
    ["[[a]]", "[[a, b, c]]", "[[a, '']]", "[[a, a]]", "[[10.5555/a, 'https://doi.org/10.5555/A']]"],
)
def test_a_pair_that_is_none_is_an_error_with_its_line(tmp_path: Path, pairs: str) -> None:
    (tmp_path / "config.yaml").write_text(f"title: T\nmatch:\n  apart: {pairs}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("bad-config", 3)


def test_pairs_are_read(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("title: T\nmatch:\n  same: [[a, 'pmid:1']]\n")
    assert load_config(tmp_path).settings.match.same == [["a", "pmid:1"]]


@pytest.mark.parametrize(
    ("setting", "line", "said"),
    [
        ("colour: blu", 2, "did you mean 'blue'"),
        ("colour: '#12345'", 2, "write it like '#0b5563', in quotes"),
        ("licence: {text: L, url: 'javascript:alert(1)'}", 2, "write it like https://"),
        ("licence: {url: https://example.org/}", 2, "missing"),
        ("navigation:\n- {label: A}", 3, "needs url (an address elsewhere) or page"),
        ("navigation:\n- {label: A, url: https://example.org, page: a.html}", 3, "and not both"),
        ("navigation:\n- {label: A, url: 'javascript:alert(1)'}", 3, "is no address"),
        ("navigation:\n- {label: A, page: ../a.html}", 3, "is no page of this site"),
        ("navigation:\n- {label: A, page: about}", 3, "write it like about.html"),
        ("logo: {file: ../logo.svg}", 2, "is not in the site's folder"),
        ("logo: {file: /etc/passwd.png}", 2, "is not in the site's folder"),
        ("logo: {file: linked.svg}", 2, "is not in the site's folder"),
        ("logo: {file: site/logo.svg}", 2, "is not in the site's folder"),
        ("logo: {file: config.yaml}", 2, "neither an SVG nor a PNG"),
        ("logo: {file: absent.svg}", 2, "put the logo there"),
        ("logo: {file: folder.svg}", 2, "put the logo there"),
        ('logo: {file: "a\\0b.svg"}', 2, "is no name of a file"),
        ("preview_font: ../a.ttf", 2, "is not in the site's folder"),
        ("preview_font: a.woff2", 2, "neither a .ttf nor an .otf"),
        ("preview_font: absent.otf", 2, "put the font there"),
        ("preview_font: words.ttf", 2, "is no TrueType or OpenType font"),
    ],
)
def test_settings_for_looks_are_checked(tmp_path: Path, setting: str, line: int, said: str) -> None:
    site = tmp_path / "site-folder"
    (site / "folder.svg").mkdir(parents=True)
    (tmp_path / "logo.svg").write_text("<svg/>")
    (site / "words.ttf").write_text("words")
    (site / "linked.svg").symlink_to(tmp_path / "logo.svg")
    (problem,) = problems(site, f"title: T\n{setting}\n")
    assert problem.line == line
    assert said in problem.message
