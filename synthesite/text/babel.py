"""Languages by the names that babel and polyglossia have for them, which BibLaTeX's `langid` uses."""

from __future__ import annotations

from synthesite.text.languages import language_tag

_BABEL = {
    "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB", "australian": "en-AU",
    "canadian": "en-CA", "newzealand": "en-NZ", "ngerman": "de", "naustrian": "de-AT", "austrian": "de-AT",
    "swissgerman": "de-CH", "nswissgerman": "de-CH", "germanb": "de", "francais": "fr", "frenchb": "fr",
    "acadian": "fr", "canadien": "fr-CA", "brazil": "pt-BR", "brazilian": "pt-BR", "portuges": "pt", "mexican": "es-MX",
    "spanishmx": "es-MX", "norsk": "nb", "nynorsk": "nn", "bokmal": "nb", "latin": "la", "catalan": "ca",
    "basque": "eu", "galician": "gl", "estonian": "et", "latvian": "lv", "lithuanian": "lt", "slovak": "sk",
    "slovene": "sl", "slovenian": "sl", "croatian": "hr", "serbian": "sr", "bulgarian": "bg", "romanian": "ro",
    "ukrainian": "uk", "icelandic": "is", "irish": "ga", "welsh": "cy", "afrikaans": "af", "farsi": "fa",
    "persian": "fa", "polutonikogreek": "el", "magyar": "hu", "bahasa": "id", "indonesian": "id", "malay": "ms",
    "vietnamese": "vi", "thai": "th", "hindi": "hi", "esperanto": "eo", "breton": "br",
}  # fmt: skip


def babel_language(text: str) -> str | None:
    """The BCP 47 tag of a language as BibTeX files name it: babel's name, any language's name, a tag or a code."""
    name = text.strip().lower()
    return _BABEL.get(name) or language_tag(name)
