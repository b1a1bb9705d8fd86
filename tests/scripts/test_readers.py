"""What holds for every reader of a format, and what one case file cannot show."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from screenplain.parsers import fountain as screenplain
from screenplain.types import Dialog, DualDialog

from presscast.errors import PresscastError, ScriptError
from presscast.model import Script
from presscast.scripts.formats import FORMATS, PACKAGE_FORMATS, choose_format
from presscast.scripts.reading import parse_script, read_script
from presscast.scripts.source import Source
from presscast.show import SCRIPT_SUFFIXES, Show
from presscast.words import count_words

SHOW = Show(root=Path(), exists=False)
PROFILE = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
READ_SUFFIXES = sorted(
    suffix for known in (*FORMATS, *PACKAGE_FORMATS) for suffix in known.suffixes
)
SUFFIXES = st.sampled_from(READ_SUFFIXES)
TEXT_SUFFIXES = st.sampled_from(
    sorted(suffix for known in FORMATS if known.front_matter for suffix in known.suffixes)
)
"""Of formats whose source is what people read."""

PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "\n  \n",
            " ",
            "\t",
            "word",
            "two words",
            "Why not?",
            "Done.",
            "é",
            "7",
            "-5",
        ),
        *("WEBVTT\n\n", "NOTE ", "NOTE\n", "STYLE\n", "REGION\n", "1\n", "42\n", "intro\n", "-->"),
        *("00:00:01,000 --> 00:00:02,000\n", "00:09.000 --> 00:01.000\n", "00:00:01.5 - 0:2\n"),
        *(
            "<v Anna>",
            "<v.x Ben C.>",
            "<v >",
            "</v>",
            "<i>",
            "</i>",
            "<00:01.000>",
            "<",
            ">",
            "{\\an8}",
        ),
        *("&amp;", "&#1;", "&lrm;", "&", "- ", ">> ", "— ", "[door]", "(BANG)", "ANNA: ", "Ben: "),
        *(
            "\nANNA\n",
            "\n@McKay\n",
            "\nBEN (V.O.) ^\n",
            "INT. ROOM - DAY\n",
            ".",
            "!",
            "~",
            "> ",
            " <",
        ),
        *(
            "(softly)\n",
            "(",
            ")",
            "[[",
            "]]",
            "/*",
            "*/",
            "# ",
            "= ",
            "===\n",
            "CUT TO:\n",
            "Title: ",
        ),
        *("*", "**", "_", "\\*", "\\", "---\ntitle: T\n---\n"),
    ]
)
MARKED = st.lists(PIECES, max_size=60).map("".join)


def parse(suffix: str, text: str) -> Script | None:
    """The script, or None where the text is refused with an error of ours."""
    try:
        return parse_script(Source(f"talk{suffix}", text), SHOW)
    except PresscastError:
        return None


def list_speech(script: Script) -> list[tuple[str, str]]:
    """(speaker, paragraph) of all that is said."""
    return [(turn.speaker, p.text) for turn in script.turns for p in turn.paragraphs]


def test_a_show_lists_the_scripts_of_every_reader() -> None:
    """A format that can be read is found in the folder of scripts."""
    assert {*READ_SUFFIXES, ".txt"} == set(SCRIPT_SUFFIXES)


@pytest.mark.slow
@PROFILE
@given(content=st.binary(max_size=400), suffix=SUFFIXES)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    """No file is a crash, whatever it is called."""
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    try:
        turns = read_script(str(path), SHOW).turns
    except PresscastError:
        return
    assert turns


@pytest.mark.slow
@PROFILE
@given(TEXT_SUFFIXES, MARKED)
def test_every_word_is_spoken_or_skipped(suffix: str, text: str) -> None:
    """The sum is kept, and no word of the source is in neither."""
    text = text.replace("&amp;", "&")
    script = parse(suffix, text)
    if script is not None:
        skipped = sum(count_words(piece.text) for piece in script.skipped)
        assert script.source_words == script.spoken_words + skipped
        assert script.source_words >= count_words(text)


@pytest.mark.slow
@PROFILE
@given(TEXT_SUFFIXES, MARKED)
def test_paragraphs_stand_on_ascending_lines_of_the_source(suffix: str, text: str) -> None:
    """A paragraph starts on the line that it names."""
    script = parse(suffix, text)
    paragraphs = [p for turn in script.turns for p in turn.paragraphs] if script else []
    rows = text.split("\n")
    assert [p.line for p in paragraphs] == sorted(p.line for p in paragraphs)
    for paragraph in paragraphs:
        assert paragraph.text[0] in rows[paragraph.line - 1] or "&" in rows[paragraph.line - 1]


@PROFILE
@given(SUFFIXES, MARKED)
def test_nothing_spoken_is_a_command_or_unseen(suffix: str, text: str) -> None:
    """eSpeak takes U+0001 for the start of a command; a mask is ours alone."""
    script = parse(suffix, text)
    for _, said in list_speech(script) if script else ():
        assert "\0" not in said
        assert suffix not in (".vtt", ".srt") or "\x01" not in said


@pytest.mark.parametrize("name", ["talk.vtt", "talk.srt"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_line_ends_change_nothing(
    tmp_path: Path, name: str, end: str, encoding: str
) -> None:
    """Subtitles come with byte order marks and every kind of line end."""
    text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Zoë>Où est\nla clé ?\n"
    path = tmp_path / name
    path.write_bytes(text.replace("\n", end).encode(encoding))
    script = read_script(str(path), SHOW)
    assert list_speech(script) == [("Zoë", "Où est la clé ?")]
    assert script.turns[0].line == 5


def test_automatic_captions_without_full_stops_are_divided() -> None:
    """An hour without a full stop is no single paragraph, and nothing of it is lost."""
    cues = [
        f"00:{n // 60:02}:{n % 60:02}.000 --> 00:59:00.000\nso it goes on\n" for n in range(900)
    ]
    script = parse(".vtt", "WEBVTT\n\n" + "\n".join(cues))
    assert script is not None
    paragraphs = [text for _, text in list_speech(script)]
    assert max(map(len, paragraphs)) < 2100
    assert script.spoken_words == 3600


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "piece"),
    [
        *(
            (".vtt", piece)
            for piece in ("<v ", "<v" + " " * 50, "&", "<", "{\\", "- ", "\n", "a: ")
        ),
        *(
            (".srt", piece)
            for piece in ("1\n", "00:00:01,0 ", "00:01.0 --> 00:02.0\n", "-->\n", "[(")
        ),
        *(
            (".fountain", piece)
            for piece in ("/*", "[[", "[[\n\n", "*", "_", "(", "A\n(", "A\n \n")
        ),
        *((".fountain", piece) for piece in ("A\nb\n  \n", "#", "Title:\n", "\\", "[[a]]", "  \n")),
    ],
)
def test_a_mark_without_end_loses_nothing_before_it(suffix: str, piece: str) -> None:
    """100 kB of one mark: what the reader makes of it, the word before it is accounted for."""
    script = parse(suffix, "A word\n\nANNA\nHello " + piece * (100_000 // len(piece)))
    assert script is not None
    spoken = [turn.text for turn in script.turns]
    assert "Hello" in " ".join([*spoken, *(it.text for it in script.skipped)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi.", "subtitles"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi.", "subtitles"),
        ("00:00:01.000 --> 00:00:02.000\nHi.", "subtitles"),
        ("Title: X\n\nINT. ROOM - DAY\n\nANNA\nHi.", "fountain"),
        ("# One\n\nEXT. YARD\n\n@McKay\nHi.", "fountain"),
        ("# One\n\nANNA\nHi.", "markdown"),
        ("WEBVTTX is no header.", "plain"),
        ("1\nA --> B", "plain"),
        ("ANNA\nHi.", "plain"),
        ("INT. is short for interior.\n\nIt stands in scripts.", "plain"),
    ],
)
def test_formats_are_told_by_their_content(text: str, expected: str) -> None:
    """A pasted transcript or screenplay needs no suffix; plain text stays plain text."""
    assert choose_format("-", text).name == expected


def test_the_title_page_names_the_episode() -> None:
    """All lines of the title, without their emphasis; sections stay chapters."""
    script = parse(".fountain", "Title:\n\t_**BRICK & STEEL**_\n\tRetired\n\n# One\n\nANNA\nHi.")
    assert script is not None
    assert script.title == "BRICK & STEEL Retired"
    assert [chapter.title for chapter in script.chapters] == ["One"]


def test_aliases_of_stated_speakers_are_listed() -> None:
    """Front matter may give a screenplay's character a name, a role and a voice."""
    matter = "---\nspeakers:\n  Anna Keller: {role: host, voice: v1, aliases: [ANNA]}\n---\n"
    script = parse(".fountain", matter + "ANNA (V.O.)\nHi.\n\nBEN\nHo.")
    assert script is not None
    told = [(s.name, s.role.value, s.aliases, s.voice) for s in script.speakers]
    assert told[0] == ("Anna Keller", "host", ("ANNA",), "v1")
    assert script.speakers[1].name == "BEN"


def test_only_a_header_is_an_error_that_says_so() -> None:
    """Nothing to say is refused with a sentence."""
    with pytest.raises(ScriptError, match="not a word to say"):
        parse_script(Source("talk.vtt", "WEBVTT - only a header\n"), SHOW)


def list_dialogue(text: str) -> list[tuple[str, str]]:
    """(character, words) of every speech as screenplain reads them: a reader that is not ours."""
    speeches: list[Dialog] = []
    for paragraph in screenplain.parse(io.StringIO(text)):
        if isinstance(paragraph, DualDialog):
            speeches += [paragraph.left, paragraph.right]
        elif isinstance(paragraph, Dialog):
            speeches.append(paragraph)
    found = []
    for speech in speeches:
        said = " ".join(str(line) for aside, line in speech.blocks if not aside)
        found.append((str(speech.character).split("(")[0].strip(" ^@"), " ".join(said.split())))
    return [(name, said) for name, said in found if said]


SPEECHES = st.builds(
    "{}{}\n{}{}\n\n".format,
    st.sampled_from(["ANNA", "BEN", "@McKay", "GUARD #2", "DR. O'HARA"]),
    st.sampled_from(["", " (V.O.)", " (CONT'D)", " ^"]),
    st.sampled_from(["", "(softly)\n", "(to herself,\nslowly)\n"]),
    st.sampled_from(
        [
            *("Is it late?", "It is *always* late.", "Not (ever) there.\nHere.", "**Go!** _Now._"),
            *(
                "NO\nand that is that.",
                "Look.\n(points)\nThere.",
                "Well [[check]] yes.\n[[x]]\nNo.",
            ),
        ]
    ),
)
DIRECTIONS = st.sampled_from(
    [
        *("INT. ROOM - DAY\n\n", "EXT. YARD - NIGHT #4#\n\n", ".MONTAGE\n\n", "CUT TO:\n\n"),
        *(
            "Rain falls.\n\n",
            "> FADE OUT.\n\n",
            ">THE END<\n\n",
            "!BANG\n\n",
            "===\n\n",
            "THUNDER\n\n",
        ),
        *(
            "# Act\n\n= It ends.\n\n",
            "/* ANNA\ncut */\n\n",
            "[[a note]]\n\n",
            "Title case only.\n\n",
        ),
    ]
)


@pytest.mark.slow
@PROFILE
@given(st.lists(SPEECHES | DIRECTIONS, min_size=1, max_size=12).map("".join))
def test_screenplain_hears_the_same_speeches(text: str) -> None:
    """Who says what in a screenplay is what an independent reader of Fountain makes of it."""
    script = parse(".fountain", "Title: X\n\n" + text)
    expected = list_dialogue("Title: X\n\n" + text)
    assert (list_speech(script) if script else []) == expected
