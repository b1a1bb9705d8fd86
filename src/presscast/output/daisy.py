"""DAISY 2.02: `NAME.daisy.zip`, the folder that players of talking books read from a card.

Text and sound of the whole episode, by sentence, with a heading a chapter. Source: DAISY 2.02
Specification.
"""

from collections.abc import Iterator

from presscast.output.edition import Edition
from presscast.output.packages import Member
from presscast.output.templates import render_template


def render_daisy(edition: Edition) -> Iterator[Member]:
    """The book's files, all in one folder, their names short and in small letters."""
    yield Member("ncc.html", render_template("daisy/ncc.html", edition=edition))
    yield Member("master.smil", render_template("daisy/master.smil", edition=edition))
    yield Member("text.html", render_template("daisy/text.html", edition=edition))
    for section in edition.document.sections:
        content = render_template("daisy/section.smil", edition=edition, section=section)
        yield Member(f"s{section.number:04}.smil", content)
    yield Member("episode.mp3", edition.sounds["mp3"], edition.room)
