"""The JSON files beside an episode."""

import json
from pathlib import Path

import jsonschema
import pytest
from tests.conftest import CHAPTERS_SCHEMA

from presscast.episode import Manner, render_episode
from presscast.show import find_show


@pytest.fixture
def files(tone_show: Path) -> dict[str, object]:
    """Every JSON file of a rendered episode, by kind."""
    script = tone_show / "scripts" / "harbour.md"
    episode = render_episode(str(script), find_show(script), Manner(2))
    folder = episode.path.parent
    return {
        path.name.split(".")[1]: json.loads(path.read_text("utf-8"))
        for path in folder.glob("*.json")
    }


def test_the_three_files_agree_to_the_millisecond(files: dict[str, dict[str, object]]) -> None:
    """Chapters and words are read off the timeline."""
    timeline = files["timeline"]
    assert timeline["version"] == 3
    assert timeline["duration_ms"] == round(timeline["samples"] * 1000 / 44_100)  # type: ignore[operator]
    chapters = files["chapters"]["chapters"]
    assert [(it["startTime"], it["endTime"], it["title"]) for it in chapters] == [  # type: ignore[attr-defined]
        (round(it["start"] / 44.1) / 1000, round(it["end"] / 44.1) / 1000, it["title"])
        for it in timeline["chapters"]  # type: ignore[attr-defined]
    ]
    words = [
        (word["text"], round(word["start"] / 44.1), round(word["end"] / 44.1), said["speaker"])
        for said in timeline["utterances"]  # type: ignore[attr-defined]
        for word in said["words"]
    ]
    assert words == [
        (it["word"], it["start_ms"], it["end_ms"], it["speaker"])
        for it in files["words"]["words"]  # type: ignore[attr-defined]
    ]


def test_words_keep_the_shape_that_the_design_gives_them(
    files: dict[str, dict[str, list[dict[str, object]]]],
) -> None:
    """{"words": [{"word", "start_ms", "end_ms", "speaker", "line"}]}, nothing more."""
    assert set(files["words"]) == {"words"}
    keys = ["word", "start_ms", "end_ms", "speaker", "line"]
    assert all(list(word) == keys for word in files["words"]["words"])


@pytest.mark.skipif(not CHAPTERS_SCHEMA.exists(), reason="no schemas beside the checkout")
def test_chapters_are_podcasting_2_0_chapters(files: dict[str, object]) -> None:
    """JSON chapters 1.2, against a schema that is not ours."""
    jsonschema.validate(files["chapters"], json.loads(CHAPTERS_SCHEMA.read_bytes()))
