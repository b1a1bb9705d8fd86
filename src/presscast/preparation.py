"""A script read, cast and worded: all that is known of an episode before anything is heard."""

from collections.abc import Iterator
from dataclasses import replace

from presscast.audio.cue_files import add_stings, find_sounds
from presscast.audio.music import ROLES, find_jingle
from presscast.disclosure import declare_voices
from presscast.model import CueKind, Notice, Script, Utterance
from presscast.output.pictures import find_pictures
from presscast.pace import estimate_speech
from presscast.show import Show
from presscast.units import Milliseconds
from presscast.voices.cast import cast_script, require_pinned
from presscast.voices.castfile import read_cast_file
from presscast.voices.decision import Decision
from presscast.voices.lexicon_files import read_lexicon
from presscast.voices.plan import plan_utterances
from presscast.voices.spoken import find_spoken
from presscast.voices.wording import require_sayable, settle_words

_JINGLE_MS = 7_500
"""What a jingle adds to an episode beside the part that lies under words, about."""

_STING_MS = 4_000


def prepare_script(
    path: str, show: Show, *, anyhow: bool = False, frozen: bool = False
) -> tuple[Script, Decision]:
    """A script and its cast, without any sound; see `settle_script`. Raises PresscastError."""
    from presscast.scripts.reading import read_script  # renders read elsewhere, and do without

    return settle_script(read_script(path, show), show, anyhow=anyhow, frozen=frozen)


def settle_script(
    script: Script, show: Show, *, anyhow: bool = False, frozen: bool = False
) -> tuple[Script, Decision]:
    """A script that has been read, and its cast. Raises PresscastError.

    With `anyhow` a script in a language that no voice speaks is cast all the same, to be looked at;
    with `frozen` everybody's voice has to be written down already. The sentence that says that the
    voices are synthetic is the script's first turn, unless the show leaves it unsaid.
    """
    script = add_stings(script, show)
    entries = read_cast_file(show.cast_file) if show.exists else {}
    find_sounds(script, show)
    decision = cast_script(script, show, entries, anyhow=anyhow)
    if frozen:
        require_pinned(script, decision, show)
    script, missing = find_pictures(script)
    script, cast = declare_voices(script, decision.cast, show)
    decision = replace(decision, cast=cast)
    lexicon = read_lexicon(script, show, {it.speaker: it.lexicon for it in decision.cast.values()})
    decision = replace(decision, settled=settle_words(script, lexicon))
    if decision.settled:
        require_sayable(plan_utterances(script, decision), decision.settled)
    notices = (*decision.notices, *missing, *_describe_cues(script))
    return script, replace(decision, notices=notices)


def _describe_cues(script: Script) -> Iterator[Notice]:
    """What the script asks for that a render does not do."""
    last = len(script.turns) - 1, len(script.turns[-1].paragraphs) - 1
    ending = script.turns[-1].paragraphs[-1].text.rstrip()
    for cue in script.cues:
        is_heard = cue.kind in (CueKind.STING, CueKind.SOUND)
        if is_heard and (cue.turn, cue.paragraph, cue.at) >= (*last, len(ending)):
            message = f'the cue "{cue.kind}" stands behind the last word, where the outro plays.'
            yield Notice(cue.line, "cue-not-followed", message)


def estimate_duration(script: Script, decision: Decision, show: Show) -> Milliseconds:
    """About how long the episode will be, before anything is spoken."""
    pauses = show.voices.pauses
    utterances = plan_utterances(script, decision)
    said = sum(estimate_utterance(it) for it in utterances)
    between = (len(script.turns) - 1) * pauses.speaker
    between += (len(utterances) - len(script.turns)) * pauses.paragraph
    between += sum(it.lead or 0 for it in utterances)
    between += (len(script.chapters) - 1) * (pauses.chapter - pauses.speaker)
    stings = sum(cue.kind in (CueKind.STING, CueKind.SOUND) for cue in script.cues)
    jingles = stings * _STING_MS + sum(_JINGLE_MS for role in ROLES if find_jingle(show, role))
    return Milliseconds(said + between + jingles)


def estimate_utterance(utterance: Utterance) -> Milliseconds:
    """About how long an utterance takes to say."""
    return estimate_speech(find_spoken(utterance).text, utterance.casting.rate)
