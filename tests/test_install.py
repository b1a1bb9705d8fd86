"""The project as others get it: a wheel, elsewhere, on every Python that is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WINDOWS = os.name == "nt"


def find_python(version: str) -> str:
    """An interpreter of this version; skips the test where there is none."""
    candidates = [shutil.which(f"python{version}"), *_list_pyenv(version)]
    for path in filter(None, candidates):
        done = subprocess.run(
            [path, "-c", "import sys; print(sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.stdout.strip() == str(tuple(map(int, version.split(".")))):
            return path
    pytest.skip(f"there is no Python {version} here")


def _list_pyenv(version: str) -> list[str]:
    """pyenv's own copies: its shims refuse versions that are not switched on."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    return [str(path) for path in sorted(root.glob(f"{version}.*/bin/python"))]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("presscast-*.whl")
    return built


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_wheel_installs_and_speaks_elsewhere(wheel: Path, tmp_path: Path, version: str) -> None:
    """A new environment outside the repository lays out a show and renders it for real."""
    environment = tmp_path / "environment"
    subprocess.run([find_python(version), "-m", "venv", str(environment)], check=True)
    binaries = environment / ("Scripts" if WINDOWS else "bin")
    install = [str(binaries / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(install, check=True)
    program = str(binaries / "presscast")
    cache = os.environ | {"PRESSCAST_CACHE": str(tmp_path / "cache")}
    (tmp_path / "words.txt").write_text("Anna: Is this the new one?\n\nBen: It is. It speaks.\n")
    done = subprocess.run(
        [program, "render", "words.txt"],
        cwd=tmp_path,
        env=cache,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    mp3 = tmp_path / done.stdout.strip()
    assert mp3.stat().st_size > 200_000
    assert subprocess.run([program, "doctor"], cwd=tmp_path, env=cache, check=False).returncode == 0
