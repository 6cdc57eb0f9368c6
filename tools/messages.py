"""The words of the interface, collected from templates and Python, and brought into the catalogs.

    python -m tools.messages                updates all catalogs: new messages come in empty, gone ones go
    python -m tools.messages --new pl       begins the catalog of a language

Nothing is guessed: a message whose English words changed is a new one.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from synthesite.catalogs import LOCALE, catalog, languages
from synthesite.interface import ENGLISH

ROOT = Path(__file__).resolve().parents[1]
_TEMPLATES = ("templates/**.html", "templates/**.xml")
_FILES = [("synthesite/**.py", "python"), *((names, "jinja2.ext:babel_extract") for names in _TEMPLATES)]
_JINJA = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
_OPTIONS = dict.fromkeys(_TEMPLATES, _JINJA)
_MARKS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "N_": None,
    "Words": (1, 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_COMMENT = "for translators:"
_HEADER = """\
# Words of the interface of Synthesite.
# Written by `make messages`, translated by hand; docs/languages.md says how.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""The header of a catalog: nothing in it changes by itself, as dates would."""


def extracted() -> Catalog:
    """All messages of the program's own templates and of its Python code, as a catalog without translations."""
    made = Catalog(project="synthesite", charset="utf-8")
    found = extract_from_dir(
        ROOT, _FILES, _OPTIONS, _MARKS, [_COMMENT], strip_comment_tags=True, directory_filter=_is_ours
    )
    for path, line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        made.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return made


def _is_ours(folder: str) -> bool:
    return Path(folder).name not in {".venv", ".git", ".cache", "site", "tests", "bench", "docs", "content", "tools"}


def updated(language: str) -> bytes:
    """The catalog of a language with all messages that there are, and no others."""
    path = catalog(language)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language, ignore_obsolete=True)
    else:
        known = Catalog(locale=language)
    known.update(extracted(), no_fuzzy_matching=True)
    fresh = Catalog(locale=language, charset="utf-8")
    for message in known:
        if message.id:
            fresh.add(message.id, message.string, message.locations, (), message.auto_comments, context=message.context)
    written = io.BytesIO()
    write_po(written, fresh, width=100, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return _HEADER.format(language=language, plural=fresh.plural_forms).encode() + written.getvalue()


def _forms(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else [str(form) for form in said or [""]]


def main() -> None:
    """Updates the catalogs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--new", metavar="LANGUAGE", help="a language to begin a catalog of, as a BCP 47 tag")
    new = parser.parse_args().new
    for language in sorted({*languages(), *([new] if new else [])} - {ENGLISH}):
        path = catalog(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language))
        with path.open("rb") as file:
            found = [message for message in read_po(file) if message.id]
        missing = sum(not all(_forms(message)) for message in found)
        print(f"{path.relative_to(LOCALE)}: {len(found)} messages, {missing} not translated")


if __name__ == "__main__":
    main()
