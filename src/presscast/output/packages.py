"""Files that hold files: ZIP archives with the same bytes for the same members."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZipFile, ZipInfo

from presscast.files import copy_file

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that the format knows: there is no clock in a file."""
_UNIX = 3
_MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package."""

    name: str
    content: bytes | Path
    """A path for what is too large to be held: the sound."""
    first: int = 0
    """Where it begins in that file."""


def write_package(members: Iterable[Member], file: IO[bytes]) -> None:
    """Put the members into a ZIP archive, in their order and as they are.

    Nothing is compressed: nearly all of it is sound, and one zlib's bytes are not another's.
    """
    with ZipFile(file, "w", allowZip64=True) as archive:
        for member in members:
            entry = ZipInfo(member.name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            if isinstance(member.content, bytes):
                archive.writestr(entry, member.content)
                continue
            entry.file_size = member.content.stat().st_size - member.first
            with archive.open(entry, "w") as target:
                copy_file(member.content, target, member.first)
