"""One rule of a lexicon: what is written, and how it is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from presscast import settings
from presscast.errors import LexiconError, suggest
from presscast.voices.ipa import normalise_ipa
from presscast.words import count_words

_KEYS = ("say", "phonemes", "letters", "language", "case")
_CASES = ("any", "exact")
_TRANSCRIBED = re.compile(r"/\s*(?P<ipa>[^/]*?)\s*/")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a word, a phrase, or whatever a pattern matches is said."""

    written: str
    """The word or phrase, or the regular expression."""
    path: str
    line: int | None
    say: str = ""
    """What is said instead; a template where `written` is a pattern."""
    phonemes: str = ""
    """IPA."""
    language: str = ""
    """BCP 47: the language in which it is said."""
    letters: bool = False
    """Whether its letters are said one by one."""
    exact: bool = False
    """Whether only this very case is meant."""
    pattern: bool = False
    """Whether `written` is a regular expression."""
    within: str = ""
    """BCP 47: the language of the scripts that it is for; empty for all."""

    def complain(self, what: str, remedy: str = "") -> LexiconError:
        """An error that names the place of the rule."""
        return LexiconError(what, path=self.path, line=self.line, remedy=remedy)


def build_rule(
    written: str, value: Any, *, path: str, line: int | None, pattern: bool = False
) -> Rule:
    """The rule that a lexicon writes as `written = value`. Raises LexiconError.

    A word in small letters is meant in any case; one with a capital in that case only.
    """
    rule = Rule(" ".join(written.split()), path, line, pattern=pattern)
    rule = replace(rule, written=written) if pattern else rule
    if isinstance(value, str):
        value = {"say": value}
    if not isinstance(value, Mapping):
        takes = f"text in quotes or a table of {', '.join(_KEYS)}"
        raise rule.complain(f'"{written}" takes {takes}, not {value!r}')
    for key in value:
        if key not in _KEYS:
            raise rule.complain(f'"{written}" does not take "{key}"', suggest(str(key), _KEYS))
    _check_value(rule, value)
    say, phonemes = _read_said(value)
    capital = written != written.lower() and not pattern
    rule = replace(
        rule,
        letters=value.get("letters", False),
        language=settings.language(value["language"]) if "language" in value else "",
        exact=value["case"] == "exact" if "case" in value else capital or pattern,
        say=say,
        phonemes=phonemes,
    )
    check_rule(rule)
    return rule


def check_rule(rule: Rule) -> None:
    """Raise LexiconError for a rule that can never be followed."""
    if rule.pattern:
        _check_pattern(rule)
    elif not any(map(str.isalnum, rule.written)):
        raise rule.complain(f'"{rule.written}" is no word', "A rule needs a letter or a digit.")
    if sum(map(bool, (rule.say, rule.phonemes, rule.letters))) > 1:
        what = f'"{rule.written}" takes one of "say", "phonemes" and "letters"'
        raise rule.complain(what, "Remove the others.")
    if not (rule.say or rule.phonemes or rule.letters or rule.language):
        what = f'"{rule.written}" is to be said as nothing'
        raise rule.complain(what, 'Give it "say", "phonemes", "letters" or "language".')
    if rule.say and not rule.pattern and not count_words(rule.say):
        raise rule.complain(f'"{rule.written}" is to be said as "{rule.say}", which is no word')


@cache
def compile_pattern(written: str, exact: bool) -> Any:
    """A pattern of the library `regex`, which stops one that takes too long."""
    import regex

    return regex.compile(written, 0 if exact else regex.IGNORECASE)


def _check_value(rule: Rule, value: Mapping[str, Any]) -> None:
    """Raise LexiconError for what is of the wrong kind."""
    wanted = {"say": str, "phonemes": str, "letters": bool, "case": str, "language": str}
    shown = {str: "text in quotes", bool: "true or false"}
    for key, kind in wanted.items():
        if key in value and not isinstance(value[key], kind):
            what = f'"{key}" of "{rule.written}" should be {shown[kind]}, not {value[key]!r}'
            raise rule.complain(what)
    if value.get("case", "any") not in _CASES:
        what = f'"case" of "{rule.written}" should be one of {", ".join(_CASES)}'
        raise rule.complain(f"{what}, not {value['case']!r}")
    try:
        settings.language(value.get("language", "en"))
    except ValueError as error:
        what = f'"language" of "{rule.written}" should be {error}, not {value["language"]!r}'
        raise rule.complain(what) from None


def _read_said(value: Mapping[str, Any]) -> tuple[str, str]:
    """(what is said as it is spelt, in IPA): "/…/" is IPA."""
    say = " ".join(value.get("say", "").split())
    phonemes = value.get("phonemes", "")
    if transcribed := _TRANSCRIBED.fullmatch(say):
        say, phonemes = "", phonemes or transcribed["ipa"]
    return say, normalise_ipa(phonemes)


def _check_pattern(rule: Rule) -> None:
    import regex

    try:
        pattern = compile_pattern(rule.written, rule.exact)
    except regex.error as error:
        raise rule.complain(f"'{rule.written}' is no regular expression ({error})") from None
    if pattern.fullmatch(""):
        what = f"'{rule.written}' matches nothing at all"
        raise rule.complain(what, "Let it match at least one letter.")
    try:
        pattern.sub(rule.say, "")
        # Where nothing matches a reference to a group is not looked at.
        for match in regex.finditer(f"(?:{rule.written})|", "", pattern.flags):
            match.expand(rule.say)
    except (regex.error, IndexError, KeyError) as error:
        what = f"'{rule.written}' cannot be said as '{rule.say}' ({error})"
        raise rule.complain(what, r"\1 is what the first brackets match.") from None
