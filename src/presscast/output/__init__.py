"""Master in, files out: tags, chapters, word times."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from presscast.errors import OutputError, ShowError
from presscast.files import open_whole
from presscast.model import Script, Timeline
from presscast.output.sidecars import render_chapters, render_timeline, render_words
from presscast.output.tags import Cover, render_tag
from presscast.show import Show
from presscast.store import Store, find_cache, hash_inputs

__all__ = ["Cover", "load_cover", "publish_episode"]

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
    stream: Path, script: Script, show: Show, timeline: Timeline, cover: Cover
) -> Path:
    """Write the episode's files from the MP3 stream; the MP3's path.

    All are written beside their places before the first is moved, so that a disk that fills leaves
    the last episode as it was; the MP3 is moved last. Raises OutputError.
    """
    folder = show.output / script.name
    sidecars = {
        "chapters": render_chapters(script, show.title, timeline),
        "timeline": render_timeline(timeline),
        "words": render_words(timeline),
    }
    mp3 = folder / f"{script.name}.mp3"
    with ExitStack() as drafts:
        file = drafts.enter_context(open_whole(mp3))
        with stream.open("rb") as sound:
            file.write(render_tag(script, show, timeline, cover))
            shutil.copyfileobj(sound, file)
            file.flush()
        for kind, content in sidecars.items():
            beside = drafts.enter_context(open_whole(folder / f"{script.name}.{kind}.json"))
            beside.write(content)
            beside.flush()
    return mp3
