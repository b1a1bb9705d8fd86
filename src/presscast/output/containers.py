"""The tags of every format but MP3: title, show, cover, and chapters where comments hold them.

Sources: the iTunes atoms as mutagen names them; Xiph's comments and its chapter extension
(CHAPTER000, CHAPTER000NAME, CHAPTER000URL); RFC 9639, 8.8 (picture).
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from presscast.disclosure import find_disclosure
from presscast.model import Script, TimedChapter, Timeline
from presscast.output.tags import Cover
from presscast.show import Show
from presscast.units import to_milliseconds

if TYPE_CHECKING:
    from mutagen.flac import Picture

_FRONT = 3
"""A picture's type: the front cover."""


def tag_file(path: Path, script: Script, show: Show, timeline: Timeline, cover: Cover) -> None:
    """Write the tags of a finished file that is not MP3 into it."""
    tag = _TAGGERS.get(path.suffix[1:])
    if tag:
        tag(path, dict(_list_texts(script, show)), timeline.chapters, cover)


def _list_texts(script: Script, show: Show) -> Iterator[tuple[str, str]]:
    """Vorbis comments that have something to say."""
    texts = {
        "TITLE": script.title,
        "ARTIST": show.author or show.title,
        "ALBUM": show.title,
        "GENRE": "Podcast",
        "DATE": script.metadata.date,
        "TRACKNUMBER": script.metadata.episode,
        "DISCNUMBER": script.metadata.season,
        "LANGUAGE": script.language,
        "DESCRIPTION": script.metadata.summary,
        "COMMENT": find_disclosure(show, script.language),
    }
    yield from ((name, str(value)) for name, value in texts.items() if value not in (None, ""))


def _tag_mp4(
    path: Path, texts: Mapping[str, str], chapters: Sequence[TimedChapter], cover: Cover
) -> None:
    """The chapters are in the file already, in both forms that players read."""
    from mutagen.mp4 import MP4, MP4Cover

    atoms = {
        "TITLE": "\xa9nam",
        "ARTIST": "\xa9ART",
        "ALBUM": "\xa9alb",
        "GENRE": "\xa9gen",
        "DATE": "\xa9day",
        "DESCRIPTION": "desc",
        "COMMENT": "\xa9cmt",
    }
    file = MP4(path)
    for name, atom in atoms.items():
        if name in texts:
            file[atom] = [texts[name]]
    png = cover.mime == "image/png"
    kind = MP4Cover.FORMAT_PNG if png else MP4Cover.FORMAT_JPEG
    file["covr"] = [MP4Cover(cover.content, imageformat=kind)]
    file.save(padding=lambda info: 0)


def _tag_opus(
    path: Path, texts: Mapping[str, str], chapters: Sequence[TimedChapter], cover: Cover
) -> None:
    from mutagen.oggopus import OggOpus

    file = OggOpus(path)
    file.update(_list_comments(texts, chapters))
    picture = base64.b64encode(_build_picture(cover).write()).decode("ascii")
    file["METADATA_BLOCK_PICTURE"] = [picture]
    file.save(padding=lambda info: 0)


def _tag_flac(
    path: Path, texts: Mapping[str, str], chapters: Sequence[TimedChapter], cover: Cover
) -> None:
    from mutagen.flac import FLAC

    file = FLAC(path)
    file.update(_list_comments(texts, chapters))
    file.add_picture(_build_picture(cover))
    file.save(padding=lambda info: 0)


def _list_comments(
    texts: Mapping[str, str], chapters: Sequence[TimedChapter]
) -> Iterator[tuple[str, list[str]]]:
    for name, text in texts.items():
        yield name, [text]
    for number, chapter in enumerate(chapters):
        yield f"CHAPTER{number:03}", [_format_time(to_milliseconds(chapter.start))]
        yield f"CHAPTER{number:03}NAME", [chapter.title]
        if chapter.link:
            yield f"CHAPTER{number:03}URL", [chapter.link]


def _format_time(milliseconds: int) -> str:
    """`00:01:02.345`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _build_picture(cover: Cover) -> "Picture":
    from mutagen.flac import Picture

    picture = Picture()
    picture.type, picture.mime, picture.data = _FRONT, cover.mime, cover.content
    return picture


_TAGGERS: Mapping[str, Callable[[Path, Mapping[str, str], Sequence[TimedChapter], Cover], None]] = {
    "m4a": _tag_mp4,
    "m4b": _tag_mp4,
    "opus": _tag_opus,
    "flac": _tag_flac,
}
