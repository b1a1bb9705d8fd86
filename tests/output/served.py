"""A server of a folder, running beside a test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from presscast.output.server import HOST, PageServer


@contextmanager
def serve(folder: Path) -> Iterator[PageServer]:
    """The folder, on a port of its own."""
    with PageServer(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def ask(
    server: PageServer, path: str, method: str = "GET", **headers: str
) -> tuple[HTTPResponse, bytes]:
    """(the answer, its content) to a request whose path is sent as it stands.

    An underscore in a header's name stands for a hyphen.
    """
    connection = HTTPConnection(HOST, server.server_port, timeout=10)
    sent = {key.replace("_", "-"): value for key, value in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content
