"""What a store promises about pain: its history, what is said beside it, keys and links."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import inspect, text

from plantar.errors import BadInput, UnknownRecord, UnknownRunner
from plantar.pain import PainMoment, PainReport, Side
from plantar.pain_link import PainLink, digest_of
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.engine import Database
from plantar.store.migrate import config
from plantar.store.sql import open_store

Settle = Callable[[Store], None]
AT = datetime(2026, 6, 1, 7, tzinfo=UTC)
YEARS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
A_MINUTE = timedelta(minutes=1)
FOUR = PainReport(AT, PainMoment.FIRST_STEPS, 4, Side.LEFT)
SIX = replace(FOUR, score=6, at=AT + A_MINUTE)
LINK = PainLink(digest_of("a token"), "anna", "kine-a", AT, AT + timedelta(hours=36))


def test_what_is_said_beside_a_score_comes_back_as_told(store: Store) -> None:
    full = replace(FOUR, note="na de trap\n👣", analgesic=True, shoe="klompen", flare=True)
    none = replace(FOUR, side=Side.RIGHT, analgesic=False)

    store.add_pain("anna", full, AT)
    store.add_pain("anna", none, AT)

    assert store.pain("anna", *YEARS) == [full, none]
    assert FOUR.analgesic is None


@pytest.mark.parametrize("said", [1, "yes", 0.5])
@pytest.mark.parametrize("field", ["analgesic", "flare"])
def test_a_painkiller_and_a_flare_up_are_yes_or_no(field: str, said: object) -> None:
    with pytest.raises(BadInput, match=field):
        replace(FOUR, **{field: said})  # type: ignore[arg-type]


def test_the_history_says_when_a_report_was_replaced(store: Store) -> None:
    store.add_pain("anna", FOUR, AT)
    store.add_pain("anna", SIX, AT + A_MINUTE)

    first, second = store.pain_history("anna", *YEARS)

    assert (first.report, first.recorded_at, first.replaced_at) == (FOUR, AT, AT + A_MINUTE)
    assert (second.report, second.replaced_at) == (SIX, None)
    store.withdraw_pain("anna", SIX, AT + A_MINUTE)
    (back,) = store.pain_history("anna", *YEARS)
    assert back == replace(first, replaced_at=None)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_recorded_at_one_instant_the_one_felt_last_counts_in_any_order(
    store: Store, order: tuple[int, int]
) -> None:
    both = [replace(FOUR, score=2, at=AT + A_MINUTE), replace(FOUR, score=9)]
    for place in order:
        store.add_pain("anna", both[place], AT + 5 * A_MINUTE)

    assert store.pain("anna", *YEARS) == [both[0]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_at_one_instant_and_felt_at_one_the_higher_score_counts(
    store: Store, order: tuple[int, int]
) -> None:
    both = [FOUR, replace(FOUR, score=9)]
    for place in order:
        store.add_pain("anna", both[place], AT)

    assert [report.score for report in store.pain("anna", *YEARS)] == [9]


def test_the_same_under_the_same_key_is_told_once_and_something_else_is_not_lost(
    store: Store, settle: Settle
) -> None:
    assert store.add_pain("anna", FOUR, AT, "k1")
    settle(store)
    assert not store.add_pain("anna", replace(FOUR, at=AT + A_MINUTE), AT + A_MINUTE, "k1")
    assert store.dirty("anna").days == ()

    assert store.add_pain("anna", SIX, AT + 2 * A_MINUTE, "k1")
    assert store.add_pain("anna", FOUR, AT + 3 * A_MINUTE, "k1")

    assert [one.report.score for one in store.pain_history("anna", *YEARS)] == [4, 6, 4]


def test_what_came_under_a_key_can_be_taken_back_and_told_again(store: Store) -> None:
    store.add_pain("anna", SIX, AT)
    store.add_pain("anna", FOUR, AT + A_MINUTE, "k1")

    assert store.withdraw_told("anna", "k1") == FOUR
    assert store.pain("anna", *YEARS) == [SIX]
    assert store.withdraw_told("anna", "k1") is None
    assert store.add_pain("anna", FOUR, AT + 2 * A_MINUTE, "k1")


def test_a_key_is_the_runner_s_own(store: Store) -> None:
    store.add_runner(Runner("bert"))
    store.add_pain("anna", FOUR, AT, "k1")

    assert store.withdraw_told("bert", "k1") is None
    assert store.add_pain("bert", FOUR, AT, "k1")
    assert store.pain("anna", *YEARS) == store.pain("bert", *YEARS) == [FOUR]


def test_more_is_said_beside_a_score_and_the_score_stays(store: Store, settle: Settle) -> None:
    store.add_pain("anna", FOUR, AT)
    settle(store)
    more = replace(FOUR, analgesic=True, note="ibuprofen")

    store.amend_pain("anna", FOUR, AT, more)

    assert store.pain("anna", *YEARS) == [more]
    assert store.dirty("anna").days == ()
    with pytest.raises(BadInput, match="same score"):
        store.amend_pain("anna", more, AT, replace(more, score=5))
    with pytest.raises(UnknownRecord, match="pain report"):
        store.amend_pain("anna", FOUR, AT, more)


def test_a_link_is_known_by_its_digest_until_it_ends_or_is_revoked(store: Store) -> None:
    store.keep_pain_link(LINK)

    assert store.pain_link(LINK.digest) == LINK
    assert store.pain_link(digest_of("another")) is None
    assert (LINK.holds(AT), LINK.holds(LINK.until), LINK.holds(AT - A_MINUTE)) == (
        True,
        False,
        False,
    )
    assert store.revoke_pain_links("anna", AT + A_MINUTE) == 1
    assert store.revoke_pain_links("anna", AT + A_MINUTE) == 0
    (revoked,) = store.pain_links("anna")
    assert not revoked.holds(AT + 2 * A_MINUTE)


def test_links_that_ended_long_ago_are_forgotten_when_another_is_made(store: Store) -> None:
    later = AT + timedelta(days=40)
    store.keep_pain_link(LINK)
    store.keep_pain_link(PainLink(digest_of("b"), "anna", "a", later, later + timedelta(hours=1)))

    assert [link.author for link in store.pain_links("anna")] == ["a"]


def test_a_link_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(UnknownRunner):
        store.keep_pain_link(replace(LINK, runner_id="zoe"))
    with pytest.raises(BadInput, match="until"):
        replace(LINK, until=AT)


def test_a_store_from_before_keeps_its_scores_and_can_go_back(address: str) -> None:
    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        store.add_pain("anna", replace(FOUR, analgesic=True, shoe="klompen"), AT, "k1")
    database = Database(address)
    with database.writing() as connection:
        command.downgrade(config(connection), "0010")
        columns = {column["name"] for column in inspect(connection).get_columns("pain")}
        assert columns.isdisjoint({"analgesic", "shoe", "flare"})
        assert connection.execute(text("SELECT score FROM pain")).all() == [(4,)]
        assert {"pain_link", "told_once"}.isdisjoint(inspect(connection).get_table_names())
    database.close()

    with open_store(address) as store:
        assert store.pain("anna", *YEARS) == [FOUR]
        store.keep_pain_link(LINK)
