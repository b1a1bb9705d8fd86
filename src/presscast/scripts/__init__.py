"""Text in, Script out: who says what, and nothing lost."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from presscast.errors import ScriptError
from presscast.model import Metadata, Notice, Script, Turn
from presscast.scripts.blocks import Aside, Document, LineIndex
from presscast.scripts.chapters import list_chapters, split_title
from presscast.scripts.coverage import list_skipped
from presscast.scripts.directions import leave_out_directions
from presscast.scripts.formats import choose_format
from presscast.scripts.front_matter import read_front_matter
from presscast.scripts.furniture import leave_out_furniture
from presscast.scripts.house import write_house_script
from presscast.scripts.languages import detect_foreign, detect_language, find_foreign_quotes
from presscast.scripts.name_forms import NameJudge
from presscast.scripts.ownership import Owner
from presscast.scripts.passages import Passage, list_passages, split_inline
from presscast.scripts.people import list_speakers
from presscast.scripts.source import STDIN, Source, load_source
from presscast.scripts.speakers import Attribution, find_speakers
from presscast.scripts.turns import arrange_turns
from presscast.scripts.vocabulary import load_vocabulary
from presscast.show import Show
from presscast.words import shorten

__all__ = ["STDIN", "parse_script", "read_script", "write_house_script"]


def read_script(path: str, show: Show) -> Script:
    """The script in a file, or on standard input for `-`. Raises ScriptError."""
    return parse_script(load_source(path), show)


def parse_script(source: Source, show: Show) -> Script:
    """The script that a source holds. Raises ScriptError."""
    metadata, body, notices = read_front_matter(source.path, source.text)
    reader = choose_format(source.path, source.text[body:])
    document = replace(reader.read(_blank_out(source.text, body)), text=source.text)
    lines = document.lines or LineIndex.of_text(document.text)
    passages = list_passages(document.blocks)
    language = _tell_language(passages, metadata, document, show)
    judge = NameJudge(load_vocabulary(language))
    read_aloud = show.script.read_aloud
    furniture: list[Aside] = []
    if not metadata.is_complete:
        passages, furniture = leave_out_furniture(passages, read_aloud)
    passages, directions, bad_cues = leave_out_directions(
        passages, judge.words, lines, read_aloud, closed=metadata.is_complete
    )
    bylines = [document.text[it.start : it.end] for it in furniture if it.reason == "credit"]
    if not metadata.is_complete:
        passages = split_inline(passages, judge.is_name, judge.words.titles)
    attribution = find_speakers(passages, metadata, judge, language=language, bylines=bylines)
    owner = Owner(passages, attribution, judge, closed=metadata.is_complete)
    found = arrange_turns(passages, attribution, owner, lines)
    asides = [
        *document.asides,
        *furniture,
        *directions,
        *found.asides,
        Aside(0, body, "front matter"),
    ]
    skipped = list_skipped(document.text, found.spoken, asides, lines)
    if not found.turns:
        remedy = "Write what is to be said under the front matter and headings."
        raise ScriptError("there is not a word to say in it", path=source.path, remedy=remedy)
    turns, foreign = _mark_foreign(found.turns, language, show)
    name = "stdin" if source.path == STDIN else PurePath(source.path).stem
    heading, headings = split_title(found.headings)
    title = (
        metadata.title
        or document.title
        or heading
        or re.sub(r"[-_]+", " ", name).strip().capitalize()
    )
    speakers = list_speakers(turns, attribution.starts.values(), attribution.names, metadata, judge)
    warnings = (
        *_describe_labels(attribution, passages, lines),
        *_describe_owners(owner, passages, lines),
        *bad_cues,
        *foreign,
    )
    return Script(
        path=source.path,
        name=name,
        title=title,
        language=language,
        metadata=metadata,
        speakers=speakers,
        turns=turns,
        chapters=list_chapters(
            turns,
            speakers,
            headings,
            show.chapters,
            title=title,
            language=language,
            rate=show.voices.rate,
        ),
        cues=tuple(found.cues),
        skipped=skipped,
        notices=(
            *source.notices,
            *notices,
            *sorted(warnings, key=lambda notice: notice.line),
        ),
    )


def _blank_out(text: str, body: int) -> str:
    """The text with the front matter as spaces, so that every place in it stays where it was."""
    return re.sub(r"[^\n]", " ", text[:body]) + text[body:]


def _tell_language(
    passages: Iterable[Passage], metadata: Metadata, document: Document, show: Show
) -> str:
    """The script's language: as it says itself, else as its words tell, else the show's."""
    if metadata.language:
        return metadata.language
    found = detect_language((it.text for it in passages), show.script.languages)
    for stated in (document.language, show.language):
        # "en-gb" says more of a text in English than "en".
        if stated and (not found or stated.split("-")[0] == found):
            return stated.lower()
    return found


def _mark_foreign(
    turns: Iterable[Turn], language: str, show: Show
) -> tuple[tuple[Turn, ...], list[Notice]]:
    """(the turns, paragraphs in another language marked, what of it an editor should know)."""
    among = show.script.languages
    notices: list[Notice] = []
    marked: list[Turn] = []
    for turn in turns:
        paragraphs = []
        for paragraph in turn.paragraphs:
            other = detect_foreign(paragraph.text, language, among)
            quotes = [] if other else [*find_foreign_quotes(paragraph, language, among)]
            for text, tag in [(paragraph.text, other)] if other else quotes:
                message = f'"{shorten(text, 40)}" is in another language ({tag}).'
                notices.append(Notice(paragraph.line, "language", message))
            paragraphs.append(replace(paragraph, language=other) if other else paragraph)
        marked.append(Turn(turn.speaker, tuple(paragraphs)))
    return tuple(marked), notices


def _describe_labels(
    attribution: Attribution, passages: list[Passage], lines: LineIndex
) -> Iterable[Notice]:
    """People who speak once, and names that are left in the text."""
    counts = Counter(attribution.names[it.key] for it in attribution.starts.values())
    for it in attribution.rare:
        if counts[attribution.names[it.key]] > 1:
            continue
        message = f'"{it.name}:" comes once; it is read as a speaker.'
        yield Notice(lines.line_at(passages[it.at].line.start), "rare-label", message)
    for it in attribution.doubtful:
        message = f'"{it.name}:" is read aloud as text, not as a speaker.'
        yield Notice(lines.line_at(passages[it.at].line.start), "not-a-label", message)


def _describe_owners(owner: Owner, passages: list[Passage], lines: LineIndex) -> Iterable[Notice]:
    """Paragraphs that might as well be somebody else's."""
    for at, name in owner.doubtful:
        if not passages[at].line.runs:
            continue
        message = f'"{shorten(passages[at].text, 40)}" has no label; it is read as {name}.'
        yield Notice(lines.line_at(passages[at].line.start), "doubtful-turn", message)
