"""What made an episode, and what it consists of: `NAME.manifest.json`."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PurePath

from presscast import __version__
from presscast.build import describe_settings
from presscast.output.cleaning import clean_line
from presscast.output.edition import Edition
from presscast.output.publish import Build, WrittenFile
from presscast.show import OutputSettings, Show
from presscast.units import to_milliseconds

VERSION = 1


_VOICE_FILES = (("cast", "cast.toml"), ("lexicon", "lexicon*.toml"), ("lexicon", "*.pls"))


def render_manifest(edition: Edition, build: Build, files: Sequence[WrittenFile]) -> bytes:
    """Everything that the episode's bytes follow from, and what they are.

    There is no clock in it, and no path of this machine: the same inputs give the same manifest.
    """
    show, script = edition.show, edition.script
    content = {
        "version": VERSION,
        "presscast": __version__,
        "build": build.name,
        "command": [*write_command(edition), *build.options],
        "episode": _describe_episode(edition),
        "inputs": [
            *(_describe_input(role, path, show) for role, path in list_inputs(edition, build)),
            {"role": "cover", "path": None, "sha256": _hash(edition.cover.content)},
        ],
        "voices": build.voices,
        "settings": describe_settings(show),
        "coverage": {
            "words": script.source_words,
            "spoken": script.spoken_words,
            "skipped": script.source_words - script.spoken_words,
        },
        "disclosure": {
            "text": edition.disclosure,
            "spoken": any(turn.is_disclosure for turn in script.turns),
        },
        **build.measured,
        "files": [asdict(file) for file in files],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    return f"{text}\n".encode("utf-8", "replace")


def write_command(edition: Edition) -> Iterator[str]:
    """The command that makes the same bytes again, in the folder of the show."""
    yield from ("presscast", "render", name_input(Path(edition.script.path), edition.show))
    files = edition.show.files
    if files.formats != OutputSettings().formats:
        for kind in files.formats:
            yield from ("--format", kind)
    if files.sidecars != OutputSettings().sidecars:
        for sidecar in files.sidecars:
            yield from ("--only", str(sidecar))


def list_inputs(edition: Edition, build: Build) -> Iterator[tuple[str, Path]]:
    """(what it is, where it lies) of every file that is a part of the episode or decides on it."""
    show = edition.show
    yield "script", Path(edition.script.path)
    yield from list_voice_files(show)
    for jingle in edition.timeline.jingles:
        if (show.root / jingle.source).is_file():
            yield jingle.role, show.root / jingle.source
    yield from build.inputs


def list_voice_files(show: Show) -> Iterator[tuple[str, Path]]:
    """(what it is, where it lies) of what a show says of voices and of words."""
    if show.exists:
        for role, pattern in _VOICE_FILES:
            yield from ((role, path) for path in sorted((show.root / "voices").glob(pattern)))


def name_input(path: Path, show: Show) -> str:
    """The path from the show's folder on, with "/"; outside it only the name."""
    absolute = path.absolute()
    root = show.root.absolute()
    inside = absolute.is_relative_to(root)
    return PurePath(absolute.relative_to(root) if inside else path.name).as_posix()


def _describe_input(role: str, path: Path, show: Show) -> Mapping[str, object]:
    """Standard input, which nobody can read again, has no hash."""
    digest = _hash(path.read_bytes()) if path.is_file() else None
    return {"role": role, "path": name_input(path, show), "sha256": digest}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _describe_episode(edition: Edition) -> Mapping[str, object]:
    script = edition.script
    metadata = script.metadata
    return {
        "name": script.name,
        "title": script.title,
        "language": script.language,
        "date": metadata.date,
        "summary": metadata.summary,
        "tags": list(metadata.tags),
        "season": metadata.season,
        "episode": metadata.episode,
        "guid": metadata.guid,
        "publish_at": metadata.publish_at,
        "draft": metadata.draft,
        "duration_ms": to_milliseconds(edition.timeline.samples),
        "speakers": [{"name": clean_line(it.name), "role": it.role} for it in script.speakers],
        "chapters": [{"title": it.title, "start_ms": it.start} for it in edition.document.sections],
    }
