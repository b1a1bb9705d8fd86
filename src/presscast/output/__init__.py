"""Master in, files out: tags, chapters, word times."""

from pathlib import Path

from presscast.errors import OutputError, ShowError
from presscast.files import report_disk, write_whole
from presscast.model import Script, Timeline
from presscast.output.sidecars import render_chapters, render_timeline, render_words
from presscast.output.tags import Cover, render_tag
from presscast.show import Show

__all__ = ["Cover", "load_cover", "publish_episode"]

_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


def load_cover(show: Show) -> Cover:
    """The show's cover: the file that it names, audio/cover.*, or one drawn with its title."""
    found = sorted((show.root / "audio").glob("cover.*")) if show.exists else []
    path = show.root / show.cover if show.cover else next(iter(found), None)
    if path is None:
        from presscast.output.cover import draw_cover

        return Cover("image/jpeg", draw_cover(show.title))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ShowError(f"the cover cannot be read ({error.strerror})", path=path) from error
    for magic, mime in _PICTURES.items():
        if content.startswith(magic):
            return Cover(mime, content)
    raise ShowError("the cover is neither JPEG nor PNG", path=path, remedy="Convert it to JPEG.")


def publish_episode(
    stream: Path, script: Script, show: Show, timeline: Timeline, cover: Cover
) -> Path:
    """Write the episode's files from the MP3 stream, each whole or not at all; the MP3's path.

    The MP3 comes last: where it is new, everything beside it is. Raises OutputError.
    """
    folder = show.output / script.name
    try:
        sound = stream.read_bytes()
    except OSError as error:
        raise OutputError(f"cannot be read ({error.strerror})", path=stream) from error
    files = {
        "chapters.json": render_chapters(script, show.title, timeline),
        "timeline.json": render_timeline(timeline),
        "words.json": render_words(timeline),
        "mp3": render_tag(script, show, timeline, cover) + sound,
    }
    with report_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for suffix, content in files.items():
        write_whole(folder / f"{script.name}.{suffix}", content)
    return folder / f"{script.name}.mp3"
