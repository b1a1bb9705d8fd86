"""The page of a show: `index.html`, its episodes, the newest first."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from presscast.output.cleaning import clean_line
from presscast.output.page import draw_thumbnail, load_assets, quote_name
from presscast.output.page.wording import find_wording
from presscast.output.tags import Cover
from presscast.output.templates import render_template
from presscast.show import Show
from presscast.units import Milliseconds


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list says of an episode."""

    name: str
    title: str
    language: str
    date: str
    summary: str
    duration: Milliseconds
    publish_at: str
    draft: bool
    address: str
    """Of its page, else of its sound, from the folder of all episodes."""


def list_episodes(output: Path) -> Iterator[Listing]:
    """The episodes that have a manifest in a folder; what cannot be read is none."""
    for path in sorted(output.glob("*/*.manifest.json")):
        name = path.parent.name
        if path.name != f"{name}.manifest.json":
            continue
        try:
            manifest = json.loads(path.read_bytes())
            found = manifest["episode"]
            files = [file["name"] for file in manifest["files"]]
            page = f"{name}.html"
            yield Listing(
                name=name,
                title=found["title"],
                language=found["language"],
                date=found["date"],
                summary=found["summary"],
                duration=Milliseconds(int(found["duration_ms"])),
                publish_at=found["publish_at"],
                draft=found["draft"],
                address=f"{quote_name(name)}/{quote_name(page if page in files else files[0])}",
            )
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            continue


def render_index(show: Show, cover: Cover, episodes: Iterable[Listing]) -> bytes:
    """The list of these episodes, the newest first."""
    newest = sorted(episodes, key=lambda it: (it.date, it.name), reverse=True)
    return render_template(
        "index.html",
        show=show,
        title=clean_line(show.title),
        description=clean_line(show.description),
        author=clean_line(show.author),
        thumbnail=draw_thumbnail(cover),
        episodes=newest,
        wording=find_wording(show.language),
        **load_assets(""),
    )
