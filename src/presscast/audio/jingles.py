"""The default music, played: who reads what in a score, then the mix; any tempo, key and mood."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from presscast.audio import instruments as band
from presscast.audio.instruments import RATE as RATE
from presscast.audio.instruments import Placed, Stereo
from presscast.audio.scores import SCORES, UNDER_WORDS, Call, Chord, HalfBar, Score

KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
"""The keys there are; the scores are written in D."""


class Mood(NamedTuple):
    """How the same scores are played."""

    tempo: int
    """Beats a minute, unless another tempo is asked for."""
    major: bool
    levels: Mapping[str, float]
    """Factors on the stems, by the names of their parts; 1 for those that are not named."""


MOODS = {
    "driving": Mood(120, major=False, levels={}),
    "bright": Mood(126, major=True, levels={"brass": 0.8, "bells": 1.6, "drums": 0.8}),
    "calm": Mood(
        *(92, False),
        {"strings": 1.5, "brass": 0.45, "bells": 1.8, "drums": 0.15, "hits": 0.35, "bass": 0.7},
    ),
}


@dataclass(frozen=True, slots=True)
class Style:
    """A variant of the default music."""

    mood: str = "driving"
    key: str = "D"
    tempo: int | None = None
    """Beats a minute; None for the mood's own."""


OSTINATO = (0, 2, 3, 0, 2, 3, 1, 3)
OSTINATO_ACCENTS = (1.0, 0.55, 0.7, 0.9, 0.55, 0.7, 0.85, 0.6)
BASS_ACCENTS = (1.0, 0.0, 0.6, 0.85, 0.0, 0.6, 0.8, 0.5)

# After the last row the music lies under words, or dies away.
TAIL_STRINGS = 0.4
TAIL_OSTINATO = 0.35
OVERLAP = 0.3

RAISED = (0, 5, 10)
"""C, F and B flat of D minor are C sharp, F sharp and B of D major."""

# Who plays it: each part reads the score and places its sounds.


def part_strings(score: Score) -> Iterator[Placed]:
    """The sustained chords, spread across the stereo picture."""
    spans = [(score.half_bar + OVERLAP, row.chord, row.strings) for row in score.rows]
    if not score.loops:
        rest = score.seconds - len(score.rows) * score.half_bar
        spans.append((rest, score.last_chord, TAIL_STRINGS))
    for index, (seconds, chord, level) in enumerate(spans):
        start, pitches = index * score.half_bar, (chord.bass + 12, *chord.tones)
        for player, pan in enumerate((-0.65, 0.65, 0.0)):
            yield Placed(start, band.play_strings(pitches, seconds, player), level, pan)


def part_ostinato(score: Score) -> Iterator[Placed]:
    """The running sixteenths of the marimba, which dissolve after the last row."""
    dissolving = HalfBar(score.last_chord, 0.0, TAIL_OSTINATO, 0.0)
    for index, row in enumerate((*score.rows, dissolving)):
        for sixteenth, (tone, accent) in enumerate(zip(OSTINATO, OSTINATO_ACCENTS, strict=True)):
            start = index * score.half_bar + sixteenth * score.half_bar / 8
            pan = 0.6 if sixteenth % 2 else -0.6
            mallet = band.strike_mallet(row.chord.tones[tone] + 12)
            yield Placed(start, mallet, row.ostinato * accent, pan)


def part_bass(score: Score) -> Iterator[Placed]:
    """The pulse of the bass in the motif's rhythm, and its long last note."""
    for index, row in enumerate(score.rows):
        for sixteenth, accent in enumerate(BASS_ACCENTS):
            start = index * score.half_bar + sixteenth * score.half_bar / 8
            yield Placed(start, band.play_bass(row.chord.bass, 0.25), row.bass * accent)
    yield Placed(len(score.rows) * score.half_bar, band.play_bass(score.last_chord.bass, 2.0), 1.0)


def part_brass(score: Score) -> Iterator[Placed]:
    """The tune with its lower octave, and the full chord at the arrival."""
    for call in score.calls:
        for start, length, step in call.tune if call.force else ():
            at, seconds = place_note(score, call, start, length)
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
            yield Placed(half_bar * score.half_bar, stab, 0.45 * strength, (tone - 63) / 12)


def part_bells(score: Score) -> Iterator[Placed]:
    """The tune an octave higher, where the score asks for it."""
    for call in score.calls:
        for start, length, step in call.tune if call.bells else ():
            at, _ = place_note(score, call, start, length)
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
                yield Placed(
                    index * score.half_bar + sixteenth * score.half_bar / 8,
                    sound,
                    gain * force,
                    pan,
                )


def part_hits(score: Score) -> Iterator[Placed]:
    """The accents: drum, timpani and cymbal together, after a rush of air where one fits."""
    for half_bar, strength in score.hits:
        at = half_bar * score.half_bar
        yield Placed(at, band.strike_boom(), 0.8 * strength)
        yield Placed(at, band.strike_timpani(score.tonic), 0.9 * strength, -0.2)
        yield Placed(at, band.strike_cymbal(), 1.2 * strength, 0.2)
        if half_bar >= 2:
            yield Placed(
                at - 2 * score.half_bar, band.sweep_riser(2 * score.half_bar), 0.5 * strength
            )


def place_note(score: Score, call: Call, start: int, length: int) -> tuple[float, float]:
    """When a note of a call begins and how long it sounds, in seconds."""
    sixteenth = score.half_bar / 8
    return call.half_bar * score.half_bar + start * sixteenth, length * sixteenth


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


def compose(role: str, style: Style = Style()) -> npt.NDArray[np.float32]:
    """The intro, outro, sting or bed, (frames, 2) in 16-bit steps in [-1, 1] at `RATE`.

    Words may begin three seconds before the intro's end, which is on a beat, and last until three
    seconds after the outro's beginning. The bed goes on into its own beginning.
    """
    return perform(vary_score(SCORES[role], style), MOODS[style.mood])


def vary_score(score: Score, style: Style) -> Score:
    """The score in another tempo, key and mode."""
    mood = MOODS[style.mood]
    # The nearest way: up to a tritone up, or less than that down.
    up = (KEYS.index(style.key) - KEYS.index("D") + 5) % 12 - 5

    def move(chord: Chord) -> Chord:
        bass, *tones = (
            pitch + up + (mood.major and pitch % 12 in RAISED)
            for pitch in (chord.bass, *chord.tones)
        )
        return Chord(bass, (tones[0], tones[1], tones[2], tones[3]))

    def move_tonic(call: Call) -> Call:
        # The tune on C has no place in D major: there it is on D.
        return call._replace(tonic=call.tonic + up + 2 * (mood.major and call.tonic % 12 == 0))

    return score._replace(
        rows=tuple(row._replace(chord=move(row.chord)) for row in score.rows),
        calls=tuple(map(move_tonic, score.calls)),
        last_chord=move(score.last_chord),
        tonic=score.tonic + up,
        half_bar=120 / (style.tempo or mood.tempo),
    )


def perform(score: Score, mood: Mood) -> npt.NDArray[np.float32]:
    """The score played, mixed and mastered, (frames, 2) in 16-bit steps."""
    bus = play_loop(score, mood) if score.loops else mix_stems(score, mood)
    if score.upbeat:
        bus = align(bus, UNDER_WORDS - score.upbeat * score.half_bar)
    bus = band.master(bus, peak=PEAK, drive=DRIVE, rise=score.rise, fade=score.fade)
    # Whole steps hide what different processors make of the last bits of a sine.
    return np.ascontiguousarray(np.rint(bus.T * STEPS) / STEPS, dtype=np.float32)


def play_loop(score: Score, mood: Mood) -> Stereo:
    """The second of two turns: it begins in what rings on from the first, as every later one."""
    again = (call._replace(half_bar=call.half_bar + len(score.rows)) for call in score.calls)
    twice = score._replace(rows=score.rows * 2, calls=(*score.calls, *again))
    return mix_stems(twice, mood)[:, round(score.seconds * RATE) :]


def align(bus: Stereo, later: float) -> Stereo:
    """The bus so many seconds later, behind silence; or sooner, without its beginning."""
    frames = round(later * RATE)
    return np.pad(bus, ((0, 0), (frames, 0))) if frames > 0 else bus[:, -frames:]


def mix_stems(score: Score, mood: Mood) -> Stereo:
    """All the parts together in their hall, (2, frames), level not yet set."""
    frames = round(score.seconds * RATE)
    dry, send = np.zeros((2, frames)), np.zeros((2, frames))
    for stem in STEMS:
        level = stem.level * mood.levels.get(stem.part.__name__.removeprefix("part_"), 1.0)
        bus = level * band.lay_sounds(stem.part(score), frames)
        wet = bus + band.echo(bus, 3 * score.half_bar / 8, stem.echo) if stem.echo else bus
        dry += wet
        send += stem.hall * wet
    return band.add_hall(dry, send)
