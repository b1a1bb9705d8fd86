"""What sounds when: one pure function from takes, jingles and pauses to sample positions.

A block is laid out from its own beginning, as soon as its takes are there; the episode is its
blocks one after the other.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from presscast.audio.blocks import BORDER, Block
from presscast.audio.encode import RUN_IN
from presscast.audio.inserts import (
    Gap,
    Inserts,
    Playing,
    carry_on,
    close_music,
    fill_gap,
    join_inserts,
)
from presscast.audio.mp3 import FRAME, count_frames
from presscast.audio.music import ROLES, Music
from presscast.model import (
    Chapter,
    Insert,
    Jingle,
    SpokenPart,
    SpokenUtterance,
    Take,
    TimedChapter,
    Timeline,
)
from presscast.units import EPISODE_RATE, Milliseconds, Samples, rescale, to_samples

_OVERLAP = to_samples(Milliseconds(3_000))
"""How much of a jingle lies under words; of a short one at most a third."""

_MARGIN = to_samples(Milliseconds(15))
"""What is kept of the silence before and after a sentence, so that no consonant is clipped."""

_RUN_ON = to_samples(Milliseconds(30))
"""Sentences with less silence between them were spoken as one: they are not cut apart."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What sounds when in a block, in samples from its beginning."""

    samples: Samples
    """Its length: a whole number of MP3 frames, so that the next begins on one."""
    end: Samples
    """Where the last of its sound ends: of the last block, where the episode does."""
    utterances: tuple[SpokenUtterance, ...]
    jingles: tuple[Jingle, ...]
    inserts: tuple[Insert, ...] = ()
    goes_on: Playing | None = None
    """The music that sounds on in the next block, as that block sees it."""

    def isolate(self, name: str) -> "Layout":
        """The same with nothing but one speaker in it, or with nothing but `MUSIC`."""
        if name == MUSIC:
            return replace(self, utterances=())
        own = (it for it in self.utterances if it.take.utterance.speaker == name)
        return replace(self, utterances=tuple(own), jingles=(), inserts=())


MUSIC = ""
"""What stands for all that is not spoken, where speakers go by name."""


def arrange_block(
    block: Block,
    takes: Sequence[Take],
    music: Sequence[Music],
    inserts: Inserts,
    playing: Playing | None = None,
) -> Layout:
    """A block's takes and all music in their places. The takes are those of its utterances.

    `playing` is the music that the block before left on.
    """
    intro, outro = (next((it for it in music if it.role == role), None) for role in ROLES)
    intro, outro = intro if block.opens else None, outro if block.closes else None
    spoken: list[SpokenUtterance] = []
    placed: list[Insert] = []
    for take, pause in zip(takes, block.pauses, strict=True):
        if spoken:
            clear = max(spoken[-1].end, intro.samples if intro else Samples(0))
            gap = Gap(clear, spoken[-1].end + pause, pause // 2)
        elif intro:
            gap = Gap(intro.samples, intro.samples - _overlap(intro), pause, covered=True)
        else:
            gap = Gap(Samples(0), pause, pause)
        heard, playing, at = fill_gap(take.utterance, gap, inserts, playing)
        placed += heard
        spoken.append(_place(take, at, block.sentence))
    heard_alone = [it.end for it in placed if it.kind != "music"]
    opens = max([spoken[0].start, *heard_alone])
    jingles = list(_place_jingles(intro, outro, spoken[0].start, spoken[-1].end, opens))
    last = spoken[-1].end
    if playing and not block.leaves:
        placed.append(close_music(playing, last, jingles[-1].start if outro else None, inserts))
        playing = None
    end = max([last + block.tail, *(it.end for it in jingles), *(it.end + BORDER for it in placed)])
    frames = count_frames(Samples(end)) if block.closes else -(-end // FRAME)
    samples = Samples(frames * FRAME)
    if playing:
        duck = inserts.find_duck(playing.name)
        placed.append(playing.stop((samples + RUN_IN, duck)))
        playing = carry_on(playing, samples, duck)
    return Layout(samples, Samples(end), tuple(spoken), tuple(jingles), tuple(placed), playing)


def join_layouts(layouts: Iterable[Layout], chapters: Sequence[Chapter]) -> Timeline:
    """The episode: its blocks one after the other, in the order of the script."""
    at = end = 0
    spoken: list[SpokenUtterance] = []
    jingles: list[Jingle] = []
    inserts: list[Insert] = []
    for layout in layouts:
        spoken += (utterance.shift(at) for utterance in layout.utterances)
        jingles += (jingle.shift(at) for jingle in layout.jingles)
        inserts += (insert.shift(at) for insert in layout.inserts)
        end = at + layout.end
        at += layout.samples
    return Timeline(
        rate=EPISODE_RATE,
        samples=Samples(end),
        utterances=tuple(spoken),
        jingles=tuple(jingles),
        chapters=tuple(_time_chapters(chapters, spoken, inserts, Samples(end))),
        inserts=tuple(join_inserts(inserts)),
    )


def _place_jingles(
    intro: Music | None, outro: Music | None, first: Samples, last: Samples, after: Samples
) -> Iterator[Jingle]:
    """The intro from 0, its end under the first word; the outro's beginning under the last, but
    `after` what sounds alone."""
    if intro:
        closes = intro.samples
        yield Jingle("intro", intro.source, Samples(0), closes, (min(first, closes), closes))
    if outro:
        opens = max(after, Samples(last - _overlap(outro)))
        closes = Samples(opens + outro.samples)
        yield Jingle("outro", outro.source, opens, closes, (opens, min(last, closes)))


def _overlap(music: Music) -> int:
    return min(_OVERLAP, music.samples // 3)


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences that stay together, and the stretch of the take that they fill."""

    start: Samples
    end: Samples


def _place(take: Take, at: Samples, pause: Samples) -> SpokenUtterance:
    """A take from sample `at` on, with the pause between its sentences."""
    groups = list(_group_sentences(take))
    parts: list[SpokenPart] = []
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
        clock = Samples(clock + group.end - group.start + pause)
    placed = SpokenUtterance(take, at, at, tuple(parts))
    start, end = placed.find_extent()
    return replace(placed, start=start, end=end)


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


def _time_chapters(
    chapters: Sequence[Chapter],
    spoken: Sequence[SpokenUtterance],
    inserts: Sequence[Insert],
    end: Samples,
) -> Iterator[TimedChapter]:
    """Contiguous chapters from 0 to the end, each from the middle of the pause before it, or with
    the sting or sound that is in it."""
    sounds = [insert.start for insert in inserts if insert.kind != "music"]
    starts = []
    for chapter in chapters:
        at = bisect_left(spoken, chapter.turn, key=lambda it: it.take.utterance.turn)
        if not at:
            starts.append(Samples(0))
            continue
        before, after = spoken[at - 1].end, spoken[at].start
        heard = sounds[bisect_left(sounds, before) : bisect_left(sounds, after)]
        starts.append(min([Samples((before + after) // 2), *heard]))
    for chapter, start, stop in zip(chapters, starts, [*starts[1:], end], strict=True):
        yield TimedChapter(chapter.title, start, stop, chapter.link, chapter.picture)
