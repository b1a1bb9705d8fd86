"""Speakers in another voice than their own: paragraphs in another language, the cue `voice`."""

from dataclasses import replace
from pathlib import Path

import pytest

from presscast.errors import CastError, Problems
from presscast.model import (
    NARRATOR,
    Cue,
    CueKind,
    Metadata,
    Paragraph,
    Role,
    Script,
    Speaker,
    Turn,
)
from presscast.show import Show
from presscast.voices.cast import cast_script
from presscast.voices.castfile import CastEntry

SHOW = Show(root=Path("show"), exists=False)

VOICES = {
    NARRATOR: CastEntry("gmw/en-us+max", gain=-4.0),
    "Ann Lee": CastEntry("gmw/en-us+f2", rate=150, pitch=55, gain=-2.0, pan=0.5),
    "Tom Reed": CastEntry("gmw/en-us+Mario", gain=1.0),
}


def write_script(*cues: str, language: str = "") -> Script:
    """Two people; cues `voice` before Ann's second paragraph, which may be in a language."""
    ann = (Paragraph("One.", 3), Paragraph("Two.", 4, language))
    turns = (
        Turn(NARRATOR, (Paragraph("Hello.", 1),)),
        Turn("Ann Lee", ann),
        Turn("Tom Reed", (Paragraph("Three.", 5),)),
    )
    return Script(
        path="talk.md",
        name="talk",
        title="Talk",
        language="en",
        metadata=Metadata(),
        speakers=(
            Speaker(NARRATOR, Role.NARRATOR),
            Speaker("Ann Lee", Role.HOST, ("LEE",)),
            Speaker("Tom Reed", Role.GUEST, ("TOM",)),
        ),
        turns=turns,
        chapters=(),
        skipped=(),
        notices=(),
        cues=tuple(Cue(CueKind.VOICE, cue, 4, 1, 1, 0) for cue in cues),
    )


def test_a_speaker_has_the_same_voice_in_another_language() -> None:
    """The same variant, rate, pitch, gain and place."""
    decision = cast_script(write_script(language="fr"), SHOW, VOICES)
    own = decision.cast["Ann Lee"]
    assert decision.departures.foreign == {("Ann Lee", "fr"): replace(own, voice="roa/fr+f2")}
    assert decision.notices == ()


def test_a_variant_that_is_not_listed_is_taken_along_as_well() -> None:
    """eSpeak NG has all of them in every language."""
    entries = VOICES | {"Ann Lee": CastEntry("gmw/en-us+f3")}
    decision = cast_script(write_script(language="de"), SHOW, entries)
    assert decision.departures.foreign["Ann Lee", "de"].voice == "gmw/de+f3"


def test_a_voice_without_a_variant_has_the_nearest_of_the_language() -> None:
    """Of the same sex, if there is any."""
    entries = VOICES | {"Ann Lee": CastEntry("gmw/en-gb-scotland")}
    [(_, casting)] = cast_script(
        write_script(language="it"), SHOW, entries
    ).departures.foreign.items()
    assert casting.voice.startswith("roa/it")


def test_a_language_that_no_voice_speaks_is_noticed() -> None:
    """The speaker's own voice says it."""
    decision = cast_script(write_script(language="xx"), SHOW, VOICES)
    assert decision.departures.foreign == {}
    [notice] = decision.notices
    assert (notice.line, notice.code) == (4, "foreign-voice")


@pytest.mark.parametrize(
    ("cue", "voice", "pitch", "gain"),
    [
        ("Tom Reed", "gmw/en-us+Mario", 50, 1.0),
        ("tom", "gmw/en-us+Mario", 50, 1.0),
        ("Nora", "gmw/en-us+f2", 50, 0.0),
        ("gmw/en-us+f5", "gmw/en-us+f5", 65, 0.0),
        ("gmw/en-us+shelby", "gmw/en-us+shelby", 50, 0.0),
        ("Mel", "gmw/en-us+m4", 50, -3.0),
    ],
)
def test_a_cue_names_a_person_or_a_voice(cue: str, voice: str, pitch: int, gain: float) -> None:
    """Of the script, catalogue, engine or cast file; the speaker's rate and place stay."""
    entries = VOICES | {"Mel Stone": CastEntry("gmw/en-us+m4", gain=-3.0, aliases=("Mel",))}
    decision = cast_script(write_script(cue), SHOW, entries)
    casting = decision.departures.cued["Ann Lee", cue]
    assert (casting.voice, casting.pitch, casting.gain) == (voice, pitch, gain)
    assert (casting.speaker, casting.rate, casting.pan) == ("Ann Lee", 150, 0.5)


def test_cues_that_name_nobody_are_errors_with_their_lines() -> None:
    """All of them, with what may have been meant."""
    with pytest.raises(CastError, match=r'talk\.md:4: .* "Nroa", which.* Did you mean "Nora"'):
        cast_script(write_script("Nroa"), SHOW, VOICES)
    with pytest.raises(Problems) as caught:
        cast_script(write_script("Tom Reid", "x+y"), SHOW, VOICES)
    assert 'Did you mean "Tom Reed"' in str(caught.value.problems[0])
