"""The engine `http` and a real server that errs."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from presscast.errors import EngineError, PresscastError, SpeechError
from presscast.voices.booth import build_request
from presscast.voices.cache import SpeechCache
from presscast.voices.engines import Request, http
from presscast.voices.engines.http import HttpEngine
from presscast.voices.engines.tone import RATE
from presscast.voices.recording import record
from presscast.voices.spoken import find_spoken

from .conftest import MakeUtterance
from .speech_server import (
    Fault,
    SpeechServer,
    answer_with,
    cut,
    drip,
    hang,
    make_wave,
    refuse,
    run_server,
)

KEY = "sk-5e1f-and-nobody-else"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_FIRST_WAIT", 0.01)


@pytest.fixture
def engine(server: SpeechServer) -> HttpEngine:
    return HttpEngine(server.url, "kokoro", male=["tone/150"])


@pytest.fixture
def asked(say: MakeUtterance) -> Request:
    utterance = say("Good evening to you all.", rate=160)
    return build_request(utterance, find_spoken(utterance))


def test_the_order_is_openais(engine: HttpEngine, server: SpeechServer, asked: Request) -> None:
    """Path, names, and speed as a multiple of 160 words a minute."""
    speech = engine.speak(replace(asked, rate=240))
    [(order, _)] = server.asked
    assert order == {
        "model": "kokoro",
        "input": "Good evening to you all.",
        "voice": "tone/150",
        "response_format": "wav",
        "speed": 1.5,
    }
    assert (speech.rate, speech.exact, speech.voice) == (RATE, False, "tone/150")


@pytest.mark.parametrize(("rate", "speed"), [(80, 0.5), (160, 1), (450, 2.812)])
def test_the_slowest_and_the_fastest(
    rate: int, speed: float, engine: HttpEngine, server: SpeechServer, asked: Request
) -> None:
    """All that may be asked for is within what the protocol takes."""
    engine.speak(replace(asked, rate=rate))
    assert server.asked[0][0]["speed"] == speed


MENDED: dict[str, list[Fault]] = {
    "500": [refuse(500)],
    "503 twice": [refuse(503), refuse(503, b"<html>Bad gateway", "text/html")],
    "429": [refuse(429, Retry_After="0")],
    "cut": [cut],
    "cut, then 502": [cut, refuse(502)],
    "nothing": [refuse(200)],
    "hang": [hang],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MENDED)
def test_what_may_pass_is_asked_again(
    name: str,
    engine: HttpEngine,
    server: SpeechServer,
    asked: Request,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And in the end the speech is what it would have been."""
    monkeypatch.setattr(http, "_TIMEOUT", 0.5)
    wanted = engine.speak(asked)
    server.faults = list(MENDED[name])
    assert engine.speak(asked) == wanted
    assert len(server.asked) == 2 + len(MENDED[name])


@pytest.mark.slow
def test_a_server_that_asks_to_wait_is_given_the_time(
    engine: HttpEngine, server: SpeechServer, asked: Request
) -> None:
    """Retry-After goes before our own pauses."""
    server.faults = [refuse(429, Retry_After="1")]
    began = time.monotonic()
    engine.speak(asked)
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("fault", [refuse(429, Retry_After="86400"), refuse(503), cut])
def test_tries_come_to_an_end(
    fault: Fault, engine: HttpEngine, server: SpeechServer, asked: Request
) -> None:
    """After five, or where the server wants more time than an utterance has."""
    server.faults = [fault] * 9
    with pytest.raises(SpeechError, match=r"the server gave no speech in [15] tries"):
        engine.speak(asked)
    assert len(server.asked) <= 5


FINAL: dict[str, tuple[Fault, str]] = {
    "json": (
        refuse(400, b'{"error": {"message": "no such\\nvoice"}}', "application/json"),
        "the server answers 400 Bad Request: no such voice",
    ),
    "fastapi": (
        refuse(422, b'{"detail": {"message": "model?"}}', "application/json"),
        "422 Unprocessable Entity: model?",
    ),
    "html": (
        refuse(404, b"<html>Not here</html>", "text/html"),
        "the server answers 404 Not Found",
    ),
    "401": (refuse(401, f"wrong key {KEY}".encode()), "taken from PRESSCAST_HTTP_KEY"),
    "redirect": (
        refuse(307, Location="https://elsewhere.example/v2?k=1"),
        'points to another address, "https://elsewhere.example/v2"',
    ),
    "page": (
        answer_with(lambda sound: b"<!doctype html><p>Log in"),
        "the answer is a web page, not WAV",
    ),
    "mp3": (answer_with(lambda sound: b"ID3\x04" + sound), "the answer is MP3, not WAV"),
    "empty": (answer_with(lambda sound: make_wave(b"")[:40]), "no sound in it"),
    "8 bit": (
        answer_with(lambda sound: make_wave(sound).replace(b"\x10\x00data", b"\x08\x00data")),
        "8 bits",
    ),
    "short": (
        answer_with(lambda sound: make_wave(sound)[:9_000]),
        r"the sound is cut: \d+ of \d+ bytes",
    ),
    "endless": (drip, "the server's answer has no end"),
}


@pytest.mark.parametrize("name", FINAL)
def test_what_does_not_pass_is_a_sentence_at_once(
    name: str,
    engine: HttpEngine,
    server: SpeechServer,
    asked: Request,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With what the server says of it, and without the key."""
    monkeypatch.setenv(http.KEY, KEY)
    fault, sentence = FINAL[name]
    server.faults = [fault]
    with pytest.raises(SpeechError, match=sentence) as caught:
        engine.speak(asked)
    assert KEY not in str(caught.value)
    assert len(server.asked) == 1


def test_the_key_is_sent_and_appears_nowhere_else(
    engine: HttpEngine,
    server: SpeechServer,
    asked: Request,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in what names the engine in the cache, nor in an error that quotes it."""
    engine.speak(asked)
    assert "Authorization" not in server.asked[0][1]
    monkeypatch.setenv(http.KEY, KEY)
    engine.speak(asked)
    assert server.asked[1][1]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in engine.version() + repr(vars(engine))
    server.faults = [refuse(400, f'{{"error": "what is {KEY}?"}}'.encode(), "application/json")]
    with pytest.raises(SpeechError, match=r"what is \*\*\*\?"):
        engine.speak(asked)
    monkeypatch.setenv(http.KEY, f"{KEY}\nX-Other: 1")
    with pytest.raises(EngineError, match="characters that no key has") as caught:
        engine.speak(asked)
    assert KEY not in str(caught.value)


def test_the_key_does_not_follow_a_redirect(
    engine: HttpEngine, server: SpeechServer, asked: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other server is asked at all."""
    monkeypatch.setenv(http.KEY, KEY)
    with run_server() as other:
        server.faults = [refuse(302, Location=f"{other.url}/audio/speech")]
        with pytest.raises(SpeechError, match="points to another address"):
            engine.speak(asked)
    assert other.asked == []


SHAPES: dict[str, Callable[[bytes], bytes]] = {
    "streamed": lambda sound: make_wave(sound, size=0xFFFFFFFF),
    "ffmpeg": lambda sound: make_wave(sound, size=0x7FFFFFFF),
    "stereo": lambda sound: make_wave(
        b"".join(sound[at : at + 2] * 2 for at in range(0, len(sound), 2)), channels=2
    ),
    "list chunk": lambda sound: make_wave(sound).replace(b"data", b"LIST\x03\0\0\0abc\0data", 1),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_usual_wav_is_read(
    shape: str, engine: HttpEngine, server: SpeechServer, asked: Request
) -> None:
    """Sizes that were not known, two channels, chunks of other things."""
    wanted = engine.speak(asked)
    server.faults = [answer_with(SHAPES[shape])]
    assert engine.speak(asked).pcm == wanted.pcm


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "no speech server is named"),
        ("localhost:8880", "not the address of a server"),
        ("file:///etc/passwd", "not the address of a server"),
        ("https://me:secret@example.org/v1", "not the address of a server"),
    ],
)
def test_an_address_that_is_none_says_so(url: str, sentence: str, asked: Request) -> None:
    """With the line that show.toml should have."""
    with pytest.raises(EngineError, match=sentence) as caught:
        HttpEngine(url).speak(asked)
    assert "[voices.http] url" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_nobody_at_the_address(asked: Request) -> None:
    """The operating system's own word for it."""
    with run_server() as server:
        url = server.url
    with pytest.raises(PresscastError, match="Connection refused"):
        HttpEngine(url).speak(asked)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda sound: make_wave(bytes(len(sound))), "silence"),
        (lambda sound: make_wave(sound, rate=4 * RATE), "too short"),
        (lambda sound: make_wave(sound[: len(sound) // 3]), "too short"),
    ],
)
def test_the_booth_looks_at_what_a_server_says(
    change: Callable[[bytes], bytes],
    reason: str,
    server: SpeechServer,
    say: MakeUtterance,
    cache: SpeechCache,
) -> None:
    """As at any engine's: asked twice, then reported."""
    server.faults = [answer_with(change)] * 2
    options = (("url", server.url), ("male", ("tone/150",)))
    with pytest.raises(SpeechError, match=reason):
        record([say(engine="http", rate=160, options=options)], cache, jobs=1)
    assert len(server.asked) == 2
    assert record([say(engine="http", rate=160, options=options)], cache, jobs=1)


@pytest.mark.slow
def test_the_cache_tells_servers_and_models_apart(
    server: SpeechServer, say: MakeUtterance, cache: SpeechCache
) -> None:
    """What was heard is kept, as long as neither changes."""
    for model in ("a", "b", "a"):
        options = (("url", server.url), ("model", model), ("male", ("tone/150",)))
        record([say("Yes.", engine="http", options=options)], cache, jobs=1)
    assert [order["model"] for order, _ in server.asked] == ["a", "b"]
