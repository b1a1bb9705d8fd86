"""How far apart the voices of casts are, by their sound: `make cast-report`.

Everybody in casts of 2 to 12 says the same two sentences with the voice that casting chose. What is
measured of the sound is independent of the catalogue: median pitch, and the mean of the cepstrum.
"""

import math
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import parselmouth

from presscast.model import (
    NARRATOR,
    Cast,
    Metadata,
    Paragraph,
    Role,
    Script,
    Speaker,
    Take,
    Turn,
    Utterance,
)
from presscast.show import Show
from presscast.voices.cache import SpeechCache
from presscast.voices.cast import cast_script
from presscast.voices.recording import record

PEOPLE = (
    *(NARRATOR, "Anna Keller", "Mr. Paul Stone", "Dr. Emily Carter", "Prof. John Miller"),
    *("Fatima Noor", "Sir Ian Gray", "Maria Lopez", "Tom Baker", "Laura Klein", "ANCHOR"),
    "Ms. Clara Weiss",
)
"""The narrator, a host, and guests: five of them women, four men, one who may be either."""

SENTENCES = {
    "en": "The council has voted for the new bridge. Work on it begins in the spring of next year.",
    "de": "Der Rat hat für die neue Brücke gestimmt. Die Arbeiten beginnen im nächsten Frühjahr.",
    "fr": "Le conseil a voté pour le nouveau pont. Les travaux commencent au printemps prochain.",
    "es": "El consejo ha votado por el nuevo puente. Las obras empiezan en la próxima primavera.",
    "it": "Il consiglio ha votato per il nuovo ponte. I lavori cominciano la prossima primavera.",
    "pt": "O conselho votou a favor da nova ponte. As obras começam na próxima primavera.",
    "nl": "De raad heeft voor de nieuwe brug gestemd. Het werk begint in het volgende voorjaar.",
}

LEAST_SEMITONES = 3.0
LEAST_TIMBRE = 75.0
"""Two voices are alike that are nearer than both. Between eSpeak NG's variants the cepstra differ
by 199 in the median, and by 9 to 35 where the variants' data hardly differ."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What was measured of a voice that spoke."""

    pitch: float
    """Median, in Hz."""
    timbre: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people in a cast, and how far apart they sound."""

    one: str
    other: str
    semitones: float
    timbre: float
    adjacent: bool
    """Whether one of them speaks right after the other."""

    @property
    def alike(self) -> bool:
        """Whether a listener might take one for the other."""
        return self.semitones < LEAST_SEMITONES and self.timbre < LEAST_TIMBRE


def write_conversation(number: int, language: str = "en") -> Script:
    """A script of so many people: the host talks to each guest, then the guests to each other."""
    people = PEOPLE[:number]
    order = [NARRATOR]
    for guest in people[2:] or people[1:]:
        order += [people[1], guest] if guest != people[1] else [guest]
    order += people[2:]
    return Script(
        path="talk.md",
        name="talk",
        title="Talk",
        language=language,
        metadata=Metadata(),
        speakers=tuple(
            Speaker(name, Role.NARRATOR if name == NARRATOR else Role.OTHER) for name in people
        ),
        turns=tuple(
            Turn(name, (Paragraph(SENTENCES[language], line),))
            for line, name in enumerate(order, 1)
        ),
        chapters=(),
        skipped=(),
        notices=(),
    )


def measure_casts(numbers: range, language: str, folder: Path) -> Iterator[tuple[Cast, list[Pair]]]:
    """(cast, every two people in it) for each number of people."""
    show = Show(root=folder, exists=False)
    scripts = [write_conversation(number, language) for number in numbers]
    casts = [cast_script(script, show, {}).cast for script in scripts]
    text = SENTENCES[language]
    utterances = {
        casting.sound: Utterance(text, 1, casting.speaker, casting, language, turn=0, paragraph=0)
        for cast in casts
        for casting in cast.values()
    }
    takes = record(list(utterances.values()), SpeechCache(folder), jobs=2)
    sounds: dict[object, Sound] = {
        take.utterance.casting.sound: measure_sound(take) for take in takes
    }
    for script, cast in zip(scripts, casts, strict=True):
        met = {frozenset((one.speaker, other.speaker)) for one, other in pairwise(script.turns)}
        names = list(cast)
        yield (
            cast,
            [
                compare(one, other, cast, sounds, frozenset((one, other)) in met)
                for at, one in enumerate(names)
                for other in names[at + 1 :]
            ],
        )


def compare(one: str, other: str, cast: Cast, sounds: dict[object, Sound], adjacent: bool) -> Pair:
    """How far apart two people of a cast sound."""
    first, second = (sounds[cast[name].sound] for name in (one, other))
    return Pair(
        one,
        other,
        abs(12 * math.log2(first.pitch / second.pitch)),
        math.dist(first.timbre, second.timbre),
        adjacent,
    )


def measure_sound(take: Take) -> Sound:
    """Pitch and timbre of the voiced frames of a take."""
    samples = np.frombuffer(take.read_pcm(), "<i2") / 32_768
    sound = parselmouth.Sound(samples, take.rate)
    track = sound.to_pitch_ac(pitch_floor=50, pitch_ceiling=500)
    pitches = track.selected_array["frequency"]
    voiced = pitches > 0
    cepstrum = sound.to_mfcc(number_of_coefficients=12)
    frames = np.rint((track.xs()[voiced] - cepstrum.x1) / cepstrum.dx).astype(int)
    frames = frames[(frames >= 0) & (frames < cepstrum.nx)]
    means = cepstrum.to_array()[1:, frames].mean(axis=1)
    return Sound(float(np.median(pitches[voiced])), tuple(map(float, means)))


def main() -> None:
    """Print every adjacent pair of casts of 2 to 12; fail if two people of a cast are alike."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for language in SENTENCES:
            for cast, pairs in measure_casts(range(2, 13), language, Path(folder)):
                print(f"{language}, {len(cast)} speakers: semitones and timbre between neighbours")
                for pair in pairs:
                    if pair.adjacent or pair.alike:
                        voices = f"{cast[pair.one].voice} / {cast[pair.other].voice}"
                        mark = "  ALIKE" if pair.alike else ""
                        print(f"  {pair.semitones:5.1f} {pair.timbre:4.0f}  {voices}{mark}")
                nearest = min(pairs, key=lambda it: it.timbre + 25 * it.semitones)
                print(f"  nearest: {nearest.one} / {nearest.other}\n")
                failed |= any(pair.alike for pair in pairs)
    sys.exit(failed)


if __name__ == "__main__":
    main()
