"""The default intro and outro, composed here: a score as tables, then who plays it, then the mix.

To write a variant, edit the score: `INTRO` and `OUTRO` are tables of half bars (a second each),
`MOTIF` and `ANSWER` are the tune. The intro stops on the motif's open fifth, over a tail that
leaves room for words; the outro begins under words, and its answer brings the motif home.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from presscast.audio import instruments as band
from presscast.audio.instruments import RATE as RATE
from presscast.audio.instruments import Pitch, Placed, Stereo

# The score: 120 beats a minute, so a half bar of eight sixteenths is a second.

SIXTEENTH = 0.125
HALF_BAR = 1.0


class Chord(NamedTuple):
    """One bass pitch, and four pitches for strings and ostinato, low to high."""

    bass: Pitch
    tones: tuple[Pitch, Pitch, Pitch, Pitch]


D_MINOR = Chord(38, (57, 62, 65, 69))
F_MAJOR = Chord(41, (57, 60, 65, 69))
C_OVER_E = Chord(40, (55, 60, 64, 67))
B_FLAT = Chord(34, (58, 62, 65, 69))
C_MAJOR = Chord(36, (55, 60, 64, 67))
G_MINOR = Chord(43, (58, 62, 65, 70))
A_MAJOR = Chord(45, (57, 61, 64, 69))
D_MAJOR = Chord(38, (57, 62, 66, 69))


class HalfBar(NamedTuple):
    """One row of a score. In a drum part a digit is a stroke and how hard it is, 1 to 9."""

    chord: Chord
    strings: float
    ostinato: float
    bass: float
    kick: str = ""
    snare: str = ""
    timpani: str = ""
    hat: str = ""


class Note(NamedTuple):
    """A note of the tune, counted in sixteenths; the pitch is in semitones from the tonic."""

    start: int
    length: int
    step: int


MOTIF = (Note(0, 3, -5), Note(3, 3, 0), Note(6, 2, 2), Note(8, 8, 7))
"""A rising fourth, a step, a rising fourth, in the rhythm 3 + 3 + 2: it stops on the fifth."""

ANSWER = (Note(0, 3, 7), Note(3, 3, 5), Note(6, 2, 2), Note(8, 12, 0))
"""The motif's way back down to the tonic."""


class Call(NamedTuple):
    """A statement of the tune: how hard the brass blows it, how loud the bells double it."""

    half_bar: int
    tune: tuple[Note, ...]
    tonic: Pitch
    force: float
    bells: float = 0.0


class Score(NamedTuple):
    """A whole jingle."""

    seconds: float
    rows: tuple[HalfBar, ...]
    calls: tuple[Call, ...]
    hits: tuple[tuple[int, float], ...]
    """Accents: the half bar that begins with one, and its strength."""
    last_chord: Chord
    """Sustained from the half bar after the last row to the end."""
    rise: float
    fade: float
    """Seconds in which the beginning comes out of silence, and the tail goes into it."""


OSTINATO = (0, 2, 3, 0, 2, 3, 1, 3)
OSTINATO_ACCENTS = (1.0, 0.55, 0.7, 0.9, 0.55, 0.7, 0.85, 0.6)
BASS_ACCENTS = (1.0, 0.0, 0.6, 0.85, 0.0, 0.6, 0.8, 0.5)

# After the last row the music lies under words, or dies away.
TAIL_STRINGS = 0.4
TAIL_OSTINATO = 0.35
OVERLAP = 0.3

INTRO = Score(
    seconds=10.0,
    rows=(
        HalfBar(D_MINOR, 0.6, 0.8, 0.7, "9.......", "", "9.......", "..4...4."),
        HalfBar(D_MINOR, 0.6, 0.8, 0.7, "8...6...", "", "......45", "..4.3.4."),
        HalfBar(F_MAJOR, 0.7, 0.8, 0.8, "9...7...", "....5...", "", "3.5.3.5."),
        HalfBar(C_OVER_E, 0.7, 0.8, 0.8, "9...7...", "....5...", "", "3.5.3.54"),
        HalfBar(B_FLAT, 0.8, 0.9, 0.9, "9...8...", "....6...", "7.......", "4.6.4.65"),
        HalfBar(C_MAJOR, 0.9, 1.0, 1.0, "9..9..9.", "...34567", "6..6..78", "4.6.4.65"),
    ),
    calls=(
        Call(1, MOTIF, 62, 0.5),
        Call(3, MOTIF, 72, 0.65),
        Call(5, MOTIF, 74, 1.0, bells=0.4),
    ),
    hits=((0, 0.5), (6, 1.0)),
    last_chord=D_MAJOR,
    rise=0.004,
    fade=2.6,
)

OUTRO = Score(
    seconds=11.0,
    rows=(
        HalfBar(B_FLAT, 0.25, 0.15, 0.0),
        HalfBar(C_MAJOR, 0.4, 0.3, 0.0),
        HalfBar(D_MINOR, 0.5, 0.4, 0.0, "", "", "....1234"),
        HalfBar(D_MINOR, 0.7, 0.8, 0.9, "9..7..7.", "....4...", "9.......", "..5...5."),
        HalfBar(F_MAJOR, 0.8, 0.8, 0.9, "9...7...", "....6...", "", "3.5.3.5."),
        HalfBar(C_OVER_E, 0.8, 0.9, 0.9, "9..7..7.", "....6...", "", "3.5.3.54"),
        HalfBar(G_MINOR, 0.9, 0.9, 1.0, "9...8...", "....6...", "7.......", "4.6.4.65"),
        HalfBar(A_MAJOR, 0.9, 1.0, 1.0, "9..9..9.", "...34567", "6..6..78", "4.6.4.65"),
    ),
    calls=(
        Call(3, MOTIF, 74, 0.8, bells=0.4),
        Call(5, MOTIF, 72, 0.8),
        Call(7, ANSWER, 74, 1.0, bells=0.5),
    ),
    hits=((3, 0.6), (8, 1.0)),
    last_chord=D_MAJOR,
    rise=1.0,
    fade=1.8,
)

# Who plays it: each part reads the score and places its sounds.


def part_strings(score: Score) -> Iterator[Placed]:
    """The sustained chords, spread across the stereo picture."""
    spans = [(HALF_BAR + OVERLAP, row.chord, row.strings) for row in score.rows]
    rest = score.seconds - len(score.rows) * HALF_BAR
    spans.append((rest, score.last_chord, TAIL_STRINGS))
    for index, (seconds, chord, level) in enumerate(spans):
        start, pitches = index * HALF_BAR, (chord.bass + 12, *chord.tones)
        for player, pan in enumerate((-0.65, 0.65, 0.0)):
            yield Placed(start, band.play_strings(pitches, seconds, player), level, pan)


def part_ostinato(score: Score) -> Iterator[Placed]:
    """The running sixteenths of the marimba, which dissolve after the last row."""
    dissolving = HalfBar(score.last_chord, 0.0, TAIL_OSTINATO, 0.0)
    for index, row in enumerate((*score.rows, dissolving)):
        for sixteenth, (tone, accent) in enumerate(zip(OSTINATO, OSTINATO_ACCENTS, strict=True)):
            start = index * HALF_BAR + sixteenth * SIXTEENTH
            pan = 0.6 if sixteenth % 2 else -0.6
            mallet = band.strike_mallet(row.chord.tones[tone] + 12)
            yield Placed(start, mallet, row.ostinato * accent, pan)


def part_bass(score: Score) -> Iterator[Placed]:
    """The pulse of the bass in the motif's rhythm, and its long last note."""
    for index, row in enumerate(score.rows):
        for sixteenth, accent in enumerate(BASS_ACCENTS):
            start = index * HALF_BAR + sixteenth * SIXTEENTH
            yield Placed(start, band.play_bass(row.chord.bass, 0.25), row.bass * accent)
    yield Placed(len(score.rows) * HALF_BAR, band.play_bass(score.last_chord.bass, 2.0), 1.0)


def part_brass(score: Score) -> Iterator[Placed]:
    """The tune with its lower octave, and the full chord at the arrival."""
    for call in score.calls:
        for start, length, step in call.tune:
            at, seconds = place_note(call, start, length)
            pitch = call.tonic + step
            yield Placed(
                at, band.play_brass(pitch, seconds, call.force), 0.5 + 0.5 * call.force, 0.15
            )
            yield Placed(
                at, band.play_brass(pitch - 12, seconds, call.force), 0.6 * call.force, -0.15
            )
    chords = [*(row.chord for row in score.rows), score.last_chord]
    for half_bar, strength in score.hits:
        for tone in chords[half_bar].tones:
            stab = band.play_brass(tone, 0.2 + 0.9 * strength, 0.9)
            yield Placed(half_bar * HALF_BAR, stab, 0.45 * strength, (tone - 63) / 12)


def part_bells(score: Score) -> Iterator[Placed]:
    """The tune an octave higher, where the score asks for it."""
    for call in score.calls:
        for start, length, step in call.tune if call.bells else ():
            at, _ = place_note(call, start, length)
            yield Placed(at, band.strike_bell(call.tonic + step + 12, 1.5), call.bells, 0.3)


def part_drums(score: Score) -> Iterator[Placed]:
    """Kick, snare, timpani and hi-hat, as the rows have them."""
    for index, row in enumerate(score.rows):
        # A kettledrum goes no lower than D2: the lower basses are played an octave up.
        tuned = row.chord.bass if row.chord.bass >= 38 else row.chord.bass + 12
        kit = (
            (row.kick, band.strike_kick(), 1.0, 0.0),
            (row.snare, band.strike_snare(), 0.75, 0.1),
            (row.timpani, band.strike_timpani(tuned), 0.8, -0.2),
            (row.hat, band.strike_hat(), 1.1, 0.4),
        )
        for strokes, sound, gain, pan in kit:
            for sixteenth, force in read_strokes(strokes):
                yield Placed(index * HALF_BAR + sixteenth * SIXTEENTH, sound, gain * force, pan)


def part_hits(score: Score) -> Iterator[Placed]:
    """The accents: drum, timpani and cymbal together, after a rush of air where one fits."""
    for half_bar, strength in score.hits:
        at = half_bar * HALF_BAR
        yield Placed(at, band.strike_boom(), 0.8 * strength)
        yield Placed(at, band.strike_timpani(38), 0.9 * strength, -0.2)
        yield Placed(at, band.strike_cymbal(), 1.2 * strength, 0.2)
        if half_bar >= 2:
            yield Placed(at - 2 * HALF_BAR, band.sweep_riser(2 * HALF_BAR), 0.5 * strength)


def place_note(call: Call, start: int, length: int) -> tuple[float, float]:
    """When a note of a call begins and how long it sounds, in seconds."""
    return call.half_bar * HALF_BAR + start * SIXTEENTH, length * SIXTEENTH


def read_strokes(strokes: str) -> Iterator[tuple[int, float]]:
    """The strokes of a drum part: which sixteenth, and how hard, 0 to 1."""
    for sixteenth, digit in enumerate(strokes):
        if digit != ".":
            yield sixteenth, int(digit) / 9


# The mix.


class Stem(NamedTuple):
    """A part, its level in the mix and how much of it the hall and the echo get."""

    part: Callable[[Score], Iterable[Placed]]
    level: float
    hall: float
    echo: float = 0.0


STEMS = (
    Stem(part_strings, 0.11, 0.5),
    Stem(part_ostinato, 0.36, 0.3, echo=0.4),
    Stem(part_bass, 0.40, 0.0),
    Stem(part_brass, 0.95, 0.35, echo=0.12),
    Stem(part_bells, 0.26, 0.5, echo=0.3),
    Stem(part_drums, 0.36, 0.15),
    Stem(part_hits, 0.42, 0.25),
)

PEAK = 0.708  # -3 dBFS
DRIVE = 1.3
STEPS = 32_767


def compose_intro() -> npt.NDArray[np.float32]:
    """The default intro: 10 s, (frames, 2) in [-1, 1] at `RATE`; words may begin at 7 s."""
    return perform(INTRO)


def compose_outro() -> npt.NDArray[np.float32]:
    """The default outro: 11 s, (frames, 2) in [-1, 1] at `RATE`; words may last until 3 s."""
    return perform(OUTRO)


def perform(score: Score) -> npt.NDArray[np.float32]:
    """The score played, mixed and mastered, (frames, 2) in 16-bit steps."""
    bus = band.master(mix_stems(score), peak=PEAK, drive=DRIVE, rise=score.rise, fade=score.fade)
    # Whole steps hide what different processors make of the last bits of a sine.
    return np.ascontiguousarray(np.rint(bus.T * STEPS) / STEPS, dtype=np.float32)


def mix_stems(score: Score) -> Stereo:
    """All the parts together in their hall, (2, frames), level not yet set."""
    frames = round(score.seconds * RATE)
    dry, send = np.zeros((2, frames)), np.zeros((2, frames))
    for stem in STEMS:
        bus = stem.level * band.lay_sounds(stem.part(score), frames)
        wet = bus + band.echo(bus, 3 * SIXTEENTH, stem.echo) if stem.echo else bus
        dry += wet
        send += stem.hall * wet
    return band.add_hall(dry, send)
