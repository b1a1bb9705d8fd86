"""Episodes that nobody has spoken: exact times, any text, no sound."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

from hypothesis import settings
from PIL import Image

from presscast.model import (
    Casting,
    Chapter,
    Metadata,
    Paragraph,
    Role,
    Script,
    Span,
    Speaker,
    SpokenPart,
    SpokenUtterance,
    Take,
    TimedChapter,
    Timeline,
    Turn,
    Utterance,
)
from presscast.output.edition import Edition, build_edition
from presscast.output.tags import Cover
from presscast.packed import Packed
from presscast.show import Show
from presscast.units import Hertz, Milliseconds, Samples, to_samples
from presscast.voices.timing import time_sentences
from presscast.words import find_words

PROFILE = settings(max_examples=60, derandomize=True, deadline=None, database=None)
"""For properties: the same examples every time, however busy the machine is."""

RATE = Hertz(44_100)
WORD = to_samples(Milliseconds(300))
"""How long every word takes."""
PAUSE = to_samples(Milliseconds(500))
"""What is between two paragraphs, before the first and after the last."""

Said = Sequence[tuple[str, Sequence[str]]]
"""(speaker, paragraphs), in order."""

SAID: Said = (
    ("Narrator", ["A tram will run. It will run soon, the ministry said."]),
    ("Anna Keller", ["Why now?"]),
    ("Dr. Omar Haddad", ["Because the harbour waits.", "It has waited since 10:30 & longer."]),
)


def make_script(said: Said, chapters: Sequence[tuple[str, int]] = (), **fields: object) -> Script:
    """A script in which this is said; chapters are (title, number of its first turn)."""
    turns = tuple(
        Turn(speaker, tuple(Paragraph(text, line + 1) for line, text in enumerate(texts)))
        for speaker, texts in said
    )
    names = dict.fromkeys(speaker for speaker, _ in said)
    script = Script(
        path="scripts/talk.md",
        name="talk",
        title="A tram for the harbour",
        language="en",
        metadata=Metadata(date="2026-11-20", summary="Why a tram is built."),
        speakers=tuple(Speaker(name, Role.OTHER) for name in names),
        turns=turns,
        chapters=tuple(Chapter(title, 1, turn) for title, turn in chapters),
        skipped=(),
        notices=(),
    )
    return replace(script, **fields)  # type: ignore[arg-type]


def make_timeline(script: Script) -> Timeline:
    """Every paragraph an utterance, every word as long as any other."""
    at = PAUSE
    spoken = []
    for number, turn in enumerate(script.turns):
        for index, paragraph in enumerate(turn.paragraphs):
            casting = Casting(turn.speaker, "tone", "tone/440", rate=160, pitch=50)
            text = paragraph.text
            utterance = Utterance(text, 1, turn.speaker, casting, "en", number, index)
            spoken.append(_place(utterance, at))
            at = Samples(spoken[-1].end + PAUSE)
    starts = [
        next(it.start for it in spoken if it.take.utterance.turn == chapter.turn) - PAUSE // 2
        if chapter.turn
        else 0
        for chapter in script.chapters
    ]
    chapters = (
        TimedChapter(chapter.title, Samples(start), Samples(end))
        for chapter, start, end in zip(script.chapters, starts, [*starts[1:], at], strict=False)
    )
    return Timeline(RATE, at, tuple(spoken), (), tuple(chapters))


def _place(utterance: Utterance, at: Samples) -> SpokenUtterance:
    spoken = (
        Span(first, last, Samples(number * WORD), Samples((number + 1) * WORD))
        for number, (first, last) in enumerate(find_words(utterance.text))
    )
    spans = Packed(Span, spoken)
    sentences = Packed(Span, time_sentences(utterance.text, utterance.language, spans))
    length = Samples(len(spans) * WORD)
    take = Take(
        utterance,
        Path(),
        0,
        RATE,
        length,
        "",
        spans,
        sentences,
        exact=True,
        expected=Milliseconds(1),
    )
    part = SpokenPart(at, (Samples(0), length))
    return SpokenUtterance(take, at, Samples(at + length), (part,))


@cache
def draw() -> Cover:
    """A small picture, drawn once."""
    content = BytesIO()
    Image.new("RGB", (16, 16), "#14498a").save(content, "JPEG")
    return Cover("image/jpeg", content.getvalue())


def make_edition(
    said: Said = SAID,
    chapters: Sequence[tuple[str, int]] = (("The news", 0), ("The talk", 1)),
    *,
    show: Show | None = None,
    stream: Path = Path("none.mp3"),
    **fields: object,
) -> Edition:
    """An edition in which this is said."""
    known = [chapter for chapter in chapters if chapter[1] < len(said)]
    script = make_script(said, known, **fields)
    show = show or Show(root=Path("show"), exists=False, title="Harbour News", author="The Desk")
    return build_edition(script, show, make_timeline(script), draw(), {"mp3": stream})
