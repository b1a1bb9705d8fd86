"""An object in another process: what it returns, what it raises, and how it ends."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from tests.processes import is_alive, list_children

from presscast.errors import OutputError
from presscast.partner import Partner


def test_an_object_keeps_its_state_and_answers_in_order() -> None:
    """However much passes."""
    with Partner("collections", "deque") as partner:
        partner.start()
        for number in range(1_000):
            partner.ask("append", [number] * 1_000)
        assert partner.call("count", [999] * 1_000) == 1
        assert partner.call("popleft") == [0] * 1_000
        assert partner.call("__len__") == 999


def test_what_it_holds_is_asked_by_a_name_with_dots() -> None:
    """However deep."""
    with Partner("pathlib", "Path") as partner:
        partner.start()
        assert partner.call("parent.parent.joinpath", "here").name == "here"


def test_what_it_raises_is_raised_here() -> None:
    """With where it happened; what was asked for before comes first."""
    with Partner("collections", "deque") as partner:
        partner.start()
        with pytest.raises(IndexError, match="pop from an empty deque") as caught:
            partner.call("pop")
        assert "partner.py" in "".join(caught.value.__notes__)
        partner.ask("rotate", "left")
        with pytest.raises(TypeError):
            partner.call("append", 1)


def test_what_it_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    """It goes where messages go."""
    with Partner("pdb", "Pdb") as partner:
        partner.start()
        assert partner.call("message", "said aloud") is None
    assert "said aloud" in capfd.readouterr().err


def test_one_that_has_ended_is_an_output_error_and_can_be_started_again() -> None:
    """It is nobody's bug: somebody killed it, or memory was short."""
    with Partner("os", "_Environ") as partner:
        partner.start()  # it cannot make its object
        with pytest.raises(OutputError, match="has ended"):
            partner.call("anything")
        partner.start()
        with pytest.raises(OutputError, match="has ended"):
            partner.call("anything")


@pytest.mark.skipif(sys.platform == "win32", reason="kills itself with a signal")
def test_it_ends_quietly_when_nobody_waits_any_more() -> None:
    """Whoever has asked was killed while it was at work; it says nothing where he would have."""
    program = (
        "import os, threading\n"
        "from presscast.partner import Partner\n"
        "partner = Partner('threading', 'Event')\n"
        "partner.start()\n"
        "partner.call('is_set')\n"
        "threading.Timer(0.2, os.kill, (os.getpid(), 9)).start()\n"
        "partner.call('wait', 0.6)\n"
    )
    # The pipe of what is said ends with the last process that holds it.
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == -9
    assert done.stderr == b""


def find_children() -> set[int]:
    """The processes that this one has started and that run still."""
    return {pid for pid in list_children(os.getpid()) if is_alive(pid)}


@pytest.mark.skipif(sys.platform == "win32", reason="needs ps")
def test_it_ends_with_the_block_and_with_what_fails() -> None:
    """Whatever it is at; it starts when it is told to, and once."""
    before = find_children()
    with Partner("collections", "deque") as partner:
        assert find_children() == before
        partner.start()
        partner.start()
        [first] = find_children() - before
        assert os.getsid(first) != os.getsid(0)  # Ctrl-C, which goes to all, is not for it
        with suppress(KeyboardInterrupt), partner.attend():
            partner.ask("extend", range(10**7))
            raise KeyboardInterrupt
        assert not is_alive(first)
        partner.start()
        assert partner.call("__len__") == 0
        [second] = find_children() - before
    assert not is_alive(second)
