"""Voices for people: as far apart as can be from everybody whom they meet in the conversation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from presscast.model import Sex, Voice
from presscast.voices.apart import ALIKE, APART, measure_distance

_WEIGHED = 50
"""People whose voices are weighed against each other, those who speak most. The others only get a
voice that nobody has who speaks next to them: so many are told apart by nobody."""

_SMALL, _STARTS = 12, 4
"""For so many people the search starts so many times, each time with another person first. Measured
with 58 voices: 0.1 s for 12 people, as for 50 with one start 0.3 s."""

_SAME = 1e8
_OTHER_SEX = 1e5
_MISTAKEN = 20.0
"""What counts comes first: that no two share a voice, then sex, then that no two are hard to tell
apart, then distance, then clarity: all distances of fifty people sum up to less than 1e5."""

_MEETING = 3.0
"""How much more it counts, on top of 1 for every two, that two speak next to each other."""

_CLARITY = 1.0
_RANK = 0.01
"""What a place further down the catalogue costs."""

Meetings = Mapping[tuple[str, str], int]
"""(one, other) -> how often the other speaks right before or after the one; both ways round."""


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in a cast."""

    name: str
    sex: Sex | None
    """None where a voice of either will do."""
    share: float
    """Of all words."""
    voice: Voice | None = None
    """The voice that is not to be changed."""


def assign_voices(
    parts: Sequence[Part], candidates: Sequence[Voice], meetings: Meetings
) -> dict[str, Voice]:
    """A voice for each part that has none, the same for the same parts.

    The sum of what bothers a listener is made as small as exchanging voices makes it: voices
    nearer than APART, most of all of people who speak next to each other.
    """
    if not candidates:
        return {}
    waiting = sorted((part for part in parts if not part.voice), key=lambda part: -part.share)
    fixed = [part for part in parts if part.voice]
    weighed, others = waiting[:_WEIGHED], waiting[_WEIGHED:]
    taken = {part.name: part.voice for part in fixed if part.voice}
    taken |= _Board(weighed, fixed, candidates, meetings).solve()
    for part, voice in _fill_in(others, taken, candidates, meetings):
        taken[part.name] = voice
    return {part.name: taken[part.name] for part in waiting}


def rank_voices(
    part: Part, others: Sequence[Part], candidates: Sequence[Voice], meetings: Meetings
) -> list[Voice]:
    """The voices for one part beside the others, who all have one: best first."""
    board = _Board([part], others, candidates, meetings)
    order = sorted(range(len(candidates)), key=lambda voice: board.own[0][voice])
    return [candidates[voice] for voice in order]


def _bother(one: Voice, other: Voice) -> float:
    """How much it bothers that two people have these voices; to four places, as no two systems
    agree on the last ones."""
    if (one.id, one.setting) == (other.id, other.setting):
        return _SAME
    distance = measure_distance(one, other)
    return round(max(0.0, APART - distance) ** 2 + _MISTAKEN * (distance < ALIKE), 4)


def _dislike(part: Part, voice: Voice, rank: int) -> float:
    """How little a voice fits a part by itself."""
    wrong = part.sex is not None and voice.sex not in (None, part.sex)
    unclear = 0.0 if voice.clarity is None else 1 - voice.clarity
    return _OTHER_SEX * wrong + part.share * unclear * _CLARITY + rank * _RANK


class _Board:
    """Parts and candidates as numbers, and what each choice costs."""

    def __init__(
        self,
        parts: Sequence[Part],
        fixed: Sequence[Part],
        candidates: Sequence[Voice],
        meetings: Meetings,
    ) -> None:
        self.parts = parts
        self.candidates = candidates
        most = max(meetings.values(), default=1)

        def weigh(one: Part, other: Part) -> float:
            return 1 + _MEETING * meetings.get((one.name, other.name), 0) / most

        self.weight = [[weigh(one, other) for other in parts] for one in parts]
        self.pair = [[_bother(one, other) for other in candidates] for one in candidates]
        around = [(part, part.voice) for part in fixed if part.voice]
        near = {voice: [_bother(own, voice) for own in candidates] for _, voice in around}
        self.own = [
            [
                _dislike(part, voice, number)
                + sum(weigh(part, other) * near[used][number] for other, used in around)
                for number, voice in enumerate(candidates)
            ]
            for part in parts
        ]
        """What a voice costs a part, whatever the other parts have."""

    def solve(self) -> dict[str, Voice]:
        """A voice for every part: the best of what several starts lead to."""
        many = len(self.parts)
        starts = range(min(many, _STARTS) if many <= _SMALL else 1)
        found = [self._improve(self._start(first)) for first in starts]
        best = min(found, key=self._sum_up, default=[])
        return {
            part.name: self.candidates[voice] for part, voice in zip(self.parts, best, strict=True)
        }

    def _start(self, first: int) -> list[int]:
        """The best voice for one part after the other, from the part `first` on."""
        chosen: dict[int, int] = {}
        for part in (*range(first, len(self.parts)), *range(first)):
            chosen[part] = self._find_best(part, chosen)
        return [chosen[part] for part in range(len(self.parts))]

    def _improve(self, chosen: list[int]) -> list[int]:
        """Voices replaced and exchanged until that gains nothing."""
        while self._replace_one(chosen) or self._swap_two(chosen):
            pass
        return chosen

    def _sum_up(self, chosen: Sequence[int]) -> float:
        pairs = (self._cost(part, voice, chosen) for part, voice in enumerate(chosen))
        own = sum(self.own[part][voice] for part, voice in enumerate(chosen))
        return (sum(pairs) + own) / 2

    def _cost(self, part: int, voice: int, chosen: Sequence[int], but: int = -1) -> float:
        """What a voice costs a part beside the others' chosen ones, one of them left out."""
        others = ((it, theirs) for it, theirs in enumerate(chosen) if it not in (part, but))
        return self.own[part][voice] + self._pair_up(part, voice, others)

    def _pair_up(self, part: int, voice: int, others: Iterable[tuple[int, int]]) -> float:
        weight, pair = self.weight[part], self.pair[voice]
        return sum(weight[other] * pair[theirs] for other, theirs in others)

    def _find_best(self, part: int, chosen: Mapping[int, int]) -> int:
        """The voice that costs a part least beside those of the others."""
        others = [(it, theirs) for it, theirs in chosen.items() if it != part]
        voices = range(len(self.candidates))
        return min(voices, key=lambda it: self.own[part][it] + self._pair_up(part, it, others))

    def _replace_one(self, chosen: list[int]) -> bool:
        """Give a part a better voice; whether there was one."""
        gained = False
        for part, voice in enumerate(chosen):
            best = self._find_best(part, dict(enumerate(chosen)))
            if self._cost(part, best, chosen) < self._cost(part, voice, chosen) - 1e-6:
                chosen[part] = best
                gained = True
        return gained

    def _swap_two(self, chosen: list[int]) -> bool:
        """Exchange the voices of two parts where that is better; whether it was anywhere."""
        gained = False
        for one in range(len(chosen)):
            for other in range(one):
                mine, theirs = chosen[one], chosen[other]
                now = self._cost(one, mine, chosen, other) + self._cost(other, theirs, chosen, one)
                then = self._cost(one, theirs, chosen, other) + self._cost(other, mine, chosen, one)
                if then < now - 1e-6:
                    chosen[one], chosen[other] = theirs, mine
                    gained = True
        return gained


def _fill_in(
    parts: Sequence[Part],
    taken: Mapping[str, Voice],
    candidates: Sequence[Voice],
    meetings: Meetings,
) -> list[tuple[Part, Voice]]:
    """The least used voice of the right sex that nobody has who speaks next to the part."""
    neighbours: dict[str, list[str]] = {}
    for one, other in meetings:
        neighbours.setdefault(one, []).append(other)
    voices = dict(taken)
    used = Counter(voice.id for voice in voices.values())
    filled = []
    for part in parts:
        near = {voices[name].id for name in neighbours.get(part.name, ()) if name in voices}
        voice = min(
            candidates,
            key=lambda it: (it.id in near, _dislike(part, it, 0) >= _OTHER_SEX, used[it.id]),
        )
        used[voice.id] += 1
        voices[part.name] = voice
        filled.append((part, voice))
    return filled
