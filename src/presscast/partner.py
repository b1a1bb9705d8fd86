"""An object in a process of its own, for work that is Python from end to end: of a process's
threads only one at a time can do any.

Its methods, and those of what it holds, are called by name ("read", "press.finish"), one after the
other. What passes is pickled: nobody can write into the pipes but the two processes.
"""

import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from operator import attrgetter
from typing import IO, Any, Self, cast

from presscast.errors import OutputError
from presscast.memory import collect_seldom

_PROGRAM = "import sys; from presscast.partner import serve; serve(*sys.argv[1:])"


def open_editor() -> "Partner":
    """What reads scripts and writes the files of their episodes, one after the other."""
    return Partner("presscast.editor", "Editor")


class Partner:
    """The other process, and the object in it, which lasts until the block ends."""

    def __init__(self, module: str, name: str) -> None:
        """The object will be one of this class of that module."""
        self._object = (module, name)
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: IO[bytes]
        self._answers: IO[bytes]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @contextmanager
    def attend(self) -> Iterator[None]:
        """Should the block fail, the process ends, whatever it is at: it can be started again."""
        try:
            yield
        except BaseException:
            self._end()
            raise

    def start(self) -> None:
        """Start the process, unless it runs. Raises OutputError."""
        if self._process is not None:
            return
        try:
            self._process = subprocess.Popen(
                # -P: a show's folder may hold a file that is called like one of our modules.
                [sys.executable, "-P", "-c", _PROGRAM, *self._object],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Ctrl-C is for whoever has started it, who then ends it.
                start_new_session=True,
            )
        except OSError as error:
            what = f"no process can be started ({error.strerror})"
            raise OutputError(what, remedy="Close other programs.") from error
        self._orders = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def _end(self) -> None:
        # At once: two threads may find that it is over.
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (self._orders, self._answers):
            with suppress(OSError):
                pipe.close()

    def ask(self, method: str, *arguments: object) -> None:
        """Have a method called; what it raises, the next `call` raises in place of its own."""
        self._order(method, arguments, False)

    def call(self, method: str, *arguments: object) -> Any:
        """What a method returns. Raises what it raises.

        Should anything else end the waiting, the process ends: its answer would be taken for the
        next.
        """
        self._order(method, arguments, True)
        with self.attend():
            answer, problem = self._await()
        if problem is not None:
            raise problem
        return answer

    def _await(self) -> Any:
        try:
            return pickle.load(self._answers)  # noqa: S301
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            what = "the process that reads scripts and writes files has ended"
            raise OutputError(what, remedy="Render again.") from None

    def _order(self, *order: object) -> None:
        with suppress(OSError, ValueError):  # who has ended is missed where an answer is awaited
            pickle.dump(order, self._orders, pickle.HIGHEST_PROTOCOL)
            self._orders.flush()


def serve(module: str, name: str) -> None:
    """What the other process does, until nobody can ask any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows knows no sessions
    orders = cast("IO[bytes]", sys.stdin.buffer)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # where anything else is printed
    collect_seldom()
    served = getattr(import_module(module), name)()
    problem = None
    while True:
        try:
            method, arguments, is_awaited = pickle.load(orders)  # noqa: S301
        except (EOFError, pickle.UnpicklingError):  # in the middle of an order as well
            os._exit(0)
        answer = None
        try:
            answer = None if problem else attrgetter(method)(served)(*arguments)
        except Exception as error:
            error.add_note("".join(traceback.format_exception(error)))
            problem = error
        if is_awaited:
            try:
                pickle.dump((answer, problem), answers)
                answers.flush()
            except BrokenPipeError:  # whoever has asked was killed meanwhile
                os._exit(0)
            problem = None
