"""Whether an episode is up to date: the hash of all that it was made of is kept beside it."""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from enum import Enum
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from presscast.show import Show
from presscast.store import hash_file, hash_inputs

_VERSION = re.compile(r"(?<=^Version: ).*", re.M)
"""In a package's metadata. Source: PyPA, core metadata specifications."""

_FOLDERS = ("voices", "audio")
"""Of a show: all that is in them may be heard."""


def hash_build(script: str, show: Show, options: Sequence[str]) -> str:
    """A name for all that decides on an episode's files: what is written, read and installed.

    `options` are those of the command line that no setting of the show stands for. A script that
    nobody can read again, standard input, has none: an empty name.
    """
    path = Path(script)
    if not path.is_file():
        return ""
    folder = path.parent
    files = [path, *_list_show_files(show), *_list_mentioned(path)]
    return hash_inputs(
        [(_shorten(it, show, folder), hash_file(it)) for it in files],
        describe_settings(show),
        [show.feed.url, show.feed.media],  # where pictures of chapters will lie
        list(options),
        name_program(),
    )


@lru_cache(maxsize=1)
def name_program() -> str:
    """What makes the files: presscast itself, and what it is built on."""
    own = [(it.name, hash_file(it)) for it in _list_own_files()]
    return hash_inputs(own, sorted(_list_versions()))


def describe_settings(show: Show) -> dict[str, Any]:
    """What show.toml sets that episodes follow from, as JSON has it; nothing of this machine.

    Not [feed], to which `presscast feed` adds the show's identity.
    """
    settings = asdict(show)
    for name in ("root", "exists", "feed"):
        del settings[name]
    return {key: _plain(value) for key, value in settings.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, Enum) else value


def list_options(
    tempo: float, extras: Collection[str], certificate: Path | None = None
) -> tuple[str, ...]:
    """The options of a render that decide on what it writes, beside the settings of the show."""
    rate = ("--rate", f"{tempo:g}") if tempo != 1 else ()
    signed = ("--provenance", certificate.name) if certificate else ()
    return (*rate, *signed, *(f"--{name}" for name in sorted(extras)))


def read_manifest(show: Show, name: str) -> dict[str, Any]:
    """What an episode's manifest tells; nothing where there is none."""
    try:
        content = json.loads((show.output / name / f"{name}.manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def is_up_to_date(manifest: dict[str, Any], build: str, folder: Path) -> bool:
    """Whether a manifest is of this build, and all files that it lists lie there."""
    if not build or manifest.get("build") != build:
        return False
    try:
        return all(
            (folder / file["name"]).stat().st_size == file["size"] for file in manifest["files"]
        )
    except (OSError, KeyError, TypeError):
        return False


def _list_own_files() -> Iterator[Path]:
    """The program itself."""
    found = []
    for folder, below, names in os.walk(Path(__file__).parent):
        below[:] = [name for name in below if name != "__pycache__"]
        found += [os.path.join(folder, name) for name in names]
    return map(Path, sorted(found))


def _list_show_files(show: Show) -> Iterator[Path]:
    if show.exists:
        for folder in _FOLDERS:
            found = (show.root / folder).rglob("*")
            yield from sorted(it for it in found if it.is_file() and it.name[0] != ".")
    # Also where they lie elsewhere.
    audio = show.audio
    for name in (show.cover, audio.intro, audio.outro, audio.sting, audio.bed):
        if name and (show.root / name).is_file():
            yield show.root / name


def _list_mentioned(script: Path) -> Iterator[Path]:
    """Files that the script may use: those in its folder whose names follow a colon in it, and
    those that a link or an image leads to."""
    content = script.read_bytes()
    names = re.findall(rb":[ \t\"']*([^\[\]:\n]{1,80}?)[ \t\"'\r]*(?:\]|$)", content, re.M)
    for link in re.findall(rb"\][(:][ \t]*<?([^\n]{1,200})", content):
        # Only a parser knows where the address ends, so all places are tried where it may.
        ends = (it.start() for it in re.finditer(rb"[)>\s]|$", link))
        names += (unquote_to_bytes(link[:end].replace(b"\\", b"")) for end in ends)
    for name in sorted(set(names)):
        path = script.parent / name.decode(errors="replace")
        if os.path.isfile(path):
            yield path


def _list_versions() -> Iterator[str]:
    """What is installed of all that we build on, and of the engines that others bring."""
    needed = {re.split(r"[^\w.-]", it)[0] for it in metadata.requires("presscast") or ()}
    engines = metadata.entry_points(group="presscast.engines")
    needed |= {it.name for it in {point.dist for point in engines if point.dist}}
    for name in needed:
        try:
            # `metadata.version` parses all of it as a mail, which takes three times as long.
            text = metadata.distribution(name).read_text("METADATA") or ""
        except metadata.PackageNotFoundError:
            continue
        if version := _VERSION.search(text):
            yield f"{name} {version[0]}"


def _shorten(path: Path, show: Show, folder: Path) -> str:
    """The path as it is on any machine."""
    for root in (show.root, folder):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
