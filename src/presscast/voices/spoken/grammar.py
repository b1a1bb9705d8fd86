"""What a language needs to be said: the tables of languages/*.toml, read once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt")

NEVER = r"(?!)"
"""A pattern that matches nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The rules of one language, as data. Compared and hashed by identity: one a language."""

    language: str
    """The bare language."""
    locale: str
    """What Babel calls it, region included where it knows that."""
    tables: Mapping[str, Mapping[str, Any]]
    shared: Mapping[str, Mapping[str, Any]]
    """The tables of shared.toml, for all languages."""

    def get(self, table: str, key: str, default: Any = "") -> Any:
        """A value of a table."""
        return self.tables.get(table, {}).get(key, default)

    def table(self, name: str) -> Mapping[str, Any]:
        """A table, empty where the language has none."""
        return self.tables.get(name, {})

    def choose(self, names: Iterable[str]) -> str:
        """A pattern of any of these, the longest first."""
        found = sorted(set(names), key=lambda name: (-len(name), name))
        return "|".join(map(re.escape, found)) or NEVER

    def pattern(self, table: str, key: str) -> str:
        """A pattern that a table holds; one that never matches where it holds none."""
        return str(self.get(table, key) or NEVER)


def load_grammar(tag: str) -> Grammar | None:
    """The rules for a BCP 47 tag, region included; None for a language without any."""
    language, _, rest = tag.lower().replace("_", "-").partition("-")
    return _load(language, rest.partition("-")[0]) if language in LANGUAGES else None


@lru_cache(maxsize=32)
def _load(language: str, region: str) -> Grammar:
    tables = _read(language)
    regions = tables.pop("region", {})
    for name, changes in regions.get(region, {}).items():
        tables[name] = {**tables.get(name, {}), **changes}
    known = region if region in regions else ""
    locale = f"{language}_{region.upper()}" if known else tables["language"]["locale"]
    return Grammar(language, locale, tables, _read("shared"))


def _read(name: str) -> dict[str, Any]:
    folder = files("presscast.voices.spoken") / "languages"
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
