"""`presscast loudness`: how loud a sound file is."""

from pathlib import Path
from typing import Any

import click

from presscast.cli.console import format_columns
from presscast.cli.options import json_option, print_json
from presscast.errors import PresscastError, raise_all


@click.command("loudness")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@json_option
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Measure sound files of any kind: integrated loudness, loudness range and true peak.

    A mono file is measured on its one channel and heard from two loudspeakers, 3 LU louder: both
    figures are given, for platforms mean one or the other.
    """
    results: list[dict[str, Any]] = []
    problems: list[PresscastError] = []
    for path in files:
        try:
            results.append(_measure(path))
        except PresscastError as error:
            problems.append(error)
    if as_json:
        print_json(results, len(files))
    elif results:
        click.echo(format_columns([_format(result) for result in results], indent=""))
    raise_all(problems)


def _measure(path: Path) -> dict[str, Any]:
    from presscast.audio.file_meter import measure_file

    loudness = measure_file(path)
    silent = loudness.integrated == float("-inf")
    return {
        "file": str(path),
        "integrated_lufs": None if silent else loudness.integrated,
        "heard_lufs": None if silent else loudness.heard,
        "range_lu": loudness.range,
        "true_peak_dbtp": loudness.true_peak,
    }


def _format(result: dict[str, Any]) -> tuple[str, ...]:
    if result["integrated_lufs"] is None:
        return result["file"], "silent", "", "", ""
    return (
        result["file"],
        f"{result['integrated_lufs']:.1f} LUFS",
        f"heard at {result['heard_lufs']:.1f}",
        f"range {result['range_lu']:.1f} LU",
        f"peak {result['true_peak_dbtp']:.1f} dBTP",
    )
