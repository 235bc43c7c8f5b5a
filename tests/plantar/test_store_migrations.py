"""A store made by an earlier Plantar opens in a later one with everything in it."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from plantar.alert import Level, Rule
from plantar.clinic import ClinicThreshold
from plantar.day import civil_day
from plantar.errors import StoreError
from plantar.measured import Gap, GapCause, Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.response import Reason, ResponseKind
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.store import Batch, figures_tables
from plantar.store.columns import moment_us
from plantar.store.engine import Database
from plantar.store.migrate import config
from plantar.store.migrations import HEAD
from plantar.store.sql import open_store
from processing.recompute import recompute

METADATA = figures_tables.STATE.metadata
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
JUNE = (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
STEPS = StepMinute(NOON, 0, 80.0, 60.0)
#: A runner with one minute, in the words of the tables as they first were. Its numbers are far from
#: those that PostgreSQL gives out itself.
FIRST_REVISION = """
INSERT INTO runner (id, zone, language, mark) VALUES ('anna', 'Europe/Brussels', 'nl', 0);
INSERT INTO origin (no, id, runner_id, kind, label, received_at, row_count)
VALUES (9001, 'old', 'anna', 'import', 'old.fit', 1780315200000000, 1);
INSERT INTO source (no, runner_id, name) VALUES (9001, 'anna', 'watch');
INSERT INTO step_minute (source_no, origin_no, at, revision, moving_s, steps, quality)
VALUES (9001, 9001, 1780315200000000, 0, 60.0, 80.0, '')
"""


@contextmanager
def writing(path: Path | str) -> Iterator[Connection]:
    database = Database(path)
    try:
        with database.writing() as connection:
            yield connection
    finally:
        database.close()


def test_a_store_of_the_first_revision_keeps_its_steps(address: str) -> None:
    with writing(address) as connection:
        command.upgrade(config(connection), "0001")
        for row in FIRST_REVISION.split(";"):
            connection.execute(text(row))
        assert "state" not in inspect(connection).get_table_names()

    with open_store(address) as store:
        (told,) = store.measured("anna", StepMinute, *JUNE)
        assert store.runner("anna") == Runner("anna")
        store.add_pain("anna", PainReport(NOON, PainMoment.EVENING, 2), NOON)

        assert told.record == STEPS
        assert store.states() == []


def test_a_day_computed_before_its_uncertain_part_was_told_is_computed_again(
    address: str,
) -> None:
    day = civil_day(NOON, ZoneInfo("Europe/Brussels"))
    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        origin = Origin("phone", OriginKind.IMPORT, "phone.csv", NOON)
        store.put("anna", Batch(origin, "phone", (StepMinute(NOON, 0, 140.0, 60.0),)))
        recompute(store, "anna", now=NOON)
        (computed,) = store.days("anna", SourceClass.WATCH, day, day)
    with writing(address) as connection:
        command.downgrade(config(connection), "0004")

    with open_store(address) as store:
        (old,) = store.days("anna", SourceClass.WATCH, day, day)
        asked = store.dirty("anna").days
        recompute(store, "anna", now=NOON)
        (again,) = store.days("anna", SourceClass.WATCH, day, day)

    assert computed.uncertain_wse == computed.load_wse
    assert (old.uncertain_wse, asked) == (0.0, (day,))
    assert again == computed


def test_when_an_episode_was_acknowledged_becomes_an_answer_and_back(address: str) -> None:
    at, june = moment_us(NOON), NOON.date()
    with writing(address) as connection:
        command.upgrade(config(connection), "0010")
        connection.execute(
            text(
                "INSERT INTO runner (id, zone, language, mark) "
                "VALUES ('anna', 'Europe/Brussels', 'nl', 0)"
            )
        )
        for opened, acknowledged in (("2026-06-01", at), ("2026-06-20", None)):
            connection.execute(
                text(
                    "INSERT INTO episode (runner_id, family, opened, level, last_day, sent,"
                    " acknowledged_at) VALUES ('anna', 'load', :opened, 2, :opened, 0, :at)"
                ),
                {"opened": opened, "at": acknowledged},
            )
        connection.execute(
            text(
                "INSERT INTO origin (no, id, runner_id, kind, label, received_at, row_count) "
                "VALUES (9001, 'old', 'anna', 'import', 'old.fit', :at, 1)"
            ),
            {"at": at},
        )

    with open_store(address) as store:
        later, first = store.episodes("anna")
        (answer,) = first.responses
        assert later.responses == ()
        assert (answer.kind, answer.at, answer.day) == (ResponseKind.ACKNOWLEDGED, NOON, june)
        assert (answer.reason, answer.level) == (Reason.NOT_ASKED, Level.CAUTION)
        assert store.arrivals("anna") == [june]
    with writing(address) as connection:
        command.downgrade(config(connection), "0010")
        kept = connection.execute(text("SELECT acknowledged_at FROM episode ORDER BY opened"))
        assert kept.all() == [(at,), (None,)]


def test_every_revision_goes_back_and_forth(address: str) -> None:
    with open_store(address) as store:
        store.add_runner(Runner("anna"))

    with writing(address) as connection:
        command.downgrade(config(connection), "0001")
        assert "pain" not in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT id FROM runner")).all() == [("anna",)]
    with open_store(address) as store:
        assert store.runner("anna") == Runner("anna")
    with writing(address) as connection:
        command.downgrade(config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with open_store(address) as store:
        assert store.runners() == []


def test_a_store_without_plans_or_exercises_takes_them_in_and_can_go_back(address: str) -> None:
    own = RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "wisselt sterk", NOON.date())
    planned = PlannedRun(NOON.date(), 8_000.0, None, "kine-a")
    shift = DeclaredShift(NOON.date(), 480.0)
    raises = Phase("1", 1, (Exercise("heel raise", 3, 12, every_days=2),))
    programme = Programme(NOON.date(), (raises,), "kine-a")
    done = StrengthSession(NOON.date(), "heel raise", 3, 12, 10.0, start=NOON, duration_s=900.0)
    tables = {"planned_run", "declared_shift", "programme", "strength_session"}
    with open_store(address) as store:
        store.add_runner(Runner("anna"), "Anna P.")
        store.add_override("anna", own)
        store.add_pain("anna", PainReport(NOON, PainMoment.EVENING, 2), NOON)
    with writing(address) as connection:
        command.downgrade(config(connection), "0003")
        assert tables.isdisjoint(inspect(connection).get_table_names())

    for _ in range(2):
        with open_store(address) as store:
            assert store.overrides("anna") == [own]
            assert store.planned_runs("anna") == store.programmes("anna") == []
            assert store.declared_shifts("anna") == store.strength_log("anna") == []
            store.keep_planned_run("anna", planned)
            told = store.keep_declared_shift("anna", shift, NOON)
            store.keep_programme("anna", programme)
            logged = store.keep_strength("anna", done, NOON)
        with open_store(address) as store:
            assert store.planned_runs("anna") == [planned]
            assert store.declared_shifts("anna") == [told]
            assert store.programmes("anna") == [programme]
            assert store.strength_log("anna") == [logged]
        with writing(address) as connection:
            command.downgrade(config(connection), "0003")
            assert tables.isdisjoint(inspect(connection).get_table_names())
            values = connection.execute(text("SELECT value FROM rule_override")).all()
            assert values == [(own.value,)]
            assert connection.execute(text("SELECT name FROM display_name")).all() == [("Anna P.",)]


def test_a_practice_without_thresholds_takes_them_in_and_can_go_back(address: str) -> None:
    decided = ClinicThreshold(Rule.P2, "rise", 3.0, "kine-a", "ruis", NOON.date(), NOON)
    back = replace(decided, value=None, decided_at=NOON + timedelta(days=1))
    with open_store(address) as store:
        store.add_runner(Runner("anna"))

    for _ in range(2):
        with writing(address) as connection:
            command.downgrade(config(connection), "0010")
            assert "clinic_threshold" not in inspect(connection).get_table_names()
        with open_store(address) as store:
            assert store.clinic_thresholds() == []
            store.keep_clinic_threshold(decided)
            store.keep_clinic_threshold(back)
            assert store.clinic_thresholds() == [decided, back]
            assert store.runner("anna") == Runner("anna")


def test_gaps_keep_their_feet_forth_and_are_one_of_two_feet_back(address: str) -> None:
    live = Origin("live", OriginKind.STREAM, "shoes", NOON)
    late = NOON + timedelta(minutes=5)
    left = Gap(NOON, NOON + timedelta(minutes=1), 6000, GapCause.STALL, Foot.LEFT)
    right = Gap(NOON, late, None, GapCause.LINK, Foot.RIGHT)
    both = Gap(late, late, 3, GapCause.OVERFLOW)

    def gaps() -> list[Gap]:
        with open_store(address) as store:
            return [told.record for told in store.measured("anna", Gap, *JUNE)]

    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        store.put("anna", Batch(live, "shoes", (left, right, both)))
    with writing(address) as connection:
        command.downgrade(config(connection), "0007")
        columns = {column["name"] for column in inspect(connection).get_columns("gap")}
        kept = connection.execute(text("SELECT until, missing, cause FROM gap ORDER BY since"))
        assert kept.all() == [(moment_us(late), None, "link"), (moment_us(late), 3, "overflow")]
        assert "foot" not in columns
        assert inspect(connection).get_indexes("gap")[0]["name"] == "ix_gap_origin"

    assert gaps() == [replace(right, foot=None), both]

    with open_store(address) as store:
        store.put("anna", Batch(live, "shoes", (left, right)))
    assert gaps() == [replace(right, foot=None), left, right, both]


def test_the_revisions_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    path = tmp_path / "plantar.db"
    open_store(path).close()

    with writing(path) as connection:
        scripts = ScriptDirectory.from_config(config(connection))
        assert scripts.get_heads() == [HEAD]
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        made = dict(
            connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            ).all()
        )
        for table in METADATA.sorted_tables:
            assert "STRICT" in made[table.name], table
            rowid = table.dialect_options["sqlite"]["with_rowid"]
            assert ("WITHOUT ROWID" in made[table.name]) is not rowid, table


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=str)
def test_every_table_can_be_made_in_postgresql_with_wide_numbers(table: object) -> None:
    dialect = postgresql.dialect()

    made = str(CreateTable(table).compile(dialect=dialect))  # type: ignore[arg-type]

    assert " REAL" not in made
    assert " INTEGER" not in made
    for index in table.indexes:  # type: ignore[attr-defined]
        assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))


def test_a_store_of_a_newer_plantar_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    open_store(path).close()
    with writing(path) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = path.read_bytes()

    with pytest.raises(StoreError, match=r"newer\.db: was written by a newer Plantar"):
        open_store(path)

    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with writing(path) as connection:
        connection.execute(text("CREATE TABLE photos (id INTEGER)"))

    with pytest.raises(StoreError, match=r"photos\.db: is a database of something else"):
        open_store(path)

    with writing(path) as connection:
        assert inspect(connection).get_table_names() == ["photos"]


def test_a_migration_that_fails_leaves_nothing_behind(address: str) -> None:

    def broken() -> None:
        with writing(address) as connection:
            command.upgrade(config(connection), "0001")
            connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(StoreError, match="nowhere"):
        broken()

    with writing(address) as connection:
        assert inspect(connection).get_table_names() == []


def test_the_wheel_carries_the_migrations(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    build = "import hatchling.build, sys;print(hatchling.build.build_wheel(sys.argv[1]))"
    pytest.importorskip("hatchling", reason="the wheel is built where hatchling is installed")
    if not (root / "README.md").exists():
        pytest.skip("the project has no README.md yet, which its wheel names")

    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=root, check=True)

    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    here = "plantar/store/migrations"
    assert {f"{here}/env.py", f"{here}/versions/0001_measured.py"} <= set(names)
