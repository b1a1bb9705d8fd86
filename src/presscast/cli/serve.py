"""`presscast serve`: listen and read in a browser on this machine."""

from contextlib import suppress
from pathlib import Path

import click

from presscast.cli.options import show_option
from presscast.errors import OutputError
from presscast.show import find_show

_PORT = 8765


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="Where to listen; 0 for any port that is free.",
)
@show_option
def command(port: int, show_dir: Path | None) -> None:
    """Serve output/ to this machine until Ctrl-C; a page that is rendered again is loaded again."""
    from presscast.output.server import PageServer

    show = find_show(None, show_dir)
    if not show.output.is_dir():
        remedy = 'Make an episode first: "presscast render".'
        raise OutputError("there is nothing to serve", path=show.output, remedy=remedy)
    # Ctrl-C is the way to end it, and no interruption.
    with PageServer(show.output, port) as server, suppress(KeyboardInterrupt):
        click.echo("Press Ctrl-C to stop.", err=True)
        click.echo(server.url)
        server.serve_forever()
