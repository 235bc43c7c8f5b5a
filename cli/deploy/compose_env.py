"""What Docker Compose has to know of a deployment: written once, and read again."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli.deploy.names import INFLUX_SERVICE
from cli.deploy.site import Site
from plantar.errors import FileRejected

NAME: Final = "compose.env"
#: Who root gives the folder to: the user of the image, which is nobody on the computer itself.
IMAGE_USER: Final = 10_001
#: The collector that runs beside the centre, in the profile `ble`.
HERE: Final = "here"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a deployment is asked to be."""

    hosts: tuple[str, ...]
    collectors: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()  # of docker-compose.yml
    sqlite: bool = False
    workers: int = 1


def compose_env(folder: Path, wanted: Wanted) -> str:
    """What is written into it the first time."""
    uid, gid = _us()
    profiles = ("postgres", *wanted.profiles) if not wanted.sqlite else wanted.profiles
    influx = "influx" in wanted.profiles
    pages = f"https://{wanted.hosts[0]}" if "web" in wanted.profiles else ""
    return (
        "# Written once by `plantar deploy init`, yours from then on: docs/deploy.md\n"
        f"SITE='{folder.absolute()}'\n"
        "# Whose this folder is, and as whom all containers run.\n"
        f"SITE_UID={uid}\nSITE_GID={gid}\n"
        "# What runs beside mosquitto, processing and dashboard: postgres, web, influx, ble.\n"
        f"COMPOSE_PROFILES={','.join(profiles)}\n"
        "# How many keep what collectors send; more than one needs postgres.\n"
        f"WORKERS={wanted.workers}\n"
        "# Where the broker listens: 0.0.0.0 when a collector stands on another computer.\n"
        f"BROKER_LISTENS={'0.0.0.0' if set(wanted.collectors) - {HERE} else '127.0.0.1'}\n"  # noqa: S104 - collectors are elsewhere
        "# Where people reach the pages: it stands in messages to them. Empty: in none.\n"
        f"PAGES_URL={pages}\n"
        "# Both empty: nothing is written to InfluxDB.\n"
        f"INFLUX_URL={f'https://{INFLUX_SERVICE}:8086' if influx else ''}\n"
        f"INFLUX_TOKEN_FILE={'/run/secrets/influx_token' if influx else ''}\n"
    )


def _us() -> tuple[int, int]:
    """As whom containers run: never as root."""
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        return IMAGE_USER, IMAGE_USER
    return os.geteuid(), os.getegid()


def settings_of(site: Site) -> dict[str, str]:
    """What compose.env says, as it was written or as somebody changed it.

    Raises
    ------
    FileRejected
        It cannot be read.
    """
    lines = site.read(NAME).splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def owner(site: Site) -> tuple[int, int]:
    """Whom compose.env names, whoever calls this time."""
    said = settings_of(site)
    try:
        return int(said["SITE_UID"]), int(said["SITE_GID"])
    except (KeyError, ValueError) as error:
        cause = f"names no SITE_UID and SITE_GID: {error}"
        raise FileRejected(site.path(NAME), cause) from error
