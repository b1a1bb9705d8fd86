"""The contract of every registered engine, spoken through the booth as in a render."""

import re
import subprocess
import sys
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from presscast.errors import EngineError, SpeechError
from presscast.model import Take, Utterance, Voice
from presscast.sentences import split_sentences
from presscast.voices.cache import SpeechCache
from presscast.voices.catalogue import read_catalogue
from presscast.voices.engines import (
    Engine,
    Options,
    join_voice,
    list_engines,
    load_engine,
    split_voice,
)
from presscast.voices.recording import record
from presscast.voices.trial import check_engine
from presscast.words import find_words

from .conftest import MakeUtterance
from .speech_server import SpeechServer

ENGINES = [name for name in list_engines() if load_engine(name).list_voices()]
"""Those that can speak here: `system` has voices on macOS and Windows only."""

TEXTS = [
    "Good evening, and welcome. Here is the news from the harbour.",
    "In 2,026 at 10:30 the GMMP counted 1,234,567 “quoted” words—each once. Why? It’s re-used!",
    "Café, naïve 😀 résumé 🇬🇧 𝒜b, Привет, 今天 and مرحبا end here.",
    "One of the best of them was to be the end of the story of it.",
    "A \x00 NUL, a \x0190P command and a \x7f DEL leave the rest of the text alone.",
    "Yes.",
]
"""All that makes positions in a text go wrong: marks, characters of every width, joined words."""


SLOW = ("espeak", "piper")

SERVED: dict[str, Options] = {}
"""What show.toml would say of an engine."""


def load(name: str) -> Engine:
    return load_engine(name, SERVED.get(name, ()))


def listed(name: str) -> list[Voice]:
    return list(load(name).list_voices())


@pytest.fixture(
    params=[pytest.param(it, marks=pytest.mark.slow if it in SLOW else ()) for it in ENGINES]
)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each engine, with what it needs: voices, a server, a command."""
    name = str(request.param)
    if name == "piper":
        request.getfixturevalue("tiny_voices")
    if name == "espeak":
        request.getfixturevalue("checker")("espeak-ng")
    if name == "http":
        server: SpeechServer = request.getfixturevalue("server")
        voices = (("female", ("tone/330", "tone/430")), ("male", ("tone/150", "tone/210")))
        SERVED[name] = (("url", server.url), *voices)
    yield name
    SERVED.clear()


@pytest.fixture
def say(say: MakeUtterance, request: pytest.FixtureRequest) -> MakeUtterance:
    """Make an utterance by an engine with its options."""

    def make(*arguments: str, engine: str = "tone", **settings: object) -> Utterance:
        return say(*arguments, engine=engine, options=SERVED.get(engine, ()), **settings)

    return make


def test_all_of_ours_are_found() -> None:
    """Through their entry points, as anybody's would be."""
    assert {"espeak", "http", "piper", "pyttsx", "system", "tone"} <= set(list_engines())


def test_a_name_is_the_engines_own(engine: str) -> None:
    """The name in the entry point is the one in castings and cache keys."""
    assert load(engine).name == engine
    assert load(engine).version()
    assert load(engine).version(listed(engine)[0].id)


def test_an_engine_has_the_voices_that_it_lists(engine: str) -> None:
    """Each under an id and a label of its own, so that both name one voice."""
    voices = listed(engine)
    assert voices
    assert all(load(engine).has_voice(voice.id) for voice in voices)
    assert len({voice.id.casefold() for voice in voices}) == len(voices)
    assert len({voice.label.casefold() for voice in voices}) == len(voices)


@pytest.mark.parametrize("change", ["{}x", "x{}", "{}+", "{}+nobody", " {}", ""])
def test_an_engine_has_no_voice_that_is_nearly_one(engine: str, change: str) -> None:
    """A misspelt voice is found out before anything is spoken."""
    assert not load(engine).has_voice(change.format(listed(engine)[0].id))


NEAR_MISSES = ("gmw/en-us+andrea", "gmw/en-us+MAX", "en-gb+m3", "max", "+max")


def test_pyttsx_has_no_voice_that_espeak_ng_would_replace_by_another() -> None:
    """eSpeak NG takes a variant in the wrong case for none."""
    assert not any(load_engine("pyttsx").has_voice(voice) for voice in NEAR_MISSES)


@pytest.mark.slow
@pytest.mark.parametrize("voice", NEAR_MISSES)
def test_a_voice_in_another_ones_place_is_heard(
    voice: str, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Should such a voice be asked for after all: eSpeak NG itself says nothing."""
    with pytest.raises(SpeechError, match=r"spoke instead of|refused"):
        record([say("Yes.", engine="pyttsx", voice=voice)], cache, jobs=1)


def test_the_catalogue_is_in_the_wheel_and_no_two_voices_are_one() -> None:
    """Language and variant of each voice exist under these very names."""
    import espeakng_loader

    data = Path(espeakng_loader.get_data_path())
    languages = {path.relative_to(data / "lang").as_posix() for path in data.rglob("lang/**/*")}
    variants = {path.name for path in (data / "voices" / "!v").iterdir()}
    for voice in read_catalogue():
        language, plus, variant = voice.id.partition("+")
        assert language in {name.casefold() for name in languages}
        assert not plus or variant in variants


def check_spans(take: Take) -> None:
    text, words = take.utterance.text, take.words
    assert [(word.first, word.last) for word in words] == list(find_words(text))
    assert words[0].start >= 0
    assert all(word.start <= word.end for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert words[-1].end <= take.samples == len(take.read_pcm()) // 2
    spans = [(it.first, it.last) for it in take.sentences]
    assert spans == list(split_sentences(text, take.utterance.language))
    for sentence in take.sentences:
        inside = [word for word in words if sentence.first <= word.first < sentence.last]
        assert (inside[0].start, inside[-1].end) == (sentence.start, sentence.end)


@pytest.mark.slow
def test_every_word_and_sentence_has_its_place_and_time(
    engine: str, say: MakeUtterance, cache: SpeechCache
) -> None:
    """In the order of the text, none over another, all inside the sound."""
    voice = listed(engine)[0].id
    utterances = [say(text, engine=engine, voice=voice, rate=160) for text in TEXTS]
    for take in record(utterances, cache, jobs=2):
        check_spans(take)


def test_words_sound_at_their_times(engine: str, say: MakeUtterance, cache: SpeechCache) -> None:
    """Behind a comma is silence, then the word: positions count characters, however wide."""
    text = "I, é, O, 2,026, 𝒜b, a, Привет, U, and 10:30, you."
    voice = listed(engine)[0].id
    [take] = record([say(text, engine=engine, voice=voice, rate=160)], cache, jobs=1)
    sound = array("h", take.read_pcm())
    instant = take.rate // 50
    if not take.exact:
        return  # these are estimates, and say so
    starts = [word.start for word in take.words if text[: word.first].endswith(", ")]
    assert len(starts) == 9
    for start in starts:
        assert max(map(abs, sound[start - instant : start])) < 300
        assert max(map(abs, sound[start : start + 8 * instant])) > 1_000


def test_each_of_many_short_words_has_its_own_time(
    engine: str, say: MakeUtterance, cache: SpeechCache
) -> None:
    """A position that is one character off would fall into the space, or the next word."""
    voice = listed(engine)[0].id
    [take] = record([say("O X é 𝒜 Q 7", engine=engine, voice=voice, rate=160)], cache, jobs=1)
    assert not take.exact or all(it.end - it.start > take.rate // 20 for it in take.words)


LOSSES = {
    "real(espeak, text[:30])": "eSpeak NG read 30 of 55 characters",
    "(heard := real(espeak, text)).pieces.pop() and heard": r"eSpeak NG handed over \d+ of \d+",
    "pyttsx._Heard()": "eSpeak NG read 0 of 55 characters",
}
"""What goes wrong between eSpeak NG and us -> what is said of it."""


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_pyttsx_notices_what_gets_lost_on_the_way_from_espeak_ng(loss: str) -> None:
    """Text that was not read to its end, sound that was not handed over."""
    program = (
        "from presscast.voices.engines import Request, pyttsx\n"
        "real = pyttsx._synthesise\n"
        f"pyttsx._synthesise = lambda espeak, text, flags: {loss}\n"
        "text = 'Good evening to you all, and welcome to the late news.\"'\n"
        "pyttsx.PyttsxEngine().speak(Request(text, 'en', 'gmw/en-us+max', 160, 50))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert re.search(f"SpeechError: {LOSSES[loss]}", result.stderr)


@pytest.mark.slow
def test_the_same_request_gives_the_same_bytes(
    engine: str, say: MakeUtterance, tmp_path: Path
) -> None:
    """From a fresh worker, after other texts and voices, and while others speak.

    The second voice of pyttsx is a breathy one, whose noise eSpeak NG seeds by the second.
    """
    voices = [voice.id for voice in listed(engine)[:4]]
    wanted = say(TEXTS[1], engine=engine, voice=voices[1], rate=160)
    others = [
        say(text, engine=engine, voice=voice, rate=rate)
        for text in TEXTS
        for voice in voices
        for rate in (120, 300)
    ]

    def speak(number: int) -> tuple[bytes, object]:
        mixed = [*others[number : number + 8], wanted]
        take = record(mixed, SpeechCache(tmp_path / str(number)), jobs=2)[-1]
        return take.read_pcm(), (take.words, take.sentences)

    with ThreadPoolExecutor(2) as pool:
        heard = list(pool.map(speak, range(0, 20, 6)))
    [alone] = record([wanted], SpeechCache(tmp_path / "alone"), jobs=1)
    assert heard == [(alone.read_pcm(), (alone.words, alone.sentences))] * len(heard)


@pytest.mark.slow
def test_voice_rate_and_pitch_are_heard(
    engine: str, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Each makes another sound; twice the rate is clearly shorter."""
    one, other = listed(engine)[:2]
    plain, *changed = record(
        [
            say(TEXTS[0], engine=engine, **{"voice": one.id, "rate": 160} | change)
            for change in ({}, {"voice": other.id}, {"rate": 320}, {"pitch": 80})
        ],
        cache,
        jobs=2,
    )
    assert all(take.read_pcm() != plain.read_pcm() for take in changed)
    assert changed[1].samples < 0.7 * plain.samples


def test_an_engine_can_be_tried(engine: str, tmp_path: Path) -> None:
    """As `presscast doctor` does."""
    check_engine(load(engine), tmp_path, SERVED.get(engine, ()))


@pytest.mark.parametrize(
    ("named", "split"),
    [
        ("piper:en_US-lessac-medium", ("piper", "en_US-lessac-medium")),
        ("http:a:b", ("http", "a:b")),
        ("gmw/en-us+max", ("pyttsx", "gmw/en-us+max")),
        ("nobody:alloy", ("pyttsx", "nobody:alloy")),
        ("tone:", ("tone", "")),
        ("", ("pyttsx", "")),
    ],
)
def test_a_voice_may_name_its_engine(named: str, split: tuple[str, str]) -> None:
    """Only an engine that is installed counts; else the colon is the voice's own."""
    assert split_voice(named, "pyttsx") == split
    assert join_voice(*split, "pyttsx") == named.removeprefix("pyttsx:")


@pytest.mark.slow
def test_engines_speak_side_by_side(
    tiny_voices: Path, server: SpeechServer, say: MakeUtterance, cache: SpeechCache
) -> None:
    """One speaker by Piper, one by a server, the rest as ever."""
    SERVED["http"] = (("url", server.url), ("male", ("tone/150",)))
    voices = {"tone": "tone/210", "piper": "en_US-tiny-low#low", "http": "tone/150"}
    said = [
        say(text, engine=engine, voice=voice)
        for text in ("Yes.", "No.")
        for engine, voice in voices.items()
    ]
    takes = record(said, cache, jobs=2)
    SERVED.clear()
    assert [take.utterance for take in takes] == said
    assert [take.exact for take in takes] == [True, True, False] * 2
    assert len(server.asked) == 2


def test_an_unknown_engine_comes_with_the_nearest() -> None:
    """And says what there is where nothing is near."""
    with pytest.raises(EngineError, match=r'no speech engine "pytsx"\. Did you mean "pyttsx"\?'):
        load_engine("pytsx")
    with pytest.raises(EngineError, match="There is: "):
        load_engine("")
