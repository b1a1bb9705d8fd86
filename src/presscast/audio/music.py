"""The jingles of an episode: the show's own files, or the built-in ones."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from presscast.audio.clips import count_samples, make_segment
from presscast.audio.ffmpeg import ONLY_FILES, run_ffmpeg
from presscast.audio.loudness import HEADROOM, find_target, match_gain, measure_loudness
from presscast.errors import AudioError
from presscast.show import NO_JINGLE, Show
from presscast.units import EPISODE_RATE, Samples

if TYPE_CHECKING:
    from pydub import AudioSegment

JingleRole = Literal["intro", "outro"]

ROLES: tuple[JingleRole, ...] = ("intro", "outro")

BUILT_IN = "built-in"

_LONGEST_SECONDS = 120

_UNDER_SPEECH_LU = 1.0
"""How much quieter than the speakers a jingle is: at one loudness music seems louder."""


@dataclass(frozen=True, slots=True)
class Music:
    """A jingle, ready to be mixed: as loud as it should be, in the episode's format."""

    role: JingleRole
    source: str
    clip: "AudioSegment"

    @property
    def samples(self) -> Samples:
        """The jingle's length."""
        return count_samples(self.clip)


def load_jingles(show: Show) -> list[Music]:
    """The show's intro and outro, those that it wants. Raises AudioError."""
    places = ((role, find_jingle(show, role)) for role in ROLES)
    return [load_music(show, role, place) for role, place in places if place is not None]


def load_music(show: Show, role: JingleRole, place: str) -> Music:
    """The jingle at a place that `find_jingle` found. Raises AudioError."""
    channels = show.audio.channels
    built_in = place == BUILT_IN
    pcm = _compose(role, channels) if built_in else _decode(show.root / place, channels)
    heard = measure_loudness(pcm, EPISODE_RATE, channels)
    target = find_target(show.loudness.target, channels)
    gain = match_gain(heard, target) - _UNDER_SPEECH_LU
    return Music(role, place, make_segment(pcm, channels).apply_gain(gain - HEADROOM))


def find_jingle(show: Show, role: JingleRole) -> str | None:
    """The jingle's file relative to the show's root, `built-in`, or None for no jingle.

    Raises AudioError where show.toml names a file that is not there.
    """
    named = show.audio.intro if role == "intro" else show.audio.outro
    if named == NO_JINGLE:
        return None
    if named:
        if not (show.root / named).is_file():
            remedy = f'Mend [audio] {role} in show.toml, or set it to "{NO_JINGLE}".'
            raise AudioError(f"there is no such {role}", path=show.root / named, remedy=remedy)
        return named
    folder = show.root / "audio"
    found = sorted(folder.glob(f"{role}.*")) if show.exists and folder.is_dir() else []
    return found[0].relative_to(show.root).as_posix() if found else BUILT_IN


def write_jingles(folder: Path) -> None:
    """Write the built-in jingles as FLAC into a folder. Raises AudioError."""
    for role in ROLES:
        pcm = _compose(role, channels=2)
        shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", "2", "-i", "pipe:0")
        exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-c:a", "flac")
        run_ffmpeg([*shape, *exact, str(folder / f"{role}.flac")], pcm)


@lru_cache
def _compose(role: JingleRole, channels: int) -> bytes:
    """The built-in jingle, 16-bit: a third of a second's work, done once for many scripts."""
    import numpy as np

    from presscast.audio.jingles import compose_intro, compose_outro

    sound = compose_intro() if role == "intro" else compose_outro()
    if channels == 1:
        sound = sound.mean(axis=1, keepdims=True)
    return np.rint(sound * 32767).astype("<i2").tobytes()


def _decode(path: Path, channels: int) -> bytes:
    """A sound file as 16-bit PCM at the episode's rate."""
    source = ("-i", f"file:{path.absolute()}", "-map", "0:a:0", "-t", str(_LONGEST_SECONDS + 1))
    shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", str(channels), "pipe:1")
    remedy = "Give a sound file that plays, such as WAV, FLAC, MP3 or M4A."
    try:
        pcm, _ = run_ffmpeg(["-loglevel", "error", *ONLY_FILES, *source, *shape])
    except AudioError as error:
        raise AudioError(
            f"the jingle does not decode: {error.what}", path=path, remedy=remedy
        ) from None
    seconds = len(pcm) / 2 / channels / EPISODE_RATE
    if seconds < 0.1:
        raise AudioError("the jingle holds no sound", path=path, remedy=remedy)
    if seconds > _LONGEST_SECONDS:
        what = f"the jingle is longer than {_LONGEST_SECONDS} seconds"
        raise AudioError(what, path=path, remedy="Cut it shorter.")
    return pcm
