"""Who speaks where: by what the format states, by labels, or by the layout of a conversation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from presscast.model import Metadata
from presscast.scripts.blocks import BlockKind
from presscast.scripts.candidates import Candidate, Form, Saying
from presscast.scripts.introductions import read_introduction
from presscast.scripts.labels import decide_labels
from presscast.scripts.layouts import INTERVIEWEE, INTERVIEWER, find_layout
from presscast.scripts.name_forms import NameJudge, fold_name
from presscast.scripts.passages import Passage
from presscast.scripts.people import name_speakers


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
    bylines: Iterable[str],
) -> Attribution:
    """Where each speaker starts. `bylines` are paragraphs left out that may name who asked."""
    stated = {
        at: _state(at, passage.speaker) for at, passage in enumerate(passages) if passage.speaker
    }
    hints = [*_list_hints(metadata), *(candidate.name for candidate in stated.values())]
    closed = metadata.is_complete
    labels = decide_labels(passages, judge, hints, closed=closed)
    layout = {} if closed else find_layout(passages, labels, judge)
    starts = {**layout, **labels.accepted, **stated}
    starts = dict(sorted(starts.items()))
    names = name_speakers({**labels.accepted, **stated}, passages, metadata, judge)
    for candidate in stated.values():
        # Nobody guesses that a stated GUARD is short for GUARD #2.
        names[candidate.key] = names.get(candidate.key, candidate.name)
        if not _is_hinted(candidate, metadata) and candidate.key not in judge.words.narrators:
            names[candidate.key] = candidate.name
    names |= _name_anonymous(starts, names, passages, judge, language, bylines)
    return Attribution(starts, names, labels.rare, labels.doubtful)


def _name_anonymous(
    starts: dict[int, Candidate],
    names: dict[str, str],
    passages: Sequence[Passage],
    judge: NameJudge,
    language: str,
    bylines: Iterable[str],
) -> dict[str, str]:
    """The names of Q and A, and of those whom only the layout tells, where the text gives them."""
    keys = {it.key for it in starts.values()}
    asking = next((key for key in sorted(keys) if key in judge.words.ask), "")
    answering = next((key for key in sorted(keys - {asking}) if key in judge.words.reply), "")
    told = {it.key for it in starts.values() if it.form is Form.STATED}
    asking = asking or (fold_name(INTERVIEWER) if fold_name(INTERVIEWER) in told else "")
    answering = answering or (fold_name(INTERVIEWEE) if fold_name(INTERVIEWEE) in told else "")
    found: dict[str, str] = {}
    for it in starts.values():
        if it.key not in names:
            found.setdefault(it.key, it.name)
    if not asking and not answering:
        return found
    first = min(at for at, it in starts.items() if it.key in (asking, answering))
    before = [it.text for it in passages[:first] if it.kind is not BlockKind.RULE]
    after = [it.text for it in passages[-3:] if len(it.text) < 200]
    host, guest = read_introduction([*before, *bylines, *after], judge, language)
    if host and asking and not names.keys() & {fold_name(host)}:
        found[asking] = host
    if guest and answering:
        found[answering] = next(
            (name for name in names.values() if fold_name(name) == fold_name(guest)), guest
        )
    return found


def _is_hinted(candidate: Candidate, metadata: Metadata) -> bool:
    return candidate.key in {fold_name(name) for name in _list_hints(metadata)}


def _list_hints(metadata: Metadata) -> Iterable[str]:
    for name, hint in metadata.speakers.items():
        yield from (name, *hint.aliases)


def _state(at: int, name: str) -> Candidate:
    return Candidate(
        at=at,
        name=name,
        remark="",
        end=0,
        form=Form.STATED,
        strong=False,
        item=False,
        starts=True,
        stamped=False,
        saying=Saying.SENTENCE,
        said="",
        key=fold_name(name),
    )
