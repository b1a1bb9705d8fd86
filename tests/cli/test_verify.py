"""`presscast verify`."""

import json
import shutil
from pathlib import Path

import pytest
from tests.conftest import INTERVIEW, Run

from presscast.episode import Manner, render_episode
from presscast.show import find_show


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with one episode, to be copied."""
    folder = tmp_path_factory.mktemp("rendered")
    (folder / "scripts").mkdir()
    (folder / "show.toml").write_text('[voices]\nengine = "tone"\n[output]\nsidecars = ["vtt"]\n')
    (folder / "scripts" / "harbour.md").write_text(INTERVIEW)
    render_episode(str(folder / "scripts" / "harbour.md"), find_show(named=folder), Manner(2))
    return folder


@pytest.fixture
def show(rendered: Path, tmp_path: Path) -> Path:
    """The show, to be damaged; it is another folder than it was rendered in."""
    return shutil.copytree(rendered, tmp_path / "show")


@pytest.mark.slow
def test_an_episode_that_nobody_touched_is_as_it_was(presscast: Run, show: Path) -> None:
    """In any folder, a preview beside it; without a name all episodes are asked."""
    (show / "output" / "harbour" / "harbour.preview.mp3").write_bytes(b"sound")
    done = presscast("verify", cwd=show)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "harbour: 2 files and 2 inputs are as the manifest says\n"


@pytest.mark.slow
def test_each_fault_is_one_line(presscast: Run, show: Path) -> None:
    """A file that is damaged, gone or added, and an input that is changed or gone."""
    folder = show / "output" / "harbour"
    sound = bytearray((folder / "harbour.mp3").read_bytes())
    sound[-1] ^= 1
    (folder / "harbour.mp3").write_bytes(sound)
    (folder / "harbour.vtt").unlink()
    (folder / "harbour.srt").write_text("")
    (show / "show.toml").write_text('title = "Another"\n')
    (show / "scripts" / "harbour.md").unlink()
    done = presscast("verify", "harbour", cwd=show)
    assert (done.returncode, done.stdout) == (1, "")
    faults = [line.partition(": ")[0::2] for line in done.stderr.splitlines()]
    remedy = 'Render it again: "presscast render --force".'
    assert dict(faults) == {
        str(Path("output/harbour/harbour.mp3")): "has other content than when it was rendered. "
        + remedy,
        str(Path("output/harbour/harbour.vtt")): "cannot be read (No such file or directory). "
        + remedy,
        str(Path("output/harbour/harbour.srt")): "is not in the manifest.",
        "show.toml": "show: has changed since the episode was rendered.",
        str(Path("scripts/harbour.md")): "script: cannot be read (No such file or directory), "
        "so nobody knows.",
    }
    told = json.loads(presscast("verify", "--json", "harbour", cwd=show).stdout)
    assert (told["episode"], told["files"], len(told["faults"])) == ("harbour", 2, 5)


@pytest.mark.slow
def test_what_has_come_since_is_told(presscast: Run, show: Path) -> None:
    """A jingle in place of a built-in one, and a lexicon: nothing that was there has changed."""
    (show / "audio").mkdir()
    (show / "audio" / "intro.mp3").write_bytes(b"sound")
    (show / "voices" / "lexicon.toml").write_text('[say]\nquay = "key"\n')
    done = presscast("verify", "harbour", cwd=show)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{Path('voices/lexicon.toml')}: lexicon: has come since the episode was rendered.",
        f"{Path('audio/intro.mp3')}: intro: has come since the episode was rendered.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("content", ["", "[]", "{}", '{"episode": 1}', None])
def test_without_a_manifest_nothing_can_be_said(
    presscast: Run, show: Path, content: str | None
) -> None:
    """One sentence, whatever is wrong with it."""
    manifest = show / "output" / "harbour" / "harbour.manifest.json"
    if content is None:
        manifest.unlink()
    else:
        manifest.write_text(content)
    done = presscast("verify", "harbour", cwd=show)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "manifest" in done.stderr


def test_no_name_leads_out_of_the_output_folder(presscast: Run, show: Path) -> None:
    """Nor is a folder one."""
    done = presscast("verify", "../output/harbour", cwd=show)
    assert done.returncode == 1
    assert 'there is no rendered episode "../output/harbour"' in done.stderr
