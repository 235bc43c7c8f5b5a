"""A PostgreSQL server of one's own: in a folder, on a socket, as a user without rights."""

import os
import pwd
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from plantar.store import figures_tables
from plantar.store.sql import open_store

#: Where Debian keeps the programs of each version, the newest first.
DEBIAN: Final = sorted(
    Path("/usr/lib/postgresql").glob("*/bin"),
    key=lambda found: int(found.parent.name),
    reverse=True,
)
#: PostgreSQL refuses to be root; Debian makes a user for it, and everybody has a nobody.
USERS: Final = ("postgres", "nobody")
NAME: Final = "plantar"
#: Every test looks whether it is told anywhere.
PASSWORD: Final = "geheim"  # noqa: S105  of a server that lives as long as the tests
#: The database that most tests share, one after the other.
STORE: Final = "store"
#: A server for tests that stops with them need not survive a power cut.
QUICK: Final = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
#: Another clock and another alphabet than ours: nothing may depend on those of a server.
SETTINGS: Final = (
    "listen_addresses=",
    "shared_buffers=32MB",
    "max_connections=40",
    "timezone=America/St_Johns",
    "datestyle=SQL, DMY",
    "extra_float_digits=0",
)
#: The first version that can copy a database in another way than by its files.
COPIES_FILES: Final = 150_000
#: How long a server may take to start on a busy machine. [s]
PATIENCE_S: Final = 60.0
#: The kernel ends the server when this process is killed and cannot do it.
_ENDING_WITH_US: Final = ("setpriv", "--pdeathsig", "QUIT") if shutil.which("setpriv") else ()


def program(name: str) -> str | None:
    """Where one of the server's programs is, on PATH or where Debian keeps it."""
    return shutil.which(name) or next(
        (str(folder / name) for folder in DEBIAN if (folder / name).exists()), None
    )


class PrivatePostgres:
    """A server in a folder, ended by its process id."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self._folder = folder
        self._settings = (*SETTINGS, *settings, f"unix_socket_directories={folder}")
        self._running: subprocess.Popen[bytes] | None = None
        self._as: dict[str, Any] = {"cwd": folder, "stdin": subprocess.DEVNULL}
        if os.geteuid() == 0:
            known = {user.pw_name: user for user in pwd.getpwall()}
            user = next(known[name] for name in USERS if name in known)
            self._as |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o755)

    def make(self) -> None:
        """Make a cluster whose alphabet is not that of the bytes."""
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run(
            *("initdb", "--no-sync", "--encoding=UTF8", f"--username={NAME}"),
            *("--auth=scram-sha-256", f"--pwfile={secret}", f"--pgdata={self._folder / 'cluster'}"),
            *("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"),
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [f"-c{setting}" for setting in self._settings]
        words = [_found("postgres"), "-D", str(self._folder / "cluster"), *settings]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [*_ENDING_WITH_US, *words], stdout=log, stderr=log, **self._as
            )
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.admin().close()
            except psycopg.OperationalError:
                told = (self._folder / "log").read_text("utf-8", "replace")
                assert self._running.poll() is None, told
                assert time.monotonic() < until, told
                time.sleep(0.05)
            else:
                return

    def end(self, sign: int) -> None:
        """Send it a signal and wait until it is gone: SIGINT is its quick way, SIGQUIT a crash."""
        if self._running is not None:
            self._running.send_signal(sign)
            self._running.wait()
            self._running = None

    def address(self, database: str) -> str:
        """The URL of one of its databases, as a settings file would name it."""
        return f"postgresql+psycopg://{NAME}:{PASSWORD}@/{database}?host={self._folder}"

    def admin(self, database: str = "postgres") -> "psycopg.Connection[Any]":
        """A connection of the driver itself, to look at what the store did."""
        return psycopg.connect(
            host=str(self._folder), user=NAME, password=PASSWORD, dbname=database, autocommit=True
        )

    def create(self, database: str) -> str:
        """Make a database."""
        words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database))
        with self.admin() as connection:
            if connection.info.server_version >= COPIES_FILES:
                # Its default, through the log, takes seven times as long.
                words += sql.SQL(" STRATEGY file_copy")
            connection.execute(words)
        return self.address(database)

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected."""
        named = sql.Identifier(database)
        with self.admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a database that lives for one test, with nothing in it."""
        name = f"test_{uuid.uuid4().hex}"
        address = self.create(name)
        try:
            yield address
        finally:
            self.drop(name)

    @contextmanager
    def emptied(self) -> Iterator[str]:
        """The address of a store with its tables and nothing in them.

        It is the same for every test: to delete a few rows is quicker than to copy a database.
        """
        gone = sql.SQL("; ").join(
            sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name))
            for table in reversed(figures_tables.STATE.metadata.sorted_tables)
        )
        try:
            yield self.address(STORE)
        finally:
            with self.admin(STORE) as connection:
                connection.execute(gone)

    def prepare(self) -> None:
        """Make the store that is emptied after every test."""
        open_store(self.create(STORE)).close()

    def _run(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [_found(name), *words], capture_output=True, text=True, check=False, **self._as
        )
        assert done.returncode == 0, done.stderr


def _found(name: str) -> str:
    where = program(name)
    assert where is not None, f"{name} is not here: sudo apt install postgresql"
    return where
