"""`plantar import`: files in, once; a wrong one out again; a bad one refused, nothing half-done."""

import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Plantar, started
from tests.processing.walker import Walker

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]


def steps(path: Path, days: int = 40, count: int = 8000) -> Path:
    today = datetime.now(UTC).date()
    rows = "".join(f"{today - timedelta(days=n)},{count + n}\n" for n in range(1, days + 1))
    path.write_text("date,steps\n" + rows, encoding="utf-8")
    return path


def test_a_table_is_taken_in_once(plantar: Plantar, anna: str, tmp_path: Path) -> None:
    table = steps(tmp_path / "steps.csv")

    first = plantar("import", table, "--runner", anna, "--json")
    second = plantar("import", table, "--runner", anna, "--json")

    assert (first.code, second.code) == (0, 0)
    assert first.json[0]["verdict"] == "accepted"
    assert (first.json[0]["new"], first.json[0]["unchanged"]) == (40, 0)
    assert second.json[0]["verdict"] == "duplicate"
    assert (second.json[0]["new"], second.json[0]["unchanged"]) == (0, 40)
    assert plantar("runner", "show", anna, "--json").json["attention"] == "quiet"


def test_a_longer_export_adds_only_what_is_new(plantar: Plantar, anna: str, tmp_path: Path) -> None:
    plantar("import", steps(tmp_path / "short.csv", 30), "--runner", anna)

    (longer,) = plantar("import", steps(tmp_path / "long.csv", 40), "--runner", anna, "--json").json

    assert (longer["new"], longer["changed"], longer["unchanged"]) == (10, 0, 30)


def test_a_wrong_file_is_taken_back_and_only_that(
    plantar: Plantar, anna: str, tmp_path: Path, contents: Contents
) -> None:
    plantar("import", steps(tmp_path / "right.csv", 30), "--runner", anna)
    before = plantar("runner", "show", anna, "--json").json
    (wrong,) = plantar(
        "import", steps(tmp_path / "wrong.csv", 40, 20_000), "--runner", anna, "--json"
    ).json
    assert (wrong["new"], wrong["changed"]) == (10, 30)

    back = plantar("import", "--undo", wrong["id"], "--json")

    assert back.code == 0
    assert back.json["rows_removed"] == 40
    assert plantar("runner", "show", anna, "--json").json == before
    assert plantar("import", "--undo", wrong["id"]).code == 1


def test_a_folder_gives_a_verdict_per_file(plantar: Plantar, anna: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    steps(tmp_path / "in" / "a.csv")
    (tmp_path / "in" / "b.fit").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    (tmp_path / "in" / ".DS_Store").write_bytes(b"x")

    ran = plantar("import", tmp_path / "in", "--runner", anna, "--json")

    assert ran.code == 1
    assert [(Path(one["file"]).name, one["verdict"]) for one in ran.json] == [
        ("a.csv", "accepted"),
        ("b.fit", "rejected"),
    ]
    assert "PNG" in ran.json[1]["reason"]


def test_an_activity_counts_sessions(plantar: Plantar, anna: str) -> None:
    ran = plantar("import", DATA / "garmin-fenix-5-run.fit", "--runner", anna, "--json")

    (verdict,) = ran.json
    assert (verdict["format"], verdict["verdict"], verdict["new"]) == (
        "fit-activity",
        "accepted",
        1,
    )


def sparse(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    return path


def png_as_fit(path: Path) -> Path:
    body = zlib.compress(b"\0" * 64)
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + body)
    return path


def wrote(text: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date()


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (wrote(""), "empty.fit", "is empty"),
        (png_as_fit, "picture.fit", "PNG"),
        (sparse, "huge.csv", "zero bytes"),
        (wrote("date,steps\n01/02/2026,100\n03/04/2026,200\n"), "two.csv", "--dates"),
        (wrote(f"date,steps\n{TOMORROW},100\n"), "future.csv", "lies in the future"),
        (wrote("date,steps\n2026-02-30,100\n"), "no-day.csv", "2026-02-30"),
        (wrote("date,steps\n2026-02-01,-5\n"), "negative.csv", "-5"),
        (wrote("no table at all"), "words.txt", "no known kind"),
        (lambda path: path, "absent.fit", "does not exist"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_store_is_unchanged(
    plantar: Plantar,
    anna: str,
    tmp_path: Path,
    contents: Contents,
    make: Callable[[Path], Path],
    name: str,
    words: str,
) -> None:
    plantar("import", steps(tmp_path / "good.csv"), "--runner", anna)
    before = measured(contents())

    ran = plantar("import", make(tmp_path / name), "--runner", anna, "--json")

    assert ran.code == 1
    (verdict,) = ran.json
    assert verdict["verdict"] == "rejected"
    assert verdict["file"].endswith(name)
    assert words in verdict["reason"]
    assert measured(contents()) == before


def measured(tables: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but when it was last looked at."""
    return {name: rows for name, rows in tables.items() if name != "state"}


def test_known_exports_are_refused_by_their_name(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    export = tmp_path / "export.xml"
    export.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n]>\n'
        '<HealthData locale="nl_BE"><ExportDate value="2026-01-01"/></HealthData>\n',
        encoding="utf-8",
    )

    (verdict,) = plantar("import", export, "--runner", anna, "--json").json

    assert verdict["reason"] == "recognised as Apple Health, not read yet"


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_an_order_of_dates_decides(plantar: Plantar, anna: str, tmp_path: Path, order: str) -> None:
    table = tmp_path / "two.csv"
    table.write_text("date,steps\n01/02/2026,100\n03/04/2026,200\n", encoding="utf-8")

    (verdict,) = plantar("import", table, "--runner", anna, "--dates", order, "--json").json

    assert verdict["new"] == 2


def test_decimal_commas_and_a_byte_order_mark_are_accepted(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    table = tmp_path / "komma.csv"
    table.write_bytes("\ufeffdatum;stappen\r\n2026-02-13;8123,0\r\n2026-02-14;9000,0\r\n".encode())

    (verdict,) = plantar("import", table, "--runner", anna, "--json").json

    assert (verdict["verdict"], verdict["new"]) == ("accepted", 2)


def test_a_runner_that_does_not_exist_is_never_assumed(plantar: Plantar, tmp_path: Path) -> None:
    ran = plantar("import", steps(tmp_path / "s.csv"), "--runner", "nobody", "--json")

    assert (ran.code, ran.out) == (1, "")
    assert "no runner 'nobody'" in ran.err
    assert plantar("import", steps(tmp_path / "s.csv")).code == 2
    assert plantar("import").code == 2


def test_a_recording_without_a_date_is_analysed_but_not_kept(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    table = tmp_path / "force.csv"
    rows = "".join(f"{n / 100:.2f},350.0,350.0\n" for n in range(400))
    table.write_text("t_s,F_left_N,F_right_N\n" + rows, encoding="utf-8")

    (verdict,) = plantar("import", table, "--runner", anna, "--json").json

    assert verdict["verdict"] == "rejected"
    assert "date" in verdict["reason"]


def test_the_command_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    home = tmp_path / "home"

    added = started("runner", "add", "anna", home=home)
    listed = started("runner", "list", "--json", home=home)

    assert added.returncode == 0, added.stderr
    assert added.stdout == ""
    assert [one["id"] for one in json.loads(listed.stdout)] == ["anna"]
    assert list(home.iterdir())


@pytest.mark.shared
def test_six_years_of_steps_are_taken_in_once(
    plantar: Plantar, anna: str, recordings: Path
) -> None:
    table = recordings / "exports" / "daily_steps" / "StepData_2020_2026.csv"

    (first,) = plantar("import", table, "--runner", anna, "--json").json
    (second,) = plantar("import", table, "--runner", anna, "--json").json

    assert (first["verdict"], first["new"]) == ("accepted", 2238)
    assert (second["verdict"], second["new"], second["unchanged"]) == ("duplicate", 0, 2238)


@pytest.mark.shared
def test_a_real_pair_of_soles_is_kept_as_minutes(
    plantar: Plantar, anna: str, recordings: Path
) -> None:
    walk = recordings / "insole" / "moticon_opengo" / "230927_102114_normal.txt"

    (first,) = plantar("import", walk, "--runner", anna, "--json").json
    (second,) = plantar("import", walk, "--runner", anna, "--json").json

    assert (first["verdict"], first["new"]) == ("accepted", 1)
    assert (second["verdict"], second["new"]) == ("duplicate", 0)


def test_a_walk_on_soles_is_kept_with_its_calibration(
    plantar: Plantar, anna: str, tmp_path: Path, contents: Contents
) -> None:
    at_s, force_n = Walker().walk(70).rest(2.0, 0.0).forces()
    rows = "".join(
        f"{time:.2f}\t{left:.2f}\t{right:.2f}\n"
        for time, left, right in zip(at_s, *force_n, strict=True)
    )
    walk = tmp_path / "walk.txt"
    walk.write_text(
        "# Start time: 02.03.2026 10:59:40.000\n# Sensor insoles: Left SN1, Right SN2\n"
        "# time\tleft total force[N]\tright total force[N]\n" + rows,
        encoding="utf-8",
    )

    assert plantar("import", walk, "--runner", anna).code == 0

    assert len(contents()["calibration"]) == 1
