"""What of a reading an editor should look at, in sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence

from presscast.model import Notice
from presscast.scripts.blocks import LineIndex
from presscast.scripts.ownership import Owner
from presscast.scripts.passages import Passage
from presscast.scripts.speakers import Attribution
from presscast.words import shorten

_SHOWN = 40
"""Characters of a paragraph that are quoted."""


def describe_labels(
    attribution: Attribution, passages: Sequence[Passage], lines: LineIndex
) -> Iterator[Notice]:
    """People who speak once, and names that are left in the text."""
    counts = Counter(attribution.names[it.key] for it in attribution.starts.values())
    for it in attribution.rare:
        if counts[attribution.names[it.key]] == 1:
            message = f'"{it.name}:" comes once; it is read as a speaker.'
            yield Notice(lines.line_at(passages[it.at].line.start), "rare-label", message)
    for it in attribution.doubtful:
        message = f'"{it.name}:" is read aloud as text, not as a speaker.'
        yield Notice(lines.line_at(passages[it.at].line.start), "not-a-label", message)


def describe_owners(
    owner: Owner, passages: Sequence[Passage], lines: LineIndex
) -> Iterator[Notice]:
    """Paragraphs without a label that might as well be somebody else's."""
    for at, name in owner.doubtful:
        if passages[at].line.runs:
            message = f'"{shorten(passages[at].text, _SHOWN)}" has no label; it is read as {name}.'
            yield Notice(lines.line_at(passages[at].line.start), "doubtful-turn", message)
