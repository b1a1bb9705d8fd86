"""Pictures of chapters: found beside the script, and made small enough to travel in every file.

Players load the whole tag of an MP3 before its sound.
"""

import io
import os
import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

from presscast.child import run_child
from presscast.errors import OutputError
from presscast.files import STDIN
from presscast.model import Chapter, Notice, Script
from presscast.store import Store, find_cache, hash_file, hash_inputs
from presscast.words import shorten

SIDE = 600
"""Pixels of the longer side, at most."""

HEAVIEST = 60_000
"""Bytes, where a lower quality can bring it there."""

_QUALITIES = (85, 75, 60, 45)

_MOST_BYTES = 30_000_000
"""Of a file that is taken for a picture."""

_ADDRESS = re.compile(r"//|[a-z][a-z\d+.-]*:", re.I)
"""What begins so lies on the web, or is none of our files. Source: RFC 3986, sections 3.1, 4.2."""

_SHRINK = """\
import sys
from presscast.output.pictures import shrink_picture
sys.stdout.buffer.write(shrink_picture(sys.stdin.buffer.read()))
"""


def find_pictures(script: Script) -> tuple[Script, tuple[Notice, ...]]:
    """(the script without the pictures that are not there, what was not there).

    A picture lies in the script's folder or below; one on the web is not fetched.
    """
    chapters = []
    notices = []
    for chapter in script.chapters:
        if chapter.picture and not locate_picture(chapter.picture, script):
            if not _ADDRESS.match(chapter.picture):
                notices.append(_describe_missing(chapter))
            chapter = replace(chapter, picture="")
        chapters.append(chapter)
    return replace(script, chapters=tuple(chapters)), tuple(notices)


def _describe_missing(chapter: Chapter) -> Notice:
    name = shorten(unquote(chapter.picture), 60)
    what = f'There is no picture "{name}" beside the script; the chapter has none.'
    return Notice(chapter.line, "bad-picture", what)


def locate_picture(written: str, script: Script) -> Path | None:
    """The file that a script means by a picture's address; None where there is none."""
    name = unquote(written)
    if not name or script.path == STDIN or _ADDRESS.match(written) or "\0" in name:
        return None
    # By functions that take any name, however long, and links that lead in a circle.
    folder = os.path.realpath(Path(script.path).absolute().parent)
    path = os.path.realpath(os.path.join(folder, name))
    # A script that somebody sent is not to publish what lies elsewhere on this machine.
    inside = Path(path).is_relative_to(folder)
    return Path(path) if inside and os.path.isfile(path) else None


def load_picture(written: str, script: Script) -> bytes:
    """A chapter's picture as a small JPEG, made once; nothing where it has none.

    Raises OutputError, for a file that is no picture as well.
    """
    path = locate_picture(written, script)
    if path is None:
        return b""
    code = Path(__file__).read_text("utf-8")
    store = Store(find_cache(), "cover")
    try:
        place = store.locate(hash_inputs(hash_file(path), code, version("pillow")))
        picture = store.load(place)
        if picture is not None:
            return picture
        content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
        picture = run_child(_SHRINK, stdin=content)
    except (OSError, OutputError) as error:
        what = "the picture of a chapter cannot be read as one"
        remedy = "Save it anew as JPEG, or take it out of the script."
        raise OutputError(what, path=path, remedy=remedy) from error
    store.store(place, picture)
    return picture


def shrink_picture(content: bytes) -> bytes:
    """A JPEG of a picture, RGB on white, turned as it is to be seen."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((SIDE, SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    for quality in _QUALITIES:
        file = io.BytesIO()
        paper.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= HEAVIEST:
            break
    return file.getvalue()


def end_picture(number: int) -> str:
    """What the name of the file of a chapter's picture ends with; chapters count from 1."""
    return f"chapter-{number}.jpg"
