"""Two curators' files about what turned out to be one study, made into one without losing a word."""

from __future__ import annotations

import re

from synthesite.store.front_matter_text import comments_in, top_level_blocks
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
    added = "\n\n".join([f"## From the record {their_id}", *section]).replace("\r\n", "\n")
    if section and not _stands_in(added, body):
        body = f"{body.rstrip()}{newline}{newline}{added.replace(chr(10), newline)}{newline}"
    return f"{front}{body}"


def _front_matter(ours: MarkdownFile, theirs: MarkdownFile) -> tuple[str, str]:
    """Our front matter with the other's keys that it lacks, and the rest of the other's."""
    if not theirs.yaml_text.strip():
        return ours.front, ""
    if not ours.data:
        comments = [f"{comment}\n" for _, comment in comments_in(ours.yaml_text)]
        return _with_yaml(ours, "".join(comments) + theirs.yaml_text), ""
    blocks = top_level_blocks(theirs.yaml_text)
    if not (_is_block_style(ours.yaml_text) and _is_block_style(theirs.yaml_text)):
        return ours.front, "" if _same(ours, theirs) else theirs.yaml_text
    taken = [raw for key, raw in blocks if key not in ours.data]
    left = [raw for key, raw in blocks if key in ours.data and not _says(ours, theirs, key, raw)]
    if not taken:
        return ours.front, "".join(left)
    start = ours.yaml_text if ours.yaml_text.endswith(("\n", "\r")) or not ours.yaml_text else f"{ours.yaml_text}\n"
    return _with_yaml(ours, start + "".join(taken)), "".join(left)


def _same(ours: MarkdownFile, theirs: MarkdownFile) -> bool:
    alike = all(ours.data.get(key) == value for key, value in theirs.data.items())
    return alike and ("#" not in theirs.yaml_text or _stands_in(theirs.yaml_text, ours.yaml_text))


def _says(ours: MarkdownFile, theirs: MarkdownFile, key: str, raw: str) -> bool:
    """Whether ours says of a key what theirs does, and as theirs writes it: a comment may stand beside a value."""
    return bool(ours.data[key] == theirs.data[key]) and _stands_in(raw, ours.yaml_text)


def _stands_in(part: str, whole: str) -> bool:
    """Whether the lines of a text are all there, one after the other; `1` is not in a line that says `12`."""
    lines, wanted = ([line.rstrip() for line in text.strip().splitlines()] for text in (whole, part))
    return any(lines[at : at + len(wanted)] == wanted for at in range(len(lines) - len(wanted) + 1))


def _with_yaml(file: MarkdownFile, yaml_text: str) -> str:
    newline = "\r\n" if "\r\n" in (file.front or file.body) else "\n"
    text = yaml_text.replace("\r\n", "\n")
    text = (text if text.endswith("\n") else f"{text}\n").replace("\n", newline)
    opening = file.front[: file.yaml_start] if file.front else f"---{newline}"
    closing = file.front[file.yaml_start + len(file.yaml_text) :] if file.front else f"---{newline}"
    closing = closing if closing.endswith(("\n", "\r")) else f"{closing}{newline}"
    return f"{opening}{text}{closing}"


def _is_block_style(yaml_text: str) -> bool:
    """Whether the entries stand on lines of their own, and not in braces."""
    return "".join(raw for _, raw in top_level_blocks(yaml_text)) == yaml_text
