"""What `plantar status` says, from what was seen: gaps, spans, and what somebody should look at."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from os import terminal_size

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.status import spoken
from cli.status.attention import attention
from cli.status.dead import Dead
from cli.status.gaps import GapsToday, gaps_today
from cli.status.seen import Collector, Seen, SensorSeen
from cli.status.shown import shown
from collector.board import Board
from collector.outbox.room import GivenUp
from collector.outbox.state import OutboxState
from collector.pairing import PairedSensor
from collector.profile_file import known_profile
from collector.sensor_state import Phase, SensorClock, SensorState
from collector.tally import Tally
from plantar.measured import Gap, GapCause
from plantar.sample import ClockQuality, Foot
from plantar.store import Backlog

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MIDNIGHT = NOON - timedelta(hours=12)
S = timedelta(seconds=1)


def gap(since_s: float, until_s: float, foot: Foot | None = None) -> Gap:
    return Gap(MIDNIGHT + since_s * S, MIDNIGHT + until_s * S, None, GapCause.LINK, foot)


def test_gaps_are_of_one_foot_or_of_both() -> None:
    gaps = (gap(10, 14, Foot.LEFT), gap(20, 21, Foot.RIGHT), gap(30, 32))

    assert gaps_today(gaps, Foot.LEFT, MIDNIGHT, NOON) == GapsToday(2, 6.0)
    assert gaps_today(gaps, Foot.RIGHT, MIDNIGHT, NOON) == GapsToday(2, 3.0)
    assert gaps_today(gaps, None, MIDNIGHT, NOON) == GapsToday(1, 2.0)


def test_a_gap_that_began_yesterday_counts_from_midnight() -> None:
    assert gaps_today([gap(-600, 60)], None, MIDNIGHT, NOON) == GapsToday(1, 60.0)
    assert gaps_today([gap(-600, -60)], None, MIDNIGHT, NOON) == GapsToday(0, 0.0)


def test_the_same_gap_in_the_store_and_in_the_outbox_is_one() -> None:
    assert gaps_today([gap(5, 9), gap(5, 9)], None, MIDNIGHT, NOON) == GapsToday(1, 4.0)


@given(st.lists(st.tuples(st.integers(-50, 150), st.integers(0, 60)), max_size=8))
def test_every_second_without_the_sensor_counts_once(stretches: list[tuple[int, int]]) -> None:
    gaps = [gap(since, since + lasts) for since, lasts in stretches]
    until = MIDNIGHT + 100 * S

    found = gaps_today(gaps, None, MIDNIGHT, until)

    seconds = {at for since, lasts in stretches for at in range(since, since + lasts)}
    assert found.total_s == len(seconds & set(range(100)))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-3.0, "0 s"),
        (0.25, "0.2 s"),
        (3.0, "3 s"),
        (45.4, "45 s"),
        (90.0, "2 min"),
        (7_500.0, "2 h 05 min"),
        (172_000.0, "47 h 46 min"),
        (259_200.0, "3 d"),
    ],
)
def test_a_span_is_told_to_about_two_digits(seconds: float, said: str) -> None:
    assert spoken.span(seconds) == said


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (SensorClock(ClockQuality.ARRIVAL, 0.03), "no clock of its own, within 30 ms"),
        (SensorClock(ClockQuality.SETTLING, 0.12), "clock within 120 ms, being compared"),
        (SensorClock(ClockQuality.FITTED, 0.004, 35.2), "clock within 4 ms, 35 ppm slow"),
        (SensorClock(ClockQuality.FITTED, 0.004, -20.0), "clock within 4 ms, 20 ppm fast"),
        (SensorClock(ClockQuality.FITTED, 0.0002, 0.1), "clock within 1 ms"),
    ],
)
def test_a_clock_is_told_with_how_far_off_it_may_be(clock: SensorClock, said: str) -> None:
    assert spoken.clock(clock) == said


def test_every_phase_has_plain_words() -> None:
    words = {spoken.phase(SensorState("a", phase, NOON), NOON) for phase in Phase}

    assert len(words) == len(Phase)


def paired(name: str = "shoe-left", foot: Foot = Foot.LEFT) -> PairedSensor:
    profile = known_profile("open-plantar")
    assert profile is not None
    return PairedSensor(name, f"F0:{name}", "Plantar sim L", profile, "anna", NOON, foot, "shoes")


WELL = SensorState(
    "shoe-left",
    Phase.STREAMING,
    NOON - timedelta(hours=1),
    foot=Foot.LEFT,
    heard_at=NOON - timedelta(milliseconds=300),
    battery_percent=83,
    clock=SensorClock(ClockQuality.FITTED, 0.004, 35.0),
    tally=Tally(frames=360_000, missing=12, duplicates=3, malformed=1),
)
BOX = OutboxState(12, NOON - 3 * S, 0, 0, 1_300_000, ())
BOARD = Board(4242, NOON - timedelta(hours=2), NOON - S, (WELL,))
ALL_WELL = Seen(
    NOON,
    simulated=False,
    collector=Collector.RUNNING,
    board=BOARD,
    sensors=(SensorSeen(paired(), WELL, GapsToday(2, 14.0)),),
    outbox=BOX,
    outbox_most_bytes=536_870_912,
)


def with_state(**changed: object) -> Seen:
    state = replace(WELL, **changed)  # type: ignore[arg-type]
    return replace(ALL_WELL, sensors=(replace(ALL_WELL.sensors[0], state=state),))


def with_box(**changed: object) -> Seen:
    return replace(ALL_WELL, outbox=replace(BOX, **changed))  # type: ignore[arg-type]


def test_where_all_is_well_nobody_has_to_look() -> None:
    assert attention(ALL_WELL) == ()


LONG_AGO = NOON - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("seen", "asked"),
    [
        (with_state(phase=Phase.SEARCHING, heard_at=LONG_AGO), None),  # a shoe that is not worn
        (
            with_state(phase=Phase.SEARCHING, heard_at=LONG_AGO, trouble="no adapter is on"),
            "shoe-left: no adapter is on; ./run doctor",
        ),
        (with_state(phase=Phase.BACKING_OFF, trouble="the link was lost"), None),  # just now
        (
            with_state(phase=Phase.BACKING_OFF, heard_at=LONG_AGO, trouble="the link was lost"),
            "shoe-left: the link was lost",
        ),
        (with_state(phase=Phase.STALLED, heard_at=LONG_AGO), "shoe-left: says nothing"),
        (with_state(phase=Phase.REFUSED, trouble="it is a right sole"), "pair it anew"),
        (with_state(phase=Phase.UNAUTHORISED), "./run doctor"),
        (with_state(trouble="most of it cannot be read"), "most of it cannot be read"),
        (with_state(battery_percent=15), "battery at 15 %"),
        (with_state(battery_percent=16), None),
        (with_state(tally=Tally(frames=90, malformed=10)), "another profile?"),
        (with_state(tally=Tally(frames=990, malformed=10)), None),
        (
            with_box(refused=2, reasons=(("nobody here wears 'pod'", 2),)),
            "the centre refused 2 rows: nobody here wears 'pod'",
        ),
        (
            replace(ALL_WELL, dead=(Dead("pi-1", "nobody here wears 'pod'", 1),)),
            "collector pi-1: 1 row could not be kept: nobody here wears 'pod'",
        ),
        (
            replace(ALL_WELL, dead=(Dead("pi-1", "line 1: no JSON", None),)),
            "collector pi-1: what it sent could not be kept: line 1: no JSON",
        ),
        (with_box(used_bytes=500_000_000), "nearly full"),
        (with_box(oldest=NOON - timedelta(minutes=11)), "waits for the centre since 11 min"),
        (with_box(given_up=(GivenUp("shoes", "minutes", LONG_AGO, NOON, 40),)), "40 rows"),
        (with_box(given_up=(GivenUp("shoes", "raw", LONG_AGO, NOON, 40),)), None),
        (
            with_box(
                given_up=(GivenUp("shoes", "minutes", MIDNIGHT, NOON - timedelta(days=2), 4),)
            ),
            None,
        ),
        (replace(ALL_WELL, collector=Collector.NOT_RUNNING), "nothing is collected: ./run collect"),
        (
            replace(ALL_WELL, collector=Collector.NOT_RUNNING, simulated=True),
            "./run collect --simulated",
        ),
        (replace(ALL_WELL, collector=Collector.SILENT), "tells nothing of itself (last 1 s ago)"),
        (  # paired at noon
            replace(ALL_WELL, sensors=(SensorSeen(paired(), None, None),)),
            "paired since the collector started",
        ),
        (  # it has only just started
            replace(
                ALL_WELL,
                board=replace(BOARD, started_at=NOON + S, sensors=()),
                sensors=(SensorSeen(paired(), None, None),),
            ),
            None,
        ),
        (
            replace(ALL_WELL, board=replace(BOARD, outbox_trouble="the disk is full")),
            "disk is full",
        ),
        (replace(ALL_WELL, board=replace(BOARD, centre_trouble="store is busy")), "store is busy"),
        (replace(ALL_WELL, troubles=("sensors.toml: no TOML",)), "sensors.toml: no TOML"),
        (replace(ALL_WELL, sensors=(), collector=Collector.NOT_RUNNING, board=None), None),
    ],
)
def test_somebody_is_asked_to_look_where_that_helps(seen: Seen, asked: str | None) -> None:
    found = attention(seen)

    if asked is None:
        assert found == ()
    else:
        assert len(found) == 1
        assert asked in found[0]


def screen(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: terminal_size((80, 24)))
    return "\n".join(shown(seen, attention(seen)))


def test_one_screen_says_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        screen(ALL_WELL, monkeypatch)
        == """\
Collecting for 2 h 00 min (process 4242), told 1 s ago.

shoe-left  left foot, Plantar sim L
  is heard, last 0.3 s ago; battery 83 %; clock within 4 ms, 35 ppm slow
  today 2 gaps, 14 s in all; this run 12 missing, 3 twice, 1 unreadable

outbox  12 rows wait, the oldest of 3 s ago; 0 refused, 0 given up; 1.3 MB of
        536.9 MB
centre  on this computer, takes what comes

All is well."""
    )


def test_how_far_the_figures_are_behind_is_told_at_the_centre_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told(*behind: object) -> str:
        centre = replace(ALL_WELL, figures=Backlog(*behind), dead=())  # type: ignore[arg-type]
        return screen(centre, monkeypatch)

    assert "figures  follow from all that is stored\ndead letters  0 collectors have one" in told(
        0, 0, None
    )
    assert "figures  1 runner is not computed yet" in told(1, 0, None)
    assert "figures  3 runners are behind, 12 days, the oldest 2026-05-03" in told(
        3, 12, date(2026, 5, 3)
    )


def test_a_household_fits_on_eighty_columns_and_one_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = paired("shoe-right-of-a-runner-with-a-long-name", Foot.RIGHT)
    trouble = "the link was lost while its services were asked for, as it often is in the rain"
    lost = replace(WELL, phase=Phase.BACKING_OFF, trouble=trouble, heard_at=LONG_AGO)
    seen = replace(
        ALL_WELL,
        sensors=(
            ALL_WELL.sensors[0],
            SensorSeen(right, lost, GapsToday(31, 7_205.0)),
            SensorSeen(paired("third"), None, None),
        ),
    )

    lines = screen(seen, monkeypatch).splitlines()

    assert max(map(len, lines)) <= 80
    assert len(lines) <= 24


def test_of_a_collector_that_ended_it_is_told_when(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = replace(
        ALL_WELL,
        collector=Collector.NOT_RUNNING,
        board=replace(BOARD, written_at=NOON - timedelta(hours=3)),
    )

    said = screen(ended, monkeypatch)

    assert said.startswith("Not collecting, since 3 h 00 min ago: ./run collect")
    assert "is heard" not in said


def test_who_has_paired_nothing_is_told_how_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = replace(ALL_WELL, sensors=(), collector=Collector.NOT_RUNNING, board=None, outbox=None)

    said = screen(replace(nobody, simulated=True), monkeypatch)

    assert said == "No sensor is paired yet: ./run sensor scan --simulated shows which are near."
