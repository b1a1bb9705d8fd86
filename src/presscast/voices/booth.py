"""The booth: utterances are spoken in child processes, watched, checked, and tried once more."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

from presscast.errors import EngineError, PresscastError, SpeechError
from presscast.model import Casting, Speech, Take, Utterance
from presscast.show import VoiceSettings
from presscast.store import find_cache
from presscast.units import Hertz
from presscast.voices.cache import SpeechCache
from presscast.voices.checks import check_speech, is_cut, is_prose
from presscast.voices.engines import Engine, Options, Request, load_engine
from presscast.voices.watch import WatchedWorker
from presscast.words import shorten

_CALLED = 4
"""Workers that start before it is known whether anything is to be spoken; others when needed."""

_TRIES = 2

_LOOK_SECONDS = 0.5
"""How often the main thread looks up: Windows tells it of Ctrl-C only between two waits."""


_PEERS = 9
"""Texts of a voice that the length of its others is held against."""


def build_request(utterance: Utterance) -> Request:
    """What the engine is asked for an utterance."""
    casting = utterance.casting
    return Request(
        text=utterance.spoken.text,
        language=utterance.language,
        voice=casting.voice,
        rate=casting.rate,
        pitch=casting.pitch,
        hints=utterance.spoken.hints,
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


Asked = tuple[Utterance, "Future[Take]"]
"""What somebody has been asked to say, and what will be there when it is said."""


def record(
    utterances: Sequence[Utterance], cache: SpeechCache, *, jobs: int, force: bool = False
) -> list[Take]:
    """Every utterance spoken, in order; see `Recording.hear`."""
    with Booth(cache, force=force) as booth, Recording(booth, jobs) as recording:
        return list(recording.hear(deque(map(recording.ask, utterances))))


class Recording:
    """Utterances that are being spoken, so many at once, in the order in which they were asked for.

    It ends the booth's work with its own.
    """

    def __init__(self, booth: "Booth", jobs: int) -> None:
        self._booth = booth
        self._pool = ThreadPoolExecutor(max_workers=jobs)
        self._failed: list[Future[Take]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # After a failure or Ctrl-C nobody waits for the rest; after success all this is idle.
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._booth.interrupt()

    def ask(self, utterance: Utterance) -> Asked:
        """Have an utterance spoken as soon as a worker has time, if it has not been before.

        What has been is read here: a thread that plans leaves others little time to read anything.
        """
        task: Future[Take] = Future()
        with suppress(PresscastError):  # whoever is to speak is told as well
            if take := self._booth.recall(utterance):
                task.set_result(take)
                return utterance, task
        task = self._pool.submit(self._booth.take, utterance)
        task.add_done_callback(partial(_note_failure, self._failed))
        return utterance, task

    def hear(self, asked: deque[Asked]) -> Iterator[Take]:
        """Each of these as it has been spoken, in order; later ones are spoken meanwhile.

        What has been heard is taken out: nobody needs to hold the answers of ten hours. Raises
        SpeechError for an utterance that fails twice, whoever has asked for it; what was spoken
        stays cached. Speech that is short beside what its voice says otherwise counts as failed.
        """
        peers = _find_peers(asked)
        while asked:
            _, task = asked.popleft()
            [take] = _await_all([task], self._failed)
            others = () if take.exact else peers.get(take.utterance.casting, ())
            yield _mend(self._booth, take, _await_all(others, self._failed))


def _note_failure(failed: "list[Future[Take]]", task: "Future[Take]") -> None:
    if not task.cancelled() and task.exception():
        failed.append(task)


def _find_peers(asked: Iterable[Asked]) -> "dict[Casting, list[Future[Take]]]":
    """The first long texts that each voice says, by which its others are judged."""
    peers: dict[Casting, list[Future[Take]]] = {}
    for utterance, task in asked:
        own = peers.setdefault(utterance.casting, [])
        if len(own) < _PEERS and is_prose(utterance.spoken.text):
            own.append(task)
    return peers


def _await_all(tasks: Iterable["Future[Take]"], failed: "list[Future[Take]]") -> list[Take]:
    """What these tasks return. Raises what any task has failed with."""
    pending = set(tasks)
    while pending and not failed:
        _, pending = wait(pending, timeout=_LOOK_SECONDS, return_when=FIRST_EXCEPTION)
    return [task.result() for task in (*failed[:1], *tasks)]


def _mend(booth: "Booth", take: Take, others: Sequence[Take]) -> Take:
    """The take, or another one if it is too short beside the others of its voice."""
    if not is_cut(take, others):
        return take
    take = booth.take(take.utterance, anew=True)
    if is_cut(take, others):
        what = "it is much shorter than what the same voice says otherwise: some must be missing"
        raise _report(take.utterance, what)
    return take


def _report(
    utterance: Utterance,
    reason: str,
    remedy: str = 'Try another voice for the speaker; "presscast doctor" checks the engine.',
) -> SpeechError:
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


def open_booth(settings: VoiceSettings, jobs: int, force: bool = False) -> "Booth":
    """A booth whose workers start at once: with the show's engine, by which most will speak."""
    booth = Booth(SpeechCache(find_cache()), force=force)
    options = settings.find_options(settings.engine)
    booth.call_workers(settings.engine, options, min(jobs, _CALLED))
    return booth


class Booth:
    """Speaks utterances, a worker process a thread and engine."""

    def __init__(self, cache: SpeechCache, *, force: bool = False) -> None:
        """With `force` what is in the cache is spoken anew."""
        self._cache = cache
        self._force = force
        self._own = threading.local()
        self._workers: list[WatchedWorker] = []
        self._waiting: dict[_Key, list[WatchedWorker]] = {}
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

    def call_workers(self, engine: str, options: Options, number: int) -> None:
        """Have so many start while nobody needs them yet.

        What is wrong with the engine is told to the first who does.
        """
        with suppress(PresscastError):
            for _ in range(number):
                worker = self._start_worker(engine, options)
                self._waiting.setdefault((engine, options), []).append(worker)

    def take(self, utterance: Utterance, *, anew: bool = False) -> Take:
        """One utterance, checked. Raises SpeechError with its line and text."""
        take = None if anew else self.recall(utterance)
        if take is None:
            speech = self._speak(utterance, build_request(utterance))
            take = self._cache.store(self._locate(utterance), utterance, speech)
        return take

    def recall(self, utterance: Utterance) -> Take | None:
        """The utterance as it was spoken before; None where it is to be spoken."""
        return None if self._force else self._cache.load(self._locate(utterance), utterance)

    def _locate(self, utterance: Utterance) -> Path:
        request = build_request(utterance)
        engine = _load_engine(utterance.casting)
        return self._cache.locate(engine.name, engine.version(request.voice), request)

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
            raise _report(take.utterance, what, "Render again.") from error

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
        raise _report(utterance, "; then ".join(dict.fromkeys(reasons)))

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
            try:
                worker = self._waiting.get(key, []).pop()
            except IndexError:
                worker = self._start_worker(*key)
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
