"""Write src/presscast/voices/engines/espeak_phonemes.toml: what IPA is in eSpeak NG's mnemonics.

    .venv/bin/python -m tools.list_phonemes

eSpeak NG has a table of phonemes for each language. Each phoneme of each table is spoken in a few
surroundings, and eSpeak NG names it both in its own mnemonics and in IPA. Only what keeps its own
mnemonic there counts: a phoneme that turns into another one in some place is not what is meant.
"""

import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from presscast.voices.engines.espeak_languages import list_languages
from presscast.voices.engines.pyttsx import import_driver, transcribe

OUT = Path(__file__).parents[1] / "src/presscast/voices/engines/espeak_phonemes.toml"

HEADER = """\
# IPA -> eSpeak NG's mnemonics, a table of phonemes each. Written by tools/list_phonemes.py.
# "vowels" are mnemonics: the mark of stress goes before them.

"""

VOWEL, PAUSES = 2, (0, 1)
IN_IPA = 2

AROUND = {True: ("t|'{}|t", "t|{}|t|'a", "'{}"), False: ("{}|'a", "'a|{}|'a", "'a|{}", "{}")}
"""Where a phoneme is spoken: vowels, consonants."""

ODD = re.compile(r"[^a-zæçðøħŋœǀ-ǃɐ-ʯʰʲʷˠˤ˞ːˑ̀-ͯβθχᵻ]")
"""What is in no IPA symbol of a single sound."""


CONVENTIONS = {
    "en": "r r ɪə i@3 ɛə e@ ɝ 3: ɑ A: ɜːr 3: ɜːɹ 3: ɑːr A@ ɔːr O@ ɒ̃ O~",
    "fr": "r r ɥ y ɑ a",
    "de": "r r aː A: ɐ 3 ɔʏ OY ɔɪ OY ø Y:",
    "nl": "ɦ h ɹ r ʏ 8 ɛi EI ʌu VU ɔu VU",
    "pl": "dz dz dʑ dz; tʂ tS dʐ dZ",
    "ru": "ɨ y tɕ tS; ɐ V",
    "pt": "ɐ̃w̃ &U~ j̃ j w̃ w",
    "ar": "tˤ t[ sˤ s[ ʒ Z",
}
"""What dictionaries of a language write, and the phoneme with which eSpeak NG says that there."""


def main() -> None:
    """Ask eSpeak NG about every phoneme of every language."""
    espeak = import_driver()
    espeak.Initialize(espeak.AUDIO_OUTPUT_RETRIEVAL, 100, None, 0)
    phonemes = read_tables(Path("espeak-ng-data") / "phontab")
    symbols: dict[str, dict[str, str]] = {}
    vowels: dict[str, set[str]] = {}
    for language in list_languages().values():
        if language.table in phonemes and language.table not in symbols:
            espeak.SetVoiceByName(language.voice.encode())
            # Tells eSpeak NG to read what stands in brackets as phonemes.
            synthesise(espeak, "[[a]]")
            own = phonemes[language.table]
            symbols[language.table] = name_phonemes(espeak, own)
            vowels[language.table] = {name for name, kind in own.items() if kind == VOWEL}
    complete_accents(symbols, phonemes)
    symbols = {
        table: {unicodedata.normalize("NFD", symbol): it for symbol, it in own.items()}
        for table, own in symbols.items()
    }
    OUT.write_text(HEADER + "\n".join(format_tables(symbols, vowels)), "utf-8")


def read_tables(path: Path) -> dict[str, dict[str, int]]:
    """Table -> mnemonic -> kind of phoneme, out of eSpeak NG's compiled data."""
    content = path.read_bytes()
    names: list[str] = []
    tables: list[dict[int, tuple[str, int]]] = []
    at = 4
    for _ in range(content[0]):
        count, included = content[at], content[at + 1]
        names.append(content[at + 4 : at + 36].split(b"\0")[0].decode())
        at += 36
        table = dict(tables[included - 1]) if included else {}
        for _ in range(count):
            mnemonic, _, _, code, kind = struct.unpack_from("<4sIHBB", content, at)
            table[code] = (mnemonic.split(b"\0")[0].decode("latin-1"), kind)
            at += 16
        tables.append(table)
    return {name: dict(table.values()) for name, table in zip(names, tables, strict=True)}


def name_phonemes(espeak: Any, phonemes: dict[str, int]) -> dict[str, str]:
    """IPA -> mnemonic, for the language that is set."""
    found: dict[str, list[str]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for mnemonic, kind in phonemes.items():
        if kind < VOWEL or not re.fullmatch(r"[!-~]+", mnemonic) or mnemonic[0] in "#:":
            continue
        for around in AROUND[kind == VOWEL]:
            for symbol in hear(espeak, around, mnemonic):
                found[symbol].append(mnemonic)
                names[mnemonic].add(symbol)
    # The best phoneme for a symbol is the one that is called nothing else anywhere.
    return {
        symbol: min(dict.fromkeys(own), key=lambda it: (len(names[it]), *rank(it), own.index(it)))
        for symbol, own in found.items()
    }


def rank(mnemonic: str) -> tuple[bool, int]:
    """Plain names first: those with a digit or a mark are variants of others."""
    return bool(re.search(r"[\d#/]", mnemonic)), len(mnemonic)


def hear(espeak: Any, around: str, mnemonic: str) -> Iterator[str]:
    """The IPA of a phoneme in a place; nothing where it is another phoneme there."""
    text = f"[[{around.format(mnemonic)}]]"
    heard = [re.sub("[ˈˌ',=%]", "", piece) for piece in split(espeak, text, 0)]
    named = [re.sub("[ˈˌ]", "", piece) for piece in split(espeak, text, IN_IPA)]
    at = around.split("|").index(next(it for it in around.split("|") if "{}" in it))
    if min(len(heard), len(named)) > around.count("|") and heard[at] == mnemonic.split("/")[0]:
        symbol = named[at].replace("\u0361", "")  # ties are left out of IPA that is read
        if symbol and not ODD.search(symbol):
            yield symbol


def split(espeak: Any, text: str, mode: int) -> list[str]:
    """The phonemes of a text, one by one."""
    return transcribe(espeak, text, mode | ord("_") << 8).strip().split("_")


def synthesise(espeak: Any, text: str) -> None:
    """Speak to nobody."""
    content = text.encode()
    espeak.SetSynthCallback(lambda wav, samples, events: 0)
    flags = espeak.CHARS_UTF8 | espeak.PHONEMES
    espeak.cSynth(content, len(content) + 1, 0, espeak.POS_CHARACTER, 0, flags, None, None)
    espeak.Synchronize()


def complete_accents(symbols: dict[str, dict[str, str]], phonemes: dict[str, Any]) -> None:
    """Let accents of one language take each other's IPA where they share the phoneme.

    American English says the phoneme of "lot" as ɑː and calls it so; written ɒ it is that phoneme
    all the same.
    """
    spoken = {table: dict(own) for table, own in symbols.items()}
    for table, own in symbols.items():
        for other, names in sorted(spoken.items()):
            if other.split("-")[0] == table.split("-")[0]:
                for symbol, mnemonic in names.items():
                    if mnemonic in phonemes[table]:
                        own.setdefault(symbol, mnemonic)
        written = CONVENTIONS.get(table.split("-")[0], "").split()
        for symbol, mnemonic in zip(written[::2], written[1::2], strict=True):
            if mnemonic in phonemes[table]:
                own[symbol] = mnemonic


def format_tables(symbols: dict[str, dict[str, str]], vowels: dict[str, set[str]]) -> Iterator[str]:
    """TOML, a table a paragraph."""
    for table, own in sorted(symbols.items()):
        used = sorted(vowels[table] & set(own.values()))
        rows = " ".join(f"{symbol} {mnemonic}" for symbol, mnemonic in sorted(own.items()))
        yield f"[{table}]\nvowels = '''{' '.join(used)}'''\nsymbols = '''{rows}'''\n"


if __name__ == "__main__":
    main()
