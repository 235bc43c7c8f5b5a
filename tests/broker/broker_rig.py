"""A real mosquitto with the rules that Plantar ships, on a free port, ended by its process."""

import getpass
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from plantar.broker_place import BrokerPlace
from plantar.minute import StepMinute
from plantar.store.sql import open_store
from tests.collector.outbox_children import RUNNER, told

ROOT = Path(__file__).parents[2]
ACL = ROOT / "deploy/mosquitto/plantar.acl"
MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
#: Users of the broker, and what they sign in with.
USERS = {"centre": "of-the-centre", "pi-1": "of-the-first", "pi-2": "of-the-second"}
ALL = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
#: Longer than anything takes on a busy computer; nothing waits for it that goes well. [s]
PATIENCE_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Mosquitto:
    """A broker with the shipped rules; the same port however often it is killed."""

    folder: Path
    tls: str = ""  # lines about certificates
    port: int = field(default_factory=free_port)
    acl: Path = ACL
    process: subprocess.Popen[bytes] | None = None

    def configure(self) -> str:
        """What its configuration says; whatever that names is there."""
        passwords = self.folder / "passwords"
        if not passwords.exists():
            passwords.write_text("".join(f"{user}:{word}\n" for user, word in USERS.items()))
            hasher = shutil.which("mosquitto_passwd") or "/usr/bin/mosquitto_passwd"
            subprocess.run([hasher, "-U", str(passwords)], check=True)
        return (
            f"user {getpass.getuser()}\nallow_anonymous false\npassword_file {passwords}\n"
            f"acl_file {self.acl}\nlistener {self.port} 127.0.0.1\nmessage_size_limit 1000000\n"
            "set_tcp_nodelay true\n"
            f"{self.tls}"
        )

    def start(self) -> Self:
        conf = self.folder / "mosquitto.conf"
        conf.write_text(self.configure())
        log = (self.folder / "mosquitto.log").open("ab")
        self.process = subprocess.Popen([MOSQUITTO, "-c", str(conf)], stdout=log, stderr=log)
        log.close()
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise AssertionError((self.folder / "mosquitto.log").read_text())

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def place(self, user: str, password: str | None = None, ca: Path | None = None) -> BrokerPlace:
        word = USERS[user] if password is None else password
        return BrokerPlace("127.0.0.1", self.port, bool(self.tls), user, word, ca)

    def settings(self, user: str) -> dict[str, str]:
        """What a home needs to find this broker, as its environment."""
        return {
            "PLANTAR_BROKER_URL": f"{'mqtts' if self.tls else 'mqtt'}://127.0.0.1:{self.port}",
            "PLANTAR_BROKER_USER": user,
            "PLANTAR_BROKER_PASSWORD": USERS[user],
        }


@dataclass
class Process:
    """`plantar process` as a process of its own."""

    home: Path
    broker: Mosquitto
    store: str = ""  # its address, where it is not the file in the home
    process: subprocess.Popen[str] | None = None

    def start(self) -> Self:
        said = (self.home / "process.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import main; main()", "process"],
            cwd=ROOT,
            env={
                **os.environ,
                "PLANTAR_HOME": str(self.home),
                "PYTHONPATH": str(ROOT),
                **self.broker.settings("centre"),
                **({"PLANTAR_STORE_URL": self.store} if self.store else {}),
            },
            stdout=said,
            stderr=said,
            text=True,
        )
        said.close()
        return self

    def connected(self) -> Self:
        wait_for(lambda: "Connected" in self.said() or self.ended(), "the worker connects")
        assert not self.ended(), self.said()
        return self

    def said(self) -> str:
        return (self.home / "process.log").read_text()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        if not self.ended():
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


def wait_for(holds: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
    until = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < until, f"in vain: {what}"
        time.sleep(0.01)


def stored(home: Path, store_url: str = "") -> list[StepMinute]:
    """Every layer that counts, as the store has it."""
    with open_store(store_url or home / "plantar.db") as store:
        return [one.record for one in store.measured(RUNNER, StepMinute, *ALL)]


def rows_of(home: Path) -> int:
    """How many rows the store has, however many of them count."""
    with closing(sqlite3.connect(home / "plantar.db")) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM step_minute").fetchone()
    return int(rows)


def expected(minutes: int, revisions: int) -> list[StepMinute]:
    return [told(number * revisions + revisions - 1) for number in range(minutes)]
