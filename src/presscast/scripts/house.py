"""A script written back in the house format, so that an editor can correct a reading once.

The front matter lists everybody, the narrator as well: then nothing is guessed when it is read
again. Every turn has its label, every chapter its heading; cues stand where they stood.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from presscast.model import NARRATOR, Chapter, Cue, CueKind, Metadata, Paragraph, Role, Script, Turn
from presscast.scripts.candidates import read_label
from presscast.scripts.front_matter import format_front_matter

_MARKUP = re.compile(r"[\\`*_<>&\[\]|~]")
_LEAD = re.compile(r"(?P<mark>[#+=-])|(?P<number>\d{1,9})(?P<dot>[.)])")
"""What Markdown would take for a heading, a list or a rule at the start of a paragraph."""
_RULE = "* * *"
_OWN_KEYS = ("title", "language", "speakers", "lexicon", "lexicon_file")


def write_house_script(script: Script) -> str:
    """The script as Markdown; reading it gives the same turns, speakers, chapters and cues."""
    labels = _choose_labels(script)
    blocks = [_write_front_matter(script, labels), *_write_body(script, labels)]
    return "\n\n".join(blocks) + "\n"


def _choose_labels(script: Script) -> dict[str, str]:
    """Speaker -> the label, which is the name wherever that can stand before a colon."""
    names = [speaker.name for speaker in script.speakers]
    labels = {}
    for number, name in enumerate(names, 1):
        label = f"Person {number}"
        labels[name] = name if read_label(f"{name}: Yes.") == name else label
    return labels


def _write_front_matter(script: Script, labels: Mapping[str, str]) -> str:
    values: dict[str, Any] = {"title": script.title, "language": script.language}
    for field in fields(Metadata):
        value = getattr(script.metadata, field.name)
        if field.name not in _OWN_KEYS and value:
            values[field.name] = list(value) if isinstance(value, tuple) else value
    people: dict[str, dict[str, Any]] = {NARRATOR: {"role": Role.NARRATOR.value}}
    for speaker in script.speakers:
        entry: dict[str, Any] = {"role": speaker.role.value}
        if speaker.voice:
            entry["voice"] = speaker.voice
        if speaker.sex:
            entry["sex"] = speaker.sex.value
        label = labels[speaker.name]
        aliases = [*speaker.aliases, *([label] if label != speaker.name else [])]
        if aliases:
            entry["aliases"] = aliases
        people[speaker.name] = entry
    values["speakers"] = people
    entries = {entry.written: entry.said for entry in script.metadata.lexicon}
    if lexicon := script.metadata.lexicon_file or entries:
        values["lexicon"] = lexicon
    return format_front_matter(values)


def _write_body(script: Script, labels: Mapping[str, str]) -> Iterator[str]:
    chapters = {chapter.turn: chapter for chapter in script.chapters}
    if len(chapters) == 1:
        chapters = {}  # one heading alone would be the title
    cues: dict[tuple[int, int], list[Cue]] = {}
    for cue in script.cues:
        cues.setdefault((cue.turn, cue.paragraph), []).append(cue)
    before = None
    for number, turn in enumerate(script.turns):
        if number in chapters:
            yield _write_heading(chapters[number])
        elif turn.speaker == before:
            yield _RULE
        before = turn.speaker
        yield from _write_turn(turn, labels[turn.speaker], number, cues)
    yield from (_write_cue(cue) for cue in cues.get((len(script.turns), 0), ()))


def _write_heading(chapter: Chapter) -> str:
    title = _escape(chapter.title)
    link = chapter.link.replace("&", "&amp;")
    heading = f"## [{title}]({link})" if link else f"## {title}"
    return f"{heading}\n\n![](<{chapter.picture}>)" if chapter.picture else heading


def _write_turn(
    turn: Turn, label: str, number: int, cues: Mapping[tuple[int, int], list[Cue]]
) -> Iterator[str]:
    """The paragraphs of a turn: the first has a label, and what else might seem to have one."""
    for place, paragraph in enumerate(turn.paragraphs):
        text = _write_paragraph(paragraph, cues.get((number, place), ()))
        labelled = place == 0 or read_label(paragraph.text)
        yield f"**{_escape(label)}:** {text}" if labelled else _guard(text)
    yield from (_write_cue(cue) for cue in cues.get((number, len(turn.paragraphs)), ()))


def _write_paragraph(paragraph: Paragraph, cues: Iterable[Cue]) -> str:
    text = paragraph.text
    pieces: list[str] = []
    at = 0
    for cue in cues:
        before = text[at : cue.at]
        inside = cue.at < len(text) and cue.at > 0 and not text[cue.at - 1].isspace()
        space = "" if inside else " "
        pieces += [_escape(before), space if cue.at == len(text) else "", _write_cue(cue), space]
        at = cue.at
    return "".join([*pieces, _escape(text[at:])]).rstrip()


def _write_cue(cue: Cue) -> str:
    match cue.kind:
        case CueKind.PAUSE:
            return f"[pause {int(cue.value) / 1000:g}s]"
        case CueKind.STING:
            return "[sting]"
        case CueKind.MUSIC if cue.value.lower() == "off":
            return "[music off]"
        case _:
            return f"[{cue.kind}: {cue.value}]"


def _escape(text: str) -> str:
    """The text with whatever Markdown would read in it escaped."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _guard(text: str) -> str:
    """A paragraph whose start is no heading, list or rule."""
    lead = _LEAD.match(text)
    if lead is None:
        return text
    at = lead.start("mark") if lead["mark"] else lead.start("dot")
    return f"{text[:at]}\\{text[at:]}"
