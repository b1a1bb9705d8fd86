"""Pictures of chapters: the image that stands first under a heading."""

from pathlib import Path

import pytest

from presscast.model import Script
from presscast.scripts.house import write_house_script
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import ChapterSettings, Show
from presscast.units import Milliseconds

SHOW = Show(Path(), exists=False, chapters=ChapterSettings(minimum=Milliseconds(0)))
IMAGE = "![The quay](quay.png)"


def read(*parts: str) -> Script:
    """A script whose second chapter begins with these."""
    text = "\n\n".join(["# Talk", "**Anna:** We begin.", *parts, "**Ben:** It is deep."])
    return parse_script(Source("talk.md", text), SHOW)


@pytest.mark.parametrize(
    "parts",
    [
        ("## Mud", IMAGE),
        ("## Mud", "![The quay][1]\n\n[1]: quay.png"),
        ("## Mud", '![The quay](quay.png "A tip")', "*The quay in May.*", "![Other](other.png)"),
        ("## Harbour", "### Mud", IMAGE),
        ("## Harbour", IMAGE, "### Mud"),
    ],
)
def test_the_image_under_a_heading_is_its_chapters(parts: tuple[str, ...]) -> None:
    """The first one, whatever is left out around it; of headings in a row either may have it."""
    assert [it.picture for it in read(*parts).chapters] == ["", "quay.png"]


@pytest.mark.parametrize(
    "parts", [(IMAGE, "## Mud"), ("## Mud", "**Ben:** First this.", IMAGE), ("## Mud",)]
)
def test_an_image_elsewhere_is_no_chapters(parts: tuple[str, ...]) -> None:
    """Before the heading, or once something has been said."""
    assert [it.picture for it in read(*parts).chapters] == ["", ""]


def test_its_words_are_accounted_for() -> None:
    """What stands for an image is left out as one, a picture or not."""
    assert {it.text: it.reason for it in read("## Mud", IMAGE).skipped}[IMAGE] == "image"


def test_a_house_script_keeps_pictures() -> None:
    """Reading it again gives the same chapters."""
    script = read("## Mud", "![](<a (b) c.png>)")
    again = parse_script(Source("talk.md", write_house_script(script)), SHOW)
    assert [it.picture for it in again.chapters] == ["", "a%20(b)%20c.png"]
