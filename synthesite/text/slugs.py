"""Ids and slugs: short ASCII names for files and addresses that are valid on every system."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_RESERVED = {"con", "prn", "aux", "nul", "index", *(f"{dev}{n}" for dev in ("com", "lpt") for n in range(10))}
"""Device names of Windows, and `index`, which is the overview of a folder."""

MAX_ID = 80
_WORD = re.compile(r"[a-z0-9]+")


def slugify(text: str, limit: int = MAX_ID) -> str:
    """ASCII lower-case letters, digits and single hyphens, cut at a word to at most `limit` characters.

    Never empty, never a device name of any system, never `index`. Text of which transliteration keeps nothing gets
    a short hash, so that different texts keep different slugs.
    """
    ascii_text = text if text.isascii() else _transliterated(text)
    slug = "-".join(_WORD.findall(ascii_text.lower().replace("'", "")))
    if len(slug) > limit:
        cut = slug[: limit + 1].rsplit("-", 1)[0]
        slug = cut if len(cut) <= limit and cut else slug[:limit]
    if not slug:
        return "x-" + short_hash(text)
    return f"x-{slug}" if slug in _RESERVED else slug


def _transliterated(text: str) -> str:
    from anyascii import anyascii  # brings a good deal of the standard library

    return anyascii(text)


def short_hash(text: str) -> str:
    """Eight hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@lru_cache(maxsize=16_384)
def name_slug(text: str) -> str:
    """A slug for a name as a key of its own: where transliteration or cutting loses something, it keeps a hash.

    Two Chinese names may share one transliteration, two long names their beginning; the hash keeps their pages apart.
    """
    slug = slugify(text, 4 * MAX_ID)
    if _is_latin(text) and len(slug) <= MAX_ID:
        return slug
    return f"{slug[: MAX_ID - 9].rstrip('-')}-{short_hash(text)}"


def _is_latin(text: str) -> bool:
    return text.isascii() or all(ord(c) < 0x250 or not c.isalpha() or 0x1E00 <= ord(c) < 0x1F00 for c in text)


def study_id(family: str | None, year: int | None, title: str | None) -> str:
    """The id of a new study, from what is known: first author, year and the first four words of the title.

    Example: `ruiz-perez-2025-changes-in-attitudes-of`.
    """
    title_words = slugify(re.sub(r"<[^>]*>", "", title)).split("-")[:4] if title else []
    parts = [slugify(family, 30) if family else "", str(year) if year else "", *title_words]
    return slugify(" ".join(part for part in parts if part) or "study")
