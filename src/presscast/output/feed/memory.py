"""What the last run wrote, so that the next one does only what is new.

Without it everything is read and checked again, and the result is the same: what has been published
stands in the pages themselves.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from presscast.output.feed.entries import Entry

_SCHEMA = """
CREATE TABLE IF NOT EXISTS item (
  guid TEXT PRIMARY KEY, url TEXT, published INTEGER, digest TEXT, text TEXT, name TEXT, stamp TEXT
);
CREATE TABLE IF NOT EXISTS page (name TEXT PRIMARY KEY, stamp TEXT, digest TEXT);
"""

_LIGHT = "guid, url, published, digest, NULL, name, stamp"


class FeedMemory:
    """The entries and pages of one show's feed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.executescript(_SCHEMA)

    def list_entries(self) -> list[Entry]:
        """Every entry, without its XML."""
        rows = self._connection.execute(f"SELECT {_LIGHT} FROM item")  # noqa: S608 - a constant
        return [
            Entry(guid, url, datetime.fromtimestamp(published, UTC), digest, text, name, stamp)
            for guid, url, published, digest, text, name, stamp in rows
        ]

    def list_pages(self) -> dict[str, tuple[str, str]]:
        """Each page that was written -> (the state of its file, the digest of what is in it)."""
        rows = self._connection.execute("SELECT name, stamp, digest FROM page")
        return {name: (stamp, digest) for name, stamp, digest in rows}

    def read_texts(self, entries: Sequence[Entry]) -> list[str]:
        """The XML of entries, in their order."""
        find = "SELECT text FROM item WHERE guid = ?"
        return [
            entry.text
            if entry.text is not None
            else self._connection.execute(find, (entry.guid,)).fetchone()[0]
            for entry in entries
        ]

    def keep(self, entries: Sequence[Entry], pages: Mapping[str, tuple[str, str]]) -> None:
        """Remember these entries and pages, and no others."""
        new = [entry for entry in entries if entry.text is not None]
        known = {entry.guid for entry in entries}
        kept = self._connection.execute("SELECT guid FROM item")
        gone = [guid for (guid,) in kept if guid not in known]
        with self._connection:
            self._connection.executemany("DELETE FROM item WHERE guid = ?", [(it,) for it in gone])
            self._connection.executemany(
                "INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?, ?)", _list_rows(new)
            )
            self._connection.execute("DELETE FROM page")
            self._connection.executemany(
                "INSERT INTO page VALUES (?, ?, ?)", [(name, *it) for name, it in pages.items()]
            )


def _list_rows(entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    for it in entries:
        moment = int(it.published.timestamp())
        yield it.guid, it.url, moment, it.digest, it.text, it.name, it.stamp
