"""What stands in a line but is not said: cues, stage directions, time stamps, footnote marks.

Brackets hold a direction, unless they hold an editor's word inside a quotation ("[The mayor] left")
or touch letters ("[T]he"). Round brackets hold one where its words are words of doing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from presscast.errors import ScriptError
from presscast.model import CueKind, Notice
from presscast.scripts.blocks import MOST_MARKS, Aside, BlockKind, Cut, Line, LineIndex
from presscast.scripts.passages import Passage
from presscast.scripts.vocabulary import Vocabulary

DIRECTION = "stage direction"

CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
"""A running time: 0:12, 00:03:12, 00:03:12.500."""

_SIGNS = re.compile("[\\[(（【<*@/♪¹²³⁰⁴-⁹†‡]")
"""What a line without anything for this file lacks, but for what `_has_signs` looks for."""

_MARK = re.compile(
    r"(?P<bracket>[\[【](?P<inside>[^\[\]【】]{1,600})[\]】])"
    r"|(?P<round>[(（](?P<said>(?:[^()（）]|\([^()（）]{0,60}\)){1,160})[)）])"
    r"|(?P<starred>(?<![\w*])\*{1,2}(?P<done>[^*\n]{2,60})\*{1,2}(?![\w*]))"
    r"|(?P<address>(?:https?://|www\.)[^\s<>\"“”«»()\[\]（）]*[^\s<>\"“”«»()\[\]（）.,;:!?…。，；：！？'’])"
    r"|(?P<stamp><?\b\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?\b>?)"
    r"|(?P<note>(?<=\S)[¹²³⁰⁴-⁹†‡]+)"
    r"|(?P<song>♪[^♪\n]*♪?)"
)

_CLOCK_ONLY = re.compile(rf"\W*{CLOCK}(?:\s*[-–—>→]+\s*{CLOCK})?\W*(?:[AaPp]\.?[Mm]\.?)?\W*")
_FOOTNOTE_ONLY = re.compile(r"(?:\^?\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|\^[\w-]+|[a-z*†‡]|note \d+)")
_CITATION_NEEDED = re.compile(r"citation needed|sic!?|emphasis (?:added|mine)|\.\.\.|…", re.I)

_ACTION = re.compile(
    r"(?:he|she|they|il|elle|ils|elles|er|sie|él|ella|ellos|ele|ela|lui|lei|hij|zij|он|она)"
    r"(?:\s\S+){1,9}[.!]",
    re.I,
)
"""A sentence in brackets about somebody, inside his own words: "(He picks up a stone.)"."""
_TURN = re.compile(r"[^\s:][^:\n]{0,60}:\s")

_CUE = re.compile(
    r"(?P<name>pause|sting|sound|music|voice|rate|say|skip|/skip)\b\s*:?\s*(?P<value>.*)",
    re.I | re.S,
)
_SOUND = re.compile(
    r"\s*(?:SFX|FX|F/X|SOUNDS?(?: EFFECTS?| CUE)?|MUSIC(?: CUE)?|MX|SQ|ATMOS?|AMBIEN[CT]E?|GRAMS|"
    r"CUE|BRUITAGES?|MUSIQUE|GERÄUSCHE?|MUSIK|SONIDO|MÚSICA|EFECTOS?|EFFETTI|MUSICA|SON|SOM)"
    r"\s*\d*\s*[:.–—-]",
)
"""How a line of a radio script starts that is for whoever plays the sounds."""

_LENGTH = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|s|secs?|seconds?)?", re.I)
_SAY = re.compile(r"\S.*\sas\s+\S.*", re.I | re.S)
_RATES = ("x-slow", "slow", "normal", "fast", "x-fast")
_LONGEST_PAUSE = 60_000
_USUAL_PAUSE = 1_000

_CLOSE = re.compile(r"\s*[.,;:!?…)»”’\"]")
_STOPS = '.!?…:,;—–-"”’»“‘«。！？：，'
_OPENERS = dict(zip("“«„", "”»“", strict=True))


class Skipping:
    """Between `[skip]` and `[/skip]` nothing is spoken."""

    SIGN = "skip"


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
    labels = _find_bracketed_labels(passages, words)
    sounds = sum(_SOUND.match(it.text) is not None for it in passages) > 1
    sounds = sounds and DIRECTION not in read_aloud and not closed
    reader = _Reader(words, lines, labels, read_aloud, sounds=sounds, closed=closed)
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


def _has_signs(text: str) -> bool:
    return _SIGNS.search(text) is not None or text.count(":") > 1 or "www." in text


def _find_bracketed_labels(passages: Iterable[Passage], words: Vocabulary) -> frozenset[str]:
    """What stands in brackets before somebody's words, again and again: "[HOST] Welcome"."""
    counts: Counter[str] = Counter()
    for passage in passages:
        match = re.match(r"\s*\[([^\[\]\d:]{1,40})\]\s*:?\s*\S", passage.text)
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
        sounds: bool,
        closed: bool,
    ) -> None:
        self.asides: list[Aside] = []
        self.notices: list[Notice] = []
        self._words = words
        self._lines = lines
        self._labels = labels
        self._read_aloud = read_aloud
        self._skipping = False
        self._marks = 0
        self._closed = closed
        self._sounds = sounds
        """Whether the script is for the radio, with lines for sounds."""

    def read(self, passage: Passage) -> Passage:
        """The passage without what is not said in it."""
        if (not self._closed and self._is_audience(passage)) or (
            self._sounds and _is_sound(passage)
        ):
            runs = passage.line.runs
            self.asides.append(Aside(runs[0].start, runs[-1].end, DIRECTION))
            return passage.show(Line(()))
        if passage.kind is BlockKind.RULE or not (self._skipping or _has_signs(passage.text)):
            return passage
        found = [*self._find(passage)] if _has_signs(passage.text) else []
        found = self._skip(passage, found)
        if not found:
            return passage
        cuts = [cut for cut, _ in found]
        line, places = passage.line.cut(cuts)
        for (cut, reason), (start, end) in zip(found, places, strict=True):
            if not cut.shown:
                self.asides.append(Aside(start, end, reason))
        return passage.show(line)

    def _is_audience(self, passage: Passage) -> bool:
        """Whether a paragraph is nothing but "Applause." or "Laughter from the left." """
        text = passage.text.strip()
        if not 0 < len(text) < 60 or passage.kind is not BlockKind.PROSE:
            return False
        first, *rest = text.split()
        known = first.strip(".!").casefold() in self._words.audience
        return known and len(rest) < 5 and text[-1] in ".!" and DIRECTION not in self._read_aloud

    def _find(self, passage: Passage) -> Iterator[tuple[Cut, str]]:
        """(what is cut out of the passage, why), in order."""
        text = passage.text
        for mark in _MARK.finditer(text):
            self._marks += 1
            if self._marks > MOST_MARKS:
                raise ScriptError(
                    f"it has more than {MOST_MARKS:,} brackets and addresses",
                    remedy="Divide it into several scripts.",
                )
            cut = self._judge(mark, passage)
            if cut is None:
                continue
            shown, cue, reason = cut
            if reason in self._read_aloud:
                continue
            first, last = mark.span()
            if not shown:
                first, last = _widen(text, first, last)
            yield Cut(first, last, shown, cue), reason

    def _judge(
        self, mark: re.Match[str], passage: Passage
    ) -> tuple[str, tuple[CueKind, str] | None, str] | None:
        """(what is shown instead, the cue, the reason); None where the words are said."""
        match mark.lastgroup:
            case _ if mark["bracket"]:
                return self._judge_bracket(mark, passage)
            case _ if self._closed:
                return None
            case _ if mark["round"]:
                if (
                    _CLOCK_ONLY.fullmatch(mark["said"])
                    and mark["said"].count(":")
                    and (
                        mark.start() == 0
                        or mark["said"].strip().startswith("0")
                        or mark["said"].count(":") == 2
                    )
                ):
                    return "", None, "timestamp"
                if mark["said"].startswith(("http", "www.")) and " " not in mark["said"]:
                    return "", None, "link"
                if is_direction(mark["said"], self._words, most=6) or _is_italic(
                    passage, mark.start(), mark.end()
                ):
                    return "", None, DIRECTION
                if _ACTION.fullmatch(mark["said"]) and _TURN.match(passage.text):
                    return "", None, DIRECTION
            case _ if mark["starred"]:
                if is_direction(mark["done"], self._words, most=4):
                    return "", None, DIRECTION
            case _ if mark["address"]:
                return shorten_address(mark["address"]), None, "link"
            case _ if mark["stamp"]:
                return "", None, "timestamp"
            case _ if mark["note"]:
                power = mark["note"] in "²³" and re.search(
                    r"\b[a-zA-Zµ]{1,3}$", passage.text[: mark.start()]
                )
                return None if power else ("", None, "footnote")
            case _ if mark["song"]:
                return "", None, DIRECTION
        return None

    def _judge_bracket(
        self, mark: re.Match[str], passage: Passage
    ) -> tuple[str, tuple[CueKind, str] | None, str] | None:
        text, inside = passage.text, mark["inside"].strip()
        at_start = not text[: mark.start()].strip()
        if at_start and inside.casefold() in self._labels:
            return None
        if cue := _CUE.fullmatch(inside):
            order = self._read_cue(cue["name"].lower(), cue["value"].strip(), mark, passage)
            if order is not None:
                return order
        if _CLOCK_ONLY.fullmatch(inside):
            return "", None, "timestamp"
        before = text[mark.start() - 1 : mark.start()]
        after = text[mark.end() : mark.end() + 1]
        if _FOOTNOTE_ONLY.fullmatch(inside) and before.strip():
            letter = inside.isalpha() and len(inside) == 1 and after.isalpha()
            if not letter:
                return "", None, "footnote"
        if is_direction(inside, self._words):
            return "", None, DIRECTION
        touching = before.isalpha() or after.isalpha()
        cased = not (before or after) >= "\u0600"  # scripts without spaces touch everything
        if (touching and cased) or _is_quoted(text, mark.start()):
            return None if _CITATION_NEEDED.fullmatch(inside) is None else ("", None, DIRECTION)
        return "", None, DIRECTION

    def _read_cue(
        self, name: str, value: str, mark: re.Match[str], passage: Passage
    ) -> tuple[str, tuple[CueKind, str] | None, str] | None:
        """What a cue asks for; None where it is not one, which is said if it was meant as one."""
        if name in (Skipping.SIGN, "/" + Skipping.SIGN):
            return ("", None, name) if not value else None
        problem = ""
        match name:
            case "pause":
                length = _LENGTH.fullmatch(value) if value else None
                if value and length is None:
                    problem = 'a length such as "1.5s"'
                else:
                    value = str(_read_length(length))
                    if int(value) > _LONGEST_PAUSE:
                        problem = f"at most {_LONGEST_PAUSE // 1000}s"
            case "sting":
                problem = "nothing behind it" if value else ""
            case "rate":
                fits = value.lower() in _RATES or re.fullmatch(r"\d{2,3}%?", value)
                problem = "" if fits else f"one of {', '.join(_RATES)}, or words a minute"
            case "say":
                problem = "" if _SAY.fullmatch(value) else '"X as Y"'
            case _:
                if not value:
                    return None  # "[music]" in a transcript
        if problem and ":" not in mark[0] and name != "rate":
            return None  # "[pause in the recording]" is a direction
        if problem:
            line = self._lines.line_at(passage.line.split(mark.start())[1].runs[0].start)
            message = f'"{mark[0]}" is not followed: "{name}" takes {problem}.'
            self.notices.append(Notice(line, "bad-cue", message))
            return "", None, DIRECTION
        return "", (CueKind(name), value), "cue"

    def _skip(self, passage: Passage, found: list[tuple[Cut, str]]) -> list[tuple[Cut, str]]:
        """The cuts, with one for each stretch between `[skip]` and `[/skip]`."""
        kept: list[tuple[Cut, str]] = []
        since = 0 if self._skipping else -1
        for cut, reason in found:
            if reason == Skipping.SIGN and since < 0:
                since = cut.first
            elif reason == "/" + Skipping.SIGN and since >= 0:
                kept.append((Cut(since, cut.last), Skipping.SIGN))
                since = -1
            elif since < 0:
                kept.append((cut, reason.lstrip("/")))
        if since >= 0 and since < len(passage.text):
            kept.append((Cut(since, len(passage.text)), Skipping.SIGN))
        self._skipping = since >= 0
        return kept


def shorten_address(address: str) -> str:
    """A web address as a newsreader says it: the host, and one plain word behind it."""
    bare = re.split(r"[?#]", re.sub(r"^https?://", "", address), maxsplit=1)[0]
    host, _, path = bare.removeprefix("www.").partition("/")
    if not any(char.isalnum() for char in host):
        return address
    plain = re.fullmatch(r"[A-Za-z]{2,20}/?", path)
    return f"{host}/{path.rstrip('/')}" if plain else host


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


def _is_sound(passage: Passage) -> bool:
    """Whether a line is for whoever plays the sounds: it says so, or is in capitals throughout."""
    text = passage.text.strip()
    if passage.kind is not BlockKind.PROSE:
        return False
    return bool(_SOUND.match(text)) or (
        text.isupper() and len(text.split()) > 1 and ":" not in text and text[-1:] not in "?!"
    )


def _read_length(length: re.Match[str] | None) -> int:
    if length is None:
        return _USUAL_PAUSE
    number = float(length["number"].replace(",", "."))
    return round(number if (length["unit"] or "s").lower() == "ms" else number * 1000)


def _is_quoted(text: str, at: int) -> bool:
    """Whether a place lies inside a quotation."""
    before = text[max(0, at - 1000) : at]
    if before.count('"') % 2:
        return True
    return any(before.rfind(sign) > before.rfind(end) for sign, end in _OPENERS.items())


def _widen(text: str, first: int, last: int) -> tuple[int, int]:
    """A stretch with the white space that would be left over, and a full stop of its own."""
    before = text[:first].rstrip() if first < 400 else text[first - 400 : first].rstrip()
    ended = not before or before[-1] in ".!?…。！？"
    if ended and text[last : last + 1] in {".", "…", "。"}:
        last += 1
    if _CLOSE.match(text, last) or not text[last : last + 1]:
        while first > 0 and text[first - 1].isspace():
            first -= 1
    elif not before:
        while last < len(text) and text[last].isspace():
            last += 1
    return first, last
