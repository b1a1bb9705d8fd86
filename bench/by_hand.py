"""An episode as one writes it by hand with pyttsx3 and pydub: a voice each, jingles, one MP3.

What a render is timed against: `python -m bench.by_hand SCRIPT OUT.mp3 INTRO OUTRO`.
"""

import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

_LABEL = re.compile(r"([A-Z][\w.]*(?: [A-Z][\w.]*){0,4}): (.+)")
_VOICES = ("gmw/en-us", "gmw/en-us+f3", "gmw/en-gb-x-rp", "gmw/en-gb-scotland", "gmw/en-us+m3")
_RATE = 170
_PAUSE_MS = 400
_SAID_WITHIN = 60


def main(script: str, target: str, intro: str, outro: str) -> None:
    """Speak every paragraph into a WAV, and add one after the other."""
    import pyttsx3
    from pydub import AudioSegment

    from presscast.audio.ffmpeg import find_ffmpeg

    AudioSegment.converter = find_ffmpeg()
    engine = pyttsx3.init()
    said = threading.Event()
    engine.connect("finished-utterance", lambda name, completed: said.set())
    voices = cycle(_VOICES)
    cast: dict[str, str] = {}
    episode = AudioSegment.from_file(intro)
    with tempfile.TemporaryDirectory() as folder:
        for number, (speaker, text) in enumerate(_list_turns(Path(script).read_text("utf-8"))):
            wav = f"{folder}/{number}.wav"
            said.clear()
            engine.setProperty("voice", cast.setdefault(speaker, next(voices)))
            engine.setProperty("rate", _RATE)
            engine.save_to_file(text, wav)
            engine.runAndWait()
            said.wait(_SAID_WITHIN)
            spoken = AudioSegment.from_wav(wav).set_frame_rate(44_100)
            episode += spoken + AudioSegment.silent(_PAUSE_MS, 44_100)
    episode += AudioSegment.from_file(outro)
    episode.export(target, format="mp3", bitrate="96k")


def _list_turns(script: str) -> Iterator[tuple[str, str]]:
    speaker = "Narrator"
    for line in filter(None, map(str.strip, script.splitlines())):
        found = _LABEL.fullmatch(line)
        speaker, text = found.groups() if found else (speaker, line.lstrip("# "))
        yield speaker, text


if __name__ == "__main__":
    main(*sys.argv[1:])
