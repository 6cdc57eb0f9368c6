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
from synthesite.model import How
from synthesite.traces import STATEMENT, UNDER, Origin, Trace, Traces, Where, label, value_of

Lang = Callable[[str | None, str], str]
"""The attribute `lang` that a text needs (see `Renderer.lang_attribute`)."""

_DERIVED = How.DERIVED  # looked up for each place
_VALUE = "\0"
"""What stands for a value: no name and no message has it."""
_SPECIAL = re.compile("""[&<>"']""").search


class TraceEntries:
    """Makes the entries in one language."""

    def __init__(self, lang: Lang, interface: Interface) -> None:
        self._lang = lang
        self._say = interface.gettext
        # what is the same on many pages
        self._heading = lru_cache(maxsize=1024)(lambda name: self._new_heading(name, label(name), anchored=True))
        self._named_by = lru_cache(maxsize=1024)(self._new_name)
        self._said_of = lru_cache(maxsize=1024)(self._new_said)
        self._from_source = lru_cache(maxsize=1024)(self._new_source)
        self._linked = lru_cache(maxsize=1024)(lambda number: self._gone % {"reader": self._link(number)})
        self._gone_source = lru_cache(maxsize=1024)(self._new_gone)
        self._way = lru_cache(maxsize=1024)(lambda words: str(escape(interface.gettext(words))))
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
        self._what = _filling(say(N_("%(what)s, %(place)s")), "what", "place")
        self._characters = _filling(say(N_("characters %(start)s–%(end)s")), "start", "end")
        self._in_line = say(N_("line %(line)s, characters %(start)s–%(end)s"))
        self._quoted = say(N_("%(place)s: %(quotation)s"))

    def html(self, traces: Iterable[Trace], anchored: bool = True) -> Markup:
        """The entries, each closed to a line, or short enough to need no opening; each with a line end.

        They are `anchored` on the page of a study: values link to them, and they to the page's numbered list of
        sources, where all that is to be said of a source stands once.
        """
        if anchored and isinstance(traces, Traces):
            return Markup("".join(self._of_uses(traces)))  # noqa: S704  # all texts are escaped
        return Markup("".join(self._entries(traces, anchored)))  # noqa: S704  # all texts are escaped

    def _of_uses(self, traces: Traces) -> list[str]:
        """The same, with a short way for sources that are gone."""
        html: list[str] = []
        tracer = traces.tracer
        for name, uses in traces.uses.items():
            number = tracer.gone(uses)
            if number is None:
                html += self._entries([tracer.entry(name, uses)], anchored=True)
                continue
            anchor, heading = self._heading(name)
            said, whats = tracer.said(name, uses)
            value = value_of(name, said)
            shown = f" <span{self._lang_of(value)}>{_text(value)}</span>" if value else ""
            places = []
            for (_, _, place, _), (called, what) in zip(said, whats, strict=True):
                start, end = place.span
                at = self._characters(start, end)
                places.append(self._what(self._called(called, what), at) if called or what else at)
            if len(said) == 1:
                at = self._what(self._linked(number), places[0])
                html.append(f"<p{anchor}>{heading}{shown} <small>{at}</small></p>\n")
                continue
            first = said[0][2].how
            for _, _, place, _ in said:
                if place.how is not first or place.how is _DERIVED:
                    hows = [tracer.how(key, place) for key, _, place, _ in said]
                    if hows.count(hows[0]) < len(hows):
                        ways = zip(places, hows, strict=True)
                        places = [self._what(at, self._way(how)) for at, how in ways]
                    break
            source, opened = self._gone_source(number)
            html.append(f"<details{anchor}><summary>{heading}{shown} <small>{source}</small></summary>\n<p>{opened}")
            html.append("</p>\n<ul>\n<li>")
            html.append("</li>\n<li>".join(places))
            html.append("</li>\n</ul>\n</details>\n")
        return html

    def _entries(self, traces: Iterable[Trace], anchored: bool) -> list[str]:
        html: list[str] = []
        for trace in traces:
            value, origins = trace.value, trace.origins
            anchor, heading = self._new_heading(trace.id, trace.field, anchored)
            shown = f" <span{self._lang_of(value)}>{_text(value)}</span>" if value else ""
            if anchored and len(origins) == 1 and len(origins[0].places) == 1 and not origins[0].is_here:
                html.append(f"<p{anchor}>{heading}{shown} <small>{self._whole(origins[0])}</small></p>\n")
                continue
            said = "; ".join([self._said(origin, anchored) for origin in origins])
            html.append(f"<details{anchor}><summary>{heading}{shown} <small>{said}</small></summary>\n")
            for one in origins:
                path = one.path if one.is_curators or not anchored else None
                item = 0 if one.is_curators or anchored else one.item
                source = self._from_source(one.number, path, item, one.how, one.is_here, one.is_outside)
                html.append(f"<p>{source}</p>\n<ul>\n<li>")
                html.append("</li>\n<li>".join([self._place(place) for place in one.places]))
                html.append("</li>\n</ul>\n")
            html.append("</details>\n")
        return html

    def _new_heading(self, name: str, field: str, anchored: bool) -> tuple[str, str]:
        """What values link to, and what an entry is of."""
        if field == STATEMENT:
            heading = self._statement % {"number": escape(name.removeprefix(f"{STATEMENT}-"))}
        else:
            heading = _sentence(self._say(field))
        return f' id="from-{escape(name)}"' if anchored else "", f"<b>{heading}</b>"

    def _said(self, origin: Origin, anchored: bool) -> str:
        """What the closed entry says of an origin."""
        line = origin.places[0].line
        if line:
            return self._line % {"reader": self._way(origin.reader), "line": line}
        number = origin.number if anchored and not origin.is_here else 0
        return self._said_of(number, origin.reader, origin.is_here, origin.is_outside)

    def _new_said(self, number: int, reader: str, is_here: bool, is_outside: bool) -> str:
        """A source and where it is, by its number, or by its reader where that is 0."""
        said = self._source % {"number": number} if number else self._way(reader)
        if is_outside:
            return self._outside % {"reader": said}
        return said if is_here else self._gone % {"reader": said}

    def _new_gone(self, number: int) -> tuple[str, str]:
        """What an entry says of a source that is gone, closed and open."""
        said = self._said_of(number, "", is_here=False, is_outside=False)
        return said, self._from_source(number, None, 0, "", is_here=False, is_outside=False)

    def _link(self, number: int) -> str:
        return f'<a href="#source-{number}">{self._source % {"number": number}}</a>'

    def _whole(self, origin: Origin) -> str:
        """All that is to be said of an origin that isn't here and has one place."""
        source = (
            self._outside % {"reader": self._link(origin.number)} if origin.is_outside else self._linked(origin.number)
        )
        said = self._what(source, self._place(origin.places[0]))
        if origin.how and origin.is_outside:
            said = self._what(said, self._way(origin.how))
        return said

    def _new_source(self, number: int, path: str | None, item: int, how: str, is_here: bool, is_outside: bool) -> str:
        """What the open entry says of an origin: by its path, and by its item if that isn't 0, or else its number."""
        if path is not None:
            place = f"<code>{escape(path)}</code>"
            place = self._item % {"file": place, "item": item} if item else place
        else:
            place = self._link(number)
        if how and (is_here or is_outside):
            said = self._how_from % {"how": _sentence(self._say(how)), "place": place}
        else:
            said = self._from % {"place": place}
        if is_outside:
            return self._which_is_outside % {"from": said}
        return said if is_here else self._which_is_gone % {"from": said}

    def _place(self, place: Where) -> str:
        if place.line:
            said = self._in_line % {"line": place.line, "start": place.start, "end": place.end}
        else:
            said = self._characters(place.start, place.end)
        if place.name or place.what:
            said = self._what(self._called(place.name, place.what), said)
        if place.how:
            said = self._what(said, self._way(place.how))
        if place.passage:
            quoted = f"{_text(place.before)}<mark>{_text(place.passage)}</mark>{_text(place.after)}"
            said = self._quoted % {"place": said, "quotation": f"<q{self._lang_of(quoted)}>{quoted}</q>"}
        return said

    def _called(self, name: str, what: str) -> str:
        """What characters say, after its name if it has one."""
        shown, lang = _text(what), self._lang_of(what)
        if not name:
            return f"<b{lang}>{shown}</b>"
        before, after = self._named_by(name)
        return f"{before}<span{lang}>{shown}</span>{after}" if lang else f"{before}{shown}{after}"

    def _new_name(self, name: str) -> tuple[str, str]:
        """What stands before and after a value that is called by its name."""
        if name == UNDER:
            said = self._under % {"label": _VALUE}
        else:
            said = self._named % {"name": escape(self._say(name)), "value": _VALUE}
        before, _, after = said.partition(_VALUE)
        return f"<b>{before}", f"{after}</b>"

    def _lang_of(self, text: str) -> str:
        return "" if text.isascii() else self._lang(None, text)


def _filling(message: str, first: str, second: str) -> Callable[[object, object], str]:
    """What puts two values into a message; a study's page says most of them forty times."""
    before, is_first, rest = message.partition(f"%({first})s")
    between, is_second, after = rest.partition(f"%({second})s")
    if not (is_first and is_second) or "%" in before + between + after:
        return lambda one, other: message % {first: one, second: other}
    return lambda one, other: f"{before}{one}{between}{other}{after}"


def _text(text: str) -> str:
    """A text as HTML. Most need no escaping, and looking for what needs it is the faster part."""
    return escape(text) if _SPECIAL(text) else text


def _sentence(text: str) -> str:
    """The start of a sentence."""
    return str(escape(text[:1].upper() + text[1:]))
