"""`plantar backup` and `plantar restore` as somebody types them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from plantar.store.sql import open_store
from tests.cli.conftest import Plantar
from tests.plantar.whole_store import fill, held


@pytest.fixture
def store(home: Path) -> Path:
    home.mkdir()
    with open_store(home / "plantar.db") as opened:
        fill(opened, "anna", days=2)
    (home / "sensors.toml").write_text("# who wears what\n")
    (home / "profiles").mkdir()
    (home / "profiles" / "own-sole.toml").write_text("# mine\n")
    (home / "plantar.toml").write_text('language = "fr"\n')
    return home / "plantar.db"


def test_a_backup_goes_to_a_clean_home_with_its_lists_and_without_its_settings(
    plantar: Plantar, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "usb" / "anna.backup"
    made = plantar("backup", file)
    clean = tmp_path / "clean"
    monkeypatch.setenv("PLANTAR_HOME", str(clean))
    back = plantar("restore", file)

    assert (made.code, back.code) == (0, 0), made.err + back.err
    assert made.out.strip().endswith("B, read back")
    assert "equal to the last digit" in back.out
    assert held(str(clean / "plantar.db")) == held(str(store))
    assert (clean / "sensors.toml").read_text() == "# who wears what\n"
    assert (clean / "profiles/own-sole.toml").read_text() == "# mine\n"
    assert not (clean / "plantar.toml").exists()


def test_without_a_name_it_lies_in_the_home_and_replacing_keeps_what_was_there(
    plantar: Plantar, store: Path, home: Path
) -> None:
    assert plantar("backup").code == 0
    (file,) = (home / "backups").glob("plantar-*Z.backup")
    before = held(str(store))
    assert plantar("runner", "add", "bert").code == 0
    (home / "sensors.toml").write_text("# changed\n")

    refused = plantar("restore", file)
    replaced = plantar("restore", file, "--replace")

    assert refused.code == 1
    assert "is not empty, nothing was changed; --replace" in refused.err
    assert replaced.code == 0
    assert held(str(store)) == before
    (kept,) = (home / "backups").glob("replaced-*.backup")
    assert str(kept) in replaced.out
    assert "sensors.toml: was left as it is" in replaced.out
    assert (home / "sensors.toml").read_text() == "# changed\n"


def test_what_is_no_backup_is_refused_before_a_store_is_made(
    plantar: Plantar, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"a photo" * 2_000)

    refused = plantar("restore", tmp_path / "photo.jpg")
    missing = plantar("restore", tmp_path / "none.backup")
    nothing = plantar("backup")

    assert (refused.code, missing.code, nothing.code) == (1, 1, 1)
    assert "photo.jpg: is no backup of Plantar" in refused.err
    assert "none.backup: is no file" in missing.err
    assert "there is no store yet" in nothing.err
    assert not (home / "plantar.db").exists()


def test_a_backup_writes_no_file_but_its_lists_whatever_names_are_in_it(
    plantar: Plantar, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib  # noqa: PLC0415  beside its one use
    import json  # noqa: PLC0415  as above

    file = tmp_path / "forged.backup"
    assert plantar("backup", file).code == 0
    with closing(sqlite3.connect(file)) as connection, connection:
        query = "SELECT content FROM plantar_backup WHERE name = 'manifest'"
        told = json.loads(connection.execute(query).fetchone()[0])
        for name in ("../profiles/out.toml", "plantar.toml"):
            told["files"][name] = hashlib.sha256(b"x").hexdigest()
            connection.execute("INSERT INTO plantar_backup VALUES (?, ?)", (f"file:{name}", b"x"))
        forged = json.dumps(told).encode()
        connection.execute("UPDATE plantar_backup SET content=? WHERE name='manifest'", (forged,))
    clean = tmp_path / "homes" / "clean"
    monkeypatch.setenv("PLANTAR_HOME", str(clean))

    assert plantar("restore", file).code == 0

    assert not (tmp_path / "homes/profiles").exists()
    assert not (clean / "plantar.toml").exists()
