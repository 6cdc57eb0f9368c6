"""The longest parts of a record's file, as the program writes them, read into its types by way of JSON.

Where values come from is most of a record, and mostly on lines alike: a few replacements make JSON of all of them at
once, and msgspec makes the types, in half the time that it takes to look at the lines one by one. What is written in
any other way is left to the readers of YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from synthesite.model import Person, Place
from synthesite.text.yaml_subset import FLOW_PLAIN, are_keys

_PLACES = msgspec.json.Decoder(dict[str, Place | list[Place]])
_PEOPLE = msgspec.json.Decoder(list[Person])
_NAMED = rf"(?:family: {FLOW_PLAIN}(?:, given: {FLOW_PLAIN})?|literal: {FLOW_PLAIN})(?:, orcid: {FLOW_PLAIN})?"
_NAMES = re.compile(rf"(?:- \{{{_NAMED}\}}\n)+")


def _places(block: str) -> dict[str, Place | list[Place]] | None:
    """The value of `provenance`: a place or a list of places under each key, one a line."""
    if '"' in block or "\\" in block:
        return None
    first, *lists = f"\n{block}".replace("}\n  - {source: ", '},{"source":').split(":\n  - {source: ")
    text = '":[{"source":'.join([first, *[one.replace("}\n", "}]\n", 1) for one in lists]])
    text = text[:-1].replace(": {source: ", '":{"source":')
    keys = text.count('":{') + len(lists)
    text = text.replace(", span: [", ',"span":[').replace(", how: ", ',"how":"').replace("}", '"}')
    text = text.replace("\n  ", ',"')
    try:
        found = _PLACES.decode(f"{{{text[1:]}}}")
    except msgspec.MsgspecError:
        return None
    return found if len(found) == keys and are_keys(found) else None


def _people(block: str) -> list[Person] | None:
    """The value of `authors`, each in braces on a line."""
    if '"' in block or "\\" in block or not _NAMES.fullmatch(block):
        return None
    text = block[3:-2].replace("}\n- {", '"},{"').replace(": ", '":"').replace(", ", '","')
    try:
        return _PEOPLE.decode(f'[{{"{text}"}}]')
    except msgspec.MsgspecError:
        return None


BLOCKS: Mapping[str, Callable[[str], Any]] = {"provenance": _places, "authors": _people}
"""By key, what gives the value of the lines below it, or `None`."""
