"""What made an episode."""

import hashlib
import json
from pathlib import Path

import pytest
from tests.output.conftest import find_file
from tests.output.editions import make_edition

from presscast.episode import Episode, Manner, render_episode
from presscast.output.manifest import render_manifest
from presscast.output.publish import Build, WrittenFile
from presscast.show import Show, find_show


@pytest.mark.slow
def test_every_file_is_there_as_it_is_said_to_be(episode: Episode) -> None:
    """By name, size and hash; the manifest itself is the only one that is not listed."""
    folder = episode.path.parent
    manifest = json.loads(find_file(episode, "manifest.json").read_bytes())
    for file in manifest["files"]:
        content = (folder / file["name"]).read_bytes()
        assert len(content) == file["size"]
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
    listed = {file["name"] for file in manifest["files"]}
    assert {path.name for path in folder.iterdir()} - listed == {"harbour.manifest.json"}


def test_inputs_voices_and_coverage(episode: Episode) -> None:
    """The hash of everything that was read, and who spoke."""
    manifest = json.loads(find_file(episode, "manifest.json").read_bytes())
    show = episode.path.parents[2]
    inputs = {it["role"]: it for it in manifest["inputs"]}
    assert set(inputs) == {"script", "cast", "cover"}
    for role in ("script", "cast"):
        content = (show / inputs[role]["path"]).read_bytes()
        assert inputs[role]["sha256"] == hashlib.sha256(content).hexdigest()
    assert {it["speaker"] for it in manifest["voices"]} == set(episode.decision.cast)
    assert all(it["engine_version"] for it in manifest["voices"])
    assert manifest["coverage"] == {"words": 176, "spoken": 147, "skipped": 29}
    assert manifest["disclosure"] == {
        "text": "The voices in this episode are synthetic.",
        "spoken": True,
    }
    assert manifest["settings"]["voices"]["engine"] == "tone"


def test_a_second_render_makes_the_same_bytes(episode: Episode) -> None:
    """Of every file, though the first has pinned the cast."""
    folder = episode.path.parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    script = folder.parents[1] / "scripts" / "harbour.md"
    render_episode(str(script), find_show(script), Manner(1))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_command_and_what_was_measured() -> None:
    """In the words of the command line; no path of a machine."""
    edition = make_edition(show=Show(root=Path("show").absolute(), exists=False))
    build = Build(options=("--rate", "1.5"), measured={"loudness": {"lufs": -16.0}})
    files = [WrittenFile("talk.mp3", "00", 1)]
    found = json.loads(render_manifest(edition, build, files))
    assert found["command"] == ["presscast", "render", "talk.md", "--rate", "1.5"]
    assert found["loudness"] == {"lufs": -16.0}
    assert found["files"] == [{"name": "talk.mp3", "sha256": "00", "size": 1}]
    assert str(Path.cwd()) not in json.dumps(found)
