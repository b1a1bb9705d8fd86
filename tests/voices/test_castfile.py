"""voices/cast.toml: read with all its mistakes, and written without harm to what people wrote."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from presscast.errors import CastError, OutputError, PresscastError
from presscast.model import Casting
from presscast.voices.castfile import CastEntry, find_entry, pin_cast, read_cast_file

EDITED = """\
# Our voices. Keep Ruth's!

[cast."Dr. Ruth Ames"]   # the host
voice = 'gmw/en-us+f2'
rate  = 170
aliases = [
    "AMES",   # as the agency writes her
    "Ruth",
]

[cast.Narrator]
gain = -1.5   # he shouts
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write cast.toml."""

    def write(text: str) -> Path:
        path = tmp_path / "cast.toml"
        path.write_bytes(text.encode())
        return path

    return write


def casting(speaker: str, voice: str = "gmw/en-us+max") -> Casting:
    return Casting(speaker, "pyttsx", voice, rate=160, pitch=50)


def test_a_file_that_is_not_there_has_nobody(tmp_path: Path) -> None:
    """A new show has none."""
    assert read_cast_file(tmp_path / "cast.toml") == {}


def test_everything_that_may_be_written_is_read(write: Write) -> None:
    """With the line where each person begins."""
    entries = read_cast_file(write(EDITED))
    assert entries["Dr. Ruth Ames"] == CastEntry(
        voice="gmw/en-us+f2", rate=170, aliases=("AMES", "Ruth"), line=3
    )
    assert entries["Narrator"] == CastEntry(gain=-1.5, line=11)


def test_other_ways_to_write_a_table_are_read(write: Write) -> None:
    """TOML has several, and each has its line; a name may be the beginning of another."""
    text = '[cast]\nAnnabel = {voice = "a"}\nAnn = {voice = "b"}\nEd.voice = "c"\n'
    entries = read_cast_file(write(text))
    assert {name: (it.voice, it.line) for name, it in entries.items()} == {
        "Annabel": ("a", 2),
        "Ann": ("b", 3),
        "Ed": ("c", 4),
    }


def test_people_are_found_by_name_and_alias_in_any_case(write: Write) -> None:
    """As labels are cased by whoever typed the script."""
    entries = read_cast_file(write(EDITED))
    names = ("dr. ruth ames", "ames", "RUTH")
    assert [find_entry(entries, name) for name in names] == [entries["Dr. Ruth Ames"]] * 3
    assert find_entry(entries, "Ruth Ames") is None


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ('[cast."A"]\nvoice = x\n', [":2: this is not TOML"]),
        ('[caste."A"]\nvoice = "x"\n', ['"caste" is not known here', '[cast."NAME"]']),
        ("cast = 3\n", ['"cast" should be tables']),
        ('[cast]\nA = "gmw/en-us"\n', [':2: [cast."A"] should be a table with a voice']),
        ("[cast.A]\nvoice = 3\n", ['takes as "voice" text in quotes, not 3']),
        ("[cast.A]\nvioce = 'x'\n", ['does not take "vioce". Did you mean "voice"?']),
        ("[cast.A]\nrate = 79\n", ['takes as "rate" a whole number from 80 to 450, not 79']),
        ("[cast.A]\nrate = 160.5\n", ['takes as "rate" a whole number from 80 to 450, not 160.5']),
        ("[cast.A]\nrate = true\n", ['takes as "rate" a whole number from 80 to 450, not True']),
        ("[cast.A]\npitch = 101\n", ['takes as "pitch" a whole number from 0 to 100, not 101']),
        ("[cast.A]\ngain = nan\n", ['takes as "gain" a number from -24 to 12, not nan']),
        ('[cast.A]\ngain = "2"\n', ["takes as \"gain\" a number from -24 to 12, not '2'"]),
        ("[cast.A]\npan = 1.5\n", ['takes as "pan" a number from -1 to 1, not 1.5']),
        ("[cast.A]\nlexicon = '../x'\n", ['takes as "lexicon" the name of a file in voices/']),
        ("[cast.A]\nlexicon = '/etc/x'\n", ['takes as "lexicon" the name of a file in voices/']),
        ('[cast.A]\naliases = "B"\n', ['takes as "aliases" a list', "not 'B'"]),
        ('[cast.A]\naliases = ["B", 3]\n', ['takes as "aliases" a list']),
        ("[cast.Ann]\n[cast.ANN]\n", [':2: [cast."ANN"] shares the name "ANN" with', "line 1"]),
        (
            "[cast.A]\naliases = ['B']\n[cast.C]\naliases = ['b']\n",
            [':3: [cast."C"] shares the name "b" with the table in line 1'],
        ),
    ],
)
def test_a_mistake_is_reported_with_its_place(
    text: str, complaints: list[str], write: Write
) -> None:
    """What is wrong, where, and what was perhaps meant."""
    path = write(text)
    with pytest.raises(CastError) as caught:
        read_cast_file(path)
    assert str(caught.value).startswith(str(path))
    assert all(complaint in str(caught.value) for complaint in complaints)


def test_all_mistakes_come_together(write: Write) -> None:
    """Those of one person, too."""
    text = 'x = 1\n[cast.A]\nrate = 9\nvolume = 2\n[cast.B]\npitch = "high"\n'
    with pytest.raises(PresscastError) as caught:
        read_cast_file(write(text))
    assert len(str(caught.value).splitlines()) == 4


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """With a sentence, not a traceback."""
    (tmp_path / "cast.toml").write_bytes(b'[cast."Ren\xe9"]\n')
    with pytest.raises(CastError, match=r"the file is not UTF-8\. Save it as"):
        read_cast_file(tmp_path / "cast.toml")


def test_pinning_leaves_every_byte_of_what_people_wrote(write: Write) -> None:
    """Comments, quotes and spacing stay; new names stand below."""
    path = write(EDITED)
    pin_cast(path, [casting("Ian O'Hare", "gmw/en-us+m4")])
    assert path.read_bytes().decode().startswith(EDITED)
    assert read_cast_file(path)["Ian O'Hare"].voice == "gmw/en-us+m4"


def test_pinning_keeps_the_line_ends_of_windows(write: Write) -> None:
    """Not one line changes."""
    text = EDITED.replace("\n", "\r\n")
    path = write("\ufeff" + text)
    pin_cast(path, [casting("Ian")])
    assert path.read_bytes().decode().startswith(text)


def test_a_voice_is_added_to_a_table_without_one(write: Write) -> None:
    """Gain and comment stay: a rate or a gain may be set before the voice is chosen."""
    path = write(EDITED)
    pin_cast(path, [casting("NARRATOR")])
    entries = read_cast_file(path)
    assert entries["Narrator"] == CastEntry(voice="gmw/en-us+max", gain=-1.5, line=11)
    assert "# he shouts" in path.read_text()
    assert len(entries) == 2


def test_a_pitch_of_the_catalogues_is_written_down(write: Write) -> None:
    """What the catalogue proposes later moves nobody; a pitch that people wrote stays."""
    path = write("[cast.Bob]\npitch = 40\n")
    high = Casting("Ann", "pyttsx", "gmw/en-us+Reed", rate=160, pitch=65)
    pin_cast(path, [high, replace(high, speaker="Bob")])
    entries = read_cast_file(path)
    assert (entries["Ann"].pitch, entries["Bob"].pitch) == (65, 40)


def test_an_alias_gets_its_persons_voice(write: Write) -> None:
    """Not a table of its own."""
    path = write('[cast."Dr. Ruth Ames"]\naliases = ["AMES"]\n')
    pin_cast(path, [casting("AMES")])
    assert list(read_cast_file(path)) == ["Dr. Ruth Ames"]
    assert read_cast_file(path)["Dr. Ruth Ames"].voice == "gmw/en-us+max"


def test_inline_tables_can_be_added_to(write: Write) -> None:
    """However people like to write them."""
    path = write('[cast]\nAnn = {voice = "a"} # her\n')
    pin_cast(path, [casting("Bob")])
    assert "# her" in path.read_text()
    assert list(read_cast_file(path)) == ["Ann", "Bob"]


def test_a_new_file_explains_itself(tmp_path: Path) -> None:
    """Its head says what may be written."""
    path = tmp_path / "voices" / "cast.toml"
    pin_cast(path, [casting("Ann")])
    assert path.read_text().startswith("# Who speaks with which voice.")
    assert read_cast_file(path)["Ann"].line == 6


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """Reading and writing."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CastError, match=r"cast\.toml: cannot be read \(Not a directory\)"):
        read_cast_file(tmp_path / "file" / "cast.toml")
    # A folder that is not there, and whose name is too long to make it.
    with pytest.raises(OutputError, match=r"cast\.toml: cannot be written"):
        pin_cast(tmp_path / ("x" * 250) / ".." / ("y" * 300) / "cast.toml", [casting("Ann")])


LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@pytest.mark.slow
@example(["0", "voice"], 0)
@given(st.lists(LABELS, min_size=1, max_size=6, unique_by=str.casefold), st.integers(0, 6))
def test_any_name_can_be_pinned(names: list[str], cut: int) -> None:
    """Quotes, dots, brackets, any script; in one go or in two."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cast.toml"
        for part in (names[:cut], names[cut:]):
            if part:
                pin_cast(path, [casting(name, f"voice of {name}") for name in part])
        entries = read_cast_file(path)
        assert {name: it.voice for name, it in entries.items()} == {
            name: f"voice of {name}".strip() for name in names
        }
        lines = path.read_text("utf-8").split("\n")
        assert all(it.line and lines[it.line - 1].startswith("[cast.") for it in entries.values())
