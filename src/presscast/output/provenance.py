"""An MP3 signed with C2PA: who made it, with what, and that its voices are synthetic.

c2pa-python puts the signed statement into a frame of the tag, which it writes as ID3v2.4. Source:
C2PA 2.2, Embedding manifests into ID3; IPTC, digital source types.
"""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from presscast import __version__
from presscast.errors import OutputError

_KIND = "audio/mpeg"

# Jingles, and voices of which some engines are trained on people and others are not.
_SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"

_INSTALL = 'Install it: pip install "presscast[provenance]".'
_SHAPE = "It holds a private key (PKCS #8) and then its certificates, in PEM."


def load_signer(certificate: Path) -> Any:
    """What signs with the key and the certificates of a file. Raises OutputError."""
    try:
        import c2pa
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        what = "signing an episode needs c2pa-python"
        raise OutputError(what, remedy=_INSTALL) from error
    try:
        text = certificate.read_text("ascii")
        blocks = re.findall(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----\n?", text, re.DOTALL)
        key = load_pem_private_key(text.encode(), None) if "PRIVATE KEY" in blocks else None
    except (OSError, ValueError, TypeError) as error:
        raise OutputError("the key cannot be read", path=certificate, remedy=_SHAPE) from error
    if isinstance(key, ec.EllipticCurvePrivateKey):
        kind = {256: b"es256", 384: b"es384", 521: b"es512"}.get(key.curve.key_size)
    elif isinstance(key, rsa.RSAPrivateKey):
        kind = b"ps256"
    else:
        kind = b"ed25519" if isinstance(key, ed25519.Ed25519PrivateKey) else None
    if kind is None or "CERTIFICATE" not in blocks:
        raise OutputError("this is not what signs an episode", path=certificate, remedy=_SHAPE)
    private, chain = (_list_blocks(text, name) for name in ("PRIVATE KEY", "CERTIFICATE"))
    try:
        return c2pa.Signer.from_info(c2pa.C2paSignerInfo(kind, chain, private, None))
    except c2pa.C2paError as error:
        raise OutputError(f"nothing can be signed with this ({error})", path=certificate) from error


def _list_blocks(text: str, name: str) -> bytes:
    """The parts of a PEM file that have this name."""
    found = re.findall(rf"-----BEGIN {name}-----.+?-----END {name}-----\n?", text, re.DOTALL)
    return "".join(found).encode()


def sign_sound(file: IO[bytes], signer: Any, title: str) -> None:
    """Put the signed statement into the tag of an MP3, other bytes each time.

    Raises OutputError.
    """
    import c2pa

    made = {"action": "c2pa.created", "digitalSourceType": _SYNTHETIC}
    statement = {
        "claim_generator_info": [{"name": "presscast", "version": __version__}],
        "title": title,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [made]}}],
    }
    file.seek(0)
    with TemporaryFile() as signed:
        try:
            with c2pa.Builder(statement) as builder:
                builder.sign(signer, _KIND, file, signed)
        except c2pa.C2paError as error:
            raise OutputError(f"the episode could not be signed ({error})") from error
        signed.seek(0)
        file.seek(0)
        file.truncate()
        shutil.copyfileobj(signed, file, 1 << 20)
