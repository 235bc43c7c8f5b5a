"""A jump from the first day to the closing note, through the store, the rules and the messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.reasons import inputs
from plantar.alert import Episode, Family, Level, Rule
from plantar.load import NoRatio
from plantar.measured import DayTotal, Measured, Origin, OriginKind, Session, Sport
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.response import Reason
from plantar.runner import Runner, WearKind, WearPlan
from plantar.state import Attention, State
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from plantar.words import episode_sentences, sentences
from plantar.words.catalogue import words
from processing import answering
from processing.answering import Said
from processing.episode_life import Standing, life
from processing.episodes import CLOSING_DAYS
from processing.recompute import recompute
from processing.unsent import due

#: Monday 2 March is day 1; the jump is from day 29, Monday 30 March, up to Sunday 5 April, day 35.
DAY_ONE = date(2026, 3, 2)
STEADY_DAYS = 28
NL = words("nl")
HOUR_A_DAY = WearPlan(date(2026, 1, 1), WearKind.OWN, (1.0,) * 7)


def said(sentence: str) -> str:
    """With plain blanks: those before units do not break."""
    return sentence.replace("\xa0", " ")


def on(day: int) -> date:
    return DAY_ONE + timedelta(days=day - 1)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day - 1)


@dataclass
class Lived:
    """A runner whose evenings are told one by one, as a sender would live them."""

    store: Store
    day: int = 0
    messages: list[tuple[int, tuple[tuple[Family, Level], ...]]] = field(default_factory=list)

    def put(self, name: str, *measured: Measured) -> None:
        origin = Origin(name, OriginKind.IMPORT, name, at(self.day, 20))
        self.store.put("anna", Batch(origin, "watch", measured))

    def walk(self, minutes: int) -> None:
        """So many minutes at 110 a minute: 110 steps are 110 walking-step equivalents."""
        start = at(self.day, 8)
        walked = [StepMinute(start + timedelta(minutes=n), 0, 110.0, 60.0) for n in range(minutes)]
        self.put(f"walk {self.day}", *walked)

    def run(self, km: float, day: int | None = None) -> None:
        start = at(day or self.day, 16)
        self.put(f"run {day or self.day}", Session(start, Sport.RUNNING, km * 360.0, km * 1000.0))

    def morning(self, score: int) -> None:
        felt = at(self.day, 5)
        self.store.add_pain("anna", PainReport(felt, PainMoment.FIRST_STEPS, score), felt)

    def evening(self) -> State:
        now = at(self.day, 21)
        state = recompute(self.store, "anna", now=now)
        found = due(self.store, "anna", now)
        for episode in found:
            self.store.mark_sent("anna", episode, now)
        if found:
            self.messages.append((self.day, tuple((one.family, one.level) for one in found)))
        return state

    def story(self) -> Episode:
        (episode,) = self.store.episodes("anna")
        return episode


@pytest.fixture
def anna() -> Iterator[Lived]:
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna", body_mass_kg=70.0))
        store.add_wear_plan("anna", HOUR_A_DAY)
        yield Lived(store)


def live(anna: Lived, last: int, *, long_run_on: int | None = None) -> dict[int, State]:
    """28 steady days of 60 minutes, a week of 96, and steady again; the twin runs every other day.

    A steady day is 60 x 110 = 6600 WSE, one of the jump 96 x 110 = 10 560 WSE: 60 % more.
    """
    found = {}
    while anna.day < last:
        anna.day += 1
        anna.walk(96 if STEADY_DAYS < anna.day <= STEADY_DAYS + 7 else 60)
        if long_run_on is not None and anna.day % 2:
            anna.run(7.0 if anna.day == long_run_on else 5.0)
        found[anna.day] = anna.evening()
    return found


def test_a_week_of_sixty_percent_more_is_one_story_and_one_message(anna: Lived) -> None:
    states = live(anna, 41)

    # Day 29, the first of the jump: S2 compares it with the highest of the 30 days before,
    # 10 560 / 6600 = 1.60: above 1.30, not above 2.00. Caution.
    # S4 asks about whole days: A = mean of the 7 up to one, C = mean of the 21 before, 6600.
    # Day 32: A = (3 x 6600 + 4 x 10 560) / 7 = 8862.9, A / C = 1.34: not above 1.40.
    # Day 33: A = (2 x 6600 + 5 x 10 560) / 7 = 9428.6, A / C = 1.43; but S2 told day 29 already,
    #   and without it A = (2 x 6600 + 4 x 10 560) / 6 = 9240, A / C = 1.40: no more than the limit.
    # Day 34: A = (1 x 6600 + 6 x 10 560) / 7 = 9994.3, A / C = 1.51; without day 29 1.50. Caution.
    # Day 34 is over, and its figure whole, on the evening of day 35.
    story = anna.story()
    assert [(one.rule, one.day, one.level) for one in story.alerts] == [
        (Rule.S2, on(29), Level.CAUTION),
        (Rule.S4, on(34), Level.CAUTION),
    ]
    assert story.alerts[0].input("day_load") == pytest.approx(10_560.0)
    assert story.alerts[0].input("percent") == 60
    assert story.alerts[1].input("acute") == pytest.approx(9994.29, abs=0.01)
    assert story.alerts[1].input("chronic") == pytest.approx(6600.0)
    assert story.alerts[1].input("percent") == 51
    assert (story.family, story.opened, story.level) == (Family.LOAD, on(29), Level.CAUTION)

    # One message, on the evening of the first day; the second reason joins without another.
    assert anna.messages == [(29, ((Family.LOAD, Level.CAUTION),))]
    assert [one.rule for one in states[34].reasons] == [Rule.S2]
    assert [one.rule for one in states[35].reasons] == [Rule.S4, Rule.S2]
    assert {states[day].attention for day in range(29, 41)} == {Attention.LOOK_THIS_WEEK}

    # Ok days 35, 36, 37, 38, 39, 40 and 41 are seven in a row: it closes on the last of them.
    assert states[41].attention is Attention.QUIET
    assert story.closed == on(41) == date(2026, 4, 11)
    assert episode_sentences.closing_note(story, NL, ok_days=CLOSING_DAYS) == (
        "Vanzelf afgesloten op za 11 apr, na 7 dagen op rij waarop geen regel sprak."
    )


def test_the_right_sentence_is_said_on_the_right_day(anna: Lived) -> None:
    first = live(anna, 29)[29]
    said_at_first = [said(sentences.sentence(one, NL)) for one in first.reasons]
    last = live(anna, 35)[35]

    # The day is not over: 10 560, to three figures 10 600, is a lower bound. 10 560 WSE are
    # 10 560 / 1358 = 7.8 km of walking.
    (sentence,) = said_at_first
    assert "≥ 10.600" in sentence
    assert "6.600 op 29 maart" in sentence
    assert "8 km wandelen" in sentence
    assert said(sentences.sentence(last.reasons[0], NL)).startswith("Deze week ligt 51 % hoger")


def test_a_run_of_forty_percent_more_in_that_week_makes_it_an_alert_told_twice(
    anna: Lived,
) -> None:
    states = live(anna, 41, long_run_on=31)

    # Runs of 5 km every other day; on day 31 one of 7 km: 7 / 5 = 1.40, above 1.30, and 2 km more.
    story = anna.story()
    assert [(one.rule, one.day, one.level) for one in story.alerts] == [
        (Rule.S2, on(29), Level.CAUTION),
        (Rule.S1, on(31), Level.ALERT),
        (Rule.S4, on(34), Level.CAUTION),
    ]
    assert story.alerts[1].input("percent") == 40
    assert anna.messages == [
        (29, ((Family.LOAD, Level.CAUTION),)),
        (31, ((Family.LOAD, Level.ALERT),)),  # a rise waits for nothing: within 48 h
    ]
    assert states[31].attention is Attention.CALL_TODAY
    assert said(sentences.sentence(states[31].reasons[0], NL)).startswith(
        "Deze loop was 40 % langer dan de langste van de voorbije 30 dagen"
    )
    assert story.closed == on(41)


def test_after_a_holiday_there_is_too_little_basis_and_nothing_is_divided(anna: Lived) -> None:
    """Two weeks of walks, four weeks of a watch that counted nothing, and a busy week."""
    while anna.day < 14 + 28 + 3:
        anna.day += 1
        steps = 0 if 14 < anna.day <= 14 + 28 else 9000
        anna.put(f"steps {anna.day}", DayTotal(on(anna.day), steps))
        state = anna.evening()

    assert state.ratio is not None
    assert (state.ratio.ratio, state.ratio.chronic) == (None, 0.0)
    assert state.ratio.reason is NoRatio.CHRONIC_FLOOR
    assert "te weinig basis" in sentences.no_ratio(state.ratio, NL)
    assert anna.messages == []
    assert [one.family for one in anna.store.episodes("anna")] == []


def test_a_cold_start_with_a_low_first_day_is_silent(anna: Lived) -> None:
    """Sixteen minutes on the first day, sixty from then on: nothing is usual yet."""
    for _ in range(20):
        anna.day += 1
        anna.walk(16 if anna.day == 1 else 60)
        state = anna.evening()
        assert state.attention in (Attention.BUILDING, Attention.QUIET)

    assert anna.messages == []
    assert anna.store.episodes("anna") == []


def test_a_morning_of_two_more_after_a_run_names_the_run_and_its_day(anna: Lived) -> None:
    """The rule of 24 hours flags the run of the evening before, not the morning."""
    while anna.day < 29:
        anna.day += 1
        anna.walk(60)
        if anna.day % 2:
            anna.run(5.0)
        anna.morning(3)
        anna.evening()
    anna.day += 1
    anna.morning(5)
    anna.evening()

    story = anna.story()
    (alert,) = story.alerts
    assert (story.family, alert.rule, alert.day) == (Family.PAIN, Rule.P2, on(30))
    assert alert.input("load_day") == on(29).isoformat()  # Monday 30 March, the day of the run
    assert (alert.input("rise"), alert.input("baseline")) == (2.0, 3.0)
    told = inputs.inputs_table(alert, "een horloge", {}, NL)
    assert '<th scope="row">belaste dag</th><td>ma 30 mrt</td>' in told


def test_three_days_of_snooze_are_three_days_without_messages_and_outlast_a_restart(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plantar.db"
    with open_store(path) as store:
        store.add_runner(Runner("anna", body_mass_kg=70.0))
        store.add_wear_plan("anna", HOUR_A_DAY)
        anna = Lived(store)
        live(anna, 29)
        asked = (store, store.runner("anna"), anna.story(), Said("anna", Reason.KNOWN))
        answering.snooze(*asked, at(32, 22), now=at(29, 22))
    with open_store(path) as store:
        anna.store = store
        anna.day = 30
        anna.run(5.0, day=20)  # a run of before and a longer one: the level rises
        anna.run(9.0)
        for _ in range(3):
            state = anna.evening()
            stands = life(anna.story(), at(anna.day, 21))
            assert (stands.standing, anna.story().level) == (Standing.SNOOZED, Level.ALERT)
            assert state.attention is Attention.CALL_TODAY  # to be seen all the time
            anna.day += 1
        during = list(anna.messages)
        anna.evening()

    assert during == [(29, ((Family.LOAD, Level.CAUTION),))]
    assert anna.messages[1:] == [(33, ((Family.LOAD, Level.ALERT),))]
