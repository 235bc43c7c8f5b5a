"""`plantar sensor scan`: who is in the air, in plain words."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli import out
from cli.home import home_of, opened_store
from cli.radio import radio, radio_needed, run
from cli.sensor import words
from cli.sensor.hint import hint
from cli.sensor.profiles import pickable
from cli.sensor.remembered import keep_scan, numbered

if TYPE_CHECKING:
    from collector.pairing import PairedSensor
    from collector.scanning import Heard


def scan(seconds: float, *, simulated: bool, everybody: bool, json: bool) -> None:
    """Listen, number what was heard, and tell it."""
    from collector.pairing_file import paired_sensors

    home = home_of(simulated=simulated).folder
    paired = paired_sensors(home)
    heard = heard_now(home, seconds, simulated=simulated)
    shown = [one for one in heard if everybody or one.proposed]
    keep_scan(home, numbered(shown))
    if json:
        out.write_json([_described(n, one, paired) for n, one in enumerate(shown, start=1)])
        return
    if not shown:
        say_nothing_heard(len(heard), simulated=simulated)
        return
    write_heard(shown, paired)
    _say_next(shown, paired, len(heard) - len(shown), simulated=simulated)


def heard_now(
    home: Path, seconds: float, *, simulated: bool, until: Sequence[str] = ()
) -> tuple["Heard", ...]:
    """Everybody in the air."""
    from collector.scanning import scan as listen

    profiles = pickable(home)

    async def main() -> tuple["Heard", ...]:
        async with radio(simulated=simulated) as air:
            with radio_needed(), hint(f"listening for {seconds:g} s…"):
                return await listen(air, seconds, profiles, until=until)

    return run(main())


def write_heard(heard: Sequence["Heard"], paired: Sequence["PairedSensor"]) -> None:
    """The table of a scan."""
    out.write_table(
        ("", "name", "signal (dBm)", "tells", "proposed profile", "paired"),
        [
            (
                str(number),
                one.name or one.address,
                words.signal(one.rssi_dbm),
                words.offers(one.services, one.proposed),
                "\n".join(p.id for p in one.proposed) or "-",
                _paired_word(one.address, paired) or "no",
            )
            for number, one in enumerate(heard, start=1)
        ],
        unbroken=("", "signal (dBm)", "paired"),
    )


def say_nothing_heard(others: int, *, simulated: bool) -> None:
    """What to try when no sensor was heard."""
    if others:
        out.say(f"No sensor that Plantar knows, among {others} devices that were heard.")
    else:
        out.say("Nothing was heard.")
    again = words.command("sensor scan --seconds 15", simulated=simulated)
    everybody = words.command("sensor scan --all", simulated=simulated)
    out.say(
        "  - Wake the sensor: put it on, press on it, shake the shoe; many sleep when still.\n"
        "  - Close the maker's app on your phone: it may hold the connection.\n"
        f"  - Bring it within a few metres and listen longer: {again}\n"
        f"  - Look among devices that no profile knows: {everybody}\n"
        "  - Let Bluetooth itself be looked at: ./run doctor"
    )


def _say_next(
    shown: Sequence["Heard"],
    paired: Sequence["PairedSensor"],
    hidden: int,
    *,
    simulated: bool,
) -> None:
    if hidden:
        everybody = words.command("sensor scan --all", simulated=simulated)
        out.say(f"{hidden} more that no profile knows: {everybody}")
    numbers = [
        str(number)
        for number, one in enumerate(shown, start=1)
        if one.proposed and _paired_word(one.address, paired) is None
    ]
    if numbers:
        them = "them" if len(numbers) > 1 else "it"
        add = f"sensor add {' '.join(numbers)} --runner {_whom(simulated=simulated)}"
        out.say(f"Pair {them}:  {words.command(add, simulated=simulated)}")
    elif any(one.proposed for one in shown):
        out.say("All of them are paired.")


def _whom(*, simulated: bool) -> str:
    """The runner whose they may be, or what stands for one."""
    with opened_store(simulated=simulated) as store:
        runners = [one.id for one in store.runners()]
    if not runners:
        out.say("First a runner, under any name you like:  ./run runner add ID --body-mass KG")
    return runners[0] if len(runners) == 1 else "ID"


def _paired_word(address: str, paired: Sequence["PairedSensor"]) -> str | None:
    """The id it is paired under."""
    for one in paired:
        if one.address.lower() == address.lower():
            return one.id
    return None


def _described(number: int, heard: "Heard", paired: Sequence["PairedSensor"]) -> dict[str, object]:
    return {
        "number": number,
        "address": heard.address,
        "name": heard.name,
        "rssi_dbm": heard.rssi_dbm,
        "services": list(heard.services),
        "proposed": [one.id for one in heard.proposed],
        "paired": _paired_word(heard.address, paired),
    }
