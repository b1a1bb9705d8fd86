"""How well scripts are read: the share of words that are said by the right person, over all cases.

Expected and found words are aligned; a word counts if it is said by the same person under the best
one-to-one naming. Words that should not be said, and words that are missing, count against.
"""

import sys
from collections import Counter, defaultdict
from difflib import SequenceMatcher

from tests.scripts.case_files import OPEN, Case, describe, list_cases

Said = list[tuple[str, str]]
"""(word, speaker) in order."""

_MOST_SPEAKERS = 10
"""Up to so many the best naming is found exactly; after that the commonest pairs go first."""


def measure_case(case: Case) -> tuple[int, int]:
    """(words said by the right person, words said or to be said)."""
    expected = _list_words(case.sort_expected()[""])
    found = _list_words(describe(case.read())[""])
    matcher = SequenceMatcher(
        None, [word for word, _ in expected], [word for word, _ in found], autojunk=False
    )
    pairs: Counter[tuple[str, str]] = Counter()
    common = 0
    for one, other, size in matcher.get_matching_blocks():
        common += size
        for step in range(size):
            pairs[expected[one + step][1], found[other + step][1]] += 1
    return _count_best(pairs), len(expected) + len(found) - common


def _list_words(turns: list[str]) -> Said:
    return [
        (word, speaker)
        for turn in turns
        for speaker, _, said in [turn.partition(": ")]
        for word in said.split()
        if word != "/"
    ]


def _count_best(pairs: Counter[tuple[str, str]]) -> int:
    """The most words that any one-to-one naming of the speakers gives to the right person."""
    people = sorted({one for one, _ in pairs})
    names = sorted({other for _, other in pairs})
    if max(len(people), len(names)) > _MOST_SPEAKERS:
        taken: set[str] = set()
        total = 0
        for (one, other), count in pairs.most_common():
            if not {f"<{one}", f">{other}"} & taken:
                taken |= {f"<{one}", f">{other}"}
                total += count
        return total
    best = {0: 0}
    """Names that are given away, as bits -> words."""
    for one in people:
        following = dict(best)
        for bits, total in best.items():
            for place, other in enumerate(names):
                if not bits >> place & 1:
                    given = bits | 1 << place
                    count = total + pairs[one, other]
                    following[given] = max(following.get(given, 0), count)
        best = following
    return max(best.values())


def main() -> int:
    """Print the report; 1 if the share is under 0.99."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    below: list[tuple[float, str]] = []
    for case in list_cases():
        if case.error:
            continue
        right, words = measure_case(case)
        row = totals[case.name.split(":")[0]]
        for at, number in enumerate((1, right, words)):
            row[at] += number
        if right < words:
            below.append((right / words, case.name.removesuffix(OPEN).strip()))
    for name, (cases, right, words) in sorted(totals.items()):
        print(f"{name:24} {cases:4} cases {words:7,} words  {right / words:.4f}")
    cases, right, words = (sum(row[at] for row in totals.values()) for at in range(3))
    print(f"{'all':24} {cases:4} cases {words:7,} words  {right / words:.4f}")
    for share, name in sorted(below):
        print(f"  {share:.3f}  {name}")
    return int(right < 0.99 * words)


if __name__ == "__main__":
    sys.exit(main())
