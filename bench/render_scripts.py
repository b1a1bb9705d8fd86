"""What a render costs: each row a ratio against something else that runs in the same minute.

`python -m bench.render_scripts [--short]`; short leaves out the ten hours, which take minutes.
The cache is cold wherever nothing else is said. Beside each wall time stands how many times the
limit it is: the processor time that espeak-ng and the encoder take for the same text, shared out
over all cores.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.long_script import write_interview

from presscast.audio.ffmpeg import find_ffmpeg

_ROOT = Path(__file__).parents[1]
_JINGLES = [
    str(_ROOT / "src" / "presscast" / "audio" / "built_in" / f"{role}.flac")
    for role in ("intro", "outro")
]
_WORDS = {"6 minutes": 990, "10 minutes": 1_650, "60 minutes": 9_900, "10 hours": 99_000}
_SPEAK = ("espeak-ng", "-v", "en-us", "-s", "170")
_MP3 = ("-ar", "44100", "-ac", "1", "-b:a", "96k")
_STARTS = 7
_TURNS = 5
"""How often seconds are measured: the best of some tells least of who else uses the machine."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took, with all processes that it started."""

    wall: float
    processor: float
    """Seconds, on all cores together."""
    memory: float
    """MiB, of the largest process."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder; what it took. Its cache is in the folder."""
    environment = os.environ | {"PRESSCAST_CACHE": str(folder / "cache"), "PYTHONPATH": str(_ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # pip compiles what it installs
    began = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=nothing, stderr=nothing
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = time.perf_counter() - began
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class Table:
    """Prints a row a measurement, and remembers whether all were within bounds."""

    def __init__(self) -> None:
        self.good = True
        print(
            f"{'work':34} {'took':>9}   {'against':22} {'took':>9} {'ratio':>6} {'most':>6}  limit"
        )

    def add(
        self, work: str, took: float, against: str, other: float, most: float, *, note: str = ""
    ) -> None:
        """A row: what it took, what the other took, their ratio, and the most that it may be."""
        ratio = took / other
        self.good = self.good and ratio <= most
        mark = "" if ratio <= most else "  TOO MUCH"
        row = f"{work:34} {took:9.2f}   {against:22} {other:9.2f} {ratio:6.3f} {most:6.2f}"
        print(f"{row}  {note}{mark}", flush=True)


class Bench:
    """Scripts of every length in a folder each, and what runs on them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name, words in _WORDS.items():
            place = self.find(name)
            place.mkdir()
            (place / "talk.md").write_text(write_interview(words))

    def find(self, name: str) -> Path:
        """The folder of a script."""
        return self._folder / name.replace(" ", "-")

    def render(self, name: str) -> Run:
        """`presscast render`, with whatever is in the cache."""
        command = [sys.executable, "-m", "presscast", "render", "talk.md"]
        return run(command, self.find(name))

    def forget(self, name: str) -> None:
        """Remove what a render has left: the next one is cold."""
        for made in ("cache", "output"):
            shutil.rmtree(self.find(name) / made, ignore_errors=True)

    def speak_with_one_voice(self, name: str) -> Run:
        """espeak-ng straight into ffmpeg: the least that any tool has to do."""
        speak = [*_SPEAK, "-f", "talk.md", "--stdout"]
        encode = ["ffmpeg", "-v", "error", "-y", "-i", "-", *_MP3, "one.mp3"]
        script = f"{' '.join(speak)} | {' '.join(encode)}"
        return run(["sh", "-c", script], self.find(name))

    def make_by_hand(self, name: str) -> Run:
        """pyttsx3 and pydub, as in `by_hand`."""
        command = [sys.executable, "-m", "bench.by_hand", "talk.md", "hand.mp3", *_JINGLES]
        return run(command, self.find(name))

    def find_limit(self, name: str) -> float:
        """Seconds of wall time that nobody who speaks and encodes this text can do without."""
        folder = self.find(name)
        spoken = run([*_SPEAK, "-f", "talk.md", "-w", "said.wav"], folder)
        encode = [find_ffmpeg(), "-v", "error", "-y", "-i", "said.wav", *_MP3, "said.mp3"]
        encoded = run(encode, folder)
        (folder / "said.wav").unlink()
        return (spoken.processor + encoded.processor) / (os.cpu_count() or 1)

    def change_a_line(self, name: str) -> None:
        """Another word in the middle of a script."""
        script = self.find(name) / "talk.md"
        lines = script.read_text().split("\n")
        middle = next(at for at in range(len(lines) // 2, len(lines)) if len(lines[at]) > 200)
        lines[middle] = lines[middle].replace(".", ", they say.", 1)
        script.write_text("\n".join(lines))


def main() -> int:
    """Print the table; 1 if anything takes more than it may."""
    if missing := [name for name in ("espeak-ng", "ffmpeg") if not shutil.which(name)]:
        print(f"rendering: {' and '.join(missing)} not installed, there is nothing to compare with")
        return 0
    table = Table()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        _add_short_rows(table, bench)
        hour = _add_hour_rows(table, bench)
        _add_start_row(table, Path(name))
        if "--short" not in sys.argv:
            _add_long_rows(table, bench, hour)
    return not table.good


def _add_short_rows(table: Table, bench: Bench) -> None:
    bench.render("10 minutes")  # what the system has not read yet is nobody's merit
    cold, one = [], []
    for _ in range(_TURNS):
        bench.forget("6 minutes")
        cold.append(bench.render("6 minutes").wall)
        one.append(bench.speak_with_one_voice("6 minutes").wall)
    note = f"{min(cold) / bench.find_limit('6 minutes'):.2f} x"
    table.add("6 minutes, s", min(cold), "one voice", min(one), 1.0, note=note)


def _add_hour_rows(table: Table, bench: Bench) -> Run:
    """The rows of a script of an hour; what it took cold."""
    cold = bench.render("60 minutes")
    # Right after what they are held against: a machine may have another pace minutes later.
    kept = min(bench.render("60 minutes").wall for _ in range(_TURNS))
    changed = []
    for _ in range(_TURNS):
        bench.change_a_line("60 minutes")
        changed.append(bench.render("60 minutes").wall)
    one = bench.speak_with_one_voice("60 minutes")
    hand = bench.make_by_hand("60 minutes")
    note = f"{cold.wall / bench.find_limit('60 minutes'):.2f} x"
    table.add("60 minutes, s", cold.wall, "one voice", one.wall, 0.75, note=note)
    table.add("60 minutes, s", cold.wall, "by hand", hand.wall, 0.35, note=note)
    table.add("60 minutes, one line changed, s", min(changed), "60 minutes", cold.wall, 0.08)
    table.add("60 minutes, nothing changed, s", kept, "60 minutes", cold.wall, 0.03)
    return cold


def _add_start_row(table: Table, folder: Path) -> None:
    helped = min(
        run([sys.executable, "-m", "presscast", "--help"], folder).wall for _ in range(_STARTS)
    )
    click = min(run([sys.executable, "-c", "import click"], folder).wall for _ in range(_STARTS))
    table.add("presscast --help, s", helped, 'python -c "import click"', click, 3.0)


def _add_long_rows(table: Table, bench: Bench, hour: Run) -> None:
    bench.forget("10 minutes")
    short = bench.render("10 minutes")
    long = bench.render("10 hours")
    note = f"{long.wall / bench.find_limit('10 hours'):.2f} x"
    an_hour = long.wall / (_WORDS["10 hours"] / _WORDS["60 minutes"])
    table.add("10 hours, s an hour", an_hour, "60 minutes", hour.wall, 1.10, note=note)
    table.add("10 hours, MiB", long.memory, "10 minutes", short.memory, 1.15)
    table.add("10 hours, MiB", long.memory, "bound", 200.0, 1.0)


if __name__ == "__main__":
    sys.exit(main())
