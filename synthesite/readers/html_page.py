"""A web page about one study, saved as HTML: its metadata in the order of trust, then what the page itself shows.

Highwire's `citation_*`, Dublin Core, PRISM (and EPrints' own fields), JSON-LD, Open Graph, the page. The first that
states a value wins; the more trusted ones that contradict it are noted as a conflict. `og:site_name`, `og:locale` and
the page's `lang` describe the site, not the study, and are not taken.
"""

from __future__ import annotations

from synthesite.extract import Draft, Item, SourceText, whole
from synthesite.interface import N_
from synthesite.model import Extract, Severity
from synthesite.readers._page_fields import Fields
from synthesite.readers._page_json_ld import json_ld
from synthesite.readers._page_schemes import Scheme, meta_schemes
from synthesite.readers._page_shown import Shown
from synthesite.text.html_references import Passage
from synthesite.text.html_tree import html_start, parse_html

LABEL = N_("saved web page")


def claims(source: SourceText) -> str | None:
    first = html_start(source.head)
    return f"it starts with {first}, as HTML does" if first else None


def items(source: SourceText) -> list[Item]:
    return whole(source)


def read(item: Item) -> Extract:
    draft = Draft(item, "html-page")
    page = parse_html(item.text)
    metas = meta_schemes(page)
    broken: list[tuple[str, int]] = []
    linked, is_list = json_ld(page, broken)
    for reason, at in broken:
        draft.problem("broken-json-ld", f"a block of JSON-LD is left out: {reason}; the rest of the page is read", at)
    shown = Shown(page)
    named = metas.schemes
    trusted = [named[name] for name in ("Highwire", "Dublin Core", "PRISM", "EPrints")]
    schemes = [scheme for scheme in (*trusted, linked, named["Open Graph"]) if scheme]
    schemes.append(shown.scheme)
    if not _is_study([*trusted, linked], named["Open Graph"], metas.others, shown, is_list):
        what = "this page shows no study, or a list of several"
        advice = "save the page of each study, or export the list as RIS"
        draft.problem("no-single-study", f"{what}; {advice}", 0, Severity.WARNING)
        return draft.extract()
    fields = Fields(draft, page, schemes, shown, metas.others)
    fields.write()
    for name, passage in metas.kept:
        draft.keep(name, passage.text)
    for scheme in schemes:
        for passage in scheme.all("other_identifier", "relation"):
            draft.keep("dc.identifier", passage.text)
    return draft.extract()


def _is_study(
    trusted: list[Scheme], graph: Scheme, others: dict[str, list[Passage]], shown: Shown, is_list: bool
) -> bool:
    """Whether the page is about one study: its metadata gives a title and more, or it shows what a study has."""
    if any(scheme.values.get("title") and len(scheme.values) + bool(scheme.authors) > 1 for scheme in trusted):
        return True
    if is_list or shown.is_list or "several_dois" in shown.scheme.values:
        return False
    signs = [
        any(scheme.authors or scheme.all("doi", "first_page", "pages") for scheme in trusted),
        bool(shown.scheme.all("doi")),
        bool(shown.scheme.all("pmid")),
        len(shown.abstracts) == 1,
        bool(shown.scheme.authors),
        bool(shown.scheme.all("journal", "published", "year", "volume")),
        any(passage.folded == "article" for passage in others.get("og:type", [])),
    ]
    titled = bool(shown.titles or shown.scheme.all("title") or graph.all("title"))
    return titled and sum(signs) >= 2
