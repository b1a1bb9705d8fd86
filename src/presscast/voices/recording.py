"""A recording: utterances are spoken several at once, and heard in the order of the script."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from queue import Empty, SimpleQueue
from typing import Self

from presscast.errors import PresscastError, SpeechError
from presscast.model import Casting, Take, Utterance
from presscast.voices.booth import Booth, report_failure
from presscast.voices.cache import SpeechCache
from presscast.voices.checks import is_cut, is_prose

LOOK_SECONDS = 0.5
"""How often the main thread looks up: Windows tells it of Ctrl-C only between two waits."""

_PEERS = 9
"""Texts of a voice that the length of its others is held against."""

Asked = tuple[Utterance, int]
"""What somebody has been asked to say, and the number of that order."""


def record(
    utterances: Sequence[Utterance], cache: SpeechCache, *, jobs: int, force: bool = False
) -> list[Take]:
    """Every utterance spoken, in order; see `Recording.hear`."""
    with Booth(cache, force=force) as booth, Recording(booth, jobs) as recording:
        return list(recording.hear(deque(map(recording.ask, utterances))))


class Recording:
    """Utterances that are being spoken, so many at once, in the order in which they were asked for.

    It ends the booth's work with its own. An order is a number, and its answer lies in one place
    for all: thousands of futures, each with a lock, would be there for as long as an episode.
    """

    def __init__(self, booth: Booth, jobs: int) -> None:
        self._booth = booth
        self._numbers = count()
        self._orders: SimpleQueue[tuple[Utterance, int] | None] = SimpleQueue()
        self._takes: dict[int, Take] = {}
        self._failed: list[BaseException] = []
        self._answered = threading.Condition()
        self._jobs = jobs
        for _ in range(jobs):
            threading.Thread(target=self._follow_orders, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        # After a failure or Ctrl-C nobody waits for the rest, but a thread that is told; after
        # success there is none.
        with suppress(Empty):
            while True:
                self._orders.get_nowait()
        for _ in range(self._jobs):
            self._orders.put(None)
        self._booth.interrupt()
        with self._answered:
            self._failed.append(SpeechError("the recording is over"))
            self._answered.notify_all()

    def ask(self, utterance: Utterance) -> Asked:
        """Have an utterance spoken as soon as a worker has time, if it has not been before.

        What has been is read here: a thread that plans leaves others little time to read anything.
        """
        number = next(self._numbers)
        take = None
        with suppress(PresscastError):  # whoever is to speak is told as well
            take = self._booth.recall(utterance)
        if take:
            self._takes[number] = take
        else:
            self._orders.put((utterance, number))
        return utterance, number

    def _follow_orders(self) -> None:
        while order := self._orders.get():
            utterance, number = order
            try:
                take = self._booth.take(utterance)
            except BaseException as error:  # whoever waits for any answer is told
                with self._answered:
                    self._failed.append(error)
                    self._answered.notify_all()
            else:
                with self._answered:
                    self._takes[number] = take
                    self._answered.notify_all()

    def hear(self, asked: deque[Asked]) -> Iterator[Take]:
        """Each of these as it has been spoken, in order; later ones are spoken meanwhile.

        What has been heard is taken out: nobody needs to hold the answers of ten hours. Raises
        SpeechError for an utterance that fails twice, whoever has asked for it; what was spoken
        stays cached. Speech that is short beside what its voice says otherwise counts as failed.
        """
        peers = _find_peers(asked)
        kept = {number for numbers in peers.values() for number in numbers}
        while asked:
            _, number = asked.popleft()
            [take] = self._await([number])
            others = () if take.exact else peers.get(take.utterance.casting, ())
            yield _mend(self._booth, take, self._await(others))
            if number not in kept:
                del self._takes[number]

    def _await(self, numbers: Sequence[int]) -> list[Take]:
        """The answers to these orders. Raises what any order has failed with."""
        with self._answered:
            while not self._failed and not all(it in self._takes for it in numbers):
                self._answered.wait(LOOK_SECONDS)
        if self._failed:
            raise self._failed[0]
        return [self._takes[it] for it in numbers]


def _find_peers(asked: Iterable[Asked]) -> dict[Casting, list[int]]:
    """The first long texts that each voice says, by which its others are judged."""
    peers: dict[Casting, list[int]] = {}
    for utterance, number in asked:
        own = peers.setdefault(utterance.casting, [])
        if len(own) < _PEERS and is_prose(utterance.text):
            own.append(number)
    return peers


def _mend(booth: Booth, take: Take, others: Sequence[Take]) -> Take:
    """The take, or another one if it is too short beside the others of its voice."""
    if not is_cut(take, others):
        return take
    take = booth.take(take.utterance, anew=True)
    if is_cut(take, others):
        what = "it is much shorter than what the same voice says otherwise: some must be missing"
        raise report_failure(take.utterance, what)
    return take
