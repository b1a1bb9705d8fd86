"""Units and their rounding."""

from hypothesis import given
from hypothesis import strategies as st

from presscast.units import (
    EPISODE_RATE,
    Hertz,
    Milliseconds,
    Samples,
    format_clock,
    rescale,
    to_milliseconds,
    to_samples,
)


@given(st.integers(0, 10**9))
def test_milliseconds_survive_the_way_through_samples(value: int) -> None:
    """A millisecond is many samples, so nothing is lost."""
    assert to_milliseconds(to_samples(Milliseconds(value))) == value


@given(st.integers(0, 10**9))
def test_samples_are_off_by_half_a_millisecond_at_most(value: int) -> None:
    """Rounding goes to the nearest millisecond."""
    milliseconds = to_milliseconds(Samples(value))
    assert abs(milliseconds * EPISODE_RATE - value * 1000) <= 500 * EPISODE_RATE / 1000 * 1.0001


def test_rescaling_to_twice_the_rate_doubles() -> None:
    """eSpeak NG's 22,050 Hz become the episode's 44,100 without rounding."""
    assert rescale(Samples(12_345), Hertz(22_050), EPISODE_RATE) == 24_690


def test_clock_shows_hours_only_where_there_are_any() -> None:
    """Minutes are not padded, seconds are."""
    assert format_clock(Milliseconds(378_400)) == "6:18"
    assert format_clock(Milliseconds(3_723_000)) == "1:02:03"
    assert format_clock(Milliseconds(59_500)) == "1:00"
