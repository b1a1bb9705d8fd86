"""Measure how eSpeak NG's voices sound, so that the catalogue lists only good ones.

Every voice (a language of eSpeak NG, alone or with one of its variants) speaks the same passage
at rate 170 and pitch 50, in a process of its own: the library carries state from one utterance to
the next, so only a fresh process says the same thing twice.

    python tools/measure_voices.py > measures.tsv                  every candidate
    python tools/measure_voices.py --language en-us --variant f3   a few of them
    python tools/measure_voices.py --refresh src/presscast/voices/catalogue.csv

``--refresh`` measures the voices that a catalogue lists and rewrites it with what it found. Those
that are ugly or hard to understand (see ``find_fault``) are dropped and named on stderr. Which
others are listed, their labels and their order within a language stay as a person chose them.

The recogniser knows American English only. How clear a voice is in another language or accent is
told by the same variant at the same pitch in American English: variants are ranked, not languages,
and no accent is unclear because a machine from elsewhere does not know it.

Needs what the tests need: ``pip install -e ".[dev]"``. Nothing of presscast itself does.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import io
import multiprocessing
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

RATE_WPM = 170
PITCH = 50
SETTINGS = (35, 50, 65)
"""The pitches at which candidates are measured: eSpeak's own, and a fifth of an octave or so to
either side."""
SAMPLE_RATE = 22_050
PITCH_FLOOR_HZ, PITCH_CEILING_HZ = 50.0, 500.0
RANDOM_SEED = 1
SPEAK_TIMEOUT_S = 30.0
ASR_RATE = 16_000
NOISE_SNR_DB = 10.0

LANGUAGES = {
    "gmw/en": "en-gb",
    "gmw/en-us": "en-us",
    "gmw/en-us-nyc": "en-us-x-nyc",
    "gmw/en-gb-x-rp": "en-gb-x-rp",
    "gmw/en-gb-scotland": "en-gb-scotland",
    "gmw/en-gb-x-gbclan": "en-gb-x-gbclan",
    "gmw/en-gb-x-gbcwmd": "en-gb-x-gbcwmd",
    "gmw/en-029": "en-029",
    "sem/ar": "ar",
    "gmw/de": "de",
    "grk/el": "el",
    "roa/es": "es",
    "roa/fr": "fr",
    "inc/hi": "hi",
    "roa/it": "it",
    "jpx/ja": "ja",
    "ko": "ko",
    "gmw/nl": "nl",
    "zlw/pl": "pl",
    "roa/pt": "pt",
    "roa/pt-br": "pt-br",
    "zle/ru": "ru",
    "gmq/sv": "sv",
    "trk/tr": "tr",
    "zle/uk": "uk",
    "sit/cmn": "zh",
    "gmw/af": "af",
    "zls/bg": "bg",
    "zls/bs": "bs",
    "roa/ca": "ca",
    "zlw/cs": "cs",
    "gmq/da": "da",
    "roa/es-419": "es-419",
    "urj/et": "et",
    "urj/fi": "fi",
    "roa/fr-be": "fr-be",
    "roa/fr-ch": "fr-ch",
    "zls/hr": "hr",
    "urj/hu": "hu",
    "poz/id": "id",
    "bat/lt": "lt",
    "bat/lv": "lv",
    "zls/mk": "mk",
    "gmq/nb": "nb",
    "roa/ro": "ro",
    "zlw/sk": "sk",
    "zls/sr": "sr",
}
"""eSpeak's voice for each language that is measured, and that language's tag."""

NOVELTIES = re.compile(
    r"whisper|croak|grand(ma|pa)$|fast$|zac$|demonic|robo|unirobot|announcer|ricishay|kaukovalta"
    r"|anxious|tweaky|klatt",
    re.IGNORECASE,
)
"""Variants that are jokes, robots, whispers or experiments: not for news."""

PASSAGES = {
    "en": "The new line along the river opens on Monday morning, the city said today. The trains"
    " will run every ten minutes and stop at nine stations. People asked whether the price of a"
    " ticket would change, and the mayor promised that it would stay the same for two years.",
    "ar": "يفتتح الخط الجديد على طول النهر صباح يوم الاثنين، كما أعلنت المدينة اليوم. ستمر عربات"
    " الترام كل عشر دقائق وتتوقف في تسع محطات. سأل الناس هل سيتغير سعر التذكرة، ووعدت رئيسة"
    " البلدية بأنه سيبقى كما هو لمدة عامين.",
    "de": "Die neue Linie am Fluss wird am Montagmorgen eröffnet, teilte die Stadt heute mit. Die"
    " Bahnen fahren alle zehn Minuten und halten an neun Stationen. Viele fragten, ob sich der"
    " Fahrpreis ändert, und die Bürgermeisterin versprach, dass er zwei Jahre lang gleich bleibt.",
    "el": "Η νέα γραμμή δίπλα στο ποτάμι ανοίγει τη Δευτέρα το πρωί, ανακοίνωσε σήμερα ο δήμος. Τα"
    " τραμ θα περνούν κάθε δέκα λεπτά και θα σταματούν σε εννέα σταθμούς. Ο κόσμος ρώτησε αν θα"
    " αλλάξει η τιμή του εισιτηρίου, και η δήμαρχος υποσχέθηκε ότι θα μείνει ίδια για δύο χρόνια.",
    "es": "La nueva línea junto al río abre el lunes por la mañana, anunció hoy la ciudad. Los"
    " tranvías pasarán cada diez minutos y pararán en nueve estaciones. La gente preguntó si"
    " cambiaría el precio del billete, y la alcaldesa prometió que seguiría igual dos años.",
    "fr": "La nouvelle ligne le long du fleuve ouvre lundi matin, a annoncé la ville aujourd'hui."
    " Les trams passeront toutes les dix minutes et s'arrêteront à neuf stations. Les habitants"
    " ont demandé si le prix du billet changerait, et la maire a promis que non.",
    "hi": "नदी के किनारे की नई लाइन सोमवार सुबह खुलेगी, शहर ने आज घोषणा की। ट्राम हर दस मिनट में"
    " चलेंगी और नौ स्टेशनों पर रुकेंगी। लोगों ने पूछा कि क्या टिकट का दाम बदलेगा, और महापौर ने"
    " वादा किया कि वह दो साल तक वही रहेगा।",
    "it": "La nuova linea lungo il fiume apre lunedì mattina, ha annunciato oggi la città. I tram"
    " passeranno ogni dieci minuti e fermeranno in nove stazioni. La gente ha chiesto se il"
    " prezzo del biglietto sarebbe cambiato, e la sindaca ha promesso che resterà uguale.",
    "ja": "かわぞいの あたらしい せんが、げつようびの あさに ひらくと、しは きょう はっぴょうした。"
    "でんしゃは じゅっぷんごとに はしり、ここのつの えきに とまる。ひとびとは"
    " りょうきんが かわるかと たずね、しちょうは にねんかん おなじだと やくそくした。",
    "ko": "강을 따라 놓인 새 노선이 월요일 아침에 개통한다고 시가 오늘 발표했다."
    " 전차는 십 분마다 다니며 아홉 개 역에 선다. 시민들은 요금이 바뀌는지 물었고,"
    " 시장은 이 년 동안 그대로라고 약속했다.",
    "nl": "De nieuwe lijn langs de rivier gaat maandagochtend open, meldde de stad vandaag. De"
    " trams rijden om de tien minuten en stoppen op negen stations. Mensen vroegen of de prijs"
    " van een kaartje zou veranderen, en de burgemeester beloofde dat die gelijk blijft.",
    "pl": "Nowa linia wzdłuż rzeki ruszy w poniedziałek rano, ogłosiło dziś miasto. Tramwaje będą"
    " jeździć co dziesięć minut i zatrzymywać się na dziewięciu stacjach. Mieszkańcy pytali, czy"
    " cena biletu się zmieni, a pani burmistrz obiecała, że pozostanie taka sama.",
    "pt": "A nova linha junto ao rio abre na segunda-feira de manhã, anunciou hoje a cidade. As"
    " composições vão passar de dez em dez minutos e parar em nove estações. As pessoas"
    " perguntaram se o preço do bilhete ia mudar, e a prefeita prometeu que ficará igual.",
    "ru": "Новая линия вдоль реки откроется в понедельник утром, сообщил сегодня город. Трамваи"
    " будут ходить каждые десять минут и останавливаться на девяти станциях. Жители спросили,"
    " изменится ли цена билета, и мэр пообещала, что два года она останется прежней.",
    "sv": "Den nya linjen längs floden öppnar på måndag morgon, meddelade staden i dag."
    " Spårvagnarna går var tionde minut och stannar vid nio stationer. Folk frågade om"
    " biljettpriset skulle ändras, och borgmästaren lovade att det blir detsamma i två år.",
    "tr": "Nehir boyunca uzanan yeni hat pazartesi sabahı açılıyor, kent bugün duyurdu. Tramvaylar"
    " on dakikada bir geçecek ve dokuz durakta duracak. Halk bilet fiyatının değişip"
    " değişmeyeceğini sordu, belediye başkanı iki yıl aynı kalacağına söz verdi.",
    "uk": "Нова лінія вздовж річки відкриється в понеділок уранці, повідомило сьогодні місто."
    " Трамваї ходитимуть кожні десять хвилин і зупинятимуться на дев'яти станціях. Мешканці"
    " запитали, чи зміниться ціна квитка, і мерка пообіцяла, що вона буде такою самою.",
    "zh": "沿河的新线路将于星期一早上开通，市政府今天宣布。电车每十分钟一班，停靠九个车站。"
    "市民询问票价是否会变，市长承诺两年之内保持不变。",
    "af": "Die nuwe lyn langs die rivier open Maandagoggend, het die stad vandag gesê. Die trems"
    " sal elke tien minute ry en by nege stasies stop. Mense het gevra of die prys van 'n"
    " kaartjie sal verander, en die burgemeester het belowe dat dit twee jaar lank dieselfde"
    " bly.",
    "bg": "Новата линия край реката се открива в понеделник сутринта, съобщи днес общината."
    " Трамваите ще минават на всеки десет минути и ще спират на девет спирки. Хората попитаха"
    " дали ще се промени цената на билета, а кметицата обеща, че тя ще остане същата две години.",
    "bs": "Nova linija uz rijeku otvara se u ponedjeljak ujutro, saopćio je danas grad. Tramvaji"
    " će voziti svakih deset minuta i stajati na devet stanica. Ljudi su pitali hoće li se"
    " cijena karte promijeniti, a gradonačelnica je obećala da će dvije godine ostati ista.",
    "ca": "La nova línia al costat del riu obre dilluns al matí, ha anunciat avui la ciutat. Els"
    " tramvies passaran cada deu minuts i pararan a nou estacions. La gent ha preguntat si el"
    " preu del bitllet canviarà, i l'alcaldessa ha promès que serà el mateix durant dos anys.",
    "cs": "Nová trať podél řeky se otevře v pondělí ráno, oznámilo dnes město. Tramvaje budou"
    " jezdit každých deset minut a zastaví v devíti stanicích. Lidé se ptali, zda se změní cena"
    " jízdenky, a primátorka slíbila, že dva roky zůstane stejná.",
    "da": "Den nye linje langs floden åbner mandag morgen, oplyste byen i dag. Sporvognene kører"
    " hvert tiende minut og standser ved ni stationer. Folk spurgte, om billetprisen ville blive"
    " ændret, og borgmesteren lovede, at den forbliver den samme i to år.",
    "et": "Uus liin jõe ääres avatakse esmaspäeva hommikul, teatas linn täna. Trammid sõidavad"
    " iga kümne minuti järel ja peatuvad üheksas jaamas. Inimesed küsisid, kas pileti hind"
    " muutub, ja linnapea lubas, et see jääb kaheks aastaks samaks.",
    "fi": "Uusi linja joen varrella avataan maanantaiaamuna, kaupunki kertoi tänään."
    " Raitiovaunut kulkevat kymmenen minuutin välein ja pysähtyvät yhdeksällä asemalla. Ihmiset"
    " kysyivät, muuttuuko lipun hinta, ja pormestari lupasi, että se pysyy samana kaksi vuotta.",
    "hr": "Nova pruga uz rijeku otvara se u ponedjeljak ujutro, priopćio je danas grad. Tramvaji"
    " će prometovati svakih deset minuta i stajati na devet postaja. Građani su pitali hoće li"
    " se cijena karte mijenjati, a gradonačelnica je obećala da će dvije godine ostati ista.",
    "hu": "A folyó menti új vonal hétfő reggel nyílik meg, közölte ma a város. A villamosok"
    " tízpercenként járnak majd, és kilenc állomáson állnak meg. Az emberek megkérdezték,"
    " változik-e a jegy ára, a polgármester pedig megígérte, hogy két évig ugyanannyi marad.",
    "id": "Jalur baru di sepanjang sungai dibuka Senin pagi, kata pemerintah kota hari ini. Trem"
    " akan lewat setiap sepuluh menit dan berhenti di sembilan stasiun. Warga bertanya apakah"
    " harga tiket akan berubah, dan wali kota berjanji harganya tetap sama selama dua tahun.",
    "lt": "Nauja linija palei upę bus atidaryta pirmadienio rytą, šiandien pranešė miestas."
    " Tramvajai važiuos kas dešimt minučių ir stos devyniose stotelėse. Žmonės klausė, ar keisis"
    " bilieto kaina, o merė pažadėjo, kad dvejus metus ji liks tokia pati.",
    "lv": "Jaunā līnija gar upi tiks atklāta pirmdienas rītā, šodien paziņoja pilsēta. Tramvaji"
    " kursēs ik pēc desmit minūtēm un pieturēs deviņās stacijās. Cilvēki jautāja, vai mainīsies"
    " biļetes cena, un mēre apsolīja, ka divus gadus tā paliks tāda pati.",
    "mk": "Новата линија покрај реката се отвора во понеделник наутро, соопшти денес градот."
    " Трамваите ќе минуваат на секои десет минути и ќе застануваат на девет станици. Луѓето"
    " прашаа дали ќе се смени цената на билетот, а градоначалничката вети дека две години ќе"
    " остане иста.",
    "nb": "Den nye linjen langs elva åpner mandag morgen, opplyste byen i dag. Trikkene går"
    " hvert tiende minutt og stopper på ni stasjoner. Folk spurte om billettprisen ville bli"
    " endret, og ordføreren lovet at den blir den samme i to år.",
    "ro": "Noua linie de-a lungul râului se deschide luni dimineață, a anunțat astăzi orașul."
    " Tramvaiele vor circula la fiecare zece minute și vor opri în nouă stații. Oamenii au"
    " întrebat dacă prețul biletului se va schimba, iar primărița a promis că va rămâne același"
    " doi ani.",
    "sk": "Nová trať popri rieke sa otvorí v pondelok ráno, oznámilo dnes mesto. Električky budú"
    " jazdiť každých desať minút a zastavia na deviatich staniciach. Ľudia sa pýtali, či sa"
    " zmení cena lístka, a primátorka sľúbila, že dva roky zostane rovnaká.",
    "sr": "Nova linija pored reke otvara se u ponedeljak ujutru, saopštio je danas grad."
    " Tramvaji će ići na svakih deset minuta i stajati na devet stanica. Građani su pitali da li"
    " će se cena karte promeniti, a gradonačelnica je obećala da će dve godine ostati ista.",
}
"""What is said, by the first part of the language tag. The same news in every language."""

MATRIX = (
    ("martin", "helen", "simon", "laura", "oliver", "julia", "robert", "emma", "daniel", "susan"),
    ("sold", "bought", "wanted", "carried", "painted", "counted", "found", "lost", "moved", "sent"),
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"),
    ("red", "blue", "large", "cheap", "heavy", "wooden", "empty", "broken", "quiet", "yellow"),
    ("tables", "boats", "windows", "letters", "flowers", "bottles", "trains", "maps", "shirts",
     "bridges"),
)  # fmt: skip
"""The words of a matrix sentence test: any name, verb, number, adjective and noun make sense, so
none can be guessed from the others. A recogniser that guesses gets one word in ten."""

MATRIX_STEPS = (1, 3, 7, 9, 3)
MATRIX_SENTENCES = 20

CATALOGUE_KEYS = (
    "id", "label", "sex", "accent", "language", "family", "setting", "pitch", "spread",
    "brightness", "loudness", "clarity", "timbre",
)  # fmt: skip

LEAST_CLARITY = 0.8
"""Of 100 words in noise. A voice below gets one in five wrong where the best get one in fifty."""
LEAST_HARMONICITY_DB = -4.0
"""Hoarser than this is a croak."""
LEAST_SPREAD_ST, MOST_SPREAD_ST = 1.4, 12.0
"""Less is a monotone; more is a creak, whose pitch jumps by octaves. Tonal languages need much."""
LOWEST_HZ, HIGHEST_HZ = 65, 280
"""Lower is a growl, higher a child or a cartoon."""
DARKEST_HZ, BRIGHTEST_HZ = 550, 3_300
"""Darker is muffled, brighter a whistle."""


class VoiceNotSelectedError(Exception):
    """eSpeak took another voice than the one asked for; it raises nothing itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A voice to be measured."""

    id: str
    """What pyttsx3 and eSpeak take, such as ``gmw/en-us+f3``."""
    language: str
    """The language's tag, in lower case."""
    setting: int = PITCH
    """eSpeak's pitch setting, 0 to 100."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How one voice sounds; a row of the table, in this order."""

    id: str
    setting: int
    """eSpeak's pitch setting."""
    language: str
    pitch_hz: float
    """Median of the voiced frames."""
    spread_st: float
    """From the 10th to the 90th percentile of pitch, in semitones."""
    brightness_hz: float
    """Median spectral centroid of the voiced frames."""
    harmonicity_db: float
    """Mean harmonics-to-noise ratio; low is hoarse or noisy."""
    loudness_lufs: float
    peak_dbfs: float
    seconds: float
    timbre: str
    """The first 12 mel-frequency cepstral coefficients, means over the voiced frames."""
    word_accuracy: float | None
    """Share of the matrix sentences' words that a recogniser got right in noise; American only."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one process said."""

    pcm: bytes
    """16 bits, mono, 22,050 Hz."""
    sentences_ms: list[int]
    """Where each sentence starts."""


# --- speaking


def load_espeak() -> Any:
    """pyttsx3's eSpeak binding, on the library and the data of the espeakng-loader wheel."""
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = str(Path(espeakng_loader.get_data_path()).parent)
    # pyttsx3 asks for "libespeak-ng.so.1": already loaded under that name, it is found at once.
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    from pyttsx3.drivers import _espeak

    return _espeak


def select_voice(espeak: Any, voice_id: str, setting: int) -> Any:
    """The engine with voice, rate, pitch and seed set. Its end takes the callback away: keep it.

    Raises VoiceNotSelectedError when eSpeak reads back another voice: an unknown id leaves the
    previous voice, an unknown variant (case counts) gives the bare language.
    """
    import pyttsx3

    engine = pyttsx3.init("espeak")
    engine.proxy.setBusy(False)
    for name, value in (("voice", voice_id), ("rate", RATE_WPM), ("pitch", setting)):
        engine.setProperty(name, value)
    found = espeak.GetCurrentVoice().contents.identifier.decode()
    if found.lower() != voice_id.lower():
        raise VoiceNotSelectedError(f"asked for {voice_id}, eSpeak took {found}")
    espeak.dll.espeak_ng_SetRandSeed(ctypes.c_long(RANDOM_SEED))
    return engine


def start_speaking(espeak: Any, text: str) -> None:
    """Have the text spoken by eSpeak's own thread."""
    data = text.encode()
    flags = espeak.ENDPAUSE | espeak.CHARS_UTF8
    # Not espeak.Synth: it declares ten times the text's size, and eSpeak copies that much.
    espeak.cSynth(data, len(data) + 1, 0, espeak.POS_CHARACTER, 0, flags, None, None)


def speak(candidate: Candidate, text: str) -> Spoken:
    """What the voice says. Raises VoiceNotSelectedError, TimeoutError."""
    espeak = load_espeak()
    engine = select_voice(espeak, candidate.id, candidate.setting)
    pcm: list[bytes] = []
    sentences_ms: list[int] = []
    finished = threading.Event()

    def take_sound(wave: Any, samples: int, events: Any) -> int:
        if samples > 0:
            pcm.append(ctypes.string_at(wave, samples * 2))
        index = 0
        while (event := events[index]).type != espeak.EVENT_LIST_TERMINATED:
            if event.type == espeak.EVENT_SENTENCE:
                sentences_ms.append(event.audio_position)
            elif event.type == espeak.EVENT_MSG_TERMINATED:
                finished.set()
            index += 1
        return 0

    espeak.SetSynthCallback(take_sound)
    start_speaking(espeak, text)
    if not finished.wait(SPEAK_TIMEOUT_S):
        raise TimeoutError(f"{candidate.id} did not finish within {SPEAK_TIMEOUT_S:.0f} s")
    del engine
    return Spoken(b"".join(pcm), sentences_ms)


# --- measuring


def analyse_pitch(sound: Any) -> tuple[Any, Any]:
    """Times (s) and pitches (Hz) of the voiced frames, as arrays."""
    track = sound.to_pitch_ac(pitch_floor=PITCH_FLOOR_HZ, pitch_ceiling=PITCH_CEILING_HZ)
    pitches = track.selected_array["frequency"]
    voiced = pitches > 0
    return track.xs()[voiced], pitches[voiced]


def spectral_centroid(samples: Any, times: Any) -> float:
    """Median centroid, in Hz, of the magnitude spectra at these times."""
    import numpy as np

    size = 1024
    starts = (times * SAMPLE_RATE).astype(int) - size // 2
    starts = starts[(starts >= 0) & (starts + size <= len(samples))]
    frames = samples[starts[:, None] + np.arange(size)] * np.hanning(size)
    spectra = np.abs(np.fft.rfft(frames))
    frequencies = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    return float(np.median(spectra @ frequencies / spectra.sum(axis=1)))


def measure_timbre(sound: Any, times: Any) -> list[int]:
    """The first 12 mel-frequency cepstral coefficients, means over the frames nearest to these
    times. What is said is the same for every voice of a language, so they differ by the voice."""
    import numpy as np

    track = sound.to_mfcc(number_of_coefficients=12)
    frames = np.rint((times - track.x1) / track.dx).astype(int)
    frames = frames[(frames >= 0) & (frames < track.nx)]
    return [round(value) for value in track.to_array()[1:, frames].mean(axis=1)]


def measure_loudness(pcm: bytes) -> tuple[float, float]:
    """Integrated loudness (LUFS) and sample peak (dBFS) by ffmpeg's ebur128 filter."""
    import imageio_ffmpeg

    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats",
        "-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", "pipe:0",
        "-af", "ebur128=peak=sample:framelog=quiet", "-f", "null", "-",
    ]  # fmt: skip
    report = subprocess.run(command, input=pcm, capture_output=True, check=True).stderr.decode()
    loudness = re.findall(r"I:\s+(-?[\d.]+|-?inf) LUFS", report)[-1]
    peak = re.findall(r"Peak:\s+(-?[\d.]+|-?inf) dBFS", report)[-1]
    return float(loudness), float(peak)


def make_matrix() -> list[list[str]]:
    """The test's sentences: every word comes equally often, in ever new company."""
    return [
        [
            words[(i * step + i // len(words)) % len(words)]
            for words, step in zip(MATRIX, MATRIX_STEPS, strict=True)
        ]
        for i in range(MATRIX_SENTENCES)
    ]


def make_grammar() -> str:
    """The matrix as a JSGF grammar: one word of each kind."""
    slots = " ".join("(" + " | ".join(words) + ")" for words in MATRIX)
    return f"#JSGF V1.0;\ngrammar matrix;\npublic <sentence> = {slots};\n"


def add_noise(samples: Any) -> Any:
    """The speech with noise of its own long-term spectrum, always the same, at NOISE_SNR_DB."""
    import numpy as np

    spectrum = np.abs(np.fft.rfft(samples))
    smooth = np.convolve(spectrum, np.ones(2_001) / 2_001, mode="same")
    turns = np.random.default_rng(RANDOM_SEED).uniform(0, 2 * np.pi, len(smooth))
    noise = np.fft.irfft(smooth * np.exp(1j * turns), len(samples))
    noise *= np.sqrt(np.mean(samples**2) / np.mean(noise**2)) * 10 ** (-NOISE_SNR_DB / 20)
    return samples + noise


def cut_sentences(spoken: Spoken) -> list[Any]:
    """Each sentence as samples at the recogniser's rate, as loud as the others."""
    import numpy as np
    import parselmouth

    samples = np.frombuffer(spoken.pcm, "<i2") / 32_768
    sound = parselmouth.Sound(add_noise(samples), SAMPLE_RATE).resample(ASR_RATE)
    noisy = sound.values[0] * 0.5 / np.abs(sound.values[0]).max()
    starts = [ms * ASR_RATE // 1_000 for ms in spoken.sentences_ms]
    return [noisy[a:b] for a, b in zip(starts, [*starts[1:], len(noisy)], strict=True)]


def score_words(candidate: Candidate) -> float:
    """Share of the matrix's words that pocketsphinx's American English model gets right.

    Sentences are heard in noise: in quiet, too many voices get everything right.
    """
    from pocketsphinx import Decoder

    sentences = make_matrix()
    spoken = speak(candidate, " ".join(f"{' '.join(s).capitalize()}." for s in sentences))
    decoder = Decoder(samprate=ASR_RATE, lm=None, loglevel="FATAL")
    decoder.add_jsgf_string("matrix", make_grammar())
    decoder.activate_search("matrix")
    hits = 0
    for words, samples in zip(sentences, cut_sentences(spoken), strict=True):
        decoder.start_utt()
        decoder.process_raw((samples * 32_767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        heard = found.hypstr.split() if found else []
        hits += sum(a == b for a, b in zip(words, heard, strict=False))
    return hits / (len(sentences) * len(MATRIX))


def measure_voice(candidate: Candidate) -> Measure:
    """Speak and measure one voice. Raises VoiceNotSelectedError."""
    import numpy as np
    import parselmouth

    primary = candidate.language.partition("-")[0]
    spoken = speak(candidate, PASSAGES[primary])
    samples = np.frombuffer(spoken.pcm, "<i2") / 32_768
    sound = parselmouth.Sound(samples, SAMPLE_RATE)
    times, pitches = analyse_pitch(sound)
    low, median, high = (float(x) for x in np.percentile(pitches, (10, 50, 90)))
    harmonicity = sound.to_harmonicity_ac(minimum_pitch=PITCH_FLOOR_HZ).values
    loudness, peak = measure_loudness(spoken.pcm)
    return Measure(
        id=candidate.id,
        setting=candidate.setting,
        language=candidate.language,
        pitch_hz=round(median, 1),
        spread_st=round(12 * float(np.log2(high / low)), 2),
        brightness_hz=round(spectral_centroid(samples, times), 1),
        harmonicity_db=round(float(harmonicity[harmonicity > -200].mean()), 2),
        loudness_lufs=loudness,
        peak_dbfs=peak,
        seconds=round(len(samples) / SAMPLE_RATE, 2),
        timbre=" ".join(map(str, measure_timbre(sound, times))),
        word_accuracy=score_words(candidate) if candidate.language == "en-us" else None,
    )


def measure_or_explain(candidate: Candidate) -> Measure | str:
    """A measure, or a line that says why there is none."""
    try:
        return measure_voice(candidate)
    except (VoiceNotSelectedError, TimeoutError) as error:
        return f"left out: {error}"


def measure_voices(candidates: Sequence[Candidate], jobs: int) -> Iterator[Measure]:
    """Measure each voice in a fresh process, in order. The reasons for gaps go to stderr."""
    context = multiprocessing.get_context("fork")  # eSpeak is not yet loaded here
    with context.Pool(jobs, maxtasksperchild=1) as pool:
        for result in pool.imap(measure_or_explain, candidates, chunksize=1):
            if isinstance(result, Measure):
                yield result
            else:
                print(result, file=sys.stderr)


# --- candidates and catalogue


def list_variants() -> list[str]:
    """The bare language ("") and every variant in eSpeak's data that is no novelty."""
    import espeakng_loader

    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    names = sorted(path.name for path in folder.iterdir())
    return ["", *(name for name in names if not NOVELTIES.search(name))]


def list_candidates(
    languages: Sequence[str], variants: Sequence[str], settings: Sequence[int]
) -> list[Candidate]:
    """Every language with every variant at these pitches; all of them where none is named."""
    return [
        Candidate(f"{voice}+{variant}" if variant else voice, tag, setting)
        for voice, tag in LANGUAGES.items()
        if not languages or tag in languages
        for variant in variants or list_variants()
        for setting in settings or SETTINGS
    ]


def read_catalogue(path: Path) -> list[dict[str, Any]]:
    """The voices of a catalogue, in its order; all as text but the pitch that they are set to."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [row | {"setting": int(row["setting"])} for row in rows]


def sort_voices(voices: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """English of any accent first, then by tag; each language in the order given."""

    def key(voice: Mapping[str, Any]) -> str:
        tag = str(voice["language"])
        return "" if tag.partition("-")[0] == "en" else tag

    return sorted(voices, key=key)


def render_catalogue(voices: Sequence[Mapping[str, Any]], preamble: str) -> str:
    """A catalogue as CSV, a line a voice: always the same text for the same voices."""
    text = io.StringIO()
    table = csv.DictWriter(text, CATALOGUE_KEYS, lineterminator="\n")
    table.writeheader()
    table.writerows(sort_voices(voices))
    return preamble + text.getvalue()


def find_fault(voice: Mapping[str, Any], harmonicity: float) -> str:
    """Why a voice is not to be listed; empty where nothing speaks against it."""
    if voice["clarity"] < LEAST_CLARITY:
        return f"hard to understand: {voice['clarity']:.0%} of words in noise"
    if harmonicity < LEAST_HARMONICITY_DB:
        return f"hoarse: {harmonicity} dB"
    for key, low, high in (
        ("spread", LEAST_SPREAD_ST, MOST_SPREAD_ST),
        ("pitch", LOWEST_HZ, HIGHEST_HZ),
        ("brightness", DARKEST_HZ, BRIGHTEST_HZ),
    ):
        if not low <= voice[key] <= high:
            return f"{key} {voice[key]} is not from {low} to {high}"
    return ""


def find_reference(candidate: Candidate) -> Candidate:
    """The candidate whose clarity counts: the same variant in American English."""
    _, plus, variant = candidate.id.partition("+")
    return Candidate(f"gmw/en-us{plus}{variant}", "en-us", candidate.setting)


def refresh_catalogue(path: Path, jobs: int) -> list[Measure]:
    """Measure a catalogue's voices, and rewrite it with what was found of the good ones."""
    voices = read_catalogue(path)
    candidates = [Candidate(it["id"], it["language"], it["setting"]) for it in voices]
    wanted = list(dict.fromkeys([*candidates, *map(find_reference, candidates)]))
    found = {(measure.id, measure.setting): measure for measure in measure_voices(wanted, jobs)}
    missing = [it.id for it in wanted if (it.id, it.setting) not in found]
    if missing:
        raise VoiceNotSelectedError(f"not measured, so nothing was written: {', '.join(missing)}")
    fresh = []
    for voice, candidate in zip(voices, candidates, strict=True):
        measure = found[candidate.id, candidate.setting]
        reference = find_reference(candidate)
        described = voice | {
            "pitch": round(measure.pitch_hz),
            "spread": measure.spread_st,
            "brightness": round(measure.brightness_hz),
            "loudness": measure.loudness_lufs,
            "clarity": found[reference.id, reference.setting].word_accuracy,
            "timbre": measure.timbre,
        }
        fault = find_fault(described, measure.harmonicity_db)
        if fault:
            print(f"dropped: {candidate.id} at {candidate.setting}, {fault}", file=sys.stderr)
        else:
            fresh.append(described)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    preamble = "".join(line for line in lines if line.startswith("#"))
    path.write_text(render_catalogue(fresh, preamble), encoding="utf-8")
    return [found[it.id, it.setting] for it in candidates]


def format_row(measure: Measure) -> str:
    """One line of the table; what was not measured is left empty."""
    values = (getattr(measure, field.name) for field in fields(measure))
    return "\t".join("" if value is None else str(value) for value in values)


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure how eSpeak NG's voices sound.")
    parser.add_argument("--language", action="append", default=[], help="a tag, such as en-us")
    parser.add_argument("--variant", action="append", default=[], help="a variant, such as f3")
    parser.add_argument("--pitch", action="append", type=int, default=[], help="0 to 100")
    parser.add_argument("--refresh", type=Path, metavar="CATALOGUE", help="measure and rewrite it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> None:
    """Print a table of measures, tabs between columns."""
    arguments = read_arguments()
    measures: Iterator[Measure] | list[Measure]
    if arguments.refresh:
        measures = refresh_catalogue(arguments.refresh, arguments.jobs)
    else:
        candidates = list_candidates(arguments.language, arguments.variant, arguments.pitch)
        measures = measure_voices(candidates, arguments.jobs)
    print("\t".join(field.name for field in fields(Measure)))
    for measure in measures:
        print(format_row(measure), flush=True)


if __name__ == "__main__":
    main()
