"""When each word of a text sounds, from how long each of Piper's phonemes does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from presscast.voices.timing import Mark

_BOS, _PAD, _SPACE = "^", "_", " "
_STRESS = frozenset("ˈˌː'")

_MOST_WORDS, _MOST_GROUPS = 4, 12
"""Words that eSpeak NG runs together, and groups of phonemes that it says one number with."""

_BAND = 24
"""How far words and groups may run apart: what keeps the time linear in the text."""


@dataclass(frozen=True, slots=True)
class Group:
    """Phonemes between two spaces: a word, mostly."""

    starts: tuple[int, ...]
    """The sample at which each of its phonemes begins."""


def count_phonemes(phonemes: Iterable[str]) -> int:
    """How many of these are sounds, not stress, length or punctuation."""
    return sum(map(_sounds, phonemes))


def find_groups(
    phonemes: Sequence[str], ids: Mapping[str, Sequence[int]], lengths: Sequence[int], start: int
) -> list[Group]:
    """The groups of one sentence: `lengths` is the samples of each id that Piper made of it.

    Piper lays out the ids of a sentence as BOS, then each phoneme that the voice knows, a PAD
    behind every one of them.
    """
    groups: list[Group] = []
    pad = len(ids.get(_PAD, ()))
    place = len(ids[_BOS]) + pad
    at = start + sum(lengths[:place])
    starts: list[int] = []
    first: int | None = None
    for phoneme in phonemes:
        if phoneme == _SPACE:
            if starts:
                groups.append(Group(tuple(starts)))
            starts = []
            # What is heard in a space is the next word already: measured with a recogniser, words
            # begin 55 ms before the space's end, which is its length.
            first = at
        elif _sounds(phoneme):
            starts.append(at if first is None else first)
            first = None
        count = len(ids[phoneme]) + pad if phoneme in ids else 0
        at += sum(lengths[place : place + count])
        place += count
    return [*groups, Group(tuple(starts))] if starts else groups


def _sounds(phoneme: str) -> bool:
    return phoneme.isalpha() and phoneme not in _STRESS


def mark_words(
    spans: Sequence[tuple[int, int]], sizes: Sequence[int], groups: Sequence[Group]
) -> list[Mark]:
    """Where the words begin to sound, those that no group says left out.

    `sizes` is the phonemes of each word said by itself. Words and groups are paired in order, so
    that these fit best; words that are run together begin at the phonemes of their group.
    """
    marks: list[Mark] = []
    for words, said in _pair(sizes, [len(group.starts) for group in groups]):
        starts = [start for group in groups[said] for start in group.starts]
        total = max(1, sum(sizes[words]))
        for word in range(words.start, words.stop):
            before = sum(sizes[words.start : word])
            place = min(len(starts) - 1, round(before * len(starts) / total))
            marks.append((spans[word][0], starts[place]))
    return marks


def _pair(words: Sequence[int], groups: Sequence[int]) -> list[tuple[slice, slice]]:
    """(some words, the groups that say them), in order."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    slope = len(groups) / max(1, len(words))
    moves = [(1, 1), *((many, 1) for many in range(2, _MOST_WORDS + 1))]
    moves += [(1, many) for many in range(2, _MOST_GROUPS + 1)] + [(1, 0), (0, 1)]
    for word in range(len(words) + 1):
        middle = round(word * slope)
        for group in range(max(0, middle - _BAND), min(len(groups), middle + _BAND) + 1):
            if (word, group) not in best:
                continue
            cost = best[word, group][0]
            for more_words, more_groups in moves:
                ends = (word + more_words, group + more_groups)
                if ends[0] > len(words) or ends[1] > len(groups):
                    continue
                apart = abs(sum(words[word : ends[0]]) - sum(groups[group : ends[1]]))
                total = cost + apart + 0.5 * abs(more_words - more_groups)
                if ends not in best or total < best[ends][0]:
                    best[ends] = (total, (word, group))
    return _trace(best, (len(words), len(groups)))


def _trace(
    best: Mapping[tuple[int, int], tuple[float, tuple[int, int]]], ends: tuple[int, int]
) -> list[tuple[slice, slice]]:
    pairs = []
    while ends != (0, 0) and ends in best:
        begins = best[ends][1]
        if begins[0] < ends[0] and begins[1] < ends[1]:
            pairs.append((slice(begins[0], ends[0]), slice(begins[1], ends[1])))
        ends = begins
    return pairs[::-1]
