"""What the pages read is the same, whether it comes from the store or from its mirror."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from plantar.errors import StoreError
from plantar.influx.histories import StoreWithHistories, open_with_histories
from plantar.influx.sync import erase
from plantar.load import Day
from plantar.measured import SourceClass
from plantar.store import Batch, Store
from processing.recompute import recompute
from tests.dashboard.signed_in import as_page, sees_all, token_of
from tests.influx.conftest import BOTH, Mirrored
from tests.influx.influx_rig import Influx
from tests.influx.walked import EVER, NOON, NOW, TODAY, origin, steps, walk

APP = Path(__file__).parents[2] / "dashboard/app.py"
WEEK = (TODAY - timedelta(days=6), TODAY)
#: Further than InfluxDB can count.
OUTSIDE = ((date.min, date.max), (date.min, date(1600, 1, 1)), (date(2300, 1, 1), date.max))
#: How long ago something was goes on while the pages are drawn.
AGO = re.compile(r"\d+ (seconde|minu)\w*")


@pytest.fixture
def reading(mirrored: Mirrored, influx: Influx, address: str) -> Iterator[StoreWithHistories]:
    """The store of the pages, beside the one that is written to."""
    walk(mirrored.store, "anna", 9)
    mirrored.sync()
    with open_with_histories(address, influx.place()) as store:
        yield store


def days(store: Store, first: date, last: date) -> dict[SourceClass, list[Day]]:
    return {kind: store.days("anna", kind, first, last) for kind in SourceClass}


@BOTH
def test_a_history_is_the_same_from_both(mirrored: Mirrored, reading: StoreWithHistories) -> None:
    told = days(mirrored.store, *EVER)

    assert len(told[SourceClass.INSOLE]) == 9
    for first, last in (EVER, WEEK, (TODAY, TODAY), WEEK[::-1], *OUTSIDE):
        assert days(reading, first, last) == days(mirrored.store, first, last)


def test_a_history_really_comes_from_the_mirror(
    reading: StoreWithHistories, influx: Influx
) -> None:
    """The test of the tests above: what is changed in the mirror alone is seen."""
    (before,) = reading.days("anna", SourceClass.INSOLE, TODAY, TODAY)
    at = f"{int(NOON.timestamp()) // 86400 * 86400}000000000"
    influx.write("days", f"day,runner=anna,source_class=insole left_wse=4711 {at}")

    (day,) = reading.days("anna", SourceClass.INSOLE, TODAY, TODAY)

    assert day == replace(before, left_wse=4711.0) != before


@BOTH
def test_a_day_that_the_mirror_has_not_got_yet_comes_from_the_store(
    mirrored: Mirrored, reading: StoreWithHistories
) -> None:
    late = NOON - timedelta(days=4, minutes=30)
    mirrored.store.put("anna", Batch(origin("late"), "watch", (steps(late, 180.0),)))
    mirrored.store.withdraw("anna soles 2")
    mirrored.store.withdraw("anna soles 8")  # the first of all: its day is there no more
    recompute(mirrored.store, "anna", now=NOW)

    assert len(days(mirrored.store, *EVER)[SourceClass.INSOLE]) == 8
    assert mirrored.mirror_notes.waiting()["day"] >= 2
    assert days(reading, *EVER) == days(mirrored.store, *EVER)


def test_who_is_left_out_of_the_mirror_is_read_from_the_store(
    mirrored: Mirrored, reading: StoreWithHistories, influx: Influx
) -> None:
    erase(mirrored.mirror_notes, mirrored.server, "anna")

    assert influx.runners() == set()
    assert len(days(reading, *EVER)[SourceClass.INSOLE]) == 9
    assert days(reading, *EVER) == days(mirrored.store, *EVER)


def test_pages_go_on_without_an_influxd_and_say_so_once(
    mirrored: Mirrored,
    reading: StoreWithHistories,
    influx: Influx,
    caplog: pytest.LogCaptureFixture,
) -> None:
    influx.kill()
    try:
        with caplog.at_level(logging.WARNING, "plantar.influx.histories"):
            told = [days(reading, *EVER) for _ in range(2)]
    finally:
        influx.start()

    assert told == [days(mirrored.store, *EVER)] * 2
    (record,) = caplog.records
    assert record.message.endswith("is not well (502); histories come from the store")
    assert days(reading, *EVER) == told[0]


def test_a_store_of_something_else_is_refused_as_ever(influx: Influx) -> None:
    with pytest.raises(StoreError, match="cannot be made"):
        open_with_histories("/proc/nowhere/plantar.db", influx.place())


def test_the_page_of_a_runner_is_the_same_from_both(
    mirrored: Mirrored,
    influx: Influx,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    walk(mirrored.store, "anna", 30, minutes=1)
    mirrored.sync()
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("PLANTAR_STORE_URL", address)
    for name, value in influx.settings().items():
        monkeypatch.setenv(name, value)
    shown = {}
    for histories in ("sql", "influx"):
        monkeypatch.setenv("PLANTAR_HISTORIES", histories)
        st.cache_resource.clear()
        page = AppTest.from_file(str(APP), default_timeout=60)
        page.query_params["runner"] = "anna"
        as_page(monkeypatch, token_of(mirrored.store, sees_all(mirrored.store)))
        page.session_state["as-table"] = True  # it is sent when it is opened
        page._page_hash = calc_hash("runner")  # as in the tests of the pages
        page.run()
        assert not page.exception, page.exception
        shown[histories] = AGO.sub("", "\n".join(part.value for part in page.get("html")))
    st.cache_resource.clear()

    assert shown["influx"] == shown["sql"]
    assert shown["sql"].count("<tr") > 30  # the table of the days is part of it
