"""Feeds a reader mutated scripts until one is neither a Script nor a ScriptError.

    pip install atheris
    python tools/fuzz_scripts.py [SUFFIX] [libFuzzer options, such as -max_total_time=600]

The titled cases of the tests are where it starts. Not a part of the tests: it never ends by itself.
"""

import contextlib
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Fuzz the reader of one suffix (".txt" unless told otherwise), guided by coverage."""
    import atheris

    with atheris.instrument_imports(include=["presscast"]):
        from presscast.errors import PresscastError
        from presscast.scripts.reading import read_script
        from presscast.show import Show

    named = len(sys.argv) > 1 and sys.argv[1].startswith(".")
    suffix = sys.argv.pop(1) if named else ".txt"
    folder = Path(tempfile.mkdtemp(prefix="presscast-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    _lay_out_corpus(corpus)
    script = folder / f"talk{suffix}"
    show = Show(root=folder, exists=False)

    def read(content: bytes) -> None:
        script.write_bytes(content)
        with contextlib.suppress(PresscastError):
            found = read_script(str(script), show)
            assert found.source_words >= found.spoken_words > 0
            assert all(paragraph.text for turn in found.turns for paragraph in turn.paragraphs)

    atheris.Setup([*sys.argv, str(corpus)], read)
    atheris.Fuzz()


def _lay_out_corpus(corpus: Path) -> None:
    """One file a case of the tests, without what the cases expect."""
    for path in (ROOT / "tests" / "scripts" / "cases").glob("*.txt"):
        parts = path.read_text("utf-8").split("\n.\n")
        for number, text in enumerate(parts[1::3]):
            (corpus / f"{path.stem}-{number}").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
