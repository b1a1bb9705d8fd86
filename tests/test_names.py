"""What a name tells."""

from pathlib import Path

import pytest

from presscast import names
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


@pytest.mark.parametrize(
    ("name", "language", "sex"),
    [
        ("Andrea Rossi", "it", Sex.MALE),
        ("Andrea Braun", "de-at", Sex.FEMALE),
        ("Simone Bianchi", "it", Sex.MALE),
        ("Simone Petit", "fr", Sex.FEMALE),
        ("Jan Kowalski", "pl", Sex.MALE),
    ],
)
def test_a_first_name_is_that_of_the_country(name: str, language: str, sex: Sex) -> None:
    """The same name is a man's here and a woman's there."""
    assert guess_sex(name, language) is sex


@pytest.mark.parametrize(
    ("name", "language", "sex"),
    [
        ("السيدة نور", "ar", Sex.FEMALE),
        ("Pani Sikora", "pl", Sex.FEMALE),
        ("Derya Hanım", "tr", Sex.FEMALE),
        ("Derya Bey", "tr", Sex.MALE),
        ("王先生", "zh", Sex.MALE),
        ("李女士", "zh", Sex.FEMALE),
        ("田中君", "ja", Sex.MALE),
        ("Г-жа Лаврова", "ru", Sex.FEMALE),
        ("Frau Keller", "en", Sex.FEMALE),
        ("Bay Yilmaz", "tr", Sex.MALE),
        ("Proua Kask", "en", None),
    ],
)
def test_titles_of_many_languages_are_known(name: str, language: str, sex: Sex | None) -> None:
    """Before the name or behind it; those that are other words elsewhere, in their own only."""
    assert guess_sex(name, language) is sex


@pytest.mark.parametrize(
    ("name", "language", "sex"),
    [
        ("Ольга Седова", "ru", Sex.FEMALE),
        ("Илья Седов", "ru", Sex.MALE),
        ("Xqzt Nováková", "cs", Sex.FEMALE),
        ("Xqzt Nováková", "en", None),
        ("Jan Kowalska", "pl", Sex.MALE),
    ],
)
def test_a_surname_tells_by_its_ending(name: str, language: str, sex: Sex | None) -> None:
    """Where the language has such endings, and neither title nor first name tells."""
    assert guess_sex(name, language) is sex


def test_names_are_looked_up_in_the_cache_and_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged table is made again; a cache that cannot be written is no reason to fail."""
    monkeypatch.setenv("PRESSCAST_CACHE", str(tmp_path))
    for damage in (None, b"", b"x" * 9_000):
        names._load_table.cache_clear()
        assert is_first_name("Siobhan")
        [table] = tmp_path.rglob("*.names")
        made = table.read_bytes()
        if damage is not None:
            table.write_bytes(damage)
            names._load_table.cache_clear()
            assert is_first_name("Siobhan")
            assert table.read_bytes() == made
    monkeypatch.setenv("PRESSCAST_CACHE", str(table))
    names._load_table.cache_clear()
    assert is_first_name("Siobhan")
    assert not is_first_name("Xqzt")
    names._load_table.cache_clear()
