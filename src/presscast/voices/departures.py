"""How speakers sound where they do not speak with their own voice: another language, a cue."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from presscast.errors import CastError, PresscastError, raise_all, suggest
from presscast.model import (
    Cast,
    Casting,
    Cue,
    CueKind,
    Departures,
    Notice,
    Script,
    Voice,
)
from presscast.show import Show
from presscast.voices.apart import measure_distance
from presscast.voices.castfile import CastEntry
from presscast.voices.engines import Engine, join_voice, load_engine
from presscast.voices.listed import Listed, build_casting, find_listed, speaks


def find_departures(
    script: Script, cast: Cast, entries: Mapping[str, CastEntry], listed: Listed, show: Show
) -> tuple[Departures, tuple[Notice, ...]]:
    """(the other voices that a script asks for, what there is none for). Raises CastError, or
    Problems, for cues that name no voice."""
    foreign: dict[tuple[str, str], Casting] = {}
    missing: dict[tuple[str, str], int] = {}
    for speaker, language, line in _find_foreign(script):
        found = translate_voice(cast[speaker], language, listed)
        if found:
            foreign[speaker, language] = found
        elif not speaks(find_listed(listed, cast[speaker]), language):
            missing.setdefault((speaker, language), line)
    notices = tuple(
        Notice(
            line,
            "foreign-voice",
            f'"{speaker}" says this in the language "{language}" with a voice for another: the '
            f'engine "{cast[speaker].engine}" has none for it.',
        )
        for (speaker, language), line in missing.items()
    )
    return Departures(foreign, _follow_cues(script, cast, entries, listed, show)), notices


def translate_voice(casting: Casting, language: str, listed: Listed) -> Casting | None:
    """The speaker with a voice of another language: the same voice in it if the engine has it, else
    the nearest; None where the speaker's own does, or none speaks it."""
    own = find_listed(listed, casting)
    if speaks(own, language):
        return None
    native = [
        voice
        for (engine, _), voice in listed.items()
        if engine == casting.engine and speaks(voice, language)
    ]
    exact = [voice for voice in native if voice.language == language]
    native = exact or native
    if not native:
        return None
    engine = load_engine(casting.engine, casting.options)
    twin = _find_twin(casting.voice, native, engine)
    if twin:
        return replace(casting, voice=twin)
    if own:
        native.sort(key=lambda voice: measure_distance(replace(own, accent=voice.accent), voice))
    return replace(casting, voice=native[0].id, pitch=native[0].setting)


def _find_twin(voice: str, native: Iterable[Voice], engine: Engine) -> str:
    """The same variant of eSpeak NG in another language: `gmw/en-us+max` is `roa/fr+max`."""
    _, plus, variant = voice.partition("+")
    bases = dict.fromkeys(it.id.partition("+")[0] for it in native)
    twins = (f"{base}{plus}{variant}" for base in bases)
    return next((twin for twin in twins if plus and engine.has_voice(twin)), "")


def _find_foreign(script: Script) -> Iterator[tuple[str, str, int]]:
    """(speaker, language, line) of every paragraph in another language than the script's."""
    for turn in script.turns:
        for paragraph in turn.paragraphs:
            if paragraph.language and paragraph.language != script.language:
                yield turn.speaker, paragraph.language, paragraph.line


def _follow_cues(
    script: Script, cast: Cast, entries: Mapping[str, CastEntry], listed: Listed, show: Show
) -> dict[tuple[str, str], Casting]:
    """(speaker, what a cue asks for) -> casting. Raises CastError or Problems."""
    cues = [
        cue for cue in script.cues if cue.kind is CueKind.VOICE and cue.turn < len(script.turns)
    ]
    named = _name_voices(script, cast, entries, listed, show) if cues else {}
    cued: dict[tuple[str, str], Casting] = {}
    problems: list[PresscastError] = []
    for cue in cues:
        own = cast[script.turns[cue.turn].speaker]
        other = named.get(cue.value.casefold()) or _take_id(cue.value, listed, show)
        if other:
            cued[own.speaker, cue.value] = replace(
                own,
                engine=other.engine,
                options=other.options,
                voice=other.voice,
                pitch=other.pitch,
                gain=other.gain,
            )
        else:
            problems.append(_explain_unknown(cue, script, listed))
    raise_all(problems)
    return cued


def _name_voices(
    script: Script, cast: Cast, entries: Mapping[str, CastEntry], listed: Listed, show: Show
) -> dict[str, Casting]:
    """What a cue may name, in lower case: a voice of the catalogue, then people of the show, then
    those of the script."""
    named = {
        voice.label.casefold(): build_casting(
            "", join_voice(engine, voice.id, show.voices.engine), CastEntry(), listed, show.voices
        )
        for (engine, _), voice in listed.items()
    }
    for name, entry in entries.items():
        person = build_casting(name, entry.voice, entry, listed, show.voices)
        if entry.voice and load_engine(person.engine, person.options).has_voice(person.voice):
            named |= {label.casefold(): person for label in (name, *entry.aliases)}
    for speaker in script.speakers:
        for label in (*speaker.aliases, speaker.name):
            named[label.casefold()] = cast[speaker.name]
    return named


def _take_id(written: str, listed: Listed, show: Show) -> Casting | None:
    """The voice that is written so; None where no engine has it."""
    casting = build_casting("", written, CastEntry(), listed, show.voices)
    return (
        casting if load_engine(casting.engine, casting.options).has_voice(casting.voice) else None
    )


def _explain_unknown(cue: Cue, script: Script, listed: Listed) -> CastError:
    known = [*(speaker.name for speaker in script.speakers)]
    known += [name for voice in listed.values() for name in (voice.label, voice.id)]
    return CastError(
        f'the cue "voice" names "{cue.value}", which is no speaker and no voice',
        path=script.path,
        line=cue.line,
        remedy=suggest(cue.value, known) or '"presscast voices" lists them.',
    )
