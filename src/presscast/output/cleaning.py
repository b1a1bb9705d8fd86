"""What of a script's text reaches a file: nothing that is no character, or that turns text round.

Scripts are hostile by default. Markup is escaped where it is written; this file is about what no
escaping helps against: control characters, which XML cannot hold, lone surrogates, which UTF-8
cannot, and the overrides and embeddings of bidirectional text, which make one thing look like
another. The marks that right-to-left text needs (U+200E, U+200F, U+061C) stay.
"""

import re
from urllib.parse import urlsplit

_SPACE = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")
_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ud800-\udfff]|[\\U0000fffe\\U0000ffff]"
    f"|[{''.join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))}]"
)
"""Source: XML 1.0, section 2.2, with what it discourages; Unicode, Bidirectional Algorithm, 2.1."""

_LINKS = ("http", "https")


def clean_text(text: str) -> str:
    """The text without what no file should hold; line ends and tabs are spaces.

    Character by character, so that cleaning a text is cleaning its parts.
    """
    if text.isprintable():  # as nearly all is: nothing that is taken out can be printed
        return text
    return _NOTHING.sub("", _SPACE.sub(" ", text))


def clean_line(text: str) -> str:
    """A name or a title: clean, with single spaces."""
    return " ".join(clean_text(text).split())


def clean_link(url: str) -> str:
    """The address where it is one of the web, else nothing: `javascript:` is no place to go."""
    url = clean_line(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in _LINKS and parts.hostname and " " not in url else ""
