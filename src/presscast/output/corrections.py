"""What was changed in an episode since it was published, and the note that says so.

`presscast feed` keeps the sentences of what it publishes, hidden in the episode's folder. They are
compared with what is rendered now, or with the script where it was edited since.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from presscast.errors import OutputError
from presscast.files import report_disk, write_whole
from presscast.model import Utterance
from presscast.output.cleaning import clean_line
from presscast.output.published import Published, load_json
from presscast.sentences import split_sentences
from presscast.show import Show
from presscast.store import hash_file
from presscast.units import Milliseconds, Samples, format_clock, to_milliseconds
from presscast.words import shorten

NOTE_END = ".corrections.txt"

_LONGEST = 200
"""Characters of a sentence in a note."""

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an episode."""

    speaker: str
    text: str
    start: Milliseconds | None
    """None where it has not been rendered."""


@dataclass(frozen=True, slots=True)
class Change:
    """Sentences in whose place others are now; one of the two may be empty."""

    before: tuple[Said, ...]
    after: tuple[Said, ...]
    was_at: Milliseconds | None
    """Where it is in what listeners have."""
    now_at: Milliseconds | None
    """Where it is in what is rendered; None where it is not rendered yet."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What listeners have of an episode."""

    sentences: tuple[Said, ...]
    corrections: tuple[str, ...]
    """The lines of the note that came with it."""


def locate_note(episode: Published) -> Path:
    """`NAME.corrections.txt`: a line a correction, which an editor may reword."""
    return episode.folder / f"{episode.name}{NOTE_END}"


def read_note(episode: Published) -> tuple[str, ...]:
    """The lines of an episode's note; none where nothing was corrected. Raises OutputError."""
    path = locate_note(episode)
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else []
    except (OSError, ValueError) as error:
        raise OutputError("cannot be read as UTF-8", path=path) from error
    return tuple(line for line in lines if line.strip())


def keep_publication(episode: Published) -> None:
    """Remember an episode as it is published now. Raises OutputError."""
    timed = f"{episode.name}.timeline.json" in episode.files
    said = list_rendered(episode) if timed else ()
    content = asdict(Publication(said, read_note(episode)))
    text = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    path = _locate_publication(episode.folder)
    with report_disk(path):
        if not path.is_file() or path.read_bytes() != text:
            write_whole(path, text)


def forget_publication(episode: Published) -> None:
    """Take an episode that is held back for one that never was published. Raises OutputError."""
    path = _locate_publication(episode.folder)
    with report_disk(path):
        path.unlink(missing_ok=True)


def was_published(folder: Path) -> bool:
    """Whether the episode in a folder is in the feed, as far as the last run knows."""
    return _locate_publication(folder).is_file()


def read_publication(episode: Published) -> Publication | None:
    """The episode as it was published last; None where it never was. Raises OutputError."""
    path = _locate_publication(episode.folder)
    if not path.is_file():
        return None
    content = load_json(path)
    try:
        said = tuple(Said(**it) for it in content["sentences"])
        return Publication(said, tuple(content["corrections"]))
    except (KeyError, TypeError) as error:
        remedy = 'Remove the file, then run "presscast feed".'
        raise OutputError("this is no memory of an episode", path=path, remedy=remedy) from error


def _locate_publication(folder: Path) -> Path:
    return folder / ".published.json"


def list_rendered(episode: Published) -> tuple[Said, ...]:
    """The sentences of a rendered episode, without the disclosure. Raises OutputError."""
    return tuple(
        Said(it["speaker"], sentence["text"], to_milliseconds(Samples(sentence["start"])))
        for it in episode.read_json("timeline")["utterances"]
        if not it.get("disclosure")
        for sentence in it["sentences"]
    )


def list_written(utterances: Iterable[Utterance]) -> tuple[Said, ...]:
    """The sentences of what would be spoken, which have no times."""
    return tuple(
        Said(it.speaker, it.text[start:end], None)
        for it in utterances
        for start, end in split_sentences(it.text, it.language)
        if any(map(str.isalnum, it.text[start:end]))
    )


def is_current(episode: Published, show: Show) -> bool:
    """Whether the episode was rendered from its script as it is now; True where there is none."""
    script = next((it for it in episode.inputs if it.role == "script"), None)
    path = show.root / episode.script
    return script is None or not path.is_file() or hash_file(path) == script.sha256


def compare_sentences(before: Sequence[Said], after: Sequence[Said]) -> Iterator[Change]:
    """What is other, in the order of the episode."""
    old, new = ([(it.speaker, it.text) for it in said] for said in (before, after))
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(tuple(before[i:j]), tuple(after[k:n]), _find(before, i), _find(after, k))


def _find(said: Sequence[Said], at: int) -> Milliseconds | None:
    """Where the sentence of this number begins; behind the last, where the last does."""
    return said[min(at, len(said) - 1)].start if said else None


def write_note(episode: Published, known: Publication, changes: Sequence[Change]) -> Path:
    """The path of the note, which says all that was corrected, in the language of the episode.

    Raises OutputError.
    """
    lines = [*known.corrections, *(describe_change(it, episode.language) for it in changes)]
    path = locate_note(episode)
    write_whole(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    return path


def describe_change(change: Change, language: str) -> str:
    """`Correction, 6:18: “old” → “new”`."""
    words = _read_words()
    label = words.get(language.split("-")[0], words[_FALLBACK])
    place = "" if change.now_at is None else f", {format_clock(change.now_at)}"
    return f"{label}{place}: {quote_said(change.before)} → {quote_said(change.after)}"


def quote_said(said: Sequence[Said]) -> str:
    """The sentences in quotation marks; a dash for none."""
    text = shorten(clean_line(" ".join(it.text for it in said)), _LONGEST)
    return f"“{text}”" if text else "—"


@lru_cache(maxsize=1)
def _read_words() -> Mapping[str, str]:
    return tomllib.loads((files("presscast.output") / "corrections.toml").read_text("utf-8"))
