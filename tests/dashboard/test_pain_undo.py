"""An answer about pain can be taken back."""

from datetime import UTC, date, datetime, timedelta

from plantar.pain import PainMoment, PainReport, Side
from plantar.runner import Runner
from plantar.store.sql import open_store

AT = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)
DAY = (AT - timedelta(days=1), AT + timedelta(days=1))


def test_what_a_withdrawn_answer_replaced_counts_again() -> None:
    first = PainReport(AT, PainMoment.FIRST_STEPS, 3, Side.LEFT)
    slip = PainReport(AT + timedelta(minutes=1), PainMoment.FIRST_STEPS, 9, Side.LEFT)

    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))
        store.add_pain("anna", first, first.at)
        store.add_pain("anna", slip, slip.at)
        assert store.pain("anna", *DAY) == [slip]

        store.withdraw_pain("anna", slip, slip.at)

        assert store.pain("anna", *DAY) == [first]
        assert date(2026, 11, 23) in store.dirty("anna").days


def test_taking_back_what_was_never_said_changes_nothing() -> None:
    said = PainReport(AT, PainMoment.EVENING, 3)

    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))

        store.withdraw_pain("anna", said, AT)

        assert store.pain("anna", *DAY) == []
        assert store.dirty("anna").days == ()
