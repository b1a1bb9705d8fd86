"""The web server of output/: what it sends, and what it never does."""

import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.output.served import ask, serve

from presscast.errors import OutputError
from presscast.output.server import HOST, PageServer, find_span, locate_file

SOUND = bytes(range(256)) * 40

PAGE = (
    b'<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src '
    b"'none'; script-src 'sha256-abc='\"><title>script-src </title><body><p>x</p></body>"
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with an episode and an index; beside it a secret."""
    folder = tmp_path / "output"
    (folder / "a b").mkdir(parents=True)
    (folder / "a b" / "a b.mp3").write_bytes(SOUND)
    (folder / "a b" / "a b.html").write_bytes(PAGE)
    (folder / "a b" / "a b.chapters.json").write_text("{}")
    (folder / "index.html").write_text("<!doctype html><title>all</title>")
    (folder / ".gitignore").write_text("secret")
    (folder / ".presscast-1-x").mkdir()
    (folder / ".presscast-1-x" / "part.mp3").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def test_a_file_comes_whole_with_its_type_and_head_without_content(output: Path) -> None:
    """Apple asks with HEAD; clients store what they got with its ETag."""
    with serve(output) as server:
        answer, content = ask(server, "/a%20b/a%20b.mp3")
        assert (answer.status, content) == (200, SOUND)
        assert answer.getheader("Content-Type") == "audio/mpeg"
        assert answer.getheader("Accept-Ranges") == "bytes"
        assert answer.getheader("Access-Control-Allow-Origin") == "*"
        head, nothing = ask(server, "/a%20b/a%20b.mp3", "HEAD")
        assert (head.status, nothing) == (200, b"")
        assert head.getheader("Content-Length") == str(len(SOUND))
        known, _ = ask(server, "/a%20b/a%20b.mp3", If_None_Match=answer.getheader("ETag") or "")
        assert known.status == 304
        chapters, _ = ask(server, "/a%20b/a%20b.chapters.json")
        assert chapters.getheader("Content-Type") == "application/json+chapters"


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=100-", 206, 100, len(SOUND)),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=-7", 206, len(SOUND) - 7, len(SOUND)),
        ("bytes=5-999999", 206, 5, len(SOUND)),
        ("bytes=-999999", 200, 0, len(SOUND)),
        ("bytes=9-5", 200, 0, len(SOUND)),
        ("bytes=0-1,4-5", 200, 0, len(SOUND)),
        ("lines=1-2", 200, 0, len(SOUND)),
    ],
)
def test_a_range_is_sent_as_asked(
    output: Path, asked: str, status: int, start: int, stop: int
) -> None:
    """What is no range that we know is answered with the whole."""
    with serve(output) as server:
        answer, content = ask(server, "/a%20b/a%20b.mp3", Range=asked)
    assert (answer.status, content) == (status, SOUND[start:stop])
    if status == 206:
        assert answer.getheader("Content-Range") == f"bytes {start}-{stop - 1}/{len(SOUND)}"


@pytest.mark.parametrize("asked", [f"bytes={len(SOUND)}-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(output: Path, asked: str) -> None:
    """With the size, so that the client can ask again."""
    with serve(output) as server:
        answer, _ = ask(server, "/a%20b/a%20b.mp3", Range=asked)
    assert answer.status == 416
    assert answer.getheader("Content-Range") == f"bytes */{len(SOUND)}"


def test_the_rest_of_another_version_is_never_sent(output: Path) -> None:
    """If-Range with an old tag or date gets the whole new file."""
    with serve(output) as server:
        first, _ = ask(server, "/a%20b/a%20b.mp3")
        for header in ("ETag", "Last-Modified"):
            condition = first.getheader(header) or ""
            same, _ = ask(server, "/a%20b/a%20b.mp3", Range="bytes=9-", If_Range=condition)
            assert same.status == 206
        other, content = ask(server, "/a%20b/a%20b.mp3", Range="bytes=9-", If_Range='"old"')
    assert (other.status, content) == (200, SOUND)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/a%20b/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "//../secret.txt",
        "/.gitignore",
        "/.presscast-1-x/part.mp3",
        "/C:/Windows/win.ini",
        "/c%3a%5cWindows%5cwin.ini",
        "/index.html::$DATA",
        "/out/secret.txt",
        "/out.txt",
        "/hidden.txt",
        "/%00",
        "/%ff%fe",
        "/" + "x" * 5000,
        "/" + "x/" * 5000,
    ],
)
def test_nothing_outside_the_folder_and_nothing_hidden_is_served(output: Path, path: str) -> None:
    """Not by dots, encoded dots, links that lead out, drive letters, or streams of a file."""
    (output / "out").symlink_to(output.parent)
    (output / "out.txt").symlink_to(output.parent / "secret.txt")
    (output / "hidden.txt").symlink_to(output / ".gitignore")
    with serve(output) as server:
        answer, content = ask(server, path)
    assert answer.status == 404
    assert content == b"Not Found.\n"


@settings(max_examples=300)
@given(st.text(st.sampled_from("./\\%2e5cf:~ab\0\u202e\udcff"), max_size=30))
def test_no_address_leads_out(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    """Whatever is asked for lies inside or is not there."""
    folder = tmp_path_factory.getbasetemp().resolve()
    found = locate_file(folder, address)
    assert found is None or found.is_relative_to(folder)


@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60))
def test_a_span_lies_inside_its_file(size: int, first: int, last: int) -> None:
    """And is as long as what is left from its first byte on allows."""
    for asked in (f"bytes={first}-{last}", f"bytes={first}-", f"bytes=-{last}"):
        span = find_span(asked, size)
        assert span is None or range(size)[span.start : span.stop] == span


def test_requests_under_a_strange_name_are_refused(output: Path) -> None:
    """A site whose name was turned to this machine reads nothing; nor does a site's own script."""
    with serve(output) as server:
        assert ask(server, "/", Host="evil.example")[0].status == 421
        for host in ("localhost:1", "[::1]:1", HOST):
            assert ask(server, "/", Host=host)[0].status == 200
        site, _ = ask(server, "/", Origin="https://evil.example")
        assert site.getheader("Access-Control-Allow-Origin") is None
        player, _ = ask(server, "/", Origin="http://localhost:3000")
        assert player.getheader("Access-Control-Allow-Origin") == "*"


def test_only_get_and_head_are_answered(output: Path) -> None:
    """Nothing can be written."""
    with serve(output) as server:
        for method in ("POST", "PUT", "DELETE"):
            assert ask(server, "/index.html", method)[0].status == 501


def test_it_listens_on_loopback_alone(output: Path) -> None:
    """Nobody on the network hears what is not published."""
    with serve(output) as server:
        assert server.server_address[0] == "127.0.0.1"


@pytest.mark.slow
def test_a_page_is_told_when_it_was_rendered_again(output: Path) -> None:
    """Its policy lets it listen; the file itself stays as it is."""
    page = output / "a b" / "a b.html"
    with serve(output) as server:
        answer, content = ask(server, "/a%20b/")
        assert (answer.status, answer.getheader("Location")) == (302, "/a%20b/a%20b.html")
        answer, content = ask(server, "/a%20b/a%20b.html")
        assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
        assert b"content=\"connect-src 'self'; default-src 'none'; script-src 'sha256-" in content
        assert b"<title>script-src </title>" in content
        assert content.endswith(b"location.reload()</script></body>")
        with socket.create_connection((HOST, server.server_port), timeout=10) as client:
            client.sendall(
                b"GET /.changes?%2Fa%2520b%2Fa%2520b.html HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            read = client.makefile("rb")
            assert b"200" in read.readline()
            threading.Timer(0.2, page.write_bytes, (PAGE + b" ",)).start()
            assert any(line == b"data: changed\n" for line in read)
        assert ask(server, "/.changes?%2F..%2Fsecret.txt")[0].status == 404


@pytest.mark.slow
def test_several_clients_are_served_at_once(output: Path) -> None:
    """One who reads slowly keeps nobody waiting."""
    (output / "large.wav").write_bytes(bytes(8_000_000))
    with serve(output) as server, ThreadPoolExecutor(8) as pool:
        slow = socket.create_connection((HOST, server.server_port), timeout=10)
        slow.sendall(b"GET /large.wav HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answers = list(pool.map(lambda _: ask(server, "/a%20b/a%20b.mp3"), range(32)))
        slow.close()
    assert all(content == SOUND for _, content in answers)


def test_a_port_in_use_is_one_sentence(output: Path) -> None:
    """With what to do."""
    with serve(output) as server, pytest.raises(OutputError) as caught:
        PageServer(output, server.server_port)
    assert str(caught.value).startswith(f"port {server.server_port} cannot be used (")
    assert '"--port"' in str(caught.value)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to whole consoles")
def test_ctrl_c_ends_it_without_a_word(output: Path) -> None:
    """It is the way to stop it."""
    (output.parent / "show.toml").write_text("")
    command = [sys.executable, "-m", "presscast", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=output.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        server.send_signal(2)
        assert server.communicate(timeout=20) == ("", "Press Ctrl-C to stop.\n")
    assert server.returncode == 0
