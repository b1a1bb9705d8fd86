"""The pipeline, top to bottom: a script in, an episode out."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from presscast.audio.master import master_episode, match_speakers
from presscast.audio.music import ROLES, find_jingle, load_jingles
from presscast.audio.timeline import arrange_timeline
from presscast.errors import SpeechError
from presscast.files import report_disk
from presscast.model import Cast, Notice, Script, Stage, Take, Timeline, Utterance
from presscast.output import load_cover, publish_episode
from presscast.pace import estimate_speech
from presscast.scripts import read_script
from presscast.show import Show
from presscast.units import Milliseconds
from presscast.voices import (
    FOLLOWED,
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
    cover = load_cover(show)
    with ThreadPoolExecutor(max_workers=1) as aside:
        # The jingles are made ready while the speakers speak.
        waiting = aside.submit(load_jingles, show)
        utterances = plan_utterances(script, decision.cast, tempo)
        takes, samples = speak_script(
            script, decision, utterances, jobs=jobs, force=force, report=report
        )
        music = waiting.result()
    gains = match_speakers(samples, show, jobs=jobs)
    timeline = arrange_timeline(script, takes, show.voices.pauses.shorten(tempo), music)
    with report_disk(show.output):
        show.output.mkdir(parents=True, exist_ok=True)
        workplace = tempfile.TemporaryDirectory(prefix=".presscast-", dir=show.output)
    with workplace as folder:
        stream = Path(folder) / "episode.mp3"
        report(Stage.MASTER, 0, timeline.samples)
        master_episode(
            timeline,
            music,
            gains,
            show,
            stream,
            jobs=jobs,
            report=lambda done: report(Stage.MASTER, done, timeline.samples),
        )
        mp3 = publish_episode(stream, script, show, timeline, cover)
    pinned = pin_new_names(show, decision)
    return Episode(script, decision, timeline, mp3, pinned)


def speak_script(
    script: Script,
    decision: Decision,
    utterances: list[Utterance],
    *,
    jobs: int,
    force: bool,
    report: Report,
) -> tuple[list[Take], list[Take]]:
    """(every utterance spoken, in order; a sample of every voice). Raises SpeechError."""
    everything = [*utterances, *plan_samples(script, decision.cast)]
    total = sum(len(utterance.text) for utterance in everything)
    done = 0

    def count(take: Take) -> None:
        nonlocal done
        done += len(take.utterance.text)
        report(Stage.SPEAK, done, total)

    report(Stage.SPEAK, 0, total)
    cache = SpeechCache(find_cache())
    try:
        takes = record(everything, cache, jobs=jobs, force=force, on_take=count)
    except SpeechError as error:
        error.path = script.path
        raise
    return takes[: len(utterances)], takes[len(utterances) :]


def pin_new_names(show: Show, decision: Decision) -> tuple[str, ...]:
    """Keep the voices that were chosen for new names in the show's cast file; the names."""
    if not show.exists or not decision.chosen:
        return ()
    pin_cast(show.cast_file, decision.chosen)
    return tuple(casting.speaker for casting in decision.chosen)
