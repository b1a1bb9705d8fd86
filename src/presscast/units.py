"""Units as types, and the few conversions between them, each with its rounding."""

from typing import NewType

Milliseconds = NewType("Milliseconds", int)
Samples = NewType("Samples", int)
Hertz = NewType("Hertz", int)
Decibels = NewType("Decibels", float)
Lufs = NewType("Lufs", float)

EPISODE_RATE = Hertz(44_100)
"""The sample rate of every episode: what all podcast clients play (Apple, audio requirements)."""


def to_samples(duration: Milliseconds, rate: Hertz = EPISODE_RATE) -> Samples:
    """The samples in a duration, rounded half up."""
    return Samples((duration * rate + 500) // 1000)


def to_milliseconds(samples: Samples, rate: Hertz = EPISODE_RATE) -> Milliseconds:
    """The duration of a number of samples, rounded half up: never more than 0.5 ms off."""
    return Milliseconds((samples * 1000 + rate // 2) // rate)


def rescale(samples: Samples, source: Hertz, target: Hertz) -> Samples:
    """The same moment counted at another rate, rounded half up."""
    return Samples((samples * target + source // 2) // source)


def format_clock(duration: Milliseconds) -> str:
    """`6:18` or `1:02:03`, in whole seconds rounded half up."""
    minutes, seconds = divmod((duration + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_timecode(time: Milliseconds, point: str = ".") -> str:
    """`00:06:18.042`: hours, with at least two digits, minutes, seconds and milliseconds."""
    seconds, milliseconds = divmod(time, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def format_stamp(time: Milliseconds) -> str:
    """`00:06:18`: the second that has begun, so that no stamp lies behind its chapter's start."""
    minutes, seconds = divmod(time // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
