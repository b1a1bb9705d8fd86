"""What a lexicon settles about a stretch of text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """How a stretch of displayed text is said, whatever the rules of its language are."""

    first: int
    """Index of its first character in the displayed text: it starts and ends with a word."""
    last: int
    """Index after its last character."""
    text: str
    """The words that are said instead, or its own; never without a word."""
    phonemes: str = ""
    """IPA, where letters do not tell."""
    language: str = ""
    """BCP 47, where it is not that of the text."""
