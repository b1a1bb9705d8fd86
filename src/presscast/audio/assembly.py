"""Blocks made on every core while later ones are spoken, and joined in order."""

from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from presscast.audio.blocks import Block
from presscast.audio.master import Desk, MadeBlock, make_block, master_sound, mix_layout
from presscast.audio.meter import (
    Loudness,
    Reading,
    find_levels,
    find_loudness,
    find_steps,
)
from presscast.audio.streams import MP3, Stream
from presscast.audio.timeline import Layout, arrange_block, join_layouts
from presscast.memory import map_arrays, release_heaps
from presscast.model import Chapter, Take, Timeline
from presscast.units import Lufs

_RELEASED = 4
"""After so many blocks, some three minutes, memory that is free is given back."""

_MANY = 48
"""Blocks of a long episode: half an hour."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Assembly:
    """An episode's sound, finished."""

    timeline: Timeline
    loudness: Loudness
    levels: Mapping[str, Lufs]
    """How loud each speaker is heard."""
    made: int
    """Blocks that had not been made before."""
    reused: int


def assemble_episode(
    blocks: Sequence[Block],
    takes: Iterator[Take],
    chapters: Sequence[Chapter],
    desk: Desk,
    streams: Mapping[str, Stream],
    stems: Mapping[str, Stream],
    *,
    jobs: int,
    report: Callable[[int], None],
) -> Assembly:
    """Make every block as soon as its takes are there, and write it to all streams.

    A block is a pure function of what sounds in it, so any number of jobs gives the same bytes.
    `stems` are streams by speaker, `MUSIC` for the jingles. `report` gets how many letters of the
    script are done. Raises PresscastError.
    """
    layouts: list[Layout] = []
    heard, peak = array("f"), 0.0  # not block by block: each would hold on to a page of memory
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)  # of each speaker in what is heard
    letters = reused = 0
    mp3 = MP3 in streams

    def make(layout: Layout) -> tuple[Layout, MadeBlock, list[bytes]]:
        block = make_block(layout, desk, mp3=mp3, pcm=len(streams) > mp3)
        alone = (master_sound(mix_layout(layout.isolate(it), desk), desk.show) for it in stems)
        return layout, block, list(alone)

    if len(blocks) > _MANY:
        map_arrays()
    arranged = arrange_blocks(blocks, takes, desk)
    for layout, block, alone in run_ahead(make, arranged, jobs):
        for stream in streams.values():
            stream.write(block.frames, block.pcm)
        for stream, pcm in zip(stems.values(), alone, strict=True):
            stream.write(b"", pcm)
        layouts.append(layout)
        before = len(heard)
        heard += block.reading.energies
        peak = max(peak, block.reading.peak)
        for spoken in layout.utterances:
            first, last = find_steps(spoken.start, spoken.end)
            places[spoken.take.utterance.speaker].append((before + first, before + last))
        reused += block.reused
        letters += sum(len(it.take.utterance.text) for it in layout.utterances)
        report(letters)
        if len(layouts) % _RELEASED == 0:
            release_heaps()
    release_heaps()
    timeline = join_layouts(layouts, chapters)
    for stream in (*streams.values(), *stems.values()):
        stream.close(timeline.samples)
    channels = desk.show.audio.channels
    loudness = find_loudness(Reading(heard, peak), channels)
    levels = find_levels(heard, places, channels)
    return Assembly(timeline, loudness, levels, len(blocks) - reused, reused)


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
