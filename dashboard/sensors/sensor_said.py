"""The answer of the page of sensors in sentences: what to do, or that all is well."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.sensors import sensor_words
from dashboard.sensors.sensor_facts import SensorFacts
from dashboard.sensors.sensor_words import FEET
from dashboard.sensors.worn_strip import HUNDRED, mean_share
from plantar.words.catalogue import Words
from processing.sensors import Trouble, troubles


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be done, most pressing first; and what is said when that is nothing."""

    to_do: tuple[str, ...]
    well: tuple[str, ...] = ()


def answer(found: SensorFacts, now: datetime, words: Words) -> Answer:
    """The sentences at the head of the page."""
    said: list[tuple[Trouble, str]] = []
    for one in found.sensors:
        heard_at = found.heard[one.told.sensor]
        for wrong in troubles(one.told, heard_at, now):
            name = sensor_words.kind(one.told, words)
            name = name[:1].upper() + name[1:]
            said.append((wrong, _to_do(wrong, name, one.told.battery_percent, words)))
    order = list(Trouble)
    to_do = [text for _, text in sorted(said, key=lambda each: order.index(each[0]))]
    to_do += [
        words.say(
            "Only one foot is measured: nothing came of the {foot} one for days.",
            foot=words.say(FEET[foot]),
        )
        for foot in found.silent_feet
    ]
    if to_do:
        return Answer(tuple(to_do))
    if not found.sensors:
        return Answer((), (words.say("No battery to charge is known here."),))
    told = [one.told for one in found.sensors]
    if any(one.battery_percent is None for one in told):
        return Answer((), (words.say("Every sensor is heard; not all tell their battery."),))
    return Answer((), (words.say("Every sensor is heard, and no battery is low."),))


def _to_do(wrong: Trouble, name: str, percent: int | None, words: Words) -> str:
    match wrong:
        case Trouble.CHARGE:
            return words.say("{sensor}: charge it, {percent} %.", sensor=name, percent=percent or 0)
        case Trouble.NEVER_HEARD:
            return words.say("{sensor}: never heard since it was paired.", sensor=name)
        case Trouble.SILENT:
            return words.say("{sensor}: nothing heard for days.", sensor=name)
        case Trouble.CLOCK:
            return words.say(
                "{sensor}: its clock is off, so steps may stand in another minute.", sensor=name
            )


def feet(found: SensorFacts, words: Words) -> list[str]:
    """How much of the plan each foot was measured until yesterday, and on how many days not."""
    lines = []
    for foot, every in found.feet.items():
        days = every[:-1]  # today is not over
        share = mean_share(days)
        if share is None:
            continue
        missing = sum(day.is_missing for day in days)
        lines.append(
            words.plural(
                "{foot}: {percent} % of the planned hours of {of} days; {n} planned day not "
                "measured.",
                "{foot}: {percent} % of the planned hours of {of} days; {n} planned days not "
                "measured.",
                missing,
                foot=words.say(FEET[foot]).capitalize(),
                percent=round(share * HUNDRED),
                of=len(days),
            )
            if missing
            else words.say(
                "{foot}: {percent} % of the planned hours of {of} days; no planned day is missing.",
                foot=words.say(FEET[foot]).capitalize(),
                percent=round(share * HUNDRED),
                of=len(days),
            )
        )
    return lines
