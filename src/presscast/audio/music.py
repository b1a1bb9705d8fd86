"""The jingles of an episode: the show's own files, or the built-in ones."""

import math
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from presscast.audio.clips import count_samples, make_segment
from presscast.audio.ffmpeg import ONLY_FILES, name_version, run_ffmpeg
from presscast.audio.loudness import HEADROOM, find_target, match_gain, measure_loudness
from presscast.errors import AudioError
from presscast.show import NO_JINGLE, Show
from presscast.store import Store, hash_file, hash_inputs
from presscast.units import EPISODE_RATE, Decibels, Samples

if TYPE_CHECKING:
    from pydub import AudioSegment

    from presscast.audio.jingles import Style

JingleRole = Literal["intro", "outro"]
MusicRole = Literal["intro", "outro", "sting", "bed", "sound"]

ROLES: tuple[JingleRole, ...] = ("intro", "outro")

BUILT_IN = "built-in"

_KEPT = Path(__file__).with_name("built_in")
"""The default music as `presscast jingle` writes it: composed once, so that it has the same bytes
everywhere, and no render waits for it."""

_FORMAT = 1
"""Changes with how a jingle is made ready."""

_LONGEST_SECONDS = 120
_LONGEST_BED_SECONDS = 300

_WINDOW_MS = 400
"""Over which the level of music is measured: a momentary loudness (EBU Tech 3341)."""

_UNDER_SPEECH_LU = 1.0
"""How much quieter than the speakers a jingle is: at one loudness music seems louder."""


@dataclass(frozen=True, slots=True)
class Music:
    """Music or a sound, ready to be mixed: as loud as it should be, in the episode's format."""

    role: MusicRole
    source: str
    clip: "AudioSegment"
    name: str = ""
    """The hash of everything that made it."""

    @property
    def samples(self) -> Samples:
        """The jingle's length."""
        return count_samples(self.clip)

    @property
    def loudest(self) -> Decibels:
        """The level of its loudest moment, in dBFS."""
        return find_loudest(self.clip)


def load_jingles(show: Show, store: Store, roles: Sequence[JingleRole] = ROLES) -> list[Music]:
    """The show's jingles of these roles, those that it wants. Raises AudioError or OutputError."""
    places = ((role, find_jingle(show, role)) for role in roles)
    return [load_music(show, role, place, store) for role, place in places if place is not None]


def find_loudest(clip: "AudioSegment") -> Decibels:
    """The level of a clip's loudest moment, in dBFS."""
    starts = range(0, len(clip), _WINDOW_MS // 2)
    levels = (clip[at : at + _WINDOW_MS].dBFS for at in starts)
    return Decibels(max(levels, default=-math.inf))


def load_music(show: Show, role: MusicRole, place: str, store: Store) -> Music:
    """The jingle at a place that `find_jingle` found, out of the store where it has been made ready
    before. Raises AudioError or OutputError."""
    channels, target = show.audio.channels, show.loudness.target
    made_of = [hash_jingle(show, role, place), role, name_version(), channels, target]
    name = hash_inputs(_FORMAT, made_of)
    path = store.locate(name)
    pcm = store.load(path)
    if pcm is None:
        longest = _LONGEST_BED_SECONDS if role == "bed" else _LONGEST_SECONDS
        pcm = _decode(locate_music(show, role, place), channels, longest)
        heard = measure_loudness(pcm, EPISODE_RATE, channels)
        gain = match_gain(heard, find_target(target, channels)) - _UNDER_SPEECH_LU
        pcm = bytes(make_segment(pcm, channels).apply_gain(gain - HEADROOM).raw_data)
        store.store(path, pcm)
    return Music(role, place, make_segment(pcm, channels), name)


def hash_jingle(show: Show, role: MusicRole, place: str) -> str:
    """What the jingle is made of: the role, and its file's content."""
    path = locate_music(show, role, place)
    try:
        return hash_inputs(role, hash_file(path))
    except OSError as error:
        what = f"the jingle cannot be read ({error.strerror})"
        raise AudioError(what, path=path) from error


def locate_music(show: Show, role: MusicRole, place: str) -> Path:
    """The file at a place that `find_jingle` found."""
    return _KEPT / f"{role}.flac" if place == BUILT_IN else show.root / place


def copy_jingles(folder: Path) -> None:
    """Put the default intro and outro into a folder."""
    for role in ROLES:
        shutil.copyfile(_KEPT / f"{role}.flac", folder / f"{role}.flac")


def find_jingle(show: Show, role: MusicRole) -> str | None:
    """The jingle's file relative to the show's root, `built-in`, or None for no jingle.

    Raises AudioError where show.toml names a file that is not there.
    """
    named: str = getattr(show.audio, role)
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


def write_music(folder: Path, roles: Iterable[str], style: "Style | None" = None) -> list[Path]:
    """Write built-in music as FLAC into a folder; the files. Raises AudioError."""
    import numpy as np

    from presscast.audio.jingles import Style, compose

    paths = [folder / f"{role}.flac" for role in roles]
    for path in paths:
        pcm = np.rint(compose(path.stem, style or Style()) * 32767).astype("<i2").tobytes()
        shape = ("-f", "s16le", "-ar", str(EPISODE_RATE), "-ac", "2", "-i", "pipe:0")
        exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-c:a", "flac")
        run_ffmpeg([*shape, *exact, str(path)], pcm)
    return paths


def _decode(path: Path, channels: int, longest: int) -> bytes:
    """A sound file as 16-bit PCM at the episode's rate."""
    source = ("-i", f"file:{path.absolute()}", "-map", "0:a:0", "-t", str(longest + 1))
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
    if seconds > longest:
        what = f"the jingle is longer than {longest} seconds"
        raise AudioError(what, path=path, remedy="Cut it shorter.")
    return pcm
