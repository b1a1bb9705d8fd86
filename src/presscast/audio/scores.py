"""The music of an episode as written: tables of half bars, and one tune that all pieces share.

`MOTIF` and `ANSWER` are the tune. The intro stops on the motif's open fifth, over a tail that
leaves room for words; the outro begins under words, and its answer brings the motif home; the sting
states it once, and the bed recalls it from afar. To write a piece, fill a `Score` and put it into
`SCORES`.
"""

from typing import NamedTuple

from presscast.audio.instruments import Pitch


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
    """A statement of the tune: how hard the brass blows it, how loud the bells double it; 0 for
    those that are silent."""

    half_bar: int
    tune: tuple[Note, ...]
    tonic: Pitch
    force: float
    bells: float = 0.0


UNDER_WORDS = 3.0
"""Seconds of the intro's end, and of the outro's beginning, that lie under words."""


class Score(NamedTuple):
    """A whole piece."""

    rows: tuple[HalfBar, ...]
    calls: tuple[Call, ...]
    hits: tuple[tuple[int, float], ...]
    """Accents: the half bar that begins with one, and its strength."""
    last_chord: Chord
    """Sustained from the half bar after the last row to the end."""
    rise: float
    fade: float
    """Seconds in which the beginning comes out of silence, and the tail goes into it."""
    tail: float
    """Seconds after the last row and `rest`."""
    rest: int = 0
    """Half bars after the last row."""
    upbeat: int = 0
    """Half bars at the beginning that are played in the three seconds under words, however many
    of them fit in."""
    loops: bool = False
    """Whether the end goes over into the beginning; then nothing comes after the last row."""
    tonic: Pitch = 38
    half_bar: float = 1.0
    """The seconds that the eight sixteenths of a row take: 120 beats a minute."""

    @property
    def seconds(self) -> float:
        """How long the piece is, as it is written."""
        return (len(self.rows) + self.rest) * self.half_bar + self.tail


INTRO = Score(
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
    tail=UNDER_WORDS,
    rest=1,
)

OUTRO = Score(
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
    tail=3.0,
    upbeat=3,
)

STING = Score(
    rows=(
        HalfBar(B_FLAT, 0.6, 0.8, 0.8, "9...7...", "", "7.......", "..5...5."),
        HalfBar(C_MAJOR, 0.8, 0.9, 0.9, "9..7..7.", "....3456", "", "3.5.3.54"),
    ),
    calls=(Call(0, MOTIF, 74, 0.7, bells=0.4),),
    hits=((2, 1.0),),
    last_chord=D_MAJOR,
    rise=0.004,
    fade=1.4,
    tail=1.8,
)
"""The motif once, between two chapters."""

BED = Score(
    rows=tuple(
        HalfBar(chord, strings, 0.35, 0.3, "3......." if half == 0 else "", hat="..1...1.")
        for chord, strings in (
            (D_MINOR, 0.5),
            (F_MAJOR, 0.55),
            (B_FLAT, 0.6),
            (C_MAJOR, 0.6),
            (D_MINOR, 0.55),
            (G_MINOR, 0.6),
            (B_FLAT, 0.6),
            (A_MAJOR, 0.65),
        )
        for half in (0, 1)
    ),
    calls=(Call(4, MOTIF, 74, 0.0, bells=0.25), Call(12, ANSWER, 74, 0.0, bells=0.25)),
    hits=(),
    last_chord=D_MINOR,
    rise=0.0,
    fade=0.0,
    tail=0.0,
    loops=True,
)
"""Quiet music without an end: the motif from afar, and its answer."""

SCORES = {"intro": INTRO, "outro": OUTRO, "sting": STING, "bed": BED}
