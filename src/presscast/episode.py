"""The pipeline, top to bottom: a script in, an episode out."""

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from presscast.audio.encode import Mp3Encoder
from presscast.audio.loudness import find_target, match_gain, measure_loudness
from presscast.audio.mix import cut_blocks, mix_block, shape_music
from presscast.audio.music import JingleRole, Music, find_jingle, load_music
from presscast.audio.timeline import arrange_timeline
from presscast.errors import PresscastError
from presscast.files import report_disk
from presscast.model import Cast, Casting, Script, Take, Timeline
from presscast.output import load_cover, publish_episode
from presscast.pace import estimate_speech
from presscast.scripts import read_script
from presscast.show import Show
from presscast.units import Decibels, Milliseconds
from presscast.voices import (
    Decision,
    SpeechCache,
    cast_script,
    find_cache,
    pin_cast,
    plan_samples,
    plan_utterances,
    read_cast_file,
    record,
)

if TYPE_CHECKING:
    from pydub import AudioSegment


class Stage(StrEnum):
    """What a render is doing."""

    SPEAK = "speaking"
    MASTER = "mastering"


_JINGLE_MS = 7_500
"""What a jingle adds to an episode beside the part that lies under words, about."""

Report = Callable[[Stage, int, int], None]
"""(stage, done, of how many): letters spoken, or samples mastered."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished episode."""

    script: Script
    decision: Decision
    timeline: Timeline
    path: Path
    """The MP3."""
    pinned: tuple[str, ...]
    """Names that are new in the cast file."""


def prepare_script(path: str, show: Show) -> tuple[Script, Decision]:
    """A script and its cast, without any sound. Raises PresscastError."""
    script = read_script(path, show)
    entries = read_cast_file(show.cast_file) if show.exists else {}
    try:
        return script, cast_script(script, show, entries)
    except PresscastError as error:
        raise _locate(error, path) from None


def estimate_duration(script: Script, cast: Cast, show: Show) -> Milliseconds:
    """About how long the episode will be, before anything is spoken."""
    pauses = show.voices.pauses
    utterances = plan_utterances(script, cast)
    said = sum(estimate_speech(it.text, it.casting.rate) for it in utterances)
    between = (len(script.turns) - 1) * pauses.speaker
    between += (len(utterances) - len(script.turns)) * pauses.paragraph
    between += (len(script.chapters) - 1) * (pauses.chapter - pauses.speaker)
    jingles = sum(_JINGLE_MS for role in get_args(JingleRole) if find_jingle(show, role))
    return Milliseconds(said + between + jingles)


def render_episode(
    path: str, show: Show, *, jobs: int, force: bool, report: Report = lambda *_: None
) -> Episode:
    """Make the episode of a script and write its files. Raises PresscastError."""
    script, decision = prepare_script(path, show)
    cover = load_cover(show)
    with ThreadPoolExecutor(max_workers=1) as aside:
        # The jingles are made ready while the speakers speak.
        music = aside.submit(lambda: (load_music(show, "intro"), load_music(show, "outro")))
        takes, gains = speak_script(script, decision, show, jobs=jobs, force=force, report=report)
        intro, outro = music.result()
    timeline = arrange_timeline(script, takes, show.voices.pauses, intro=intro, outro=outro)
    with report_disk(show.output):
        show.output.mkdir(parents=True, exist_ok=True)
        workplace = tempfile.TemporaryDirectory(prefix=".presscast-", dir=show.output)
    with workplace as folder:
        stream = Path(folder) / "episode.mp3"
        master_episode(timeline, [intro, outro], gains, show, stream, report)
        mp3 = publish_episode(stream, script, show, timeline, cover)
    pinned = pin_new_names(show, decision)
    return Episode(script, decision, timeline, mp3, pinned)


def speak_script(
    script: Script, decision: Decision, show: Show, *, jobs: int, force: bool, report: Report
) -> tuple[list[Take], Mapping[Casting, Decibels]]:
    """(every utterance spoken, the gain that matches each voice to the others)."""
    samples = plan_samples(script, decision.cast)
    utterances = [*plan_utterances(script, decision.cast), *samples.values()]
    total = sum(len(utterance.text) for utterance in utterances)
    done = 0

    def count(take: Take) -> None:
        nonlocal done
        done += len(take.utterance.text)
        report(Stage.SPEAK, done, total)

    report(Stage.SPEAK, 0, total)
    try:
        takes = record(utterances, SpeechCache(find_cache()), jobs=jobs, force=force, on_take=count)
    except PresscastError as error:
        raise _locate(error, script.path) from error
    spoken = takes[: len(takes) - len(samples)]
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        gains = pool.map(partial(find_gain, show), takes[len(spoken) :])
        return spoken, dict(zip(samples, gains, strict=True))


def find_gain(show: Show, sample: Take) -> Decibels:
    """The gain that makes a speaker as loud as the show asks for."""
    heard = measure_loudness(sample.read_pcm(), sample.rate, channels=1)
    target = find_target(show.loudness.target, channels=1)
    return Decibels(match_gain(heard, target) + sample.utterance.casting.gain)


def master_episode(
    timeline: Timeline,
    music: list[Music | None],
    gains: Mapping[Casting, Decibels],
    show: Show,
    stream: Path,
    report: Report,
) -> None:
    """Mix the timeline block by block into an MP3 stream. Raises AudioError or OutputError."""
    jingles = {jingle.role: jingle for jingle in timeline.jingles}
    shaped: dict[str, AudioSegment] = {
        piece.role: shape_music(piece, jingles[piece.role]) for piece in music if piece
    }
    report(Stage.MASTER, 0, timeline.samples)
    with Mp3Encoder(stream, show) as encoder:
        for block in cut_blocks(timeline):
            encoder.write(mix_block(block, timeline, shaped, gains, show.audio.channels))
            report(Stage.MASTER, block.end, timeline.samples)
        encoder.finish()


def pin_new_names(show: Show, decision: Decision) -> tuple[str, ...]:
    """Keep the voices that were chosen for new names in the show's cast file; the names."""
    if not show.exists or not decision.chosen:
        return ()
    pin_cast(show.cast_file, decision.chosen)
    return tuple(casting.speaker for casting in decision.chosen)


def _locate(error: PresscastError, path: str) -> PresscastError:
    """The error with the script's name where it has none."""
    if error.path is None and not hasattr(error, "problems"):
        error.path = path
    return error
