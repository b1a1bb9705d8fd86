"""The times of words, held against a recogniser's forced alignment of the same sound."""

import re
from statistics import median

import numpy as np
import pytest
import soxr
from tests.voices.conftest import MakeUtterance

from presscast.model import Take
from presscast.voices.cache import SpeechCache
from presscast.voices.recording import record
from presscast.voices.spoken import find_spoken

SENTENCES = (
    "The council has voted for the new tram.",
    "It will run from the harbour to the university.",
    "People asked about the price of a ticket.",
    "The mayor promised that it would stay the same.",
    "They will use the northern quay in winter.",
    "There will be a park with trees in three years.",
    "The tram costs $2.4m a year.",
    "It opens on 3 March 2027.",
    "About 250 trees stand in 12 parks.",
    "The first tram leaves at 7:30 in winter.",
    "He paid €350 for 3/4 of the land.",
    "It is the 23rd of 40 seasons.",
)
"""Read as they are written, and with what is said in other words than it is displayed in."""

VOICES = ("gmw/en-us+f2", "gmw/en-us+m5", "gmw/en-gb-x-rp+f5")
"""Those of which the recogniser's English model aligns every sentence to its end."""

ASR_RATE = 16_000
PADDING_MS = 200
"""Silence before and after, for the recogniser to settle."""


def align_words(take: Take) -> dict[int, int]:
    """Where a word of the spoken text begins -> when it starts in the take, in milliseconds.

    The recogniser's frames are 10 ms; it takes "twenty-third" for two words.
    """
    from pocketsphinx import Decoder

    sound = np.frombuffer(take.read_pcm(), "<i2").astype(np.float32)
    sound = soxr.resample(sound, take.rate, ASR_RATE)
    silence = np.zeros(ASR_RATE * PADDING_MS // 1000)
    padded = np.concatenate([silence, sound * 20_000 / np.abs(sound).max(), silence])
    places = list(re.finditer(r"[a-z']+", find_spoken(take.utterance).text.lower()))
    words = [it[0] for it in places]
    decoder = Decoder(lm=None, loglevel="FATAL", samprate=ASR_RATE, cmn="batch")
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw(padded.astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = [(it.word.partition("(")[0], it.start_frame * 10 - PADDING_MS) for it in decoder.seg()]
    heard = [(word, start) for word, start in found if word and not word.startswith("<")]
    assert [word for word, _ in heard] == words
    return {it.start(): start for it, (_, start) in zip(places, heard, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("voice", VOICES)
def test_words_start_when_a_recogniser_hears_them_start(
    voice: str, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Within 20 ms in the median, which is two of the recogniser's frames."""
    asked = [say(text, engine="pyttsx", voice=voice, rate=160) for text in SENTENCES]
    apart = []
    for take in record(asked, cache, jobs=2):
        heard = align_words(take)
        for word, (first, _) in zip(take.words, find_spoken(take.utterance).words, strict=True):
            apart.append(abs(word.start * 1000 / take.rate - heard[first]))
    assert median(apart) <= 20
    assert sorted(apart)[len(apart) * 9 // 10] <= 60
