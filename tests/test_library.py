"""Content in memory: front matter over record, and what is wrong with a curator's file."""

from __future__ import annotations

import hashlib

import pytest

from synthesite.config import load_config
from synthesite.library import Library, load_library
from synthesite.model import How
from synthesite.rights import Withheld
from synthesite.source_texts import CURATOR
from synthesite.study_loader import CHOSEN
from tests.conftest import INVENTED, INVENTED_ID, Site, ris

CONFIG = "title: T\nthemes:\n- {id: light, label: Light, keywords: [lighthouse]}\n- {id: dark, label: Dark}\n"


def library_of(site: Site, front_matter: str = "", body: str = "Mine.\n") -> Library:
    (site.root / "config.yaml").write_text(CONFIG)
    site.source("export.ris", INVENTED)
    site.run("ingest", "--quiet")
    if front_matter:
        site.study(INVENTED_ID, ".md").write_text(f"---\n{front_matter}---\n{body}")
    return load_library(load_config(site.root))


def test_front_matter_replaces_the_records_value_and_is_traced_to_its_characters(site: Site) -> None:
    library = library_of(site, "journal: Another Invented Journal\nlanguage: no\nyear: 2020\nopen_access: false\n")
    record = library.studies[INVENTED_ID].record
    assert (record.journal, record.language, record.year) == ("Another Invented Journal", "no", 2020)
    assert record.open_access is False
    assert record.sources
    assert record.provenance
    place = record.provenance["journal"]
    assert not isinstance(place, list)
    source = record.sources[place.source]
    assert source.reader == CURATOR
    text = (site.root / source.path).read_text()
    assert text[slice(*place.span)] == "Another Invented Journal"
    assert place.how == How.COPIED


def test_the_records_file_stays_as_it_is(site: Site) -> None:
    library = library_of(site, "journal: Another Invented Journal\n")
    assert library.studies.whole(INVENTED_ID).loaded.record.journal == "Journal of Invented Results"


def test_a_curators_themes_win_over_the_assigned_ones(site: Site) -> None:
    assert [t.id for t in library_of(site).studies[INVENTED_ID].themes] == ["light"]
    study = library_of(site, "themes: [dark]\n").studies[INVENTED_ID]
    assert [(t.id, t.because) for t in study.themes] == [("dark", [CHOSEN])]
    assert library_of(site, "themes: []\n").studies[INVENTED_ID].themes == []


@pytest.mark.parametrize(
    ("front_matter", "line", "words"),
    [
        ("design: survey\njuornal: X\n", 3, "did you mean 'journal'?"),
        ("year: twenty\n", 2, "whole number"),
        ("open_access: maybe\n", 2, "true or false"),
        ("authors:\n- {famly: Example}\n", 3, "unknown key 'famly'"),
        ("themes:\n- light\n- ligth\n", 4, "did you mean 'light'?"),
        ("published: last spring\n", 2, "no date"),
        ("doi: https://doi.org/10.5555/x\n", 2, "without https://doi.org/"),
        ("pmid: abc\n", 2, "form of a PMID"),
        ("year: -5\n", 2, "no year"),
        ("language: 'en\" x'\n", 2, "language tag"),
        ("journal: '   '\n", 2, "blank"),
        ("countries: [Utopia, '']\n", 2, "blank"),
        ("authors: [{}]\n", 2, "needs a family name"),
        ("url: javascript:alert(1)\n", 2, "https://"),
        ("fingerprint: abc\n", 2, "program's own"),
        ("journal:\n", 2, "no value"),
        ("journal: A\njournal: B\n", 3, "second time"),
        ("just words\n", 2, "key: value"),
    ],
)
def test_a_fault_in_front_matter_is_reported_with_its_line(
    site: Site, front_matter: str, line: int, words: str
) -> None:
    problems = library_of(site, front_matter).problems
    assert [(p.code, p.line) for p in problems] == [("bad-front-matter", line)], problems
    assert words in problems[0].message
    assert problems[0].path == f"content/studies/2021/{INVENTED_ID}.md"


def test_a_fault_in_one_key_leaves_the_others(site: Site) -> None:
    library = library_of(site, "design: survey\nyear: twenty\n")
    record = library.studies[INVENTED_ID].record
    assert (record.design, record.year) == ("survey", 2021)


def test_a_conflict_that_a_curator_decided_is_gone_from_the_effective_record(site: Site) -> None:
    site.source("second.ris", INVENTED.replace("PY  - 2021/03//", "PY  - 2019"))
    library = library_of(site)
    assert [c.field for c in library.studies[INVENTED_ID].record.conflicts or []] == ["year", "published"]
    library = library_of(site, "year: 2019\n")
    record = library.studies[INVENTED_ID].record
    assert record.conflicts is None
    assert record.published is None, "the source's date is of another year than the curator's"


def test_studies_stand_newest_first(site: Site) -> None:
    dates = {"a": "2020", "b": "2021/05/02", "c": "2021/05", "d": "2021", "e": ""}
    for name, date in dates.items():
        fields = {"TI": f"An invented study {name}", "DO": f"10.5555/{name}"} | ({"PY": date} if date else {})
        site.source(f"{name}.ris", ris(**fields))
    site.run("ingest", "--quiet")
    library = load_library(load_config(site.root))
    order = [str(study.record.doi)[-1] for study in library.studies.values()]
    assert order == ["b", "c", "d", "a", "e"]


def test_groups_link_studies_and_their_values_both_ways(site: Site) -> None:
    library = library_of(site, "design: survey\ncountries: [Utopia]\n")
    groups = library.groups_of(library.studies[INVENTED_ID])
    assert [group.label for group in groups["authors"]] == ["Example, Ada", "Beispiel, Bert"]
    for kind in ("journals", "years", "designs", "countries", "themes"):
        (group,) = groups[kind]
        assert group in [one._replace(size=0) for one in library.groups[kind]]
        assert INVENTED_ID in library.members(group)


def test_a_journals_text_without_its_journal_is_a_problem(site: Site) -> None:
    library_of(site)
    (site.root / "content/journals/journal-of-invented-result.md").write_text("Text.")
    (problem,) = load_library(load_config(site.root)).problems
    assert problem.code == "unknown-journal"
    assert "did you mean 'journal-of-invented-results'?" in problem.message


def test_the_place_of_a_curators_value_is_right_with_any_line_ends(site: Site) -> None:
    library_of(site)
    path = site.study(INVENTED_ID, ".md")
    path.write_bytes("---\r\n# a remark é\r\ndesign: survey\r\nsetting: nowhere\r\n---\r\nMine.\r\n".encode())
    record = load_library(load_config(site.root)).studies[INVENTED_ID].record
    assert record.provenance
    assert record.sources
    place = record.provenance["setting"]
    assert not isinstance(place, list)
    assert path.read_bytes().decode()[slice(*place.span)] == "nowhere"
    assert record.sources[place.source].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_link_in_place_of_a_curators_file_is_not_followed(site: Site) -> None:
    library_of(site)
    path = site.study(INVENTED_ID, ".md")
    outside = site.root / "outside.md"
    outside.write_text("A secret.\n")
    path.unlink()
    path.symlink_to(outside)
    library = load_library(load_config(site.root))
    assert "secret" not in library.studies[INVENTED_ID].summary
    assert [problem.code for problem in library.problems] == ["bad-front-matter"]


LONG = "The invented keepers " + " ".join(f"word{n}" for n in range(300)) + " ended."


def licensed(site: Site, stated: str, front_matter: str) -> Library:
    """A library of a study with a long abstract under a licence, and front matter beside its generated summary."""
    row = f'"An invented study of lighthouse keepers","Example, Ada",2021,10.5555/lighthouse.1,{stated},"{LONG}"'
    site.source("table.csv", f"Title,Authors,Year,DOI,License,Abstract\n{row}\n")
    site.run("ingest", "--quiet")
    path = site.study(INVENTED_ID, ".md")
    path.write_text(f"---\n{front_matter}---\n{path.read_text()}")
    return load_library(load_config(site.root))


@pytest.mark.parametrize(
    ("stated", "curators", "whole"), [("CC-BY-4.0", "CC-BY-NC-4.0", False), ("CC-BY-NC-4.0", "CC-BY-4.0", True)]
)
def test_a_curators_licence_counts_for_the_abstract_and_for_the_generated_summary(
    site: Site, stated: str, curators: str, whole: bool
) -> None:
    library = licensed(site, stated, f"licence: {curators}\n")
    study = library.studies[INVENTED_ID]
    assert study.summary_is_generated
    assert study.record.abstract
    for text in (study.record.abstract[0].text, study.summary):
        assert "word90 " in text
        assert ("word299" in text) == whole
    assert study.withheld == ({} if whole else {"abstract": Withheld.PART})


def test_the_whole_record_is_there_for_checks_and_the_themes_come_from_it(site: Site) -> None:
    (site.root / "config.yaml").write_text(
        "title: T\nrights: {abstracts: {unknown: link}}\n"
        "themes: [{id: light, label: Light, keywords: [word7, word8, word9]}]\n"
    )
    library = licensed(site, "", "design: survey\n")
    study = library.studies[INVENTED_ID]
    assert study.record.abstract is None
    assert study.withheld == {"abstract": Withheld.WHOLE}
    full = library.studies.whole(INVENTED_ID).full
    assert full.design == "survey"
    assert full.abstract
    assert full.abstract[0].text == LONG
    assert [theme.id for theme in study.themes] == ["light"]
    assert "No source gives an abstract" not in study.summary
