"""Who speaks with which voice: so that everybody can be told apart with eyes closed."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from presscast.errors import CastError, EngineError, PresscastError, raise_all, suggest
from presscast.model import Cast, Casting, Notice, Role, Script, Sex, Speaker, Voice
from presscast.names import guess_sex
from presscast.show import SHOW_FILE, Show
from presscast.units import Decibels
from presscast.voices.castfile import CastEntry, find_entry
from presscast.voices.engines import Engine, load_engine
from presscast.voices.wording import Settled

PITCH = 50
"""The voice's own."""

_APART = 1.2
"""Two voices this far from each other (see `measure_distance`) are told apart at once."""

_COMPARED = 50
"""Speakers whose voices are compared with each other: more are told apart by nobody."""

_ALIKE = 0.45
"""Two voices nearer than this (see `measure_distance`) are hard to tell apart."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who speaks with which voice, and what is new about it."""

    cast: Cast
    chosen: tuple[Casting, ...]
    """The castings that nobody had written down."""
    notices: tuple[Notice, ...]
    settled: Settled = field(default_factory=dict)
    """How words are said that a lexicon has."""


def cast_script(
    script: Script, show: Show, entries: Mapping[str, CastEntry], *, anyhow: bool = False
) -> Decision:
    """How everybody in the script sounds. Raises CastError, or Problems for several.

    A voice is what the script's front matter says, else the cast file, else show.toml for the
    narrator, else the one of the right language and sex that lies farthest from all the others.
    Where no voice speaks the language, `anyhow` casts those of any other, and says so.
    """
    engine = _load_engine(show)
    stated = {speaker.name: _find_stated(speaker, show, entries) for speaker in script.speakers}
    _require_voices(engine, stated, script, show, entries)
    listed = {voice.id.casefold(): voice for voice in engine.list_voices()}
    taken = [listed[voice.casefold()] for voice in stated.values() if voice.casefold() in listed]
    candidates = _find_language(engine.list_voices(), script.language)
    missing: list[Notice] = []
    if not candidates and anyhow:
        missing.append(Notice(1, "no-voice", _explain_no_language(script, engine).what + "."))
        candidates = list(engine.list_voices())
    cast: Cast = {}
    chosen = []
    for person in sorted(script.speakers, key=_rank_choice):
        voice = stated[person.name]
        if not voice:
            if not candidates:
                raise _explain_no_language(script, engine)
            taken.append(choose_voice(person, candidates, taken))
            voice = taken[-1].id
        entry = find_entry(entries, person.name) or CastEntry()
        cast[person.name] = Casting(
            speaker=person.name,
            engine=engine.name,
            voice=voice,
            rate=entry.rate or show.voices.rate,
            pitch=PITCH if entry.pitch is None else entry.pitch,
            gain=Decibels(entry.gain or 0.0),
        )
        if not stated[person.name]:
            chosen.append(cast[person.name])
    foreign = () if missing else _find_foreign(script, cast, listed)
    notices = (*missing, *foreign, *_find_alike(script, cast, listed))
    return Decision(cast, tuple(chosen), notices)


def choose_voice(speaker: Speaker, candidates: Sequence[Voice], taken: Sequence[Voice]) -> Voice:
    """The best voice of the speaker's sex that is clearly apart from those taken.

    Where there is none, the one farthest from them; where the name tells no sex, either sex. No
    voice is taken twice while any is left, even of the other sex.
    """
    sex = _tell_sex(speaker)
    fitting = [voice for voice in candidates if sex is None or voice.sex is sex] or candidates
    free = [voice for voice in candidates if voice not in taken]
    unused = [voice for voice in free if voice in fitting] or free or fitting
    # Beyond "clearly apart" more distance gains nothing, and the catalogue's order decides.
    return max(
        unused,
        key=lambda voice: min([_APART, *(measure_distance(voice, other) for other in taken)]),
    )


def measure_distance(one: Voice, other: Voice) -> float:
    """How far apart two voices sound, about 0 to 3: pitch, sex, timbre, accent and family.

    An octave of pitch counts 1, as does an octave of brightness at half weight; the rest are steps.
    """
    pitch = abs(math.log2(one.pitch / other.pitch))
    brightness = abs(math.log2(one.brightness / other.brightness))
    steps = (
        0.5 * (one.sex is not other.sex)
        + 0.3 * (one.accent != other.accent)
        + 0.4 * (one.family != other.family)
    )
    return pitch + brightness / 2 + steps


def _load_engine(show: Show) -> Engine:
    try:
        return load_engine(show.voices.engine)
    except EngineError as error:
        if show.exists:
            error.path = show.root / SHOW_FILE
        raise


def _tell_sex(speaker: Speaker) -> Sex | None:
    return None if speaker.role is Role.NARRATOR else guess_sex(speaker.name)


def _rank_choice(speaker: Speaker) -> int:
    """The narrator chooses first, then those whose name tells their sex, then the others."""
    if speaker.role is Role.NARRATOR:
        return 0
    return 1 if _tell_sex(speaker) else 2


def _find_stated(speaker: Speaker, show: Show, entries: Mapping[str, CastEntry]) -> str:
    """The voice that somebody wrote down for a speaker; empty where nobody did."""
    entry = find_entry(entries, speaker.name)
    narrator = show.voices.narrator if speaker.role is Role.NARRATOR else ""
    return speaker.voice or (entry.voice if entry else "") or narrator


def _require_voices(
    engine: Engine,
    stated: Mapping[str, str],
    script: Script,
    show: Show,
    entries: Mapping[str, CastEntry],
) -> None:
    """Raise CastError, or Problems, for the voices that the engine does not have."""
    known = [voice.id for voice in engine.list_voices()]
    problems: list[PresscastError] = []
    for speaker in script.speakers:
        voice = stated[speaker.name]
        if not voice or engine.has_voice(voice):
            continue
        entry = find_entry(entries, speaker.name)
        where: Path | str = show.root / SHOW_FILE
        if speaker.voice:
            where = script.path
        elif entry and entry.voice:
            where = show.cast_file
        problems.append(
            CastError(
                f'the engine "{engine.name}" has no voice "{voice}" for "{speaker.name}"',
                path=where,
                line=entry.line if entry and where == show.cast_file else None,
                remedy=suggest(voice, known) or '"presscast voices" lists them.',
            )
        )
    raise_all(problems)


def _find_language(voices: Iterable[Voice], language: str) -> list[Voice]:
    """The voices of a language: those of its region where there are at least four, else all."""
    base = language.split("-")[0]
    spoken = [voice for voice in voices if voice.language.split("-")[0] in (base, "mul")]
    region = [voice for voice in spoken if voice.language == language and "-" in language]
    return region if len(region) >= 4 else spoken


def _explain_no_language(script: Script, engine: Engine) -> CastError:
    known = sorted({voice.language.split("-")[0] for voice in engine.list_voices()})
    return CastError(
        f'the engine "{engine.name}" has no catalogued voice for the language "{script.language}"',
        path=script.path,
        remedy=f"There is: {', '.join(known)}. Name voices in voices/cast.toml for another.",
    )


def _find_foreign(script: Script, cast: Cast, listed: dict[str, Voice]) -> Iterable[Notice]:
    """A notice for everybody whose voice reads another language than the script's."""
    lines = _find_lines(script)
    language = script.language.split("-")[0]
    for casting in cast.values():
        voice = listed.get(casting.voice.casefold())
        if voice and voice.language.split("-")[0] not in (language, "mul"):
            message = f'"{casting.speaker}" has a voice for the language "{voice.language}".'
            yield Notice(lines[casting.speaker], "foreign-voice", message)


def _find_lines(script: Script) -> dict[str, int]:
    """Where each speaker first speaks."""
    return {turn.speaker: turn.line for turn in reversed(script.turns)}


def _find_alike(script: Script, cast: Cast, listed: dict[str, Voice]) -> Iterable[Notice]:
    """A notice for every two speakers whose voices are one, or nearly."""
    lines = _find_lines(script)
    people = list(cast.values())[:_COMPARED]
    for index, one in enumerate(people):
        for other in people[index + 1 :]:
            voices = [listed.get(casting.voice.casefold()) for casting in (one, other)]
            same = (one.voice, one.pitch) == (other.voice, other.pitch)
            near = all(voices) and one.pitch == other.pitch and _are_alike(voices)
            if same or near:
                how = "the same voice" if same else "voices hard to tell apart"
                message = f'"{one.speaker}" and "{other.speaker}" have {how}.'
                yield Notice(lines[other.speaker], "alike-voices", message)


def _are_alike(voices: Sequence[Voice | None]) -> bool:
    one, other = voices
    return one is not None and other is not None and measure_distance(one, other) < _ALIKE
