"""Piper's catalogue of voices: what can be had, and how a voice gets onto this machine."""

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from presscast.errors import EngineError, suggest
from presscast.pace import FASTEST, SLOWEST, estimate_speech
from presscast.units import Hertz
from presscast.voices.engines.fetch import Source, Wanted
from presscast.voices.engines.piper import speak_plainly
from presscast.voices.engines.piper_model import load_model, name_versions
from presscast.voices.engines.piper_voices import (
    PiperVoiceFile,
    digest_voice,
    find_folder,
    keep_description,
    list_speakers,
    read_language,
    read_settings,
)
from presscast.voices.measure import measure_voice

CATALOGUE = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where Piper's makers keep the voices."""

_LIST = "voices.json"
_SUFFIXES = (".onnx", ".onnx.json", "MODEL_CARD")

_USUAL_PACE = 170
"""Words a minute of a voice in a language that we have no passage of; measured, en_US-joe 178."""

OnFile = Callable[[str, int, int], None]
"""(file, bytes so far, of how many)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that can be had."""

    name: str
    language: str
    """BCP 47, lower case."""
    files: tuple[Wanted, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(file.size for file in self.files)


def list_offers(place: str = CATALOGUE) -> dict[str, Offer]:
    """Name -> offer, of a web address or a folder. Raises EngineError.

    Both hold Piper's own layout with its voices.json; a folder may also just hold voices.
    """
    source = Source(place)
    listed = source.read(_LIST)
    if listed is None and not source.is_web:
        return _list_loose(Path(place))
    if listed is None:
        raise EngineError("there is no catalogue here", path=source.locate(_LIST))
    try:
        offers = [_read_offer(name, entry) for name, entry in json.loads(listed).items()]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        what = f"this is no catalogue of Piper's ({type(error).__name__}: {error})"
        raise EngineError(what, path=source.locate(_LIST)) from error
    return {offer.name: offer for offer in offers}


def install_voice(name: str, place: str = CATALOGUE, on_file: OnFile = lambda *_: None) -> Path:
    """Fetch a voice, have it speak, and note how it sounds; its model. Raises PresscastError."""
    name_versions()
    offers = list_offers(place)
    if name not in offers:
        remedy = suggest(name, offers) or '"presscast voices install" lists what can be had.'
        raise EngineError(f'there is no voice "{name}" to be had', path=place, remedy=remedy)
    model = find_folder() / f"{name}.onnx"
    # From here on the voice is not there, until it has been measured.
    model.with_name(f"{name}.presscast.json").unlink(missing_ok=True)
    for wanted in offers[name].files:
        file = PurePosixPath(wanted.path).name
        target = model.with_name(f"{name}.{file}.txt" if file == "MODEL_CARD" else file)

        def report(count: int, wanted: Wanted = wanted, file: str = file) -> None:
            on_file(file, count, wanted.size)

        Source(place).fetch(wanted, target, report)
    load_model.cache_clear()
    keep_description(_measure_file(name, model))
    return model


def _read_offer(name: str, entry: dict[str, Any]) -> Offer:
    wanted = [
        Wanted(path, int(described["size_bytes"]), str(described["md5_digest"]))
        for path, described in entry["files"].items()
        if path.endswith(_SUFFIXES)
    ]
    return _make_offer(name, str(entry["language"]["code"]), wanted)


def _list_loose(folder: Path) -> dict[str, Offer]:
    """The voices of a folder without a catalogue: nobody tells their checksums."""
    offers = {}
    for path in sorted(folder.glob("*.onnx")):
        if Path(f"{path}.json").is_file():
            wanted = [Wanted(f"{path.name}{suffix}", 0, "") for suffix in ("", ".json")]
            offers[path.stem] = _make_offer(path.stem, path.stem.partition("-")[0], wanted)
    if not offers:
        what = f"there is neither a {_LIST} nor a voice (NAME.onnx and NAME.onnx.json) here"
        raise EngineError(what, path=folder)
    return offers


def _make_offer(name: str, code: str, wanted: list[Wanted]) -> Offer:
    """Raises ValueError for names that would lie elsewhere than a voice should."""
    names = {PurePosixPath(file.path).name for file in wanted} - {"MODEL_CARD"}
    if not re.fullmatch(r"\w[\w.+-]*", name) or names != {f"{name}.onnx", f"{name}.onnx.json"}:
        raise ValueError(f'the files of "{name}" are not called after it')
    return Offer(name, code.replace("_", "-").lower(), tuple(wanted))


def _measure_file(name: str, model: Path) -> PiperVoiceFile:
    """Have every speaker of a model speak. Raises EngineError for what is no voice."""
    settings = read_settings(model)
    language, accent = read_language(name, settings)
    voice = load_model(model)
    passages = tomllib.loads((files(__package__) / "passages.toml").read_text("utf-8"))
    passage = passages.get(language.split("-")[0])
    rate = Hertz(voice.config.sample_rate)
    speakers = []
    pace = 0
    for speaker, number in list_speakers(name, settings).items():
        pcm = speak_plainly(passage or passages["en"], voice, number)
        measure = measure_voice(pcm, rate)
        speakers.append((speaker, measure.sex.value, measure.pitch, measure.brightness))
        if passage and not pace:
            pace = round(estimate_speech(passage, 100) * 100 * rate * 2 / (len(pcm) * 1000))
    return PiperVoiceFile(
        name=name,
        language=language,
        accent=accent,
        digest=digest_voice(model),
        pace=min(FASTEST, max(SLOWEST, pace or _USUAL_PACE)),
        speakers=tuple(speakers),
    )
