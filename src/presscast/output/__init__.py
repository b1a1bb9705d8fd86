"""Master in, files out: tags, chapters, word times."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import IO

from presscast.build import read_manifest
from presscast.errors import OutputError, ShowError
from presscast.files import open_whole, report_disk
from presscast.model import Script, Timeline
from presscast.output.containers import tag_file
from presscast.output.report import write_report
from presscast.output.sidecars import render_chapters, render_timeline, render_words
from presscast.output.tags import Cover, render_tag
from presscast.show import FORMATS, Show
from presscast.store import Store, find_cache, hash_inputs

__all__ = [
    "Cover",
    "find_cover",
    "load_cover",
    "publish_episode",
    "publish_part",
    "write_report",
]

_DRAW = """\
import sys
from presscast.output.cover import draw_cover
sys.stdout.buffer.write(draw_cover(sys.stdin.buffer.read().decode("utf-8", "surrogatepass")))
"""

_NO_FACTS: Mapping[str, object] = {}

_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


def find_cover(show: Show) -> Cover | None:
    """The show's own cover: the file that it names, or audio/cover.*; None for one to be drawn."""
    found = sorted((show.root / "audio").glob("cover.*")) if show.exists else []
    path = show.root / show.cover if show.cover else next(iter(found), None)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ShowError(f"the cover cannot be read ({error.strerror})", path=path) from error
    for magic, mime in _PICTURES.items():
        if content.startswith(magic):
            return Cover(mime, content)
    raise ShowError("the cover is neither JPEG nor PNG", path=path, remedy="Convert it to JPEG.")


def load_cover(show: Show) -> Cover:
    """The show's own cover, else one drawn with its title."""
    return find_cover(show) or Cover("image/jpeg", _draw_cover(show.title))


def _draw_cover(title: str) -> bytes:
    """A JPEG, drawn once for every title: it takes longer than all tags."""
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
    sounds: Mapping[str, Path],
    script: Script,
    show: Show,
    timeline: Timeline,
    cover: Cover,
    facts: Mapping[str, object] = _NO_FACTS,
) -> Path:
    """Write the episode's files; the path of the first of its sounds.

    `sounds` are finished files by what their names are to end with, the formats first; those that
    can be are tagged. `facts` go into the manifest as they are. All files are written beside their
    places before the first is moved, so that a disk that fills leaves the last episode as it was;
    what that had and this has not is removed. Raises OutputError.
    """
    folder = show.output / script.name
    before = read_manifest(show, script.name).get("files", ())
    sidecars = {
        "chapters": render_chapters(script, show.title, timeline),
        "timeline": render_timeline(timeline),
        "words": render_words(timeline),
    }
    files: list[dict[str, object]] = []
    with ExitStack() as drafts:

        def write(suffix: str, fill: Callable[[IO[bytes]], object]) -> None:
            name = f"{script.name}.{suffix}"
            file = drafts.enter_context(open_whole(folder / name))
            fill(file)
            file.flush()
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
            files.append({"name": name, "sha256": digest, "size": file.tell()})

        # They are moved in reverse: the sound last.
        for suffix, path in sounds.items():
            tag = suffix in FORMATS and _render_tag(path, script, show, timeline, cover)
            write(suffix, partial(_copy_sound, tag or b"", path))
        for kind, content in sidecars.items():
            write(f"{kind}.json", partial(_write, content))
        manifest = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1) + "\n"
        write("manifest.json", partial(_write, manifest.encode()))
    kept = {file["name"] for file in files}
    for file in before:
        if file["name"] not in kept and Path(file["name"]).name == file["name"]:
            (folder / file["name"]).unlink(missing_ok=True)
    return folder / f"{script.name}.{next(iter(sounds))}"


def publish_part(
    sound: Path, name: str, script: Script, show: Show, timeline: Timeline, cover: Cover
) -> Path:
    """Write a part of an episode, tagged, as a file of this name; its path. Raises OutputError."""
    path = show.output / script.name / name
    tag = _render_tag(sound, script, show, timeline, cover)
    with open_whole(path) as file:
        _copy_sound(tag, sound, file)
    return path


def _render_tag(path: Path, script: Script, show: Show, timeline: Timeline, cover: Cover) -> bytes:
    """What is to stand before a sound; nothing where its tags go into the file itself."""
    if path.suffix == ".mp3":
        return render_tag(script, show, timeline, cover)
    with report_disk(path):
        tag_file(path, script, show, timeline, cover)
    return b""


def _copy_sound(tag: bytes, path: Path, file: IO[bytes]) -> None:
    file.write(tag)
    with path.open("rb") as sound:
        shutil.copyfileobj(sound, file, 1 << 20)


def _write(content: bytes, file: IO[bytes]) -> None:
    file.write(content)
