"""Blocks: the same sound wherever they are cut, and jingles that give way to words."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.clips import make_segment, make_silence
from presscast.audio.encode import RUN_IN
from presscast.audio.loudness import HEADROOM
from presscast.audio.mix import Block, cut_blocks, mix_block, shape_music
from presscast.audio.mp3 import FRAME, count_frames
from presscast.audio.music import Music
from presscast.audio.timeline import arrange_timeline
from presscast.model import (
    Chapter,
    Jingle,
    Metadata,
    Paragraph,
    Script,
    Take,
    Timeline,
    Turn,
)
from presscast.show import Pauses
from presscast.units import Decibels, Lufs, Samples

RATE = 44_100


def tone(seconds: float, frequency: float = 440.0, amplitude: float = 6_000) -> bytes:
    """A mono sine at the episode's rate."""
    time = np.arange(int(seconds * RATE)) / RATE
    return np.rint(amplitude * np.sin(2 * np.pi * frequency * time)).astype("<i2").tobytes()


@pytest.fixture
def timeline(make_take: Callable[..., Take]) -> Timeline:
    """Forty turns of two speakers between two jingles."""
    takes = [
        make_take(
            f"Number {at} says a sentence of quite some length to the other one.",
            voice=("tone/150", "tone/330")[at % 2],
            line=at + 1,
            turn=at,
        )
        for at in range(40)
    ]
    turns = tuple(
        Turn(take.utterance.speaker, (Paragraph(take.utterance.text, take.utterance.line),))
        for take in takes
    )
    script = Script(
        *("x.md", "x", "X", "en", Metadata(), (), turns, (Chapter("One", 1, 0),)),
        skipped=(),
        notices=(),
    )
    music = [
        Music("intro", "i", make_segment(tone(9), 1)),
        Music("outro", "o", make_segment(tone(9), 1)),
    ]
    return arrange_timeline(script, takes, Pauses(), music)


def mix_all(timeline: Timeline, blocks: list[Block]) -> bytes:
    """The episode's PCM out of these blocks, what they share with their neighbours cut off."""
    gains = {it.take.utterance.speaker: Decibels(-3.0) for it in timeline.utterances}
    music = {
        jingle.role: shape_music(
            Music(jingle.role, jingle.source, make_segment(tone(9), 1)), jingle, Lufs(-19.0)
        )
        for jingle in timeline.jingles
    }
    mixed = (mix_block(block, timeline, music, gains, channels=1) for block in blocks)
    return b"".join(pcm[2 * RUN_IN : -2 * RUN_IN] for pcm in mixed)


def test_blocks_follow_each_other_in_whole_frames_and_cut_nobody(timeline: Timeline) -> None:
    """They cover the episode and the encoder's delay, and no border lies in an utterance."""
    blocks = list(cut_blocks(timeline))
    assert len(blocks) > 3
    assert [block.start for block in blocks] == [0, *(block.end for block in blocks[:-1])]
    assert blocks[-1].end == count_frames(timeline.samples) * FRAME >= timeline.samples
    for block in blocks:
        assert block.start % FRAME == 0
        assert not any(it.start < block.start < it.end for it in timeline.utterances)


def test_the_sound_does_not_depend_on_where_blocks_are_cut(timeline: Timeline) -> None:
    """In blocks, in one piece, or in blocks that cut words and jingles: the same samples."""
    end = Samples(count_frames(timeline.samples) * FRAME)
    whole = mix_all(timeline, [Block(Samples(0), end)])
    assert len(whole) == 2 * end
    assert mix_all(timeline, list(cut_blocks(timeline))) == whole
    borders = [Samples(at) for at in (*range(0, end, 97 * FRAME), end)]
    assert mix_all(timeline, [Block(*pair) for pair in pairwise(borders)]) == whole


def test_a_block_brings_the_sound_of_its_neighbours_along(timeline: Timeline) -> None:
    """What is encoded before and behind it is what really sounds there."""
    end = Samples(count_frames(timeline.samples) * FRAME)
    whole = mix_all(timeline, [Block(Samples(0), end)])
    block = Block(Samples(500 * FRAME), Samples(600 * FRAME))
    gains = {it.take.utterance.speaker: Decibels(-3.0) for it in timeline.utterances}
    alone = Timeline(
        *(timeline.rate, timeline.samples, timeline.utterances), jingles=(), chapters=()
    )
    pcm = mix_block(block, alone, {}, gains, channels=1)
    assert pcm == whole[2 * (block.start - RUN_IN) : 2 * (block.end + RUN_IN)]


def test_each_turn_sounds_where_the_timeline_says(timeline: Timeline) -> None:
    """Loudest in the middle of each word is the sine of its speaker."""
    pcm = mix_all(timeline, list(cut_blocks(timeline)))
    sound = np.frombuffer(pcm, dtype="<i2").astype(float)
    for spoken in timeline.utterances[3:-3]:
        expected = int(spoken.take.utterance.casting.voice.removeprefix("tone/"))
        word = max(spoken.words, key=lambda it: it.end - it.start)
        assert abs(find_pitch(sound[word.start : word.end]) - expected) < 12


def find_pitch(sound: npt.NDArray[np.float64]) -> float:
    """The strongest frequency."""
    padded = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), n=RATE))
    return float(padded.argmax())


@pytest.mark.parametrize("role", ["intro", "outro"])
def test_a_jingle_lies_twenty_decibels_under_words_and_is_itself_elsewhere(role: str) -> None:
    """A jingle as loud as speech is turned down where words sound over it, and only there."""
    clip = make_segment(tone(9, amplitude=32_767 * 10 ** ((-19 - HEADROOM + 3) / 20)), 1)
    under = (
        (Samples(6 * RATE), Samples(9 * RATE))
        if role == "intro"
        else (Samples(0), Samples(3 * RATE))
    )
    jingle = Jingle(role, "x", Samples(0), Samples(9 * RATE), under)  # type: ignore[arg-type]
    shaped = shape_music(Music(role, "x", clip), jingle, Lufs(-19.0))  # type: ignore[arg-type]
    assert len(shaped.raw_data) == len(clip.raw_data)
    words, music = (7_000, 1_500) if role == "intro" else (1_500, 7_000)
    assert shaped[music : music + 500].dBFS == pytest.approx(clip.dBFS, abs=0.1)
    assert shaped[words : words + 500].dBFS == pytest.approx(-19 - HEADROOM - 20, abs=0.5)


def test_a_jingle_that_is_quiet_by_itself_is_not_turned_down_further() -> None:
    """Ducking is a ceiling, not a step."""
    clip = make_silence(9 * RATE, 1).overlay(make_segment(tone(9, amplitude=20), 1))
    jingle = Jingle(
        "intro", "x", Samples(0), Samples(9 * RATE), (Samples(6 * RATE), Samples(9 * RATE))
    )
    shaped = shape_music(Music("intro", "x", clip), jingle, Lufs(-19.0))
    assert shaped[6_500:7_000].raw_data == clip[6_500:7_000].raw_data
