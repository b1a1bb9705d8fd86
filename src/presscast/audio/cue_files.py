"""The files behind `[sting]`, `[sound: …]` and `[music: …]`: found, told missing, made ready."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from presscast.audio.inserts import Inserts
from presscast.audio.loudness import HEADROOM, find_target
from presscast.audio.mix import UNDER_WORDS
from presscast.audio.music import BUILT_IN, Music, MusicRole, find_jingle, load_music
from presscast.errors import AudioError, PresscastError, raise_all, suggest
from presscast.model import Cue, CueKind, Script
from presscast.show import Show
from presscast.store import Store
from presscast.units import EPISODE_RATE, Decibels, Samples

Places = Mapping[tuple[CueKind, str], str]
"""(kind of a cue, what stands behind its colon) -> a place as `find_jingle` has it."""

_BED = "bed"
"""What a script calls the show's own bed."""

_MOST_SECONDS = 1_200
"""Of all sounds of a script together: they are held while it is mixed."""


def add_stings(script: Script, show: Show) -> Script:
    """The script with a cue for a sting at every chapter but the first, where the show has one.

    Only where there is a file, or show.toml names one: a show that never asked for stings has none.
    """
    if find_jingle(show, "sting") in (None, BUILT_IN):
        return script
    stings = [
        Cue(CueKind.STING, "", chapter.line, chapter.turn, paragraph=0, at=0)
        for chapter in script.chapters[1:]
    ]
    cues = sorted([*stings, *script.cues], key=lambda cue: (cue.turn, cue.paragraph, cue.at))
    return replace(script, cues=tuple(cues))


def find_sounds(script: Script, show: Show) -> Places:
    """Where the sound of every cue lies. Raises AudioError, or Problems for several missing."""
    places: dict[tuple[CueKind, str], str] = {}
    problems: list[PresscastError] = []
    for cue in script.cues:
        asked = cue.kind, cue.value
        if cue.kind not in (CueKind.STING, CueKind.SOUND, CueKind.MUSIC) or asked in places:
            continue
        try:
            place = _find_place(cue, script, show)
        except AudioError as error:
            problems.append(error)
        else:
            if place:
                places[asked] = place
    raise_all(problems)
    return places


def _find_place(cue: Cue, script: Script, show: Show) -> str | None:
    """Where the sound of a cue lies; None for a sting that the show does not want."""
    if cue.kind is CueKind.STING:
        return find_jingle(show, "sting")
    if cue.kind is CueKind.MUSIC and cue.value in ("off", _BED):
        return find_jingle(show, "bed") if cue.value == _BED else None
    folders = [show.root / "audio"]
    if script.path != "-":
        folders.insert(0, Path(script.path).absolute().parent)
    for folder in folders:
        path = (folder / cue.value).resolve()
        # A script that somebody sent is not to play what lies elsewhere on this machine.
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return str(path)
    near = suggest(cue.value, _list_names(folders))
    remedy = near or "Put it beside the script, or into the show's audio folder."
    what = f'there is no file "{cue.value}" for [{cue.kind}: …]'
    raise AudioError(what, path=script.path, line=cue.line, remedy=remedy)


def _list_names(folders: list[Path]) -> Iterator[str]:
    for folder in folders:
        if folder.is_dir():
            yield from (path.name for path in folder.iterdir() if path.is_file())


def load_inserts(places: Places, show: Show, store: Store) -> Inserts:
    """The sounds of a script's cues, ready to be mixed. Raises AudioError or OutputError."""
    music: dict[str, Music] = {}
    for (kind, name), place in places.items():
        if kind is CueKind.STING:
            music[name] = load_music(show, "sting", place, store)
        else:
            role: MusicRole = "bed" if kind is CueKind.MUSIC else "sound"
            music[name] = replace(load_music(show, role, place, store), source=name)
        if sum(it.samples for it in music.values()) > Samples(_MOST_SECONDS * EPISODE_RATE):
            what = f"the sounds of this script are longer than {_MOST_SECONDS // 60} minutes"
            raise AudioError(what, path=place, remedy="Use fewer, or shorter ones.")
    speech = find_target(show.loudness.target, channels=1)
    return Inserts(music, Decibels(speech - HEADROOM - UNDER_WORDS))
