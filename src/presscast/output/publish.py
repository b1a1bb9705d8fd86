"""The files of an episode, moved to their places so that all of them are there or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from presscast.build import read_manifest
from presscast.files import report_disk
from presscast.show import Show


@dataclass(frozen=True, slots=True)
class Build:
    """What only the render knows of how the episode was made."""

    name: str = ""
    """What `hash_build` calls it; empty where nobody can make it again."""
    options: tuple[str, ...] = ()
    """Options of the command line that decide on its bytes."""
    inputs: tuple[tuple[str, Path], ...] = ()
    """(what it is, where it lies) of the sounds that the script names."""
    measured: Mapping[str, object] = field(default_factory=dict)
    """What was found out of the sound; kept in the manifest as it is, key by key."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the episode."""

    name: str
    sha256: str
    size: int
    """Bytes."""


def publish_files(
    files: Sequence[WrittenFile], manifest: WrittenFile, folder: Path, name: str, show: Show
) -> None:
    """Move an episode's files from the folder that they are written in to their places.

    What the episode had before and has no more is removed. While files are moved there is no
    manifest: an episode without one is not finished. Nobody else may be at it. Raises OutputError.
    """
    target = show.output / name
    before = read_manifest(show, name).get("files", ())

    def move(file: WrittenFile) -> None:
        with report_disk(target / file.name):
            (folder / file.name).replace(target / file.name)

    with report_disk(target):
        target.mkdir(exist_ok=True)
        (target / manifest.name).unlink(missing_ok=True)
    for file in (*files, manifest):
        move(file)
    kept = {file.name for file in files}
    for old in before:
        if old["name"] not in kept and Path(old["name"]).name == old["name"]:
            (target / old["name"]).unlink(missing_ok=True)
