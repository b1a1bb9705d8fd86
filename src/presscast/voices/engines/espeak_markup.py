"""What eSpeak NG is handed for a text with hints: phonemes between `[[` and `]]`.

`[[_^_fr]]` has what follows spoken with the phonemes of another language. The voice stays what it
is, and each word has its event, which SSML would not give us: `<voice>` pauses and forgets the
variant, `<lang>` does nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from presscast.model import Hint
from presscast.voices.engines.espeak_languages import find_language
from presscast.voices.engines.espeak_phonemes import encode_ipa, load_table
from presscast.words import find_words

Translate = Callable[[str, str], list[str]]
"""(text, BCP 47) -> the mnemonics of its words; `_^_xx` where the language changes between two."""

SWITCH = "_^_"

_SWITCHED = 8
"""After so many words the other language is asked for anew, which makes no sound: eSpeak NG breaks
a clause that is too long for it in any place, and forgets the language there."""

_CLAUSE = re.compile(r"(?:[^.,;:!?…]|[.,;:!?…](?=\S))+[.,;:!?…]*")
"""Up to where eSpeak NG pauses, and forgets the language as well."""

_PAUSE = re.compile(r"([.,;:!?…])[^\w]*$")
_OPENING = re.compile(r"[^\w\s.,;:!?…–—]+$")
_CLOSING = re.compile(r"[^\w\s.,;:!?…–—]+")
"""Quotation marks and brackets: eSpeak NG drops phonemes that touch them."""

_DASHES = ("–", "—")

_ELIDED = re.compile(r"(?<!\w)(?P<word>\w+)['’]$")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_VOICELESS = re.compile(r"[ptkfT]$")
_SIBILANT = re.compile(r"[szSZ]$")

_ELISIONS = {
    "fr": "l l d d j ʒ m m n n s s t t c s qu k jusqu ʒysk lorsqu lɔʁsk puisqu pɥisk",
    "it": "l l d d un un dell del all al nell nel dall dal sull sul quest kwest quell kwel",
    "ca": "l l d d m m n n s s t t",
}
"""What stands before an apostrophe, and its IPA, by language."""


@dataclass(slots=True)
class Markup:
    """A text for eSpeak NG, and where it comes from."""

    text: str = ""
    origins: list[int] = field(default_factory=list)
    """For each of its characters the index of one in the request's text."""

    def copy(self, text: str, first: int) -> None:
        """Add what stands in the request's text from `first` on."""
        self.text += text
        self.origins += range(first, first + len(text))

    def insert(self, text: str, origin: int) -> None:
        """Add what stands for one place of the request's text."""
        self.text += text
        self.origins += [origin] * len(text)


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words that are said without a pause."""

    words: tuple[tuple[str, int], ...]
    """(mnemonics, where the word starts in the request's text)."""
    table: str
    pause: str = ""
    """The mark behind them."""


def mark_up(
    text: str, hints: Iterable[Hint], *, language: str, table: str, translate: Translate
) -> Markup:
    """The text with its hints followed, by a voice that has this table of phonemes."""
    markup = Markup()
    at = 0
    for hint in hints:
        clauses = list(_list_clauses(text, hint, table, translate))
        if not clauses:
            continue
        prefix, before = _take_prefix(text[at : hint.first], language)
        clauses[0] = _prepend(clauses[0], prefix)
        markup.copy(_escape(before), at)
        at = hint.last
        if match := _POSSESSIVE.match(text, at) if language.startswith("en") else None:
            clauses[-1] = _append_s(clauses[-1])
            at = match.end()
        if match := _CLOSING.match(text, at):
            at = match.end()
        for clause in clauses:
            _add_clause(markup, clause, table)
        if text[at : at + 1].isalnum() or text[at : at + 1] in _DASHES:
            markup.insert(" ", at)
    markup.copy(_escape(text[at:]), at)
    return markup


def _escape(text: str) -> str:
    """The text as one that holds no phonemes, of the same length."""
    return text.replace("[[", "[ ")


def _take_prefix(before: str, language: str) -> tuple[str, str]:
    """(the IPA of what is elided before a hint, the text before it without that)."""
    if elided := _ELIDED.search(before):
        pairs = _ELISIONS.get(language.split("-")[0], "").split()
        known = dict(zip(pairs[::2], pairs[1::2], strict=True))
        if ipa := known.get(elided["word"].lower()):
            return ipa, before[: elided.start()]
    return "", _OPENING.sub("", before)


def _prepend(clause: _Clause, ipa: str) -> _Clause:
    if not ipa:
        return clause
    symbols = load_table(clause.table).symbols
    (first, origin), *others = clause.words
    sounds = [symbols[symbol] for symbol in ipa if symbol in symbols]
    return replace(clause, words=(("|".join([*sounds, first]), origin), *others))


def _append_s(clause: _Clause) -> _Clause:
    """The clause with the English possessive behind it."""
    *others, (last, origin) = clause.words
    if _SIBILANT.search(last):
        ending = load_table(clause.table).symbols.get("ɪ", "@") + "|z"
    else:
        ending = "s" if _VOICELESS.search(last) else "z"
    return replace(clause, words=(*others, (f"{last}|{ending}", origin)))


def _add_clause(markup: Markup, clause: _Clause, own: str) -> None:
    table = clause.table
    for at, (mnemonics, origin) in enumerate(clause.words):
        if markup.text and not markup.text[-1].isspace():
            markup.insert(" ", origin)
        if mnemonics.startswith(SWITCH):
            table = mnemonics.removeprefix(SWITCH)
        elif table != own and at % _SWITCHED == 0:
            markup.insert(f"[[{SWITCH}{table}]] ", origin)
        markup.insert(f"[[{mnemonics}]]", origin)
    _, origin = clause.words[-1]
    if table != own:
        markup.insert(f" [[{SWITCH}{own}]]", origin)
    markup.insert(clause.pause, origin)


def _list_clauses(text: str, hint: Hint, own: str, translate: Translate) -> Iterator[_Clause]:
    language = find_language(hint.language) if hint.language else None
    table = language.table if language else own
    if hint.phonemes:
        starts = _find_starts(text, hint.first, hint.last)
        said = encode_ipa(hint.phonemes, load_table(table)).words
        # One for each word of the text, or shared out.
        places = (starts[at * len(starts) // len(said)] for at in range(len(said)))
        yield _Clause(tuple(zip(said, places, strict=True)), table)
        return
    for match in _CLAUSE.finditer(text, hint.first, hint.last):
        if starts := _find_starts(text, *match.span()):
            pause = _PAUSE.search(match[0])
            words = _translate_words(text, [*starts, match.end()], hint.language, translate)
            if heard := tuple(words):
                yield _Clause(heard, table, pause[1] if pause else "")


def _find_starts(text: str, first: int, last: int) -> list[int]:
    return [first + start for start, _ in find_words(text[first:last])]


def _translate_words(
    text: str, borders: list[int], language: str, translate: Translate
) -> Iterator[tuple[str, int]]:
    """The words between the borders, together where that gives one each: they may be linked."""
    together = translate(text[borders[0] : borders[-1]], language)
    if sum(not word.startswith(SWITCH) for word in together) == len(borders) - 1:
        places = iter(borders)
        origin = borders[0]
        for word in together:
            origin = origin if word.startswith(SWITCH) else next(places)
            yield word, origin
        return
    for first, last in pairwise(borders):
        yield from ((word, first) for word in translate(text[first:last], language))
