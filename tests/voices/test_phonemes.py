"""Phonemes and foreign words as eSpeak NG really says them."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from presscast.model import Said, Utterance
from presscast.voices.cache import SpeechCache
from presscast.voices.recording import record

from .conftest import MakeUtterance

WORDS = {
    "gmw/en-us": "harbour northern authority president church thought vision question bird near",
    "gmw/en": "harbour northern authority president church thought vision question bird near",
    "roa/fr": "bonjour monde gouvernement étranger feuille bruit brun bon enfant gagner famille",
    "gmw/de": "Bürgermeister Straße Wasser Zeitung schön heute Mädchen Pfarrer Übung König",
    "roa/es": "gobierno ciudad guerra niño calle mujer jueves cerveza queso zapato perro pero",
    "roa/it": "governo città guerra strada giornale zucchero pizza gnocchi famiglia scienza",
    "roa/pt-br": "governo cidade guerra criança trabalho mulher queijo coração mãe irmão dia",
}

SAID = [
    ("gmw/en-us+f3", "en", "president", "ˈprɛzɪdənt"),
    ("roa/fr+m2", "fr", "feuille", "fœj"),
    ("gmw/de+f2", "de", "Wasser", "ˈvasɐ"),
    ("roa/es+m3", "es", "ciudad", "θjuˈðad"),
    ("roa/it+f4", "it", "città", "tʃitːˈa"),
    ("roa/pt-br+m4", "pt-br", "não", "nɐ̃ʊ̃"),
]
"""(voice, language, word, IPA as its dictionaries write it)."""

_PROGRAM = """
import json, sys
from presscast.voices.engines.espeak_languages import list_languages
from presscast.voices.engines.espeak_phonemes import encode_ipa, load_table
from presscast.voices.engines.pyttsx import import_driver, transcribe
espeak = import_driver()
espeak.Initialize(espeak.AUDIO_OUTPUT_RETRIEVAL, 100, None, 0)
pairs = []
for voice, words in json.loads(sys.argv[1]).items():
    espeak.SetVoiceByName(voice.encode())
    table = load_table(list_languages()[voice].table)
    espeak.cSynth(b"[[a]]", 6, 0, 1, 0, espeak.CHARS_UTF8 | espeak.PHONEMES, None, None)
    espeak.Synchronize()
    for word in words.split():
        ipa = transcribe(espeak, word, 2)
        back = transcribe(espeak, "[[" + " ".join(encode_ipa(ipa, table).words) + "]]", 2)
        pairs.append((voice, word, ipa, back))
print(json.dumps(pairs))
"""


def test_ipa_comes_out_as_it_went_in() -> None:
    """What eSpeak NG says of a word, said again by its IPA, in seven voices of six languages."""
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, json.dumps(WORDS)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    pairs = json.loads(result.stdout.splitlines()[-1])
    assert len(pairs) == sum(len(words.split()) for words in WORDS.values())
    assert [pair for pair in pairs if pair[2] != pair[3]] == []


def hint(utterance: Utterance, written: str, ipa: str = "", language: str = "") -> Utterance:
    """The utterance with one hint."""
    first = utterance.text.index(written)
    return replace(utterance, said=(Said(first, first + len(written), written, ipa, language),))


@pytest.mark.slow
def test_a_word_by_its_phonemes_sounds_as_by_its_letters(
    say: MakeUtterance, cache: SpeechCache
) -> None:
    """To the byte, its words at the same times."""
    plain = [
        say(f"{word}, {word}.", engine="pyttsx", voice=voice, language=language, rate=160)
        for voice, language, word, _ in SAID
    ]
    spelt = [hint(it, word, ipa) for it, (*_, word, ipa) in zip(plain, SAID, strict=True)]
    for one, other in zip(record(plain, cache, jobs=2), record(spelt, cache, jobs=2), strict=True):
        assert one.read_pcm() == other.read_pcm(), one.utterance.text
        assert one.words == other.words


def test_a_foreign_word_is_heard(say: MakeUtterance, cache: SpeechCache) -> None:
    """Every word has its own time."""
    plain = say(
        "He reads Le Monde, and “Le Figaro”.", engine="pyttsx", voice="gmw/en-us+f2", rate=160
    )
    english, french = record([plain, hint(plain, "Le Monde", language="fr")], cache, jobs=1)
    assert len(french.words) == 7
    until = english.words[2].start - english.rate // 20
    assert english.read_pcm()[:until] != english.read_pcm()[until : 2 * until]
    assert french.read_pcm() != english.read_pcm()
    assert all(word.end - word.start > french.rate // 50 for word in french.words)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[[x]] & <b> cat", "cat", "“cat”", "A cat.", "cat, cat — cat!"])
def test_hints_may_stand_anywhere(text: str, say: MakeUtterance, cache: SpeechCache) -> None:
    """First, last, alone, beside markup that is none: all is read, every word has its time."""
    plain = say(text, engine="pyttsx", voice="roa/fr+m2", rate=160, language="fr")
    hints = [hint(plain, "cat", "kat"), hint(plain, "cat", language="en")]
    assert all(take.words for take in record(hints, cache, jobs=2))
