"""Blocks of frames, joined: as good as one piece, and as long as the sound to the sample."""

import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode

from presscast.audio.blocks import BORDER
from presscast.audio.encode import start_encoder
from presscast.audio.ffmpeg import find_ffmpeg
from presscast.audio.mp3 import FRAME, StreamWriter, count_frames, render_empty_tag, split_frames
from presscast.errors import AudioError
from presscast.show import AudioSettings, Show
from presscast.units import EPISODE_RATE, Samples

Sound = npt.NDArray[np.int16]


def make_show(channels: int = 1, bitrate: int = 96) -> Show:
    """A show with this shape of MP3."""
    return Show(Path(), exists=True, audio=AudioSettings(channels=channels, bitrate=bitrate))


def make_sound(samples: int, channels: int = 1) -> Sound:
    """A gliding chord with noise: (frames, channels), well under the limiter."""
    time = np.arange(samples) / EPISODE_RATE
    rng = np.random.Generator(np.random.PCG64(7))
    voices = (
        np.sin(2 * np.pi * pitch * time * (1 + time / 60)) for pitch in (220, 277, 330, 1_760)
    )
    sound = 900 * sum(voices) + 200 * rng.standard_normal(samples)
    return np.repeat(np.rint(sound).astype(np.int16)[:, None], channels, axis=1)


def encode(sound: Sound, show: Show, borders: list[int]) -> bytes:
    """The MP3 of a sound that is cut at these frames."""
    frames = count_frames(Samples(len(sound)))
    padded = np.pad(sound, ((0, frames * FRAME - len(sound)), (0, 0)))
    file = BytesIO()
    writer = StreamWriter(file)
    for first, last in pairwise([0, *borders, frames]):
        with start_encoder(padded[first * FRAME : last * FRAME].tobytes(), show) as finish:
            writer.write(finish())
    writer.close(Samples(len(sound)))
    return file.getvalue()


def test_a_stream_may_stand_behind_an_empty_tag(tmp_path: Path) -> None:
    """Which nobody hears; the Info frame lies behind it."""
    sound = (np.sin(np.arange(50_000) / 20)[:, None] * 9_000).astype(np.int16)
    plain = encode(sound, Show(tmp_path, exists=False), [10])
    file = BytesIO()
    file.write(render_empty_tag(100_000))
    writer = StreamWriter(file)
    stream = b"".join(list(split_frames(plain))[1:])
    writer.write(stream)
    writer.close(Samples(len(sound)))
    assert file.getvalue()[100_000:] == plain
    assert ID3(BytesIO(file.getvalue())).size == 100_000
    one, other = (decode(it, tmp_path, 1) for it in (plain, file.getvalue()))
    assert np.array_equal(one, other)


def decode(mp3: bytes, tmp_path: Path, channels: int) -> npt.NDArray[np.float64]:
    """What ffmpeg hears in it."""
    path = tmp_path / "x.mp3"
    path.write_bytes(mp3)
    command = [find_ffmpeg(), "-v", "warning", "-i", str(path), "-f", "s16le", "pipe:1"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, "<i2").reshape(-1, channels).astype(float)


@pytest.mark.slow
@pytest.mark.parametrize(("channels", "bitrate"), [(1, 96), (2, 128)])
@pytest.mark.parametrize("length", [20 * EPISODE_RATE, 20 * EPISODE_RATE + 1, 1_152 * 400, 5_000])
def test_it_decodes_to_the_sounds_own_length(
    tmp_path: Path, channels: int, bitrate: int, length: int
) -> None:
    """Delay and padding are right for whole frames, odd lengths and next to nothing."""
    sound = make_sound(length, channels)
    mp3 = encode(sound, make_show(channels, bitrate), [])
    assert len(decode(mp3, tmp_path, channels)) == length


@pytest.mark.slow
def test_joints_are_as_good_as_everywhere_else(tmp_path: Path) -> None:
    """Cut in pauses of the least length at a dozen places: the same error as in one piece."""
    sound = make_sound(60 * EPISODE_RATE)
    borders = [61, 75, 200, 333, 500, 777, 1_000, 1_234, 1_500, 1_777, 2_000, 2_222]
    for border in borders:
        sound[border * FRAME - BORDER : border * FRAME + BORDER] = 0
    whole, joined = (
        decode(encode(sound, make_show(), cuts), tmp_path, 1) - sound for cuts in ([], borders)
    )
    assert len(joined) == len(sound)
    assert np.sqrt((joined**2).mean()) < 1.01 * np.sqrt((whole**2).mean())
    for border in borders:
        near = slice((border - 8) * FRAME, (border + 8) * FRAME)
        one, other = (np.sqrt((error[near] ** 2).mean()) for error in (whole, joined))
        assert other < 1.25 * one
        silent = slice(border * FRAME - BORDER // 2, border * FRAME + BORDER // 2)
        assert np.abs(joined[silent]).max() <= max(2, np.abs(whole[silent]).max())


@pytest.mark.slow
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bitrate", [64, 96, 112, 128, 160, 192])
def test_it_is_as_loud_as_the_sound(tmp_path: Path, channels: int, bitrate: int) -> None:
    """LAME turns everything down by half a decibel unless it is told otherwise."""
    sound = make_sound(5 * EPISODE_RATE, channels)
    heard = decode(encode(sound, make_show(channels, bitrate), []), tmp_path, channels)
    ratio = np.sqrt((heard**2).mean() / (sound.astype(float) ** 2).mean())
    assert 20 * np.log10(ratio) == pytest.approx(0, abs=0.1)


def test_an_independent_reader_finds_the_info_frame(tmp_path: Path) -> None:
    """mutagen reads constant bit rate, LAME and the gapless length out of it."""
    sound = make_sound(7 * EPISODE_RATE + 11)
    info: Any = MP3(BytesIO(encode(sound, make_show(), [100]))).info
    assert info.bitrate_mode is BitrateMode.CBR
    assert info.bitrate == 96_000
    assert info.encoder_info.startswith("LAME 3.100")
    assert info.length == pytest.approx(len(sound) / EPISODE_RATE, abs=1e-6)


def test_every_frame_stands_alone() -> None:
    """No frame takes bits of the one before it: main_data_begin is zero."""
    mp3 = encode(make_sound(5 * EPISODE_RATE), make_show(), [50])
    assert all(frame[4] == 0 and not frame[5] & 0x80 for frame in split_frames(mp3))


def test_what_is_no_mp3_is_refused() -> None:
    """A stream that is cut or of another kind never gets into an episode."""
    with pytest.raises(AudioError, match="MPEG-1 layer III"):
        list(split_frames(b"RIFF" + bytes(100)))
