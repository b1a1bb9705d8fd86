"""Every line of cases/*.txt is said as it says; `case_files.py` tells how to add one."""

from collections import Counter

import pytest
from tests.voices.spoken.case_files import Case, list_cases

from presscast.voices.spoken import write_spoken

ALL = list(list_cases())


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}: {case.shown}")
def test_case(case: Case) -> None:
    """A line is said as its case says."""
    assert write_spoken(case.shown, case.language).text == case.said


def test_every_language_is_well_covered() -> None:
    """Sixty lines a language at least, and three hundred of English."""
    lines = Counter(case.language for case in ALL)
    assert lines["en"] >= 300
    assert all(lines[language] >= 60 for language in ("ar", "de", "es", "fr", "it", "pt"))
