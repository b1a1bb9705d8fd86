"""Layouts that come while later takes are awaited."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from presscast.audio.arrangement import Arrangement
from presscast.audio.blocks import Block, cut_blocks
from presscast.audio.master import Desk
from presscast.audio.timeline import Layout, join_layouts
from presscast.errors import SpeechError
from presscast.model import Chapter, Take, Timeline
from presscast.show import Pauses, Show
from presscast.store import Store

CHAPTERS = [Chapter("One", 1, 0)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Without music."""
    return Desk(Show(tmp_path, exists=False), {}, (), Store(tmp_path, "block"))


@pytest.fixture
def takes(make_take: Callable[..., Take]) -> list[Take]:
    """Two minutes."""
    text = "Of the trams that ran along the harbour there is none today. " * 4
    return [make_take(f"{text} Turn {turn}.", turn=turn) for turn in range(8)]


def cut(takes: Sequence[Take]) -> list[Block]:
    return list(cut_blocks([it.utterance for it in takes], {0}, Pauses()))


def test_layouts_come_before_all_is_spoken(takes: list[Take], desk: Desk) -> None:
    """And somebody is told of the timeline before any of them has been taken."""
    spoken: SimpleQueue[Take] = SimpleQueue()
    told: SimpleQueue[Timeline] = SimpleQueue()
    blocks = cut(takes)
    assert len(blocks) > 2
    with ThreadPoolExecutor(1) as pool:
        heard = iter(spoken.get, None)
        arrangement = Arrangement(pool, blocks, heard, CHAPTERS, desk, told.put)
        for take in takes[:-1]:
            spoken.put(take)
        layouts = iter(arrangement)
        early = [next(layouts) for _ in blocks[:-1]]
        assert told.empty()
        spoken.put(takes[-1])
        timeline = told.get()
        assert [*early, *layouts][-1].utterances[-1].take == takes[-1]
    assert arrangement.timeline == timeline
    assert [it.take for it in timeline.utterances] == takes


def test_the_layouts_are_those_of_the_timeline(takes: list[Take], desk: Desk) -> None:
    """One after the other."""
    with ThreadPoolExecutor(1) as pool:
        arrangement = Arrangement(pool, cut(takes), iter(takes), CHAPTERS, desk, lambda _: None)
        assert join_layouts(list(arrangement), CHAPTERS) == arrangement.timeline


def test_what_cannot_be_spoken_is_told_to_whoever_waits(takes: list[Take], desk: Desk) -> None:
    """Behind what could be."""

    def speak() -> Iterator[Take]:
        yield from takes[:-1]
        raise SpeechError("not a word")

    heard: list[Layout] = []
    with ThreadPoolExecutor(1) as pool:
        blocks = cut(takes)
        arrangement = Arrangement(pool, blocks, speak(), CHAPTERS, desk, lambda _: None)
        with pytest.raises(SpeechError, match="not a word"):
            heard += iter(arrangement)
    assert len(heard) <= len(blocks) - 1


def test_whoever_is_told_may_fail(takes: list[Take], desk: Desk) -> None:
    """As a disk does."""

    def fail(_: Timeline) -> None:
        raise SpeechError("no room")

    with ThreadPoolExecutor(1) as pool:
        arrangement = Arrangement(pool, cut(takes), iter(takes), CHAPTERS, desk, fail)
        with pytest.raises(SpeechError, match="no room"):
            list(arrangement)
