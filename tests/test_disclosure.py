"""Synthetic voices are declared, before anything else is said."""

from pathlib import Path

from presscast.disclosure import declare_voices, find_disclosure
from presscast.episode import prepare_script
from presscast.model import NARRATOR, Cast, Script
from presscast.show import DisclosureSettings, Show
from presscast.voices.engines import load_engine

SENTENCE = "The voices in this episode are synthetic."


def prepare(folder: Path, text: str) -> tuple[Script, Cast, Show]:
    """A script and its cast, in a show without a show.toml."""
    script = folder / "talk.md"
    script.write_text(text, "utf-8")
    show = Show(root=folder, exists=False)
    found, decision = prepare_script(str(script), show)
    return found, decision.cast, show


def test_the_narrator_says_it_first(tmp_path: Path) -> None:
    """Chapters and cues stand where they stood; it is in the first chapter."""
    text = (
        "# One\n\nA tram will run.\n\nAda: Why? [pause 1s] Why now?\n\n# Two\n\nIt will run soon."
    )
    script, cast, show = prepare(tmp_path, text)
    declared, voices = declare_voices(script, cast, show)
    assert (declared.turns[0].speaker, declared.turns[0].text) == (NARRATOR, SENTENCE)
    assert declared.turns[0].is_disclosure
    assert declared.turns[1:] == script.turns
    assert declared.chapters[0].turn == 0
    for before, after in zip(script.chapters[1:], declared.chapters[1:], strict=True):
        assert script.turns[before.turn] == declared.turns[after.turn]
    for one, other in zip(script.cues, declared.cues, strict=True):
        assert script.turns[one.turn] == declared.turns[other.turn]
    assert voices == cast


def test_it_is_no_word_of_the_source(tmp_path: Path) -> None:
    """What is counted is what somebody wrote."""
    script, cast, show = prepare(tmp_path, "A tram will run.")
    declared, _ = declare_voices(script, cast, show)
    assert declared.spoken_words == script.spoken_words == 4
    assert declared.source_words == script.source_words


def test_nobody_is_made_to_say_what_is_not_written(tmp_path: Path) -> None:
    """Without a narrator it is the first speaker's voice under the narrator's name."""
    script, cast, show = prepare(tmp_path, "Ada: Why now?\n\nBen: Because.\n\nAda: And then?\n")
    assert NARRATOR not in cast
    declared, voices = declare_voices(script, cast, show)
    assert declared.turns[0].speaker == NARRATOR
    assert voices[NARRATOR].voice == cast["Ada"].voice
    assert {name: voices[name] for name in cast} == cast


def test_it_can_be_left_unsaid_or_put_in_other_words(tmp_path: Path) -> None:
    """show.toml decides."""
    script, cast, _ = prepare(tmp_path, "A tram will run.")
    silent = Show(tmp_path, exists=False, disclosure=DisclosureSettings(spoken=False))
    assert declare_voices(script, cast, silent) == (script, cast)
    own = Show(tmp_path, exists=False, disclosure=DisclosureSettings(text="No human speaks."))
    assert declare_voices(script, cast, own)[0].turns[0].text == "No human speaks."


def test_every_language_that_can_be_spoken_has_a_sentence() -> None:
    """In the catalogue of eSpeak NG."""
    show = Show(Path(), exists=False)
    for voice in load_engine("pyttsx").list_voices():
        base = voice.language.split("-")[0]
        assert base == "en" or find_disclosure(show, voice.language) != SENTENCE, voice.language
