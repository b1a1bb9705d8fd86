"""Files from a folder or a web address: checked, and continued where a connection was cut."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO, NamedTuple

from presscast.errors import EngineError
from presscast.files import report_disk

_TIMEOUT = 30.0
"""Seconds in which a server must send something."""

_MOST_CUTS = 5
"""Connections in a row that may break without a byte having come."""

_BLOCK = 1 << 18
_MOST_LISTED = 1 << 25
"""Bytes of a list of files."""

_NO_NETWORK = "Without a network, fetch the files elsewhere and name their folder: --from DIR"

OnBytes = Callable[[int], None]


class Wanted(NamedTuple):
    """A file as a catalogue describes it."""

    path: str
    """Below the source."""
    size: int
    """Bytes; 0 where nobody says."""
    md5: str
    """Empty where nobody says."""


class Source:
    """A folder or a web address that holds files."""

    def __init__(self, place: str) -> None:
        self.is_web = place.lower().startswith(("http://", "https://"))
        self._place = place.rstrip("/") if self.is_web else place

    def locate(self, path: str) -> str:
        """The whole address of a file."""
        return f"{self._place}/{path}" if self.is_web else str(Path(self._place) / path)

    def read(self, path: str) -> bytes | None:
        """A small file; None where there is none. Raises EngineError."""
        address = self.locate(path)
        with _explain(address):
            try:
                with self._open(address, 0) as (stream, _):
                    content = stream.read(_MOST_LISTED + 1)
            except FileNotFoundError:
                return None
            if len(content) > _MOST_LISTED:
                raise EngineError("this is too large for a list of voices", path=address)
            return content

    def fetch(self, wanted: Wanted, target: Path, on_bytes: OnBytes = lambda count: None) -> None:
        """Have the file at `target`, whole and as described. Raises EngineError, OutputError.

        What has come of it so far lies beside it, and a later call goes on from there.
        """
        part = target.with_name(f".{target.name}.part")
        with report_disk(part):
            part.parent.mkdir(parents=True, exist_ok=True)
        for again in (True, False):
            self._fill(wanted, part, on_bytes)
            if not wanted.md5 or _digest(part) == wanted.md5:
                break
            part.unlink()
            if not again:
                what = "what arrives does not have the checksum that the catalogue tells"
                raise EngineError(what, path=self.locate(wanted.path))
        with report_disk(target):
            part.replace(target)

    def _fill(self, wanted: Wanted, part: Path, on_bytes: OnBytes) -> None:
        """Go on until the part is as large as it should be."""
        address = self.locate(wanted.path)
        cuts = 0
        while True:
            before = _measure(part)
            if wanted.size and before == wanted.size:
                return
            if wanted.size and before > wanted.size:
                before = 0
            with _explain(address):
                try:
                    if self._append(address, part, before, wanted.size, on_bytes):
                        return
                except FileNotFoundError:
                    raise EngineError("there is no such file", path=address) from None
                except (ConnectionError, TimeoutError, HTTPException) as error:
                    cuts = cuts + 1 if _measure(part) <= before else 0
                    if cuts >= _MOST_CUTS:
                        raise EngineError(
                            f"the connection broke {cuts} times ({error or type(error).__name__})",
                            path=address,
                            remedy="Run the command again: it goes on where it broke off.",
                        ) from error

    def _append(self, address: str, part: Path, start: int, size: int, on_bytes: OnBytes) -> bool:
        """Add what comes to the part; whether that is all. A server may begin anew."""
        with self._open(address, start) as (stream, begins):
            count = begins
            with report_disk(part):
                file = part.open("r+b" if begins else "wb", buffering=0)
            with file:
                file.seek(begins)
                while block := stream.read(_BLOCK):
                    count += len(block)
                    if size and count > size:
                        raise EngineError(f"this is longer than {size} bytes", path=address)
                    with report_disk(part):
                        while block:
                            block = block[file.write(block) :]
                    on_bytes(count)
        if size and count < size:
            raise ConnectionError(f"{count} of {size} bytes")
        return True

    @contextmanager
    def _open(self, address: str, start: int) -> Iterator[tuple[IO[bytes], int]]:
        """(what the file holds from a byte on, which byte that is). Raises FileNotFoundError."""
        if not self.is_web:
            with open(address, "rb") as file:
                file.seek(start)
                yield file, start
            return
        request = urllib.request.Request(address, headers={"User-Agent": "presscast"})  # noqa: S310
        if start:
            request.add_header("Range", f"bytes={start}-")
        try:
            answer = urllib.request.urlopen(request, timeout=_TIMEOUT)  # noqa: S310
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                raise FileNotFoundError(address) from None
            if error.code != 416:
                raise
            start = 0  # what lies here is not what the server has
            request.remove_header("Range")
            answer = urllib.request.urlopen(request, timeout=_TIMEOUT)  # noqa: S310
        with answer:
            goes_on = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(
                f"bytes {start}-"
            )
            yield answer, start if goes_on else 0


@contextmanager
def _explain(address: str) -> Iterator[None]:
    """Turn what a network or a disk refuses into a sentence."""
    try:
        yield
    except urllib.error.HTTPError as error:
        what = f"the server answers {error.code} {error.reason}"
        raise EngineError(what, path=address) from error
    except urllib.error.URLError as error:
        what = f"the server cannot be reached ({error.reason})"
        raise EngineError(what, path=address, remedy=_NO_NETWORK) from error
    except (ConnectionError, TimeoutError, HTTPException) as error:
        what = f"the connection broke ({error or type(error).__name__})"
        raise EngineError(what, path=address) from error
    except OSError as error:
        raise EngineError(f"cannot be read ({error.strerror or error})", path=address) from error


def _measure(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _digest(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
