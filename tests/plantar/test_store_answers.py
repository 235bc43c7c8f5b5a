"""What a store promises about answers: added, never lost, and handed on with the story."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plantar.alert import Episode, Family, Level
from plantar.errors import UnknownRecord
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.response import Reason, Response, ResponseKind
from plantar.runner import Runner
from plantar.store import Batch, Derived, Store
from tests.plantar.test_store_figures import (
    COMPUTED,
    FIRST,
    LATER,
    LOAD_EPISODE,
    ONE,
    PAIN_EPISODE,
    derived,
)

ACKNOWLEDGED = Response(
    ResponseKind.ACKNOWLEDGED,
    COMPUTED,
    FIRST + 9 * ONE,
    "kine-a",
    Reason.CALLED,
    "belt dinsdag terug",
    level=Level.ALERT,
    pain=3,
)
SNOOZED = replace(
    ACKNOWLEDGED,
    kind=ResponseKind.SNOOZED,
    at=LATER,
    reason=Reason.KNOWN,
    until=LATER + 3 * ONE,
    pain=None,
)


def taken_back(answer: Response) -> Response:
    return Response(
        ResponseKind.TAKEN_BACK, LATER, FIRST, "kine-a", None, level=Level.ALERT, about=answer.id
    )


def days(first: int, last: int) -> Episode:
    return replace(LOAD_EPISODE, opened=FIRST + first * ONE, last_day=FIRST + last * ONE, alerts=())


def told(store: Store, *episodes: Episode) -> None:
    dirty = store.dirty("anna")
    store.save(derived(episodes=episodes, settled=dirty))


def answered(store: Store) -> dict[date, list[str]]:
    return {one.opened: [answer.id for answer in one.responses] for one in store.episodes("anna")}


def test_answers_come_back_whole_with_the_episode_in_the_order_of_time(store: Store) -> None:
    told(store, LOAD_EPISODE, PAIN_EPISODE)

    later = store.respond("anna", LOAD_EPISODE, SNOOZED)
    first = store.respond("anna", LOAD_EPISODE, ACKNOWLEDGED)

    pain, load = store.episodes("anna")
    assert load == replace(LOAD_EPISODE, responses=(first, later))
    assert replace(first, id="") == ACKNOWLEDGED
    assert replace(later, id="") == SNOOZED
    assert pain.responses == ()
    assert [one.response for one in store.answers("anna")] == [first, later]
    assert {one.family for one in store.answers("anna")} == {Family.LOAD}


def test_the_same_answer_twice_is_one(store: Store) -> None:
    told(store, LOAD_EPISODE)

    assert store.respond("anna", LOAD_EPISODE, ACKNOWLEDGED) == store.respond(
        "anna", LOAD_EPISODE, ACKNOWLEDGED
    )

    assert len(store.answers("anna")) == 1


def test_what_was_taken_back_stays_to_be_read_and_does_not_count(store: Store) -> None:
    told(store, LOAD_EPISODE)
    error = replace(ACKNOWLEDGED, reason=Reason.MEASUREMENT_ERROR)
    first = store.respond("anna", LOAD_EPISODE, error)
    store.respond("anna", LOAD_EPISODE, SNOOZED)
    before = dict(store.count_reasons(["anna"]))

    store.respond("anna", LOAD_EPISODE, taken_back(first))

    assert before == {Reason.MEASUREMENT_ERROR: 1, Reason.KNOWN: 1}
    assert dict(store.count_reasons(["anna"])) == {Reason.KNOWN: 1}
    assert dict(store.count_reasons(["bert"])) == {}
    (episode,) = store.episodes("anna")
    assert [one.kind for one in episode.responses] == [
        ResponseKind.ACKNOWLEDGED,
        ResponseKind.SNOOZED,
        ResponseKind.TAKEN_BACK,
    ]


def test_answers_stay_through_computing_and_withdrawing(store: Store) -> None:
    told(store, LOAD_EPISODE)
    answer = store.respond("anna", LOAD_EPISODE, ACKNOWLEDGED)
    grown = replace(LOAD_EPISODE, last_day=FIRST + 3 * ONE)

    told(store, grown)
    again = store.episodes("anna")
    told(store)
    gone = store.episodes("anna"), store.episodes("anna", withdrawn=True)
    told(store, grown)

    assert again == [replace(grown, responses=(answer,))]
    assert gone == ([], [replace(grown, responses=(answer,), withdrawn_at=COMPUTED)])
    assert store.episodes("anna") == again


def test_a_story_that_late_data_moves_cuts_or_joins_keeps_its_answers(store: Store) -> None:
    told(store, days(2, 9))
    answer = store.respond("anna", days(2, 9), ACKNOWLEDGED)

    told(store, days(1, 3), days(7, 9), days(20, 21))
    cut = answered(store)
    told(store, days(1, 21))
    joined = answered(store)

    assert cut == {
        FIRST + 20 * ONE: [],
        FIRST + 7 * ONE: [answer.id],
        FIRST + 1 * ONE: [answer.id],
    }
    assert joined == {FIRST + ONE: [answer.id]}


def test_a_story_that_was_shortened_and_comes_back_as_two_is_still_known(store: Store) -> None:
    told(store, days(2, 9))
    answer = store.respond("anna", days(2, 9), ACKNOWLEDGED)
    store.mark_sent("anna", days(2, 9), COMPUTED)

    told(store, days(2, 3))
    told(store, days(2, 3), days(8, 9))

    assert answered(store) == {FIRST + 8 * ONE: [answer.id], FIRST + 2 * ONE: [answer.id]}
    assert {one.sent_at for one in store.episodes("anna")} == {COMPUTED}


def test_an_end_that_pain_made_is_kept_once_with_every_story_that_the_snooze_is_about(
    store: Store,
) -> None:
    told(store, days(2, 9))
    snooze = store.respond("anna", days(2, 9), SNOOZED)
    told(store, days(2, 3), days(8, 9))
    woken = Response(ResponseKind.WOKEN, LATER, FIRST, "", None, pain=5, about=snooze.id)

    for at in (LATER, LATER + timedelta(hours=1)):
        story = derived(episodes=(days(2, 3), days(8, 9)))
        store.save(replace(story, woken=(replace(woken, at=at),)))

    for episode in store.episodes("anna"):
        assert [one.kind for one in episode.responses] == [
            ResponseKind.SNOOZED,
            ResponseKind.WOKEN,
        ]
    assert len(store.answers("anna")) == 2


def test_a_close_asks_for_its_day_to_be_computed_and_an_acknowledgement_does_not(
    store: Store,
) -> None:
    told(store, LOAD_EPISODE)
    store.respond("anna", LOAD_EPISODE, ACKNOWLEDGED)
    before = store.dirty("anna").days

    store.respond("anna", LOAD_EPISODE, replace(ACKNOWLEDGED, kind=ResponseKind.CLOSED))

    assert before == ()
    assert store.dirty("anna").days == (ACKNOWLEDGED.day,)


def test_what_is_no_episode_or_no_answer_of_it_cannot_be_answered(store: Store) -> None:
    told(store, LOAD_EPISODE, PAIN_EPISODE)
    answer = store.respond("anna", LOAD_EPISODE, ACKNOWLEDGED)

    with pytest.raises(UnknownRecord, match="episode load 2026-06-05 of runner 'anna'"):
        store.respond("anna", days(4, 4), ACKNOWLEDGED)
    with pytest.raises(UnknownRecord, match="no answer nothing"):
        store.respond("anna", LOAD_EPISODE, taken_back(replace(answer, id="nothing")))
    with pytest.raises(UnknownRecord, match="no answer"):
        store.respond("anna", PAIN_EPISODE, taken_back(answer))

    assert len(store.answers("anna")) == 1


def test_the_episodes_of_several_are_those_that_are_open_or_recent(store: Store) -> None:
    for name in ("bert", "cara"):
        store.add_runner(Runner(name))
    old = replace(days(-90, -80), closed=FIRST - 73 * ONE)
    story = (old, LOAD_EPISODE, PAIN_EPISODE)
    for name in ("anna", "bert"):
        state = replace(derived().state, runner_id=name)
        settled = store.dirty(name)
        store.save(Derived(name, settled, (), FIRST, FIRST, (), story, FIRST - 99 * ONE, state))
    answer = store.respond("anna", LOAD_EPISODE, ACKNOWLEDGED)

    found = store.episodes_of(["anna", "cara"], FIRST)

    assert found == {"anna": [PAIN_EPISODE, replace(LOAD_EPISODE, responses=(answer,))]}
    long_ago = store.episodes_of(["bert"], FIRST - 99 * ONE)
    assert long_ago == {"bert": [PAIN_EPISODE, LOAD_EPISODE, old]}


def test_a_day_of_arrival_is_that_of_what_is_new_whenever_it_was_measured(store: Store) -> None:
    file = Origin("a", OriginKind.STREAM, "phone", COMPUTED)
    steps = DayTotal(FIRST - 300 * ONE, 8000)

    store.put("anna", Batch(file, "phone", (steps,)))
    store.put("anna", Batch(replace(file, received_at=LATER), "phone", (steps,)))
    same_again = store.arrivals("anna")
    more = replace(file, received_at=LATER + ONE)
    store.put("anna", Batch(more, "phone", (replace(steps, steps=9000),)))

    assert same_again == [COMPUTED.date()]
    assert store.arrivals("anna") == [COMPUTED.date(), (LATER + ONE).date()]


def test_what_moved_last_is_a_figure_or_an_answer_of_those_who_are_asked_about(
    store: Store,
) -> None:
    store.add_runner(Runner("other"))
    assert store.last_moved(["anna"]) is None

    told(store, LOAD_EPISODE)
    state = store.state("anna")
    assert state is not None
    assert store.last_moved(["anna", "other"]) == state.computed_at
    assert store.last_moved(["other"]) is None

    later = state.computed_at + timedelta(hours=1)
    store.respond("anna", LOAD_EPISODE, replace(ACKNOWLEDGED, at=later))
    assert store.last_moved(["anna"]) == later
