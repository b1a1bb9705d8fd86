"""The engine `espeak`: the command espeak-ng or espeak, where the system has one."""

import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from presscast.errors import EngineError, SpeechError
from presscast.model import Hint, Speech, Voice
from presscast.voices.catalogue import read_catalogue
from presscast.voices.engines.base import Request
from presscast.voices.engines.wav import read_wave
from presscast.voices.timing import estimate_words

_COMMANDS = ("espeak-ng", "espeak")
_FASTEST = 449
"""Words a minute, as for `pyttsx`."""

_CONTROL = dict.fromkeys((*range(32), 127), " ")


class EspeakEngine:
    """eSpeak NG as a command: it tells no times, but it is the system's own release."""

    name = "espeak"
    keeps_process = True
    patience = 10

    def version(self, voice: str = "") -> str:
        """What the command says of itself. Raises EngineError where there is none."""
        return f"{_ask_version()} call 1"

    def list_voices(self) -> tuple[Voice, ...]:
        """Those of our catalogue that the command has; none where it is missing."""
        return tuple(voice for voice in read_catalogue() if self.has_voice(voice.id))

    def has_voice(self, voice: str) -> bool:
        """Whether the command's data hold this language, and this variant in this spelling.

        Breathy variants are none of them: their noise is another one each second.
        """
        if find_command() is None:
            return False
        language, plus, variant = voice.partition("+")
        known = language.casefold() in _list_languages()
        return known and (not plus or variant in _list_variants())

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """Everything: the command takes plain text here."""
        return "phonemes" if hint.phonemes else f'the language "{hint.language}"'

    def prepare(self) -> None:
        """Raise EngineError where there is no such command."""
        _ask_version()

    def speak(self, request: Request) -> Speech:
        """The request, spoken by a run of the command."""
        if not self.has_voice(request.voice):
            raise SpeechError(f'there is no voice "{request.voice}"')
        arguments = ["-v", request.voice, "-s", str(min(request.rate, _FASTEST))]
        arguments += ["-p", str(min(request.pitch, 99)), "-b", "1", "--stdin", "--stdout"]
        wave = read_wave(_run(arguments, request.text.translate(_CONTROL).encode()))
        words = estimate_words(request.text, wave.pcm, wave.rate)
        return Speech(pcm=wave.pcm, rate=wave.rate, voice=request.voice, words=words, exact=False)


def find_command() -> str | None:
    """The path of the command."""
    return next(filter(None, map(shutil.which, _COMMANDS)), None)


def _run(arguments: list[str], text: bytes = b"") -> bytes:
    command = find_command()
    if command is None:
        remedy = "Install espeak-ng with the system's packages, or use the engine pyttsx."
        raise EngineError("neither espeak-ng nor espeak is installed", remedy=remedy)
    done = subprocess.run([command, *arguments], input=text, capture_output=True, check=False)
    if done.returncode or (not done.stdout and done.stderr):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SpeechError(f"{Path(command).name} failed ({said[-1] if said else done.returncode})")
    return done.stdout


@lru_cache(maxsize=1)
def _ask_version() -> str:
    return _run(["--version"]).decode(errors="replace").strip()


@lru_cache(maxsize=1)
def _find_data() -> Path:
    """The folder of the command's data, which it names with its version."""
    found = re.search(r"Data at: (.+)", _ask_version())
    return Path(found[1].strip()) if found else Path(os.devnull)


@lru_cache(maxsize=1)
def _list_languages() -> frozenset[str]:
    """The languages, as pyttsx3 names them: `gmw/en-us`."""
    root = _find_data() / "lang"
    files = (path for path in root.rglob("*") if path.is_file())
    return frozenset(path.relative_to(root).as_posix().casefold() for path in files)


@lru_cache(maxsize=1)
def _list_variants() -> frozenset[str]:
    """The variants that draw no random noise."""
    folder = _find_data() / "voices" / "!v"
    files = folder.iterdir() if folder.is_dir() else ()
    return frozenset(path.name for path in files if b"breath" not in path.read_bytes())
