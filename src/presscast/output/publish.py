"""The files of an episode, moved to their places so that all of them are there or none."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from presscast.build import read_manifest
from presscast.files import report_disk
from presscast.model import Casting, Script, Timeline
from presscast.output.cleaning import clean_line
from presscast.output.tags import Cover, measure_tag
from presscast.partner import Partner
from presscast.show import Show
from presscast.voices.engines import load_engine

_SENT = 100
"""Utterances that are sent to the press at once: whoever pickles remembers all that he has."""


@dataclass(frozen=True, slots=True)
class Build:
    """What only the render knows of how the episode was made."""

    name: str = ""
    """What `hash_build` calls it; empty where nobody can make it again."""
    options: tuple[str, ...] = ()
    """Options of the command line that decide on its bytes."""
    inputs: tuple[tuple[str, Path], ...] = ()
    """(what it is, where it lies) of the sounds that the script names."""
    voices: Sequence[Mapping[str, object]] = ()
    """Those of `describe_voices`."""
    measured: Mapping[str, object] = field(default_factory=dict)
    """What was found out of the sound; kept in the manifest as it is, key by key."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the episode."""

    name: str
    sha256: str
    size: int
    """Bytes."""


class Publication:
    """The files of one episode, from an editor's press (see `Press`) to their places.

    All are written in a folder before the first is moved, so that a disk that fills leaves the last
    episode as it was.
    """

    def __init__(
        self,
        editor: Partner,
        script: Script,
        show: Show,
        cover: Cover,
        pictures: Sequence[bytes],
        folder: Path,
    ) -> None:
        """`folder` is inside the show's output, `pictures` are those of the chapters."""
        self._editor = editor
        self._script = script
        self._show = show
        self._drafts = folder / "files"
        with report_disk(self._drafts):
            self._drafts.mkdir()
        self.sounds = {it: self._drafts / f"{script.name}.{it}" for it in show.files.formats}
        """Where each format is to be written."""
        self.room = measure_tag(script, show, cover, pictures)
        """Bytes that are to be left for the tag of an MP3."""
        known = script, show, cover, self.sounds, self.room, self._drafts
        editor.ask("press.begin", *known)

    def write_texts(self, timeline: Timeline) -> None:
        """Have all written that is known before the sound is made."""
        said = timeline.utterances
        for first in range(0, len(said), _SENT):
            self._editor.ask("press.add", said[first : first + _SENT])
        self._editor.ask("press.write_texts", replace(timeline, utterances=()))

    def finish(self, more: Mapping[str, Path], certificate: Path | None) -> list[WrittenFile]:
        """All files but the manifest, once the sounds are there; see `Press.finish`.

        Raises OutputError.
        """
        files: list[WrittenFile] = self._editor.call("press.finish", more, certificate)
        return files

    def publish(self, files: Sequence[WrittenFile], build: Build) -> Path:
        """Move all files to their places and write the show's index; the path of the first sound.

        What the episode had before and has no more is removed. While files are moved there is no
        manifest: an episode without one is not finished. Nobody else may be at it. Raises
        OutputError.
        """
        manifest: WrittenFile = self._editor.call("press.write_manifest", build)
        target = self._show.output / self._script.name
        before = read_manifest(self._show, self._script.name).get("files", ())
        with report_disk(target):
            target.mkdir(exist_ok=True)
            (target / manifest.name).unlink(missing_ok=True)
        for file in (*files, manifest):
            with report_disk(target / file.name):
                (self._drafts / file.name).replace(target / file.name)
        kept = {file.name for file in files}
        for old in before:
            if old["name"] not in kept and Path(old["name"]).name == old["name"]:
                (target / old["name"]).unlink(missing_ok=True)
        self._editor.call("press.write_index")
        return target / files[0].name


def describe_voices(timeline: Timeline) -> Sequence[Mapping[str, object]]:
    """How everybody sounds who is heard, each once."""
    heard: dict[str, Casting] = {}
    for spoken in timeline.utterances:
        casting = spoken.take.utterance.casting
        heard.setdefault(casting.speaker, casting)
    return list(map(_describe_voice, heard.values()))


def _describe_voice(casting: Casting) -> Mapping[str, object]:
    engine = load_engine(casting.engine, casting.options)
    known = asdict(casting) | {"speaker": clean_line(casting.speaker)}
    known["engine_version"] = engine.version(casting.voice)
    del known["options"]  # they stand in the settings
    return known
