"""What writes the files of an episode, in the editor's process (see `Editor`)."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import IO

from presscast.files import begin_to_write, hash_content, report_disk
from presscast.model import Script, SpokenUtterance, Timeline
from presscast.output.containers import tag_file
from presscast.output.edition import Edition, build_edition
from presscast.output.manifest import render_manifest
from presscast.output.packages import write_package
from presscast.output.page import draw_thumbnail
from presscast.output.page.index import write_index
from presscast.output.pictures import end_picture
from presscast.output.provenance import load_signer, sign_sound
from presscast.output.publish import Build, WrittenFile
from presscast.output.registry import PACKAGES, render_file
from presscast.output.tags import Cover, load_mutagen, render_tag
from presscast.output.templates import load_templates
from presscast.show import Show, Sidecar

Fill = Callable[[IO[bytes]], object]
"""Writes what a file is to hold."""


class Press:
    """Writes an episode's files into a folder, from where they are moved to their places.

    Texts are written one after the other, while the sound is still made; then two files at once,
    for sounds are copied, packed and hashed without the interpreter.
    """

    def __init__(self) -> None:
        self._build_edition: Callable[..., Edition]
        self._edition: Edition
        self._folder: Path
        self._utterances: list[SpokenUtterance]
        self._texts: list[Future[WrittenFile]]
        self._files: list[WrittenFile]
        self._typist = ThreadPoolExecutor(max_workers=1)
        self._packers = ThreadPoolExecutor(max_workers=2)
        load_templates()
        load_mutagen()

    def begin(
        self,
        script: Script,
        show: Show,
        cover: Cover,
        sounds: Mapping[str, Path],
        room: int,
        folder: Path,
    ) -> None:
        """Take the next episode, whose files are to be written in this folder.

        `sounds` are where each format will lie, in it; an MP3 has so much room for its tag.
        """
        self._build_edition = partial(
            build_edition, script, show, cover=cover, sounds=sounds, room=room
        )
        self._folder = folder
        self._utterances = []
        self._texts = []
        self._typist.submit(draw_thumbnail, cover)  # which pages show; nobody waits for it yet

    def add(self, utterances: Sequence[SpokenUtterance]) -> None:
        """Take the next of those that the timeline is of."""
        self._utterances += utterances

    def write_texts(self, timeline: Timeline) -> None:
        """Begin to write all that is known before the sound is made. Raises OutputError.

        The timeline is without its utterances: they have come already.
        """
        timeline = replace(timeline, utterances=tuple(self._utterances))
        self._utterances = []
        self._edition = self._build_edition(timeline=timeline)
        fills: dict[str, Fill] = {
            end_picture(number): methodcaller("write", picture)
            for number, picture in enumerate(self._edition.pictures, 1)
            if picture
        }
        for sidecar in _list_sidecars(self._edition.show):
            if sidecar not in PACKAGES:
                fills[sidecar] = partial(_type, sidecar, self._edition)
        self._texts += (self._typist.submit(self._write, *it) for it in fills.items())

    def finish(self, more: Mapping[str, Path], certificate: Path | None) -> list[WrittenFile]:
        """Write what holds the finished sounds; all files but the manifest. Raises OutputError.

        `more` are files beside the sounds, by what their names are to end with; the MP3 is signed
        with a certificate.
        """
        pack = self._packers.submit
        work = [pack(self._finish_sound, path) for path in self._edition.sounds.values()]
        work += [pack(self._take, *it) for it in more.items()]
        work += self._texts
        for sidecar in _list_sidecars(self._edition.show):
            if sidecar in PACKAGES:
                fill = partial(_pack, sidecar, self._edition)
                work.append(pack(self._write, sidecar, fill))
        self._files = [it.result() for it in work]
        if certificate and "mp3" in self._edition.sounds:
            # Whoever signs moves the stream, which packages have been made of by now.
            at = list(self._edition.sounds).index("mp3")
            self._files[at] = self._sign(self._edition.sounds["mp3"], certificate)
        return self._files

    def write_manifest(self, build: Build) -> WrittenFile:
        """Write what all the others are. Raises OutputError."""
        content = render_manifest(self._edition, build, self._files)
        return self._write("manifest.json", methodcaller("write", content))

    def write_index(self) -> None:
        """Write the index of the show, which has the episode by now. Raises OutputError."""
        write_index(self._edition.show, self._edition.cover)

    def _finish_sound(self, path: Path) -> WrittenFile:
        with report_disk(self._target / path.name):
            _tag_sound(path, self._edition)
            with path.open("rb") as file:
                return _complete(path, file)

    def _sign(self, path: Path, certificate: Path) -> WrittenFile:
        with report_disk(self._target / path.name), path.open("r+b") as file:
            sign_sound(file, load_signer(certificate), self._edition.script.title)
            file.flush()
            file.seek(0)
            return _complete(path, file)

    def _take(self, suffix: str, path: Path) -> WrittenFile:
        """Move a file that is finished in among the others."""
        place = self._locate(suffix)
        with report_disk(self._target / place.name):
            path.replace(place)
            with place.open("rb") as file:
                return _complete(place, file)

    def _write(self, suffix: str, fill: Fill) -> WrittenFile:
        """Have a file filled; what lies on the disk then."""
        place = self._locate(suffix)
        with report_disk(self._target / place.name), place.open("w+b") as file:
            fill(file)
            file.flush()
            file.seek(0)
            return _complete(place, file)

    def _locate(self, suffix: str) -> Path:
        return self._folder / f"{self._edition.script.name}.{suffix}"

    @property
    def _target(self) -> Path:
        """Where the files will lie."""
        return self._edition.show.output / self._edition.script.name


def _complete(place: Path, file: IO[bytes]) -> WrittenFile:
    """What a file that has been written holds."""
    digest = hash_content(file)
    begin_to_write(file)
    return WrittenFile(place.name, digest, file.tell())


def _list_sidecars(show: Show) -> list[Sidecar]:
    """What is written beside the sounds: books only where there is the MP3 that they hold."""
    has_mp3 = "mp3" in show.files.formats
    return [it for it in show.files.sidecars if has_mp3 or it not in PACKAGES]


def _type(sidecar: Sidecar, edition: Edition, file: IO[bytes]) -> None:
    file.writelines(render_file(sidecar, edition))


def _pack(sidecar: Sidecar, edition: Edition, file: IO[bytes]) -> None:
    write_package(PACKAGES[sidecar](edition), file)


def _tag_sound(path: Path, edition: Edition) -> None:
    """Write the tags of a finished sound into it. Raises OSError."""
    known = edition.script, edition.show, edition.timeline, edition.cover
    if path.suffix != ".mp3":
        tag_file(path, *known)
        return
    with path.open("r+b") as file:
        file.write(render_tag(*known, edition.pictures, edition.room))


def write_part(
    sound: Path, script: Script, show: Show, timeline: Timeline, cover: Cover, room: int
) -> Path:
    """Move a part of an episode, tagged, to its place under the name that it has; its path.

    Raises OutputError.
    """
    path = show.output / script.name / sound.name
    edition = build_edition(script, show, timeline, cover, {path.suffix[1:]: sound}, room)
    with report_disk(path):
        _tag_sound(sound, edition)
        path.parent.mkdir(exist_ok=True)
        sound.replace(path)
    return path
