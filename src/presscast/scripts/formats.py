"""The formats that scripts come in, and how each is told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from presscast.scripts.blocks import Document
from presscast.scripts.cues import looks_like_cues
from presscast.scripts.fountain import looks_like_fountain, read_fountain
from presscast.scripts.markdown import looks_like_markdown, read_markdown
from presscast.scripts.plain import read_plain
from presscast.scripts.subtitles import read_subtitles


@dataclass(frozen=True, slots=True)
class Format:
    """A format whose source is text."""

    name: str
    """As the fixture file of its cases is called."""
    suffixes: tuple[str, ...]
    read: Callable[[str], Document]
    fits: Callable[[str], bool]
    """Whether a text without a telling suffix looks like this format."""


FORMATS = (
    Format("subtitles", (".vtt", ".srt"), read_subtitles, looks_like_cues),
    Format("fountain", (".fountain", ".spmd"), read_fountain, looks_like_fountain),
    Format("markdown", (".md", ".markdown"), read_markdown, looks_like_markdown),
    Format("plain", (), read_plain, lambda _: True),
)
"""In the order in which they are tried where no suffix tells: the first that fits."""


def choose_format(path: str, text: str) -> Format:
    """The format of a script, by its suffix, else by what stands in it."""
    suffix = PurePath(path).suffix.lower()
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    return next(known for known in FORMATS if known.fits(text))
