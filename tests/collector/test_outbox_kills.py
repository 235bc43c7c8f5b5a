"""A collector is killed at any moment: no recorded minute is lost, and none counts twice."""

import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collector.outbox.box import Outbox
from plantar.measured import Gap
from plantar.minute import FootMinute, StepMinute
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.store.sql import open_store
from processing.force.stream import Reducer
from tests.collector.outbox_children import (
    DEVICE,
    MINUTES,
    REVISIONS,
    RUNNER,
    SAID,
    WATCHED_S,
    feed_minutes,
    long_walk,
    told,
    walk,
    watch,
)
from tests.processing.walker import BODY_N

ALL = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
NEVER = 10**9
KILLS = 25
SEED = int(os.environ.get("PLANTAR_TEST_SEED", random.SystemRandom().randrange(10**6)))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing there is like SIGKILL")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_store(tmp_path / "centre.db") as store:
        store.add_runner(Runner(RUNNER))
    return tmp_path


def run(folder: Path, doing: Callable[..., None], *given: object) -> tuple[int | None, list[str]]:
    """Run a collector until it is done or dies; its exit code and what it said."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([doing.__module__])  # else most of the time goes to imports
    said = folder / SAID
    said.write_text("")
    one = processes.Process(target=doing, args=(folder, *given))
    one.start()
    one.join()
    return one.exitcode, said.read_text().split()


def test_a_collector_killed_25_times_loses_no_recorded_minute_and_doubles_none(
    folder: Path,
) -> None:
    print("seed", SEED)  # noqa: T201 - a failure is repeated with it
    chance = random.Random(SEED)  # noqa: S311 - chooses moments
    place, kills = 0, 0
    while kills < KILLS:
        # Somewhere in the statements that a twenty-fifth of the feed takes.
        code, said = run(folder, feed_minutes, place, chance.randint(1, 150))
        assert code == -signal.SIGKILL, (SEED, said)
        kills += 1
        place = max([place, *(int(word) + 1 for word in said)])
    assert place < MINUTES * REVISIONS, "the feed ran out before the last kill"

    code, said = run(folder, feed_minutes, place, NEVER)

    assert (code, said[-1]) == (0, "drained")
    with open_store(folder / "centre.db") as store:
        kept = store.measured(RUNNER, StepMinute, *ALL)
        (origin,) = store.origins(RUNNER)
    expected = [told(number * REVISIONS + REVISIONS - 1) for number in range(MINUTES)]
    assert [one.record for one in kept] == expected
    assert origin.rows == MINUTES


def test_a_walk_through_kills_is_measured_whole_and_once(folder: Path) -> None:
    print("seed", SEED)  # noqa: T201 - a failure is repeated with it
    chance, recording = random.Random(SEED + 1), long_walk()  # noqa: S311 - chooses moments
    for _ in range(6):
        code, said = run(folder, walk, recording, chance.randint(20, 130))
        assert code == -signal.SIGKILL, (SEED, said)
    with Outbox(folder / "outbox.db") as outbox:
        assert outbox.reached(DEVICE) is not None

    code, said = run(folder, walk, recording, NEVER)

    assert (code, said) == (0, ["drained"])
    with open_store(folder / "centre.db") as store:
        kept = [one.record for one in store.measured(RUNNER, FootMinute, *ALL)]
        gaps = store.measured(RUNNER, Gap, *ALL)
    reducer = Reducer(BODY_N, 100.0)
    reducer.push(recording)
    once = [one for one in reducer.minutes() if isinstance(one, FootMinute)]
    assert len({(one.at, one.foot) for one in kept}) == len(kept) == len(once)
    assert gaps == []
    for foot in Foot:
        ours = [one for one in kept if one.foot is foot]
        whole = [one for one in once if one.foot is foot]
        assert sum(one.measured_s for one in ours) == pytest.approx(recording.duration_s)
        steps = sum(one.steps_walking + one.steps_running for one in ours)
        # At every start a step or two lie across the edge, and a bout begins anew.
        assert abs(steps - sum(one.steps_walking + one.steps_running for one in whole)) <= 6 * 3
        impulse = sum(one.total.m1_ns for one in ours)
        assert impulse == pytest.approx(sum(one.total.m1_ns for one in whole), rel=0.02)


def test_a_watch_whose_collector_is_killed_25_times_has_every_step_counted_once(
    folder: Path,
) -> None:
    print("seed", SEED)  # noqa: T201 - a failure is repeated with it
    chance, second = random.Random(SEED + 2), 12  # noqa: S311 - chooses moments
    assert run(folder, watch, 0, NEVER, second)[0] == 0  # what the counter began from
    for _ in range(KILLS):
        code, said = run(folder, watch, second, chance.randint(1, 60))
        assert code == -signal.SIGKILL, (SEED, said)
        # What it heard last is lost with it: the counter goes on, and so does the walk.
        second = max([second, *(int(word) for word in said)]) + 2
        assert second < WATCHED_S, "the walk ended before the last kill"

    code, said = run(folder, watch, second, NEVER)

    assert (code, said[-1]) == (0, "drained")
    with open_store(folder / "centre.db") as store:
        kept = [one.record for one in store.measured(RUNNER, StepMinute, *ALL)]
    assert len({one.at for one in kept}) == len(kept)
    assert sum(one.steps for one in kept) == 2 * (WATCHED_S - 2)
