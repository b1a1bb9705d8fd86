"""From a block's layout to sound: nothing here ever holds the whole episode."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from presscast.audio.chain import Strip, find_strip, shape_voice
from presscast.audio.clips import (
    count_samples,
    cut_clip,
    fade_edges,
    join_clips,
    make_clip,
    make_segment,
    make_silence,
    overlay_clip,
)
from presscast.audio.inserts import ATTACK, RELEASE, Inserts
from presscast.audio.loudness import HEADROOM
from presscast.audio.music import JingleRole, Music, find_loudest
from presscast.audio.timeline import Layout
from presscast.model import Insert, Jingle, Sound, Take
from presscast.units import Decibels, Lufs, Milliseconds, Samples, to_samples

if TYPE_CHECKING:
    from pydub import AudioSegment

UNDER_WORDS = Decibels(20.0)
"""How far music lies under words (WCAG 2.2, 1.4.7)."""

_SLICE = 1 << 16
"""Samples of music that are turned down at once: no block of it is held as floating point."""

_EDGE = to_samples(Milliseconds(4))


ReadTake = Callable[[Take], bytes]
"""The PCM of a take."""


def mix_block(
    layout: Layout,
    music: Mapping[JingleRole, "AudioSegment"],
    strips: Mapping[Sound, Strip],
    inserts: Inserts,
    channels: int,
    read: ReadTake = Take.read_pcm,
) -> bytes:
    """What sounds in a block, as interleaved 16-bit PCM, HEADROOM under its final level.

    `music` holds each jingle as `shape_music` made it.
    """
    pieces = []
    at = 0
    for utterance in layout.utterances:
        take = utterance.take
        strip = find_strip(take.utterance.casting, strips)
        strip = replace(strip, gain=Decibels(strip.gain - HEADROOM))
        # Not by a name: it would be held, twice, until the next utterance takes its place.
        clip = make_clip(shape_voice(read(take), take.rate, strip), take.rate, channels, strip.pan)
        for part in utterance.parts:
            said = fade_edges(cut_clip(clip, *part.cut), _EDGE)
            pieces += [make_silence(part.start - at, channels), said]
            at = part.start + count_samples(said)
    pieces.append(make_silence(layout.samples - at, channels))
    mixed = join_clips(pieces, channels)
    for jingle in layout.jingles:
        mixed = overlay_clip(mixed, music[jingle.role], jingle.start)
    for insert in layout.inserts:
        start, end = max(0, insert.start), min(insert.end, layout.samples)
        laid = cut_insert(insert, inserts, start, end)
        mixed = overlay_clip(mixed, laid, start)
    return bytes(mixed.raw_data)


def cut_insert(insert: Insert, inserts: Inserts, start: int, end: int) -> "AudioSegment":
    """What is heard of a sting, a sound or music between two places, as loud as it is there."""
    import numpy as np

    name = "" if insert.kind == "sting" else insert.source
    clip = inserts.music[name].clip
    if not insert.points:
        return cut_clip(fade_edges(clip, _EDGE), start - insert.start, end - insert.start)
    sound = np.frombuffer(clip.raw_data, "<i2").reshape(-1, clip.channels)
    turns, levels = (np.array(it) for it in zip(*insert.points, strict=True))
    laid = []
    for first in range(start, end, _SLICE):
        places = np.arange(first, min(first + _SLICE, end))
        factors = 10 ** (np.interp(places, turns, levels)[:, None] / 20)
        taken = sound[(places - insert.start + insert.offset) % len(sound)]
        laid.append(np.rint(taken * factors).astype("<i2").tobytes())
    return make_segment(b"".join(laid), clip.channels)


def shape_music(music: Music, jingle: Jingle, speech: Lufs) -> "AudioSegment":
    """The jingle turned down where words of this loudness sound over it, its other end faded."""
    clip = music.clip
    first, last = (Samples(sample - jingle.start) for sample in jingle.ducked)
    duck = _find_duck(cut_clip(clip, first, last), Decibels(speech - HEADROOM - UNDER_WORDS))
    if jingle.role == "intro":
        opens = max(0, first - ATTACK)
        loud = cut_clip(clip, 0, opens)
        slope = cut_clip(clip, opens, first)
        quiet = cut_clip(clip, first, music.samples).apply_gain(duck)
        slope = slope.fade(to_gain=duck, start=0, duration=max(1, len(slope)))
        pieces = [loud, slope, quiet.fade_out(min(1_000, len(quiet)))]
    else:
        closes = min(music.samples, Samples(last + RELEASE))
        quiet = cut_clip(clip, 0, last).apply_gain(duck)
        slope = cut_clip(clip, last, closes)
        loud = cut_clip(clip, closes, music.samples)
        slope = slope.fade(from_gain=duck, start=0, duration=max(1, len(slope)))
        pieces = [quiet.fade_in(min(1_000, len(quiet))), slope, loud]
    return join_clips(pieces, clip.channels)


def _find_duck(clip: "AudioSegment", ceiling: Decibels) -> Decibels:
    """The gain that keeps the loudest moment of a clip at or under a level; never above 0 dB."""
    return Decibels(min(0.0, ceiling - find_loudest(clip)))
