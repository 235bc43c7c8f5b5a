"""A practice of made-up people: the same for the same seed, and as mixed as it is described."""

from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from cli.validate.lives.life import NURSE, OFFICE, PATIENT, RUNNER, SPORADIC, WALKER
from cli.validate.lives.lived import Lived, person
from cli.validate.lives.measured import day_of, evidence
from cli.validate.lives.practice import (
    CHOOSING_PRACTICE,
    REPORTING_PRACTICE,
    RUNNERS,
    practice,
    silenced,
)
from cli.validate.lives.practice_heard import RUN, STANDING, a_month, by_rule, jumps_of, told_of
from cli.validate.lives.practice_section import of_a_practice
from plantar.load import DayStatus
from plantar.measured import SourceClass


def test_a_practice_is_mixed_as_it_is_described() -> None:
    members = list(practice(CHOOSING_PRACTICE))
    kinds = Counter(one.life for one in members)

    assert kinds == {PATIENT: 60, RUNNER: 40, SPORADIC: 40, WALKER: 20, OFFICE: 20, NURSE: 20}
    assert len(members) == RUNNERS
    assert all(one.counted_from == one.joined == 0 for one in members if one.life is PATIENT)
    joined = [one.joined for one in members if one.life is not PATIENT and one.joined]
    assert len(joined) / 140 == pytest.approx(1 / 3, abs=0.1)
    assert {one.counted_from for one in members} == {0, 30, *joined}
    silent = [one.silent for one in members if one.silent]
    assert len(silent) / RUNNERS == pytest.approx(2 / 3, abs=0.1)
    assert {last - first + 1 for first, last in silent} == set(range(3, 11))


def test_a_member_is_the_same_in_a_smaller_practice_and_another_of_another_seed() -> None:
    small, large = list(practice(CHOOSING_PRACTICE, 7)), list(practice(CHOOSING_PRACTICE, 9))
    other = list(practice(REPORTING_PRACTICE, 7))

    for one, same in zip(small, large, strict=False):
        assert (one.number, one.joined, one.silent) == (same.number, same.joined, same.silent)
        for name in (field.name for field in fields(Lived) if field.name != "life"):
            same_days = getattr(one.lived, name), getattr(same.lived, name)
            assert np.array_equal(*same_days, equal_nan=True)
    assert not np.array_equal(small[0].lived.steps, other[0].lived.steps)


def test_a_silent_sensor_measures_nothing_and_the_diary_goes_on() -> None:
    lived = person(RUNNER, CHOOSING_PRACTICE, 3)
    quiet = evidence(silenced(lived, 50, 59))
    silent = {day_of(n) for n in range(50, 60)}

    assert {day.status for day in quiet.days if day.day in silent} == {DayStatus.MISSING}
    assert not silent & {run.day for run in quiet.runs}
    assert quiet.mornings == evidence(lived).mornings


def test_what_a_practice_is_told_is_counted_from_the_day_each_one_counts() -> None:
    told = told_of(CHOOSING_PRACTICE, 10)

    for one in told:
        assert all(due.day >= day_of(one.member.counted_from) for due in one.messages)
        assert one.in_first_month <= len(one.messages)
    days = sum(200 - one.member.counted_from for one in told)
    messages = sum(len(one.messages) for one in told)
    assert a_month(told) == pytest.approx(messages / days * 30)
    assert by_rule(told).total() == messages > 0
    again = told_of(CHOOSING_PRACTICE, 10)
    assert [(one.messages, one.jumps) for one in told] == [
        (one.messages, one.jumps) for one in again
    ]


def test_jumps_are_planted_in_whom_they_fit_and_a_doubled_run_is_told_that_day() -> None:
    told = told_of(CHOOSING_PRACTICE, 10)
    standing, runs = jumps_of(told, STANDING), jumps_of(told, RUN)

    assert {jump.life.series for jump in standing} == {SourceClass.INSOLE}
    assert all(jump.life.runs for jump in runs)
    assert {jump.word_days for jump in runs} == {0}
    for jump in (jump for one in told for jump in one.jumps):
        if jump.word_days is None:
            assert jump.message_days is None


def test_a_silence_counts_from_72_hours_and_days_off_are_silent_too() -> None:
    member = next(one for one in practice(CHOOSING_PRACTICE) if one.silent and not one.joined)
    told = told_of(CHOOSING_PRACTICE, member.number + 1, {})

    assert told[-1].silences >= 1


def test_the_section_says_both_seeds_and_makes_two_claims() -> None:
    section = of_a_practice(5)

    assert f"seed {REPORTING_PRACTICE}" in section.method
    assert f"seed {CHOOSING_PRACTICE}" in section.remark
    assert [claim.bound for claim in section.claims] == [
        "at most 1.5 a runner-month",
        "at most 2.5 a runner-month",
    ]
    assert [row[0] for row in section.rows] == ["returning patient", "runner", "all of them"]
    assert f"| {RUN} | 5 | " in section.below
