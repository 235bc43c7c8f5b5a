"""`plantar ratio`: one row per calendar day, missing apart from rest."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Plantar


def table(path: Path, loads: list[float | None], first: date = date(2026, 1, 1)) -> Path:
    rows = [
        f"{first + timedelta(days=n)},{load}" for n, load in enumerate(loads) if load is not None
    ]
    path.write_text("date,load\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_day_28_is_the_first_with_a_ratio(plantar: Plantar, tmp_path: Path) -> None:
    ran = plantar("ratio", table(tmp_path / "l.csv", [30.0] * 21 + [50.0] * 7), "--json")

    assert ran.code == 0
    assert len(ran.json) == 28
    assert ran.json[26]["ratio"] is None
    assert ran.json[26]["reason"] == "baseline building, day 27 of 28"
    assert ran.json[27] == {
        "date": "2026-01-28",
        "acute": 50.0,
        "chronic": 30.0,
        "ratio": pytest.approx(5 / 3),
        "reason": None,
        "method": "uncoupled",
        "week_sum": 350.0,
        "valid_days": 7,
        "valid_days_before": 21,
        "week_change": pytest.approx(2 / 3),
        "weekly_ceiling": pytest.approx(5 / 3),
    }


@pytest.mark.parametrize("method", ["uncoupled", "coupled", "ewma", "ewma-seed"])
def test_five_shifts_instead_of_three_show_in_the_sum_and_not_in_the_mean(
    plantar: Plantar, tmp_path: Path, method: str
) -> None:
    three: list[float | None] = [80.0, None, 80.0, None, 80.0, None, None]
    five: list[float | None] = [80.0, 80.0, 80.0, 80.0, 80.0, None, None]

    ran = plantar(
        "ratio", table(tmp_path / "l.csv", three * 3 + five), "--method", method, "--json"
    )

    before, last = ran.json[18], ran.json[-1]  # up to the last shift of a week
    assert (before["week_sum"], before["valid_days"]) == (240.0, 3)
    assert (last["week_sum"], last["valid_days"], last["valid_days_before"]) == (400.0, 5, 9)
    assert last["week_change"] is None  # neither week has six days
    assert last["method"] == method
    if method == "uncoupled":
        assert last["acute"] == 80.0
        assert "400.0" in plantar("ratio", tmp_path / "l.csv").out


@pytest.mark.parametrize(
    ("method", "ratio"),
    [("uncoupled", 5 / 3), ("coupled", 10 / 7), ("ewma-seed", 1.249746), ("ewma", 1.210546)],
)
def test_every_method_has_its_own_ratio(
    plantar: Plantar, tmp_path: Path, method: str, ratio: float
) -> None:
    loads = table(tmp_path / "l.csv", [30.0] * 21 + [50.0] * 7)

    assert plantar("ratio", loads, "--method", method, "--json").json[-1]["ratio"] == pytest.approx(
        ratio, abs=5e-7
    )


def test_an_absent_day_is_missing_and_a_zero_is_rest(plantar: Plantar, tmp_path: Path) -> None:
    loads: list[float | None] = [10.0] * 35
    absent = [None if n == 30 else load for n, load in enumerate(loads)]
    rest = [0.0 if n == 30 else load for n, load in enumerate(loads)]

    missing = plantar("ratio", table(tmp_path / "a.csv", absent), "--json").json
    rested = plantar("ratio", table(tmp_path / "r.csv", rest), "--json").json

    assert len(missing) == len(rested) == 35
    assert missing[30]["acute"] == pytest.approx(10.0)
    assert rested[30]["acute"] == pytest.approx(60 / 7)


def test_too_few_measured_days_say_so(plantar: Plantar, tmp_path: Path) -> None:
    loads: list[float | None] = [10.0] * 28 + [None] * 4 + [10.0]

    last = plantar("ratio", table(tmp_path / "l.csv", loads), "--json").json[-1]

    assert last["ratio"] is None
    assert last["reason"] == "3 measured days this week, 4 needed"


def test_decimal_commas_a_byte_order_mark_and_semicolons_are_read(
    plantar: Plantar, tmp_path: Path
) -> None:
    path = tmp_path / "l.csv"
    rows = "".join(f"{n:02d}/03/2026;10,5\r\n" for n in range(1, 30))
    path.write_bytes(("\ufeffdatum;belasting\r\n" + rows).encode())

    assert plantar("ratio", path, "--json").json[-1]["acute"] == pytest.approx(10.5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("date,load\n2026-01-01,ten\n", "'ten' is no number"),
        ("date,load\n2026-01-01,-3\n", "'-3' is not 0 or more"),
        ("date,load\n2026-01-01,1\n2026-01-01,2\n", "2026-01-01 is there twice"),
        ("date,load\n01/02/2026,1\n03/04/2026,2\n", "--dates dmy|mdy"),
        ("date,load\n", "a header and no days"),
        ("date,a,b\n2026-01-01,1,2\n", "one `load`"),
        ("", "is empty"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_cause(
    plantar: Plantar, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "l.csv"
    path.write_text(text, encoding="utf-8")

    ran = plantar("ratio", path, "--json")

    assert ran.code == 1
    assert ran.out == ""
    assert str(path) in ran.err
    assert words in ran.err


def test_an_order_of_dates_may_be_said(plantar: Plantar, tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("date,load\n01/02/2026,1\n03/02/2026,2\n", encoding="utf-8")

    rows = plantar("ratio", path, "--dates", "dmy", "--json").json

    assert [row["date"] for row in rows] == ["2026-02-01", "2026-02-02", "2026-02-03"]


def test_a_method_nobody_knows_is_wrong_use(plantar: Plantar, tmp_path: Path) -> None:
    ran = plantar("ratio", table(tmp_path / "l.csv", [1.0]), "--method", "magic")

    assert ran.code == 2
    assert "uncoupled, coupled, ewma, ewma-seed" in ran.err
