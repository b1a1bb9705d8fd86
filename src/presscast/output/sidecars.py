"""The JSON files beside an episode, all read off the one timeline."""

import json
from collections.abc import Iterable, Mapping

from presscast.model import Script, SpokenUtterance, TimedText, Timeline
from presscast.units import Milliseconds, Samples, to_milliseconds

CHAPTERS_VERSION = "1.2.0"
TIMELINE_VERSION = 1


def render_chapters(script: Script, show_title: str, timeline: Timeline) -> bytes:
    """Podcasting 2.0 chapters, JSON 1.2: `NAME.chapters.json`."""
    chapters = [
        {
            "startTime": _seconds(chapter.start),
            "endTime": _seconds(chapter.end),
            "title": chapter.title,
        }
        for chapter in timeline.chapters
    ]
    head = {"version": CHAPTERS_VERSION, "title": script.title, "podcastName": show_title}
    return _render(head | {"chapters": chapters})


def render_words(timeline: Timeline) -> bytes:
    """When every word sounds, who says it and where it stands: `NAME.words.json`."""
    words = [
        {
            "word": word.text,
            "start_ms": to_milliseconds(word.start),
            "end_ms": to_milliseconds(word.end),
            "speaker": spoken.take.utterance.speaker,
            "line": spoken.take.utterance.line,
        }
        for spoken in timeline.utterances
        for word in spoken.words
    ]
    return _render({"words": words})


def render_timeline(script: Script, timeline: Timeline) -> bytes:
    """The timeline, in samples: `NAME.timeline.json`."""
    return _render(
        {
            "version": TIMELINE_VERSION,
            "sample_rate": timeline.rate,
            "samples": timeline.samples,
            "duration_ms": to_milliseconds(timeline.samples),
            "jingles": [
                {
                    "role": jingle.role,
                    "source": jingle.source,
                    "start": jingle.start,
                    "end": jingle.end,
                    "ducked": list(jingle.ducked),
                }
                for jingle in timeline.jingles
            ],
            "chapters": [
                {"title": chapter.title, "start": chapter.start, "end": chapter.end}
                for chapter in timeline.chapters
            ],
            "utterances": [_describe(script, spoken) for spoken in timeline.utterances],
        }
    )


def _describe(script: Script, spoken: SpokenUtterance) -> Mapping[str, object]:
    utterance = spoken.take.utterance
    return {
        "line": utterance.line,
        "speaker": utterance.speaker,
        "voice": f"{utterance.casting.engine}:{utterance.casting.voice}",
        "text": utterance.text,
        "disclosure": script.turns[utterance.turn].is_disclosure,
        "start": spoken.start,
        "end": spoken.end,
        "word_times": "exact" if spoken.take.exact else "estimated",
        "sentences": _list_texts(spoken.sentences),
        "words": _list_texts(spoken.words),
    }


def _list_texts(texts: Iterable[TimedText]) -> list[Mapping[str, object]]:
    return [{"text": text.text, "start": text.start, "end": text.end} for text in texts]


def _seconds(samples: Samples) -> float:
    """Seconds with three decimals, the same milliseconds as in the MP3's own chapters."""
    return Milliseconds(to_milliseconds(samples)) / 1000


def _render(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
