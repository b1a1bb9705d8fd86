"""Whose an unlabelled paragraph is: the last speaker's, or the narrator's.

Inside a conversation paragraphs stay with whoever speaks. Evidence is weighed where a paragraph
looks like somebody else's: an editor's note, a report about the speaker, or what follows the end.
"""

import re
from collections.abc import Sequence

from presscast.model import NARRATOR
from presscast.scripts.blocks import BlockKind
from presscast.scripts.manners import CLOSED, LONG, Manners, measure_manners
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
    r"(?: with .{2,60}?)?"
    r" (?:has been|was|is|were|took|ended|underscores|highlights|shows?|made|makes|reveals?)\b|"
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
_CROSSHEAD = re.compile(
    r"[^\W\d_a-zà-ÿ][^.!?…;。！？।؟۔]{2,70}[^\s.!?…:;,。！？।؟۔：，\"'”’»]|[A-Z][^.!?]{2,60}[”\"]"
)
"""A few words with a capital in front and no full stop behind."""
_FIGURE = re.compile(r"\d")
_ROUND = re.compile(r"\s*[(（](?:[^()（）]|\([^()]*\))*[)）][.。]?\s*")

_CLOSE = 1.0
"""A weight nearer to zero than this is said to be doubtful."""


class Owner:
    """Follows a document from passage to passage, and says whose each paragraph is."""

    def __init__(
        self,
        passages: Sequence[Passage],
        attribution: Attribution,
        judge: NameJudge,
        *,
        closed: bool = False,
    ) -> None:
        """`closed`: whether the script itself says of everybody who speaks."""
        self.doubtful: list[tuple[int, str]] = []
        """(passage, whose it was held to be)."""
        self._passages = passages
        self._attribution = attribution
        self._manners: Manners = measure_manners(passages, attribution, judge)
        self._stated = closed or any(passage.speaker for passage in passages)
        """Whether it is said who speaks: then nothing is weighed."""
        self._reports = min(attribution.starts, default=0) > 1
        """Whether a report stands before the conversation."""
        self._speaker = NARRATOR
        """Who spoke last under a label; the narrator after a heading or rule."""
        self._held = NARRATOR
        """Whose the last paragraph was."""
        self._quoted = False
        """Whether the last speaker started inside a quotation."""

    def tell(self, at: int) -> str:
        """Whose the paragraph is that starts with a passage."""
        passage = self._passages[at]
        started = self._attribution.name_at(at)
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

    def is_aside(self, at: int) -> bool:
        """Whether a whole paragraph in round brackets tells what happens, inside a conversation."""
        text = self._passages[at].text
        return (
            self._speaker != NARRATOR
            and not self._stated
            and at not in self._attribution.starts
            and bool(_ROUND.fullmatch(text))
            and not self._manners.is_personal(text)
        )

    def _is_said_under(self, at: int) -> bool:
        """Whether a paragraph is what a label alone on its line announces."""
        label = self._attribution.starts.get(at - 1)
        if label is None or self._passages[at].kind is not BlockKind.PROSE:
            return False
        return label.end >= len(self._passages[at - 1].text.rstrip()) > 0

    def _is_crosshead(self, at: int) -> bool:
        """Whether a line of a plain text is a heading between paragraphs.

        It says no sentence, in a document whose paragraphs do, and stands on top of one.
        """
        passage = self._passages[at]
        text = passage.text.strip()
        if not self._manners.punctuated or passage.item or not _CROSSHEAD.fullmatch(text):
            return False
        before = self._find_before(at)
        after = self._passages[at + 1] if at + 1 < len(self._passages) else None
        if after is None or after.goes_on:
            return False
        if before and (_OPEN_END.search(before.text) or not CLOSED.search(before.text)):
            return False
        ended = at > self._manners.last_start
        stands = CLOSED.search(after.text) or len(after.text) > 2 * len(text)
        return bool(stands) and (ended or text.isupper() or len(text.split()) > 1)

    def _find_before(self, at: int) -> Passage | None:
        return self._passages[at - 1] if at else None

    def _weigh(self, at: int) -> str:
        text = self._passages[at].text
        weight = self._weigh_report(at, text) + self._weigh_place(at, text)
        ended = at > self._manners.last_start
        if self._held == NARRATOR and (ended or weight > -2):
            weight += 4.0 if ended else 2.0  # what has begun to report goes on reporting
        if abs(weight) < _CLOSE and (ended or weight > 0):
            self.doubtful.append((at, NARRATOR if weight > 0 else self._speaker))
        return NARRATOR if weight > 0 else self._speaker

    def _weigh_report(self, at: int, text: str) -> float:
        """What the words of a paragraph tell: above 0 for a report, below for talk."""
        if _NOTE.match(text):
            return 9.0
        manners = self._manners
        bare = _QUOTED.sub(" ", text)
        weight = -1.5
        about = _ABOUT_TALK.search(bare) is not None
        if about:
            weight += 3.0
        elif manners.is_farewell(text):
            weight -= 3.0
        if manners.is_personal(bare):
            return weight - (1.0 if about else 3.0)
        ended = at > manners.last_start
        named = manners.find_named(bare if ended else _show_subjects(bare))
        if self._speaker in named:
            weight += 3.0
        elif self._speaker in manners.find_named(_LABELLED.sub(" ", bare)):
            weight += 2.5
        elif named and ended:
            weight += 2.0
        runs = [run for run in self._passages[at].line.runs if run.text.strip()]
        if runs and all(run.italic for run in runs):
            weight += 2.5
        return weight

    def _weigh_place(self, at: int, text: str) -> float:
        """What the place of a paragraph tells."""
        manners = self._manners
        passage = self._passages[at]
        before = self._find_before(at)
        if passage.quoted != self._quoted and at > 0:
            return 6.0 if self._quoted else 0.5
        if passage.item or _NUMERAL.match(text) or (before and _OPEN_END.search(before.text)):
            return -2.0
        if at <= manners.last_start:
            return 0.0
        weight = 0.5 if manners.habit > 0.5 else 1.0 if manners.habit > 0.1 else 1.5
        if before is not None and manners.is_farewell(before.text):
            weight += 2.0
        if not manners.is_personal(text):
            personal = manners.personal.get(self._speaker, 0.0) > 0.5
            weight += personal and len(text) > LONG
            if manners.habit <= 0.5 and manners.is_introduced(text):
                weight += 1.5
            if self._reports and len(text) > LONG:
                weight += bool(_FIGURE.search(text))  # when it opens, and what it costs
        return weight


def _show_subjects(text: str) -> str:
    """The first words of every sentence, where the name of whoever is spoken of stands."""
    return " ".join(match[1] for match in _SENTENCE.finditer(text))
