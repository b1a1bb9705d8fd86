"""`presscast render --provenance`: an MP3 that says who made it, signed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from mutagen.id3 import ID3

Run = Callable[..., CompletedProcess[str]]


def make_certificate() -> bytes:
    """A key with its certificate and that of the authority, which nobody trusts."""
    root, own = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    ends = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
    chain = []
    for name, key, is_root in (("Desk", own, False), ("Root", root, True)):
        named, issuer = (
            x509.Name(
                [
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests"),
                    x509.NameAttribute(NameOID.COMMON_NAME, common),
                ]
            )
            for common in (name, "Root")
        )
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        )
        usage |= dict.fromkeys(("encipher_only", "decipher_only"), False)
        builder = (
            x509.CertificateBuilder(issuer, named, key.public_key(), x509.random_serial_number())
            .not_valid_before(ends[0])
            .not_valid_after(ends[1])
            .add_extension(x509.BasicConstraints(is_root, None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, **usage
                ),
                critical=True,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()),
                critical=False,
            )
        )
        if not is_root:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(purpose, critical=False)
        chain.append(builder.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
    private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + b"".join(chain)


@pytest.mark.slow
def test_the_signature_is_valid_and_breaks_with_the_sound(presscast: Run, tone_show: Path) -> None:
    """c2pa reads it; tags and chapters are still there; the manifest knows the signed file."""
    (tone_show / "desk.pem").write_bytes(make_certificate())
    done = presscast("render", "--provenance", "desk.pem", cwd=tone_show)
    assert done.returncode == 0, done.stderr
    sound = tone_show / "output" / "harbour" / "harbour.mp3"
    found = json.loads(c2pa.Reader(str(sound)).json())
    assert found["validation_state"] == "Valid"
    (statement,) = found["manifests"].values()
    assert statement["claim_generator_info"][0]["name"] == "presscast"
    assert "compositeSynthetic" in json.dumps(statement["assertions"])
    assert statement["signature_info"]["issuer"] == "Tests"
    assert len(ID3(sound).getall("CHAP")) > 1
    assert presscast("verify", cwd=tone_show).returncode == 0
    assert "up to date" in presscast("render", "--provenance", "desk.pem", cwd=tone_show).stderr
    content = bytearray(sound.read_bytes())
    content[-500] ^= 1
    sound.write_bytes(content)
    assert json.loads(c2pa.Reader(str(sound)).json())["validation_state"] == "Invalid"


@pytest.mark.slow
def test_a_file_that_signs_nothing_is_one_sentence(presscast: Run, tone_show: Path) -> None:
    """Told before anything is made."""
    for content in (b"\xff", b"x", make_certificate().partition(b"-----BEGIN CERT")[0]):
        (tone_show / "desk.pem").write_bytes(content)
        done = presscast("render", "--provenance", "desk.pem", cwd=tone_show)
        assert done.returncode == 1
        assert done.stderr.startswith("desk.pem: ")
        assert done.stderr.endswith("PKCS #8) and then its certificates, in PEM.\n")
    assert not (tone_show / "output" / "harbour").exists()
