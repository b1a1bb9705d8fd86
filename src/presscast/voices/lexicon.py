"""How words are said, whatever the rules of a language and of an engine make of them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from presscast.model import Said
from presscast.voices.lexicon_rules import Rule, compile_pattern
from presscast.words import UNSPACED, shorten

_RUN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
"""What a word of a rule is looked up by."""

_LONGEST_MATCHING = 2.0
"""Seconds that a pattern may take over a paragraph. A sane one takes microseconds."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of text, and the rule that settles it."""

    said: Said
    rule: Rule


@dataclass(frozen=True, slots=True)
class Layer:
    """Rules of one rank, for a stretch of text."""

    words: Mapping[str, Sequence[tuple[int, Rule]]]
    """First run of letters, in small ones -> (characters before it, rule), the longest first."""
    patterns: tuple[Rule, ...]

    def find(self, text: str, language: str, taken: bytearray) -> Iterator[Match]:
        """What these rules settle of what is not taken yet; it is taken then. Raises LexiconError.

        Of the words and phrases that start in one place the longest counts, and words go before
        patterns.
        """
        for run in _RUN.finditer(text) if self.words else ():
            for before, rule in self.words.get(run[0].casefold(), ()):
                first = run.start() - before
                last = _match_phrase(rule, text, first) if first >= 0 else 0
                if last and _claim(first, last, taken, rule, language):
                    yield _settle(rule, text, first, last, rule.say)
                    break
        for rule in self.patterns:
            for first, last, say in _match_pattern(rule, text):
                if _claim(first, last, taken, rule, language):
                    yield _settle(rule, text, first, last, say)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules that hold for a script."""

    show: tuple[Layer, ...] = ()
    """The first goes before the others."""
    speakers: Mapping[str, Layer] = field(default_factory=dict)
    episode: tuple[Layer, ...] = ()

    def find(
        self, text: str, speaker: str, language: str, said: Sequence[tuple[int, Layer]] = ()
    ) -> list[Match]:
        """What is settled of a paragraph, in order; none overlap. Raises LexiconError.

        `said`: rules that the script itself gives, each from a character of the paragraph on; the
        last goes before all others. Then come the episode's, the speaker's and the show's.
        """
        taken = bytearray(len(text))
        found: list[Match] = []
        for first, layer in reversed(said):
            out_of_reach = bytearray(b"\1" * first) + taken[first:]
            matches = list(layer.find(text, language, out_of_reach))
            taken[first:] = out_of_reach[first:]
            found += matches
        own = self.speakers.get(speaker)
        for layer in (*self.episode, *((own,) if own else ()), *self.show):
            found += layer.find(text, language, taken)
        return sorted(found, key=lambda match: match.said.first)


def build_layer(rules: Iterable[Rule]) -> Layer:
    """The rules, ready to be looked up."""
    words: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
    patterns = []
    for rule in rules:
        if rule.pattern:
            patterns.append(rule)
        elif run := _RUN.search(rule.written):
            words[run[0].casefold()].append((run.start(), rule))
    for listed in words.values():
        # Of two that are as long the one that is particular about case goes first.
        listed.sort(key=lambda it: (-len(it[1].written), not it[1].exact))
    return Layer(dict(words), tuple(patterns))


def _claim(first: int, last: int, taken: bytearray, rule: Rule, language: str) -> bool:
    """Whether a rule may have this stretch, which is taken from then on."""
    foreign = rule.within and rule.within.split("-")[0] != language.split("-")[0]
    if foreign or any(taken[first:last]):
        return False
    taken[first:last] = b"\1" * (last - first)
    return True


def _settle(rule: Rule, text: str, first: int, last: int, say: str) -> Match:
    written = text[first:last]
    if rule.letters:
        say = " ".join(char for char in written if char.isalnum())
    return Match(Said(first, last, say or written, rule.phonemes, rule.language), rule)


def _match_phrase(rule: Rule, text: str, first: int) -> int:
    """Where the rule's words end that start here; 0 if they do not, or only as part of others."""
    match = _compile_phrase(rule.written, rule.exact).match(text, first)
    if match is None:
        return 0
    last = match.end()
    if _are_joined(text[first - 1 : first], text[first]):
        return 0
    return 0 if _are_joined(text[last - 1], text[last : last + 1]) else last


def _are_joined(one: str, other: str) -> bool:
    """Whether two characters belong to one word."""
    if not (_is_letter(one) and _is_letter(other)):
        return False
    return not (_UNSPACED_LETTER.match(one) or _UNSPACED_LETTER.match(other))


_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")


def _is_letter(char: str) -> bool:
    return char.isalnum() or (char != "" and unicodedata.category(char).startswith("M"))


@cache
def _compile_phrase(written: str, exact: bool) -> re.Pattern[str]:
    """Any white space between words, either apostrophe."""
    words = (re.escape(word).replace("’", "'").replace("'", "['’]") for word in written.split())
    return re.compile(r"\s+".join(words), 0 if exact else re.IGNORECASE)


def _match_pattern(rule: Rule, text: str) -> Iterator[tuple[int, int, str]]:
    """(first, last, what is said) for each match that holds a letter or digit."""
    pattern = compile_pattern(rule.written, rule.exact)
    try:
        for match in pattern.finditer(text, timeout=_LONGEST_MATCHING):
            written = match[0]
            if not any(map(str.isalnum, written)):
                continue
            say = " ".join(match.expand(rule.say).split())
            if rule.say and not any(map(str.isalnum, say)):
                what = f'\'{rule.written}\' has "{shorten(written, 40)}" said as "{say}"'
                raise rule.complain(f"{what}, which is no word")
            first = match.start() + len(written) - len(written.lstrip())
            yield first, first + len(written.strip()), say
    except TimeoutError:
        what = f"'{rule.written}' takes too long to find in \"{shorten(text, 40)}\""
        raise rule.complain(what, "Avoid repetitions inside repetitions.") from None
