"""`plantar up` on a store that goes away for a while, and what becomes of it when it is killed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from tests.cli.test_cli_up import ROOT, answers, free_port, wait_for

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

NAME = "Tellingwe Nameson"


@pytest.fixture
def server() -> Iterator["PrivatePostgres"]:
    from tests.private_postgres import QUICK, PrivatePostgres  # noqa: PLC0415  needs Unix

    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        one = PrivatePostgres(Path(folder), *QUICK)
        one.make()
        one.start()
        try:
            yield one
        finally:
            one.end(signal.SIGQUIT)


def measured(store: Store, number: int) -> None:
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=number + 1)
    origin = Origin(f"watch {number}", OriginKind.IMPORT, "w.csv", at)
    store.put("r-7", Batch(origin, "watch", (StepMinute(at, 0, 80.0, 60.0),)))


def is_computed(store: Store) -> bool:
    return store.state("r-7") is not None and not store.dirty("r-7").days


@pytest.mark.postgres
def test_up_goes_on_when_its_store_is_back_and_its_pages_end_when_it_is_killed(
    server: "PrivatePostgres", tmp_path: Path
) -> None:
    address, port = server.create("clinic"), free_port()
    with open_store(address) as store:
        store.add_runner(Runner("r-7", body_mass_kg=70.0), NAME)
        measured(store, 0)
    said = tmp_path / "said"
    with said.open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import main; main()", "up", "--port", str(port)],
            cwd=ROOT,
            env={
                **os.environ,
                "PLANTAR_HOME": str(tmp_path / "home"),
                "PLANTAR_STORE_URL": address,
                "PLANTAR_LOG_FORMAT": "json",
            },
            stdout=log,
            stderr=log,
            text=True,
        )
    try:
        wait_for(lambda: answers(port), running)
        with open_store(address) as store:
            wait_for(lambda: is_computed(store), running)
        server.end(signal.SIGINT)
        wait_for(lambda: "figures wait" in said.read_text(), running)
        server.start()
        with open_store(address) as store:
            measured(store, 1)
            wait_for(lambda: is_computed(store), running)
    finally:
        running.kill()
        running.wait()

    told = [json.loads(line) for line in said.read_text().splitlines() if line.startswith("{")]
    about = [one["message"] for one in told if "figures" in one["message"]]
    assert len(about) == 2, about
    assert about[0].startswith("figures wait, and are tried again: postgresql")
    assert about[1] == "the store is back: figures are computed again"
    assert {one["runner"] for one in told if "runner" in one} == {"r-7"}
    for word in (*NAME.split(), "geheim"):
        assert word not in said.read_text()

    class Nobody:
        @staticmethod
        def poll() -> None: ...

    wait_for(lambda: not answers(port), Nobody())  # type: ignore[arg-type]  # it is gone
