"""The page of a show: `index.html`, its episodes, the newest first."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path
from sqlite3 import Connection

from presscast import __version__
from presscast.errors import OutputError
from presscast.files import clear_drafts, write_whole
from presscast.output.cleaning import clean_line
from presscast.output.corrections import was_published
from presscast.output.memory import open_memory
from presscast.output.page import draw_thumbnail, load_assets, quote_name
from presscast.output.page.wording import find_wording
from presscast.output.published import list_manifests, load_json, locate_manifest
from presscast.output.tags import Cover
from presscast.output.templates import render_template
from presscast.show import Show
from presscast.store import find_cache
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


_INDEX = "index.html"

_SCHEMA = "CREATE TABLE IF NOT EXISTS listing (name TEXT PRIMARY KEY, stamp TEXT, content TEXT)"


def read_listings(output: Path, memory: Connection) -> list[Listing]:
    """What a list says of each episode in a folder; what cannot be read is none.

    Manifests that are as they were last time are not read again.
    """
    memory.execute(_SCHEMA)
    found = memory.execute("SELECT name, stamp, content FROM listing")
    known = {(name, stamp): content for name, stamp, content in found}
    kept, read = [], []
    for name, state in list_manifests(output):
        stamp = f"{__version__} {state}"
        if content := known.pop((name, stamp), None):
            kept.append(Listing(*json.loads(content)))
        elif listing := _read_listing(output, name):
            read.append((stamp, listing))
    with memory:
        memory.executemany("DELETE FROM listing WHERE name = ?", [(name,) for name, _ in known])
        rows = ((it.name, stamp, json.dumps(astuple(it))) for stamp, it in read)
        memory.executemany("INSERT OR REPLACE INTO listing VALUES (?, ?, ?)", rows)
    return kept + [listing for _, listing in read]


def _read_listing(output: Path, name: str) -> Listing | None:
    try:
        manifest = load_json(locate_manifest(output, name))
        found = manifest["episode"]
        files = [file["name"] for file in manifest["files"]]
        page = f"{name}.html"
        return Listing(
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
        return None


def write_index(show: Show, cover: Cover) -> None:
    """Write the show's index.html: every episode but drafts and those under embargo.

    There is no clock in a render: an episode with `publish_at` is shown once `presscast feed` has
    published it. Raises OutputError.
    """
    clear_drafts(show.output, _INDEX)
    with open_memory(find_cache(), show.output) as memory:
        listings = read_listings(show.output, memory)
    episodes = (
        it
        for it in listings
        if not it.draft and (not it.publish_at or was_published(show.output / it.name))
    )
    write_whole(show.output / _INDEX, render_index(show, cover, episodes))


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
