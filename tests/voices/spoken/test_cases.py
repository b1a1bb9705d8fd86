"""Every line of cases/*.txt is said as it says; `case_files.py` tells how to add one."""

from collections import Counter

import pytest
from tests.voices.spoken.case_files import Case, list_cases

from presscast.voices.spoken import write_spoken

ALL = list(list_cases())


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}: {case.title}")
def test_case(case: Case) -> None:
    """Each line is said as its case says."""
    said = {line: write_spoken(line, case.language).text for line in case.shown}
    assert said == dict(zip(case.shown, case.said, strict=True))


def test_every_language_is_well_covered() -> None:
    """Sixty lines a language at least, and three hundred of English."""
    lines: Counter[str] = Counter()
    for case in ALL:
        lines[case.language] += len(case.shown)
    assert lines["en"] >= 300
    assert all(lines[language] >= 60 for language in ("ar", "de", "es", "fr", "it", "pt"))
