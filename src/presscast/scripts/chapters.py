"""Where chapters begin and what they are called."""

import re
from collections.abc import Iterable, Sequence

from presscast.model import NARRATOR, Chapter, Role, Speaker, Turn
from presscast.pace import estimate_speech
from presscast.sentences import split_sentences
from presscast.show import ChapterSettings, ChapterSource
from presscast.units import Milliseconds
from presscast.words import count_words, shorten

TITLE_LENGTH = 80
"""About what listening apps show of a chapter's title, in characters."""

MOST = 255
"""What one table of contents can hold (ID3v2 Chapter Frame Addendum 1.0)."""

_LEAST_WORDS = 4
"""A shorter question ("Really?", "How so?") is a part of the talk, not a subject of its own."""

_PAUSE = Milliseconds(700)
"""About how long the silence after a paragraph is."""

_COURTESY = re.compile(r"\bhow are you\b|\bhow do you do\b|\bare you (well|ready)\b", re.I)

_OPENINGS = {
    "de": ("Pressemitteilung", "Einleitung"),
    "en": ("Press release", "Introduction"),
    "es": ("Comunicado de prensa", "Introducción"),
    "fr": ("Communiqué de presse", "Introduction"),
    "it": ("Comunicato stampa", "Introduzione"),
    "nl": ("Persbericht", "Inleiding"),
    "pt": ("Comunicado de imprensa", "Introdução"),
}

Heading = tuple[int, str, int]
"""(level, text, line)."""


def split_title(headings: Sequence[Heading], first_line: int) -> tuple[str, list[Heading]]:
    """(the document's own title, the headings that open chapters).

    The title is a heading that stands before everything spoken and alone on its level.
    """
    if headings:
        level, text, line = headings[0]
        others = [heading[0] for heading in headings[1:]]
        if line < first_line and all(level < other for other in others):
            return text, list(headings[1:])
    return "", list(headings)


def list_chapters(
    turns: Sequence[Turn],
    speakers: Sequence[Speaker],
    headings: Sequence[Heading],
    settings: ChapterSettings,
    *,
    title: str,
    language: str,
    rate: int,
) -> tuple[Chapter, ...]:
    """The chapters of a script, by line; contiguous, the first with the first word."""
    if settings.source is ChapterSource.NONE:
        return (Chapter(shorten(title, TITLE_LENGTH), turns[0].line),)
    by_heading = _join_headings(turns, headings)
    by_question = list(_find_questions(turns, speakers, language))
    match settings.source:
        case ChapterSource.HEADINGS:
            marks, kept = (by_heading, by_heading) if by_heading else (by_question, [])
        case ChapterSource.QUESTIONS:
            marks, kept = by_question, []
        case ChapterSource.BOTH:
            taken = {mark.line for mark in by_heading}
            marks = by_heading + [mark for mark in by_question if mark.line not in taken]
            marks, kept = sorted(marks, key=lambda mark: mark.line), by_heading
    first = turns[0].line
    if not marks or marks[0].line > first:
        opening = shorten(title, TITLE_LENGTH)
        if marks:
            opening = _name_opening(turns, bool(kept), language)
        marks = [Chapter(opening, first), *marks]
    long = _drop_short(turns, marks, {mark.line for mark in kept}, settings.minimum, rate)
    return _make_distinct(long[:MOST])


def _join_headings(turns: Sequence[Turn], headings: Sequence[Heading]) -> list[Chapter]:
    """A chapter a heading, from the first line spoken after it; headings in a row make one."""
    lines = [paragraph.line for turn in turns for paragraph in turn.paragraphs]
    chapters: list[Chapter] = []
    at = 0
    for _, text, line in headings:
        while at < len(lines) and lines[at] < line:
            at += 1
        if at == len(lines):
            break
        if chapters and chapters[-1].line == lines[at]:
            text = f"{chapters.pop().title}: {text}"
        chapters.append(Chapter(shorten(text, TITLE_LENGTH), lines[at]))
    return chapters


def _find_questions(
    turns: Sequence[Turn], speakers: Sequence[Speaker], language: str
) -> Iterable[Chapter]:
    """A chapter for every turn of a host that asks something, called by what is asked."""
    hosts = {speaker.name for speaker in speakers if speaker.role is Role.HOST}
    for turn in turns:
        if turn.speaker not in hosts or not re.search("[?？؟]", turn.text):
            continue
        spans = split_sentences(turn.text, language)
        for question in (turn.text[first:last] for first, last in spans):
            asks = question.rstrip("\"'”’») ").endswith(("?", "？", "؟"))
            if asks and count_words(question) >= _LEAST_WORDS and not _COURTESY.search(question):
                yield Chapter(shorten(question, TITLE_LENGTH), turn.line)
                break


def _name_opening(turns: Sequence[Turn], headed: bool, language: str) -> str:
    """What the part before the first mark is called."""
    release, introduction = _OPENINGS.get(language.split("-")[0], _OPENINGS["en"])
    return release if turns[0].speaker == NARRATOR and not headed else introduction


def _drop_short(
    turns: Sequence[Turn], marks: list[Chapter], kept: set[int], minimum: int, rate: int
) -> list[Chapter]:
    """The marks without those that, by the estimate, open too short a chapter.

    A short opening lends its start to the chapter after it; headings stay whatever their length.
    """
    starts: dict[int, int] = {}
    clock = 0
    for turn in turns:
        for paragraph in turn.paragraphs:
            starts.setdefault(paragraph.line, clock)
            clock += estimate_speech(paragraph.text, rate) + _PAUSE
    chapters: list[Chapter] = []
    for mark in marks:
        if (
            not chapters
            or mark.line in kept
            or starts[mark.line] - starts[chapters[-1].line] >= minimum
        ):
            chapters.append(mark)
        elif len(chapters) == 1 and chapters[0].line not in kept:
            chapters = [Chapter(mark.title, chapters[0].line)]
    short_end = len(chapters) > 1 and clock - starts[chapters[-1].line] < minimum
    if short_end and chapters[-1].line not in kept:
        chapters.pop()
    return chapters


def _make_distinct(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters, the second of two with the same title marked "(2)"."""
    distinct: dict[str, Chapter] = {}
    for chapter in chapters:
        title, count = chapter.title, 1
        while title in distinct:
            count += 1
            title = f"{chapter.title} ({count})"
        distinct[title] = Chapter(title, chapter.line)
    return tuple(distinct.values())
