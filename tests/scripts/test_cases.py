"""Every titled case of cases/*.txt is read as it says; `case_files.py` tells how to add one."""

import pytest
from tests.scripts.case_files import OPEN, Case, describe, list_cases

from presscast.errors import ScriptError

OPEN_MARK = pytest.mark.xfail(strict=True, reason="not read well so far")
ALL = [
    pytest.param(case, id=case.name, marks=[OPEN_MARK] if case.name.endswith(OPEN) else [])
    for case in list_cases()
]


@pytest.mark.parametrize("case", ALL)
def test_case(case: Case) -> None:
    """A script is read as its case says."""
    if case.error:
        with pytest.raises(ScriptError) as caught:
            case.read()
        assert caught.value.what == case.error
        return
    found = describe(case.read())
    wanted = case.sort_expected()
    assert {sign: found[sign] for sign in wanted} == wanted
