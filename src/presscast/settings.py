"""TOML files that people write: every key is checked, and all mistakes of a file come together."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from presscast.errors import PresscastError, suggest

Check = Callable[[Any], Any]
"""Returns the value of a key as it is kept; raises ValueError saying what it should be."""

Keys = Mapping[str, Mapping[str, Check]]
"""Table ("" for the top, "voices.pauses" for one in another) -> key -> check."""


def text(value: Any) -> str:
    """Text, without the white space around it."""
    if not isinstance(value, str):
        raise ValueError("text in quotes")
    return value.strip()


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def language(value: Any) -> str:
    """BCP 47, lower case."""
    tag = value.lower().replace("_", "-") if isinstance(value, str) else ""
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", tag):
        raise ValueError('a language tag such as "en" or "pt-br"')
    return tag


def whole(low: int, high: int) -> Check:
    """A whole number, bounds included."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return value

    return check


def number(low: float, high: float) -> Check:
    """A number, bounds included."""

    def check(value: Any) -> float:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:
            raise ValueError(f"a number from {low} to {high}")
        return float(value)

    return check


def choice(*allowed: Any) -> Check:
    """One of these."""

    def check(value: Any) -> Any:
        if value not in allowed or isinstance(value, bool):
            raise ValueError("one of " + ", ".join(str(name) for name in allowed))
        return value

    return check


def several(check: Check) -> Check:
    """A list, kept as a tuple, of what another check lets through."""

    def check_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError('a list: ["…"]')
        try:
            return tuple(check(item) for item in value)
        except ValueError as error:
            raise ValueError(f"a list, each of it {error}") from None

    return check_all


def read_toml(
    path: Path, shown: Path, error: type[PresscastError]
) -> tuple[str, Mapping[str, Any]]:
    """(the file as it is written, its values). Raises `error`, with the path as it is `shown`.

    FileNotFoundError is left to the caller.
    """
    try:
        content = path.read_text("utf-8-sig")
        return content, tomllib.loads(content)
    except UnicodeDecodeError:
        raise error("the file is not UTF-8", path=shown, remedy="Save it as UTF-8.") from None
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise error(f"cannot be read ({problem.strerror})", path=shown) from problem
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"at line (\d+)", str(problem))
        raise error(
            f"this is not TOML: {str(problem).split(' (at ')[0]}",
            path=shown,
            line=int(line[1]) if line else None,
            remedy='Text needs quotes: title = "My show".',
        ) from None


class SettingsFile:
    """A TOML file whose tables are taken one by one; `problems` gathers what is wrong in it."""

    def __init__(self, path: Path, shown: Path, keys: Keys, error: type[PresscastError]) -> None:
        """Raises `error` for a file that cannot be read or is no TOML.

        `shown` is the path as errors name it, FileNotFoundError is left to the caller.
        """
        self.problems: list[PresscastError] = []
        self._path = shown
        self._keys = keys
        self._error = error
        content, self._values = read_toml(path, shown, error)
        self._lines = content.splitlines()

    def take(self, table: str) -> dict[str, Any]:
        """The checked values of a table; a problem for every key that is unknown or wrong."""
        values: Any = self._values
        for part in filter(None, table.split(".")):
            values = values.get(part, {}) if isinstance(values, Mapping) else {}
        if isinstance(values, Mapping):
            return self._check(table, values)
        self._add(table, f'"{table}" should be a table: [{table}]')
        return {}

    def _check(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        keys = self._keys[table]
        prefix = f"{table}." if table else ""
        inner = {
            name.removeprefix(prefix).split(".")[0]
            for name in self._keys
            if name.startswith(prefix) and name != table
        }
        taken = {}
        for key, value in values.items():
            if key not in keys:
                if key not in inner:
                    remedy = suggest(key, {*keys, *inner})
                    self._add(table, f'"{prefix}{key}" is not a known key', remedy, key)
                continue
            try:
                taken[key] = keys[key](value)
            except ValueError as error:
                self._add(table, f'"{prefix}{key}" should be {error}, not {value!r}', key=key)
        return taken

    def _add(self, table: str, what: str, remedy: str = "", key: str = "") -> None:
        line = self._find_line(table, key or table)
        self.problems.append(self._error(what, path=self._path, line=line, remedy=remedy))

    def _find_line(self, table: str, key: str) -> int | None:
        """Where a key of a table stands, from 1."""
        here = ""
        for number_, line in enumerate(self._lines, 1):
            if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
                here = header[1]
                if key == here or f"{table}.{key}".strip(".") == here:
                    return number_
            elif here == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
                return number_
        return None
