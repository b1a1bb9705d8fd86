"""The transcript for people who read plain text: `NAME.txt`, and the description of an episode."""

from collections.abc import Iterator

from presscast.output.document import Document, Say
from presscast.output.edition import Edition
from presscast.units import format_stamp
from presscast.words import shorten

MOST_BYTES = 4_000
"""What directories take of a description. Source: Apple, A Podcaster's Guide to RSS."""

_LONGEST_SUMMARY = 1_000


def render_text(edition: Edition) -> bytes:
    """Title, chapters with their times, and who says what."""
    blocks = [edition.script.title]
    for section in edition.document.sections:
        blocks.append(f"[{format_stamp(section.start)}] {section.title}")
        blocks += map(_write_say, section.says)
    return ("\n\n".join(blocks) + "\n").encode()


def render_description(edition: Edition) -> bytes:
    """What a podcast host's form asks for: summary, chapters with their times, disclosure.

    Spotify reads chapters from nowhere else. The last chapters are left out of a list that would be
    too long.
    """
    summary = shorten(edition.script.metadata.summary, _LONGEST_SUMMARY)
    text = f"{summary}\n\n" if summary else ""
    room = MOST_BYTES - len(f"{text}\n{edition.disclosure}\n".encode())
    for line in list_stamps(edition.document):
        room -= len(f"{line}\n".encode())
        text += f"{line}\n" if room >= 0 else ""
    return f"{text}\n{edition.disclosure}\n".encode()


def list_stamps(document: Document) -> Iterator[str]:
    """`00:06:18 Title` for every chapter; the first is at 00:00:00."""
    return (f"{format_stamp(it.start)} {it.title}" for it in document.sections)


def _write_say(say: Say) -> str:
    return f"{say.speaker}: " + "\n\n".join(lines.text for lines in say.paragraphs)
