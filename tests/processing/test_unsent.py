"""Messages: one when an episode opens, one when it rises, and none about the past."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Episode, Family, Level
from plantar.measured import Origin, OriginKind, Session, Sport
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.recompute import recompute
from processing.unsent import unsent

DAY_ONE = date(2026, 3, 2)
NOW = datetime(2026, 3, 9, 20, tzinfo=UTC)
STALE = DAY_ONE - timedelta(days=1)
LOAD = Episode(Family.LOAD, DAY_ONE, Level.CAUTION, DAY_ONE, None, ())
PAIN = replace(LOAD, family=Family.PAIN)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def sent(episode: Episode, hours: float, level: Level = Level.CAUTION) -> Episode:
    return replace(episode, sent=level, sent_at=ago(hours))


@pytest.mark.parametrize(
    ("episodes", "due"),
    [
        ([], []),
        ([LOAD], [LOAD]),
        ([LOAD, PAIN], [LOAD, PAIN]),  # one message about both
        ([sent(LOAD, 1)], []),
        ([sent(LOAD, 999)], []),
        ([replace(LOAD, closed=DAY_ONE)], []),  # past before anybody was written to
        ([sent(LOAD, 47), PAIN], []),  # waits
        ([sent(LOAD, 48), PAIN], [PAIN]),
        ([replace(sent(LOAD, 47), closed=DAY_ONE), PAIN], []),  # of another story, as recent
        ([replace(sent(LOAD, 47), withdrawn_at=NOW), PAIN], []),  # and so is one taken back
        ([replace(LOAD, withdrawn_at=NOW)], []),
        ([replace(LOAD, opened=STALE, last_day=STALE)], []),  # late files are no news
    ],
)
def test_an_episode_is_written_about_once(episodes: list[Episode], due: list[Episode]) -> None:
    assert list(unsent(episodes, NOW)) == due


def test_a_rise_waits_for_nothing_and_neither_does_what_is_louder() -> None:
    risen = replace(sent(LOAD, 1), level=Level.ALERT)
    loud = replace(PAIN, level=Level.ALERT)

    assert unsent([risen], NOW) == (risen,)
    assert unsent([sent(LOAD, 1), loud], NOW) == (loud,)
    assert unsent([sent(replace(LOAD, level=Level.ALERT), 1, Level.ALERT), loud], NOW) == ()
    assert unsent([sent(risen, 1, Level.ALERT)], NOW) == ()


# Through the store: a runner's weeks, day by day, with files that come late


def run(day: int, km: float) -> Session:
    at = datetime(2026, 3, 2, 17, tzinfo=UTC) + timedelta(days=day)
    return Session(at, Sport.RUNNING, km * 360.0, km * 1000.0)


def put(store: Store, session: Session) -> None:
    origin = Origin(session.start.isoformat(), OriginKind.IMPORT, "run.fit", NOW)
    store.put("anna", Batch(origin, "watch", (session,)))


def evening(day: int) -> datetime:
    return datetime(2026, 3, 2, 21, tzinfo=UTC) + timedelta(days=day)


def write(store: Store, now: datetime) -> tuple[Episode, ...]:
    """Bring the runner up to date and write what is due, as a sender would."""
    recompute(store, "anna", now=now)
    due = unsent(store.episodes("anna"), now)
    for episode in due:
        store.mark_sent("anna", episode, now)
    return due


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_jump_is_written_about_twice_at_a_level_however_late_its_file(seed: int) -> None:
    """Forty days, one by one; a third of the files come days late, and all come twice."""
    chance = random.Random(seed)  # noqa: S311  a life, no secret
    written: Counter[tuple[date, Level]] = Counter()
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))
        waiting: list[Session] = []
        for day in range(40):
            doubled = day == 20 or (day > 15 and chance.random() < 0.2)
            waiting.append(run(day, chance.uniform(5.0, 5.0 + day / 9.0) * (1.0 + doubled)))
            late = [one for one in waiting if chance.random() < 0.3]
            for one in waiting:
                if one not in late:
                    put(store, one)
                    put(store, one)
            waiting = late
            for episode in write(store, evening(day)):
                written.update((on, episode.level) for on in {one.day for one in episode.alerts})
            assert write(store, evening(day)) == ()
        store.mark_dirty("anna", [DAY_ONE + timedelta(days=n) for n in range(40)])
        assert write(store, evening(39)) == ()

    assert written
    assert set(written.values()) == {1}
