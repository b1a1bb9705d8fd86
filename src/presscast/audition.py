"""One MP3 in which everybody's first line is heard in several voices, each announced by number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from presscast.audio.streams import MP3, give_up_at_last, open_streams
from presscast.episode import Manner, Piece, make_sound
from presscast.errors import ScriptError, suggest
from presscast.files import make_workplace, report_disk
from presscast.model import (
    NARRATOR,
    Cast,
    Casting,
    Chapter,
    Paragraph,
    Role,
    Script,
    Speaker,
    Turn,
)
from presscast.output.covers import load_cover
from presscast.output.tags import measure_tag, render_tag
from presscast.preparation import prepare_script
from presscast.sentences import split_sentences
from presscast.show import Show
from presscast.voices.alternatives import list_alternatives
from presscast.voices.booth import open_booth
from presscast.voices.decision import Decision
from presscast.voices.plan import plan_utterances

_LONGEST = 240
"""Characters of a first line, where its first sentence is not longer by itself."""

_ANNOUNCER = "\N{BULLET} announcer"
"""No label of a script reads so."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A speaker's first line in one voice."""

    number: int
    speaker: str
    casting: Casting
    line: Paragraph


def plan_trials(
    path: str, show: Show, speaker: str, count: int
) -> tuple[Script, Cast, list[Trial]]:
    """(the script, its cast, what is to be heard): `count` voices for everybody, or for one
    speaker, the voice as cast first. Raises PresscastError."""
    script, decision = prepare_script(path, show)
    trials = [
        (casting, line)
        for name, line in _find_first_lines(script).items()
        if name in _name_speakers(script, speaker)
        for casting in list_alternatives(script, decision.cast, name, count, show.voices)
    ]
    numbered = [
        Trial(number, casting.speaker, casting, line)
        for number, (casting, line) in enumerate(trials, 1)
    ]
    return script, decision.cast, numbered


def render_audition(
    script: Script, cast: Cast, trials: Sequence[Trial], show: Show, target: Path, *, jobs: int
) -> None:
    """Write the MP3: a number, then the line, with a chapter for each. Raises PresscastError."""
    staged = _stage_trials(script, trials)
    castings = {_name_part(trial): trial.casting for trial in trials}
    castings[_ANNOUNCER] = cast.get(NARRATOR, next(iter(cast.values())))
    utterances = plan_utterances(staged, Decision(castings, pitch=show.voices.pitch))
    piece = Piece(staged, utterances, staged.chapters, load_jingles=list)
    cover = load_cover(show)
    manner = Manner(jobs)
    with make_workplace(target.parent) as folder, open_booth(show.voices) as booth:
        made = folder / target.name
        room = measure_tag(staged, show, cover, [])
        streams = open_streams({MP3: made}, show.audio, room)
        with give_up_at_last(streams.values()):
            sound = make_sound(piece, show, booth, streams, {}, manner)
        with report_disk(target):
            with made.open("r+b") as file:
                file.write(render_tag(staged, show, sound.timeline, cover, size=room))
            made.replace(target)


def _name_speakers(script: Script, wanted: str) -> set[str]:
    """The names of the speakers that are to be heard. Raises ScriptError."""
    names = {
        label.casefold(): speaker.name
        for speaker in script.speakers
        for label in (*speaker.aliases, speaker.name)
    }
    if not wanted:
        return set(names.values())
    if wanted.casefold() not in names:
        remedy = suggest(wanted, names.values()) or f"There is: {', '.join(names.values())}."
        raise ScriptError(f'nobody is called "{wanted}"', path=script.path, remedy=remedy)
    return {names[wanted.casefold()]}


def _find_first_lines(script: Script) -> dict[str, Paragraph]:
    """What each speaker says first, in the script's own language where there is any."""
    lines: dict[str, Paragraph] = {}
    spoken = [
        (turn.speaker, paragraph) for turn in script.written_turns for paragraph in turn.paragraphs
    ]
    for speaker, paragraph in sorted(spoken, key=lambda it: bool(it[1].language)):
        lines.setdefault(
            speaker, replace(paragraph, text=_shorten(paragraph.text, script.language))
        )
    return lines


def _shorten(text: str, language: str) -> str:
    """The sentences that fit into `_LONGEST` characters; the first in any case."""
    end = 0
    for _, last in split_sentences(text, language):
        if end and last > _LONGEST:
            break
        end = last
    return text[:end]


def _name_part(trial: Trial) -> str:
    return f"{trial.number} {trial.speaker}"


def _stage_trials(script: Script, trials: Sequence[Trial]) -> Script:
    """A script of a number and a line for each trial, which is a chapter."""
    turns = tuple(_announce(trials))
    names = dict.fromkeys(turn.speaker for turn in turns)
    return replace(
        script,
        title=f"{script.title} (audition)",
        speakers=tuple(Speaker(name, Role.OTHER) for name in names),
        turns=turns,
        chapters=tuple(
            Chapter(f"{trial.number}. {trial.speaker}: {trial.casting.voice}", trial.line.line, at)
            for at, trial in zip(range(0, len(turns), 2), trials, strict=True)
        ),
        cues=(),
    )


def _announce(trials: Sequence[Trial]) -> Iterator[Turn]:
    for trial in trials:
        yield Turn(_ANNOUNCER, (Paragraph(str(trial.number), trial.line.line),))
        yield Turn(_name_part(trial), (trial.line,))
