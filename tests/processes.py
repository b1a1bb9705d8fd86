"""Processes, as POSIX tells of them."""

import os
import subprocess


def list_children(pid: int) -> list[int]:
    """The processes that a process has started."""
    done = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in done.stdout.split()]


def is_alive(pid: int) -> bool:
    """Whether a process runs still."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
