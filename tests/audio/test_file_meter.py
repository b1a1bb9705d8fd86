"""Files of any kind, measured as the standards say and as ffmpeg does."""

import math
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.ffmpeg import run_ffmpeg
from presscast.audio.file_meter import measure_file
from presscast.errors import AudioError

RATE = 48_000


def write_wav(path: Path, sound: npt.NDArray[np.float64], layout: str = "") -> Path:
    """The sound, (samples, channels), as a WAVE file."""
    pcm = np.rint(sound * 32_767).astype("<i2").tobytes()
    shape = ["-f", "s16le", "-ar", str(RATE), "-ac", str(sound.shape[1])]
    named = ["-channel_layout", layout] if layout else []
    run_ffmpeg([*shape, *named, "-i", "pipe:0", str(path)], pcm)
    return path


def play(level: float, seconds: float) -> npt.NDArray[np.float64]:
    """A 1 kHz sine whose peaks are at a level in dBFS, (samples, 1); it does not begin at once,
    for a codec overshoots there."""
    at = np.arange(round(seconds * RATE))
    fade = np.minimum(1, np.minimum(at, at[::-1]) / 480)
    return np.asarray(10 ** (level / 20) * fade * np.sin(2 * np.pi * 1_000 * at / RATE))[:, None]


@pytest.mark.slow
def test_five_channels_are_weighted(tmp_path: Path) -> None:
    """EBU Tech 3341, signal 6: the surround channels count for 1.41."""
    levels = (-28, -28, -24, -30, -30)
    sound = np.hstack([play(level, 20) for level in levels])
    path = write_wav(tmp_path / "six.wav", sound, "5.0")
    assert measure_file(path).integrated == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("offset", range(4))
def test_a_peak_between_samples_is_found_wherever_they_lie(tmp_path: Path, offset: int) -> None:
    """EBU Tech 3341, signals 20 to 23: one period that is twice as high, made at four times the
    rate; 0.0 dBTP, +0.2, -0.4."""
    fast = 4 * RATE
    at = np.arange(fast // 2)
    slow = 0.5 * np.sin(2 * np.pi * at / 24)
    period = np.sin(2 * np.pi * np.arange(16) / 16)
    sound = np.concatenate([slow[: 24 * 400], period, slow[: 24 * 400]])
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / fast) > RATE / 2] = 0
    sound = np.fft.irfft(spectrum, len(sound))[offset::4]
    sound = np.concatenate([np.zeros(RATE), sound, np.zeros(RATE)])
    path = write_wav(tmp_path / "peak.wav", np.stack([sound, sound], axis=1))
    assert -0.4 <= measure_file(path).true_peak <= 0.2


@pytest.mark.slow
def test_a_long_file_is_measured_across_its_pieces(tmp_path: Path) -> None:
    """EBU Tech 3341, signal 5, and Tech 3342, signal 1, in files longer than a piece."""
    sound = np.vstack([play(-26, 20), play(-20, 20.1), play(-26, 20)])
    path = write_wav(tmp_path / "five.wav", np.hstack([sound, sound]))
    assert measure_file(path).integrated == pytest.approx(-23, abs=0.1)
    sound = np.vstack([play(-20, 20), play(-30, 20)])
    path = write_wav(tmp_path / "range.wav", np.hstack([sound, sound]))
    assert measure_file(path).range == pytest.approx(10, abs=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x.mp3", "x.m4a", "x.opus", "x.flac"])
def test_a_mono_file_of_any_format_reads_in_both_conventions(tmp_path: Path, name: str) -> None:
    """And as ffmpeg's meter reads it, with its own decoder at its own rate."""
    run_ffmpeg(["-i", str(write_wav(tmp_path / "x.wav", play(-16, 10))), str(tmp_path / name)])
    meter = ("-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
    _, report = run_ffmpeg(["-i", str(tmp_path / name), *meter])
    integrated, peak = (
        float(re.findall(rf"{figure}:\s+(-?[\d.]+)", report)[-1]) for figure in ("I", "Peak")
    )
    loudness = measure_file(tmp_path / name)
    assert loudness.integrated == pytest.approx(integrated, abs=0.11)
    assert loudness.heard == pytest.approx(loudness.integrated + 3, abs=0.11)
    assert loudness.true_peak == pytest.approx(peak, abs=0.21)


def test_what_a_decoder_raises_over_full_scale_is_measured(tmp_path: Path) -> None:
    """A file of floating point may peak at +3 dBTP; it is not clipped on the way."""
    tone = np.full(RATE, 1.0)[:, None] * math.sqrt(2) * play(0, 1)
    shape = ("-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0", "-c:a", "pcm_f32le")
    run_ffmpeg([*shape, str(tmp_path / "hot.wav")], tone.astype("<f4").tobytes())
    assert measure_file(tmp_path / "hot.wav").true_peak == pytest.approx(3.0, abs=0.2)


def test_silence_has_no_loudness_and_is_no_error(tmp_path: Path) -> None:
    """There is nothing to be heard."""
    path = write_wav(tmp_path / "silence.wav", np.zeros((RATE, 1)))
    assert measure_file(path).integrated == -math.inf


@pytest.mark.parametrize("content", [b"", b"no sound", b"#EXTM3U\nhttp://127.0.0.1:9/x.ts\n"])
def test_what_is_no_sound_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """It names the file."""
    path = tmp_path / "x.mp3"
    path.write_bytes(content)
    with pytest.raises(AudioError, match="no sound that can be measured") as caught:
        measure_file(path)
    assert "x.mp3" in str(caught.value)
