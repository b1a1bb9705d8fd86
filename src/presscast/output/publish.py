"""The files of an episode, written so that all of them are there or none."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import IO

from presscast.build import read_manifest
from presscast.files import (
    clear_drafts,
    copy_file,
    hash_content,
    open_whole,
    report_disk,
    write_whole,
)
from presscast.model import Script, Timeline
from presscast.output.containers import tag_file
from presscast.output.corrections import was_published
from presscast.output.edition import Edition, build_edition
from presscast.output.manifest import Build, WrittenFile, render_manifest
from presscast.output.memory import open_memory
from presscast.output.packages import write_package
from presscast.output.page.index import read_listings, render_index
from presscast.output.pictures import end_picture
from presscast.output.provenance import sign_sound
from presscast.output.registry import PACKAGES, render_file
from presscast.output.tags import Cover, render_tag
from presscast.show import FORMATS, Show, Sidecar
from presscast.store import find_cache

Fill = Callable[[IO[bytes]], object]
"""Writes what a file is to hold."""

_NOTHING_SPECIAL = Build()
_INDEX = "index.html"


def publish_episode(
    sounds: Mapping[str, Path],
    script: Script,
    show: Show,
    timeline: Timeline,
    cover: Cover,
    build: Build = _NOTHING_SPECIAL,
) -> Path:
    """Write the episode's files and the show's index; the path of the first of its sounds.

    `sounds` are finished files by what their names are to end with, the formats first; those that
    can be are tagged. All files are written beside their places before the first is moved, so that
    a disk that fills leaves the last episode as it was; what that had and this has not is removed.
    While they are moved there is no manifest: an episode without one is not finished. Raises
    OutputError.
    """
    edition = build_edition(script, show, timeline, cover, sounds)
    folder = show.output / script.name
    before = read_manifest(show, script.name).get("files", ())
    clear_drafts(folder, script.name)
    with ExitStack() as drafts, _open_pool() as pool:
        # What is opened first is moved last.
        manifest = drafts.enter_context(open_whole(folder / f"{script.name}.manifest.json"))
        writing: list[Future[WrittenFile]] = []

        def write(suffix: str, fill: Fill) -> None:
            path = folder / f"{script.name}.{suffix}"
            file = drafts.enter_context(open_whole(path))
            writing.append(pool.submit(_write_file, path, file, fill))

        for suffix, path in sounds.items():
            tag = _render_tag(path, edition) if suffix in FORMATS else b""
            signer = build.signer if suffix == "mp3" else None
            write(suffix, partial(_finish_sound, tag, path, signer, edition.script.title))
        for number, picture in enumerate(edition.pictures, 1):
            if picture:
                write(end_picture(number), methodcaller("write", picture))
        for sidecar in list_sidecars(show):
            write(sidecar, partial(_write_sidecar, edition, sidecar))
        written = [it.result() for it in writing]
        manifest.write(render_manifest(edition, build, written))
        (folder / f"{script.name}.manifest.json").unlink(missing_ok=True)
    kept = {file.name for file in written}
    for file in before:
        if file["name"] not in kept and Path(file["name"]).name == file["name"]:
            (folder / file["name"]).unlink(missing_ok=True)
    write_index(show, cover)
    return folder / edition.sound


@contextmanager
def _open_pool() -> Iterator[Executor]:
    """Threads that write two files at once, until one cannot be written: sounds are copied, packed
    and hashed on one core while texts are made on another."""
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def list_sidecars(show: Show) -> list[Sidecar]:
    """What is written beside the sounds: books only where there is the MP3 that they hold."""
    has_mp3 = "mp3" in show.files.formats
    return [it for it in show.files.sidecars if has_mp3 or it not in PACKAGES]


def write_index(show: Show, cover: Cover) -> None:
    """Write the show's index.html: every episode but drafts and those under embargo.

    There is no clock in a render: an episode with `publish_at` is shown once `presscast feed` has
    published it. Raises OutputError.
    """
    clear_drafts(show.output, _INDEX)
    with open_memory(find_cache(), show.output) as memory:
        listings = read_listings(show.output, memory)
    episodes = (
        it
        for it in listings
        if not it.draft and (not it.publish_at or was_published(show.output / it.name))
    )
    write_whole(show.output / _INDEX, render_index(show, cover, episodes))


def _write_sidecar(edition: Edition, sidecar: Sidecar, file: IO[bytes]) -> None:
    if sidecar in PACKAGES:
        write_package(PACKAGES[sidecar](edition), file)
    else:
        file.writelines(render_file(sidecar, edition))


def _write_file(path: Path, file: IO[bytes], fill: Fill) -> WrittenFile:
    """Have a file filled; what lies on the disk then, all of it written."""
    with report_disk(path):
        fill(file)
        file.flush()
        file.seek(0)
        return WrittenFile(path.name, hash_content(file), file.tell())


def publish_part(
    sound: Path, name: str, script: Script, show: Show, timeline: Timeline, cover: Cover
) -> Path:
    """Write a part of an episode, tagged, as a file of this name; its path. Raises OutputError."""
    path = show.output / script.name / name
    edition = build_edition(script, show, timeline, cover, {path.suffix[1:]: sound})
    tag = _render_tag(sound, edition)
    with open_whole(path) as file:
        _copy_sound(tag, sound, file)
    return path


def _render_tag(path: Path, edition: Edition) -> bytes:
    """What is to stand before a sound; nothing where its tags go into the file itself."""
    known = edition.script, edition.show, edition.timeline, edition.cover
    if path.suffix == ".mp3":
        return render_tag(*known, edition.pictures)
    with report_disk(path):
        tag_file(path, *known)
    return b""


def _finish_sound(tag: bytes, path: Path, signer: object, title: str, file: IO[bytes]) -> None:
    """Write a sound behind its tag, signed where somebody signs."""
    _copy_sound(tag, path, file)
    if signer is not None:
        sign_sound(file, signer, title)


def _copy_sound(tag: bytes, path: Path, file: IO[bytes]) -> None:
    file.write(tag)
    copy_file(path, file)
