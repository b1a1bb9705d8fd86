"""The transcript as the HTML that podcast apps read: `NAME.transcript.html`."""

from collections.abc import Iterator

from presscast.output.edition import Edition
from presscast.output.templates import stream_template


def render_transcript_html(edition: Edition) -> Iterator[bytes]:
    """`<cite>Name:</cite><time>0:09</time><p>…</p>`, each paragraph on one line.

    Source: Podcasting 2.0, transcripts.
    """
    return stream_template("transcript.html", edition=edition)
