"""Names that come again and again before a colon: whose are speakers."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from presscast.scripts.candidates import Candidate, Saying
from presscast.scripts.evidence import (
    SENTENCES,
    Evidence,
    Group,
    Groups,
    Turns,
    count_turns,
    group_names,
    weigh_group,
)

_LEAST_HANDLES = 3
"""A name in small letters has to come as often as this."""


def find_repeated(
    candidates: Sequence[Candidate], evidence: Evidence, known: frozenset[str]
) -> set[str]:
    """The names that are surely speakers: people, then who takes turns with them."""
    groups = group_names(candidates)
    turns = count_turns(candidates)
    certain = {
        key
        for key, group in groups.items()
        if key in known or _is_certain(key, group, turns, evidence)
    }
    certain |= _find_strangers(groups, turns, certain, evidence)
    if certain:
        certain |= _find_partners(groups, candidates, certain, evidence)
    return certain


def _is_certain(key: str, group: Group, turns: Turns, evidence: Evidence) -> bool:
    """Whether a name that comes again is a person's or a part's who speaks."""
    saying = weigh_group(group)
    if len(group) < 2 or saying < Saying.WORDS:
        return False
    if evidence.is_letter(key):
        answered = evidence.find_partners(key) & turns[key].keys()
        return bool(answered) or all(map(evidence.asks, group))
    name = group[0].name
    if evidence.judge.is_part(name):
        return True
    return evidence.judge.is_person(name) and (saying > Saying.WORDS or bool(turns[key]))


def _may_speak(key: str, group: Group, evidence: Evidence) -> bool:
    """Whether a name that nobody knows comes often enough, and says sentences."""
    least = _LEAST_HANDLES if evidence.judge.is_handle(group[0].name) else 2
    return len(group) >= least and not evidence.is_letter(key) and weigh_group(group) >= SENTENCES


def _find_strangers(
    groups: Groups, turns: Turns, certain: set[str], evidence: Evidence
) -> set[str]:
    """Names nobody knows that take turns, where what they say is talk."""
    talkers = {
        key
        for key, group in groups.items()
        if key not in certain
        and _may_speak(key, group, evidence)
        and turns[key].total() >= len(group)
        and (max(turns[key].values()) > 1 or _meets_people(turns[key], groups, evidence))
    }
    people = any(evidence.judge.is_full_name(group[0].name) for group in groups.values())
    spoken = [it for key in talkers for it in groups[key]]
    if not spoken or (len(talkers) < 2 and not certain and not people):
        return set()
    asked = sum(map(evidence.asks, spoken))
    talk = sum(map(evidence.talks, spoken))
    lively = asked * 6 >= len(spoken) or talk * 2 >= len(spoken)
    return talkers if lively and talk * 4 >= len(spoken) else set()


def _meets_people(turns: Counter[str], groups: Groups, evidence: Evidence) -> bool:
    """Whether several people, whatever they are called by, take turns with a name."""
    return sum(evidence.judge.is_person(groups[other][0].name) for other in turns) > 1


def _find_partners(
    groups: Groups, candidates: Sequence[Candidate], certain: set[str], evidence: Evidence
) -> set[str]:
    """Names that come again and take turns with people who are certain."""
    beside: Counter[str] = Counter()
    again = [it for it in candidates if it.key in certain or len(groups[it.key]) > 1]
    for before, after in pairwise(again):
        for one, other in ((before, after), (after, before)):
            beside[one.key] += other.key in certain and other.key != one.key
    labels = [it for it in candidates if it.key in certain]
    return {
        key
        for key, group in groups.items()
        if key not in certain
        and _may_speak(key, group, evidence)
        and beside[key] >= len(group)
        and (_is_borne_out(group, evidence) or _answers(group, labels, evidence))
    }


def _is_borne_out(group: Group, evidence: Evidence) -> bool:
    """Whether something besides its place tells that a repeated name is somebody's."""
    name = group[0].name
    words = name.split()
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return not any(it.item for it in group)
    talk = sum(map(evidence.talks, group))
    asked = any(map(evidence.asks, group))
    return asked or talk * 3 >= len(group) or evidence.is_mentioned(name) or name.isupper()


def _answers(group: Group, labels: Sequence[Candidate], evidence: Evidence) -> bool:
    """Whether most of what a name says follows a question of somebody who is certain."""
    asked = 0
    for it in group:
        place = bisect_left(labels, it.at, key=lambda label: label.at)
        if place:
            before = labels[place - 1]
            asked += evidence.measure_gap(before.at, it.at) <= 2 and evidence.asks(before)
    return asked * 2 >= len(group)
