"""The feed and the server, as podcast apps and indexes use them."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.output.episodes import URL, make_episode, make_show
from tests.output.served import serve

from presscast.channel import Person
from presscast.output.feed import update_feed

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

HOSTILE = '</script><img onerror=x> & "../" \u202e🎙'


@pytest.mark.slow
def test_the_podcast_index_finds_everything(tmp_path: Path, node: Callable[..., Any]) -> None:
    """Its parser is podcast-partytime."""
    show = make_show(tmp_path, persons=(Person("Ada Low", "editor"),), license="CC-BY-4.0")
    more = {".srt": b"1\n", ".m4a": b"x" * 999, ".transcript.json": b"{}"}
    make_episode(show.output, "tram", title=HOSTILE, season=2, episode=7, more=more)
    found = node("partytime.cjs", "podcast-partytime", update_feed(show, NOW, tmp_path / "c").path)
    assert found["pc20support"] == {
        "1": ["locked", "transcript", "chapters", "soundbite"],
        "2": ["person", "season", "episode"],
        "3": ["license", "guid", "alternateEnclosure"],
        "4": ["medium"],
    }
    assert found["guid"] == show.feed.guid
    assert (found["locked"], found["medium"], found["podcastOwner"]) == (
        *(True, "podcast"),
        "desk@example.org",
    )
    assert found["license"]["identifier"] == "cc-by-4.0"
    assert found["pubsub"] == {"self": URL}
    (item,) = found["items"]
    assert item["title"] == HOSTILE.replace("\u202e", "")
    assert item["enclosure"]["url"] == "https://example.org/pod/tram/tram.mp3"
    assert item["duration"] == 123
    assert [it["type"] for it in item["podcastTranscripts"]] == [
        *("text/vtt", "application/srt"),
        "application/json",
    ]
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    assert [(it["name"], it["role"]) for it in item["podcastPeople"]] == [
        ("Ada Low", "Editor"),
        ("Paul Stone", "Host"),
        ("Clara Weiss", "Guest"),
    ]
    (other,) = item["alternativeEnclosures"]
    assert (other["type"], other["length"]) == ("audio/x-m4a", 999)
    assert item["podcastSoundbites"][0]["duration"] == 20
    assert (item["podcastSeason"]["number"], item["podcastEpisode"]["number"]) == (2, 7)


@pytest.mark.slow
def test_gpodder_subscribes_updates_and_downloads(
    tmp_path: Path, checker: Callable[[str], str]
) -> None:
    """From `presscast serve`; a corrected episode stays the same one for it."""
    home = tmp_path / "gpodder"
    home.mkdir()

    def gpo(*arguments: str) -> str:
        environment = os.environ | {"GPODDER_HOME": str(home)}
        done = subprocess.run(
            [checker("gpo"), *arguments],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )
        return done.stdout

    (tmp_path / "output").mkdir()
    with serve(tmp_path / "output") as server:
        show = make_show(tmp_path, url=f"{server.url}feed.xml")
        make_episode(show.output, "tram", sound=b"tram" * 9000)
        make_episode(show.output, "a & b", title=HOSTILE)
        update_feed(show, NOW, tmp_path / "cache")
        assert "Successfully added" in gpo("subscribe", show.feed.url)
        assert "2 episodes downloaded" in gpo("download")
        sounds = sorted(it.read_bytes() for it in home.rglob("*.mp3"))
        assert sounds == sorted(it.read_bytes() for it in show.output.rglob("*.mp3"))
        make_episode(show.output, "tram", sound=b"mended" * 9000, title="Corrected")
        make_episode(show.output, "third", date="2026-11-24")
        update_feed(show, NOW, tmp_path / "cache")
        assert "1 new episode" in gpo("update")
    with sqlite3.connect(home / "Database") as database:
        rows = database.execute("SELECT title, guid, total_time FROM episode ORDER BY title")
        titles, guids, times = zip(*rows, strict=True)
    assert titles == (HOSTILE.replace("\u202e", ""), "About third", "Corrected")
    assert len(set(guids)) == 3
    assert set(times) == {123}
