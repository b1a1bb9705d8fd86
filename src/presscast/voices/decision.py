"""What has been decided before anything is spoken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from presscast.model import Cast, Casting, Departures, Notice

if TYPE_CHECKING:
    from presscast.voices.lexicon import Match

Settled = Mapping[tuple[int, int], Sequence["Match"]]
"""(turn, paragraph) -> what a lexicon settles there, in order."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who speaks with which voice, and what is new about it."""

    cast: Cast
    chosen: tuple[Casting, ...] = ()
    """The castings that nobody had written down."""
    notices: tuple[Notice, ...] = ()
    departures: Departures = Departures()
    settled: Settled = field(default_factory=dict)
    """How words are said that a lexicon has."""
    pitch: int = 0
    """How much higher everybody speaks than they are cast."""
