"""The one place where errors become sentences and exit codes."""

import os
import sys
import traceback
from pathlib import Path

import click

from presscast.errors import PresscastError

DONE, MENDABLE, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def run(command: click.Command, arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A name in a script's own letters shall never end a run on a console that lacks them.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = command.main(arguments, prog_name="presscast", standalone_mode=False)
        sys.stdout.flush()
    except PresscastError as error:
        return _say(str(error), error.exit_code)
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        return _say(error.format_message(), MENDABLE)
    except (KeyboardInterrupt, click.Abort):
        return _say(
            "Interrupted. What was spoken is kept; nothing half written is left.", INTERRUPTED
        )
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # a bug: everything that can be expected is a PresscastError
        return _say(_report_bug(error), BUG)
    return code if isinstance(code, int) else DONE


def _say(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code


def _report_bug(error: Exception) -> str:
    """One sentence with the path of a log file that holds the traceback."""
    from platformdirs import user_log_path

    what = f"This is a bug in presscast ({type(error).__name__}: {error})."
    text = "".join(traceback.format_exception(error))
    folder = user_log_path("presscast", appauthor=False)
    path: Path = folder / f"bug-{os.getpid()}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError:
        return f"{text}{what}"
    return f"{what} Please report it with this file: {path}"
