"""What there is to do after `plantar deploy init`, beside what it did itself."""

import shlex
from collections.abc import Iterator

from cli.deploy.compose_env import HERE, NAME, Wanted, settings_of
from cli.deploy.site import Site


def next_steps(site: Site, wanted: Wanted) -> Iterator[str]:
    """Each a line, in the order in which to take them."""
    env = site.path(NAME)
    if NAME in site.left:
        for change in _changes(site, wanted):
            yield f"in {env}: {change}"
    yield f"docker compose --env-file {shlex.quote(str(env))} up -d"
    if "broker/passwords" in site.added and NAME in site.left:
        yield f"docker compose --env-file {shlex.quote(str(env))} kill -s HUP mosquitto"
    for name in wanted.collectors:
        if name != HERE:
            yield f"what is in {site.path(f'collectors/{name}')} goes into the home of {name}"
    if "web" in wanted.profiles:
        yield (
            f"a phone needs {site.path('web/ca.crt')}, and signs in as `plantar` with what "
            f"{site.path('secrets/web.password')} says"
        )
    if site.has("ca/ca.key"):
        yield f"keep {site.path('ca')} somewhere else: whoever has its key can sign"


def _changes(site: Site, wanted: Wanted) -> Iterator[str]:
    """What was asked for and stands otherwise in a file that is not written over."""
    said = settings_of(site)
    profiles = said.get("COMPOSE_PROFILES", "").split(",")
    if missing := [one for one in wanted.profiles if one not in profiles]:
        yield f"COMPOSE_PROFILES={','.join([*filter(None, profiles), *missing])}"
    if "influx" in wanted.profiles and not said.get("INFLUX_URL"):
        yield "INFLUX_URL=https://influxdb:8086"
        yield "INFLUX_TOKEN_FILE=/run/secrets/influx_token"
    if wanted.workers > 1 and said.get("WORKERS") != str(wanted.workers):
        yield f"WORKERS={wanted.workers}"
    if set(wanted.collectors) - {HERE} and said.get("BROKER_LISTENS", "").startswith("127."):
        yield "BROKER_LISTENS=0.0.0.0, so that others reach the broker"
