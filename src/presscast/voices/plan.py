"""What is to be spoken: a script as utterances, in order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from presscast.model import (
    Casting,
    Cue,
    CueKind,
    Departures,
    Paragraph,
    Said,
    Script,
    Utterance,
)
from presscast.pace import FASTEST, RATES, SLOWEST
from presscast.sentences import split_sentences
from presscast.units import Milliseconds
from presscast.voices.decision import Decision
from presscast.voices.spoken_text import keep_written
from presscast.words import count_words

if TYPE_CHECKING:
    from presscast.voices.lexicon import Match

_LONGEST = 900
"""Characters in an utterance: eSpeak NG's cost grows with the square of the text (579 times real
time at 137 characters, 86 times at 13,700)."""

_SAMPLE = (
    "1, 2, 3, 14, 25, 36, 47, 58, 69, 70, 81, 92, 103. "
    "1200 300 4 5 6 7 8 9 10 11 12 13 16 19 2000 1000000."
)
"""What a voice says to have its level measured: every language has words for numbers."""

_HEARD = (CueKind.STING, CueKind.SOUND, CueKind.MUSIC)

_CUTTING = (CueKind.PAUSE, CueKind.RATE, CueKind.VOICE, *_HEARD)


def plan_utterances(script: Script, decision: Decision, tempo: float = 1.0) -> list[Utterance]:
    """All that is to be spoken, in order; see `plan_each`."""
    return list(plan_each(script, decision, tempo))


def plan_each(script: Script, decision: Decision, tempo: float = 1.0) -> Iterator[Utterance]:
    """What is to be spoken, in order: a paragraph each, long ones cut between sentences.

    A paragraph is also cut where a cue asks for a pause, a sound or music, and for another rate or
    another voice; these two hold to the end of the turn. A paragraph in another language is spoken
    with the voice for it that the decision has. Everybody speaks `tempo` times as fast as the cast
    and the cues say.
    """
    cues: dict[tuple[int, int], list[Cue]] = defaultdict(list)
    for cue in script.cues:
        if cue.kind in _CUTTING:
            cues[cue.turn, cue.paragraph].append(cue)
    cast, departures = decision.cast, decision.departures
    lead: Milliseconds | None = None
    heard: tuple[Cue, ...] = ()
    music = ""
    for at, turn in enumerate(script.turns):
        own = casting = cast[turn.speaker]
        for number in range(len(turn.paragraphs) + 1):
            here = cues.get((at, number), ())
            if number == len(turn.paragraphs):
                lead = _add_pauses(lead, here)
                heard += _list_sounds(here)
                continue
            paragraph = turn.paragraphs[number]
            language = paragraph.language or script.language
            end = 0
            for text, orders in _cut_at_cues(paragraph, here):
                lead = _add_pauses(lead, orders)
                heard += _list_sounds(orders)
                music = _change_music(music, heard)
                casting = _change_casting(casting, own, orders, departures)
                spoken_as = _translate(casting, own, language, departures)
                for piece in _cut_long(text, language) if text else ():
                    first = paragraph.text.index(piece, end)
                    end = first + len(piece)
                    yield Utterance(
                        text=piece,
                        line=paragraph.line,
                        speaker=turn.speaker,
                        casting=_lift(_quicken(spoken_as, tempo), decision.pitch),
                        language=language,
                        turn=at,
                        paragraph=number,
                        said=_clip_said(decision.settled.get((at, number), ()), first, end),
                        lead=lead,
                        before=heard,
                        music=music,
                    )
                    lead, heard = None, ()


def _cut_at_cues(paragraph: Paragraph, cues: Sequence[Cue]) -> Iterator[tuple[str, list[Cue]]]:
    """(a piece of the paragraph, the cues before it), in order; the last is empty.

    What holds no word, such as a full stop behind a cue, stays with the words before it.
    """
    text = paragraph.text
    first = 0
    before: list[Cue] = []
    after: list[Cue] = []
    for cue in cues:
        if not count_words(text[cue.at :]):
            after.append(cue)
            continue
        if count_words(text[first : cue.at]):
            yield text[first : cue.at].strip(), before
            before, first = [], cue.at
        before.append(cue)
    yield text[first:].strip(), before
    yield "", after


def _clip_said(matches: Iterable["Match"], first: int, last: int) -> tuple[Said, ...]:
    """What is settled wholly between two characters of a paragraph, counted from the first."""
    return tuple(
        replace(it.said, first=it.said.first - first, last=it.said.last - first)
        for it in matches
        if first <= it.said.first and it.said.last <= last
    )


def _add_pauses(lead: Milliseconds | None, cues: Sequence[Cue]) -> Milliseconds | None:
    """The silence before what comes next, with that of these cues."""
    asked = [int(cue.value) for cue in cues if cue.kind is CueKind.PAUSE]
    return Milliseconds((lead or 0) + sum(asked)) if asked else lead


def _list_sounds(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Those of the cues that are heard."""
    return tuple(cue for cue in cues if cue.kind in _HEARD)


def _change_music(music: str, cues: Iterable[Cue]) -> str:
    """What sounds under words after these cues."""
    for cue in cues:
        if cue.kind is CueKind.MUSIC:
            music = "" if cue.value == "off" else cue.value
    return music


def _translate(casting: Casting, own: Casting, language: str, departures: Departures) -> Casting:
    """How the speaker says something in this language; the voice of a cue says it all."""
    foreign = departures.foreign.get((own.speaker, language))
    if foreign is None or casting != replace(own, rate=casting.rate):
        return casting
    return replace(foreign, rate=casting.rate)


def _change_casting(
    casting: Casting, own: Casting, cues: Sequence[Cue], departures: Departures
) -> Casting:
    """How the speaker sounds after these cues."""
    for cue in cues:
        if cue.kind is CueKind.VOICE:
            other = departures.cued.get((own.speaker, cue.value), casting)
            casting = replace(other, rate=casting.rate)
        elif cue.kind is CueKind.RATE:
            value = cue.value.lower()
            if value in RATES:
                rate = own.rate * RATES[value]
            elif value.endswith("%"):
                rate = own.rate * int(value[:-1]) / 100
            else:
                rate = int(value)
            casting = _set_rate(casting, rate)
    return casting


def _quicken(casting: Casting, tempo: float) -> Casting:
    return casting if tempo == 1 else _set_rate(casting, casting.rate * tempo)


def _lift(casting: Casting, steps: int) -> Casting:
    return replace(casting, pitch=min(100, max(0, casting.pitch + steps))) if steps else casting


def _set_rate(casting: Casting, rate: float) -> Casting:
    return replace(casting, rate=min(FASTEST, max(SLOWEST, round(rate))))


def plan_sample(utterance: Utterance) -> Utterance:
    """What the level of an utterance's sound (see `Casting`) is measured by: the same words in
    every script."""
    return replace(
        utterance,
        text=_SAMPLE,
        turn=-1,
        paragraph=-1,
        said=keep_written(_SAMPLE),
        lead=None,
        before=(),
        music="",
    )


def _cut_long(text: str, language: str) -> Iterator[str]:
    """The text, or pieces of about `_LONGEST` characters that end where sentences do.

    A sentence that is longer by itself is cut at a space: no word is ever cut in two, and no piece
    is without one.
    """
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
