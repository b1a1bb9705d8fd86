"""W3C pronunciation lexicons: `.pls` files. Source: PLS 1.0, W3C Recommendation, 2008."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from presscast.errors import LexiconError, PresscastError, ScriptError, raise_all
from presscast.scripts.packages import parse_xml
from presscast.voices.ipa import normalise_ipa, read_x_sampa
from presscast.voices.lexicon_rules import Rule, check_rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMESPACE = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_ALPHABETS = {"ipa": normalise_ipa, "x-sampa": read_x_sampa, "x-xsampa": read_x_sampa}
_IGNORED = ("meta", "metadata", "example")
_TRUE = ("true", "1")
_MOST = 500_000
"""Elements that a lexicon may have."""


def read_pls(path: Path, shown: Path) -> list[Rule]:
    """The rules of a file, which hold in scripts of its language. Raises LexiconError or Problems.

    Each grapheme is a rule that minds case, as PLS does. Of several pronunciations the preferred
    one counts, else the first. FileNotFoundError is left to the caller.
    """
    try:
        root = parse_xml(path.read_bytes(), most=_MOST)
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise LexiconError(f"cannot be read ({problem.strerror})", path=shown) from problem
    except ScriptError as problem:
        raise LexiconError(
            problem.what, path=shown, line=problem.line, remedy=problem.remedy
        ) from None
    if root.tag != f"{_NAMESPACE}lexicon":
        what = f"this is no pronunciation lexicon: its root is <{_name(root)}>"
        remedy = f'It should be <lexicon xmlns="{_NAMESPACE.strip("{}")}">.'
        raise LexiconError(what, path=shown, line=root.sourceline, remedy=remedy)
    problems: list[PresscastError] = []
    rules: list[Rule] = []
    for child in root.iterchildren("*"):
        try:
            if _name(child) == "lexeme":
                rules += _read_lexeme(child, root, str(shown))
            elif _name(child) not in _IGNORED:
                raise _complain(child, str(shown), f"<{_name(child)}> is no part of a lexicon")
        except LexiconError as error:
            problems.append(error)
    raise_all(problems)
    return rules


def _read_lexeme(lexeme: "Element", root: "Element", path: str) -> Iterator[Rule]:
    graphemes = []
    readings = []
    for child in lexeme.iterchildren("*"):
        text = " ".join(str(child.xpath("string()")).split())
        if _name(child) == "grapheme":
            graphemes.append((text, child.sourceline))
        elif _name(child) in ("phoneme", "alias"):
            readings.append((child, text))
        elif _name(child) not in _IGNORED:
            raise _complain(child, path, f"<{_name(child)}> is no part of a lexeme")
    if not graphemes or not readings:
        missing = "grapheme" if not graphemes else "phoneme or alias"
        raise _complain(lexeme, path, f"this lexeme has no {missing}")
    preferred = (it for it in readings if it[0].get("prefer", "").strip() in _TRUE)
    reading, said = next(preferred, readings[0])
    language = root.get(_LANGUAGE, "").lower()
    say, phonemes = _say(reading, said, root, path)
    for written, line in graphemes:
        rule = Rule(written, path, line, exact=True, within=language, say=say, phonemes=phonemes)
        check_rule(rule)
        yield rule


def _say(reading: "Element", said: str, root: "Element", path: str) -> tuple[str, str]:
    """(what is said, in IPA), for an alias or a phoneme."""
    if _name(reading) == "alias":
        return said, ""
    alphabet = reading.get("alphabet") or root.get("alphabet") or "ipa"
    if alphabet not in _ALPHABETS:
        what = f'the alphabet "{alphabet}" is not known'
        raise _complain(reading, path, what, f"It may be {' or '.join(_ALPHABETS)}.")
    return "", _ALPHABETS[alphabet](said)


def _name(element: "Element") -> str:
    """The name of a PLS element; with its namespace where that is another."""
    return str(element.tag).removeprefix(_NAMESPACE)


def _complain(element: "Element", path: str, what: str, remedy: str = "") -> LexiconError:
    return LexiconError(what, path=path, line=element.sourceline, remedy=remedy)
