"""`plantar erase` as somebody types it: everywhere in a home, with a proof."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cli.erase import places
from cli.wearers import Worn
from cli.wearers import add as wear
from collector import pairing_file
from collector.outbox.box import Outbox
from collector.own_profile import profile_of
from collector.pairing import PairedSensor
from plantar.errors import StoreError
from plantar.own import erasing
from plantar.own.traces import Traces
from plantar.store.engine import Database
from plantar.store.sql import open_store
from processing.recompute import recompute
from tests.cli.conftest import Plantar
from tests.collector.outbox_children import told
from tests.plantar.whole_store import NOON, NOW, fill

NAMES = (b"anna", "Ångström 足".encode())


@pytest.fixture
def store(home: Path) -> Path:
    """Anna and bert, both with a sensor here and one elsewhere, and rows of both under way."""
    home.mkdir()
    with open_store(home / "plantar.db") as opened:
        fill(opened, "anna", days=3)
        fill(opened, "robert", days=2)
        for who in ("anna", "robert"):
            recompute(opened, who, now=NOW)
    profile = profile_of(home, "running-speed-and-cadence")
    assert profile is not None
    pairing_file.add(
        home,
        [
            PairedSensor(f"pod-{n}", f"00:00:00:00:00:0{n}", "pod", profile, who, NOON, None, who)
            for n, who in enumerate(("anna", "robert"), 1)
        ],
    )
    wear(home, Worn("pi-1", "watch"), "anna")
    wear(home, Worn("pi-1", "other"), "robert")
    with Outbox(home / "outbox.db") as outbox:
        for device in ("anna", "robert"):
            outbox.append(device, [told(2), told(5)], now=NOON, until=NOON, standing=b"x")
            outbox.append_raw(device, NOON, NOON, b"raw of " + device.encode(), now=NOON)
    return home / "plantar.db"


@contextmanager
def bytes_of(home: Path) -> Iterator[dict[str, bytes]]:
    yield {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a19_a_runner_is_erased_everywhere_and_a_search_proves_it(
    plantar: Plantar, store: Path, home: Path
) -> None:
    done = plantar("erase", "--runner", "anna", "--yes")

    assert done.code == 0, done.out + done.err
    with bytes_of(home) as inside:
        assert [path for path, told in inside.items() for name in NAMES[:1] if name in told] == []
        assert all(b"r\xc3\xa5ngstr" not in told for told in inside.values())
        assert sum("Ångström 足".encode() in told for told in inside.values()) == 1  # robert's
    assert "searched 4 places: 0 hits" in done.out
    with open_store(store) as opened:
        assert [one.id for one in opened.runners()] == ["robert"]
        assert opened.state("robert") is not None
    assert [one.runner_id for one in pairing_file.paired_sensors(home)] == ["robert"]
    assert 'runner = "robert"' in (home / "wearers.toml").read_text()
    with Outbox(home / "outbox.db") as outbox:
        assert (outbox.state().waiting, outbox.state().raw) == (2, 1)
    (proof,) = (home / "erased").glob("*.json")
    report = json.loads(proof.read_text())
    salted = hashlib.sha256(bytes.fromhex(report["salt"]) + b"anna").hexdigest()
    assert (report["sha256"], report["hits"]) == (salted, [])
    erased = {place["name"].split()[0]: place["erased"] for place in report["places"]}
    assert erased["lists"] == {"paired sensors": 1, "worn devices": 1}
    assert erased["outbox"]["parcel"] == 2
    assert erased["store"]["foot_minute"] == 18
    assert proof.with_suffix(".txt").read_text().startswith("lists of sensors in")
    assert proof.stat().st_mode & 0o077 == 0
    assert not (home / "erasing.json").exists()


def test_it_is_asked_for_and_a_dry_run_changes_nothing(
    plantar: Plantar, store: Path, home: Path
) -> None:
    with bytes_of(home) as before:
        dry = plantar("erase", "--runner", "anna", "--dry-run")
        asked = plantar("erase", "--runner", "anna")
        with bytes_of(home) as after:
            assert {path for path in before if before[path] != after[path]} == set()

    assert (dry.code, asked.code) == (0, 2)
    assert "foot_minute" in dry.err
    assert "paired sensors" in dry.err
    assert "nothing was erased" in dry.out
    assert "--yes" in asked.err
    assert plantar("erase", "--runner", "zoe", "--yes").code == 1
    assert plantar("erase", "--runner", "../x", "--yes").code == 2
    assert store.exists()


def test_what_was_broken_off_is_gone_on_with(
    plantar: Plantar, store: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> str:
        raise StoreError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(places.erasing, "write_over", break_off)
        first = plantar("erase", "--runner", "anna", "--yes")
    again = plantar("erase", "--runner", "anna", "--yes")

    assert (first.code, again.code) == (1, 0), again.out + again.err
    assert "the power went" in first.err
    with bytes_of(home) as inside:
        assert [path for path, told in inside.items() if b"anna" in told] == []
    assert store.exists()


def test_backups_that_hold_them_are_named_and_deleted_when_asked(
    plantar: Plantar, store: Path, home: Path
) -> None:
    assert plantar("backup").code == 0
    plantar("export", "--runner", "anna", "--to", home / "mine.zip")
    plantar("export", "--runner", "robert", "--to", home / "other.zip")
    (backup,) = (home / "backups").glob("*.backup")
    first = plantar("erase", "--runner", "anna", "--yes")
    with open_store(store) as opened:
        fill(opened, "anna", days=1)
    second = plantar("erase", "--runner", "anna", "--yes", "--backups")

    assert (first.code, second.code) == (0, 0), first.out + second.out
    assert f"{backup}: a backup that holds them; still there" in first.out
    assert "mine.zip: an export of theirs; still there" in first.out
    assert f"{backup}: a backup that holds them; deleted" in second.out
    assert not backup.exists()
    assert not (home / "mine.zip").exists()
    assert (home / "other.zip").exists()


def test_what_is_left_somewhere_is_named_and_it_fails(
    plantar: Plantar, store: Path, home: Path
) -> None:
    (home / "notes.txt").write_text("anna moved her pods; annabel did not\n")

    done = plantar("erase", "--runner", "anna", "--yes")
    (home / "notes.txt").unlink()
    again = plantar("erase", "--runner", "anna", "--yes")

    assert (done.code, again.code) == (1, 0), again.out + again.err
    assert "1 hits" in done.out
    assert f"{home / 'notes.txt'}: 1" in done.out
    assert store.exists()


def test_bytes_that_a_page_could_not_write_over_are_found_and_written_over(
    plantar: Plantar, store: Path, home: Path
) -> None:
    for path in (home / "sensors.toml", home / "wearers.toml", home / "outbox.db"):
        path.unlink()
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute(
            "UPDATE display_name SET name = name || ' anna' WHERE runner_id = 'anna'"
        )
    with closing(Database(store)) as database:
        erasing.erase_rows(database, "anna")
        left = list(erasing.find_bytes(database, Traces(["anna"])))

    done = plantar("erase", "--runner", "anna", "--yes")

    assert left  # in the log of the file, which others held open
    assert done.code == 0, done.out + done.err
    assert not any(b"anna" in path.read_bytes() for path in home.glob("plantar.db*"))
    assert plantar("erase", "--runner", "anna", "--yes").code == 1


def test_an_export_says_which_raw_recordings_are_not_in_it(
    plantar: Plantar, store: Path, home: Path
) -> None:
    told = plantar("export", "--runner", "anna", "--to", home / "anna.zip")

    assert "Not in it: 1 raw stretches of anna (11 bytes) in" in told.err
    assert store.exists()


def test_a_collector_that_works_has_to_be_stopped_first(
    plantar: Plantar, store: Path, home: Path
) -> None:
    with Outbox(home / "outbox.db"):
        done = plantar("erase", "--runner", "anna", "--yes")

    assert done.code == 1
    assert "a collector works with this outbox; stop it first" in done.err
    assert store.exists()
