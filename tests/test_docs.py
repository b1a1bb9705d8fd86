"""The documentation names what there is."""

from pathlib import Path

import pytest

from presscast.cli import cli
from presscast.show import _KEYS

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", cli.list_commands(None))  # type: ignore[arg-type]
def test_the_readme_names_every_command(command: str) -> None:
    """Nobody has to guess."""
    assert f"presscast {command}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table, keys in _KEYS.items() for key in keys]
)
def test_every_key_of_show_toml_is_documented(table: str, key: str) -> None:
    """With its table, where it has one."""
    text = (ROOT / "docs" / "show.md").read_text("utf-8")
    assert f"`{key}`" in text or f"`[{table}] {key}`" in text
