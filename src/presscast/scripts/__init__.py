"""Text in, Script out: who says what, and nothing lost."""

import re
from pathlib import PurePath

from presscast.errors import ScriptError
from presscast.model import Notice, Script
from presscast.scripts.blocks import Document, LineIndex
from presscast.scripts.chapters import list_chapters, split_title
from presscast.scripts.coverage import list_skipped
from presscast.scripts.formats import read_document
from presscast.scripts.labels import Labels, fold_name
from presscast.scripts.people import list_speakers
from presscast.scripts.source import STDIN, Source, load_source
from presscast.scripts.speakers import find_speakers
from presscast.scripts.turns import arrange_turns
from presscast.show import Show

__all__ = ["STDIN", "parse_script", "read_script"]


def read_script(path: str, show: Show) -> Script:
    """The script in a file, or on standard input for `-`. Raises ScriptError."""
    return parse_script(load_source(path), show)


def parse_script(source: Source, show: Show) -> Script:
    """The script that a source holds. Raises ScriptError."""
    metadata, document, notices = read_document(source)
    lines = document.lines or LineIndex.of_text(document.text)
    labels, names = find_speakers(document.blocks, metadata)
    found = arrange_turns(document.blocks, labels, lines, names)
    asides = [*document.asides, *found.asides]
    skipped = list_skipped(document.text, found.spoken, asides, lines)
    if not found.turns:
        remedy = "Write what is to be said under the front matter and headings."
        raise ScriptError("there is not a word to say in it", path=source.path, remedy=remedy)
    name = "stdin" if source.path == STDIN else PurePath(source.path).stem
    heading, headings = split_title(found.headings, found.turns[0].line)
    named = re.sub(r"[-_]+", " ", name).strip().capitalize()
    title = metadata.title or heading or document.title or named
    language = metadata.language or document.language or show.language
    speakers = list_speakers(found.turns, labels, names, metadata)
    return Script(
        path=source.path,
        name=name,
        title=title,
        language=language,
        metadata=metadata,
        speakers=speakers,
        turns=tuple(found.turns),
        chapters=list_chapters(
            found.turns,
            speakers,
            headings,
            show.chapters,
            title=title,
            language=language,
            rate=show.voices.rate,
        ),
        skipped=skipped,
        notices=(*source.notices, *notices, *_describe_labels(labels, names, document, lines)),
    )


def _describe_labels(
    labels: Labels, names: dict[str, str], document: Document, lines: LineIndex
) -> list[Notice]:
    """What an editor should look at: people who speak once, and names left in the text."""
    rare = [c for c in labels.rare if fold_name(names[c.key]) == c.key]
    rows = [
        *((c, "rare-label", f'"{c.name}:" comes once; it is read as a speaker.') for c in rare),
        *(
            (c, "not-a-label", f'"{c.name}:" is read aloud as text, not as a speaker.')
            for c in labels.doubtful
        ),
    ]
    at = {c.place: document.blocks[c.block].lines[c.line].start for c, _, _ in rows}
    notices = [Notice(lines.line_at(at[c.place]), code, text) for c, code, text in rows]
    return sorted(notices, key=lambda notice: notice.line)
