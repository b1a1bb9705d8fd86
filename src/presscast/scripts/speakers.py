"""Who is who in a document: speakers that its format states, and those that labels tell."""

from collections.abc import Iterable
from dataclasses import replace

from presscast.model import Metadata
from presscast.scripts.blocks import Block
from presscast.scripts.labels import Candidate, Labels, Saying, decide_labels
from presscast.scripts.people import name_speakers


def find_speakers(blocks: tuple[Block, ...], metadata: Metadata) -> tuple[Labels, dict[str, str]]:
    """(labels, folded label -> the speaker's name). A stated speaker is a label without length.

    A stated name is whoever it says: nobody guesses that GUARD is short for GUARD #2.
    """
    stated = [_state(index, block.speaker) for index, block in enumerate(blocks) if block.speaker]
    labels = decide_labels(
        tuple(replace(block, lines=()) if block.speaker else block for block in blocks),
        (*_list_hints(metadata), *(candidate.name for candidate in stated)),
    )
    names = name_speakers(labels, metadata)
    for candidate in stated:
        names.setdefault(candidate.key, candidate.name)
    accepted = labels.accepted | {candidate.place: candidate for candidate in stated}
    return replace(labels, accepted=accepted), names


def _list_hints(metadata: Metadata) -> Iterable[str]:
    for name, hint in metadata.speakers.items():
        yield from (name, *hint.aliases)


def _state(block: int, name: str) -> Candidate:
    return Candidate(
        block=block,
        line=0,
        name=name,
        end=0,
        strong=False,
        starts_sentence=True,
        saying=Saying.SENTENCE,
        section=0,
    )
