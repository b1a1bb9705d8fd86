"""A lexicon: which words are said otherwise, where that is written, and who goes first."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.errors import LexiconError, PresscastError
from presscast.model import Casting, Cue, CueKind, LexiconEntry, Metadata, Script
from presscast.show import Show
from presscast.voices.decision import Decision
from presscast.voices.lexicon import Lexicon, build_layer
from presscast.voices.lexicon_files import read_lexicon
from presscast.voices.lexicon_rules import Rule, build_rule
from presscast.voices.plan import plan_utterances
from presscast.voices.spoken import find_spoken
from presscast.voices.wording import require_sayable, settle_words

from .test_plan import CAST, write_script


def rule(written: str, value: object, *, pattern: bool = False) -> Rule:
    return build_rule(written, value, path="lexicon.toml", line=1, pattern=pattern)


def say(
    text: str, rules: Mapping[str, object], patterns: Mapping[str, object] | None = None
) -> str:
    """What is said of a text with these rules."""
    made = [rule(written, value) for written, value in rules.items()]
    made += [rule(written, value, pattern=True) for written, value in (patterns or {}).items()]
    script = write_script(("A", (text,)))
    settled = settle_words(script, Lexicon(show=(build_layer(made),)))
    [utterance] = plan_utterances(script, Decision(CAST, settled=settled))
    return find_spoken(utterance).text


@pytest.mark.parametrize(
    ("text", "rules", "said"),
    [
        ("The quay.", {"quay": "key"}, "The key."),
        ("Quays, a QUAY.", {"quay": "key"}, "Quays, a key."),
        ("The US told us.", {"US": "you ess"}, "The you ess told us."),
        ("Lead leads lead", {"lead": {"say": "led", "case": "exact"}}, "Lead leads led"),
        ("NGUYEN", {"Nguyen": {"say": "win", "case": "any"}}, "win"),
        ("(Nguyen’s “Nguyen”)", {"Nguyen": "win"}, "(win’s “win”)"),
        ("New  York, York", {"York": "yark", "New York": "noo york"}, "noo york, yark"),
        ("New\u00a0York", {"New York": "noo york"}, "noo york"),
        ("d’Ivoire d'Ivoire", {"d'Ivoire": "divwar"}, "divwar divwar"),
        (".NET and C++ R", {".NET": "dot net", "C++": "see plus"}, "dot net and see plus R"),
        ("A UN B2B", {"UN": {"letters": True}, "B2B": {"letters": True}}, "A U N B 2 B"),
        ("東京の朝", {"東京": "とうきょう"}, "とうきょうの朝"),
        ("हिन्दी हिन", {"हिन": "hin"}, "हिन्दी hin"),
        ("a\u0301b a", {"a": "x"}, "a\u0301b x"),
    ],
)  # fmt: skip
def test_words_and_phrases(text: str, rules: dict[str, object], said: str) -> None:
    """Whole words; small letters mean any case; the longest goes first; marks stay."""
    assert say(text, rules) == said


def test_patterns() -> None:
    """Regular expressions, whose groups may be said; words go before them."""
    patterns = {r"R(\d+)": r"rand \1", r"\b[A-Z]{2}\b": {"letters": True}}
    assert say("R45 for AB, or CD.", {"CD": "disc"}, patterns) == "rand 45 for A B, or disc."


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "said as nothing"),
        ("—", "which is no word"),
        (3, "takes text in quotes or a table"),
        ({}, "said as nothing"),
        ({"sai": "x"}, 'does not take "sai". Did you mean "say"?'),
        ({"say": "x", "letters": True}, "takes one of"),
        ({"say": 3}, "should be text in quotes, not 3"),
        ({"case": "lower", "say": "x"}, "should be one of any, exact, not 'lower'"),
        ({"language": "english!"}, "should be a language tag"),
        ("//", "said as nothing"),
    ],
)
def test_what_a_rule_cannot_be(value: object, problem: str) -> None:
    """Each mistake has its sentence."""
    with pytest.raises(LexiconError) as caught:
        rule("word", value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("written", "value", "problem"),
    [
        ("(", "x", "is no regular expression"),
        ("a*", "x", "matches nothing at all"),
        (r"R(\d+)", r"rand \2", "cannot be said as"),
        (r"R(?P<n>\d+)", r"\g<m>", "cannot be said as"),
    ],
)
def test_what_a_pattern_cannot_be(written: str, value: str, problem: str) -> None:
    """Told when it is read, not when it first matches."""
    with pytest.raises(LexiconError, match=problem):
        rule(written, value, pattern=True)


def test_a_pattern_that_takes_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the place of the rule."""
    monkeypatch.setattr("presscast.voices.lexicon._LONGEST_MATCHING", 0.05)
    with pytest.raises(LexiconError, match=r"lexicon.toml:1: .* takes too long to find"):
        say("ab" * 300 + " c", {}, {r"(?:\w+\w+)+\w*\w*\w*\d": "x"})


def test_a_pattern_that_leaves_no_word_is_told() -> None:
    """A word is never left out."""
    with pytest.raises(LexiconError, match='said as "-", which is no word'):
        say("R5", {}, {r"R(\d)()": r"-\2"})


@given(
    st.text(st.sampled_from("ab c'’.-A1é"), max_size=60),
    st.lists(st.text(st.sampled_from("ab cA1"), min_size=1, max_size=5), max_size=6),
)
def test_stretches_never_overlap(text: str, words: list[str]) -> None:
    """They stand in order, inside the text, and begin and end with what is no space."""
    rules = [rule(word, "x") for word in words if word.strip()]
    found = [it.said for it in Lexicon(show=(build_layer(rules),)).find(text, "A", "en")]
    ends = [0, *(it.last for it in found)]
    assert all(end <= it.first < it.last <= len(text) for end, it in zip(ends, found, strict=False))
    assert all(text[it.first : it.last].split() for it in found)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """A show with voices/."""
    (tmp_path / "voices").mkdir()
    (tmp_path / "scripts").mkdir()
    return Show(root=tmp_path, exists=True)


def write_episode(show: Show, text: str, **metadata: object) -> Script:
    script = write_script(("A", (text,)), ("B", (text,)))
    path = str(show.root / "scripts" / "x.md")
    return replace(script, path=path, metadata=Metadata(**metadata))  # type: ignore[arg-type]


def hear(script: Script, show: Show, speakers: Mapping[str, str] = {}) -> list[str]:
    settled = settle_words(script, read_lexicon(script, show, speakers))
    return [find_spoken(it).text for it in plan_utterances(script, Decision(CAST, settled=settled))]


def test_the_nearest_lexicon_counts(show: Show) -> None:
    """Cue, front matter, file of the episode, of the speaker, lexicon.toml, *.pls by name."""
    voices = show.root / "voices"
    names = ["a", "b", "c", "d", "e"]
    (voices / "lexicon.toml").write_text("[say]\n" + "".join(f'{it} = "{it}0"\n' for it in names))
    (voices / "b.toml").write_text('[say]\nb = "b1"\nc = "c1"\nd = "d1"\n')
    (show.root / "scripts" / "own.toml").write_text('[say]\nc = "c2"\nd = "d2"\n')
    entries = (LexiconEntry("d", "d3", 1),)
    script = write_episode(show, "a b c d e", lexicon=entries)
    script = replace(script, cues=(Cue(CueKind.SAY, "e as e4", 1, 0, 0, 4),))
    assert hear(script, show, {"B": "b.toml"}) == ["a0 b0 c0 d3 e4", "a0 b1 c1 d3 e4"]
    script = replace(script, metadata=Metadata(lexicon_file="own.toml"))
    assert hear(script, show, {"B": "b.toml"}) == ["a0 b0 c2 d2 e4", "a0 b1 c2 d2 e4"]


def test_a_cue_holds_from_where_it_stands() -> None:
    """To the end of the script; a later one goes before it."""
    script = write_script(("A", ("x x x", "x")), ("B", ("x x",)))
    cues = (
        Cue(CueKind.SAY, "x as y", 1, 0, 0, 2),
        Cue(CueKind.SAY, "x as as z", 1, 0, 2, 0),
        Cue(CueKind.SAY, "X as w", 1, 1, 0, 2),
        Cue(CueKind.SAY, "x as /v/", 1, 1, 0, 2),
    )
    script = replace(script, cues=cues)
    utterances = plan_utterances(script, Decision(CAST, settled=settle_words(script, Lexicon())))
    assert [find_spoken(it).text for it in utterances] == ["x y y", "y", "as z x"]
    assert [hint.phonemes for it in utterances for hint in find_spoken(it).hints] == ["v"]


def test_a_long_paragraph_keeps_its_words() -> None:
    """Rules find their words in every piece of it."""
    text = "The quick brown fox is on the quay near the river bank today. " * 40
    script = write_script(("A", (text.strip(),)))
    settled = settle_words(script, Lexicon(show=(build_layer([rule("quay", "key")]),)))
    utterances = plan_utterances(script, Decision(CAST, settled=settled))
    assert len(utterances) > 2
    assert sum(find_spoken(it).text.count(" key ") for it in utterances) == 40


def test_all_mistakes_of_all_files_come_together(show: Show) -> None:
    """Each with its file and line."""
    (show.root / "voices" / "lexicon.toml").write_text(
        'title = "x"\n[say]\nok = "x"\nbad = 3\n\n[say.worse]\nsai = "x"\n[patern]\n'
        "[pattern]\n'(' = 'x'\n"
    )
    (show.root / "voices" / "a.pls").write_text("<lexicon/>")
    entries = (LexiconEntry("d", "", 7),)
    script = write_episode(show, "a", lexicon=entries, lexicon_file="none.toml")
    with pytest.raises(PresscastError) as caught:
        read_lexicon(script, show, {"A": "no.pls"})
    told = str(caught.value)
    for place in ("lexicon.toml:1:", "lexicon.toml:4:", "lexicon.toml:6:", "lexicon.toml:8:"):
        assert place in told
    for place in ("lexicon.toml:10:", "a.pls:1:", "x.md:7:", "none.toml:", "no.pls:"):
        assert place in told
    assert told.count("\n") == 8
    assert 'Did you mean "pattern"?' in told


def test_a_file_that_is_no_toml_is_told(show: Show) -> None:
    """With its line."""
    (show.root / "voices" / "lexicon.toml").write_text("[say]\nx = y\n")
    with pytest.raises(LexiconError, match=r"lexicon.toml:2: this is not TOML"):
        read_lexicon(write_episode(show, "a"), show, {})


def test_what_a_voice_cannot_say_is_told_with_the_nearest() -> None:
    """Once for a rule and a voice, at the place of the rule; only where the script needs it."""
    layer = build_layer(
        [rule("Yeux", "/jǃø/"), rule("Loch", {"language": "xx"}), rule("No", "/ǃ/")]
    )
    lexicon = Lexicon(show=(layer,))
    script = write_script(("A", ("Yeux, Yeux, Loch.",)))
    settled = settle_words(script, lexicon)
    cast = {"A": Casting("A", "pyttsx", "gmw/en-us+f2", rate=160, pitch=50)}
    with pytest.raises(PresscastError) as caught:
        require_sayable(plan_utterances(script, Decision(cast, settled=settled)), settled)
    first, second = str(caught.value).splitlines()
    assert first.startswith('lexicon.toml:1: "Yeux": A (gmw/en-us+f2) cannot say ')
    assert "ø (the nearest is" in first
    assert 'cannot say the language "xx"' in second
