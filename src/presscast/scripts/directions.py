"""What stands in a line but is not said: cues, stage directions, time stamps, footnote marks.

Square brackets hold a direction, unless they hold an editor's word inside a quotation ("[The mayor]
left") or touch letters ("[T]he"). Round brackets hold one where its words are words of doing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from presscast.errors import ScriptError
from presscast.model import Notice
from presscast.scripts.blocks import MOST_MARKS, Aside, BlockKind, Cut, Line, LineIndex
from presscast.scripts.cue_grammar import (
    RESUME,
    SKIP,
    CueProblem,
    Order,
    read_cue,
    read_switch,
)
from presscast.scripts.passages import Passage
from presscast.scripts.vocabulary import Vocabulary

DIRECTION = "stage direction"
_TIMESTAMP = "timestamp"
_FOOTNOTE = "footnote"
_LINK = "link"
_SAID = "brackets"
"""The reason of brackets whose words are said."""

CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
"""A running time: 0:12, 00:03:12, 00:03:12.500."""

_SIGNS = re.compile("[\\[(（【<*@/♪¹²³⁰⁴-⁹†‡]")
"""What a line without anything for this file lacks, but for what `_has_signs` looks for."""

_MARK = re.compile(
    r"(?P<bracket>[\[【](?P<inside>[^\[\]【】]{1,600})[\]】])"
    r"|(?P<round>[(（](?P<said>(?:[^()（）]|\([^()（）]{0,60}\)){1,160})[)）])"
    r"|(?P<starred>(?<![\w*])\*{1,2}(?P<done>[^*\n]{2,60})\*{1,2}(?![\w*]))"
    r"|(?P<address>(?:https?://|www\.)[^\s<>\"“”«»()\[\]（）]*"
    r"[^\s<>\"“”«»()\[\]（）.,;:!?…。，；：！？'’])"
    r"|(?P<stamp><?\b\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?\b>?)"
    r"|(?P<note>(?<=\S)[¹²³⁰⁴-⁹†‡]+)"
    r"|(?P<song>♪[^♪\n]*♪?)"
)
_KINDS = ("bracket", "round", "starred", "address", "stamp", "note", "song")

_CLOCK_ONLY = re.compile(rf"\W*{CLOCK}(?:\s*[-–—>→]+\s*{CLOCK})?\W*(?:[AaPp]\.?[Mm]\.?)?\W*")
_RUNNING = re.compile(rf"\s*(?:0{CLOCK}|\d+:\d\d:\d\d.*)\s*")
"""A time that is no time of day: "(0:12)", "(1:02:10)"."""
_FOOTNOTE_ONLY = re.compile(r"(?:\^?\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|\^[\w-]+|[a-z*†‡]|note \d+)")
_NEVER_SAID = re.compile(r"citation needed|sic!?|emphasis (?:added|mine)|\.\.\.|…", re.I)
_UNIT = re.compile(r"\b[a-zA-Zµ]{1,3}$")
_LABEL = re.compile(r"\s*\[([^\[\]\d:]{1,40})\]\s*:?\s*\S")
_ACTION = re.compile(
    r"(?:he|she|they|il|elle|ils|elles|er|sie|él|ella|ellos|ele|ela|lui|lei|hij|zij|он|она)"
    r"(?:\s\S+){1,9}[.!]",
    re.I,
)
"""A sentence in brackets about somebody, inside his own words: "(He picks up a stone.)"."""
_OPENING = re.compile(r"[^\s:：()][^:：()\n]{0,60}[:：]\s*")
"""A label and nothing behind it: what stands in brackets next says how somebody speaks."""
_TURN = re.compile(r"[^\s:][^:\n]{0,60}:\s")
_SOUND = re.compile(
    r"\s*(?:SFX|FX|F/X|SOUNDS?(?: EFFECTS?| CUE)?|MUSIC(?: CUE)?|MX|SQ|ATMOS?|AMBIEN[CT]E?|GRAMS|"
    r"CUE|BRUITAGES?|MUSIQUE|GERÄUSCHE?|MUSIK|SONIDO|MÚSICA|EFECTOS?|EFFETTI|MUSICA|SON|SOM)"
    r"\s*\d*\s*[:.–—-]",
)
"""How a line of a radio script starts that is for whoever plays the sounds."""

_CLOSE = re.compile(r"\s*[.,;:!?…)»”’\"]")
_OPENERS = dict(zip("“«„", "”»“", strict=True))
_FAR = 1000
"""How far back the opening of a quotation is looked for, in characters."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of a mark."""

    reason: str
    shown: str = ""
    """What is shown in its place."""
    cue: Order | None = None


def leave_out_directions(
    passages: Sequence[Passage],
    words: Vocabulary,
    lines: LineIndex,
    read_aloud: frozenset[str],
    *,
    closed: bool = False,
) -> tuple[list[Passage], list[Aside], list[Notice]]:
    """(the passages without what is not said in them, what that was, what an editor should know).

    A passage that held nothing else is left with an empty text. In a `closed` script only what
    stands in square brackets is a direction.
    """
    sounds = sum(_SOUND.match(it.text) is not None for it in passages) > 1
    reader = _Reader(
        words,
        lines,
        _find_bracketed_labels(passages, words),
        read_aloud,
        closed=closed,
        sounds=sounds and not closed,
    )
    kept = [reader.read(passage) for passage in passages]
    return kept, reader.asides, reader.notices


def is_direction(text: str, words: Vocabulary, most: int = 8) -> bool:
    """Whether a few words say what somebody does: "laughs", "long pause", "rires"."""
    folded = text.casefold().strip(" .!,;:…*_")
    if folded in words.directions:
        return True
    tokens = [token.strip(".,;:!…") for token in folded.replace("-", " ").split()]
    if not 0 < len(tokens) <= most:
        return False
    return any(
        token in words.directions or token.startswith(words.direction_stems) for token in tokens
    )


def shorten_address(address: str) -> str:
    """A web address as a newsreader says it: the host, and one plain word behind it."""
    bare = re.split(r"[?#]", re.sub(r"^https?://", "", address), maxsplit=1)[0]
    host, _, path = bare.removeprefix("www.").partition("/")
    if not any(char.isalnum() for char in host):
        return address
    plain = re.fullmatch(r"[A-Za-z]{2,20}/?", path)
    return f"{host}/{path.rstrip('/')}" if plain else host


def _find_bracketed_labels(passages: Iterable[Passage], words: Vocabulary) -> frozenset[str]:
    """What stands in brackets before somebody's words, again and again: "[HOST] Welcome"."""
    counts: Counter[str] = Counter()
    for passage in passages:
        match = _LABEL.match(passage.text)
        if match and match[1][:1].isalpha() and not is_direction(match[1], words):
            counts[match[1].casefold()] += 1
    if len(counts) < 2:
        return frozenset()
    return frozenset(name for name, count in counts.items() if count > 1)


class _Reader:
    """Reads passages in order: `[skip]` in one may be closed in another."""

    def __init__(
        self,
        words: Vocabulary,
        lines: LineIndex,
        labels: frozenset[str],
        read_aloud: frozenset[str],
        *,
        closed: bool,
        sounds: bool,
    ) -> None:
        self.asides: list[Aside] = []
        self.notices: list[Notice] = []
        self._words = words
        self._lines = lines
        self._labels = labels
        self._read_aloud = read_aloud
        self._closed = closed
        self._sounds = sounds
        """Whether the script is for the radio, with lines for sounds."""
        self._skipping = False
        self._marks = 0

    def read(self, passage: Passage) -> Passage:
        """The passage without what is not said in it."""
        if passage.kind is BlockKind.RULE:
            return passage
        if self._is_direction(passage):
            runs = passage.line.runs
            self.asides.append(Aside(runs[0].start, runs[-1].end, DIRECTION))
            return passage.show(Line(()))
        found = [*self._find(passage)] if _has_signs(passage.text) else []
        found = self._skip(passage, found)
        if not found:
            return passage
        line, places = passage.line.cut([cut for cut, _ in found])
        self.asides += [
            Aside(start, end, reason)
            for (cut, reason), (start, end) in zip(found, places, strict=True)
            if not cut.shown
        ]
        return passage.show(line)

    def _is_direction(self, passage: Passage) -> bool:
        """Whether a whole paragraph is one, without brackets."""
        text = passage.text.strip()
        prose = passage.kind is BlockKind.PROSE and bool(text) and not passage.speaker
        if self._closed or not prose or DIRECTION in self._read_aloud:
            return False
        return _is_audience(text, self._words) or (self._sounds and _is_sound(text))

    def _find(self, passage: Passage) -> Iterator[tuple[Cut, str]]:
        """(what is cut out of the passage, why), in order."""
        text = passage.text
        for mark in _MARK.finditer(text):
            self._marks += 1
            if self._marks > MOST_MARKS:
                what = f"it has more than {MOST_MARKS:,} brackets and addresses"
                raise ScriptError(what, remedy="Divide it into several scripts.")
            verdict = self._judge(mark, passage)
            if verdict is None or verdict.reason in self._read_aloud:
                continue
            first, last = mark.span()
            if verdict.reason == _SAID:
                yield Cut(first, first + 1), _SAID
                yield Cut(last - 1, last), _SAID
                continue
            if not verdict.shown:
                first, last = _widen(text, first, last)
            yield Cut(first, last, verdict.shown, verdict.cue), verdict.reason

    def _judge(self, mark: re.Match[str], passage: Passage) -> _Verdict | None:
        """What becomes of a mark; None where its words are said as they stand."""
        kind = next(kind for kind in _KINDS if mark[kind])
        if kind == "bracket":
            return self._judge_bracket(mark, passage)
        if self._closed:
            return None
        reason = ""
        match kind:
            case "round":
                reason = self._judge_round(mark, passage)
            case "starred":
                reason = DIRECTION if is_direction(mark["done"], self._words, most=4) else ""
            case "address":
                return _Verdict(_LINK, shorten_address(mark["address"]))
            case "stamp":
                reason = _TIMESTAMP
            case "note":
                power = mark["note"] in "²³" and _UNIT.search(passage.text, 0, mark.start())
                reason = "" if power else _FOOTNOTE
            case _:
                reason = DIRECTION
        return _Verdict(reason) if reason else None

    def _judge_round(self, mark: re.Match[str], passage: Passage) -> str:
        """Why what stands in round brackets is not said; empty where it is."""
        said = mark["said"]
        if _RUNNING.fullmatch(said) or (mark.start() == 0 and _CLOCK_ONLY.fullmatch(said)):
            return _TIMESTAMP
        if said.startswith(("http", "www.")) and " " not in said:
            return _LINK
        opens = _OPENING.fullmatch(passage.text, 0, mark.start())
        if opens and said[:1].islower() and len(said.split()) < 9:
            return DIRECTION
        acted = _ACTION.fullmatch(said) and _TURN.match(passage.text)
        done = is_direction(said, self._words, most=6)
        return DIRECTION if done or acted or _is_italic(passage, *mark.span()) else ""

    def _judge_bracket(self, mark: re.Match[str], passage: Passage) -> _Verdict | None:
        text, inside = passage.text, mark["inside"].strip()
        if inside.casefold() in self._labels and not text[: mark.start()].strip():
            return None
        if switch := read_switch(inside):
            return _Verdict(switch)
        try:
            if cue := read_cue(inside):
                return _Verdict("cue", cue=cue)
        except CueProblem as problem:
            place = passage.line.split(mark.start())[1].runs[0].start
            message = f'"{mark[0]}" is not followed: it takes {problem}.'
            self.notices.append(Notice(self._lines.line_at(place), "bad-cue", message))
            return _Verdict(DIRECTION)
        if _CLOCK_ONLY.fullmatch(inside):
            return _Verdict(_TIMESTAMP)
        before = text[mark.start() - 1 : mark.start()] if mark.start() else ""
        after = text[mark.end() : mark.end() + 1]
        letter = len(inside) == 1 and inside.isalpha() and after.isalpha()
        if before.strip() and not letter and _FOOTNOTE_ONLY.fullmatch(inside):
            return _Verdict(_FOOTNOTE)
        if is_direction(inside, self._words) or _NEVER_SAID.fullmatch(inside):
            return _Verdict(DIRECTION)
        # In scripts without spaces everything touches letters.
        touching = (before.isalpha() or after.isalpha()) and (before or after) < "\u0600"
        said = touching or _is_quoted(text, mark.start())
        return _Verdict(_SAID if said else DIRECTION)

    def _skip(self, passage: Passage, found: list[tuple[Cut, str]]) -> list[tuple[Cut, str]]:
        """The cuts, with one for each stretch between `[skip]` and `[/skip]`."""
        kept: list[tuple[Cut, str]] = []
        since = 0 if self._skipping else -1
        for cut, reason in found:
            if reason == SKIP and since < 0:
                since = cut.first
            elif reason == RESUME and since >= 0:
                kept.append((Cut(since, cut.last), SKIP))
                since = -1
            elif since < 0:
                kept.append((cut, SKIP if reason == RESUME else reason))
        if 0 <= since < len(passage.text):
            kept.append((Cut(since, len(passage.text)), SKIP))
        self._skipping = since >= 0
        return kept


def _has_signs(text: str) -> bool:
    return _SIGNS.search(text) is not None or text.count(":") > 1 or "www." in text


def _is_audience(text: str, words: Vocabulary) -> bool:
    """Whether a paragraph is nothing but "Applause." or "Laughter from the left."."""
    if len(text) > 60 or text[-1] not in ".!":
        return False
    first, *rest = text.split()
    return first.strip(".!").casefold() in words.audience and len(rest) < 5


def _is_sound(text: str) -> bool:
    """Whether a line is for whoever plays the sounds: it says so, or is in capitals throughout."""
    capitals = text.isupper() and len(text.split()) > 1 and ":" not in text
    return bool(_SOUND.match(text)) or (capitals and text[-1] not in "?!")


def _is_italic(passage: Passage, first: int, last: int) -> bool:
    """Whether a stretch with its brackets is in italics, and what stands round it is not."""
    at = 0
    inside = outside = True
    for run in passage.line.runs:
        end = at + len(run.text)
        if at < last and end > first:
            inside = inside and run.italic
        elif run.text.strip():
            outside = outside and not run.italic
        at = end
    return inside and outside


def _is_quoted(text: str, at: int) -> bool:
    """Whether a place lies inside a quotation."""
    before = text[max(0, at - _FAR) : at]
    if before.count('"') % 2:
        return True
    return any(before.rfind(sign) > before.rfind(end) for sign, end in _OPENERS.items())


def _widen(text: str, first: int, last: int) -> tuple[int, int]:
    """A stretch with the white space that would be left over, and a full stop of its own."""
    before = text[max(0, first - _FAR) : first].rstrip()
    ended = not before or before[-1] in ".!?…。！？"
    if ended and text[last : last + 1] in {".", "…", "。"}:
        last += 1
    if last == len(text) or _CLOSE.match(text, last):
        while first > 0 and text[first - 1].isspace():
            first -= 1
    elif not before:
        while last < len(text) and text[last].isspace():
            last += 1
    return first, last
