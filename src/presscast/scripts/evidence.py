"""What a document tells of the candidates for labels: who asks, who talks, who is spoken of."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from presscast.scripts.blocks import BlockKind
from presscast.scripts.candidates import SURE, Candidate
from presscast.scripts.name_forms import NameJudge, fold_name, is_abbreviation
from presscast.scripts.passages import Passage

NEAR = 4
"""Labels with fewer paragraphs between them are neighbours."""
SENTENCES = 1.5
"""The mean of `Saying` from which a name says sentences."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CAPITAL = re.compile(r"\b[^\W\d_a-zà-öø-ÿа-яё][^\W\d_]*(?:['’-][^\W\d_]+)*")
_QUESTION = re.compile(r"[?？؟;](?:\W|$)")
_POLITE = re.compile("[我你您]|です|ます|요[.?]|니다|습니까")
"""What people who talk to each other say in Chinese, Japanese and Korean."""
_KANA = "\u3040"
_SPACELESS = "\u2e80"
"""From here on letters stand without spaces between words."""
_GLANCE = 200

Group = list[Candidate]
Groups = dict[str, Group]
Turns = dict[str, Counter[str]]
"""Name -> how often each other name is the next or the last label beside it."""


class Evidence:
    """Answers questions about the candidates of one document."""

    def __init__(
        self, passages: Sequence[Passage], candidates: Iterable[Candidate], judge: NameJudge
    ) -> None:
        self.passages = passages
        self.judge = judge
        self._mentioned = _list_words(passages, candidates)
        self._paragraphs = list(accumulate(not it.goes_on for it in passages))
        self._borders = list(accumulate(it.kind is not BlockKind.PROSE for it in passages))

    def asks(self, candidate: Candidate) -> bool:
        """Whether a question stands behind the label."""
        return _QUESTION.search(candidate.said) is not None

    def talks(self, candidate: Candidate) -> bool:
        """Whether what is said holds words of people who talk to each other, or a question."""
        said = candidate.said
        if self.asks(candidate) or said[:1] in '“"«„' or _POLITE.search(said):
            return True
        words = (word.casefold() for word in _WORD.findall(said[:_GLANCE]))
        return any(word.replace("’", "'") in self.judge.words.talk for word in words)

    def is_mentioned(self, name: str) -> bool:
        """Whether the last word of a name stands elsewhere in the text."""
        word = self.judge.list_words(name)[-1]
        return len(word) > 2 and word in self._mentioned

    def share_word(self, one: str, other: str) -> bool:
        """Whether two names have a word in common, or, written without spaces, begin alike."""
        words, others = self.judge.list_words(one), self.judge.list_words(other)
        if is_spaceless(one):
            return words[0].startswith(others[0]) or others[0].startswith(words[0])
        return not set(words).isdisjoint(others)

    def is_short_for(self, short: str, name: str) -> bool:
        """Whether one label is the other's surname, house or initials."""
        if is_abbreviation(short):
            letters = fold_name(short).replace(".", "").replace(" ", "")
            return letters in self.judge.list_initials(name)
        return self.share_word(short, name)

    def is_letter(self, key: str) -> bool:
        """Whether a label stands for "question" or "answer"."""
        return key in self.judge.words.ask or key in self.judge.words.reply

    def find_partners(self, key: str) -> frozenset[str]:
        """The labels that answer a label of a question, or ask for one of an answer."""
        words = self.judge.words
        found: frozenset[str] = words.reply if key in words.ask else frozenset()
        return found | words.ask if key in words.reply else found

    def measure_gap(self, one: int, other: int) -> int:
        """How many paragraphs lie from one passage to another."""
        return abs(self._paragraphs[other] - self._paragraphs[one])

    def has_border(self, one: int, other: int) -> bool:
        """Whether a rule or heading stands between two passages."""
        low, high = sorted((one, other))
        return high > low and self._borders[high - 1] > self._borders[low]


def is_spaceless(name: str) -> bool:
    """Whether a name is in letters that stand without spaces between words."""
    return name[:1] >= _SPACELESS


def group_names(candidates: Iterable[Candidate]) -> Groups:
    """The candidates of each name."""
    groups: Groups = defaultdict(list)
    for candidate in candidates:
        groups[candidate.key].append(candidate)
    return groups


def count_turns(candidates: Sequence[Candidate]) -> Turns:
    """Who takes turns with whom."""
    turns: Turns = defaultdict(Counter)
    for before, after in pairwise(candidates):
        if before.key != after.key:
            turns[before.key][after.key] += 1
            turns[after.key][before.key] += 1
    return turns


def weigh_group(group: Group) -> float:
    """How much a name says, as the mean of `Saying`."""
    return sum(candidate.saying for candidate in group) / len(group)


def _list_words(passages: Sequence[Passage], candidates: Iterable[Candidate]) -> set[str]:
    """The words with capitals that stand in the text beside labels, as they are compared."""
    ends: dict[int, int] = {}
    for it in candidates:
        if it.form in SURE:
            ends[it.at] = max(it.end, ends.get(it.at, 0))
    found: set[str] = set()
    for at, passage in enumerate(passages):
        found.update(CAPITAL.findall(passage.text, ends.get(at, 0)))
    folded = {word.casefold() for word in found}
    return folded | {re.sub(r"['’]s?$", "", word) for word in folded}
