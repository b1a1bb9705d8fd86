"""Where chapters lead: links of headings, made fit for every file, or left out with a notice."""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urlsplit, urlunsplit

from presscast.model import Notice
from presscast.scripts.turns import Heading
from presscast.words import shorten

LONGEST_LINK = 2_000
"""Characters: what browsers and apps agree on; a longer one is no page."""

_SHOWN = 60
"""Characters of a link that are quoted."""

_PLACE = re.compile(r"([\w.-]+|\[[\da-f:.]+\])(:\d+)?", re.A | re.I)
"""A host and its port. A name and a password before it have no business in a published file."""

_KEPT = "%:/?#[]@!$&'*+,;=~"
"""What an address may hold as it is. Source: RFC 3986, section 2; brackets of Markdown are not."""


def clean_links(headings: Iterable[Heading]) -> tuple[list[Heading], list[Notice]]:
    """(the headings with links that can stand in any file, what was left out of them)."""
    kept: list[Heading] = []
    notices: list[Notice] = []
    for heading in headings:
        link = _clean(heading.link)
        kept.append(replace(heading, link=link))
        if heading.link.strip() and not heading.link.startswith("#") and not link:
            notices.append(_describe(heading))
    return kept, notices


def _clean(written: str) -> str:
    """The address in ASCII where it is one of the web, else nothing."""
    link = written.strip()
    if len(link) > LONGEST_LINK or any(char.isspace() or not char.isprintable() for char in link):
        return ""
    try:
        parts = urlsplit(link)
        place = parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _PLACE.fullmatch(place):
        return ""
    clean = quote(urlunsplit(parts._replace(netloc=place)), safe=_KEPT)
    return clean if len(clean) <= LONGEST_LINK else ""


def _describe(heading: Heading) -> Notice:
    shown = shorten(heading.link, _SHOWN)
    why = (
        f"is longer than {LONGEST_LINK:,} characters"
        if len(heading.link) > LONGEST_LINK
        else "is no http or https address"
    )
    message = f'The link "{shown}" of a heading {why}; the chapter has none.'
    return Notice(heading.line, "bad-link", message)
