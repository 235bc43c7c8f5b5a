"""`plantar sensor add`: connect, look, stand still for a gain, and keep it."""

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli import out
from cli.home import home_of, opened_store
from cli.radio import run
from cli.sensor import asking, words
from cli.sensor.chosen import read_as, which, whose
from cli.sensor.kept import keep, keep_gain
from cli.sensor.meet import meet
from plantar.errors import PairingRefused
from plantar.sample import Foot

if TYPE_CHECKING:
    from collector.pairing import PairedSensor

#: What to give where nobody can be asked.
_GIVE = "--yes, and the numbers of the sensors, --runner ID and --side where they are not plain"


def add(
    sensors: Sequence[str],
    runner_id: str | None,
    profile: str | None,
    side: Foot | None,
    seconds: float,
    *,
    yes: bool,
    calibrate: bool,
    simulated: bool,
) -> None:
    """Pair sensors with a runner: all that were named, or none."""
    from collector.pairing_file import paired_sensors
    from collector.pairs import refuse_taken

    if not yes:
        asking.need_somebody(_GIVE)
    home = home_of(simulated=simulated).folder
    with opened_store(simulated=simulated) as store:
        runner = whose(store, runner_id)
        paired = paired_sensors(home)
        candidates = which(
            home, sensors, paired, simulated=simulated, profile_told=profile is not None
        )
        for one in candidates:
            refuse_taken(paired, one.address)
        chosen, own = read_as(home, candidates, profile, side)
        met, found = run(
            meet(chosen, runner, paired, seconds, calibrate=calibrate, simulated=simulated)
        )
        names = words.together([one.called for one in met])
        if not asking.agreed(f"Pair {names} with {runner.id}?", yes=yes, give=_GIVE):
            raise PairingRefused("nothing was paired")
        fresh = keep(home, met, runner, paired, own)
        keep_gain(store, runner, fresh, found)
    _say_paired(fresh, simulated=simulated)
    _say_at_centre(fresh, simulated=simulated)


def _say_paired(fresh: Sequence["PairedSensor"], *, simulated: bool) -> None:
    out.write_table(
        ("paired", "sensor", "foot", "runner", "profile"),
        [
            (
                one.id,
                one.name or one.address,
                words.side_word(one.foot),
                one.runner_id,
                one.profile.id,
            )
            for one in fresh
        ],
        unbroken=("paired",),
    )
    out.say(f"Measure with them:  {words.command('collect', simulated=simulated)}")


def _say_at_centre(fresh: Sequence["PairedSensor"], *, simulated: bool) -> None:
    """The centre on another computer does not know yet whose a device is."""
    broker = home_of(simulated=simulated).broker
    if broker is None:
        return
    for device, runner_id in dict.fromkeys((one.device, one.runner_id) for one in fresh):
        words_there = f"wearer add {shlex.quote(device)} {shlex.quote(runner_id)}"
        out.say(f"At the centre, once:  ./run {words_there} --collector {broker.user}")
