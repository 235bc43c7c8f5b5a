"""`plantar explain`: an alert comes out of stored minutes again, to the last digit."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plantar.day import civil_day, zone
from plantar.measured import Origin, OriginKind, Session, Sport
from plantar.plan import DeclaredShift, PlannedRun
from plantar.store import Batch
from plantar.store.sql import open_store
from processing.recompute import recompute
from tests.cli.conftest import Plantar


@pytest.fixture
def jump(plantar: Plantar, anna: str, tmp_path: Path) -> str:
    """Forty ordinary days and a week of twice as much; the id of the alert about it."""
    today = datetime.now(UTC).date()
    rows = "".join(
        f"{today - timedelta(days=n)},{16_500 if n <= 7 else 8000 + 37 * n}\n" for n in range(1, 48)
    )
    table = tmp_path / "steps.csv"
    table.write_text("date,steps\n" + rows, encoding="utf-8")
    assert plantar("import", table, "--runner", anna).code == 0
    listed = [str(alert["id"]) for alert in plantar("explain", "--json").json]
    return next(name for name in listed if name.endswith("/S4"))


def test_an_alert_is_derived_again_with_its_days(plantar: Plantar, jump: str) -> None:
    ran = plantar("explain", jump, "--json")

    assert ran.code == 0
    assert ran.json["same"] is True
    (alert,) = ran.json["alerts"]
    assert alert["threshold"] == 1.4
    days = {day["day"]: day for day in ran.json["days"]}
    assert len(days) == 35
    told = [day["load_wse"] for day in ran.json["days"]]
    assert alert["inputs"]["acute"] == pytest.approx(sum(told[-7:]) / 7)
    assert alert["inputs"]["chronic"] == pytest.approx(sum(told[-28:-7]) / 21)
    week, *before = ran.json["weeks"]
    assert (week["until"], week["valid_days"]) == (ran.json["day"], 7)
    assert week["sum_wse"] == pytest.approx(7 * alert["inputs"]["acute"])
    assert sum(one["sum_wse"] for one in before) == pytest.approx(21 * alert["inputs"]["chronic"])
    assert plantar("explain", jump).out.rstrip().endswith("the same to the last digit")


def test_an_alert_that_no_longer_follows_is_said_and_fails(
    plantar: Plantar, jump: str, home: Path
) -> None:
    with sqlite3.connect(home / "plantar.db") as connection:
        connection.execute("update day_total set steps = steps + 1")

    ran = plantar("explain", jump, "--json")

    assert ran.code == 1
    assert ran.json["same"] is False


@pytest.mark.parametrize("name", ["nonsense", "anna/2026-01-01/S9", "anna/then/S1"])
def test_an_alert_that_is_none_is_wrong_use(plantar: Plantar, anna: str, name: str) -> None:
    assert plantar("explain", name).code == 2


def test_a_run_beyond_its_plan_is_derived_again_with_the_plan(
    plantar: Plantar, anna: str, home: Path
) -> None:
    now = datetime.now(UTC)
    at = now - timedelta(days=1)
    day = civil_day(at, zone("Europe/Brussels"))
    with open_store(home / "plantar.db") as store:
        runs = (Session(at, Sport.RUNNING, 3600.0, 11_000.0),)
        origin = Origin("one", OriginKind.IMPORT, "run.fit", now)
        store.put(anna, Batch(origin, "watch", runs))
        store.keep_planned_run(anna, PlannedRun(day, 5_000.0, None, "kine-a", "rustig"))
        recompute(store, anna, now=now)

    ran = plantar("explain", f"{anna}/{day}/S1", "--json")

    assert ran.code == 0
    assert ran.json["same"] is True
    (alert,) = ran.json["alerts"]
    assert (alert["inputs"]["planned"], alert["threshold"]) == (5.0, 1.3)
    (plan,) = ran.json["plan"]
    assert (plan["distance_m"], plan["author"], plan["note"]) == (5000.0, "kine-a", "rustig")
    assert "gepland" in alert["sentence"]
    assert "kine-a" in plantar("explain", f"{anna}/{day}/S1").out


def test_a_long_declared_shift_is_derived_again_from_the_shifts_alone(
    plantar: Plantar, anna: str, home: Path
) -> None:
    now = datetime.now(UTC)
    today = civil_day(now, zone("Europe/Brussels"))
    with open_store(home / "plantar.db") as store:
        for back, minutes in ((1, 540.0), *((back, 300.0) for back in range(3, 28, 3))):
            shift = DeclaredShift(today - timedelta(days=back), minutes, "tegels")
            store.keep_declared_shift(anna, shift, now)
        recompute(store, anna, now=now)

    ran = plantar("explain", f"{anna}/{today - timedelta(days=1)}/S3", "--json")

    assert ran.code == 0
    assert ran.json["same"] is True
    (alert,) = ran.json["alerts"]
    assert "geschat" in alert["sentence"].lower()
    assert ran.json["days"] == []
    assert [shift["upright_min"] for shift in ran.json["shifts"]] == [300.0] * 9 + [540.0]
