"""What `presscast check --names` prints: what an editor should listen to before a render."""

from typing import Any

from presscast.cli.console import count, format_columns
from presscast.show import Show


def describe_names(path: str, show: Show) -> dict[str, Any]:
    """The names and words never met before, as `--json` prints them. Raises PresscastError."""
    from presscast.preparation import prepare_script
    from presscast.voices.engines.espeak_reading import read_words
    from presscast.voices.unmet import list_unmet, read_met

    script, decision = prepare_script(path, show, anyhow=True)
    unmet = list_unmet(script, decision.settled, read_met(show.output, script.name))
    heard = read_words([(decision.cast[it.speaker], it.word, script.language) for it in unmet])
    return {
        "script": path,
        "names": [
            {
                "word": it.word,
                "ipa": ipa,
                "times": it.times,
                "line": it.line,
                "speaker": it.speaker,
                "risk": it.risk.value,
            }
            for it, ipa in zip(unmet, heard, strict=True)
        ],
    }


def format_names(result: dict[str, Any]) -> str:
    """The same for people."""
    rows = [
        (
            row["word"],
            f"/{row['ipa']}/" if row["ipa"] else "",
            count(row["times"], "time"),
            f"line {row['line']}",
            row["speaker"],
            row["risk"],
        )
        for row in result["names"]
    ]
    head = f"{result['script']}: {count(len(rows), 'word')} never said in this show before"
    if not rows:
        return head
    return f"{head}\n\n{format_columns(rows)}"
