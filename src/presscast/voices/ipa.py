"""The International Phonetic Alphabet as lexicons write it, and X-SAMPA as IPA."""

import re
import unicodedata
from collections.abc import Iterable

STRESS = "ˈˌ"
LONG = "ː"

_TYPED = str.maketrans({"g": "ɡ", "'": "ˈ", "’": "ˈ", ":": LONG, "͡": "", "͜": "", ".": "", "‿": ""})
"""What people type for a symbol, and marks that say nothing about the sound."""

_ALIKE = (
    *("iɪɨyʏ", "eɛæ", "øœɵɜəɞɘ", "ɑaɐʌæ", "ɒɔoɑ", "uʊɯʉɤ", "əɐɜʌɚ", "rɾɹʁʀɻɽ", "ʃʂɕç", "ʒʐʑʝ"),
    *("xχhħɣç", "lɫɭʎɬɮ", "nɳɲŋɴ", "tʈ", "dɖ", "θsf", "ðzd", "βvbʋ", "ɸfp", "qkɢɡ", "cɟkʝ"),
    *("ɥjwy", "ɰɣw", "ʕħʔ", "ʍw", "ɦh"),
)
"""Sounds that stand near each other."""

_X_SAMPA = {
    **dict(zip("ABCDEFGHIJKLMNOQRSTUVXYZ", "ɑβçðɛɱɣɥɪɲɬʎɯŋɔɒʁʃθʊʌχʏʒ", strict=True)),
    **{"@": "ə", "&": "ɶ", "{": "æ", "}": "ʉ", "1": "ɨ", "2": "ø", "3": "ɜ", "4": "ɾ", "5": "ɫ"},
    **{"6": "ɐ", "7": "ɤ", "8": "ɵ", "9": "œ", "?": "ʔ", '"': "ˈ", "%": "ˌ", ":": "ː", "g": "ɡ"},
    **{"W": "ʍ", "P": "ʋ", "~": "̃", "=": "̩", "`": "˞", ":\\": "ˑ", "'": "ʲ", "-": ""},
    **{"b_<": "ɓ", "d_<": "ɗ", "g_<": "ɠ", "d`": "ɖ", "t`": "ʈ", "n`": "ɳ", "l`": "ɭ", "s`": "ʂ"},
    **{"z`": "ʐ", "r`": "ɽ", "@`": "ɚ", "3`": "ɝ", "r\\`": "ɻ", "r\\": "ɹ", "R\\": "ʀ", "h\\": "ɦ"},
    **{"x\\": "ɧ", "s\\": "ɕ", "z\\": "ʑ", "j\\": "ʝ", "J\\": "ɟ", "G\\": "ɢ", "N\\": "ɴ"},
    **{"B\\": "ʙ", "L\\": "ʟ", "H\\": "ʜ", "X\\": "ħ", "?\\": "ʕ", "<\\": "ʢ", ">\\": "ʡ"},
    **{"K\\": "ɮ", "M\\": "ɰ", "O\\": "ʘ", "p\\": "ɸ", "v\\": "ʋ", "l\\": "ɺ", "3\\": "ɞ"},
    **{"@\\": "ɘ", "I\\": "ɪ̈", "U\\": "ʊ̈", "_h": "ʰ", "_j": "ʲ", "_w": "ʷ", "_~": "̃", "_=": "̩"},
    **{"_d": "̪", "_0": "̥", "_v": "̬", "_G": "ˠ", "_?\\": "ˤ", "_^": "̯", "_}": "̚", "_": ""},
}
_X_SAMPA_SYMBOL = re.compile("|".join(map(re.escape, sorted(_X_SAMPA, key=len, reverse=True))))


def normalise_ipa(text: str) -> str:
    """The text in one spelling: decomposed, without slashes, ties and dots."""
    bare = unicodedata.normalize("NFD", text.strip().strip("/[]")).translate(_TYPED)
    return " ".join(bare.split())


def read_x_sampa(text: str) -> str:
    """X-SAMPA as IPA; what is no symbol of it stays. Source: Wells, 1995."""
    return normalise_ipa(_X_SAMPA_SYMBOL.sub(lambda match: _X_SAMPA[match[0]], text))


def find_alike(symbol: str, known: Iterable[str]) -> str:
    """The nearest sound among those that are known; empty where none is near."""
    there = {one.removesuffix(LONG): one for one in sorted(known, reverse=True)}
    base = symbol[:1]
    for one in (base, *(near for group in _ALIKE if base in group for near in group)):
        if one in there and there[one] != symbol:
            return there[one]
    return ""
