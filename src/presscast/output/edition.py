"""An episode that is about to be published: all that any file of it is written from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from presscast.disclosure import find_disclosure
from presscast.model import Script, Timeline
from presscast.output.cleaning import clean_line, clean_link
from presscast.output.document import Document, build_document
from presscast.output.pictures import load_picture
from presscast.output.tags import Cover
from presscast.show import Show

_NO_DATE = "2000-01-01"
"""Where a format demands a date and the script has none: there is no clock in a file."""


@dataclass(frozen=True)
class Edition:
    """An episode, clean: its one-line texts hold no control characters, its links are web links."""

    script: Script
    show: Show
    timeline: Timeline
    cover: Cover
    sounds: Mapping[str, Path]
    """Finished files by what their names end with, the formats first."""
    pictures: tuple[bytes, ...]
    """A JPEG for each chapter of the timeline; nothing where it has none."""
    disclosure: str
    """The sentence that says that the voices are synthetic."""
    room: int = 0
    """Bytes of the MP3's file before its stream: its tag, which packages leave out."""

    @cached_property
    def document(self) -> Document:
        """The text with its times: made by whatever needs it first, while sounds are copied."""
        return build_document(self.script, self.timeline)

    @property
    def sound(self) -> str:
        """The name of the first of the sounds, beside the other files."""
        return f"{self.script.name}.{next(iter(self.sounds))}"

    @property
    def picture(self) -> str:
        """The name of the cover in a package."""
        return "cover.png" if self.cover.mime == "image/png" else "cover.jpg"

    @property
    def author(self) -> str:
        """Who makes the show."""
        return self.show.author or self.show.title

    @property
    def date(self) -> str:
        """`2026-11-20`; empty where the script has none."""
        return self.script.metadata.date[:10]

    @property
    def some_date(self) -> str:
        """The date, or a fixed one."""
        return self.date or _NO_DATE

    @property
    def identifier(self) -> UUID:
        """The same for every version of the episode."""
        name = self.script.metadata.guid or f"{self.show.title}/{self.script.name}"
        return uuid5(NAMESPACE_URL, name)


def build_edition(
    script: Script,
    show: Show,
    timeline: Timeline,
    cover: Cover,
    sounds: Mapping[str, Path],
    room: int = 0,
) -> Edition:
    """The episode, its texts made clean once for all files. Raises OutputError."""
    metadata = script.metadata
    script = replace(
        script,
        title=clean_line(script.title) or clean_line(script.name),
        metadata=replace(
            metadata,
            date=clean_line(metadata.date),
            summary=clean_line(metadata.summary),
            guid=clean_line(metadata.guid),
            tags=tuple(map(clean_line, metadata.tags)),
        ),
    )
    show = replace(
        show,
        title=clean_line(show.title),
        author=clean_line(show.author),
        description=clean_line(show.description),
        link=clean_link(show.link),
    )
    chapters = tuple(replace(it, title=clean_line(it.title)) for it in timeline.chapters)
    timeline = replace(timeline, chapters=chapters)
    return Edition(
        pictures=tuple(load_picture(it.picture, script) for it in chapters),
        script=script,
        show=show,
        timeline=timeline,
        cover=cover,
        sounds=sounds,
        disclosure=clean_line(find_disclosure(show, script.language)),
        room=room,
    )
