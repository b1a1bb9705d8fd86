"""One track for each speaker and one for the music, as long as the episode, for other editors."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from presscast.audio.streams import PipedStream, Stream
from presscast.audio.timeline import MUSIC
from presscast.model import Timeline
from presscast.show import AudioSettings
from presscast.units import EPISODE_RATE

_FORMAT = "flac"


def open_stems(speakers: Sequence[str], audio: AudioSettings, folder: Path) -> dict[str, Stream]:
    """A stream for each speaker and for the music, to be written in a folder."""
    names = [MUSIC, *speakers]
    return {
        name: PipedStream(folder / f"stem-{number}.{_FORMAT}", _FORMAT, audio)
        for number, name in enumerate(names)
    }


def list_stems(
    stems: Mapping[str, Stream], timeline: Timeline, folder: Path
) -> Iterator[tuple[str, Path]]:
    """(what its name ends with, where it lies) of each finished track, and of their labels."""
    if not stems:
        return
    for number, (name, stream) in enumerate(stems.items()):
        plain = re.sub(r"\W+", "-", name or "music").strip("-").lower()
        yield f"stem-{number}-{plain}.{_FORMAT}", stream.path
    labels = folder / "labels.txt"
    labels.write_text("".join(_render_labels(timeline)), "utf-8")
    yield "labels.txt", labels


def _render_labels(timeline: Timeline) -> Iterator[str]:
    """Audacity's label track: start and end in seconds, and what is said there."""
    for spoken in timeline.utterances:
        start, end = (f"{at / EPISODE_RATE:.6f}" for at in (spoken.start, spoken.end))
        said = spoken.take.utterance
        yield f"{start}\t{end}\t{said.speaker}: {' '.join(said.text.split())}\n"
