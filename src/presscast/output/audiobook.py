"""The Readium audiobook: `NAME.audiobook`, what Thorium and other Readium apps open.

Source: Readium Web Publication Manifest, audiobook profile.
"""

import json
from collections.abc import Iterator

from presscast.output.edition import Edition
from presscast.output.packages import Member
from presscast.output.templates import format_seconds
from presscast.units import Milliseconds


def render_audiobook(edition: Edition) -> Iterator[Member]:
    """The manifest, the cover and the sound."""
    manifest = json.dumps(describe_audiobook(edition), ensure_ascii=False, indent=1)
    yield Member("manifest.json", f"{manifest}\n".encode("utf-8", "replace"))
    yield Member(edition.picture, edition.cover.content)
    yield Member("episode.mp3", edition.sounds["mp3"], edition.room)


def describe_audiobook(edition: Edition) -> dict[str, object]:
    """What it is, what is in it, and where its chapters begin."""
    metadata: dict[str, object] = {
        "@type": "http://schema.org/Audiobook",
        "conformsTo": "https://readium.org/webpub-manifest/profiles/audiobook",
        "identifier": f"urn:uuid:{edition.identifier}",
        "title": edition.script.title,
        "author": edition.author,
        "publisher": edition.show.title,
        "narrator": edition.disclosure,
        "language": edition.script.language,
        "duration": edition.document.duration / 1000,
    }
    if edition.script.metadata.summary:
        metadata["description"] = edition.script.metadata.summary
    if edition.date:
        metadata["published"] = edition.date
    return {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": metadata,
        "readingOrder": [
            {
                "href": "episode.mp3",
                "type": "audio/mpeg",
                "title": edition.script.title,
                "duration": edition.document.duration / 1000,
            }
        ],
        "resources": [{"rel": "cover", "href": edition.picture, "type": edition.cover.mime}],
        "toc": [
            {"href": _point_at(section.start), "title": section.title}
            for section in edition.document.sections
        ],
    }


def _point_at(time: Milliseconds) -> str:
    return f"episode.mp3#t={format_seconds(time)}"
