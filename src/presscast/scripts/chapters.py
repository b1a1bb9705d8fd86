"""Where chapters begin and what they are called."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from presscast.model import NARRATOR, Chapter, Role, Speaker, Turn
from presscast.pace import estimate_speech
from presscast.scripts.turns import Heading
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
_LEAST_WIDE = 6
"""The same in letters, for scripts without spaces between words."""

_PAUSE = Milliseconds(700)
"""About how long the silence after a paragraph is."""

_COURTESY = re.compile(
    r"\bhow are you\b|\bhow do you do\b|\bare you (well|ready)\b|\bcomment allez|\bça va\b|"
    r"\bwie geht(?:'s| es)\b|\bcómo est(?:á|ás|án)\b|"
    r"\bcomo (?:está|vai)\b|\bcome (?:sta|stai|va)\b|"
    r"\bкак (?:дела|поживаете)\b|\bhoe gaat het\b|كيف حالك|你好吗|您好吗|お元気",
    re.I,
)

_SECTIONS = {
    "ar": ("بيان صحفي", "مقدمة", "الحوار", "ملاحظة"),
    "de": ("Pressemitteilung", "Einleitung", "Interview", "Anmerkung"),
    "en": ("Press release", "Introduction", "Interview", "Note"),
    "es": ("Comunicado de prensa", "Introducción", "Entrevista", "Nota"),
    "fr": ("Communiqué de presse", "Introduction", "Entretien", "Note"),
    "it": ("Comunicato stampa", "Introduzione", "Intervista", "Nota"),
    "ja": ("プレスリリース", "はじめに", "インタビュー", "注記"),
    "nl": ("Persbericht", "Inleiding", "Interview", "Noot"),
    "pl": ("Komunikat prasowy", "Wstęp", "Wywiad", "Uwaga"),
    "pt": ("Comunicado de imprensa", "Introdução", "Entrevista", "Nota"),
    "ru": ("Пресс-релиз", "Введение", "Интервью", "Примечание"),
    "zh": ("新闻稿", "引言", "采访", "附注"),
}
"""What the release, the introduction, the interview and a note after it are called."""


def split_title(headings: Sequence[Heading]) -> tuple[str, list[Heading]]:
    """(the document's own title, the headings that open chapters).

    The title is a heading that stands before everything spoken and alone on its level.
    """
    if headings and headings[0].turn == 0:
        first, *others = headings
        if all(first.level < other.level for other in others):
            return first.text, others
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
    """The chapters of a script; contiguous, the first with the first word."""
    if settings.source is ChapterSource.NONE:
        return (_open(turns, 0, title),)
    headed = settings.source is not ChapterSource.QUESTIONS
    kept = _join_headings(turns, headings) if headed else []
    if kept and settings.source is ChapterSource.HEADINGS:
        marks = kept
    else:
        questions = list(_find_questions(turns, speakers, language))
        sections = [] if kept else list(_find_sections(turns, questions, language))
        marks = _merge(kept, _merge(questions, sections))
    if not marks or marks[0].turn > 0:
        opening = _name_opening(turns, bool(kept), language) if marks else title
        marks = [_open(turns, 0, opening), *marks]
    long = _drop_short(turns, marks, {mark.turn for mark in kept}, settings.minimum, rate)
    return _make_distinct(long[:MOST])


def _open(
    turns: Sequence[Turn], turn: int, title: str, link: str = "", picture: str = ""
) -> Chapter:
    return Chapter(shorten(title, TITLE_LENGTH), turns[turn].line, turn, link, picture)


def _merge(marks: Iterable[Chapter], others: Iterable[Chapter]) -> list[Chapter]:
    """Both in order; where two open the same turn, the first kind goes before."""
    by_turn = {mark.turn: mark for mark in others} | {mark.turn: mark for mark in marks}
    return [by_turn[turn] for turn in sorted(by_turn)]


def _join_headings(turns: Sequence[Turn], headings: Sequence[Heading]) -> list[Chapter]:
    """A chapter a heading, from the turn after it on; headings in a row make one.

    It leads where the last of them that is a link leads, and has the last picture among them.
    """
    chapters: list[Chapter] = []
    for heading in headings:
        if heading.turn == len(turns):
            break
        text, link, picture = heading.text, heading.link, heading.picture
        if chapters and chapters[-1].turn == heading.turn:
            outer = chapters.pop()
            text = f"{outer.title}: {text}"
            link, picture = link or outer.link, picture or outer.picture
        chapters.append(_open(turns, heading.turn, text, link, picture))
    return chapters


def _find_questions(
    turns: Sequence[Turn], speakers: Sequence[Speaker], language: str
) -> Iterator[Chapter]:
    """A chapter for every turn of a host that asks something, called by what is asked."""
    hosts = {speaker.name for speaker in speakers if speaker.role is Role.HOST}
    for number, turn in enumerate(turns):
        if turn.speaker not in hosts or not re.search("[?？؟;]", turn.text):
            continue
        spans = split_sentences(turn.text, language)
        for question in (turn.text[first:last] for first, last in spans):
            asks = question.rstrip("\"'”’») ").endswith(("?", "？", "؟"))
            if asks and _is_long(question) and not _COURTESY.search(question):
                yield _open(turns, number, question)
                break


def _is_long(question: str) -> bool:
    return count_words(question) >= _LEAST_WORDS or (
        not question.isascii() and sum(char >= "\u2e80" for char in question) >= _LEAST_WIDE
    )


def _find_sections(
    turns: Sequence[Turn], questions: Sequence[Chapter], language: str
) -> Iterator[Chapter]:
    """The interview where no question opens it, and what the narrator says after it."""
    _, _, interview, note = _name_sections(language)
    talk = [number for number, turn in enumerate(turns) if turn.speaker != NARRATOR]
    if not talk or talk[0] == 0:
        return
    if not questions:
        yield _open(turns, talk[0], interview)
    if talk[-1] + 1 < len(turns):
        yield _open(turns, talk[-1] + 1, note)


def _name_sections(language: str) -> tuple[str, str, str, str]:
    return _SECTIONS.get(language.split("-")[0], _SECTIONS["en"])


def _name_opening(turns: Sequence[Turn], headed: bool, language: str) -> str:
    """What the part before the first mark is called."""
    release, introduction, _, _ = _name_sections(language)
    return release if turns[0].speaker == NARRATOR and not headed else introduction


def _drop_short(
    turns: Sequence[Turn], marks: list[Chapter], kept: set[int], minimum: int, rate: int
) -> list[Chapter]:
    """The marks without those that, by the estimate, open too short a chapter.

    A short opening lends its start to the chapter after it; headings stay whatever their length.
    """
    starts: list[int] = []
    clock = 0
    for turn in turns:
        starts.append(clock)
        for paragraph in turn.paragraphs:
            clock += estimate_speech(paragraph.text, rate) + _PAUSE
    chapters: list[Chapter] = []
    for mark in marks:
        if (
            not chapters
            or mark.turn in kept
            or starts[mark.turn] - starts[chapters[-1].turn] >= minimum
        ):
            chapters.append(mark)
        elif len(chapters) == 1 and chapters[0].turn not in kept:
            chapters = [_open(turns, chapters[0].turn, mark.title)]
    short_end = len(chapters) > 1 and clock - starts[chapters[-1].turn] < minimum
    if short_end and chapters[-1].turn not in kept:
        chapters.pop()
    return chapters


def _make_distinct(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters, the second of two with the same title marked "(2)"."""
    distinct: dict[str, Chapter] = {}
    counts: dict[str, int] = {}
    for chapter in chapters:
        title = chapter.title
        while title in distinct:
            counts[chapter.title] = counts.get(chapter.title, 1) + 1
            title = f"{chapter.title} ({counts[chapter.title]})"
        distinct[title] = replace(chapter, title=title)
    return tuple(distinct.values())
