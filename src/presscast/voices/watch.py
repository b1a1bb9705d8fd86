"""A worker process as the booth sees it: asked, timed, and ended whatever state it is in."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO, cast

from presscast.errors import SpeechError
from presscast.model import Speech
from presscast.pace import estimate_speech
from presscast.voices.engines import Options, Request, find_engine, load_engine
from presscast.voices.wire import decode_speech, encode_request
from presscast.voices.worker import can_fork, name_exit
from presscast.words import shorten

_GRACE_SECONDS = 5
"""What the worker's own time limit gets before the booth ends the worker."""

_PIPE_BYTES = 1 << 20
"""The most that Linux gives everybody: 24 seconds of speech."""

_PROGRAM = "import sys; from presscast.voices.worker import main; main(*sys.argv[1:])"


class WatchedWorker:
    """A worker process and the conversation with it."""

    def __init__(self, name: str, options: Options) -> None:
        engine = load_engine(name, options)
        self._patience = engine.patience
        self._answers_once = not (engine.keeps_process or can_fork())
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._ending = threading.Lock()
        self._ended = False
        self._answered = False
        self._late = False
        try:
            self._process = subprocess.Popen(
                # -P: a show's folder may hold a file that is called like one of our modules.
                [sys.executable, "-P", "-c", _PROGRAM, find_engine(name), json.dumps(options)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                # Ctrl-C is for the booth, which then ends the workers.
                start_new_session=True,
            )
        except BaseException:
            self._complaints.close()
            raise
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        _widen(self._stdout)

    @property
    def ended(self) -> bool:
        """Whether it will answer no more: without fork it may do so once."""
        return (
            self._ended
            or (self._answered and self._answers_once)
            or self._process.poll() is not None
        )

    def speak(self, request: Request) -> Speech:
        """What the engine returns. Raises SpeechError if it fails, crashes or takes too long."""
        seconds = self._patience + estimate_speech(request.text, request.rate) // 1000
        watchdog = threading.Timer(seconds + _GRACE_SECONDS, self._end_late)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._converse(request, seconds)
        except (OSError, ValueError, KeyError, TypeError) as error:
            late = f" within {seconds + _GRACE_SECONDS} s" if self._late else self._name_end()
            raise SpeechError(f"the engine gave no answer{late}{self._read_complaint()}") from error
        finally:
            watchdog.cancel()
            watchdog.join()  # else it might end the next conversation
            self._answered = True

    def _converse(self, request: Request, seconds: int) -> Speech:
        self._stdin.write(encode_request(request, seconds))
        self._stdin.flush()
        head = json.loads(self._stdout.readline())
        if "error" in head:
            raise SpeechError(str(head["error"]))
        pcm = self._stdout.read(head["pcm"])
        if len(pcm) != head["pcm"]:
            raise ValueError("the answer is cut short")
        return decode_speech(head, pcm)

    def _name_end(self) -> str:
        """How the process ended by itself, if it did."""
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(_GRACE_SECONDS)
            if code < 0:
                return f" before its process ended with {name_exit(code)}"
        return ""

    def _read_complaint(self) -> str:
        """The last line that the engine complained in, in brackets. It ends the worker."""
        self.end()
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - 4096))
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return f" ({shorten(lines[-1], 200)})" if lines else ""

    def _end_late(self) -> None:
        self._late = True
        self.end()

    def end(self) -> None:
        """Kill the process and whatever it forked, even if it is gone itself. For any thread."""
        with self._ending:
            if self._ended:
                return
            with suppress(OSError):
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, 9)
            self._process.wait()
            self._ended = True

    def release(self) -> None:
        """Close what the conversation went through; only when no thread is in it any more."""
        for file in (self._stdin, self._stdout, self._complaints):
            with suppress(OSError):
                file.close()


def _widen(pipe: IO[bytes]) -> None:
    """Have a pipe take an utterance whole: a worker need not wait for the booth to read it."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # some systems allow a user only so many
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
