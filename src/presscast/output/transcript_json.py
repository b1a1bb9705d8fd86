"""Podcasting 2.0 transcript: `NAME.transcript.json`, a segment a sentence."""

from collections.abc import Iterator

from presscast.output.document import Document
from presscast.output.json_text import render_json

VERSION = "1.0.0"


def render_transcript_json(document: Document) -> Iterator[bytes]:
    """Every sentence with its speaker and its times in seconds."""
    segments = (
        {
            "speaker": say.speaker,
            "startTime": sentence.start / 1000,
            "endTime": sentence.end / 1000,
            "body": sentence.text,
        }
        for say in document.says
        for lines in say.paragraphs
        for sentence in lines.sentences
    )
    return render_json({"version": VERSION, "segments": segments})
