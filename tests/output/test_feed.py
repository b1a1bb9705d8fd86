"""The feed: what is in it, what stays, what is never published."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.output.episodes import URL, make_episode, make_show

from presscast.channel import Person
from presscast.errors import OutputError, ShowError
from presscast.output.covers import load_cover
from presscast.output.feed import FeedReport, update_feed
from presscast.output.feed.identity import derive_guid
from presscast.output.feed.pages import PAGE, divide
from presscast.output.page.index import write_index
from presscast.show import Show, read_show

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def update(show: Show, now: datetime = NOW, cache: str = "cache") -> FeedReport:
    """Write the feed of a show."""
    return update_feed(show, now, show.root / cache)


def read_items(show: Show) -> dict[str, Any]:
    """The items of feed.xml by their titles."""
    tree = etree.parse(str(show.output / "feed.xml"))
    return {item.findtext("title"): item for item in tree.getroot().iterfind("channel/item")}


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """A show with two episodes."""
    show = make_show(tmp_path, persons=(Person("Ada Low", "editor"),), license="CC-BY-4.0")
    make_episode(show.output, "harbour", season=2, episode=7)
    make_episode(show.output, "tram", date="2026-11-21T06:30:00+01:00", more={".m4a": b"x" * 999})
    return show


def test_parsers_of_others_read_everything_in_it(show: Show) -> None:
    """feedparser, and podcastparser, which is gPodder's."""
    path = update(show).path
    read = feedparser.parse(str(path))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["About tram", "About harbour"]
    with path.open("rb") as file:
        podcast = podcastparser.parse(URL, file)
    assert (podcast["title"], podcast["link"]) == ("Tone News", "https://example.org/")
    tram, harbour = podcast["episodes"]
    assert harbour["enclosures"] == [
        {
            "url": "https://example.org/pod/harbour/harbour.mp3",
            "file_size": (show.output / "harbour" / "harbour.mp3").stat().st_size,
            "mime_type": "audio/mpeg",
        }
    ]
    assert harbour["total_time"] == 123
    assert [(it["start"], it["title"]) for it in harbour["chapters"]] == [
        (0, "Opening"),
        (61, "Questions & answers"),  # it takes whole seconds
    ]
    assert [it.get("href") for it in harbour["chapters"]] == [
        *(None, "https://example.org/mud?a=1&b=2"),
    ]
    assert tram["published"] == int(datetime(2026, 11, 21, 5, 30, tzinfo=UTC).timestamp())


def test_an_item_says_who_speaks_and_where_its_files_are(show: Show) -> None:
    """The show's people come again, since an item's persons replace the channel's."""
    update(show)
    item = read_items(show)["About tram"]
    assert [(it.text, it.get("role")) for it in item.iterfind(f"{PODCAST}person")] == [
        ("Ada Low", "editor"),
        ("Paul Stone", "host"),
        ("Clara Weiss", "guest"),
    ]
    (transcript,) = item.iterfind(f"{PODCAST}transcript")
    assert transcript.get("type") == "text/vtt"
    other = item.find(f"{PODCAST}alternateEnclosure")
    assert (other.get("type"), other.get("length")) == ("audio/x-m4a", "999")
    assert other.find(f"{PODCAST}source").get("uri").endswith("/pod/tram/tram.m4a")
    quote = item.find(f"{PODCAST}soundbite")
    assert (quote.text, quote.get("startTime"), quote.get("duration")) == (
        *("About tram", "2.000", "20.000"),
    )
    assert item.find(f"{PODCAST}txt").get("purpose") == "ai-content"
    numbered = read_items(show)["About harbour"]
    assert numbered.findtext(f"{ITUNES}season") == "2"
    assert numbered.findtext(f"{ITUNES}episode") == "7"


def test_a_second_run_changes_nothing_with_or_without_its_memory(show: Show) -> None:
    """Not at another time either: there is no clock in a feed."""
    first = update(show)
    before = first.path.read_bytes()
    state = first.path.stat().st_mtime_ns
    for cache in ("cache", "lost"):
        again = update(show, NOW.replace(year=2027), cache)
        assert again.new == ()
        assert again.path.read_bytes() == before
        assert again.path.stat().st_mtime_ns == state


@pytest.mark.slow
def test_the_show_guid_follows_from_the_first_address_and_is_kept_in_show_toml(
    tmp_path: Path,
) -> None:
    """The values are those of the namespace's own documentation."""
    assert derive_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert derive_guid("http://mp3s.nashownotes.com/pc20rss.xml/") == (
        "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    )
    toml = tmp_path / "show.toml"
    toml.write_text('title = "x"  # mine\n[feed]\nurl = "https://podnews.net/rss"\n')
    make_episode(tmp_path / "output", "one")
    report = update(read_show(toml))
    assert report.guid == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert 'title = "x"  # mine\n' in toml.read_text()
    items = (tmp_path / "output" / "feed.xml").read_text("utf-8")
    toml.write_text(toml.read_text().replace("podnews.net", "example.org"))
    assert update(read_show(toml)).guid == ""
    moved = (tmp_path / "output" / "feed.xml").read_text("utf-8")
    assert items.replace("podnews.net", "example.org") == moved


def test_a_correction_keeps_the_guid_and_changes_the_length(show: Show) -> None:
    """Whatever the title is now; the front matter's date is the item's."""
    update(show)
    old = read_items(show)["About tram"]
    make_episode(show.output, "tram", title="Corrected", sound=b"new", date="2026-11-22")
    assert update(show).new == ("tram",)
    new = read_items(show)["Corrected"]
    assert new.findtext("guid") == old.findtext("guid")
    assert new.find("enclosure").get("length") == "3"
    assert new.findtext("pubDate") == "Sun, 22 Nov 2026 00:00:00 +0000"


def test_an_episode_without_a_date_keeps_that_of_its_first_publication(show: Show) -> None:
    """Nobody else knows when it came out."""
    make_episode(show.output, "undated", date="")
    update(show)
    later = NOW.replace(month=12)
    make_episode(show.output, "undated", date="", title="Again")
    update(show, later, "lost")
    assert read_items(show)["Again"].findtext("pubDate") == "Wed, 25 Nov 2026 12:00:00 +0000"


def test_what_others_wrote_and_what_is_gone_stays(show: Show) -> None:
    """With elements that we do not know."""
    update(show)
    path = show.output / "feed.xml"
    foreign = (
        '<item xmlns:x="urn:other"><title>By hand</title><guid>urn:1</guid>'
        "<pubDate>Thu, 01 Jan 2015 10:00:00 GMT</pubDate>"
        '<description><![CDATA[<p>a & b</p>]]></description><x:y z="1">kept</x:y></item>'
    )
    path.write_text(path.read_text("utf-8").replace("</channel>", f"{foreign}</channel>"), "utf-8")
    for file in (show.output / "harbour").iterdir():
        file.unlink()
    (show.output / "harbour").rmdir()
    report = update(show)
    assert (report.episodes, report.new) == (3, ())
    assert foreign in path.read_text("utf-8")
    before = path.read_bytes()
    assert update(show, cache="lost").path.read_bytes() == before
    assert list(read_items(show)) == ["About tram", "About harbour", "By hand"]


def test_drafts_and_embargoes_are_held_back(show: Show) -> None:
    """Until their hour; an episode that becomes a draft leaves the feed."""
    make_episode(show.output, "secret", publish_at="2026-11-25T18:00:00+00:00")
    make_episode(show.output, "rough", draft=True)
    report = update(show)
    assert dict(report.held) == {
        "secret": "not before 2026-11-25T18:00:00+00:00",
        "rough": "draft",
    }
    assert "secret" not in report.path.read_text("utf-8")
    write_index(show, load_cover(show))
    assert "About secret" not in (show.output / "index.html").read_text("utf-8")
    assert update(show, NOW.replace(hour=18)).new == ("secret",)
    assert "About secret" in (show.output / "index.html").read_text("utf-8")
    write_index(show, load_cover(show))
    index = (show.output / "index.html").read_text("utf-8")
    assert "About secret" in index
    assert "About rough" not in index
    make_episode(show.output, "secret", draft=True)
    update(show, NOW.replace(hour=19))
    assert list(read_items(show)) == ["About tram", "About harbour"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.write_bytes(b"half"), "has 4 bytes, not"),
        (lambda path: path.write_bytes(b"X" + path.read_bytes()[1:]), "has other content"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
    ids=["half", "broken", "gone"],
)
def test_an_episode_that_is_not_whole_is_not_published(
    show: Show, spoil: Any, message: str
) -> None:
    """The feed says of it what it said before; the others are published."""
    update(show)
    make_episode(show.output, "harbour", title="Better")
    make_episode(show.output, "third")
    spoil(show.output / "harbour" / "harbour.mp3")
    report = update(show)
    assert [message in str(problem) for problem in report.problems] == [True]
    assert set(read_items(show)) == {"About harbour", "About tram", "About third"}


def test_an_unreadable_feed_is_never_overwritten(show: Show) -> None:
    """It says what has been published."""
    path = update(show).path
    path.write_text("<rss><channel>", "utf-8")
    with pytest.raises(OutputError, match="not XML"):
        update(show)
    assert path.read_text("utf-8") == "<rss><channel>"


def test_entities_of_a_feed_that_lies_there_are_not_resolved(show: Show, tmp_path: Path) -> None:
    """No file of this machine gets into a feed."""
    (tmp_path / "secret").write_text("secret")
    path = update(show).path
    text = path.read_text("utf-8").replace("About harbour</title>", "&leak;</title>")
    declared = f'<!DOCTYPE rss [<!ENTITY leak SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    path.write_text(text.replace("?>", f"?>{declared}", 1), "utf-8")
    update(show)
    assert "secret" not in path.read_text("utf-8")


def test_two_episodes_with_one_guid_are_an_error(show: Show) -> None:
    """One would take the other's place in every client."""
    make_episode(show.output, "a", guid="same")
    make_episode(show.output, "b", guid="same")
    (problem,) = update(show).problems
    assert 'the episodes "a" and "b" have one guid' in str(problem)


def test_a_feed_without_an_address_says_what_to_add(tmp_path: Path) -> None:
    """Every other address follows from it."""
    with pytest.raises(ShowError, match="needs its own address"):
        update(make_show(tmp_path, url=""))


def test_files_on_another_host_are_named_there(show: Show, tmp_path: Path) -> None:
    """`media` is where output/ lies; the feed itself stays at its own address."""
    other = make_show(tmp_path, media="https://cdn.example/x")
    update(other)
    text = (show.output / "feed.xml").read_text("utf-8")
    assert 'enclosure url="https://cdn.example/x/tram/tram.mp3"' in text
    assert f'rel="self" href="{URL}"' in text


@pytest.mark.slow
@given(st.integers(0, 3000))
def test_pages_hold_every_item_once_and_only_the_first_ever_changes(count: int) -> None:
    """A page that is full stays as it is when an episode comes."""
    pages = divide(count)
    assert [at for page in pages for at in page] == list(range(count))
    assert all(len(page) == PAGE for page in pages[1:])
    assert len(pages[0]) < 2 * PAGE
    after = divide(count + 1)
    if len(after) == len(pages):
        assert [range(it.start + 1, it.stop + 1) for it in pages[1:]] == after[1:]


@pytest.mark.slow
def test_a_long_feed_is_paged_and_gpodder_follows_it(tmp_path: Path) -> None:
    """Each page names the next; together they hold everything. Pages too many are removed."""
    show = make_show(tmp_path)
    for number in range(2 * PAGE + 1):
        make_episode(show.output, f"e{number:04}", date=f"20{number % 90 + 10}-11-20")
    (show.output / "feed-9.xml").write_text("<rss><channel/></rss>")
    late = NOW.replace(year=2100)
    update(show, late)
    assert not (show.output / "feed-9.xml").exists()
    titles: list[str] = []
    url = URL
    while url:
        with (show.output / url.rsplit("/", 1)[1]).open("rb") as file:
            page = podcastparser.parse(url, file, max_episodes=1000)
        titles += [it["title"] for it in page["episodes"]]
        url = page.get("paged_feed_next", "")
    assert len(titles) == len(set(titles)) == 2 * PAGE + 1
    old = (show.output / "feed-1.xml").stat().st_mtime_ns
    make_episode(show.output, "new", date="2099-01-01")
    assert update(show, late).new == ("new",)
    assert (show.output / "feed-1.xml").stat().st_mtime_ns == old


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_hostile_text_is_nothing_but_text(
    tmp_path_factory: pytest.TempPathFactory, title: str, summary: str, name: str
) -> None:
    """Whatever a script says, the feed is XML with the elements that it always has."""
    show = make_show(tmp_path_factory.mktemp("show"))
    speakers = [{"name": name, "role": "guest"}]
    make_episode(show.output, "x", title=title, summary=summary, speakers=speakers, chapter=name)
    update(show)
    (item,) = etree.parse(str(show.output / "feed.xml")).getroot().iterfind("channel/item")
    tags = {child.tag.rpartition("}")[2] for child in item.iter()}
    assert tags <= {
        *("item", "title", "link", "guid", "pubDate", "description", "enclosure", "duration"),
        *("explicit", "episodeType", "person", "transcript", "chapters", "chapter", "soundbite"),
        "txt",
    }
    assert len(item.findtext("description", "").encode()) <= 4000


@pytest.mark.parametrize(
    "text",
    [
        "</script><img onerror=alert(1)>",
        "]]>",
        "../../etc",
        "\x00\x1b[31m",
        "\u202egnp",
        "🎙" * 5000,
    ],
)
def test_a_title_of_the_worst_kind_arrives_as_it_is_or_cleaned(tmp_path: Path, text: str) -> None:
    """Without control characters and overrides, and not longer than directories take."""
    show = make_show(tmp_path)
    make_episode(show.output, "x", title=f"a {text}", summary=text * 3)
    update(show)
    with (show.output / "feed.xml").open("rb") as file:
        (episode,) = podcastparser.parse(URL, file)["episodes"]
    assert episode["title"].startswith("a")
    assert len(episode["title"]) <= 255
    assert not set(episode["title"]) & {"\x00", "\x1b", "\u202e"}


def test_a_manifest_names_no_file_outside_its_folder(show: Show) -> None:
    """And a manifest that is none is a sentence."""
    path = show.output / "tram" / "tram.manifest.json"
    content = json.loads(path.read_text())
    content["files"].append({"name": "../../show.toml", "size": 1, "sha256": "00"})
    path.write_text(json.dumps(content))
    assert update(show).problems == ()
    path.write_text("[]")
    (problem,) = update(show).problems
    assert "not a manifest that this presscast knows" in str(problem)
