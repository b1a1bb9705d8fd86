"""Blocks: cut by content, so that an edit leaves the others alone."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscast.audio.blocks import BORDER, Block, cut_blocks
from presscast.model import Casting, Utterance
from presscast.pace import estimate_speech
from presscast.show import Pauses
from presscast.units import Milliseconds, to_samples


def say(text: str, turn: int, **fields: object) -> Utterance:
    """An utterance by one of two speakers."""
    casting = Casting(f"Speaker {turn % 2}", "tone", "tone/330", rate=160, pitch=50)
    utterance = Utterance(text, turn + 1, casting.speaker, casting, "en", turn, paragraph=0)
    return replace(utterance, **fields)  # type: ignore[arg-type]


def talk(count: int) -> list[Utterance]:
    """Turns of some ten seconds, no two alike."""
    return [say(f"Turn {n * n} of the talk. " * (2 + n * 7 % 5), n) for n in range(count)]


def list_texts(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """What is said in each block."""
    return [tuple(it.text for it in block.utterances) for block in blocks]


def measure(block: Block) -> int:
    """The estimated length of a block, in milliseconds."""
    return sum(estimate_speech(it.text, it.casting.rate) for it in block.utterances)


def test_every_utterance_is_in_one_block_in_order() -> None:
    """And every block has a length that is worth its cost."""
    utterances = talk(200)
    blocks = list(cut_blocks(utterances, {0}, Pauses()))
    assert [it for block in blocks for it in block.utterances] == utterances
    assert all(20_000 <= measure(block) <= 50_000 for block in blocks)
    assert [block.opens for block in blocks] == [True] + [False] * (len(blocks) - 1)
    assert [block.closes for block in blocks] == [False] * (len(blocks) - 1) + [True]


@pytest.mark.parametrize("edit", ["change", "delete", "insert"])
@pytest.mark.parametrize("at", [40, 100, 163])
def test_an_edit_leaves_the_blocks_before_and_after_alone(edit: str, at: int) -> None:
    """One block changes, or as many as it takes to find the old cuts again: three at most."""
    before = talk(200)
    after = list(before)
    if edit == "change":
        after[at] = replace(after[at], text=after[at].text + "And one more thing.")
    elif edit == "delete":
        del after[at]
    else:
        after.insert(at, say("What nobody had thought of. " * 4, at))
    one, other = (list_texts(list(cut_blocks(it, {0}, Pauses()))) for it in (before, after))
    new = [texts for texts in other if texts not in one]
    assert 1 <= len(new) <= 3


@given(st.lists(st.integers(1, 40), max_size=60), st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_whatever_the_lengths_nothing_is_lost_and_no_last_block_is_a_stub(
    lengths: list[int], kind: int
) -> None:
    """Also where one utterance is longer than a block should be."""
    utterances = [say("Some words here. " * n, at // (kind + 1)) for at, n in enumerate(lengths)]
    if not utterances:
        return
    blocks = list(cut_blocks(utterances, (), Pauses()))
    assert [it for block in blocks for it in block.utterances] == utterances
    assert len(blocks) == 1 or all(measure(block) >= 20_000 for block in blocks)


def test_a_pause_that_a_cue_asks_for_is_not_cut_where_another_is_in_reach() -> None:
    """It is as long as asked for, to the sample."""
    utterances = [replace(it, lead=Milliseconds(3_000)) if it.turn % 2 else it for it in talk(100)]
    blocks = list(cut_blocks(utterances, {0}, Pauses()))
    assert len(blocks) > 10
    assert not any(block.utterances[0].lead for block in blocks)


def test_a_cut_lies_in_the_middle_of_its_pause_and_has_silence_on_both_sides() -> None:
    """What is left of the pause behind the cut stands before the next block's first word."""
    for pauses in (Pauses(), Pauses(*map(Milliseconds, (0, 0, 0, 0)))):
        blocks = list(cut_blocks(talk(60), {0}, pauses))
        for one, other in itertools.pairwise(blocks):
            assert one.tail >= BORDER
            assert other.pauses[0] >= BORDER
            silence = to_samples(pauses.speaker)
            assert one.tail + other.pauses[0] == max(silence, 2 * BORDER)


def test_pauses_follow_the_structure() -> None:
    """Chapter, speaker, paragraph, sentence: each its own."""
    one = say("One.", 0)
    lines = [
        *(one, replace(one, text="Same paragraph."), replace(one, text="Next.", paragraph=1)),
        *(say("Other speaker.", 1), say("A chapter.", 2)),
    ]
    pauses = Pauses(*map(Milliseconds, (100, 200, 300, 400)))
    [block] = cut_blocks(lines, {2}, pauses)
    asked = (to_samples(Milliseconds(ms)) for ms in (100, 200, 300, 400))
    assert block.pauses[1:] == tuple(asked)
