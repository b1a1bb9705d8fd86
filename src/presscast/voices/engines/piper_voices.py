"""Piper's voices on this machine: where they lie, and what was measured of them."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from presscast.errors import EngineError
from presscast.files import write_whole
from presscast.model import Sex, Voice
from presscast.units import Hertz

_MOST_SPEAKERS = 16
"""Speakers of a model that are measured and listed; some hold 900."""


@dataclass(frozen=True, slots=True)
class PiperVoiceFile:
    """A model of one or several speakers that was installed."""

    name: str
    """Such as `en_US-lessac-medium`."""
    language: str
    """BCP 47, lower case."""
    accent: str
    digest: str
    """SHA-256 of the model and its settings."""
    pace: int
    """Words a minute that the model speaks by itself."""
    speakers: tuple[tuple[str, str, int, int], ...]
    """(id of a voice, sex, pitch, brightness)."""

    @property
    def model(self) -> Path:
        """The ONNX file; Piper's settings lie beside it, with `.json` at the end."""
        return find_folder() / f"{self.name}.onnx"


def find_folder() -> Path:
    """Where voices lie: PRESSCAST_VOICES, else `voices` in the user's own folder for presscast."""
    from platformdirs import user_data_path

    named = os.environ.get("PRESSCAST_VOICES")
    if named:
        return Path(named).expanduser()
    return user_data_path("presscast", appauthor=False) / "voices"


def list_files() -> list[PiperVoiceFile]:
    """What was installed, by name; a description that cannot be read counts as absent."""
    found = (_read(path) for path in sorted(find_folder().glob("*.presscast.json")))
    return [file for file in found if file is not None and file.model.is_file()]


def find_file(voice: str) -> PiperVoiceFile | None:
    """The file that a voice is in; None where it was not installed."""
    name = voice.partition("#")[0]
    return next((file for file in list_files() if file.name == name), None)


def describe_voices(file: PiperVoiceFile) -> list[Voice]:
    """The voices of a file, for casting."""
    own = file.name.split("-")
    region = own[0].partition("_")[2]
    label = " ".join(part for part in (own[1].title() if own[1:] else "", region, *own[2:]) if part)
    return [
        Voice(
            id=voice,
            label=f"{label} {voice.partition('#')[2]}".strip(),
            sex=Sex(sex),
            accent=file.accent,
            language=file.language,
            pitch=Hertz(pitch),
            brightness=Hertz(brightness),
            family=voice,
        )
        for voice, sex, pitch, brightness in file.speakers
    ]


def list_speakers(name: str, settings: dict[str, Any]) -> dict[str, int | None]:
    """Voice -> number of its speaker in the model, for those that are listed."""
    speakers = settings.get("speaker_id_map") or {}
    if settings.get("num_speakers", 1) <= 1 or not speakers:
        return {name: None}
    listed = list(speakers.items())[:_MOST_SPEAKERS]
    return {f"{name}#{speaker}": number for speaker, number in listed}


def read_settings(model: Path) -> dict[str, Any]:
    """Piper's settings of a model. Raises EngineError."""
    path = Path(f"{model}.json")
    try:
        settings = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(f"these are no settings of a voice ({error})", path=path) from error
    if not isinstance(settings, dict):
        raise EngineError("these are no settings of a voice", path=path)
    return settings


def read_language(name: str, settings: dict[str, Any]) -> tuple[str, str]:
    """(BCP 47 in lower case, accent): the settings' own, else what the name says."""
    language = settings.get("language") or {}
    code = language.get("code") or name.partition("-")[0]
    accent = language.get("country_english") or code.partition("_")[2] or code
    return code.replace("_", "-").lower(), accent


def digest_voice(model: Path) -> str:
    """SHA-256 of a model and its settings."""
    digest = hashlib.sha256(Path(f"{model}.json").read_bytes())
    with model.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def keep_description(file: PiperVoiceFile) -> None:
    """Write down what was found: from then on the voice is there. Raises OutputError."""
    content = json.dumps(asdict(file), ensure_ascii=False, indent=2)
    write_whole(find_folder() / f"{file.name}.presscast.json", content.encode() + b"\n")


def _read(path: Path) -> PiperVoiceFile | None:
    try:
        values = json.loads(path.read_text("utf-8"))
        values["speakers"] = tuple(map(tuple, values["speakers"]))
        return PiperVoiceFile(**values)
    except (OSError, ValueError, TypeError, KeyError):
        return None
