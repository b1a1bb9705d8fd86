"""How the name of a speaker is written: what may be one, what is surely one, and how it is kept."""

import re
from functools import lru_cache
from itertools import pairwise

from presscast.names import is_first_name
from presscast.scripts.vocabulary import Vocabulary

_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00a0 \t*_"
"""Marks of the direction of writing and of emphasis, which are not of the name."""

_REMARK = re.compile(r"\s*[(\[（【][^)\]）】]*[)\]）】]$")
"""What stands behind a name: "(laughs)", "[on the phone]", "(TN)"."""

_NEVER = re.compile(r"[!?;\"“”„«»=/\\{}<>|@%€$£。！？؟]|\.\.|https?|www\.")
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]+)\s?[#n°º.]*\s?(?P<number>\d{1,3})")
_CODE = re.compile(r"[A-Z]{1,3}\s?\d{0,2}")
"""Codes of a transcript: I, R1, INT, S2."""
_TRIM = ".,'’\"“”״׳"
_MOST_WORDS = 8
_MOST_LETTERS = 24
"""Scripts that put no space between words write a name in fewer characters than this."""


def fold_name(name: str) -> str:
    """A name as it is compared: one person, however it is cased and spaced."""
    return " ".join(name.casefold().split())


def strip_name(written: str) -> tuple[str, str]:
    """(a name as it is kept, the remark behind it), without marks of emphasis and direction."""
    name = written.strip(_MARKS)
    remark = _REMARK.search(name)
    if remark and remark.start():
        behind = remark[0].strip(" ()[]（）【】")
        return " ".join(name[: remark.start()].strip(_MARKS).split()), behind
    return " ".join(name.split()), ""


def is_abbreviation(name: str) -> bool:
    """Whether a label is two to four capitals, with or without full stops."""
    bare = name.replace(".", "").replace(" ", "")
    return 1 < len(bare) < 5 and bare.isupper()


class NameJudge:
    """Tells names from prose in a script's language, each name once."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.list_words = lru_cache(maxsize=None)(self._list_words)
        self.is_person = lru_cache(maxsize=None)(self._is_person)
        self.is_part = lru_cache(maxsize=None)(self._is_part)

    def _list_words(self, name: str) -> tuple[str, ...]:
        """The words of a name as they are compared: no titles, affiliation or full stops."""
        bare = re.split(r"[,，、]\s*|\s[–—-]\s", fold_name(name))[0]
        found = tuple(word.strip(_TRIM) for word in bare.split())
        if len(found) > 1 and bare.split()[0] in _ARTICLES:
            found = found[1:]
        return tuple(word for word in found if word not in self.words.titles) or found

    def list_initials(self, name: str) -> set[str]:
        """The ways to abbreviate a name: Dr. Emily Carter is EC, Time.news Editor TNE or TN."""
        words = self.list_words(name)
        parts = [part for word in words for part in re.split(r"[.\-’']", word) if part]
        found = {
            "".join(word[0] for word in words),
            "".join(part[0] for part in parts),
            "".join(word[0] for word in fold_name(name).split()),
        }
        if self.is_part(name) and len(parts) > 2:
            found.add("".join(part[0] for part in parts[:-1]))
        return found

    def split_number(self, name: str) -> tuple[str, int]:
        """("Q", 3) for "Q3", ("Question", 1) for "Question 1"; 0 for any other name."""
        match = _NUMBERED.fullmatch(name)
        if match and match["word"].casefold() in self.words.ask | self.words.reply:
            return match["word"], int(match["number"])
        return name, 0

    def is_name(self, name: str) -> bool:
        """Whether a label is written like a name or a part: capitals, titles, initials."""
        folded = fold_name(name).rstrip(".")
        if folded in self.words.parts or folded in _SELF or _CODE.fullmatch(name):
            return True
        if folded in self.words.not_whole or _NEVER.search(name):
            return False
        person, *affiliation = re.split(r"[,，、]\s*", name)
        written = person.split()
        tokens = [token.strip(_TRIM) for token in written]
        if not tokens or not all(tokens) or len(tokens) > _MOST_WORDS or len(affiliation) > 3:
            return False
        if any(self._is_clause(part) for part in affiliation):
            return False
        if self._is_prose(tokens, written):
            return False
        if _has_no_case(person):
            return len(person) <= _MOST_LETTERS or len(tokens) > 1
        titled = tokens[0].casefold() in self.words.titles
        return all(
            self._is_token(token) or (titled and token in self.words.titles) for token in tokens
        )

    def is_handle(self, name: str) -> bool:
        """Whether a label is one word in small letters, as of a newspaper or in a chat."""
        plain = name.isalpha() and name.islower() and 2 < len(name) < 20
        prose = (self.words.not_first, self.words.not_whole, self.words.talk)
        return plain and not any(name in words for words in prose)

    def _is_person(self, name: str) -> bool:
        """Whether a label has a title, is somebody's part, or starts with a first name."""
        tokens = self._tokenize(name)
        if not tokens:
            return False
        if any(token in self.words.titles for token in tokens[:2][: len(tokens) - 1]):
            return True
        if self.is_part(name):
            return True
        initials = re.fullmatch(
            r"(?:[^\W\d_]\.\s?){1,3}[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?", name
        )
        article = tokens[0] in self.words.not_first
        first = is_first_name(tokens[0]) and len(tokens) < 5 and not article
        return bool(initials) or first

    def is_full_name(self, name: str) -> bool:
        """Whether a label is a title or a first name with another word: surely somebody."""
        return self.is_person(name) and not self.is_part(name) and len(self._tokenize(name)) > 1

    def _is_part(self, name: str) -> bool:
        """Whether a label says what somebody does: "Host", "Valley.radio Editor", "Caller 2"."""
        tokens = self._tokenize(name)
        if not tokens:
            return False
        if fold_name(name) in self.words.parts:
            return True
        head = [token for token in tokens if not token.isdigit() and len(token) > 1]
        if not head:
            return False
        # The noun comes last in English, first in Romance languages and before a preposition.
        last = head[-1] in self.words.parts and len(head[-1]) > 2
        first = head[0] in self.words.parts and len(head[0]) > 2
        rest = head[1:]
        follows = not rest or rest[0] in self.words.particles or is_first_name(rest[0])
        numbered = len(head) < len(tokens)
        capitals = name.isupper()
        return last or (first and (follows or numbered or capitals))

    def is_host(self, name: str) -> bool:
        """Whether a label says that somebody asks."""
        tokens = self._tokenize(name)
        return any(token in self.words.hosts for token in tokens)

    def _is_clause(self, part: str) -> bool:
        """Whether what stands behind a comma is no office or house: "Okay, I think"."""
        words = part.casefold().split()
        talk = words and (
            words[0] in self.words.first_person or not self.words.speech_verbs.isdisjoint(words)
        )
        return len(words) > 9 or bool(talk) or bool(re.search(r"[.!?]\s|\.$", part))

    def _tokenize(self, name: str) -> list[str]:
        tokens = re.split(r"[\s,，、]+", name.casefold())
        return [token.strip(_TRIM + "#()") for token in tokens if token.strip(_TRIM + "#()")]

    def _is_prose(self, tokens: list[str], written: list[str]) -> bool:
        """Whether the words are those of a sentence, not of a name."""
        folded = [token.casefold() for token in tokens]
        initial = len(tokens[0]) == 1 and written[0].endswith(".") and len(tokens) > 1
        function = folded[0] in self.words.not_first and not initial
        if function and not self._opens_name(tokens, folded):
            return True
        if any(word in self.words.speech_verbs for word in folded[1:]):
            return True
        if len(folded) > 1 and not self.words.notes.isdisjoint((folded[0], folded[-1])):
            return True
        if folded[-1].isdigit():
            part = folded[0] in self.words.parts or folded[0] in ("sprecher", "orador", "locuteur")
            return not (len(tokens) < 4 and (part or (tokens[0].isupper() and len(tokens) == 2)))
        return any(self._ends_sentence(one, other) for one, other in pairwise(written))

    def _opens_name(self, tokens: list[str], folded: list[str]) -> bool:
        """Whether an article or particle opens a name: The Speaker, La Gazette, von der Heide."""
        if len(tokens) < 2:
            return False
        if folded[0] in _NOBLE and tokens[-1][0].isupper():
            noble = all(token in _NOBLE or token[0].isupper() for token in tokens)
            if noble and (folded[1] in _NOBLE or tokens[0].islower()):
                return True
        if folded[0] not in _ARTICLES:
            return False
        parts = self.words.parts | self.words.titles
        if folded[-1] in parts or any(word in self.words.titles for word in folded[1:3]):
            return True
        # German writes every noun with a capital.
        return folded[0] not in ("der", "die", "das", "a", "o", "an") and all(
            self._is_token(token) for token in tokens
        )

    def _ends_sentence(self, word: str, after: str) -> bool:
        """Whether a sentence ends between two words; a title's full stop ends none."""
        bare = word.rstrip(".")
        if word == bare or len(bare) < 2 or bare.casefold() in self.words.titles:
            return False
        return after[0].islower() or not (len(bare) < 5 or bare.isupper())

    def _is_token(self, token: str) -> bool:
        if token.casefold() in self.words.particles:
            return True
        if token in self.words.parts and len(token) > 3:
            return True
        first = token[0]
        if first.isdigit():
            return len(token) < 4 and token.isdigit()
        # "d'Arc", "al-Masri", "van't": a small particle stands before the capital.
        joined = re.split(r"['’-]", token)
        capital = not first.islower() or any(part[:1].isupper() for part in joined[1:])
        return first.isalpha() and capital and not any(char.isdigit() for char in token)


_SELF = {"you", "me", "myself"}
"""Who the reader is in the log of a chat."""
_ARTICLES = {"the", "le", "la", "der", "die", "el", "il", "lo", "o", "a", "de", "het", "an"}
_NOBLE = {
    "von",
    "van",
    "de",
    "della",
    "di",
    "du",
    "der",
    "den",
    "da",
    "dos",
    "al",
    "el",
    "bin",
    "ten",
}


def _has_no_case(name: str) -> bool:
    """Whether a name is written in letters that have no capitals."""
    return not any(char.isupper() or char.islower() for char in name)
