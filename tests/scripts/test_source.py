"""Bytes in, text out."""

import io
import sys
from pathlib import Path

import pytest

from presscast.errors import ScriptError
from presscast.files import STDIN
from presscast.scripts.reading import read_script
from presscast.scripts.source import load_source
from presscast.show import Show

ACCENTS = (
    "Le comité d’été a décidé hier de fermer la forêt où naît la rivière, déjà très basse. "
    "Où ira l’élevage des chèvres ? « À côté », répète le maire, gêné mais résolu."
)


def write(folder: Path, content: bytes) -> str:
    """The name of a script with this content."""
    path = folder / "talk.txt"
    path.write_bytes(content)
    return str(path)


def refuse(path: str) -> ScriptError:
    """The error with which a script is refused; it always names the file and a remedy."""
    with pytest.raises(ScriptError) as caught:
        load_source(path)
    assert caught.value.path == path
    assert caught.value.remedy
    return caught.value


def test_utf_8_needs_no_notice(tmp_path: Path) -> None:
    """What is as it should be is not worth a word."""
    source = load_source(write(tmp_path, ACCENTS.encode()))
    assert source.text == ACCENTS
    assert source.notices == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    """The mark is no part of the text, and nothing had to be guessed."""
    source = load_source(write(tmp_path, ACCENTS.encode(encoding)))
    assert source.text == ACCENTS
    assert source.notices == ()


@pytest.mark.parametrize("big", [False, True])
def test_utf_16_is_read_in_both_orders(tmp_path: Path, big: bool) -> None:
    """FE FF and FF FE."""
    mark, encoding = (b"\xfe\xff", "utf-16-be") if big else (b"\xff\xfe", "utf-16-le")
    assert load_source(write(tmp_path, mark + ACCENTS.encode(encoding))).text == ACCENTS


def test_a_guessed_encoding_is_named_and_used(tmp_path: Path) -> None:
    """Accents and typographic marks of Windows-1252 come out right."""
    source = load_source(write(tmp_path, ACCENTS.encode("cp1252")))
    assert source.text == ACCENTS
    (notice,) = source.notices
    assert notice.code == "encoding"
    assert "not UTF-8: read as cp1252" in notice.message


def test_other_alphabets_are_told_apart(tmp_path: Path) -> None:
    """The usual encoding wins only where it looks as likely."""
    for encoding, text in [
        ("cp1250", "Příští rok bude přístav uzavřen, oznámilo město. Řidiči jsou naštvaní."),
        ("cp1251", "Мост будет закрыт на весь год, сообщила администрация города."),
        ("koi8_r", "Мост будет закрыт на весь год, сообщила администрация города."),
    ]:
        source = load_source(write(tmp_path, text.encode(encoding)))
        assert source.text == text
        assert encoding in source.notices[0].message


def test_latin_1_is_read_as_what_contains_it(tmp_path: Path) -> None:
    """Without typographic marks Latin-1 and Windows-1252 are the same bytes."""
    text = ACCENTS.replace("’", "'")
    source = load_source(write(tmp_path, text.encode("latin-1")))
    assert source.text == text
    assert len(source.notices) == 1


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("cp1252", '<meta charset="iso-8859-1"><p>', "Où est la forêt ? « Là-bas ».  – Ah."),
        (
            "cp1251",
            "<html><head><meta http-equiv=x content='text/html; charset=windows-1251'>",
            "Да.",
        ),
        ("iso8859_15", '<?xml version="1.0" encoding="ISO-8859-15"?><rss>', "5 € für Öl"),
        ("shift_jis", "<meta charset=shift_jis>", "橋は閉まっている。"),
    ],
)
def test_a_declared_encoding_is_used(
    tmp_path: Path, encoding: str, declared: str, text: str
) -> None:
    """A page or a feed says what it is in; nothing has to be guessed."""
    source = load_source(write(tmp_path, (declared + text).encode(encoding)))
    assert source.text == declared + text
    assert source.notices == ()


@pytest.mark.parametrize("declared", ["nonsense", "utf-16", "base64", "utf-8", "idna", "undefined"])
def test_a_declared_encoding_that_is_none_is_no_matter(tmp_path: Path, declared: str) -> None:
    """It is guessed as ever, and never a crash."""
    content = f"<meta charset={declared}>{ACCENTS}".encode("cp1252")
    assert ACCENTS in load_source(write(tmp_path, content)).text


def test_the_notice_of_a_guess_reaches_the_script(tmp_path: Path) -> None:
    """An editor sees it in `presscast check`."""
    script = read_script(
        write(tmp_path, ACCENTS.encode("cp1252")), Show(root=tmp_path, exists=False)
    )
    assert [notice.code for notice in script.notices] == ["encoding"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04word/document.xml", "an Office document"),
        (rb"{\rtf1\ansi text}", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"PK\x05\x06" + bytes(18), "an empty ZIP archive"),
        (b"ID3\x03\0\0", "an MP3 file"),
    ],
)
def test_a_known_kind_of_file_is_called_by_its_name(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    """ "Binary" alone would not tell what was mixed up."""
    error = refuse(write(tmp_path, content))
    assert kind in error.what
    assert "plain text or Markdown" in error.remedy


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 16,
        b"a text\0with a NUL",
        "été".encode("latin-1") + b"\0",
        b"\x01\x02\x03 mostly controls \x04\x05",
        "a text\0in UTF-16".encode("utf-16"),
    ],
    ids=["bytes", "nul", "nul-latin-1", "controls", "nul-utf-16"],
)
def test_binary_data_is_no_script(tmp_path: Path, content: bytes) -> None:
    """Whatever it decodes to."""
    assert refuse(write(tmp_path, content)).what == "this is binary data, not text"


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    """White space is nothing."""
    assert refuse(write(tmp_path, content)).what == "the script is empty"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """Never a traceback."""
    assert refuse(str(tmp_path / "gone.md")).what == "there is no such script"


def test_a_folder_is_no_script(tmp_path: Path) -> None:
    """The remedy is to name one inside."""
    assert refuse(str(tmp_path)).what == "this is a folder"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\f", "\v", "\u2028", "\u2029"])
def test_every_line_end_is_one_line_end(tmp_path: Path, end: str) -> None:
    """Places are counted in lines that all readers agree on."""
    assert load_source(write(tmp_path, f"one{end}two".encode())).text == "one\ntwo"


def test_invisible_characters_do_not_reach_the_voice(tmp_path: Path) -> None:
    """A soft hyphen would split a word, U+0001 would command eSpeak."""
    content = "The har\u00adbour\u200b is" + " quiet" * 20 + "\x01now"
    cleaned = "The harbour is" + " quiet" * 20 + " now"
    assert load_source(write(tmp_path, content.encode())).text == cleaned


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The script is called stdin, since its files need a name."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Anna: Hi.\nBen: Hello.")))
    script = read_script(STDIN, Show(root=tmp_path, exists=False))
    assert (script.path, script.name) == ("-", "stdin")
    assert [turn.speaker for turn in script.turns] == ["Anna", "Ben"]
