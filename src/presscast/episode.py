"""The pipeline, top to bottom: a script in, an episode out."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from presscast.audio.assembly import Assembly, assemble_episode
from presscast.audio.blocks import cut_blocks
from presscast.audio.master import Desk, match_speakers
from presscast.audio.music import ROLES, find_jingle, load_jingles
from presscast.disclosure import declare_voices
from presscast.errors import SpeechError
from presscast.files import make_workplace
from presscast.model import Cast, Notice, Script
from presscast.output import Build, load_cover, publish_episode
from presscast.pace import estimate_speech
from presscast.scripts import read_script
from presscast.show import Show
from presscast.store import Store, find_cache
from presscast.units import Milliseconds
from presscast.voices import (
    FOLLOWED,
    Decision,
    SpeechCache,
    cast_script,
    pin_cast,
    plan_samples,
    plan_utterances,
    read_cast_file,
    record_each,
)

_JINGLE_MS = 7_500
"""What a jingle adds to an episode beside the part that lies under words, about."""

Report = Callable[[int, int], None]
"""(letters that are done, of how many)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a render works; only the tempo is heard."""

    jobs: int
    """How many blocks and utterances are made at once."""
    force: bool
    """Whether to make everything anew, past the cache."""
    tempo: float = 1.0


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished episode."""

    script: Script
    decision: Decision
    sound: Assembly
    path: Path
    """The MP3."""
    pinned: tuple[str, ...]
    """Names that are new in the cast file."""


def prepare_script(path: str, show: Show, *, anyhow: bool = False) -> tuple[Script, Decision]:
    """A script and its cast, without any sound. Raises PresscastError.

    With `anyhow` a script in a language that no voice speaks is cast all the same, to be looked at.
    """
    script = read_script(path, show)
    entries = read_cast_file(show.cast_file) if show.exists else {}
    decision = cast_script(script, show, entries, anyhow=anyhow)
    return script, replace(decision, notices=(*decision.notices, *_describe_cues(script)))


def _describe_cues(script: Script) -> Iterator[Notice]:
    """What the script asks for that a render does not do yet: one notice for each kind."""
    waiting = (cue for cue in reversed(script.cues) if cue.kind not in FOLLOWED)
    for cue in {cue.kind: cue for cue in waiting}.values():
        message = f'the cue "{cue.kind}" is read, but a render does not follow it yet.'
        yield Notice(cue.line, "cue-not-followed", message)


def estimate_duration(script: Script, cast: Cast, show: Show) -> Milliseconds:
    """About how long the episode will be, before anything is spoken."""
    script, cast = declare_voices(script, cast, show)
    pauses = show.voices.pauses
    utterances = plan_utterances(script, cast)
    said = sum(estimate_speech(it.text, it.casting.rate) for it in utterances)
    between = (len(script.turns) - 1) * pauses.speaker
    between += (len(utterances) - len(script.turns)) * pauses.paragraph
    between += sum(it.lead or 0 for it in utterances)
    between += (len(script.chapters) - 1) * (pauses.chapter - pauses.speaker)
    jingles = sum(_JINGLE_MS for role in ROLES if find_jingle(show, role))
    return Milliseconds(said + between + jingles)


def render_episode(
    path: str,
    show: Show,
    *,
    jobs: int,
    force: bool,
    tempo: float = 1.0,
    report: Report = lambda *_: None,
) -> Episode:
    """Make the episode of a script and write its files. Raises PresscastError.

    Everybody speaks `tempo` times as fast as the show, the cast and the cues say.
    """
    script, decision = prepare_script(path, show)
    script, cast = declare_voices(script, decision.cast, show)
    decision = replace(decision, cast=cast)
    cover = load_cover(show)
    with make_workplace(show.output) as folder:
        stream = folder / "episode.mp3"
        sound = make_sound(
            script,
            decision.cast,
            show,
            stream,
            Manner(jobs=jobs, force=force, tempo=tempo),
            report=report,
        )
        build = Build(
            options=("--rate", f"{tempo:g}") if tempo != 1 else (),
            measured={"loudness": asdict(sound.loudness)},
        )
        # Before the manifest tells what is in the cast file.
        pinned = pin_new_names(show, decision)
        mp3 = publish_episode(stream, script, show, sound.timeline, cover, build)
    return Episode(script, decision, sound, mp3, pinned)


def make_sound(
    script: Script, cast: Cast, show: Show, stream: Path, manner: Manner, *, report: Report
) -> Assembly:
    """The sound of a script, written as an MP3 stream. Raises PresscastError."""
    utterances = plan_utterances(script, cast, manner.tempo)
    samples = plan_samples(script, cast)
    total = sum(len(it.text) for it in utterances)
    report(0, total)
    turns = frozenset(chapter.turn for chapter in script.chapters)
    blocks = list(cut_blocks(utterances, turns, show.voices.pauses.shorten(manner.tempo)))
    cache = find_cache()
    takes = record_each(
        [*samples, *utterances], SpeechCache(cache), jobs=manner.jobs, force=manner.force
    )
    with closing(takes), ThreadPoolExecutor(max_workers=1) as aside:
        # The jingles are made ready while the first speakers speak.
        waiting = aside.submit(load_jingles, show, Store(cache, "jingle"))
        try:
            gains = match_speakers(islice(takes, len(samples)), show)
            desk = Desk(show, gains, waiting.result(), Store(cache, "block"), manner.force)
            return assemble_episode(
                blocks,
                takes,
                script.chapters,
                desk,
                stream,
                jobs=manner.jobs,
                report=lambda done: report(done, total),
            )
        except SpeechError as error:
            error.path = script.path
            raise


def pin_new_names(show: Show, decision: Decision) -> tuple[str, ...]:
    """Keep the voices that were chosen for new names in the show's cast file; the names."""
    if not show.exists or not decision.chosen:
        return ()
    pin_cast(show.cast_file, decision.chosen)
    return tuple(casting.speaker for casting in decision.chosen)
