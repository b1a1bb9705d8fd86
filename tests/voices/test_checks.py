"""Bad speech is refused, and nothing that a real voice says is."""

from dataclasses import replace

import pytest

from presscast.errors import SpeechError
from presscast.model import Speech, Voice
from presscast.units import Hertz, Samples
from presscast.voices.booth import build_request
from presscast.voices.cache import SpeechCache
from presscast.voices.catalogue import read_catalogue
from presscast.voices.checks import check_speech
from presscast.voices.engines import Request, load_engine
from presscast.voices.recording import record
from presscast.voices.spoken import find_spoken
from presscast.voices.timing import estimate_words

from .conftest import TEXT, MakeUtterance

RATES = (80, 160, 300, 450)

ENGLISH = [
    "Yes.",
    "OK.",
    "I.",
    "1,234,567,890.",
    "1000000000000",
    "GMMP, EBRD and U.S.A.",
    "https://www.example.org/a/b?x=1",
    "$1,234,567.89 is 100% at 10:30, ½ of 3.14159",
    "ISBN 978-3-16-148410-0",
    "Ⅷ x² H₂O C++ & #42",
    "Wait... what? — No! 😀",
    "Владимир met 習近平, who said مرحبا, สวัสดี and שלום to her.",
    "The name ሰላም and በረከት and ኢትዮጵያ.",
    TEXT,
    "Notwithstanding representations by telecommunications administrations, internationalisation "
    "of infrastructures disproportionately disadvantages underrepresented constituencies.",
    "A. B. C. D. E. Smith-Jones, Ph.D., M.A., O.B.E., e.g. or i.e. of the U.N. in N.Y., U.S., etc.",
]

OTHERS = {
    "af": "Alle menslike wesens word vry, met gelyke waardigheid en regte, gebore.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "bg": "Всички хора се раждат свободни и равни по достойнство и права.",
    "bs": "Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima.",
    "ca": "Tots els éssers humans neixen lliures i iguals en dignitat i en drets.",
    "cs": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv.",
    "da": "Alle mennesker er født frie og lige i værdighed og rettigheder.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos.",
    "et": "Kõik inimesed sünnivad vabadena ja võrdsetena oma väärikuselt ja õigustelt.",
    "fi": "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता प्राप्त है।",
    "hr": "Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima.",
    "hu": "Minden emberi lény szabadon születik és egyenlő méltósága és joga van.",
    "id": "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak yang sama.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti.",
    "ja": "すべての人間は、生まれながらにして自由であり、平等である。かな です。",
    "ko": "모든 인간은 태어날 때부터 자유로우며 존엄과 권리에 있어 동등하다.",
    "lt": "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis.",
    "lv": "Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.",
    "mk": "Сите човечки суштества се раѓаат слободни и еднакви по достоинство и права.",
    "nb": "Alle mennesker er født frie og med samme menneskeverd og rettigheter.",
    "nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren.",
    "pl": "Wszyscy ludzie rodzą się wolni i równi pod względem godności i praw.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos.",
    "ro": "Toate ființele umane se nasc libere și egale în demnitate și în drepturi.",
    "ru": "Все люди рождаются свободными и равными в своём достоинстве и правах.",
    "sk": "Všetci ľudia sa rodia slobodní a sebe rovní, čo sa týka dôstojnosti a práv.",
    "sr": "Сва људска бића рађају се слободна и једнака у достојанству и правима.",
    "sv": "Alla människor är födda fria och lika i värde och rättigheter.",
    "tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.",
    "uk": "Всі люди народжуються вільними і рівними у своїй гідності та правах.",
    "zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。",
}

UNKNOWN = Hertz(0)
"""Nobody has measured how bright the voice is."""

SHORT = ("1.", "2026", "NATO", "1000000000000", "😀 ok")


def group(english: bool) -> list[Voice]:
    return [voice for voice in read_catalogue() if voice.language.startswith("en") == english]


@pytest.mark.slow
@pytest.mark.parametrize("rate", RATES)
def test_nothing_that_an_english_voice_says_is_refused(
    rate: int, say: MakeUtterance, cache: SpeechCache
) -> None:
    """Words, numbers, initialisms, addresses, foreign names and prose; three of the texts a voice.

    All catalogue voices with all texts were tried once: 20,000 utterances.
    """
    utterances = [
        say(text, engine="pyttsx", voice=voice.id, rate=rate, language=voice.language)
        for at, voice in enumerate(group(english=True))
        for text in ENGLISH[at % 5 :: 5]
    ]
    assert len(record(utterances, cache, jobs=2)) == len(utterances)


@pytest.mark.slow
def test_nothing_that_other_voices_say_in_their_language_is_refused(
    say: MakeUtterance, cache: SpeechCache
) -> None:
    """Three voices in every language, as slow and as fast as may be."""
    assert {voice.language.split("-")[0] for voice in group(english=False)} == set(OTHERS)
    utterances = [
        say(text, engine="pyttsx", voice=voice.id, rate=rate, language=voice.language)
        for at, voice in enumerate(group(english=False))
        for text in (OTHERS[voice.language.split("-")[0]], SHORT[at % len(SHORT)])
        for rate in ((80, 450)[at // 2 % 2 :][:1] if at % 2 else ())
    ]
    assert len(record(utterances, cache, jobs=2)) == len(utterances)


@pytest.mark.slow
def test_a_script_that_the_voice_cannot_read_is_refused_with_the_reason(
    say: MakeUtterance, cache: SpeechCache
) -> None:
    """A paragraph that eSpeak NG spells ("letter three six five two") is no speech."""
    voice = group(english=True)[0].id
    with pytest.raises(SpeechError, match="perhaps the voice cannot read its script"):
        record([say("สวัสดีครับ ยินดีต้อนรับ", engine="pyttsx", voice=voice)], cache, jobs=1)


@pytest.fixture
def asked(say: MakeUtterance) -> Request:
    return build_request(say(), find_spoken(say()))


@pytest.fixture
def heard(asked: Request) -> Speech:
    return load_engine("tone").speak(asked)


def test_good_speech_passes(asked: Request, heard: Speech) -> None:
    """The tests below change one thing each."""
    check_speech(heard, asked, UNKNOWN)


def test_the_voice_is_compared_without_regard_to_case(asked: Request, heard: Speech) -> None:
    """pyttsx3 tells ids in lower case."""
    check_speech(replace(heard, voice="TONE/150"), asked, UNKNOWN)
    with pytest.raises(SpeechError, match='"tone/1500" spoke instead of "tone/150"'):
        check_speech(replace(heard, voice="tone/1500"), asked, UNKNOWN)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_any_cut_is_noticed(share: float, asked: Request, heard: Speech) -> None:
    """Sound that is missing from the end, with the words' times left alone or clipped to it."""
    samples = round(heard.samples * share)
    cut = replace(heard, pcm=heard.pcm[: samples * 2])
    with pytest.raises(SpeechError):
        check_speech(cut, asked, UNKNOWN)
    clipped = (
        word._replace(start=Samples(min(word.start, samples)), end=Samples(min(word.end, samples)))
        for word in heard.words
    )
    with pytest.raises(SpeechError):
        check_speech(replace(cut, words=tuple(clipped)), asked, UNKNOWN)


@pytest.mark.slow
def test_half_of_a_paragraph_passed_off_as_all_of_it_is_noticed(
    say: MakeUtterance, cache: SpeechCache
) -> None:
    """By any English voice: the words' times squeezed into a perfect reading of the first half."""
    voices = [voice.id for voice in group(english=True)]
    half = TEXT[: len(TEXT) // 2].rpartition(" ")[0]
    spoken = [say(half, engine="pyttsx", voice=voice, rate=160) for voice in voices]
    for take in record(spoken, cache, jobs=2):
        one = say(engine="pyttsx", voice=take.utterance.casting.voice, rate=160)
        asked = build_request(one, find_spoken(one))
        pcm = take.read_pcm()
        words = estimate_words(TEXT, pcm, take.rate)
        speech = Speech(pcm, take.rate, asked.voice, words, exact=False)
        with pytest.raises(SpeechError, match=r"too short|no sound for the end"):
            check_speech(speech, asked, UNKNOWN)


def test_a_text_without_a_word_is_refused(asked: Request, heard: Speech) -> None:
    """Nothing to say is a mistake of whoever asks."""
    with pytest.raises(SpeechError, match="the time of every word"):
        check_speech(replace(heard, words=()), replace(asked, text="— …"), UNKNOWN)
