"""Blocks of speech and music in, an MP3 stream out: on every core, and each block only once.

What goes into a block is known when its takes are there; its frames and levels are kept by the
hash of all that. `mix_block` says what sounds, `master_sound` how loud, `start_encoder` makes it
frames.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version

from presscast.audio.chain import Strip, find_strip, match_strip
from presscast.audio.clips import make_silence
from presscast.audio.encode import RUN_IN, start_encoder
from presscast.audio.ffmpeg import name_version
from presscast.audio.inserts import Inserts
from presscast.audio.limiter import REACH, limit_peaks
from presscast.audio.loudness import HEADROOM, find_target
from presscast.audio.meter import Reading, read_levels
from presscast.audio.mix import ReadTake, cut_insert, mix_block, shape_music
from presscast.audio.mp3 import FRAME
from presscast.audio.music import Music
from presscast.audio.timeline import Layout
from presscast.model import Sound, Take
from presscast.show import Show
from presscast.store import Store, hash_inputs
from presscast.units import Decibels, Lufs

_FULL_SCALE = 32_767
_OVERSHOOT = Decibels(0.5)
"""By how much a decoded file may peak over what was encoded, and a wave over its samples."""

_SLICE = 180 * FRAME
"""Samples that are mastered at once."""

_FORMAT = 6
"""Changes with whatever in this code changes what a block sounds like, or how it is kept."""


@dataclass(frozen=True, slots=True)
class MadeBlock:
    """A block as it goes into the episode."""

    frames: bytes | memoryview
    """MP3; empty where none was asked for."""
    pcm: bytes
    """The mastered sound, interleaved 16-bit; empty where it was not asked for."""
    reading: Reading
    reused: bool
    """Whether it had been made before."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all blocks of an episode are mixed with."""

    show: Show
    strips: Mapping[Sound, Strip]
    """Of each sound that castings have."""
    music: Sequence[Music]
    store: Store
    inserts: Inserts = field(default_factory=Inserts)
    read: ReadTake = Take.read_pcm
    force: bool = False
    """Whether to make everything anew, past the store."""


def match_speakers(
    samples: Iterable[Take], show: Show, store: Store, read: ReadTake, *, force: bool = False
) -> Mapping[Sound, Strip]:
    """For each sound (see `Casting`) the strip that makes it as loud as the show asks for.

    Each take is a voice saying the same thing in every script, so its strip is kept; with `force`
    it is made anew.
    """
    target = find_target(show.loudness.target, channels=1)
    return {
        take.utterance.casting.sound: _recall_strip(
            take, show.audio.chain, target, store, read, force=force
        )
        for take in samples
    }


def _recall_strip(
    sample: Take, chain: str, target: Lufs, store: Store, read: ReadTake, *, force: bool
) -> Strip:
    inputs = (_FORMAT, _list_versions(), sample.name, Strip(chain).settings, target)
    place = store.locate(hash_inputs(*inputs))
    kept = None if force else store.load(place)
    if kept:
        entry, gain = json.loads(kept)
        return Strip(chain, entry, gain)
    strip = match_strip(read(sample), sample.rate, chain, target)
    store.store(place, json.dumps([strip.entry, strip.gain]).encode())
    return strip


def make_block(layout: Layout, desk: Desk, *, mp3: bool = True, pcm: bool = False) -> MadeBlock:
    """A block out of the store, or made and kept there. Raises PresscastError."""
    place = desk.store.locate(hash_inputs(*_list_inputs(layout, desk)))
    kept = None if desk.force or not mp3 else _unpack(desk.store.load(place))
    if kept and not pcm:
        return MadeBlock(kept[0], b"", kept[1], reused=True)
    sound = master_sound(mix_layout(layout, desk), desk.show)
    if kept:
        return MadeBlock(kept[0], sound, kept[1], reused=True)
    channels = desk.show.audio.channels
    if not mp3:
        return MadeBlock(b"", sound, read_levels(sound, channels), reused=False)
    before, after = (
        master_sound(mix_music(layout, desk, first), desk.show)
        for first in (-RUN_IN, layout.samples)
    )
    with start_encoder(sound, desk.show, before, after) as finish:
        reading = read_levels(sound, channels)  # by the core that waits for the encoder
        frames = finish()
    desk.store.store(place, _pack(frames, reading))
    return MadeBlock(frames, sound if pcm else b"", reading, reused=False)


def mix_layout(layout: Layout, desk: Desk) -> bytes:
    """What sounds in a block, HEADROOM under its final level."""
    jingles = {jingle.role: jingle for jingle in layout.jingles}
    speech = find_target(desk.show.loudness.target, channels=1)
    shaped = {
        piece.role: shape_music(piece, jingles[piece.role], speech)
        for piece in desk.music
        if piece.role in jingles
    }
    return mix_block(layout, shaped, desk.strips, desk.inserts, desk.show.audio.channels, desk.read)


def mix_music(layout: Layout, desk: Desk, first: int) -> bytes:
    """RUN_IN samples of what goes on before or behind a block; nothing where it is silent there."""
    channels = desk.show.audio.channels
    mixed = make_silence(0, channels)
    for insert in layout.inserts:
        if insert.start <= first and first + RUN_IN <= insert.end:
            mixed = cut_insert(insert, desk.inserts, first, first + RUN_IN)
    return bytes(mixed.raw_data)


def master_sound(pcm: bytes, show: Show) -> bytes:
    """A mixed block at its final level, its peaks limited: interleaved 16-bit PCM, as it was.

    In slices, so that no block is held as floating point; where they are cut is not heard.
    """
    import numpy as np

    mixed = np.frombuffer(pcm, "<i2").reshape(-1, show.audio.channels)
    mastered = np.empty_like(mixed)
    ceiling = 10 ** ((show.loudness.peak - _OVERSHOOT) / 20) * _FULL_SCALE
    gain = np.float32(10 ** (HEADROOM / 20))
    for start in range(0, len(mixed), _SLICE):
        first, last = max(0, start - REACH), start + _SLICE + REACH
        sound = limit_peaks(mixed[first:last].astype(np.float32) * gain, ceiling)
        sound = sound[start - first : start - first + _SLICE]
        mastered[start : start + _SLICE] = np.rint(sound)
    return mastered.tobytes()


def _list_inputs(layout: Layout, desk: Desk) -> Iterator[object]:
    """Everything that makes a block what it is, for its name."""
    yield _FORMAT
    yield _list_versions()
    audio, loudness = desk.show.audio, desk.show.loudness
    yield [audio.channels, audio.bitrate, loudness.target, loudness.peak]
    yield [layout.samples, layout.end]
    for spoken in layout.utterances:
        take = spoken.take
        strip = find_strip(take.utterance.casting, desk.strips)
        yield [take.name, strip.settings, strip.entry, strip.gain, strip.pan]
        yield [(part.start, *part.cut) for part in spoken.parts]
    names = {piece.role: piece.name for piece in desk.music}
    for jingle in layout.jingles:
        yield [names[jingle.role], jingle.start, jingle.ducked]
    for insert in layout.inserts:
        name = desk.inserts.music["" if insert.kind == "sting" else insert.source].name
        yield [name, insert.start, insert.end, insert.offset, insert.points]


@lru_cache(maxsize=1)
def _list_versions() -> Sequence[str]:
    """Of all that a block is made with."""
    names = ("numpy", "pedalboard", "pydub", "soxr")
    return (name_version(), *(f"{name} {version(name)}" for name in names))


def _pack(frames: bytes, reading: Reading) -> bytes:
    head = {"energies": len(reading.energies), "peak": reading.peak}
    return json.dumps(head).encode() + b"\n" + reading.energies.tobytes() + frames


def _unpack(content: bytes | None) -> tuple[memoryview, Reading] | None:
    """(frames, levels) of an entry; None for what is no such entry.

    The frames are where they have been read: half a MB a block, of which a copy costs more.
    """
    if content is None:
        return None
    start = content.index(b"\n") + 1
    described = json.loads(content[:start])
    energies = array("f")
    end = start + described["energies"] * energies.itemsize
    energies.frombytes(content[start:end])
    return memoryview(content)[end:], Reading(energies, described["peak"])
