"""The broker of a deployment, really started: the shipped configuration on what `init` wrote."""

import getpass
from dataclasses import dataclass
from pathlib import Path

from plantar.broker_place import BrokerPlace
from tests.broker.broker_rig import ROOT, Mosquitto

CONF = ROOT / "deploy/mosquitto/mosquitto.conf"
#: Where the configuration looks, on a computer and in a container alike.
FOLDER = "/etc/mosquitto/plantar/"
SECRETS = {"centre": "secrets/centre", "health": "secrets/health"}


@dataclass
class Shipped(Mosquitto):
    """Nothing is changed but the folder, the port, and as whom it runs."""

    site: Path = Path()
    tls: str = "as shipped"

    def configure(self) -> str:
        text = CONF.read_text("utf-8")
        assert text.count("\nlistener 8883\n") == 1
        assert text.count(FOLDER) == 5
        text = text.replace("\nlistener 8883\n", f"\nlistener {self.port} 127.0.0.1\n")
        text = text.replace(FOLDER, f"{self.site}/broker/")
        return f"{text}\nuser {getpass.getuser()}\n"

    @property
    def ca(self) -> Path:
        return self.site / "broker/ca.crt"

    def password(self, user: str) -> str:
        """What this user signs in with; a stranger has none."""
        name = SECRETS.get(user, f"collectors/{user}/broker")
        return (self.site / f"{name}.password").read_text("utf-8")

    def place(self, user: str, password: str | None = None, ca: Path | None = None) -> BrokerPlace:
        word = self.password(user) if password is None else password
        return BrokerPlace("127.0.0.1", self.port, True, user, word, ca or self.ca)

    def settings(self, user: str) -> dict[str, str]:
        return {
            "PLANTAR_BROKER_URL": f"mqtts://127.0.0.1:{self.port}",
            "PLANTAR_BROKER_USER": user,
            "PLANTAR_BROKER_PASSWORD": self.password(user),
            "PLANTAR_BROKER_CA": str(self.ca),
        }
