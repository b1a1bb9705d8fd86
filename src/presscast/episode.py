"""The pipeline, top to bottom: a script in, an episode out."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from presscast.audio.arrangement import Arrangement
from presscast.audio.assembly import Assembly, assemble_episode
from presscast.audio.blocks import cut_blocks
from presscast.audio.chain import load_libraries
from presscast.audio.cue_files import find_sounds, load_inserts
from presscast.audio.ffmpeg import find_ffmpeg
from presscast.audio.master import Desk, match_speakers
from presscast.audio.music import Music, load_jingles
from presscast.audio.stems import list_stems, open_stems
from presscast.audio.streams import (
    Stream,
    finish_sounds,
    give_up_at_last,
    open_streams,
)
from presscast.build import hash_build, list_options
from presscast.errors import SpeechError
from presscast.files import STDIN, make_workplace
from presscast.model import Chapter, Script, Sound, Timeline, Utterance
from presscast.output.covers import find_cover, load_cover
from presscast.output.pictures import load_picture, locate_picture
from presscast.output.provenance import load_signer
from presscast.output.publish import Build, Publication, describe_voices
from presscast.output.report import write_report
from presscast.partner import Partner, open_editor
from presscast.preparation import settle_script
from presscast.show import Show
from presscast.store import Store, find_cache, lock_folder
from presscast.units import to_milliseconds
from presscast.voices.booth import Booth, open_booth
from presscast.voices.castfile import pin_cast
from presscast.voices.catalogue import read_catalogue
from presscast.voices.decision import Decision
from presscast.voices.plan import plan_each, plan_sample
from presscast.voices.recording import Asked, Recording
from presscast.voices.spoken import load_rules

Report = Callable[[int, int], None]
"""(letters that are done, of how many)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a render works; only the tempo is heard."""

    jobs: int
    """How many blocks and utterances are made at once."""
    force: bool = False
    """Whether to make everything anew, past the cache."""
    tempo: float = 1.0
    """Everybody speaks so many times as fast as the show, the cast and the cues say."""
    report: Report = lambda *_: None


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to be heard: a script, or a part of one."""

    script: Script
    utterances: Iterable[Utterance]
    """Planned one by one, while those before are spoken."""
    chapters: Sequence[Chapter]
    load_jingles: Callable[[], Sequence[Music]]
    """Makes those that belong to it ready; called while the first speakers speak."""
    tell: Callable[[Timeline], object] = lambda _: None
    """Gets the timeline as soon as all is spoken, while blocks are still made."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished episode, or a part of one."""

    script: Script
    decision: Decision
    sound: Assembly
    path: Path
    """The first of its sounds."""
    pinned: tuple[str, ...]
    """Names that are new in the cast file."""


def render_episode(
    path: str,
    show: Show,
    manner: Manner,
    *,
    frozen: bool = False,
    extras: Collection[str] = (),
    certificate: Path | None = None,
    editor: Partner | None = None,
) -> Episode:
    """Make the episode of a script and write its files. Raises PresscastError.

    `extras` may have "stems", a track for each speaker, and "report", a picture. A `certificate`
    signs the MP3. An `editor` is there for the next episode again.
    """
    options = list_options(manner.tempo, extras, certificate)
    # What is wrong with them is told before anything is made.
    find_cover(show)
    if certificate:
        load_signer(certificate)
    with ExitStack() as stack:
        editor = editor or stack.enter_context(open_editor())
        editor.start()
        # What no script changes is made ready while the script is read; what of it fails is told
        # to whoever needs it.
        aside = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        cover = aside.submit(load_cover, show)
        jingles = aside.submit(load_jingles, show, Store(find_cache(), "jingle"))
        aside.submit(find_ffmpeg)  # it is started once, to see whether it can be
        aside.submit(load_libraries)
        aside.submit(read_catalogue)
        aside.submit(load_rules, show.language)
        booth = stack.enter_context(open_booth(show.voices, force=manner.force))
        script, decision, build = _read_as_named(editor, path, show, options, frozen=frozen)
        # What is no picture is told before anything is made.
        pictures = [load_picture(chapter.picture, script) for chapter in script.chapters]
        folder = stack.enter_context(make_workplace(show.output))
        stack.enter_context(editor.attend())  # it ends before the folder goes that it writes in
        publication = Publication(editor, script, show, cover.result(), pictures, folder)
        sounds = publication.sounds
        streams = open_streams(sounds, show.audio, publication.room)
        tracks = open_stems(list(decision.cast), show.audio, folder) if "stems" in extras else {}
        with give_up_at_last([*streams.values(), *tracks.values()]):
            piece = Piece(
                script,
                plan_each(script, decision, manner.tempo),
                script.chapters,
                jingles.result,
                publication.write_texts,
            )
            sound = make_sound(piece, show, booth, streams, tracks, manner)
        finish_sounds(sounds, sound.timeline.chapters)
        more = dict(list_stems(tracks, sound.timeline, folder))
        if "report" in extras:
            more["report.png"] = folder / "report.png"
            heard = next(iter(sounds.values()))
            write_report(more["report.png"], heard, script, show, sound.timeline)
        finishing = aside.submit(publication.finish, more, certificate)
        stack.enter_context(lock_folder(show.output))
        pinned = pin_new_names(show, decision)
        if pinned:
            # Whoever is new has kept the voice of this episode: made again it would be the same.
            build = hash_build(path, show, options)
        facts = Build(
            name=build,
            options=options,
            inputs=tuple(_list_inputs(script, show)),
            voices=describe_voices(sound.timeline),
            measured={"loudness": describe_loudness(sound)},
        )
        first = publication.publish(finishing.result(), facts)
    return Episode(script, decision, sound, first, pinned)


def _read_as_named(
    editor: Partner, path: str, show: Show, options: Sequence[str], *, frozen: bool
) -> tuple[Script, Decision, str]:
    """A script, its cast, and what `hash_build` calls all that they were read from.

    Another render may keep its voices meanwhile: what is read is to be what is named.
    """
    build = None
    while build != (named := hash_build(path, show, options)):
        build = named
        script, decision = settle_script(_read(editor, path, show), show, frozen=frozen)
    return script, decision, build


def _read(editor: Partner, path: str, show: Show) -> Script:
    """A script, read by the editor; standard input is ours alone."""
    if path == STDIN:
        from presscast.scripts.reading import read_script

        return read_script(path, show)
    script: Script = editor.call("read", path, show)
    return script


def _list_inputs(script: Script, show: Show) -> Iterator[tuple[str, Path]]:
    """(what it is, where it lies) of each file that the script has heard or shown."""
    for (kind, _), place in sorted(find_sounds(script, show).items()):
        if (show.root / place).is_file():
            yield str(kind), show.root / place
    for chapter in script.chapters:
        if path := locate_picture(chapter.picture, script):
            yield "picture", path


def describe_loudness(sound: Assembly) -> dict[str, Any]:
    """What a meter says of an episode, and of each speaker in it."""
    return {**asdict(sound.loudness), "speakers": dict(sound.levels)}


def describe_episode(script: Script, timeline: Timeline) -> dict[str, Any]:
    """What people are told of an episode that need not be made again."""
    return {
        "title": script.title,
        "duration_ms": to_milliseconds(timeline.samples),
        "speakers": [speaker.name for speaker in script.speakers],
        "chapters": [chapter.title for chapter in timeline.chapters],
    }


def make_sound(
    piece: Piece,
    show: Show,
    booth: Booth,
    streams: Mapping[str, Stream],
    stems: Mapping[str, Stream],
    manner: Manner,
) -> Assembly:
    """The sound of a script or of a part of it, written to streams. Raises PresscastError."""
    turns = frozenset(chapter.turn for chapter in piece.script.chapters)
    pauses = show.voices.pauses.shorten(manner.tempo)
    cache = find_cache()
    with (
        ThreadPoolExecutor(max_workers=1) as aside,  # its work ends with the recording's
        Recording(booth, manner.jobs) as recording,
    ):
        jingles = aside.submit(piece.load_jingles)
        store = Store(cache, "jingle")
        inserts = aside.submit(load_inserts, find_sounds(piece.script, show), show, store)
        samples, asked = ask_all(piece.utterances, recording)
        total = sum(len(utterance.text) for utterance, _ in asked)
        manner.report(0, total)
        blocks = list(cut_blocks([utterance for utterance, _ in asked], turns, pauses))
        try:
            measured = recording.hear(samples)
            strips = match_speakers(
                measured, show, Store(cache, "strip"), booth.read, force=manner.force
            )
            kept = Store(cache, "block")
            desk = Desk(
                show, strips, jingles.result(), kept, inserts.result(), booth.read, manner.force
            )
            arrangement = Arrangement(
                aside, blocks, recording.hear(asked), piece.chapters, desk, piece.tell
            )
            return assemble_episode(
                arrangement,
                desk,
                streams,
                stems,
                jobs=manner.jobs,
                report=lambda done: manner.report(done, total),
            )
        except SpeechError as error:
            error.path = piece.script.path
            raise


def ask_all(
    utterances: Iterable[Utterance], recording: Recording
) -> tuple[deque[Asked], deque[Asked]]:
    """(a sample of each sound, all utterances), each spoken while the next are planned."""
    samples: dict[Sound, Asked] = {}
    asked = deque[Asked]()
    for utterance in utterances:
        sound = utterance.casting.sound
        if sound not in samples:
            samples[sound] = recording.ask(plan_sample(utterance))
        asked.append(recording.ask(utterance))
    return deque(samples.values()), asked


def pin_new_names(show: Show, decision: Decision) -> tuple[str, ...]:
    """Keep the voices that were chosen for new names in the show's cast file; the names."""
    if not show.exists or not decision.chosen:
        return ()
    pin_cast(show.cast_file, decision.chosen)
    return tuple(casting.speaker for casting in decision.chosen)
