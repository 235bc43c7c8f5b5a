"""The server of a store goes away in mid-work, and comes back."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantar.errors import StoreError
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.sql import open_store
from processing.recompute import recompute_dirty

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
#: Minutes in a batch of the writer.
ROWS = 2_000
WRITER = """
import sys, time
from datetime import UTC, datetime, timedelta
from plantar.errors import StoreError
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.store import Batch
from plantar.store.sql import open_store

address, batches, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
with open_store(address) as store:
    for number in range(batches):
        origin = Origin(f"file {number}", OriginKind.IMPORT, "file", noon)
        minutes = tuple(
            StepMinute(noon + timedelta(minutes=number * rows + n), 0, 80.0, 60.0)
            for n in range(rows)
        )
        print(number, "begins", flush=True)
        while True:
            try:
                store.put("anna", Batch(origin, "watch", minutes))
                break
            except StoreError as trouble:
                print("trouble:", trouble, flush=True)
                time.sleep(0.1)
        print(number, "kept", flush=True)
"""


@pytest.fixture(scope="module")
def lasting() -> Iterator["PrivatePostgres"]:
    """A server that writes through to its disk, as a real one does."""
    from tests.private_postgres import PrivatePostgres  # noqa: PLC0415  needs Unix

    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        server = PrivatePostgres(Path(folder))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.end(signal.SIGQUIT)


def test_a_server_that_crashes_under_a_writer_keeps_whole_batches_and_the_writer_goes_on(
    lasting: "PrivatePostgres",
) -> None:
    with lasting.database() as address:
        with open_store(address) as store:
            store.add_runner(Runner("anna"))
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, address, "6", str(ROWS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                if line == "2 begins\n":
                    break
            lasting.end(signal.SIGQUIT)  # no goodbye: what it had not committed is gone
            troubles = [next(writer.stdout)]
            lasting.start()
            with open_store(address) as store:
                kept = store.origins("anna")
                assert len(kept) >= 2
                assert {known.rows for known in kept} == {ROWS}
            rest = writer.stdout.read().splitlines()

        assert writer.returncode == 0
        troubles += [line for line in rest if line.startswith("trouble")]
        meaning = ("lost its server in mid-work", "does not answer")
        assert all(any(words in line for words in meaning) for line in troubles), troubles
        assert not any("geheim" in line for line in troubles)
        assert rest[-1] == "5 kept"
        with open_store(address) as store:
            assert [known.rows for known in store.origins("anna")] == [ROWS] * 6
            assert len(store.measured("anna", StepMinute, *ALL)) == 6 * ROWS


def test_a_store_that_was_open_works_again_once_its_server_does(
    lasting: "PrivatePostgres",
) -> None:
    with lasting.database() as address, open_store(address) as store:
        store.add_runner(Runner("anna"))
        lasting.end(signal.SIGINT)
        with pytest.raises(StoreError, match="does not answer: is its server running"):
            store.add_runner(Runner("bert"))
        lasting.start()

        store.add_runner(Runner("bert"))

        assert [runner.id for runner in store.runners()] == ["anna", "bert"]


def test_who_computes_while_the_server_restarts_is_told_and_the_next_one_goes_on(
    lasting: "PrivatePostgres",
) -> None:
    with lasting.database() as address, open_store(address) as store:
        store.add_runner(Runner("anna"))
        origin = Origin("phone", OriginKind.IMPORT, "phone.csv", NOON)
        store.put("anna", Batch(origin, "phone", (StepMinute(NOON, 0, 80.0, 60.0),)))

        def interrupted() -> None:
            with store.computing("anna") as ours:
                assert ours
                lasting.end(signal.SIGINT)
                lasting.start()

        with pytest.raises(StoreError, match="lost its server in mid-work"):
            interrupted()

        assert store.states() == []
        assert [state.runner_id for state in recompute_dirty(store, now=NOON)] == ["anna"]
        assert store.dirty("anna").days == ()
