"""The people of a script: one speaker behind several labels, and what each does."""

import re
from collections import Counter, defaultdict

from presscast.model import NARRATOR, Metadata, Role, Sex, Speaker, Turn
from presscast.names import guess_sex
from presscast.scripts.labels import Labels, fold_name, list_name_words
from presscast.scripts.vocabulary import PARTS

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
    written: dict[str, str] = {}
    for candidate in sorted(labels.accepted.values(), key=lambda candidate: candidate.place):
        if candidate.key not in names:
            written.setdefault(candidate.key, candidate.name)
    full_names = _match_short_names([*names.values(), *written.values()])
    for key, name in written.items():
        full = full_names.get(name, name)
        names[key] = names.get(fold_name(full), full)
    return names


def _match_short_names(names: list[str]) -> dict[str, str]:
    """Short name -> the one longer name that starts or ends with it: Carter, Dr. Emily Carter."""
    full: dict[tuple[str, ...], str] = {}
    longer: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in names:
        words = list_name_words(name)
        if len(words) > 1 and full.setdefault(words, name) is name:
            for cut in range(1, len(words)):
                longer[words[:cut]].add(name)
                longer[words[cut:]].add(name)
    matches = {}
    for name in names:
        words = list_name_words(name)
        likely = longer[words] or {full.get(words, name)}
        match = next(iter(likely)) if len(likely) == 1 else name
        if match != name and not PARTS & set(words) and not _differ_in_sex(name, match):
            matches[name] = match
    return matches


def _differ_in_sex(short: str, full: str) -> bool:
    """Whether a title tells that these are two people: Mr. Carter is not Emily Carter."""
    titled = len(short.split()) > len(list_name_words(short))
    return titled and {guess_sex(short), guess_sex(full)} >= set(Sex)


def list_speakers(
    turns: list[Turn], labels: Labels, names: dict[str, str], metadata: Metadata
) -> tuple[Speaker, ...]:
    """Everybody who speaks, in order, with role, aliases and the voice that the script asks for."""
    order = dict.fromkeys(turn.speaker for turn in turns)
    hosts = _find_hosts(turns)
    written: dict[str, dict[str, str]] = {name: {} for name in order}
    for candidate in labels.accepted.values():
        name = names[candidate.key]
        if name in written and fold_name(name) != candidate.key:
            written[name].setdefault(candidate.key, candidate.name)
    speakers = []
    for name in order:
        hint = metadata.speakers.get(name)
        role = (hint and hint.role) or _tell_role(name, hosts)
        voice = hint.voice if hint else None
        speakers.append(Speaker(name, role, tuple(written[name].values()), voice))
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
