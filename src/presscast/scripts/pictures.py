"""Pictures of chapters: of each heading the image that stands under it before anything is said."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from presscast.scripts.blocks import Aside, Run
from presscast.scripts.turns import Heading


def give_pictures(
    headings: Sequence[Heading], asides: Iterable[Aside], spoken: Iterable[Run]
) -> Iterator[Heading]:
    """The headings with their pictures; those of headings in a row are the last one's."""
    pictures = sorted((it.start, it.picture) for it in asides if it.picture)
    ends = sorted([*(run.start for run in spoken), *(it.place for it in headings)])
    for heading in headings:
        first = bisect_right(pictures, (heading.place, ""))
        end = bisect_right(ends, heading.place)
        if first < len(pictures) and (end == len(ends) or pictures[first][0] < ends[end]):
            heading = replace(heading, picture=pictures[first][1])
        yield heading
