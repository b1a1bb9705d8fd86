"""Master in, files out: tags, chapters, transcripts, page, books, manifest."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import IO

from presscast.errors import OutputError, ShowError
from presscast.files import open_whole, write_whole
from presscast.model import Script, Timeline
from presscast.output.edition import Edition, build_edition
from presscast.output.manifest import Build, WrittenFile, render_manifest
from presscast.output.packages import write_package
from presscast.output.page.index import list_episodes, render_index
from presscast.output.registry import FILES, PACKAGES
from presscast.output.tags import Cover, render_tag
from presscast.show import Show, Sidecar
from presscast.store import Store, find_cache, hash_inputs

__all__ = ["Build", "Cover", "load_cover", "publish_episode", "write_index"]

_NOTHING_SPECIAL = Build()

_DRAW = """\
import sys
from presscast.output.cover import draw_cover
sys.stdout.buffer.write(draw_cover(sys.stdin.buffer.read().decode("utf-8", "surrogatepass")))
"""

_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


def load_cover(show: Show) -> Cover:
    """The show's cover: the file that it names, audio/cover.*, or one drawn with its title."""
    found = sorted((show.root / "audio").glob("cover.*")) if show.exists else []
    path = show.root / show.cover if show.cover else next(iter(found), None)
    if path is None:
        return Cover("image/jpeg", _draw_cover(show.title))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ShowError(f"the cover cannot be read ({error.strerror})", path=path) from error
    for magic, mime in _PICTURES.items():
        if content.startswith(magic):
            return Cover(mime, content)
    raise ShowError("the cover is neither JPEG nor PNG", path=path, remedy="Convert it to JPEG.")


def _draw_cover(title: str) -> bytes:
    """The cover that we draw, once for every title: it takes longer than all other tags."""
    store = Store(find_cache(), "cover")
    code = Path(__file__).with_name("cover.py").read_text("utf-8")
    place = store.locate(hash_inputs(title, code, version("pillow")))
    picture = store.load(place)
    if picture is None:
        # In a process of its own: the drawing takes more memory than all the rest of a render.
        drawing = subprocess.run(
            [sys.executable, "-P", "-c", _DRAW],
            input=title.encode("utf-8", "surrogatepass"),
            capture_output=True,
            check=False,
        )
        if drawing.returncode:
            last = drawing.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise OutputError(f"the cover could not be drawn ({last})")
        picture = drawing.stdout
        store.store(place, picture)
    return picture


def publish_episode(
    stream: Path,
    script: Script,
    show: Show,
    timeline: Timeline,
    cover: Cover,
    build: Build = _NOTHING_SPECIAL,
) -> Path:
    """Write the episode's files from the MP3 stream, and the show's index; the MP3's path.

    All are written beside their places before the first is moved, so that a disk that fills leaves
    the last episode as it was; the MP3 is moved last. Raises OutputError.
    """
    edition = build_edition(script, show, timeline, cover, stream)
    folder = show.output / script.name
    mp3 = folder / edition.sound
    with ExitStack() as drafts:
        written: list[WrittenFile] = []

        def write(name: str, fill: Callable[[IO[bytes]], object]) -> None:
            file = drafts.enter_context(open_whole(folder / name))
            fill(file)
            written.append(_describe_file(name, file))

        write(edition.sound, lambda file: _write_mp3(edition, file))
        for sidecar in Sidecar:
            if sidecar in show.files.sidecars:
                write(f"{script.name}.{sidecar}", partial(_write_sidecar, edition, sidecar))
        manifest = render_manifest(edition, build, written)
        write(f"{script.name}.manifest.json", lambda file: file.write(manifest))
    write_index(show, cover)
    return mp3


def write_index(show: Show, cover: Cover) -> None:
    """Write the show's index.html: every episode but drafts and those under embargo.

    There is no clock in a render, so an episode with `publish_at` waits for `presscast feed`.
    Raises OutputError.
    """
    episodes = (it for it in list_episodes(show.output) if not it.draft and not it.publish_at)
    write_whole(show.output / "index.html", render_index(show, cover, episodes))


def _write_mp3(edition: Edition, file: IO[bytes]) -> None:
    file.write(render_tag(edition.script, edition.show, edition.timeline, edition.cover))
    with edition.stream.open("rb") as sound:
        shutil.copyfileobj(sound, file)


def _write_sidecar(edition: Edition, sidecar: Sidecar, file: IO[bytes]) -> None:
    if sidecar in PACKAGES:
        write_package(PACKAGES[sidecar](edition), file)
    else:
        file.write(FILES[sidecar](edition))


def _describe_file(name: str, file: IO[bytes]) -> WrittenFile:
    """The file as it lies on the disk, all of it written."""
    file.flush()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return WrittenFile(name, digest, file.tell())
