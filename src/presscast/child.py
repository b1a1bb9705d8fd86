"""Work done in a process of its own: it takes none of our memory, nor holds up what runs beside."""

import subprocess
import sys

from presscast.errors import OutputError


def run_child(program: str, *arguments: str, stdin: bytes = b"") -> bytes:
    """What a Python program writes to standard output. Raises OutputError where it fails."""
    done = subprocess.run(
        # -P: a show's folder may hold a file that is called like one of our modules.
        [sys.executable, "-P", "-c", program, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise OutputError(f"what is built in could not be made ({last})")
    return done.stdout
