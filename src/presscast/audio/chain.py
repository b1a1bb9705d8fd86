"""The voice chain: what a speaker's sound goes through before it takes its place.

A take is shaped as a whole and by itself, with filters that start from silence: what it sounds like
depends on nothing but the take and its speaker's strip. The filters are JUCE's, through pedalboard;
none of them delays the sound, so the times of words stay true.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from presscast.audio.loudness import match_gain, measure_loudness
from presscast.model import Casting
from presscast.model import Sound as SpeakerSound
from presscast.units import Decibels, Hertz, Lufs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from pedalboard import Plugin

    Sound = npt.NDArray[np.float32]

ENTRY = Lufs(-23.0)
"""How loud a voice is when it enters the chain, so that thresholds mean the same for all."""

_PAUSES = Decibels(0.25)
"""What the pauses and jingles of an episode take off its loudness (ADR 3)."""

_FULL_SCALE = 32_768


@dataclass(frozen=True, slots=True)
class Strip:
    """A speaker's strip on the mixing desk."""

    chain: str = "off"
    """A table of chains.toml, or "off"."""
    entry: Decibels = Decibels(0.0)
    """The gain before the chain."""
    gain: Decibels = Decibels(0.0)
    """The gain after it."""
    pan: float = 0.0
    """Where the speaker sits in a stereo episode: -1 is left, 1 is right."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the chain is set to; nothing where there is none."""
        return {} if self.chain == "off" else _read_chains()[self.chain]


def shape_voice(pcm: bytes, rate: Hertz, strip: Strip) -> "Sound":
    """A take as its strip lets it out: (samples,), as many as there were, full scale is 1.

    `pcm` is mono, 16-bit.
    """
    import numpy as np

    sound = np.frombuffer(pcm, "<i2") * np.float32(_to_factor(strip.entry) / _FULL_SCALE)
    for stage in _list_stages(strip.settings) if strip.settings else ():
        # One after the other, so that only what goes into a stage and what comes out is held.
        sound = stage(sound, rate)
    sound *= np.float32(_to_factor(strip.gain))
    return sound


def match_strip(pcm: bytes, rate: Hertz, chain: str, target: Lufs) -> Strip:
    """The strip that makes a sound as loud as this, by a take that is the same in every script:
    so a change in a script never changes a level."""
    import numpy as np

    entry = match_gain(measure_loudness(pcm, rate, channels=1), ENTRY)
    # Half of the sound, so that no peak is clipped while it is measured.
    strip = Strip(chain, entry, Decibels(-6.0))
    shaped = np.clip(np.rint(shape_voice(pcm, rate, strip) * _FULL_SCALE), -32_768, 32_767)
    heard = measure_loudness(shaped.astype("<i2").tobytes(), rate, channels=1)
    gain = strip.gain + match_gain(heard, target) + _PAUSES
    return replace(strip, gain=Decibels(gain))


def load_libraries() -> None:
    """Import what blocks are made with: 0.1 s that nobody waits for while a script is read."""
    import numpy  # noqa: F401
    import pedalboard  # noqa: F401
    import pydub  # noqa: F401
    import soxr  # noqa: F401


def find_strip(casting: Casting, strips: Mapping[SpeakerSound, Strip]) -> Strip:
    """The strip that a casting speaks through: that of its sound, with its own gain and place."""
    strip = strips[casting.sound]
    return replace(strip, gain=Decibels(strip.gain + casting.gain), pan=casting.pan)


def _list_stages(chain: Mapping[str, Any]) -> Iterator[Callable[["Sound", Hertz], "Sound"]]:
    from pedalboard import HighpassFilter

    high_pass = partial(_run, HighpassFilter(chain["high_pass"]))
    yield from (high_pass, high_pass)  # each 6 dB an octave
    if "de_esser" in chain:
        yield partial(_soften_hiss, settings=chain["de_esser"])
    yield partial(_run, _compress(chain["compressor"]))


def _soften_hiss(sound: "Sound", rate: Hertz, settings: Mapping[str, float]) -> "Sound":
    from pedalboard import HighpassFilter

    high_pass = HighpassFilter(settings["from"])
    # Filtered forwards and backwards what hisses keeps its phase: it can be taken off and put
    # back turned down, and where it is not turned down nothing changes.
    hissing = _run(high_pass, _run(high_pass, sound, rate)[::-1], rate)[::-1]
    sound -= hissing
    sound += _run(_compress(settings), hissing, rate)
    return sound


def _run(plugin: "Plugin", sound: "Sound", rate: Hertz) -> "Sound":
    """The sound behind a plugin, which forgets what it heard before."""
    import numpy as np

    return plugin.process(np.ascontiguousarray(sound), rate, reset=True)


def _compress(settings: Mapping[str, float]) -> "Plugin":
    from pedalboard import Compressor

    return Compressor(
        threshold_db=settings["threshold"],
        ratio=settings["ratio"],
        attack_ms=settings["attack"],
        release_ms=settings["release"],
    )


@lru_cache(maxsize=1)
def _read_chains() -> Mapping[str, Mapping[str, Any]]:
    text = files("presscast.audio").joinpath("chains.toml").read_text("utf-8")
    return tomllib.loads(text)


def _to_factor(gain: float) -> float:
    return float(10 ** (gain / 20))
