"""The engine `system`: the voices of macOS and Windows, driven through pyttsx3.

Not measured, so nobody is cast with them unless somebody writes one down. Word times are
estimates, and the drivers follow no pitch. On Linux pyttsx3 knows eSpeak NG alone, which is the
engine `pyttsx`: here there are no voices.
"""

import struct
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from presscast.errors import EngineError, SpeechError
from presscast.model import Hint, Sex, Speech, Voice
from presscast.units import Hertz
from presscast.voices.engines.base import Request
from presscast.voices.timing import estimate_words

_DRIVERS = {"darwin": "nsss", "win32": "sapi5"}

_WAIT_SECONDS = 5.0
"""For the file to be there and whole: the drivers come back before it is."""


class SystemEngine:
    """What the operating system speaks with."""

    name = "system"
    keeps_process = False
    patience = 10

    def __init__(self, driver: str = _DRIVERS.get(sys.platform, "")) -> None:
        self._driver = driver

    def version(self, voice: str = "") -> str:
        """Of pyttsx3 and of the operating system, whose voices change with it."""
        import platform

        return f"pyttsx3 {installed_version('pyttsx3')}, {platform.platform()}"

    def list_voices(self) -> tuple[Voice, ...]:
        """The voices that are installed; none on Linux."""
        return tuple(map(describe_voice, _find_voices(self._driver)))

    def has_voice(self, voice: str) -> bool:
        """Whether it is installed."""
        return any(voice == known.id for known in self.list_voices())

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """Any hint: the drivers take plain text only."""
        return hint.phonemes or hint.language

    def prepare(self) -> None:
        """Nothing: what macOS loads for speech must not be shared with a child."""

    def speak(self, request: Request) -> Speech:
        """The request, by way of a file that the driver writes."""
        engine = _start(self._driver)
        engine.setProperty("voice", request.voice)
        engine.setProperty("rate", request.rate)
        with tempfile.TemporaryDirectory(prefix="presscast-") as folder:
            path = Path(folder) / "speech.wav"
            engine.save_to_file(request.text, str(path))
            engine.runAndWait()
            pcm, rate = read_sound(_await_file(path))
        return Speech(
            pcm=pcm,
            rate=rate,
            voice=str(engine.getProperty("voice")),
            words=estimate_words(request.text, pcm, rate),
            exact=False,
        )


def describe_voice(voice: Any) -> Voice:
    """A voice as pyttsx3 describes it."""
    gender = str(voice.gender or "").casefold()
    sex = Sex.FEMALE if "female" in gender else Sex.MALE if "male" in gender else None
    languages = [it.decode("ascii", "ignore") if isinstance(it, bytes) else str(it)
                 for it in voice.languages or ("mul",)]  # fmt: skip
    return Voice(
        id=str(voice.id),
        label=str(voice.name),
        sex=sex,
        accent="",
        language=languages[0].lower().replace("_", "-"),
        pitch=None,
        brightness=None,
        family=str(voice.id),
    )


def read_sound(content: bytes) -> tuple[bytes, Hertz]:
    """(mono PCM, signed 16-bit little-endian; its rate) of a WAV or AIFF file.

    macOS writes AIFF whatever the file is called. Raises SpeechError for any other format.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        chunks = dict(_split_chunks(content, "<"))
        kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunks[b"fmt "][:16])
        _require_format(kind in (1, 0xFFFE), channels, bits)
        return chunks[b"data"], Hertz(rate)
    if content[:4] == b"FORM" and content[8:12] in (b"AIFF", b"AIFC"):
        chunks = dict(_split_chunks(content, ">"))
        common = chunks[b"COMM"]
        channels, _, bits = struct.unpack(">hIh", common[:8])
        coding = common[18:22] if content[8:12] == b"AIFC" else b"NONE"
        _require_format(coding in (b"NONE", b"twos", b"sowt"), channels, bits)
        sound = array("h", chunks[b"SSND"][8:])
        if coding != b"sowt":
            sound.byteswap()
        return sound.tobytes(), _read_extended(common[8:18])
    raise SpeechError("the system's voice wrote neither WAV nor AIFF")


def _split_chunks(content: bytes, order: str) -> Iterator[tuple[bytes, bytes]]:
    """(name, what is in it) of every chunk of a RIFF or an IFF file."""
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack(f"{order}4sI", content[at : at + 8])
        yield name, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _require_format(known: bool, channels: int, bits: int) -> None:
    if not known or channels != 1 or bits != 16:
        raise SpeechError(f"the system's voice wrote {channels} channels of {bits} bits")


def _read_extended(number: bytes) -> Hertz:
    """A whole number in the 80 bits of an IEEE 754 extended float."""
    exponent, mantissa = struct.unpack(">HQ", number)
    return Hertz(mantissa >> (16383 + 63 - (exponent & 0x7FFF)))


def _await_file(path: Path) -> bytes:
    """A file's content, as soon as it does not grow any more. Raises SpeechError."""
    ends = time.monotonic() + _WAIT_SECONDS
    before = -1
    while time.monotonic() < ends:
        size = path.stat().st_size if path.exists() else 0
        if size and size == before:
            return path.read_bytes()
        before = size
        time.sleep(0.05)
    raise SpeechError("the system's voice wrote no file")


def _start(driver: str) -> Any:
    import pyttsx3

    try:
        return pyttsx3.init(driver)
    except Exception as error:  # whatever a driver raises where the system has no voices
        raise EngineError(f"the system's voices do not start ({error})") from error


@lru_cache
def _find_voices(driver: str) -> tuple[Any, ...]:
    """The voices of a driver, as pyttsx3 describes them."""
    return tuple(_start(driver).getProperty("voices")) if driver else ()
