from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesite.text.decodings import decodings
from synthesite.text.folding import fold
from synthesite.text.tex import decode_tex, tex_text, tex_title


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"{\"O}hlen, {\AA}sa", "Öhlen, Åsa"),
        (r"\'{\i} \c c {\v R}eh{\r u} \o{} \L\'od\'z {\H o} \k{a} \d{s} \~n", "í ç Řehů ø Łódź ő ą ṣ ñ"),
        (r"5\% \& \$3 \_ \# \{x\}", "5% & $3 _ # {x}"),
        ("a--b --- c ``d'' `e' it's", "a–b — c “d” ‘e’ it's"),
        (r"J.~Invent.\ Fog\,5", "J. Invent. Fog 5"),
        (r"CO$_2$, 10$^{-3}$, $\alpha$, 20$^\circ$C, $4^{\textrm{th}}$", "CO₂, 10⁻³, α, 20°C, 4th"),
        (r"$p < 0.05$ and $x \leq 3$", "p < 0.05 and x ≤ 3"),
        (r"$\beta $-blockers, $ \alpha$ and $k$-means", "β-blockers, α and k-means"),
        ("costs $5 and $10", "costs $5 and $10"),
        ("one $ only, and $$", "one $ only, and $$"),
        (r"{\sc Fog} \textsc{Mist} {\it Rain}", "Fog Mist Rain"),
        (r"\enquote{a \enquote{b}} \mkbibparens{c}", "“a ‘b’” (c)"),
        (r"\href{https://example.org/a_b}{text} \url{https://example.org/~x_y}", "text https://example.org/~x_y"),
        (r"\unknown{kept} \unknown here C:\docs", r"kept \unknown here C:\docs"),
        (r"{\noopsort{1931}}1931 \hspace{2em}\symbol{126} \char65", "1931 ~ A"),
        (r"Oil &amp; <em>gas</em> &lt; x<y", "Oil & gas < x<y"),
        (r"{\ifmmode^\circ\else\textdegree\fi}", "°"),
        (r"\sqrt{2} $\frac{a}{b}$", "√2 a/b"),
        ("{unclosed } } {", "unclosed"),
        ("\\", "\\"),
    ],
)
def test_tex_as_text(raw: str, text: str) -> None:
    assert tex_text(raw) == text
    assert text in set(decodings(raw))


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (r"\emph{Noctiluca} \textbf{b} x\textsuperscript{2} H\textsubscript{2}O",
         "<i>Noctiluca</i> <b>b</b> x<sup>2</sup> H<sub>2</sub>O"),
        (r"{\em a \it b} {\bf c} \emph{} {\it}", "<i>a b</i> <b>c</b>"),
        (r"DNA$_{\textrm{2}}$ and $\Sigma^{0}$", "DNA<sub>2</sub> and Σ<sup>0</sup>"),
        (r"<i>in vitro</i> <strong>x</strong> <scp>Fog</scp>", "<i>in vitro</i> <b>x</b> Fog"),
        (r"<i>not closed \textbf{b}", "not closed b"),
    ],
)  # fmt: skip
def test_tex_as_a_title(raw: str, title: str) -> None:
    assert tex_title(raw) == title
    assert title in set(decodings(raw))


def test_each_character_has_its_place() -> None:
    raw = r"An {\'e}tude \emph{of} fog"
    decoded = decode_tex(raw)
    assert decoded.text == "An étude of fog"
    at = decoded.text.index("of")
    assert raw[decoded.starts[at] : decoded.ends[at + 1]] == "of"
    assert raw[decoded.starts[3] : decoded.ends[3]] == r"\'e"


@given(st.lists(st.sampled_from([*"\\{}$^_'`-~<& a1", "\\emph", "\\'", "\\frac", "\\it ", "\\ifmmode", "&amp;"])))
@settings(max_examples=300, derandomize=True, database=None, deadline=None)
def test_anything_is_read(parts: list[str]) -> None:
    raw = "".join(parts)
    decoded = decode_tex(raw, tags=True)
    assert len(decoded.text) == len(decoded.starts) == len(decoded.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(decoded.starts, decoded.ends, strict=True))
    assert tex_text(raw) == fold(tex_text(raw))


@pytest.mark.parametrize(
    "piece", ["{", "$", "\\emph{", "^{", "\\'", "<i ", "\\ifmmode", "{\\it ", "\\frac{a}", "$a$ ", "\\it a \\bf b "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    start = time.perf_counter()
    tex_title(piece * 10_000)
    assert time.perf_counter() - start < 5
