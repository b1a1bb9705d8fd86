"""Stings, sounds and music that a script's cues ask for: what they are, and where they lie.

A sting or a sound has the pause before the words to itself, which is made long enough. Music comes
in alone, gives way to the first word, stays under all words up to where it is turned off, and comes
up once more. It lies at least 20 dB under words, pauses between them included: it never pumps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from presscast.audio.encode import RUN_IN
from presscast.audio.music import Music
from presscast.model import CueKind, Insert, Utterance
from presscast.units import Decibels, Milliseconds, Samples, to_samples

SILENT = Decibels(-60.0)

ATTACK = to_samples(Milliseconds(600))
RELEASE = to_samples(Milliseconds(900))
"""In which music gives way to words, and comes back."""

_FADE = to_samples(Milliseconds(300))
_ALONE = to_samples(Milliseconds(2_000))
"""For how long music is heard before the words that it lies under."""
_CLOSING = to_samples(Milliseconds(2_800))
"""In which music ends after the last word over it."""


@dataclass(frozen=True, slots=True)
class Inserts:
    """What a script's cues stand for."""

    music: Mapping[str, Music] = field(default_factory=dict)
    """By what stands behind the colon; the sting under the empty name."""
    ceiling: Decibels = Decibels(-40.0)
    """How loud a moment of music may be under words, in dBFS of the mix."""

    def find_duck(self, name: str) -> Decibels:
        """By how much a piece of music is turned down under words."""
        return Decibels(min(0.0, self.ceiling - self.music[name].loudest))


@dataclass(frozen=True, slots=True)
class Playing:
    """Music that sounds on."""

    name: str
    start: Samples
    """In the block; before its beginning where it has begun earlier."""
    offset: Samples
    """How much of it is over at `start`."""
    points: tuple[tuple[Samples, Decibels], ...]

    def stop(self, *points: tuple[int, Decibels]) -> Insert:
        """The music up to the last of these points of its envelope."""
        shape = (*self.points, *((Samples(at), gain) for at, gain in points))
        return Insert("music", self.name, self.start, shape[-1][0], self.offset, shape)


@dataclass(frozen=True, slots=True)
class Gap:
    """The pause before an utterance."""

    clear: Samples
    """From where on nothing else sounds."""
    words: int
    """Where the words begin if nothing is put between."""
    half: int
    """The silence before and after what is put between."""
    covered: bool = False
    """Whether a jingle sounds up to `clear`, over the first words."""


def fill_gap(
    utterance: Utterance, gap: Gap, inserts: Inserts, playing: Playing | None
) -> tuple[list[Insert], Playing | None, Samples]:
    """(what sounds before an utterance, the music under it, where its words begin)."""
    heard: list[Insert] = []
    free = gap.clear
    turns = any(cue.kind is CueKind.MUSIC for cue in utterance.before)
    # A show may say that it has no bed.
    music = utterance.music if utterance.music in inserts.music else ""
    if playing and (turns or music != playing.name):
        heard.append(end_music(playing, free, inserts.find_duck(playing.name)))
        playing, free = None, heard[-1].end
    heard += _place_sounds(utterance, free + gap.half, gap.half, inserts)
    words = gap.words if not heard else heard[-1].end + gap.half
    if music and playing is None:
        duck = inserts.find_duck(music)
        if gap.covered and not heard:
            playing = _begin_under_words(music, gap.clear - ATTACK, duck)
        else:
            start = heard[-1].end if heard else free + gap.half
            playing, words = _begin_music(music, start, duck)
    return heard, playing, Samples(words)


def close_music(playing: Playing, last: Samples, outro: int | None, inserts: Inserts) -> Insert:
    """Music that ends with the block: after the last word, or under it where the outro begins."""
    duck = inserts.find_duck(playing.name)
    if outro is None:
        return end_music(playing, last, duck)
    end = max(outro, playing.points[-1][0] + 1)
    return playing.stop((max(end - RELEASE, playing.points[-1][0]), duck), (end, SILENT))


def carry_on(playing: Playing, samples: Samples, duck: Decibels) -> Playing:
    """The music as the next block sees it, from a little before that begins."""
    offset = samples - RUN_IN - playing.start + playing.offset
    points = ((Samples(-RUN_IN), duck),)
    return Playing(playing.name, Samples(-RUN_IN), Samples(offset), points)


def end_music(playing: Playing, last: int, duck: Decibels) -> Insert:
    """The music, which comes up once more after the last word and fades."""
    loud = Decibels(0.0)
    up, down = last + RELEASE, last + (RELEASE + _CLOSING) // 2
    return playing.stop((last, duck), (up, loud), (down, loud), (last + _CLOSING, SILENT))


def _begin_music(name: str, at: int, duck: Decibels) -> tuple[Playing, int]:
    """(music from a place on, where words may begin)."""
    first = at + _ALONE
    loud = Decibels(0.0)
    shape = (at, SILENT), (at + _FADE, loud), (first - ATTACK, loud), (first, duck)
    points = tuple((Samples(place), gain) for place, gain in shape)
    return Playing(name, Samples(at), Samples(0), points), first


def _begin_under_words(name: str, at: int, duck: Decibels) -> Playing:
    points = (Samples(at), SILENT), (Samples(at + ATTACK), duck)
    return Playing(name, Samples(at), Samples(0), points)


def _place_sounds(utterance: Utterance, at: int, gap: int, inserts: Inserts) -> Iterator[Insert]:
    """The stings and sounds before an utterance, one after the other with a gap between them.

    Two stings in a row are one: that of the script and that between chapters.
    """
    heard = [cue for cue in utterance.before if cue.kind is not CueKind.MUSIC]
    for number, cue in enumerate(heard):
        is_sting = cue.kind is CueKind.STING
        if is_sting and number and heard[number - 1].kind is CueKind.STING:
            continue
        # A show may say that it has no sting.
        if music := inserts.music.get("" if is_sting else cue.value):
            end = Samples(at + music.samples)
            yield Insert("sting" if is_sting else "sound", music.source, Samples(at), end)
            at = end + gap


def join_inserts(inserts: Sequence[Insert]) -> list[Insert]:
    """The same with the parts of music that goes on over blocks made one, by their beginning."""
    joined: list[Insert] = []
    music: int | None = None
    for insert in inserts:
        if insert.kind != "music":
            joined.append(insert)
        elif insert.offset and music is not None:
            before = joined[music]
            shape = (*before.points[:-1], *insert.points[1:])
            joined[music] = replace(before, end=insert.end, points=shape)
        else:
            music = len(joined)
            joined.append(insert)
    return sorted(joined, key=lambda it: it.start)
