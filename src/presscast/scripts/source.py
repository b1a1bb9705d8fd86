"""Bytes in, text out: encodings, line ends, and what is no text at all."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from presscast.errors import ScriptError
from presscast.files import STDIN
from presscast.model import Notice
from presscast.scripts.packages import ZIP_MAGIC, tell_package

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"ID3": "an MP3 file",
    b"RIFF": "a WAV or AVI file",
    b"OggS": "an Ogg file",
    b"fLaC": "a FLAC file",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
}

_SAVABLE = ("an RTF document", "an old Office document")
"""What every word processor opens, and saves as something better."""

_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

_CHARSET = re.compile(
    rb"<(?:\?xml|meta)\b[^<>]*?(?:encoding|charset)\s*=\s*[\"']?([\w.:-]{2,40})", re.I
)
_FAR = 4000
"""Browsers look for it in the first 1024 bytes; word processors write more before it."""
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
"""What is declared and what is meant."""

_RAW_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")

_USUAL = "cp1252"
_ALIKE = 0.05
"""How much worse the usual encoding may look (measured: French 0.033, Czech 0.059)."""

# The legacy encodings that newsrooms still send; a short text is not taken for an exotic one.
_LEGACY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "koi8_r"),
    *("mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A script as text, before anything is made of it."""

    path: str
    text: str
    """With "\\n" for every line end and without control characters; empty for a package."""
    notices: tuple[Notice, ...] = ()
    package: bytes | None = None
    """The ZIP package that it is: DOCX or EPUB."""


def load_source(path: str) -> Source:
    """The text of a file, or of standard input for `-`. Raises ScriptError."""
    content = _read_bytes(path)
    if not content.strip():
        raise ScriptError("the script is empty", path=path, remedy="Write something to say in it.")
    if content.startswith(ZIP_MAGIC):
        tell_package(content, path)
        return Source(path, "", package=content)
    text, encoding = _decode(content, path)
    notices: tuple[Notice, ...] = ()
    if encoding:
        message = f"not UTF-8: read as {encoding}. Save the file as UTF-8 if letters look wrong."
        notices = (Notice(1, "encoding", message),)
    return Source(path, clean_text(text), notices)


def _read_bytes(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise ScriptError(
            "there is no such script", path=path, remedy="Check the name and the folder."
        ) from None
    except IsADirectoryError:
        raise ScriptError("this is a folder", path=path, remedy="Name a script in it.") from None
    except OSError as error:
        raise ScriptError(f"cannot be read ({error.strerror})", path=path) from error


def _decode(content: bytes, path: str) -> tuple[str, str]:
    """The text, and the encoding where it had to be guessed."""
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            remedy = "Give its text as plain text or Markdown."
            if kind in _SAVABLE:
                remedy = "Save it as DOCX, or give its text as plain text or Markdown."
            raise ScriptError(f"this is {kind}, not a script", path=path, remedy=remedy)
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        declared = _decode_declared(content)
        if declared is None:
            return _guess(content, path)
        text = declared
    if "\0" in text or sum(1 for _ in _RAW_CONTROL.finditer(text)) > len(text) / 50:
        raise _not_text(path)
    return text, ""


def _decode_declared(content: bytes) -> str | None:
    """The text in the encoding that a page or XML file declares, if it is in that."""
    declared = _CHARSET.search(content, 0, _FAR)
    if declared is None or not content.lstrip().startswith(b"<"):
        return None
    name = declared[1].decode("ascii").lower()
    try:
        text = content.decode(_AS_BROWSERS.get(name, name))
    except (LookupError, ValueError):
        return None
    return text if text.lstrip().startswith("<") else None


def _guess(content: bytes, path: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    if b"\0" in content:
        raise _not_text(path)
    matches = from_bytes(content, cp_isolation=list(_LEGACY))
    best = matches.best()
    if best is None:
        raise _not_text(path)
    for match in matches:
        # On a few sentences "forêt" and "foręt" look alike to it: the usual encoding then wins.
        alike = match.coherence >= best.coherence and match.chaos - best.chaos <= _ALIKE
        if alike and _USUAL in (match.encoding, *match.could_be_from_charset):
            return str(match), _USUAL
    return str(best), best.encoding


def _not_text(path: str) -> ScriptError:
    remedy = "Give the script as plain text or Markdown in UTF-8."
    return ScriptError("this is binary data, not text", path=path, remedy=remedy)


def clean_text(text: str) -> str:
    """One kind of line end; control and zero-width characters become spaces or nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    return text.translate(_CONTROLS)


# eSpeak takes U+0001 for the start of a command; soft hyphens and zero-width marks split words.
_CONTROLS: dict[int, str | None] = {
    **{code: " " for code in range(0x20) if chr(code) not in "\t\n"},
    **dict.fromkeys(range(127, 160), " "),
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)),
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of a character, out of JSON
}
