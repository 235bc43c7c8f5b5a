"""The signer of a deployment, and the certificates that it has or still has to make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cli.deploy import certificates
from cli.deploy.certificates import Key
from cli.deploy.names import ALWAYS, BROKER_SERVICE, INFLUX_SERVICE
from cli.deploy.site import Site
from plantar.errors import FileRejected

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SERVICES: Final = (BROKER_SERVICE, INFLUX_SERVICE)
#: Who signs, and the copies that go beside what they signed.
COPIES: Final = ("ca/ca.crt", "broker/ca.crt", "web/ca.crt")


@dataclass(frozen=True, slots=True)
class Signing:
    """Signs what is missing in a site; a certificate that is there is never made again."""

    site: Site
    now: datetime

    def hosts(self, name: str) -> tuple[str, ...]:
        """The hosts that a certificate was made for; none where there is none yet."""
        if not self.site.has(f"{name}.crt"):
            return ()
        names = certificates.names_in(self._certificate(f"{name}.crt"))
        return tuple(one for one in names if one not in (*ALWAYS, *SERVICES))

    def check(self, name: str, hosts: Sequence[str]) -> None:
        """Refuse a host that a certificate which is there does not name.

        Raises
        ------
        FileRejected
            It is for others, or its key is gone.
        """
        if not self.site.has(f"{name}.crt"):
            return
        path = self.site.path(f"{name}.crt")
        if not self.site.has(f"{name}.key"):
            raise FileRejected(path, f"its key is missing: bring {name}.key back, or delete both")
        names = certificates.names_in(self._certificate(f"{name}.crt"))
        if strange := [host for host in hosts if host not in names]:
            told = f"is for {', '.join(names)} and not for {', '.join(strange)}"
            raise FileRejected(path, f"{told}: delete it, and it is made again for all you name")

    def host(self, name: str, names: Sequence[str]) -> None:
        """Have a certificate and its key for a host.

        Raises
        ------
        FileRejected
            The key of who signs is needed and not there.
        """
        if self.site.has(f"{name}.crt"):
            ends = self._certificate(f"{name}.crt").not_valid_after_utc
            over = ends <= self.now
            told = f"ended on {ends:%Y-%m-%d}: delete it" if over else f"until {ends:%Y-%m-%d}"
            self.site.left.append(f"{name}.crt ({told})")
            self.site.left.append(f"{name}.key")
        else:
            ca_key, ca = self._signer()
            key = self._key(f"{name}.key")
            self.site.keep(
                f"{name}.crt", lambda: certificates.signed(ca, ca_key, key, names, self.now)
            )
        beside = f"{name.rpartition('/')[0]}/ca.crt"
        self.site.keep(beside, lambda: self.site.read(self._known() or COPIES[0]))

    def _signer(self) -> "tuple[Key, Certificate]":
        known = self._known()
        if known is not None and not self.site.has("ca/ca.key"):
            cause = "is needed to sign a certificate: bring it back from where you keep it"
            raise FileRejected(self.site.path("ca/ca.key"), cause)
        key = self._key("ca/ca.key")
        self.site.keep(
            COPIES[0],
            lambda: self.site.read(known) if known else certificates.signer(key, self.now),
        )
        certificate = self._certificate(COPIES[0])
        if certificate.public_key() != key.public_key():
            raise FileRejected(self.site.path("ca/ca.key"), f"is not the key of {COPIES[0]}")
        return key, certificate

    def _known(self) -> str | None:
        """Where it stands who signs: they may be kept elsewhere, and a copy is here."""
        return next((name for name in COPIES if self.site.has(name)), None)

    def _key(self, name: str) -> Key:
        try:
            return certificates.key_of(self.site.keep(name, certificates.new_key))
        except (TypeError, ValueError) as error:
            raise FileRejected(self.site.path(name), f"is no key of ours: {error}") from error

    def _certificate(self, name: str) -> "Certificate":
        try:
            return certificates.certificate_of(self.site.read(name))
        except ValueError as error:
            raise FileRejected(self.site.path(name), f"is no certificate: {error}") from error
