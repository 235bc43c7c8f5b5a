"""What a place may set about Plantar: environment over plantar.toml, unknown keys refused.

====================== ==================== =======================================================
environment            plantar.toml         what
====================== ==================== =======================================================
PLANTAR_HOME           (lies in it)         where all state lives
PLANTAR_STORE_URL      store_url            the store, a path or a URL; plantar.db in the home
                                            unless set
PLANTAR_STORE_URL_FILE store_url_file       a file that holds it, since it may hold a password
PLANTAR_BROKER_URL     broker_url           mqtts://host where collectors and centre meet; without
                                            it they are on one computer and need none
PLANTAR_BROKER_USER    broker_user          as whom to sign in there, and with what; the password
PLANTAR_BROKER_PASS... broker_password      may stand in a file, as broker_password_file
PLANTAR_BROKER_CA      broker_ca            a file with who signed the broker's certificate
PLANTAR_INFLUX_URL     influx_url           https://host of a mirror in InfluxDB; with it go
PLANTAR_INFLUX_TOKEN   influx_token         the token, which may stand in a file, as
                                            influx_token_file,
PLANTAR_INFLUX_ORG     influx_org,          the organisation, and how the names of the mirror's
PLANTAR_INFLUX_BUCKET  influx_bucket        buckets begin
PLANTAR_INFLUX_CA      influx_ca            a file with who signed its certificate
PLANTAR_HISTORIES      histories            sql or influx: what the pages read histories from
PLANTAR_DASHBOARD_...  dashboard_address,   where the dashboard listens
                       dashboard_port
PLANTAR_DASHBOARD_...  dashboard_behind_... true where a proxy with TLS stands before it: only then
                       (_proxy)             may it listen to others than this computer
PLANTAR_PAGES_URL      pages_url            https://host where people reach the pages: it stands in
                                            messages to them
PLANTAR_KEEP_..._DAYS  keep_withdrawn_days, how long what only helps to run it is kept: alerts that
                       keep_raw_days,       late data took back, raw recordings (7), backups, proofs
                       keep_backups_days,   of erasing, who looked at whom, messages that were sent
                       keep_proofs_days,    or given up; 0 is for ever. What was measured stays
                       keep_audit_days,
                       keep_messages_days
PLANTAR_LANGUAGE       language             nl, en or fr
PLANTAR_LOG_FORMAT     log_format           text or json: how what runs for long says how it goes
====================== ==================== =======================================================
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from plantar.broker_place import BrokerPlace, address_of, user_of
from plantar.errors import SettingsError
from plantar.influx_place import InfluxPlace, bucket_of, url_of
from plantar.own.terms import Terms
from plantar.pages_place import pages_of
from plantar.runner import LANGUAGES

PREFIX = "PLANTAR_"
#: Not settings: they steer tests, and where those find recordings.
NOT_OURS = (f"{PREFIX}TEST_", f"{PREFIX}SHARED")
FILE_NAME = "plantar.toml"
STORE_NAME = "plantar.db"
#: The folder of the home for backups that nobody gave another place.
BACKUPS = "backups"
#: Nobody keeps anything for longer on purpose: a century. [d]
MOST_DAYS = 36_525
#: Settings that may hold a password, so that they may also stand in a file of their own.
SECRETS = ("store_url", "broker_password", "influx_token")
#: What a broker or a mirror needs beside its address, and means nothing without it.
WITH_BROKER = ("broker_user", "broker_password")
WITH_INFLUX = ("influx_token", "influx_org", "influx_bucket")
SUFFIX = "_file"
#: Settings that name a file; in plantar.toml such a path counts from where that file lies.
PATHS = ("broker_ca", "influx_ca", *(secret + SUFFIX for secret in SECRETS))


def _address(text: str) -> str:
    return text if text == "localhost" else str(ip_address(text))


def _no_flag(number: object) -> object:
    if isinstance(number, bool):
        raise ValueError("a flag is not a number")  # noqa: TRY004  pydantic hears only this
    return number


def _broker(url: str) -> str:
    address_of(url)
    return url


def _language(word: str) -> str:
    if word not in LANGUAGES:
        raise ValueError("not one of " + ", ".join(LANGUAGES))
    return word


#: How long something is kept; 0: for ever.
Days = Annotated[int, BeforeValidator(_no_flag), Field(ge=0, le=MOST_DAYS)]


class Settings(BaseModel):
    """What this place set, checked; nothing changes it afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path
    store_url: Annotated[str, Field(min_length=1, repr=False)]
    dashboard_address: Annotated[str, AfterValidator(_address)] = "127.0.0.1"
    dashboard_port: Annotated[int, BeforeValidator(_no_flag), Field(ge=1, le=65_535)] = 8501
    dashboard_behind_proxy: bool = False
    pages_url: Annotated[str | None, AfterValidator(pages_of)] = None
    language: Annotated[str, AfterValidator(_language)] = "nl"
    log_format: Literal["text", "json"] = "text"
    broker_url: Annotated[str | None, AfterValidator(_broker)] = None
    broker_user: Annotated[str | None, AfterValidator(user_of)] = None
    broker_password: Annotated[str | None, Field(min_length=1, repr=False)] = None
    broker_ca: Path | None = None
    influx_url: Annotated[str | None, AfterValidator(url_of)] = None
    influx_token: Annotated[str | None, Field(min_length=1, repr=False)] = None
    influx_org: Annotated[str | None, Field(min_length=1)] = None
    influx_bucket: Annotated[str | None, AfterValidator(bucket_of)] = None
    influx_ca: Path | None = None
    histories: Literal["sql", "influx"] = "sql"
    keep_withdrawn_days: Days = 0
    keep_raw_days: Annotated[int, BeforeValidator(_no_flag), Field(ge=1, le=MOST_DAYS)] = 7
    keep_backups_days: Days = 0
    keep_proofs_days: Days = 0
    keep_audit_days: Days = 0
    keep_messages_days: Days = 0

    @property
    def backups(self) -> Path:
        """Where backups lie that nobody gave another place."""
        return self.home / BACKUPS

    @property
    def terms(self) -> Terms:
        """How long what only helps to run this place is kept."""
        return Terms(
            self.keep_withdrawn_days,
            self.keep_raw_days,
            self.keep_backups_days,
            self.keep_proofs_days,
            self.keep_audit_days,
            self.keep_messages_days,
        )

    @property
    def broker(self) -> BrokerPlace | None:
        """Where collectors and centre meet; None where both are this computer."""
        if self.broker_url is None or self.broker_user is None or self.broker_password is None:
            return None
        tls, host, port = address_of(self.broker_url)
        ca = None if self.broker_ca is None else self.broker_ca.expanduser()
        return BrokerPlace(host, port, tls, self.broker_user, self.broker_password, ca)

    @property
    def influx(self) -> InfluxPlace | None:
        """Where the mirror is; None where there is none."""
        url, token, org, bucket = (
            self.influx_url,
            self.influx_token,
            self.influx_org,
            self.influx_bucket,
        )
        if url is None or token is None or org is None or bucket is None:
            return None
        ca = None if self.influx_ca is None else self.influx_ca.expanduser()
        return InfluxPlace(url, token, org, bucket, ca)


@dataclass(frozen=True, slots=True)
class _Said:
    """A setting as somebody wrote it, and where."""

    value: Any
    place: str  # names the key as its place spells it
    near: int  # to the one who runs this: the nearer word counts


#: How near: plantar.toml, the environment, and what is given explicitly.
FILE, ENVIRONMENT, GIVEN = range(3)


def load_settings(environ: Mapping[str, str] | None = None, **explicit: object) -> Settings:
    """Read the settings: what is given explicitly, over the environment, over plantar.toml.

    Raises
    ------
    SettingsError
        Naming the key and the place, for a key nobody knows or a value that cannot be.
    """
    environment = os.environ if environ is None else environ
    said = _from_environment(environment)
    said |= {key: _Said(value, f"{key} (given)", GIVEN) for key, value in explicit.items()}
    home = said.pop("home", None)
    where = _home(default_home(environment) if home is None else home.value)
    said = _from_file(where / FILE_NAME) | said
    return _checked(where, _opened(said))


def default_home(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where this platform keeps the state of programs."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "plantar"
    state = environment.get("XDG_STATE_HOME")
    # A relative one is to be ignored, says the XDG base directory specification.
    if state and Path(state).is_absolute():
        return Path(state) / "plantar"
    return Path.home() / ".local" / "state" / "plantar"


def _home(said: object) -> Path:
    return Path(str(said)).expanduser().absolute()


def _from_environment(environment: Mapping[str, str]) -> dict[str, _Said]:
    said: dict[str, _Said] = {}
    known = {*Settings.model_fields, *(secret + SUFFIX for secret in SECRETS)}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name.startswith(NOT_OURS):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in known or name != name.upper():
            raise SettingsError(f"{name} (environment): no such setting{_meant(known, PREFIX)}")
        if value:  # an empty variable is how a service file leaves one out
            said[key] = _Said(value, f"{name} (environment)", ENVIRONMENT)
    return said


def _from_file(path: Path) -> dict[str, _Said]:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    known = {*Settings.model_fields, *(secret + SUFFIX for secret in SECRETS)} - {"home"}
    for key in written:
        if key == "home":
            raise SettingsError(f"home ({path}): lies above this file; set {PREFIX}HOME")
        if key not in known:
            raise SettingsError(f"{key} ({path}): no such setting{_meant(known)}")
    written |= {
        key: str(path.parent / Path(told).expanduser())
        for key in PATHS
        if isinstance(told := written.get(key), str)
    }
    return {key: _Said(value, f"{key} ({path})", FILE) for key, value in written.items()}


def _meant(known: set[str], prefix: str = "") -> str:
    names = sorted(prefix + (key.upper() if prefix else key) for key in known)
    return "; there are " + ", ".join(names)


def _opened(said: dict[str, _Said]) -> dict[str, _Said]:
    """Put what a file holds in the place of the file's name."""
    opened = dict(said)
    for secret in SECRETS:
        named = opened.pop(secret + SUFFIX, None)
        if named is None:
            continue
        plain = opened.get(secret)
        if plain is not None and plain.near == named.near:
            raise SettingsError(f"{named.place}: {plain.place} says it too")
        if plain is not None and plain.near > named.near:
            continue
        try:
            held = Path(str(named.value)).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{named.place}: {named.value} cannot be read: {error}") from error
        opened[secret] = _Said(held, named.place, named.near)
    return opened


def _checked(home: Path, said: dict[str, _Said]) -> Settings:
    values = {key: one.value for key, one in said.items()}
    values.setdefault("store_url", str(home / STORE_NAME))
    _whole(said, "broker_url", WITH_BROKER, ("broker_ca",))
    _whole(said, "influx_url", WITH_INFLUX, ("influx_ca",))
    if "influx_url" not in said and "histories" in said and said["histories"].value == "influx":
        raise SettingsError(f"{said['histories'].place}: there is no influx_url to read them from")
    try:
        return Settings(home=home, **values)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False)[0]
        key = str(wrong["loc"][0])
        place = said[key].place if key in said else key
        shown = "" if key in SECRETS else f"{wrong['input']!r}: "
        raise SettingsError(f"{place}: {shown}{wrong['msg']}") from None


def _whole(
    said: Mapping[str, _Said], address: str, needed: tuple[str, ...], besides: tuple[str, ...]
) -> None:
    """Refuse half a server: what is left out of it would only be missed later."""
    url = said.get(address)
    for key in (*needed, *besides):
        if url is None and key in said:
            raise SettingsError(f"{said[key].place}: there is no {address} to use it with")
        if url is not None and key not in said and key in needed:
            raise SettingsError(f"{url.place}: needs {key} too")
