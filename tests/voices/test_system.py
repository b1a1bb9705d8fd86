"""The voices of macOS and Windows: what of them can be tried anywhere."""

import io
import struct
import wave

import pytest

from presscast.errors import SpeechError
from presscast.model import Sex
from presscast.voices.engines.system import SystemEngine, read_sound

PCM = struct.pack("<6h", 0, 1, -2, 300, -32_768, 32_767)


def write_aiff(coding: bytes = b"", channels: int = 1) -> bytes:
    """PCM at 22,050 Hz as AIFF, or with a coding as AIFC."""
    sound = PCM if coding == b"sowt" else struct.pack(">6h", *struct.unpack("<6h", PCM))
    rate = struct.pack(">HQ", 16_383 + 14, 22_050 << (63 - 14))
    common = struct.pack(">hIh", channels, 6, 16) + rate + coding + (b"\0\0" if coding else b"")
    chunks = [(b"COMM", common), (b"FLLR", b"odd"), (b"SSND", bytes(8) + sound)]
    body = b"".join(
        name + struct.pack(">I", len(it)) + it + bytes(len(it) % 2) for name, it in chunks
    )
    return b"FORM" + struct.pack(">I", len(body) + 4) + (b"AIFC" if coding else b"AIFF") + body


def test_wav_is_read() -> None:
    """As Windows writes it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 22_050, 0, "NONE", ""))
        sound.writeframes(PCM)
    assert read_sound(file.getvalue()) == (PCM, 22_050)


@pytest.mark.parametrize("coding", [b"", b"NONE", b"sowt"])
def test_aiff_is_read(coding: bytes) -> None:
    """As macOS writes it, whatever the file is called, in either order of bytes."""
    assert read_sound(write_aiff(coding)) == (PCM, 22_050)


@pytest.mark.parametrize("content", [b"", b"ID3...", write_aiff(b"ima4"), write_aiff(channels=2)])
def test_other_sound_is_refused(content: bytes) -> None:
    """Better an error than noise."""
    with pytest.raises(SpeechError, match="the system's voice wrote"):
        read_sound(content)


def test_voices_are_listed_as_the_driver_describes_them() -> None:
    """pyttsx3's own driver for tests has three."""
    john, jane, _ = SystemEngine("dummy").list_voices()
    assert (john.id, john.label, john.sex, john.language) == (
        "dummy.voice1",
        "John Doe",
        Sex.MALE,
        "en-us",
    )
    assert jane.sex is Sex.FEMALE
    assert john.pitch is None
    assert SystemEngine("dummy").has_voice("dummy.voice2")


def test_a_system_without_voices_of_its_own_lists_none() -> None:
    """As Linux, where pyttsx3 has eSpeak NG only."""
    assert SystemEngine("").list_voices() == ()
