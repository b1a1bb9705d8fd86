"""The command line: one file a command, one error boundary, imports only when a command runs."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from presscast import __version__
from presscast.memory import collect_seldom

_COMMANDS = (
    *("new", "check", "cast", "voices", "audition", "jingle", "render", "verify"),
    *("feed", "diff", "serve", "loudness", "cache", "doctor"),
)


class _Commands(click.Group):
    """Loads a command's file when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which one needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"presscast.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="presscast")
def cli() -> None:
    """Turn a written script into a finished podcast episode, offline and word for word."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    collect_seldom()
    # Blocks are made side by side already: numpy's own threads would only wait for each other.
    for setting in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ.setdefault(setting, "1")
    from presscast.cli.boundary import run

    code = run(cli)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    # All files are closed. Python would take every object apart, 0.2 s after an hour of sound.
    os._exit(code)
