"""`presscast check`: what would be said, by whom, how long. It makes no audio."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from presscast.cli.console import count, format_columns
from presscast.cli.names import describe_names, format_names
from presscast.cli.options import (
    find_scripts,
    json_option,
    print_json,
    run_each,
    scripts_argument,
    show_option,
)
from presscast.errors import raise_all
from presscast.show import Show
from presscast.units import Milliseconds, format_clock

_MOST_SHOWN = 5
"""Places of one kind that people are shown: subtitles have a time code every line."""

_DOUBTS = {"rare-label", "not-a-label", "doubtful-turn", "language"}
"""The codes of what might have been read otherwise."""


@click.command("check")
@scripts_argument
@json_option
@click.option(
    "--script", "as_script", is_flag=True, help="Print the script in the house format, to correct."
)
@click.option(
    "--names",
    "as_names",
    is_flag=True,
    help="List the names and words that the show has never said, the riskiest first.",
)
@show_option
def command(
    scripts: tuple[str, ...],
    as_json: bool,
    as_script: bool,
    as_names: bool,
    show_dir: Path | None,
) -> None:
    """Show what would be said, by whom, with which voice and how long. Makes no audio.

    With --script the reading itself is printed as a script: correct it, and render that.
    """
    asked = find_scripts(scripts, show_dir)
    if as_script:
        if as_json or as_names or len(asked) != 1:
            what = "--script prints one script: name it, and leave --json and --names out."
            raise click.UsageError(what)
        click.echo(write_script(*asked[0]), nl=False)
        return
    results, problems = run_each(asked, describe_names if as_names else describe_script)
    if as_json:
        print_json(results, len(asked))
    else:
        show_result = format_names if as_names else format_report
        click.echo("\n\n".join(show_result(result) for result in results), nl=bool(results))
    raise_all(problems)


def write_script(path: str, show: Show) -> str:
    """The script in the house format. Raises PresscastError."""
    from presscast.scripts.house import write_house_script
    from presscast.scripts.reading import read_script

    return write_house_script(read_script(path, show))


def describe_script(path: str, show: Show) -> dict[str, Any]:
    """The script as `check --json` prints it. Raises PresscastError."""
    from presscast.preparation import estimate_duration, prepare_script

    script, decision = prepare_script(path, show, anyhow=True)
    turns = Counter(turn.speaker for turn in script.written_turns)
    words: Counter[str] = Counter()
    for turn in script.written_turns:
        words[turn.speaker] += turn.words
    return {
        "script": path,
        "title": script.title,
        "language": script.language,
        "speakers": [
            {
                "name": speaker.name,
                "aliases": list(speaker.aliases),
                "role": speaker.role.value,
                "turns": turns[speaker.name],
                "words": words[speaker.name],
                "voice": decision.cast[speaker.name].voice,
            }
            for speaker in script.speakers
        ],
        "chapters": [
            {"title": chapter.title, "line": chapter.line}
            | ({"link": chapter.link} if chapter.link else {})
            for chapter in script.chapters
        ],
        "turns": [
            {"speaker": turn.speaker, "line": turn.line, "text": turn.text}
            for turn in script.written_turns
        ],
        "coverage": {
            "words": script.source_words,
            "spoken": script.spoken_words,
            "skipped": [
                {"line": piece.line, "text": piece.text, "reason": piece.reason}
                for piece in script.skipped
            ],
        },
        "estimated_duration_ms": estimate_duration(script, decision, show),
        "warnings": [
            {"line": notice.line, "code": notice.code, "message": notice.message}
            for notice in sorted((*script.notices, *decision.notices), key=lambda it: it.line)
        ],
    }


def format_report(result: dict[str, Any]) -> str:
    """The same for people."""
    coverage = result["coverage"]
    spoken = max(1, coverage["spoken"])
    speakers = [
        (
            speaker["name"],
            speaker["role"],
            count(speaker["turns"], "turn"),
            count(speaker["words"], "word"),
            f"{speaker['words'] / spoken:.0%}",
            speaker["voice"],
        )
        for speaker in result["speakers"]
    ]
    chapters = [
        (f"line {chapter['line']}", chapter["title"], chapter.get("link", ""))
        for chapter in result["chapters"]
    ]
    duration = format_clock(Milliseconds(result["estimated_duration_ms"]))
    doubts = [row for row in result["warnings"] if row["code"] in _DOUBTS]
    others = [row for row in result["warnings"] if row["code"] not in _DOUBTS]
    parts = [
        f"{result['script']}: {result['title']} ({result['language']}, about {duration})",
        _format_coverage(coverage),
        "Speakers\n" + format_columns(speakers),
        "Chapters\n" + format_columns(chapters),
    ]
    if rows := list(_list_skipped(coverage)):
        parts.append("Not spoken\n" + format_columns(rows))
    if doubts:
        parts.append(
            "Doubtful (correct it in what `presscast check --script` prints)\n"
            + _format_notices(doubts)
        )
    if others:
        parts.append("Warnings\n" + _format_notices(others))
    return "\n\n".join(parts)


def _format_notices(rows: list[dict[str, Any]]) -> str:
    """The first few notices of each kind, with their lines."""
    seen = Counter[str]()
    shown = []
    for row in rows:
        seen[row["code"]] += 1
        if seen[row["code"]] <= _MOST_SHOWN:
            shown.append((f"line {row['line']}", row["message"]))
    shown += [
        ("", f"and {number - _MOST_SHOWN:,} more ({code}); --json lists all")
        for code, number in seen.items()
        if number > _MOST_SHOWN
    ]
    return format_columns(shown)


def _format_coverage(coverage: dict[str, Any]) -> str:
    """How many words are spoken, and by reason how many are not."""
    from presscast.words import count_words

    left = Counter[str]()
    for piece in coverage["skipped"]:
        left[piece["reason"]] += count_words(piece["text"])
    line = f"{coverage['words']:,} words: {coverage['spoken']:,} spoken"
    if left:
        reasons = ", ".join(f"{reason} {number:,}" for reason, number in left.most_common())
        line += f", {sum(left.values()):,} not spoken ({reasons})"
    return line


def _list_skipped(coverage: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The first few skipped places of each reason; labels are in the cast already."""
    from presscast.words import shorten

    seen = Counter[str]()
    for piece in coverage["skipped"]:
        reason = piece["reason"]
        seen[reason] += 1
        if reason != "label" and seen[reason] <= _MOST_SHOWN:
            yield f"line {piece['line']}", reason, shorten(piece["text"], 60)
    for reason, number in seen.items():
        if reason != "label" and number > _MOST_SHOWN:
            yield "", reason, f"and {number - _MOST_SHOWN:,} more; --json lists all"
