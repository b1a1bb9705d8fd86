"""The languages of eSpeak NG, read off its own files: their voices and tables of phonemes."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_USUAL_RANK = 5
"""How good a voice is at a language where its file does not say; 1 is best."""


@dataclass(frozen=True, slots=True)
class EspeakLanguage:
    """A language file of eSpeak NG."""

    voice: str
    """As pyttsx3 names it: `gmw/en-us`."""
    table: str
    """Its table of phonemes."""
    tags: tuple[tuple[int, str], ...]
    """(how good it is at it, best first; BCP 47, lower case)."""


@lru_cache(maxsize=1)
def list_languages() -> dict[str, EspeakLanguage]:
    """Voice -> language, for all that the wheel's data hold."""
    folder = find_data() / "lang"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    languages = (_read(path, path.relative_to(folder).as_posix().casefold()) for path in files)
    return {language.voice: language for language in languages}


def find_language(tag: str) -> EspeakLanguage | None:
    """The language that a BCP 47 tag means: with its region where that is there, else without."""
    by_tag = _sort_by_tag()
    wanted = tag.lower()
    while wanted and wanted not in by_tag:
        wanted = wanted.rpartition("-")[0]
    return by_tag.get(wanted)


def find_voice(voice: str) -> EspeakLanguage | None:
    """The language of a voice, whatever its variant."""
    return list_languages().get(voice.partition("+")[0].casefold())


@lru_cache(maxsize=1)
def _sort_by_tag() -> dict[str, EspeakLanguage]:
    ranked = sorted(
        (rank, tag, language.voice)
        for language in list_languages().values()
        for rank, tag in language.tags
    )
    return {tag: list_languages()[voice] for _, tag, voice in reversed(ranked)}


@lru_cache(maxsize=1)
def find_data() -> Path:
    """eSpeak NG's data in the wheel."""
    import espeakng_loader

    return Path(espeakng_loader.get_data_path())


def _read(path: Path, voice: str) -> EspeakLanguage:
    """Where a file does not name its table, that is called after its first language."""
    text = path.read_text("utf-8")
    rows = re.findall(r"^language[ \t]+(\S+)[ \t]*(\d*)", text, re.M)
    tags = tuple((int(rank or _USUAL_RANK), tag.lower()) for tag, rank in rows)
    table = re.search(r"^phonemes[ \t]+(\S+)", text, re.M)
    return EspeakLanguage(voice, table[1] if table else tags[0][1].split("-")[0], tags)
