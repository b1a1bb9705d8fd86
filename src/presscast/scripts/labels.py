"""Which lines start with a speaker's label. Decided over the whole document, never from one line.

A line that starts with a few words and a colon is a *candidate*. The candidates of one name are
judged together: how the name is written, how often it comes, whether the lines around it are
labelled as well, and whether the document writes its labels in bold.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from presscast.names import is_first_name
from presscast.scripts.blocks import Block, BlockKind

_CANDIDATE = re.compile(
    r"(?P<name>[^\s:：*_#>][^:：\n]{0,58}?)"
    r"[ \u00a0\u202f]?(?::(?=\s|$)|：)\s*"
)

_ENDS = ".!?…:\"'”’»)]。！？"

_TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady"),
    *("president", "minister", "senator", "judge", "captain", "general", "colonel", "sgt", "rev"),
    *("father", "sister", "rabbi", "imam", "m", "mme", "mlle", "herr", "frau", "sr", "sra", "don"),
    *("doña", "dra", "ing", "st", "king", "queen", "prince", "princess"),
}

_ROLES = {
    *("narrator", "host", "cohost", "co-host", "interviewer", "interviewee", "editor", "moderator"),
    *("presenter", "anchor", "reporter", "journalist", "correspondent", "newsreader", "guest"),
    *("question", "answer", "q", "a", "q&a", "speaker", "caller", "voice", "audience", "announcer"),
    *("expert", "producer", "studio", "student", "teacher", "witness", "spokesperson", "spokesman"),
    *("spokeswoman", "operator", "chair", "chairman", "chairwoman", "chairperson", "all", "both"),
}

_PARTICLES = {
    *("of", "the", "and", "for", "at", "in", "de", "del", "della", "der", "den", "des", "di", "da"),
    *("das", "do", "dos", "du", "d", "e", "y", "i", "la", "le", "les", "van", "von", "zu", "zum"),
    *("ten", "ter", "bin", "ibn", "al", "el", "ben", "abu", "und", "et", "&"),
}

# What stands before a colon in prose and is nobody: the first word, or the whole of it.
_NOT_FIRST = {
    *("at", "on", "in", "by", "from", "to", "for", "with", "after", "before", "since", "until"),
    *("this", "that", "these", "those", "here", "there", "it", "its", "he", "she", "they", "we"),
    *("you", "if", "when", "while", "where", "why", "how", "what", "who", "which", "because"),
    *("but", "so", "then", "also", "first", "second", "third", "finally", "lastly", "next", "one"),
    *("two", "three", "step", "chapter", "section", "figure", "fig", "table", "page", "item"),
    *("photo", "picture", "image", "video", "audio", "read", "see", "click", "watch", "listen"),
    *("according", "our", "my", "your", "his", "her", "their", "no", "yes", "not", "an", "or"),
    *("https", "http", "www", "tel", "phone", "fax", "email", "e-mail", "mail", "press", "media"),
}
_NOT_WHOLE = {
    *("note", "notes", "nb", "n.b.", "ps", "p.s.", "update", "updates", "warning", "caution"),
    *("tip", "tips", "source", "sources", "contact", "contacts", "credit", "credits", "caption"),
    *("date", "time", "place", "location", "venue", "subject", "re", "cc", "bcc", "sent", "url"),
    *("website", "web", "link", "links", "example", "examples", "e.g", "i.e", "background"),
    *("summary", "abstract", "conclusion", "introduction", "overview", "important", "reminder"),
    *("correction", "clarification", "disclaimer", "disclosure", "related", "breaking"),
    "exclusive",
    *("analysis", "opinion", "tags", "category", "categories", "keywords", "published", "updated"),
    *("author", "authors", "title", "headline", "fact", "facts", "result", "results", "problem"),
    *("solution", "question mark", "quote", "key points", "key facts", "highlights", "address"),
    *("price", "prices", "cost", "hours", "agenda", "participants", "attendees", "present"),
    *("absent", "apologies", "ingredients", "method", "directions", "pros", "cons", "answer key"),
    *("definition", "hint", "editor's note", "editor’s note", "editors' note", "for example"),
    *("in short", "bottom line", "takeaway", "copyright", "license", "end", "ends", "recap"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may start with a label."""

    block: int
    line: int
    name: str
    end: int
    """Where the speaker's own words start in the line's text."""
    strong: bool
    starts_sentence: bool
    """Whether the line before it, if it has one in its block, ends a sentence."""

    @property
    def key(self) -> str:
        """The name as it is compared: one person, however it is cased and spaced."""
        return fold_name(self.name)

    @property
    def place(self) -> tuple[int, int]:
        """Which line of which block."""
        return self.block, self.line


@dataclass(frozen=True, slots=True)
class Labels:
    """The decision over a document."""

    accepted: dict[tuple[int, int], Candidate]
    """(block, line) -> the label that the line starts with."""
    rare: tuple[Candidate, ...]
    """Accepted although they come only once."""
    doubtful: tuple[Candidate, ...]
    """Left in the text although they look like names: the first of each."""


def fold_name(name: str) -> str:
    """A name as it is compared with others."""
    return " ".join(name.casefold().split())


def decide_labels(blocks: tuple[Block, ...], stated: Iterable[str] = ()) -> Labels:
    """Which candidates are labels; names that the front matter states always are."""
    candidates = list(_find_candidates(blocks))
    known = {fold_name(name) for name in stated}
    names: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        names[candidate.key].append(candidate)
    likely = {key: group for key, group in names.items() if key in known or _is_name(group[0].name)}
    likely = _keep_habit(likely, known)
    neighbours = _count_neighbours(candidates, likely)
    repeated = {key for key, group in likely.items() if _is_repeated(group, neighbours[key])}
    accepted = repeated | {
        key
        for key, group in likely.items()
        if key in known or _is_supported_once(group[0], neighbours[key], bool(repeated))
    }
    groups = [likely[key] for key in likely]
    return Labels(
        accepted={c.place: c for group in groups if group[0].key in accepted for c in group},
        rare=tuple(
            group[0]
            for group in groups
            if group[0].key in accepted and len(group) == 1 and group[0].key not in known
        ),
        doubtful=tuple(group[0] for group in groups if group[0].key not in accepted),
    )


def _find_candidates(blocks: tuple[Block, ...]) -> Iterable[Candidate]:
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.PROSE:
            continue
        for number, line in enumerate(block.lines):
            match = _CANDIDATE.match(line.text)
            # "https://x" has no space behind its colon; "10:30" neither.
            if match and any(char.isalpha() for char in match["name"]):
                name = match["name"].strip()
                starts = number == 0 or block.lines[number - 1].text.rstrip()[-1] in _ENDS
                yield Candidate(index, number, name, match.end(), line.runs[0].strong, starts)


def _is_name(name: str) -> bool:
    """Whether a label is written like a name or a part: capitals, titles, particles, initials."""
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]$", "", name)
    folded = fold_name(bare)
    tokens = [token.strip(".,'’\"“”") for token in bare.split()]
    if not tokens or len(tokens) > 7 or folded.rstrip(".") in _NOT_WHOLE:
        return False
    if folded in _ROLES:
        return True
    if tokens[0].casefold() in _NOT_FIRST or re.search(r"[.!?]\s+[a-z]|[!?;\"“”«»=/]|\.\.", bare):
        return False
    if tokens[-1].isdigit():
        return len(tokens) == 2 and (tokens[0].casefold() in _ROLES or tokens[0].isupper())
    return tokens[0].casefold() not in {"q", "a"} and all(_is_name_token(token) for token in tokens)


def _is_name_token(token: str) -> bool:
    if token.casefold() in _PARTICLES or not token:
        return True
    first = token[0]
    # Scripts without case (Arabic, Chinese, Devanagari) have no lower-case letters to tell.
    return first.isalpha() and not first.islower() and not any(char.isdigit() for char in token)


def _is_person(name: str) -> bool:
    """Whether a label has a title, is somebody's part, or starts with a first name."""
    tokens = [token.strip(".,").casefold() for token in name.split()]
    return tokens[0] in _TITLES or bool(_ROLES & set(tokens)) or is_first_name(tokens[0])


def _keep_habit(likely: dict[str, list[Candidate]], known: set[str]) -> dict[str, list[Candidate]]:
    """Where a document writes most of its repeated labels in bold, a plain one is prose."""
    repeated = [c for group in likely.values() if len(group) > 1 for c in group]
    bold = sum(c.strong for c in repeated)
    if bold * 5 < len(repeated) * 4 or not repeated:
        return likely
    return {key: group for key, group in likely.items() if key in known or group[0].strong}


def _count_neighbours(
    candidates: list[Candidate], likely: dict[str, list[Candidate]]
) -> Counter[str]:
    """How often a name stands within three blocks of a line labelled with another name."""
    ordered = [c for c in candidates if c.key in likely]
    counts: Counter[str] = Counter()
    for before, after in pairwise(ordered):
        if before.key != after.key and after.block - before.block <= 3:
            counts[before.key] += 1
            counts[after.key] += 1
    return counts


def _is_repeated(group: list[Candidate], neighbours: int) -> bool:
    """Whether a name comes again and again, in turn with others or as a person's."""
    return len(group) > 1 and (neighbours > 1 or _is_person(group[0].name))


def _is_supported_once(candidate: Candidate, neighbours: int, conversation: bool) -> bool:
    """Whether a name that comes once is borne out: "Rome: a city of contrasts" is prose.

    It has to stand among other labels and start a sentence, and be a person's, or be of several
    words or capitals in a document that has repeated labels as well.
    """
    if not neighbours or not candidate.starts_sentence:
        return False
    if _is_person(candidate.name):
        return True
    several = len(candidate.name.split()) > 1
    return conversation and (several or candidate.name.isupper() or candidate.strong)
