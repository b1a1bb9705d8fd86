"""What holds for any text, found out with generated ones."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from presscast.errors import Problems, ScriptError
from presscast.model import Script
from presscast.scripts.chapters import TITLE_LENGTH
from presscast.scripts.formats.markdown import looks_like_markdown
from presscast.scripts.house import write_house_script
from presscast.scripts.reading import parse_script, read_script
from presscast.scripts.source import Source
from presscast.show import ChapterSettings, ChapterSource, Show
from presscast.units import Milliseconds
from presscast.words import count_words

SHOW = Show(
    root=Path(),
    exists=False,
    chapters=ChapterSettings(ChapterSource.BOTH, minimum=Milliseconds(0)),
)
PROFILE = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

# Pieces of markup, labels and prose in any order reach more of the reader than single characters.
PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            " ",
            "  \n",
            "\t",
            "    ",
            "> ",
            "- ",
            "1. ",
            "# ",
            "## ",
            "---\n",
            "***\n",
        ),
        *(
            "Anna: ",
            "**Ben:** ",
            "Note: ",
            "NARRATOR: ",
            "记者：",
            "سلمى: ",
            "Q: ",
            "A. B.: ",
            ": ",
        ),
        *("*", "**", "_", "`", "``", "```\n", "[", "](", ")", "][", "]", "![", "<", ">", "<br>"),
        *("<!-- ", " -->", "<http://a.b/%20c>", "[^1]", "[^1]: ", "[r]: /x\n", "[r]", "&amp;", "&"),
        *(
            "\\",
            "\\*",
            "|a|b|\n|-|-|\n",
            "| ",
            "word",
            "two words",
            "Why not now?",
            "Done.",
            "é",
            "7",
        ),
        *(
            "---\ntitle: T\n---\n",
            "title: x\n",
            "...",
            "…",
            "(",
            "“",
            "”",
            "~~~\n",
            "    x\n",
            "\\\n",
        ),
    ]
)
MARKED = st.lists(PIECES, max_size=40).map("".join)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
SUFFIXES = st.sampled_from([".txt", ".md", ""])

NAMES = ["Anna Keller", "Dr. Omar Haddad", "HOST", "Siobhan O'Brien", "J. R. Smith"]
SENTENCES = st.sampled_from(
    [
        *("The gate is open.", "It has been raining since noon.", "Who has the key to the tower?"),
        *("We never found it.", "Nine of the boats came back.", "Look at the map: it is wrong."),
        *(
            "Did nobody write it down?",
            "That was in 1998, or at 10:30.",
            "Go on!",
            "No “maybe” here.",
        ),
    ]
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)


@st.composite
def conversations(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """(speaker, paragraphs) of turns: nobody follows on himself, all speak twice at least."""
    people = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    rounds = draw(st.integers(2, 4))
    return [
        (name, draw(st.lists(PARAGRAPHS, min_size=1, max_size=3)))
        for _ in range(rounds)
        for name in people
    ]


def parse(suffix: str, text: str) -> Script | None:
    """The script, or None where the text is refused with an error of ours."""
    try:
        return parse_script(Source(f"talk{suffix}", text), SHOW)
    except ScriptError:
        return None
    except Problems as error:
        if not all(isinstance(problem, ScriptError) for problem in error.problems):
            raise
        return None


def list_turns(script: Script) -> list[tuple[str, list[str]]]:
    """(speaker, paragraphs) of a script's turns."""
    return [(turn.speaker, [p.text for p in turn.paragraphs]) for turn in script.turns]


@pytest.mark.slow
@PROFILE
@given(SUFFIXES, MARKED | ANY_TEXT)
@example("", "---\ntags: " + "[" * 1000 + "\n---\nhi")
@example("", "---\ndate: 2026-13-45\n---\nhi")
@example("", "---\n? [a, b]\n: c\ntitle: x\n---\nhi")
def test_any_text_is_read_or_refused_with_a_script_error(suffix: str, text: str) -> None:
    """No text is a crash; what is read has turns that say something, and lines that exist."""
    script = parse(suffix, text)
    if script is not None:
        assert all(count_words(p.text) for turn in script.turns for p in turn.paragraphs)
        lines = [p.line for turn in script.turns for p in turn.paragraphs]
        assert lines == sorted(lines)
        assert lines[-1] <= text.count("\n") + 1


@PROFILE
@given(SUFFIXES, MARKED | ANY_TEXT)
def test_every_word_is_spoken_or_skipped(suffix: str, text: str) -> None:
    """The sum is kept, and no word of the source is in neither; "&amp;" is shown as none."""
    text = text.replace("&amp;", "&")
    script = parse(suffix, text)
    if script is not None:
        skipped = sum(count_words(piece.text) for piece in script.skipped)
        assert script.source_words == script.spoken_words + skipped
        assert script.source_words >= count_words(text)


@PROFILE
@given(MARKED | ANY_TEXT)
@example(
    "It is new[1] and 5 km² wide.² [skip]Not[/skip] this. (laughs) [pause 1s] Anna: [door] Yes"
)
def test_each_letter_of_a_plain_text_is_spoken_once_or_skipped_once(text: str) -> None:
    """Nothing is lost, and nothing is in both; a mark behind a word is cut from it."""
    assume(not looks_like_markdown(text) and "://" not in text and "www." not in text)
    script = parse(".txt", text)
    if script is not None:
        kept = Counter(char for turn in script.turns for char in turn.text if char.isalnum())
        left = Counter(char for piece in script.skipped for char in piece.text if char.isalnum())
        assert kept + left == Counter(char for char in text if char.isalnum())


@PROFILE
@given(SUFFIXES, MARKED | ANY_TEXT)
def test_a_paragraph_starts_on_its_line(suffix: str, text: str) -> None:
    """The first word of a paragraph stands on the line that the paragraph names."""
    script = parse(suffix, text)
    for turn in script.turns if script else ():
        for paragraph in turn.paragraphs:
            row = text.split("\n")[paragraph.line - 1]
            first = next((char for char in paragraph.text if char.isalnum()), "")
            assert first in row or "&" in row or "%" in row, (paragraph, row)


@pytest.mark.slow
@PROFILE
@given(SUFFIXES, MARKED)
def test_chapters_ascend_and_have_titles_of_their_own(suffix: str, text: str) -> None:
    """The first chapter starts with the first word; no two share a title; none is too long."""
    script = parse(suffix, text)
    if script is None:
        return
    lines = [chapter.line for chapter in script.chapters]
    titles = [chapter.title for chapter in script.chapters]
    assert lines[0] == script.turns[0].line
    assert lines == sorted(set(lines))
    assert len(set(titles)) == len(titles)
    assert all(0 < len(title) <= TITLE_LENGTH + len(" (255)") for title in titles)


@pytest.mark.slow
@PROFILE
@given(conversations(), st.sampled_from(["{}: {}", "**{}:** {}", "**{}**: {}"]), SUFFIXES)
def test_a_conversation_comes_back_as_it_was_built(
    talk: list[tuple[str, list[str]]], form: str, suffix: str
) -> None:
    """Who says what survives every layout of labels."""
    if "*" in form:
        suffix = ".md"
    text = "\n\n".join(form.format(name, "\n\n".join(said)) for name, said in talk)
    script = parse(suffix, text)
    assert script is not None
    assert list_turns(script) == talk
    assert [speaker.name for speaker in script.speakers] == list(dict(talk))


@pytest.mark.slow
@PROFILE
@given(conversations(), PARAGRAPHS)
def test_a_conversation_without_empty_lines_comes_back_as_it_was_built(
    talk: list[tuple[str, list[str]]], opening: str
) -> None:
    """A line is a paragraph where lines are not wrapped."""
    rows = [opening, *(f"{name}: " + "\n".join(said) for name, said in talk)]
    script = parse(".txt", "\n".join(rows))
    assert script is not None
    assert list_turns(script) == [("Narrator", [opening]), *talk]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("scripts")


@pytest.mark.slow
@PROFILE
@given(text=MARKED, suffix=SUFFIXES)
def test_line_ends_change_nothing(folder: Path, text: str, suffix: str) -> None:
    """The same text with CRLF, CR and LF gives the same script."""
    found = []
    for end in ("\n", "\r\n", "\r"):
        path = folder / f"talk{suffix}"
        path.write_bytes(("word\n" + text).replace("\n", end).encode())
        script = read_script(str(path), SHOW)
        found.append((script.turns, script.chapters, script.skipped))
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
@PROFILE
@given(conversations(), st.sampled_from(["title: Zyx", "tags: [zyx]", "summary: >\n  zyx\n  zyx"]))
def test_front_matter_is_never_spoken(talk: list[tuple[str, list[str]]], yaml: str) -> None:
    """Nothing between the dashes reaches a turn, and lines are counted with it."""
    body = "\n\n".join(f"{name}: " + "\n\n".join(said) for name, said in talk)
    script = parse(".md", f"---\n{yaml}\n---\n{body}")
    assert script is not None
    assert list_turns(script) == talk
    assert script.turns[0].line == yaml.count("\n") + 4
    assert [s.reason for s in script.skipped if "zyx" in s.text.lower()] == ["front matter"]


@PROFILE
@given(SUFFIXES, MARKED | ANY_TEXT)
@example(".txt", "Anna: Yes[pause 2s]no. [sting]\n\nBen: [rate: slow] # 1. *Go*?\n\nAnna: \\_ &lt;")
@example(
    ".vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A: (b)>Hi\n\n00:03.000 --> 00:04.000\n<v C>Ho"
)
def test_the_house_script_of_any_script_is_read_as_the_same(suffix: str, text: str) -> None:
    """Turns, speakers, chapters and cues: so an editor corrects only what is wrong."""
    script = parse(suffix, text)
    if script is not None:
        again = parse(".md", write_house_script(script))
        assert again is not None
        assert list_turns(again) == list_turns(script)
        assert [(it.title, it.turn) for it in again.chapters] == [
            (it.title, it.turn) for it in script.chapters
        ]
        assert [(it.name, it.role) for it in again.speakers] == [
            (it.name, it.role) for it in script.speakers
        ]
        assert [replace(it, line=0) for it in again.cues] == [
            replace(it, line=0) for it in script.cues
        ]
        assert (again.title, again.language) == (script.title, script.language)
