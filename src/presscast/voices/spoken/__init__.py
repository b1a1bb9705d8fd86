"""Display text in, spoken text out: what is said for numbers, money, dates, initialisms …

How to teach it something:
1. A word, a name, an abbreviation, a unit, an initialism: a line in languages/LANGUAGE.toml.
2. A pattern: a rule in `rules/`, and a line for it in `RULES`, before the rules that would take a
   part of it. A rule yields readings of stretches and leaves the rest alone.
3. A language: a file in languages/ with the tables of the others, and a line in `LANGUAGES`.
4. A case in tests/voices/spoken/cases/ that shows it.
"""

from collections.abc import Sequence
from dataclasses import replace

from presscast.model import Hint, Said, Utterance
from presscast.voices.spoken.draft import Reading, apply_rules
from presscast.voices.spoken.grammar import load_grammar
from presscast.voices.spoken.rules import RULES
from presscast.voices.spoken.rules.letters import list_spelled, list_words
from presscast.voices.spoken.weave import weave_readings
from presscast.voices.spoken_text import SpokenText

__all__ = ["find_spoken", "list_initialisms", "load_rules", "write_spoken"]


def list_initialisms(language: str) -> frozenset[str]:
    """Capitals that are known to be said as a word or by their letters."""
    grammar = load_grammar(language)
    return frozenset(list_words(grammar)) | list_spelled(grammar) if grammar else frozenset()


def load_rules(language: str) -> None:
    """Read and compile the rules of a language: its first text would wait for them."""
    write_spoken("1", language)


def find_spoken(utterance: Utterance) -> SpokenText:
    """What is said for an utterance."""
    return write_spoken(utterance.text, utterance.language, utterance.said)


def write_spoken(text: str, language: str, said: Sequence[Said] = ()) -> SpokenText:
    """What is said for a text, aligned with it word by word.

    `said` is what a lexicon has settled, in order: it wins over every rule. A language without
    rules leaves the rest of the text to the engine.
    """
    settled = [Reading(it.first, it.last, it.text) for it in said]
    grammar = load_grammar(language)
    readings = settled
    if grammar is not None:
        spans = [(it.first, it.last) for it in said]
        found = apply_rules(text, grammar, RULES, spans)
        readings = sorted([*settled, *found], key=lambda reading: reading.first)
    spoken, starts = weave_readings(text, readings)
    if not said:
        return spoken
    places = {reading.first: start for reading, start in zip(readings, starts, strict=True)}
    hints = (
        Hint(places[it.first], places[it.first] + len(it.text), it.phonemes, it.language)
        for it in said
        if it.phonemes or it.language
    )
    return replace(spoken, hints=tuple(hints))
