"""A server of files that knows ranges, and breaks connections when told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class FileServer(ThreadingHTTPServer):
    """Serves a folder; `breaks` is after how many bytes the next connections end."""

    daemon_threads = True

    def __init__(self, folder: Path, *, knows_ranges: bool) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.knows_ranges = knows_ranges
        self.breaks: list[int] = []
        self.asked: list[tuple[str, str]] = []
        """(path, range)."""

    @property
    def url(self) -> str:
        """The folder's address."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET."""

    server: FileServer

    def do_GET(self) -> None:
        """A file, or the rest of one."""
        wanted = self.headers.get("Range", "")
        self.server.asked.append((self.path, wanted))
        path = self.server.folder / self.path.lstrip("/")
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        start = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
        if not self.server.knows_ranges:
            start = 0
        elif wanted and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        until = None
        if self.server.breaks and path.suffix == ".onnx":
            until = start + self.server.breaks.pop(0)
        self.wfile.write(content[start:until])

    def log_message(self, *arguments: object) -> None:
        """Nothing on the console."""


@contextmanager
def serve_files(folder: Path, *, knows_ranges: bool = True) -> Iterator[FileServer]:
    """A server while the block runs."""
    with FileServer(folder, knows_ranges=knows_ranges) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
