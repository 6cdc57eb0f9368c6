from __future__ import annotations

import time

import pytest

from synthesite.text.bibtex_syntax import Entry, entry_in, scan


def shown(entry: Entry, text: str) -> dict[str, str]:
    return {
        field.name: "#".join(f"={text[p.start : p.end]}" if p.is_name else text[p.start : p.end] for p in field.pieces)
        for field in entry.fields
    }


def one(text: str) -> dict[str, str]:
    entry = entry_in(text)
    assert entry is not None
    return shown(entry, text)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('@a{k, t = {x {y}}, u = "v {"} w", n = 12, m = jan}', {"t": "x {y}", "u": 'v {"} w', "n": "12", "m": "=jan"}),
        ("@a(k, t = {x)y}, n = 1)", {"t": "x)y", "n": "1"}),
        ('@a{k, t = abc # " and " # {d}}', {"t": "=abc# and #d"}),
        ("@a{k\n, T={x}\n, u={y}\n}", {"t": "x", "u": "y"}),
        ("@a{t = {no key}, n = 1}", {"t": "no key", "n": "1"}),
        ("@a{, t = {x}}", {"t": "x"}),
        ("@a {k ,t={x},}", {"t": "x"}),
        ("@a{k, t = {x} u = {no comma}}", {"t": "x", "u": "no comma"}),
        ("@a{k, author+an:x = {1}, Cited References = {2}}", {"author+an:x": "1", "cited references": "2"}),
        (r"@a{k, t = {brace \} more}, u = {y}}", {"t": r"brace \} more", "u": "y"}),
        (r'@a{k, t = "quote \" more", u = {y}}', {"t": r"quote \" more", "u": "y"}),
        ("@a{k, t = {x}}, u = {behind}}", {"t": "x", "u": "behind"}),
        ("@a{k,\n% u = {commented},\n t = {x}}", {"t": "x"}),
        ("@a{k}", {}),
    ],
)
def test_entries(text: str, fields: dict[str, str]) -> None:
    assert one(text) == fields


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("@a{k, t = {x}", "unclosed-entry"),
        ("@a{k, t = {x", "broken-value"),
        ("@a{k, t = {x,\n u = {y}}", "broken-value"),
        ("@a{k, t = {x}}, u = {y}}", "early-close"),
        ("@a{k, t = {x}, some words, u = {y}}", "stray-text"),
        ("@a{k, t = two words, u = {y}}", "broken-value"),
    ],
)
def test_what_is_wrong_is_said(text: str, code: str) -> None:
    entry = entry_in(text)
    assert entry is not None
    assert code in {fault.code for fault in entry.faults}


def test_a_broken_entry_loses_only_itself() -> None:
    text = "@a{one, t = {x}}\n@a{two, t = {not closed,\n\n@a{three, t = {y}}\n@a{four, t = {z}\n@a{five, t = {w}}"
    assert [entry.key for entry in scan(text)] == ["one", "two", "three", "four", "five"]
    assert [shown(entry, text).get("t") for entry in scan(text)] == ["x", None, "y", "z", "w"]


def test_what_is_no_entry() -> None:
    text = (
        'Write to nobody@example.org.\n@comment{@a{x, t={y}}}\n@preamble{ "a" # {b} }\n%@a{commented, t={out}}\n'
        "@string{s = {t}}\n@a{k, t = s}"
    )
    assert [(entry.kind, entry.key) for entry in scan(text)] == [
        ("comment", ""), ("preamble", ""), ("string", ""), ("a", "k"),
    ]  # fmt: skip


def test_no_entry() -> None:
    assert entry_in("no entry here") is None


@pytest.mark.parametrize(
    "text",
    [
        "@a{k,\n t={x,\n" * 5_000, "@a{k, t=" + "{" * 50_000, '@a{k, t="' + '{"' * 50_000, "@a{k," + "=" * 50_000,
        "@a{k, t " + " \n" * 50_000, "@a{" + "k " * 50_000, "@a{k" + " " * 50_000, "@a{k,\n" + "t = {x\n" * 5_000,
        "@comment{" * 20_000, "@a{k, t=" + "x#" * 30_000, "@a{k, t={x}" + "}, t={x}" * 20_000, "@" * 50_000,
        "@a{k,\n" + "t = x y\n" * 10_000,
    ],
    ids=lambda text: repr(text[:24]),
)  # fmt: skip
def test_time_grows_with_the_length_only(text: str) -> None:
    start = time.perf_counter()
    for _ in scan(text):
        pass
    assert time.perf_counter() - start < 5
