"""Blocks made on every core while later ones are spoken, and joined in order."""

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from presscast.audio.arrangement import Arrangement
from presscast.audio.master import Desk, MadeBlock, make_block, master_sound, mix_layout
from presscast.audio.meter import (
    Loudness,
    Reading,
    find_levels,
    find_loudness,
    find_steps,
)
from presscast.audio.streams import MP3, Stream
from presscast.audio.timeline import Layout
from presscast.memory import map_arrays, release_heaps
from presscast.model import Timeline
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
    arrangement: Arrangement,
    desk: Desk,
    streams: Mapping[str, Stream],
    stems: Mapping[str, Stream],
    *,
    jobs: int,
    report: Callable[[int], None],
) -> Assembly:
    """Make every block as soon as it is laid out, and write it to all streams.

    A block is a pure function of what sounds in it, so any number of jobs gives the same bytes.
    `stems` are streams by speaker, `MUSIC` for the jingles. `report` gets how many letters of the
    script are done. Raises PresscastError.
    """
    tally = _Tally()
    mp3 = MP3 in streams

    def make(layout: Layout) -> tuple[Layout, MadeBlock, list[bytes]]:
        block = make_block(layout, desk, mp3=mp3, pcm=len(streams) > mp3)
        alone = (master_sound(mix_layout(layout.isolate(it), desk), desk.show) for it in stems)
        return layout, block, list(alone)

    if len(arrangement.blocks) > _MANY:
        map_arrays()
    for layout, block, alone in run_ahead(make, arrangement, jobs):
        for stream in streams.values():
            stream.write(block.frames, block.pcm)
        for stream, pcm in zip(stems.values(), alone, strict=True):
            stream.write(b"", pcm)
        tally.add(layout, block)
        report(tally.letters)
        if (tally.made + tally.reused) % _RELEASED == 0:
            release_heaps()
    release_heaps()
    timeline = arrangement.timeline
    for stream in (*streams.values(), *stems.values()):
        stream.close(timeline.samples)
    channels = desk.show.audio.channels
    loudness = find_loudness(Reading(tally.heard, tally.peak), channels)
    levels = find_levels(tally.heard, tally.places, channels)
    return Assembly(timeline, loudness, levels, tally.made, tally.reused)


@dataclass(slots=True)
class _Tally:
    """What is known of an episode after so many blocks."""

    heard: "array[float]" = field(default_factory=lambda: array("f"))
    """The energies of all blocks in one: each block's would hold on to a page of memory."""
    peak: float = 0.0
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Where in these energies each speaker speaks."""
    letters: int = 0
    made: int = 0
    reused: int = 0

    def add(self, layout: Layout, block: MadeBlock) -> None:
        """Take the next block into account."""
        before = len(self.heard)
        for spoken in layout.utterances:
            said = spoken.take.utterance
            first, last = (before + step for step in find_steps(spoken.start, spoken.end))
            self.places.setdefault(said.speaker, []).append((first, last))
            self.letters += len(said.text)
        self.heard += block.reading.energies
        self.peak = max(self.peak, block.reading.peak)
        self.made += not block.reused
        self.reused += block.reused


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
