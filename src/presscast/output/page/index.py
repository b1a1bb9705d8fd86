"""The page of a show: `index.html`, its episodes, the newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from presscast.errors import OutputError
from presscast.output.cleaning import clean_line
from presscast.output.page import draw_thumbnail, load_assets, quote_name
from presscast.output.page.wording import find_wording
from presscast.output.published import list_episodes, load_json, locate_manifest
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


def read_listings(output: Path) -> Iterator[Listing]:
    """What a list says of each episode in a folder; what cannot be read is none."""
    for name in list_episodes(output):
        try:
            manifest = load_json(locate_manifest(output, name))
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
        except (OutputError, ValueError, KeyError, IndexError, TypeError):
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
