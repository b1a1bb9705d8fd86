"""The process that reads scripts and writes files, as the process that renders sees it."""

from pathlib import Path

import pytest

from presscast.errors import ScriptError
from presscast.partner import open_editor
from presscast.scripts.reading import read_script
from presscast.show import find_show

SAMPLE = Path(__file__).parents[1] / "scripts" / "harbour-tram.md"


def test_a_script_comes_as_it_is_read_here() -> None:
    """With every record in it, and its notices."""
    show = find_show(SAMPLE)
    with open_editor() as editor:
        editor.start()
        assert editor.call("read", str(SAMPLE), show) == read_script(str(SAMPLE), show)


def test_what_is_wrong_with_a_script_comes_as_it_is_told_here(tmp_path: Path) -> None:
    """The sentence, the place and the remedy; and the next script is read all the same."""
    script = tmp_path / "talk.md"
    script.write_text("---\ntitle: Nothing\n---\n")
    show = find_show(script)
    with pytest.raises(ScriptError) as told:
        read_script(str(script), show)
    with open_editor() as editor:
        editor.start()
        with pytest.raises(ScriptError) as caught:
            editor.call("read", str(script), show)
        assert str(caught.value) == str(told.value)
        assert editor.call("read", str(SAMPLE), find_show(SAMPLE)).turns
