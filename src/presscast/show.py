"""show.toml -> Show. Every default stands here once; all problems of a file come together."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from presscast import settings
from presscast.channel import FEED_KEYS, SHOW_KEYS, FeedSettings
from presscast.errors import ShowError, raise_all
from presscast.pace import FASTEST, SLOWEST
from presscast.settings import Keys, SettingsFile
from presscast.units import Lufs, Milliseconds

SHOW_FILE = "show.toml"

NO_JINGLE = "none"
"""What `intro`, `outro`, `sting` and `bed` say for an episode without."""


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

    def shorten(self, times: float) -> "Pauses":
        """The pauses of speech that is so many times as fast."""
        lengths = (self.sentence, self.paragraph, self.speaker, self.chapter)
        return Pauses(*(Milliseconds(round(length / times)) for length in lengths))


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """[voices.http]: a speech server, and the voices that it has."""

    url: str = ""
    """What `/audio/speech` is asked for below; empty where there is no server."""
    model: str = "tts-1"
    female: tuple[str, ...] = ()
    male: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """[voices]: how the speakers speak, unless voices/cast.toml says otherwise."""

    engine: str = "pyttsx"
    rate: int = 160
    """Words a minute."""
    pitch: int = 0
    """How much higher everybody speaks, in steps of the engine's 0 to 100: 75 are an octave."""
    narrator: str = ""
    """The narrator's voice; empty for the catalogue's first."""
    pauses: Pauses = field(default_factory=Pauses)
    http: HttpSettings = field(default_factory=HttpSettings)

    def find_options(self, engine: str) -> tuple[tuple[str, Any], ...]:
        """What an engine is set up with, which only `http` is."""
        return tuple(asdict(self.http).items()) if engine == "http" else ()


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """[audio]: the voices' chain, the jingles and the shape of the MP3."""

    chain: str = "light"
    """A table of audio/chains.toml that every voice goes through, or `off`."""

    intro: str = ""
    """A file, `none`, or empty for audio/intro.* and else the built-in one."""
    outro: str = ""
    sting: str = ""
    """As the intro; between chapters it plays where there is a file."""
    bed: str = ""
    """What `[music: bed]` in a script stands for."""
    channels: int = 1
    bitrate: int = 96
    """Kilobits a second."""


@dataclass(frozen=True, slots=True)
class LoudnessSettings:
    """[loudness]: how loud the episode is: as its profile says, but for what is set beside it."""

    profile: str = "apple"
    """A table of profiles.toml."""
    target: Lufs = Lufs(-16.0)
    """As heard: a mono file is measured 3 LU lower on its single channel."""
    peak: float = -1.0
    """The highest true peak of the finished file, in dBTP."""


@lru_cache(maxsize=1)
def read_profiles() -> Mapping[str, Mapping[str, float]]:
    """What the platforms ask for: profile -> `target` and `peak`."""
    return tomllib.loads((files("presscast") / "profiles.toml").read_text("utf-8"))


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


FORMATS = ("mp3", "m4a", "m4b", "opus", "flac", "wav")


class Sidecar(StrEnum):
    """What is written beside the sound of an episode: the name's end tells what it is."""

    CHAPTERS = "chapters.json"
    WEBVTT = "vtt"
    SRT = "srt"
    TRANSCRIPT_JSON = "transcript.json"
    TRANSCRIPT_HTML = "transcript.html"
    TEXT = "txt"
    DESCRIPTION = "description.txt"
    WORDS = "words.json"
    TIMELINE = "timeline.json"
    PAGE = "html"
    EPUB = "epub"
    AUDIOBOOK = "audiobook"
    DAISY = "daisy.zip"


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """[output]: which files a render writes."""

    formats: tuple[str, ...] = ("mp3",)
    """Of the sound, out of FORMATS; the first is the episode, the others are beside it."""
    sidecars: tuple[Sidecar, ...] = tuple(Sidecar)
    """In the order of Sidecar: all of them, unless show.toml or `--only` and `--skip` choose."""


@dataclass(frozen=True, slots=True)
class DisclosureSettings:
    """[disclosure]: how listeners and readers learn that the voices are synthetic."""

    text: str = ""
    """A sentence; empty for the one in the script's language."""
    spoken: bool = True
    """Whether the narrator says it before anything else."""


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
    email: str = ""
    category: tuple[str, ...] = ()
    """Apple's names, "News > Politics" for a subcategory; the first is the one that counts."""
    explicit: bool = False
    voices: VoiceSettings = field(default_factory=VoiceSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    loudness: LoudnessSettings = field(default_factory=LoudnessSettings)
    chapters: ChapterSettings = field(default_factory=ChapterSettings)
    script: ScriptSettings = field(default_factory=ScriptSettings)
    feed: FeedSettings = field(default_factory=FeedSettings)
    files: OutputSettings = field(default_factory=OutputSettings)
    disclosure: DisclosureSettings = field(default_factory=DisclosureSettings)

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
    file = SettingsFile(path, shorten_path(path), _KEYS, ShowError)
    top, *tables = (file.take(table) for table in _KEYS)
    voices, pauses, http, audio, loudness, script, chapters, *rest = tables
    feed, output, disclosure = rest
    raise_all(file.problems)
    if "from" in chapters:
        chapters["source"] = ChapterSource(chapters.pop("from"))
    if "read_aloud" in script:
        script["read_aloud"] = frozenset(script["read_aloud"])
    if "type" in feed:
        feed["kind"] = feed.pop("type")
    if "sidecars" in output:
        output["sidecars"] = tuple(it for it in Sidecar if it in output["sidecars"])
    return Show(
        root=path.parent,
        exists=True,
        **top,
        voices=VoiceSettings(**voices, pauses=Pauses(**pauses), http=HttpSettings(**http)),
        audio=AudioSettings(**audio),
        loudness=LoudnessSettings(**{**_find_profile(loudness), **loudness}),
        chapters=ChapterSettings(**chapters),
        script=ScriptSettings(**script),
        feed=FeedSettings(**feed),
        files=OutputSettings(**output),
        disclosure=DisclosureSettings(**disclosure),
    )


def _find_profile(loudness: Mapping[str, Any]) -> Mapping[str, Any]:
    return read_profiles()[loudness.get("profile", LoudnessSettings().profile)]


def shorten_path(path: Path) -> Path:
    """The path as people at this working directory would write it."""
    relative = os.path.relpath(path) if path.drive == Path.cwd().drive else str(path)
    return path if relative.startswith("..") else Path(relative)


_PAUSE = settings.whole(0, 10_000)

_KEYS: Keys = {
    "": {
        **dict.fromkeys(("title", "author", "description", "link", "cover"), settings.text),
        "language": settings.language,
        **SHOW_KEYS,
    },
    "voices": {
        "engine": settings.text,
        "rate": settings.whole(SLOWEST, FASTEST),
        "pitch": settings.whole(-50, 50),
        "narrator": settings.text,
    },
    "voices.pauses": dict.fromkeys(("sentence", "paragraph", "speaker", "chapter"), _PAUSE),
    "voices.http": {
        **dict.fromkeys(("url", "model"), settings.text),
        **dict.fromkeys(("female", "male"), settings.several(settings.text)),
    },
    "audio": {
        "intro": settings.text,
        "outro": settings.text,
        "sting": settings.text,
        "bed": settings.text,
        "chain": settings.choice("off", "light", "broadcast"),
        "channels": settings.choice(1, 2),
        "bitrate": settings.choice(64, 96, 112, 128, 160, 192),
    },
    "loudness": {
        "profile": settings.choice("apple", "spotify", "ebu-r128", "aes", "acx"),
        "target": settings.number(-31, -12),
        "peak": settings.number(-9, -0.5),
    },
    "script": {
        "read_aloud": settings.several(settings.choice(*map(str, LeftOut))),
        "languages": settings.several(settings.language),
    },
    "chapters": {
        "from": settings.choice(*map(str, ChapterSource)),
        "minimum": settings.whole(0, 3_600_000),
    },
    "feed": FEED_KEYS,
    "output": {
        "formats": settings.several(settings.choice(*FORMATS)),
        "sidecars": settings.several(settings.choice(*map(str, Sidecar))),
    },
    "disclosure": {"text": settings.text, "spoken": settings.flag},
}
