"""Two curators' files about what turned out to be one study, made into one without losing a word."""

from __future__ import annotations

import re

from synthesite.store.front_matter_text import top_level_blocks
from synthesite.store.markdown_files import MarkdownFile


def absorb(ours: MarkdownFile, body: str, theirs: MarkdownFile, words: str, their_id: str) -> str:
    """The text of the file that stays: front matter of both, `body`, then what came from the other file.

    Keys of the other front matter that ours lacks join it as they are written; the rest of it stands, as written, in a
    code block under the other body (`words`; empty if it is nobody's). Doing it twice changes nothing more.
    """
    front, left = _front_matter(ours, theirs)
    newline = "\r\n" if "\r\n" in (ours.front or body) else "\n"
    section = [words.strip()] if words.strip() and words.strip() != body.strip() else []
    if left.strip():
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", left) or [""]))
        section.append(
            f"Front matter of {their_id} that could not be taken over:\n\n{fence}yaml\n{left.rstrip()}\n{fence}"
        )
    added = "\n\n".join([f"## From the record {their_id}", *section]).replace("\r\n", "\n").replace("\n", newline)
    if section and added not in body:
        body = f"{body.rstrip()}{newline}{newline}{added}{newline}"
    return f"{front}{body}"


def _front_matter(ours: MarkdownFile, theirs: MarkdownFile) -> tuple[str, str]:
    """Our front matter with the other's keys that it lacks, and the rest of the other's."""
    if not theirs.yaml_text.strip():
        return ours.front, ""
    if not ours.data:
        return _with_yaml(ours, theirs.yaml_text), ""
    blocks = top_level_blocks(theirs.yaml_text)
    if not (_is_block_style(ours.yaml_text) and _is_block_style(theirs.yaml_text)):
        return ours.front, "" if _same(ours, theirs) else theirs.yaml_text
    taken = [raw for key, raw in blocks if key not in ours.data]
    left = [raw for key, raw in blocks if key in ours.data and raw.strip() not in ours.yaml_text]
    if not taken:
        return ours.front, "".join(left)
    start = ours.yaml_text if ours.yaml_text.endswith(("\n", "\r")) or not ours.yaml_text else f"{ours.yaml_text}\n"
    return _with_yaml(ours, start + "".join(taken)), "".join(left)


def _same(ours: MarkdownFile, theirs: MarkdownFile) -> bool:
    return all(ours.data.get(key) == value for key, value in theirs.data.items()) and "#" not in theirs.yaml_text


def _with_yaml(file: MarkdownFile, yaml_text: str) -> str:
    newline = "\r\n" if "\r\n" in file.front else "\n"
    text = yaml_text.replace("\r\n", "\n")
    text = (text if text.endswith("\n") else f"{text}\n").replace("\n", newline)
    opening = file.front[: file.yaml_start] if file.front else "---\n"
    closing = file.front[file.yaml_start + len(file.yaml_text) :] if file.front else "---\n"
    closing = closing if closing.endswith(("\n", "\r")) else f"{closing}{newline}"
    return f"{opening}{text}{closing}"


def _is_block_style(yaml_text: str) -> bool:
    """Whether the entries stand on lines of their own, and not in braces."""
    return "".join(raw for _, raw in top_level_blocks(yaml_text)) == yaml_text
