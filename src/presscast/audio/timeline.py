"""What sounds when: one pure function from takes, jingles and pauses to sample positions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presscast.audio.music import ROLES, Music
from presscast.model import (
    Chapter,
    Jingle,
    Script,
    SpokenPart,
    SpokenUtterance,
    Take,
    TimedChapter,
    TimedText,
    Timeline,
)
from presscast.show import Pauses
from presscast.units import EPISODE_RATE, Hertz, Milliseconds, Samples, rescale, to_samples

_LEAD = to_samples(Milliseconds(500))
"""Silence before the first word and after the last, where no jingle fills it."""

_OVERLAP = to_samples(Milliseconds(3_000))
"""How much of a jingle lies under words; of a short one at most a third."""

_MARGIN = to_samples(Milliseconds(15))
"""What is kept of the silence before and after a sentence, so that no consonant is clipped."""

_RUN_ON = to_samples(Milliseconds(30))
"""Sentences with less silence between them were spoken as one: they are not cut apart."""


def arrange_timeline(
    script: Script,
    takes: Sequence[Take],
    pauses: Pauses,
    music: Sequence[Music],
) -> Timeline:
    """Every take, jingle and chapter in its place. Takes are in the order of the script."""
    chapter_takes = list(_find_chapter_takes(script.chapters, takes))
    opening = {take for _, take in chapter_takes}
    intro, outro = (next((it for it in music if it.role == role), None) for role in ROLES)
    at = Samples(intro.samples - _overlap(intro) if intro else _LEAD)
    spoken: list[SpokenUtterance] = []
    for number, take in enumerate(takes):
        if spoken:
            pause = _choose_pause(takes[number - 1], take, number in opening, pauses)
            at = Samples(spoken[-1].end + to_samples(pause))
        spoken.append(_place(take, at, to_samples(pauses.sentence)))
    jingles = list(_place_jingles(intro, outro, spoken[0].start, spoken[-1].end))
    end = max([spoken[-1].end + _LEAD, *(jingle.end for jingle in jingles)])
    return Timeline(
        rate=EPISODE_RATE,
        samples=Samples(end),
        utterances=tuple(spoken),
        jingles=tuple(jingles),
        chapters=tuple(_time_chapters(chapter_takes, spoken, Samples(end))),
    )


def _place_jingles(
    intro: Music | None, outro: Music | None, first: Samples, last: Samples
) -> Iterator[Jingle]:
    """The intro from 0, its end under the first word; the outro's beginning under the last."""
    if intro:
        closes = intro.samples
        yield Jingle("intro", intro.source, Samples(0), closes, (min(first, closes), closes))
    if outro:
        opens = max(first, Samples(last - _overlap(outro)))
        closes = Samples(opens + outro.samples)
        yield Jingle("outro", outro.source, opens, closes, (opens, min(last, closes)))


def _overlap(music: Music) -> int:
    return min(_OVERLAP, music.samples // 3)


def _choose_pause(before: Take, after: Take, opens: bool, pauses: Pauses) -> Milliseconds:
    """What a cue asks for between two takes, else the longest pause of the structure."""
    one, other = before.utterance, after.utterance
    if other.lead is not None:
        return other.lead
    if opens:
        return pauses.chapter
    if one.turn != other.turn:
        return pauses.speaker if one.speaker != other.speaker else pauses.paragraph
    return pauses.paragraph if one.paragraph != other.paragraph else pauses.sentence


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences that stay together, and the stretch of the take that they fill."""

    start: Samples
    end: Samples


def _place(take: Take, at: Samples, pause: Samples) -> SpokenUtterance:
    """A take from sample `at` on, with the pause between its sentences."""
    groups = list(_group_sentences(take))
    parts: list[SpokenPart] = []
    shifts: list[tuple[Samples, int]] = []
    clock = at
    length = rescale(take.samples, take.rate, EPISODE_RATE)
    for number, group in enumerate(groups):
        floor = groups[number - 1].end if number else Samples(0)
        ceiling = groups[number + 1].start if number + 1 < len(groups) else length
        cut_start = max(floor, Samples(group.start - _MARGIN), Samples(0))
        cut_end = min(ceiling, Samples(group.end + _MARGIN), length)
        # The pause is from word to word; the margins lie inside it.
        lead = min(group.start - cut_start, clock)
        parts.append(SpokenPart(Samples(clock - lead), (Samples(group.start - lead), cut_end)))
        shifts.append((group.start, clock - group.start))
        clock = Samples(clock + group.end - group.start + pause)

    def move(sample: Samples, rate: Hertz) -> Samples:
        here = rescale(sample, rate, EPISODE_RATE)
        shift = next((shift for start, shift in reversed(shifts) if start <= here), shifts[0][1])
        return Samples(here + shift)

    text = take.utterance.text
    sentences, words = (
        tuple(
            TimedText(
                text[span.first : span.last],
                move(span.start, take.rate),
                # An end belongs to the group of its start: it never jumps over a pause.
                Samples(
                    move(span.start, take.rate)
                    + rescale(span.end, take.rate, EPISODE_RATE)
                    - rescale(span.start, take.rate, EPISODE_RATE)
                ),
            )
            for span in spans
        )
        for spans in (take.sentences, take.words)
    )
    return SpokenUtterance(
        take=take,
        start=words[0].start,
        end=max(word.end for word in words),
        parts=tuple(parts),
        sentences=sentences,
        words=words,
    )


def _group_sentences(take: Take) -> Iterator[_Group]:
    """The take's sentences, those that run on together."""
    times = [
        tuple(rescale(sample, take.rate, EPISODE_RATE) for sample in (span.start, span.end))
        for span in take.sentences
    ]
    first = 0
    for number in range(1, len(times) + 1):
        if number == len(times) or times[number][0] - times[number - 1][1] >= _RUN_ON:
            yield _Group(times[first][0], times[number - 1][1])
            first = number


def _find_chapter_takes(
    chapters: Sequence[Chapter], takes: Sequence[Take]
) -> Iterator[tuple[Chapter, int]]:
    """Each chapter with the number of the first take of its turn."""
    at = 0
    for chapter in chapters:
        while at < len(takes) and takes[at].utterance.turn < chapter.turn:
            at += 1
        yield chapter, at


def _time_chapters(
    chapter_takes: Sequence[tuple[Chapter, int]],
    spoken: Sequence[SpokenUtterance],
    end: Samples,
) -> Iterator[TimedChapter]:
    """Contiguous chapters from 0 to the end, each from the middle of the pause before it."""
    starts = [
        Samples((spoken[take - 1].end + spoken[take].start) // 2 if take else 0)
        for _, take in chapter_takes
    ]
    for (chapter, _), start, stop in zip(chapter_takes, starts, [*starts[1:], end], strict=True):
        yield TimedChapter(chapter.title, start, stop)
