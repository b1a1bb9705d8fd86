"""A stand-in for `write_spoken`: what a lexicon settles, without the rules of a language."""

from collections.abc import Sequence

from presscast.model import Hint, SpokenText
from presscast.voices.spoken.said import Said
from presscast.words import find_words


def write_spoken(text: str, language: str, said: Sequence[Said] = ()) -> SpokenText:
    """The text with what is said put in."""
    spoken = ""
    places: list[int] = []
    hints = []
    at = 0
    for it in said:
        kept = text[at : it.first]
        places += range(len(spoken), len(spoken) + len(kept))
        spoken += kept
        start = len(spoken)
        spoken += it.text
        places += [start] * (it.last - it.first)
        if it.phonemes or it.language:
            hints.append(Hint(start, len(spoken), it.phonemes, it.language))
        at = it.last
    kept = text[at:]
    places += range(len(spoken), len(spoken) + len(kept))
    spoken += kept
    words: list[tuple[int, int]] = []
    for first, last in find_words(text):
        end = len(spoken) if last == len(text) else places[last]
        inside = [it for it in said if it.first <= last - 1 < it.last]
        if inside:
            end = places[inside[0].first] + len(inside[0].text)
        start = places[first]
        if words and words[-1][1] > start:
            words[-1] = (words[-1][0], max(end, words[-1][1]))
            start, end = words[-1]
        words.append((start, end))
    return SpokenText(spoken, tuple(words), tuple(hints))
