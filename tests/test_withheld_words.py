"""What may not be shown is nowhere in a built site: every file of whole sites is searched for every word.

Each word of every abstract, statement, description, notice and of what curators write is one of its own
(`tests/withheld.py`), so that it can be said of each whether it may be there.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from synthesite.model import AbstractPart, Conflict, ConflictValue, How, Notice, Place, Record, SourceItem, Span
from synthesite.store.records import dump_record
from tests.conftest import Site
from tests.withheld import (
    FORMATS,
    Numbers,
    Part,
    Work,
    as_aggregator,
    as_report,
    as_table,
    found_in,
    views,
    words,
    write,
)

Policy = dict[str, str]
THEMES = [{"id": "light", "label": "Light", "keywords": ["lighthouse", "lamp", "beacon"]}]
LICENCES = [
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-3.0-DE", "CC-BY-NC-4.0", "CC-BY-NC-3.0", "CC-BY-ND-4.0"),
    *("CC-BY-NC-ND-4.0", "MIT", "", "", "CC-BY-NC-SA-4.0", "", "CC-BY-NC-4.0", "", "CC-BY-ND-3.0"),
]
"""Two for each format."""


def allowed(policy: Policy, licence: str) -> float:
    """How many words the policy allows, said once more in other words than the program's."""
    family = re.sub(r"-\d\.\d.*", "", licence)
    kind = "open" if family in {"CC0", "CC-BY", "CC-BY-SA"} else "other" if licence else "unknown"
    default = {"open": "full", "other": "15", "unknown": "15"}
    said = (
        next(policy[key] for key in (licence, family, kind) if key in policy)
        if {
            licence,
            family,
            kind,
        }
        & set(policy)
        else default[kind]
    )
    return {"full": float("inf"), "link": 0.0}.get(said) if said in {"full", "link"} else float(said)  # type: ignore[return-value]  # both are there


class Searched(NamedTuple):
    """A built site, what was put into it, and which words of it were found in its files."""

    site: Site
    works: list[Work]
    statements: dict[int, list[Part]]
    description: list[Part]
    extra: Part
    notice: Part
    conflicting: list[Part]
    curated: list[Part]
    curators_abstract: Part
    found: dict[int, dict[int, set[str]]]

    def shown(self, part: Part) -> int:
        """How many words of a text were found, which must be its first ones."""
        seen = self.found.get(part.text, {})
        assert sorted(seen) == list(range(len(seen))), f"not the first words of {part}: {sorted(seen)}"
        return len(seen)


def build(root: Path, abstracts: Policy, statements: Policy, sizes: list[list[int]], private: Path | None) -> Searched:
    """Builds a site of a work per licence, each in a format of its own, some of them from a folder outside."""
    site = Site(root)
    numbers = Numbers()
    default = {"other": "15", "unknown": "15"}
    config: dict[str, object] = {"title": "Withheld", "extra": ["*"], "themes": THEMES, "page_size": 7}
    config["base_url"] = "https://example.org/withheld/"
    config["rights"] = {"abstracts": default | abstracts, "statements": default | statements}
    config["sources"] = [{"folder": str(private), "name": "private"}] if private else []
    root.mkdir(parents=True, exist_ok=True)
    (root / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    inside = root / "content" / "sources"
    folders = [inside, private or inside]
    works = [numbers.work(at, licence, sizes[at % len(sizes)]) for at, licence in enumerate(LICENCES)]
    reported: dict[int, list[Part]] = {}
    for work in works:
        write(folders[work.number % 2], *FORMATS[work.number % len(FORMATS)](work))
        if work.number % 3 == 0:
            reported[work.number] = [numbers.part(many) for many in (4, 40, 90)]
            report = as_report(work, reported[work.number])
            write(folders[work.number // 3 % 2], f"reports/{work.number}.txt", report)
    write(inside, "table.csv", as_table(works))
    description = [numbers.part(30), numbers.part(50)]
    aggregated = numbers.work(900, "", [60])
    write(folders[1], "aggregator.txt", as_aggregator(aggregated, description))
    extra, notice = numbers.part(70), numbers.part(70)
    noted = f"TY  - JOUR\nTI  - An invented study with notes\nDO  - 10.5555/notes\nPY  - 2001\nN1  - {extra}\nER  - \n"
    write(inside, "notes.ris", noted)
    conflicting = [numbers.part(60), numbers.part(70), numbers.part(80)]
    _left_behind(root, notice, conflicting)
    assert site.run("ingest", "--quiet") in {0, 1}
    curated = [numbers.part(70) for _ in range(6)]
    curators_abstract = numbers.part(70)
    _curate(site, works[-1], curated, curators_abstract)
    assert site.run("--quiet") in {0, 1}
    files = site.files("site")
    return Searched(
        site, [*works, aggregated], reported, description, extra, notice, conflicting, curated, curators_abstract,
        found_in(files),
    )  # fmt: skip


def _left_behind(root: Path, notice: Part, conflicting: list[Part]) -> None:
    """A record whose source is gone, with a notice and with conflicts about prose."""
    first, second, third = map(str, conflicting)
    sources = [
        SourceItem(path="content/sources/gone.ris", item=n, sha256=str(n) * 64, reader="ris", encoding="utf-8")
        for n in (1, 2)
    ]
    fields = {"abstract": (first, second), "citations.statements.0.text": (third, third)}
    record = Record(
        id="left-behind",
        title="An invented study that was left behind",
        year=2000,
        abstract=[AbstractPart(text="A short one.")],
        notices=[Notice(type="retraction", note=str(notice), url="https://example.org/notice")],
        sources=sources,
        provenance={key: Place(source=0, span=Span(0, 9), how=How.DERIVED) for key in ("title", "year")}
        | {key: [Place(source=0, span=Span(9, 19), how=How.DERIVED)] for key in ("abstract", "notices")},
        conflicts=[
            Conflict(field=field, values=[ConflictValue(source=at, value=value) for at, value in enumerate(values)])
            for field, values in fields.items()
        ],
    )
    write(root / "content/studies/2000", "left-behind.yaml", dump_record(record))


def _curate(site: Site, work: Work, curated: list[Part], abstract: Part) -> None:
    """A curator's own words about a study, and an abstract that they typed in."""
    for path in sorted((site.root / "content/studies").rglob("*.md")):
        if work.doi in path.with_suffix(".yaml").read_text(encoding="utf-8"):
            findings, limits, setting, notes, note, body = map(str, curated)
            front = {"findings": [findings], "limits": [limits], "setting": setting, "notes": notes}
            more = {"notices": [{"type": "correction", "note": note}], "abstract": [{"text": str(abstract)}]}
            text = yaml.safe_dump(front | more, width=10_000)
            path.write_text(f"---\n{text}---\n\n{body}\n", encoding="utf-8")
            return
    raise AssertionError("the work has no record")


def hold(built: Searched, abstracts: Policy, statements: Policy) -> None:
    """Holds every word of the site against what the policy allows."""
    unknown_abstract = allowed(abstracts, "")
    quoted = int(min(allowed(statements, ""), 1000))
    for work in built.works:
        limit = allowed(abstracts, work.licence)
        replaced = work is built.works[-2]
        shown = [built.shown(part) for part in work.parts]
        whole = [part.words for part in work.parts]
        assert built.shown(work.title) == work.title.words, "titles are always there"
        assert built.shown(work.loser) == 0, "what another source says is not"
        if replaced:
            assert sum(shown) <= limit
        elif limit >= sum(whole) + 10:
            assert shown == whole, work
        else:
            assert sum(shown) <= limit, work
            assert limit < len(whole) + 1 or all(shown), work
            assert limit < len(whole) + 1 or sum(shown) > limit / 2, "as much as may be is shown"
    assert built.shown(built.curators_abstract) == min(allowed(abstracts, built.works[-2].licence), 70)
    for parts in built.statements.values():
        for part in parts:
            assert built.shown(part) == min(part.words, quoted)
    described = [built.shown(part) for part in built.description]
    assert sum(described) == (80 if unknown_abstract >= 80 else unknown_abstract if unknown_abstract >= 2 else 0)
    assert built.shown(built.extra) == min(70, quoted)
    assert built.shown(built.notice) == min(70, quoted)
    for part, said in zip(built.conflicting, [unknown_abstract, unknown_abstract, quoted], strict=True):
        assert built.shown(part) == (part.words if said in {float("inf"), 1000} else 0)
    for part in built.curated:
        assert built.shown(part) == part.words, "what a curator writes is theirs"
    records = [json.loads(path.read_text()) for path in (built.site.root / "site/studies").glob("*.json")]
    themed = [record["doi"] for record in records if record["themes"]]
    assert sorted(themed) == sorted(work.doi for work in built.works if work is not built.works[-2]), (
        "themes come from the whole texts, but for the work whose abstract a curator replaced"
    )


SIZES = [[200], [60, 80, 30, 90], [12], [100, 3], [20, 20, 20]]
POLICIES: list[tuple[Policy, Policy]] = [
    ({}, {}),
    ({"unknown": "link", "other": "link"}, {"unknown": "link"}),
    ({"unknown": "0"}, {"unknown": "0"}),
    ({"CC-BY-NC": "full", "CC-BY-ND-4.0": "80", "other": "40"}, {"unknown": "60"}),
    ({"CC-BY-NC": "40", "CC-BY-NC-3.0": "link", "CC-BY": "30", "CC0": "link", "unknown": "1"}, {"unknown": "1"}),
    ({"open": "25", "CC-BY-SA-4.0": "full", "other": "full", "unknown": "full"}, {"unknown": "full", "open": "3"}),
]


@pytest.mark.parametrize(("abstracts", "statements"), POLICIES)
def test_no_word_is_in_any_file_that_the_rights_withhold_and_every_other_is(
    tmp_path: Path, abstracts: Policy, statements: Policy
) -> None:
    built = build(tmp_path / "public", abstracts, statements, SIZES, None)
    hold(built, abstracts, statements)


SAID = st.one_of(st.sampled_from(["full", "link"]), st.integers(0, 120).map(str))
NAMES = ["open", "other", "unknown", "CC0", "CC-BY", "CC-BY-NC", "CC-BY-ND", "CC-BY-NC-3.0", "CC-BY-4.0", "MIT"]


@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],  # to build hundreds of sites for a smaller example takes minutes
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example empties the folder
)
@given(
    st.dictionaries(st.sampled_from(NAMES), SAID),
    st.dictionaries(st.sampled_from(["open", "other", "unknown"]), SAID),
    st.lists(st.lists(st.integers(1, 120), min_size=1, max_size=4), min_size=1, max_size=5),
    st.booleans(),
)
def test_so_it_is_under_any_policy(
    tmp_path: Path, abstracts: Policy, statements: Policy, sizes: list[list[int]], outside: bool
) -> None:
    shutil.rmtree(tmp_path)
    private = tmp_path / "private" if outside else None
    built = build(tmp_path / "public", abstracts, statements, [[n + 10 for n in one] for one in sizes], private)
    hold(built, abstracts, statements)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    """A site that shows nothing but links, half of its sources outside."""
    root = tmp_path_factory.mktemp("strict")
    nothing = {"unknown": "link", "other": "link"}
    return build(root / "public", nothing, nothing, SIZES, root / "private")


def test_a_page_says_that_there_is_an_abstract_and_where_to_read_it(strict: Searched) -> None:
    records = [json.loads(path.read_text()) for path in (strict.site.root / "site/studies").glob("*.json")]
    closed = [r for r in records if r.get("withheld")]
    assert len(closed) > 8
    for record in closed:
        page = (strict.site.root / f"site/studies/{record['id']}.html").read_text(encoding="utf-8")
        if "abstract" in record["withheld"]:
            assert "abstract" not in record
            assert "There is an abstract, but it isn’t shown here" in page
            assert "an abstract" not in page.split('id="missing"')[-1].split("</section>")[0]
            if "doi" in record:
                assert f'<a href="https://doi.org/{record["doi"]}" rel="external">at its publisher’s</a>' in page
        if "citations.statements" in record["withheld"]:
            assert "Their words aren’t shown here" in page
            assert page.count("[Not shown here]") >= len(record["citations"]["statements"])
            assert "supporting" in page.lower()
    journal = (strict.site.root / "site/journals/invented-results.html").read_text(encoding="utf-8")
    assert "There is a description in a source" in journal


def test_a_place_outside_shows_its_source_item_span_and_hash_instead_of_its_words(strict: Searched) -> None:
    record = next(
        json.loads(path.read_text())
        for path in sorted((strict.site.root / "site/studies").glob("*.json"))
        if "private:1.bib" in path.read_text()
    )
    source = next(s for s in record["sources"] if s["path"] == "private:1.bib")
    page = (strict.site.root / f"site/studies/{record['id']}.html").read_text(encoding="utf-8")
    number = record["sources"].index(source) + 1
    link = rf'<a href="#source-{number}">source {number}</a>, (?:which is )?not part of this site'
    found = re.findall(r"<details id=.*?</details>|<p id=\"from-.*?</p>", page, re.DOTALL)
    entries = [entry for entry in found if re.search(link, entry)]
    places = [place for place in record["provenance"].values() if isinstance(place, dict)]
    outside = [place["span"] for place in places if record["sources"][place["source"]] == source]
    assert outside
    for start, end in outside:
        place = re.compile(rf"(?:<li>|this site, )(?:<b[^<]*</b>, )?characters {start}–{end}\b")
        assert any(place.search(entry) for entry in entries), (start, end)
    listed = page.split(f'<li id="source-{number}">')[1].split("</li>")[0]
    assert "item 1<br>\n<code>private:1.bib</code>" in listed
    assert f'SHA-256 <code title="{source["sha256"]}">' in listed


def test_the_site_is_the_same_with_and_without_the_folder(strict: Searched, tmp_path: Path) -> None:
    target = tmp_path / "checkout" / "public"
    shutil.copytree(strict.site.root, target, ignore=shutil.ignore_patterns("site", ".*"))
    config = yaml.safe_load((target / "config.yaml").read_text(encoding="utf-8"))
    config["sources"] = [{"folder": "../nowhere", "name": "private"}]
    (target / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    other = Site(target)
    assert other.run("--quiet") == 0
    assert other.files("content") == strict.site.files("content")
    assert other.files("site") == strict.site.files("site")


def test_the_search_finds_words_however_they_are_hidden() -> None:
    word = words(7, 1).rstrip(".")
    for hidden in (
        word,
        word.upper(),
        f"<q>{word[:4]}</q>{word[4:]}",
        "".join(f"&#{ord(c)};" for c in word),
        "".join(f"\\u{ord(c):04x}" for c in word),
        "".join(f"%{ord(c):02x}" for c in word),
        f"{word[:3]}\u00ad{word[3:]}",
    ):
        assert found_in({"a": hidden.encode()}) == {7: {0: {"a"}}}, hidden
    assert list(views(b"x"))
