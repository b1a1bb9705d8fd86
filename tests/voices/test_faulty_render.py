"""Whatever an engine does wrong, a render reports it and writes no episode."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from .conftest import Attempts

Run = Callable[..., CompletedProcess[str]]

pytestmark = pytest.mark.slow

FAULTS = {
    "hang": "did not come to an end within",
    "crash": "SIGSEGV",
    "silent": "the engine returned silence",
    "hiss": "the engine returned noise",
    "half": "out of order",
    "squeezed": "too short for this text",
    "swift": "of another sample rate",
    "drowsy": "of another sample rate",
    "other": "spoke instead of",
    "endless": "too long for this text",
}
"""Voice of the engine `faulty` -> what is said of it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_and_the_rest_is_kept(
    fault: str, faulty: Attempts, presscast: Run, tone_show: Path, tmp_path: Path
) -> None:
    """With line and text of the script, exit code 1, and no part of an episode."""
    show = tone_show / "show.toml"
    show.write_text(
        show.read_text().replace('"tone"', '"faulty"').replace("rate = 200", "rate = 450")
    )
    cast = tone_show / "voices" / "cast.toml"
    cast.parent.mkdir()
    names = ("Narrator", "Mr. Paul Stone", "Ms. Clara Weiss")
    tables = [f'[cast."{name}"]\nvoice = "fine"\n' for name in names]
    own = tmp_path / "own-cache"
    settings = {"PRESSCAST_CACHE": str(own), "FAULTY_AT": "eleven months"}
    settings |= {"FAULTY_PATIENCE": "1"} if fault == "hang" else {}

    cast.write_text("".join(tables).replace("fine", fault, 1))
    done = presscast("render", "--jobs", "2", "--plain", cwd=tone_show, env=os.environ | settings)
    assert done.returncode == 1
    assert re.search(
        r'scripts.harbour\.md:3: Narrator could not be heard saying "The work .*…": .*'
        + FAULTS[fault],
        done.stderr,
    )
    assert "Traceback" not in done.stderr
    assert not list(tone_show.glob("output/*"))
    assert faulty.are_over()

    kept = len(list(own.rglob("*.speech")))
    tried = len(faulty.pids)
    assert kept
    cast.write_text("".join(tables))
    done = presscast("render", "--jobs", "2", "--plain", cwd=tone_show, env=os.environ | settings)
    assert done.returncode == 0, done.stderr
    assert (tone_show / "output" / "harbour" / "harbour.mp3").is_file()
    assert len(faulty.pids) - tried == len(list(own.rglob("*.speech"))) - kept


def test_a_voice_that_fails_from_the_first_word_is_named(
    faulty: Attempts, presscast: Run, tone_show: Path
) -> None:
    """What its level is measured by stands in no script, and is not quoted as if it did."""
    show = tone_show / "show.toml"
    show.write_text(show.read_text().replace('"tone"', '"faulty"\nnarrator = "raise"'))
    done = presscast("render", "--jobs", "1", "--plain", cwd=tone_show)
    assert done.returncode == 1
    assert "the voice of Narrator could not be tried out: ValueError: out of breath." in done.stderr
