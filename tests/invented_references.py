"""References to a few invented studies, each a little different, for tests that play random histories."""

from __future__ import annotations

from random import Random

from tests.conftest import ris

SUBJECTS = ["tides", "harbours", "lighthouses", "gulls", "ropes", "signals", "fog", "anchors"]


def reference(subject: str, random: Random) -> str:
    """A reference to the study of a subject, as one of several databases might give it."""
    number = SUBJECTS.index(subject)
    fields: dict[str, str | list[str]] = {"TI": f"An invented study of {subject} and those who watch them"}
    if random.random() < 0.8:
        fields["AU"] = random.choice([["Example, Ada", "Beispiel, Bert"], ["Example, A.", "Beispiel, B."]])
    if random.random() < 0.8:
        fields["PY"] = str(2010 + number)
    if random.random() < 0.5:
        fields["DO"] = f"10.5555/{subject}"
    if random.random() < 0.3:
        fields["VL"] = str(random.randint(1, 9))
    if random.random() < 0.4:
        fields["JF"] = f"Journal of Invented {random.choice([subject.title(), 'Results'])}"
    if random.random() < 0.4:
        fields["AB"] = f"An invented abstract about {subject}, version {random.randint(1, 3)}, at night."
    if random.random() < 0.2:
        fields["KW"] = ["lamp", "watch"]
    return ris(**fields)
