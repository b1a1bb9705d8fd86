"""Rules for an item. Sources: Apple, A Podcaster's Guide to RSS; PSP-1; Podcasting 2.0."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from presscast.dates import parse_feed_date
from presscast.output.feed.lint.channel import (
    ITUNES,
    PODCAST,
    lint_explicit,
    lint_texts,
    read_rules,
)
from presscast.output.feed.lint.finding import Finding, Findings, warn

_TYPES = {"text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip"}
_TYPES |= {"application/srt"}
"""Of a transcript. Source: Podcasting 2.0 namespace, transcript."""

_DATE = re.compile(
    r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}(?::\d{2})? "
    r"(?:[+-]\d{4}|GMT|UT)"
)
"""Source: RFC 2822, section 3.3, with the zones of RFC 822 that cannot be mistaken."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def lint_item(item: Any, channel: Any, now: datetime) -> Findings:
    """What is wrong with an item by itself."""
    if not item.findtext("title", "").strip():
        yield Finding("there is no title", "Give the script one.")
    yield from lint_texts(item)
    yield from lint_explicit(item)
    yield from _lint_title(item, channel)
    yield from _lint_guid(item)
    yield from _lint_enclosure(item)
    yield from _lint_date(item, now)
    yield from _lint_numbers(item, channel)
    yield from _lint_transcripts(item)


def _lint_title(item: Any, channel: Any) -> Findings:
    title, show = item.findtext("title", ""), channel.findtext("title", "").strip()
    if re.match(r"(?i)(episode|ep\.?|folge|#)\s*\d+\b|s\d+\s*e\d+\b", title):
        what = "the title begins with the number of the episode, which apps show beside it"
        yield warn(what, 'Leave it out, and set "episode" in the front matter.')
    if show and len(show) > 3 and title.startswith(show):
        yield warn("the title begins with that of the show", "Leave it out.")
    if not item.findtext("description", "").strip():
        yield warn("there is no description", 'Set "summary" in the front matter.')


def _lint_guid(item: Any) -> Findings:
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield Finding("there is no guid", 'Run "presscast feed".')
    elif guid.get("isPermaLink") != "false" and not urlsplit(guid.text.strip()).scheme:
        what = "the guid is no address, yet nothing says so"
        yield Finding(what, 'Write isPermaLink="false".')


def _lint_enclosure(item: Any) -> Findings:
    enclosures = item.findall("enclosure")
    if len(enclosures) != 1:
        yield Finding(f"there are {len(enclosures)} enclosures, not 1", "Leave one.")
        return
    (enclosure,) = enclosures
    url, type_ = enclosure.get("url", ""), enclosure.get("type", "")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Finding(f'the enclosure\'s address is "{url}"', "Write one with https.")
    elif parts.scheme == "http":
        yield warn("the enclosure's address is not https", "Mend [feed] url, or media.")
    end = PurePosixPath(parts.path).suffix.lower()
    known = read_rules()["enclosures"]
    if end not in known:
        what = f'the enclosure ends in "{end}", which Apple does not take'
        yield Finding(what, f"It takes: {', '.join(known)}.")
    elif type_ not in known[end]:
        what = f'the enclosure is "{type_}", but its address ends in "{end}"'
        yield Finding(what, f'Write "{known[end][0]}".')
    if not re.fullmatch("[1-9][0-9]*", enclosure.get("length", "")):
        what = f'the enclosure\'s length is "{enclosure.get("length", "")}"'
        yield Finding(what, "Write how many bytes the file has.")


def _lint_date(item: Any, now: datetime) -> Findings:
    text = item.findtext("pubDate", "")
    if not text:
        yield warn("there is no pubDate", 'Set "date" in the front matter.')
        return
    match = _DATE.fullmatch(text)
    try:
        moment = parse_feed_date(text) if match else None
    except ValueError:
        moment = None
    if match is None or moment is None:
        what = f'the date "{text}" is not like "Fri, 20 Nov 2026 06:00:00 +0000"'
        yield Finding(what, 'Run "presscast feed".')
        return
    day = _DAYS[parsedate_to_datetime(text).weekday()]
    if match[1] and match[1] != day:
        yield Finding(f'"{text}" is a {day}, not a {match[1]}', "Mend the date.")
    if moment > now:
        yield Finding(f'it comes out at "{text}", but stands here now', 'Run "presscast feed".')


def _lint_numbers(item: Any, channel: Any) -> Findings:
    duration = item.findtext(f"{ITUNES}duration")
    if duration is None:
        yield warn("there is no itunes:duration", 'Run "presscast feed".')
    elif not re.fullmatch(r"[1-9]\d*|\d+(:[0-5]\d){1,2}", duration):
        yield Finding(f'itunes:duration is "{duration}"', "Write it in whole seconds.")
    for tag in ("season", "episode"):
        number = item.findtext(f"{ITUNES}{tag}")
        if number is not None and not re.fullmatch(r"[1-9]\d*", number):
            yield Finding(f'itunes:{tag} is "{number}"', "Write a whole number from 1 on.")
    kind = item.findtext(f"{ITUNES}episodeType", "full")
    if kind.lower() not in ("full", "trailer", "bonus"):
        yield Finding(f'itunes:episodeType is "{kind}"', 'Write "full", "trailer" or "bonus".')
    serial = channel.findtext(f"{ITUNES}type", "").lower() == "serial"
    if serial and kind.lower() == "full" and item.find(f"{ITUNES}episode") is None:
        what = "an episode of a serial show has no number"
        yield Finding(what, 'Set "episode" in the front matter.')


def _lint_transcripts(item: Any) -> Findings:
    transcripts = item.findall(f"{PODCAST}transcript")
    if not transcripts:
        what = "there is no transcript, without which the deaf are left out"
        yield warn(what, "Render the episode with its .vtt.")
    for transcript in transcripts:
        if not transcript.get("url") or transcript.get("type") not in _TYPES:
            what = (
                f'a transcript is "{transcript.get("type", "")}" at "{transcript.get("url", "")}"'
            )
            yield Finding(what, f"A url and one of these: {', '.join(sorted(_TYPES))}.")
