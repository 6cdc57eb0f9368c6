"""What the JSON-LD of an HTML page says about the one article it is about (schema.org's types)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError

from synthesite.readers._page_passages import json_passage
from synthesite.readers._page_schemes import Author, Scheme, add_author, add_authors, orcid_in
from synthesite.text.html_references import Passage
from synthesite.text.html_tree import Page
from synthesite.text.json_spans import Node, parse_json

RANKS = {"scholarlyarticle": 0, "medicalscholarlyarticle": 0, "thesis": 0, "chapter": 1, "report": 1, "article": 2}
TYPES = {"thesis": "thesis", "chapter": "chapter", "report": "report"}
_LISTS = {"searchresultspage", "collectionpage", "itemlist", "publicationissue"}
_START = re.compile(r"(?:\s|<!--|<!\[CDATA\[|/\*.*?\*/|//[^\n]*\n|//\s*<!\[CDATA\[)*", re.DOTALL)
_MOST = 200
"""So many objects of a page are looked at."""


def json_ld(page: Page, problems: list[tuple[str, int]]) -> tuple[Scheme, bool]:
    """What the page's JSON-LD says, and whether it says that the page is a list; broken blocks go to `problems`."""
    scheme = Scheme("JSON-LD")
    objects: list[Node] = []
    for run in page.runs:
        script = run.parent
        if script is None or script.tag != "script" or "ld+json" not in script.get("type").lower():
            continue
        opening = _START.match(page.text, run.passage.starts[0])
        at = opening.end() if opening else run.passage.starts[0]
        try:
            objects += _objects(parse_json(page.text, at))
        except JSONDecodeError as error:
            problems.append((error.msg, min(error.pos, script.inner_end)))
    kinds = [_kind(node) for node in objects]
    is_list = any(kind in _LISTS for kind in kinds)
    ranked = sorted((RANKS[kind], at) for at, kind in enumerate(kinds) if kind in RANKS)
    best = [at for rank, at in ranked if rank == ranked[0][0]] if ranked else []
    titles = {_first(objects[at], "headline", "name", text=page.text).folded for at in best}
    if len(titles) > 1:
        return scheme, True
    if best:
        named = {node.value: target for target in objects if (node := target.string("@id"))}
        _read(scheme, page.text, objects[best[0]], kinds[best[0]], named)
    return scheme, is_list


def _objects(root: Node) -> list[Node]:
    """The objects that a block is about: itself, its graph, and what its pages are about."""
    found: list[Node] = []
    todo = [root]
    while todo and len(found) < _MOST:
        node = todo.pop(0)
        if isinstance(node.value, list):
            todo = [*node.value[:_MOST], *todo]
        elif isinstance(node.value, dict):
            found.append(node)
            todo += [inner for key in ("@graph", "mainEntity", "mainEntityOfPage") if (inner := node.get(key))]
    return found


def _kind(node: Node) -> str:
    kinds = [str(kind.value).rpartition("/")[2].lower() for kind in _each(node.get("@type"))]
    return min(kinds, key=lambda kind: RANKS.get(kind, 9), default="")


def _each(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield from node.value if isinstance(node.value, list) else [node]


def _first(node: Node, *keys: str, text: str) -> Passage:
    """The first of some members that is a text, or an object or a list with one."""
    for key in keys:
        for one in _each(node.get(key)):
            value = one
            if isinstance(one.value, dict):
                value = one.get("name") or one.get("@value") or one.get("url") or one.get("@id") or one
            passage = json_passage(text, value)
            if passage.text.strip():
                return passage
    return Passage("", (), ())


def _read(scheme: Scheme, text: str, node: Node, kind: str, named: dict[str, Node]) -> None:
    for field, keys in {
        "title": ("headline", "name"), "published": ("datePublished",), "abstract": ("abstract",),
        "description": ("description",), "language": ("inLanguage",), "licence": ("license",),
        "publisher": ("publisher",), "url": ("url",), "first_page": ("pageStart",), "last_page": ("pageEnd",),
        "pages": ("pagination",), "volume": ("volumeNumber",), "issue": ("issueNumber",), "issn": ("issn",),
        "doi": ("doi",), "genre": ("genre",),
    }.items():  # fmt: skip
        scheme.add(field, _first(_resolved(node, keys[0], named), *keys, text=text))
    for one in _each(node.get("author") or node.get("creator")):
        _author(scheme, text, _named(one, named))
    for one in _each(node.get("keywords")):
        scheme.add("keyword", json_passage(text, one.get("name") if isinstance(one.value, dict) else one))
    _container(scheme, text, node, named)
    _identifiers(scheme, text, node)
    for one in _each(node.get("encoding")):
        kind_of = one.string("encodingFormat") or one.string("fileFormat")
        if kind_of and "pdf" in kind_of.value.lower():
            scheme.add("pdf", json_passage(text, one.string("contentUrl") or one.string("url")))
    if kind in TYPES and (type_node := next(_each(node.get("@type")), None)):
        scheme.add("type", json_passage(text, type_node))


def _named(node: Node, named: dict[str, Node]) -> Node:
    """An object, or what is described elsewhere where there is only a reference (`{"@id": …}`)."""
    reference = node.string("@id")
    if reference and isinstance(node.value, dict) and len(node.value) <= 2 and not node.string("name"):
        return named.get(reference.value, node)
    return node


def _resolved(node: Node, key: str, named: dict[str, Node]) -> Node:
    inner = node.get(key)
    if inner is None or not isinstance(inner.value, dict):
        return node
    return Node({**node.value, key: _named(inner, named)}, node.start, node.end)


def _author(scheme: Scheme, text: str, node: Node) -> None:
    if isinstance(node.value, str):
        add_authors(scheme, json_passage(text, node))
        return
    orcid = None
    for key in ("@id", "identifier", "sameAs", "url"):
        for one in _each(node.get(key)):
            value = one.get("value") or one.get("@id") if isinstance(one.value, dict) else one
            orcid = orcid or orcid_in(json_passage(text, value))
    family, given = (json_passage(text, node.string(key)) for key in ("familyName", "givenName"))
    name = json_passage(text, node.string("name")).collapsed()
    if _kind(node) in {"organization", "collegeoruniversity", "governmentorganization"} and name.text:
        scheme.authors.append(Author({"literal": name.folded}, name.trimmed(), orcid))
    elif family.text.strip():
        parts = {"family": family.folded} | ({"given": given.folded} if given.text.strip() else {})
        whole = {name.folded} & {f"{given.folded} {family.folded}", f"{family.folded}, {given.folded}"}
        scheme.authors.append(Author(parts, name.trimmed() if whole else _around(family, given), orcid))
    elif name.text:
        add_author(scheme, name, orcid)


def _around(one: Passage, other: Passage) -> Passage:
    """The stretch of the source that holds both."""
    if not other.text.strip():
        return one.trimmed()
    first, second = sorted((one, other), key=lambda passage: passage.starts[0])
    return Passage("..", [first.starts[0], second.starts[-1]], [first.ends[0], second.ends[-1]])


def _container(scheme: Scheme, text: str, node: Node, named: dict[str, Node]) -> None:
    """`isPartOf` may nest: an issue in a volume in a periodical, or be a list of these."""
    todo = list(_each(node.get("isPartOf")))
    for _ in range(8):
        if not todo:
            return
        part = _named(todo.pop(0), named)
        kind = _kind(part)
        scheme.add("volume", json_passage(text, part.get("volumeNumber")))
        scheme.add("issue", json_passage(text, part.get("issueNumber")))
        for one in _each(part.get("issn")):
            scheme.add("issn", json_passage(text, one))
        if kind in {"periodical", "journal"}:
            scheme.add("journal", json_passage(text, part.string("name")))
        elif kind == "book":
            scheme.add("container", json_passage(text, part.string("name")))
        todo += _each(part.get("isPartOf"))


def _identifiers(scheme: Scheme, text: str, node: Node) -> None:
    for key in ("identifier", "sameAs", "@id"):
        for one in _each(node.get(key)):
            value, name = one, ""
            if isinstance(one.value, dict):
                kind = one.string("propertyID") or one.string("name")
                name = str(kind.value).lower().rpartition("/")[2] if kind else ""
                value = one.get("value") or one.get("@id") or one
            passage = json_passage(text, value)
            if re.match(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:|10\.\d{4,9}/)", passage.text, re.IGNORECASE):
                scheme.add("doi", passage)
            elif name in {"pmid", "pubmed"}:
                scheme.add("pmid", passage)
            elif name in {"pmcid", "pmc"}:
                scheme.add("pmcid", passage)
