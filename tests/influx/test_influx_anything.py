"""Whatever a minute may hold and a source may be called, it comes back from the mirror the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantar.influx.schema import MEASUREMENTS, POLICIES, Measurement, source_of, tag
from plantar.measured import Measured
from plantar.runner import Runner
from plantar.store import Batch
from tests.influx.walked import A_MINUTE, NOON, origin, unlike
from tests.plantar.measured_things import body_minutes, foot_minutes, step_minutes

if TYPE_CHECKING:
    from tests.influx.conftest import Mirrored

ROOT = Path(__file__).parents[2]
#: PostgreSQL keeps no NUL, and so no store does.
names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
minutes = st.lists(st.one_of(foot_minutes, body_minutes, step_minutes), min_size=1, max_size=12)


@given(names)
def test_a_source_is_read_back_from_its_tag(name: str) -> None:
    assert source_of(tag(name)) == name
    assert not any(sign in tag(name) for sign in "\\\n\r\t")


# A mirror is slow to make; each example has a runner of its own in the same one.
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(st.tuples(names, minutes), min_size=1, max_size=4), again=minutes)
def test_a_minute_comes_back_to_the_last_digit(
    mirrored: "Mirrored", told: Sequence[tuple[str, list[Measured]]], again: list[Measured]
) -> None:
    runner_id = f"r{len(mirrored.store.runners())}"
    runner = Runner(runner_id)
    mirrored.store.add_runner(runner)

    for number, (source, records) in enumerate(told):
        put(mirrored, runner_id, number, source, records)
    mirrored.sync()
    first = unlike(mirrored.store, mirrored.server, runner)
    # The same minutes say something else now, with other fields absent.
    put(mirrored, runner_id, len(told), told[0][0], again)
    mirrored.store.withdraw(f"{runner_id} {len(told) - 1}")
    mirrored.sync()

    assert first == []
    assert unlike(mirrored.store, mirrored.server, runner) == []
    assert mirrored.mirror_notes.refusals() == []


def put(
    mirrored: "Mirrored", runner_id: str, number: int, source: str, records: list[Measured]
) -> None:
    """Keep records, of which each lies in a minute of the day before yesterday."""
    began = NOON - timedelta(days=2)
    recent = tuple(
        replace(one, at=began + place * A_MINUTE)  # type: ignore[call-arg]  all are minutes
        for place, one in enumerate(records)
    )
    mirrored.store.put(runner_id, Batch(origin(f"{runner_id} {number}", number), source, recent))


@pytest.mark.parametrize("measurement", MEASUREMENTS.values(), ids=lambda one: one.name)
def test_no_field_has_the_name_of_a_tag_or_of_the_time(measurement: Measurement) -> None:
    fields = {column.name for column in measurement.columns}

    assert fields.isdisjoint({"time", *measurement.tags})


@pytest.mark.parametrize("measurement", MEASUREMENTS.values(), ids=lambda one: one.name)
def test_every_field_and_tag_stands_in_the_schema(measurement: Measurement) -> None:
    page = (ROOT / "docs/influx.md").read_text("utf-8")
    its_own = page.partition(f"| **`{measurement.name}`** |")[2].partition("| **`")[0]

    for column in measurement.columns:
        assert f"`{column.name}`" in its_own
    row = next(line for line in page.splitlines() if line.startswith(f"| `{measurement.name}` |"))
    policy = next(one for one in POLICIES if one.name == measurement.policy)
    kept = "for ever" if policy.keep is None else f"{policy.keep.days // 7} weeks"
    tags = ", ".join(f"`{name}`" for name in measurement.tags)
    assert f"| `plantar/{policy.name}` | {kept} | {tags} |" in row
