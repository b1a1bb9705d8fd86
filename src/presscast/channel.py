"""[feed] of show.toml: what a feed says of its show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from presscast import settings
from presscast.settings import Check

_PERSON_KEYS = {"name", "role", "href", "img"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who makes the show, in every episode."""

    name: str
    role: str = "host"
    """Of the Podcast Taxonomy, lower case: host, narrator, editor …"""
    href: str = ""
    """A page about the person."""
    img: str = ""
    """The address of a picture."""


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """[feed]: where the feed will lie, and what is said once for all episodes."""

    url: str = ""
    """The address of feed.xml on the web."""
    media: str = ""
    """The address of the folder output/ on the web; empty for the folder of `url`."""
    guid: str = ""
    """The show's identity for ever; written here by the first `presscast feed`."""
    owner: str = ""
    """The owner's name; the address is the show's `email`."""
    persons: tuple[Person, ...] = ()
    license: str = ""
    """An SPDX identifier, or an address."""
    copyright: str = ""
    hub: str = ""
    """A WebSub hub that is told of new episodes by other means."""
    kind: str = "episodic"
    """`episodic`, or `serial` for episodes that are to be heard in their order."""
    locked: bool = True
    """Whether other hosts are asked not to import the feed."""

    @property
    def base(self) -> str:
        """Where the files of output/ are found on the web, with a slash at the end."""
        media = self.media or urljoin(self.url, ".")
        return media if media.endswith("/") else f"{media}/"

    @property
    def folder(self) -> str:
        """Where feed.xml and its further pages are found, with a slash at the end."""
        return urljoin(self.url, ".")


def _address(value: Any) -> str:
    """An address of the web."""
    found = settings.text(value)
    try:
        parts = urlsplit(found)
    except ValueError:
        parts = urlsplit("")
    if found and (parts.scheme not in ("http", "https") or not parts.hostname or " " in found):
        raise ValueError('an address: "https://…"')
    return found


def _one_or_several(value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    found: tuple[str, ...] = settings.several(settings.text)(
        [value] if isinstance(value, str) else value
    )
    return found


def _person(value: Any) -> Person:
    """A person: `{name = "…", role = "host"}`."""
    shape = '{name = "…", role = "host", href = "https://…", img = "https://…"}'
    if not isinstance(value, Mapping) or not set(value) <= _PERSON_KEYS or not value.get("name"):
        raise ValueError(shape)
    try:
        known = {
            key: (settings.text if key in ("name", "role") else _address)(it)
            for key, it in value.items()
        }
    except ValueError:
        raise ValueError(shape) from None
    return Person(**known | {"role": known.get("role", "host").lower()})


FEED_KEYS: Mapping[str, Check] = {
    **dict.fromkeys(("url", "media", "hub"), _address),
    **dict.fromkeys(("guid", "owner", "license", "copyright"), settings.text),
    "persons": settings.several(_person),
    "type": settings.choice("episodic", "serial"),
    "locked": settings.flag,
}
"""The keys of [feed]; `type` is `FeedSettings.kind`."""

SHOW_KEYS: Mapping[str, Check] = {
    "email": settings.text,
    "category": _one_or_several,
    "explicit": settings.flag,
}
"""The keys at the top of show.toml that only a feed needs."""
