"""What a name tells."""

import pytest

from presscast.model import Sex
from presscast.names import guess_sex, is_first_name


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Anna Keller", Sex.FEMALE),
        ("OMAR HADDAD", Sex.MALE),
        ("Dr. Emily Carter", Sex.FEMALE),
        ("Prof. Dr. Ian Doyle", Sex.MALE),
        ("Anne-Marie Petit", Sex.FEMALE),
        ("Jörg Braun", Sex.MALE),
    ],
)
def test_a_first_name_tells_the_sex(name: str, sex: Sex) -> None:
    """Neutral titles are passed over."""
    assert guess_sex(name) is sex


@pytest.mark.parametrize(
    ("name", "sex"),
    [("Mr. Laftit", Sex.MALE), ("Mrs. Okoye", Sex.FEMALE), ("Sir Anna", Sex.MALE)],
)
def test_a_title_tells_more_than_the_name(name: str, sex: Sex) -> None:
    """It also stands before names that nobody has listed."""
    assert guess_sex(name) is sex


@pytest.mark.parametrize(
    "name", ["", "Host", "Valley.radio Editor", "Xqzt", "Mr.", "Dr.", "李明", "Jean-Luc"]
)
def test_what_is_no_name_tells_nothing(name: str) -> None:
    """No guess is better than a wrong one."""
    assert guess_sex(name) is None


@pytest.mark.parametrize("word", ["Anna", "anna", "OMAR", "Siobhan", "Jean-Luc", "Jörg"])
def test_a_first_name_is_known_however_it_is_cased(word: str) -> None:
    """Labels come in capitals as well."""
    assert is_first_name(word)


@pytest.mark.parametrize("word", ["", "Note", "Update", "Xqzt", "#", "=", "M", "\ud800"])
def test_other_words_are_no_first_names(word: str) -> None:
    """Neither the table's comments nor its codes count."""
    assert not is_first_name(word)
