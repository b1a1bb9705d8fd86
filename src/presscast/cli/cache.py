"""`presscast cache`: what is kept of earlier renders, and how to have less of it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import click

from presscast.cli.console import count, format_columns
from presscast.cli.options import json_option, print_json

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@click.command("cache")
@click.option("--prune", is_flag=True, help="Remove what was used longest ago, down to the bound.")
@click.option("--clear", is_flag=True, help="Remove all of it.")
@json_option
def command(prune: bool, clear: bool, as_json: bool) -> None:
    """Show what is kept of earlier renders: speech, blocks, jingles, covers.

    It lies where PRESSCAST_CACHE says, and holds up to 4 GiB, or PRESSCAST_CACHE_SIZE. Whatever is
    gone is made again when it is needed. A render prunes by itself, at most once an hour.
    """
    from presscast import pruning
    from presscast.store import find_cache

    if prune and clear:
        raise click.UsageError("--prune and --clear exclude each other.")
    folder, bound = find_cache(), pruning.read_bound()
    removed = pruning.prune(folder, bound) if prune else pruning.clear(folder) if clear else []
    kinds: dict[str, list[int]] = defaultdict(list)
    for entry in pruning.list_entries(folder):
        kinds[entry.kind].append(entry.size)
    if as_json:
        print_json([_describe(str(folder), bound, kinds, len(removed))], 1)
        return
    if prune or clear:
        size = _format_size(sum(entry.size for entry in removed))
        click.echo(f"removed {count(len(removed), 'file')}, {size}")
    rows = [
        (kind, count(len(sizes), "file"), _format_size(sum(sizes))) for kind, sizes in kinds.items()
    ]
    total = _format_size(_add(kinds.values()))
    click.echo(f"{folder}: {total} of {_format_size(bound)}")
    if rows:
        click.echo(format_columns(rows))


def _describe(folder: str, bound: int, kinds: dict[str, list[int]], removed: int) -> dict[str, Any]:
    return {
        "folder": folder,
        "bound": bound,
        "size": _add(kinds.values()),
        "kinds": {kind: {"files": len(it), "size": sum(it)} for kind, it in kinds.items()},
        "removed": removed,
    }


def _add(sizes: Iterable[list[int]]) -> int:
    return sum(map(sum, sizes))


def _format_size(size: float) -> str:
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == _UNITS[0] else f"{size:.1f} {unit}"
