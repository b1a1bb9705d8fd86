"""How listeners learn that the voices are synthetic: a sentence, and its place in the episode.

It is the first thing said: whoever hears an artificial voice is to know at the latest at the first
exposure (Regulation (EU) 2024/1689, Article 50(5)), and few hear an episode to its end.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from presscast.model import NARRATOR, Cast, Paragraph, Role, Script, Turn
from presscast.show import Show

_FALLBACK = "en"


def find_disclosure(show: Show, language: str) -> str:
    """The show's own sentence, else the one in this language, else the English one."""
    sentences = _read_sentences()
    base = language.split("-")[0]
    return show.disclosure.text or sentences.get(base, sentences[_FALLBACK])


def declare_voices(script: Script, cast: Cast, show: Show) -> tuple[Script, Cast]:
    """The script with the sentence as its first turn, and the cast with whoever says it.

    The narrator does. In a script without one the first speaker's voice does, but under the
    narrator's name: nobody is made to say what is not written. The sentence opens the first chapter
    and is no word of the source.
    """
    if not show.disclosure.spoken:
        return script, cast
    narrators = (it.name for it in script.speakers if it.role is Role.NARRATOR)
    name = next(narrators, NARRATOR)
    first = script.turns[0]
    if name not in cast:
        cast = cast | {name: replace(cast[first.speaker], speaker=name)}
    paragraph = Paragraph(find_disclosure(show, script.language), first.line)
    shifted = replace(
        script,
        turns=(Turn(name, (paragraph,), is_disclosure=True), *script.turns),
        chapters=tuple(
            replace(chapter, turn=chapter.turn + 1 if number else 0)
            for number, chapter in enumerate(script.chapters)
        ),
        cues=tuple(replace(cue, turn=cue.turn + 1) for cue in script.cues),
    )
    return shifted, cast


@lru_cache(maxsize=1)
def _read_sentences() -> Mapping[str, str]:
    return tomllib.loads((files("presscast") / "disclosure.toml").read_text("utf-8"))
