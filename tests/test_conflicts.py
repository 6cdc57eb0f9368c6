"""Which differences between sources matter."""

from __future__ import annotations

from typing import Any

import pytest

from synthesite.conflicts import COMPARED, differ

ADA, BERT = {"family": "Example", "given": "Ada"}, {"family": "Beispiel", "given": "Bert"}
GROUP = {"literal": "The Invented Group"}


def one(family: str, given: str = "") -> list[dict[str, str]]:
    return [{"family": family, "given": given} if given else {"family": family}]


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [
        ("title", "An invented study", "AN INVENTED STUDY."),
        ("title", "An invented study: lamps by night", "An invented study"),
        ("title", "An invented study – lamps by night", "An invented study"),
        ("title", "Who sleeps? An invented study", "Who sleeps?"),
        ("title", "Lamps & keepers", "Lamps and keepers"),
        ("title", "Die erfundene Prüfung", "Die erfundene Pruefung"),
        ("title", "Die erfundene Prüfung", "Die erfundene Prufung"),
        ("title", "An <em>invented</em> study", "An &lt;em&gt;invented&lt;/em&gt; study"),
        ("title", "[An invented study]", "An invented study"),
        ("title", "An invented study [Chinese]", "An invented study"),
        ("title", "An invented study. [Article in German]", "An invented study"),
        ("title", "An invented study of lamps and of…", "An invented study of lamps and of keepers"),
        ("title", "A non-invented life-boat", "A noninvented lifeboat"),
        ("title", "The behaviour of organised keepers", "The behavior of organized keepers"),
        ("title", "“Lamps”: an invented study", "'Lamps' - an invented study"),
        ("authors", [ADA, BERT], [ADA]),
        ("authors", [ADA, BERT, GROUP], [ADA, BERT]),
        ("authors", [GROUP, ADA, BERT], [ADA, BERT]),
        ("authors", one("van der Example", "Ada"), one("Example", "A. van der")),
        ("authors", one("Müller", "Ada"), one("Mueller", "A")),
        ("authors", one("Müller", "Ada"), one("Muller", "A.")),
        ("authors", one("Søndergård", "Ada"), one("Sondergaard", "A.")),
        ("authors", one("Example", "Ada Berta"), one("EXAMPLE", "AB")),
        ("authors", one("Example", "Ada Berta"), one("Example", "A")),
        ("authors", one("Example Jr.", "Ada"), one("Example", "Ada")),
        ("authors", one("Ruiz Pérez", "Ana"), one("Pérez", "Ana Ruiz")),
        ("authors", [{"literal": "Ada Example"}], [ADA]),
        ("authors", one("Example"), [ADA]),
        ("year", 2025, 2025),
        ("published", "2025", "2025-04-01"),
        ("journal", "Journal of Invented Results", "J Invent Results"),
        ("journal", "National Journal of Lamps", "Natl. J. Lamps"),
        ("journal", "BMJ (Clinical research ed.)", "BMJ"),
        ("journal", "Lamps: the journal of keepers", "Lamps"),
        ("journal", "Journal of Invented Lamp Results", "JILR"),
        ("journal", "Lamps & Keepers", "Lamps and keepers"),
        ("journal", "Zeitschrift für Lampen", "Zeitschrift fur Lampen"),
        ("volume", "Vol. 7", "07"),
        ("issue", "No. 4", "4"),
        ("issue", "4-5", "4/5"),
        ("pages", "221-8", "221–228"),
        ("pages", "pp. 221-228", "221--228."),
        ("pages", "S12-S15", "S12-15"),
        ("pages", "221-228", "221"),
        ("pages", "e0319830", "0319830"),
        ("doi", "10.5555/A", "https://doi.org/10.5555/a"),
        ("language", "en", "en-GB"),
        ("licence", "CC-BY", "CC-BY-4.0"),
        ("open_access", True, True),
        ("issn", ["1234-5679"], ["2434-561X"]),
        ("publisher", "Invented Press", "Imaginary Press"),
    ],
)
def test_a_difference_of_form_does_not_matter(unit: str, first: Any, second: Any) -> None:
    assert not differ(unit, first, second)
    assert not differ(unit, second, first)


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [
        ("title", "An invented study", "An invented study of lamps"),
        ("title", "An invented study: part I", "An invented study: part II"),
        ("title", "An invented study of lamps", "An invented study of keepers"),
        ("title", "Erratum: an invented study", "An invented study"),
        ("authors", [ADA, BERT], [BERT, ADA]),
        ("authors", [ADA], [BERT]),
        ("authors", [ADA], one("Example", "Berta")),
        ("authors", [ADA], one("Examples", "Ada")),
        ("authors", [GROUP], [{"literal": "Another Group"}]),
        ("year", 2024, 2025),
        ("published", "2025-04", "2025-05-01"),
        ("journal", "Journal of Invented Results", "Journal of Imaginary Results"),
        ("journal", "Lamps", "Keepers"),
        ("journal", "Journal of Lamps", "Journal of Lamps and Keepers"),
        ("volume", "7", "70"),
        ("issue", "4", "5"),
        ("pages", "221-228", "221-229"),
        ("pages", "221-228", "222-228"),
        ("pages", "221", "222"),
        ("doi", "10.5555/a", "10.5555/b"),
        ("pmid", "1", "2"),
        ("language", "de", "en"),
        ("licence", "CC-BY-4.0", "CC-BY-NC-4.0"),
        ("licence", "CC-BY-4.0", "CC-BY-3.0"),
        ("open_access", True, False),
    ],
)
def test_another_fact_matters(unit: str, first: Any, second: Any) -> None:
    assert differ(unit, first, second)
    assert differ(unit, second, first)


@pytest.mark.parametrize("unit", COMPARED)
def test_a_value_does_not_differ_from_itself(unit: str) -> None:
    value: Any = [ADA, BERT, GROUP] if unit == "authors" else "X"
    assert not differ(unit, value, value)
