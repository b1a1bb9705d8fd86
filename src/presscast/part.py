"""A part of an episode, to be listened to before all of it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from presscast.audio.music import ROLES, JingleRole, load_jingles
from presscast.audio.streams import finish_sounds, give_up_at_last, open_streams
from presscast.episode import Episode, Manner, Piece, make_sound
from presscast.errors import ScriptError
from presscast.files import make_workplace
from presscast.model import Script, Utterance
from presscast.output.covers import load_cover
from presscast.output.pictures import load_picture
from presscast.output.press import write_part
from presscast.output.tags import measure_tag
from presscast.preparation import estimate_utterance, prepare_script
from presscast.show import Show
from presscast.store import Store, find_cache, lock_folder
from presscast.units import Milliseconds
from presscast.voices.booth import open_booth
from presscast.voices.plan import plan_utterances


@dataclass(frozen=True, slots=True)
class Part:
    """What is rendered of a script where not all of it is."""

    preview: Milliseconds | None = None
    """As many utterances from the beginning on as are about so long."""
    chapter: int | None = None
    """From 1."""


def render_part(path: str, show: Show, part: Part, manner: Manner) -> Episode:
    """Make a part of an episode, to be listened to: one sound and nothing else. It pins no voices.

    Raises PresscastError.
    """
    script, decision = prepare_script(path, show)
    cover = load_cover(show)
    utterances = plan_utterances(script, decision, manner.tempo)
    chosen, roles, suffix = choose_part(script, utterances, part)
    turns = {utterance.turn for utterance in chosen}
    chapters = [it for it in script.chapters if it.turn in turns] or script.chapters[:1]
    formats = show.files.formats[:1]
    with (
        open_booth(show.voices, force=manner.force) as booth,
        make_workplace(show.output) as folder,
    ):
        drafts = folder / "files"
        drafts.mkdir()
        sounds = {it: drafts / f"{script.name}.{suffix}.{it}" for it in formats}
        pictures = [load_picture(chapter.picture, script) for chapter in script.chapters]
        room = measure_tag(script, show, cover, pictures)
        streams = open_streams(sounds, show.audio, room)
        with give_up_at_last(streams.values()):
            jingles = partial(load_jingles, show, Store(find_cache(), "jingle"), roles)
            piece = Piece(script, chosen, chapters, jingles)
            sound = make_sound(piece, show, booth, streams, {}, manner)
        finish_sounds(sounds, sound.timeline.chapters)
        [file] = sounds.values()
        with lock_folder(show.output):
            made = write_part(file, script, show, sound.timeline, cover, room)
    return Episode(script, decision, sound, made, ())


def choose_part(
    script: Script, utterances: Sequence[Utterance], part: Part
) -> tuple[list[Utterance], tuple[JingleRole, ...], str]:
    """(what is said in a part, the jingles that belong to it, what its file is called)."""
    if part.chapter is None:
        heard = accumulate(map(estimate_utterance, utterances))
        least = sum(length < (part.preview or 0) for length in heard) + 1
        return list(utterances[:least]), ROLES[:1], "preview"
    if part.chapter > len(script.chapters):
        what = f"there is no chapter {part.chapter}; the last is {len(script.chapters)}"
        remedy = '"presscast check" lists them.'
        raise ScriptError(what, path=script.path, remedy=remedy)
    first = script.chapters[part.chapter - 1].turn
    later = [it.turn for it in script.chapters[part.chapter :]]
    last = later[0] if later else len(script.turns)
    own = [it for it in utterances if first <= it.turn < last]
    return own, (), f"chapter-{part.chapter}"
