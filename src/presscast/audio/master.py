"""Speech and music in, an MP3 stream out, block by block."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from presscast.audio.encode import Mp3Encoder
from presscast.audio.loudness import find_target, match_gain, measure_loudness
from presscast.audio.mix import cut_blocks, mix_block, shape_music
from presscast.audio.music import Music
from presscast.model import Casting, Take, Timeline
from presscast.show import Show
from presscast.units import Decibels, Samples


def match_speakers(samples: Sequence[Take], show: Show, *, jobs: int) -> Mapping[Casting, Decibels]:
    """For each voice the gain that makes it as loud as the show asks for, plus its own gain.

    Each take is a voice saying the same thing in every script, so a change in a script never
    changes a level.
    """
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        gains = pool.map(partial(_find_gain, show), samples)
        castings = (take.utterance.casting for take in samples)
        return dict(zip(castings, gains, strict=True))


def master_episode(
    timeline: Timeline,
    music: Sequence[Music],
    gains: Mapping[Casting, Decibels],
    show: Show,
    stream: Path,
    report: Callable[[Samples], None],
) -> None:
    """Mix the timeline into an MP3 stream. Raises AudioError or OutputError.

    `report` gets how much of the timeline is done.
    """
    jingles = {jingle.role: jingle for jingle in timeline.jingles}
    speech = find_target(show.loudness.target, channels=1)
    shaped = {piece.role: shape_music(piece, jingles[piece.role], speech) for piece in music}
    with Mp3Encoder(stream, show) as encoder:
        for block in cut_blocks(timeline):
            encoder.write(mix_block(block, timeline, shaped, gains, show.audio.channels))
            report(block.end)
        encoder.finish()


def _find_gain(show: Show, sample: Take) -> Decibels:
    heard = measure_loudness(sample.read_pcm(), sample.rate, channels=1)
    target = find_target(show.loudness.target, channels=1)
    return Decibels(match_gain(heard, target) + sample.utterance.casting.gain)
