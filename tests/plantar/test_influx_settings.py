"""Half a mirror, or one that would hear a token in the clear, is refused by key and place."""

from pathlib import Path

import pytest

from plantar.errors import SettingsError
from plantar.influx_place import InfluxPlace
from plantar.settings import load_settings

WHOLE = {
    "influx_url": "https://influx.example",
    "influx_token": "geheim",
    "influx_org": "practice",
    "influx_bucket": "plantar",
}


def said(tmp_path: Path, **settings: str) -> dict[str, str]:
    named = {f"PLANTAR_{key.upper()}": value for key, value in settings.items()}
    return {"PLANTAR_HOME": str(tmp_path), **named}


def test_without_a_word_there_is_no_mirror(tmp_path: Path) -> None:
    settings = load_settings(said(tmp_path))

    assert settings.influx is None
    assert settings.histories == "sql"


def test_a_mirror_is_an_address_a_token_and_a_place_in_it(tmp_path: Path) -> None:
    settings = load_settings(said(tmp_path, **WHOLE, influx_ca="/etc/ca.crt", histories="influx"))

    assert settings.influx == InfluxPlace(
        "https://influx.example", "geheim", "practice", "plantar", Path("/etc/ca.crt")
    )
    assert settings.histories == "influx"
    assert "geheim" not in repr(settings) + repr(settings.influx)


def test_the_token_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim\n")
    (tmp_path / "plantar.toml").write_text(
        'influx_url = "http://localhost:8086/"\ninflux_org = "practice"\n'
        f'influx_bucket = "plantar"\ninflux_token_file = "{secret}"\n'
    )

    mirror = load_settings(said(tmp_path)).influx

    assert mirror == InfluxPlace("http://localhost:8086", "geheim", "practice", "plantar")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8087", "[::1]:8086"])
def test_on_this_computer_a_mirror_needs_no_tls(tmp_path: Path, host: str) -> None:
    mirror = load_settings(said(tmp_path, **{**WHOLE, "influx_url": f"http://{host}"})).influx

    assert mirror is not None
    assert mirror.url == f"http://{host}"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"influx_url": "http://influx.example"}, "over a network use https://"),
        ({"influx_url": "http://192.168.1.5:8086"}, "over a network use https://"),
        ({"influx_url": "http://localhost.example"}, "over a network use https://"),
        ({"influx_url": "influx.example"}, "PLANTAR_INFLUX_URL (environment)"),
        ({"influx_url": "mqtts://influx.example"}, "wanted is https://host"),
        ({"influx_url": "https://me:word@influx.example"}, "the token is a setting of its own"),
        ({"influx_url": "https://influx.example/path"}, "the token is a setting of its own"),
        ({"influx_url": "https://influx.example?u=me"}, "the token is a setting of its own"),
        ({"influx_bucket": "plantar/days"}, "letters, digits, '_' or '-'"),
        ({"influx_bucket": 'a" ON x'}, "PLANTAR_INFLUX_BUCKET (environment)"),
        ({"histories": "both"}, "PLANTAR_HISTORIES (environment)"),
    ],
)
def test_a_wrong_word_is_refused_by_key_and_place(
    tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(said(tmp_path, **{**WHOLE, **changed}))

    assert words in str(refused.value)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("left_out", ["influx_token", "influx_org", "influx_bucket"])
def test_half_a_mirror_is_refused(tmp_path: Path, left_out: str) -> None:
    half = {key: word for key, word in WHOLE.items() if key != left_out}

    with pytest.raises(SettingsError, match=rf"INFLUX_URL .*: needs {left_out} too"):
        load_settings(said(tmp_path, **half))


@pytest.mark.parametrize("key", ["influx_token", "influx_org", "influx_bucket", "influx_ca"])
def test_what_belongs_to_no_mirror_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match="there is no influx_url to use it with"):
        load_settings(said(tmp_path, **{key: "geheim"}))


def test_histories_of_no_mirror_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no influx_url to read them from"):
        load_settings(said(tmp_path, histories="influx"))
