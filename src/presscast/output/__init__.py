"""Master in, files out: tags, chapters, word times."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from presscast.errors import ShowError
from presscast.files import open_whole
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
    """Write the episode's files from the MP3 stream; the MP3's path.

    All are written beside their places before the first is moved, so that a disk that fills leaves
    the last episode as it was; the MP3 is moved last. Raises OutputError.
    """
    folder = show.output / script.name
    sidecars = {
        "chapters": render_chapters(script, show.title, timeline),
        "timeline": render_timeline(timeline),
        "words": render_words(timeline),
    }
    mp3 = folder / f"{script.name}.mp3"
    with ExitStack() as drafts:
        file = drafts.enter_context(open_whole(mp3))
        with stream.open("rb") as sound:
            file.write(render_tag(script, show, timeline, cover))
            shutil.copyfileobj(sound, file)
            file.flush()
        for kind, content in sidecars.items():
            beside = drafts.enter_context(open_whole(folder / f"{script.name}.{kind}.json"))
            beside.write(content)
            beside.flush()
    return mp3
