"""What the real engine does with punctuation, rate and pitch, heard by Praat."""

import numpy as np
import numpy.typing as npt
import parselmouth
import pytest
from tests.voices.conftest import MakeUtterance

from presscast.model import Take
from presscast.voices.cache import SpeechCache
from presscast.voices.recording import record

FALLING_AND_RISING = {
    "en-us": ("gmw/en-us+max", "The mayor knows it.", "The mayor knows it?"),
    "en-gb": ("gmw/en-gb-x-rp+f5", "What will change now.", "What will change now?"),
    "fr": ("roa/fr+max", "Le maire le sait.", "Le maire le sait ?"),
    "es": ("roa/es+max", "El alcalde lo sabe.", "¿El alcalde lo sabe?"),
    "de": ("gmw/de+max", "Sie weiß es.", "Weiß sie es?"),
    "pt": ("roa/pt+max", "O prefeito sabe disso.", "O prefeito sabe disso?"),
    "ar": ("sem/ar+max", "تعرف ذلك.", "هل تعرف ذلك؟"),
}

NEWS = "The council has voted for the new tram, and work begins in the spring of next year."


def track_pitch(take: Take) -> npt.NDArray[np.float64]:
    """The fundamental of the voiced frames, in Hz."""
    sound = np.frombuffer(take.read_pcm(), "<i2") / 32_768
    track = parselmouth.Sound(sound, take.rate).to_pitch_ac(pitch_floor=50, pitch_ceiling=500)
    pitches: npt.NDArray[np.float64] = track.selected_array["frequency"]
    return pitches[pitches > 0]


@pytest.mark.slow
@pytest.mark.parametrize("language", FALLING_AND_RISING)
def test_questions_rise(language: str, say: MakeUtterance, cache: SpeechCache) -> None:
    """They end at least three semitones above a statement."""
    voice, *texts = FALLING_AND_RISING[language]
    asked = [say(it, engine="pyttsx", voice=voice, rate=160, language=language) for it in texts]
    statement, question = (np.median(track_pitch(it)[-4:]) for it in record(asked, cache, jobs=2))
    assert question > statement * 2 ** (3 / 12)


@pytest.mark.slow
def test_a_faster_rate_is_not_a_higher_pitch(say: MakeUtterance, cache: SpeechCache) -> None:
    """The engine speaks faster; nothing is stretched."""
    rates = (160, 240, 440)
    asked = [say(NEWS, engine="pyttsx", voice="gmw/en-us+max", rate=rate) for rate in rates]
    takes = record(asked, cache, jobs=2)
    assert takes[1].samples < takes[0].samples / 1.35
    assert takes[2].samples < takes[0].samples / 2.2
    plain, *faster = (float(np.median(track_pitch(take))) for take in takes)
    assert faster == pytest.approx([plain, plain], rel=0.06)
