"""The phonetic alphabets."""

import pytest

from presscast.voices.ipa import find_alike, normalise_ipa, read_x_sampa


def test_ipa_has_one_spelling() -> None:
    """Typed marks, ties, dots and slashes are evened out."""
    assert normalise_ipa(" /'t͡ʃa.ɡo:  g/ ") == "ˈtʃaɡoː ɡ"


@pytest.mark.parametrize(
    ("sampa", "ipa"),
    [
        ('"sItr@Un', "ˈsɪtrəʊn"),
        ("tS{k%lEt", "tʃækˌlɛt"),
        ("b9~ R\\u r\\Ed", "bœ̃ ʀu ɹɛd"),
        ("s`a_~ t_h", "ʂã tʰ"),
    ],
)
def test_x_sampa_is_ipa_in_ascii(sampa: str, ipa: str) -> None:
    """The longest symbol counts."""
    assert read_x_sampa(sampa) == normalise_ipa(ipa)


def test_the_nearest_sound_is_of_the_same_kind() -> None:
    """Or there is none."""
    assert find_alike("ø", ["a", "œ", "o"]) == "œ"
    assert find_alike("r", ["ʁ", "a"]) == "ʁ"
    assert find_alike("ǃ", ["a"]) == ""
