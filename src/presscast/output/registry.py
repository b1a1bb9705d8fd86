"""Every file that is written beside the sound.

How to add one:
1. Give it a name in `Sidecar` of show.py: what the file's name ends in.
2. Write a pure function from an `Edition` to its bytes, in a file of its own; in pieces where it
   grows with every word; for a package of several files, to its members. All text goes through a
   template, or is escaped by hand; all times come from the edition's document.
3. Name it below, and in the README's table.
4. tests/output/test_registry.py holds it to the contract: the same bytes every time, hostile text
   harmless. Read it back with a reader that we did not write.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from presscast.output.audiobook import render_audiobook
from presscast.output.daisy import render_daisy
from presscast.output.edition import Edition
from presscast.output.epub import render_epub
from presscast.output.packages import Member
from presscast.output.page import render_page
from presscast.output.sidecars import render_chapters, render_timeline, render_words
from presscast.output.srt import render_srt
from presscast.output.transcript_html import render_transcript_html
from presscast.output.transcript_json import render_transcript_json
from presscast.output.transcript_text import render_description, render_text
from presscast.output.webvtt import render_webvtt
from presscast.show import Sidecar

FILES: Mapping[Sidecar, Callable[[Edition], bytes | Iterator[bytes]]] = {
    Sidecar.CHAPTERS: lambda it: render_chapters(it.script, it.show, it.timeline),
    Sidecar.WEBVTT: lambda it: render_webvtt(it.document),
    Sidecar.SRT: lambda it: render_srt(it.document),
    Sidecar.TRANSCRIPT_JSON: lambda it: render_transcript_json(it.document),
    Sidecar.TRANSCRIPT_HTML: render_transcript_html,
    Sidecar.TEXT: render_text,
    Sidecar.DESCRIPTION: render_description,
    Sidecar.WORDS: lambda it: render_words(it.script, it.timeline),
    Sidecar.TIMELINE: lambda it: render_timeline(it.script, it.timeline),
    Sidecar.PAGE: render_page,
}

PACKAGES: Mapping[Sidecar, Callable[[Edition], Iterable[Member]]] = {
    Sidecar.EPUB: render_epub,
    Sidecar.AUDIOBOOK: render_audiobook,
    Sidecar.DAISY: render_daisy,
}


def render_file(sidecar: Sidecar, edition: Edition) -> Iterator[bytes]:
    """The bytes of a file, in pieces."""
    content = FILES[sidecar](edition)
    yield from (content,) if isinstance(content, bytes) else content
