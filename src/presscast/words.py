"""What counts as a word: the unit in which presscast proves that nothing was lost."""

import re
from collections.abc import Iterator

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""For the set of a pattern: Thai, Lao, Burmese, Khmer, Japanese, Chinese have no spaces."""

_TOKEN = re.compile(r"\S+")


def find_words(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every word: a run without white space that holds a letter or a digit.

    A dash or a star that stands alone is punctuation; "it's", "10:30" and "re-use" are one word.
    """
    for token in _TOKEN.finditer(text):
        shown = token[0]
        if shown[0].isalnum() or any(char.isalnum() for char in shown):
            yield token.span()


def count_words(text: str) -> int:
    """The number of words in a text, as `find_words` finds them."""
    return sum(word[0].isalnum() or any(map(str.isalnum, word)) for word in text.split())


def shorten(text: str, limit: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is over `limit` characters."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = cut.rfind(" ")
    # Scripts without spaces, and single words of absurd length, are cut where the limit falls.
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:–—-") + "…"
