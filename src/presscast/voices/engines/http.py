"""The engine `http`: any server that speaks as OpenAI's does, at POST {url}/audio/speech.

Such as Kokoro-FastAPI on the same machine. A server may say the same text in another way each time:
the cache keeps what was heard first.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from email.message import Message
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.parse import urlsplit

from presscast.errors import EngineError, SpeechError
from presscast.model import Hint, Sex, Speech, Voice
from presscast.units import Hertz
from presscast.voices.engines.base import Request
from presscast.voices.engines.wav import Wave, read_wave
from presscast.voices.timing import estimate_words

KEY = "PRESSCAST_HTTP_KEY"
"""The environment variable that holds the key: it stands in no file, error or cache."""

_USUAL_RATE = 160
"""Words a minute of which servers' voices are taken to speak at speed 1."""

_SLOWEST, _FASTEST = 0.25, 4.0

_TRIES = 5
_FIRST_WAIT = 0.5
"""Seconds until the second try; twice that until the third, and so on."""

_TIMEOUT = 60.0
"""Seconds in which the server must send something."""

_MOST_BYTES = 1 << 26
"""Of an answer: twelve minutes of 16-bit speech at 48 kHz, where an utterance has one or two."""

_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))


class HttpEngine:
    """A server's voices: `female` and `male` are those that show.toml names."""

    name = "http"
    keeps_process = True
    patience = 180

    def __init__(
        self,
        url: str = "",
        model: str = "tts-1",
        female: Sequence[str] = (),
        male: Sequence[str] = (),
    ) -> None:
        self._url = url.rstrip("/")
        self._model = model
        self._voices = dict.fromkeys(female, Sex.FEMALE) | dict.fromkeys(male, Sex.MALE)

    def version(self, voice: str = "") -> str:
        """The server and its model: what is behind them nobody tells. Raises EngineError."""
        return f"{_require_url(self._url)} {self._model} call 1"

    def list_voices(self) -> tuple[Voice, ...]:
        """Those of show.toml; nobody has measured them."""
        return tuple(
            Voice(
                id=voice,
                label=voice,
                sex=sex,
                accent="",
                language="mul",
                pitch=None,
                brightness=None,
                family=voice,
            )
            for voice, sex in self._voices.items()
        )

    def has_voice(self, voice: str) -> bool:
        """Whether show.toml names it."""
        return voice in self._voices

    def find_unsayable(self, hint: Hint, voice: str) -> str:
        """Everything: the protocol has no words for it."""
        return "phonemes" if hint.phonemes else f'the language "{hint.language}"'

    def prepare(self) -> None:
        """Nothing to load."""

    def speak(self, request: Request) -> Speech:
        """The request, spoken by the server; pitch is had by speed and another sample rate."""
        raised = 2 ** ((request.pitch - 50) / 150)
        speed = min(_FASTEST, max(_SLOWEST, request.rate / _USUAL_RATE / raised))
        order = {
            "model": self._model,
            "input": request.text,
            "voice": request.voice,
            "response_format": "wav",
            "speed": round(speed, 3),
        }
        wave = self._ask(json.dumps(order).encode())
        rate = Hertz(round(wave.rate * raised))
        words = estimate_words(request.text, wave.pcm, rate)
        return Speech(pcm=wave.pcm, rate=rate, voice=request.voice, words=words, exact=False)

    def _ask(self, order: bytes) -> Wave:
        """What the server answers, asked again where that may help. Raises SpeechError."""
        ends = time.monotonic() + self.patience
        wait = _FIRST_WAIT
        for attempt in range(1, _TRIES + 1):
            try:
                return read_wave(_read_all(self._post(order), ends))
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _AGAIN:
                        _explain_refusal(error)
                    what = f"{error.code} {error.reason}"
                    asked = _read_retry_after(error.headers)
            except (OSError, HTTPException, _CutError) as error:
                what = str(getattr(error, "reason", error)) or type(error).__name__
                asked = 0.0
            pause = max(wait, asked)
            if attempt == _TRIES or time.monotonic() + pause >= ends:
                break
            time.sleep(pause)
            wait *= 2
        raise SpeechError(f"the server gave no speech in {attempt} tries ({_hide_key(what)})")

    def _post(self, order: bytes) -> Any:
        url = _require_url(self._url)
        headers = {"Content-Type": "application/json", "Accept": "audio/wav"}
        if key := _read_key():
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310
            f"{url}/audio/speech", order, headers, method="POST"
        )
        return _OPENER.open(request, timeout=_TIMEOUT)


class _CutError(Exception):
    """The answer ended before its end."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another address is for the user to name: the key is not handed on."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """No request: the redirect is answered as an error."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _require_url(url: str) -> str:
    """Raise EngineError unless this is an address that can be asked."""
    remedy = 'Put it into show.toml: [voices.http] url = "http://127.0.0.1:8880/v1"'
    if not url:
        raise EngineError("no speech server is named", remedy=remedy)
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        fine = False
    if not fine:
        raise EngineError("[voices.http] url is not the address of a server", remedy=remedy)
    return url


def _read_all(answer: Any, ends: float) -> bytes:
    """All of an answer. Raises SpeechError for one without end, _CutError for one that is cut."""
    pieces = []
    size = 0
    with answer:
        while block := answer.read1(1 << 16):
            pieces.append(block)
            size += len(block)
            if size > _MOST_BYTES or time.monotonic() > ends:
                raise SpeechError("the server's answer has no end")
        length = answer.headers.get("Content-Length", "")
    if length.isdigit() and size < int(length):
        raise _CutError(f"{size} of {length} bytes came")
    if not size:
        raise _CutError("nothing came")
    return b"".join(pieces)


def _explain_refusal(error: urllib.error.HTTPError) -> NoReturn:
    """Raise SpeechError with what the server says of it."""
    if error.code in (401, 403):
        known = "refuses the key" if _read_key() else "wants a key"
        raise SpeechError(f"the server {known} ({error.code}): it is taken from {KEY}") from None
    if 300 <= error.code < 400:
        place = urlsplit(error.headers.get("Location", ""))
        where = f"{place.scheme}://{place.netloc}{place.path}" if place.netloc else place.path
        what = f'the server points to another address, "{where}": name that in show.toml'
        raise SpeechError(_hide_key(what)) from None
    try:
        said = _find_message(json.loads(error.read(1 << 16)))
    except (OSError, ValueError, HTTPException):
        said = ""
    what = f"the server answers {error.code} {error.reason}"
    raise SpeechError(_hide_key(f"{what}: {said[:200]}" if said else what)) from None


def _find_message(answer: Any) -> str:
    """What is wrong, as OpenAI (error.message) and FastAPI (detail) say it."""
    while isinstance(answer, dict):
        answer = answer.get("error") or answer.get("detail") or answer.get("message")
    return " ".join(str(answer).split()) if answer else ""


def _read_key() -> str:
    """The key, empty for none. Raises EngineError for one that an error would have to quote."""
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise EngineError(f"{KEY} holds characters that no key has")
    return key


def _hide_key(text: str) -> str:
    key = _read_key()
    return text.replace(key, "***") if key else text


def _read_retry_after(headers: Message) -> float:
    """Seconds that the server asks to wait; 0 where it names a date or nothing."""
    value = headers.get("Retry-After", "").strip()
    return float(value) if value.isdigit() else 0.0
