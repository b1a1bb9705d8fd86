"""The feed as XML files: the newest episodes in feed.xml, the older ones in pages that stay.

Pages are filled from the oldest episode on, so that a new episode changes feed.xml alone. Each
points at the next older one. Source: RFC 5005, section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from presscast.dates import format_moment
from presscast.output.cleaning import clean_line
from presscast.output.feed.items import MOST_BYTES, write_person
from presscast.output.feed.xml import (
    NAMESPACES,
    join_lines,
    write_element,
    write_html,
    write_text,
)
from presscast.output.media_types import find_type
from presscast.show import Show
from presscast.words import shorten

PAGE = 250
"""Episodes of a full page; feed.xml holds as many or up to twice as many."""

FEED_FILE = "feed.xml"


@dataclass(frozen=True, slots=True)
class Artwork:
    """The cover as it is published."""

    name: str
    """In output/; another picture has another name."""
    width: int


def divide(count: int) -> list[range]:
    """Which of so many items, newest first, lie on each page: feed.xml first."""
    full = max(0, count // PAGE - 1)
    newest = count - full * PAGE
    return [range(newest), *(range(at, at + PAGE) for at in range(newest, count, PAGE))]


def name_page(place: int, pages: int) -> str:
    """The file of a page: feed.xml, then feed-N.xml down to the oldest, feed-1.xml."""
    return FEED_FILE if place == 0 else f"feed-{pages - place}.xml"


def render_head(
    show: Show, artwork: Artwork, newest: datetime | None, place: int, pages: int
) -> str:
    """All of a page before its items."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    feed = show.feed
    explicit = "true" if show.explicit else "false"
    picture = feed.base + artwork.name
    author = show.author or show.title
    elements = join_lines(
        write_text("title", shorten(show.title, 255)),
        write_text("link", show.link or feed.folder),
        write_html("description", _write_description(show)),
        write_text("language", show.language),
        write_text("copyright", feed.copyright),
        write_text("pubDate", format_moment(newest)) if newest and place == 0 else "",
        write_text("generator", "presscast"),
        *_list_links(show, place, pages),
        write_text("itunes:author", shorten(author, 255)),
        _write_owner(show),
        write_element("itunes:image", href=picture),
        *(_write_category(name) for name in show.category),
        write_text("itunes:explicit", explicit),
        write_text("itunes:type", feed.kind),
        write_text("podcast:guid", feed.guid),
        write_text("podcast:locked", "yes" if feed.locked else "no", owner=show.email or None),
        write_text("podcast:medium", "podcast"),
        _write_license(feed.license),
        *map(write_person, feed.persons),
        write_element(
            "podcast:image",
            href=picture,
            alt=f"{show.title}: cover",
            aspect_ratio="1/1",
            width=artwork.width,
            type=find_type(artwork.name),
            purpose="artwork",
        ),
        write_text("podcast:txt", "true", purpose="ai-content"),
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{declared}>\n'
        f"<channel>\n{elements}\n"
    )


def render_page(head: str, items: Sequence[str]) -> bytes:
    """A whole page."""
    return (head + "\n".join([*items, "</channel>\n</rss>\n"])).encode()


def _list_links(show: Show, place: int, pages: int) -> list[str]:
    """Where this page, its neighbours and the hub are."""
    own = show.feed.folder

    def link(rel: str, href: str) -> str:
        return write_element("atom:link", rel=rel, href=href, type="application/rss+xml")

    def locate(at: int) -> str:
        return own + name_page(at, pages) if at else show.feed.url

    links = [link("self", locate(place))]
    if pages > 1:
        links += [link("first", locate(0)), link("last", locate(pages - 1))]
        links += [link("previous", locate(place - 1))] if place else []
        links += [link("next", locate(place + 1))] if place + 1 < pages else []
    if show.feed.hub and place == 0:
        links.append(write_element("atom:link", rel="hub", href=show.feed.hub))
    return links


def _write_description(show: Show) -> str:
    from html import escape

    text = clean_line(show.description or show.title)
    return f"<p>{escape(shorten(text, MOST_BYTES // 5))}</p>"


def _write_owner(show: Show) -> str:
    if not show.email:
        return ""
    name = write_text("itunes:name", show.feed.owner or show.author or show.title)
    return write_element("itunes:owner", name + write_text("itunes:email", show.email))


def _write_category(name: str) -> str:
    """`News`, or `News > Politics`."""
    main, _, sub = (part.strip() for part in name.partition(">"))
    inner = write_element("itunes:category", text=sub) if sub else ""
    return write_element("itunes:category", inner, text=main)


def _write_license(license_: str) -> str:
    """An SPDX identifier in small letters, or what the address at hand is called."""
    if "://" not in license_:
        return write_text("podcast:license", license_.lower())
    return write_text("podcast:license", urlsplit(license_).hostname, url=license_)
