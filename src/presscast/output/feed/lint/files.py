"""Rules for the files that a feed names, where they lie in output/, and for the disclosure.

Sources: Apple, artwork and audio requirements; Spotify, MP3 of 96 to 320 kbps; PSP-1; Regulation
(EU) 2024/1689, Article 50.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from presscast.errors import OutputError
from presscast.output.cleaning import clean_line
from presscast.output.feed.artwork import LARGEST
from presscast.output.feed.lint.channel import ITUNES, PODCAST
from presscast.output.feed.lint.finding import Finding, Findings, warn
from presscast.output.published import Published, locate_manifest, read_episode
from presscast.show import Show

_SMALLEST = 1_400
_RENDER = 'Run "presscast render", then "presscast feed".'
_SLOWEST, _FASTEST = 96, 320
"""Kilobits a second."""

_SLACK = 2
"""Seconds by which a duration may be off: it is rounded, and an encoder adds a little."""


def find_file(url: str, show: Show) -> Path | None:
    """The file of output/ that is found at an address; None where it lies elsewhere."""
    if not show.feed.url or not url.startswith(show.feed.base):
        return None
    parts = unquote(url.removeprefix(show.feed.base)).split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        return None
    return show.output.joinpath(*parts)


def lint_artwork(channel: Any, show: Show) -> Findings:
    """What is wrong with the cover."""
    image = channel.find(f"{ITUNES}image")
    if image is None or not image.get("href"):
        yield Finding("there is no itunes:image", 'Run "presscast feed".')
        return
    path = find_file(image.get("href"), show)
    if path is None:
        yield warn(f"the cover {image.get('href')} lies elsewhere", "It was not looked at.")
    elif not path.is_file():
        yield Finding(f"the cover {path} is not there", 'Run "presscast feed".')
    else:
        yield from _lint_picture(path)


def _lint_picture(path: Path) -> Findings:
    from PIL import Image

    remedy = 'Mend it, name it as "cover" in show.toml, and run "presscast feed".'
    try:
        with Image.open(path) as picture:
            width, height = picture.size
            kind, mode = picture.format, picture.mode
    except (OSError, Image.DecompressionBombError):
        yield Finding(f"the cover {path.name} is no picture", remedy)
        return
    if width != height or not _SMALLEST <= width <= LARGEST:
        what = (
            f"the cover has {width} x {height} pixels, not a square of {_SMALLEST} to {LARGEST:,}"
        )
        yield Finding(what, remedy)
    if {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}.get(str(kind), ()).count(path.suffix) == 0:
        yield Finding(f"the cover {path.name} is a {kind}, not the JPEG or PNG it is named", remedy)
    if mode != "RGB":
        yield Finding(f"the cover's colours are {mode}, not RGB without transparency", remedy)


def lint_files(item: Any, channel: Any, show: Show) -> Findings:
    """What is wrong with the files of an item, and with what it says of its voices."""
    enclosure = item.find("enclosure")
    sound = None if enclosure is None else find_file(enclosure.get("url", ""), show)
    if sound is not None:
        yield from _lint_sound(sound, enclosure.get("length", ""), item)
    for tag in ("transcript", "chapters"):
        for element in item.iterfind(f"{PODCAST}{tag}"):
            path = find_file(element.get("url", ""), show)
            if path is not None and not path.is_file():
                yield Finding(f"{path} is not there", _RENDER)
    yield from _lint_disclosure(item, channel, show, sound)


def _lint_sound(path: Path, length: str, item: Any) -> Findings:
    if not path.is_file():
        yield Finding(f"{path} is not there", f"{_RENDER} Or put the file back.")
        return
    size = path.stat().st_size
    if length != str(size):
        yield Finding(f"{path.name} has {size} bytes, not {length}", 'Run "presscast feed".')
    if path.suffix == ".mp3":
        yield from _lint_mp3(path, item.findtext(f"{ITUNES}duration", ""))


def _lint_mp3(path: Path, duration: str) -> Findings:
    from mutagen import MutagenError
    from mutagen.mp3 import MP3, BitrateMode

    try:
        info: Any = MP3(path).info
    except MutagenError as error:
        yield Finding(f"{path.name} is no MP3 ({error})", _RENDER)
        return
    kilobits = round(info.bitrate / 1000)
    if not _SLOWEST <= kilobits <= _FASTEST:
        what = f"{path.name} has {kilobits} kbps; Spotify asks for {_SLOWEST} to {_FASTEST}"
        yield warn(what, 'Set "bitrate" in show.toml.')
    if info.sample_rate < 44_100:
        yield Finding(f"{path.name} has {info.sample_rate} Hz; Apple asks for 44,100", _RENDER)
    if info.bitrate_mode == BitrateMode.VBR:
        yield warn(f"{path.name} is VBR, in which players seek wrongly", "Encode it as CBR.")
    if duration.isdigit() and abs(int(duration) - info.length) > _SLACK:
        what = f"{path.name} is {info.length:.0f} seconds long, not {duration}"
        yield Finding(what, 'Run "presscast feed".')


def _lint_disclosure(item: Any, channel: Any, show: Show, sound: Path | None) -> Findings:
    """Whether listeners learn, of each item, if its voices are synthetic."""
    said = _read_declaration(item) or _read_declaration(channel)
    if not said:
        what = "nothing says whether its voices are synthetic"
        yield Finding(what, 'Add <podcast:txt purpose="ai-content">, or run "presscast feed".')
    episode = _find_episode(show, sound)
    if episode is None:
        return
    if said == "false":
        yield Finding("it says that its voices are not synthetic, but they are", _RENDER)
    if not episode.disclosure:
        yield Finding("it was rendered without a disclosure", _RENDER)
    elif clean_line(episode.disclosure) not in clean_line(_read_description(item)):
        what = f'the description does not say "{episode.disclosure}"'
        yield Finding(what, 'Run "presscast feed".')


def _read_description(item: Any) -> str:
    """The description as people read it."""
    from lxml import html

    text: str = item.findtext("description", "")
    return html.fromstring(f"<div>{text}</div>").text_content() if text else ""


def _read_declaration(element: Any) -> str:
    """`true`, `false`, or nothing."""
    for text in element.iterfind(f"{PODCAST}txt"):
        if text.get("purpose") == "ai-content":
            return (text.text or "").strip().lower()
    return ""


def _find_episode(show: Show, sound: Path | None) -> Published | None:
    """The episode that presscast rendered, whose sound this is."""
    if sound is None or not locate_manifest(show.output, sound.parent.name).is_file():
        return None
    try:
        return read_episode(show.output, sound.parent.name)
    except OutputError:
        return None
