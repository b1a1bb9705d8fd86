"""W3C pronunciation lexicons."""

from pathlib import Path

import pytest

from presscast.errors import LexiconError, PresscastError
from presscast.voices.lexicon import Lexicon, build_layer
from presscast.voices.pls import read_pls

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<lexicon version="1.0" alphabet="ipa" '
    'xml:lang="en-GB" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">\n'
)


def read(tmp_path: Path, body: str, head: str = HEAD) -> list[tuple[str, str, str]]:
    """(written, said, IPA) for each rule."""
    path = tmp_path / "x.pls"
    path.write_text(f"{head}{body}\n</lexicon>", "utf-8")
    return [(it.written, it.say, it.phonemes) for it in read_pls(path, Path("x.pls"))]


def test_what_a_lexicon_says(tmp_path: Path) -> None:
    """Several spellings, the preferred pronunciation, aliases, X-SAMPA; the rest is passed over."""
    body = """
    <meta name="x" content="y"/><metadata><any xmlns="urn:x"/></metadata>
    <lexeme role="x:verb"><grapheme>Citroën</grapheme><grapheme>Citroen <!-- c --></grapheme>
      <phoneme>sɪtrəʊən</phoneme><phoneme prefer="true" alphabet="x-sampa">"sItr@Un</phoneme>
      <example>A Citroën.</example></lexeme>
    <lexeme><grapheme>W3C</grapheme><alias>World Wide Web
      Consortium</alias><phoneme>x</phoneme></lexeme>
    """
    assert read(tmp_path, body) == [
        ("Citroën", "", "ˈsɪtrəʊn"),
        ("Citroen", "", "ˈsɪtrəʊn"),
        ("W3C", "World Wide Web Consortium", ""),
    ]


def test_case_and_language_are_minded(tmp_path: Path) -> None:
    """PLS folds no case, and a file is for one language."""
    path = tmp_path / "x.pls"
    path.write_text(
        f"{HEAD}<lexeme><grapheme>chat</grapheme><alias>shat</alias></lexeme></lexicon>"
    )
    lexicon = Lexicon(show=(build_layer(read_pls(path, path)),))
    assert [it.said.first for it in lexicon.find("chat Chat", "A", "en-us")] == [0]
    assert not lexicon.find("chat", "A", "fr")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<lexeme><grapheme>x</grapheme></lexeme>", "x.pls:3: this lexeme has no phoneme or alias"),
        ("<lexeme><alias>x</alias></lexeme>", "x.pls:3: this lexeme has no grapheme"),
        ("<lexem/>", "x.pls:3: <lexem> is no part of a lexicon"),
        ("<lexeme><sound/></lexeme>", "x.pls:3: <sound> is no part of a lexeme"),
        ("<lexeme><grapheme>x</grapheme><alias> </alias></lexeme>", "x.pls:3: .* said as nothing"),
        (
            '<lexeme><grapheme>x</grapheme><phoneme alphabet="x-sapi">x</phoneme></lexeme>',
            'x.pls:3: the alphabet "x-sapi" is not known',
        ),
        ("<lexeme>", "x.pls:4: the XML is broken"),
        ("&x;", "x.pls:3: the XML is broken"),
    ],
)
def test_what_is_no_lexicon_is_told(tmp_path: Path, body: str, problem: str) -> None:
    """With its line."""
    with pytest.raises(LexiconError, match=problem):
        read(tmp_path, body)


def test_all_mistakes_come_together(tmp_path: Path) -> None:
    """As in every file that people write."""
    with pytest.raises(PresscastError, match=r"x.pls:3: .*\nx.pls:4: "):
        read(tmp_path, "<lexem/>\n<lexeme/>")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE lexicon [<!ENTITY x "y">]>' + HEAD.partition("\n")[2],
        '<!DOCTYPE lexicon [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD.partition("\n")[2],
        '<!DOCTYPE lexicon [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]>'
        + HEAD.partition("\n")[2],
    ],
)
def test_entities_are_refused(tmp_path: Path, head: str) -> None:
    """None is expanded or fetched, used or not."""
    with pytest.raises(LexiconError, match="declares XML entities"):
        read(tmp_path, "<lexeme><grapheme>x</grapheme><alias>&x;</alias></lexeme>", head)


def test_another_root_is_told(tmp_path: Path) -> None:
    """With the namespace that it should have."""
    path = tmp_path / "x.pls"
    path.write_text("<lexicon></lexicon>")
    with pytest.raises(LexiconError, match=r"its root is <lexicon>. It should be <lexicon xmlns="):
        read_pls(path, path)
