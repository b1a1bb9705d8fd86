"""Text in, Script out: who says what, and nothing lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from presscast.errors import ScriptError
from presscast.files import STDIN
from presscast.model import Metadata, Notice, Script
from presscast.scripts.blocks import MOST_PARAGRAPHS, Aside, Document, LineIndex
from presscast.scripts.chapters import list_chapters, split_title
from presscast.scripts.coverage import list_skipped
from presscast.scripts.directions import leave_out_directions
from presscast.scripts.formats import read_document
from presscast.scripts.furniture import leave_out_furniture
from presscast.scripts.languages import mark_foreign, tell_language
from presscast.scripts.links import clean_links
from presscast.scripts.name_forms import NameJudge
from presscast.scripts.notices import describe_labels, describe_owners
from presscast.scripts.ownership import Owner
from presscast.scripts.passages import Passage, join_brackets, list_passages, split_inline
from presscast.scripts.people import list_speakers
from presscast.scripts.pictures import give_pictures
from presscast.scripts.source import Source, load_source
from presscast.scripts.speakers import find_speakers
from presscast.scripts.turns import arrange_turns
from presscast.scripts.vocabulary import load_vocabulary
from presscast.show import Show


def read_script(path: str, show: Show) -> Script:
    """The script in a file, or on standard input for `-`. Raises ScriptError."""
    return parse_script(load_source(path), show)


def parse_script(source: Source, show: Show) -> Script:
    """The script that a source holds. Raises ScriptError."""
    try:
        return _build_script(source, show)
    except ScriptError as error:
        error.path = error.path or source.path
        raise


@dataclass(slots=True)
class _Reading:
    """A document whose passages hold nothing but what may be said."""

    metadata: Metadata
    document: Document
    lines: LineIndex
    language: str
    judge: NameJudge
    passages: list[Passage]
    bylines: list[str]
    """Credits that were left out: they may say who asked."""
    asides: list[Aside]
    notices: list[Notice]
    doubts: list[Notice]


def _prepare(source: Source, show: Show) -> _Reading:
    """The passages of a source, without what is for the page or for the stage."""
    metadata, document, notices = read_document(source)
    closed = metadata.is_complete
    lines = document.lines or LineIndex.of_text(document.text)
    passages = join_brackets(list_passages(document.blocks))
    _refuse_more(passages)
    language = metadata.language or tell_language(passages, document.language, show)
    judge = NameJudge(load_vocabulary(language))
    read_aloud = show.script.read_aloud
    furniture: list[Aside] = []
    if not closed:
        passages, furniture = leave_out_furniture(passages, read_aloud)
    passages, directions, bad_cues = leave_out_directions(
        passages, judge.words, lines, read_aloud, closed=closed
    )
    if not closed:
        passages = split_inline(passages, judge)
        _refuse_more(passages)
    return _Reading(
        metadata=metadata,
        document=document,
        lines=lines,
        language=language,
        judge=judge,
        passages=passages,
        bylines=[document.text[it.start : it.end] for it in furniture if it.reason == "credit"],
        asides=[*document.asides, *furniture, *directions],
        notices=[*source.notices, *notices],
        doubts=bad_cues,
    )


def _build_script(source: Source, show: Show) -> Script:
    it = _prepare(source, show)
    closed = it.metadata.is_complete
    attribution = find_speakers(
        it.passages, it.metadata, it.judge, language=it.language, bylines=it.bylines
    )
    owner = Owner(it.passages, attribution, it.judge, closed=closed)
    found = arrange_turns(it.passages, attribution, owner, it.lines)
    if not found.turns:
        remedy = "Write what is to be said under the front matter and headings."
        raise ScriptError("there is not a word to say in it", remedy=remedy)
    turns, foreign = mark_foreign(
        found.turns, it.language, it.judge.words.common, show.script.languages
    )
    name = "stdin" if source.path == STDIN else PurePath(source.path).stem
    pictured = give_pictures(found.headings, it.asides, found.spoken)
    heading, headings = split_title(list(pictured))
    headings, bad_links = clean_links(headings)
    named = re.sub(r"[-_]+", " ", name).strip().capitalize()
    title = it.metadata.title or heading or it.document.title or named
    starts = attribution.starts.values()
    speakers = list_speakers(turns, starts, attribution.names, it.metadata, it.judge)
    doubts = [
        *describe_labels(attribution, it.passages, it.lines),
        *describe_owners(owner, it.passages, it.lines),
        *it.doubts,
        *foreign,
        *bad_links,
    ]
    return Script(
        path=source.path,
        name=name,
        title=title,
        language=it.language,
        metadata=it.metadata,
        speakers=speakers,
        turns=turns,
        chapters=list_chapters(
            turns,
            speakers,
            headings,
            show.chapters,
            title=title,
            language=it.language,
            rate=show.voices.rate,
        ),
        cues=tuple(found.cues),
        skipped=list_skipped(it.document.text, found.spoken, [*it.asides, *found.asides], it.lines),
        notices=(*it.notices, *sorted(doubts, key=lambda notice: notice.line)),
    )


def _refuse_more(passages: Sequence[Passage]) -> None:
    """Raise ScriptError for more paragraphs than a script has."""
    if len(passages) > MOST_PARAGRAPHS:
        remedy = "Divide it into several scripts."
        raise ScriptError(f"it has more than {MOST_PARAGRAPHS:,} paragraphs", remedy=remedy)
