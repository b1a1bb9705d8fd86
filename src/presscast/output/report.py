"""A picture of an episode: who speaks when, how loud it is, its chapters: `NAME.report.png`.

Drawn from the finished file, so that it shows what a listener gets.
"""

import io
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from presscast.audio.file_meter import read_file
from presscast.audio.meter import MONO_OFFSET, Loudness, Reading, find_loudness, follow_loudness
from presscast.errors import OutputError
from presscast.files import write_whole
from presscast.model import Script, Timeline
from presscast.show import Show
from presscast.units import Samples

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE = (14.0, 7.0)
_DOTS = 100
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's: told apart by everybody, whatever colours they see."""

_STEPS_A_MINUTE = 600
_MOST_TITLES = 24
_LONGEST_TITLE = 34
_TOLERANCE = 0.5
"""LU around the target."""


def write_report(target: Path, sound: Path, script: Script, show: Show, timeline: Timeline) -> None:
    """Draw the picture of an episode by its finished sound. Raises AudioError or OutputError."""
    reading, channels = read_file(sound)
    write_whole(target, draw_report(script, show, timeline, reading, channels))


def check_matplotlib() -> None:
    """Raise OutputError where there is nothing to draw with."""
    if find_spec("matplotlib") is None:
        remedy = 'Install it: pip install "presscast[report]"'
        raise OutputError("a report is drawn by matplotlib", remedy=remedy)


def draw_report(
    script: Script, show: Show, timeline: Timeline, reading: Reading, channels: int
) -> bytes:
    """PNG, the same for the same episode."""
    import matplotlib
    from matplotlib.figure import Figure

    image = io.BytesIO()
    with matplotlib.rc_context(), warnings.catch_warnings():
        # Whatever somebody's matplotlibrc says; and letters that its font does not have are boxes.
        matplotlib.rcdefaults()
        warnings.simplefilter("ignore")
        figure = Figure(_SIZE, _DOTS, layout="constrained")
        _draw(figure, script, show, timeline, (reading, channels))
        figure.savefig(image, format="png", metadata={"Software": None})
    return image.getvalue()


def _draw(
    figure: "Figure", script: Script, show: Show, timeline: Timeline, heard: tuple[Reading, int]
) -> None:
    reading, channels = heard
    loudness = find_loudness(reading, channels)
    speakers, levels = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    figure.suptitle(f"{script.title}\n{_describe(loudness)}", fontsize=11)
    _draw_speakers(speakers, script, timeline, reading)
    _draw_levels(levels, show, loudness, reading, MONO_OFFSET if channels == 1 else 0)
    speakers.set_xlim(0, _to_minutes(timeline.samples, timeline))
    for chapter in timeline.chapters:
        at = _to_minutes(chapter.start, timeline)
        for axes in (speakers, levels):
            axes.axvline(at, color="0.6", linewidth=0.8)
        if len(timeline.chapters) <= _MOST_TITLES:
            title = chapter.title[:_LONGEST_TITLE]
            speakers.text(at, 1.01, title, transform=speakers.get_xaxis_transform(), **_SLANTED)


_SLANTED = {"rotation": 20, "fontsize": 7, "va": "bottom", "parse_math": False}


def _describe(loudness: Loudness) -> str:
    return (
        f"{loudness.integrated:.1f} LUFS in the file, heard at {loudness.heard:.1f}; "
        f"range {loudness.range:.1f} LU, true peak {loudness.true_peak:.1f} dBTP"
    )


def _draw_speakers(axes: "Axes", script: Script, timeline: Timeline, reading: Reading) -> None:
    """A row for each speaker, as wide as the sound is loud; the music in a row of its own."""
    import numpy as np

    width = np.sqrt(np.sqrt(np.frombuffer(reading.energies, np.float32)))
    width *= 0.45 / max(float(width.max(initial=0)), 1e-6)
    minutes = np.arange(len(width)) / _STEPS_A_MINUTE
    names = [*(speaker.name for speaker in script.speakers), "music"]
    owners = np.full(len(width), len(names) - 1)
    for spoken in timeline.utterances:
        first, last = (10 * at // timeline.rate for at in (spoken.start, spoken.end))
        owners[first : last + 1] = names.index(spoken.take.utterance.speaker)
    for row, name in enumerate(names):
        own = np.where(owners == row, width, 0)
        colour = "0.5" if name == names[-1] else _COLOURS[row % len(_COLOURS)]
        axes.fill_between(minutes, -row - own, -row + own, color=colour, linewidth=0, step="post")
    axes.set_yticks([-row for row in range(len(names))], names, parse_math=False)
    axes.set_ylim(-len(names) + 0.4, 0.6)


def _draw_levels(
    axes: "Axes", show: Show, loudness: Loudness, reading: Reading, offset: float
) -> None:
    """Short-term loudness as it is heard, beside the target and what the whole comes to."""
    import numpy as np

    curve = follow_loudness(reading) + offset
    minutes = (np.arange(len(curve)) + 15) / _STEPS_A_MINUTE
    target = show.loudness.target
    axes.axhspan(target - _TOLERANCE, target + _TOLERANCE, color="#009e73", alpha=0.25)
    axes.plot(minutes, curve, color="0.25", linewidth=0.8, label="short-term")
    axes.axhline(loudness.heard, color="#d55e00", label=f"integrated {loudness.heard:.1f}")
    axes.axhline(target, color="#009e73", linestyle="--", label=f"target {target:g}")
    axes.set_ylim(target - 20, target + 6)
    axes.set_ylabel("LUFS as heard")
    axes.set_xlabel("minutes")
    axes.legend(loc="lower right", fontsize=8, ncols=3)


def _to_minutes(samples: Samples, timeline: Timeline) -> float:
    return samples / timeline.rate / 60
