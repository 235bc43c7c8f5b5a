"""A process that is killed between enqueue and send loses no message, and makes none twice."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from plantar.alert import Level
from plantar.channel import Channel, Way
from plantar.message import Sending
from tests.broker.broker_rig import wait_for
from tests.messages.place import Place, episode, of_runner, tell
from tests.messages.servers import Web

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("until", "posts"),
    [
        ("enqueued", 1),
        ("taken", 1),  # and tried by nobody
        ("sent", 2),  # it arrived, and nobody wrote that down: the same id comes again
    ],
)
def test_a_kill_neither_loses_nor_doubles_a_message(
    place: Place, web_server: Web, tmp_path: Path, until: str, posts: int
) -> None:
    hook = Channel(Way.WEBHOOK, web_server.hook, "of the first webhook", local=True)
    place.store.add_recipient(of_runner("w", hook))
    tell(place.store, episode())
    path = tmp_path / "plantar.db"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.messages.children", str(path), until],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        wait_for(path.with_suffix(".reached").exists, f"the child comes to {until}")
    finally:
        child.kill()
        child.wait()

    assert place.store.episodes("anna")[0].sent is Level.ALERT
    looks = [place.look(), place.look(timedelta(minutes=2)), place.look(timedelta(minutes=2))]

    assert sum(looks) == 1
    (message,) = place.store.messages()
    assert message.state is Sending.SENT
    assert [one.headers["Plantar-Id"] for one in web_server.taken] == [message.id] * posts
    assert len({one.body for one in web_server.taken}) == 1
