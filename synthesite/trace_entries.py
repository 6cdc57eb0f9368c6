"""The list of where values come from, as HTML.

A page of a study has twenty entries and forty places or more, most of them a few words long. A template takes ten times
as long for them, more than for all the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from synthesite.traces import Origin, Trace, Where

Lang = Callable[[str | None, str], str]
"""The attribute `lang` that a text needs (see `Renderer.lang_attribute`)."""

_SPECIAL = re.compile("""[&<>"']""").search


def trace_entries(traces: Iterable[Trace], lang: Lang, anchored: bool = True) -> Markup:
    """The entries, each closed to a line, each with a line end.

    They are `anchored` on the page of a study: values link to them, and they to the page's numbered list of sources,
    where all that is to be said of a source stands once.
    """
    html: list[str] = []
    for name, field, value, origins in traces:
        anchor = f' id="from-{_escaped(name)}"' if anchored else ""
        shown = f" <span{_lang(value, lang)}>{_text(value)}</span>" if value else ""
        said = "; ".join([_said(origin) for origin in origins])
        html.append(f"<details{anchor}><summary><b>{_sentence(field)}</b>{shown} <small>{said}</small></summary>\n")
        for origin in origins:
            places = "".join([_place(place, lang) for place in origin.places])
            html.append(f"<p>{_origin(origin, anchored)}</p>\n<ul>\n{places}</ul>\n")
        html.append("</details>\n")
    return Markup("".join(html))  # noqa: S704  # all texts are escaped


def _said(origin: Origin) -> str:
    """What the closed entry says of an origin."""
    line = origin.places[0].line
    if line:
        return f"{_escaped(origin.reader)}, line {line}"
    if origin.is_outside:
        return f"{_escaped(origin.reader)}, not part of this site"
    return _escaped(origin.reader) if origin.is_here else f"{_escaped(origin.reader)}, no longer here"


def _origin(origin: Origin, anchored: bool) -> str:
    number, _, path, item, _, is_curators, is_here, is_outside, how, _ = origin
    start = f"{_sentence(how)}, from" if how and (is_here or is_outside) else "From"
    end = ", which is not part of this site" if is_outside else "" if is_here else ", which is no longer here as it was"
    if is_curators:
        return f"{start} <code>{_escaped(path)}</code>{end}"
    if anchored:
        return f'{start} <a href="#source-{number}">source {number}</a>{end}'
    return f"{start} <code>{_escaped(path)}</code>, item {item}{end}"


def _place(place: Where, lang: Lang) -> str:
    what, how, start, end, line, before, passage, after, _ = place
    said = "<li>"
    if what:
        said = f"<li><b{_lang(what, lang)}>{_text(what)}</b>, "
    at = f"line {line}, characters {start}–{end}" if line else f"characters {start}–{end}"
    way = f", {_escaped(how)}" if how else ""
    if not passage:
        return f"{said}{at}{way}</li>\n"
    quoted = f"{_text(before)}<mark>{_text(passage)}</mark>{_text(after)}"
    return f"{said}{at}{way}: <q{_lang(quoted, lang)}>{quoted}</q></li>\n"


def _lang(text: str, lang: Lang) -> str:
    return "" if text.isascii() else lang(None, text)


def _text(text: str) -> str:
    """A text as HTML. Most need no escaping, and looking for what needs it is the faster part."""
    return escape(text) if _SPECIAL(text) else text


@lru_cache(maxsize=1024)
def _escaped(text: str) -> str:
    """What is the same on many pages: names of readers, rules, paths."""
    return str(escape(text))


@lru_cache(maxsize=1024)
def _sentence(text: str) -> str:
    """The start of a sentence."""
    return str(escape(text[:1].upper() + text[1:]))
