"""`plantar sensor list` and `plantar sensor remove`: what is paired, and no longer."""

from cli import out
from cli.home import home_of
from cli.sensor import asking, words
from plantar.errors import PairingRefused


def list_(*, simulated: bool, json: bool) -> None:
    """List what is paired."""
    from collector.pairing_file import paired_sensors

    sensors = paired_sensors(home_of(simulated=simulated).folder)
    if json:
        out.write_json(
            [
                {
                    "id": one.id,
                    "device": one.device,
                    "address": one.address,
                    "name": one.name,
                    "foot": one.foot,
                    "runner": one.runner_id,
                    "profile": one.profile.id,
                    "paired_at": one.paired_at.isoformat(),
                }
                for one in sensors
            ]
        )
        return
    if not sensors:
        scan = words.command("sensor scan", simulated=simulated)
        out.say(f"No sensor is paired yet: {scan} tells who is there.")
        return
    out.write_table(
        ("id", "sensor", "foot", "runner", "profile", "since"),
        [
            (
                one.id,
                one.name or one.address,
                words.side_word(one.foot),
                one.runner_id,
                one.profile.id,
                f"{one.paired_at:%Y-%m-%d}",
            )
            for one in sensors
        ],
        unbroken=("id", "since"),
    )


def remove(sensor_id: str, *, yes: bool, simulated: bool) -> None:
    """Forget a sensor, or both soles of a pair."""
    from collector.pairing_file import paired_sensors
    from collector.pairing_file import remove as forget

    home = home_of(simulated=simulated).folder
    meant = [one for one in paired_sensors(home) if sensor_id in (one.id, one.device)]
    if meant:
        told = " and ".join(f"{one.id} ({one.name or one.address})" for one in meant)
        question = f"Forget {told} of {meant[0].runner_id}? What it measured stays."
        if not asking.agreed(question, yes=yes, give="--yes"):
            raise PairingRefused("nothing was forgotten")
    for one in forget(home, sensor_id):
        out.say(f"{one.id} is no longer paired; what it measured stays")
