"""An engine that does wrong on purpose: its voices are called after what goes wrong.

It is a package of its own, found through its entry point, as anybody's engine is: the fixture
`faulty` lays it out. Every attempt to speak leaves a line in the file FAULTY_ATTEMPTS.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from presscast.model import Speech, Voice
from presscast.units import Hertz, Samples
from presscast.voices.engines import Request
from presscast.voices.engines.tone import ToneEngine
from presscast.voices.timing import estimate_words

TONE = "tone/150"


class FaultyEngine:
    """Speaks like the engine `tone`, but for the fault that its voice names.

    With FAULTY_AT only texts that hold this are spoken wrongly.
    """

    name = "faulty"
    keeps_process = bool(os.environ.get("FAULTY_KEEPS"))
    patience = int(os.environ.get("FAULTY_PATIENCE", "10"))

    def version(self, voice: str = "") -> str:
        return "1"

    def list_voices(self) -> Sequence[Voice]:
        return [replace(ToneEngine().list_voices()[0], id=voice) for voice in ("swift", "drowsy")]

    def has_voice(self, voice: str) -> bool:
        return True

    def prepare(self) -> None:
        if os.environ.get("FAULTY_PREPARE"):
            raise RuntimeError("the larynx is missing")

    def speak(self, request: Request) -> Speech:
        attempts = Path(os.environ["FAULTY_ATTEMPTS"])
        with attempts.open("a") as file:
            file.write(f"{os.getpid()} {os.getppid()}\n")
        speech = replace(ToneEngine().speak(replace(request, voice=TONE)), voice=request.voice)
        self._asked = request
        if os.environ.get("FAULTY_AT", "") not in request.text:
            return speech
        fault = getattr(self, f"_{request.voice}", None)
        return speech if fault is None else fault(speech)

    # --- what never answers, or not as it should ---

    def _hang(self, speech: Speech) -> Speech:
        while True:
            time.sleep(1)

    def _deaf(self, speech: Speech) -> Speech:
        """Hangs, and does not hear its alarm."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        return self._hang(speech)

    def _orphan(self, speech: Speech) -> Speech:
        """Hangs where nobody waits for it any more."""
        os.kill(os.getppid(), signal.SIGKILL)
        return self._deaf(speech)

    def _crash(self, speech: Speech) -> Speech:
        os.kill(os.getpid(), signal.SIGSEGV)
        return speech

    def _raise(self, speech: Speech) -> Speech:
        raise ValueError("out of breath")

    def _exit(self, speech: Speech) -> Speech:
        sys.exit(0)

    def _vanish(self, speech: Speech) -> Speech:
        os._exit(0)

    def _ask(self, speech: Speech) -> Speech:
        input()
        return speech

    def _flood(self, speech: Speech) -> Speech:
        """Prints without end."""
        while True:
            os.write(1, bytes(1 << 20))

    def _swell(self, speech: Speech) -> Speech:
        """Returns more than anybody says."""
        return replace(speech, pcm=bytes((1 << 28) + 2))

    def _chatty(self, speech: Speech) -> Speech:
        """Prints, and then speaks well."""
        sys.stdout.write('{"error": "this is not an answer"}\n')
        os.write(1, b"\x00\xff garbage\n" * 10_000)
        sys.stderr.write("Audio saved\n")
        return speech

    def _second(self, speech: Speech) -> Speech:
        """Fails the first time."""
        if len(Path(os.environ["FAULTY_ATTEMPTS"]).read_text().splitlines()) == 1:
            raise ValueError("not yet")
        return speech

    # --- what comes back and is wrong ---

    def _silent(self, speech: Speech) -> Speech:
        return replace(speech, pcm=bytes(len(speech.pcm)))

    def _empty(self, speech: Speech) -> Speech:
        return replace(speech, pcm=b"")

    def _odd(self, speech: Speech) -> Speech:
        return replace(speech, pcm=speech.pcm + b"\x00")

    def _other(self, speech: Speech) -> Speech:
        return replace(speech, voice=TONE)

    def _half(self, speech: Speech) -> Speech:
        """The second half of the sound is missing; the words' times tell."""
        return replace(speech, pcm=speech.pcm[: speech.samples // 2 * 2])

    def _clipped(self, speech: Speech) -> Speech:
        """The same, with no time beyond the end."""
        half = self._half(speech)
        words = tuple(
            it._replace(
                start=Samples(min(it.start, half.samples)), end=Samples(min(it.end, half.samples))
            )
            for it in speech.words
        )
        return replace(half, words=words)

    def _squeezed(self, speech: Speech) -> Speech:
        """The same, with all times squeezed into what is there."""
        half = self._half(speech)
        words = tuple(
            it._replace(start=Samples(it.start // 2), end=Samples(it.end // 2))
            for it in speech.words
        )
        return replace(half, words=words)

    def _hole(self, speech: Speech) -> Speech:
        """Silence where four words in the middle should be."""
        start, end = speech.words[4].start * 2, speech.words[8].start * 2
        return replace(speech, pcm=speech.pcm[:start] + bytes(end - start) + speech.pcm[end:])

    def _endless(self, speech: Speech) -> Speech:
        return replace(speech, pcm=speech.pcm * 20)

    def _hasty(self, speech: Speech) -> Speech:
        """The sound is right, its sample rate is not."""
        return replace(speech, rate=Hertz(speech.rate * 4))

    def _swift(self, speech: Speech) -> Speech:
        """Twice the right rate, and spoken so slowly that the length is plausible."""
        slow = ToneEngine().speak(replace(self._asked, voice=TONE, rate=self._asked.rate * 6 // 10))
        return replace(slow, voice=speech.voice, rate=Hertz(speech.rate * 2))

    def _drowsy(self, speech: Speech) -> Speech:
        """Half the right rate."""
        return replace(speech, rate=Hertz(speech.rate // 2))

    def _hiss(self, speech: Speech) -> Speech:
        """Noise, as long and as loud as speech."""
        return replace(speech, pcm=random.Random(1).randbytes(len(speech.pcm)))  # noqa: S311

    def _lazy(self, speech: Speech) -> Speech:
        """Leaves out the end of what is said of the bridge, and tells no times of its own."""
        if "bridge" in self._asked.text:
            kept = self._asked.text[: len(self._asked.text) * 5 // 8]
            speech = ToneEngine().speak(replace(self._asked, voice=TONE, text=kept))
        words = estimate_words(self._asked.text, speech.pcm, speech.rate)
        return replace(speech, voice="lazy", words=words, exact=False)

    def _rateless(self, speech: Speech) -> Speech:
        return replace(speech, rate=Hertz(0))

    def _wordless(self, speech: Speech) -> Speech:
        return replace(speech, words=())

    def _careless(self, speech: Speech) -> Speech:
        """A word is not told of."""
        return replace(speech, words=speech.words[:-1])

    def _muddled(self, speech: Speech) -> Speech:
        """Two words have changed places in time."""
        one, other, *rest = speech.words
        one, other = (
            one._replace(start=other.start, end=other.end),
            other._replace(start=one.start, end=one.end),
        )
        return replace(speech, words=(one, other, *rest))
