"""Languages of the interface read with Babel: the words of a catalog, and what the CLDR says of dates and figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.pofile import read_po

from synthesite.interface import CONTEXT, Interface

_FIELDS = {"y": "{y}", "M": "{m}", "L": "{m}", "MMMM": "{month}", "LLLL": "{month}", "d": "{d}"}
"""Fields of the CLDR's patterns of dates, and what our own call them."""


def read_interface(language: str, catalog: Path) -> Interface:
    """The interface in a language whose words stand in a `.po` file. What isn't translated is left out."""
    with catalog.open("rb") as file:
        read = read_po(file, locale=language)
    messages = {}
    for message in read:
        forms = [message.string] if isinstance(message.string, str) else [*(message.string or [""])]
        if message.id and all(forms) and not message.fuzzy:
            words = message.id if isinstance(message.id, str) else message.id[0]
            messages[f"{message.context}{CONTEXT}{words}" if message.context else words] = forms
    return conventions(language, messages=messages, plural=read.plural_expr)


def conventions(locale: str, **words: Any) -> Interface:
    """How a locale's dates, figures and lists are written, by the CLDR, and any other values of the interface."""
    cldr = Locale.parse(locale, sep="-")
    symbols: Any = cldr.number_symbols.get("latn", cldr.number_symbols)
    skeletons = cldr.datetime_skeletons
    return Interface(
        language=locale,
        figures=(symbols["group"], symbols["decimal"]),
        percent=cldr.percent_formats[None].pattern.replace("#,##0", "{}"),
        dates=(
            _pattern(skeletons["y"].pattern),
            _pattern(skeletons["yMMMM"].pattern),
            _pattern(cldr.date_formats["long"].pattern),
        ),
        months=tuple(cldr.months["format"]["wide"][month] for month in range(1, 13)),
        months_alone=tuple(cldr.months[_form(skeletons["yMMMM"].pattern)]["wide"][month] for month in range(1, 13)),
        ands=_between(cldr.list_patterns["standard"]),
        ors=_between(cldr.list_patterns["or"]),
        **words,
    )


def _form(pattern: str) -> str:
    return "stand-alone" if "L" in pattern else "format"


def _pattern(pattern: str) -> str:
    """A pattern of the CLDR (`d. MMMM y`, `d 'de' MMMM`) as one of `str.format`."""
    pieces = re.findall(r"'([^']*)'|([A-Za-z])(\2*)|([^A-Za-z']+)", pattern)
    return "".join(quoted or other or _FIELDS[first + more] for quoted, first, more, other in pieces)


def _between(patterns: Any) -> tuple[str, str, str]:
    """What stands between the items of a list: `{0}, {1}` and the like without the items."""
    middle, last, two = (re.sub(r"\{[01]\}", "", patterns[name]) for name in ("middle", "end", "2"))
    return middle, last, two
