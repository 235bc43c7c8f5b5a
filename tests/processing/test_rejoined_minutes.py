"""A collector that stops in the middle of a minute and starts again tells all of that minute."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from plantar.errors import BadInput
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sample import Foot
from processing.force.stream import Reducer
from processing.rejoin import rejoined
from tests.plantar.measured_things import body_minutes, foot_minutes, step_minutes
from tests.processing.walker import BODY_N, Walker, piece

RECORDING = Walker().rest(5, 1.0).walk(120).rest(10, 1.0).run(80).rest(20, 0.15).recording()


def told(begin: int, end: int) -> dict[object, FootMinute | BodyMinute]:
    reducer = Reducer(BODY_N, 100.0)
    reducer.push(piece(RECORDING, begin, end))
    return {
        (one.at, one.foot if isinstance(one, FootMinute) else None): one
        for one in reducer.minutes()
    }


@pytest.mark.parametrize("cut", [1_500, 3_000, 5_050, 7_321, 9_000])
def test_two_runs_of_a_collector_add_up_to_one(cut: int) -> None:
    whole, first, second = told(0, len(RECORDING.time_s)), told(0, cut), told(cut, 10**6)

    both = {
        key: rejoined(first[key], second[key]) if {key} <= first.keys() & second.keys() else one
        for key, one in {**first, **second}.items()
    }

    assert both.keys() == whole.keys()
    for key, one in both.items():
        once = whole[key]
        if isinstance(one, FootMinute) and isinstance(once, FootMinute):
            assert one.measured_s == pytest.approx(once.measured_s, abs=1e-9)
            # To each part its own zero is found, and its own last step is cut.
            assert one.total.m1_ns == pytest.approx(once.total.m1_ns, rel=0.02)
            assert abs(one.steps_walking - once.steps_walking) <= 2
            assert abs(one.steps_running - once.steps_running) <= 2
    assert max(one.revision for one in both.values()) == 2


@given(foot_minutes, foot_minutes)
def test_sums_of_a_foot_add_up(before: FootMinute, after: FootMinute) -> None:
    small = {"steps_walking": 70, "steps_running": 3, "contacts": 90, "contacts_timed": 88}
    quick = {"contact_time_sum_s": 40.0, "peak_sum_n": 9e4, "impulse_sum_ns": 2e4}
    before = replace(before, revision=5, **small, **quick)
    after = replace(after, at=before.at, foot=before.foot, revision=7, **small, **quick)

    try:
        both = rejoined(before, after)
    except BadInput:  # a moment beyond all measure
        assert max(before.total.m4_n4s, after.total.m4_n4s) >= 0.0
        return

    assert both.revision == 12
    assert both.steps_walking == 140
    assert both.contacts == 180
    assert both.total == before.total + after.total
    assert both.measured_s == min(61.0, before.measured_s + after.measured_s)
    assert set(both.quality) == {*before.quality, *after.quality}


@given(body_minutes, body_minutes)
def test_seconds_of_a_body_add_up_and_no_minute_is_longer_than_one(
    before: BodyMinute, after: BodyMinute
) -> None:
    before, after = replace(before, revision=5), replace(after, at=before.at, revision=7)

    both = rejoined(before, after)

    assert isinstance(both, BodyMinute)
    assert both.revision == 12
    assert both.walking_s == min(61.0, before.walking_s + after.walking_s)
    assert both.quiet_s[3] == min(61.0, before.quiet_s[3] + after.quiet_s[3])


@given(step_minutes, step_minutes)
def test_steps_add_up_and_the_longer_part_tells_the_gait(
    before: StepMinute, after: StepMinute
) -> None:
    before, after = replace(before, revision=5), replace(after, at=before.at, revision=7)

    both = rejoined(before, after)

    longer = max((before, after), key=lambda part: part.moving_s)
    stood = {before.standing_s, after.standing_s} - {None}
    assert both.revision == 12
    assert both.steps == min(400.0, before.steps + after.steps)
    assert both.moving_s == min(61.0, before.moving_s + after.moving_s)
    assert both.running is longer.running
    assert (both.contact_time_s, both.speed_mps) == (longer.contact_time_s, longer.speed_mps)
    assert (both.standing_s is None) is (not stood)
    assert set(both.quality) == {*before.quality, *after.quality}


@given(foot_minutes, body_minutes, step_minutes)
def test_parts_of_different_minutes_or_feet_are_never_joined(
    foot: FootMinute, body: BodyMinute, steps: StepMinute
) -> None:
    later = foot.at + timedelta(minutes=1)
    for other in (replace(foot, at=later), replace(foot, foot=foot.foot.other), body):
        with pytest.raises(BadInput):
            rejoined(foot, other)
    with pytest.raises(BadInput):
        rejoined(body, replace(body, at=body.at + timedelta(minutes=1)))
    with pytest.raises(BadInput):
        rejoined(steps, replace(steps, at=steps.at + timedelta(minutes=1)))
    with pytest.raises(BadInput):
        rejoined(steps, replace(body, at=steps.at))
    assert foot.foot in Foot
