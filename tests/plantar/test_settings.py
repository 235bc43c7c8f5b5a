"""A place may set a few things; a word it mistypes is never ignored."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from plantar.errors import SettingsError
from plantar.settings import default_home, load_settings
from plantar.store.sql import open_store


def at_home(tmp_path: Path, **environment: str) -> dict[str, str]:
    return {"PLANTAR_HOME": str(tmp_path), **environment}


def write(tmp_path: Path, toml: str) -> None:
    (tmp_path / "plantar.toml").write_text(toml, encoding="utf-8")


def test_without_a_word_plantar_speaks_dutch_on_this_computer_only(tmp_path: Path) -> None:
    settings = load_settings(at_home(tmp_path))

    assert settings.home == tmp_path
    assert settings.store_url == str(tmp_path / "plantar.db")
    assert (settings.dashboard_address, settings.dashboard_port) == ("127.0.0.1", 8501)
    assert settings.language == "nl"
    assert settings.log_format == "text"
    assert settings.backups == tmp_path / "backups"


def test_what_is_given_goes_over_the_environment_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'language = "fr"\ndashboard_port = 9001\ndashboard_address = "0.0.0.0"\n')
    environment = at_home(tmp_path, PLANTAR_LANGUAGE="en", PLANTAR_DASHBOARD_PORT="9002")

    settings = load_settings(environment, dashboard_port=9003)

    assert settings.dashboard_address == "0.0.0.0"  # noqa: S104  somebody wants it so
    assert settings.language == "en"
    assert settings.dashboard_port == 9003


def test_the_home_moves_everything_and_may_hold_any_sign(tmp_path: Path) -> None:
    home = tmp_path / "staat van zoë? 100%"

    settings = load_settings({"PLANTAR_HOME": str(home)})
    open_store(settings.store_url).close()

    assert [path.name for path in home.iterdir()] == ["plantar.db"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PLANTAR_LANGAUGE", "fr", "PLANTAR_LANGAUGE (environment): no such setting"),
        ("PLANTAR_LANGUAGE_FILE", "x", "PLANTAR_LANGUAGE_FILE (environment)"),
        ("PLANTAR_language", "fr", "PLANTAR_language (environment)"),
        ("PLANTAR_LANGUAGE", "de", "PLANTAR_LANGUAGE (environment): 'de'"),
        ("PLANTAR_DASHBOARD_PORT", "vier", "PLANTAR_DASHBOARD_PORT (environment): 'vier'"),
        ("PLANTAR_DASHBOARD_PORT", "0", "PLANTAR_DASHBOARD_PORT (environment): '0'"),
        ("PLANTAR_DASHBOARD_PORT", "65536", "PLANTAR_DASHBOARD_PORT (environment)"),
        ("PLANTAR_DASHBOARD_ADDRESS", "my house", "PLANTAR_DASHBOARD_ADDRESS (environment)"),
    ],
)
def test_a_wrong_variable_is_refused_by_name_and_place(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(at_home(tmp_path, **{name: value}))

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("langauge = 'fr'", "langauge ({path}): no such setting"),
        ("[dashboard]\nport = 1", "dashboard ({path}): no such setting"),
        ("home = '/elsewhere'", "home ({path}): lies above this file"),
        ("dashboard_port = true", "dashboard_port ({path}): True"),
        ("store_url = 5", "store_url ({path})"),
        ("language = ", "{path}: cannot be read"),
    ],
)
def test_a_wrong_word_in_the_file_is_refused_by_key_and_place(
    tmp_path: Path, toml: str, said: str
) -> None:
    write(tmp_path, toml)

    with pytest.raises(SettingsError) as refused:
        load_settings(at_home(tmp_path))

    assert said.format(path=tmp_path / "plantar.toml") in str(refused.value)


def test_a_wrong_word_that_is_given_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"colour \(given\)"):
        load_settings(at_home(tmp_path), colour="blue")


def test_what_steers_tests_is_no_setting(tmp_path: Path) -> None:
    environment = at_home(tmp_path, PLANTAR_TEST_POSTGRESQL_URL="x", PLANTAR_SHARED="y")

    assert load_settings(environment).home == tmp_path


def test_an_empty_variable_leaves_a_setting_as_it_was(tmp_path: Path) -> None:
    assert load_settings(at_home(tmp_path, PLANTAR_LANGUAGE="")).language == "nl"


def test_the_store_may_stand_in_a_file_since_it_may_hold_a_password(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("postgresql://plantar:geheim@db/plantar\n")
    write(tmp_path, f"store_url_file = {str(secret)!r}")

    from_file = load_settings(at_home(tmp_path))
    nearer = load_settings(at_home(tmp_path, PLANTAR_STORE_URL="sqlite://"))

    assert from_file.store_url == "postgresql://plantar:geheim@db/plantar"
    assert nearer.store_url == "sqlite://"
    assert "geheim" not in repr(from_file)


def test_a_nearer_file_goes_over_a_plain_word(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sqlite://")
    write(tmp_path, "store_url = 'elsewhere.db'")

    settings = load_settings(at_home(tmp_path, PLANTAR_STORE_URL_FILE=str(secret)))

    assert settings.store_url == "sqlite://"


def test_a_secret_told_twice_missing_or_empty_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for environment, said in (
        ({"PLANTAR_STORE_URL": "a.db", "PLANTAR_STORE_URL_FILE": str(empty)}, "says it too"),
        ({"PLANTAR_STORE_URL_FILE": str(tmp_path / "gone")}, "gone cannot be read"),
        ({"PLANTAR_STORE_URL_FILE": str(empty)}, r"PLANTAR_STORE_URL_FILE \(environment\)"),
    ):
        with pytest.raises(SettingsError, match=said):
            load_settings(at_home(tmp_path, **environment))


def test_settings_stay_as_they_were_read(tmp_path: Path) -> None:
    settings = load_settings(at_home(tmp_path))

    with pytest.raises(ValidationError, match="frozen"):
        settings.language = "fr"


def test_every_platform_keeps_state_where_it_belongs(tmp_path: Path) -> None:
    local = str(tmp_path)

    assert default_home({"XDG_STATE_HOME": local}, "linux") == tmp_path / "plantar"
    assert default_home({"XDG_STATE_HOME": "not/absolute"}, "linux") == default_home({}, "linux")
    assert default_home({}, "linux") == Path.home() / ".local/state/plantar"
    assert default_home({"LOCALAPPDATA": local}, "win32") == tmp_path / "plantar"
    assert default_home({}, "win32") == Path.home() / "AppData/Local/plantar"


def test_the_environment_of_the_process_is_read_when_none_is_given(tmp_path: Path) -> None:
    code = "from plantar.settings import load_settings; print(load_settings().home)"
    environment = {**os.environ, "PLANTAR_HOME": str(tmp_path / "x"), "PLANTAR_LANGUAGE": "en"}

    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )

    assert told.stdout.strip() == str(tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_file_that_plantar_toml_names_lies_beside_it_wherever_one_stands(tmp_path: Path) -> None:
    (tmp_path / "broker.password").write_text("of-the-first\n", "utf-8")
    write(
        tmp_path,
        'broker_url = "mqtts://centre.example"\nbroker_user = "pi-1"\n'
        'broker_password_file = "broker.password"\nbroker_ca = "ca.crt"\n',
    )

    beside = load_settings(at_home(tmp_path)).broker
    elsewhere = load_settings(at_home(tmp_path, PLANTAR_BROKER_CA="/etc/ca.crt")).broker

    assert beside is not None
    assert elsewhere is not None
    assert (beside.password, beside.ca) == ("of-the-first", tmp_path / "ca.crt")
    assert elsewhere.ca == Path("/etc/ca.crt")


@pytest.mark.parametrize(("said", "means"), [("true", True), ("false", False), ("", False)])
def test_whether_a_proxy_stands_before_the_dashboard_is_yes_or_no(
    tmp_path: Path, said: str, *, means: bool
) -> None:
    environment = at_home(tmp_path, PLANTAR_DASHBOARD_BEHIND_PROXY=said)

    assert load_settings(environment).dashboard_behind_proxy is means


def test_whether_a_proxy_stands_there_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"PLANTAR_DASHBOARD_BEHIND_PROXY .*'perhaps'"):
        load_settings(at_home(tmp_path, PLANTAR_DASHBOARD_BEHIND_PROXY="perhaps"))
