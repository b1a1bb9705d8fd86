"""Who speaks with which voice: told apart with eyes closed, and the same from week to week."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscast.errors import CastError, EngineError, Problems
from presscast.model import (
    NARRATOR,
    Cast,
    Metadata,
    Paragraph,
    Role,
    Script,
    Sex,
    Speaker,
    Turn,
    Voice,
)
from presscast.show import Show, VoiceSettings
from presscast.voices.apart import ALIKE, measure_distance, set_pitch
from presscast.voices.cast import cast_script, require_pinned
from presscast.voices.castfile import CastEntry, pin_cast, read_cast_file
from presscast.voices.catalogue import read_catalogue

from .cast_report import SENTENCES, measure_casts

PEOPLE = (
    "Dr. Emily Carter",
    "Mr. Paul Stone",
    "Fatima Noor",
    "ANCHOR",
    "Sir Ian Gray",
    "Maria Lopez",
    "Prof. John Miller",
    "Laura Klein",
    "Tom Baker",
    "MODERATOR",
    "Ms. Clara Weiss",
)

WOMEN = {"Dr. Emily Carter", "Fatima Noor", "Maria Lopez", "Laura Klein", "Ms. Clara Weiss"}

MEN = {"Mr. Paul Stone", "Sir Ian Gray", "Prof. John Miller", "Tom Baker"}

CATALOGUE = {voice.id: voice for voice in read_catalogue()}


def write_script(*names: str, language: str = "en", voices: dict[str, str] | None = None) -> Script:
    """A script in which the narrator and these people say a sentence each."""
    everybody = (NARRATOR, *names)
    return Script(
        path="talk.md",
        name="talk",
        title="Talk",
        language=language,
        metadata=Metadata(),
        speakers=tuple(
            Speaker(
                name,
                Role.NARRATOR if name == NARRATOR else Role.OTHER,
                voice=(voices or {}).get(name),
            )
            for name in everybody
        ),
        turns=tuple(
            Turn(name, (Paragraph("A sentence.", line),)) for line, name in enumerate(everybody, 1)
        ),
        chapters=(),
        skipped=(),
        notices=(),
    )


def show_at(root: Path, **voices: str) -> Show:
    return Show(root=root, exists=True, voices=VoiceSettings(**voices))  # type: ignore[arg-type]


SHOW = show_at(Path("show"))


def voices_of(cast: Cast) -> dict[str, Voice]:
    return {name: set_pitch(CATALOGUE[it.voice], it.pitch) for name, it in cast.items()}


@pytest.mark.parametrize("number", range(1, 12))
def test_up_to_twelve_people_are_told_apart(number: int) -> None:
    """By what the catalogue knows: the nearest two by more than what is hard to tell apart."""
    decision = cast_script(write_script(*PEOPLE[:number]), SHOW, {})
    voices = voices_of(decision.cast).values()
    assert len(set(voices)) == number + 1
    assert min(measure_distance(*pair) for pair in combinations(voices, 2)) > 1.8 * ALIKE
    assert decision.notices == ()


@pytest.mark.slow
@pytest.mark.parametrize("language", SENTENCES)
def test_in_casts_of_two_to_twelve_no_two_sound_alike(language: str, tmp_path: Path) -> None:
    """By their sound, measured anew, in the languages read most; `make cast-report` prints it."""
    for cast, pairs in measure_casts(range(2, 13), language, tmp_path):
        assert len(pairs) == len(cast) * (len(cast) - 1) / 2
        assert [pair for pair in pairs if pair.alike] == []


@pytest.mark.parametrize("language", sorted({v.language.split("-")[0] for v in read_catalogue()}))
def test_twelve_people_are_told_apart_in_every_language(language: str) -> None:
    """Whoever they are, all voices are of the language, and the editor has nothing to be told."""
    decision = cast_script(write_script(*PEOPLE[:11], language=language), SHOW, {})
    voices = voices_of(decision.cast).values()
    assert len(set(voices)) == 12
    assert {voice.language.split("-")[0] for voice in voices} == {language}
    assert decision.notices == ()


def test_the_catalogue_holds_what_its_rules_allow() -> None:
    """Nothing that is hard to understand, hoarse or shrill; every label is one voice's."""
    voices = read_catalogue()
    assert all(voice.clarity and voice.clarity >= 0.8 for voice in voices)
    assert all(voice.pitch and 65 <= voice.pitch <= 280 for voice in voices)
    assert all(len(voice.timbre) == 12 for voice in voices)
    assert len({voice.label for voice in voices}) == len(voices)


def test_honorific_and_first_name_tell_the_sex() -> None:
    """The narrator and those whose name tells nothing may have either."""
    voices = voices_of(cast_script(write_script(*PEOPLE), SHOW, {}).cast)
    assert {voices[name].sex for name in WOMEN} == {Sex.FEMALE}
    assert {voices[name].sex for name in MEN} == {Sex.MALE}


def test_the_front_matter_tells_the_sex_before_the_name() -> None:
    """Of people whose name says nothing, or something else."""
    script = write_script("ANCHOR", "Andrea Berg", language="de")
    speakers = [replace(it, sex=Sex.MALE) for it in script.speakers]
    cast = cast_script(replace(script, speakers=tuple(speakers)), SHOW, {}).cast
    assert {voice.sex for voice in voices_of(cast).values()} == {Sex.MALE}


def test_a_first_name_is_that_of_the_scripts_language() -> None:
    """Andrea is a woman in Germany and a man in Italy."""
    for language, sex in (("de", Sex.FEMALE), ("it", Sex.MALE)):
        cast = cast_script(write_script("Andrea Berg", language=language), SHOW, {}).cast
        assert voices_of(cast)["Andrea Berg"].sex is sex


def test_those_who_have_to_share_a_voice_are_named() -> None:
    """More people than voices: the render goes on, and its editor is told."""
    names = [f"Guest {one}{other}" for one in "ABCDEFGH" for other in "ABC"]
    decision = cast_script(write_script(*names, language="de"), SHOW, {})
    assert "alike-voices" in {notice.code for notice in decision.notices}
    assert any("have the same voice" in notice.message for notice in decision.notices)


NAMES = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=7)


@pytest.mark.slow
@given(NAMES, NAMES)
def test_a_pinned_name_keeps_its_voice_in_every_other_script(
    once: list[str], later: list[str]
) -> None:
    """Whoever joins or leaves, in whatever order."""
    first = cast_script(write_script(*once), SHOW, {}).cast
    entries = {name: CastEntry(voice=casting.voice) for name, casting in first.items()}
    second = cast_script(write_script(*later), SHOW, entries)
    assert all(second.cast[name] == first[name] for name in second.cast if name in first)
    assert {casting.speaker for casting in second.chosen} == set(later) - set(once)
    assert len({casting.voice for casting in second.cast.values()}) == len(second.cast)


@pytest.mark.slow
@given(NAMES)
def test_the_narrator_is_nobody_else(names: list[str]) -> None:
    """And always the same, whoever else speaks."""
    cast = cast_script(write_script(*names), SHOW, {}).cast
    assert cast[NARRATOR].voice == read_catalogue()[0].id
    assert cast[NARRATOR].voice not in [cast[name].voice for name in names]


def test_what_was_pinned_is_cast_again(tmp_path: Path) -> None:
    """Through the file and back: the same castings, and nothing new to write."""
    show = show_at(tmp_path)
    script = write_script(*PEOPLE)
    decision = cast_script(script, show, {})
    pin_cast(show.cast_file, decision.chosen)
    again = cast_script(script, show, read_cast_file(show.cast_file))
    assert again.cast == decision.cast
    assert again.chosen == ()


def test_front_matter_goes_before_the_cast_file_and_that_before_show_toml() -> None:
    """The nearest to the script decides."""
    show = show_at(Path("show"), narrator="gmw/en-us+f1")
    entries = {NARRATOR: CastEntry(voice="gmw/en-us+f2")}
    stated = write_script("ANCHOR", voices={NARRATOR: "gmw/en-us+m4"})
    plain = write_script("ANCHOR")
    narrators = [
        cast_script(script, show, known).cast[NARRATOR].voice
        for script, known in ((stated, entries), (plain, entries), (plain, {}))
    ]
    assert narrators == ["gmw/en-us+m4", "gmw/en-us+f2", "gmw/en-us+f1"]


def test_an_alias_and_any_case_find_the_entry() -> None:
    """CARTER is Dr. Emily Carter, with her voice, rate, pitch and gain."""
    entry = CastEntry("gmw/en-us+f1", rate=200, pitch=60, gain=-2.5, aliases=("Carter",))
    cast = cast_script(write_script("CARTER"), SHOW, {"Dr. Emily Carter": entry}).cast
    casting = cast["CARTER"]
    assert (casting.voice, casting.rate, casting.pitch) == ("gmw/en-us+f1", 200, 60)
    assert casting.gain == -2.5


def test_pan_and_lexicon_come_from_the_cast_file() -> None:
    """They are nobody's choice but the editor's."""
    entry = CastEntry("gmw/en-us+f1", pan=-0.5, lexicon="names.toml")
    casting = cast_script(write_script("ANCHOR"), SHOW, {"ANCHOR": entry}).cast["ANCHOR"]
    assert (casting.pan, casting.lexicon) == (-0.5, "names.toml")


def test_a_voice_without_a_pitch_is_as_the_catalogue_lists_it() -> None:
    """Its id alone names what is heard."""
    high = next(voice for voice in CATALOGUE.values() if voice.setting != 50)
    cast = cast_script(write_script("ANCHOR"), SHOW, {"ANCHOR": CastEntry(high.id)}).cast
    assert cast["ANCHOR"].pitch == high.setting


def test_a_voice_of_another_engine_can_be_cast() -> None:
    """What stands before the colon is the engine; whoever is not measured is nobody's like."""
    entries = {"ANCHOR": CastEntry("tone:tone/430")}
    decision = cast_script(write_script("ANCHOR", "Fatima Noor"), SHOW, entries)
    casting = decision.cast["ANCHOR"]
    assert (casting.engine, casting.voice) == ("tone", "tone/430")
    assert decision.cast["Fatima Noor"].engine == "pyttsx"
    with pytest.raises(CastError, match=r'the engine "tone" has no voice "tone/431"'):
        cast_script(write_script("A B"), SHOW, {"A B": CastEntry("tone:tone/431")})


def test_a_frozen_cast_names_everybody_who_is_not_in_it() -> None:
    """All of them, where each first speaks."""
    script = write_script("Fatima Noor", "ANCHOR")
    decision = cast_script(script, SHOW, {"ANCHOR": CastEntry("gmw/en-us+f2")})
    with pytest.raises(Problems) as caught:
        require_pinned(script, decision, SHOW)
    assert [str(it).split('"')[:2] for it in caught.value.problems] == [
        ["talk.md:1: ", "Narrator"],
        ["talk.md:2: ", "Fatima Noor"],
    ]
    pinned = {name: CastEntry(it.voice) for name, it in decision.cast.items()}
    require_pinned(script, cast_script(script, SHOW, pinned), SHOW)


def test_a_pitch_of_zero_is_a_pitch() -> None:
    """Nothing written is the voice's own."""
    cast = cast_script(write_script("ANCHOR"), SHOW, {"ANCHOR": CastEntry(pitch=0)}).cast
    assert (cast["ANCHOR"].pitch, cast[NARRATOR].pitch) == (0, 50)


def test_voices_that_are_written_down_alike_are_noticed() -> None:
    """They are used as written; a pitch far enough from the other tells them apart."""
    voice = "gmw/en-us+max"
    script = write_script("A B", "C D")
    entries = {"A B": CastEntry(voice=voice), "C D": CastEntry(voice=voice)}
    notices = cast_script(script, SHOW, entries).notices
    assert [(it.line, it.code) for it in notices] == [(3, "alike-voices")]
    entries["C D"] = CastEntry(voice=voice, pitch=90)
    assert cast_script(script, SHOW, entries).notices == ()


def test_a_voice_for_another_language_is_noticed() -> None:
    """An English voice reads French as English: it is used as pinned, and the editor is told."""
    entries = {"ANCHOR": CastEntry(voice="gmw/en-us+max")}
    [notice] = cast_script(write_script("ANCHOR", language="fr"), SHOW, entries).notices
    assert (notice.line, notice.code) == (2, "foreign-voice")
    assert '"ANCHOR" has a voice for the language "en-us"' in notice.message


def test_unknown_voices_come_together_with_place_and_nearest_names(tmp_path: Path) -> None:
    """One line each: where it is written, and what may have been meant."""
    show = show_at(tmp_path, narrator="gmw/en-us+maxx")
    show.cast_file.parent.mkdir()
    show.cast_file.write_text('[cast."A B"]\nvoice = "gmw/en-us+f9"\n\n[cast.C]\nvoice = "xyz"\n')
    script = write_script("A B", "C", "D", voices={"D": "gmw/en-us+M4"})
    with pytest.raises(Problems) as caught:
        cast_script(script, show, read_cast_file(show.cast_file))
    narrator, first, second, third = str(caught.value).splitlines()
    assert narrator.startswith(f"{tmp_path / 'show.toml'}: ")
    assert 'no voice "gmw/en-us+maxx" for "Narrator"' in narrator
    assert 'Did you mean "gmw/en-us+max"' in narrator
    assert first.startswith(f'{show.cast_file}:1: the engine "pyttsx" has no voice "gmw/en-us+f9"')
    assert "Did you mean " in first
    assert second.startswith(f"{show.cast_file}:4: ")
    assert '"presscast voices" lists them.' in second
    assert third.startswith("talk.md: ")
    assert 'Did you mean "gmw/en-us+m4"' in third


def test_a_language_without_voices_says_which_there_are() -> None:
    """Unless every voice is written down."""
    with pytest.raises(CastError, match=r'language "xx".*There is: af, ar, .*Name voices in'):
        cast_script(write_script("ANCHOR", language="xx"), SHOW, {})
    entries = {
        NARRATOR: CastEntry(voice="gmw/en-us+max"),
        "ANCHOR": CastEntry(voice="gmw/en-us+f2"),
    }
    assert cast_script(write_script("ANCHOR", language="xx"), SHOW, entries).cast


def test_norwegian_is_read_whatever_it_is_called() -> None:
    """The catalogue has Bokmål."""
    cast = cast_script(write_script("ANCHOR", language="no"), SHOW, {}).cast
    assert {voice.language for voice in voices_of(cast).values()} == {"nb"}


def test_an_unknown_engine_names_show_toml(tmp_path: Path) -> None:
    """For that is where it is written."""
    with pytest.raises(EngineError, match=r"show\.toml: there is no speech engine \"pytsx\""):
        cast_script(write_script(), show_at(tmp_path, engine="pytsx"), {})


def test_the_region_of_a_language_is_kept_where_it_has_voices() -> None:
    """British English is not read by Americans, Brazilian Portuguese not by Portuguese."""
    for language in ("en-gb", "pt-br"):
        cast = cast_script(write_script(*PEOPLE[:3], language=language), SHOW, {}).cast
        assert {voice.language for voice in voices_of(cast).values()} == {language}


@given(*[st.sampled_from(read_catalogue())] * 2)
def test_distance_is_the_same_both_ways_and_nothing_to_oneself(one: Voice, other: Voice) -> None:
    """And positive between two voices of different families or sexes."""
    assert measure_distance(one, other) == pytest.approx(measure_distance(other, one))
    assert measure_distance(one, one) == 0
    assert one.family == other.family or measure_distance(one, other) > 0.3
