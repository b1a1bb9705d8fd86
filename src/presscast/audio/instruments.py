"""The instruments of the jingles, each a function that returns one mono sound of about +-1.

Everything is computed in float64 although the jingles are delivered in 16-bit steps: processors
differ in the last bits of a sine, and the margin keeps those differences out of the result.

How to add an instrument: 1. write a function `(pitch, seconds, ...) -> Sound` here, from
`oscillate` (pitched, bright), `ring_modes` (struck) or `filter_noise` (unpitched); 2. let its
first and last sample be about 0; 3. play it in a part of `jingles.STEMS`.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from presscast.units import Hertz

RATE: Hertz = Hertz(44_100)

Pitch = int  # a MIDI note number: 69 is A4, 440 Hz
Sound = npt.NDArray[np.float64]  # (frames,), mono
Stereo = npt.NDArray[np.float64]  # (2, frames): a row a channel, as the transforms want it
Phase = npt.NDArray[np.uint32]  # (frames,): a turn is 2**32, so the integer wraps with the tone
Modes = tuple[tuple[float, float, float], ...]  # frequency ratio, gain, decay in seconds

FULL_TURN = 2**32
TABLE_BITS = 14
TABLE_SHIFT = np.uint32(32 - TABLE_BITS)
TABLE_SIZE = 2**TABLE_BITS
MODE_BLOCK = 256
HIGHEST_PARTIAL_HZ = 15_000.0
DETUNE_CENTS = (-8.0, 6.0, 0.0)
VIBRATO_HZ = 5.2
VIBRATO_TURNS = 0.10
VIBRATO_ONSET = 0.25


def frequency(pitch: Pitch, cents: float = 0.0) -> float:
    """The frequency of a pitch in hertz, equal temperament."""
    return float(440.0 * 2.0 ** ((pitch - 69 + cents / 100.0) / 12.0))


def clock(seconds: float) -> Sound:
    """The time of every frame of a sound, in seconds."""
    return np.arange(round(seconds * RATE), dtype=np.float64) / RATE


@cache
def ramp_edges(seconds: float, attack: float, release: float) -> Sound:
    """An envelope that is 1 between a raised-cosine attack and release (seconds)."""
    envelope = np.ones(round(seconds * RATE))
    rise, fall = round(attack * RATE), round(release * RATE)
    envelope[:rise] = 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    envelope[envelope.size - fall :] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(1, fall + 1) / fall)
    return envelope


@cache
def saw_table(hertz: float, cutoff_hz: float, tilt: float = 1.0) -> Sound:
    """One cycle of a sawtooth behind a gentle low-pass, without partials that would alias.

    A tilt under 1 lifts the upper partials, as hard-blown brass does.
    """
    partial = np.arange(1, max(2, int(HIGHEST_PARTIAL_HZ / hertz)), dtype=np.float64)
    spectrum = np.zeros(TABLE_SIZE // 2 + 1, dtype=np.complex128)
    softening = np.sqrt(1.0 + (partial * hertz / cutoff_hz) ** 2)
    spectrum[1 : partial.size + 1] = -1j / (partial**tilt * softening)
    cycle = np.fft.irfft(spectrum)
    return np.asarray(cycle / np.sqrt(np.mean(cycle**2)) / 3.0)


def run_phase(hertz: float, frames: int) -> Phase:
    """The phase of a steady tone at every frame."""
    # The multiplication is meant to overflow: that is the phase going round.
    return np.arange(frames, dtype=np.uint32) * np.uint32(hertz / RATE * FULL_TURN)


def oscillate(table: Sound, phase: Phase) -> Sound:
    """The table read at each phase."""
    # The table is long enough that the nearest entry is as good as an interpolated one.
    return np.asarray(table[phase >> TABLE_SHIFT])


def ring_modes(seconds: float, hertz: float, modes: Modes) -> Sound:
    """A struck body: a decaying partial for each of its modes."""
    frames = round(seconds * RATE)
    sound = np.zeros(frames)
    for ratio, gain, decay in modes:
        # Powers of one complex step, factored in two, spare a sine and an exponential a frame.
        step = complex(-1.0 / decay, 2 * np.pi * hertz * ratio) / RATE
        fine = np.exp(step * np.arange(MODE_BLOCK))
        coarse = gain * np.exp(step * MODE_BLOCK * np.arange(frames // MODE_BLOCK + 1))
        sound += np.outer(coarse, fine).imag.ravel()[:frames]
    return np.asarray(sound * ramp_edges(seconds, 0.002, 0.03))


def filter_noise(seconds: float, low_hz: float, high_hz: float, seed: int) -> Sound:
    """Noise between two frequencies, with soft slopes, the same for a seed on every machine."""
    frames = round(seconds * RATE)
    squared = np.square(np.fft.rfftfreq(frames, 1.0 / RATE)) + 1e-9
    # Raw integers, because only they are promised to stay the same between numpy versions.
    raw = np.random.PCG64(seed).random_raw(2 * squared.size) >> np.uint64(11)
    # White noise has a white spectrum, so the filter can start from there.
    spectrum = (raw / 2.0**52 - 1.0).view(np.complex128)
    spectrum /= 1.0 + np.square(low_hz**2 / squared)
    spectrum /= 1.0 + np.square(squared / high_hz**2)
    sound = np.fft.irfft(spectrum, frames)
    return np.asarray(sound / np.abs(sound).max())


# Instruments.


def play_strings(pitches: tuple[Pitch, ...], seconds: float, player: int) -> Sound:
    """A chord by one of three string desks, each a little out of tune with the others."""
    frames = round(seconds * RATE)
    sound = np.zeros(frames)
    for pitch in pitches:
        phase = run_phase(frequency(pitch, DETUNE_CENTS[player]), frames)
        # No two notes start together, or the chord would speak with a click.
        phase += np.uint32((0.37 * player + 0.23 * pitch) % 1.0 * FULL_TURN)
        sound += oscillate(saw_table(frequency(pitch), 2_600.0), phase)
    return np.asarray(sound * ramp_edges(seconds, 0.09, 0.35))


def play_brass(pitch: Pitch, seconds: float, force: float) -> Sound:
    """A section of three brass players: the harder it is blown (0 to 1), the brighter."""
    time = clock(seconds)
    edges = ramp_edges(seconds, 0.028, min(0.35, seconds / 2))
    breath = (0.62 + 0.38 * np.exp(-time / 0.18)) * edges
    depth = np.clip(time - VIBRATO_ONSET, 0.0, 0.5) * VIBRATO_TURNS
    wobble = depth * np.sin(2 * np.pi * VIBRATO_HZ * time)
    vibrato = (wobble * FULL_TURN).astype(np.int64).astype(np.uint32)
    soft, hard = np.zeros_like(time), np.zeros_like(time)
    for player, cents in enumerate(DETUNE_CENTS):
        phase = run_phase(frequency(pitch, cents), time.size) + vibrato
        phase += np.uint32(0.31 * player * FULL_TURN)
        soft += oscillate(saw_table(frequency(pitch), 700.0), phase)
        hard += oscillate(saw_table(frequency(pitch), 2_600.0, tilt=0.5), phase)
    sound = soft + force * breath * (hard - soft)
    return np.asarray(sound * breath / len(DETUNE_CENTS))


@cache
def play_bass(pitch: Pitch, seconds: float) -> Sound:
    """A plucked synthetic bass: bright at the pluck, then round."""
    time, hertz = clock(seconds), frequency(pitch)
    open_filter = np.exp(-time / 0.09)
    phase = run_phase(hertz, time.size)
    dark = oscillate(saw_table(hertz, 220.0), phase)
    bright = oscillate(saw_table(hertz, 1_800.0), phase)
    body = dark + 0.7 * open_filter * (bright - dark)
    return np.asarray(body * np.exp(-time / 0.4) * ramp_edges(seconds, 0.004, 0.04))


@cache
def strike_mallet(pitch: Pitch) -> Sound:
    """A marimba bar: the tuned partials of the wood and the knock of the mallet."""
    modes = ((1.0, 0.8, 0.16), (2.0, 0.25, 0.12), (3.93, 0.4, 0.06), (9.2, 0.16, 0.02))
    sound = ring_modes(0.5, frequency(pitch), modes)
    knock = filter_noise(0.03, 1_500.0, 7_000.0, seed=11) * np.exp(-clock(0.03) / 0.004)
    sound[: knock.size] += 0.25 * knock
    return sound


@cache
def strike_bell(pitch: Pitch, seconds: float) -> Sound:
    """A glockenspiel bar."""
    modes = ((1.0, 0.7, 0.7), (2.76, 0.35, 0.3), (5.4, 0.15, 0.12), (1.003, 0.3, 0.8))
    return ring_modes(seconds, frequency(pitch), modes)


@cache
def strike_timpani(pitch: Pitch) -> Sound:
    """A kettledrum: its preferred modes over a thud."""
    modes = ((1.0, 0.9, 0.45), (1.5, 0.5, 0.35), (1.98, 0.35, 0.25), (2.44, 0.25, 0.15))
    thud = filter_noise(1.2, 60.0, 500.0, seed=12) * np.exp(-clock(1.2) / 0.05)
    return np.asarray(ring_modes(1.2, frequency(pitch), modes) + 0.6 * thud)


def drop_pitch(seconds: float, hertz: float, turns: float, fall: float) -> Sound:
    """A sine that comes down to a frequency within a few times `fall` seconds."""
    time = clock(seconds)
    return np.asarray(np.sin(2 * np.pi * (hertz * time + turns * (1 - np.exp(-time / fall)))))


@cache
def strike_kick() -> Sound:
    """A soft bass drum: a fast fall of pitch and a click."""
    time = clock(0.35)
    click = filter_noise(0.35, 800.0, 4_000.0, seed=13) * np.exp(-time / 0.005)
    body = drop_pitch(0.35, 48.0, turns=3.2, fall=0.03) * np.exp(-time / 0.13)
    return np.asarray((body + 0.25 * click) * ramp_edges(0.35, 0.001, 0.05))


@cache
def strike_boom() -> Sound:
    """The deep drum under an accent."""
    body = drop_pitch(1.6, 41.0, turns=2.4, fall=0.06) * np.exp(-clock(1.6) / 0.4)
    return np.asarray(body * ramp_edges(1.6, 0.003, 0.4))


@cache
def strike_snare() -> Sound:
    """A snare drum: rattle over a short tuned shell."""
    time = clock(0.3)
    rattle = filter_noise(0.3, 900.0, 8_000.0, seed=14) * np.exp(-time / 0.07)
    return np.asarray(rattle + ring_modes(0.3, 190.0, ((1.0, 0.6, 0.06), (1.6, 0.3, 0.04))))


@cache
def strike_hat() -> Sound:
    """A closed hi-hat."""
    sound = filter_noise(0.09, 7_000.0, 13_000.0, seed=15) * np.exp(-clock(0.09) / 0.02)
    return np.asarray(sound * ramp_edges(0.09, 0.001, 0.02))


@cache
def strike_cymbal() -> Sound:
    """A crash cymbal that rings for two seconds, its top fading first."""
    time = clock(2.0)
    body = filter_noise(2.0, 2_500.0, 7_000.0, seed=16) * np.exp(-time / 0.7)
    top = filter_noise(2.0, 7_000.0, 14_000.0, seed=17) * np.exp(-time / 0.25)
    return np.asarray((0.6 * body + 0.6 * top) * ramp_edges(2.0, 0.003, 0.8))


@cache
def sweep_riser(seconds: float) -> Sound:
    """A rush of air that rises and brightens towards its last moment."""
    progress = np.linspace(0.0, 1.0, round(seconds * RATE))
    low = filter_noise(seconds, 300.0, 1_500.0, seed=18)
    high = filter_noise(seconds, 2_500.0, 9_000.0, seed=19)
    rush = (1.0 - progress) * low + progress * high
    return np.asarray(rush * progress**2.5 * ramp_edges(seconds, 0.05, 0.02))


# Mixing desk.


class Placed(NamedTuple):
    """A sound, the second at which it starts, and where it is: -1 left, 0 centre, 1 right."""

    start: float
    sound: Sound
    gain: float
    pan: float = 0.0


def lay_sounds(placed: Iterable[Placed], frames: int) -> Stereo:
    """The sum of the placed sounds; what reaches past the end is cut."""
    bus = np.zeros((2, frames))
    for start, sound, gain, pan in placed:
        first = round(start * RATE)
        part = sound[: max(0, frames - first)]
        angle = (pan + 1.0) * np.pi / 4.0
        bus[0, first : first + part.size] += gain * np.cos(angle) * part
        bus[1, first : first + part.size] += gain * np.sin(angle) * part
    return bus


def echo(bus: Stereo, delay: float, feedback: float, taps: int = 4) -> Stereo:
    """The echoes alone of a bus: each later, weaker, and on the other side."""
    echoes = np.zeros_like(bus)
    for tap in range(1, taps + 1):
        shift = round(tap * delay * RATE)
        source = bus[::-1] if tap % 2 else bus
        echoes[:, shift:] += feedback**tap * source[:, : max(0, bus.shape[1] - shift)]
    return echoes


@cache
def hall_response(seconds: float) -> Stereo:
    """The impulse response of a hall: noise whose treble dies away before its bass."""
    time = clock(seconds)
    walls, early = [], 1.0 - np.exp(-time / 0.012)
    for seed in (21, 22):
        low = filter_noise(seconds, 150.0, 2_500.0, seed) * np.exp(-time / 0.32)
        high = filter_noise(seconds, 2_500.0, 9_000.0, seed + 10) * np.exp(-time / 0.16)
        wall = (low + 0.8 * high) * early * ramp_edges(seconds, 0.002, 0.2)
        walls.append(wall / np.sqrt(np.sum(wall**2)))
    # More of the middle than of the sides, so that a single loudspeaker keeps the hall.
    middle, side = 0.85 * walls[0], 0.5 * walls[1]
    return np.asarray((middle + side, middle - side))


def add_hall(dry: Stereo, send: Stereo, seconds: float = 1.6) -> Stereo:
    """The dry bus with the hall's answer to the send bus, which the hall hears in mono."""
    frames = dry.shape[1]
    size = frames + round(seconds * RATE)
    answer = np.fft.rfft(send.mean(axis=0), size) * np.fft.rfft(hall_response(seconds), size)
    return np.asarray(dry + np.fft.irfft(answer, size)[:, :frames])


def master(bus: Stereo, *, peak: float, drive: float, rise: float, fade: float) -> Stereo:
    """The bus gently saturated, faded in and out (seconds), with its peak at the given level."""
    loud = np.tanh(drive * bus / np.abs(bus).max())
    shaped = loud * ramp_edges(bus.shape[1] / RATE, rise, fade)
    return np.asarray(shaped * (peak / np.abs(shaped).max()))
