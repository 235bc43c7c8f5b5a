"""Can one trust what was measured, and what needs charging?"""

from html import escape

import streamlit as st

from dashboard.frame.explained import explained
from dashboard.frame.marks import image
from dashboard.frame.places import go, link
from dashboard.present import SOURCES
from dashboard.sensors import (
    calibration_table,
    file_table,
    gap_table,
    sensor_said,
    sensor_table,
    worn_strip,
)
from dashboard.sensors.sensor_facts import DAYS, SensorFacts, facts_of
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.alert import Level
from plantar.runner import Runner
from plantar.words import demo_words
from plantar.words.catalogue import Words


def page(visit: Visit) -> None:
    """Draw the sensors of the runner that the address names."""
    store, words, now = visit.store, visit.words, visit.now
    runner = named(store, words)
    if runner is None:
        return
    found = facts_of(store, runner, runner.days.day_of(now), now)
    name = store.display_names().get(runner.id, runner.id)
    # Not st.title: that reads Markdown, and a name could then fetch a picture.
    # And held apart, so that one written from right to left turns nothing around it.
    title = words.say("Sensors of {name}", name=f"<bdi>{escape(name)}</bdi>")
    question = escape(words.say("Can what was measured be trusted, and what needs charging?"))
    st.html(f'<h1 class="name long">{title}</h1><p class="muted">{question}</p>')
    if found.is_empty:
        _nothing(runner, visit)
    else:
        st.html(_answer(found, visit))
        st.html(_worn(found, runner, words) + _sensors(found, runner, visit))
        _gaps(found, runner, words)
        rest = _calibrations(found, runner, words) + _files(found, runner, words)
        if rest:
            st.html(rest)
    link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)


def _nothing(runner: Runner, visit: Visit) -> None:
    """The way to begin, for whoever may; a terminal is for whoever keeps the place."""
    words = visit.words
    st.html(_line(words.say("No sensor and no file has told anything yet.")))
    if not visit.may_plan(runner.id):
        return
    st.html(
        _muted(
            words.say(
                "Add a file of a watch or a sole here, or pair a sensor on the computer beside it."
            )
        )
    )
    if st.button(words.say("Add data"), key="sensors-add", type="primary"):
        go(visit.places["add"], runner.id, words)
    with st.expander(words.say("In a terminal, on that computer")):
        st.code(
            f"./run sensor scan\n./run sensor add 1 --runner {runner.id}\n"
            f"./run import recording.fit --runner {runner.id}",
            language=None,
        )


def _answer(found: SensorFacts, visit: Visit) -> str:
    said = sensor_said.answer(found, visit.now, visit.words)
    level = Level.CAUTION if said.to_do else Level.OK
    return "".join(
        f'<p class="status">{image(level)}{escape(line)}</p>' for line in said.to_do or said.well
    )


def _worn(found: SensorFacts, runner: Runner, words: Words) -> str:
    asks = explained(words, "coverage", runner.id)
    drawn = _head(words.say("Worn in the last {n} days", n=DAYS), asks)
    if found.has_feet:
        drawn += "".join(_line(line) for line in sensor_said.feet(found, words))
        drawn += worn_strip.feet_strip(found.feet, words)
    elif any(one.told.foot for one in found.sensors):
        drawn += _line(words.say("No foot was measured in these days."))
        drawn += worn_strip.feet_strip(found.feet, words)
    for source_class, days in found.days.items():
        text = words.say(
            "{source}: {n} of {of} days measured; it does not tell the feet apart.",
            source=words.say(SOURCES[source_class]),
            n=sum(day.load_wse is not None for day in days),
            of=DAYS,
        )
        drawn += _line(text[0].upper() + text[1:])
        drawn += worn_strip.days_strip(days, found.dates, found.planned, words)
    return drawn + _muted(
        words.say(
            "In % of the hours of the wear plan, by day. Hatched: planned, and nothing was "
            "measured, which is not zero."
        )
    )


def _sensors(found: SensorFacts, runner: Runner, visit: Visit) -> str:
    words = visit.words
    drawn = _head(words.say("What is worn"))
    if found.sensors:
        drawn += sensor_table.of_runner(found.sensors, found.heard, runner, visit.now, words)
        drawn += _muted(
            words.say("As the collector beside the sensor last told; a signal is not kept.")
        )
    for source in found.streams:
        drawn += _line(
            words.say(
                "{source}: measured live. Its battery, firmware and clock are not known here: its "
                "collector has not told them.",
                source=demo_words.named(source, words),
            )
        )
    if not found.sensors and not found.streams:
        drawn += _muted(
            words.say("No sensor is paired: everything came from files, which have no battery.")
        )
    return drawn


def _gaps(found: SensorFacts, runner: Runner, words: Words) -> None:
    if not (found.sensors or found.streams or found.gaps or found.not_worn_s):
        return
    drawn = gap_table.by_cause(found.gaps, found.not_worn_s, runner.days, words)
    none = words.say("None: whenever a sensor was connected, it told everything.")
    st.html(_head(words.say("Gaps in the last {n} days", n=DAYS)) + (drawn or _muted(none)))
    if found.gaps:
        with st.expander(words.say("The latest gaps, one by one")):
            st.html(gap_table.latest(found.gaps, runner.days, words))


def _calibrations(found: SensorFacts, runner: Runner, words: Words) -> str:
    if not (found.has_feet or found.calibrations or any(one.told.foot for one in found.sensors)):
        return ""
    drawn = _head(words.say("Calibration of the soles"))
    if found.calibrations:
        return drawn + calibration_table.table(found.calibrations, runner, words)
    return drawn + _line(
        words.say(
            "Not calibrated: steps and times are shown, and no load. Stand on both feet when "
            "pairing, or walk a while with a known body mass."
        )
    )


def _files(found: SensorFacts, runner: Runner, words: Words) -> str:
    if not found.imports:
        return ""
    drawn = _head(words.say("From files"))
    drawn += file_table.table(found.imports, runner, words)
    if len(found.imports) > file_table.MOST_IMPORTS:
        drawn += _muted(words.say("The last {n} are shown.", n=file_table.MOST_IMPORTS))
    return drawn + _muted(words.say("A file has no battery and no clock that could be asked."))


def _line(text: str) -> str:
    return f'<p class="line long">{escape(text)}</p>'


def _muted(text: str) -> str:
    return f'<p class="muted">{escape(text)}</p>'


def _head(text: str, asks: str = "") -> str:
    return f'<h2 class="part">{escape(text)}{asks and f" {asks}"}</h2>'
