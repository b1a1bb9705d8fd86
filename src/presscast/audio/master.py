"""Speech and music in, an MP3 stream out, block by block on every core."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from presscast.audio.encode import encode_block
from presscast.audio.loudness import find_target, match_gain, measure_loudness
from presscast.audio.mix import Block, cut_blocks, mix_block, shape_music
from presscast.audio.mp3 import FRAME, Stream, render_info
from presscast.audio.music import Music
from presscast.files import report_disk
from presscast.model import Take, Timeline
from presscast.show import Show
from presscast.units import Decibels, Samples

Item = TypeVar("Item")
Result = TypeVar("Result")


def match_speakers(samples: Sequence[Take], show: Show, *, jobs: int) -> Mapping[str, Decibels]:
    """For each speaker the gain that makes the voice as loud as the show asks for, plus its own.

    Each take is a voice saying the same thing in every script, so a change in a script never
    changes a level.
    """
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        gains = pool.map(partial(_find_gain, show), samples)
        speakers = (take.utterance.speaker for take in samples)
        return dict(zip(speakers, gains, strict=True))


def master_episode(
    timeline: Timeline,
    music: Sequence[Music],
    gains: Mapping[str, Decibels],
    show: Show,
    stream: Path,
    *,
    jobs: int,
    report: Callable[[Samples], None],
) -> None:
    """Mix and encode the timeline into an MP3 stream. Raises AudioError or OutputError.

    A block is a pure function of what sounds in it, so any number of jobs gives the same bytes.
    `report` gets how much of the timeline is done.
    """
    jingles = {jingle.role: jingle for jingle in timeline.jingles}
    speech = find_target(show.loudness.target, channels=1)
    shaped = {piece.role: shape_music(piece, jingles[piece.role], speech) for piece in music}

    def make(block: Block) -> tuple[Block, bytes]:
        pcm = mix_block(block, timeline, shaped, gains, show.audio.channels)
        return block, encode_block(pcm, show)

    size = frames = 0
    first = b""
    with report_disk(stream.parent), stream.open("wb") as file:
        for block, encoded in _run_ahead(make, cut_blocks(timeline), jobs):
            if not first:
                first = encoded[:4]
                # The Info frame tells of the end, but stands first: its place is kept.
                file.write(render_info(first, Stream(Samples(0), frames=1, size=0)))
            file.write(encoded)
            size += len(encoded)
            frames += (block.end - block.start) // FRAME
            report(min(block.end, timeline.samples))
        file.seek(0)
        file.write(render_info(first, Stream(timeline.samples, frames, size)))


def _run_ahead(
    make: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
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


def _find_gain(show: Show, sample: Take) -> Decibels:
    heard = measure_loudness(sample.read_pcm(), sample.rate, channels=1)
    target = find_target(show.loudness.target, channels=1)
    return Decibels(match_gain(heard, target) + sample.utterance.casting.gain)
