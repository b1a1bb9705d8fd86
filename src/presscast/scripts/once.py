"""Names that come once before a colon: "Rome: a city of contrasts" is prose."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from presscast.scripts.candidates import Candidate, Saying
from presscast.scripts.evidence import NEAR, Evidence, group_names, is_spaceless
from presscast.scripts.name_forms import fold_name

_AROUND = 50
"""How many labels on either side tell how names are written here."""


def find_once(candidates: Sequence[Candidate], evidence: Evidence, certain: set[str]) -> set[str]:
    """The names that come once and are borne out by the rest of the document."""
    groups = group_names(candidates)
    once = [
        group[0]
        for key, group in groups.items()
        if key not in certain and len(group) == 1 and group[0].starts
    ]
    if not certain:
        return _find_people(once, evidence)
    found: set[str] = set()
    for _ in range(2):  # a surname is borne out by the full name that was borne out before
        sure = certain | found
        labels = [it for it in candidates if it.key in sure]
        rest = (it for it in once if it.key not in sure)
        found |= {it.key for it in rest if _fits_conversation(it, labels, evidence)}
    return found


def _find_people(once: Sequence[Candidate], evidence: Evidence) -> set[str]:
    """People who all speak once: they stand together, nobody else does, and they talk."""
    judge = evidence.judge
    people = [
        it
        for it in once
        if it.saying is Saying.SENTENCE and judge.is_person(it.name) and not it.item
    ]
    near = {
        it.key
        for before, after in pairwise(people)
        if evidence.measure_gap(before.at, after.at) <= NEAR
        for it in (before, after)
    }
    people = [it for it in people if it.key in near]
    names = {it.name for it in people[:_AROUND]}
    short = {
        it.key
        for it in once
        if it.key not in near and any(evidence.is_short_for(it.name, name) for name in names)
    }
    others = sum(not it.item and it.key not in short for it in once)
    if len(people) < 2 or len(people) * 10 < others * 7:
        return set()
    talk = sum(map(evidence.talks, people))
    certain = all(judge.is_full_name(it.name) or judge.is_part(it.name) for it in people)
    return near | short if talk * (3 if certain else 2) >= len(people) else set()


def _fits_conversation(
    candidate: Candidate, labels: Sequence[Candidate], evidence: Evidence
) -> bool:
    """Whether somebody who speaks once stands among those who are certain."""
    place = bisect_left(labels, candidate.at, key=lambda it: it.at)
    around = labels[max(0, place - _AROUND) : place + _AROUND]
    if candidate.remark and fold_name(candidate.remark) in {it.key for it in around}:
        return True
    edges = [*labels[max(0, place - 1) : place], *labels[place : place + 1]]
    if candidate.item and not all(it.item for it in edges):
        return False
    if len(edges) == 1:
        apart = evidence.measure_gap(edges[0].at, candidate.at) > NEAR
        if apart or evidence.has_border(edges[0].at, candidate.at):
            return False
    if candidate.key in evidence.judge.words.parts and candidate.saying:
        return not evidence.is_letter(candidate.key)
    if evidence.judge.is_person(candidate.name) and not _is_word(candidate, around, evidence):
        return candidate.saying >= Saying.WORDS
    inside = len(edges) > 1
    return candidate.saying is Saying.SENTENCE and _is_alike(candidate, around, inside, evidence)


def _is_word(candidate: Candidate, around: Sequence[Candidate], evidence: Evidence) -> bool:
    """Whether a first name alone is rather a word, as Patience and Hope are.

    It is where nobody else is called by a first name alone, and nobody mentions it.
    """
    if not _is_bare(candidate.name, evidence) or evidence.is_mentioned(candidate.name):
        return False
    others = [it.name for it in around if not evidence.judge.is_part(it.name)]
    return bool(others) and not any(_is_bare(name, evidence) for name in others)


def _is_bare(name: str, evidence: Evidence) -> bool:
    return len(name.split()) == 1 and not evidence.judge.is_part(name) and not name.isupper()


def _is_alike(
    candidate: Candidate, around: Sequence[Candidate], inside: bool, evidence: Evidence
) -> bool:
    """Whether a name is written like those round it, or is one of them written otherwise."""
    name = candidate.name
    capitals = sum(it.name.isupper() for it in around) * 5 >= len(around) * 4
    if capitals and name.isupper() and len(name) > 3:
        return True
    if candidate.remark and inside and is_spaceless(name):
        return True
    if any(evidence.is_short_for(name, other) for other in {it.name for it in around}):
        return True
    return evidence.is_mentioned(name) and len(name.split()) > 1
