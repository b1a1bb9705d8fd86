"""The ID3v2.3 tag of an episode.

mutagen writes each frame; this file puts them in order, because mutagen sorts frames by size and
ffprobe, mpv and others list chapters as they lie in the file. Version 2.3, because ffmpeg 5.1
loses chapters from 2.4 tags. Sources: id3.org, ID3v2.3.0 and ID3v2 Chapter Frame Addendum 1.0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from presscast.audio.mp3 import TAG_HEADER, render_tag_header
from presscast.disclosure import find_disclosure
from presscast.model import Script, TimedChapter, Timeline
from presscast.output.cleaning import clean_line
from presscast.show import Show
from presscast.units import to_milliseconds

if TYPE_CHECKING:
    from mutagen.id3 import Frame

_UTF16 = 1
"""With a byte order mark: the only Unicode that version 2.3 has."""

_LATIN = 0
"""What a link's description, of which there is none, is written in."""

_NO_OFFSET = 0xFFFFFFFF
"""No byte offset: players use the times."""

DISCLOSURE = "Synthetic voices"
"""What the frame is called that says that the voices are."""

_WIDEST = 4
"""Bytes of a character in UTF-16, at most."""

_WIDEST_IN_LINK = 12
"""Bytes of a character in a link, at most: four, each as %XX."""

_CHAPTER = 160
"""Bytes of what frames a chapter, its title, its link and its picture."""

_FIXED = 1_000
"""Bytes of what frames everything else."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of the show."""

    mime: str
    content: bytes


def measure_tag(script: Script, show: Show, cover: Cover, pictures: Sequence[bytes]) -> int:
    """Bytes that a tag has room in, whatever the times of its chapters are.

    mutagen takes longer to load than all the rest, and is not needed yet.
    """
    chapters = script.chapters
    texts = [script.title, script.name, show.author, show.title, show.title, script.language]
    texts += [script.metadata.summary, script.metadata.date]
    texts += [find_disclosure(show, script.language), *(it.title for it in chapters)]
    links = [show.link, *(it.link for it in chapters)]
    written = sum(map(len, texts)) * _WIDEST + sum(map(len, links)) * _WIDEST_IN_LINK
    images = sum(map(len, pictures)) + len(cover.content)
    return written + images + len(chapters) * _CHAPTER + _FIXED


def load_mutagen() -> None:
    """Import what writes tags: it takes longer than to write them."""
    from mutagen import id3  # noqa: F401


def render_tag(
    script: Script,
    show: Show,
    timeline: Timeline,
    cover: Cover,
    pictures: Sequence[bytes] = (),
    size: int = 0,
) -> bytes:
    """The whole tag, to stand before the MP3 stream. `pictures`: a JPEG a chapter, or nothing.

    It is padded with zeros up to `size` bytes. Raises ValueError where it is longer.
    """
    frames = b"".join(
        _render_frame(frame)
        for frame in (
            *_build_texts(script, show, timeline),
            *_build_chapters(timeline.chapters, pictures),
            _build_cover(cover),
        )
    )
    if size and len(frames) > size - TAG_HEADER:
        raise ValueError(f"a tag of {len(frames)} bytes does not fit into {size}")
    frames = frames.ljust(size - TAG_HEADER, b"\0")
    return render_tag_header(TAG_HEADER + len(frames)) + frames


def _build_texts(script: Script, show: Show, timeline: Timeline) -> Iterator["Frame"]:
    from mutagen import id3

    texts: dict[Any, object] = {
        id3.TIT2: script.title,
        id3.TPE1: show.author or show.title,
        id3.TALB: show.title,
        id3.TRCK: script.metadata.episode,
        id3.TPOS: script.metadata.season,
        id3.TDRC: script.metadata.date,
        id3.TLAN: _name_language(script.language),
        id3.TCON: "Podcast",
        id3.TLEN: to_milliseconds(timeline.samples),
    }
    for frame, value in texts.items():
        if value not in (None, ""):
            yield frame(encoding=_UTF16, text=[str(value)])
    if script.metadata.summary:
        language = _name_language(script.language)
        yield id3.COMM(encoding=_UTF16, lang=language, desc="", text=[script.metadata.summary])
    disclosure = clean_line(find_disclosure(show, script.language))
    yield id3.TXXX(encoding=_UTF16, desc=DISCLOSURE, text=[disclosure])
    if show.link:
        yield id3.WOAF(url=show.link)


def _build_chapters(
    chapters: Sequence[TimedChapter], pictures: Sequence[bytes]
) -> Iterator["Frame"]:
    """One top-level, ordered table of contents, then the chapters in the order of time."""
    from mutagen import id3

    names = [f"chp{number}" for number in range(len(chapters))]
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    yield id3.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[])
    for name, chapter, picture in zip_longest(names, chapters, pictures):
        yield id3.CHAP(
            element_id=name,
            start_time=to_milliseconds(chapter.start),
            end_time=to_milliseconds(chapter.end),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=list(_build_sub_frames(chapter, picture)),
        )


def _build_sub_frames(chapter: TimedChapter, picture: bytes | None) -> Iterator["Frame"]:
    from mutagen import id3

    yield id3.TIT2(encoding=_UTF16, text=[chapter.title])
    if chapter.link:
        yield _load_link_frame()(encoding=_LATIN, desc="", url=chapter.link)
    if picture:
        kind = id3.PictureType.OTHER
        yield id3.APIC(encoding=_LATIN, mime="image/jpeg", type=kind, desc="", data=picture)


@cache
def _load_link_frame() -> type["Frame"]:
    """The frame of a link without the NUL that mutagen puts at its end and eyeD3 shows."""
    from mutagen.id3 import _frames, _specs

    class Ending(_specs.Latin1TextSpec):
        def write(self, config: object, frame: object, value: str) -> bytes:
            return value.encode("latin-1")

    *others, _ = _frames.WXXX._framespec
    end = Ending("url")  # type: ignore[no-untyped-call]
    return type("WXXX", (_frames.WXXX,), {"_framespec": [*others, end]})


def _build_cover(cover: Cover) -> "Frame":
    from mutagen import id3

    front = id3.PictureType.COVER_FRONT
    return id3.APIC(encoding=0, mime=cover.mime, type=front, desc="", data=cover.content)


def _render_frame(frame: "Frame") -> bytes:
    """One frame as mutagen writes it, or several where version 2.3 needs several (a date)."""
    from mutagen.id3 import ID3

    tag = ID3()
    tag.add(frame)
    tag.update_to_v23()
    file = BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda info: 0)
    return file.getvalue()[TAG_HEADER:]


_ISO_639_2 = {
    **{"ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa"},
    **{"fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "it": "ita", "ja": "jpn"},
    **{"ko": "kor", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus"},
    **{"sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho", "cmn": "zho", "fa": "fas", "ca": "cat"},
}


def _name_language(language: str) -> str:
    """The three letters of ISO 639-2 that ID3 wants; `und` for a language that is not listed."""
    base = language.split("-")[0]
    return _ISO_639_2.get(base, base if len(base) == 3 else "und")
