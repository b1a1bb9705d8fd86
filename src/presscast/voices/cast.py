"""Who speaks with which voice: so that everybody can be told apart with eyes closed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from presscast.errors import CastError, EngineError, PresscastError, raise_all, suggest
from presscast.model import (
    Cast,
    Casting,
    Notice,
    Role,
    Script,
    Sex,
    Speaker,
    Voice,
)
from presscast.names import guess_sex
from presscast.show import SHOW_FILE, Show
from presscast.voices.apart import ALIKE, APART, measure_distance
from presscast.voices.assign import Meetings, Part, assign_voices
from presscast.voices.castfile import CastEntry, find_entry
from presscast.voices.decision import Decision
from presscast.voices.departures import find_departures
from presscast.voices.engines import split_voice
from presscast.voices.listed import (
    Listed,
    build_casting,
    find_listed,
    list_voices,
    open_engine,
    speaks,
)

_COMPARED = 50
"""Speakers whose voices are compared with each other: more are told apart by nobody."""


def cast_script(
    script: Script, show: Show, entries: Mapping[str, CastEntry], *, anyhow: bool = False
) -> Decision:
    """How everybody in the script sounds. Raises CastError, or Problems for several.

    A voice is what the script's front matter says, else the cast file, else show.toml for the
    narrator. Everybody else gets one of the right language and sex, as far as can be from all
    others. Where no voice speaks the language, `anyhow` casts those of any other, and says so.
    """
    default = show.voices.engine
    stated = {it.name: _find_stated(it, show, entries) for it in script.speakers}
    written = {name: voice for name, voice in stated.items() if voice}
    listed = _list_all([default, *(split_voice(it, default)[0] for it in written.values())], show)
    _require_voices(written, script, show, entries)

    def build(name: str, voice: str) -> Casting:
        entry = find_entry(entries, name) or CastEntry()
        return build_casting(name, voice, entry, listed, show.voices)

    cast: Cast = {name: build(name, voice) for name, voice in written.items()}
    candidates = [voice for (engine, _), voice in listed.items() if engine == default]
    native = find_candidates(candidates, script.language, len(script.speakers))
    missing = []
    if len(cast) < len(script.speakers) and not native:
        error = _explain_no_language(script, default, candidates)
        if not anyhow:
            raise error
        missing.append(Notice(1, "no-voice", error.what + "."))
        native = candidates
    chosen = {
        name: build(name, voice.id) for name, voice in _choose(script, cast, native, listed).items()
    }
    cast = {speaker.name: (cast | chosen)[speaker.name] for speaker in script.speakers}
    departures, unspoken = find_departures(script, cast, entries, listed, show)
    wrong = () if missing else _find_wrong_language(script, cast, listed)
    notices = (*missing, *wrong, *unspoken, *_find_alike(script, cast, listed))
    return Decision(cast, tuple(chosen.values()), notices, departures, pitch=show.voices.pitch)


def require_pinned(script: Script, decision: Decision, show: Show) -> None:
    """Raise CastError, or Problems, for everybody whose voice nobody has written down."""
    lines = _find_lines(script)
    remedy = f'Run "presscast cast --pin {script.path}".'
    raise_all(
        [
            CastError(
                f'"{casting.speaker}" has no voice in {show.cast_file.name}',
                path=script.path,
                line=lines[casting.speaker],
                remedy=remedy,
            )
            for casting in decision.chosen
        ]
    )


def list_parts(script: Script, cast: Cast, listed: Listed) -> list[Part]:
    """Everybody in the script, with the voices of the cast."""
    words: Counter[str] = Counter()
    for turn in script.turns:
        words[turn.speaker] += turn.words
    return [
        Part(
            speaker.name,
            tell_sex(speaker, script.language),
            words[speaker.name] / (words.total() or 1),
            find_listed(listed, cast[speaker.name]) if speaker.name in cast else None,
        )
        for speaker in script.speakers
    ]


def count_meetings(script: Script) -> Meetings:
    """How often any two speak one after the other; the narrator meets everybody."""
    met: Counter[tuple[str, str]] = Counter()
    for one, other in pairwise(script.turns):
        if one.speaker != other.speaker:
            met[one.speaker, other.speaker] += 1
            met[other.speaker, one.speaker] += 1
    for narrator in (it.name for it in script.speakers if it.role is Role.NARRATOR):
        for speaker in script.speakers:
            if speaker.name != narrator:
                met[narrator, speaker.name] += 1
                met[speaker.name, narrator] += 1
    return met


def tell_sex(speaker: Speaker, language: str) -> Sex | None:
    """What the front matter says, else the name; None for a narrator, who may be anybody."""
    if speaker.sex or speaker.role is Role.NARRATOR:
        return speaker.sex
    return guess_sex(speaker.name, language)


def _choose(
    script: Script, cast: Cast, candidates: Sequence[Voice], listed: Listed
) -> dict[str, Voice]:
    """A voice for everybody who has none: the narrator first, so that it is always the same."""
    parts = [part for part in list_parts(script, cast, listed) if part.name not in cast]
    fixed = [part for part in list_parts(script, cast, listed) if part.name in cast]
    chosen: dict[str, Voice] = {}
    narrators = {it.name for it in script.speakers if it.role is Role.NARRATOR}
    for part in [part for part in parts if part.name in narrators]:
        chosen[part.name] = _choose_narrator(part, candidates, [it.voice for it in fixed])
        fixed.append(replace(part, voice=chosen[part.name]))
    waiting = [part for part in parts if part.name not in chosen]
    found = assign_voices([*fixed, *waiting], candidates, count_meetings(script))
    return {part.name: (chosen | found)[part.name] for part in parts}


def _choose_narrator(
    part: Part, candidates: Sequence[Voice], taken: Sequence[Voice | None]
) -> Voice:
    """The first voice that is clearly apart from those taken, else the farthest."""
    fitting = [it for it in candidates if part.sex in (None, it.sex)] or candidates
    used = [voice for voice in taken if voice]
    return max(fitting, key=lambda it: min([APART, *(measure_distance(it, o) for o in used)]))


def _list_all(engines: Iterable[str], show: Show) -> Listed:
    try:
        return list_voices(dict.fromkeys(engines), show.voices)
    except EngineError as error:
        if show.exists:
            error.path = show.root / SHOW_FILE
        raise


def _find_stated(speaker: Speaker, show: Show, entries: Mapping[str, CastEntry]) -> str:
    """The voice that somebody wrote down for a speaker; empty where nobody did."""
    entry = find_entry(entries, speaker.name)
    narrator = show.voices.narrator if speaker.role is Role.NARRATOR else ""
    return speaker.voice or (entry.voice if entry else "") or narrator


def _require_voices(
    written: Mapping[str, str], script: Script, show: Show, entries: Mapping[str, CastEntry]
) -> None:
    """Raise CastError, or Problems, for the voices that their engine does not have."""
    problems: list[PresscastError] = []
    for speaker in script.speakers:
        if speaker.name not in written:
            continue
        name, voice = split_voice(written[speaker.name], show.voices.engine)
        engine = open_engine(name, show.voices)
        if engine.has_voice(voice):
            continue
        entry = find_entry(entries, speaker.name)
        where: Path | str = show.root / SHOW_FILE
        if speaker.voice:
            where = script.path
        elif entry and entry.voice:
            where = show.cast_file
        known = [it.id for it in engine.list_voices()]
        problems.append(
            CastError(
                f'the engine "{name}" has no voice "{voice}" for "{speaker.name}"',
                path=where,
                line=entry.line if entry and where == show.cast_file else None,
                remedy=suggest(voice, known) or '"presscast voices" lists them.',
            )
        )
    raise_all(problems)


def find_candidates(voices: Iterable[Voice], language: str, speakers: int) -> list[Voice]:
    """The voices of a language: those of its very tag where there are enough, else these first.

    A script in Portuguese is not read by Brazilians as well, nor one in British English by Scots.
    """
    spoken = [voice for voice in voices if speaks(voice, language)]
    region = [voice for voice in spoken if voice.language == language]
    if len(region) >= speakers:
        return region
    return [*region, *(voice for voice in spoken if voice not in region)]


def _explain_no_language(script: Script, engine: str, voices: Iterable[Voice]) -> CastError:
    known = sorted({voice.language.split("-")[0] for voice in voices})
    return CastError(
        f'the engine "{engine}" has no catalogued voice for the language "{script.language}"',
        path=script.path,
        remedy=f"There is: {', '.join(known)}. Name voices in voices/cast.toml for another.",
    )


def _find_wrong_language(script: Script, cast: Cast, listed: Listed) -> Iterable[Notice]:
    """A notice for everybody whose voice reads another language than the script's."""
    lines = _find_lines(script)
    for casting in cast.values():
        voice = find_listed(listed, casting)
        if voice and not speaks(voice, script.language):
            message = f'"{casting.speaker}" has a voice for the language "{voice.language}".'
            yield Notice(lines[casting.speaker], "foreign-voice", message)


def _find_lines(script: Script) -> dict[str, int]:
    """Where each speaker first speaks."""
    return {turn.speaker: turn.line for turn in reversed(script.turns)}


def _find_alike(script: Script, cast: Cast, listed: Listed) -> Iterable[Notice]:
    """A notice for every two speakers whose voices are one, or nearly."""
    lines = _find_lines(script)
    people = list(cast.values())[:_COMPARED]
    for index, one in enumerate(people):
        for other in people[index + 1 :]:
            voices = [find_listed(listed, casting) for casting in (one, other)]
            same = (one.engine, one.voice, one.pitch) == (other.engine, other.voice, other.pitch)
            if same or _are_alike(voices):
                how = "the same voice" if same else "voices hard to tell apart"
                message = f'"{one.speaker}" and "{other.speaker}" have {how}.'
                yield Notice(lines[other.speaker], "alike-voices", message)


def _are_alike(voices: Sequence[Voice | None]) -> bool:
    one, other = voices
    return one is not None and other is not None and measure_distance(one, other) < ALIKE
