"""YAML front matter."""

import pytest

from presscast.errors import Problems, ScriptError
from presscast.model import Metadata, Role, Sex, SpeakerHint
from presscast.scripts.front_matter import read_front_matter

EVERY_KEY = """\
---
title: The night
  bus
date: 2026-11-20
language: pt_BR
summary: >-
  It runs
  all night.
tags: [buses, nights]
season: 2
episode: 14
guid: night-bus
publish_at: 2026-11-21T06:00:00
draft: true
speakers:
  Ada Lenz: {role: host, voice: gmw/en, aliases: [AL, Lenz]}
  Ben:
---
It is late.
"""


def test_every_key_is_kept() -> None:
    """Texts on one line, dates in ISO 8601, the language as a tag."""
    metadata, body, notices = read_front_matter("x.md", EVERY_KEY)
    assert metadata == Metadata(
        title="The night bus",
        date="2026-11-20",
        language="pt-br",
        summary="It runs all night.",
        tags=("buses", "nights"),
        season=2,
        episode=14,
        guid="night-bus",
        publish_at="2026-11-21T06:00:00",
        draft=True,
        speakers={
            "Ada Lenz": SpeakerHint(Role.HOST, "gmw/en", ("AL", "Lenz")),
            "Ben": SpeakerHint(),
        },
    )
    assert EVERY_KEY[body:] == "It is late.\n"
    assert notices == ()


def test_tags_and_aliases_may_be_plain_text() -> None:
    """One alias, or tags with commas, need no list; speakers may be a list of names."""
    text = "---\ntags: a, b\nspeakers:\n  Ada: {aliases: AL}\n---\n"
    metadata, _, _ = read_front_matter("x.md", text)
    assert metadata.tags == ("a", "b")
    assert metadata.speakers["Ada"].aliases == ("AL",)
    listed, _, _ = read_front_matter("x.md", "---\nspeakers: [Ada, Ben]\n---\n")
    assert list(listed.speakers) == ["Ada", "Ben"]


def test_three_dots_end_it_as_well() -> None:
    """As YAML has it."""
    metadata, body, _ = read_front_matter("x.md", "---\ntitle: T\n...\nHi.")
    assert (metadata.title, body) == ("T", 17)


def test_wrong_values_are_reported_together_with_their_lines() -> None:
    """Nobody mends a file seven times."""
    text = (
        "---\ntitle: [a]\nlanguage: English language\ntags: {a: b}\nseason: two\nepisode: 0\n"
        "draft: maybe\nspeakers:\n  Ada: {role: queen}\n---\nHi."
    )
    with pytest.raises(Problems) as caught:
        read_front_matter("x.md", text)
    assert sorted(problem.line or 0 for problem in caught.value.problems) == [2, 3, 4, 5, 6, 7, 9]
    assert all(problem.path == "x.md" for problem in caught.value.problems)
    assert "a whole number from 1, not 'two'" in str(caught.value)
    assert 'the speaker "Ada"' in str(caught.value)


@pytest.mark.parametrize(
    "entry", ["Ada", "{role: [host]}", "{pitch: 3}", "{aliases: {a: b}}", "[host]"]
)
def test_a_speaker_takes_role_voice_and_aliases(entry: str) -> None:
    """What is not understood is not passed over."""
    with pytest.raises(ScriptError, match="takes role") as caught:
        read_front_matter("x.md", f"---\nspeakers:\n  Bo: {{}}\n  Ada: {entry}\n---\n")
    assert caught.value.line == 4


def test_speakers_are_entries() -> None:
    """A single text is none."""
    with pytest.raises(ScriptError, match="one entry a speaker"):
        read_front_matter("x.md", "---\nspeakers: Ada\n---\n")


def test_broken_yaml_is_a_sentence_with_its_line() -> None:
    """The mark of the YAML reader, counted in the script's lines."""
    with pytest.raises(ScriptError, match="the front matter is not YAML") as caught:
        read_front_matter("x.md", "---\ntitle: T\nsummary: a: b\n---\nHi.")
    assert caught.value.line == 3
    assert "quotes" in caught.value.remedy


def test_an_impossible_date_is_a_sentence() -> None:
    """YAML reads dates by itself, and stumbles."""
    with pytest.raises(ScriptError, match="not YAML"):
        read_front_matter("x.md", "---\ndate: 2026-13-45\n---\nHi.")


def test_front_matter_without_an_end_is_not_read_aloud() -> None:
    """Nobody wants to hear "title colon"."""
    with pytest.raises(ScriptError, match="has no end") as caught:
        read_front_matter("x.md", "---\ntitle: T\n\nHi.")
    assert caught.value.line == 1


def test_an_unknown_key_is_noticed_with_the_nearest_name() -> None:
    """The render goes on without it."""
    metadata, _, (notice,) = read_front_matter("x.md", "---\ntitle: T\nepisod: 3\n---\n")
    assert metadata.episode is None
    assert (notice.line, notice.code) == (3, "unknown-key")
    assert 'Did you mean "episode"' in notice.message


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nAnna: Hi.\n\n---\n\nBen: Hello.",
        "---\nAnna: Hi.\n---\n",
        "---\nsome: [broken\n---\n",
        "---\njust words\n---\n",
        "\n---\ntitle: T\n---\n",
        "Hi.\n---\ntitle: T\n---\n",
    ],
)
def test_a_block_without_a_known_key_at_the_top_is_text(text: str) -> None:
    """A conversation may open with a rule."""
    assert read_front_matter("x.md", text) == (Metadata(), 0, ())


def test_aliases_of_aliases_do_not_fill_the_memory() -> None:
    """Nine lines of YAML can name a billion values."""
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    text = "\n".join(["---", "a0: &a0 [x]", *rows, "tags: *a8", "title: *a8", "---"])
    with pytest.raises(Problems) as caught:
        read_front_matter("x.md", text)
    assert len(str(caught.value)) < 1000


@pytest.mark.slow
def test_deep_nesting_is_a_sentence() -> None:
    """Not a RecursionError."""
    with pytest.raises(ScriptError, match="nested too deeply"):
        read_front_matter("x.md", "---\ntags: " + "[" * 2000 + "\n---\n")


def test_the_front_matter_may_say_whether_a_speaker_is_a_woman_or_a_man() -> None:
    """Where the name does not tell."""
    metadata, _, _ = read_front_matter("x.md", "---\nspeakers:\n  Kim: {sex: female}\n---\n")
    assert metadata.speakers["Kim"].sex is Sex.FEMALE
    with pytest.raises(ScriptError, match=r"takes role .*, sex \(female, male\)"):
        read_front_matter("x.md", "---\nspeakers:\n  Kim: {sex: woman}\n---\n")


def test_words_and_how_they_are_said_keep_their_lines() -> None:
    """A spelling or a mapping; or all of it is the name of a file."""
    text = "---\ntitle: X\nlexicon:\n  quay: key\n  GMMP: {letters: true}\n---\nYes.\n"
    metadata = read_front_matter("x.md", text)[0]
    assert [(it.written, it.said, it.line) for it in metadata.lexicon] == [
        ("quay", "key", 4),
        ("GMMP", {"letters": True}, 5),
    ]
    named = read_front_matter("x.md", "---\nlexicon: words.toml\n---\n")[0]
    assert (named.lexicon, named.lexicon_file) == ((), "words.toml")
    with pytest.raises(
        ScriptError, match=r'x.md:2: "lexicon" in the front matter should be a file'
    ):
        read_front_matter("x.md", "---\nlexicon: [a]\n---\n")
