"""Errors build their own sentences."""

import pickle
from pathlib import Path

import pytest

from presscast.errors import OutputError, Problems, ScriptError, ShowError, raise_all, suggest


def test_an_error_says_where_what_and_what_to_do() -> None:
    """The parts come in the order in which one reads them."""
    error = ScriptError("nothing to say", path="a.md", line=3, remedy="Write something.")
    assert str(error) == "a.md:3: nothing to say. Write something."


def test_an_error_without_a_place_is_a_sentence_still() -> None:
    """Nothing is left of the parts that are not known."""
    assert str(ShowError("no show here")) == "no show here."


def test_several_problems_come_together_and_one_comes_alone() -> None:
    """`Problems` is only for more than one."""
    one, other = ScriptError("first"), ScriptError("second")
    raise_all([])
    with pytest.raises(ScriptError, match="first"):
        raise_all([one])
    with pytest.raises(Problems) as caught:
        raise_all([one, other])
    assert str(caught.value) == "first.\nsecond."
    assert caught.value.exit_code == 1


def test_errors_pass_from_process_to_process() -> None:
    """Whole."""
    one = OutputError("no room", path=Path("a.mp3"), line=3, remedy="Make some.")
    for error in (one, Problems([one, ScriptError("second")])):
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(copy) is type(error)
        assert str(copy) == str(error)


def test_suggestions_ignore_case_and_stay_silent_without_a_match() -> None:
    """A near name is offered as it is written where it is defined."""
    assert suggest("gmw/en-us+f9", ["gmw/en-us+f3", "roa/fr"]) == 'Did you mean "gmw/en-us+f3"?'
    assert suggest("zzz", ["gmw/en-us+f3"]) == ""
