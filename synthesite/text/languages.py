"""Languages: by script where that decides it, by a trained detector where there is enough text, else unknown."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from synthesite.text.patterns import lazy

if TYPE_CHECKING:
    from synthesite.text.detector import Detector

_SCRIPTS = (
    ("ja", lazy(r"[\u3040-\u30ff]")),
    ("ko", lazy(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", lazy(r"[\u3400-\u9fff]")),
)
_ASCII = bytes(range(128))
"""What most texts consist of, and no script but ours."""
_ISO_639_2 = {
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "por": "pt", "ita": "it", "dut": "nl",
    "nld": "nl", "fin": "fi", "swe": "sv", "dan": "da", "nor": "no", "pol": "pl", "rus": "ru", "chi": "zh", "zho": "zh",
    "jpn": "ja", "kor": "ko", "tur": "tr", "gre": "el", "ell": "el", "heb": "he", "ara": "ar", "cze": "cs", "ces": "cs",
    "hun": "hu",
}  # fmt: skip
_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "portuguese": "pt", "português": "pt", "italian": "it", "dutch": "nl", "finnish": "fi",
    "suomi": "fi", "swedish": "sv", "svenska": "sv", "danish": "da", "norwegian": "no", "polish": "pl",
    "russian": "ru", "chinese": "zh", "中文": "zh", "japanese": "ja", "日本語": "ja", "korean": "ko", "turkish": "tr",
    "greek": "el", "hebrew": "he", "arabic": "ar", "czech": "cs", "hungarian": "hu",
}  # fmt: skip
_PUBLISHED_IN = [
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gl", "he", "hi", "hr", "hu",
    "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th",
    "tr", "uk", "vi", "zh",
]  # fmt: skip
"""The languages that the detector chooses from: the more it knows, the less sure it is of English."""
LANGUAGE_TAG = lazy(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The form of a BCP 47 tag, as far as it concerns us."""
SURE = 0.999
"""The detector's probability from which on a language is taken as known."""
MIN_LETTERS = 40
"""Fewer letters than this don't tell a language."""


def language_tag(text: str) -> str | None:
    """The BCP 47 tag of what a source calls a language: a tag, an ISO 639-2 code or a name."""
    key = text.strip().lower()
    if re.fullmatch(r"[a-z]{2}", key):
        return key
    if re.fullmatch(r"[a-z]{2}-[a-z]{2}", key):
        return f"{key[:2]}-{key[3:].upper()}"
    return _ISO_639_2.get(key) or _NAMES.get(key)


def script_language(text: str) -> str | None:
    """The language that the script gives away: Kana is Japanese, Hangul Korean, Han without either Chinese."""
    others = "" if text.isascii() else _others(text)
    return next((tag for tag, script in _SCRIPTS if script.search(others)), None) if others else None


_LONG = 300
"""Characters from which on a pattern takes longer than parting a text."""


def _others(text: str) -> str:
    """The characters outside ASCII alone, which is far fewer to look through."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


_ELSEWHERE = {
    "el": (lazy(r"[\u0370-\u03ff]{3}"), ("el", "grc")),  # one or two letters may be a formula
    "und-Cyrl": (lazy(r"[\u0400-\u04ff]{2}"), ("ru", "uk", "bg", "sr", "be", "mk", "kk", "ky", "mn", "tg")),
    "he": (lazy(r"[\u05d0-\u05ea]"), ("he", "yi")),
    "und-Arab": (lazy(r"[\u0620-\u064a]"), ("ar", "fa", "ur", "ps", "ckb")),
    "und-Deva": (lazy(r"[\u0904-\u0939]"), ("hi", "mr", "ne", "sa")),
    "th": (lazy(r"[\u0e01-\u0e2e]"), ("th",)),
}
"""Other scripts: the tag of one, what tells it, and the languages that are written in it."""
_BEYOND_LATIN = lazy(
    r"[\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u1100-\u11ff]|[\u3040-\u9fff\uac00-\ud7af]"
)


def written_language(text: str, language: str | None = None) -> str | None:
    """The language to name where a text is shown: `language`, unless the text is in a script of other languages.

    The tag is `und-Cyrl` and the like (BCP 47, ISO 15924) where many languages share the script.
    """
    if text.isascii() or not _BEYOND_LATIN.search(text if len(text) < _LONG else _others(text)):
        return language
    by_script = script_language(text)
    if by_script:
        return by_script
    base = (language or "").split("-")[0]
    found = next(((tag, languages) for tag, (script, languages) in _ELSEWHERE.items() if script.search(text)), None)
    return language if found is None or base in found[1] else found[0]


def detect_language(text: str) -> str | None:
    """The language of a passage as a BCP 47 tag, or `None` where the detector is not sure or the text is short."""
    letters = sum(map(str.isalpha, text))
    by_script = None if text.isascii() else script_language(text)
    if by_script and sum(bool(_SCRIPTS[0][1].match(c) or ord(c) >= 0x3400) for c in text) * 2 > letters:
        return by_script
    if letters < MIN_LETTERS:
        return None
    tag, probability = _classify(text)
    return tag if probability >= SURE else None


def abstract_language(title: str, abstract: str) -> str | None:
    """The language that an abstract makes sure, if the title is most likely in it too."""
    in_abstract = detect_language(abstract) if title else None
    return in_abstract if in_abstract and _classify(title)[0] == in_abstract else None


def load_detector() -> None:
    """Loads the detector now, for many texts, so that processes forked later find it loaded.

    That is half a second's work, of which most is done once if there is a folder for it (`keep_detector_in`).
    """
    _detector(many=True)


def keep_detector_in(folder: Path, key: str) -> None:
    """Has the detector, which is loaded when it is needed first, keep its model in a folder, and look for it there.

    It is kept for whoever has many texts only; it takes some 60 MB. `key` stands for the program and the libraries.
    """
    _kept_in[:] = [(folder, key)]


_kept_in: list[tuple[Path, str]] = []


@lru_cache(maxsize=256)
def _classify(text: str) -> tuple[str, float]:
    """The detector's best guess and its probability; a title is asked for twice, a passage in several sources too."""
    return _detector().classify(text)


def _detector(*, many: bool = False) -> Detector:
    if not _loaded:
        from synthesite.text.detector import Detector  # which imports numpy

        folder, key = _kept_in[-1] if _kept_in else (None, "")
        _loaded.append(Detector(_PUBLISHED_IN, folder, key, keep=many))
    return _loaded[0]


_loaded: list[Detector] = []
