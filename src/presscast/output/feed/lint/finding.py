"""What lint says: one line a finding."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a directory, an app or a listener would stumble over."""

    what: str
    remedy: str
    is_error: bool = True
    """Whether somebody refuses it, or the law does; else it is only worse than it could be."""
    where: str = ""
    """`feed.xml:12: "Title"`."""

    def __str__(self) -> str:
        kind = "error" if self.is_error else "warning"
        return f"{self.where}: {kind}: {self.what}. {self.remedy}"


Findings = Iterator[Finding]


def warn(what: str, remedy: str) -> Finding:
    """A finding that nobody refuses."""
    return Finding(what, remedy, is_error=False)
