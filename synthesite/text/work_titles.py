"""Titles of publications made comparable, and what a title says its publication is."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from synthesite.text.folding import strip_accents
from synthesite.text.patterns import lazy

_MARKUP = lazy(r"</?[a-z][a-z0-9:]{0,12}(?: [^<>]{0,80})?/?>", re.IGNORECASE)
_GREEK = {
    ord(letter): f" {name} "
    for letter, name in zip(
        "αβγδεκλμω", ["alpha", "beta", "gamma", "delta", "epsilon", "kappa", "lambda", "mu", "omega"], strict=True
    )
}
_WORD = lazy(r"[^\W_]+")
_LANGUAGES = (
    "afrikaans|arabic|bulgarian|chinese|croatian|czech|danish|dutch|english|estonian|finnish|french|german|greek|hebrew"
    "|hungarian|italian|japanese|korean|latvian|lithuanian|norwegian|persian|polish|portuguese|romanian|russian|serbian"
    "|slovak|slovene|slovenian|spanish|swedish|thai|turkish|ukrainian|vietnamese"
)
_TAG = (
    r"reprinted|reprint|see comments?|comments?|abstracts?|(?:conference|meeting|structured|provisional) abstract"
    r"|poster|corrected|review|letter|[0-9]+ refs?|editorial|(?:published )?erratum appears|summary|translat|article in"
    rf"|in [a-z]+$|(?:in )?(?:{_LANGUAGES})\b"
)
_TAGS_BEHIND = lazy(rf"(?:[\s.]{{0,4}}[\[(](?:{_TAG})(?:[^\[\]()]|[\[(][^\[\]()]*[\])])*[\])])+[\s.]*$", re.IGNORECASE)
_RETRACTED = lazy(r"^\W*(?:retracted(?: article| paper)?|withdrawn(?: article)?)\b\W*", re.IGNORECASE)
_RETRACTED_BEHIND = lazy(r"\W*\((?:retracted|withdrawn)[^()]*\)\W*$", re.IGNORECASE)
_TAG_BEFORE = lazy(rf"^\[(?:{_TAG})[^\[\]]*\]\s*", re.IGNORECASE)

_NOTICE = lazy(
    r"^\W*(?:(?:publisher|author|editor)s?\W{0,2}s? )?(?:published )?"
    r"(?:errat(?:um|a)|corrigend(?:um|a)|corrections?|retraction(?: note| notice)?|expression of concern|addendum|"
    r"withdrawal|notice of (?:retraction|correction|concern)|partial retraction)\b"
    r"(?= ?(?:[:.\-\u2013\u2014\[(]|to\b|for\b|of\b|in\b|notice|note|$))"
    r"|[\[(:.\u2013\u2014-] ?(?:erratum|corrigendum|correction|retraction|expression of concern)\W*$",
    re.IGNORECASE,
)
_COMMENT = lazy(
    r"^\W*(?:re ?:|re\b(?= ?[\"'\u201c\u2018\[(])|(?:a |the )?(?:comments?|commentary|discussion|reply|replies|response"
    r"|rejoinder|rebuttal|letters?|invited commentary|editorial comment(?:ary)?|authors?\W{0,2}s? (?:reply|response)"
    r"|in reply|in response)\b(?= ?(?:to|on|by|re|regarding|[:.\-\u2013\u2014\"\u201c(]|$)))"
    r"|[:.\-\u2013\u2014(\[] ?(?:(?:a |the |an |invited |author'?s'? |authors'? )?(?:reply|response|comment|commentary|"
    r"rejoinder|rebuttal|letter to the editor)s?)(?: from[^:]*| by[^:]*)?\W*$",
    re.IGNORECASE,
)
_PROTOCOL = lazy(
    r"\b(?:(?:study|trial|review|research|clinical|rct)? ?protocols?(?: (?:of|for) (?:an? )?)?"
    r"|rationale(?:,| and|,? aims,?)[a-z, ]* design[a-z, ]*"
    r"|(?:study |trial )?design(?:,| and) (?:rationale|methods?|protocol|baseline)[a-z, ]*"
    r"|statistical analysis plan(?: (?:of|for) (?:an? )?)?|(?:study|trial) design(?: of)?)\b",
    re.IGNORECASE,
)
_DESIGN = lazy(
    r"\b(?:(?:an?|the|of|for|results?|from|findings|multi ?cent(?:re|er)|pragmatic|single|double|blind(?:ed)?|parallel"
    r"|group|cluster|pilot|feasibility|phase [0-9ivx]+[ab]?|open|label|placebo|controlled|randomi[sz]ed|trial|study"
    r"|systematic|scoping|review|meta|analysis|two|arm|clinical|prospective|cohort)\b\W*)+",
    re.IGNORECASE,
)
_EDITORIAL = (
    r"(?:guest |from the |the |an? |senior |associate |section )*(?:editors?|editorials?)(?: (?:s )?(?:notes?|comments?"
    r"|introductions?|perspectives?|choice|page|letter|corner|column|board|message|remarks|pick|in chief))*"
)
_RECURRING = lazy(
    rf"^(?:{_EDITORIAL}|introduction(?: to (?:the )?(?:special|theme) (?:issue|section))?"
    r"|special (?:issue|section).*|(?:in )?this (?:month|issue|week).*|(?:book|media|film|software|product) reviews?"
    r"|contents|preface|foreword|abstracts?|news.*|obituary|in memoriam|calendar|index|acknowledge?ments?|reviewers?"
    r"|commentary|comments?|discussion|conclusions?|letters?(?: to the editor)?|correspondence|reply|response"
    r"|poster(?: presentation)?s?|oral presentations?|oral abstracts?|plenary.*|summary|errat(?:um|a)|corrections?"
    r"|corrigend(?:um|a)|retraction|addendum|announcements?|case reports?|overview|welcome|annual report.*"
    r"|year in review.*|conference proceedings?|references|bibliography|untitled|no title|n a|perspectives?"
    r"|remarks from .*|message from .*|president s .*|table of contents|front matter|back matter|volume .*|issue .*"
    r"|proceedings of .*)$"
)
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "first": "1", "second": "2", "third": "3"}
_COUNTED = frozenset(
    [
        "part",
        "parts",
        "phase",
        "study",
        "volume",
        "vol",
        "chapter",
        "section",
        "series",
        "experiment",
        "paper",
        "step",
        "stage",
        "no",
        "number",
        "teil",
    ]
)
_PARTS = frozenset(["part", "parts", "paper", "volume", "vol", "chapter", "section", "teil"])
_PLAIN_ROMAN = frozenset({"ii", "iii", "iv", "vi", "vii", "viii", "ix"})
LONGEST = 2000
"""How many characters of a title count; patterns are run over it, and a source may hold anything."""

SMALL_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "in",
        "on",
        "for",
        "to",
        "with",
        "by",
        "from",
        "at",
        "as",
        "is",
        "und",
        "der",
        "die",
        "das",
        "et",
        "de",
        "la",
        "le",
        "les",
        "y",
        "el",
    ]
)


class WorkTitle(NamedTuple):
    """A title in the forms that are compared. All words are in lower case and without accents."""

    words: tuple[str, ...]
    """Tags such as `[Chinese]` and `(Reprinted from …)` left out."""
    compact: str
    """The words without anything between them: what stays the same however hyphens and spaces are set."""
    main: str
    """The same of what stands before a subtitle; empty without one."""
    numbers: frozenset[str]
    """Every number in it, Roman ones and those spelt out behind `part` and the like included."""
    part: str
    """Which part of a series it says it is (`2`), else empty."""
    kind: str
    """`notice`, `comment`, `protocol`, or empty."""
    bare: str
    """For notices, comments and protocols, and everything else: the compact title without the words for kind, design
    and part, which is what is left in common with the publication they belong to."""
    recurs: bool
    """Whether it is a heading that comes again in every issue, such as `Editorial`."""

    @property
    def is_distinctive(self) -> bool:
        """Whether two publications with this title are most likely one: it is no heading, and not short."""
        if self.recurs:
            return False
        wide = sum(2 if "\u2e80" <= c <= "\uffdf" or "\u1100" <= c <= "\u11ff" else 1 for c in self.compact)
        return wide >= 24 and (len(self.words) >= 4 or wide > len(self.compact))


NO_TITLE = WorkTitle((), "", "", frozenset(), "", "", "", False)


@lru_cache(maxsize=16384)
def work_title(text: str) -> WorkTitle:
    """The forms of a title as a source gives it, with markup and entities or without."""
    plain = _MARKUP.sub("", html.unescape(html.unescape(text[:LONGEST]))).strip()
    stripped = _RETRACTED_BEHIND.sub("", _RETRACTED.sub("", plain)) or plain
    stripped = _TAG_BEFORE.sub("", _TAGS_BEHIND.sub("", stripped)) or stripped
    kind = _kind(stripped)
    words = title_words(stripped)
    if not words:
        return NO_TITLE._replace(words=title_words(plain), compact="".join(title_words(plain)))
    main, _, behind = _split(stripped)
    numbers, part = _numbers(words)
    return WorkTitle(
        words=words,
        compact="".join(words),
        main="".join(title_words(main)) if behind else "",
        numbers=numbers,
        part=part,
        kind=kind,
        bare=_bare(stripped, kind),
        recurs=bool(_RECURRING.match(" ".join(words))),
    )


def title_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without accents; Greek letters by their names."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower().replace("&", " and ")))
    return tuple(_WORD.findall(strip_accents(text).casefold().translate(_GREEK).replace("&", " and ")))


def _split(text: str) -> tuple[str, str, str]:
    at = re.search(r"[:?!.;] +| [-\u2013\u2014]{1,2} |\u2014|\uff1a", text[10:])
    return (text[: at.start() + 10], at[0], text[at.end() + 10 :]) if at else (text, "", "")


def _kind(text: str) -> str:
    if _NOTICE.search(text):
        return "notice"
    if _COMMENT.search(text):
        return "comment"
    return "protocol" if _PROTOCOL.search(text) else ""


def _bare(text: str, kind: str) -> str:
    pattern = {"notice": _NOTICE, "comment": _COMMENT, "protocol": _PROTOCOL}.get(kind)
    left = pattern.sub(" ", text) if pattern else text
    left = re.sub(r"^\W*(?:to|for|of|on|in)\b", " ", left) if kind in {"notice", "comment"} else left
    words = " ".join(title_words(left))
    words = re.sub(
        r"\b(?:part|paper|volume|vol|chapter|section|teil) (?:[0-9]+|[ivx]+|one|two|three|four)\b", " ", words
    )
    return _DESIGN.sub(" ", words).replace(" ", "")


def _numbers(words: tuple[str, ...]) -> tuple[frozenset[str], str]:
    numbers, part = set(), ""
    before = ""
    for at, word in enumerate(words):
        if (
            word in _PLAIN_ROMAN
            or (word in _ROMAN and before in _COUNTED)
            or (word == "i" and at == len(words) - 1 > 0)
        ):
            number = _ROMAN[word]
        elif word in _SPELT and before in _COUNTED:
            number = _SPELT[word]
        else:
            number = "" if word.isalpha() else "".join(c for c in word if c.isdecimal())
        if number:
            number = number.lstrip("0") or "0"
            numbers.add(number)
            if before in _PARTS or (at == len(words) - 1 and word in _ROMAN):
                part = number
        before = word
    return frozenset(numbers), part
