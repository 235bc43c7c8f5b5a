"""Who is erased at the centre is in no letter that the broker keeps, and does not come back."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.erase.letters import is_of
from cli.erase.plan import Plan
from cli.status.dead import dead_letters
from cli.wearers import Worn, wearers
from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Sender
from plantar import topics
from plantar.broker import Arrived
from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.broker.broker_rig import Mosquitto, Process, rows_of, wait_for
from tests.cli.conftest import Plantar
from tests.collector.outbox_children import DEVICE, NOON, RUNNER, told


@pytest.fixture
def settings(broker: Mosquitto, home: Path, monkeypatch: pytest.MonkeyPatch) -> Mosquitto:
    """Commands here are the centre's."""
    monkeypatch.setenv("PLANTAR_HOME", str(home))
    for name, value in broker.settings("centre").items():
        monkeypatch.setenv(name, value)
    return broker


def sent(outbox: Outbox, post: Post) -> None:
    assert Sender(outbox, post.deliver, random.Random()).drain()  # noqa: S311 - spreads retries


def test_a19_letters_with_their_rows_go_and_rows_that_come_later_are_refused(
    settings: Mosquitto, home: Path, worker: Process, outbox: Outbox, post: Post, plantar: Plantar
) -> None:
    with open_store(home / "plantar.db") as store:
        store.add_runner(Runner("bert"))
    early = replace(told(2), at=datetime(2009, 1, 1, tzinfo=UTC))  # a clock that was never set
    outbox.append(DEVICE, [told(2), early], now=NOON)
    sent(outbox, post)
    jitter = random.Random()  # noqa: S311 - spreads reconnects
    with (
        Post(settings.place("pi-2"), jitter, answer_s=5.0) as other,
        Outbox(home.parent / "second.db") as second,
    ):
        second.append("shoe", [told(2)], now=NOON)
        sent(second, other)
    centre = settings.place("centre")
    assert [one.collector for one in dead_letters(centre)] == ["pi-1", "pi-2"]
    wait_for(lambda: rows_of(home) == 1, "the row is kept")

    done = plantar("erase", "--runner", RUNNER, "--yes")

    # The worker goes on meanwhile, and logs whose figures it computed.
    assert "1 erased (1 of letters)" in done.out, done.out + done.err
    assert {line.split(":")[0].strip() for line in done.out.splitlines() if "hits" in line} <= {
        "searched 4 places",
        "searched 5 places",
    }
    assert [one.collector for one in dead_letters(centre)] == ["pi-2"]
    assert wearers(home) == {}
    outbox.append(DEVICE, [told(5)], now=NOON)
    sent(outbox, post)
    assert f"nobody here wears {DEVICE!r}" in dict(outbox.state().reasons)
    with open_store(home / "plantar.db") as store:
        assert [one.id for one in store.runners()] == ["bert"]
    assert RUNNER not in " ".join(one.reason for one in dead_letters(centre))


def test_a_letter_that_cannot_be_read_goes_where_their_devices_are() -> None:
    plan = Plan(RUNNER, (RUNNER,), (), (Worn("pi-1", DEVICE),))

    def is_theirs(collector: str, payload: bytes) -> bool:
        return is_of(Arrived(topics.dead(collector), payload, 0, 0, 1), plan)

    assert is_theirs("pi-1", b"garbage")
    assert not is_theirs("pi-2", b"garbage")
    assert is_theirs("pi-2", b"garbage about anna")
    assert not is_theirs("pi-1", b"")
