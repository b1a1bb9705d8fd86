"""A stretch of an episode that can stand for it: the guest's own words, without a break."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from presscast.model import Role
from presscast.output.published import Published
from presscast.units import Milliseconds, Samples, to_milliseconds
from presscast.words import shorten

SHORTEST, LONGEST = Milliseconds(15_000), Milliseconds(60_000)
"""Of a soundbite. Source: Podcasting 2.0 namespace, soundbite, which takes up to 120 s."""

MOST_CHARACTERS = 128


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences of one speaker."""

    title: str
    """The first of them."""
    start: Milliseconds
    end: Milliseconds


def find_quote(episode: Published) -> Quote | None:
    """The longest that a guest says on end in at most a minute; None where nothing is long enough.

    Raises OutputError.
    """
    guests = {name for name, role in episode.speakers if role is Role.GUEST}
    said = (it for it in episode.read_json("timeline")["utterances"] if it["speaker"] in guests)
    quotes = [quote for it in said for quote in _list_openings(it["sentences"])]
    return max(quotes, key=lambda it: it.end - it.start, default=None)


def _list_openings(sentences: Sequence[Any]) -> Iterator[Quote]:
    """As many sentences from the first on as make a soundbite."""
    if not sentences:
        return
    start = to_milliseconds(Samples(sentences[0]["start"]))
    ends = (to_milliseconds(Samples(it["end"])) for it in sentences)
    fitting = [end for end in ends if SHORTEST <= end - start <= LONGEST]
    if fitting:
        yield Quote(shorten(sentences[0]["text"], MOST_CHARACTERS), start, fitting[-1])
