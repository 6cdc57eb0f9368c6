"""Renders the Markdown that summaries are written in, and what is as simple: a parser of all Markdown takes far longer.

The same HTML as markdown-it's, or nothing: a text that is not surely of the shapes below is left to it; tests hold the
two against each other, on damaged texts too.

The shapes: paragraphs, headings behind `#`, flat lists with bullets or numbers, and block quotes of these, all of
printable characters and without spaces at the ends of lines. Inside them text with characters behind backslashes;
emphasis around whole words, code, and links to plain addresses, none of them inside another; `<`, `>`, `&` and pairs of
brackets where they can't mean anything else.
"""

from __future__ import annotations

import re

_SAFE_ASCII = bytes([10, *range(32, 127)])
_RARE_SPACES = re.compile("[\u00a0\u2009\u202f]+")
"""Not printable, but like any other character inside a line."""
_LINE = r"(?:[^\s#>+*~`=<_|0-9:-]|[*_+-]{1,2}[^\W_]|`(?!`)|[0-9]+(?![0-9]|[.)](?:\s|\Z)))"
"""How a line starts that surely starts a paragraph, or goes on with one."""
_FIRST_LINE = re.compile(_LINE)
_OTHER_LINE = re.compile(rf"\n(?!{_LINE})")
_INDENTATION = re.compile("\n +")
_HEADING = re.compile(r"\n(#{1,6}) ([^\n]*[^\n#])(?=\n|\Z)")
_QUOTE_MARK = re.compile(r"\n>(?: |(?=\n)|\Z)")
_ITEM_MARK = re.compile(r"\n(?:([-+*])|([0-9]{1,9})([.)])) ")
_MARKS = frozenset("-+*0123456789")
"""What marks of items begin with."""
_NUMBERS = {sign: re.compile(rf"\n[0-9]{{1,9}}[{sign}] ") for sign in ".)"}

_SIGN = r"[!-/:-@\[-`{-~]"
_ADDRESS = r"https?://(?:[a-z0-9]+[.-])+[a-z]+(?:/(?:[A-Za-z0-9._~/?\#=+,;:@-]|%[0-9A-F]{2})*)?"
"""One that stays as it is in HTML."""
_PIECE = re.compile(
    rf"""
    ([\\*_`\[\]<>&"])  # may mean anything; what follows are the cases in which each means one thing only
    (?:
        (?<=\\) (?P<escaped> {_SIGN} )
      | (?<=[*_]) (?<! [^\s("“‘][*_] ) (?P<double> \1? )  # opens here, and can't close
        (?P<emphasised> (?=[^\W_]) [^\\`*_\[\]]* (?: \\{_SIGN} [^\\`*_\[\]]* )* )
        (?: (?<= [^\W_] ) \1(?P=double) (?= [\s.,;:!?)’”] | \Z )  # closes here, and can't open
          | (?<= [.,;:!?)] ) \1(?P=double) (?= \s | \Z ) )
      | (?<=`) (?P<code> [^`\s] (?: [^`\n]* [^`\s] )? ) ` (?!`)
      | (?<=\[) (?<! !\[ ) (?P<label> [^\\`*_\[\]]* ) \]
        (?: (?! [(\[:] )  # no link, no definition of one
          | \( (?P<address> {_ADDRESS} ) \) )
      | (?P<text> (?<=[>"]) | (?<=<) (?= [0-9.=]* [\s),;] ) | (?<=&) (?! \# | [A-Za-z][A-Za-z0-9]*; ) )
    )?
    """,
    re.VERBOSE,
)
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
"""How markdown-it writes what means something in HTML."""
_SIGNS_BY_CODE = str.maketrans(_SIGNS)


class _UnsureError(Exception):
    """A text that has to be left to markdown-it."""


def subset_html(text: str, shift: int) -> str | None:
    """The HTML of a Markdown text, its headings moved down by `shift` levels; `None` for a text of other shapes."""
    others = text.encode(errors="surrogatepass").translate(None, _SAFE_ASCII).decode(errors="surrogatepass")
    if others and not _RARE_SPACES.sub("", others).isprintable():
        return None
    if " \n" in text:  # may be a line break
        return None
    try:
        return _blocks(text, shift, quoted=False)
    except _UnsureError:
        return None


def _blocks(text: str, shift: int, *, quoted: bool) -> str:
    """The HTML of blocks with blank lines between them; `quoted` ones have no quotes inside."""
    text = text.strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    blocks = [f"\n{block}" for block in text.split("\n\n")]
    html: list[str] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        while block.startswith("\n#") and (heading := _HEADING.match(block)):
            tag = f"h{min(6, len(heading[1]) + shift)}"
            html.append(f"<{tag}>{_inline(heading[2])}</{tag}>\n")
            block = block[heading.end() :]
        if not block:
            continue
        if block.startswith("\n>") and not quoted:
            inside, marks = _QUOTE_MARK.subn("\n", block)
            if marks < block.count("\n"):
                raise _UnsureError
            html.append(f"<blockquote>\n{_blocks(inside, shift, quoted=True)}</blockquote>\n")
        elif block[1:2] in _MARKS and (mark := _ITEM_MARK.match(block)):
            start = at - 1
            while at < len(blocks) and _sign(_ITEM_MARK.match(blocks[at])) == _sign(mark):
                at += 1
            html.append(_list(blocks[start:at], mark))
        else:
            html.append(f"<p>{_paragraph(block[1:])}</p>\n")
    return "".join(html)


def _sign(mark: re.Match[str] | None) -> str | None:
    """What makes the items of a list: its bullet, or what follows its numbers."""
    return mark and (mark[1] or mark[3])


def _list(blocks: list[str], mark: re.Match[str]) -> str:
    """A list whose items stand in several blocks if it is loose."""
    start, end = ("<li>", "</li>\n") if len(blocks) == 1 else ("<li>\n<p>", "</p>\n</li>\n")
    html: list[str] = []
    for block in blocks:
        items = block.split(mark[0]) if mark[1] else _NUMBERS[mark[3]].split(block)
        html += [f"{start}{_paragraph(item)}{end}" for item in items[1:]]
    if mark[1]:
        return f"<ul>\n{''.join(html)}</ul>\n"
    number = int(mark[2])
    attribute = "" if number == 1 else f' start="{number}"'
    return f"<ol{attribute}>\n{''.join(html)}</ol>\n"


def _paragraph(text: str) -> str:
    if not (text[:1].isalpha() or _FIRST_LINE.match(text)):
        raise _UnsureError
    if "\n" in text:
        text = _INDENTATION.sub("\n", text)
        if _OTHER_LINE.search(text):
            raise _UnsureError
    return _inline(text)


def _inline(text: str) -> str:
    if text != text.strip():
        raise _UnsureError
    return _PIECE.sub(_piece, text)


def _piece(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind is None:
        raise _UnsureError
    if kind == "text":
        return _SIGNS[match[0]]
    if kind == "escaped":
        sign = match["escaped"]
        return _SIGNS.get(sign, sign)
    if kind == "emphasised":
        double, inside = match.group("double", "emphasised")
        tag = "strong" if double else "em"
        return f"<{tag}>{_PIECE.sub(_piece, inside)}</{tag}>"
    if kind == "code":
        return f"<code>{match['code'].translate(_SIGNS_BY_CODE)}</code>"
    if kind == "address":
        return f'<a href="{match["address"]}">{_PIECE.sub(_piece, match["label"])}</a>'
    return f"[{_PIECE.sub(_piece, match['label'])}]"
