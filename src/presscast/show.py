"""show.toml -> Show. Every default stands here once; all problems of a file come together."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from presscast.errors import PresscastError, ShowError, raise_all, suggest
from presscast.pace import FASTEST, SLOWEST
from presscast.units import Lufs, Milliseconds

SHOW_FILE = "show.toml"

NO_JINGLE = "none"
"""What `intro` and `outro` say for an episode without."""


class ChapterSource(StrEnum):
    """What opens a chapter."""

    HEADINGS = "headings"
    """Headings; in a script without any, its sections and questions."""
    QUESTIONS = "questions"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Pauses:
    """The silence after each kind of thing said."""

    sentence: Milliseconds = Milliseconds(320)
    paragraph: Milliseconds = Milliseconds(600)
    speaker: Milliseconds = Milliseconds(750)
    chapter: Milliseconds = Milliseconds(1400)


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """[voices]: how the speakers speak, unless voices/cast.toml says otherwise."""

    engine: str = "pyttsx"
    rate: int = 160
    """Words a minute."""
    narrator: str = ""
    """The narrator's voice; empty for the catalogue's first."""
    pauses: Pauses = field(default_factory=Pauses)


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """[audio]: the jingles and the shape of the MP3."""

    intro: str = ""
    """A file, `none`, or empty for audio/intro.* and else the built-in one."""
    outro: str = ""
    channels: int = 1
    bitrate: int = 96
    """Kilobits a second."""


@dataclass(frozen=True, slots=True)
class LoudnessSettings:
    """[loudness]: how loud the speakers are."""

    target: Lufs = Lufs(-16.0)
    """As heard: a mono file is measured 3 LU lower on its single channel."""
    peak: float = -1.5
    """The highest sample that the limiter lets through, in dBFS."""


class LeftOut(StrEnum):
    """Kinds of text in a script that are not spoken unless show.toml asks for them."""

    ADVERTISEMENT = "advertisement"
    BOILERPLATE = "boilerplate"
    CAPTION = "caption"
    CODE = "code"
    CONTACT = "contact"
    CREDIT = "credit"
    END_MARK = "end mark"
    FOOTNOTE = "footnote"
    LINK = "link"
    MAIL_HEADER = "mail header"
    RELEASE_LINE = "release line"
    STAGE_DIRECTION = "stage direction"
    TABLE = "table"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, slots=True)
class ScriptSettings:
    """[script]: how scripts are read."""

    read_aloud: frozenset[str] = frozenset()
    """Kinds of text (`LeftOut`) that are spoken although they are usually left out."""
    languages: tuple[str, ...] = ()
    """The languages that a script may be in; empty for any."""


@dataclass(frozen=True, slots=True)
class ChapterSettings:
    """[chapters]: what opens one, and how short it may be."""

    source: ChapterSource = ChapterSource.HEADINGS
    minimum: Milliseconds = Milliseconds(20_000)
    """For chapters that no heading opens."""


@dataclass(frozen=True, slots=True)
class Show:
    """What a show is, and where its folders are."""

    root: Path
    """The folder of show.toml; for a script without a show the working directory."""
    exists: bool
    """Whether there is a show.toml."""
    title: str = "presscast"
    author: str = ""
    language: str = "en"
    description: str = ""
    link: str = ""
    cover: str = ""
    """A picture, relative to the root; empty for audio/cover.* and else one that we draw."""
    voices: VoiceSettings = field(default_factory=VoiceSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    loudness: LoudnessSettings = field(default_factory=LoudnessSettings)
    chapters: ChapterSettings = field(default_factory=ChapterSettings)
    script: ScriptSettings = field(default_factory=ScriptSettings)

    @property
    def cast_file(self) -> Path:
        """Who speaks with which voice."""
        return self.root / "voices" / "cast.toml"

    @property
    def output(self) -> Path:
        """Where episodes are written, one folder each."""
        return self.root / "output"


SCRIPT_SUFFIXES = (
    *(".md", ".markdown", ".txt", ".vtt", ".srt", ".fountain", ".spmd", ".docx", ".docm", ".epub"),
    *(".html", ".htm", ".xhtml", ".rss", ".atom", ".xml", ".json"),
)


def find_show(script: Path | None = None, named: Path | None = None) -> Show:
    """The show of a script: the one named, else the nearest show.toml at or above it, else at or
    above the working directory, else the defaults. Raises ShowError."""
    if named is not None:
        if not (named / SHOW_FILE).is_file():
            what = f"there is no {SHOW_FILE} in this folder"
            raise ShowError(what, path=named, remedy='"presscast new DIR" lays out a show.')
        return read_show(named / SHOW_FILE)
    starts = [Path.cwd()] if script is None else [script.absolute().parent, Path.cwd()]
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / SHOW_FILE).is_file():
                return read_show(folder / SHOW_FILE)
    return Show(root=Path.cwd(), exists=False)


def list_scripts(show: Show) -> list[Path]:
    """The scripts of a show, in the order of their names."""
    folder = show.root / "scripts"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        path
        for path in found
        if path.suffix.lower() in SCRIPT_SUFFIXES and not path.name.startswith((".", "_"))
    )


def read_show(path: Path) -> Show:
    """The show that a show.toml describes. Raises ShowError, or Problems for several mistakes."""
    shown = _shorten_path(path)
    try:
        text = path.read_text("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        raise ShowError("the file is not UTF-8", path=shown, remedy="Save it as UTF-8.") from None
    except OSError as error:
        raise ShowError(f"cannot be read ({error.strerror})", path=shown) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ShowError(
            f"this is not TOML: {str(error).split(' (at ')[0]}",
            path=shown,
            line=int(line[1]) if line else None,
            remedy='Text needs quotes: title = "My show".',
        ) from None
    return _Reader(shown, text, values).read(path.parent)


def _shorten_path(path: Path) -> Path:
    """The path as people at this working directory would write it."""
    relative = os.path.relpath(path) if path.drive == Path.cwd().drive else str(path)
    return path if relative.startswith("..") else Path(relative)


Check = Callable[[Any], Any]
"""Returns the value of a key as it is kept; raises ValueError saying what it should be."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text in quotes")
    return value.strip()


def _language(value: Any) -> str:
    tag = value.lower().replace("_", "-") if isinstance(value, str) else ""
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag):
        raise ValueError('a language tag such as "en" or "pt-br"')
    return tag


def _whole(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return value

    return check


def _number(low: float, high: float) -> Check:
    def check(value: Any) -> float:
        if (
            not isinstance(value, (int, float))
            or isinstance(value, bool)
            or not low <= value <= high
        ):
            raise ValueError(f"a number from {low} to {high}")
        return float(value)

    return check


def _choice(*allowed: Any) -> Check:
    def check(value: Any) -> Any:
        if value not in allowed or isinstance(value, bool):
            raise ValueError("one of " + ", ".join(str(name) for name in allowed))
        return value

    return check


def _several(check: Check) -> Check:
    def check_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError('a list: ["…"]')
        try:
            return tuple(check(item) for item in value)
        except ValueError as error:
            raise ValueError(f"a list, each of it {error}") from None

    return check_all


_PAUSE = _whole(0, 10_000)

_KEYS: dict[str, dict[str, Check]] = {
    "": {
        **dict.fromkeys(("title", "author", "description", "link", "cover"), _text),
        "language": _language,
    },
    "voices": {"engine": _text, "rate": _whole(SLOWEST, FASTEST), "narrator": _text},
    "voices.pauses": dict.fromkeys(("sentence", "paragraph", "speaker", "chapter"), _PAUSE),
    "audio": {
        "intro": _text,
        "outro": _text,
        "channels": _choice(1, 2),
        "bitrate": _choice(64, 96, 112, 128, 160, 192),
    },
    "loudness": {"target": _number(-31, -12), "peak": _number(-9, -0.5)},
    "script": {
        "read_aloud": _several(_choice(*map(str, LeftOut))),
        "languages": _several(_language),
    },
    "chapters": {"from": _choice(*map(str, ChapterSource)), "minimum": _whole(0, 3_600_000)},
}


class _Reader:
    """Reads the tables of one show.toml and gathers its problems."""

    def __init__(self, path: Path, text: str, values: Mapping[str, Any]) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._values = values
        self._problems: list[PresscastError] = []

    def read(self, root: Path) -> Show:
        top = self._take("", self._values)
        voices, audio, loudness, chapters, script = (
            self._table(name) for name in ("voices", "audio", "loudness", "chapters", "script")
        )
        pauses = self._table("voices.pauses")
        if "from" in chapters:
            chapters["source"] = ChapterSource(chapters.pop("from"))
        raise_all(self._problems)
        return Show(
            root=root,
            exists=True,
            **top,
            voices=VoiceSettings(**voices, pauses=Pauses(**pauses)),
            audio=AudioSettings(**audio),
            loudness=LoudnessSettings(**loudness),
            chapters=ChapterSettings(**chapters),
            script=ScriptSettings(
                read_aloud=frozenset(script.get("read_aloud", ())),
                languages=script.get("languages", ()),
            ),
        )

    def _table(self, name: str) -> dict[str, Any]:
        values: Any = self._values
        for part in name.split("."):
            values = values.get(part, {}) if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            self._add(name, f'"{name}" should be a table: [{name}]')
            return {}
        return self._take(name, values)

    def _take(self, section: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The checked values of one table; a problem for every key that is unknown or wrong."""
        keys = _KEYS[section]
        prefix = f"{section}." if section else ""
        tables = {
            name.removeprefix(prefix).split(".")[0] for name in _KEYS if name.startswith(prefix)
        }
        taken = {}
        for key, value in values.items():
            if key not in keys:
                if key not in tables:
                    remedy = suggest(key, {*keys, *filter(None, tables)})
                    self._add(section, f'"{prefix}{key}" is not a known key', remedy, key)
                continue
            try:
                taken[key] = keys[key](value)
            except ValueError as error:
                self._add(section, f'"{prefix}{key}" should be {error}, not {value!r}', key=key)
        return taken

    def _add(self, section: str, what: str, remedy: str = "", key: str = "") -> None:
        line = self._find_line(section, key or section)
        self._problems.append(ShowError(what, path=self._path, line=line, remedy=remedy))

    def _find_line(self, section: str, key: str) -> int | None:
        """Where a key of a table stands, from 1."""
        table = ""
        for number, line in enumerate(self._lines, 1):
            if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
                table = header[1]
                if key == table or f"{section}.{key}".strip(".") == table:
                    return number
            elif table == section and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""", line):
                return number
        return None
