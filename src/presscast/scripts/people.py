"""The people of a script: one speaker behind several labels, and what each does."""

import re
from collections import Counter

from presscast.model import NARRATOR, Metadata, Role, Speaker, Turn
from presscast.scripts.labels import Labels, fold_name

_HOSTS = {
    *("host", "cohost", "co-host", "interviewer", "editor", "moderator", "presenter", "anchor"),
    *("reporter", "journalist", "correspondent", "newsreader", "question", "q", "studio"),
}


def name_speakers(labels: Labels, metadata: Metadata) -> dict[str, str]:
    """Folded label -> the speaker's name: as the front matter states it, else as first written."""
    names: dict[str, str] = {"narrator": NARRATOR}
    for name, hint in metadata.speakers.items():
        for alias in (name, *hint.aliases):
            names[fold_name(alias)] = name
    for candidate in labels.accepted.values():
        names.setdefault(candidate.key, candidate.name)
    return names


def list_speakers(
    turns: list[Turn], labels: Labels, names: dict[str, str], metadata: Metadata
) -> tuple[Speaker, ...]:
    """Everybody who speaks, in order, with role, aliases and the voice that the script asks for."""
    order = dict.fromkeys(turn.speaker for turn in turns)
    hosts = _find_hosts(turns)
    written: dict[str, dict[str, None]] = {name: {} for name in order}
    for candidate in labels.accepted.values():
        name = names[candidate.key]
        if name in written and fold_name(name) != candidate.key:
            written[name][candidate.name] = None
    speakers = []
    for name in order:
        hint = metadata.speakers.get(name)
        role = (hint and hint.role) or _tell_role(name, hosts)
        voice = hint.voice if hint else None
        speakers.append(Speaker(name, role, tuple(written[name]), voice))
    return tuple(speakers)


def _tell_role(name: str, hosts: set[str]) -> Role:
    if name == NARRATOR:
        return Role.NARRATOR
    if not hosts:
        return Role.OTHER
    return Role.HOST if name in hosts else Role.GUEST


def _find_hosts(turns: list[Turn]) -> set[str]:
    """Who asks: by the name of the part, else by who ends most turns with a question."""
    people = {turn.speaker for turn in turns} - {NARRATOR}
    by_part = {name for name in people if _HOSTS & set(re.findall(r"[\w-]+", name.casefold()))}
    if by_part and len(people) > 1:
        return by_part
    spoken = Counter(turn.speaker for turn in turns)
    asked = Counter(turn.speaker for turn in turns if "?" in turn.text or "？" in turn.text)
    likely = [name for name in people if asked[name] * 2 >= spoken[name] > 0]
    if not likely or len(people) < 2:
        return set()
    # Ties go by the alphabet, so that the answer never depends on the order of a set.
    return {max(sorted(likely), key=lambda name: asked[name])}
