"""The episode as a text with times: sections, who speaks, paragraphs, sentences, words.

Every file that people read is written from it. All times are the timeline's, in milliseconds; none
is computed here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from presscast.model import Script, Span, SpokenUtterance, TimedChapter, TimedText, Timeline
from presscast.output.cleaning import clean_line, clean_text
from presscast.packed import Packed
from presscast.units import Milliseconds, Samples, to_milliseconds


class Word(NamedTuple):
    """A word of a sentence, and when it sounds."""

    first: int
    """Index of its first character in the sentence's text."""
    last: int
    """Index after its last character."""
    start: Milliseconds
    end: Milliseconds


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and when it sounds. Sentences do not overlap, and each takes some time."""

    number: int
    """From 0, through the whole episode."""
    text: str
    after: str
    """What stands between it and the next sentence of its paragraph: a space or nothing."""
    start: Milliseconds
    end: Milliseconds
    words: Packed[Word]


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph of somebody's say."""

    language: str
    """BCP 47, where it is not that of the script."""
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return "".join(it.text + it.after for it in self.sentences).rstrip()


@dataclass(frozen=True, slots=True)
class Say:
    """One speaker's uninterrupted say."""

    speaker: str
    paragraphs: tuple[Lines, ...]
    is_disclosure: bool
    """Whether it says that the voices are synthetic."""

    @property
    def start(self) -> Milliseconds:
        """When it begins."""
        return self.paragraphs[0].sentences[0].start


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: they are contiguous from 0 to the end of the episode."""

    number: int
    """From 1."""
    title: str
    start: Milliseconds
    end: Milliseconds
    says: tuple[Say, ...]
    link: str = ""
    """Where the chapter leads on the web."""

    @property
    def sentences(self) -> Iterator[Sentence]:
        """In the order in which they sound."""
        return (it for say in self.says for lines in say.paragraphs for it in lines.sentences)

    @property
    def clips(self) -> Iterator[tuple[Sentence, Milliseconds, Milliseconds]]:
        """(sentence, start, end): the section's whole sound shared out, pauses and jingles as well.

        A reading system plays clip after clip, and what lies in none it would leave out.
        """
        sentences = tuple(self.sentences)
        starts = [self.start, *(it.start for it in sentences[1:])]
        yield from zip(sentences, starts, [*starts[1:], self.end], strict=True)


@dataclass(frozen=True, slots=True)
class Document:
    """All that is said in an episode."""

    duration: Milliseconds
    sections: tuple[Section, ...]

    @property
    def says(self) -> Iterator[Say]:
        """In the order in which they sound."""
        return (say for section in self.sections for say in section.says)

    @property
    def sentences(self) -> Iterator[Sentence]:
        """In the order in which they sound."""
        return (it for section in self.sections for it in section.sentences)

    @property
    def speakers(self) -> tuple[str, ...]:
        """In the order in which they first speak."""
        return tuple(dict.fromkeys(say.speaker for say in self.says))


def build_document(script: Script, timeline: Timeline) -> Document:
    """The episode's text with the times of the timeline."""
    duration = to_milliseconds(timeline.samples)
    whole = TimedChapter(script.title, Samples(0), timeline.samples)
    chapters = timeline.chapters or (whole,)
    counter = _Counter()
    sections = []
    waiting = list(timeline.utterances)
    for number, chapter in enumerate(chapters, 1):
        last = number == len(chapters)
        stop = len(waiting) if last else _count_before(waiting, chapters[number].start)
        says = tuple(_list_says(script, waiting[:stop], counter))
        del waiting[:stop]
        start, end = to_milliseconds(chapter.start), to_milliseconds(chapter.end)
        title = clean_line(chapter.title)
        sections.append(Section(number, title, start, end, says, chapter.link))
    return Document(duration, tuple(sections))


def _count_before(utterances: Sequence[SpokenUtterance], sample: int) -> int:
    return next((at for at, it in enumerate(utterances) if it.start >= sample), len(utterances))


@dataclass(slots=True)
class _Counter:
    """How many sentences there have been, and when the last one ended."""

    sentences: int = 0
    clock: Milliseconds = Milliseconds(0)


def _list_says(
    script: Script, utterances: Sequence[SpokenUtterance], counter: _Counter
) -> Iterator[Say]:
    for turn, spoken in groupby(utterances, key=lambda it: it.take.utterance.turn):
        paragraphs = groupby(spoken, key=lambda it: it.take.utterance.paragraph)
        yield Say(
            clean_line(script.turns[turn].speaker) or "?",
            tuple(_build_lines(script, tuple(group), counter) for _, group in paragraphs),
            script.turns[turn].is_disclosure,
        )


def _build_lines(script: Script, utterances: Sequence[SpokenUtterance], counter: _Counter) -> Lines:
    """A paragraph that was spoken in one utterance or several, with the script's own spaces."""
    utterance = utterances[0].take.utterance
    source = script.turns[utterance.turn].paragraphs[utterance.paragraph]
    sentences: list[Sentence] = []
    at = 0
    for number, spoken in enumerate(utterances):
        text = spoken.take.utterance.text
        at = source.text.index(text, at) + len(text)
        following = source.text[at : at + 1] if number + 1 < len(utterances) else ""
        sentences += _list_sentences(spoken, following, counter)
    return Lines(source.language, tuple(sentences))


def _list_sentences(
    spoken: SpokenUtterance, following: str, counter: _Counter
) -> Iterator[Sentence]:
    """An utterance's sentences. What lies between two, such as a dash, is of the one before."""
    text = spoken.take.utterance.text + following
    spans = spoken.take.sentences
    words = list(zip(spoken.take.words, spoken.words, strict=True))
    starts = [0, *(span.first for span in spans[1:])]
    ends = [*starts[1:], len(text)]
    for first, last, timed in zip(starts, ends, spoken.sentences, strict=True):
        shown = text[first:last]
        start = max(counter.clock, to_milliseconds(timed.start))
        end = max(Milliseconds(start + 1), to_milliseconds(timed.end))
        inside = [word for word in words if word[0].first < last and first < word[0].last]
        yield Sentence(
            number=counter.sentences,
            text=clean_text(shown.rstrip()),
            after=" " if shown != shown.rstrip() else "",
            start=start,
            end=end,
            words=Packed(Word, _place_words(inside, shown, first, (start, end))),
        )
        counter.sentences += 1
        counter.clock = end


def _place_words(
    words: Sequence[tuple[Span, TimedText]],
    text: str,
    first: int,
    within: tuple[Milliseconds, Milliseconds],
) -> Iterator[Word]:
    """The words of a sentence that begins at character `first`, inside its text and its time."""
    opens, closes = within
    is_clean = clean_text(text) == text  # as nearly all are: then nothing before a word goes
    for span, timed in words:
        place = slice(max(0, span.first - first), span.last - first)
        if not any(map(str.isalnum, text[place])):
            continue
        start, end = (
            min(max(opens, to_milliseconds(it)), closes) for it in (timed.start, timed.end)
        )
        before = place.start if is_clean else len(clean_text(text[: place.start]))
        yield Word(before, before + len(clean_text(text[place])), start, end)
