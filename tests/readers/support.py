"""What the tests of the readers share: the fixture pairs, and holding every value against the text it came from."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from synthesite import readers
from synthesite.claims import claims, gaps
from synthesite.config import load_config
from synthesite.extract import Item, SourceText, count_lines, item_sha256
from synthesite.merge import without_id
from synthesite.model import Extract, How, Place, Problem, Record, SourceItem
from synthesite.sources import Reading, open_source, read_sources
from synthesite.text.folding import fold
from synthesite.verify import Again, wrong

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED = ".expected.json"
NOT_VALUES = {"sources", "provenance", "conflicts"}
TAGS = (
    r"<!--.*?-->|<[!?/]?[A-Za-z][^<>]*>",
    r"<!--.*?-->|<[!?][^<>]*>|</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
)
"""What is a tag in broken HTML can be said in more than one way; any of them will do."""


class Pair(NamedTuple):
    """A fixture: the folder of its reader, its name, the documents of that name and what they must become."""

    reader: str
    name: str
    documents: list[Path]
    expected: Path

    @property
    def document(self) -> Path:
        (path,) = self.documents
        return path

    @property
    def shown(self) -> str:
        return self.document.relative_to(FIXTURES).as_posix()

    def source(self) -> SourceText:
        source, _ = open_source(self.document, self.shown)
        assert source is not None
        return source

    def __str__(self) -> str:
        return f"{self.reader}/{self.name}"


def pairs(*wanted: str) -> list[Pair]:
    """All fixtures, or those of some readers, with the pairs that lack a half."""
    files = sorted(path for path in FIXTURES.glob("*/*") if path.is_file())
    found: dict[tuple[str, str], list[Path]] = {}
    for path in files:
        name = path.name.removesuffix(EXPECTED) if path.name.endswith(EXPECTED) else path.stem
        documents = found.setdefault((path.parent.name, name), [])
        if not path.name.endswith(EXPECTED):
            documents.append(path)
    return [
        Pair(reader, name, documents, FIXTURES / reader / f"{name}{EXPECTED}")
        for (reader, name), documents in found.items()
        if not wanted or reader in wanted
    ]


def read(source: SourceText) -> tuple[list[Extract], list[Problem]]:
    """What the readers find in a text, the extracts apart from the problems."""
    found = list(readers.read_source(source))
    return [x for x in found if isinstance(x, Extract)], [x for x in found if isinstance(x, Problem)]


def read_site(root: Path, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Reading:
    """What is found in the sources of the site in a folder."""
    return read_sources(load_config(root), jobs, progress)


def shown_problem(problem: Problem) -> str:
    return f"{problem.line}: {problem.severity} {problem.code} {problem.message}"


def fits(problem: str, pattern: str) -> bool:
    """Whether a problem is the expected one; `…` in the pattern stands for any words."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("…"))), problem, re.DOTALL) is not None


def plain(extract: Extract) -> dict[str, Any]:
    """What an extract says, as the expected files write it: without sources, provenance and offsets."""
    record = without_id(extract)
    if "language" not in extract.values:  # told by the title, not by the reader
        record.pop("language", None)
    del record["sources"], record["provenance"]
    for conflict in record.get("conflicts", []):
        for side in conflict["values"]:
            del side["span"]
    prefix = "journal_record."
    journal = {key.removeprefix(prefix): value for key, value in extract.values.items() if key.startswith(prefix)}
    return {**record, "journal_record": journal} if journal else record


class Texts:
    """The items of one text, for the verifier."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._by_hash = {item_sha256(item.text): item for item in items}

    def item(self, source: SourceItem) -> Item | None:
        return self._by_hash.get(source.sha256)

    def extract(self, source: SourceItem) -> Extract | None:
        item = self.item(source)
        return readers.all_readers()[source.reader].read(item) if item else None


def item_of(extract: Extract, source: SourceText) -> Item:
    """The item that an extract is about, found by its number and held against its hash."""
    item = readers.all_readers()[extract.source.reader].items(source)[extract.source.item - 1]
    assert item_sha256(item.text) == extract.source.sha256
    return item


def untrue(extract: Extract, source: SourceText) -> list[str]:
    """The values that don't stand at their places: by the program's verifier, and by a look of our own."""
    item = item_of(extract, source)
    data = {"id": "-", **without_id(extract)}
    provenance = msgspec.convert(data, Record).provenance or {}
    found = [f"{gap.key}: {gap.why}" for gap in gaps(data, provenance)]
    again = Again(readers.all_readers()[extract.source.reader].read(item), {})
    for claim in claims(data, provenance):
        why = wrong(claim, item, again)
        if why:
            found.append(f"{claim.key}: {why}")
    for key, value, place in single_places(extract):
        start, end = place.span
        if not 0 <= start < end <= len(item.text):
            found.append(f"{key}: the span {start} to {end} is outside of the item or empty")
        elif place.how != How.DERIVED and not forms(value) & readings(item.text[start:end], place.how, value):
            raw = item.text[start:end]
            is_marked = extract.source.reader.endswith("-xml") or ("<" in raw and place.how == How.DECODED)
            if is_marked and is_pieced_from(raw, value):
                continue
            if extract.source.reader == "bibtex" and is_read_from_tex(raw, value):
                continue
            found.append(f"{key}: {value!r} is {place.how} from {item.text[start:end]!r}")
    return found + [
        f"{conflict.field}: the conflict's {side.value!r} comes from nowhere"
        for conflict in extract.conflicts
        for side in conflict.values
        if side.span is None or not item.text[slice(*side.span)].strip()
    ]


def single_places(extract: Extract) -> Iterator[tuple[str, Any, Place]]:
    """Each place of an extract with its own value; a value of several places comes once with each of them."""
    for key, places in extract.places.items():
        value = extract.values.get(key) if key in extract.values else value_at(nested(extract.values), key)
        if isinstance(places, Place):
            yield key, value, places
        elif isinstance(value, list):
            assert len(value) == len(places), key
            yield from ((f"{key}.{at}", one, place) for at, (one, place) in enumerate(zip(value, places, strict=True)))
        else:
            yield from ((key, value, place) for place in places)


def nested(values: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in values.items():
        *path, last = key.split(".")
        inner = data
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return data


def value_at(data: Any, key: str) -> Any:
    for part in key.split("."):
        data = data[int(part)] if isinstance(data, list) else data[part]
    return data


def forms(value: Any) -> set[str]:
    """The texts that a value may stand as; a person's name in either order."""
    if isinstance(value, dict):
        if "text" in value:
            return {value["text"], essence(value["text"])}
        family, given = value.get("family") or value["literal"], value.get("given", "")
        return {without_commas(f"{given} {family}"), without_commas(f"{family} {given}")}
    if isinstance(value, bool):
        return {json.dumps(value)}
    if isinstance(value, int | float):
        return {str(value) if abs(value) < 10**300 else "too much"}
    return {fold(str(value)), essence(str(value))}


def essence(text: str, is_xml: bool = False) -> str:
    """The characters of a text that say something, for texts whose markup is turned into other markup.

    Raised and lowered figures count as figures; of XML, notes and their marks are left out, and formulas in TeX.
    """
    if is_xml:
        text = re.sub(r"(?s)<(fn|tex-math)\b.*?</\1>|<xref ref-type=.fn.[^<>]*>.*?</xref>|<!--.*?-->", "", text)
        text = html.unescape(re.sub(r"<!\[CDATA\[|\]\]>|</?[A-Za-z][^<>]*>", "", text))
    else:
        text = re.sub(r"</?(?:i|b|sup|sub)>|<!\[CDATA\[|\]\]>", "", text)
    return "essence: " + "".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())


def is_pieced_from(raw: str, value: Any) -> bool:
    """Whether the characters of a value stand in broken XML, in this order: what is a tag there can't be told."""
    known = re.sub(r"&[^&;]*;", lambda match: html.unescape(match[0]) + match[0], raw)
    for form in forms(value):
        there = iter(essence(known))
        if all(character in there for character in essence(form.removeprefix("essence: "))):
            return True
    return False


def is_read_from_tex(raw: str, value: Any) -> bool:
    """Whether the Latin letters and the digits of a value stand in TeX, in this order; commands stand for the rest."""
    both = re.sub(r"&[^&;]{0,12};", lambda match: html.unescape(match[0]) + match[0], raw)
    for form, text in product(forms(value), (raw, both, html.unescape(raw))):
        plain = unicodedata.normalize("NFD", re.sub(r"</?(?:i|b|sup|sub)>", "", form.removeprefix("essence: ")))
        there = iter(unicodedata.normalize("NFD", text).casefold())
        if all(c in there for c in plain.casefold() if c.isascii() and c.isalnum()):
            return True
    return False


def numbers(text: str) -> set[str]:
    """The numbers that a text stands for: `2.9000` for `2.9`, and `1,204` for `1204`; none for what is no number."""
    plain = text.replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,300}(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?", plain):
        return set()
    return {str(float(plain)), str(int(plain))} if plain.lstrip("-").isdecimal() else {str(float(plain))}


def without_commas(name: str) -> str:
    return fold(re.sub("[,;]", " ", name))


def readings(raw: str, how: How, value: Any = None) -> set[str]:
    """What the characters of a span say, white space folded, and with escapes, tags and references undone."""
    if isinstance(value, dict) and "text" not in value:
        return {without_commas(text) for text in readings(raw, how)}
    if how == How.COPIED:
        return {fold(raw)}
    texts = {raw, *numbers(raw)}
    with suppress(json.JSONDecodeError):
        texts.add(json.loads(f'"{raw}"', strict=False))
    texts |= {re.sub("[\ud800-\udfff]", other, text) for text in texts for other in ("", "\ufffd")}
    texts |= {text.replace('""', '"') for text in texts}  # quotes that a table doubles
    unescaped = set(texts)
    for text in tuple(texts):
        texts.add(html.unescape(text))
        for between, tag in product(("", " "), TAGS):
            spaced = re.sub(r"</?(?:p|br|div|li|h\d)\b[^<>]*>", between, text)
            texts.add(html.unescape(re.sub(tag, "", spaced, flags=re.DOTALL)))
            texts.add(html.unescape(re.sub(tag, " ", spaced, flags=re.DOTALL)))
    twice = {html.unescape(text) for text in unescaped}  # markup in JSON may be escaped twice
    strict = {strictly(text) for text in unescaped}
    marked = {raw, *unescaped, *twice, *strict, *(strictly(html.unescape(text)) for text in strict)}
    texts |= {html.unescape(text) for text in texts}
    # only where there is markup may white space differ: glued words would pass otherwise
    return {fold(text) for text in texts} | {essence(text, is_xml=True) for text in marked if "<" in text}


def strictly(text: str) -> str:
    """The text as it must be written for references that end in a semicolon to be the only ones."""
    return re.sub(r"&(?!#?\w+;)", "&amp;", text)


def keys_with_values(data: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """The keys that must say where they come from: every value, and every part of a list's elements but its text."""
    for name, value in data.items():
        key = f"{prefix}{name}"
        if key in NOT_VALUES:
            continue
        if isinstance(value, dict):
            yield from keys_with_values(value, f"{key}.")
            continue
        yield key
        for at, element in enumerate(value if isinstance(value, list) else []):
            if isinstance(element, dict) and "text" in element:
                yield from (f"{key}.{at}.{part}" for part in element if part != "text")


def untraced(extract: Extract) -> list[str]:
    """Keys with a value and no place, keys with a place and no value, lists with places for some elements only."""
    record = without_id(extract)
    keys, places = set(keys_with_values(record)), record["provenance"]
    found = [f"{key} has no provenance" for key in sorted(keys - set(places))]
    orcids = {f"authors.{at}.orcid" for at, author in enumerate(record.get("authors", [])) if "orcid" in author}
    found += [f"{key} has provenance and no value" for key in sorted(set(places) - keys - orcids)]
    for key in sorted(keys & set(places)):
        value, where = value_at(record, key), places[key]
        whole = isinstance(where, dict) and where["how"] == "derived"
        if isinstance(value, list) and not whole and (isinstance(where, dict) or len(where) != len(value)):
            found.append(f"{key} does not have a place for each element")
    return found


def faults(source: SourceText) -> list[str]:
    """What no text, however broken, may bring about; the text must be one that a reader takes for its own."""
    extracts, problems = read(source)
    found = [str(problem) for problem in problems if problem.code == "reader-failed"]
    last = count_lines(source.text) + 1
    found += [f"{problem} names no line of the file" for problem in problems if not 0 <= problem.line <= last]
    for extract in extracts:
        found += untrue(extract, source) + untraced(extract)
        try:
            json.dumps(plain(extract), ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:  # UnicodeEncodeError is one
            found.append(f"the record can't be written: {error}")
    return found
