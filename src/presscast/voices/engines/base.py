"""The contract of a speech engine.

How to add one:
1. Write a class with the attributes and methods of `Engine`, in a file of its own; third-party
   libraries are imported where they are used, since `presscast check` loads engines too.
2. Name it under `[project.entry-points."presscast.engines"]` in pyproject.toml (or in that of your
   own package: engines are found through their entry points).
3. `speak` runs in a child process. It may crash, hang and print: the booth notices. It must be a
   pure function of its request, bytes and all. Where that takes a process that has spoken nothing
   before, as with eSpeak NG, leave `keeps_process` False. Where loading takes long, set it True and
   keep nothing between two requests that is heard.
4. An engine that cannot give the same bytes twice, such as a server, must say so in the docs: what
   was heard first is kept by the cache, as long as `version` stays the same.
5. Tell word times with `time_words` from the engine's own events, which refuses to guess where
   many are missing; with `estimate_words` without any.
   If the engine tells how much of the text it has read, compare: a cut must not pass unnoticed.
6. What show.toml says in a table [voices.NAME] comes as the constructor's keyword arguments.
7. tests/voices/test_engines.py holds every registered engine to this contract.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from presscast.model import Hint, Speech, Voice

OWN_PITCH = 50
"""The pitch of a request that leaves the voice as it is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked to say, and how."""

    text: str
    """As it is spoken: numbers are words already."""
    language: str
    """BCP 47."""
    voice: str
    rate: int
    """Words a minute."""
    pitch: int
    """0 to 100; 50 is the voice's own."""
    hints: tuple[Hint, ...] = ()
    """How stretches of the text are said, in order; none overlap."""


class Engine(Protocol):
    """Turns text into speech."""

    name: str
    keeps_process: bool
    """Whether a process that has spoken may speak again, since nothing of that is heard."""
    patience: int
    """Seconds that an utterance may take on top of its own length."""

    def version(self, voice: str = "") -> str:
        """Changes whenever the same request, with this voice, may sound different."""

    def list_voices(self) -> Sequence[Voice]:
        """The voices that are worth casting, best first within a language."""

    def has_voice(self, voice: str) -> bool:
        """Whether the engine can speak with this voice, listed or not."""

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """What of a hint the engine cannot follow with this voice, for people; empty if nothing."""

    def prepare(self) -> None:
        """Load whatever all utterances share. Called once in a process, before it speaks."""

    def speak(self, request: Request) -> Speech:
        """The request, spoken. Raises SpeechError or whatever went wrong."""
