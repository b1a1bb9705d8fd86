"""Initialisms: which capitals are said as a word, and which letter by letter."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presscast.voices.spoken.draft import Reading, read_group
from presscast.voices.spoken.grammar import Grammar
from presscast.voices.spoken.rules.sentences import ends_sentence, find_before

_CAPITALS = re.compile(
    r"(?<![\w])([^\W\d_a-z]{2,})(?:(s)(?:['’](?=\s+\w))?|(['’](?:T|S|RE|LL|VE|D|M)))?(?![\w])"
)
_TOKEN = re.compile(r"[^\W\d_]{2,}")
_DOTTED = re.compile(
    r"(?<![\w.])(?:[^\W\d_a-z]\.){2,}(?![\w])|(?<![\w.])(?:[^\W\d_a-z]\.)+[^\W\d_a-z](?!\w)"
)
_JOINED = re.compile(r"(?<![\w&])([^\W\d_a-z])\s?&\s?([^\W\d_a-z])(?![\w&])")
_INITIAL = re.compile(r"(?<![\w.])([^\W\d_a-z])\.(?=\s?[^\W\d_a-z][\w’'.-])")

_VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüý"
_UNSAYABLE = re.compile(
    rf"\A[^{_VOWELS}]*\Z|[^{_VOWELS}]{{4}}|[{_VOWELS}]{{3}}|\A[^{_VOWELS}]{{3}}|[^{_VOWELS}]{{3}}\Z"
)
_CLUSTERS = re.compile(
    r"(?:[bcfgkp][lr]|[dt]r|s[cklmnpqtw]|[cgpst]h|wh|wr|kn|gn|ps|qu|tw|dw|th|[bcdfghjklmnpqrstvwxz])"
    rf"?[{_VOWELS}]"
)
_LEAST_LETTERS = 4
"""Three letters are spelled unless data know the word: "EU", "IMF", "BWS"."""


def spell_letters(letters: str, grammar: Grammar) -> str:
    """Letters by their names, as the engines say them right."""
    names = grammar.table("letters")
    joint = grammar.get("letters", "join", " ")
    return str(joint).join(names.get(letter, letter) for letter in letters)


def say_letter(letter: str, grammar: Grammar) -> str:
    """A letter that stands between words, where an engine may take it for one: "A" for "a"."""
    alone = grammar.get("letters", "alone", {})
    return str(alone.get(letter) or grammar.get("letters", letter, letter))


def is_word(capitals: str, grammar: Grammar) -> str:
    """How capitals that stand alone are said as a word; empty where letter by letter."""
    words = list_words(grammar)
    if capitals in words:
        return words[capitals]
    if capitals in list_spelled(grammar) or len(capitals) < _LEAST_LETTERS:
        return ""
    small = capitals.lower()
    sayable = not _UNSAYABLE.search(small) and _CLUSTERS.match(small)
    return capitals.capitalize() if sayable else ""


@lru_cache(maxsize=32)
def list_words(grammar: Grammar) -> dict[str, str]:
    """Capitals that are said as a word, and how."""
    table = grammar.table("initialisms")
    said = {word.upper(): word for word in table.get("as_words", "").split()}
    return {word.upper(): word for word in table.get("emphatic", "").split()} | said


@lru_cache(maxsize=32)
def list_spelled(grammar: Grammar) -> frozenset[str]:
    """Capitals that are spelled, though they could be said."""
    return frozenset(grammar.get("initialisms", "as_letters").split())


@lru_cache(maxsize=32)
def _list_plain(grammar: Grammar) -> frozenset[str]:
    """Initialisms that are common words among other words in capitals."""
    table = grammar.table("initialisms")
    return frozenset(f"{table.get('also_words', '')} {table.get('emphatic', '')}".upper().split())


def read_dotted(text: str, grammar: Grammar) -> Iterator[Reading]:
    """U.S. by its letters; its last full stop stays where a sentence ends with it."""
    for match in _DOTTED.finditer(text):
        said = spell_letters(match[0].replace(".", ""), grammar)
        if match[0].endswith(".") and ends_sentence(match, grammar, names=True):
            said += "."
        yield read_group(match, 0, said)


def read_joined(text: str, grammar: Grammar) -> Iterator[Reading]:
    """R&B is "R and B"."""
    for match in _JOINED.finditer(text):
        first, last = (say_letter(letter, grammar) for letter in match.groups())
        yield read_group(match, 0, f"{first} {grammar.get('symbols', '&')} {last}")


def read_initials(text: str, grammar: Grammar) -> Iterator[Reading]:
    """John F. Kennedy, J. K. Rowling: the full stop of an initial ends no sentence."""
    for match in _INITIAL.finditer(text):
        if not (find_before(match) and ends_sentence(match, grammar, names=True)):
            yield read_group(match, 0, say_letter(match[1], grammar))


def read_capitals(text: str, grammar: Grammar) -> Iterator[Reading]:
    """GMMP letter by letter, NATO as a word; a headline in capitals as its words."""
    shouted = _find_shouting(text, grammar)
    at = 0
    for match in _CAPITALS.finditer(text):
        capitals, plural = match[1], match[2] or ""
        if not capitals.isupper() or _touches_digit(match):
            continue
        while at < len(shouted) and shouted[at][1] <= match.start():
            at += 1
        loud = at < len(shouted) and shouted[at][0] <= match.start()
        said = _say_loud(capitals, grammar) if loud else is_word(capitals, grammar)
        if not said:
            said = spell_letters(capitals, grammar)
            plural = grammar.get("letters", "plural", plural) if plural else ""
        ending = plural or (match[3] or "").lower()
        if said + ending != match[0]:
            yield read_group(match, 0, said + ending)


def _touches_digit(match: re.Match[str]) -> bool:
    """Whether capitals are part of something with digits, which is a code."""
    text = match.string
    after = text[match.end() : match.end() + 2]
    return after[:1].isdecimal() or text[match.start() - 1 : match.start()].isdecimal()


def _say_loud(capitals: str, grammar: Grammar) -> str:
    """Among words in capitals: a word unless it is known to be spelled or cannot be said."""
    words = list_words(grammar)
    if capitals in words:
        return words[capitals]
    plain = capitals in _list_plain(grammar)
    sayable = re.search(rf"[{_VOWELS}]", capitals.lower())
    if not plain and (capitals in list_spelled(grammar) or not sayable):
        return ""
    return capitals.lower() if plain else capitals.capitalize()


_RUN = 3
_SHORT_RUN = 2
"""Words in capitals that make a headline: in a row, and where they are all there is."""


def _find_shouting(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Stretches where words follow each other in capitals, and one of them is no initialism.

    "BBC and UN" are none, "BREAKING NEWS" is one.
    """
    runs: list[tuple[int, int]] = []
    run: list[re.Match[str]] = []
    quiet = False

    def close() -> None:
        if len(run) >= _RUN and any(_is_plain(it[0], grammar) for it in run):
            runs.append((run[0].start(), run[-1].end()))

    for token in _TOKEN.finditer(text):
        if token[0].isupper():
            run.append(token)
        else:
            close()
            run = []
            quiet = True
    close()
    if not quiet and len(run) == _SHORT_RUN and any(_is_plain(it[0], grammar) for it in run):
        runs.append((run[0].start(), run[-1].end()))
    return runs


def _is_plain(capitals: str, grammar: Grammar) -> bool:
    """Whether it is a word, and no initialism that is said as one."""
    if capitals in _list_plain(grammar):
        return True
    known = capitals in list_words(grammar) or capitals in list_spelled(grammar)
    return not known and len(capitals) > _LEAST_LETTERS and bool(is_word(capitals, grammar))
