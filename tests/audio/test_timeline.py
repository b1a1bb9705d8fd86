"""The timeline: nothing overlaps, every pause is what the structure asks for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, pairwise

import pytest

from presscast.audio.blocks import BORDER, cut_blocks
from presscast.audio.clips import make_silence
from presscast.audio.inserts import Inserts
from presscast.audio.mp3 import FRAME
from presscast.audio.music import Music
from presscast.audio.timeline import arrange_block, join_layouts
from presscast.model import Chapter, Span, Take, Timeline
from presscast.packed import Packed
from presscast.show import Pauses
from presscast.units import Milliseconds, Samples, to_samples

MakeTake = Callable[..., Take]

PAUSES = Pauses(
    sentence=Milliseconds(100),
    paragraph=Milliseconds(200),
    speaker=Milliseconds(300),
    chapter=Milliseconds(1_000),
)


def arrange(
    takes: Sequence[Take],
    chapters: Sequence[Chapter] = (Chapter("One", 1, 0),),
    pauses: Pauses = PAUSES,
    music: Sequence[Music] = (),
) -> Timeline:
    """The timeline of these takes, block by block."""
    utterances = [take.utterance for take in takes]
    blocks = list(cut_blocks(utterances, {chapter.turn for chapter in chapters}, pauses))
    rest = iter(takes)
    layouts = [
        arrange_block(block, list(islice(rest, len(block.utterances))), music, Inserts())
        for block in blocks
    ]
    return join_layouts(layouts, chapters)


@pytest.fixture
def takes(make_take: MakeTake) -> list[Take]:
    """Two speakers, three turns, the first of two sentences."""
    return [
        make_take("First sentence here. Second one follows.", voice="tone/150", line=1, turn=0),
        make_take("An answer of some length.", voice="tone/330", line=3, turn=1),
        make_take("The next chapter begins.", voice="tone/150", line=5, turn=2),
    ]


@pytest.fixture
def timeline(takes: list[Take]) -> Timeline:
    """With jingles of nine and six seconds, and a chapter at the third take."""
    chapters = [Chapter("One", 1, 0), Chapter("Two", 5, 2)]
    music = [
        Music("intro", "built-in", make_silence(9 * 44_100, 1)),
        Music("outro", "built-in", make_silence(6 * 44_100, 1)),
    ]
    return arrange(takes, chapters, music=music)


def test_pauses_follow_the_structure(timeline: Timeline) -> None:
    """From the end of the last word to the start of the next: sentence, speaker, chapter."""
    first, second, third = timeline.utterances
    gaps = [
        first.sentences[1].start - first.sentences[0].end,
        second.start - first.end,
        third.start - second.end,
    ]
    assert gaps == [to_samples(Milliseconds(pause)) for pause in (100, 300, 1_000)]


def test_parts_lie_one_after_the_other_and_cover_their_words(timeline: Timeline) -> None:
    """No part begins before the one before it ends, and no word sounds outside the parts."""
    at = 0
    for spoken in timeline.utterances:
        stretches = []
        for part in spoken.parts:
            assert part.start >= at
            at = part.start + part.cut[1] - part.cut[0]
            stretches.append((part.start, at))
        for word in spoken.words:
            assert any(start <= word.start < word.end <= end for start, end in stretches)


def test_words_and_sentences_carry_the_text(timeline: Timeline) -> None:
    """What is timed is what is said, in order."""
    for spoken in timeline.utterances:
        assert [word.text for word in spoken.words] == spoken.take.utterance.text.split()
        assert " ".join(part.text for part in spoken.sentences) == spoken.take.utterance.text


def test_chapters_are_contiguous_from_zero_to_the_end(timeline: Timeline) -> None:
    """A chapter begins in the middle of the pause before its first word."""
    one, two = timeline.chapters
    assert (one.start, one.end, two.end) == (0, two.start, timeline.samples)
    before, after = timeline.utterances[1].end, timeline.utterances[2].start
    assert two.start == (before + after) // 2


def test_the_first_word_comes_over_the_intros_end_and_the_last_over_the_outros_start(
    timeline: Timeline,
) -> None:
    """Three seconds of a long jingle lie under words, a third of a short one."""
    intro, outro = timeline.jingles
    first, last = timeline.utterances[0].start, timeline.utterances[-1].end
    assert (intro.start, intro.end, first) == (0, 9 * 44_100, 6 * 44_100)
    assert intro.ducked == (first, intro.end)
    assert last - outro.start == 2 * 44_100
    assert outro.ducked == (outro.start, last)
    assert timeline.samples == outro.end


def test_without_jingles_half_a_second_of_silence_stands_at_both_ends(takes: list[Take]) -> None:
    """An episode never starts or ends in the middle of a breath."""
    timeline = arrange(takes)
    half = to_samples(Milliseconds(500))
    assert timeline.utterances[0].start == half
    assert timeline.samples == timeline.utterances[-1].end + half


def test_sentences_spoken_without_a_break_are_not_cut_apart(make_take: MakeTake) -> None:
    """Where an engine leaves no silence there is nothing to put a pause into."""
    take = make_take("One. Two.")
    one, two = take.sentences
    joined = replace(take, sentences=Packed(Span, [one, two._replace(start=Samples(one.end + 10))]))
    assert len(arrange([joined]).utterances[0].parts) == 1


def test_a_cue_asks_for_its_own_silence(make_take: MakeTake) -> None:
    """Whatever the structure would have asked for."""
    takes = [make_take("One.", turn=0), make_take("Two.", turn=1)]
    asked = replace(takes[1].utterance, lead=Milliseconds(3000))
    takes[1] = replace(takes[1], utterance=asked)
    first, second = arrange(takes).utterances
    assert second.start - first.end == to_samples(Milliseconds(3000))


def test_every_block_begins_on_a_frame_and_its_place_changes_nothing_in_it(
    make_take: MakeTake,
) -> None:
    """What a block sounds like is known before it is known where it lies."""
    takes = [make_take(f"Turn number {n} has so many words to say.", turn=n) for n in range(40)]
    blocks = list(cut_blocks([take.utterance for take in takes], {0}, PAUSES))
    assert len(blocks) > 2
    rest = iter(takes)
    at = 0
    timeline = arrange(takes)
    spoken = iter(timeline.utterances)
    for block in blocks:
        layout = arrange_block(block, list(islice(rest, len(block.utterances))), (), Inserts())
        assert layout.samples % FRAME == 0
        for utterance in layout.utterances:
            assert next(spoken) == utterance.shift(at)
        at += layout.samples
    # Only the pauses at the cuts are longer than asked for: by less than a frame.
    pauses = [b.start - a.end for a, b in pairwise(timeline.utterances)]
    asked = to_samples(PAUSES.paragraph)
    assert all(asked <= pause < max(asked, 2 * BORDER) + FRAME for pause in pauses)
    assert len([pause for pause in pauses if pause != asked]) <= len(blocks) - 1
