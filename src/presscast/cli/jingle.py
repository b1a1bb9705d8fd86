"""`presscast jingle`: the built-in music in another tempo, key or mood."""

from pathlib import Path

import click

ROLES = ("intro", "outro", "sting", "bed")


@click.command("jingle")
@click.argument("roles", nargs=-1, type=click.Choice(ROLES), metavar="[intro|outro|sting|bed]...")
@click.option(
    "--tempo",
    type=click.IntRange(80, 150),
    metavar="BPM",
    help="Beats a minute, 80 to 150; else the mood's own.",
)
@click.option("--key", default="D", show_default=True, help="A note: C, F#, Bb ….")
@click.option(
    "--mood",
    type=click.Choice(("driving", "bright", "calm")),
    default="driving",
    show_default=True,
    help="Driving is what an episode has unless its show has other music.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("jingles"),
    show_default=True,
    metavar="DIR",
    help="Where the files go. Those in a show's audio folder are what its episodes play.",
)
def command(roles: tuple[str, ...], tempo: int | None, key: str, mood: str, folder: Path) -> None:
    """Compose a variant of the music: intro, outro, sting and bed, as FLAC files."""
    from presscast.audio.jingles import Style
    from presscast.audio.music import write_music
    from presscast.files import report_disk

    style = Style(mood, _read_key(key), tempo)
    with report_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for path in write_music(folder, roles or ROLES, style):
            click.echo(path)


def _read_key(name: str) -> str:
    """The key under the name that the scores have for it: Bb is A#."""
    from presscast.audio.jingles import KEYS

    note, sign = name[:1].upper(), name[1:]
    if note not in KEYS or sign not in ("", "#", "b"):
        raise click.BadParameter("a note from A to G, with # or b behind it.", param_hint="--key")
    return KEYS[(KEYS.index(note) + {"": 0, "#": 1, "b": -1}[sign]) % 12]
