"""`presscast new`: lay out a show."""

import os
import tempfile
from importlib.resources import files
from pathlib import Path

import click

from presscast.errors import OutputError
from presscast.files import report_disk

_SHOW = """\
# What the show is. Every key has a default; the documentation lists them all.
title = {title}
author = ""
language = "en"

[voices]
rate = 160              # words a minute
"""


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Lay out a show: its folders, settings, jingles and a sample script."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "this folder is not empty" if folder.is_dir() else "this is a file"
        raise OutputError(what, path=folder, remedy="Name a new folder.")
    with report_disk(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".presscast-", dir=folder.parent) as scratch:
            draft = Path(scratch) / "show"
            _fill(draft, folder.absolute().name)
            if folder.exists():
                folder.rmdir()
            os.replace(draft, folder)
    click.echo(folder)
    click.echo(f"Next: presscast render --show {folder}", err=True)


def _fill(folder: Path, name: str) -> None:
    """Write the show into a folder that is not there yet."""
    from presscast.audio.music import copy_jingles

    for part in ("scripts", "voices", "audio", "output"):
        (folder / part).mkdir(parents=True)
    title = name.replace("-", " ").replace("_", " ").strip().capitalize() or "My show"
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    (folder / "show.toml").write_text(_SHOW.format(title=quoted), "utf-8")
    sample = (files("presscast.cli") / "sample.md").read_text("utf-8")
    (folder / "scripts" / "first-episode.md").write_text(sample, "utf-8")
    (folder / "output" / ".gitignore").write_text("*\n!.gitignore\n", "utf-8")
    copy_jingles(folder / "audio")
