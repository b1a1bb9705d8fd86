"""How eSpeak NG reads words, in IPA: asked in a process of its own, as it is for speech."""

import json
import subprocess
import sys
from collections.abc import Sequence

from presscast.model import Casting
from presscast.voices.spoken import write_spoken

_PROGRAM = "from presscast.voices.engines.espeak_reading import main; main()"
_IPA = 2


def read_words(words: Sequence[tuple[Casting, str, str]]) -> list[str]:
    """The IPA of each (casting, word, language) as it is spoken; empty where eSpeak NG does not.

    It is not asked for the voices of other engines.
    """
    asked = [
        (casting.voice if casting.engine == "pyttsx" else "none", write_spoken(word, language).text)
        for casting, word, language in words
    ]
    answer = subprocess.run(
        [sys.executable, "-P", "-c", _PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode:
        return [""] * len(words)
    read: list[str] = json.loads(answer.stdout)
    return read


def main() -> None:
    """What `read_words` has run."""
    from presscast.voices.engines.pyttsx import import_driver, transcribe

    espeak = import_driver()
    espeak.Initialize(espeak.AUDIO_OUTPUT_RETRIEVAL, 100, None, 0)
    read = []
    for voice, word in json.load(sys.stdin):
        known = espeak.SetVoiceByName(voice.encode()) == espeak.EE_OK
        read.append(transcribe(espeak, word, _IPA) if known else "")
    sys.stdout.write(json.dumps(read))
