"""The page of an episode: `NAME.html`, a player with a transcript, in one file without network."""

import base64
import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import quote

from presscast.output.document import Document, Sentence
from presscast.output.edition import Edition
from presscast.output.media_types import find_type
from presscast.output.page.wording import find_wording
from presscast.output.tags import Cover
from presscast.output.templates import format_seconds, read_template, stream_template

_COLOURS = 8
"""Classes of speakers in page.css; the ninth speaker has the colour of the first again."""
_THUMBNAIL = 320
"""Pixels: the cover is shown at half of it at most."""


def render_page(edition: Edition) -> Iterator[bytes]:
    """The page, in pieces. It works as player and transcript without JavaScript as well."""
    speakers = edition.document.speakers
    return stream_template(
        "page.html",
        edition=edition,
        wording=find_wording(edition.script.language),
        colours={name: number % _COLOURS for number, name in enumerate(speakers)},
        sound=quote_name(edition.sound),
        kind=next(iter(edition.sounds)).upper(),
        thumbnail=draw_thumbnail(edition.cover),
        times=list_times(edition.document),
        linked=describe_episode(edition),
        **load_assets("page.js"),
    )


def load_assets(script: str) -> dict[str, str]:
    """Style and script of a page, and the policy that lets only these run."""
    style, code = read_template("page.css"), read_template(script) if script else ""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(code)}" if code else "script-src 'none'",
            f"style-src {_hash(style)}",
            "img-src data:",
            "media-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return {"style": style, "code": code, "policy": policy}


def quote_name(name: str) -> str:
    """A file beside the page as an address that stays beside it."""
    return quote(name, safe="")


def list_times(document: Document) -> Iterator[list[int]]:
    """For each sentence its start and end, then four numbers a word: its place and its time.

    Milliseconds; places count UTF-16 units, as JavaScript does.
    """
    for it in document.sentences:
        yield [it.start, it.end, *(number for word in _list_words(it) for number in word)]


def _list_words(sentence: Sentence) -> list[tuple[int, int, int, int]]:
    wide = [at for at, char in enumerate(sentence.text) if char > "\uffff"]

    def count(at: int) -> int:
        return at + bisect_left(wide, at)

    return [(count(it.first), count(it.last), it.start, it.end) for it in sentence.words]


def describe_episode(edition: Edition) -> dict[str, Any]:
    """What search engines are told. Source: schema.org, PodcastEpisode."""
    show, script = edition.show, edition.script
    duration = f"PT{format_seconds(edition.document.duration)}S"
    known = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": script.title,
        "description": script.metadata.summary,
        "datePublished": edition.date,
        "inLanguage": script.language,
        "duration": duration,
        "episodeNumber": script.metadata.episode,
        "keywords": [*script.metadata.tags],
        "author": {"@type": "Organization", "name": edition.author},
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": quote_name(edition.sound),
            "encodingFormat": find_type(edition.sound),
            "duration": duration,
        },
        "partOfSeries": {"@type": "PodcastSeries", "name": show.title}
        | ({"url": show.link} if show.link else {}),
        "accessMode": ["auditory", "textual"],
        "accessibilityFeature": ["transcript", "synchronizedAudioText", "structuralNavigation"],
        "accessibilitySummary": edition.disclosure,
    }
    return {key: value for key, value in known.items() if value not in (None, "", [])}


@lru_cache(maxsize=1)
def draw_thumbnail(cover: Cover) -> str:
    """The cover, small, as a data URL."""
    from PIL import Image

    content = BytesIO()
    with Image.open(BytesIO(cover.content)) as picture:
        picture.thumbnail((_THUMBNAIL, _THUMBNAIL))
        picture.convert("RGB").save(content, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(content.getvalue()).decode()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
