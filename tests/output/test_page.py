"""The page, by hand, by the Nu checker, by axe, and in a browser."""

import json
import re
import subprocess
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from tests.output.conftest import Checker, Run, find_file
from tests.output.editions import draw, make_edition

from presscast.episode import Episode
from presscast.output.memory import open_memory
from presscast.output.page import list_times, render_page
from presscast.output.page.index import Listing, read_listings, render_index
from presscast.output.page.wording import find_wording
from presscast.output.templates import read_template
from presscast.show import Show
from presscast.units import Milliseconds

SAID_BY_MANY = [(f"Speaker {number}", ["A word."]) for number in range(20)]


def read_colours(scheme: int) -> dict[str, str]:
    """The variables of the style sheet: 0 for light, 1 for dark."""
    blocks = re.findall(r":root \{(.*?)\}", read_template("page.css"), re.S)
    return dict(re.findall(r"--(\S+): (#[0-9a-f]{6})", blocks[scheme]))


def measure_contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""

    def shine(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((shine(one), shine(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_can_be_read(scheme: int) -> None:
    """4.5 to 1 for text (WCAG 2.2, 1.4.3), 3 to 1 for what shows focus (1.4.11)."""
    colours = read_colours(scheme)
    text = ["ink", "soft", "accent", *(f"v{number}" for number in range(8))]
    pairs = [(it, ground) for it in text for ground in ("paper", "card")]
    pairs += [("now-ink", "now"), ("word-ink", "word"), ("on-accent", "accent")]
    for ink, ground in pairs:
        assert measure_contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert measure_contrast(colours["focus"], colours["paper"]) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_speakers_have_colours_of_their_own(scheme: int) -> None:
    """Eight of them; the name stands there as well."""
    colours = read_colours(scheme)
    voices = [colours[f"v{number}"] for number in range(8)]
    assert all(one != other for one, other in combinations(voices, 2))
    classes = re.findall(
        r'class="say (v\d)', b"".join(render_page(make_edition(SAID_BY_MANY))).decode()
    )
    assert classes == [f"v{number % 8}" for number in range(20)]


def test_the_page_is_self_contained(episode: Episode) -> None:
    """Nothing is loaded but the sound beside it, and only its own script may run."""
    page = html.parse(find_file(episode, "html")).getroot()
    loaded = page.xpath("//@src") + page.xpath("//link/@href")
    assert [it for it in loaded if not it.startswith("data:")] == ["harbour.mp3"]
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not page.xpath("//@style | //@onclick | //@onerror")


def test_the_page_tells_search_engines_what_it_is() -> None:
    """schema.org PodcastEpisode, and no key without a value."""
    page = html.fromstring(b"".join(render_page(make_edition())))
    (linked,) = page.xpath("//script[@type='application/ld+json']/text()")
    found = json.loads(linked)
    assert (found["@type"], found["name"]) == ("PodcastEpisode", "A tram for the harbour")
    assert found["associatedMedia"]["contentUrl"] == "talk.mp3"
    assert found["accessibilitySummary"] == "The voices in this episode are synthetic."
    assert found["duration"] == "PT9.400S"
    assert "episodeNumber" not in found


def test_places_of_words_count_as_javascript_does() -> None:
    """An emoji is two."""
    edition = make_edition([("Ada", ["\U0001f600 a bc"])])
    assert [it[2::4] for it in list_times(edition.document)] == [[3, 5]]


def test_every_language_has_every_word_of_the_page() -> None:
    """And a language without its own has English, said to be English."""
    keys = set(find_wording("en").words)
    for language in ("ar", "de", "es", "fr", "it", "nl", "pt"):
        assert set(find_wording(language).words) == keys
    page = html.fromstring(b"".join(render_page(make_edition(language="fi"))))
    assert page.get("lang") == "fi"
    assert page.xpath("//nav[@class='chapters']/@lang") == ["en"]
    assert page.xpath("//nav[@class='chapters']/ol/@lang") == ["fi"]


def test_a_right_to_left_language_runs_from_right_to_left() -> None:
    """The page, and its own words."""
    page = html.fromstring(b"".join(render_page(make_edition(language="ar"))))
    assert page.get("dir") == "rtl"


def list_of(*episodes: tuple[str, str]) -> list[Listing]:
    """(name, date) of each."""
    return [
        Listing(name, f"<{name}>", "en", date, "", Milliseconds(1000), "", False, f"{name}.html")
        for name, date in episodes
    ]


def test_the_index_has_the_newest_first() -> None:
    """By date; titles are escaped."""
    show = Show(root=Path("show"), exists=False, title="News")
    page = html.fromstring(
        render_index(show, draw(), list_of(("a", "2026-01-01"), ("b", "2026-01-02")))
    )
    assert page.xpath("//li//a/text()") == ["<b>", "<a>"]


def test_the_index_knows_every_episode(episode: Episode) -> None:
    """Off the manifests; what is none is left out."""
    output = episode.path.parents[1]
    (output / "odd").mkdir(exist_ok=True)
    (output / "odd" / "odd.manifest.json").write_text("[]")
    with open_memory(output.parent / "cache", output) as memory:
        (found,) = read_listings(output, memory)
    assert (found.title, found.address) == ("Mud & sand", "harbour/harbour.html")
    assert b'href="harbour/harbour.html"' in (output / "index.html").read_bytes()


@pytest.mark.slow
def test_the_nu_checker_finds_no_error(
    episode: Episode, checker: Checker, module: Callable[[str], Path]
) -> None:
    """In the page, the index and the HTML transcript."""
    jar = module("vnu-jar") / "build" / "dist" / "vnu.jar"
    pages = [find_file(episode, "html"), find_file(episode, "transcript.html")]
    pages.append(episode.path.parents[1] / "index.html")
    command = [checker("java"), "-jar", str(jar), "--stdout", "--format", "json", "--errors-only"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, check=False)
    found = [(it["url"], it["message"]) for it in json.loads(done.stdout)["messages"]]
    assert found == []


@pytest.mark.slow
def test_axe_finds_no_violation(episode: Episode, node: Run, checker: Checker) -> None:
    """In light and dark, wide and narrow."""
    pages = [find_file(episode, "html"), episode.path.parents[1] / "index.html"]
    addresses = [page.as_uri() for page in pages]
    assert node("axe.cjs", "axe-core", checker("chromium"), *addresses) == []


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    """What the browser saw, once for all."""
    return {}


@pytest.fixture
def listener(seen: dict[str, Any], episode: Episode, node: Run, checker: Checker) -> dict[str, Any]:
    """What somebody who uses the page sees and hears."""
    if not seen:
        address = find_file(episode, "html").as_uri()
        seen.update(node("page.cjs", "puppeteer-core", checker("chromium"), address))
    return seen


@pytest.mark.slow
def test_the_page_plays_when_asked(listener: dict[str, Any]) -> None:
    """Not before; without a fault, and asking nothing of a network."""
    assert listener["faults"] == []
    assert set(listener["asked"]) <= {"file", "data"}
    assert not listener["autoplay"]
    assert listener["played"] > 200


@pytest.mark.slow
def test_chapters_are_gone_to(listener: dict[str, Any], episode: Episode) -> None:
    """To where they begin, and the list shows which one it is."""
    titles = [it.title for it in episode.sound.timeline.chapters]
    assert [title for _, _, title in listener["chapters"]] == titles
    assert all(abs(at - start) < 50 for at, start, _ in listener["chapters"])
    assert abs(listener["previous"] - listener["chapters"][-2][1]) < 50


@pytest.mark.slow
def test_the_sentence_and_the_word_that_sound_are_highlighted(listener: dict[str, Any]) -> None:
    """Exactly one of each, for every sentence; and none when that is switched off."""
    assert len(listener["words"]) > 10
    for number, found in enumerate(listener["words"]):
        assert found["sentence"] == [f"s{number}"]
        assert found["word"] == [found["expected"]]
    assert listener["off"] == 0


@pytest.mark.slow
def test_a_sentence_is_heard_by_click_and_by_key(listener: dict[str, Any]) -> None:
    """From its beginning; the arrows go from one to the next."""
    for at, start, end in (listener["clicked"], listener["entered"]):
        assert start <= at + 1 < end
    assert listener["focused"] == "s2"


@pytest.mark.slow
def test_everything_is_reached_by_tab(listener: dict[str, Any]) -> None:
    """And the transcript is one stop, however long it is, beside those of the turns."""
    assert {
        "audio",
        "play",
        "previous",
        "next",
        "back",
        "forward",
        "speed",
        "words",
        "follow",
    } <= set(listener["tabs"])
    assert listener["stops"] == 1


@pytest.mark.slow
def test_speed_and_place_are_remembered(listener: dict[str, Any]) -> None:
    """Up to three times as fast, with the pitch kept."""
    assert listener["fastest"] == [3, True]
    place, speed = listener["remembered"]
    assert place > 11_000
    assert speed == 3


@pytest.mark.slow
def test_without_javascript_there_is_a_player_and_the_whole_text(
    listener: dict[str, Any], episode: Episode
) -> None:
    """And every sentence is a link into the sound."""
    page = html.fromstring(listener["plain"])
    assert page.xpath("//audio[@controls]/@src") == ["harbour.mp3"]
    shown = [" ".join(it.xpath("string()").split()) for it in page.xpath("//main//a[@class='s']")]
    said = [text.text for it in episode.sound.timeline.utterances for text in it.sentences]
    assert shown == said
    assert all(
        re.fullmatch(r"harbour\.mp3#t=\d+\.\d{3}", it) for it in page.xpath("//a[@class='s']/@href")
    )
