"""A web server of output/ for this machine alone: to listen and read, and to try a feed.

Sources: RFC 9110, sections 13 (conditions) and 14 (ranges); HTML, server-sent events; Fetch, CORS.
"""

import base64
import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import quote, unquote, urlsplit

from presscast.errors import OutputError
from presscast.output.media_types import find_type

HOST = "127.0.0.1"

_OWN_NAMES = {"127.0.0.1", "localhost", "::1"}
"""Another name in a request is that of a page elsewhere whose name was turned to this machine."""

_CHANGES = "/.changes"
"""The stream of events that a shown page listens to; no file has a hidden name here."""

_INTERVAL = 0.5
"""Seconds between two looks at a page that is shown."""

_PIECE = 1 << 16

_RELOAD = (
    f"new EventSource('{_CHANGES}?'+encodeURIComponent(location.pathname))"
    ".onmessage=()=>location.reload()"
)
_POLICY = re.compile(
    rb'(<meta http-equiv="Content-Security-Policy" content=")([^"<>]*?script-src )'
)


class PageServer(ThreadingHTTPServer):
    """Serves a folder on loopback, each client in a thread of its own."""

    daemon_threads = True
    # On Windows a port may be shared, and two servers would answer in turn.
    allow_reuse_address = os.name != "nt"

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder.resolve()
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            what = f"port {port} cannot be used ({error.strerror})"
            raise OutputError(what, remedy='Choose another with "--port", or 0 for any.') from error

    @property
    def url(self) -> str:
        """The address of the folder."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that goes away in the midst of a file is no error."""


@dataclass(frozen=True, slots=True)
class _Resource:
    """What is sent for an address."""

    file: IO[bytes]
    size: int
    tag: str
    """Its ETag."""
    changed: float
    """Seconds since 1970."""
    type: str


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server: PageServer
    protocol_version = "HTTP/1.1"
    server_version = "presscast"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Send a file, a part of it, or the changes of a page."""
        if not self._is_ours():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        parts = urlsplit(self.path)
        if parts.path == _CHANGES:
            self._send_changes(locate_file(self.server.folder, unquote(parts.query)))
            return
        path = locate_file(self.server.folder, parts.path)
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        elif path.is_dir():
            self._lead_to(path / f"{path.name}.html")
        else:
            self._send_file(path)

    def do_HEAD(self) -> None:
        """The same without its content."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing: whoever serves has asked for no log."""

    def version_string(self) -> str:
        """Who answers."""
        return self.server_version

    def _is_ours(self) -> bool:
        """Whether the request names this machine by a name that only this machine has."""
        with suppress(ValueError):
            return urlsplit(f"//{self.headers.get('Host', HOST)}").hostname in _OWN_NAMES
        return False

    def _send_file(self, path: Path) -> None:
        try:
            resource = _open(path)
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        with resource.file:
            if self._is_known(resource):
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self._describe(resource)
                self.end_headers()
                return
            asked = self.headers.get("Range") if self._is_range_wanted(resource) else None
            span = find_span(asked, resource.size)
            if span is None:
                self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, f"bytes */{resource.size}")
                return
            self._send_span(resource, span)

    def _send_span(self, resource: _Resource, span: range) -> None:
        whole = len(span) == resource.size
        self.send_response(HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT)
        self._describe(resource)
        self.send_header("Content-Type", resource.type)
        self.send_header("Content-Length", str(len(span)))
        if not whole:
            self.send_header("Content-Range", f"bytes {span.start}-{span.stop - 1}/{resource.size}")
        self.end_headers()
        if self.command == "HEAD":
            return
        resource.file.seek(span.start)
        left = len(span)
        while left and (piece := resource.file.read(min(left, _PIECE))):
            self.wfile.write(piece)
            left -= len(piece)
        # A file that was cut short since: the client is not left waiting for the rest.
        self.close_connection = self.close_connection or left > 0

    def _is_known(self, resource: _Resource) -> bool:
        known = [
            it.strip().removeprefix("W/") for it in self.headers.get("If-None-Match", "").split(",")
        ]
        return resource.tag in known or "*" in known

    def _is_range_wanted(self, resource: _Resource) -> bool:
        """Whether what the client has a part of is still what lies here."""
        condition = self.headers.get("If-Range")
        return condition in (None, resource.tag, formatdate(resource.changed, usegmt=True))

    def _describe(self, resource: _Resource) -> None:
        self._allow_origin()
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("ETag", resource.tag)
        self.send_header("Last-Modified", formatdate(resource.changed, usegmt=True))
        self.send_header("X-Content-Type-Options", "nosniff")

    def _allow_origin(self) -> None:
        """Players on this machine may read. Sites may not: what lies here may be unpublished."""
        self.send_header("Vary", "Origin")
        with suppress(ValueError):
            origin = self.headers.get("Origin")
            if origin is None or urlsplit(origin).hostname in _OWN_NAMES:
                self.send_header("Access-Control-Allow-Origin", "*")

    def _lead_to(self, page: Path) -> None:
        place = page.relative_to(self.server.folder).as_posix()
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", f"/{quote(place)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _refuse(self, status: HTTPStatus, range_: str = "") -> None:
        """One sentence, in which nothing stands that was asked for."""
        content = f"{status.phrase}.\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if range_:
            self.send_header("Content-Range", range_)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_changes(self, path: Path | None) -> None:
        """An event whenever a page has been written again, until its reader goes."""
        if path is None or not path.is_file():
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        with suppress(OSError):
            for event in _watch(path):
                self.wfile.write(event)


def locate_file(folder: Path, address: str) -> Path | None:
    """The file or the episode's folder at an address; None for what is not there or not ours.

    Nothing hidden is, nothing above the folder, and nothing that a link leads out of it to.
    """
    parts = [part for part in unquote(address, errors="surrogateescape").split("/") if part]
    for part in parts:
        # A backslash and a colon are part of a path on Windows: C:, a stream of a file.
        if part.startswith(".") or any(it in part for it in "\\:\0"):
            return None
    path = folder.joinpath(*parts or ["index.html"])
    try:
        real = path.resolve(strict=True)
        inside = real.relative_to(folder)
    except (OSError, ValueError, RuntimeError):
        return None
    if any(part.startswith(".") for part in inside.parts):
        return None
    return real if real.is_file() or real.is_dir() else None


def find_span(asked: str | None, size: int) -> range | None:
    """The bytes that a Range header asks for; all of them where it is none that we know.

    None where there are none there. Several ranges are answered with the whole.
    """
    match = re.fullmatch(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", asked or "")
    if match is None or not any(match.groups()):
        return range(size)
    first, last = match.groups()
    if not first:
        span = range(max(0, size - int(last)), size)
    elif last and int(last) < int(first):
        return range(size)
    else:
        span = range(int(first), min(size, int(last) + 1) if last else size)
    return span if len(span) else None


def _open(path: Path) -> _Resource:
    """A file as it is sent: a page with the line that has it loaded again. Raises OSError."""
    file = path.open("rb")
    state = os.fstat(file.fileno())
    type_ = find_type(path.name)
    size = state.st_size
    if type_ == "text/html":
        with file:
            content = _add_reload(file.read())
        file, size = BytesIO(content), len(content)  # type: ignore[assignment]
    if type_.startswith("text/"):
        type_ += "; charset=utf-8"
    tag = f'"{size:x}-{state.st_mtime_ns:x}"'
    return _Resource(file, size, tag, state.st_mtime, type_)


def _add_reload(page: bytes) -> bytes:
    """The page with a script that waits for changes, which its policy lets run."""
    digest = base64.b64encode(hashlib.sha256(_RELOAD.encode()).digest())
    page = _POLICY.sub(rb"\1connect-src 'self'; \2'sha256-" + digest + b"' ", page, count=1)
    head, end, tail = page.rpartition(b"</body>")
    return head + b"<script>" + _RELOAD.encode() + b"</script>" + end + tail


def _watch(path: Path) -> Iterator[bytes]:
    """An event for each time that a file is another; comments between, to learn who has gone."""
    before = _stamp(path)
    while True:
        time.sleep(_INTERVAL)
        now = _stamp(path)
        yield b": \n\n" if now in (before, 0) else b"data: changed\n\n"
        before = now or before


def _stamp(path: Path) -> int:
    """When a file was written; 0 while there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
