"""What eSpeak NG is handed for phonemes and for words of other languages."""

import pytest

from presscast.model import Hint
from presscast.voices.engines.espeak_languages import find_language, find_voice, list_languages
from presscast.voices.engines.espeak_markup import Markup, mark_up
from presscast.voices.engines.espeak_phonemes import describe_unsayable, encode_ipa, load_table


def translate(text: str, language: str) -> list[str]:
    """The words themselves; what the other language calls foreign with its switches."""
    words = text.lower().replace(".", "").replace(",", "").split()
    return [part for word in words for part in word.replace("web", "_^_en web _^_fr").split()]


def mark(
    text: str, *hints: tuple[str, str, str], language: str = "en", table: str = "en-us"
) -> Markup:
    """A text marked up; a hint is (what it is for, IPA, language)."""
    made = [Hint(text.index(it), text.index(it) + len(it), ipa, lang) for it, ipa, lang in hints]
    return mark_up(text, made, language=language, table=table, translate=translate)


@pytest.mark.parametrize(
    ("text", "hint", "handed"),
    [
        ("A cat sat.", ("cat", "kæt", ""), "A [[k|'a|t]] sat."),
        ("A “cat”, (cat)", ("cat", "kæt", ""), "A [[k|'a|t]], (cat)"),
        ("(“cat”).", ("cat", "kæt", ""), "[[k|'a|t]]."),
        ("[[x]] cat [[y]]", ("cat", "kæt", ""), "[ x]] [[k|'a|t]] [ y]]"),
        ("non-cat-like 9cat9", ("cat", "kæt", ""), "non [[k|'a|t]] like 9cat9"),
        ("So—cat—it", ("cat", "kæt", ""), "So— [[k|'a|t]] —it"),
        ("A 😀.", ("😀.", "", "fr"), "A 😀."),
        ("cat's dog", ("cat", "kæt", ""), "[[k|'a|t|s]] dog"),
        ("dog’s cat", ("dog", "dɒɡ", ""), "[[d|'0|g|z]] cat"),
        ("fox's cat", ("fox", "fɒks", ""), "[[f|'0|k|s|I|z]] cat"),
        ("Le Monde.", ("Le Monde", "", "fr"), "[[_^_fr]] [[le]] [[monde]] [[_^_en-us]]."),
        ("Du web", ("Du web", "", "fr"),
         "[[_^_fr]] [[du]] [[_^_en]] [[web]] [[_^_fr]] [[_^_en-us]]"),
        ("Oui, non. Et", ("Oui, non", "", "fr"),
         "[[_^_fr]] [[oui]] [[_^_en-us]], [[_^_fr]] [[non]] [[_^_en-us]]. Et"),
        ("New York", ("New York", "nuː jɔːk", "en"),
         "[[_^_en]] [[n|'u:]] [[j|'O:|k]] [[_^_en-us]]"),
    ],
)  # fmt: skip
def test_hints_become_phonemes(text: str, hint: tuple[str, str, str], handed: str) -> None:
    """Nothing touches their brackets but a mark that makes a pause; others are no markup."""
    assert mark(text, hint).text == handed


def test_what_is_elided_before_a_word_is_said_with_it() -> None:
    """Alone it would be spelt."""
    markup = mark("Et l’Oréal", ("Oréal", "ɔʁeal", ""), language="fr", table="fr")
    assert markup.text == "Et [[l|O|r|e|a|l]]"


def test_every_character_knows_its_place() -> None:
    """Those of a word's phonemes the word's, all others their own."""
    text = "He said “le web” [[twice]]."
    markup = mark(text, ("le web", "", "fr"))
    assert len(markup.origins) == len(markup.text)
    assert markup.origins == sorted(markup.origins)
    for word in ("He", "said", "twice"):
        assert markup.origins[markup.text.index(word)] == text.index(word)
    assert markup.origins[markup.text.index("[[le]]")] == text.index("le")
    assert markup.origins[markup.text.index("[[web]]")] == text.index("web")


def test_a_transcription_of_another_number_of_words_is_shared_out() -> None:
    """In order."""
    markup = mark("New York City now", ("New York City", "njuː jɔːk", ""))
    assert markup.origins[markup.text.index("[[j|'O:")] == 4


def test_a_long_foreign_clause_asks_for_its_language_anew() -> None:
    """Every so many words, in case eSpeak NG breaks it."""
    text = "un " * 20
    assert mark(text, (text, "", "fr")).text.count("[[_^_fr]]") == 3


def test_stress_stands_before_the_vowel() -> None:
    """A word of one vowel has it; a schwa has none."""
    table = load_table("en-us")
    assert encode_ipa("/həˈləʊ ðə bænd/", table).words == ("h|@|l|'oU", "D|@", "b|'a|n|d")


def test_accents_take_each_others_symbols() -> None:
    """Where they share the phoneme: an American says ɒ as an American."""
    assert encode_ipa("lɒt", load_table("en-us")).words == ("l|'0|t",)
    assert encode_ipa("pɑːɹk", load_table("en-rp")).words == ("p|'A@|k",)


def test_what_is_missing_is_named_with_the_nearest() -> None:
    """A combining mark belongs to its letter."""
    table = load_table("en-us")
    assert describe_unsayable("kæt", table) == ""
    assert describe_unsayable("ˈbʏǃ", table) == "ʏ (the nearest is i), ǃ"
    assert describe_unsayable("k̥æt", table) == "k̥ (the nearest is k)"
    assert "holds no sound" in describe_unsayable("ˈ", table)


@pytest.mark.parametrize(
    ("tag", "voice", "table"),
    [
        ("en", "gmw/en", "en"),
        ("en-us", "gmw/en-us", "en-us"),
        ("fr-ca", "roa/fr", "fr"),
        ("pt-BR", "roa/pt-br", "pt"),
        ("zh", "sit/cmn", "cmn"),
    ],
)
def test_a_language_is_found_by_its_tag(tag: str, voice: str, table: str) -> None:
    """With its region where that is there, else without."""
    language = find_language(tag)
    assert language is not None
    assert (language.voice, language.table) == (voice, table)
    assert find_voice(f"{voice}+f2") == language


@pytest.mark.slow
def test_every_language_has_its_phonemes() -> None:
    """But one: Esperanto's variant that names a table which eSpeak NG does not have."""
    missing = [it.voice for it in list_languages().values() if not load_table(it.table).symbols]
    assert missing == ["art/xex"]
