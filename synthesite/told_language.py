"""The language of a publication that its title and abstract tell, where no source states it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from synthesite.model import Extract, How, Place
from synthesite.text.languages import abstract_language, detect_language


class Told(NamedTuple):
    """A language, as a BCP 47 tag, and the places of what told it: of the title, and of the abstract if it took it."""

    language: str
    places: list[Place]


def told_language(extract: Extract, *, by_title_alone: bool = True) -> Told | None:
    """The language that an extract's title makes sure, else its abstract, with the title most likely in it too.

    An abstract alone doesn't tell, since many journals print it in English too. Without `by_title_alone` only title and
    abstract together count. `None` where nothing is sure.
    """
    title, at = extract.values.get("title"), extract.places.get("title")
    if not title or not isinstance(at, Place):
        return None
    language = detect_language(title) if by_title_alone else None
    if language:
        return Told(language, [_derived(at)])
    abstract, of_abstract = extract.values.get("abstract"), extract.places.get("abstract") or []
    language = abstract_language(title, " ".join(part["text"] for part in abstract)) if abstract else None
    if not language:
        return None
    told_by = [at, *(of_abstract if isinstance(of_abstract, list) else [of_abstract])]
    return Told(language, list(map(_derived, told_by)))


def _derived(place: Place) -> Place:
    return msgspec.structs.replace(place, how=How.DERIVED)
