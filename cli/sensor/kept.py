"""Writing down what was paired: the sensors, and the gain that somebody stood still for."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli import clock, out

if TYPE_CHECKING:
    from cli.sensor.live_check import Met
    from collector.pairing import PairedSensor
    from plantar.runner import Runner
    from plantar.store import Store
    from processing.force.standing import Stood


def pair_joined(
    met: Sequence["Met"], runner: "Runner", paired: Sequence["PairedSensor"]
) -> str | None:
    """The pair that soles join; None when they make a new one, or there are none."""
    from collector.pairs import joined_pair

    soles = [one for one in met if one.chosen.on_a_foot]
    if len(soles) != 1 or soles[0].foot is None:
        return None
    return joined_pair(paired, runner.id, soles[0].chosen.profile, soles[0].foot)


def keep(
    home: Path,
    met: Sequence["Met"],
    runner: "Runner",
    paired: Sequence["PairedSensor"],
    own: Path | None,
) -> list["PairedSensor"]:
    """Write them down, under ids that are made up."""
    from collector.pairing import PairedSensor
    from collector.pairing_file import add as write
    from collector.pairs import PAIR, kind_of, new_id, taken_ids

    chance, taken = random.SystemRandom(), taken_ids(paired)
    pair = pair_joined(met, runner, paired) or new_id(PAIR, taken, chance)
    now, fresh = clock.now(), []
    for one in met:
        made = new_id(kind_of(one.chosen.profile), taken, chance)
        taken.add(made)
        fresh.append(
            PairedSensor(
                id=made,
                address=one.chosen.candidate.address,
                name=one.chosen.candidate.name or one.visit.name,
                profile=one.chosen.profile,
                runner_id=runner.id,
                paired_at=now,
                foot=one.foot,
                device=pair if one.chosen.on_a_foot else made,
            )
        )
    write(home, fresh, own)
    return fresh


def keep_gain(
    store: "Store", runner: "Runner", fresh: Sequence["PairedSensor"], found: "Stood | None"
) -> None:
    """Put a gain that was found in the store, as one of the rows that the pair streams."""
    from plantar.measured import Origin, OriginKind
    from plantar.store import Batch
    from processing.force.standing import as_calibration

    if found is None or runner.body_weight_n is None:
        return
    calibration = as_calibration(found, clock.now(), runner.body_weight_n)
    if calibration is None:
        out.say(f"Not calibrated: {found.refusal}. Walking on them will calibrate them.")
        return
    device = next(one.device for one in fresh if one.foot is not None)
    origin = Origin(f"live {runner.id} {device}", OriginKind.STREAM, device, clock.now())
    store.put(runner.id, Batch(origin, device, (calibration,)))
    out.say(
        f"Calibrated: the soles read {found.force_n:.0f} N under {runner.body_weight_n:.0f} N, "
        f"{found.left_share:.0%} of it on the left foot; gain {calibration.gain:.2f}, until "
        "walking tells better."
    )
