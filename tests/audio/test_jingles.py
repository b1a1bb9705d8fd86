"""The default jingles, heard by measurement: levels, harmony, rhythm, stereo."""

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.jingles import RATE, Style, compose, read_strokes, vary_score
from presscast.audio.scores import ANSWER, INTRO, MOTIF, OUTRO, SCORES, HalfBar, Score


def compose_intro() -> "Jingle":
    """The default intro."""
    return compose("intro")


def compose_outro() -> "Jingle":
    """The default outro."""
    return compose("outro")


Jingle = npt.NDArray[np.float32]
Mono = npt.NDArray[np.float64]

both = pytest.mark.parametrize("compose", [compose_intro, compose_outro])
both_scores = pytest.mark.parametrize("score", [INTRO, OUTRO])

PITCH_CLASSES_OF_D_MAJOR = {2, 6, 9}


@cache
def play(compose: Callable[[], Jingle]) -> Jingle:
    """The jingle, composed once for all tests."""
    return compose()


def mix_down(jingle: Jingle) -> Mono:
    """The mean of both channels."""
    return np.asarray(jingle.mean(axis=1), dtype=np.float64)


def level(sound: Jingle | Mono) -> float:
    """The level in dBFS."""
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


def levels_by_second(jingle: Jingle) -> list[float]:
    """The level of every second, in dBFS."""
    return [level(jingle[start : start + RATE]) for start in range(0, len(jingle), RATE)]


def power_spectrum(sound: Mono) -> tuple[Mono, Mono]:
    """Frequencies in hertz, and the power at each."""
    power = np.square(np.abs(np.fft.rfft(sound * np.hanning(sound.size))))
    return np.asarray(np.fft.rfftfreq(sound.size, 1 / RATE)), np.asarray(power, np.float64)


def chroma(sound: Mono) -> Mono:
    """How the power between 100 and 1500 Hz is shared by the twelve pitch classes, C first."""
    hertz, power = power_spectrum(sound)
    heard = (hertz > 100) & (hertz < 1500)
    classes = np.rint(69 + 12 * np.log2(hertz[heard] / 440)).astype(int) % 12
    shares = np.bincount(classes, power[heard], 12)
    return np.asarray(shares / shares.sum())


def find_onsets(sound: Mono) -> Mono:
    """The seconds at which the spectrum gains much at once."""
    hop, size = 512, 1024
    frames = np.lib.stride_tricks.sliding_window_view(sound, size)[::hop] * np.hanning(size)
    loudness = np.log1p(100 * np.abs(np.fft.rfft(frames)))
    gain = np.maximum(0, np.diff(loudness, axis=0)).sum(axis=1)
    peaks = (gain[1:-1] > gain[:-2]) & (gain[1:-1] >= gain[2:])
    return np.flatnonzero(peaks & (gain[1:-1] > 1.6 * np.median(gain))) * hop / RATE


@pytest.mark.slow
@both
def test_same_bytes_every_time(compose: Callable[[], Jingle]) -> None:
    """Composing twice gives the same bytes."""
    assert compose().tobytes() == play(compose).tobytes()


@pytest.mark.parametrize(("compose", "seconds"), [(compose_intro, 10), (compose_outro, 11)])
def test_shape_and_type(compose: Callable[[], Jingle], seconds: int) -> None:
    """A jingle is float32, stereo, and as long as its score says."""
    jingle = play(compose)
    assert jingle.dtype == np.float32
    assert jingle.shape == (seconds * RATE, 2)


@both
def test_peak_is_three_decibels_under_full_scale(compose: Callable[[], Jingle]) -> None:
    """The highest sample is at -3 dBFS, so nothing is clipped."""
    assert 20 * np.log10(np.abs(play(compose)).max()) == pytest.approx(-3.0, abs=0.05)


@both
def test_samples_are_sixteen_bit_steps(compose: Callable[[], Jingle]) -> None:
    """Every sample is a whole 16-bit step, so the last bits of a processor's sine never show."""
    steps = play(compose).astype(np.float64) * 32_767
    assert np.abs(steps - np.rint(steps)).max() < 0.01


@both
def test_no_direct_current(compose: Callable[[], Jingle]) -> None:
    """The mean of each channel is under -60 dBFS."""
    assert np.abs(play(compose).mean(axis=0, dtype=np.float64)).max() < 0.001


@both
def test_edges_are_silent(compose: Callable[[], Jingle]) -> None:
    """A jingle begins and ends at zero, and its last tenth of a second is inaudible."""
    jingle = play(compose)
    assert np.abs(jingle[[0, -1]]).max() < 0.001
    assert level(jingle[-RATE // 10 :]) < -60


def test_intro_tail_leaves_room_for_words() -> None:
    """From 3 s before its end the intro is 6 dB or more under its loudest second, each second."""
    levels = levels_by_second(play(compose_intro))
    assert levels.index(max(levels)) < 7
    assert max(levels[7:]) < max(levels) - 6


def test_intro_tail_only_fades() -> None:
    """Every second of the tail is quieter than the one before it."""
    tail = levels_by_second(play(compose_intro))[6:]
    assert tail == sorted(tail, reverse=True)


def test_outro_begins_under_words() -> None:
    """The first three seconds of the outro swell, 6 dB or more under its loudest second."""
    levels = levels_by_second(play(compose_outro))
    assert levels[:3] == sorted(levels[:3])
    assert max(levels[:3]) < max(levels) - 6


@pytest.mark.parametrize(("compose", "second"), [(compose_intro, 6), (compose_outro, 8)])
def test_arrival_is_the_accent(compose: Callable[[], Jingle], second: int) -> None:
    """The loudest tenth of a second follows at once on the downbeat of the last chord."""
    jingle = play(compose)
    tenths = [level(part) for part in np.split(jingle, len(jingle) // (RATE // 10))]
    assert second * 10 <= int(np.argmax(tenths)) <= second * 10 + 2


@pytest.mark.parametrize(("compose", "second"), [(compose_intro, 8), (compose_outro, 9)])
def test_music_ends_in_d_major(compose: Callable[[], Jingle], second: int) -> None:
    """The last chord has the third, the fifth and the tonic, and little else."""
    shares = chroma(mix_down(play(compose))[second * RATE : (second + 1) * RATE])
    assert set(np.argsort(shares)[-3:].tolist()) == PITCH_CLASSES_OF_D_MAJOR
    assert sum(shares[list(PITCH_CLASSES_OF_D_MAJOR)]) > 0.8


@both
def test_harmony_moves(compose: Callable[[], Jingle]) -> None:
    """Six pitch classes or more sound strongly in some second of a jingle."""
    mono = mix_down(play(compose))
    seconds = [chroma(mono[start : start + RATE]) for start in range(0, mono.size, RATE)]
    strong = {int(tone) for shares in seconds for tone in np.flatnonzero(shares > 0.1)}
    assert len(strong) >= 6


@both
def test_no_bare_tone(compose: Callable[[], Jingle]) -> None:
    """No line of 8 Hz holds more than 35 % of the power."""
    hertz, power = power_spectrum(mix_down(play(compose)))
    lines = np.bincount((hertz // 8).astype(int), power)
    assert lines.max() < 0.35 * power.sum()


@pytest.mark.parametrize(("compose", "start"), [(compose_intro, 0), (compose_outro, 3)])
def test_rhythm_drives(compose: Callable[[], Jingle], start: int) -> None:
    """While the band plays, there are four to sixteen onsets a second."""
    onsets = find_onsets(mix_down(play(compose)))
    for second in range(start, start + 5):
        assert 4 <= np.count_nonzero((onsets >= second) & (onsets < second + 1)) <= 16


@both
def test_mono_listener_loses_little(compose: Callable[[], Jingle]) -> None:
    """Mixed down to mono a jingle loses less than 2 dB, and it is not mono to begin with."""
    jingle = play(compose)
    loss = level(jingle) - level(mix_down(jingle))
    assert 0.2 < loss < 2


@both_scores
def test_both_jingles_share_the_motif(score: Score) -> None:
    """The motif is played in the intro and in the outro."""
    assert MOTIF in [call.tune for call in score.calls]


def test_answer_brings_the_motif_home() -> None:
    """The answer has the motif's rhythm, begins where the motif stops, and ends on the tonic."""
    assert [note.start for note in ANSWER] == [note.start for note in MOTIF]
    assert ANSWER[0].step == MOTIF[-1].step
    assert ANSWER[-1].step == 0
    assert OUTRO.calls[-1].tune == ANSWER


@pytest.mark.slow
@pytest.mark.parametrize("role", ["sting", "bed"])
def test_sting_and_bed_are_of_the_same_music(role: str) -> None:
    """Both state the motif; nothing in them is clipped or holds direct current."""
    assert MOTIF in [call.tune for call in SCORES[role].calls]
    sound = compose(role)
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-3.0, abs=0.05)
    assert np.abs(sound.mean(axis=0, dtype=np.float64)).max() < 0.001


def test_the_sting_arrives_and_dies_away() -> None:
    """It begins and ends in silence, and is loudest on its last chord."""
    sting = compose("sting")
    assert np.abs(sting[[0, -1]]).max() < 0.001
    tenths = [level(sting[at : at + RATE // 10]) for at in range(0, len(sting), RATE // 10)]
    assert 20 <= int(np.argmax(tenths)) <= 22


@pytest.mark.slow
def test_the_bed_goes_on_into_its_own_beginning() -> None:
    """No jump where it is repeated is larger than those inside of it, and it is even: every two
    seconds of it lie within 6 dB of the others."""
    bed = compose("bed")
    jumps = np.abs(np.diff(bed, axis=0)).max(axis=0)
    assert (np.abs(bed[0] - bed[-1]) <= jumps).all()
    two = [level(bed[at : at + 2 * RATE]) for at in range(0, len(bed) - RATE, 2 * RATE)]
    assert max(two) - min(two) < 6


@pytest.mark.parametrize("style", [Style(), Style("calm"), Style("bright", tempo=100)])
def test_words_over_the_intro_begin_on_a_beat(style: Style) -> None:
    """Three seconds before its end a whole number of beats is over, whatever the tempo."""
    score = vary_score(INTRO, style)
    beats = (score.seconds - 3) / (score.half_bar / 2)
    assert beats == pytest.approx(round(beats))


@pytest.mark.slow
def test_another_tempo_moves_every_stroke() -> None:
    """At 92 beats a minute onsets lie on the sixteenths of that tempo, not of another."""
    onsets = find_onsets(mix_down(compose("intro", Style(tempo=92))))
    onsets = onsets[onsets < 7]

    def stray(tempo: float) -> float:
        sixteenth = 15 / tempo
        # An onset is seen up to two analysis frames after the stroke.
        off = (onsets + 1024 / RATE) % sixteenth
        return float(np.mean(np.minimum(off, sixteenth - off) / sixteenth))

    assert stray(92) < 0.12 < stray(120)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("style", "classes"), [(Style(key="F"), {5, 9, 0}), (Style("bright", key="A#"), {10, 2, 5})]
)
def test_another_key_ends_in_its_own_chord(style: Style, classes: set[int]) -> None:
    """The last chord is the major chord of the key that was asked for."""
    intro = compose("intro", style)
    shares = chroma(mix_down(intro)[-2 * RATE : -RATE])
    assert set(np.argsort(shares)[-3:].tolist()) == classes


def drum_parts(row: HalfBar) -> tuple[str, ...]:
    """The drum parts of a half bar."""
    return (row.kick, row.snare, row.timpani, row.hat)


@both_scores
def test_drum_parts_fill_their_half_bar(score: Score) -> None:
    """A drum part is empty or has one mark for each of its eight sixteenths."""
    assert {len(part) for row in score.rows for part in drum_parts(row)} == {0, 8}


def test_strokes_are_read_with_their_force() -> None:
    """A digit is a stroke in ninths of full force, a dot is a rest."""
    assert list(read_strokes("9..3")) == [(0, 1.0), (3, pytest.approx(1 / 3))]
