"""What is older than this place keeps goes, and what was measured stays."""

import logging
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cli import clock
from cli.home import home_of
from cli.retention import Daily
from collector.outbox.box import Outbox
from collector.outbox.room import Bounds
from collector.outbox.state import look
from plantar.own import overdue
from plantar.own.terms import Terms
from plantar.store.engine import Database
from plantar.store.sql import open_store
from tests.cli.conftest import Plantar
from tests.plantar.whole_store import NOW, fill_and_tell


@pytest.fixture
def told(home: Path) -> Path:
    """Old and young files of every kind, and a raw stretch of last week."""
    now = clock.now()
    for folder, names in {
        "backups": (
            "plantar-20200101T000000Z.backup",
            f"plantar-{now:%Y%m%dT%H%M%SZ}.backup",
            "my-own.backup",
        ),
        "erased": ("20200101T000000Z.json", "20200101T000000Z.txt", "20200101T000000Z-2.json"),
    }.items():
        (home / folder).mkdir(parents=True)
        for name in names:
            (home / folder / name).write_text("{}")
    with Outbox(home / "outbox.db", Bounds(raw_age=timedelta(days=99))) as outbox:
        for days in (1, 20):
            at = now - timedelta(days=days)
            outbox.append_raw("sole", at, at, b"raw", now=now)
    return home


def test_a_place_that_said_nothing_keeps_all_but_raw_recordings(
    plantar: Plantar, told: Path
) -> None:
    dry = plantar("retention", "--dry-run")
    kept = look(told / "outbox.db").raw
    done = plantar("retention")

    assert dry.out == "1 raw stretches would be deleted\n"
    assert (kept, look(told / "outbox.db").raw) == (2, 1)
    assert done.out == "1 raw stretches were deleted\n"
    assert len(list((told / "backups").iterdir())) == 3
    assert plantar("retention").out == "nothing is older than this place keeps it\n"


def test_what_has_a_term_goes_and_files_of_others_stay(plantar: Plantar, told: Path) -> None:
    (told / "plantar.toml").write_text(
        "keep_backups_days = 90\nkeep_proofs_days = 365\nkeep_raw_days = 30\n"
    )

    done = plantar("retention")

    assert done.out == "1 backups were deleted\n3 proofs were deleted\n"
    names = {path.name for path in (told / "backups").iterdir()}
    assert "my-own.backup" in names
    assert len(names) == 2
    assert list((told / "erased").iterdir()) == []


@pytest.mark.parametrize(
    "said", ["keep_raw_days = 0", "keep_proofs_days = -1", "keep_raw_days = true"]
)
def test_a_term_that_cannot_be_is_refused_by_its_name(
    said: str, plantar: Plantar, home: Path
) -> None:
    home.mkdir()
    (home / "plantar.toml").write_text(said + "\n")

    refused = plantar("retention")

    assert refused.code == 1
    assert said.split(" = ", maxsplit=1)[0] in refused.err


def test_only_alerts_that_were_taken_back_long_ago_go(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    with open_store(path) as store, closing(Database(path)) as database:
        fill_and_tell(store, "anna")
        stood = store.alert_history("anna", NOW.date() - timedelta(days=60), NOW.date())
        store.withdraw("anna later")
        from processing.recompute import recompute  # noqa: PLC0415  beside its one use

        recompute(store, "anna", now=NOW)
        later = NOW + timedelta(days=31)

        assert stood
        one = {"withdrawn alerts": 1}
        assert overdue.count(database, Terms(), later) == {}
        assert overdue.count(database, Terms(withdrawn_days=90), later) == {}
        assert overdue.count(database, Terms(withdrawn_days=30), later) == one
        assert overdue.erase(database, Terms(withdrawn_days=30), later) == one
        assert store.alert_history("anna", NOW.date() - timedelta(days=60), NOW.date()) == [
            once for once in stood if once.withdrawn_at is None and once.alert.rule != "S2"
        ]


def test_it_is_done_once_a_day_and_a_trouble_ends_nothing(
    told: Path, caplog: pytest.LogCaptureFixture
) -> None:
    daily, now = Daily(home_of()), clock.now()
    with caplog.at_level(logging.INFO):
        daily.look(now)
        assert look(told / "outbox.db").raw == 1
        (told / "outbox.db").write_bytes(b"no database" * 900)
        (told / "outbox.db-wal").unlink(missing_ok=True)
        daily.look(now + timedelta(hours=23))
        daily.look(now + timedelta(hours=25))

    said = [record.getMessage() for record in caplog.records]
    assert said[0] == "1 raw stretches were older than this place keeps them"
    assert [line.split(":")[0] for line in said[1:]] == [
        "what is too old to be kept waits until tomorrow"
    ]
