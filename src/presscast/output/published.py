"""A rendered episode, read back from its folder: what the feed, `verify` and `diff` know of it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presscast.errors import OutputError
from presscast.model import Role
from presscast.store import hash_file
from presscast.units import Milliseconds

_RENDER = 'Render it again: "presscast render".'


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as the manifest knows it."""

    size: int
    sha256: str
    """In hexadecimal."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that the episode was made from."""

    role: str
    """`script`, `show`, `cast` …"""
    path: str
    """Relative to the show."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """A rendered episode."""

    folder: Path
    name: str
    title: str
    language: str
    """BCP 47."""
    summary: str
    guid: str
    """What the front matter states; mostly empty."""
    date: str
    """ISO 8601, when the script says it came or will come out; empty where it does not."""
    is_embargoed: bool
    """Whether it comes out at a stated time."""
    draft: bool
    season: int | None
    episode: int | None
    duration: Milliseconds
    speakers: tuple[tuple[str, Role], ...]
    disclosure: str
    """The sentence that declares the synthetic voices."""
    files: Mapping[str, FileRecord]
    """By name; all lie in the folder."""
    inputs: tuple[Input, ...]
    """Those that lie in a file."""
    settings: Mapping[str, Any]
    """show.toml as it was."""

    @property
    def script(self) -> str:
        """The script, relative to the show or else its name; empty for standard input."""
        return next((it.path for it in self.inputs if it.role == "script"), "")

    @property
    def sound(self) -> str:
        """The name of the MP3."""
        return f"{self.name}.mp3"

    def read_json(self, kind: str) -> Any:
        """One of the episode's JSON files, such as `chapters`. Raises OutputError."""
        return load_json(self.folder / f"{self.name}.{kind}.json")


def list_episodes(output: Path) -> list[str]:
    """The names of the folders that hold an episode, in order."""
    return [name for name, _ in list_manifests(output)]


def list_manifests(output: Path) -> list[tuple[str, str]]:
    """(an episode's name, the state of its manifest), in order."""
    # Paths as text: a show may have thousands of episodes.
    found = []
    for name in os.listdir(output) if output.is_dir() else ():
        if name.startswith("."):
            continue
        with suppress(OSError):
            found.append((name, stamp_file(f"{output}{os.sep}{name}{os.sep}{name}.manifest.json")))
    return sorted(found)


def stamp_file(path: Path | str) -> str:
    """What tells a file's state from another. Raises OSError."""
    state = os.stat(path)
    return f"{state.st_size}:{state.st_mtime_ns}"


def locate_manifest(output: Path, name: str) -> Path:
    """Where an episode's manifest lies."""
    return output / name / f"{name}.manifest.json"


def read_episode(output: Path, name: str) -> Published:
    """The episode of a name. Raises OutputError for one that is not there or is not whole."""
    path = locate_manifest(output, name)
    if Path(name).name != name or not path.is_file():
        what = f'there is no rendered episode "{name}" with a manifest'
        raise OutputError(what, path=output, remedy=_RENDER)
    content = load_json(path)
    try:
        return _build(path.parent, name, content)
    except (KeyError, TypeError, ValueError) as error:
        what = f"this is not a manifest that this presscast knows ({error})"
        raise OutputError(what, path=path, remedy=_RENDER) from error


def _build(folder: Path, name: str, content: Mapping[str, Any]) -> Published:
    episode = content["episode"]
    return Published(
        folder=folder,
        name=name,
        title=episode["title"],
        language=episode["language"],
        summary=episode["summary"],
        guid=episode["guid"],
        date=episode["publish_at"] or episode["date"],
        is_embargoed=bool(episode["publish_at"]),
        draft=episode["draft"],
        season=episode["season"],
        episode=episode["episode"],
        duration=Milliseconds(episode["duration_ms"]),
        speakers=tuple((it["name"], Role(it["role"])) for it in episode["speakers"]),
        disclosure=content["disclosure"]["text"],
        files={
            it["name"]: FileRecord(it["size"], it["sha256"])
            for it in content["files"]
            if Path(it["name"]).name == it["name"]
        },
        inputs=tuple(
            Input(it["role"], it["path"], it["sha256"])
            for it in content["inputs"]
            if it["path"] is not None and it["sha256"] is not None
        ),
        settings=content["settings"],
    )


def find_damage(episode: Published) -> Iterator[tuple[Path, str]]:
    """(file, what is wrong with it) for each that is not as the manifest says."""
    for name, record in episode.files.items():
        path = episode.folder / name
        try:
            size = path.stat().st_size
            digest = hash_file(path) if size == record.size else ""
        except OSError as error:
            yield path, f"cannot be read ({error.strerror})"
            continue
        if size != record.size:
            yield path, f"has {size:,} bytes, not {record.size:,}"
        elif digest != record.sha256:
            yield path, "has other content than when it was rendered"


def load_json(path: Path) -> Any:
    """What a JSON file holds. Raises OutputError."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise OutputError(f"cannot be read ({error.strerror})", path=path) from error
    except ValueError as error:
        raise OutputError(f"this is not JSON ({error})", path=path, remedy=_RENDER) from error
