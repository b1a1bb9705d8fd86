"""Transcripts, in full view and as podcast apps read them."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.output.conftest import Checker, Run, find_file
from tests.output.editions import make_edition

from presscast.episode import Episode
from presscast.output.srt import render_srt
from presscast.output.transcript_html import render_transcript_html
from presscast.output.transcript_json import render_transcript_json
from presscast.output.transcript_text import MOST_BYTES, render_description, render_text
from presscast.output.webvtt import render_webvtt

SCHEMA = {
    "type": "object",
    "required": ["version", "segments"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "1.0.0"},
        "segments": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["speaker", "startTime", "endTime", "body"],
                "additionalProperties": False,
                "properties": {
                    "speaker": {"type": "string", "minLength": 1},
                    "startTime": {"type": "number", "minimum": 0},
                    "endTime": {"type": "number", "exclusiveMinimum": 0},
                    "body": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}
"""Podcasting 2.0, JSON transcripts, with what AntennaPod needs: an end and a body."""


def test_webvtt() -> None:
    """A voice a cue, escaped, nothing between the head and the first cue."""
    assert b"".join(render_webvtt(make_edition().document)).decode() == (
        "WEBVTT\n\n"
        "00:00:00.500 --> 00:00:01.700\n<v Narrator>A tram will run.\n\n"
        "00:00:01.700 --> 00:00:03.800\n<v Narrator>It will run soon, the ministry said.\n\n"
        "00:00:04.300 --> 00:00:04.900\n<v Anna Keller>Why now?\n\n"
        "00:00:05.400 --> 00:00:06.600\n<v Dr. Omar Haddad>Because the harbour waits.\n\n"
        "00:00:07.100 --> 00:00:08.900\n"
        "<v Dr. Omar Haddad>It has waited since 10:30 &amp; longer.\n"
    )


def test_srt() -> None:
    """The name where a speaker begins, two lines of 32 characters, no other colon."""
    assert b"".join(render_srt(make_edition().document)).decode() == (
        "1\n00:00:00,500 --> 00:00:01,700\nNarrator: A tram will run.\n\n"
        "2\n00:00:01,700 --> 00:00:03,800\nIt will run soon,\nthe ministry said.\n\n"
        "3\n00:00:04,300 --> 00:00:04,900\nAnna Keller: Why now?\n\n"
        "4\n00:00:05,400 --> 00:00:06,600\nDr. Omar Haddad: Because\nthe harbour waits.\n\n"
        "5\n00:00:07,100 --> 00:00:08,900\nIt has waited since\n10.30 & longer.\n"
    )


def test_text() -> None:
    """Title, chapters with times, and who says what."""
    assert render_text(make_edition()).decode() == (
        "A tram for the harbour\n\n[00:00:00] The news\n\n"
        "Narrator: A tram will run. It will run soon, the ministry said.\n\n"
        "[00:00:04] The talk\n\nAnna Keller: Why now?\n\n"
        "Dr. Omar Haddad: Because the harbour waits.\n\nIt has waited since 10:30 & longer.\n"
    )


def test_html() -> None:
    """<cite>, <time>, then every paragraph on a line of its own."""
    lines = b"".join(render_transcript_html(make_edition())).decode().splitlines()
    at = lines.index("<cite>Dr. Omar Haddad:</cite>")
    assert lines[at + 1 : at + 4] == [
        "<time>00:00:05</time>",
        "<p>Because the harbour waits.</p>",
        "<p>It has waited since 10:30 &amp; longer.</p>",
    ]


def test_the_description_lists_chapters_from_zero_and_says_what_is_synthetic() -> None:
    """In the form in which Spotify and Apple find chapters."""
    assert render_description(make_edition()).decode() == (
        "Why a tram is built.\n\n00:00:00 The news\n00:00:04 The talk\n\n"
        "The voices in this episode are synthetic.\n"
    )


def test_a_description_is_never_longer_than_directories_take() -> None:
    """Whole lines are left out at the end; the disclosure stays."""
    said = [("Ada", ["Yes."])] * 200
    titles = [(f"A title that is rather long, number {number}", number) for number in range(200)]
    text = render_description(make_edition(said, titles)).decode()
    assert 3_800 < len(text.encode()) <= MOST_BYTES
    assert text.endswith("\n\nThe voices in this episode are synthetic.\n")
    assert all(
        re.match(r"\d\d:\d\d:\d\d A title .* number \d+$", it) for it in text.split("\n")[2:-3]
    )


def test_json_transcripts_are_podcasting_2_0_and_all_of_the_text(episode: Episode) -> None:
    """A segment a sentence, against a schema."""
    document = make_edition().document
    content = json.loads(b"".join(render_transcript_json(document)))
    jsonschema.validate(content, SCHEMA)
    assert [it["body"] for it in content["segments"]] == [it.text for it in document.sentences]
    jsonschema.validate(json.loads(find_file(episode, "transcript.json").read_bytes()), SCHEMA)


@pytest.mark.slow
def test_the_w3c_parser_finds_no_fault_in_webvtt(episode: Episode, node: Run) -> None:
    """And as many cues as there are, each with a voice."""
    path = find_file(episode, "vtt")
    found = node("webvtt.cjs", "webvtt-parser", path)
    assert found["errors"] == []
    assert len(found["cues"]) == path.read_text("utf-8").count("-->")
    assert all(cue["text"].startswith("<v ") for cue in found["cues"])


@pytest.mark.slow
def test_no_cue_ends_past_the_sound(episode: Episode, checker: Checker) -> None:
    """As long as ffprobe, which is not ours, says that the MP3 is."""
    seconds = probe_duration(checker("ffprobe"), episode.path)
    stamps = re.findall(
        r"--> (\d+):(\d+):(\d+)[.,](\d+)",
        "".join(find_file(episode, suffix).read_text("utf-8") for suffix in ("vtt", "srt")),
    )
    last = max(int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000 for h, m, s, ms in stamps)
    segments = json.loads(find_file(episode, "transcript.json").read_bytes())["segments"]
    assert max(last, segments[-1]["endTime"]) <= seconds
    assert last == segments[-1]["endTime"]


def probe_duration(ffprobe: str, path: Path) -> float:
    """Seconds."""
    command = [ffprobe, "-v", "error", "-show_entries", "format=duration", "-of", "json", str(path)]
    found: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True).stdout
    )
    return float(found["format"]["duration"])
