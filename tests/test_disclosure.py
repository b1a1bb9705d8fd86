"""Synthetic voices are declared, before anything else is said."""

import json
from pathlib import Path

import pytest
from tests.conftest import Run

from presscast.disclosure import declare_voices, find_disclosure
from presscast.model import NARRATOR, Cast, Script
from presscast.preparation import prepare_script
from presscast.show import DisclosureSettings, Show, find_show
from presscast.voices.engines import load_engine
from presscast.voices.plan import plan_utterances
from presscast.voices.spoken import find_spoken

SENTENCE = "The voices in this episode are synthetic."


def prepare(folder: Path, text: str) -> tuple[Script, Cast, Show]:
    """A script and its cast, in a show without a show.toml."""
    script = folder / "talk.md"
    script.write_text(text, "utf-8")
    silent = Show(folder, exists=False, disclosure=DisclosureSettings(spoken=False))
    found, decision = prepare_script(str(script), silent)
    return found, decision.cast, Show(folder, exists=False)


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


def test_a_lexicon_has_its_words_said_as_it_wants(tmp_path: Path) -> None:
    """As those of the script: a show's own sentence may hold a name."""
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "lexicon.toml").write_text('[say]\nKcor = "kay core"\n')
    (tmp_path / "show.toml").write_text('[disclosure]\ntext = "Kcor speaks."\n')
    (tmp_path / "talk.md").write_text("Kcor, it said.\n")
    script, decision = prepare_script(str(tmp_path / "talk.md"), find_show(named=tmp_path))
    said = [find_spoken(it).text for it in plan_utterances(script, decision)]
    assert said == ["kay core speaks.", "kay core, it said."]


@pytest.mark.slow
def test_check_tells_it_apart_from_the_script(presscast: Run, tmp_path: Path) -> None:
    """It is no turn and no word of the coverage, and it is in the estimate."""
    (tmp_path / "talk.md").write_text("A tram will run.\n")
    told = json.loads(presscast("check", "--json", "talk.md").stdout)
    assert [turn["text"] for turn in told["turns"]] == ["A tram will run."]
    assert told["coverage"]["words"] == told["coverage"]["spoken"] == 4
    (tmp_path / "show.toml").write_text("[disclosure]\nspoken = false\n")
    silent = json.loads(presscast("check", "--json", "talk.md").stdout)
    assert silent["estimated_duration_ms"] < told["estimated_duration_ms"] - 1000


@pytest.mark.slow
def test_stems_hold_it_also_where_there_is_no_narrator(presscast: Run, tmp_path: Path) -> None:
    """A track of its own: all tracks together are the episode."""
    (tmp_path / "show.toml").write_text('[voices]\nengine = "tone"\n')
    (tmp_path / "talk.md").write_text("Ada: Why now?\n\nBen: Because.\n\nAda: And then?\n")
    done = presscast("render", "--stems", "--only", "vtt", "talk.md")
    assert done.returncode == 0, done.stderr
    stems = {path.name for path in (tmp_path / "output" / "talk").glob("*.flac")}
    assert stems == {
        *("talk.stem-0-music.flac", "talk.stem-1-ada.flac", "talk.stem-2-ben.flac"),
        "talk.stem-3-narrator.flac",
    }


def test_every_language_that_can_be_spoken_has_a_sentence() -> None:
    """In the catalogue of eSpeak NG."""
    show = Show(Path(), exists=False)
    for voice in load_engine("pyttsx").list_voices():
        base = voice.language.split("-")[0]
        assert base == "en" or find_disclosure(show, voice.language) != SENTENCE, voice.language
