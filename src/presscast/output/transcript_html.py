"""The transcript as the HTML that podcast apps read: `NAME.transcript.html`."""

from presscast.output.edition import Edition
from presscast.output.templates import render_template


def render_transcript_html(edition: Edition) -> bytes:
    """`<cite>Name:</cite><time>0:09</time><p>…</p>`, each paragraph on one line.

    Source: Podcasting 2.0, transcripts.
    """
    return render_template("transcript.html", edition=edition)
