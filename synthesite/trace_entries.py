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
from synthesite.text.html_escape import escaped
from synthesite.trace_keys import UNDER
from synthesite.traces import (
    CURATORS_FILE,
    LONG,
    STATEMENT,
    UNTOLD,
    Origin,
    Trace,
    Tracer,
    Traces,
    Use,
    Where,
    by_element,
    label,
    short,
    value_of,
)

Lang = Callable[[str | None, str], str]
"""The attribute `lang` that a text needs (see `Renderer.lang_attribute`)."""

_DERIVED = How.DERIVED  # looked up for each place
_ITSELF = ("", True)
"""What is told (`Key`) of a value that speaks for itself."""
_HOLES = ("\0", "\1", "\2")
"""What stands for values in a text: no name and no message has it."""
Filling = Callable[..., str]
"""Puts values into the holes of a text."""


class TraceEntries:
    """Makes the entries in one language."""

    def __init__(self, lang: Lang, interface: Interface) -> None:
        self._lang = lang
        self._say = interface.gettext
        # what is the same on many pages
        self._heading = lru_cache(maxsize=1024)(self._new_heading)
        self._named_by = lru_cache(maxsize=1024)(self._new_name)
        self._said_of = lru_cache(maxsize=1024)(self._new_said)
        self._from_source = lru_cache(maxsize=1024)(self._new_source)
        self._from_curators = lru_cache(maxsize=1024)(self._new_curators)
        self._linked = lru_cache(maxsize=1024)(lambda number: self._gone % {"reader": self._link(number)})
        self._gone_place = lru_cache(maxsize=1024)(self._new_gone_place)
        self._gone_line = lru_cache(maxsize=1024)(self._new_gone_line)
        self._gone_list = lru_cache(maxsize=1024)(self._new_gone_list)
        self._summary = lru_cache(maxsize=1024)(self._new_summary)
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
        one, other, _ = _HOLES
        self._what = _filling(say(N_("%(what)s, %(place)s")) % {"what": one, "place": other})
        self._characters = _filling(say(N_("characters %(start)s–%(end)s")) % {"start": one, "end": other})
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
        """The same, with short ways for sources that are gone and for a curator's summary."""
        html: list[str] = []
        tracer, gone = traces.tracer, traces.tracer.gone()
        for name, uses in traces.uses.items():
            if uses[0][2].source in gone:
                entry = self._of_gone(tracer, name, uses)
            else:
                entry = self._of_summary(tracer, uses) if name == "summary" else None
            if entry is None:
                html += self._entries([tracer.entry(name, uses)], anchored=True)
            else:
                html.append(entry)
        return html

    def _of_summary(self, tracer: Tracer, uses: list[Use]) -> str | None:
        """The entry of the summary, if the line is known where it begins in a curator's file."""
        found = tracer.summary_at(uses)
        if found is None:
            return None
        path, line = found
        key, _, place, _ = uses[0]
        start, end = place.span
        said = self._in_line % {"line": line, "start": start, "end": end}
        return self._summary(line, tracer.how(key, place))(escaped(path), said)

    def _of_gone(self, tracer: Tracer, name: str, uses: list[Use]) -> str | None:
        """The entry of a name, whose first place is in a source that is gone, if the others are in the same one."""
        key, value, place, _ = uses[0]
        is_one = len(uses) == 1
        if not is_one or len(value) > LONG or name in UNTOLD:
            value = value_of(name, uses)
        lang = "" if value.isascii() else self._lang(None, value)
        shown = f" <span{lang}>{escaped(value)}</span>" if value else ""
        if is_one:
            says_itself = bool(value) and key.told_alone == _ITSELF
            at = self._characters(*place.span) if says_itself else self._gone_places(tracer, uses, is_alone=True)[0]
            return self._gone_line(name, place.source + 1)(shown, at)
        source, how, field = place.source, place.how, key.field
        is_alone, is_alike = True, how is not _DERIVED
        for key, _, place, _ in uses:
            if place.source != source:
                return None
            if place.how is not how:
                is_alike = False
            if key.field != field:
                is_alone = False
        if name == "abstract":
            uses = sorted(uses, key=by_element)
        places = self._gone_places(tracer, uses, is_alone)
        if not is_alike:
            hows = [tracer.how(key, place) for key, _, place, _ in uses]
            if hows.count(hows[0]) < len(hows):
                places = [self._what(at, self._way(how)) for at, how in zip(places, hows, strict=True)]
        return self._gone_list(name, source + 1)(shown, "</li>\n<li>".join(places))

    def _gone_places(self, tracer: Tracer, uses: list[Use], is_alone: bool) -> list[str]:
        """What is said of places in a source that is gone; `is_alone` in an entry of one field."""
        characters, told_by = self._characters, self._gone_place
        places: list[str] = []
        for key, text, place, _ in uses:
            start, end = place.span
            told = key.told_alone if is_alone else key.told
            if told is None:
                places.append(characters(start, end))
                continue
            called, is_short = told
            if called is UNDER:
                text = tracer.part_label(key)
                called = UNDER if text else ""
            elif is_short and len(text) > LONG:
                text = short(text)
            if not (called or text):
                places.append(characters(start, end))
            elif text.isascii():
                places.append(told_by(called)(escaped(text), start, end))
            else:
                places.append(self._what(self._called(called, text), characters(start, end)))
        return places

    def _entries(self, traces: Iterable[Trace], anchored: bool) -> list[str]:
        html: list[str] = []
        for trace in traces:
            value, origins = trace.value, trace.origins
            anchor, heading = self._heading(trace.id, trace.field, anchored)
            shown = f" <span{self._lang_of(value)}>{escaped(value)}</span>" if value else ""
            if anchored and len(origins) == 1 and len(origins[0].places) == 1 and not origins[0].is_here:
                html.append(f"<p{anchor}>{heading}{shown} <small>{self._whole(origins[0])}</small></p>\n")
                continue
            said = "; ".join([self._said(origin, anchored) for origin in origins])
            html.append(f"<details{anchor}><summary>{heading}{shown} <small>{said}</small></summary>\n")
            for one in origins:
                if one.is_curators:
                    source = self._from_curators(one.how, one.is_here, one.is_outside)(escaped(one.path))
                else:
                    path, item = (None, 0) if anchored else (one.path, one.item)
                    source = self._from_source(one.number, path, item, one.how, one.is_here, one.is_outside)
                html.append(f"<p>{source}</p>\n<ul>\n<li>")
                html.append("</li>\n<li>".join([self._place(place) for place in one.places]))
                html.append("</li>\n</ul>\n")
            html.append("</details>\n")
        return html

    def _new_heading(self, name: str, field: str, anchored: bool, /) -> tuple[str, str]:
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

    def _new_gone_place(self, called: str) -> Filling:
        """What is said of a place in a source that is gone: of what is said there, and of the characters."""
        said, start, end = _HOLES
        return _filling(self._what(self._called(called, said), self._characters(start, end)))

    def _new_gone_line(self, name: str, number: int) -> Filling:
        """The entry of one place in a source that is gone: of its value, and of what is said of the place."""
        anchor, heading = self._heading(name, label(name), True)
        value, place, _ = _HOLES
        return _filling(f"<p{anchor}>{heading}{value} <small>{self._what(self._linked(number), place)}</small></p>\n")

    def _new_gone_list(self, name: str, number: int) -> Filling:
        """The entry of several places in a source that is gone: of its value, and of what is said of the places."""
        anchor, heading = self._heading(name, label(name), True)
        closed = self._said_of(number, "", is_here=False, is_outside=False)
        opened = self._from_source(number, None, 0, "", is_here=False, is_outside=False)
        value, places, _ = _HOLES
        return _filling(
            f"<details{anchor}><summary>{heading}{value} <small>{closed}</small></summary>\n<p>{opened}</p>\n"
            f"<ul>\n<li>{places}</li>\n</ul>\n</details>\n"
        )

    def _new_summary(self, line: int, how: str) -> Filling:
        """The entry of a summary that begins at a line of a curator's file: of its path, and of what is said of it."""
        anchor, heading = self._heading("summary", label("summary"), True)
        closed = self._line % {"reader": self._way(CURATORS_FILE), "line": line}
        path, place, _ = _HOLES
        opened = self._new_source(0, path, 0, how, is_here=True, is_outside=False)
        return _filling(
            f"<details{anchor}><summary>{heading} <small>{closed}</small></summary>\n<p>{opened}</p>\n"
            f"<ul>\n<li>{place}</li>\n</ul>\n</details>\n"
        )

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

    def _new_curators(self, how: str, is_here: bool, is_outside: bool) -> Filling:
        """The same of a curator's file: of its path."""
        return _filling(self._new_source(0, _HOLES[0], 0, how, is_here, is_outside))

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
            quoted = f"{escaped(place.before)}<mark>{escaped(place.passage)}</mark>{escaped(place.after)}"
            said = self._quoted % {"place": said, "quotation": f"<q{self._lang_of(quoted)}>{quoted}</q>"}
        return said

    def _called(self, name: str, what: str) -> str:
        """What characters say, after its name if it has one."""
        shown, lang = escaped(what), self._lang_of(what)
        if not name:
            return f"<b{lang}>{shown}</b>"
        before, after = self._named_by(name)
        return f"{before}<span{lang}>{shown}</span>{after}" if lang else f"{before}{shown}{after}"

    def _new_name(self, name: str) -> tuple[str, str]:
        """What stands before and after a value that is called by its name."""
        if name == UNDER:
            said = self._under % {"label": _HOLES[0]}
        else:
            said = self._named % {"name": escape(self._say(name)), "value": _HOLES[0]}
        before, _, after = said.partition(_HOLES[0])
        return f"<b>{before}", f"{after}</b>"

    def _lang_of(self, text: str) -> str:
        return "" if text.isascii() else self._lang(None, text)


def _filling(text: str) -> Filling:
    """What puts values into the holes of a text, one for each; a study's page does so a hundred times."""
    pieces = re.split("[\0-\2]", text)
    order = [_HOLES.index(hole) for hole in text if hole in _HOLES]
    if order == [0]:
        start, end = pieces
        return lambda one: f"{start}{one}{end}"
    if order == [0, 1]:
        before, between, after = pieces
        return lambda one, other: f"{before}{one}{between}{other}{after}"
    if order == [0, 1, 2]:
        before, between, then, after = pieces
        return lambda one, other, third: f"{before}{one}{between}{other}{then}{third}{after}"
    return lambda *values: "".join(
        [pieces[0], *(f"{values[at]}{piece}" for at, piece in zip(order, pieces[1:], strict=True))]
    )


def _sentence(text: str) -> str:
    """The start of a sentence."""
    return str(escape(text[:1].upper() + text[1:]))
