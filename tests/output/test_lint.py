"""feed --lint: what directories, apps and listeners would stumble over."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.output.episodes import draw_picture, make_episode, make_show

from presscast.errors import OutputError
from presscast.output.feed import update_feed
from presscast.output.feed.lint import Finding, lint_feed
from presscast.output.feed.lint.channel import read_rules
from presscast.show import Show

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

DATE = "Fri, 20 Nov 2026 00:00:00 +0000"

SILENT_FRAME = b"\xff\xfb\x90\xc4" + bytes(413)
"""MPEG 1, layer 3, 128 kbps, 44.1 kHz, mono: 1,152 samples."""

SOUND = SILENT_FRAME * 4726
"""123.45 seconds, as the manifest says."""


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """A show with two episodes and its feed."""
    show = make_show(tmp_path)
    for name in ("harbour", "tram"):
        make_episode(show.output, name, sound=SOUND)
    update_feed(show, NOW, tmp_path / "cache")
    return show


def test_all_of_apples_categories_are_known() -> None:
    """19, and 91 within them: as many as Apple has."""
    categories = read_rules()["categories"]
    assert (len(categories), sum(map(len, categories.values()))) == (19, 91)


def lint(show: Show) -> list[Finding]:
    """What is found in the show's feed."""
    return list(lint_feed(show.output / "feed.xml", show, NOW))


def change(show: Show, old: str, new: str) -> None:
    """Spoil the feed, or something in it, once."""
    path = show.output / "feed.xml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_feed_writes_is_without_fault(show: Show) -> None:
    """Not even a warning."""
    assert lint(show) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<title>Tone News</title>", "", "there is no title"),
        ("<language>en</language>", "<language>English!</language>", 'language "English!"'),
        ("<language>en</language>", "<language> en </language>", "with a blank"),
        ("<itunes:explicit>false", "<itunes:explicit>clean", 'itunes:explicit is "clean"'),
        ('text="Daily News"', 'text="Harbours"', 'no category "Harbours" in "News"'),
        ('text="News"', 'text="Gossip"', 'Apple has no category "Gossip"'),
        ('rel="self" href="https://example.org/pod', 'rel="self" href="https://x', "calls itself"),
        ('version="2.0"', 'version="0.9"', 'no version="2.0"'),
        ("podcast-1.0.dtd", "Podcast-1.0.DTD", "the namespace"),
        ("<itunes:image", "<x", "there is no itunes:image"),
        ("<description><![CDATA[", f"<description><![CDATA[{'ä' * 2000}", "over 4,000"),
        ("<title>About tram</title>", "<title></title>", "there is no title"),
        ("<title>About tram</title>", f"<title>{'x' * 256}</title>", "256 characters"),
        ("<title>About tram</title>", "<title>Episode 7: x</title>", "number of the episode"),
        ('isPermaLink="false"', "", "the guid is no address"),
        ('type="audio/mpeg"', 'type="audio/mp4"', 'the enclosure is "audio/mp4"'),
        ('type="audio/mpeg"', 'type="" ', 'the enclosure is ""'),
        ("tram/tram.mp3", "tram/tram.ogg", 'ends in ".ogg"'),
        (f'length="{len(SOUND)}"', 'length="12"', f"has {len(SOUND)} bytes, not 12"),
        (f'length="{len(SOUND)}"', 'length="2 MB"', 'length is "2 MB"'),
        (f"<pubDate>{DATE}</pubDate>\n<desc", "<desc", "there is no pubDate"),
        (f"{DATE}</pubDate>\n<desc", "2026-11-20</pubDate><desc", "is not like"),
        (f"{DATE}</pubDate>\n<desc", DATE.replace("Fri", "Mon") + "</pubDate><desc", "is a Fri"),
        (f"{DATE}</pubDate>\n<desc", DATE.replace("2026", "2126") + "</pubDate><desc", "comes out"),
        ("<itunes:duration>123", "<itunes:duration>21 sec", 'itunes:duration is "21 sec"'),
        ("<itunes:duration>123", "<itunes:duration>60", "is 123 seconds long, not 60"),
        ("<itunes:duration>", "<itunes:episode>0</itunes:episode><itunes:duration>", 'is "0"'),
        ("<itunes:episodeType>full", "<itunes:episodeType>great", "episodeType"),
        ("<itunes:type>episodic", "<itunes:type>serial", "has no number"),
        ('type="text/vtt"', 'type="text/ttml"', 'a transcript is "text/ttml"'),
        ("tram/tram.vtt", "tram/none.vtt", "none.vtt is not there"),
        ("<p>The voices are synthetic.</p>", "", "does not say"),
    ],
)  # fmt: skip
def test_each_fault_is_found(show: Show, old: str, new: str, said: str) -> None:
    """With where it is and what to do."""
    change(show, old, new)
    found = lint(show)
    assert any(said in finding.what for finding in found), found
    assert all(it.where and it.remedy for it in found)


def test_a_feed_that_keeps_silent_about_its_voices_fails(show: Show) -> None:
    """Each item by itself, unless the channel speaks for all; and no item may deny it."""
    said = '<podcast:txt purpose="ai-content">true</podcast:txt>'
    change(show, said, "")
    assert lint(show) == []
    for _ in range(2):
        change(show, said, "")
    silent = lint(show)
    assert [it.what for it in silent] == ["nothing says whether its voices are synthetic"] * 2
    assert all(it.is_error for it in silent)
    change(show, "</itunes:explicit>", f"</itunes:explicit>{said.replace('true', 'false')}")
    assert "but they are" in lint(show)[0].what


def test_an_episode_that_was_rendered_without_disclosure_fails(show: Show, tmp_path: Path) -> None:
    """Whatever the feed says."""
    make_episode(show.output, "tram", sound=SOUND, disclosure="")
    update_feed(show, NOW, tmp_path / "cache")
    assert "rendered without a disclosure" in " ".join(it.what for it in lint(show))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "is not there"),
        (lambda path: path.write_bytes(b"GIF89a"), "is no picture"),
        (lambda path: path.write_bytes(draw_picture(600)), "has 600 x 600 pixels"),
        (lambda path: path.write_bytes(draw_picture(1400, "RGBA")), "colours are RGBA"),
        (lambda path: path.write_bytes(draw_picture(1400, "RGB", "JPEG")), "is a JPEG"),
    ],
)
def test_the_cover_is_what_directories_take(
    show: Show, spoil: Callable[[Path], object], said: str
) -> None:
    """Square, large, JPEG or PNG in RGB, and what its name says."""
    (cover,) = show.output.glob("cover-*")
    spoil(cover)
    (found,) = lint(show)
    assert said in found.what


def test_the_sound_is_what_directories_take(show: Show) -> None:
    """It is there, is an MP3, and is as fast as Spotify wants."""
    sound = show.output / "tram" / "tram.mp3"
    sound.write_bytes(b"x" * len(SOUND))
    assert "is no MP3" in lint(show)[0].what
    sound.write_bytes(b"\xff\xfb\x10\xc4" * (len(SOUND) // 4))
    sound.unlink()
    assert "is not there" in lint(show)[0].what


def test_two_items_with_one_guid_are_found_across_pages(show: Show) -> None:
    """Apps show only one of them."""
    path = show.output / "feed.xml"
    item = path.read_text("utf-8").partition("<item>")[2].partition("</item>")[0]
    (show.output / "feed-1.xml").write_text(
        path.read_text("utf-8").partition("<item>")[0] + f"<item>{item}</item></channel></rss>"
    )
    link = '<atom:link rel="next" href="https://example.org/pod/feed-1.xml"/>'
    change(show, "<itunes:author>", f"{link}<itunes:author>")
    assert [it.what.partition(",")[0] for it in lint(show)] == [
        "another item has the same guid",
        "another item has the same enclosure",
    ]
    assert all("feed-1.xml:" in it.where for it in lint(show))


def test_what_is_no_feed_is_one_sentence(show: Show, tmp_path: Path) -> None:
    """Nor is what is not there."""
    with pytest.raises(OutputError, match="no feed to check"):
        list(lint_feed(tmp_path / "none.xml", show, NOW))
    (tmp_path / "x.xml").write_text("<html/>")
    with pytest.raises(OutputError, match="no RSS feed"):
        list(lint_feed(tmp_path / "x.xml", show, NOW))


def test_files_that_lie_elsewhere_are_not_looked_for(show: Show, tmp_path: Path) -> None:
    """Nor is anything outside output/ by an address that leads there."""
    (tmp_path / "secret.mp3").write_bytes(b"")
    change(show, "pod/tram/tram.mp3", "pod/../secret.mp3")
    assert lint(show) == []
