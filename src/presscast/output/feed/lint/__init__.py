"""A feed held against the rules of Apple, Spotify and PSP-1, with its files and its artwork."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from presscast.errors import OutputError
from presscast.output.feed.entries import read_channel
from presscast.output.feed.lint.channel import ATOM, lint_channel, lint_root
from presscast.output.feed.lint.files import lint_artwork, lint_files
from presscast.output.feed.lint.finding import Finding, Findings
from presscast.output.feed.lint.items import lint_item
from presscast.show import Show
from presscast.words import shorten

__all__ = ["Finding", "lint_feed"]

_MOST_PAGES = 10_000


def lint_feed(path: Path, show: Show, now: datetime) -> Findings:
    """What is to be mended in a feed, in the order of the feed. Raises OutputError.

    Its further pages are followed where they lie beside it; files are looked at where they lie in
    output/.
    """
    if not path.is_file():
        raise OutputError("there is no feed to check", path=path, remedy='Run "presscast feed".')
    guids: Counter[str] = Counter()
    urls: Counter[str] = Counter()
    for page, channel in _follow_pages(path):
        where = str(page)
        if page == path:
            root = channel.getparent()
            for found in (
                lint_root(root),
                lint_channel(channel, show),
                lint_artwork(channel, show),
            ):
                yield from (replace(it, where=where) for it in found)
        for item in channel.iterfind("item"):
            title = shorten(item.findtext("title", ""), 60)
            where = f'{page}:{item.sourceline}: "{title}"'
            for found in (
                lint_item(item, channel, now),
                lint_files(item, channel, show),
                _lint_twins(item, guids, urls),
            ):
                yield from (replace(it, where=where) for it in found)


def _follow_pages(path: Path) -> Iterator[tuple[Path, Any]]:
    """Each page with its channel, the newest first."""
    seen: set[Path] = set()
    while path not in seen and len(seen) < _MOST_PAGES:
        seen.add(path)
        channel = read_channel(path)
        yield path, channel
        links = channel.iterfind(f"{ATOM}link")
        after = next((it.get("href", "") for it in links if it.get("rel") == "next"), "")
        beside = path.with_name(after.rsplit("/", 1)[-1] or path.name)
        path = beside if beside.is_file() else path


def _lint_twins(item: Any, guids: Counter[str], urls: Counter[str]) -> Findings:
    """Two items with one identity, of which apps show only one."""
    guid = item.findtext("guid", "").strip()
    enclosure = item.find("enclosure")
    url = "" if enclosure is None else enclosure.get("url", "")
    for name, value, known in (("guid", guid, guids), ("enclosure", url, urls)):
        known[value] += 1
        if value and known[value] == 2:
            yield Finding(f'another item has the same {name}, "{value}"', "Give each its own.")
