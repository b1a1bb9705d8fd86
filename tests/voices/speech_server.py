"""A server that speaks as OpenAI's does, with the voices of `tone`, and errs when it is told to."""

import json
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from presscast.voices.engines import Request
from presscast.voices.engines.tone import RATE, ToneEngine

Fault = Callable[["Handler", bytes], None]
"""Answers in its own way; it is given the sound that was asked for."""


class SpeechServer(ThreadingHTTPServer):
    """Counts what it is asked, and answers the next requests with its faults, one each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[Fault] = []
        self.asked: list[tuple[dict[str, object], dict[str, str]]] = []
        """(order, headers)."""

    @property
    def url(self) -> str:
        """What show.toml says."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers POST /v1/audio/speech."""

    server: SpeechServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Speak, or do what the next fault does."""
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((order, dict(self.headers)))
        sound = speak(order)
        if self.server.faults:
            self.close_connection = True
            self.server.faults.pop(0)(self, sound)
        elif self.path != "/v1/audio/speech":
            self.answer(404, b"Not Found", "text/plain")
        else:
            self.answer(200, make_wave(sound))

    def answer(self, code: int, body: bytes, kind: str = "audio/wav", **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing on the console."""


def speak(order: dict[str, object]) -> bytes:
    """PCM of the engine `tone`."""
    rate = round(160 * float(str(order["speed"])))
    request = Request(str(order["input"]), "en", str(order["voice"]), rate, 50)
    return ToneEngine().speak(request).pcm


def make_wave(pcm: bytes, rate: int = RATE, *, size: int | None = None, channels: int = 1) -> bytes:
    """A WAV file, or one that tells another size."""
    shape = struct.pack("<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16)
    size = len(pcm) if size is None else size
    head = b"fmt " + struct.pack("<I", len(shape)) + shape + b"data" + struct.pack("<I", size)
    return b"RIFF" + struct.pack("<I", min(0xFFFFFFFF, size + 36)) + b"WAVE" + head + pcm


@contextmanager
def run_server() -> Iterator[SpeechServer]:
    """A server while the block runs."""
    with SpeechServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


# --- faults ---


def refuse(code: int, body: bytes = b"", kind: str = "text/plain", **headers: str) -> Fault:
    """An answer with this code."""
    return lambda handler, sound: handler.answer(code, body, kind, **headers)


def cut(handler: Handler, sound: bytes) -> None:
    """Half of what was announced."""
    body = make_wave(sound)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


def hang(handler: Handler, sound: bytes) -> None:
    """Say nothing for long enough."""
    time.sleep(1.5)


def drip(handler: Handler, sound: bytes) -> None:
    """Never come to an end."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(make_wave(sound, size=0xFFFFFFFF))
    for _ in range(2_000):
        handler.wfile.write(bytes(1 << 16))


def answer_with(change: Callable[[bytes], bytes]) -> Fault:
    """Another body than was asked for."""
    return lambda handler, sound: handler.answer(200, change(sound))
