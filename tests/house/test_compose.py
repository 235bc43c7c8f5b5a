"""docker-compose.yml: what no engine can try here is read, and held against what it speaks of."""

import re
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import check_jsonschema
import pytest
import yaml
from typer.main import get_command

from cli.deploy.compose_env import HERE, Wanted
from cli.deploy.make import make
from cli.main import app
from plantar import settings

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docker-compose.yml"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load(PATH.read_text("utf-8"))
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
OURS = [name for name, one in SERVICES.items() if "build" in one]
#: Settings that come with the mirror in InfluxDB.
INFLUX: Final = {
    "PLANTAR_INFLUX_URL",
    "PLANTAR_INFLUX_TOKEN_FILE",
    "PLANTAR_INFLUX_ORG",
    "PLANTAR_INFLUX_BUCKET",
    "PLANTAR_INFLUX_CA",
}
#: The one door for others: TLS and a password stand before what it leads to.
FOR_OTHERS: Final = {"web"}
VARIABLE: Final = re.compile(r"(?<!\$)\$\{(\w+)(?::?([-+?])([^}]*))?\}")
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def resolved(text: str, said: dict[str, str]) -> str:
    """A text as Docker Compose reads it, with its variables."""

    def value(found: re.Match[str]) -> str:
        name, sign, other = found.groups()
        told = said.get(name, "")
        match sign:
            case "-":
                return told or other
            case "+":
                return other if told else ""
            case _:
                return told

    return VARIABLE.sub(value, text).replace("$$", "$")


def env_of(folder: Path) -> dict[str, str]:
    lines = (folder / "compose.env").read_text("utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if not line.startswith("#")]
    return {name: value.strip("'") for name, value in pairs}


def names(told: Any) -> list[str]:  # noqa: ANN401 - a list, or a mapping, of anything
    """What a service refers to, in whichever of its two forms."""
    return [one if isinstance(one, str) else str(one["source"]) for one in told or ()]


def schema_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    words = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        check_jsonschema.main()
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `deploy init` writes for all of it."""
    folder = tmp_path_factory.mktemp("deploy") / "site"
    wanted = Wanted(("centre.example",), (HERE,), ("web", "influx", "ble"), workers=3)
    make(folder, wanted, NOW)
    return folder


def test_it_follows_the_compose_specification(monkeypatch: pytest.MonkeyPatch) -> None:
    assert schema_says(PATH, monkeypatch) == 0


def test_a_misspelt_word_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crooked = tmp_path / "docker-compose.yml"
    crooked.write_text(PATH.read_text("utf-8").replace("retries:", "retires:"))

    assert schema_says(crooked, monkeypatch) != 0


@pytest.mark.parametrize("kind", ["secrets", "configs", "networks"])
def test_everything_a_service_refers_to_is_there_and_nothing_is_left_over(kind: str) -> None:
    used = {name for one in SERVICES.values() for name in names(one.get(kind))}

    assert used == set(COMPOSE[kind])


def test_every_named_volume_is_there_and_every_folder_is_ours(site: Path) -> None:
    said = env_of(site)
    mounts = [mount for one in SERVICES.values() for mount in one.get("volumes", ())]
    sources = [resolved(mount, said).split(":")[0] for mount in mounts]
    named = {source for source in sources if "/" not in source}
    folders = {ROOT / source for source in sources if "/" in source}

    assert named == set(COMPOSE["volumes"])
    assert folders - {Path("/run/dbus/system_bus_socket")}
    assert [one for one in folders if "dbus" not in str(one) and not one.exists()] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_services_that_have_a_health(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        assert how["condition"] == "service_healthy"
        assert "healthcheck" in SERVICES[other]
        # who is not in a profile that is on can be waited for only where it is not required
        wanted = set(SERVICES[other].get("profiles", ())) - set(SERVICES[name].get("profiles", ()))
        assert how.get("required", True) is not bool(wanted), (name, other)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name: str) -> None:
    one = SERVICES[name]

    assert one["user"].startswith("${SITE_UID:?")
    assert one["read_only"] is True
    assert "/tmp" in one["tmpfs"]  # noqa: S108 - of the container, in memory
    assert one["cap_drop"] == ["ALL"]
    assert "cap_add" not in one
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "devices"} & set(one)
    assert one["restart"] == "unless-stopped"
    assert set(one["logging"]["options"]) == {"max-size", "max-file"}
    assert one["healthcheck"]["test"][0] == "CMD"
    assert "container_name" not in one  # there may be several of one


def test_no_user_is_root(site: Path) -> None:
    said = env_of(site)

    assert int(said["SITE_UID"]) > 0
    assert {resolved(one["user"], said).split(":")[0] for one in SERVICES.values()} == {
        said["SITE_UID"]
    }


def test_only_the_web_door_is_open_to_others() -> None:
    open_ones = {
        name
        for name, one in SERVICES.items()
        for port in one.get("ports", ())
        if not resolved(port, {}).startswith("127.0.0.1:")
    }

    assert open_ones == FOR_OTHERS


def test_the_broker_is_open_to_others_once_a_collector_stands_elsewhere(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    make(here, Wanted(("centre.example",), (HERE,), ("ble",)), NOW)
    make(elsewhere, Wanted(("centre.example",), ("pi-1",)), NOW)
    (port,) = SERVICES["mosquitto"]["ports"]

    assert resolved(port, env_of(here)) == "127.0.0.1:8883:8883"
    assert resolved(port, env_of(elsewhere)) == "0.0.0.0:8883:8883"


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].rpartition(":")

    assert re.fullmatch(r"\d+\.\d+[\w.-]*", tag), tag


def commands() -> list[tuple[str, list[str]]]:
    told = []
    for name in OURS:
        told.append((name, SERVICES[name]["command"]))
        if (test := SERVICES[name]["healthcheck"]["test"])[1] == "plantar":
            told.append((name, test[2:]))
    return told


def is_ours(words: Sequence[str]) -> bool:
    """Whether a command is one, with words that it takes."""
    command: Any = get_command(app)
    left = list(words)
    while hasattr(command, "commands"):
        command = command.commands[left.pop(0)]
    return bool(command.make_context("plantar", left).args == [])


@pytest.mark.parametrize(("name", "words"), commands())
def test_every_command_is_one_of_ours(name: str, words: list[str]) -> None:
    assert is_ours(words)


def test_what_the_page_says_to_type_can_be_typed() -> None:
    lines = (ROOT / "docs/deploy.md").read_text("utf-8").splitlines()
    typed = [shlex.split(line.partition(" #")[0]) for line in lines if line.startswith("./run ")]
    for line in lines:
        if line.startswith("docker compose "):
            words = shlex.split(line)
            assert words[2:4] == ["--env-file", "site/compose.env"], line
            match words[4:]:
                case ["exec", service, "plantar", *rest]:
                    assert service in OURS
                    typed.append(["", *rest])
                case ["run", "--rm", service, *rest]:
                    assert service in OURS
                    typed.append(["", *rest])
                case ["kill", "-s", "HUP", *services] | ["restart", *services]:
                    assert set(services) <= set(SERVICES)
                case [word, *_]:
                    assert word in {"up", "build", "ps", "cp"}, line

    known = [words[1:] for words in typed]
    assert len(known) > 8
    assert all(map(is_ours, known))


WITHOUT_INFLUX = {"INFLUX_URL": "", "INFLUX_TOKEN_FILE": ""}


@pytest.mark.parametrize("more", [{}, WITHOUT_INFLUX], ids=["with a mirror", "without one"])
@pytest.mark.parametrize("name", OURS)
def test_every_environment_is_one_that_settings_take(
    name: str, more: dict[str, str], site: Path
) -> None:
    """But for the passwords' files, which are read where they stand in the site."""
    said = env_of(site) | more
    told = {
        key: resolved(str(value), said)
        for key, value in SERVICES[name].get("environment", {}).items()
    }
    for key, value in told.items():
        if value.startswith("/run/secrets/"):
            secret = COMPOSE["secrets"][value.removeprefix("/run/secrets/")]["file"]
            told[key] = resolved(secret, said)

    checked = settings.load_settings({**told, "PLANTAR_HOME": str(site)})

    assert (checked.broker is not None) == (name != "dashboard")
    if name != "collector":
        assert checked.store_url.startswith("postgresql+psycopg://plantar:")
        assert checked.store_url.endswith("@postgres/plantar")
        assert (checked.influx is not None) == (not more)


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_reads_as_a_secret_is_handed_to_it(name: str, site: Path) -> None:
    one, said = SERVICES[name], env_of(site)
    read = {
        value.removeprefix("/run/secrets/")
        for told in one.get("environment", {}).values()
        if (value := resolved(str(told), said)).startswith("/run/secrets/")
    }
    if name == "mosquitto":  # its client finds the file by its own name
        read.add("mosquitto_sub")

    assert read == set(names(one.get("secrets")))


def test_every_secret_is_a_file_that_init_writes_for_its_owner_alone(site: Path) -> None:
    said = env_of(site)
    for kind in ("secrets", "configs"):
        for told in COMPOSE[kind].values():
            path = Path(resolved(told["file"], said))
            assert path.stat().st_mode & 0o777 == 0o600, path


def test_no_password_stands_in_the_file() -> None:
    for one in SERVICES.values():
        for key, value in one.get("environment", {}).items():
            if re.search(r"PASSWORD|TOKEN|SECRET|STORE_URL", key):
                assert key.endswith("_FILE"), key
                assert re.fullmatch(r"/run/secrets/\w+|\$\{INFLUX_TOKEN_FILE:-\}", value), value


def test_without_the_mirror_nothing_of_it_is_set() -> None:
    for name in OURS:
        for key in INFLUX & set(SERVICES[name].get("environment", {})):
            assert resolved(SERVICES[name]["environment"][key], {}) == "", key


def test_several_workers_are_for_postgresql(site: Path, tmp_path: Path) -> None:
    one_file = tmp_path / "one file"
    make(one_file, Wanted(("centre.example",), sqlite=True), NOW)
    many, single = env_of(site), env_of(one_file)
    scale = SERVICES["processing"]["scale"]

    assert resolved(scale, many) == "3"
    assert "postgres" in many["COMPOSE_PROFILES"].split(",")
    assert resolved(scale, single) == "1"
    assert single["COMPOSE_PROFILES"] == ""
    # a file that both see: the same volume, at the same place
    store = (one_file / "secrets/store_url").read_text("utf-8")
    home = f"home:{Path(store).parent}"
    assert all(home in SERVICES[name]["volumes"] for name in ("processing", "dashboard"))


def test_the_collector_in_a_container_is_the_one_that_init_makes() -> None:
    assert SERVICES["collector"]["environment"]["PLANTAR_BROKER_USER"] == HERE
    assert COMPOSE["secrets"]["here_password"]["file"].endswith(
        f"/collectors/{HERE}/broker.password"
    )
