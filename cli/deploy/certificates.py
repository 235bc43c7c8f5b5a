"""Who signs for a deployment, and the certificates of its broker and its web door.

Elliptic keys on P-256, which every phone, browser and MQTT library of the last ten years reads.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey

#: Who signs outlives a few generations of certificates; our choice.
CA_LIFE: Final = timedelta(days=3650)
#: Phones of Apple take none that lives longer than 825 days, also of a private signer.
LIFE: Final = timedelta(days=730)
#: A clock may be a little behind the one that signs.
EARLIER: Final = timedelta(hours=1)


def new_key() -> str:
    """A new private key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def key_of(pem: str) -> Key:
    """The private key in a PEM.

    Raises
    ------
    ValueError
        There is none that we made.
    """
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, Key):
        raise ValueError("holds no elliptic key")  # noqa: TRY004 - what a damaged file raises too
    return key


def signer(key: Key, now: datetime) -> str:
    """The certificate of who signs, as PEM; it can sign certificates of hosts alone."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Plantar, who signs here")])
    usage = _usage(signs=True)
    public = key.public_key()
    made = (
        _begun(name, name, public, now, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _pem(made)


def signed(ca: x509.Certificate, ca_key: Key, key: Key, names: Sequence[str], now: datetime) -> str:
    """A certificate of a host by all of these names and addresses, as PEM."""
    until = min(LIFE, ca.not_valid_after_utc - now)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    public = key.public_key()
    made = (
        _begun(name, ca.subject, public, now, until)
        .add_extension(x509.SubjectAlternativeName(_general(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, hashes.SHA256())
    )
    return _pem(made)


def certificate_of(pem: str) -> x509.Certificate:
    """The certificate in a PEM.

    Raises
    ------
    ValueError
        There is none.
    """
    return x509.load_pem_x509_certificate(pem.encode())


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """Every name and address that a certificate is for."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(one.value) for one in names)


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + life)
    )


def _general(names: Sequence[str]) -> list[x509.GeneralName]:
    general: list[x509.GeneralName] = []
    for name in names:
        try:
            general.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            general.append(x509.DNSName(name))
    return general


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
