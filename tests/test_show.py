"""show.toml."""

from pathlib import Path

import pytest

from presscast.errors import Problems, ShowError
from presscast.show import (
    ChapterSource,
    LoudnessSettings,
    Show,
    find_show,
    list_scripts,
    read_profiles,
    read_show,
)
from presscast.units import Lufs


def write_show(folder: Path, text: str) -> Path:
    """A show.toml in a folder."""
    path = folder / "show.toml"
    path.write_text(text, "utf-8")
    return path


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    """Every key has a default, and it stands in one place."""
    assert read_show(write_show(tmp_path, "")) == Show(root=tmp_path, exists=True)


def test_every_key_is_kept(tmp_path: Path) -> None:
    """What a file says is what the show is."""
    show = read_show(
        write_show(
            tmp_path,
            """
            title = "T"
            language = "pt_BR"
            [voices]
            rate = 180
            narrator = "gmw/en"
            pauses = {sentence = 1, chapter = 4}
            [audio]
            intro = "none"
            channels = 2
            bitrate = 128
            [loudness]
            target = -18
            peak = -2
            [chapters]
            from = "both"
            minimum = 5
            """,
        )
    )
    assert (show.title, show.language) == ("T", "pt-br")
    assert (show.voices.rate, show.voices.narrator) == (180, "gmw/en")
    assert (show.voices.pauses.sentence, show.voices.pauses.chapter) == (1, 4)
    assert show.voices.pauses.speaker == Show(tmp_path, exists=True).voices.pauses.speaker
    assert (show.audio.intro, show.audio.channels, show.audio.bitrate) == ("none", 2, 128)
    assert (show.loudness.target, show.loudness.peak) == (-18.0, -2.0)
    assert (show.chapters.source, show.chapters.minimum) == (ChapterSource.BOTH, 5)


def test_three_mistakes_are_reported_at_once_with_their_lines(tmp_path: Path) -> None:
    """Nobody mends a file three times."""
    path = write_show(tmp_path, 'titel = "T"\n\n[voices]\nrate = "fast"\n\n[audio]\nchannels = 3\n')
    with pytest.raises(Problems) as caught:
        read_show(path)
    assert [problem.line for problem in caught.value.problems] == [1, 4, 7]
    text = str(caught.value)
    assert 'Did you mean "title"?' in text
    assert "voices.rate" in text
    assert "one of 1, 2" in text


def test_an_unknown_table_gets_the_nearest_name(tmp_path: Path) -> None:
    """[voice] is [voices]."""
    with pytest.raises(ShowError, match=r'"voice" is not a known key. Did you mean "voices"'):
        read_show(write_show(tmp_path, "[voice]\nrate = 3\n"))


def test_broken_toml_is_one_sentence_with_its_line(tmp_path: Path) -> None:
    """The parser's own position is kept."""
    with pytest.raises(ShowError) as caught:
        read_show(write_show(tmp_path, 'title = "T"\nauthor = me\n'))
    assert caught.value.line == 2


def test_the_nearest_show_above_the_script_is_its_show(tmp_path: Path) -> None:
    """A script's folder decides before the working directory does."""
    write_show(tmp_path, 'title = "Outer"')
    inner = tmp_path / "a" / "scripts"
    inner.mkdir(parents=True)
    write_show(tmp_path / "a", 'title = "Inner"')
    assert find_show(inner / "x.md").title == "Inner"
    assert find_show(tmp_path / "x.md").title == "Outer"


def test_without_any_show_the_defaults_write_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A single file needs no show."""
    monkeypatch.chdir(tmp_path)
    show = find_show(tmp_path / "x.md")
    assert not show.exists
    assert show.output == tmp_path / "output"


def test_a_named_folder_without_a_show_is_an_error(tmp_path: Path) -> None:
    """--show never falls back to another show."""
    with pytest.raises(ShowError, match=r"there is no show\.toml"):
        find_show(None, tmp_path)


def test_scripts_are_listed_by_name_and_hidden_ones_left_out(tmp_path: Path) -> None:
    """Drafts begin with an underscore, editors' leavings with a dot."""
    write_show(tmp_path, "")
    (tmp_path / "scripts").mkdir()
    for name in ("b.md", "a.txt", ".b.md.swp", "_draft.md", "picture.png"):
        (tmp_path / "scripts" / name).touch()
    assert [path.name for path in list_scripts(find_show(None, tmp_path))] == ["a.txt", "b.md"]


@pytest.mark.parametrize("profile", read_profiles())
def test_a_profile_sets_loudness_and_peak_and_each_can_be_set_beside_it(
    tmp_path: Path, profile: str
) -> None:
    """Every profile of the table can be named, and what is written out goes before it."""
    asked = read_profiles()[profile]
    path = tmp_path / "show.toml"
    path.write_text(f'[loudness]\nprofile = "{profile}"\n')
    loudness = read_show(path).loudness
    assert (loudness.profile, loudness.target, loudness.peak) == (profile, *asked.values())
    path.write_text(f'[loudness]\nprofile = "{profile}"\npeak = -2.5\n')
    assert read_show(path).loudness == LoudnessSettings(profile, Lufs(asked["target"]), -2.5)


def test_a_show_that_says_nothing_is_as_loud_as_apple_asks_for() -> None:
    """The defaults of the record are those of its profile."""
    loudness = LoudnessSettings()
    assert read_profiles()[loudness.profile] == {"target": loudness.target, "peak": loudness.peak}
