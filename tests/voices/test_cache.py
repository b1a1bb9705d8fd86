"""Speech that was spoken before comes back as it was, or not at all."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from presscast.errors import OutputError, SpeechError
from presscast.model import Said, Speech, Take, Utterance
from presscast.store import find_cache
from presscast.voices.booth import Booth, build_request
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import Request, load_engine
from presscast.voices.recording import record
from presscast.voices.spoken import find_spoken

from .conftest import MakeUtterance


@pytest.fixture
def utterance(say: MakeUtterance) -> Utterance:
    return say("Two words.")


@pytest.fixture
def speech(utterance: Utterance) -> Speech:
    return load_engine("tone").speak(build_request(utterance, find_spoken(utterance)))


@pytest.fixture
def place(cache: SpeechCache, utterance: Utterance) -> Path:
    """Where the utterance's speech lies."""
    return cache.locate("tone", "1", build_request(utterance, find_spoken(utterance)))


def test_a_hit_is_the_take_that_was_stored(
    cache: SpeechCache, utterance: Utterance, speech: Speech, place: Path
) -> None:
    """With all its times, and its sound byte for byte."""
    assert cache.load(place, utterance, find_spoken(utterance)) is None
    stored = cache.store(place, utterance, find_spoken(utterance), speech)
    assert cache.load(place, utterance, find_spoken(utterance)) == stored
    assert stored.read_pcm() == speech.pcm
    assert stored.words == speech.words
    assert (stored.rate, stored.samples, stored.exact) == (speech.rate, speech.samples, True)


def test_any_damage_is_a_miss(
    cache: SpeechCache, utterance: Utterance, speech: Speech, place: Path
) -> None:
    """A flipped bit anywhere, a missing end, an addition, an empty file: told at once in what
    describes the sound, when it is read in the sound itself."""
    take = cache.store(place, utterance, find_spoken(utterance), speech)
    whole = place.read_bytes()
    flips = [*range(0, 200), *range(200, len(whole), 997), len(whole) - 1]
    damaged = [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in flips]
    damaged += [whole[:-1], whole[: len(whole) // 2], whole[:64], whole[:10], b"", whole + b"\0"]
    for content in damaged:
        place.write_bytes(content)
        if content[: take.offset] == whole[: take.offset]:
            assert cache.load(place, utterance, find_spoken(utterance)) == take
            with pytest.raises(OSError, match="damaged"):
                take.read_pcm()
        else:
            assert cache.load(place, utterance, find_spoken(utterance)) is None
    place.write_bytes(whole)
    assert cache.load(place, utterance, find_spoken(utterance)) == take
    assert take.read_pcm() == speech.pcm


@pytest.mark.slow
@pytest.mark.parametrize("damage", [lambda it: it[:-9], lambda it: it[:200], lambda it: b""])
def test_a_damaged_entry_is_made_again(
    damage: Callable[[bytes], bytes], cache: SpeechCache, utterance: Utterance
) -> None:
    """Nobody has to clear anything by hand."""
    [take] = record([utterance], cache, jobs=1)
    whole = take.path.read_bytes()
    sound = take.read_pcm()
    take.path.write_bytes(damage(whole))
    with Booth(cache) as booth:
        assert booth.take(utterance) == take
        assert booth.read(take) == sound
    assert take.path.read_bytes() == whole


@pytest.mark.slow
def test_speech_that_is_gone_is_spoken_again_when_it_is_read(
    cache: SpeechCache, utterance: Utterance
) -> None:
    """Unless it is another then: its words have been placed already."""
    [take] = record([utterance], cache, jobs=1)
    sound = take.read_pcm()
    take.path.unlink()
    with Booth(cache) as booth:
        assert booth.read(take) == sound
        with pytest.raises(SpeechError, match="sounds otherwise"):
            booth.read(replace(take, digest="of another sound"))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Two word."},
        {"voice": "tone/210"},
        {"rate": 451},
        {"pitch": 51},
        {"language": "de"},
    ],
)
def test_whatever_may_change_the_sound_changes_the_place(
    change: dict[str, Any], cache: SpeechCache, utterance: Utterance, place: Path
) -> None:
    """Each part of the request."""
    request = Request(**(asdict(build_request(utterance, find_spoken(utterance))) | change))
    assert cache.locate("tone", "1", request) != place


def test_engine_and_version_change_the_place(
    cache: SpeechCache, utterance: Utterance, place: Path
) -> None:
    """A new release may sound different."""
    request = build_request(utterance, find_spoken(utterance))
    assert cache.locate("tone", "2", request) != place
    assert cache.locate("pyttsx", "1", request) != place
    assert SpeechCache(place.parents[2]).locate("tone", "1", request) == place


def test_what_does_not_change_the_sound_does_not_change_the_place(
    cache: SpeechCache, utterance: Utterance, place: Path
) -> None:
    """Who says it, and where in the script, and how loud."""
    moved = replace(utterance, line=99, turn=9, speaker="B", casting=replace(utterance.casting))
    assert cache.locate("tone", "1", build_request(moved, find_spoken(moved))) == place


@pytest.fixture
def kept(cache: SpeechCache, utterance: Utterance, speech: Speech, place: Path) -> Take:
    """The utterance's take, to be recalled."""
    take = cache.store(place, utterance, find_spoken(utterance), speech)
    cache.keep(take, load_engine("tone"))
    return take


def test_a_take_is_recalled_by_what_is_written(cache: SpeechCache, kept: Take) -> None:
    """Whoever says it, wherever; with all that was found out of it."""
    moved = replace(kept.utterance, line=99, turn=9, speaker="B")
    found = cache.recall(moved, load_engine("tone"))
    assert found == replace(kept, utterance=moved)
    assert found.read_pcm() == kept.read_pcm()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Two word."},
        {"language": "de"},
        {"said": (Said(0, 3, "too"),)},
        {"casting": {"voice": "tone/210"}},
        {"casting": {"rate": 449}},
        {"casting": {"pitch": 51}},
    ],
)
def test_a_take_of_anything_else_is_not_recalled(
    change: dict[str, Any], cache: SpeechCache, kept: Take
) -> None:
    """Each part that decides on what is heard."""
    if "casting" in change:
        change = {"casting": replace(kept.utterance.casting, **change["casting"])}
    assert cache.recall(replace(kept.utterance, **change), load_engine("tone")) is None


def test_a_take_is_of_one_version_of_the_program(
    cache: SpeechCache, kept: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose rules say what is spoken; the speech stays what it is, and is found by that."""
    monkeypatch.setattr("presscast.voices.cache.name_program", lambda: "the next")
    assert cache.recall(kept.utterance, load_engine("tone")) is None
    with Booth(cache) as booth:
        booth.interrupt()  # nobody could speak it any more
        assert booth.take(kept.utterance) == kept
    assert cache.recall(kept.utterance, load_engine("tone")) == kept


def test_a_take_without_its_speech_is_none(cache: SpeechCache, kept: Take) -> None:
    """Pruned, or another one in its place: `Booth.read` would find it out too late."""
    whole = kept.path.read_bytes()
    kept.path.write_bytes(whole + b"\0")
    assert cache.recall(kept.utterance, load_engine("tone")) is None
    kept.path.unlink()
    assert cache.recall(kept.utterance, load_engine("tone")) is None
    kept.path.write_bytes(whole)
    os.utime(kept.path, (0, 0))
    assert cache.recall(kept.utterance, load_engine("tone")) == kept
    assert kept.path.stat().st_mtime > 1_000_000  # it has been of use


def test_two_may_store_the_same_speech_at_once(
    cache: SpeechCache, utterance: Utterance, speech: Speech, place: Path
) -> None:
    """Whoever reads meanwhile sees all of it or nothing, and no part is left behind."""
    wanted = cache.store(place, utterance, find_spoken(utterance), speech)

    def work(number: int) -> bool:
        take = cache.load(place, utterance, find_spoken(utterance)) if number % 2 else None
        return (take or cache.store(place, utterance, find_spoken(utterance), speech)) == wanted

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert os.listdir(place.parent) == [place.name]


@pytest.mark.slow
def test_two_programs_may_fill_one_cache(say: MakeUtterance, tmp_path: Path) -> None:
    """Each gets all of its takes, the same."""
    utterances = [say(f"Paragraph {n}.", line=n) for n in range(12)]
    with ThreadPoolExecutor(2) as pool:
        tasks = [
            pool.submit(record, utterances, SpeechCache(tmp_path), jobs=2, force=True)
            for _ in range(2)
        ]
        one, other = (task.result() for task in tasks)
    assert one == other


def test_a_cache_that_cannot_be_written_is_an_output_error(
    say: MakeUtterance, tmp_path: Path
) -> None:
    """That names the file and the reason."""
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(OutputError, match=r"taken.*cannot be written \(Not a directory\)"):
        record([say()], SpeechCache(tmp_path / "taken"), jobs=1)


def test_the_cache_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PRESSCAST_CACHE, with ~ for the home folder; else the user's own cache."""
    monkeypatch.setenv("PRESSCAST_CACHE", str(tmp_path))
    assert find_cache() == tmp_path
    monkeypatch.setenv("PRESSCAST_CACHE", "~/kept")
    assert find_cache() == Path.home() / "kept"
    monkeypatch.delenv("PRESSCAST_CACHE")
    assert find_cache().name == "presscast"
