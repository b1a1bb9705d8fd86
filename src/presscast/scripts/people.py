"""The people of a script: one speaker behind several labels, and what each does."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from presscast.model import NARRATOR, Metadata, Role, Sex, Speaker, Turn
from presscast.names import guess_sex, tell_title_sex
from presscast.scripts.candidates import Candidate
from presscast.scripts.introductions import find_names, list_opening
from presscast.scripts.name_forms import NameJudge, fold_name, is_abbreviation
from presscast.scripts.passages import Passage

_QUESTION = re.compile(r"[?？؟;](?:\W|$)")
_MOST_WORDS = 6
_ABBREVIATION = re.compile(r"(?P<name>[^()\n,.;:!?]{2,60}?)\s?\((?P<short>[^\W\d_a-z]{1,6})\)")


def name_speakers(
    labels: Mapping[int, Candidate],
    passages: Sequence[Passage],
    metadata: Metadata,
    judge: NameJudge,
) -> dict[str, str]:
    """Folded label -> the speaker's name: as the front matter states it, else the fullest label."""
    names: dict[str, str] = {}
    for name, hint in metadata.speakers.items():
        for alias in (name, *hint.aliases):
            names[fold_name(alias)] = name
    written: dict[str, str] = {}
    for _, candidate in sorted(labels.items()):
        if candidate.key in judge.words.narrators:
            names.setdefault(candidate.key, NARRATOR)
        elif candidate.key not in names:
            written.setdefault(candidate.key, candidate.name)
    stated = list(dict.fromkeys(names.values()))
    full_names = _match_short_names([*stated, *written.values()], judge)
    full_names |= _match_abbreviations(
        labels, passages, [*stated, *written.values()], full_names, judge
    )
    for key, name in written.items():
        full = full_names.get(name, name)
        full = full_names.get(full, full)
        names[key] = names.get(fold_name(full), full)
    return names


def _match_short_names(names: list[str], judge: NameJudge) -> dict[str, str]:
    """Short name -> the one longer name that starts or ends with it: Carter, Dr. Emily Carter."""
    full: dict[tuple[str, ...], str] = {}
    longer: dict[tuple[str, ...], set[str]] = defaultdict(set)
    titled: dict[str, set[str]] = defaultdict(set)
    """One word -> the names that put a title or an article before it: Graff, Inspector Graff."""
    for name in names:
        words = judge.list_words(name)
        if len(words) == 1 and fold_name(name) != words[0]:
            titled[words[0]].add(name)
        if len(words) > 1 and len(full.get(words, "")) < len(name):
            full[words] = name
    for words, name in full.items():
        for first, last in combinations(range(min(len(words), _MOST_WORDS) + 1), 2):
            if last - first < len(words):
                longer[words[first:last]].add(name)
        # "Anna M. Keller" is Anna Keller, and A. Keller as well.
        for short in {(words[0], words[-1]), (words[0][:1], words[-1])} - {words}:
            longer[short].add(name)
    for name in names:
        opening = judge.list_words(name)[0]
        if opening >= "\u2e80":  # written without spaces: 李 is 李文博
            for cut in range(1, len(opening)):
                longer[(opening[:cut],)].add(name)
    matches: dict[str, str] = {}
    for name in sorted(names, key=lambda it: -len(fold_name(it).split())):
        words = judge.list_words(name)
        # "Keller" is one person, whether she is Dr. Anna Keller or A. Keller elsewhere.
        likely = {matches.get(it, it) for it in longer[words]} or {full.get(words, name)}
        if likely == {name}:
            likely = titled[fold_name(name)] or _match_title(name, full, judge)
        match = next(iter(likely)) if len(likely) == 1 else name
        part = bool(judge.words.parts & {word for word in words if len(word) > 1})
        part = part and not judge.words.titles & set(words)
        # "Editor:" is "Harbour.news Editor:", but "Second Reporter:" is not "Reporter:".
        part = part and not any("." in word for word in judge.list_words(match))
        if match != name and not part and not _differ_in_sex(name, match):
            matches[name] = match
    return matches


def _match_title(name: str, full: dict[tuple[str, ...], str], judge: NameJudge) -> set[str]:
    """The names that a title alone stands for: "THE PRESIDENT" is PRESIDENT JOHN SMITH."""
    words = [word for word in fold_name(name).split() if word not in ("the", "le", "la", "el")]
    if len(words) != 1 or words[0] not in judge.words.titles:
        return set()
    return {it for it in full.values() if words[0] in fold_name(it).split()}


def _match_abbreviations(
    labels: Mapping[int, Candidate],
    passages: Sequence[Passage],
    names: list[str],
    full_names: Mapping[str, str],
    judge: NameJudge,
) -> dict[str, str]:
    """Abbreviation -> name, as the brackets behind a name say, or by its initials."""
    short = [name for name in names if is_abbreviation(name) or len(name) == 1]
    if not short:
        return {}
    opening = list_opening(passages, min(labels, default=0))
    introduced = [name for text in opening for name in find_names(text) if judge.is_name(name)]
    matches: dict[str, str] = {}
    by_key = {fold_name(name): name for name in short}
    for candidate in labels.values():
        if fold_name(candidate.remark) in by_key and not is_abbreviation(candidate.name):
            matches.setdefault(by_key[fold_name(candidate.remark)], candidate.name)
    long = [name for name in names if name not in short]
    by_name = {fold_name(name): name for name in (*introduced, *long)}
    for passage in passages[:200]:
        for match in _ABBREVIATION.finditer(passage.text):
            key = fold_name(match["short"])
            words = fold_name(match["name"]).split()
            ends = (" ".join(words[cut:]) for cut in range(len(words)))
            named = next((by_name[end] for end in ends if end in by_name), "")
            if key in by_key and named:
                matches.setdefault(by_key[key], named)
    speaking = _index_initials((full_names.get(name, name) for name in long), judge)
    mentioned = _index_initials(introduced, judge)
    for name in filter(is_abbreviation, short):
        initials = fold_name(name).replace(".", "").replace(" ", "")
        likely = speaking.get(initials) or mentioned.get(initials, set())
        if len(likely) == 1:
            matches.setdefault(name, next(iter(likely)))
    return matches


def _index_initials(names: Iterable[str], judge: NameJudge) -> dict[str, set[str]]:
    """Initials -> the names that may be abbreviated so."""
    index: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for initials in judge.list_initials(name):
            index[initials].add(name)
    return index


def _differ_in_sex(short: str, full: str) -> bool:
    """Whether a title tells that these are two people: Mr. Carter is not Emily Carter."""
    return {tell_title_sex(short), guess_sex(full)} >= set(Sex)


def list_speakers(
    turns: Sequence[Turn],
    labels: Iterable[Candidate],
    names: Mapping[str, str],
    metadata: Metadata,
    judge: NameJudge,
) -> tuple[Speaker, ...]:
    """Everybody who speaks, in order, with role, aliases and the voice that the script asks for."""
    order = dict.fromkeys(turn.speaker for turn in turns)
    hosts = _find_hosts(turns, names, judge)
    written: dict[str, dict[str, str]] = {name: {} for name in order}
    for candidate in labels:
        name = names[candidate.key]
        if name in written and fold_name(name) != candidate.key:
            written[name].setdefault(candidate.key, candidate.name)
    speakers = []
    for name in order:
        hint = metadata.speakers.get(name)
        role = (hint and hint.role) or _tell_role(name, hosts)
        voice = hint.voice if hint else None
        aliases = dict.fromkeys((*(hint.aliases if hint else ()), *written[name].values()))
        sex = hint.sex if hint else None
        speakers.append(Speaker(name, role, tuple(aliases), voice, sex))
    return tuple(speakers)


def _tell_role(name: str, hosts: set[str]) -> Role:
    if name == NARRATOR:
        return Role.NARRATOR
    if not hosts:
        return Role.OTHER
    return Role.HOST if name in hosts else Role.GUEST


def _find_hosts(turns: Sequence[Turn], names: Mapping[str, str], judge: NameJudge) -> set[str]:
    """Who asks: by the name of the part, else by who ends most turns with a question."""
    people = {turn.speaker for turn in turns} - {NARRATOR}
    labelled = {name for key, name in names.items() if judge.is_host(key)}
    by_part = {name for name in people if judge.is_host(name)} | (people & labelled)
    if by_part and len(people) > 1:
        return by_part
    spoken = Counter(turn.speaker for turn in turns)
    asked = Counter(turn.speaker for turn in turns if _QUESTION.search(turn.text))
    likely = [name for name in people if asked[name] * 2 >= spoken[name] > 0]
    if not likely or len(people) < 2:
        return set()
    # Ties go by the alphabet, so that the answer never depends on the order of a set.
    return {max(sorted(likely), key=lambda name: asked[name])}
