"""Which candidates are labels. Decided over the whole document, never from one line.

The candidates of one name are judged together: how the name is written, how often it comes, in
which form, whether other names take turns with it, whether its owner is mentioned elsewhere, and
whether what stands behind it is talk.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from presscast.scripts.candidates import SURE, Candidate, Form, find_candidates
from presscast.scripts.evidence import Evidence
from presscast.scripts.habits import find_habit, find_letters
from presscast.scripts.name_forms import NameJudge, fold_name
from presscast.scripts.once import find_once
from presscast.scripts.passages import Passage
from presscast.scripts.repeated import find_repeated

_MOST_NAMES = 100
"""People of whom a label without a space behind its colon may be one."""
_QUOTES = '“"«„'


@dataclass(frozen=True, slots=True)
class Labels:
    """The decision over a document."""

    accepted: dict[int, Candidate]
    """Passage -> the label that it starts with."""
    rare: tuple[Candidate, ...] = ()
    """Accepted although they come only once."""
    doubtful: tuple[Candidate, ...] = ()
    """Left in the text although they look like names: the first of each."""


def decide_labels(
    passages: Sequence[Passage],
    judge: NameJudge,
    stated: Iterable[str] = (),
    *,
    closed: bool = False,
) -> Labels:
    """Which passages start with labels; names that the front matter states always do.

    In a `closed` script no others do.
    """
    known = frozenset(fold_name(name) for name in stated)
    candidates = _find_likely(passages, judge, known)
    if closed:
        candidates = [it for it in candidates if it.key in known and it.form in SURE]
    evidence = Evidence(passages, candidates, judge)
    accepted: dict[int, Candidate] = {}
    for candidate in _choose(candidates, evidence, known):
        accepted.setdefault(candidate.at, candidate)
    counts = Counter(candidate.key for candidate in accepted.values())
    rare = (it for it in accepted.values() if counts[it.key] == 1 and it.key not in known)
    doubtful: dict[str, Candidate] = {}
    for it in candidates:
        plain = it.form in SURE and not it.item and not it.stamped
        if plain and it.at not in accepted and it.key not in counts:
            doubtful.setdefault(it.key, it)
    return Labels(
        accepted=dict(sorted(accepted.items())),
        rare=tuple(it for it in rare if not judge.is_host(it.name)),
        doubtful=tuple(doubtful.values()),
    )


def _choose(
    candidates: list[Candidate], evidence: Evidence, known: frozenset[str]
) -> list[Candidate]:
    """The labels: of sure forms first, else of a form that the document has a habit of."""
    sure = _keep_habits([it for it in candidates if it.form in SURE], known)
    names = find_repeated(sure, evidence, known)
    names |= find_once(sure, evidence, names)
    letters = find_letters(candidates, evidence)
    nicks = [it for it in candidates if it.form is Form.NICK]
    if len({it.key for it in nicks}) > 1 and len(nicks) * 2 > len(evidence.passages):
        return nicks
    if not names:
        return letters or find_habit(candidates, evidence)
    chosen = [it for it in sure if it.key in names]
    return [*chosen, *letters, *_find_same(candidates, names, evidence)]


def _find_same(
    candidates: Iterable[Candidate], names: set[str], evidence: Evidence
) -> list[Candidate]:
    """The same people in other forms: a heading "Anna", "Anna —" once among "Anna:"."""
    judge = evidence.judge
    glued = [it for it in candidates if it.form is Form.GLUED and it.starts]
    named = [it.name for it in candidates if it.key in names or it.form is Form.GLUED]
    full = [name for name in dict.fromkeys(named) if judge.is_full_name(name)][:_MOST_NAMES]
    return [
        *(
            it
            for it in candidates
            if it.form not in SURE
            and it.key in names
            and it.starts
            and not evidence.is_letter(it.key)
        ),
        *(
            it
            for it in glued
            if it.key not in names and any(evidence.is_short_for(it.name, name) for name in full)
        ),
    ]


def _keep_habits(candidates: list[Candidate], known: frozenset[str]) -> list[Candidate]:
    """Where repeated labels nearly all are in bold, in no list, or speak without quotation marks,
    those that do not are prose.
    """
    spoken = {it.key for it in candidates if it.said[:1] not in _QUOTES or not it.said}
    traits: tuple[Callable[[Candidate], bool], ...] = (
        lambda it: it.strong,
        lambda it: not it.item,
        lambda it: it.stamped,
        lambda it: it.key in spoken,
    )
    counts = Counter(candidate.key for candidate in candidates)
    repeated = [it for it in candidates if counts[it.key] > 1]
    for trait in traits:
        having = sum(map(trait, repeated))
        if having > 2 and having * 5 >= len(repeated) * 4:
            candidates = [it for it in candidates if it.key in known or trait(it)]
    return candidates


def _find_likely(
    passages: Sequence[Passage], judge: NameJudge, known: frozenset[str]
) -> list[Candidate]:
    """The candidates that are written like names."""
    verdicts: dict[str, bool] = {}
    likely = []
    for it in _merge_numbers([*find_candidates(passages)], judge):
        if it.name not in verdicts:
            handle = it.form in SURE and judge.is_handle(it.name)
            nick = it.form is Form.NICK
            verdicts[it.name] = it.key in known or handle or nick or judge.is_name(it.name)
        if verdicts[it.name]:
            likely.append(it)
    return _drop_calendar(likely, judge, known)


def _merge_numbers(candidates: list[Candidate], judge: NameJudge) -> list[Candidate]:
    """Q1, Q2, Q3 are questions of one person; R1, R2, R1 are two people."""
    numbers: dict[str, list[int]] = defaultdict(list)
    split: dict[str, tuple[str, int]] = {}
    for it in candidates:
        if it.name not in split:
            split[it.name] = judge.split_number(it.name)
        stem, number = split[it.name]
        if number:
            numbers[fold_name(stem)].append(number)
    counted = {stem for stem, found in numbers.items() if found == sorted(found)}
    merged = []
    for it in candidates:
        stem, number = split[it.name]
        key = fold_name(stem)
        merged.append(replace(it, name=stem, key=key) if number and key in counted else it)
    return merged


def _drop_calendar(
    candidates: list[Candidate], judge: NameJudge, known: frozenset[str]
) -> list[Candidate]:
    """April and June may talk to each other; with a third month they are a calendar."""
    months = (judge.words.months & {candidate.key for candidate in candidates}) - known
    if len(months) < 3:
        return candidates
    return [candidate for candidate in candidates if candidate.key not in months]
