"""Display text in, spoken text out: what is said for numbers, money, dates, initialisms …"""

from presscast.model import SpokenText
from presscast.words import find_words

__all__ = ["keep_written"]


def keep_written(text: str) -> SpokenText:
    """The text, said letter for letter as it is written."""
    return SpokenText(text, tuple(find_words(text)))
