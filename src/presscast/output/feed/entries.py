"""What a feed holds: entries, and the reading of those that are in its pages already."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from presscast.dates import parse_feed_date
from presscast.errors import OutputError
from presscast.output.feed.xml import NAMESPACES

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MEND = "Mend the file, or put back an older one: it says what has been published."


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the feed, whoever wrote it."""

    guid: str
    url: str
    """Of the enclosure."""
    published: datetime
    digest: str
    """SHA-256 of its XML."""
    text: str | None = None
    """Its XML; None where the cache has it."""
    name: str = ""
    """The episode's, where presscast rendered it."""
    stamp: str = ""
    """The state of the episode's folder and of the settings from which it was written."""


def digest_text(text: str) -> str:
    """What tells one item's XML from another's."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_entries(path: Path) -> Iterator[Entry]:
    """The items of a page, each as XML that stands by itself. Raises OutputError."""
    channel = read_channel(path)
    for item in channel.iterfind("item"):
        enclosure = item.find("enclosure")
        url = "" if enclosure is None else enclosure.get("url", "")
        text = _write_item(item)
        try:
            published = parse_feed_date(item.findtext("pubDate", ""))
        except ValueError:
            published = _LONG_AGO
        guid = item.findtext("guid", "").strip() or url or digest_text(text)
        yield Entry(guid, url, published, digest_text(text), text)


def read_channel(path: Path) -> Any:
    """The channel of a feed, as lxml has it. Raises OutputError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False
    )
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as error:
        what = f"this feed is not XML ({error.msg})"
        raise OutputError(what, path=path, line=error.lineno, remedy=_MEND) from None
    except OSError as error:
        raise OutputError("this feed cannot be read", path=path) from error
    channel = tree.getroot().find("channel")
    if channel is None:
        raise OutputError("this is no RSS feed: it has no channel", path=path, remedy=_MEND)
    return channel


def _write_item(item: Any) -> str:
    """An item as it stands, with all the namespaces that our pages do not declare."""
    from lxml import etree

    text: str = etree.tostring(item, encoding="unicode", with_tail=False)
    head, end, rest = text.partition(">")
    for prefix, uri in NAMESPACES.items():
        head = head.replace(f' xmlns:{prefix}="{uri}"', "")
    return head + end + rest
