"""The one error tree. Every error is a sentence: what, where, what to do.

PresscastError          something the user can mend (exit code 1)
├── ScriptError         a script cannot be read, or says nothing
├── ShowError           show.toml is missing or wrong
├── CastError           voices/cast.toml is wrong, or no voice fits
├── LexiconError        a lexicon is wrong, or asks for what no voice can say
├── EngineError         an engine is missing or cannot start
├── SpeechError         an utterance could not be spoken
├── AudioError          a jingle, ffmpeg or the encoder failed
├── OutputError         a file could not be written
└── Problems            several of the above, reported together
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class PresscastError(Exception):
    """The root of what presscast raises on purpose."""

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        remedy: str = "",
    ) -> None:
        self.what = what
        self.path = path
        self.line = line
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        """`path:line: what. remedy`, without the parts that are not known."""
        where = "" if self.path is None else f"{self.path}:"
        if self.line is not None:
            where += f"{self.line}:"
        sentence = self.what if self.what.endswith((".", "?", "!")) else f"{self.what}."
        return " ".join(part for part in (where, sentence, self.remedy) if part)


class ScriptError(PresscastError):
    """A script cannot be read, or has nothing to say."""


class ShowError(PresscastError):
    """show.toml is missing where one is needed, or is wrong."""


class CastError(PresscastError):
    """The cast file is wrong, or there is no voice that fits."""


class LexiconError(PresscastError):
    """A lexicon is wrong, or asks for sounds that the voice does not have."""


class EngineError(PresscastError):
    """A speech engine is missing or cannot start."""


class SpeechError(PresscastError):
    """An utterance could not be spoken, or what came back is not what was asked for."""


class AudioError(PresscastError):
    """A jingle does not decode, or ffmpeg failed."""


class OutputError(PresscastError):
    """A result could not be written."""


class Problems(PresscastError):
    """Several problems, found in one pass and reported together."""

    def __init__(self, problems: Iterable[PresscastError]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")

    def __str__(self) -> str:
        """One line a problem, in the order in which they were found."""
        return "\n".join(str(problem) for problem in self.problems)


def raise_all(problems: list[PresscastError]) -> None:
    """Raise nothing for none, the problem itself for one, `Problems` for several."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Problems(problems)


def suggest(word: str, known: Iterable[str], limit: int = 3) -> str:
    """`Did you mean "a" or "b"?` out of the known words nearest to this one, else ``""``."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_folded, n=limit, cutoff=0.5)
    if not near:
        return ""
    return "Did you mean " + " or ".join(f'"{by_folded[name]}"' for name in near) + "?"
