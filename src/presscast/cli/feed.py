"""`presscast feed`: write the show's feed, or hold a feed against the rules of directories."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from presscast.cli.console import count
from presscast.cli.options import json_option, show_option
from presscast.dates import parse_moment
from presscast.errors import raise_all
from presscast.show import Show, find_show
from presscast.words import shorten

_WIDTH = 200
"""Characters of a list of episodes."""


@click.command("feed")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option(
    "--lint", is_flag=True, help="Write nothing; check output/feed.xml, or FILE, against the rules."
)
@click.option(
    "--now",
    type=click.UNPROCESSED,
    callback=lambda ctx, param, value: _read_moment(value),
    metavar="MOMENT",
    help="The time at which embargoes are looked at, in ISO 8601; else the clock's.",
)
@json_option
@show_option
def command(
    file: Path | None, lint: bool, now: datetime, as_json: bool, show_dir: Path | None
) -> int:
    """Write output/feed.xml from what was rendered; episodes that are in it stay."""
    show = find_show(None, show_dir)
    if lint:
        return lint_one(file or show.output / "feed.xml", show, now, as_json=as_json)
    if file is not None:
        raise click.UsageError("FILE goes with --lint; the feed is written to output/feed.xml.")
    return write_one(show, now, as_json=as_json)


def write_one(show: Show, now: datetime, *, as_json: bool) -> int:
    """Write the feed, saying what is in it. Raises PresscastError."""
    from presscast.output.feed import update_feed
    from presscast.store import find_cache

    report = update_feed(show, now, find_cache())
    if report.guid:
        click.echo(f"{show.root / 'show.toml'}: added [feed] guid", err=True)
    for name, why in report.held:
        click.echo(f"{name}: held back, {why}", err=True)
    new = shorten(", ".join(report.new), _WIDTH) or "none"
    click.echo(f"{count(report.episodes, 'episode')} in the feed; new or changed: {new}", err=True)
    if as_json:
        shown = {
            "path": str(report.path),
            "episodes": report.episodes,
            "new": report.new,
            "held": [{"episode": name, "reason": why} for name, why in report.held],
            "problems": [str(problem) for problem in report.problems],
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        click.echo(report.path)
    raise_all(list(report.problems))
    return 0


def lint_one(path: Path, show: Show, now: datetime, *, as_json: bool) -> int:
    """Say what is to be mended in a feed; 1 where somebody would refuse it."""
    from presscast.output.feed.lint import lint_feed

    findings = list(lint_feed(path, show, now))
    errors = sum(it.is_error for it in findings)
    if as_json:
        click.echo(json.dumps([asdict(it) for it in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
    found = f"{count(errors, 'error')}, {count(len(findings) - errors, 'warning')}"
    click.echo(f"{path}: {found}", err=True)
    return 1 if errors else 0


def _read_moment(value: str | None) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        return parse_moment(value)
    except ValueError:
        raise click.BadParameter(f'"{value}" is not like 2026-11-20T06:00') from None
