"""What an editor should listen to: names and words that the show has never said."""

import json
from pathlib import Path

import pytest

from presscast.voices.lexicon import Lexicon, build_layer
from presscast.voices.lexicon_rules import build_rule
from presscast.voices.unmet import Risk, list_unmet, read_met
from presscast.voices.wording import settle_words

from .test_plan import write_script

NONE: frozenset[str] = frozenset()


def find(*texts: str, language: str = "en", met: frozenset[str] = NONE) -> list[tuple[str, Risk]]:
    script = write_script(("A", texts), language=language)
    found = list_unmet(script, settle_words(script, Lexicon()), met)
    return [(it.word, it.risk) for it in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She met Dufresnoy at the harbour; we’ve colour.", [("Dufresnoy", Risk.STRANGE)]),
        ("They left with Kellerby.", [("Kellerby", Risk.NAME)]),
        ("Kellerby left. The others stayed.", [("Kellerby", Risk.NAME)]),
        ("The group met in Paris on Friday.", []),
        ("They went to Belgium.", [("Belgium", Risk.KNOWN)]),
        ("The GMMP met NATO for R2D2, a 5G café.",
         [("R2D2", Risk.MIXED), ("5G", Risk.MIXED), ("café", Risk.FOREIGN),
          ("GMMP", Risk.INITIALS)]),
        ("It costs 5,000 or 12% in 2026.", []),
        ("A well-known photobiont, as issues—like this.", [("photobiont", Risk.RARE)]),
    ],
)  # fmt: skip
def test_what_is_listed(text: str, found: list[tuple[str, Risk]]) -> None:
    """The riskiest first; ordinary words, in British spelling too, are not."""
    assert find(text) == found


@pytest.mark.slow
def test_capitals_of_german_nouns_are_no_names() -> None:
    """Unless nobody knows the word."""
    text = "Wir sahen den Hafen und die Straße von Kellerbyhausen."
    assert [word for word, _ in find(text, language="de")] == ["Kellerbyhausen"]


def test_french_elisions_are_no_part_of_a_word() -> None:
    """ "L'école" is a school."""
    assert find("Elle voit l’école et l'homme.", language="fr") == []


def test_a_language_without_a_list_has_names_alone() -> None:
    """Nobody can tell there which words are rare."""
    assert [it for it, _ in find("Vi ser hamnen i Göteborg.", language="sv")] == ["Göteborg"]


def test_a_word_comes_once_with_its_number_and_first_line() -> None:
    """However it is cased, with an s or without."""
    script = write_script(("A", ("With Kellerby.", "In Kellerby's, KELLERBY.")))
    [it] = list_unmet(script, {}, NONE)
    assert (it.word, it.times, it.line, it.speaker) == ("Kellerby", 3, 1, "A")


def test_what_was_met_or_is_in_a_lexicon_is_no_risk() -> None:
    """Any more."""
    rule = build_rule("Kellerby", "kell er bee", path="x", line=1)
    script = write_script(("A", ("With Kellerby and Dufresnoy’s.",)))
    settled = settle_words(script, Lexicon(show=(build_layer([rule]),)))
    assert [it.word for it in list_unmet(script, settled, NONE)] == ["Dufresnoy"]
    assert not list_unmet(script, settled, frozenset({"dufresnoy"}))


def test_other_episodes_are_what_a_show_has_met(tmp_path: Path) -> None:
    """As the words that they say are written; a broken file says none."""
    for name, content in {
        "one": json.dumps({"words": [{"word": "“Kellerby’s”,"}, {"word": "a"}]}),
        "own": json.dumps({"words": [{"word": "Own"}]}),
        "bad": "{",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.words.json").write_text(content)
    assert read_met(tmp_path, "own") == {"kellerby", "a"}
    assert read_met(tmp_path / "none", "own") == set()
