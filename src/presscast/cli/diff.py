"""`presscast diff`: what is other in an episode than what listeners have."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from presscast.cli.console import count
from presscast.cli.options import json_option, show_option
from presscast.show import find_show
from presscast.units import Milliseconds, format_clock

if TYPE_CHECKING:
    from presscast.output.corrections import Change


@click.command("diff")
@click.argument("name")
@json_option
@show_option
def command(name: str, as_json: bool, show_dir: Path | None) -> None:
    """Say which sentences of an episode changed and where, and write the note of corrections.

    NAME is the episode's folder in output/. It is compared with what "presscast feed" published
    last. The note, NAME.corrections.txt, goes into the feed with the next "presscast feed"; it is
    written once the edited script is rendered, since only then the new times are known.
    """
    from presscast.output import corrections
    from presscast.output.published import read_episode
    from presscast.preparation import prepare_script
    from presscast.voices.plan import plan_utterances

    show = find_show(None, show_dir)
    episode = read_episode(show.output, name)
    published = corrections.read_publication(episode)
    rendered = corrections.list_rendered(episode)
    current = corrections.is_current(episode, show)
    if current:
        now = rendered
    else:
        script, decision = prepare_script(str(show.root / episode.script), show)
        planned = plan_utterances(script, decision)
        written = (it for it in planned if not script.turns[it.turn].is_disclosure)
        now = corrections.list_written(written)
    before = published.sentences if published else rendered
    changes = list(corrections.compare_sentences(before, now))
    note = None
    if published and current and changes:
        note = corrections.write_note(episode, published, changes)
    _print(changes, note, as_json=as_json)
    since = "published" if published else "rendered"
    click.echo(f"{count(len(changes), 'change')} since it was last {since}", err=True)
    if changes and not current:
        click.echo('The new times are known after "presscast render".', err=True)


def _print(changes: "Sequence[Change]", note: Path | None, *, as_json: bool) -> None:
    if as_json:
        shown = {
            "changes": [_describe(change) for change in changes],
            "note": None if note is None else str(note),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for change in changes:
        click.echo(_format(change))
    if note is not None:
        click.echo(note)


def _describe(change: "Change") -> dict[str, object]:
    return {
        "before": [{"speaker": it.speaker, "text": it.text} for it in change.before],
        "after": [{"speaker": it.speaker, "text": it.text} for it in change.after],
        "was_at_ms": change.was_at,
        "now_at_ms": change.now_at,
    }


def _format(change: "Change") -> str:
    """Where it is and was, and both wordings, a line each."""
    lines = [f"{_clock(change.now_at)} (was {_clock(change.was_at)})"]
    lines += [f"  - {it.speaker}: {it.text}" for it in change.before]
    lines += [f"  + {it.speaker}: {it.text}" for it in change.after]
    return "\n".join(lines)


def _clock(moment: Milliseconds | None) -> str:
    return "?" if moment is None else format_clock(moment)
