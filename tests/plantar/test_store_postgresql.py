"""What differs between two databases does not show: words, numbers, passwords, races."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import text

from plantar.errors import RunnerExists, StoreError
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.engine import Database
from plantar.store.migrate import config
from plantar.store.migrations import HEAD
from plantar.store.sql import open_store

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
HERE = pytest.mark.postgres
OPENER = "import sys; from plantar.store.sql import open_store; open_store(sys.argv[1]).close()"
ADDER = """
import sys
from plantar.errors import RunnerExists
from plantar.runner import Runner
from plantar.store.sql import open_store
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    made = 0
    for n in range(40):
        try:
            store.add_runner(Runner(f"runner-{n}"))
            made += 1
        except RunnerExists:
            pass
    print(made)
"""


def test_a_text_that_one_database_cannot_keep_is_kept_by_none(store: Store) -> None:
    pain = PainReport(NOON, PainMoment.EVENING, 2, note="stijf\0 links")
    origin = Origin("odd", OriginKind.IMPORT, "stap\0pen.csv", NOON)

    with pytest.raises(StoreError, match="cannot keep this: a text with a NUL character"):
        store.add_pain("anna", pain, NOON)
    with pytest.raises(StoreError, match="cannot keep this: a text with a NUL character"):
        store.put("anna", Batch(origin, "watch", (StepMinute(NOON, 0, 80.0, 60.0),)))

    assert store.pain("anna", *ALL) == []
    assert store.origins() == []
    assert store.dirty("anna").days == ()


def test_the_widest_numbers_of_a_record_come_back_from_either(store: Store) -> None:
    origin = Origin("odd", OriginKind.IMPORT, "stappen.csv", NOON)
    minute = StepMinute(NOON, 2**53, 1 / 3, 5e-324, speed_mps=0.1 + 0.2)

    store.put("anna", Batch(origin, "watch", (minute,)))

    (told,) = store.measured("anna", StepMinute, *ALL)
    assert told.record == minute


def test_notes_sort_by_their_characters_and_not_by_an_alphabet(store: Store) -> None:
    # Recorded at the same moment: the note decides, and it must do so everywhere alike.
    for note in ("éénmaal", "Zeurend", "aan", "_", "a b", "ab"):
        store.add_pain("anna", PainReport(NOON, PainMoment.EVENING, 2, note=note), NOON)

    (counts,) = store.pain("anna", *ALL)

    assert counts.note == "éénmaal"  # no alphabet puts it last, but its first letter has most


def test_a_word_of_any_script_comes_back(store: Store) -> None:
    note = "hiel 🦶 – «pijnlijk», ʼs ochtends \t\r\n\x01 مرحبا"

    store.add_pain("anna", PainReport(NOON, PainMoment.EVENING, 2, note=note), NOON)

    assert store.pain("anna", *ALL)[0].note == note


@HERE
def test_every_text_of_postgresql_sorts_as_in_sqlite_and_the_revision_can_go_back(
    postgres: "PrivatePostgres",
) -> None:
    query = (
        "SELECT DISTINCT COALESCE(collation_name, 'alphabet') FROM information_schema.columns"
        " WHERE table_schema = 'public' AND data_type = 'text'"
    )
    with postgres.database() as address:
        with open_store(address) as store:
            store.add_runner(Runner("anna"), "Anna P.")
        database = Database(address)
        with database.writing() as connection:
            assert connection.scalars(text(query)).all() == ["C"]
            command.downgrade(config(connection), "0008")
            assert connection.scalars(text(query)).all() == ["alphabet"]
        database.close()
        with open_store(address) as store:
            assert store.display_names() == {"anna": "Anna P."}


@HERE
def test_hosts_that_start_at_once_make_the_tables_once(postgres: "PrivatePostgres") -> None:
    with postgres.database() as address:
        openers = [
            subprocess.Popen(
                [sys.executable, "-c", OPENER, address],
                cwd=ROOT,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        assert [(one.communicate()[1], one.returncode) for one in openers] == [("", 0)] * 3
        with open_store(address) as store:
            assert store.runners() == []


@HERE
def test_who_waits_for_another_host_s_migration_finds_it_done(postgres: "PrivatePostgres") -> None:
    with postgres.database() as address:
        open_store(address).close()
        database = Database(address)
        with database.writing() as connection:
            command.downgrade(config(connection), "0007")
        with database.claiming("tables") as ours:
            assert ours
            with pytest.raises(StoreError, match="is busy"):
                open_store(address, patience_s=0.1)
        open_store(address).close()
        with database.reading() as connection:
            told = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
        database.close()
    assert told == [HEAD]


def test_of_two_who_add_the_same_runners_each_is_told_who_was_first(address: str) -> None:
    open_store(address).close()
    adders = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, address],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for one in adders:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    made = [int(one.communicate("go\n")[0]) for one in adders]

    assert [one.returncode for one in adders] == [0, 0]
    assert sum(made) == 40
    with open_store(address) as store:
        assert len(store.runners()) == 40
        with pytest.raises(RunnerExists):
            store.add_runner(Runner("runner-0"))


def test_a_store_of_a_newer_plantar_is_refused_and_keeps_its_revision(address: str) -> None:
    open_store(address).close()
    database = Database(address)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(
        StoreError, match=r"was written by a newer Plantar \(tables 9999"
    ) as refused:
        open_store(address)

    with database.reading() as connection:
        kept = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    database.close()
    assert kept == ["9999"]
    assert "geheim" not in str(refused.value)


def test_a_database_of_something_else_is_left_alone_wherever_it_is(address: str) -> None:
    database = Database(address)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE photos (id INTEGER)"))

    with pytest.raises(StoreError, match="is a database of something else"):
        open_store(address)

    with database.reading() as connection:
        assert connection.execute(text("SELECT * FROM photos")).all() == []
    database.close()


@HERE
def test_an_address_that_does_not_let_one_in_is_named_without_its_password(
    postgres: "PrivatePostgres",
) -> None:
    right = postgres.address("store")
    wrong = {
        right.replace("/store?", "/stores?"): "no database of that name",
        right.replace("geheim", "geheimer"): "refuses this user or password",
        right.replace(":geheim", "") + "&password=geheimer": "refuses this user or password",
        right.replace("host=/", "host=/nowhere/"): "is its server running",
    }

    for address, said in wrong.items():
        with pytest.raises(StoreError, match=said) as refused:
            open_store(address)
        assert "geheim" not in str(refused.value)
        assert "postgresql+psycopg://plantar" in str(refused.value)


def test_a_password_with_an_at_sign_is_not_taken_for_a_host() -> None:
    with pytest.raises(StoreError, match="written %40") as refused:
        open_store("postgresql://anna:ge@heim@localhost/x")

    assert "heim" not in str(refused.value)
