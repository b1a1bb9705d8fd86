"""Whose an unlabelled paragraph is: the last speaker's, or the narrator's.

Inside a conversation paragraphs stay with whoever speaks. Evidence is weighed where a paragraph
looks like somebody else's: an editor's note, a report about the speaker, or what follows the end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from presscast.model import NARRATOR
from presscast.scripts.blocks import BlockKind
from presscast.scripts.name_forms import NameJudge
from presscast.scripts.passages import Passage
from presscast.scripts.speakers import Attribution

_NOTE = re.compile(
    r"\W*(?:editors?['’]?s?['’]? (?:note|tip|comment|remark)|ed(?:itor)?\. note|ndlr|"
    r"note (?:de la rédaction|du rédacteur)|anm(?:erkung|\.) d(?:er|\.) red(?:aktion|\.)|"
    r"nota (?:de|da|del|della) (?:la )?(?:redacción|redação|redazione|editor|redactor|redattore)|"
    r"n\. ?d\. ?r|noot van de redactie|od redakcji|(?:примечание|от) редакции|від редакції|"
    r"editörün notu|ملاحظة (?:من )?(?:المحرر|التحرير)|编者[按注]|編者[按註]|編集部(?:注|より)|"
    r"편집자 주|संपादकीय टिप्पणी|הערת העורך)",
    re.I,
)
_ABOUT_TALK = re.compile(
    r"\b(?:this|the|our) (?:interview|conversation|transcript|discussion|talk)"
    r" (?:has been|was|is|were|took|ended|underscores|highlights)\b|"
    r"\b(?:in the comments|share your|let us know|tell us what)\b|"
    r"\b(?:cet entretien|l['’]entretien|cette interview|das gespräch|dieses gespräch|"
    r"das interview|esta entrevista|la entrevista|a entrevista|l['’]intervista|questa intervista)"
    r" (?:a été|s['’]est|wurde|fand|ist|fue|se realizó|ha sido|foi|è stat[oa]|si è)",
    re.I,
)
_QUOTED = re.compile(r"[“\"«„][^”\"»“]{0,600}[”\"»“]")
_OPEN_END = re.compile(r"[:：]\s*$")
_NUMERAL = re.compile(r"\s*(?:\d{1,2}[.)]|[-–—•*])\s")
_LABELLED = re.compile(r":\s\S+")
_SENTENCE = re.compile(r"(?:[.!?…。！？]\s*|^)((?:[^\s.!?:]+\.?\s+){0,2}[^\s.!?:]+)(?![:\w])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CLOSED = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]*]*\s*$")
_CROSSHEAD = re.compile(
    r"[^\W\d_a-zà-ÿ][^.!?…;。！？।؟۔]{2,70}[^\s.!?…:;,。！？।؟۔：，\"'”’»]|[A-Z][^.!?]{2,60}[”\"]"
)
"""A few words with a capital in front and no full stop behind."""
_ROUND = re.compile(r"\s*[(（](?:[^()（）]|\([^()]*\))*[)）][.。]?\s*")

_LONG = 60
"""Whoever speaks of himself does so in a paragraph of as many characters."""
_INTRODUCTION = 800
"""Characters of a short introduction."""
_TURNS = 500
"""Turns that tell who speaks of himself."""
_SAMPLE = 300
"""Characters of a paragraph that tell whether it is in the first person."""
_CLOSE = 1.0
"""A weight nearer to zero than this is said to be doubtful."""


@dataclass(slots=True)
class Owner:
    """Follows a document from passage to passage, and says whose each paragraph is."""

    passages: Sequence[Passage]
    attribution: Attribution
    judge: NameJudge
    closed: bool = False
    """Whether the script says of everybody who speaks."""
    doubtful: list[tuple[int, str]] = field(default_factory=list)
    """(passage, whose it was held to be)."""
    _speaker: str = NARRATOR
    """Who spoke last under a label or a start; the narrator after a heading or rule."""
    _held: str = NARRATOR
    """Whose the last paragraph was."""
    _last_start: int = -1
    _quoted: bool = False
    """Whether the last speaker started inside a quotation."""
    _habit: float = 0.0
    _names: dict[str, set[str]] = field(default_factory=dict)
    _person: re.Pattern[str] = re.compile(r"(?!)")
    """Words in the first person."""
    _personal: dict[str, float] = field(default_factory=dict)
    """Speaker -> the share of his labelled paragraphs in the first person."""
    _punctuated: bool = False
    """Whether the document's paragraphs end as sentences do."""
    _stated: bool = False
    """Whether the format says who speaks: then nothing is weighed."""

    def __post_init__(self) -> None:
        closed = [bool(_CLOSED.search(it.text)) for it in self.passages if len(it.text) > _LONG]
        self._punctuated = sum(closed) * 5 >= len(closed) * 4 and len(closed) > 2
        self._stated = self.closed or any(passage.speaker for passage in self.passages)
        starts = sorted(self.attribution.starts)
        self._last_start = starts[-1] if starts else -1
        self._person = _compile_words(self.judge.words.first_person)
        self._habit = self._measure_habit(starts)
        self._personal = self._measure_personal(starts)
        for name in {*self.attribution.names.values()} - {NARRATOR}:
            words = self.judge.list_words(name)
            part = self.judge.is_part(name)
            self._names[name] = set() if part else {word for word in words if len(word) > 2}

    def tell(self, at: int) -> str:
        """Whose the paragraph is that starts with a passage."""
        passage = self.passages[at]
        started = self.attribution.name_at(at)
        if started is not None:
            self._speaker = self._held = started
            self._quoted = passage.quoted
        elif self._is_said_under(at):
            self._held = self._speaker
        elif passage.kind is not BlockKind.PROSE or (not self._stated and self._is_crosshead(at)):
            self._speaker = self._held = NARRATOR
        elif self._speaker != NARRATOR and not self._stated:
            self._held = self._weigh(at)
        return self._held

    def _is_said_under(self, at: int) -> bool:
        """Whether a paragraph is what a label alone on its line announces."""
        label = self.attribution.starts.get(at - 1)
        above = self.passages[at - 1].text if label is not None else ""
        prose = self.passages[at].kind is BlockKind.PROSE
        return label is not None and prose and label.end >= len(above.rstrip()) > 0

    def _is_crosshead(self, at: int) -> bool:
        """Whether a line of a plain text is a heading between paragraphs.

        It says no sentence, in a document whose paragraphs do, and stands on top of one.
        """
        passage = self.passages[at]
        text = passage.text.strip()
        if not self._punctuated or passage.item or not _CROSSHEAD.fullmatch(text):
            return False
        before = self._find_before(at)
        after = self.passages[at + 1] if at + 1 < len(self.passages) else None
        if after is None or after.goes_on or (before and not _CLOSED.search(before.text)):
            return False
        if before and _OPEN_END.search(before.text):
            return False
        sentence = bool(_CLOSED.search(after.text)) or len(after.text) > 2 * len(text)
        return sentence and (text.isupper() or len(text.split()) > 1 or at > self._last_start)

    def is_aside(self, at: int) -> bool:
        """Whether a whole paragraph in round brackets tells what happens, inside a conversation."""
        text = self.passages[at].text
        return (
            self._speaker != NARRATOR
            and not self._stated
            and at not in self.attribution.starts
            and bool(_ROUND.fullmatch(text))
            and not self._is_personal(text)
        )

    def _weigh(self, at: int) -> str:
        text = self.passages[at].text
        weight = self._weigh_report(at, text) + self._weigh_place(at, text)
        if self._held == NARRATOR and weight > -2:
            weight += 1.5  # what has begun to report goes on reporting
        if abs(weight) < _CLOSE and (at > self._last_start or weight > 0):
            self.doubtful.append((at, NARRATOR if weight > 0 else self._speaker))
        return NARRATOR if weight > 0 else self._speaker

    def _weigh_report(self, at: int, text: str) -> float:
        """What the words of a paragraph tell: above 0 for a report, below for talk."""
        if _NOTE.match(text):
            return 9.0
        weight = -1.5
        bare = _QUOTED.sub(" ", text)
        if _ABOUT_TALK.search(bare):
            weight += 3.0
        elif self._is_farewell(text):
            weight -= 3.0
        ended = at > self._last_start
        named = self._find_named(bare if ended else _show_subjects(bare))
        personal = self._is_personal(bare)
        if self._speaker in named and not personal:
            weight += 3.0
        elif not personal and self._speaker in self._find_named(_LABELLED.sub(" ", bare)):
            weight += 2.5
        elif named and not personal and ended:
            weight += 2.0
        if personal:
            weight -= 3.0
        runs = [run for run in self.passages[at].line.runs if run.text.strip()]
        if runs and all(run.italic for run in runs) and not personal:
            weight += 2.5
        return weight

    def _weigh_place(self, at: int, text: str) -> float:
        """What the place of a paragraph tells."""
        passage = self.passages[at]
        before = self._find_before(at)
        if passage.quoted != self._quoted and at > 0:
            return 6.0 if self._quoted else 0.5
        if passage.item or _NUMERAL.match(text) or (before and _OPEN_END.search(before.text)):
            return -2.0
        if at <= self._last_start:
            return 0.0
        weight = 0.5 if self._habit > 0.5 else 1.0 if self._habit > 0.1 else 1.5
        if before is not None and self._is_farewell(before.text):
            weight += 2.0
        if self._personal.get(self._speaker, 0.0) > 0.5 and len(text) > _LONG:
            weight += 0.0 if self._is_personal(text) else 1.0
        if self._habit <= 0.5 and self._is_introduced(text):
            weight += 1.5
        return weight

    def _is_introduced(self, text: str) -> bool:
        """Whether a paragraph starts with somebody whom a short introduction speaks of."""
        start = min(self.attribution.starts, default=0)
        before = [it.text for it in self.passages[:start] if it.kind is BlockKind.PROSE]
        words = _list_stems(" ".join(before)[:_INTRODUCTION])
        short = sum(len(it) for it in before) < _INTRODUCTION
        first = _WORD.findall(text[:80])[:2]
        return short and not self._is_personal(text) and bool(_list_stems(" ".join(first)) & words)

    def _find_before(self, at: int) -> Passage | None:
        return self.passages[at - 1] if at else None

    def _find_named(self, text: str) -> set[str]:
        found = {word.casefold() for word in _WORD.findall(text) if not word[0].islower()}
        found |= {re.sub(r"['’]s?$", "", word) for word in found}
        named = {name for name, words in self._names.items() if words and words & found}
        for name in self._names:
            spaceless = len(name) > 1 and not name.isascii() and name[:1] >= "\u2e80"
            if spaceless and name in text:
                named.add(name)
        return named

    def _is_personal(self, text: str) -> bool:
        return self._person.search(text) is not None

    def _is_farewell(self, text: str) -> bool:
        folded = text[-300:].casefold()
        return any(
            re.search(rf"\b{re.escape(word)}", folded) if word.isascii() else word in folded
            for word in self.judge.words.farewells
        )

    def _measure_personal(self, starts: Sequence[int]) -> dict[str, float]:
        said: dict[str, list[bool]] = {}
        for at in starts[:_TURNS]:
            name = self.attribution.name_at(at) or NARRATOR
            text = " ".join(it.text[:_SAMPLE] for it in self.passages[at : at + 2])
            said.setdefault(name, []).append(self._is_personal(text))
        return {name: sum(found) / len(found) for name, found in said.items()}

    def _measure_habit(self, starts: Sequence[int]) -> float:
        """The share of turns, but for the last, that go on over several paragraphs."""
        several = 0
        for one, other in pairwise(starts):
            between = self.passages[one + 1 : other]
            several += any(it.kind is BlockKind.PROSE and not it.goes_on for it in between)
        return several / max(1, len(starts) - 1)


def _compile_words(words: frozenset[str]) -> re.Pattern[str]:
    """Whole words in any case; parts of words where a script has no spaces between them."""
    spaced = sorted(re.escape(word).replace("'", "['’]") for word in words if word < "\u2e80")
    unspaced = sorted(word for word in words if word >= "\u2e80")
    choices = [rf"\b(?:{'|'.join(spaced)})\b"] if spaced else []
    return re.compile("|".join([*choices, *unspaced]) or r"(?!)", re.I)


def _list_stems(text: str) -> set[str]:
    """What words of some length start with: enough to know a noun in another case."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return {word[:5] for word in words if len(word) > 5} | {
        word[:3] for word in words if word >= "\u2e80"
    }


def _show_subjects(text: str) -> str:
    """The first words of every sentence, where the name of whoever is spoken of stands."""
    return " ".join(match[1] for match in _SENTENCE.finditer(text))
