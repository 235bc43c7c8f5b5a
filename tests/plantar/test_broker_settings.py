"""Half a broker, or one that would hear a password in the clear, is refused by key and place."""

from pathlib import Path

import pytest

from plantar.broker_place import BrokerPlace
from plantar.errors import SettingsError
from plantar.settings import load_settings

WHOLE = {"url": "mqtts://broker.example", "user": "pi-1", "password": "geheim"}


def said(tmp_path: Path, **broker: str) -> dict[str, str]:
    named = {f"PLANTAR_BROKER_{key.upper()}": value for key, value in broker.items()}
    return {"PLANTAR_HOME": str(tmp_path), **named}


def test_without_a_word_there_is_no_broker(tmp_path: Path) -> None:
    assert load_settings(said(tmp_path)).broker is None


def test_a_broker_is_an_address_a_user_and_a_password_that_no_text_shows(tmp_path: Path) -> None:
    settings = load_settings(said(tmp_path, **WHOLE, ca="/etc/ca.crt"))

    assert settings.broker == BrokerPlace(
        "broker.example", 8883, True, "pi-1", "geheim", Path("/etc/ca.crt")
    )
    assert settings.broker.url == "mqtts://broker.example:8883"
    assert "geheim" not in repr(settings) + repr(settings.broker)


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim\n")
    (tmp_path / "plantar.toml").write_text(
        f'broker_url = "mqtts://h:99"\nbroker_user = "a"\nbroker_password_file = "{secret}"\n'
    )

    broker = load_settings(said(tmp_path)).broker

    assert broker is not None
    assert (broker.port, broker.password) == (99, "geheim")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1884", "[::1]"])
def test_on_this_computer_a_broker_needs_no_tls(tmp_path: Path, host: str) -> None:
    broker = load_settings(said(tmp_path, **{**WHOLE, "url": f"mqtt://{host}"})).broker

    assert broker is not None
    assert not broker.tls
    assert broker.url.startswith(f"mqtt://{host}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"url": "mqtt://broker.example"}, "over a network use mqtts://"),
        ({"url": "mqtt://192.168.1.5"}, "over a network use mqtts://"),
        ({"url": "http://broker"}, "PLANTAR_BROKER_URL (environment)"),
        ({"url": "broker"}, "PLANTAR_BROKER_URL (environment)"),
        ({"url": "mqtts://u:p@broker"}, "user and password are settings of their own"),
        ({"url": "mqtts://broker:99999"}, "PLANTAR_BROKER_URL (environment)"),
        ({"url": "mqtts://broker:0"}, "PLANTAR_BROKER_URL (environment)"),
        ({"url": "mqtts://broker/x"}, "PLANTAR_BROKER_URL (environment)"),
        ({"user": "a/b"}, "PLANTAR_BROKER_USER (environment): 'a/b'"),
        ({"user": "+"}, "PLANTAR_BROKER_USER (environment): '+'"),
        ({"user": ""}, "PLANTAR_BROKER_URL (environment): needs broker_user too"),
        ({"password": ""}, "PLANTAR_BROKER_URL (environment): needs broker_password too"),
        ({"url": ""}, "PLANTAR_BROKER_USER (environment): there is no broker_url"),
    ],
)
def test_what_cannot_be_is_refused_by_key_and_place(
    tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(said(tmp_path, **{**WHOLE, **changed}))

    assert words in str(refused.value)
    assert "geheim" not in str(refused.value)
