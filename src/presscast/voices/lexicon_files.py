"""Where rules are written: voices/lexicon.toml, voices/*.pls, a speaker's file, a script."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from presscast.errors import LexiconError, PresscastError, raise_all, suggest
from presscast.model import Cue, Script
from presscast.settings import read_toml
from presscast.show import Show, shorten_path
from presscast.voices.lexicon import Layer, Lexicon, build_layer
from presscast.voices.lexicon_rules import Rule, build_rule
from presscast.voices.pls import read_pls

_SAY, _PATTERN = "say", "pattern"
_TABLES = (_SAY, _PATTERN)
_AS = re.compile(r"\s+as\s+(?!.*\sas\s)", re.I)
"""The last "as" of a cue."""


def read_lexicon(script: Script, show: Show, speakers: Mapping[str, str]) -> Lexicon:
    """The rules of a show, of its speakers (name -> file in voices/) and of a script.

    Raises LexiconError, or Problems for all mistakes of all files.
    """
    folder = show.root / "voices"
    problems: list[PresscastError] = []

    def read(path: Path, *, required: bool = True) -> Layer:
        try:
            return build_layer(read_rules(path))
        except FileNotFoundError:
            if required:
                problems.append(_explain_missing(path))
        except PresscastError as error:
            problems.append(error)
        return build_layer(())

    shared: list[Layer] = []
    if show.exists:
        shared = [read(folder / "lexicon.toml", required=False)]
        shared += [read(path) for path in sorted(folder.glob("*.pls"))]
    by_file = {name: read(folder / name) for name in sorted({*speakers.values()}) if name}
    own = []
    try:
        own.append(build_layer(_read_entries(script)))
    except PresscastError as error:
        problems.append(error)
    if named := script.metadata.lexicon_file:
        own.append(read(Path(script.path).parent / named))
    raise_all(problems)
    return Lexicon(
        show=tuple(shared),
        speakers={name: by_file[file] for name, file in speakers.items() if file},
        episode=tuple(own),
    )


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file of either kind. Raises LexiconError, Problems, FileNotFoundError."""
    shown = shorten_path(path)
    if path.suffix.lower() == ".pls":
        return read_pls(path, shown)
    content, values = read_toml(path, shown, LexiconError)
    lines = _find_lines(content)
    problems: list[PresscastError] = []
    rules = []
    for table, rows in values.items():
        line = lines.get((table, ""), lines.get(("", table)))
        if table not in _TABLES or not isinstance(rows, Mapping):
            remedy = suggest(table, _TABLES) or "Its tables are [say] and [pattern]."
            what = f'"{table}" is no table of a lexicon'
            problems.append(LexiconError(what, path=shown, line=line, remedy=remedy))
            continue
        for written, value in rows.items():
            place = lines.get((table, written), line)
            pattern = table == _PATTERN
            try:
                rules.append(
                    build_rule(written, value, path=str(shown), line=place, pattern=pattern)
                )
            except LexiconError as error:
                problems.append(error)
    raise_all(problems)
    return rules


def read_cue(cue: Cue, path: str) -> Rule:
    """The rule that a cue `[say: X as Y]` gives. Raises LexiconError."""
    written, said = _AS.split(cue.value)
    return build_rule(written, said, path=path, line=cue.line)


def _read_entries(script: Script) -> Iterator[Rule]:
    """What the front matter of a script says of words. Raises LexiconError or Problems."""
    problems: list[PresscastError] = []
    for entry in script.metadata.lexicon:
        try:
            yield build_rule(entry.written, entry.said, path=script.path, line=entry.line)
        except LexiconError as error:
            problems.append(error)
    raise_all(problems)


def _explain_missing(path: Path) -> LexiconError:
    there = [file.name for file in path.parent.glob("*") if file.suffix in (".toml", ".pls")]
    remedy = suggest(path.name, there) or "Write it, or do not name it."
    return LexiconError("there is no such lexicon", path=shorten_path(path), remedy=remedy)


def _find_lines(content: str) -> dict[tuple[str, str], int]:
    """(table, key) -> the line where it stands, from 1; (table, "") is the table itself."""
    lines: dict[tuple[str, str], int] = {}
    table = ""
    for number, row in enumerate(content.splitlines(), 1):
        try:
            values: Mapping[str, Any] = tomllib.loads(row)
        except tomllib.TOMLDecodeError:
            continue
        for key, value in values.items():
            if row.lstrip().startswith("["):
                table = key
                lines.setdefault((table, ""), number)
                inner = [*value] if isinstance(value, Mapping) else []
                lines.update({(table, name): number for name in inner})
            else:
                lines.setdefault((table, key), number)
    return lines
