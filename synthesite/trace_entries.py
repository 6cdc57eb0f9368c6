"""The list of where values come from, as HTML.

A page of a study has twenty entries and forty places or more, most of them a few words long. A template takes ten times
as long for them, more than for all the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from synthesite.interface import N_, Interface
from synthesite.traces import STATEMENT, UNDER, Origin, Trace, Where

Lang = Callable[[str | None, str], str]
"""The attribute `lang` that a text needs (see `Renderer.lang_attribute`)."""

_SPECIAL = re.compile("""[&<>"']""").search


class TraceEntries:
    """Makes the entries in one language."""

    def __init__(self, lang: Lang, interface: Interface) -> None:
        self._lang = lang
        self._say = lru_cache(maxsize=1024)(interface.gettext)
        """Names of fields and of readers, and ways, which are the same on many pages."""
        say = interface.gettext
        self._line = say(N_("%(reader)s, line %(line)s"))
        self._outside = say(N_("%(reader)s, not part of this site"))
        self._gone = say(N_("%(reader)s, no longer here"))
        self._statement = say(N_("Statement %(number)s"))
        self._source = say(N_("source %(number)s"))
        self._item = say(N_("%(file)s, item %(item)s"))
        self._from = say(N_("From %(place)s"))
        self._how_from = say(N_("%(how)s, from %(place)s"))
        self._which_is_outside = say(N_("%(from)s, which is not part of this site"))
        self._which_is_gone = say(N_("%(from)s, which is no longer here as it was"))
        self._under = say(N_("under %(label)s"))
        self._named = say(N_("%(name)s: %(value)s"))
        self._what = say(N_("%(what)s, %(place)s"))
        self._characters = say(N_("characters %(start)s–%(end)s"))
        self._in_line = say(N_("line %(line)s, characters %(start)s–%(end)s"))
        self._quoted = say(N_("%(place)s: %(quotation)s"))

    def html(self, traces: Iterable[Trace], anchored: bool = True) -> Markup:
        """The entries, each closed to a line, each with a line end.

        They are `anchored` on the page of a study: values link to them, and they to the page's numbered list of
        sources, where all that is to be said of a source stands once.
        """
        html: list[str] = []
        for name, field, value, origins in traces:
            anchor = f' id="from-{_escaped(name)}"' if anchored else ""
            shown = f" <span{self._lang_of(value)}>{_text(value)}</span>" if value else ""
            said = "; ".join([self._said(origin) for origin in origins])
            heading = self._heading(name, field)
            html.append(f"<details{anchor}><summary><b>{heading}</b>{shown} <small>{said}</small></summary>\n")
            for origin in origins:
                places = "".join([self._place(place) for place in origin.places])
                html.append(f"<p>{self._origin(origin, anchored)}</p>\n<ul>\n{places}</ul>\n")
            html.append("</details>\n")
        return Markup("".join(html))  # noqa: S704  # all texts are escaped

    def _heading(self, name: str, field: str) -> str:
        if field == STATEMENT:
            return self._statement % {"number": _escaped(name.removeprefix(f"{STATEMENT}-"))}
        return _sentence(self._say(field))

    def _said(self, origin: Origin) -> str:
        """What the closed entry says of an origin."""
        reader, line = _escaped(self._say(origin.reader)), origin.places[0].line
        if line:
            return self._line % {"reader": reader, "line": line}
        if origin.is_outside:
            return self._outside % {"reader": reader}
        return reader if origin.is_here else self._gone % {"reader": reader}

    def _origin(self, origin: Origin, anchored: bool) -> str:
        number, _, path, item, _, is_curators, is_here, is_outside, how, _ = origin
        if is_curators:
            place = f"<code>{_escaped(path)}</code>"
        elif anchored:
            place = f'<a href="#source-{number}">{self._source % {"number": number}}</a>'
        else:
            place = self._item % {"file": f"<code>{_escaped(path)}</code>", "item": item}
        if how and (is_here or is_outside):
            said = self._how_from % {"how": _sentence(self._say(how)), "place": place}
        else:
            said = self._from % {"place": place}
        if is_outside:
            return self._which_is_outside % {"from": said}
        return said if is_here else self._which_is_gone % {"from": said}

    def _place(self, place: Where) -> str:
        name, what, how, start, end, line, before, passage, after, _ = place
        if line:
            said = self._in_line % {"line": line, "start": start, "end": end}
        else:
            said = self._characters % {"start": start, "end": end}
        if name or what:
            shown, lang = _text(what), self._lang_of(what)
            if name:
                shown = f"<span{lang}>{shown}</span>" if lang else shown
                lang = ""
            if name == UNDER:
                shown = self._under % {"label": shown}
            elif name:
                shown = self._named % {"name": _escaped(self._say(name)), "value": shown}
            said = self._what % {"what": f"<b{lang}>{shown}</b>", "place": said}
        if how:
            said = self._what % {"what": said, "place": _escaped(self._say(how))}
        if passage:
            quoted = f"{_text(before)}<mark>{_text(passage)}</mark>{_text(after)}"
            said = self._quoted % {"place": said, "quotation": f"<q{self._lang_of(quoted)}>{quoted}</q>"}
        return f"<li>{said}</li>\n"

    def _lang_of(self, text: str) -> str:
        return "" if text.isascii() else self._lang(None, text)


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
