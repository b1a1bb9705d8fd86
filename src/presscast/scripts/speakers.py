"""Who speaks where: by what the format states, by labels, or by the layout of a conversation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from presscast.model import Metadata
from presscast.scripts.candidates import Candidate, Form, state_start
from presscast.scripts.introductions import list_opening, read_introduction
from presscast.scripts.labels import decide_labels
from presscast.scripts.layouts import INTERVIEWEE, INTERVIEWER, find_layout
from presscast.scripts.name_forms import NameJudge, fold_name
from presscast.scripts.passages import Passage
from presscast.scripts.people import name_speakers

_CREDITS = 40
"""Bylines and credits that are looked through."""
_SHORT = 200
"""A credit under it has fewer characters."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where each speaker starts, and what is not sure about it."""

    starts: dict[int, Candidate]
    """Passage -> the label that it starts with; one without length where a layout tells."""
    names: dict[str, str]
    """Folded label -> the speaker's name."""
    rare: tuple[Candidate, ...]
    doubtful: tuple[Candidate, ...]

    def name_at(self, at: int) -> str | None:
        """Who starts to speak with a passage; None for nobody."""
        label = self.starts.get(at)
        return None if label is None else self.names[label.key]


def find_speakers(
    passages: Sequence[Passage],
    metadata: Metadata,
    judge: NameJudge,
    *,
    language: str,
    bylines: Sequence[str],
) -> Attribution:
    """Where each speaker starts. `bylines` are paragraphs left out that may name who asked."""
    stated = {
        at: state_start(at, passage.speaker)
        for at, passage in enumerate(passages)
        if passage.speaker
    }
    hints = list(_list_hints(metadata))
    known = [*hints, *(candidate.name for candidate in stated.values())]
    labels = decide_labels(passages, judge, known, closed=metadata.is_complete)
    layout = {} if metadata.is_complete else find_layout(passages, labels, judge)
    starts = dict(sorted({**layout, **labels.accepted, **stated}.items()))
    names = name_speakers({**labels.accepted, **stated}, passages, metadata, judge)
    hinted = {fold_name(name) for name in hints}
    for candidate in stated.values():
        # Nobody guesses that a stated GUARD is short for GUARD #2.
        if candidate.key not in hinted | judge.words.narrators:
            names[candidate.key] = candidate.name
    asking, answering = _find_anonymous(starts, judge)
    for it in starts.values():
        names.setdefault(it.key, it.name)
    if asking or answering:
        texts = [*_list_introductions(passages, starts, {asking, answering}), *bylines[:_CREDITS]]
        host, guest = read_introduction(texts, judge, language)
        called = {fold_name(name): name for name in names.values()}
        if host and asking and asking not in hinted and fold_name(host) not in called:
            names[asking] = host
        if guest and answering and answering not in hinted:
            names[answering] = called.get(fold_name(guest), guest)
    return Attribution(starts, names, labels.rare, labels.doubtful)


def _find_anonymous(starts: Mapping[int, Candidate], judge: NameJudge) -> tuple[str, str]:
    """(the key of who asks, of who answers) where they have no name: Q and A, or a layout's."""
    keys = {it.key for it in starts.values()}
    told = {it.key for it in starts.values() if it.form is Form.STATED}
    asking = min(keys & judge.words.ask, default="")
    answering = min((keys & judge.words.reply) - {asking}, default="")
    interviewer, interviewee = fold_name(INTERVIEWER), fold_name(INTERVIEWEE)
    return (
        asking or (interviewer if interviewer in told else ""),
        answering or (interviewee if interviewee in told else ""),
    )


def _list_introductions(
    passages: Sequence[Passage], starts: Mapping[int, Candidate], keys: set[str]
) -> Iterable[str]:
    """The paragraphs before and after a conversation that may say who speaks in it."""
    first = min(at for at, it in starts.items() if it.key in keys)
    yield from list_opening(passages, first)
    yield from (passage.text for passage in passages[-3:] if len(passage.text) < _SHORT)


def _list_hints(metadata: Metadata) -> Iterable[str]:
    for name, hint in metadata.speakers.items():
        yield from (name, *hint.aliases)
