"""Where an episode is cut into blocks: by what is said, so that an edit leaves the others alone.

A block is spoken, mixed and encoded by itself. Its border lies in a pause that is chosen by the
content on both sides, never by its place in the episode; it begins and ends in silence, and on an
MP3 frame. So what a block sounds like depends on nothing outside of it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from presscast.audio.mp3 import FRAME
from presscast.model import CueKind, Utterance
from presscast.pace import estimate_speech
from presscast.show import Pauses
from presscast.store import hash_inputs
from presscast.units import Milliseconds, Samples, to_samples

LEAD = to_samples(Milliseconds(500))
"""Silence before the first word and after the last, where no jingle fills it."""

BORDER = Samples(4 * FRAME)
"""The least silence on either side of a cut: a frame's sound reaches into the next, no further."""

_SHORTEST = Milliseconds(20_000)
_LONGEST = Milliseconds(50_000)
"""Of a block, by estimate. Each costs 30 ms for a start of ffmpeg; an edit costs a whole one."""


@dataclass(frozen=True, slots=True)
class Block:
    """Utterances that are spoken, mixed and encoded together, and the silence around them."""

    utterances: tuple[Utterance, ...]
    pauses: tuple[Samples, ...]
    """Before each of the utterances; before the first what is left of it behind the cut."""
    sentence: Samples
    """Between two sentences of an utterance."""
    tail: Samples
    """Silence behind the last word, up to the cut."""
    opens: bool
    """Whether the episode begins with it."""
    closes: bool
    """Whether the episode ends with it."""
    leaves: bool = False
    """Whether music goes on over its end."""


def cut_blocks(
    utterances: Sequence[Utterance], chapter_turns: Collection[int], pauses: Pauses
) -> Iterator[Block]:
    """The episode in blocks of 20 to 50 seconds, as far as there are pauses to cut at."""
    silences = [
        to_samples(_choose_pause(before, after, chapter_turns, pauses))
        for before, after in pairwise(utterances)
    ]
    cuts = [0, *_find_cuts(utterances), len(utterances)]
    for first, last in pairwise(cuts):
        opens, closes = first == 0, last == len(utterances)
        lead = LEAD if opens else max(BORDER, silences[first - 1] - silences[first - 1] // 2)
        tail = LEAD if closes else max(BORDER, silences[last - 1] // 2)
        yield Block(
            utterances=tuple(utterances[first:last]),
            pauses=(Samples(lead), *silences[first : last - 1]),
            sentence=to_samples(pauses.sentence),
            tail=Samples(tail),
            opens=opens,
            closes=closes,
            leaves=not closes and goes_on(utterances[last - 1], utterances[last]),
        )


def goes_on(before: Utterance, after: Utterance) -> bool:
    """Whether the music under one utterance goes on under the next."""
    changes = any(cue.kind is CueKind.MUSIC for cue in after.before)
    return bool(before.music) and before.music == after.music and not changes


def _choose_pause(
    before: Utterance, after: Utterance, chapter_turns: Collection[int], pauses: Pauses
) -> Milliseconds:
    """What a cue asks for between two utterances, else the longest pause of the structure."""
    if after.lead is not None:
        return after.lead
    if after.turn != before.turn:
        if after.turn in chapter_turns:
            return pauses.chapter
        return pauses.speaker if before.speaker != after.speaker else pauses.paragraph
    return pauses.paragraph if before.paragraph != after.paragraph else pauses.sentence


def _find_cuts(utterances: Sequence[Utterance]) -> Iterator[int]:
    """Before which utterances to cut: among those in reach the one whose hash is the least.

    Where a text goes on as it did before an edit, so do the cuts, after a block or two at most.
    """
    lengths = (estimate_speech(it.text, it.casting.rate) for it in utterances)
    heard = list(accumulate(lengths, initial=0))
    start = 0
    while True:
        first = bisect_left(heard, heard[start] + _SHORTEST)
        last = bisect_right(heard, heard[start] + _LONGEST)
        # The last block is to be no stub: a jingle lies over its end.
        enough = bisect_right(heard, heard[-1] - _SHORTEST)
        reach = range(first, min(max(last, first + 1), enough))
        if not reach:
            return
        start = min(reach, key=lambda at: _rank(utterances[at - 1], utterances[at]))
        yield start


def _rank(before: Utterance, after: Utterance) -> tuple[bool, bool, str]:
    """How good a place to cut is: best where no cue and no sentence decides the pause."""
    inside = (before.turn, before.paragraph) == (after.turn, after.paragraph)
    content = ((it.speaker, it.text) for it in (before, after))
    return after.lead is not None or bool(after.before), inside, hash_inputs(*content)
