"""Before the tables of a store change, what is in it is kept; or they do not change."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import text

from plantar.errors import FileRejected, StoreError
from plantar.runner import Runner
from plantar.store.before_migration import KEPT
from plantar.store.engine import Database
from plantar.store.migrate import config, revision
from plantar.store.migrations import HEAD
from plantar.store.restore import verify
from plantar.store.sql import open_store
from tests.collector.test_outbox_disk import small_disk  # noqa: F401  a fixture

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres


def old(address: str | Path, at: str = "0005", *, with_runner: bool = True) -> None:
    """Make a store of an earlier revision."""
    if with_runner:
        with open_store(address) as store:
            store.add_runner(Runner("anna", body_mass_kg=62.5))
    else:
        open_store(address).close()
    back(address, at)


def back(address: str | Path, at: str) -> None:
    with closing(Database(address)) as database, database.writing() as connection:
        command.downgrade(config(connection), at)


def at_revision(address: str | Path) -> str | None:
    with closing(Database(address)) as database, database.reading() as connection:
        return revision(connection)


def test_a_file_is_kept_beside_the_store_under_its_old_revision_and_told_in_a_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "plantar.db"
    old(path)

    with open_store(path, backups=tmp_path / "elsewhere") as store:
        assert store.runner("anna") == Runner("anna", body_mass_kg=62.5)

    (kept,) = tmp_path.glob("*.backup")
    assert kept.name == "plantar.db.from-0005.backup"
    manifest = verify(kept)
    assert (manifest.revision, manifest.tables["runner"].rows) == ("0005", 1)
    assert caplog.messages == [f"{path}: its tables change; as it was it is kept in {kept}"]
    assert at_revision(path) == HEAD


@pytest.mark.postgres
def test_a_database_of_postgresql_is_kept_in_the_folder_that_is_named(
    postgres: "PrivatePostgres", tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with postgres.database() as address:
        old(address)

        open_store(address, backups=tmp_path / "backups").close()

        (kept,) = (tmp_path / "backups").iterdir()
        assert kept.name == "postgresql.from-0005.backup"
        assert verify(kept).tables["runner"].rows == 1
        assert "geheim" not in caplog.text
        assert at_revision(address) == HEAD


def test_a_new_store_and_one_without_anybody_in_it_need_none(tmp_path: Path) -> None:
    old(tmp_path / "plantar.db", with_runner=False)

    open_store(tmp_path / "plantar.db").close()

    assert list(tmp_path.glob("*.backup")) == []


def test_only_the_last_few_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "plantar.db"
    old(path)
    for _ in range(KEPT + 2):
        open_store(path).close()
        back(path, "0008")

    names = {one.name for one in tmp_path.glob("*.backup")}

    assert len(names) == KEPT
    assert "plantar.db.from-0005.backup" not in names


def test_on_a_full_disk_the_migration_is_not_begun_and_it_says_why(
    small_disk: Path,  # noqa: F811  the fixture of that name
) -> None:
    path = small_disk / "plantar.db"
    old(path)
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 32_768))

    with pytest.raises(
        FileRejected, match=r"from-0005\.backup: .*full; it is the backup before a migration"
    ):
        open_store(path)

    assert at_revision(path) == "0005"
    assert list(small_disk.glob("*.backup*")) == []


@pytest.mark.postgres
def test_where_the_folder_cannot_be_made_the_migration_is_not_begun(
    postgres: "PrivatePostgres", tmp_path: Path
) -> None:
    (tmp_path / "backups").write_text("no folder")
    with postgres.database() as address:
        old(address)

        with pytest.raises(FileRejected, match=r"backups.*cannot be written: .*not begun"):
            open_store(address, backups=tmp_path / "backups")

        assert at_revision(address) == "0005"


@pytest.mark.postgres
def test_a_newer_store_on_postgresql_is_refused_too(postgres: "PrivatePostgres") -> None:
    with postgres.database() as address:
        open_store(address).close()
        with closing(Database(address)) as database, database.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        with pytest.raises(StoreError, match="was written by a newer Plantar"):
            open_store(address)
