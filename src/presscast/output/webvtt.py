"""WebVTT: `NAME.vtt`. Source: W3C WebVTT; what players read is in the tests.

The speaker stands in `<v Name>`, which is the only way in which Apple Podcasts learns of it.
"""

from collections.abc import Iterator

from presscast.output.cues import cut_cues, fits_lines, fold
from presscast.output.document import Document
from presscast.units import Milliseconds, format_timecode

LINE = 65
"""Characters. Source: Podcasting 2.0, transcripts."""
LINES = 2

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NAME = str.maketrans({"&": "+", "<": "‹", ">": "›"})
"""AntennaPod finds no speaker where a name holds an ampersand, escaped or not."""


def render_webvtt(document: Document) -> Iterator[bytes]:
    """The captions one by one, each with its speaker and nothing before the first."""
    yield b"WEBVTT\n"
    for cue in cut_cues(document, _fits):
        text = "\n".join(fold(cue.text, LINE)).translate(_ESCAPES)
        name = cue.speaker.translate(_NAME)
        yield f"\n{_format(cue.start)} --> {_format(cue.end)}\n<v {name}>{text}\n".encode()


def _fits(text: str) -> bool:
    return fits_lines(text, LINE, LINES)


def _format(time: Milliseconds) -> str:
    return format_timecode(time, ".")
