"""Which language a script, a paragraph or a quotation is in."""

from pathlib import Path

import pytest

from presscast.model import Script
from presscast.scripts import languages
from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import ScriptSettings, Show

TEXTS = {
    "en": "The mayor said on Monday that the old bridge will be open again before the winter.",
    "fr": "Le maire a annoncé lundi que le vieux pont rouvrira avant le début de l'hiver.",
    "de": "Der Bürgermeister sagte am Montag, dass die alte Brücke vor dem Winter wieder öffnet.",
    "es": "El alcalde anunció el lunes que el viejo puente volverá a abrir antes del invierno.",
    "pt": "O prefeito anunciou na segunda-feira que a velha ponte reabrirá antes do inverno.",
    "it": "Il sindaco ha annunciato lunedì che il vecchio ponte riaprirà prima dell'inverno.",
    "nl": "De burgemeester zei maandag dat de oude brug voor de winter weer opengaat.",
    "ar": "أعلن رئيس البلدية يوم الاثنين أن الجسر القديم سيفتح من جديد قبل بداية الشتاء.",
    "ru": "Мэр объявил в понедельник, что старый мост откроется снова до начала зимы.",
    "he": "ראש העיר הודיע ביום שני כי הגשר הישן ייפתח מחדש לפני תחילת החורף.",
    "zh": "市长星期一宣布，老桥将在冬天来临之前重新开放，居民们都很高兴。",
    "ja": "市長は月曜日に、古い橋が冬の前に再び開通すると発表しました。",
    "ko": "시장은 월요일에 오래된 다리가 겨울이 오기 전에 다시 열린다고 발표했다.",
    "hi": "महापौर ने सोमवार को कहा कि पुराना पुल सर्दियों से पहले फिर से खुल जाएगा।",
    "pl": "Burmistrz ogłosił w poniedziałek, że stary most zostanie otwarty przed zimą.",
    "sv": "Borgmästaren sade i måndags att den gamla bron öppnar igen före vintern.",
}


def read(text: str, *, show_language: str = "en", languages: tuple[str, ...] = ()) -> Script:
    """The script of a text, in a show of this language."""
    settings = ScriptSettings(languages=languages)
    show = Show(root=Path(), exists=False, language=show_language, script=settings)
    return parse_script(Source("talk.txt", text), show)


@pytest.mark.parametrize("language", TEXTS)
def test_the_words_tell_the_language(language: str) -> None:
    """Whatever the show's own is."""
    assert read(TEXTS[language], show_language="tr").language == language


def test_a_tag_that_says_more_is_kept() -> None:
    """A show in Brazilian Portuguese has scripts in Brazilian Portuguese."""
    assert read(TEXTS["pt"], show_language="pt-br").language == "pt-br"


def test_too_few_words_tell_nothing() -> None:
    """The show's language is that of what does not tell its own."""
    assert read("Ja.", show_language="de").language == "de"


def test_front_matter_knows_better() -> None:
    """It overrides what is detected."""
    assert read(f"---\nlanguage: sv\n---\n{TEXTS['en']}").language == "sv"


def test_only_the_languages_of_the_show_are_detected() -> None:
    """A show in two languages takes no text for a third."""
    assert read(TEXTS["nl"], languages=("en", "de")).language in ("en", "de")


def test_what_a_document_is_in_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the model; another text, other languages to choose from and damage ask it again."""
    monkeypatch.setenv("PRESSCAST_CACHE", str(tmp_path))
    assert languages.detect_language([TEXTS["nl"]]) == "nl"
    assert languages.detect_language([TEXTS["nl"]], ["en", "de"]) != "nl"
    [kept] = (it for it in tmp_path.rglob("*.language") if b'"nl"' in it.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(languages, "_load_detector", lambda: pytest.fail("the model was asked"))
        assert languages.detect_language([TEXTS["nl"]]) == "nl"
        assert languages.detect_language([TEXTS["nl"]], ["en", "de"]) != "nl"
        with pytest.raises(pytest.fail.Exception):
            languages.detect_language([TEXTS["sv"]])
    kept.write_bytes(kept.read_bytes().replace(b"nl", b"xx"))
    assert languages.detect_language([TEXTS["nl"]]) == "nl"


def test_a_paragraph_in_another_language_is_marked_and_told() -> None:
    """It is spoken all the same; the others are in the script's language."""
    script = read(f"{TEXTS['en']}\n\n{TEXTS['fr']}\n\n{TEXTS['en']}")
    assert [p.language for p in script.turns[0].paragraphs] == ["", "fr", ""]
    assert [(it.line, it.code) for it in script.notices] == [(3, "language")]
    assert "(fr)" in script.notices[0].message


def test_a_quotation_in_another_language_is_told() -> None:
    """The sentence round it is in the script's own."""
    said = TEXTS["de"].rstrip(".")
    script = read(f"{TEXTS['en']}\n\nIn the old speech of the town: “{said}”, he said again.")
    assert [it.code for it in script.notices] == ["language"]
    assert said[:20] in script.notices[0].message


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ja"])
def test_names_and_numbers_are_no_other_language(language: str) -> None:
    """A list of names in a long text is not Italian."""
    names = "Anna Keller, Omar Haddad, Sofia Marques, Ian Doyle, Marta Lindqvist, Paul Ode, 2024."
    script = read(f"{TEXTS[language]}\n\n{names}\n\n{TEXTS[language]}")
    assert script.language == language
    assert script.turns[0].paragraphs[0].language == ""
