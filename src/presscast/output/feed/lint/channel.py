"""Rules for a channel. Sources: Apple, A Podcaster's Guide to RSS; PSP-1; Podcasting 2.0."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from presscast.output.feed.items import MOST_BYTES, MOST_CHARACTERS
from presscast.output.feed.lint.finding import Finding, Findings, warn
from presscast.output.feed.xml import NAMESPACES
from presscast.show import Show

ITUNES, PODCAST, ATOM = (f"{{{NAMESPACES[it]}}}" for it in ("itunes", "podcast", "atom"))

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_REQUIRED = {
    "title": 'Set "title" in show.toml.',
    "description": 'Set "description" in show.toml.',
    "link": 'Set "link" in show.toml.',
    "language": 'Set "language" in show.toml.',
    f"{ITUNES}explicit": 'Set "explicit" in show.toml.',
}
"""What PSP-1 wants of a channel -> where it comes from."""


@lru_cache(maxsize=1)
def read_rules() -> Mapping[str, Any]:
    """rules.toml."""
    return tomllib.loads((files("presscast.output.feed.lint") / "rules.toml").read_text("utf-8"))


def lint_root(root: Any) -> Findings:
    """What is wrong with the element round everything."""
    if root.get("version") != "2.0":
        yield Finding('rss has no version="2.0"', "Add it.")
    if root.getroottree().docinfo.encoding.upper() not in ("UTF-8", "US-ASCII"):
        yield Finding("the feed is not in UTF-8", "Convert it.")
    for prefix, uri in (root.nsmap | _find_inner_namespaces(root)).items():
        for known in NAMESPACES.values():
            if uri != known and uri.lower().rstrip("/") == known.lower().rstrip("/"):
                yield Finding(
                    f'the namespace of "{prefix}" is written "{uri}"', f'Write it "{known}".'
                )


def _find_inner_namespaces(root: Any) -> Mapping[str, str]:
    channel = root.find("channel")
    return {} if channel is None else channel.nsmap


def lint_channel(channel: Any, show: Show) -> Findings:
    """What is wrong with the channel of feed.xml."""
    for tag, remedy in _REQUIRED.items():
        if not channel.findtext(tag, "").strip():
            yield Finding(f"there is no {_name(tag)}", remedy)
    yield from lint_texts(channel)
    if (language := channel.findtext("language", "")) and not _LANGUAGE.fullmatch(language):
        yield Finding(f'the language "{language}" is no tag such as "en" or "en-us"', "Mend it.")
    yield from lint_explicit(channel)
    yield from _lint_categories(channel)
    yield from _lint_self(channel, show)
    yield from _lint_identity(channel)


def lint_texts(element: Any) -> Findings:
    """Values that are too long, or that have blanks round them."""
    for tag in ("title", f"{ITUNES}author", "link", "language", "guid"):
        text = element.findtext(tag, "")
        if text != text.strip():
            yield Finding(f"{_name(tag)} begins or ends with a blank", "Remove it.")
        if len(text) > MOST_CHARACTERS:
            what = f"{_name(tag)} has {len(text):,} characters, over {MOST_CHARACTERS}"
            yield Finding(what, "Shorten it.")
    size = len(element.findtext("description", "").encode())
    if size > MOST_BYTES:
        yield Finding(f"the description has {size:,} bytes, over {MOST_BYTES:,}", "Shorten it.")


def lint_explicit(element: Any) -> Findings:
    """Apple once took "clean" and "yes"."""
    said = element.findtext(f"{ITUNES}explicit")
    if said not in (None, "true", "false"):
        yield Finding(f'itunes:explicit is "{said}"', 'Write "true" or "false".')


def _lint_categories(channel: Any) -> Findings:
    known: Mapping[str, list[str]] = read_rules()["categories"]
    found = channel.findall(f"{ITUNES}category")
    if not found:
        yield Finding(
            "there is no itunes:category", 'Set "category" in show.toml, such as "News > Politics".'
        )
    for category in found:
        name = category.get("text", "")
        if name not in known:
            yield Finding(f'Apple has no category "{name}"', f"It has: {', '.join(known)}.")
            continue
        for inner in category.iterfind(f"{ITUNES}category"):
            if inner.get("text") not in known[name]:
                what = f'Apple has no category "{inner.get("text")}" in "{name}"'
                yield Finding(what, f"It has: {', '.join(known[name]) or 'none'}.")


def _lint_self(channel: Any, show: Show) -> Findings:
    links = [it.get("href") for it in channel.iterfind(f"{ATOM}link") if it.get("rel") == "self"]
    if len(links) != 1:
        yield Finding(f"there are {len(links)} links with rel=self, not 1", 'Run "presscast feed".')
    elif show.feed.url and links[0] != show.feed.url:
        what = f"the feed calls itself {links[0]}, not {show.feed.url}"
        yield Finding(what, 'Run "presscast feed", or mend [feed] url.')
    elif links[0] and not links[0].startswith("https://"):
        yield warn("the feed's address is not https", "Mend [feed] url, where the host has https.")


def _lint_identity(channel: Any) -> Findings:
    guid = channel.findtext(f"{PODCAST}guid", "").strip()
    try:
        UUID(guid)
    except ValueError:
        yield warn(f'podcast:guid is "{guid}", not a UUID', 'Run "presscast feed".')
    if channel.find(f"{PODCAST}locked") is None:
        yield warn("there is no podcast:locked", 'Run "presscast feed".')
    if not channel.findtext(f"{ITUNES}author", "").strip():
        yield warn("there is no itunes:author", 'Set "author" in show.toml.')
    if not channel.findtext(f"{ITUNES}owner/{ITUNES}email", "").strip():
        what = "there is no itunes:email, to which directories send the code that proves the owner"
        yield warn(what, 'Set "email" in show.toml.')


def _name(tag: str) -> str:
    for prefix, uri in NAMESPACES.items():
        tag = tag.replace(f"{{{uri}}}", f"{prefix}:")
    return tag
