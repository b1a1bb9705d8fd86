"""An episode held against its manifest: its files, and what it was made from."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from presscast.audio.music import ROLES, find_jingle
from presscast.build import describe_settings
from presscast.errors import AudioError, OutputError
from presscast.output.corrections import locate_note
from presscast.output.manifest import list_voice_files, name_input
from presscast.output.published import Published, find_damage, locate_manifest
from presscast.show import SHOW_FILE, Show, shorten_path
from presscast.store import hash_file

_MEND = 'Render it again: "presscast render --force".'


def find_faults(episode: Published, show: Show) -> list[OutputError]:
    """Every file that is damaged, missing or added, and every input that has changed, or come,
    since."""
    damaged = ((path, what, _MEND) for path, what in find_damage(episode))
    found = *_find_strangers(episode), *_find_changes(episode, show), *_find_new(episode, show)
    others = ((*it, "") for it in found)
    return [
        OutputError(what, path=shorten_path(path), remedy=remedy)
        for path, what, remedy in (*damaged, *others)
    ]


def _find_strangers(episode: Published) -> Iterator[tuple[Path, str]]:
    """Files that neither `render` nor `diff` has written; hidden ones are no part of an episode."""
    own = locate_manifest(episode.folder.parent, episode.name).name, locate_note(episode).name
    part = re.compile(rf"{re.escape(episode.name)}\.(preview|chapter-\d+)\.\w+")
    for path in sorted(episode.folder.iterdir()):
        is_known = path.name in episode.files or path.name in own or part.fullmatch(path.name)
        if not is_known and not path.name.startswith("."):
            yield path, "is not in the manifest"


def _find_changes(episode: Published, show: Show) -> Iterator[tuple[Path, str]]:
    then, now = dict(episode.settings), describe_settings(show)
    # Which files are written may have been said on the command line.
    if then | {"files": None} != now | {"files": None}:
        yield show.root / SHOW_FILE, "show: has changed since the episode was rendered"
    for made_from in episode.inputs:
        path = show.root / made_from.path
        try:
            changed = hash_file(path) != made_from.sha256
        except OSError as error:
            reason = error.strerror or error
            yield path, f"{made_from.role}: cannot be read ({reason}), so nobody knows"
            continue
        if changed:
            yield path, f"{made_from.role}: has changed since the episode was rendered"


def _find_new(episode: Published, show: Show) -> Iterator[tuple[Path, str]]:
    """What the episode would be made from now, and was not."""
    known = {made_from.path for made_from in episode.inputs}
    for role, path in (*list_voice_files(show), *_list_jingles(show)):
        if name_input(path, show) not in known:
            yield path, f"{role}: has come since the episode was rendered"


def _list_jingles(show: Show) -> Iterator[tuple[str, Path]]:
    """Those that are files of the show."""
    for role in ROLES:
        with suppress(AudioError):  # one that show.toml names and that is gone was told as changed
            path = show.root / (find_jingle(show, role) or "")
            if path.is_file():
                yield role, path
