"""From the timeline to sound, block by block: nothing here ever holds the whole episode."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
from presscast.audio.encode import RUN_IN
from presscast.audio.loudness import HEADROOM
from presscast.audio.mp3 import FRAME, count_frames
from presscast.audio.music import JingleRole, Music
from presscast.model import Jingle, SpokenUtterance, Timeline
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
_SHORTEST_BLOCK = to_samples(Milliseconds(30_000))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the episode that is mixed and encoded by itself, in whole MP3 frames."""

    start: Samples
    end: Samples


def cut_blocks(timeline: Timeline) -> Iterator[Block]:
    """The episode in blocks of 30 s or more, cut on a frame's border where nobody speaks."""
    start = 0
    spoken = timeline.utterances
    for before, after in pairwise(spoken):
        middle = round((before.end + after.start) / 2 / FRAME) * FRAME
        if middle - start >= _SHORTEST_BLOCK and before.end <= middle <= after.start:
            yield Block(Samples(start), Samples(middle))
            start = middle
    yield Block(Samples(start), Samples(count_frames(timeline.samples) * FRAME))


def mix_block(
    block: Block,
    timeline: Timeline,
    music: Mapping[JingleRole, "AudioSegment"],
    gains: Mapping[str, Decibels],
    channels: int,
) -> bytes:
    """The block with RUN_IN of its neighbours at either end, as interleaved 16-bit PCM.

    `music` holds each jingle as `shape_music` made it. Outside of the episode there is silence.
    """
    start, end = block.start - RUN_IN, block.end + RUN_IN
    pieces = []
    at = start
    for utterance in _find_spoken(timeline.utterances, start, end):
        take = utterance.take
        gain = Decibels(gains[take.utterance.speaker] - HEADROOM)
        clip = make_clip(take.read_pcm(), take.rate, channels, gain)
        for part in utterance.parts:
            said = fade_edges(cut_clip(clip, *part.cut), _EDGE_MS)
            seen = cut_clip(said, at - part.start, end - part.start)
            if count_samples(seen):
                begin = max(at, part.start)
                pieces += [make_silence(begin - at, channels), seen]
                at = begin + count_samples(seen)
    pieces.append(make_silence(end - at, channels))
    mixed = join_clips(pieces, channels)
    for jingle in timeline.jingles:
        first, last = max(start, jingle.start), min(end, jingle.end)
        if first < last:
            laid = cut_clip(music[jingle.role], first - jingle.start, last - jingle.start)
            mixed = overlay_clip(mixed, laid, first - start)
    return bytes(mixed.raw_data)


def _find_spoken(
    spoken: Sequence[SpokenUtterance], start: int, end: int
) -> Sequence[SpokenUtterance]:
    """The utterances of which something sounds between two samples."""

    def find_end(utterance: SpokenUtterance) -> int:
        part = utterance.parts[-1]
        return part.start + part.cut[1] - part.cut[0]

    first = bisect_right(spoken, start, key=find_end)
    last = bisect_left(spoken, end, key=lambda utterance: utterance.parts[0].start)
    return spoken[first:last]


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
