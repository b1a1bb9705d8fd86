"""`presscast check --names`, and what `check` says of a lexicon."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]

SCRIPT = """\
---
lexicon:
  Renwick: rennick
---
Anna Keller: Good evening. With me is the engineer Jozef Szczepan, of Renwick and Gdynia.

Jozef Szczepan: Good evening, and thank you for having me here in the studio tonight, Anna.

Anna Keller: What will change for Gdynia and for Szczepan's people while the dredgers are there?
"""


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """A show with one script."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "voices").mkdir()
    (tmp_path / "show.toml").write_text('title = "Names"\n')
    (tmp_path / "scripts" / "talk.md").write_text(SCRIPT)
    return tmp_path


@pytest.mark.slow
def test_names_come_with_their_sound_place_and_number(presscast: Run, show: Path) -> None:
    """As JSON; the riskiest first, what the lexicon settles not at all."""
    done = presscast("check", "--names", "--json", "scripts/talk.md")
    assert done.returncode == 0, done.stderr
    names = json.loads(done.stdout)["names"]
    assert [row["word"] for row in names][:3] == ["Jozef", "Szczepan", "Gdynia"]
    assert "Renwick" not in {row["word"] for row in names}
    it = names[1]
    assert (it["times"], it["line"], it["speaker"]) == (2, 5, "Anna Keller")
    assert it["risk"] == "a name that looks foreign"
    assert "ˈ" in it["ipa"]


@pytest.mark.slow
def test_people_read_a_line_a_name(presscast: Run, show: Path) -> None:
    """With its IPA between slashes."""
    done = presscast("check", "--names", "scripts/talk.md")
    [row] = [line for line in done.stdout.splitlines() if "Gdynia" in line]
    assert row.split()[1].startswith("/")
    assert row.split()[2:] == ["2", "times", "line", "5", "Anna", "Keller", *row.split()[8:]]


@pytest.mark.slow
def test_what_another_episode_has_said_is_left_out(presscast: Run, show: Path) -> None:
    """The script's own episode does not count."""
    (show / "show.toml").write_text('title = "Names"\n[voices]\nengine = "tone"\n')
    (show / "scripts" / "before.md").write_text("Gdynia is a port, and it will be dredged soon.\n")
    for name in ("before", "talk"):
        assert presscast("render", f"scripts/{name}.md").returncode == 0
    done = presscast("check", "--names", "--json", "scripts/talk.md")
    names = json.loads(done.stdout)["names"]
    assert [row["word"] for row in names][:2] == ["Jozef", "Szczepan"]
    assert "Gdynia" not in {row["word"] for row in names}
    assert {row["ipa"] for row in names} == {""}


@pytest.mark.slow
def test_a_lexicon_that_cannot_be_followed_stops_check_and_render(
    presscast: Run, show: Path
) -> None:
    """With the place of each mistake; nothing is written."""
    (show / "voices" / "lexicon.toml").write_text('[say]\n"Szczepan" = "/ˈʃtʃɛpaǂ/"\n')
    for command in ("check", "render"):
        done = presscast(command, "scripts/talk.md")
        assert done.returncode == 1
        assert 'voices/lexicon.toml:2: "Szczepan": Anna Keller (gmw/' in done.stderr
        assert "cannot say ǂ" in done.stderr
    assert not (show / "output").exists()


def test_two_things_are_not_printed_at_once(presscast: Run, show: Path) -> None:
    """Wrong usage."""
    assert presscast("check", "--names", "--script", "scripts/talk.md").returncode == 2
