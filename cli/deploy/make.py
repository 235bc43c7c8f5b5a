"""Makes what a deployment needs, in an order in which every step can be the last one.

Whatever ends it half-way, the next time it finds whole files, and goes on with the missing ones.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cli.deploy.compose_env import NAME, Wanted, compose_env, owner
from cli.deploy.names import ALWAYS, BROKER_SERVICE, CENTRE, HEALTH, INFLUX_SERVICE
from cli.deploy.passwords import broker_line, is_of, new_password, web_line
from cli.deploy.signing import Signing
from cli.deploy.site import Site
from plantar.errors import FileRejected, PlantarError
from plantar.whole_file import alone

#: Who signs in at the web door.
WEB_USER: Final = "plantar"
ACL: Final = Path(__file__).with_name("plantar.acl")


def make(folder: Path, wanted: Wanted, now: datetime) -> Site:
    """Add to a folder what is missing of a deployment.

    Raises
    ------
    PlantarError
        Something that is there does not go with what is asked; it says what.
    """
    site = Site(folder)
    site.make_folder(".")
    with alone(folder / "init"):
        signing = Signing(site, now)
        host = _certificates(signing, wanted.hosts)
        site.keep(".gitignore", lambda: "# Nothing of this folder belongs in a repository.\n*\n")
        _rules(site)
        _broker_users(site, wanted.collectors)
        for name in wanted.collectors:
            _collector(site, name, host)
        _store(site, sqlite=wanted.sqlite)
        _influx(site)
        _web(site)
        site.keep(NAME, lambda: compose_env(folder, wanted))
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            site.give_to(*owner(site), but="ca")
    return site


def _certificates(signing: Signing, hosts: Sequence[str]) -> str:
    """Make all certificates; the name by which collectors call the broker."""
    kept = signing.hosts("broker/broker") or signing.hosts("web/web")
    named = tuple(hosts) or kept
    if not named:
        raise PlantarError("--host: by which name or address do others reach this computer?")
    always = (*named, *(name for name in ALWAYS if name not in named))
    wanted = {
        "broker/broker": (*always, BROKER_SERVICE),
        "web/web": always,
        "influx/tls/influx": (*always, INFLUX_SERVICE),
    }
    # All are looked at before any is made.
    for one in wanted:
        signing.check(one, hosts)
    for one, names in wanted.items():
        signing.host(one, names)
    return named[0]


def _rules(site: Site) -> None:
    shipped = ACL.read_text(encoding="utf-8")
    differs = site.has("broker/plantar.acl") and site.read("broker/plantar.acl") != shipped
    note = " (other rules than those that this Plantar brings)" if differs else ""
    site.keep("broker/plantar.acl", lambda: shipped, note)


def _broker_users(site: Site, collectors: Sequence[str]) -> None:
    """Give everybody a password, and the broker its lines; those that are there stay."""
    secret = {CENTRE: "secrets/centre.password", HEALTH: "secrets/health.password"}
    secret |= {name: f"collectors/{name}/broker.password" for name in collectors}
    known = site.read("broker/passwords") if site.has("broker/passwords") else ""
    lines = {line.partition(":")[0]: line for line in known.splitlines() if line}
    for user, name in secret.items():
        if user in lines and not site.has(name):
            cause = f"is missing, and the broker knows {user!r}: take its line out of passwords"
            raise FileRejected(site.path(name), cause)
        password = site.keep(name, new_password).strip()
        if user not in lines:
            lines[user] = broker_line(user, password)
        elif not is_of(lines[user], password):
            cause = f"is not the password of {user!r} in broker/passwords: delete its line there"
            raise FileRejected(site.path(name), cause)
    text = "".join(f"{line}\n" for line in lines.values())
    if text != known:
        site.write("broker/passwords", text)
        site.added.append("broker/passwords")
    site.keep("secrets/mosquitto_sub", lambda: _asking(site))


def _asking(site: Site) -> str:
    """Options of mosquitto_sub, which stand in a file so that no list of processes shows them."""
    password = site.read("secrets/health.password").strip()
    return (
        "-h localhost\n-p 8883\n--cafile /etc/mosquitto/plantar/ca.crt\n"
        f"-u {HEALTH}\n-P {password}\n"
    )


def _collector(site: Site, name: str, host: str) -> None:
    """What a collector takes to its own computer; its password is there already."""
    where = f"[{host}]" if ":" in host else host
    site.keep(
        f"collectors/{name}/plantar.toml",
        lambda: (
            f"# Of the collector {name}: into its home, and the two files it names beside it.\n"
            f'broker_url = "mqtts://{where}"\n'
            f'broker_user = "{name}"\n'
            'broker_password_file = "broker.password"\n'
            'broker_ca = "ca.crt"\n'
        ),
    )
    site.keep(f"collectors/{name}/ca.crt", lambda: site.read("broker/ca.crt"))


def _store(site: Site, *, sqlite: bool) -> None:
    password = site.keep("secrets/postgres.password", new_password).strip()
    at_server = f"postgresql+psycopg://plantar:{password}@postgres/plantar"
    site.keep("secrets/store_url", lambda: "/var/lib/plantar/plantar.db" if sqlite else at_server)


def _influx(site: Site) -> None:
    site.keep("secrets/influx.password", new_password)
    site.keep("secrets/influx.token", new_password)
    for folder in ("influx/data", "influx/config"):
        site.make_folder(folder)


def _web(site: Site) -> None:
    """Who may come in by the web: a password, and a cookie for the connection that stays open."""
    password = site.keep("secrets/web.password", new_password).strip()
    site.keep("web/passwords", lambda: web_line(WEB_USER, password) + "\n")
    site.keep("web/cookie.conf", lambda: _cookie(new_password()))


def _cookie(word: str) -> str:
    return (
        "# Browsers that signed in once show this cookie. Some send no password with a WebSocket.\n"
        f'map $cookie_plantar $door {{ default "Plantar"; "{word}" off; }}\n'
        f'map $remote_user $hands_out {{ default ""; "{WEB_USER}"\n'
        f'    "plantar={word}; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax"; }}\n'
    )
