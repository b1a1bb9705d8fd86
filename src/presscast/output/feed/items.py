"""One episode as an item of the feed.

Sources: RSS 2.0; Apple, A Podcaster's Guide to RSS; Podcasting 2.0 namespace; Podlove Simple
Chapters 1.2.
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from html import escape
from urllib.parse import quote

from presscast.channel import Person
from presscast.dates import format_moment
from presscast.model import NARRATOR, Role
from presscast.output.cleaning import clean_line, clean_text
from presscast.output.corrections import read_note
from presscast.output.feed.quotes import find_quote
from presscast.output.feed.xml import (
    escape_text,
    join_lines,
    write_element,
    write_html,
    write_text,
)
from presscast.output.media_types import find_type
from presscast.output.published import Published
from presscast.show import Show
from presscast.words import shorten

MOST_BYTES = 4_000
"""Of a description. Source: Apple, A Podcaster's Guide to RSS."""

MOST_CHARACTERS = 255
"""Of any other value. Source: the same."""

_TRANSCRIPTS = (".vtt", ".srt", ".transcript.json", ".transcript.html")
"""In the order in which clients that take the first one are served best."""

_FORMATS = {".m4a": "AAC", ".m4b": "Audiobook", ".opus": "Opus", ".flac": "FLAC", ".wav": "WAV"}
"""Sound beside the MP3 -> its name for listeners."""

_ROLES = {Role.HOST: "host", Role.GUEST: "guest", Role.OTHER: "guest", Role.NARRATOR: "narrator"}
"""What a speaker does, as the Podcast Taxonomy calls it."""


def render_item(episode: Published, show: Show, guid: str, published: datetime) -> str:
    """The item of an episode, one element a line. Raises OutputError."""
    page = f"{episode.name}.html"
    elements = join_lines(
        write_text("title", shorten(episode.title, MOST_CHARACTERS)),
        write_text("link", locate(show, episode, page)) if page in episode.files else "",
        write_element("guid", escape_text(guid), isPermaLink="false"),
        write_text("pubDate", format_moment(published)),
        write_html("description", _write_description(episode)),
        write_element(
            "enclosure",
            url=locate(show, episode, episode.sound),
            length=episode.files[episode.sound].size,
            type=find_type(episode.sound),
        ),
        write_text("itunes:duration", max(1, (episode.duration + 500) // 1000)),
        write_text("itunes:explicit", "true" if show.explicit else "false"),
        *_list_numbers(episode),
        *_list_persons(episode, show),
        *_list_transcripts(episode, show),
        *_list_chapters(episode, show),
        *_list_other_sound(episode, show),
        write_text("podcast:txt", "true", purpose="ai-content") if episode.disclosure else "",
    )
    return f"<item>\n{elements}\n</item>"


def locate(show: Show, episode: Published, name: str) -> str:
    """Where a file of an episode is found on the web."""
    return show.feed.base + quote(f"{episode.name}/{name}")


def _write_description(episode: Published) -> str:
    """HTML: the blocks of NAME.description.txt, as many whole lines as there is room for.

    Corrections open it, since who listens is not to look for them; the disclosure ends it, whatever
    is left out before.
    """
    path = episode.folder / f"{episode.name}.description.txt"
    known = path.name in episode.files
    text = path.read_text("utf-8") if known else episode.summary or episode.title
    text = "\n\n".join([*filter(None, ["\n".join(read_note(episode))]), text])
    closing = next(clean_blocks(clean_line(episode.disclosure)))
    end = _write_paragraph(closing)
    shown = ""
    for block in clean_blocks(text):
        lines: list[str] = []
        for line in block if block != closing else ():
            longer = shown + _write_paragraph([*lines, line])
            if len(f"{longer}{end}".encode()) > MOST_BYTES:
                return shown + _write_paragraph(lines) + end
            lines.append(line)
        shown += _write_paragraph(lines)
    return shown + end


def _write_paragraph(lines: list[str]) -> str:
    return f"<p>{'<br/>'.join(lines)}</p>" if lines else ""


def clean_blocks(text: str) -> Iterator[list[str]]:
    """The lines of each block of a text, clean and escaped; empty lines lie between blocks."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = (clean_line(clean_text(line)) for line in block.split("\n"))
        yield [escape(shorten(line, MOST_BYTES // 4)) for line in lines if line]


def _list_numbers(episode: Published) -> Iterator[str]:
    yield write_text("itunes:season", episode.season) if episode.season else ""
    yield write_text("itunes:episode", episode.episode) if episode.episode else ""
    yield write_text("itunes:episodeType", "full")
    yield write_text("podcast:season", episode.season) if episode.season else ""
    yield write_text("podcast:episode", episode.episode) if episode.episode else ""


def _list_persons(episode: Published, show: Show) -> Iterator[str]:
    """The show's people and those who speak: an item's persons replace those of the channel."""
    yield from map(write_person, show.feed.persons)
    known = {person.name for person in show.feed.persons}
    for name, role in episode.speakers:
        if name not in known and name != NARRATOR:
            yield write_person(Person(name, _ROLES[role]))


def write_person(person: Person) -> str:
    """One who makes the show or speaks in it."""
    return write_text(
        "podcast:person",
        shorten(person.name, 128),
        role=person.role,
        href=person.href or None,
        img=person.img or None,
    )


def _list_transcripts(episode: Published, show: Show) -> Iterator[str]:
    for end in _TRANSCRIPTS:
        name = episode.name + end
        if name in episode.files:
            yield write_element(
                "podcast:transcript",
                url=locate(show, episode, name),
                type=find_type(name),
                language=episode.language,
                rel="captions" if end in (".vtt", ".srt") else None,
            )


def _list_chapters(episode: Published, show: Show) -> Iterator[str]:
    """The chapters' file, the same chapters for clients that read them here, and a quote."""
    name = f"{episode.name}.chapters.json"
    if name in episode.files:
        yield write_element(
            "podcast:chapters", url=locate(show, episode, name), type=find_type(name)
        )
        yield write_element(
            "psc:chapters",
            "".join(
                write_element(
                    "psc:chapter",
                    start=_format_play_time(it["startTime"]),
                    title=shorten(it["title"], MOST_CHARACTERS),
                    href=it.get("url"),
                    image=it.get("img"),
                )
                for it in episode.read_json("chapters")["chapters"]
            ),
            version="1.2",
        )
    if f"{episode.name}.timeline.json" in episode.files and (quote_ := find_quote(episode)):
        yield write_text(
            "podcast:soundbite",
            quote_.title,
            startTime=f"{quote_.start / 1000:.3f}",
            duration=f"{(quote_.end - quote_.start) / 1000:.3f}",
        )


def _format_play_time(seconds: float) -> str:
    """`00:06:18.042`. Source: RFC 2326, section 3.6."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def _list_other_sound(episode: Published, show: Show) -> Iterator[str]:
    """The episode in other formats, each with the hash by which a client can check it."""
    for end, title in _FORMATS.items():
        name = episode.name + end
        if record := episode.files.get(name):
            digest = base64.b64encode(bytes.fromhex(record.sha256)).decode()
            yield write_element(
                "podcast:alternateEnclosure",
                write_element("podcast:source", uri=locate(show, episode, name))
                + write_element("podcast:integrity", type="sri", value=f"sha256-{digest}"),
                type=find_type(name),
                length=record.size,
                bitrate=round(record.size * 8000 / max(1, episode.duration)),
                title=title,
                lang=episode.language,
            )
