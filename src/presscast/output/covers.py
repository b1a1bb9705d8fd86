"""The cover of a show: the picture that it names, else one drawn with its title."""

from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from presscast.child import run_child
from presscast.errors import ShowError
from presscast.output.tags import Cover
from presscast.show import Show
from presscast.store import Store, find_cache, hash_inputs

_DRAW = """\
import sys
from presscast.output.cover import draw_cover
sys.stdout.buffer.write(draw_cover(sys.stdin.buffer.read().decode("utf-8", "surrogatepass")))
"""

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
            _require_picture(content, path)
            return Cover(mime, content)
    raise ShowError("the cover is neither JPEG nor PNG", path=path, remedy="Convert it to JPEG.")


def _require_picture(content: bytes, path: Path) -> None:
    """Raise ShowError for what begins like a picture and is none."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        what, remedy = "the cover cannot be read as a picture", "Save it anew as JPEG."
        raise ShowError(what, path=path, remedy=remedy) from error


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
        picture = run_child(_DRAW, stdin=title.encode("utf-8", "surrogatepass"))
        store.store(place, picture)
    return picture
