"""Interviews of any length, no sentence twice: a release, then questions and answers."""

import random
from collections.abc import Iterator

_WHO = (
    *("the harbour office", "a group of parents", "the night shift", "our correspondent"),
    *("the museum", "the town clerk", "a panel of engineers", "the bakers' guild", "the union"),
)
_DID = (
    *(
        "measured",
        "forgot",
        "praised",
        "moved",
        "rebuilt",
        "paid for",
        "turned down",
        "photographed",
    ),
    *("described", "counted"),
)
_WHAT = (
    *("the bridge of {year}", "{n} of the old lamps", "line {n}", "the rules for small boats"),
    *("a loan of {n} million crowns", "the survey of {year}", "the roof over hall {n}"),
)
_WHY = (
    *("because it rained for {n} days", "although nobody had asked", "after the vote in {year}"),
    *("so that the ferries can turn", "while the school was closed", "as the law demands"),
)
_GUESTS = ("Anna Keller", "Dr. Omar Haddad", "Sofia Marques", "Prof. Ian Doyle")


def write_interview(words: int, seed: int = 1) -> str:
    """An interview of about so many words (165 of them are a minute of speech)."""
    return "\n\n".join(_write_paragraphs(words, random.Random(seed))) + "\n"


def _write_paragraphs(words: int, dice: random.Random) -> Iterator[str]:
    count = 0
    part = 0
    yield "# A long talk about the harbour"
    for _ in range(4):
        text = _say(dice, 3)
        count += len(text.split())
        yield text
    while count < words:
        if part % 12 == 0:
            yield f"## Part {part // 12 + 1}"
        part += 1
        said = [f"Studio: {_say(dice, 1)} What does it mean that {_say(dice, 1)[:-1].lower()}?"]
        said.append(f"{dice.choice(_GUESTS)}: {_say(dice, dice.randint(2, 6))}")
        if dice.random() < 0.3:
            said.append(_say(dice, 2))
        count += sum(len(text.split()) for text in said)
        yield from said


def _say(dice: random.Random, sentences: int) -> str:
    return " ".join(_build_sentence(dice) for _ in range(sentences))


def _build_sentence(dice: random.Random) -> str:
    pieces = (dice.choice(words) for words in (_WHO, _DID, _WHAT, _WHY))
    return (
        " ".join(pieces).format(n=dice.randint(2, 980), year=dice.randint(1950, 2025)).capitalize()
        + "."
    )
