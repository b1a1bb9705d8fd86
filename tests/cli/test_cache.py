"""`presscast cache`."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.slow
def test_what_is_kept_is_shown_and_cleared(presscast: Run, tone_show: Path) -> None:
    """By kind, in files and bytes; afterwards a render makes it again."""
    environment = os.environ | {"PRESSCAST_CACHE": str(tone_show / "cache")}
    assert presscast("render", cwd=tone_show, env=environment).returncode == 0
    shown = json.loads(presscast("cache", "--json", env=environment).stdout)
    assert set(shown["kinds"]) >= {"speech", "block", "jingle", "strip"}
    kinds = [it for it in (tone_show / "cache").iterdir() if it.is_dir() and it.name != "lock"]
    files = [path for kind in kinds for path in kind.rglob("*") if path.is_file()]
    assert sum(it["files"] for it in shown["kinds"].values()) == len(files)
    assert shown["size"] == sum(path.stat().st_size for path in files)
    assert " of 4.3 GB" in presscast("cache", env=environment).stdout
    assert f"removed {len(files)} files" in presscast("cache", "--clear", env=environment).stdout
    assert json.loads(presscast("cache", "--json", env=environment).stdout)["size"] == 0
    assert presscast("render", "--force", cwd=tone_show, env=environment).returncode == 0


def test_a_bound_that_is_no_size_is_one_sentence(presscast: Run) -> None:
    """Exit code 1."""
    done = presscast("cache", env=os.environ | {"PRESSCAST_CACHE_SIZE": "much"})
    assert done.returncode == 1
    assert done.stderr.startswith('PRESSCAST_CACHE_SIZE is "much"')
