"""What of a hostile text is left."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.output.editions import PROFILE

from presscast.output.cleaning import clean_line, clean_link, clean_text


@PROFILE
@given(st.text(), st.text())
def test_cleaning_a_text_is_cleaning_its_parts(one: str, other: str) -> None:
    """So the places of words can be counted through it."""
    assert clean_text(one + other) == clean_text(one) + clean_text(other)


@PROFILE
@given(st.text(st.characters()))
def test_what_is_left_can_be_written_in_xml_and_in_utf_8(text: str) -> None:
    """Every character of it, surrogates and noncharacters included."""
    cleaned = clean_text(text)
    escaped = cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    found = etree.fromstring(f"<p>{escaped}</p>".encode())
    assert (found.text or "") == cleaned


@pytest.mark.slow
def test_a_character_is_taken_out_in_any_company() -> None:
    """A clean text is handed back as it is; whatever goes tells that a text is not clean."""
    for char in map(chr, range(sys.maxunicode + 1)):
        assert clean_text(char) == clean_text(f"{char}\x00")


def test_overrides_go_and_the_marks_of_right_to_left_text_stay() -> None:
    """A name cannot show as another, and Hebrew keeps what it needs."""
    assert clean_text("a\u202eb\u2066c\u2069\u202c") == "abc"
    assert clean_text("\u05d0\u200f!") == "\u05d0\u200f!"


def test_a_name_is_one_line() -> None:
    """Whatever line ends and spaces are in it."""
    assert clean_line(" A\u2028B\r\n\tC\x00 ") == "A B C"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//host", "https://", "http://[", "http://a b"],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    """Nothing that runs or goes nowhere."""
    assert clean_link(url) == ""


def test_a_web_address_is_a_link() -> None:
    """As it was written."""
    assert clean_link(" https://example.org/?a=1&b=2#c ") == "https://example.org/?a=1&b=2#c"
