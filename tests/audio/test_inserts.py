"""Stings, sounds and music: in their places, under words, and whole over the borders of blocks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presscast.audio.blocks import cut_blocks
from presscast.audio.clips import make_segment
from presscast.audio.encode import RUN_IN
from presscast.audio.ffmpeg import run_ffmpeg
from presscast.audio.inserts import Inserts
from presscast.audio.master import Desk, make_block, mix_music
from presscast.audio.mix import cut_insert, mix_block
from presscast.audio.mp3 import DECODER_DELAY, ENCODER_DELAY
from presscast.audio.music import Music
from presscast.audio.timeline import Layout, arrange_block, join_layouts
from presscast.model import Chapter, Cue, CueKind, Insert, Take, Timeline
from presscast.show import Pauses, Show
from presscast.store import Store
from presscast.units import Decibels

RATE = 44_100

MakeTake = Callable[..., Take]


def make_music(role: str, seconds: float, name: str = "") -> Music:
    """A chord that swells and ebbs."""
    at = np.arange(round(seconds * RATE)) / RATE
    sound = (np.sin(2 * np.pi * 330 * at) + np.sin(2 * np.pi * 415 * at)) * (2 + np.sin(at))
    pcm = np.rint(2_000 * sound).astype("<i2").tobytes()
    return Music(role, name or role, make_segment(pcm, 1), name or role)  # type: ignore[arg-type]


INSERTS = Inserts(
    {
        "": make_music("sting", 2),
        "gull.wav": make_music("sound", 1, "gull.wav"),
        "bed": make_music("bed", 7, "bed"),
    },
    ceiling=Decibels(-47.0),
)


def cue(kind: CueKind, value: str = "") -> Cue:
    """A cue, wherever."""
    return Cue(kind, value, line=1, turn=0, paragraph=0, at=0)


def make_takes(make_take: MakeTake, cues: dict[int, tuple[Cue, ...]], number: int) -> list[Take]:
    """So many takes of one speaker, with cues before some, and music from one cue to the next."""
    takes = []
    music = ""
    for at in range(number):
        take = make_take(f"Number {at} says a sentence of quite some length.", turn=at)
        for it in cues.get(at, ()):
            if it.kind is CueKind.MUSIC:
                music = "" if it.value == "off" else it.value
        utterance = replace(take.utterance, before=cues.get(at, ()), music=music)
        takes.append(replace(take, utterance=utterance))
    return takes


def arrange(takes: list[Take], music: Sequence[Music] = ()) -> list[Layout]:
    """All blocks of these takes."""
    layouts: list[Layout] = []
    rest = iter(takes)
    for block in cut_blocks([take.utterance for take in takes], {0}, Pauses()):
        own = [next(rest) for _ in block.utterances]
        playing = layouts[-1].goes_on if layouts else None
        layouts.append(arrange_block(block, own, music, INSERTS, playing))
    return layouts


def join(layouts: list[Layout]) -> Timeline:
    """The episode of these blocks."""
    return join_layouts(layouts, (Chapter("One", 1, 0),))


def overlaps(insert: Insert, timeline: Timeline) -> bool:
    """Whether words sound over an insert."""
    return any(it.start < insert.end and it.end > insert.start for it in timeline.utterances)


def test_a_sting_and_a_sound_have_a_pause_to_themselves(make_take: MakeTake) -> None:
    """In the order of the cues, and never over words, inside a block and between two."""
    asked = (cue(CueKind.STING), cue(CueKind.SOUND, "gull.wav"))
    timeline = join(arrange(make_takes(make_take, dict.fromkeys((0, 3, 9, 14, 20), asked), 25)))
    assert [it.kind for it in timeline.inserts] == ["sting", "sound"] * 5
    assert not any(overlaps(it, timeline) for it in timeline.inserts)
    ends = [it.end - it.start for it in timeline.inserts[:2]]
    assert ends == [2 * RATE, RATE]


def test_two_stings_in_a_row_are_one(make_take: MakeTake) -> None:
    """A script may write one where a chapter begins, in a show that has one there anyway."""
    timeline = join(arrange(make_takes(make_take, {1: (cue(CueKind.STING),) * 2}, 2)))
    assert [it.kind for it in timeline.inserts] == ["sting"]


def test_a_sting_that_the_show_does_not_want_leaves_no_room(make_take: MakeTake) -> None:
    """The pause is what it would have been; so with a bed."""
    takes = make_takes(make_take, {1: (cue(CueKind.STING), cue(CueKind.MUSIC, "bed"))}, 2)
    [block] = cut_blocks([take.utterance for take in takes], {0}, Pauses())
    plain = arrange_block(block, takes, (), Inserts())
    assert plain.inserts == ()
    assert plain.utterances[1].start - plain.utterances[0].end == block.pauses[1]


def test_music_comes_in_alone_and_goes_out_alone(make_take: MakeTake) -> None:
    """Two seconds before the first word under it, up again after the last, and off before the
    next."""
    on, off = (cue(CueKind.MUSIC, "bed"),), (cue(CueKind.MUSIC, "off"),)
    timeline = join(arrange(make_takes(make_take, {1: on, 3: off}, 4)))
    [music] = timeline.inserts
    before, first, last, after = timeline.utterances
    assert music.start >= before.end
    assert first.start - music.start == 2 * RATE
    assert last.end < music.end <= after.start
    assert music.end - last.end > 2 * RATE


def list_levels(sound: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The level of every 400 ms, in dBFS."""
    size = RATE * 4 // 10
    moments = sound[: len(sound) // size * size].reshape(-1, size)
    return np.asarray(10 * np.log10((moments**2).mean(axis=1) / 32_768**2 + 1e-12))


def test_music_lies_under_the_ceiling_while_anybody_speaks(make_take: MakeTake) -> None:
    """At its loudest moments, from the first word to the last."""
    on, off = (cue(CueKind.MUSIC, "bed"),), (cue(CueKind.MUSIC, "off"),)
    [layout] = arrange(make_takes(make_take, {1: on, 6: off}, 7))
    [music] = layout.inserts
    first, last = layout.utterances[1].start, layout.utterances[5].end
    clip = cut_insert(music, INSERTS, first, last)
    levels = list_levels(np.frombuffer(clip.raw_data, "<i2").astype(float))
    assert levels.max() <= -46.9
    assert levels.max() > -50


@pytest.fixture
def passage(make_take: MakeTake) -> list[Layout]:
    """Music that goes on over three borders or more."""
    on, off = (cue(CueKind.MUSIC, "bed"),), (cue(CueKind.MUSIC, "off"),)
    layouts = arrange(make_takes(make_take, {2: on, 30: (cue(CueKind.STING),), 68: off}, 70))
    assert sum(layout.goes_on is not None for layout in layouts) >= 3
    return layouts


def keep_music(layout: Layout) -> tuple[Insert, ...]:
    """The music of a block alone."""
    return tuple(insert for insert in layout.inserts if insert.kind == "music")


def test_music_over_many_blocks_is_one(passage: list[Layout]) -> None:
    """One entry in the timeline, from its beginning to its end."""
    timeline = join(passage)
    music, sting = timeline.inserts
    assert (music.kind, sting.kind) == ("music", "sting")
    assert music.start < timeline.utterances[2].start
    assert timeline.utterances[67].end < music.end <= timeline.utterances[68].start
    places = [at for at, _ in music.points]
    assert places == sorted(places)


@pytest.mark.slow
def test_music_over_many_blocks_sounds_as_in_one_piece(passage: list[Layout]) -> None:
    """Sample by sample, over every border; and what a block knows of its neighbours is what they
    hold."""
    whole, _ = join(passage).inserts
    total = sum(layout.samples for layout in passage)
    one = np.zeros(total, "<i2")
    one[whole.start : whole.end] = np.frombuffer(
        cut_insert(whole, INSERTS, whole.start, whole.end).raw_data, "<i2"
    )
    at = 0
    show = Show(root=Path("."), exists=False)
    for layout in passage:
        desk = Desk(show, {}, (), Store(Path("."), "none"), INSERTS)
        speechless = replace(layout, utterances=(), inserts=keep_music(layout))
        mixed = np.frombuffer(mix_block(speechless, {}, {}, INSERTS, 1), "<i2")
        assert (mixed == one[at : at + layout.samples]).all()
        for first in (-RUN_IN, layout.samples):
            if known := mix_music(layout, desk, first):
                here = at + first
                assert known == one[here : here + RUN_IN].tobytes()
        at += layout.samples


@pytest.mark.slow
def test_an_encoded_border_under_music_is_not_heard(passage: list[Layout], tmp_path: Path) -> None:
    """The error against the source is no larger around the borders than elsewhere."""
    show = Show(root=tmp_path, exists=False)
    desk = Desk(show, {}, (), Store(tmp_path, "block"), replace(INSERTS))
    speechless = [replace(layout, utterances=(), inserts=keep_music(layout)) for layout in passage]
    made = [make_block(layout, desk, pcm=True) for layout in speechless]
    (tmp_path / "x.mp3").write_bytes(b"".join(block.frames for block in made))
    decoded, _ = run_ffmpeg(["-i", str(tmp_path / "x.mp3"), "-f", "s16le", "pipe:1"])
    source = np.frombuffer(b"".join(block.pcm for block in made), "<i2").astype(float)
    # Nothing tells the decoder of the delay of encoder and decoder.
    heard = np.frombuffer(decoded, "<i2").astype(float)[ENCODER_DELAY + DECODER_DELAY :]
    error = np.abs(source[: len(heard)] - heard[: len(source)])
    at = 0
    for layout in passage[:-1]:
        at += layout.samples
        if layout.goes_on:
            inside = error[at - 60_000 : at - 20_000]
            assert error[at - 1_500 : at + 1_500].max() <= 1.5 * inside.max()


CUES = st.lists(
    st.sampled_from(
        [
            cue(CueKind.STING),
            cue(CueKind.SOUND, "gull.wav"),
            cue(CueKind.MUSIC, "bed"),
            cue(CueKind.MUSIC, "gull.wav"),
            cue(CueKind.MUSIC, "off"),
        ]
    ),
    max_size=3,
).map(tuple)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cues=st.dictionaries(st.integers(0, 15), CUES),
    jingles=st.sampled_from([(), ("intro",), ("outro",), ("intro", "outro")]),
)
def test_whatever_a_script_asks_for_no_sound_is_over_words_and_no_music_over_other(
    make_take: MakeTake, cues: dict[int, tuple[Cue, ...]], jingles: tuple[str, ...]
) -> None:
    """Envelopes go forwards, and everything ends with the episode."""
    music = [make_music(role, 9) for role in jingles]
    timeline = join(arrange(make_takes(make_take, cues, 16), music))
    beds = [it for it in timeline.inserts if it.kind == "music"]
    for insert in timeline.inserts:
        assert insert.kind == "music" or not overlaps(insert, timeline)
        places = [at for at, _ in insert.points]
        assert places == sorted(places)
        assert 0 <= insert.start < insert.end <= timeline.samples
        assert insert.kind == "music" or all(
            insert.end <= it.start or insert.start >= it.end for it in timeline.jingles
        )
    assert all(one.end <= other.start for one, other in pairwise(beds))
