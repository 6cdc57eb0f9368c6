"""What is quicker for plain English text gives what any text is given."""

from __future__ import annotations

import re

from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from synthesite.text import folding, markup
from synthesite.text.folding import fold, same_form, strip_accents, title_key
from synthesite.text.markup import escape_markdown, plain_title
from synthesite.text.slugs import MAX_ID, name_slug, short_hash, slugify
from tests.text.properties import tries

TEXTS = st.text("aZ09 '-_.&<>/i`*[]\\#+=~)(\t\né–İß") | st.text()


@tries
@given(TEXTS)
def test_forms(text: str) -> None:
    plain = strip_accents(text.translate(folding._DASHES)).casefold()
    assert same_form(text) == folding._NOT_WORD.sub(" ", plain).strip()
    without = re.sub(r"</?(?:i|b|sup|sub)>", "", text)
    assert plain_title(text) == without
    assert title_key(text) == re.sub(r"^(?:the|a|an) ", "", same_form(without.replace("&", " and ")))


@tries
@given(TEXTS)
def test_escaping(text: str) -> None:
    escaped = markup._SPECIAL.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", fold(text))
    assert escape_markdown(text) == escaped


@tries
@given(TEXTS)
def test_slugs(text: str) -> None:
    words = re.findall(r"[a-z0-9]+", anyascii(text).lower().replace("'", ""))
    assert "-".join(words) in {slugify(text, 10_000).removeprefix("x-"), slugify(text, 10_000), ""}
    plain = slugify(text, 4 * MAX_ID)
    is_latin = all(ord(c) < 0x250 or not c.isalpha() or 0x1E00 <= ord(c) < 0x1F00 for c in text)
    if is_latin and len(plain) <= MAX_ID:
        assert name_slug(text) == plain
    else:
        assert name_slug(text).endswith(short_hash(text))


def test_ascii_is_its_own_transliteration() -> None:
    assert all(anyascii(chr(code)) == chr(code) for code in range(0x80))
