"""The list asks the diary only where pain may have come back: it never leaves one out."""

import random
from datetime import date, timedelta

import pytest

from plantar.day import each_day
from plantar.state import SPARK_DAYS
from processing.rehab.relapse import may_have_come_back, watch

DAY = date(2026, 11, 27)
SINCE = DAY - timedelta(days=SPARK_DAYS - 1)
LIMIT = 3


def diary(seed: int) -> dict[date, int]:
    """Mornings of some months: a stretch that hurts, one that does not, and what comes after."""
    chance = random.Random(seed)  # noqa: S311  made-up mornings, no secret
    quiet_from, back_on = chance.randint(40, 150), chance.randint(0, 45)
    told = {}
    for day in each_day(DAY - timedelta(days=170), DAY):
        ago = (DAY - day).days
        usual = chance.randint(1, 3) if ago > quiet_from else chance.randint(0, 1)
        if ago <= back_on and chance.random() < 0.3:
            usual = chance.randint(2, 5)
        if chance.random() < 0.8:
            told[day] = usual
    return told


def asks(told: dict[date, int]) -> bool:
    last = {day: score for day, score in told.items() if day >= SINCE}
    return may_have_come_back(last, SINCE, DAY, LIMIT, weeks=False)


def test_every_relapse_that_the_diary_tells_is_asked_for() -> None:
    diaries = [diary(seed) for seed in range(120)]
    told = [one for one in diaries if watch(one, (), LIMIT, DAY).relapse is not None]

    assert len(told) > 10
    assert all(asks(one) for one in told)


@pytest.mark.parametrize(("usual", "asked"), [(0, True), (2, False)])
def test_who_has_hurt_all_along_is_not_asked_for(usual: int, *, asked: bool) -> None:
    told = dict.fromkeys(each_day(SINCE, DAY), usual) | {DAY - timedelta(days=2): 5}

    assert asks(told) is asked


def test_a_rule_on_a_day_that_is_not_known_may_have_been_any() -> None:
    assert may_have_come_back({}, SINCE, DAY, None, weeks=True)
    assert not may_have_come_back({}, SINCE, DAY, None, weeks=False)
