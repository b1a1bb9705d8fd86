"""Podcasting 2.0 transcript: `NAME.transcript.json`, a segment a sentence."""

import json

from presscast.output.document import Document

VERSION = "1.0.0"


def render_transcript_json(document: Document) -> bytes:
    """Every sentence with its speaker and its times in seconds."""
    segments = [
        {
            "speaker": say.speaker,
            "startTime": sentence.start / 1000,
            "endTime": sentence.end / 1000,
            "body": sentence.text,
        }
        for say in document.says
        for lines in say.paragraphs
        for sentence in lines.sentences
    ]
    content = {"version": VERSION, "segments": segments}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
