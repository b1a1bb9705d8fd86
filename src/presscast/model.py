"""The records that pass from room to room: scripts -> voices -> audio -> output."""

import errno
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple

from presscast.packed import Packed
from presscast.units import (
    EPISODE_RATE,
    Decibels,
    Hertz,
    Lufs,
    Milliseconds,
    Samples,
    rescale,
)
from presscast.words import count_words

NARRATOR = "Narrator"
"""Who reads what belongs to no labelled speaker."""

VOICE_PITCH = 50
"""The pitch at which an engine speaks of itself, 0 to 100."""


class Role(StrEnum):
    """What a speaker does in the conversation."""

    NARRATOR = "narrator"
    HOST = "host"
    GUEST = "guest"
    OTHER = "other"


class Sex(StrEnum):
    """Whether a voice, or the name of a speaker, is a woman's or a man's."""

    FEMALE = "female"
    MALE = "male"


# --- scripts: text -> Script -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of somebody's say, as it is displayed and spoken."""

    text: str
    """Without label and markup, on one line."""
    line: int
    """Where it starts in the source, from 1."""
    language: str = ""
    """BCP 47, where it is not that of the script."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted say."""

    speaker: str
    """The speaker's name, as in `Script.speakers`."""
    paragraphs: tuple[Paragraph, ...]
    is_disclosure: bool = False
    """Whether it says that the voices are synthetic: it is none of the source."""

    @property
    def line(self) -> int:
        """Where the turn starts in the source, from 1."""
        return self.paragraphs[0].line

    @property
    def text(self) -> str:
        """The whole turn, with an empty line between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def words(self) -> int:
        """The words in the turn."""
        return sum(count_words(paragraph.text) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class SpeakerHint:
    """What a script's front matter states about a speaker."""

    role: Role | None = None
    voice: str | None = None
    aliases: tuple[str, ...] = ()
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in a script."""

    name: str
    """As the script writes it the first time."""
    role: Role
    aliases: tuple[str, ...] = ()
    """Other labels of the same person."""
    voice: str | None = None
    """The voice that the front matter asks for."""
    sex: Sex | None = None
    """What the front matter says of it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the episode that a listener can go to; it begins with a turn."""

    title: str
    line: int
    """Where its first turn starts in the source, from 1."""
    turn: int
    """Index of its first turn in the script."""
    link: str = ""
    """Where its heading leads on the web; ASCII."""
    picture: str = ""
    """Where the image under its heading lies, as written."""


class CueKind(StrEnum):
    """What a cue of the house grammar asks for."""

    PAUSE = "pause"
    STING = "sting"
    SOUND = "sound"
    MUSIC = "music"
    VOICE = "voice"
    RATE = "rate"
    SAY = "say"


@dataclass(frozen=True, slots=True)
class Cue:
    """A direction in the house grammar: it is followed, not spoken."""

    kind: CueKind
    value: str
    """As written behind the colon; milliseconds for a pause, "off" where music ends."""
    line: int
    turn: int
    """Index of the turn in which it stands; of the turn after it where it stands between two."""
    paragraph: int
    """Index of the paragraph in the turn."""
    at: int
    """Before which character of the paragraph it stands."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Words of the source that are not spoken, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a script that its editor should know; the render goes on."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """How the front matter of a script has a word said."""

    written: str
    said: object
    """As written: a spelling, or a mapping."""
    line: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a script's front matter says of the episode; empty where it says nothing."""

    title: str = ""
    date: str = ""
    """ISO 8601."""
    language: str = ""
    """BCP 47."""
    summary: str = ""
    tags: tuple[str, ...] = ()
    season: int | None = None
    episode: int | None = None
    guid: str = ""
    publish_at: str = ""
    draft: bool = False
    speakers: dict[str, SpeakerHint] = field(default_factory=dict)
    lexicon: tuple[LexiconEntry, ...] = ()
    lexicon_file: str = ""
    """A lexicon beside the script."""

    @property
    def is_complete(self) -> bool:
        """Whether everybody is listed, the narrator as well: then nobody is guessed."""
        return any(hint.role is Role.NARRATOR for hint in self.speakers.values())


@dataclass(frozen=True, slots=True)
class Script:
    """A script that has been read: who says what, in order, and what nobody says."""

    path: str
    """As the user named it; `-` for standard input."""
    name: str
    """What the episode's files are called after."""
    title: str
    language: str
    """BCP 47, lower case."""
    metadata: Metadata
    speakers: tuple[Speaker, ...]
    """In the order in which they first speak."""
    turns: tuple[Turn, ...]
    chapters: tuple[Chapter, ...]
    skipped: tuple[Skipped, ...]
    notices: tuple[Notice, ...]
    cues: tuple[Cue, ...] = ()
    """In the order of the script."""

    @property
    def written_turns(self) -> tuple[Turn, ...]:
        """The turns that stand in the source."""
        return tuple(turn for turn in self.turns if not turn.is_disclosure)

    @property
    def spoken_words(self) -> int:
        """The words of all turns that stand in the source."""
        return sum(turn.words for turn in self.written_turns)

    @property
    def source_words(self) -> int:
        """Every word of the source: each is either spoken or skipped."""
        return self.spoken_words + sum(count_words(piece.text) for piece in self.skipped)


# --- voices: Script -> Speech ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that can be cast; measured, if it is one of the catalogue."""

    id: str
    """What the engine takes, and `voices/cast.toml` names."""
    label: str
    """A name for people."""
    sex: Sex | None
    accent: str
    language: str
    """BCP 47, lower case."""
    pitch: Hertz | None
    """Median of the fundamental at `setting`; None for a voice that nobody has measured, which
    then has none of what follows either."""
    brightness: Hertz | None
    """Spectral centroid."""
    family: str
    """Voices of one family sound alike whatever their accent."""
    setting: int = VOICE_PITCH
    """The engine's pitch at which it is listed, 0 to 100."""
    spread: float | None = None
    """From the 10th to the 90th percentile of pitch, in semitones."""
    loudness: Lufs | None = None
    """As the engine speaks, before speakers are matched."""
    clarity: float | None = None
    """The share of words that a recogniser understands in noise."""
    timbre: tuple[int, ...] = ()
    """Mel-frequency cepstral coefficients from the first on, without that of loudness."""


Sound = tuple[str, str, int, int]
"""(engine, voice, pitch, rate) of a casting."""


@dataclass(frozen=True, slots=True)
class Casting:
    """How one speaker sounds."""

    speaker: str
    engine: str
    voice: str
    """As that engine calls it."""
    rate: int
    """Words a minute."""
    pitch: int
    """0 to 100; `VOICE_PITCH` is the engine's own."""
    gain: Decibels = Decibels(0.0)
    """On top of the level at which all speakers are matched."""
    options: tuple[tuple[str, Any], ...] = ()
    """What show.toml says of the engine: (key, value)."""
    pan: float = 0.0
    """Where the speaker sits: -1 is left, 1 is right. Heard in stereo only."""
    lexicon: str = ""
    """A file below the show's voices/ with what this speaker says differently."""

    @property
    def sound(self) -> Sound:
        """What castings have in common that are equally loud.

        eSpeak NG is up to 1.8 LU quieter at 300 words a minute than at 160.
        """
        return self.engine, self.voice, self.pitch, self.rate


Cast = dict[str, Casting]
"""Speaker -> how the speaker sounds."""


@dataclass(frozen=True, slots=True)
class Departures:
    """How speakers sound where they do not speak with their own voice."""

    foreign: Mapping[tuple[str, str], Casting] = field(default_factory=dict)
    """(speaker, language of a paragraph) -> casting."""
    cued: Mapping[tuple[str, str], Casting] = field(default_factory=dict)
    """(speaker, what a cue `voice` asks for) -> casting."""


@dataclass(frozen=True, slots=True)
class Hint:
    """How a stretch of spoken text is to be said where its letters do not tell."""

    first: int
    """Index of its first character in the spoken text."""
    last: int
    """Index after its last character."""
    phonemes: str = ""
    """IPA; empty where the engine's own rules are to do."""
    language: str = ""
    """BCP 47, where it is not that of the text."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a stretch of displayed text is said, whatever the rules of its language are."""

    first: int
    """Index of its first character in the displayed text: it starts and ends with a word."""
    last: int
    """Index after its last character."""
    text: str
    """The words that are said instead, or its own; never without a word."""
    phonemes: str = ""
    """IPA, where letters do not tell."""
    language: str = ""
    """BCP 47, where it is not that of the text."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one engine call speaks: at most a paragraph of one speaker."""

    text: str
    """As the script displays it."""
    line: int
    speaker: str
    casting: Casting
    language: str
    turn: int
    """Index of its turn in the script."""
    paragraph: int
    """Index of its paragraph in the turn."""
    said: tuple[Said, ...] = ()
    """What a lexicon has settled of it, in order; the rest is said by the rules of the language."""
    lead: Milliseconds | None = None
    """The silence before it, where a cue asks for one."""
    before: tuple[Cue, ...] = ()
    """The cues before it that ask for a sting, a sound or music."""
    music: str = ""
    """The music that it is spoken over; empty for none."""


class Span(NamedTuple):
    """A stretch of text, and when it sounds."""

    first: int
    """Index of its first character in the utterance's text."""
    last: int
    """Index after its last character."""
    start: Samples
    end: Samples


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine returns: sound with its format, and when each word and sentence sounds."""

    pcm: bytes
    """Mono, signed 16-bit little-endian."""
    rate: Hertz
    voice: str
    """The voice that really spoke, read back from the engine."""
    words: tuple[Span, ...]
    """One for each word of the spoken text, in order; samples at `rate`."""
    exact: bool
    """Whether the engine told the times of words, or they are estimates."""

    @property
    def samples(self) -> Samples:
        """The length of the sound at `rate`."""
        return Samples(len(self.pcm) // 2)


@dataclass(frozen=True, slots=True)
class Take:
    """An utterance that has been spoken. Its sound lies in a file until it is mixed."""

    utterance: Utterance
    path: Path
    offset: int
    """Where the PCM starts in the file, in bytes."""
    rate: Hertz
    samples: Samples
    digest: str
    """The SHA-256 of the PCM."""
    words: Packed[Span]
    """One for each word of the text as it is displayed, in order; samples at `rate`."""
    sentences: Packed[Span]
    exact: bool
    expected: Milliseconds
    """About how long what is said for its text takes."""

    @property
    def name(self) -> str:
        """The hash of everything that made it: as good as that of its sound."""
        return self.path.stem

    def read_pcm(self) -> bytes:
        """Mono, signed 16-bit little-endian PCM. Raises OSError where it is gone or damaged."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.offset)
            pcm = file.read()
        if hashlib.sha256(pcm).hexdigest() != self.digest:
            raise OSError(errno.EIO, "damaged", str(self.path))
        return pcm


# --- audio: Speech -> Master -----------------------------------------------------------------


class TimedText(NamedTuple):
    """Text, and when it sounds, in samples of the episode."""

    text: str
    start: Samples
    end: Samples


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A stretch of a take, laid at a place in the episode: a sentence between two pauses."""

    start: Samples
    """In the episode."""
    cut: tuple[Samples, Samples]
    """What is taken of the utterance's sound, at the episode's rate."""


@dataclass(frozen=True, slots=True)
class SpokenUtterance:
    """An utterance in its place."""

    take: Take
    start: Samples
    end: Samples
    parts: tuple[SpokenPart, ...]

    @property
    def sentences(self) -> tuple[TimedText, ...]:
        """When each sentence sounds."""
        return tuple(self._place(self.take.sentences))

    @property
    def words(self) -> tuple[TimedText, ...]:
        """When each word of the text as it is displayed sounds."""
        return tuple(self._place(self.take.words))

    def find_extent(self) -> tuple[Samples, Samples]:
        """From where the first word begins to where the last ends, by its parts."""
        words = self.take.words
        (start, _), (_, end) = self._time((it.start, it.end) for it in (words[0], words[-1]))
        return start, end

    def _place(self, spans: Packed[Span]) -> Iterator[TimedText]:
        text = self.take.utterance.text
        firsts, lasts, *times = spans.columns or ((), (), (), ())
        for first, last, time in zip(
            firsts, lasts, self._time(zip(*times, strict=True)), strict=True
        ):
            yield TimedText(text[first:last], *time)

    def _time(self, times: Iterable[tuple[Samples, Samples]]) -> Iterator[tuple[Samples, Samples]]:
        """(start, end) in the episode of what begins and ends so in the take."""
        rate = self.take.rate
        cuts = [part.cut[0] for part in self.parts]
        shifts = [part.start - part.cut[0] for part in self.parts]
        for opens, closes in times:
            start = rescale(opens, rate, EPISODE_RATE)
            # An end belongs to the part of its start: it never jumps over a pause.
            shift = shifts[max(0, bisect_right(cuts, start) - 1)]
            end = rescale(closes, rate, EPISODE_RATE)
            yield Samples(start + shift), Samples(end + shift)

    def shift(self, samples: int) -> "SpokenUtterance":
        """The same, so many samples later."""
        parts = (SpokenPart(Samples(it.start + samples), it.cut) for it in self.parts)
        start, end = (Samples(at + samples) for at in (self.start, self.end))
        return SpokenUtterance(self.take, start, end, tuple(parts))


@dataclass(frozen=True, slots=True)
class Jingle:
    """The intro or the outro in its place."""

    role: Literal["intro", "outro"]
    source: str
    """The file's name, or `built-in`."""
    start: Samples
    end: Samples
    ducked: tuple[Samples, Samples]
    """Where words sound over it: from the first word on, or up to the last."""

    def shift(self, samples: int) -> "Jingle":
        """The same, so many samples later."""
        start, end, first, last = (
            Samples(at + samples) for at in (self.start, self.end, *self.ducked)
        )
        return Jingle(self.role, self.source, start, end, (first, last))


@dataclass(frozen=True, slots=True)
class Insert:
    """A sting, a sound or music in its place."""

    kind: Literal["sting", "sound", "music"]
    source: str
    """As the cue has it; of a sting the file's name, or `built-in`."""
    start: Samples
    end: Samples
    offset: Samples = Samples(0)
    """How much of it is over at `start`; music begins again where it ends."""
    points: tuple[tuple[Samples, Decibels], ...] = ()
    """Its level, in straight lines between these; without any it plays as it is."""

    def shift(self, samples: int) -> "Insert":
        """The same, so many samples later."""
        start, end = (Samples(at + samples) for at in (self.start, self.end))
        points = tuple((Samples(at + samples), gain) for at, gain in self.points)
        return Insert(self.kind, self.source, start, end, self.offset, points)


@dataclass(frozen=True, slots=True)
class TimedChapter:
    """A chapter of the episode: chapters are contiguous from 0 to the end."""

    title: str
    start: Samples
    end: Samples
    link: str = ""
    """As the script's chapter has it."""
    picture: str = ""
    """As the script's chapter has it."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What sounds when: the only place where a time is computed."""

    rate: Hertz
    samples: Samples
    """The length of the episode."""
    utterances: tuple[SpokenUtterance, ...]
    jingles: tuple[Jingle, ...]
    chapters: tuple[TimedChapter, ...]
    inserts: tuple[Insert, ...] = ()
