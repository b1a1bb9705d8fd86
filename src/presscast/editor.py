"""What is text of an episode, in a process of its own (see `Partner`): its script is read, and its
files are written, while the other process loads what sound is made with, and makes it."""

from functools import cached_property
from typing import TYPE_CHECKING

from presscast.model import Script
from presscast.scripts.reading import read_script
from presscast.show import Show

if TYPE_CHECKING:
    from presscast.output.press import Press


class Editor:
    """Reads scripts, and has a press."""

    def read(self, path: str, show: Show) -> Script:
        """The script in a file. Raises ScriptError."""
        return read_script(path, show)

    @cached_property
    def press(self) -> "Press":
        """What writes the files, loaded when there is something to write."""
        from presscast.output.press import Press

        return Press()
