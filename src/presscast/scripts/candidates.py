"""Lines that may start with a speaker's label, in every form that labels have.

A candidate is no more than a form; `labels.py` decides over all of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from presscast.scripts.blocks import BlockKind
from presscast.scripts.directions import CLOCK
from presscast.scripts.name_forms import fold_name, strip_name
from presscast.scripts.passages import ENDS, Passage

_LEAD = re.compile(
    r"\s*(?:\*\*|__)?(?:(?P<bullet>[-–—•*+▪●◦]|\d{1,3}[.)])\s+)?(?P<chevrons>(?:>\s?){1,3}|»\s)?\s*"
    rf"(?:[\[(<]?{CLOCK}(?:\s?[AaPp][Mm])?[\])>]?(?:\s*[-–—>→]+\s*{CLOCK})?\s*[-–—|,]?\s*)?"
)
"""A bullet, the chevrons of live captions, a running time: what stands before a name."""

_STAMP = rf"(?:[\s,|–—-]*[\[(]?{CLOCK}(?:\s?[AaPp][Mm])?[\])]?)?"
_REMARK = r"(?:\s*[(\[（【][^)\]）】:：]{0,80}[)\]）】]){0,2}"
_NAME = r"(?P<name>[^\s:：*_#>|\[(（«“\"][^:：\n]{0,78}?"

_COLON = re.compile(
    _NAME + _REMARK + rf"){_STAMP}"
    r"[ \u00a0\u202f]?(?::(?=[\s—–“\"«„]|$)|：|:(?=[^\W\d_ -~]))"
    r"\s*(?:\*\*|__)?\s*(?:[–—―](?:\s+|(?=[^\W\d])))?"
)
_DASH = re.compile(
    r"(?P<name>[^\s:：*_#>|–—―-][^:：\n–—―]{0,50}?" + _REMARK + r")"
    r"(?:\s+[-–—―]{1,2}\s+|\.\s?[-–—―]{1,2}\s*|[—―]\s*)(?=\S)"
)
_LETTER = re.compile(
    r"(?P<name>[^\W\d_]{1,2})(?:\s?\d{1,3})?(?:\s?[.)]\s?[-–—]?\s+|\s?[-–—]\s+|\s*[.:：]?\s*$|[.])(?=\S|$)"
)
_BARE_Q = re.compile(r"(?P<name>Q)\s+(?=[A-ZÀ-Þ“\"])")
"""As press offices write it: "Q Thank you. Who decided?"."""
_PERIOD = re.compile(
    r"(?P<name>(?:(?:The|Mr|Mrs|Ms|Dr|El|La|Le|O|A)\.?\s+(?:señor|señora|Sr|Sra)?\.?\s?)?[A-ZÀ-ÞА-ЯΑ-Ω][A-ZÀ-ÞА-ЯΑ-Ω'’-]{2,}"
    r"(?: [A-ZÀ-ÞА-ЯΑ-Ω'’-]{2,}){0,3}(?: of [A-Z]\w+(?: \w+)?)?"
    r"|(?:M|Mme|Mlle|Mr|Mrs|Ms|Dr|Sr|Sra|Sig|Dott)\.?\s(?:l[ea]\s)?[\w'’-]+(?:\s[\w'’-]+){0,3}?)"
    r"\.\s+(?=[A-ZÀ-ÞА-ЯΑ-Ω\"“¿¡«])"
)
_SPACED = re.compile(r"(?P<name>[^\s:：*_#>|][^:：\n\t\u3000]{0,40}?)(?:\t+| {3,}|\u3000)\s*(?=\S)")
_BRACKET = re.compile(
    r"(?:\[(?P<name>[^\[\]<>:：\d]{1,40})\]|<(?P<nick>[^\s<>/]{1,30})>)\s*[:：]?\s*"
)
_LINE = re.compile(rf"(?P<name>[^\s:：*_#>|–—-][^:：\n]{{0,78}}?{_REMARK}){_STAMP}\s*[|]?\s*")
_PARTICLES = ("von ", "van ", "de ", "den ", "der ", "della ", "di ", "da ", "d'", "al-", "el ")
"""How a name may start in small letters."""
_STAMPED = re.compile(rf"\b{CLOCK}\b")

_HEAD = 240
"""A label and what stands before it end within as many characters."""
_LONG = 40
"""A line with more characters than this says something, whatever it ends with."""


_GLUED = re.compile(r"(?P<name>[^\s:：*_#>|\[(][^:：\n]{0,58}?)\s?:(?=[A-ZÀ-Þ“\"])")


class Form(StrEnum):
    """How a label is told from what is said."""

    COLON = "colon"
    BRACKET = "bracket"
    NICK = "nick"
    """In the angle brackets of a chat."""
    LETTER = "letter"
    PERIOD = "period"
    DASH = "dash"
    SPACED = "spaced"
    RUN_IN = "run-in"
    """In bold, before words that are not."""
    LINE = "line"
    """Alone on its line."""
    GLUED = "glued"
    """Without a space behind the colon."""
    STATED = "stated"
    """By the format."""


SURE = frozenset({Form.COLON, Form.BRACKET})
"""Forms that prose hardly has; the others count where they are the document's habit."""


class Saying(IntEnum):
    """What stands behind a label, as evidence that somebody says it."""

    FIGURES = 0
    WORDS = 1
    SENTENCE = 2
    """Or nothing: the words follow on the next line."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may start with a label."""

    at: int
    """Which passage."""
    name: str
    remark: str
    """What stands in brackets behind the name."""
    end: int
    """Where the speaker's own words start in the passage's text."""
    form: Form
    strong: bool
    item: bool
    """Whether it stands in a list."""
    starts: bool
    """Whether a sentence can start here."""
    stamped: bool
    """Whether a running time stands beside the name."""
    saying: Saying
    said: str
    """What stands behind the label on its line, or on the next where that is empty."""

    key: str
    """The name as it is compared."""


def find_candidates(passages: Sequence[Passage]) -> Iterator[Candidate]:
    """Every form in which each passage may be labelled, the likeliest first."""
    for at, passage in enumerate(passages):
        if passage.kind is BlockKind.RULE or passage.speaker or not passage.text:
            continue
        for form, name, end, stamped in _find_forms(passages, at):
            kept, remark = strip_name(name)
            if not kept or not any(char.isalpha() for char in kept):
                continue
            said = passage.text[end:].strip()
            following = said or _show_next(passages, at)
            yield Candidate(
                at=at,
                name=kept,
                remark=remark,
                end=end,
                form=form,
                strong=_is_strong(passage),
                item=passage.item or bool(_LEAD.match(passage.text[:_HEAD])["bullet"]),  # type: ignore[index]
                starts=not passage.goes_on or (at > 0 and passages[at - 1].ends),
                stamped=stamped,
                saying=_weigh_saying(said),
                said=following[:400],
                key=fold_name(kept),
            )


def state_start(at: int, name: str, end: int = 0) -> Candidate:
    """Where somebody starts to speak without a label of his own, behind `end` characters."""
    return Candidate(
        at=at,
        name=name,
        remark="",
        end=end,
        form=Form.STATED,
        strong=False,
        item=False,
        starts=True,
        stamped=False,
        saying=Saying.SENTENCE,
        said="",
        key=fold_name(name),
    )


def read_label(text: str) -> str:
    """The name before a colon at the start of a text; empty where there is none."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    match = _COLON.match(text, start)
    return strip_name(match["name"])[0] if match else ""


def _find_forms(passages: Sequence[Passage], at: int) -> Iterator[tuple[Form, str, int, bool]]:
    """(form, name as written, where the words start, whether it is stamped)."""
    passage = passages[at]
    text = passage.text
    head = text[:_HEAD]
    lead = _LEAD.match(head)
    start = lead.end() if lead else 0
    stamped = bool(_STAMPED.search(head[:start]))
    heading = passage.kind is BlockKind.HEADING
    if (":" in head or "：" in head) and (match := _COLON.match(head, start)):
        inside = stamped or bool(_STAMPED.search(match[0]))
        yield Form.COLON, match["name"], match.end(), inside
    elif ":" in head and (match := _GLUED.match(head, start)):
        yield Form.GLUED, match["name"], match.end(), stamped
    if head[start : start + 1] in ("[", "<") and (match := _BRACKET.match(head, start)):
        form = Form.BRACKET if match["name"] else Form.NICK
        yield form, match["name"] or match["nick"], match.end(), stamped
        return
    if match := _LETTER.match(head, start) or _BARE_Q.match(head, start):
        yield Form.LETTER, match["name"], match.end(), stamped
    if not heading:
        if match := _DASH.match(head, start):
            yield Form.DASH, match["name"], match.end(), stamped
        if match := _PERIOD.match(head, start):
            yield Form.PERIOD, match["name"], match.end(), stamped
        if match := _SPACED.match(head, start):
            yield Form.SPACED, match["name"], match.end(), stamped
        end, said = _measure_strong(passage)
        if end:
            yield Form.RUN_IN, text[start:end].rstrip(" .–—-"), said, stamped
    small = head[start : start + 1].islower() and not head.startswith(_PARTICLES, start)
    if len(text) < 100 and not small and _can_stand_alone(passages, at):
        match = _LINE.fullmatch(text, start)
        if match and text.rstrip()[-1:] not in "!?;,…。！？؟":
            inside = stamped or bool(_STAMPED.search(text[start:]))
            yield Form.LINE, match["name"].rstrip(), len(text), inside


def _can_stand_alone(passages: Sequence[Passage], at: int) -> bool:
    """Whether words follow that a label alone on its line could belong to."""
    following = passages[at + 1] if at + 1 < len(passages) else None
    return following is not None and following.kind is BlockKind.PROSE and bool(following.text)


def _show_next(passages: Sequence[Passage], at: int) -> str:
    return passages[at + 1].text if _can_stand_alone(passages, at) else ""


def _is_strong(passage: Passage) -> bool:
    """Whether the label is in bold."""
    first = next((run for run in passage.line.runs if run.text.strip()), None)
    return first is not None and first.strong


def _measure_strong(passage: Passage) -> tuple[int, int]:
    """(where the bold words at the start of a passage end, where plain words follow); 0, 0 else."""
    end = 0
    for run in passage.line.runs:
        if not run.strong and run.text.strip():
            said = run.text.lstrip(" .–—-")
            follows = 0 < end < 60 and not said[:1].islower()
            return (end, end + len(run.text) - len(said)) if follows else (0, 0)
        end += len(run.text)
    return 0, 0


def _weigh_saying(said: str) -> Saying:
    if not said or said[-1] in ENDS or len(said) > _LONG:
        return Saying.SENTENCE
    return Saying.WORDS if any(char.isalpha() for char in said) else Saying.FIGURES
