"""What a show and its episodes are called for ever.

Source: Podcasting 2.0 namespace, guid.
"""

import re
from uuid import UUID, uuid5

from presscast.errors import ShowError
from presscast.files import write_whole
from presscast.output.feed.entries import read_channel
from presscast.output.feed.pages import FEED_FILE
from presscast.output.feed.xml import NAMESPACES
from presscast.show import SHOW_FILE, Show

_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def find_guid(show: Show) -> str:
    """The show's guid: show.toml's, else that of the feed as it lies there, else a new one.

    A new one follows from the feed's address. Raises PresscastError.
    """
    if show.feed.guid:
        return show.feed.guid
    path = show.output / FEED_FILE
    if path.exists():
        known: str | None = read_channel(path).findtext(f"{{{NAMESPACES['podcast']}}}guid")
        if known and known.strip():
            return known.strip()
    return derive_guid(show.feed.url)


def derive_guid(url: str) -> str:
    """The guid of a feed that is first published at this address."""
    return str(uuid5(_NAMESPACE, re.sub(r"^\w+://", "", url).rstrip("/")))


def derive_item_guid(show_guid: str, name: str) -> str:
    """The guid of an episode whose front matter states none."""
    try:
        return str(uuid5(UUID(show_guid), name))
    except ValueError:
        return str(uuid5(_NAMESPACE, f"{show_guid}/{name}"))


def pin_guid(show: Show, guid: str) -> None:
    """Write the guid into show.toml. What is there stays as it is. Raises PresscastError."""
    import tomlkit

    path = show.root / SHOW_FILE
    try:
        # As bytes: the line ends of Windows stay what they are.
        document = tomlkit.parse(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ShowError(f"cannot be read ({error.strerror})", path=path) from error
    document.setdefault("feed", tomlkit.table())["guid"] = guid
    write_whole(path, tomlkit.dumps(document).encode())
