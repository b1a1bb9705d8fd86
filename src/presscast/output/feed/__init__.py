"""The feed of a show, from what was rendered and what has been published before."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from presscast import __version__
from presscast.dates import parse_moment
from presscast.errors import OutputError, PresscastError, ShowError
from presscast.files import report_disk, write_whole
from presscast.output.corrections import NOTE_END, forget_publication, keep_publication
from presscast.output.covers import load_cover
from presscast.output.feed.artwork import publish_artwork
from presscast.output.feed.entries import Entry, digest_text, read_entries
from presscast.output.feed.identity import derive_item_guid, find_guid, pin_guid
from presscast.output.feed.items import locate, render_item
from presscast.output.feed.memory import FeedMemory
from presscast.output.feed.pages import FEED_FILE, divide, name_page, render_head, render_page
from presscast.output.memory import open_memory
from presscast.output.page.index import write_index
from presscast.output.published import (
    Published,
    find_damage,
    list_manifests,
    read_episode,
    stamp_file,
)
from presscast.show import SHOW_FILE, Show

__all__ = ["FEED_FILE", "FeedReport", "update_feed"]


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What a run did."""

    path: Path
    """feed.xml."""
    episodes: int
    """In the feed, on all its pages."""
    new: tuple[str, ...]
    """Episodes whose item is new or other than before."""
    held: tuple[tuple[str, str], ...]
    """(episode, why it is not in the feed): drafts, and those whose hour has not come."""
    guid: str
    """What was written into show.toml; empty where it stood there."""
    problems: tuple[PresscastError, ...]
    """Episodes that are not whole; the feed says of them what it said before."""


def update_feed(show: Show, now: datetime, cache: Path) -> FeedReport:
    """Write feed.xml and its further pages. Raises PresscastError.

    Items that presscast did not render, or whose folder is gone, are kept as they stand. `now`
    decides what is under embargo, and dates the first publication of an episode without a date.
    """
    if not show.feed.url:
        remedy = 'Add to show.toml: [feed] url = "https://…/feed.xml", where it will lie.'
        raise ShowError("a feed needs its own address", path=show.root / SHOW_FILE, remedy=remedy)
    guid = find_guid(show)
    identified = replace(show, feed=replace(show.feed, guid=guid))
    artwork = publish_artwork(show)
    with open_memory(cache, show.output) as connection:
        memory = FeedMemory(connection)
        before, checked = _recall(show.output, memory)
        survey = _Survey(identified, now, before, checked)
        for name, state in list_manifests(show.output):
            survey.add(name, state)
        entries = survey.list_entries()
        if not entries and not survey.held and not survey.problems:
            remedy = 'Make an episode first: "presscast render".'
            raise OutputError("there is no episode to publish", path=show.output, remedy=remedy)
        newest = entries[0].published if entries else None
        places = divide(len(entries))
        heads = [
            render_head(identified, artwork, newest, place, len(places))
            for place in range(len(places))
        ]
        _write_pages(show.output, memory, entries, heads)
    if survey.is_index_old:
        write_index(show, load_cover(show))
    if not show.feed.guid:
        pin_guid(show, guid)
    return FeedReport(
        path=show.output / FEED_FILE,
        episodes=len(entries),
        new=tuple(survey.new),
        held=tuple(survey.held),
        guid="" if show.feed.guid else guid,
        problems=tuple(survey.problems),
    )


def _recall(output: Path, memory: FeedMemory) -> tuple[list[Entry], dict[str, Entry]]:
    """(what the pages hold, episode -> its entry when it was last found whole).

    Pages that somebody else has written since are read.
    """
    remembered = memory.list_entries()
    checked = {entry.name: entry for entry in remembered if entry.name}
    files = _list_pages(output)
    pages = memory.list_pages()
    if {path.name: stamp_file(path) for path in files} == {
        name: stamp for name, (stamp, _) in pages.items()
    }:
        return remembered, checked
    return [entry for path in files for entry in read_entries(path)], checked


class _Survey:
    """Goes through the rendered episodes and joins them to what has been published."""

    def __init__(
        self, show: Show, now: datetime, before: Sequence[Entry], checked: Mapping[str, Entry]
    ) -> None:
        self.new: list[str] = []
        self.held: list[tuple[str, str]] = []
        self.problems: list[PresscastError] = []
        self.is_index_old = False
        """Whether the list of episodes may lack one whose hour has come."""
        self._show = show
        self._output = show.output
        self._now = now
        self._checked = checked
        self._settings = digest_text(f"{__version__} {show.feed} {show.explicit}")
        self._kept = {entry.guid: entry for entry in before}
        self._guid_of = {entry.url: entry.guid for entry in before if entry.url}
        self._owners: dict[str, str] = {}

    def add(self, name: str, state: str) -> None:
        """Take an episode into the feed, or hold it back; `state` is its manifest's."""
        stamp = f"{self._settings} {state}{self._stamp_note(name)}"
        known = self._checked.get(name)
        if known and known.stamp == stamp and self._is_kept(known):
            self._owners[known.guid] = name
            return
        try:
            episode = read_episode(self._output, name)
            if known is None or known.stamp.split()[1] != stamp.split()[1]:
                _refuse_damage(episode)
            self._add_episode(episode, stamp)
        except PresscastError as problem:
            self.problems.append(problem)

    def list_entries(self) -> list[Entry]:
        """All of the feed, the newest first."""
        return sorted(
            self._kept.values(), key=lambda it: (it.published, it.guid, it.url), reverse=True
        )

    def _stamp_note(self, name: str) -> str:
        """The state of the note on what was corrected, which may be reworded by hand."""
        try:
            return "/" + stamp_file(f"{self._output}{os.sep}{name}{os.sep}{name}{NOTE_END}")
        except OSError:
            return ""

    def _is_kept(self, known: Entry) -> bool:
        """Whether the feed holds the very item that was written from this state of the episode."""
        kept = self._kept.get(known.guid)
        return kept is not None and kept.digest == known.digest and known.published <= self._now

    def _add_episode(self, episode: Published, stamp: str) -> None:
        url = locate(self._show, episode, episode.sound)
        guid = episode.guid or self._guid_of.get(url)
        guid = guid or derive_item_guid(self._show.feed.guid, episode.name)
        if (other := self._owners.setdefault(guid, episode.name)) != episode.name:
            what = f'the episodes "{other}" and "{episode.name}" have one guid, "{guid}"'
            raise OutputError(what, path=episode.script, remedy="Give each its own.")
        before = self._kept.pop(self._guid_of.get(url, guid), None)
        before = self._kept.pop(guid, before)
        published = _find_date(episode, before, self._now)
        if episode.draft or published > self._now:
            why = "draft" if episode.draft else f"not before {published.isoformat()}"
            self.held.append((episode.name, why))
            forget_publication(episode)
            return
        text = render_item(episode, self._show, guid, published)
        keep_publication(episode)
        self.is_index_old |= episode.is_embargoed
        entry = Entry(guid, url, published, digest_text(text), text, episode.name, stamp)
        self._kept[guid] = entry
        if before is None or before.digest != entry.digest:
            self.new.append(episode.name)


def _refuse_damage(episode: Published) -> None:
    """Raise OutputError for an episode whose files are not those that were rendered."""
    if episode.sound not in episode.files:
        what = f"the manifest does not know {episode.sound}"
        raise OutputError(what, path=episode.folder, remedy="Render it again.")
    for path, what in find_damage(episode):
        raise OutputError(what, path=path, remedy="Render it again; the feed is as it was.")


def _find_date(episode: Published, before: Entry | None, now: datetime) -> datetime:
    """When an episode comes out: as its script says, as the feed has said, or now."""
    if episode.date:
        try:
            return parse_moment(episode.date).replace(microsecond=0)
        except ValueError:
            what = f'the date "{episode.date}" is not one such as 2026-11-20 or 2026-11-20T06:00'
            raise OutputError(what, path=episode.script) from None
    return before.published if before else now.replace(microsecond=0)


def _write_pages(
    output: Path, memory: FeedMemory, entries: Sequence[Entry], heads: Sequence[str]
) -> None:
    """Write the pages that change, the oldest first, so that no link leads nowhere."""
    before = memory.list_pages()
    after = {}
    for place, span in reversed(list(enumerate(divide(len(entries))))):
        shown = [entries[at] for at in span]
        path = output / name_page(place, len(heads))
        digest = digest_text("\n".join([heads[place], *(entry.digest for entry in shown)]))
        if not path.exists() or before.get(path.name) != (stamp_file(path), digest):
            content = render_page(heads[place], memory.read_texts(shown))
            if not path.exists() or path.read_bytes() != content:
                write_whole(path, content)
        after[path.name] = (stamp_file(path), digest)
    for path in _list_pages(output):
        if path.name not in after:
            with report_disk(path):
                path.unlink()
    memory.keep(entries, after)


def _list_pages(output: Path) -> list[Path]:
    """The pages that lie there: feed.xml, feed-1.xml …"""
    numbered = (it for it in output.glob("feed-*.xml") if it.stem.removeprefix("feed-").isdigit())
    return [it for it in (output / FEED_FILE, *sorted(numbered)) if it.is_file()]
