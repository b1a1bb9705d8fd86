"""Episodes as a render leaves them, made without one."""

import hashlib
import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from presscast.channel import FeedSettings
from presscast.show import Show

RATE = 44_100

URL = "https://example.org/pod/feed.xml"


def make_show(root: Path, **feed: Any) -> Show:
    """A show whose feed will lie at URL."""
    (root / "audio").mkdir(exist_ok=True)
    (root / "audio" / "cover.png").write_bytes(draw_picture(1400))
    settings = {"url": URL, "guid": "9b024349-ccf0-5f69-a609-6b82873eab3c"} | feed
    return Show(
        root=root,
        exists=True,
        title="Tone News",
        author="Tests",
        description="What the tones say.",
        email="desk@example.org",
        category=("News > Daily News",),
        link="https://example.org/",
        feed=FeedSettings(**settings),
    )


@cache
def draw_picture(side: int, mode: str = "RGB", format_: str = "PNG") -> bytes:
    """A picture of one colour."""
    file = BytesIO()
    Image.new(mode, (side, side), "#123456").save(file, format_)
    return file.getvalue()


def make_episode(output: Path, name: str, **changes: Any) -> Path:
    """The folder of an episode: three files with content of their own, and a manifest."""
    disclosure = changes.pop("disclosure", "The voices are synthetic.")
    folder = output / name
    folder.mkdir(parents=True, exist_ok=True)
    title = changes.get("title", f"About {name}")
    files = {
        f"{name}.mp3": changes.pop("sound", f"sound of {name}".encode() * 50),
        f"{name}.vtt": b"WEBVTT\n",
        f"{name}.html": b"<!doctype html><title>page</title>",
        f"{name}.chapters.json": _encode(
            {
                "version": "1.2.0",
                "chapters": [
                    {"startTime": 0.0, "title": "Opening"},
                    {
                        "startTime": 61.25,
                        "title": changes.pop("chapter", "Questions & answers"),
                        "url": "https://example.org/mud?a=1&b=2",
                    },
                ],
            }
        ),
        f"{name}.timeline.json": _encode({"utterances": list_utterances(title)}),
    } | {f"{name}{end}": content for end, content in changes.pop("more", {}).items()}
    for file, content in files.items():
        (folder / file).write_bytes(content)
    episode = {
        "title": title,
        "language": "en",
        "summary": "",
        "guid": "",
        "date": "2026-11-20",
        "publish_at": "",
        "draft": False,
        "season": None,
        "episode": None,
        "duration_ms": 123_456,
        "speakers": [
            {"name": "Narrator", "role": "narrator"},
            {"name": "Paul Stone", "role": "host"},
            {"name": "Clara Weiss", "role": "guest"},
        ],
    }
    manifest = {
        "episode": episode | changes,
        "disclosure": {"text": disclosure, "spoken": True},
        "inputs": [{"role": "script", "path": f"scripts/{name}.md", "sha256": "0" * 64}],
        "settings": {},
        "files": [
            {"name": file, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for file, content in files.items()
        ],
    }
    (folder / f"{name}.manifest.json").write_bytes(_encode(manifest))
    return folder


def list_utterances(said: str) -> list[dict[str, Any]]:
    """A short question, and an answer of twenty seconds in two sentences."""
    return [
        {"speaker": "Paul Stone", "sentences": [{"text": "Why?", "start": 0, "end": RATE}]},
        {
            "speaker": "Clara Weiss",
            "sentences": [
                {"text": said, "start": 2 * RATE, "end": 12 * RATE},
                {"text": "And so on.", "start": 13 * RATE, "end": 22 * RATE},
            ],
        },
    ]


def _encode(content: object) -> bytes:
    return json.dumps(content).encode()
