"""An episode laid out while it is spoken and made: what only needs its times can begin early."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice
from queue import Empty, SimpleQueue

from presscast.audio.blocks import Block
from presscast.audio.master import Desk
from presscast.audio.timeline import Layout, arrange_block, join_layouts
from presscast.model import Chapter, Take, Timeline
from presscast.voices.recording import LOOK_SECONDS


class Arrangement:
    """Blocks laid out one after the other, by a thread, as soon as their takes are there.

    Its layouts are taken from it once, as they come; how far it is ahead matters to nobody, for an
    episode's timeline holds all of them anyway.
    """

    def __init__(
        self,
        executor: Executor,
        blocks: Sequence[Block],
        takes: Iterator[Take],
        chapters: Sequence[Chapter],
        desk: Desk,
        tell: Callable[[Timeline], object],
    ) -> None:
        """Lay out the blocks in a thread of the executor, which tells of the timeline as soon as it
        is known."""
        self.blocks = blocks
        self._laid: SimpleQueue[Layout | None] = SimpleQueue()

        def work() -> Timeline:
            try:
                layouts = arrange_blocks(blocks, takes, desk)
                timeline = join_layouts(map(self._hand_out, layouts), chapters)
                tell(timeline)
            finally:
                self._laid.put(None)
            return timeline

        self._work = executor.submit(work)

    def _hand_out(self, layout: Layout) -> Layout:
        self._laid.put(layout)
        return layout

    def __iter__(self) -> Iterator[Layout]:
        """The layouts, in order. Raises PresscastError where one cannot be made."""
        while True:
            try:
                layout = self._laid.get(timeout=LOOK_SECONDS)
            except Empty:
                continue
            if layout is None:
                break
            yield layout
        self._work.result()

    @property
    def timeline(self) -> Timeline:
        """The episode, as soon as all of it is laid out."""
        return self._work.result()


def arrange_blocks(blocks: Sequence[Block], takes: Iterator[Take], desk: Desk) -> Iterator[Layout]:
    """Each block laid out, as soon as its takes are there."""
    playing = None
    for block in blocks:
        own = list(islice(takes, len(block.utterances)))
        layout = arrange_block(block, own, desk.music, desk.inserts, playing)
        playing = layout.goes_on
        yield layout
