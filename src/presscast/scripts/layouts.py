"""Conversations without names: dashes, chevrons, and questions set apart by their type.

Each layout gives labels of its own: a place where somebody starts to speak, and who.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from presscast.scripts.blocks import BlockKind, Part
from presscast.scripts.candidates import Candidate, state_start
from presscast.scripts.labels import Labels
from presscast.scripts.name_forms import NameJudge
from presscast.scripts.passages import Passage

INTERVIEWER = "Interviewer"
INTERVIEWEE = "Interviewee"
_VOICES = ("Speaker 1", "Speaker 2")

_CHEVRONS = re.compile(r"\s*>{2,3}\s*")
_DASH = re.compile(r"\s*(?:[—–―]{1,2}|-{1,2})\s*(?=[^\s\d—–―-])")
_JAPANESE = ("――", "──", "——")
_LONG_DASH = re.compile(r"\s*[—–―]")
_QUESTION = re.compile(r"[?？؟;][\"'”’»)\]*_\s]*$")
_ASKS = re.compile(r"[?？؟]")
_INCISE = re.compile(r"\S\s?[—–]\s?[a-zà-ÿ]")

Starts = dict[int, Candidate]


def find_layout(passages: Sequence[Passage], labels: Labels, judge: NameJudge) -> Starts:
    """Passage -> who starts to speak there, where no label says so."""
    named = labels.accepted
    if any(passage.speaker for passage in passages):
        return {}
    if len({candidate.key for candidate in named.values()}) > 1:
        return _find_led_questions(passages, named) or _find_bare_chevrons(passages, named)
    return (
        _find_stated(passages)
        or _find_chevrons(passages, named)
        or _find_unanswered(passages, named)
        or _find_dashes(passages, named)
        or _find_styled(passages, named)
        or _find_headings(passages, named, judge)
    )


def _find_stated(passages: Sequence[Passage]) -> Starts:
    """Questions and answers that the format calls so."""
    parts = {at: it.part for at, it in enumerate(passages) if it.part and not it.goes_on}
    if not {Part.QUESTION, Part.ANSWER} <= {*parts.values()}:
        return {}
    return {
        at: state_start(at, INTERVIEWER if part is Part.QUESTION else INTERVIEWEE)
        for at, part in parts.items()
    }


def _find_bare_chevrons(passages: Sequence[Passage], named: Starts) -> Starts:
    """ ">>" among names: whoever spoke before the last speaker goes on."""
    starts: Starts = {}
    last, before = "", ""
    for at, passage in enumerate(passages):
        label = named.get(at)
        if label is not None:
            last, before = label.name, last if label.name != last else before
        elif last and before and (mark := _CHEVRONS.match(passage.text)):
            starts[at] = state_start(at, before, mark.end())
            last, before = before, last
    return starts


def _find_led_questions(passages: Sequence[Passage], named: Starts) -> Starts:
    """Dashes before questions whose answers are labelled."""
    starts: Starts = {}
    for at, passage in enumerate(passages[:-1]):
        mark = _DASH.match(passage.text)
        if mark and at not in named and not passage.item and at + 1 in named:
            starts[at] = state_start(at, INTERVIEWER, mark.end())
    asked = sum(_ASKS.search(passages[at].text) is not None for at in starts)
    led = sum(passages[at].text.startswith(_JAPANESE) for at in starts)
    return starts if len(starts) > 1 and max(asked, led) * 2 >= len(starts) else {}


def _find_chevrons(passages: Sequence[Passage], named: Starts) -> Starts:
    marks = {at: mark for at, it in enumerate(passages) if (mark := _CHEVRONS.match(it.text))}
    if len(marks) < 2 or named:
        return {}
    return {
        at: state_start(at, _VOICES[number % 2], mark.end())
        for number, (at, mark) in enumerate(marks.items())
    }


def _find_unanswered(passages: Sequence[Passage], named: Starts) -> Starts:
    """One name, or Q, that only asks, and plain paragraphs that answer."""
    places = sorted(named)
    if len(places) < 2:
        return {}
    answers = [_find_answer(passages, at, named) for at in places]
    asks = [bool(_QUESTION.search(_join(passages, at))) for at in places]
    if (
        sum(asks) * 5 < len(places) * 4
        or sum(it is not None for it in answers) * 5 < len(places) * 4
    ):
        return {}
    return {at: state_start(at, INTERVIEWEE) for at in answers if at is not None}


def _find_dashes(passages: Sequence[Passage], named: Starts) -> Starts:
    """Lines led by dashes: questions with plain answers, or two who take turns."""
    marks: dict[int, int] = {}
    """Passage -> where the words behind its dash start."""
    for at, passage in enumerate(passages):
        free = passage.kind is BlockKind.PROSE and at not in named and not passage.goes_on
        if free and (mark := _DASH.match(passage.text)):
            marks[at] = mark.end()
        elif free and passage.item and _ASKS.search(passage.text):
            marks[at] = 0
    if len(marks) < 2:
        return {}
    asking = [at for at in marks if _ASKS.search(_join(passages, at))]
    if starts := _find_dashed_questions(passages, named, marks, len(asking)):
        return starts
    return {} if named else _find_dialogue(passages, marks, len(asking))


def _find_dashed_questions(
    passages: Sequence[Passage], named: Starts, marks: dict[int, int], asking: int
) -> Starts:
    """Dashes before questions, with answers in plain paragraphs."""
    answered = sum(_find_answer(passages, at, marks) is not None for at in marks)
    japanese = any(passages[at].text.startswith(_JAPANESE) for at in marks)
    if answered * 5 < len(marks) * 4 or not (japanese or asking * 5 >= len(marks) * 3):
        return {}
    starts = {at: state_start(at, INTERVIEWER, end) for at, end in marks.items()}
    for at in marks:
        answer = _find_answer(passages, at, {**marks, **named})
        if answer is not None:
            starts[answer] = state_start(answer, INTERVIEWEE)
    return starts


def _find_dialogue(passages: Sequence[Passage], marks: dict[int, int], asking: int) -> Starts:
    """A dash before every line, for two who take turns; not the dialogue of a story.

    "No, —said he—" is one; and a list has dashes as well.
    """
    places = list(marks)
    adjacent = sum(_are_adjacent(passages, one, other) for one, other in pairwise(places))
    incise = sum(_INCISE.search(passages[at].text, marks[at]) is not None for at in places)
    long_dash = any(_LONG_DASH.match(passages[at].text) for at in places)
    if len(places) < 3 or not asking or adjacent * 5 < (len(places) - 1) * 4:
        return {}
    if incise * 4 > len(places) or not (long_dash or asking * 4 >= len(places)):
        return {}
    return {at: state_start(at, _VOICES[number % 2], marks[at]) for number, at in enumerate(places)}


def _find_styled(passages: Sequence[Passage], named: Starts) -> Starts:
    """Questions in bold or italics, answers in plain type."""
    for trait in (_is_strong, _is_italic):
        places = [at for at, passage in enumerate(passages) if trait(passage)]
        asking = [at for at in places if _ASKS.search(passages[at].text)]
        if len(asking) < 2 or any(at in named for at in asking) or len(named) > len(asking):
            continue
        inside = [at for at in places if at >= asking[0]]
        while inside[-1] > asking[-1] and _find_answer(passages, inside[-1], {}) is None:
            inside.pop()
        if len(asking) * 2 < len(inside):
            continue
        taken = {at: state_start(at, INTERVIEWER) for at in inside if _says(passages[at])}
        answers = [_find_answer(passages, at, taken) for at in taken]
        if sum(at is not None for at in answers) * 3 < len(taken) * 2:
            continue
        return {**taken, **{at: state_start(at, INTERVIEWEE) for at in answers if at is not None}}
    return {}


def _find_headings(passages: Sequence[Passage], named: Starts, judge: NameJudge) -> Starts:
    """Headings that ask, with answers in the first person: an interview, not an article."""
    if named:
        return {}
    places = [
        at
        for at, passage in enumerate(passages)
        if passage.kind is BlockKind.HEADING and _QUESTION.search(passage.text)
    ]
    answers = [_find_answer(passages, at, places) for at in places]
    found = [at for at in answers if at is not None]
    if len(places) < 2 or len(found) * 5 < len(places) * 4:
        return {}
    words = judge.words.talk
    personal = sum(
        any(word.casefold() in words for word in re.findall(r"[^\W\d_]+", passages[at].text[:300]))
        for at in found
    )
    levels = {passages[at].level for at in places}
    if personal * 2 < len(found) or len(levels) > 1:
        return {}
    starts = {at: state_start(at, INTERVIEWER) for at in places}
    return {**starts, **{at: state_start(at, INTERVIEWEE) for at in found}}


def _find_answer(passages: Sequence[Passage], at: int, taken: Collection[int]) -> int | None:
    """The paragraph after a question, where nobody else starts with it."""
    for number in range(at + 1, len(passages)):
        passage = passages[number]
        if passage.goes_on and number not in taken:
            continue
        if number in taken or passage.kind is not BlockKind.PROSE:
            return None
        if passage.text.strip():
            return number
    return None


def _join(passages: Sequence[Passage], at: int) -> str:
    """The text of a paragraph from its first passage on."""
    texts = [passages[at].text]
    for passage in passages[at + 1 : at + 40]:
        if not passage.goes_on:
            break
        texts.append(passage.text)
    return " ".join(texts)


def _are_adjacent(passages: Sequence[Passage], one: int, other: int) -> bool:
    return all(it.goes_on or not it.text for it in passages[one + 1 : other])


def _is_strong(passage: Passage) -> bool:
    runs = [run for run in passage.line.runs if run.text.strip(" *_.,:;!?¿¡")]
    prose = passage.kind is BlockKind.PROSE and not passage.item
    return prose and bool(runs) and all(run.strong for run in runs)


def _is_italic(passage: Passage) -> bool:
    runs = [run for run in passage.line.runs if run.text.strip(" *_.,:;!?¿¡")]
    prose = passage.kind is BlockKind.PROSE and not passage.item
    return prose and bool(runs) and all(run.italic for run in runs)


def _says(passage: Passage) -> bool:
    """Whether a paragraph in bold is somebody's words and not a crosshead."""
    text = passage.text.strip()
    return bool(_ASKS.search(text)) or text[-1:] in ".!…:。"
