"""Whatever happens, in whatever order: no message too many, no answer lost, no false awakening.

A machine plays a runner in a real store, day by day: alerts of any level come, go and move with
late data, pain is told, the kinesist answers, snoozes, closes and thinks better of it, figures are
computed again, and the store is closed and opened. Beside it stand the plain sentences that must
hold, written without the code they hold to account.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.errors import CannotAnswer
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.pain import PainMoment, PainReport
from plantar.response import DECISIONS, Reason, Response, ResponseKind
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing import answering
from processing.answering import Said
from processing.episode_life import Standing, closes, life
from processing.episodes import episodes
from processing.recompute import derive
from processing.unsent import due
from tests.plantar.conftest import empty_file

DAY_ONE = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAYS_BACK = st.integers(0, 5)
FAMILIES = st.sampled_from([Family.LOAD, Family.LOAD, Family.PAIN])
LEVELS = st.sampled_from([Level.CAUTION, Level.CAUTION, Level.ALERT])
RULES = {Family.LOAD: Rule.S1, Family.PAIN: Rule.P2}
SAID = Said("kine-a", Reason.KNOWN)
QUIET = timedelta(hours=48)
DEALT = (ResponseKind.ACKNOWLEDGED, ResponseKind.CLOSED)


@dataclass(frozen=True)
class Sent:
    """A message as it went out, in a book that no store keeps."""

    at: datetime
    episodes: tuple[tuple[Family, frozenset[date], Level], ...]

    @property
    def level(self) -> Level:
        return max(level for _, _, level in self.episodes)


@dataclass
class Book:
    """What was sent and answered, written down beside the store."""

    sent: list[Sent] = field(default_factory=list)
    answers: dict[str, tuple[Family, Response, frozenset[date]]] = field(default_factory=dict)


def days_of(episode: Episode) -> frozenset[date]:
    return frozenset(
        episode.opened + timedelta(days=n)
        for n in range((episode.last_day - episode.opened).days + 1)
    )


class Life(RuleBasedStateMachine):
    """One runner, anna, and everybody around her."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "plantar.db"
        self.path.write_bytes(empty_file())
        self.store: Store = open_store(self.path)
        self.store.add_runner(Runner("anna"))
        self.now = NOON
        self.said: dict[tuple[date, Family], Level] = {}
        self.book = Book()
        self.sender_works = True
        self.silence = False  # whether somebody wants to hear that no data arrives

    @property
    def runner(self) -> Runner:
        return self.store.runner("anna")

    @property
    def today(self) -> date:
        return self.now.date()

    @initialize()
    def begin(self) -> None:
        self.arrive()
        self.compute()

    # What happens to her

    @rule(back=DAYS_BACK, family=FAMILIES, level=LEVELS)
    def a_rule_speaks(self, back: int, family: Family, level: Level) -> None:
        """About today, or late about a day before."""
        self.said[self.today - timedelta(days=back), family] = level
        self.compute()

    @rule(family=st.sampled_from([Family.LOAD, Family.PAIN]), hours=st.sampled_from([0, 24, 30]))
    def a_rule_speaks_softly_and_hours_pass(self, family: Family, hours: int) -> None:
        """What nearly always happens: a caution about today, and a day goes by."""
        self.said.setdefault((self.today, family), Level.CAUTION)
        self.compute()
        self.now += timedelta(hours=hours)
        self.compute()

    @precondition(lambda self: self.said)
    @rule(choice=st.integers(0, 99), shift=st.integers(-4, 4), gone=st.booleans())
    def late_data_changes_the_past(self, choice: int, shift: int, *, gone: bool) -> None:
        """A word is taken back, or is of another day."""
        day, family = sorted(self.said)[choice % len(self.said)]
        level = self.said.pop((day, family))
        moved = min(day + timedelta(days=shift), self.today)
        if not gone:
            self.said[moved, family] = max(level, self.said.get((moved, family), Level.OK))
        self.compute()

    @rule(hours=st.sampled_from([1, 5, 24, 30, 47, 49, 96]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.compute()

    @rule(score=st.sampled_from([2, 3, 3, 4, 5, 6]))
    def she_tells_pain(self, score: int) -> None:
        self.store.add_pain("anna", PainReport(self.now, PainMoment.FIRST_STEPS, score), self.now)
        self.compute()

    @rule()
    def arrive(self) -> None:
        """Something new is measured and arrives."""
        origin = Origin("watch", OriginKind.STREAM, "watch", self.now)
        steps = 5000 + round((self.now - NOON).total_seconds() / 3600)
        self.store.put("anna", Batch(origin, "watch", (DayTotal(self.today, steps),)))

    @rule()
    def computed_again(self) -> None:
        self.store.mark_dirty("anna", [self.today - timedelta(days=n) for n in range(20)])
        self.compute()

    @rule()
    def the_store_is_closed_and_opened(self) -> None:
        self.store.close()
        self.store = open_store(self.path)

    # What people do

    @rule(works=st.booleans(), silence=st.booleans())
    def the_sender_stops_or_goes_on(self, *, works: bool, silence: bool) -> None:
        """While it works, everything that is due goes out at once."""
        self.sender_works, self.silence = works, silence
        self.send()

    def send(self) -> None:
        if not self.sender_works:
            return
        found = due(self.store, "anna", self.now, silence=self.silence)
        if found:
            self._may_be_sent(found)
            for episode in found:
                self.store.mark_sent("anna", episode, self.now)
            told = tuple((one.family, days_of(one), one.level) for one in found)
            self.book.sent.append(Sent(self.now, told))
        assert due(self.store, "anna", self.now, silence=self.silence) == ()

    @rule(choice=st.integers(0, 9), kind=st.sampled_from(DECISIONS), days=st.integers(1, 5))
    def the_kinesist_answers(self, choice: int, kind: ResponseKind, days: int) -> None:
        known = self.store.episodes("anna")
        # Nearly always one that can still be answered.
        known = [one for one in known if one.closed is None or not choice]
        if not known:
            return
        episode = known[choice % len(known)]
        try:
            answer = self._answer(episode, kind, self.now + timedelta(days=days))
        except CannotAnswer:
            stands = life(episode, self.now).standing
            assert stands not in (Standing.OPEN, Standing.SNOOZED)
            return
        self.book.answers[answer.id] = (episode.family, answer, days_of(episode))
        self._look()

    def _answer(self, episode: Episode, kind: ResponseKind, until: datetime) -> Response:
        asked = (self.store, self.runner, episode, SAID)
        if kind is ResponseKind.SNOOZED:
            return answering.snooze(*asked, until, now=self.now)
        if kind is ResponseKind.CLOSED:
            return answering.close(*asked, now=self.now)
        return answering.acknowledge(*asked, now=self.now)

    @rule(choice=st.integers(0, 9))
    def an_answer_was_a_mistake(self, choice: int) -> None:
        for episode in self.store.episodes("anna"):
            held = [one for one in episode.responses if one.kind in DECISIONS]
            gone = {one.about for one in episode.responses}
            held = [one for one in held if one.id not in gone]
            if held:
                about = held[choice % len(held)].id
                answer = answering.take_back(
                    self.store, self.runner, episode, about, "kine-a", now=self.now
                )
                self.book.answers[answer.id] = (episode.family, answer, days_of(episode))
                self.compute()
                return

    def compute(self) -> None:
        """As the pipeline does, but for what the rules say: that is for the machine to choose."""
        derived = derive(self.store, "anna", now=self.now)
        alerts = [
            Alert(day, RULES[family], level, "code", (), 1.0, "method", 1)
            for (day, family), level in sorted(self.said.items())
        ]
        known = {DAY_ONE + timedelta(days=n) for n in range((self.today - DAY_ONE).days + 1)}
        told = [
            episode
            for family in (Family.LOAD, Family.PAIN)
            for episode in episodes(
                alerts, family, known, self.today, closes(self.store.answers("anna"), family)
            )
        ]
        silent = [one for one in derived.episodes if one.family is Family.NO_DATA]
        changed = replace(
            derived,
            alerts=tuple(alerts),
            episodes=(*told, *silent),
            alerts_from=DAY_ONE - timedelta(days=30),
        )
        assert self.store.save(changed)
        self._look()
        self.send()

    # What must hold

    def _may_be_sent(self, found: tuple[Episode, ...]) -> None:
        """One in 48 hours, but for a rise; nothing about what was answered at that level."""
        if self.book.sent and self.now - self.book.sent[-1].at < QUIET:
            last = self.book.sent[-1]
            louder = max(one.level for one in found) > last.level
            assert louder or any(self._was_told(one) for one in found)
        for episode in found:
            before = [
                level
                for one in self.book.sent
                for family, days, level in one.episodes
                if family is episode.family and days & days_of(episode)
            ]
            assert all(episode.level > level for level in before)
            answers = self._standing_answers(episode)
            dealt = [one for one in answers if one.kind in DEALT]
            assert all(episode.level > one.level for one in dealt)
            if answers and answers[-1].kind is ResponseKind.SNOOZED:
                assert self._is_over(answers[-1], episode)

    def _was_told(self, episode: Episode) -> bool:
        return any(
            family is episode.family and days & days_of(episode)
            for one in self.book.sent
            for family, days, _ in one.episodes
        )

    def _standing_answers(self, episode: Episode) -> list[Response]:
        gone = {one.about for _, one, _ in self.book.answers.values()}
        return [
            one
            for family, one, days in self.book.answers.values()
            if family is episode.family
            and days & days_of(episode)
            and one.kind in DECISIONS
            and one.id not in gone
        ]

    def _is_over(self, snooze: Response, episode: Episode) -> bool:
        assert snooze.until is not None
        woken = any(
            one.kind is ResponseKind.WOKEN and one.about == snooze.id for one in episode.responses
        )
        return self.now >= snooze.until or woken

    def _look(self) -> None:
        """What was answered and is open again is so with cause."""
        for episode in self.store.episodes("anna"):
            answers = self._standing_answers(episode)
            if episode.closed is not None:
                continue
            undone = {one.about for one in episode.responses if one.kind is ResponseKind.TAKEN_BACK}
            if all(one.id in undone for one in episode.responses if one.kind in DECISIONS):
                assert life(episode, self.now).standing is Standing.OPEN
            if not answers:
                continue
            last = answers[-1]
            if life(episode, self.now).standing is not Standing.OPEN:
                continue
            louder = episode.level > last.level
            if last.kind is ResponseKind.ACKNOWLEDGED:
                assert louder
            elif last.kind is ResponseKind.CLOSED:
                assert louder or any(one.day > last.day for one in episode.alerts)
            else:
                assert self._is_over(last, episode)

    @invariant()
    def no_answer_is_lost(self) -> None:
        kept = {one.response.id: one.response for one in self.store.answers("anna")}
        for family, answer, days in self.book.answers.values():
            assert kept[answer.id] == answer
            for episode in self.store.episodes("anna"):
                if episode.family is family and days & days_of(episode):
                    assert answer in episode.responses

    @invariant()
    def a_snooze_ends_by_pain_only_when_that_rose_by_two(self) -> None:
        told = {one.response.id: one.response for one in self.store.answers("anna")}
        for answer in told.values():
            if answer.kind is ResponseKind.WOKEN:
                assert answer.about is not None
                assert answer.pain is not None
                before = told[answer.about].pain
                assert before is None or answer.pain >= before + 2

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


LifeOfEpisodes = Life.TestCase
LifeOfEpisodes.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)


@pytest.mark.long
class TestManyLives(Life.TestCase):  # type: ignore[name-defined, misc]  made while it runs
    """The same for some minutes, and longer lives."""

    settings = settings(max_examples=400, stateful_step_count=45, deadline=None)
