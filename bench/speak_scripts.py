"""How fast speech alone is made, beside espeak-ng on the command line saying the same text."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.long_script import write_interview

from presscast.model import Casting, Utterance
from presscast.preparation import prepare_script
from presscast.show import Show
from presscast.units import to_milliseconds
from presscast.voices.cache import SpeechCache
from presscast.voices.plan import plan_utterances
from presscast.voices.recording import record
from presscast.voices.spoken import find_spoken

_WORDS = 9_000
_RUNS = 3
_LANGUAGE, _RATE = "en-us", 170
_VOICE = f"gmw/{_LANGUAGE}"


def main() -> int:
    """Print × real time for one and two workers, and as a share of espeak-ng on each core."""
    if not shutil.which("espeak-ng"):
        print("speaking: espeak-ng is not installed, there is nothing to compare with")
        return 0
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # pip compiles what it installs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        utterances = plan_interview(folder)
        text = folder / "said.txt"
        text.write_text("\n\n".join(find_spoken(it).text for it in utterances))
        seconds = record_all(utterances, folder, jobs=2)
        command = ["espeak-ng", "-v", _LANGUAGE, "-s", str(_RATE), "-f", str(text)]
        command += ["-w", str(folder / "said.wav")]
        runs: dict[str, Callable[[], object]] = {
            "espeak-ng": partial(subprocess.run, command, check=True),
            "1 worker": partial(record_all, utterances, folder, jobs=1),
            "2 workers": partial(record_all, utterances, folder, jobs=2),
        }
        print(f"speaking {seconds / 60:.0f} minutes   seconds   × real time   of espeak-ng a core")
        walls = {name: min(clock(run) for _ in range(_RUNS)) for name, run in runs.items()}
        for name, wall in walls.items():
            cores = 2 if name.startswith("2") else 1
            share = walls["espeak-ng"] / wall / cores
            print(f"  {name:18} {wall:9.2f} {seconds / wall:13.0f} {share:22.2f}")
    return 0


def plan_interview(folder: Path) -> list[Utterance]:
    """An interview's utterances, all with the one voice that espeak-ng gets."""
    script = folder / "talk.md"
    script.write_text(write_interview(_WORDS))
    read, decision = prepare_script(str(script), Show(root=folder, exists=False))
    one = Casting("Everybody", "pyttsx", _VOICE, rate=_RATE, pitch=50)
    return plan_utterances(read, replace(decision, cast=dict.fromkeys(decision.cast, one)))


def record_all(utterances: Sequence[Utterance], folder: Path, *, jobs: int) -> float:
    """Seconds of sound, spoken with nothing in the cache."""
    cache = SpeechCache(Path(tempfile.mkdtemp(dir=folder)))
    takes = record(utterances, cache, jobs=jobs)
    return sum(to_milliseconds(take.samples, take.rate) for take in takes) / 1000


def clock(run: Callable[[], object]) -> float:
    """The seconds that something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
