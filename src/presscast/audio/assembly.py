"""Blocks made on every core while later ones are spoken, and joined in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from presscast.audio.blocks import Block
from presscast.audio.master import Desk, MadeBlock, make_block
from presscast.audio.meter import Loudness, find_loudness, join_readings
from presscast.audio.mp3 import StreamWriter
from presscast.audio.timeline import Layout, arrange_block, join_layouts
from presscast.files import report_disk
from presscast.model import Chapter, Take, Timeline

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Assembly:
    """An episode's sound, finished."""

    timeline: Timeline
    loudness: Loudness
    made: int
    """Blocks that had not been made before."""
    reused: int


def assemble_episode(
    blocks: Sequence[Block],
    takes: Iterator[Take],
    chapters: Sequence[Chapter],
    desk: Desk,
    stream: Path,
    *,
    jobs: int,
    report: Callable[[int], None],
) -> Assembly:
    """Make every block as soon as its takes are there, and write the MP3 stream of all of them.

    A block is a pure function of what sounds in it, so any number of jobs gives the same bytes.
    `report` gets how many letters of the script are done. Raises PresscastError.
    """
    layouts: list[Layout] = []
    readings = []
    letters = reused = 0

    def make(layout: Layout) -> tuple[Layout, MadeBlock]:
        return layout, make_block(layout, desk)

    arranged = arrange_blocks(blocks, takes, desk)
    with report_disk(stream.parent), stream.open("wb") as file:
        writer = StreamWriter(file)
        for layout, block in run_ahead(make, arranged, jobs):
            writer.write(block.frames)
            layouts.append(layout)
            readings.append(block.reading)
            reused += block.reused
            letters += sum(len(it.take.utterance.text) for it in layout.utterances)
            report(letters)
        timeline = join_layouts(layouts, chapters)
        writer.close(timeline.samples)
    loudness = find_loudness(join_readings(readings), desk.show.audio.channels)
    return Assembly(timeline, loudness, len(blocks) - reused, reused)


def arrange_blocks(blocks: Iterable[Block], takes: Iterator[Take], desk: Desk) -> Iterator[Layout]:
    """Each block laid out, as soon as its takes are there."""
    playing = None
    for block in blocks:
        own = list(islice(takes, len(block.utterances)))
        layout = arrange_block(block, own, desk.music, desk.inserts, playing)
        playing = layout.goes_on
        yield layout


def run_ahead(make: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """What `make` returns for each item, in order, with `jobs` at work and as many more waiting."""
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(make, item))
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
