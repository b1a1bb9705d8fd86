"""YAML front matter: what a script says of its episode."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from presscast.errors import PresscastError, ScriptError, raise_all, suggest
from presscast.model import Metadata, Notice, Role, SpeakerHint

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_KEYS = {
    *("title", "date", "language", "summary", "tags", "season", "episode", "guid", "speakers"),
    *("publish_at", "draft"),
}
_HINT_KEYS = {"role", "voice", "aliases"}


def read_front_matter(path: str, text: str) -> tuple[Metadata, int, tuple[Notice, ...]]:
    """(metadata, where the script's own text starts, notices). Raises ScriptError.

    A leading block between dashes is front matter only if it holds at least one key that we know:
    a conversation may open with a rule as well.
    """
    match = _BLOCK.match(text)
    if match is None:
        return Metadata(), 0, ()
    values = _parse_yaml(match["yaml"], path)
    if not isinstance(values, Mapping) or not _KEYS & values.keys():
        return Metadata(), 0, ()
    notices = tuple(
        Notice(_line_of(str(key), text), "unknown-key", _describe_unknown(str(key)))
        for key in values
        if key not in _KEYS
    )
    return _build_metadata(values, path, text), match.end(), notices


def _parse_yaml(block: str, path: str) -> object:
    import yaml

    try:
        return yaml.safe_load(block)
    except yaml.MarkedYAMLError as error:
        if not any(re.match(rf"{key}\s*:", row) for row in block.splitlines() for key in _KEYS):
            return None
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        remedy = 'Put quotes round a value that holds ": " or starts with a special character.'
        what = f"the front matter is not YAML ({error.problem})"
        raise ScriptError(what, path=path, line=line, remedy=remedy) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ScriptError(f"the front matter is not YAML ({error})", path=path, line=1) from None


def _describe_unknown(key: str) -> str:
    return " ".join(
        (f'the front matter\'s "{key}" is not known and not used.', suggest(key, _KEYS))
    ).strip()


def _line_of(key: str, text: str) -> int:
    at = re.search(rf"^{re.escape(key)}\s*:", text, re.M)
    return text.count("\n", 0, at.start()) + 1 if at else 1


def _build_metadata(values: Mapping[Any, Any], path: str, text: str) -> Metadata:
    problems: list[PresscastError] = []

    def reject(key: str, expected: str) -> None:
        what = f'"{key}" in the front matter should be {expected}, not {values.get(key)!r}'
        problems.append(ScriptError(what, path=path, line=_line_of(key, text)))

    def take_text(key: str) -> str:
        value = values.get(key)
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        if value is None or (isinstance(value, (str, int, float)) and not isinstance(value, bool)):
            return "" if value is None else " ".join(str(value).split())
        reject(key, "text")
        return ""

    def take_number(key: str) -> int | None:
        value = values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        reject(key, "a whole number from 1")
        return None

    tags = values.get("tags") or ()
    if isinstance(tags, str):
        tags = [tag.strip() for tag in tags.split(",")]
    if not isinstance(tags, (list, tuple)):
        reject("tags", "a list")
        tags = ()
    if not isinstance(values.get("draft", False), bool):
        reject("draft", "true or false")
    language = take_text("language").lower().replace("_", "-")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", language):
        reject("language", 'a language tag such as "en" or "pt-br"')
    metadata = Metadata(
        title=take_text("title"),
        date=take_text("date"),
        language=language,
        summary=take_text("summary"),
        tags=tuple(str(tag) for tag in tags),
        season=take_number("season"),
        episode=take_number("episode"),
        guid=take_text("guid"),
        publish_at=take_text("publish_at"),
        draft=values.get("draft") is True,
        speakers=_build_hints(values.get("speakers"), path, _line_of("speakers", text), problems),
    )
    raise_all(problems)
    return metadata


def _build_hints(
    value: object, path: str, line: int, problems: list[PresscastError]
) -> dict[str, SpeakerHint]:
    """What the front matter states about speakers: name -> {role, voice, aliases}."""
    if isinstance(value, list):
        value = dict.fromkeys(value)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        what = '"speakers" in the front matter should hold one entry a speaker'
        problems.append(ScriptError(what, path=path, line=line))
        return {}
    hints = {}
    for name, entry in value.items():
        entry = entry or {}
        hint = _build_hint(entry) if isinstance(entry, Mapping) else None
        if hint is None:
            takes = f"role ({', '.join(Role)}), voice, aliases"
            what = f'the speaker "{name}" in the front matter takes {takes}'
            problems.append(ScriptError(what, path=path, line=line))
        else:
            hints[str(name)] = hint
    return hints


def _build_hint(entry: Mapping[Any, Any]) -> SpeakerHint | None:
    aliases = entry.get("aliases") or ()
    aliases = (aliases,) if isinstance(aliases, str) else aliases
    role = entry.get("role")
    known = set(entry) <= _HINT_KEYS and (role is None or role in set(Role))
    if not known or not isinstance(aliases, (list, tuple)):
        return None
    voice = entry.get("voice")
    return SpeakerHint(
        role=Role(role) if role else None,
        voice=str(voice) if voice else None,
        aliases=tuple(str(alias) for alias in aliases),
    )
