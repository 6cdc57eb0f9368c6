"""The language of the interface: the words that templates and the program say on pages, and how dates and figures go.

The words stand in the templates and in Python in English; `synthesite.catalogs` has those of other languages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import msgspec

ENGLISH = "en"
CONTEXT = "\x04"
"""What stands between a message's context and its words in the name of a message, as gettext has it."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def N_(text: str) -> str:  # noqa: N802  # gettext's own name for it, which tools look for
    """The same text, marked: it is a message that a template shows by `_(…)`, so catalogs translate it."""
    return text


class Words(NamedTuple):
    """A message that Python says: `one` alone, or with `many` the form that goes with a number.

    `%(n)s` in it is the number, `%(name)s` the name.
    """

    one: str
    many: str = ""
    number: int = 0
    name: str = ""

    def __str__(self) -> str:
        """The words in English."""
        return Interface().said(self)


class Interface(msgspec.Struct, frozen=True, kw_only=True):
    """A language as pages speak it.

    `messages` holds the forms of each message, by its English words, after its context if it has one. `plural` says
    which form goes with `n`, as an expression of gettext's. `figures` are the marks between thousands and before
    decimals, `percent` the pattern of a share. `dates` are the patterns of a year, a month and a day; `months` are the
    names of months in a day, `months_alone` those in a month. `ands` and `ors` are what stands between the items of a
    list: in its middle, before the last one, and between two that are all.
    """

    language: str = ENGLISH
    messages: dict[str, list[str]] = {}
    plural: str = "n != 1"
    figures: tuple[str, str] = (",", ".")
    percent: str = "{}%"
    dates: tuple[str, str, str] = ("{y}", "{month} {y}", "{d} {month} {y}")
    months: tuple[str, ...] = _MONTHS
    months_alone: tuple[str, ...] = _MONTHS
    ands: tuple[str, str, str] = (", ", " and ", " and ")
    ors: tuple[str, str, str] = (", ", " or ", " or ")

    @property
    def one_is_singular(self) -> bool:
        """Whether a message has two forms, the first of them for one alone, as in English."""
        return self.plural.strip("() ") == "n != 1"

    def form(self, number: int) -> int:
        """Which of a message's forms goes with a number."""
        return int(number != 1) if self.one_is_singular else _plural(self.plural)(number)

    def forms(self, context: str, singular: str) -> list[str] | None:
        """All forms of a message, after its context if that isn't empty; `None` if the catalog lacks it."""
        return self.messages.get(f"{context}{CONTEXT}{singular}" if context else singular)

    def gettext(self, message: str) -> str:
        """A message in this language; in English if the catalog lacks it."""
        forms = self.messages.get(message)
        return forms[0] if forms else message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of a message that goes with a number."""
        return self.npgettext("", singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """A message whose English words mean different things, told apart by their context; `""` is none."""
        forms = self.forms(context, message)
        return forms[0] if forms else message

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """The form, of a message with a context, that goes with a number."""
        forms = self.forms(context, singular)
        if forms:
            return forms[self.form(number)]
        return singular if number == 1 else plural

    def said(self, words: Words) -> str:
        """What Python says, with its number."""
        one, many, number, name = words
        said = self.ngettext(one, many, number) if many else self.gettext(one)
        return said % {"n": self.figure(number), "name": name}

    def figure(self, number: int) -> str:
        """`12,345`"""
        written = f"{number:,}"
        return written if self.figures[0] == "," or len(written) < 4 else written.replace(",", self.figures[0])

    def decimal(self, number: float, places: int = 1) -> str:
        """`1,234.5`"""
        whole, _, rest = f"{number:,.{places}f}".partition(".")
        return whole.replace(",", self.figures[0]) + (self.figures[1] + rest if rest else "")

    def percentage(self, share: float) -> str:
        """`12.5%`, for a share of 0.125: with one decimal, if it has any."""
        tenths = round(share * 1000)
        return self.percent.format(self.decimal(tenths / 10) if tenths % 10 else self.figure(tenths // 10))

    def date(self, iso: str) -> str | None:
        """`2020`, `2020-05` and `2020-05-01` as a reader says them; `None` for anything else."""
        parts = iso.split("-")
        digits = "".join(parts)
        if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not (digits.isascii() and digits.isdecimal()):
            return None
        month = int(parts[1]) if len(parts) > 1 else 1
        if not 1 <= month <= 12:
            return None
        names = self.months if len(parts) == 3 else self.months_alone
        day = int(parts[2]) if len(parts) == 3 else 0
        return self.dates[len(parts) - 1].format(y=parts[0], m=month, month=names[month - 1], d=day)


@cache
def _plural(expression: str) -> Callable[[int], int]:
    from gettext import c2py  # takes a while, and English doesn't need it

    return c2py(expression)
