"""The mix of a block: everything in its place, and jingles that give way to words."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.blocks import cut_blocks
from presscast.audio.chain import Strip
from presscast.audio.clips import make_segment, make_silence
from presscast.audio.inserts import Inserts
from presscast.audio.loudness import HEADROOM
from presscast.audio.mix import mix_block, shape_music
from presscast.audio.music import ROLES, Music
from presscast.audio.timeline import Layout, arrange_block
from presscast.model import Jingle, Take
from presscast.show import Pauses
from presscast.units import Decibels, Lufs, Samples

RATE = 44_100


def tone(seconds: float, frequency: float = 440.0, amplitude: float = 6_000) -> bytes:
    """A mono sine at the episode's rate."""
    time = np.arange(int(seconds * RATE)) / RATE
    return np.rint(amplitude * np.sin(2 * np.pi * frequency * time)).astype("<i2").tobytes()


@pytest.fixture
def takes(make_take: Callable[..., Take]) -> list[Take]:
    """Six turns of two speakers."""
    return [
        make_take(
            f"Number {at} says a sentence of quite some length to the other one.",
            voice=("tone/150", "tone/330")[at % 2],
            line=at + 1,
            turn=at,
        )
        for at in range(6)
    ]


@pytest.fixture
def layout(takes: list[Take]) -> Layout:
    """One block of all turns between two jingles."""
    [block] = cut_blocks([take.utterance for take in takes], {0}, Pauses())
    music = [Music(role, role, make_segment(tone(9), 1)) for role in ROLES]
    return arrange_block(block, takes, music, Inserts())


def mix(layout: Layout, channels: int = 1) -> npt.NDArray[np.float64]:
    """The block's samples: (samples, channels)."""
    strips = {
        it.take.utterance.casting.sound: Strip(gain=Decibels(-3.0)) for it in layout.utterances
    }
    music = {
        jingle.role: shape_music(
            Music(jingle.role, jingle.source, make_segment(tone(9) * channels, channels)),
            jingle,
            Lufs(-19.0),
        )
        for jingle in layout.jingles
    }
    pcm = mix_block(layout, music, strips, Inserts(), channels)
    return np.frombuffer(pcm, dtype="<i2").reshape(-1, channels).astype(float)


def test_a_block_is_as_long_as_its_layout(layout: Layout) -> None:
    """To the sample, and silent where nothing sounds."""
    sound = mix(layout)
    assert len(sound) == layout.samples
    assert not sound[layout.end :].any()


def test_each_turn_sounds_where_the_layout_says(layout: Layout) -> None:
    """Loudest in the middle of each word is the sine of its speaker."""
    sound = mix(replace(layout, jingles=()))[:, 0]
    for spoken in layout.utterances:
        expected = int(spoken.take.utterance.casting.voice.removeprefix("tone/"))
        for word in spoken.words:
            if word.end - word.start > RATE // 5:
                assert abs(find_pitch(sound[word.start : word.end]) - expected) < 12


def test_both_channels_are_alike(layout: Layout) -> None:
    """Speech stands in the middle."""
    sound = mix(replace(layout, jingles=()), channels=2)
    assert (sound[:, 0] == sound[:, 1]).all()


def test_a_pan_moves_a_speaker_and_leaves_the_level(takes: list[Take]) -> None:
    """Left is louder by what right is quieter; all the way over, one side is silent."""
    energies = []
    for pan in (0.0, -0.5, 1.0):
        seated = [
            replace(
                it, utterance=replace(it.utterance, casting=replace(it.utterance.casting, pan=pan))
            )
            for it in takes
        ]
        [block] = cut_blocks([take.utterance for take in seated], {0}, Pauses())
        sound = mix(arrange_block(block, seated, [], Inserts()), channels=2)
        energies.append((sound**2).sum(axis=0))
    middle, left, right = (it / energies[0][0] for it in energies)
    assert middle == pytest.approx([1, 1])
    assert left == pytest.approx([1 + 0.5**0.5, 1 - 0.5**0.5], rel=0.01)
    assert right == pytest.approx([0, 2], rel=0.01)


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
