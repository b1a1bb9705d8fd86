"""The show's cover as directories take it. Source: Apple, A Podcaster's Guide to RSS."""

import hashlib
from io import BytesIO

from presscast.files import write_whole
from presscast.output.covers import load_cover
from presscast.output.feed.pages import Artwork
from presscast.show import Show

LARGEST = 3_000
"""Pixels a side."""


def publish_artwork(show: Show) -> Artwork:
    """The cover, written into output/ under a name that another picture does not have.

    Apple asks for another name where the picture is another. One that is too large is made smaller.
    Raises PresscastError.
    """
    from PIL import Image

    cover = load_cover(show)
    end = ".png" if cover.mime == "image/png" else ".jpg"
    name = f"cover-{hashlib.sha256(cover.content).hexdigest()[:12]}{end}"
    path = show.output / name
    if not path.exists():
        write_whole(path, _shrink(cover.content))
    with Image.open(path) as picture:
        return Artwork(name, picture.width)


def _shrink(content: bytes) -> bytes:
    """The picture itself, or as large as directories take it."""
    from PIL import Image

    with Image.open(BytesIO(content)) as picture:
        if max(picture.size) <= LARGEST:
            return content
        smaller = picture.copy()
        smaller.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
        file = BytesIO()
        smaller.save(file, picture.format, quality=90)
        return file.getvalue()
