"""YAML front matter: what a script says of its episode."""

import re
import reprlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from presscast.errors import PresscastError, ScriptError, raise_all, suggest
from presscast.model import LexiconEntry, Metadata, Notice, Role, Sex, SpeakerHint

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_OPEN = re.compile(r"\A---[ \t]*\n(?P<key>\w+)[ \t]*:")
_KEY = re.compile(r"""[ \t-]*["']?(?P<key>[^\s"':][^:"']*?)["']?\s*:""")
_KEYS = {
    *("title", "date", "language", "summary", "tags", "season", "episode", "guid", "speakers"),
    *("publish_at", "draft", "lexicon"),
}
_HINT_KEYS = {"role", "voice", "aliases", "sex"}


def read_front_matter(path: str, text: str) -> tuple[Metadata, int, tuple[Notice, ...]]:
    """(metadata, where the script's own text starts, notices). Raises ScriptError.

    A leading block between dashes is front matter only if it holds at least one key that we know:
    a conversation may open with a rule as well.
    """
    match = _BLOCK.match(text)
    if match is None:
        opening = _OPEN.match(text)
        if opening and opening["key"] in _KEYS:
            remedy = 'Put a line "---" under its last line.'
            raise ScriptError("the front matter has no end", path=path, line=1, remedy=remedy)
        return Metadata(), 0, ()
    values = _parse_yaml(match["yaml"], path)
    if not isinstance(values, Mapping) or not _KEYS & values.keys():
        return Metadata(), 0, ()
    lines = _find_keys(match[0])
    notices = tuple(
        Notice(lines.get(str(key), 1), "unknown-key", _describe_unknown(str(key)))
        for key in values
        if key not in _KEYS
    )
    return _build_metadata(values, path, lines), match.end(), notices


def format_front_matter(values: Mapping[str, Any]) -> str:
    """The values as a block that `read_front_matter` reads, without a line end behind it."""
    import yaml

    shown = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{shown}---"


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
    except RecursionError:
        raise ScriptError("the front matter is nested too deeply", path=path, line=1) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ScriptError(f"the front matter is not YAML ({error})", path=path, line=1) from None


def _describe_unknown(key: str) -> str:
    return " ".join(
        (f'the front matter\'s "{key}" is not known and not used.', suggest(key, _KEYS))
    ).strip()


def _find_keys(block: str) -> dict[str, int]:
    """The line of each key's first mention, from 1."""
    lines: dict[str, int] = {}
    for number, row in enumerate(block.split("\n"), 1):
        if key := _KEY.match(row):
            lines.setdefault(key["key"], number)
    return lines


def _show(value: object) -> str:
    """The value for an error's sentence, cut where aliases make it endless."""
    brief = reprlib.Repr()
    brief.maxlevel, brief.maxstring = 2, 60
    return brief.repr(value)


def _build_metadata(values: Mapping[Any, Any], path: str, lines: Mapping[str, int]) -> Metadata:
    problems: list[PresscastError] = []

    def reject(key: str, expected: str) -> None:
        what = f'"{key}" in the front matter should be {expected}, not {_show(values.get(key))}'
        problems.append(ScriptError(what, path=path, line=lines.get(key, 1)))

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

    tags = values.get("tags") or []
    if isinstance(tags, str):
        tags = [tag.strip() for tag in tags.split(",")]
    if not isinstance(tags, list) or any(isinstance(tag, (list, dict)) for tag in tags):
        reject("tags", "a list of words")
        tags = []
    if not isinstance(values.get("draft", False), bool):
        reject("draft", "true or false")
    language = take_text("language").lower().replace("_", "-")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", language):
        reject("language", 'a language tag such as "en" or "pt-br"')
    lexicon = values.get("lexicon") or {}
    if not isinstance(lexicon, (str, Mapping)):
        reject("lexicon", "a file, or one entry a word")
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
        speakers=_build_hints(values.get("speakers"), path, lines, problems),
        lexicon=tuple(_build_lexicon(lexicon, lines)),
        lexicon_file=lexicon if isinstance(lexicon, str) else "",
    )
    raise_all(problems)
    return metadata


def _build_lexicon(value: object, lines: Mapping[str, int]) -> Iterator[LexiconEntry]:
    """How words are said: word -> spelling or mapping, which is checked where it is followed."""
    for word, said in value.items() if isinstance(value, Mapping) else ():
        yield LexiconEntry(str(word), said, lines.get(str(word), lines.get("lexicon", 1)))


def _build_hints(
    value: object, path: str, lines: Mapping[str, int], problems: list[PresscastError]
) -> dict[str, SpeakerHint]:
    """What the front matter states about speakers: name -> {role, voice, aliases, sex}."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        value = dict.fromkeys(value)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        what = '"speakers" in the front matter should hold one entry a speaker'
        problems.append(ScriptError(what, path=path, line=lines.get("speakers", 1)))
        return {}
    hints = {}
    for name, entry in value.items():
        entry = entry or {}
        hint = _build_hint(entry) if isinstance(entry, Mapping) else None
        if hint is None:
            takes = f"role ({', '.join(Role)}), voice, aliases, sex ({', '.join(Sex)})"
            what = f'the speaker "{name}" in the front matter takes {takes}'
            problems.append(ScriptError(what, path=path, line=lines.get(str(name), 1)))
        else:
            hints[str(name)] = hint
    return hints


def _build_hint(entry: Mapping[Any, Any]) -> SpeakerHint | None:
    aliases = entry.get("aliases") or ()
    aliases = (aliases,) if isinstance(aliases, str) else aliases
    role = entry.get("role")
    sex = entry.get("sex")
    known = set(entry) <= _HINT_KEYS and role in (None, *Role) and sex in (None, *Sex)
    if not known or not isinstance(aliases, (list, tuple)):
        return None
    voice = entry.get("voice")
    return SpeakerHint(
        role=Role(role) if role else None,
        voice=str(voice) if voice else None,
        aliases=tuple(str(alias) for alias in aliases),
        sex=Sex(sex) if sex else None,
    )
