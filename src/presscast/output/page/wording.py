"""What the page itself says, in the language of the episode where wording.toml has it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of buttons and headings."""

    language: str
    """BCP 47."""
    words: Mapping[str, str]


def find_wording(language: str) -> Wording:
    """The wording in this language, else in English."""
    known = _read_wording()
    base = language.split("-")[0]
    found = base if base in known else _FALLBACK
    return Wording(found, known[found])


@lru_cache(maxsize=1)
def _read_wording() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("presscast.output.page") / "wording.toml").read_text("utf-8"))
