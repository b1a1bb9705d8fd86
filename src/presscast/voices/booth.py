"""The booth: utterances are spoken in child processes, watched, checked, and tried once more."""

import threading
from contextlib import suppress
from functools import lru_cache
from typing import Self

from presscast.errors import EngineError, PresscastError, SpeechError
from presscast.model import Casting, Speech, Take, Utterance
from presscast.show import VoiceSettings
from presscast.store import find_cache
from presscast.units import Hertz
from presscast.voices.cache import SpeechCache
from presscast.voices.checks import check_speech
from presscast.voices.engines import Engine, Options, Request, load_engine
from presscast.voices.spoken import find_spoken
from presscast.voices.spoken_text import SpokenText
from presscast.voices.watch import WatchedWorker
from presscast.words import shorten

_TRIES = 2


def build_request(utterance: Utterance, spoken: SpokenText) -> Request:
    """What the engine is asked for an utterance."""
    casting = utterance.casting
    return Request(
        text=spoken.text,
        language=utterance.language,
        voice=casting.voice,
        rate=casting.rate,
        pitch=casting.pitch,
        hints=spoken.hints,
    )


def _load_engine(casting: Casting) -> Engine:
    return load_engine(casting.engine, casting.options)


@lru_cache(maxsize=256)
def _find_brightness(casting: Casting) -> Hertz:
    """The voice's at this pitch, 0 where nobody has measured it."""
    wanted = (casting.voice.casefold(), casting.pitch)
    listed = _load_engine(casting).list_voices()
    found = (it.brightness for it in listed if (it.id.casefold(), it.setting) == wanted)
    return next(found, None) or Hertz(0)


def report_failure(
    utterance: Utterance,
    reason: str,
    remedy: str = 'Try another voice for the speaker; "presscast doctor" checks the engine.',
) -> SpeechError:
    """The error of an utterance that could not be spoken."""
    what = f'{utterance.speaker} could not be heard saying "{shorten(utterance.text, 60)}"'
    if utterance.turn < 0:
        what = f"the voice of {utterance.speaker} could not be tried out"
    return SpeechError(
        f"{what}: {reason}",
        line=utterance.line,
        remedy=remedy,
    )


_Key = tuple[str, Options]
"""An engine's name and its settings."""


def open_booth(settings: VoiceSettings, *, force: bool = False) -> "Booth":
    """A booth with a worker that starts before it is known whether anything is to be spoken, for
    the show's engine, by which most will speak; others start when they are needed."""
    booth = Booth(SpeechCache(find_cache()), force=force)
    booth.call_worker(settings.engine, settings.find_options(settings.engine))
    return booth


class Booth:
    """Speaks utterances, a worker process a thread and engine."""

    def __init__(self, cache: SpeechCache, *, force: bool = False) -> None:
        """With `force` what is in the cache is spoken anew."""
        self._cache = cache
        self._force = force
        self._own = threading.local()
        self._workers: list[WatchedWorker] = []
        self._waiting: dict[_Key, WatchedWorker] = {}
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.interrupt()
        for worker in self._workers:
            worker.release()

    def interrupt(self) -> None:
        """End all workers, in the middle of a word if need be, and start no more."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.end()

    def call_worker(self, engine: str, options: Options) -> None:
        """Have one start while nobody needs it yet.

        What is wrong with the engine is told to the first who does.
        """
        with suppress(PresscastError):
            self._waiting[engine, options] = self._start_worker(engine, options)

    def take(self, utterance: Utterance, *, anew: bool = False) -> Take:
        """One utterance, checked. Raises SpeechError with its line and text."""
        take = None if anew else self.recall(utterance)
        if take is None:
            take = self._find_speech(utterance, anew=anew or self._force)
            self._cache.keep(take, _load_engine(utterance.casting))
        return take

    def recall(self, utterance: Utterance) -> Take | None:
        """The utterance as it was taken before; None where nobody knows before it is spelt out."""
        engine = _load_engine(utterance.casting)
        return None if self._force else self._cache.recall(utterance, engine)

    def _find_speech(self, utterance: Utterance, *, anew: bool) -> Take:
        """The utterance as it was spoken before, or is now."""
        spoken = find_spoken(utterance)
        request = build_request(utterance, spoken)
        engine = _load_engine(utterance.casting)
        place = self._cache.locate(engine.name, engine.version(request.voice), request)
        kept = None if anew else self._cache.load(place, utterance, spoken)
        return kept or self._cache.store(place, utterance, spoken, self._speak(utterance, request))

    def read(self, take: Take) -> bytes:
        """The PCM of a take, spoken anew where what was kept is gone or damaged.

        Raises SpeechError where it is then another: its words have been placed already.
        """
        with suppress(OSError):
            return take.read_pcm()
        self.take(take.utterance, anew=True)
        try:
            return take.read_pcm()
        except OSError as error:
            what = "what was kept of it was damaged, and now it sounds otherwise"
            raise report_failure(take.utterance, what, "Render again.") from error

    def _speak(self, utterance: Utterance, request: Request) -> Speech:
        brightness = _find_brightness(utterance.casting)
        reasons = []
        for _ in range(_TRIES):
            worker = self._find_worker(utterance.casting)
            try:
                speech = worker.speak(request)
                check_speech(speech, request, brightness)
            except SpeechError as error:
                reasons.append(error.what)
                worker.end()
            else:
                return speech
        raise report_failure(utterance, "; then ".join(dict.fromkeys(reasons)))

    def _find_worker(self, casting: Casting) -> WatchedWorker:
        """This thread's worker for an engine, started if there is none or the last one ended."""
        own: dict[_Key, WatchedWorker] = self._own.__dict__.setdefault("workers", {})
        key = (casting.engine, casting.options)
        worker = own.get(key)
        if worker is not None and worker.ended:
            # Its files are closed here, by the only thread that uses them: without fork there is
            # a worker for each utterance.
            worker.end()
            worker.release()
            worker = None
        if worker is None:
            worker = self._waiting.pop(key, None) or self._start_worker(*key)
            own[key] = worker
        return worker

    def _start_worker(self, engine: str, options: Options) -> WatchedWorker:
        with self._lock:
            if self._closed:
                raise SpeechError("the booth is closed")
            try:
                worker = WatchedWorker(engine, options)
            except OSError as error:
                what = f'no process can be started for the engine "{engine}"'
                what += f" ({error.strerror})"
                raise EngineError(
                    what, remedy="Close other programs, or use fewer --jobs."
                ) from error
            self._workers.append(worker)
        return worker
