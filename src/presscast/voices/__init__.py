"""Script in, speech out: who speaks with which voice, and every word said."""

from collections.abc import Iterator
from pathlib import Path

from presscast.model import Cast, Casting, Paragraph, Script, Utterance
from presscast.sentences import split_sentences
from presscast.voices.booth import record
from presscast.voices.cache import SpeechCache, find_cache
from presscast.voices.cast import Decision, cast_script
from presscast.voices.castfile import pin_cast, read_cast_file
from presscast.voices.engines import Engine, list_engines, load_engine
from presscast.words import count_words

__all__ = [
    "Decision",
    "SpeechCache",
    "cast_script",
    "check_engine",
    "find_cache",
    "list_engines",
    "load_engine",
    "pin_cast",
    "plan_samples",
    "plan_utterances",
    "read_cast_file",
    "record",
]

_LONGEST = 900
"""Characters in an utterance: eSpeak NG's cost grows with the square of the text (579 times real
time at 137 characters, 86 times at 13,700)."""

_SAMPLE = "1, 2, 3, 14, 25, 36, 47, 58, 69, 70, 81, 92, 103."
"""What a voice says to have its level measured: every language has words for numbers."""


def plan_utterances(script: Script, cast: Cast) -> list[Utterance]:
    """What is to be spoken, in order: a paragraph each, long ones cut between sentences."""
    return [
        Utterance(
            text=text,
            line=paragraph.line,
            speaker=turn.speaker,
            casting=cast[turn.speaker],
            language=script.language,
            turn=at,
            paragraph=number,
        )
        for at, turn in enumerate(script.turns)
        for number, paragraph in enumerate(turn.paragraphs)
        for text in _cut_long(paragraph, script.language)
    ]


def plan_samples(script: Script, cast: Cast) -> list[Utterance]:
    """For each speaker an utterance to measure the voice's level by, the same in every script."""
    return [
        Utterance(
            text=_SAMPLE,
            line=script.turns[0].line,
            speaker=casting.speaker,
            casting=casting,
            language=script.language,
            turn=-1,
            paragraph=-1,
        )
        for casting in cast.values()
    ]


def check_engine(engine: Engine, folder: Path) -> None:
    """Have an engine speak a word with its first voice. Raises SpeechError if that fails."""
    casting = Casting("doctor", engine.name, engine.list_voices()[0].id, rate=160, pitch=50)
    utterance = Utterance("Ready.", 1, "doctor", casting, "en", turn=0, paragraph=0)
    record([utterance], SpeechCache(folder), jobs=1)


def _cut_long(paragraph: Paragraph, language: str) -> Iterator[str]:
    """The paragraph, or pieces of about `_LONGEST` characters that end where sentences do.

    A sentence that is longer by itself is cut at a space: no word is ever cut in two, and no piece
    is without one.
    """
    text = paragraph.text
    pieces: list[tuple[int, int]] = []
    for first, last in _find_pieces(text, language) if len(text) > _LONGEST else ((0, len(text)),):
        if pieces and not (count_words(text[first:last]) and count_words(text[slice(*pieces[-1])])):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    for first, last in pieces:
        yield text[first:last]


def _find_pieces(text: str, language: str) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces of at most `_LONGEST` characters, where there are spaces to cut at."""
    start = 0
    end = 0
    for first, last in split_sentences(text, language):
        if last - start > _LONGEST and end > start:
            yield start, end
            start = first
        while last - start > _LONGEST:
            cut = text.rfind(" ", start, start + _LONGEST)
            if cut <= start:
                cut = text.find(" ", start + _LONGEST, last)
            if cut < 0:
                break
            yield start, cut
            start = cut + 1
        end = last
    yield start, end
