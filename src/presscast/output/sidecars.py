"""The JSON files beside an episode, all read off the one timeline."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from presscast.model import Script, SpokenUtterance, TimedText, Timeline
from presscast.output.cleaning import clean_line, clean_text
from presscast.output.json_text import render_json
from presscast.output.pictures import end_picture
from presscast.show import Show
from presscast.units import Milliseconds, Samples, to_milliseconds

CHAPTERS_VERSION = "1.2.0"
TIMELINE_VERSION = 3


def render_chapters(script: Script, show: Show, timeline: Timeline) -> bytes:
    """Podcasting 2.0 chapters, JSON 1.2: `NAME.chapters.json`.

    A picture has an address once show.toml says where the feed will lie.
    """
    is_located = bool(show.feed.url)
    chapters = [
        {
            "startTime": _seconds(chapter.start),
            "endTime": _seconds(chapter.end),
            "title": chapter.title,
        }
        | ({"url": chapter.link} if chapter.link else {})
        | ({"img": _locate_picture(script, show, number)} if chapter.picture and is_located else {})
        for number, chapter in enumerate(timeline.chapters, 1)
    ]
    head = {"version": CHAPTERS_VERSION, "title": script.title, "podcastName": show.title}
    return b"".join(render_json(head | {"chapters": chapters}))


def _locate_picture(script: Script, show: Show, number: int) -> str:
    return show.feed.base + quote(f"{script.name}/{script.name}.{end_picture(number)}")


def render_words(script: Script, timeline: Timeline) -> Iterator[bytes]:
    """When every word sounds, who says it and where it stands: `NAME.words.json`, a line at a time.

    The words that say that the voices are synthetic stand on no line.
    """
    words = (word for spoken in timeline.utterances for word in _describe_words(script, spoken))
    return render_json({"words": words})


def _describe_words(script: Script, spoken: SpokenUtterance) -> Iterator[Mapping[str, object]]:
    speaker = clean_line(spoken.take.utterance.speaker)
    line = None if _is_disclosure(script, spoken) else spoken.take.utterance.line
    for word in spoken.words:
        yield {
            "word": clean_text(word.text),
            "start_ms": to_milliseconds(word.start),
            "end_ms": to_milliseconds(word.end),
            "speaker": speaker,
            "line": line,
        }


def render_timeline(script: Script, timeline: Timeline) -> Iterator[bytes]:
    """The timeline, in samples: `NAME.timeline.json`, a line at a time."""
    return render_json(
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
            "inserts": [
                {
                    "kind": insert.kind,
                    "source": insert.source,
                    "start": insert.start,
                    "end": insert.end,
                    "gain_points": [[at, round(gain, 2)] for at, gain in insert.points],
                }
                for insert in timeline.inserts
            ],
            "chapters": [
                {"title": chapter.title, "start": chapter.start, "end": chapter.end}
                | ({"link": chapter.link} if chapter.link else {})
                for chapter in timeline.chapters
            ],
            "utterances": (_describe(script, spoken) for spoken in timeline.utterances),
        }
    )


def _describe(script: Script, spoken: SpokenUtterance) -> Mapping[str, object]:
    utterance = spoken.take.utterance
    return {
        "line": utterance.line,
        "speaker": clean_line(utterance.speaker),
        "voice": f"{utterance.casting.engine}:{utterance.casting.voice}",
        "text": clean_text(utterance.text),
        "disclosure": _is_disclosure(script, spoken),
        "start": spoken.start,
        "end": spoken.end,
        "word_times": "exact" if spoken.take.exact else "estimated",
        "sentences": _list_texts(spoken.sentences),
        "words": _list_texts(spoken.words),
    }


def _is_disclosure(script: Script, spoken: SpokenUtterance) -> bool:
    return script.turns[spoken.take.utterance.turn].is_disclosure


def _list_texts(texts: Iterable[TimedText]) -> list[Mapping[str, object]]:
    return [{"text": clean_text(text.text), "start": text.start, "end": text.end} for text in texts]


def _seconds(samples: Samples) -> float:
    """Seconds with three decimals, the same milliseconds as in the MP3's own chapters."""
    return Milliseconds(to_milliseconds(samples)) / 1000
