"""The devices in the settings: every sensor of whom one may see, the longest silent first."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from plantar.consent import Scope
from plantar.runner import LANGUAGES
from plantar.sample import Foot
from plantar.sensor import SensorTold
from plantar.store import Store
from plantar.words.catalogue import words
from tests.dashboard.signed_in import account, as_page, consent, sees_all, token_of
from tests.dashboard.test_pages import APP, html

NOW = datetime.now(UTC)
LEFT = SensorTold(
    sensor="sole-left",
    at=NOW,
    kind="open-plantar",
    paired_at=NOW - timedelta(days=20),
    foot=Foot.LEFT,
    heard_at=NOW - timedelta(hours=2),
    firmware="1.4",
    battery_percent=62,
)
WATCH = replace(LEFT, sensor="watch", kind="infinitime", foot=None, battery_percent=None)
SILENT = replace(WATCH, heard_at=NOW - timedelta(days=5), firmware=None, battery_percent=12)


def devices(language: str) -> str:
    """What the settings say of the devices of everybody."""
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state["settings-tab"] = words(language).say("Devices")
    test._page_hash = calc_hash("settings")
    test.run()
    assert not test.exception, test.exception
    return html(test)


def rows(shown: str) -> list[str]:
    """The rows of the table of sensors as somebody reads them."""
    (table,) = re.findall(r'<div class="sensors".*?</table>', shown)
    return [
        " ".join(unescape(re.sub("<[^>]+>", " ", row)).split())
        for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]
    ]


def test_every_sensor_stands_there_with_its_battery_the_longest_silent_first(
    practice: Store,
) -> None:
    names = practice.display_names()
    practice.keep_sensor("r-017", "soles", LEFT)
    practice.keep_sensor("r-004", "watch", WATCH)
    practice.keep_sensor("r-001", "watch", SILENT)

    shown = devices("nl")

    first, second, third = rows(shown)
    assert first.startswith(f"{names['r-001']} PineTime-horloge ▲ opladen, zwijgt al dagen 5 dagen")
    assert "12 % gemeld: 5 dagen geleden niet gezegd" in first
    assert second == f"{names['r-004']} PineTime-horloge niets 2 uur geleden niet gezegd 1.4"
    assert third.startswith(f"{names['r-017']} drukzool, links niets 2 uur geleden 62 %")
    assert "Geen sensor meldde zijn batterij" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_sensor_that_told_it_is_said_and_the_last_data_are_there(
    practice: Store, language: str
) -> None:
    shown = devices(language)

    unknown = "No sensor told its battery: that is known where a collector listens."
    assert words(language).say(unknown) in shown
    assert 'class="sensors"' not in shown
    assert practice.display_names()["r-017"] in shown


def test_nobody_s_sensors_are_told_who_did_not_share_their_load(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.keep_sensor("r-017", "soles", LEFT)
    practice.keep_sensor("r-004", "watch", WATCH)
    sees_all(practice)
    partly = account(practice, "partly")
    consent(practice, partly, "r-004", frozenset({Scope.LOAD}))
    consent(practice, partly, "r-017", frozenset({Scope.PAIN}))
    as_page(monkeypatch, token_of(practice, partly))

    (only,) = rows(devices("en"))

    assert only.startswith(practice.display_names()["r-004"])
