"""From the timeline to sound, block by block: nothing here ever holds the whole episode."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from presscast.audio.clips import (
    count_samples,
    cut_clip,
    fade_edges,
    join_clips,
    make_clip,
    make_silence,
    overlay_clip,
)
from presscast.audio.loudness import HEADROOM
from presscast.audio.music import JingleRole, Music
from presscast.model import Casting, Jingle, SpokenUtterance, Timeline
from presscast.units import Decibels, Lufs, Milliseconds, Samples, to_samples

if TYPE_CHECKING:
    from pydub import AudioSegment

_UNDER_WORDS = Decibels(20.0)
"""How far a jingle lies under words (WCAG 2.2, 1.4.7)."""

_WINDOW_MS = 400
"""Over which a jingle's level is measured: a momentary loudness (EBU Tech 3341)."""

_ATTACK = Milliseconds(600)
_RELEASE = Milliseconds(900)
_EDGE_MS = 4
_SHORTEST_BLOCK = to_samples(Milliseconds(20_000))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the episode that is mixed at once, cut where nobody speaks."""

    start: Samples
    end: Samples
    utterances: tuple[SpokenUtterance, ...]


def cut_blocks(timeline: Timeline) -> Iterator[Block]:
    """The episode in blocks of 20 s or more, each ending half-way between two utterances."""
    start = Samples(0)
    inside: list[SpokenUtterance] = []
    spoken = timeline.utterances
    for number, utterance in enumerate(spoken):
        inside.append(utterance)
        if number + 1 == len(spoken):
            yield Block(start, timeline.samples, tuple(inside))
        elif utterance.end - start >= _SHORTEST_BLOCK:
            end = Samples((utterance.end + spoken[number + 1].start) // 2)
            yield Block(start, end, tuple(inside))
            start, inside = end, []


def mix_block(
    block: Block,
    timeline: Timeline,
    music: Mapping[JingleRole, "AudioSegment"],
    gains: Mapping[Casting, Decibels],
    channels: int,
) -> bytes:
    """The block as interleaved 16-bit PCM. `music` holds each jingle shaped by `shape_music`."""
    pieces = []
    at = block.start
    for utterance in block.utterances:
        take = utterance.take
        gain = Decibels(gains[take.utterance.casting] - HEADROOM)
        clip = make_clip(take.read_pcm(), take.rate, channels, gain)
        for part in utterance.parts:
            said = fade_edges(cut_clip(clip, *part.cut), _EDGE_MS)
            pieces += [make_silence(part.start - at, channels), said]
            at = Samples(part.start + count_samples(said))
    pieces.append(make_silence(block.end - at, channels))
    mixed = join_clips(pieces, channels)
    for jingle in timeline.jingles:
        start, end = max(block.start, jingle.start), min(block.end, jingle.end)
        if start < end:
            laid = cut_clip(music[jingle.role], start - jingle.start, end - jingle.start)
            mixed = overlay_clip(mixed, laid, start - block.start)
    return bytes(mixed.raw_data)


def shape_music(music: Music, jingle: Jingle, speech: Lufs) -> "AudioSegment":
    """The jingle turned down where words of this loudness sound over it, its other end faded."""
    clip = music.clip
    first, last = (Samples(sample - jingle.start) for sample in jingle.ducked)
    duck = _find_duck(cut_clip(clip, first, last), Decibels(speech - HEADROOM - _UNDER_WORDS))
    if jingle.role == "intro":
        opens = max(0, first - to_samples(_ATTACK))
        loud = cut_clip(clip, 0, opens)
        slope = cut_clip(clip, opens, first)
        quiet = cut_clip(clip, first, music.samples).apply_gain(duck)
        slope = slope.fade(to_gain=duck, start=0, duration=max(1, len(slope)))
        pieces = [loud, slope, quiet.fade_out(min(1_000, len(quiet)))]
    else:
        closes = min(music.samples, Samples(last + to_samples(_RELEASE)))
        quiet = cut_clip(clip, 0, last).apply_gain(duck)
        slope = cut_clip(clip, last, closes)
        loud = cut_clip(clip, closes, music.samples)
        slope = slope.fade(from_gain=duck, start=0, duration=max(1, len(slope)))
        pieces = [quiet.fade_in(min(1_000, len(quiet))), slope, loud]
    return join_clips(pieces, clip.channels)


def _find_duck(clip: "AudioSegment", ceiling: Decibels) -> Decibels:
    """The gain that keeps the loudest moment of a clip at or under a level; never above 0 dB."""
    levels = [clip[at : at + _WINDOW_MS].dBFS for at in range(0, len(clip), _WINDOW_MS // 2)]
    return Decibels(min(0.0, ceiling - max(levels, default=ceiling)))
