"""What a value is worth by itself, before and after it is asked who says it: damage first, completeness last."""

from __future__ import annotations

from typing import Any

from synthesite.model import Extract


def quality(unit: str, value: Any, extract: Extract) -> tuple[object, ...]:
    """What goes before trust: a value that is whole and unspoilt stands before one that is not."""
    match unit:
        case "title":
            return (not _shouts(value), not _is_cut(value))
        case "journal":
            return (not _shouts(value), not _looks_abbreviated(value))
        case "published":
            return (len(value),)
        case "authors":
            full = any(sum(c.islower() for c in author.get("given") or "") > 1 for author in value)
            return (not all(_shouts(a.get("family") or a.get("literal") or "", 1) for a in value), full)
        case "abstract":
            text = value[-1]["text"] if value else ""
            return (not extract.values.get("abstract_truncated") and not _is_cut(text),)
        case "pages":
            return (any(dash in value for dash in "-–—") or not value.isdecimal(),)
        case "citations.tally" | "citations.cited_by" | "citations.references" | "citations.filters":
            return (extract.values.get("citations.as_of") or "",)
        case "citations.as_of":
            return (value,)
    return ()


def completeness(unit: str, value: Any) -> tuple[object, ...]:
    """How complete a value is, among sources that are trusted alike."""
    match unit:
        case "title":
            return (": " in value,)
        case "authors":
            return len(value), sum(len((author.get("given") or "").replace(".", "")) for author in value)
        case "abstract":
            return any("label" in part for part in value), sum(len(part["text"]) for part in value)
        case "licence" | "language":
            return (len(value),)
        case "citations.tally":
            return (sum(value.values()),)
        case "citations.cited_by" | "citations.references":
            return (value,)
    return ()


def _shouts(text: str, at_least: int = 11) -> bool:
    """Whether a text stands in capitals; a few capitals may be an acronym."""
    return text.isupper() and sum(map(str.isalpha, text)) >= at_least


def _is_cut(text: str) -> bool:
    return text.rstrip().endswith(("…", "..."))


def _looks_abbreviated(journal: str) -> bool:
    words = journal.split()
    return len(words) > 1 and any(word.endswith(".") or word == "J" for word in words)
