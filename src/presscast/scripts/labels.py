"""Which lines start with a speaker's label. Decided over the whole document, never from one line.

A line that starts with a few words and a colon is a *candidate*. The candidates of one name are
judged together: how the name is written, how often it comes, whether the lines around it are
labelled as well, and whether the document writes its labels in bold.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from presscast.names import is_first_name
from presscast.scripts.blocks import Block, BlockKind
from presscast.scripts.vocabulary import (
    MONTHS,
    NOT_FIRST,
    NOT_WHOLE,
    PARTICLES,
    PARTS,
    TITLES,
)

_CANDIDATE = re.compile(
    r"(?:(?:[-–—•*+]|\d{1,3}[.)])\s+)?"  # a bullet, where the reader does not know lists
    r"(?P<name>[^\s:：*_#>][^:：\n]{0,58}?)"
    r"[ \u00a0\u202f]?(?::(?=\s|$)|：)\s*"
)

_REMARK = re.compile(r"\s*[(\[][^)\]]*[)\]]$")
"""What stands behind a name: "(laughs)", "[on the phone]"."""

_DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_LONG = 40
"""A line with more characters than this says something, whatever it ends with."""

_ENDS = ".!?…:\"'”’»)]。！？"


class Saying(IntEnum):
    """What stands behind a label, as evidence that somebody says it."""

    FIGURES = 0
    WORDS = 1
    SENTENCE = 2
    """Or nothing: the words follow on the next line."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may start with a label."""

    block: int
    line: int
    name: str
    end: int
    """Where the speaker's own words start in the line's text."""
    strong: bool
    starts_sentence: bool
    """Whether the line before it, if it has one in its block, ends a sentence."""
    saying: Saying
    section: int
    """How many rules stand before it."""

    @property
    def key(self) -> str:
        """The name as it is compared: one person, however it is cased and spaced."""
        return fold_name(self.name)

    @property
    def place(self) -> tuple[int, int]:
        """Which line of which block."""
        return self.block, self.line


@dataclass(frozen=True, slots=True)
class Labels:
    """The decision over a document."""

    accepted: dict[tuple[int, int], Candidate]
    """(block, line) -> the label that the line starts with."""
    rare: tuple[Candidate, ...]
    """Accepted although they come only once."""
    doubtful: tuple[Candidate, ...]
    """Left in the text although they look like names: the first of each."""


def fold_name(name: str) -> str:
    """A name as it is compared with others."""
    return " ".join(name.casefold().split())


def list_name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without titles and initials' full stops."""
    words = tuple(word.strip(".,") for word in fold_name(name).split())
    return tuple(word for word in words if word not in TITLES) or words


def decide_labels(blocks: tuple[Block, ...], stated: Iterable[str] = ()) -> Labels:
    """Which candidates are labels; names that the front matter states always are."""
    candidates = list(_find_candidates(blocks))
    known = {fold_name(name) for name in stated}
    names: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        names[candidate.key].append(candidate)
    likely = {key: group for key, group in names.items() if key in known or _is_name(group[0].name)}
    likely = _keep_habit(_drop_months(likely, known), known)
    neighbours = _count_neighbours(candidates, likely)
    repeated = {key for key, group in likely.items() if _is_repeated(group, neighbours[key])}
    accepted = repeated | {
        key
        for key, group in likely.items()
        if key in known or _is_supported_once(group[0], neighbours[key], bool(repeated))
    }
    groups = [likely[key] for key in likely]
    return Labels(
        accepted={c.place: c for group in groups if group[0].key in accepted for c in group},
        rare=tuple(
            group[0]
            for group in groups
            if group[0].key in accepted and len(group) == 1 and group[0].key not in known
        ),
        doubtful=tuple(group[0] for group in groups if group[0].key not in accepted),
    )


def _find_candidates(blocks: tuple[Block, ...]) -> Iterable[Candidate]:
    section = 0
    for index, block in enumerate(blocks):
        section += block.kind is BlockKind.RULE
        if block.kind is not BlockKind.PROSE:
            continue
        for number, line in enumerate(block.lines):
            match = _CANDIDATE.match(line.text)
            # "https://x" has no space behind its colon; "10:30" neither.
            if match and any(char.isalpha() for char in match["name"]):
                yield Candidate(
                    block=index,
                    line=number,
                    name=_read_name(match["name"]),
                    end=match.end(),
                    strong=line.runs[0].strong,
                    starts_sentence=number == 0
                    or block.lines[number - 1].text.rstrip()[-1] in _ENDS,
                    saying=_weigh_saying(line.text[match.end() :].rstrip()),
                    section=section,
                )


def _read_name(written: str) -> str:
    """The name without a remark behind it and without marks of the direction of writing."""
    name = written.strip(_DIRECTION_MARKS + " \u00a0")
    return _REMARK.sub("", name) or name


def _weigh_saying(said: str) -> Saying:
    if not said or said[-1] in _ENDS or len(said) > _LONG:
        return Saying.SENTENCE
    return Saying.WORDS if any(char.isalpha() for char in said) else Saying.FIGURES


def _is_name(name: str) -> bool:
    """Whether a label is written like a name or a part: capitals, titles, particles, initials."""
    folded = fold_name(name)
    written = name.split()
    tokens = [token.strip(".,'’\"“”") for token in written]
    if not tokens or len(tokens) > 7 or folded.rstrip(".") in NOT_WHOLE:
        return False
    if folded in PARTS:
        return True
    if tokens[0].casefold() in NOT_FIRST or re.search(r"[!?;\"“”«»=/\\]|\.\.", name):
        return False
    if any(_ends_sentence(before, after) for before, after in pairwise(written)):
        return False
    if tokens[-1].isdigit():
        return len(tokens) == 2 and (tokens[0].casefold() in PARTS or tokens[0].isupper())
    # "A. Smith" is a name, "A Nation" is not.
    article = written[0].casefold() in {"q", "a"}
    return not article and all(_is_name_token(token) for token in tokens)


def _ends_sentence(word: str, after: str) -> bool:
    """Whether a sentence ends between two words; a title's or an initial's full stop ends none."""
    bare = word.rstrip(".")
    return word != bare and after[0].islower() and len(bare) > 1 and bare.casefold() not in TITLES


def _is_name_token(token: str) -> bool:
    if token.casefold() in PARTICLES or not token:
        return True
    first = token[0]
    # Scripts without case (Arabic, Chinese, Devanagari) have no lower-case letters to tell.
    return first.isalpha() and not first.islower() and not any(char.isdigit() for char in token)


def _is_person(name: str) -> bool:
    """Whether a label has a title, is somebody's part, or starts with a first name."""
    tokens = [token.strip(".,").casefold() for token in name.split()]
    return tokens[0] in TITLES or bool(PARTS & set(tokens)) or is_first_name(tokens[0])


def _keep_habit(likely: dict[str, list[Candidate]], known: set[str]) -> dict[str, list[Candidate]]:
    """Where a document writes most of its repeated labels in bold, a plain one is prose."""
    repeated = [c for group in likely.values() if len(group) > 1 for c in group]
    bold = sum(c.strong for c in repeated)
    if bold * 5 < len(repeated) * 4 or not repeated:
        return likely
    return {key: group for key, group in likely.items() if key in known or group[0].strong}


def _drop_months(likely: dict[str, list[Candidate]], known: set[str]) -> dict[str, list[Candidate]]:
    """April and June may talk to each other; with a third month they are a calendar."""
    months = (MONTHS & likely.keys()) - known
    if len(months) < 3:
        return likely
    return {key: group for key, group in likely.items() if key not in months}


def _count_neighbours(
    candidates: list[Candidate], likely: dict[str, list[Candidate]]
) -> Counter[str]:
    """How often a name stands within three blocks of a line labelled with another name.

    What a rule divides are no neighbours: credits come after it.
    """
    ordered = [c for c in candidates if c.key in likely]
    counts: Counter[str] = Counter()
    for before, after in pairwise(ordered):
        near = after.block - before.block <= 3 and before.section == after.section
        if near and before.key != after.key:
            counts[before.key] += 1
            counts[after.key] += 1
    return counts


def _is_repeated(group: list[Candidate], neighbours: int) -> bool:
    """Whether a name comes again and again: a person's with words, another's with sentences.

    "Weight: 2 kg" comes again and again as well; what has no name of a person has to speak.
    """
    if len(group) < 2:
        return False
    evidence = sum(candidate.saying for candidate in group) / len(group)
    if neighbours > 1 and evidence >= (Saying.WORDS + Saying.SENTENCE) / 2:
        return True
    return evidence >= Saying.WORDS and _is_person(group[0].name)


def _is_supported_once(candidate: Candidate, neighbours: int, conversation: bool) -> bool:
    """Whether a name that comes once is borne out: "Rome: a city of contrasts" is prose.

    It has to stand among other labels and start a sentence, and be a person's, or be of several
    words or capitals in a document that has repeated labels as well. It has to say a sentence,
    but for a person in such a document.
    """
    if not neighbours or not candidate.starts_sentence:
        return False
    speaks = candidate.saying is Saying.SENTENCE
    if _is_person(candidate.name):
        return speaks or (conversation and candidate.saying is Saying.WORDS)
    several = len(candidate.name.split()) > 1
    return conversation and speaks and (several or candidate.name.isupper() or candidate.strong)
