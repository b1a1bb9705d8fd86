"""Labels in forms that count only where they are a document's habit: "Q.", "Anna —", "ANNA"."""

from collections.abc import Sequence

from presscast.scripts.candidates import Candidate, Form
from presscast.scripts.evidence import (
    NEAR,
    Evidence,
    Group,
    Groups,
    count_turns,
    group_names,
)

_WEAK = (Form.LINE, Form.PERIOD, Form.SPACED, Form.RUN_IN, Form.DASH)
"""In the order in which they are tried."""

_JAPANESE = ("――", "──", "——")
"""What leads a question in Japanese, where the answer is labelled."""


def find_habit(candidates: Sequence[Candidate], evidence: Evidence) -> list[Candidate]:
    """The labels of the first form in which at least two names take turns."""
    for form in _WEAK:
        found = [it for it in candidates if it.form is form]
        if chosen := _choose(found, form, evidence):
            return chosen
    return []


def find_letters(candidates: Sequence[Candidate], evidence: Evidence) -> list[Candidate]:
    """ "Q. … A. …" where both come, the question first; or "Q." alone, again and again."""
    candidates = [it for it in candidates if it.form is Form.LETTER]
    groups = group_names(candidates)
    letters = {key for key in groups if evidence.is_letter(key)}
    asking = [
        key
        for key in sorted(letters & evidence.judge.words.ask)
        if sum(map(evidence.asks, groups[key])) * 2 >= len(groups[key])
    ]
    for key in sorted(asking, key=lambda key: -len(groups[key])):
        partners = [
            other
            for other in sorted(letters & evidence.find_partners(key) - {key})
            if groups[other][-1].at > groups[key][0].at
        ]
        best = max(partners, key=lambda other: len(groups[other]), default=key)
        found = [it for it in candidates if it.key in (key, best)]
        if len(found) > (2 if partners else 1):
            return found
    return []


def _choose(candidates: Sequence[Candidate], form: Form, evidence: Evidence) -> list[Candidate]:
    if form is Form.LINE:
        candidates = _drop_lists(candidates, evidence)
    groups = group_names(candidates)
    accepted = _find_turns(candidates, groups, form, evidence)
    led = sum(passage.text.startswith(_JAPANESE) for passage in evidence.passages) > 1
    if led and form is Form.SPACED:
        accepted = {key for key, group in groups.items() if len(group) > 1}
        accepted |= {
            key for key in groups if any(evidence.share_word(key, other) for other in accepted)
        }
    elif len(accepted) < 2 or sum(map(evidence.talks, candidates)) * 4 < len(candidates):
        return []
    accepted |= _find_others(groups, accepted, evidence)
    return [candidate for candidate in candidates if candidate.key in accepted]


def _find_turns(
    candidates: Sequence[Candidate], groups: Groups, form: Form, evidence: Evidence
) -> set[str]:
    """The names that come again, take turns and are borne out."""
    turns = count_turns([it for it in candidates if len(groups[it.key]) > 1])
    asked = any(map(evidence.asks, candidates))
    lively = asked and sum(map(evidence.talks, candidates)) * 2 >= len(candidates)
    return {
        key
        for key, group in groups.items()
        if len(group) > 1
        and turns[key]
        and all(it.starts for it in group)
        and _is_borne_out(group, form, lively, evidence)
    }


def _is_borne_out(group: Group, form: Form, lively: bool, evidence: Evidence) -> bool:
    first = group[0]
    if first.stamped or first.name.isupper() or evidence.judge.is_person(first.name):
        return True
    if form is Form.LINE:
        return first.strong or lively
    return any(map(evidence.talks, group))


def _find_others(groups: Groups, accepted: set[str], evidence: Evidence) -> set[str]:
    """Names that come once, written like those that come again and among them."""
    habit = sorted(it.at for key in accepted for it in groups[key])
    capitals = all(groups[key][0].name.isupper() for key in accepted)
    return {
        key
        for key, group in groups.items()
        if key not in accepted
        and len(group) == 1
        and group[0].starts
        and habit[0] < group[0].at < habit[-1] + NEAR
        and (
            group[0].stamped
            or evidence.judge.is_person(group[0].name)
            or (capitals and group[0].name.isupper())
        )
    }


def _drop_lists(candidates: Sequence[Candidate], evidence: Evidence) -> list[Candidate]:
    """Without names that stand under each other, as signatures do."""
    places = {candidate.at for candidate in candidates}
    passages = evidence.passages
    return [
        it for it in candidates if it.at + 1 not in places and len(passages[it.at + 1].text) > 1
    ]
