"""The default cover: what a podcast directory asks of it, and what its title does to it."""

import io

import pytest
from PIL import Image

from presscast.output.cover import SIDE, can_write, draw_cover, fit_title, measure

TITLES = (
    "",
    "A",
    "Press Cast",
    "Science Weekly: Conversations About Research and Discovery",
    "Donaudampfschifffahrtsgesellschaft",
    "W" * 60,
    "long " * 80,
    "M" * 300,
    "\u0646\u0634\u0631\u0629 \u0627\u0644\u0623\u062e\u0628\u0627\u0631",
)


def open_cover(title: str) -> Image.Image:
    """The cover of a title, decoded."""
    return Image.open(io.BytesIO(draw_cover(title)))


def count_white(title: str) -> int:
    """How many pixels in the upper half, where only the title is white, are nearly white."""
    upper = open_cover(title).convert("L").crop((0, 0, SIDE, 600))
    return sum(upper.histogram()[240:])


@pytest.mark.parametrize("title", TITLES)
def test_cover_meets_the_directories_rules(title: str) -> None:
    """Any title gives a square RGB JPEG of 1400 pixels at 72 dpi."""
    cover = open_cover(title)
    assert (cover.format, cover.mode, cover.size) == ("JPEG", "RGB", (1400, 1400))
    assert cover.info["dpi"] == (72, 72)


@pytest.mark.parametrize("title", TITLES)
def test_cover_is_light_enough_to_embed(title: str) -> None:
    """Any title gives less than 200 kB."""
    assert len(draw_cover(title)) < 200_000


def test_same_title_gives_the_same_bytes() -> None:
    """Drawing twice gives one file."""
    assert draw_cover("Press Cast") == draw_cover("Press Cast")


@pytest.mark.slow
def test_titles_change_the_picture() -> None:
    """Different titles give different covers, even where neither can be written."""
    covers = {draw_cover(title) for title in TITLES}
    assert len(covers) == len(TITLES)


def test_cover_carries_no_metadata() -> None:
    """Nothing but pixels and their density is in the file: no date, no software, no comment."""
    assert set(open_cover("Press Cast").info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
    }


def test_title_is_written() -> None:
    """A title that the font has stands in white in the upper half."""
    assert count_white("Press Cast") > 20_000


@pytest.mark.parametrize("title", ["\u4e2d\u6587\u65b0\u95fb", TITLES[-1], "News \u4e2d"])
def test_uncovered_script_is_left_out(title: str) -> None:
    """A title with a character that the font lacks is not drawn: no boxes, no half a title."""
    assert not can_write(title)
    # The middle bar alone is white; it stands 56 pixels wide from y = 270 down.
    assert count_white(title) < 56 * (600 - 250)


def test_uncovered_script_is_known_from_letters() -> None:
    """Letters, digits and common punctuation are all found in the font."""
    assert can_write("The quick brown fox, 1234567890: jumps & rests (again)!")


@pytest.mark.parametrize("title", TITLES[1:6])
def test_title_stays_inside_the_margins(title: str) -> None:
    """No line is wider than the picture less a margin of 120 pixels on each side."""
    size, lines = fit_title(title)
    assert max(measure(line, size) for line in lines) <= SIDE - 240


@pytest.mark.parametrize("title", TITLES[1:6])
def test_whole_title_is_kept(title: str) -> None:
    """Wrapping loses no letter of a title of up to 60 characters."""
    _, lines = fit_title(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")


def test_short_title_is_larger_than_a_long_one() -> None:
    """The type size follows the length of the title."""
    assert fit_title("News")[0] > fit_title(TITLES[3])[0]


def test_overlong_title_ends_in_an_ellipsis() -> None:
    """A title that fits at no size says that something is missing."""
    assert fit_title("long " * 80)[1][-1].endswith("...")


def test_no_line_begins_with_a_dash() -> None:
    """A dash stays on the line of the word before it."""
    _, lines = fit_title("City Hall Today - News in Brief")
    assert not [line for line in lines if line.startswith("-")]
