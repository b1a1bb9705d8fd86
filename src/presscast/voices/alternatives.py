"""Other voices for somebody in a cast, to be heard before one is chosen."""

from dataclasses import replace

from presscast.model import Cast, Casting, Script
from presscast.show import VoiceSettings
from presscast.voices.assign import rank_voices
from presscast.voices.cast import count_meetings, find_candidates, list_parts
from presscast.voices.listed import find_listed, list_voices


def list_alternatives(
    script: Script, cast: Cast, speaker: str, count: int, settings: VoiceSettings
) -> list[Casting]:
    """The speaker as cast, then with the next best voices of the same engine, best first: each
    would be told apart from everybody else's. At most `count`."""
    own = cast[speaker]
    listed = list_voices({casting.engine for casting in cast.values()}, settings)
    candidates = [voice for (engine, _), voice in listed.items() if engine == own.engine]
    current = find_listed(listed, own)
    parts = {part.name: part for part in list_parts(script, cast, listed)}
    ranked = rank_voices(
        replace(parts.pop(speaker), voice=None),
        list(parts.values()),
        find_candidates(candidates, script.language, len(script.speakers) + count),
        count_meetings(script),
    )
    others = [it for it in ranked if current is None or it.id != current.id]
    return [own, *(replace(own, voice=it.id, pitch=it.setting) for it in others[: count - 1])]
