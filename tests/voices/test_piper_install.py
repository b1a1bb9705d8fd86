"""Voices are fetched from a folder or a real server, whole and checked, or not at all."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from presscast.errors import EngineError
from presscast.voices.engines import fetch
from presscast.voices.engines.piper import PiperEngine
from presscast.voices.engines.piper_install import install_voice, list_offers

from .file_server import FileServer, serve_files
from .tiny_voice import NAME, write_voice

Run = Callable[..., CompletedProcess[str]]

PLACE = f"en/en_US/tiny/low/{NAME}"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A copy of Piper's catalogue with one voice in it."""
    root = tmp_path / "catalogue"
    model = write_voice((root / PLACE).parent)
    (model.parent / "MODEL_CARD").write_text("Nobody's voice. Public domain.\n")
    files = {path: root / path for path in (f"{PLACE}.onnx", f"{PLACE}.onnx.json")}
    files[f"{PLACE.rpartition('/')[0]}/MODEL_CARD"] = model.parent / "MODEL_CARD"
    listed = {
        path: {
            "size_bytes": file.stat().st_size,
            "md5_digest": hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest(),
        }
        for path, file in files.items()
    }
    entry = {"key": NAME, "language": {"code": "en_US"}, "quality": "low", "files": listed}
    (root / "voices.json").write_text(json.dumps({NAME: entry}))
    return root


@pytest.fixture(autouse=True)
def voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of voices."""
    monkeypatch.setenv("PRESSCAST_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


@pytest.fixture
def server(catalogue: Path) -> Iterator[FileServer]:
    with serve_files(catalogue) as running:
        yield running


def check_installed(voices: Path, catalogue: Path) -> None:
    """All of the voice is there, and nothing else."""
    assert sorted(path.name for path in voices.iterdir()) == [
        *(f"{NAME}.MODEL_CARD.txt", f"{NAME}.onnx", f"{NAME}.onnx.json", f"{NAME}.presscast.json"),
    ]
    assert (voices / f"{NAME}.onnx").read_bytes() == (catalogue / f"{PLACE}.onnx").read_bytes()
    assert [voice.id for voice in PiperEngine().list_voices()] == [f"{NAME}#low", f"{NAME}#high"]


@pytest.mark.slow
def test_a_voice_comes_from_a_server(server: FileServer, voices: Path, catalogue: Path) -> None:
    """With its settings and its licence; how it sounds is measured."""
    assert install_voice(NAME, server.url) == voices / f"{NAME}.onnx"
    check_installed(voices, catalogue)
    low, high = PiperEngine().list_voices()
    assert (low.language, low.accent, low.sex, high.sex) == (
        *("en-us", "United States", "male", "female"),
    )
    assert low.pitch
    assert high.pitch == pytest.approx(2 * low.pitch, rel=0.02)


@pytest.mark.slow
def test_a_voice_comes_from_a_folder(voices: Path, catalogue: Path) -> None:
    """A copy of the catalogue on a stick."""
    install_voice(NAME, str(catalogue))
    check_installed(voices, catalogue)


@pytest.mark.slow
def test_a_folder_may_just_hold_voices(voices: Path, catalogue: Path) -> None:
    """Without a catalogue, and so without checksums."""
    install_voice(NAME, str((catalogue / PLACE).parent))
    assert PiperEngine().has_voice(f"{NAME}#low")


@pytest.mark.slow
@pytest.mark.parametrize("knows_ranges", [True, False])
def test_a_broken_connection_is_taken_up_where_it_broke(
    knows_ranges: bool, voices: Path, catalogue: Path
) -> None:
    """From the next byte on; from the first where the server knows no ranges."""
    with serve_files(catalogue, knows_ranges=knows_ranges) as server:
        server.breaks = [1_000, 500]
        install_voice(NAME, server.url)
    check_installed(voices, catalogue)
    asked = [wanted for path, wanted in server.asked if path.endswith(".onnx")]
    assert asked == ["", "bytes=1000-", "bytes=1500-" if knows_ranges else "bytes=500-"]


@pytest.mark.slow
def test_a_later_run_goes_on_where_the_last_one_gave_up(
    server: FileServer, voices: Path, catalogue: Path
) -> None:
    """After five connections that brought nothing it says so; what came before is kept."""
    server.breaks = [1_000, *[0] * 20]
    with pytest.raises(EngineError, match="the connection broke 5 times") as caught:
        install_voice(NAME, server.url)
    assert "goes on where it broke off" in str(caught.value)
    assert not PiperEngine().list_voices()
    server.breaks.clear()
    server.asked.clear()
    install_voice(NAME, server.url)
    check_installed(voices, catalogue)
    assert (f"/{PLACE}.onnx", "bytes=1000-") in server.asked


def test_a_wrong_checksum_is_fetched_anew_once_and_then_refused(
    server: FileServer, voices: Path, catalogue: Path
) -> None:
    """Nothing of it stays."""
    model = catalogue / f"{PLACE}.onnx"
    content = bytearray(model.read_bytes())
    content[100] ^= 1
    model.write_bytes(content)
    with pytest.raises(EngineError, match="does not have the checksum"):
        install_voice(NAME, server.url)
    assert [path for path, _ in server.asked].count(f"/{PLACE}.onnx") == 2
    assert not list(voices.glob("*.onnx"))
    assert not list(voices.glob(".*.part"))


@pytest.mark.slow
def test_a_part_that_is_none_is_mended(server: FileServer, voices: Path, catalogue: Path) -> None:
    """Bytes of something else, as many as there should be or fewer or more."""
    whole = (catalogue / f"{PLACE}.onnx").stat().st_size
    voices.mkdir()
    for size in (100, whole, whole + 100):
        (voices / f".{NAME}.onnx.part").write_bytes(bytes(size))
        install_voice(NAME, server.url)
        check_installed(voices, catalogue)


def test_a_file_that_is_longer_than_told_is_refused(server: FileServer, catalogue: Path) -> None:
    """However much a server would send."""
    model = catalogue / f"{PLACE}.onnx"
    model.write_bytes(model.read_bytes() * 2)
    with pytest.raises(EngineError, match="this is longer than"):
        install_voice(NAME, server.url)


def test_an_unknown_name_comes_with_the_nearest(catalogue: Path) -> None:
    """As everywhere."""
    with pytest.raises(EngineError, match=f'no voice "en_US-tinny-low" .* Did you mean "{NAME}"'):
        install_voice("en_US-tinny-low", str(catalogue))


def test_a_missing_file_and_a_missing_catalogue_are_named(
    server: FileServer, catalogue: Path, tmp_path: Path
) -> None:
    """By their whole address."""
    (catalogue / f"{PLACE}.onnx").unlink()
    with pytest.raises(EngineError, match="there is no such file") as caught:
        install_voice(NAME, server.url)
    assert str(caught.value).startswith(f"{server.url}/{PLACE}.onnx:")
    (catalogue / "voices.json").unlink()
    with pytest.raises(EngineError, match="there is no catalogue here"):
        list_offers(server.url)
    with pytest.raises(EngineError, match=r"neither a voices\.json nor a voice"):
        list_offers(str(tmp_path))


@pytest.mark.parametrize(
    "content", ["<html>", "[]", '{"x": {}}', '{"x": {"language": {"code": "en"}, "files": {}}}']
)
def test_what_is_no_catalogue_is_refused(content: str, catalogue: Path) -> None:
    """A page of a login, another JSON."""
    (catalogue / "voices.json").write_text(content)
    with pytest.raises(EngineError, match="this is no catalogue of Piper's"):
        list_offers(str(catalogue))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/b", ".hidden", ""])
def test_no_voice_lies_outside_the_folder(name: str, catalogue: Path) -> None:
    """Whatever a catalogue calls it."""
    listed = json.loads((catalogue / "voices.json").read_text())
    (catalogue / "voices.json").write_text(json.dumps({name: listed[NAME]}))
    with pytest.raises(EngineError, match="not called after it"):
        list_offers(str(catalogue))


def test_what_is_no_voice_is_not_there_afterwards(catalogue: Path, voices: Path) -> None:
    """A file that onnxruntime does not take."""
    folder = (catalogue / PLACE).parent
    (folder / f"{NAME}.onnx").write_bytes(b"this is no model")
    with pytest.raises(EngineError, match="this is no Piper voice"):
        install_voice(NAME, str(folder))
    assert not PiperEngine().list_voices()
    assert not PiperEngine().has_voice(f"{NAME}#low")


def test_no_network_says_what_to_do(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way without one."""
    monkeypatch.setattr(fetch, "_TIMEOUT", 1)
    with serve_files(catalogue) as server:
        url = server.url
    with pytest.raises(EngineError, match="the server cannot be reached") as caught:
        list_offers(url)
    assert "--from DIR" in str(caught.value)


@pytest.mark.slow
def test_a_full_disk_is_one_sentence(
    server: FileServer, presscast: Run, tmp_path: Path, voices: Path
) -> None:
    """No part of a voice counts as one."""
    resource = pytest.importorskip("resource", reason="needs POSIX limits")
    done = presscast(
        *("voices", "install", NAME, "--from", server.url),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000)),
    )
    assert done.returncode == 1
    assert "cannot be written (File too large)" in done.stderr
    assert not list(voices.glob("*.onnx"))


@pytest.mark.slow
def test_the_command_installs_lists_and_casts(
    server: FileServer, presscast: Run, tmp_path: Path
) -> None:
    """What it prints is the path of the model, and what can be had."""
    listed = presscast("voices", "install", "--from", server.url).stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["NAME", "LANGUAGE"], [NAME, "en-us"]]
    assert presscast("voices", "install", "--from", server.url, "--language", "fr").stdout == (
        "NAME  LANGUAGE  SIZE\n"
    )
    done = presscast("voices", "install", NAME, "--from", server.url)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'voices' / NAME}.onnx\n")
    rows = json.loads(presscast("voices", "--engine", "piper", "--json").stdout)
    assert [row["voice"] for row in rows] == [f"piper:{NAME}#low", f"piper:{NAME}#high"]


@pytest.mark.slow
def test_without_piper_the_command_says_how_to_get_it(catalogue: Path, tmp_path: Path) -> None:
    """Before anything is fetched."""
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "real = metadata.version\n"
        "def version(name):\n"
        "    if name == 'piper-tts':\n"
        "        raise metadata.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "metadata.version = version\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "presscast", "voices", "install", NAME, "--from", str(catalogue)],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "piper-tts is not installed. Install it: pip install presscast[piper]\n"
