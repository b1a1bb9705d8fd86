"""Voices are assigned to people as far apart as can be, most of all between those who meet."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscast.model import Sex, Voice
from presscast.units import Hertz
from presscast.voices.apart import ALIKE, APART, measure_distance, set_pitch
from presscast.voices.assign import Meetings, Part, assign_voices, rank_voices


def make_voice(pitch: int, sex: Sex = Sex.MALE, clarity: float = 0.9) -> Voice:
    """A voice that differs from others by pitch alone."""
    name = f"{sex}-{pitch}-{clarity}"
    return Voice(
        id=name,
        label=name,
        sex=sex,
        accent="",
        language="en",
        pitch=Hertz(pitch),
        brightness=Hertz(1000),
        family="one",
        clarity=clarity,
    )


def meet(*pairs: tuple[str, str]) -> Meetings:
    """Each two of them speak next to each other once."""
    return dict.fromkeys([it for one, other in pairs for it in ((one, other), (other, one))], 1)


def parts_of(names: str, sex: Sex | None = None) -> list[Part]:
    """People called by a letter who say equally much."""
    return [Part(name, sex, 1 / len(names)) for name in names]


VOICES = [make_voice(pitch) for pitch in (100, 104, 150, 225)]


def test_those_who_meet_are_farther_apart_than_those_who_do_not() -> None:
    """The two voices that are nearly one go to two people who never answer each other."""
    meetings = meet(("A", "B"), ("B", "C"), ("C", "D"), ("D", "A"), ("A", "C"))
    voices = assign_voices(parts_of("ABCD"), VOICES, meetings)
    assert {voices["B"].id, voices["D"].id} == {VOICES[0].id, VOICES[1].id}


def test_sex_goes_before_distance_and_one_voice_each_before_sex() -> None:
    """Two women share the women's voices, near as they are; a third gets a man's."""
    women = [make_voice(200, Sex.FEMALE), make_voice(204, Sex.FEMALE)]
    voices = assign_voices(parts_of("AB", Sex.FEMALE), [*VOICES, *women], meet(("A", "B")))
    assert {voice.sex for voice in voices.values()} == {Sex.FEMALE}
    voices = assign_voices(parts_of("ABC", Sex.FEMALE), [*VOICES, *women], meet(("A", "B")))
    assert len({voice.id for voice in voices.values()}) == 3
    assert sorted(voice.sex for voice in voices.values() if voice.sex) == [
        *[Sex.FEMALE] * 2,
        "male",
    ]


def test_who_speaks_most_is_the_clearest() -> None:
    """Where nothing else decides."""
    voices = [make_voice(100, clarity=0.85), make_voice(300, clarity=0.99)]
    parts = [Part("A", None, 0.1), Part("B", None, 0.9)]
    assert assign_voices(parts, voices, {})["B"].clarity == 0.99


def test_a_voice_that_is_fixed_stays_and_is_kept_away_from() -> None:
    """Whoever has it need not be listed among the candidates."""
    pinned = Part("A", None, 0.5, make_voice(101))
    voices = assign_voices([pinned, Part("B", None, 0.5)], VOICES, meet(("A", "B")))
    assert list(voices) == ["B"]
    assert voices["B"].pitch == 225


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(80, 300), min_size=4, max_size=5, unique=True), st.data())
def test_no_exchange_of_two_is_better(pitches: list[int], data: st.DataObject) -> None:
    """Neither two parts' voices the other way round, nor one that is free, would be better."""
    candidates = [make_voice(pitch) for pitch in pitches]
    pairs = [("A", "B"), ("B", "C"), ("C", "A")]
    met = data.draw(st.lists(st.sampled_from(pairs), unique=True))
    meetings = meet(*met)

    def cost(order: tuple[Voice, ...]) -> float:
        chosen = dict(zip("ABC", order, strict=True))
        total = sum(0.01 * candidates.index(voice) for voice in order)
        for one, other in pairs:
            distance = measure_distance(chosen[one], chosen[other])
            bother = max(0.0, APART - distance) ** 2 + 20 * (distance < ALIKE)
            total += (1 + 3 * meetings.get((one, other), 0)) * bother
        return total

    voices = assign_voices(parts_of("ABC"), candidates, meetings)
    found = tuple(voices[name] for name in "ABC")
    for order in permutations(candidates, 3):
        changed = [it for it, was in zip(order, found, strict=True) if it is not was]
        if len(changed) == 1 or (len(changed) == 2 and set(order) == set(found)):
            assert cost(order) >= cost(found) - 1e-3


@pytest.mark.slow
def test_thousands_are_cast_at_once_and_no_two_neighbours_share_a_voice() -> None:
    """The first fifty are weighed against each other; the others only against their neighbours."""
    names = [f"Caller {number}" for number in range(2_000)]
    meetings = meet(*pairwise(names))
    candidates = [make_voice(pitch) for pitch in range(80, 300, 5)]
    parts = [Part(name, None, 1 / 2_000) for name in names]
    voices = assign_voices(parts, candidates, meetings)
    assert len(voices) == 2_000
    assert all(voices[one].id != voices[other].id for one, other in pairwise(names))


def test_alternatives_come_best_first() -> None:
    """The farthest from the others; those of the other sex at the end."""
    woman = make_voice(330, Sex.FEMALE)
    others = [Part("B", None, 0.5, make_voice(102))]
    part = Part("A", Sex.MALE, 0.5)
    ranked = rank_voices(part, others, [woman, *VOICES], meet(("A", "B")))
    assert ranked[0].pitch == 225
    assert ranked[-1] is woman


def test_a_pitch_setting_moves_a_voice_by_octaves() -> None:
    """75 steps are one, as measured with eSpeak NG; voices of no known pitch stay unknown."""
    assert set_pitch(make_voice(100), 50).pitch == 100
    assert set_pitch(make_voice(100), 100).pitch == 159
    voice = make_voice(100)
    assert measure_distance(voice, set_pitch(voice, 75)) > 0.3
