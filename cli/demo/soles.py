"""The simulated soles that one of the demo's runners walks on right now."""

from typing import Final

from cli import clock
from cli.demo.lives import LIVE_RUNNER
from collector.pairing import PairedSensor
from collector.profile_file import known_profile
from collector.simulated.live import LEFT, RIGHT
from plantar.words.demo_words import COLLECTED_SOLES

#: What their minutes are filed under, and what the page calls the source.
DEVICE: Final = COLLECTED_SOLES


def demo_soles() -> tuple[PairedSensor, ...]:
    """A pair of soles, as if that runner had paired them."""
    profile = known_profile("open-plantar")
    assert profile is not None  # noqa: S101  it comes with us
    return tuple(
        PairedSensor(
            id=f"sole-{one.foot}",
            address=one.address,
            name=one.name,
            profile=profile,
            runner_id=LIVE_RUNNER,
            paired_at=clock.now(),
            foot=one.foot,
            device=DEVICE,
        )
        for one in (LEFT, RIGHT)
    )
