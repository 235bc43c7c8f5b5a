"""No page shows a number that another page, a message, the report or a command contradicts.

For every runner of the demo clinic, each place that tells of them is read as text, and what it
claims is held against what the others claim.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st

from cli.demo.clinic import make_clinic
from dashboard.reasons import why
from plantar import which_first
from plantar.alert import Level
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words import sentences
from tests.dashboard import flags_told
from tests.dashboard.flags_told import Told
from tests.dashboard.signed_in import as_page, sees_all, token_of
from tests.dashboard.surfaces import EN, command, left, listed, message, page, report

NUMBER = r"[\d,.]+"
#: What is claimed, by the ways in which it is said; every group is part of the claim.
CLAIMS = {
    "ratio": (rf"Week vs usual ({NUMBER})×",),
    "against usual": (rf"{NUMBER}× (?:· )?(\d+% (?:above|below) usual|usual)",),
    "means of the week and usual": (
        rf"({NUMBER}) against ({NUMBER}) WSE a day",
        rf"mean a day ({NUMBER}) WSE, usually ({NUMBER}) ",
    ),
    "sum of the week": (rf"({NUMBER}) WSE in (\d) of 7 days",),
    "days of the week": (r"\b(\d) of 7 days",),
    "usual day": (
        rf"percentile ({NUMBER}) – ({NUMBER})",
        rf"usual day: ({NUMBER}) to ({NUMBER})",
    ),
    "wear": (r"of 7 days · (\d+)% of wear",),
    "left to walk": (r"walking ([\dhmin ]+?) then (\w+) speaks",),
    "left to run": (r"running ([\dhmin ]+?) then (\w+) speaks",),
    "load so far": (
        rf"Today so far (?:≥ )?({NUMBER}) WSE",
        rf"Today (?:at least )?({NUMBER}) step equivalents",
    ),
    "strength work": (r"(\d+) of (\d+) prescribed", r"exercises (\d+) / (\d+)"),
    "first steps": (r"Morning pain, first steps (\d+)/10",),
    "pain since": (r"Pain(?: ·[^|]*? ·|:) (call today|look this week), since (\w+ \d+ \w+)",),
    "load since": (r"Load(?: ·[^|]*? ·|:) (call today|look this week), since (\w+ \d+ \w+)",),
}
#: So many runners, flags or days at least of which two places or more make the claim.
TOLD_TWICE = dict.fromkeys(CLAIMS, 6) | {
    "strength work": 5,
    "wear": 5,
    "left to run": 3,
    "load so far": 2,
    "pain since": 2,
    "load since": 3,
    "open stories": 13,
    "load of a day": 3,
    **dict.fromkeys(flags_told.OF_A_FLAG, 2),
    "day": 6,
    "method": 6,
    "threshold": 6,
    "mornings of the week": 1,
    "mornings of the week before": 1,
    "mean a day": 1,
    "usual mean a day": 1,
}


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The demo clinic, made by the real pipeline, as the pages open it."""
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    url = f"sqlite:///{tmp_path / 'demo.sqlite'}"
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    monkeypatch.setenv("PLANTAR_STORE_URL", url)
    st.cache_resource.clear()
    st.cache_data.clear()
    with open_store(url) as store:
        make_clinic(store, datetime.now(UTC), lambda *_: None)
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store
    st.cache_resource.clear()


def claims(text: str) -> Told:
    """What a text claims."""
    return {
        (about, ""): {found.groups() for way in ways for found in re.finditer(way, text)}
        for about, ways in CLAIMS.items()
    }


def why_claims(store: Store, runner_id: str) -> Told:
    """What the *Why?* pages of a runner's reasons claim, of their flag and of the days before."""
    told: Told = defaultdict(set)
    for alert in (store.state(runner_id) or pytest.fail("no state")).reasons:
        text = page("why", runner_id, alert=why.key(runner_id, alert))
        flag = flags_told.of_flags({(alert.rule.value, EN.date(alert.day)): text})
        for about, values in (flag | flags_told.loads(text)).items():
            told[about] |= values
    return told


def alerts_claims(store: Store, runner_id: str, name: str) -> Told:
    """What the list of alerts claims, and every open story beside it."""
    open_ = [one for one in store.episodes(runner_id) if one.closed is None and one.alerts]
    told: Told = defaultdict(set)
    for chosen in [f"{runner_id} {one.family} {one.opened}" for one in open_] or [""]:
        text = page("alerts", runner_id, chosen=chosen)
        flags = flags_told.of_flags(flags_told.in_alert(text))
        for about, values in (flags | flags_told.stories(text, name)).items():
            told[about] |= values
    return told


def test_no_place_contradicts_another_about_anybody(
    demo: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    overview = listed(demo, now)
    contradictions: list[str] = []
    twice: dict[str, set[tuple[str, str]]] = defaultdict(set)
    names = demo.display_names()
    for runner_id in overview:
        surfaces = {
            "overview": overview[runner_id],
            "runner": page("runner", runner_id),
            "today": page("today", runner_id),
            "report": report(demo, runner_id, now),
            "command": left(command(capfd, "left", runner_id)),
        }
        said = {where: claims(text) for where, text in surfaces.items()}
        said["runner"] |= flags_told.stories(surfaces["runner"], names[runner_id])
        said["today"] |= flags_told.loads(surfaces["today"])
        said["report"] |= flags_told.stories(surfaces["report"], names[runner_id])
        said["report"] |= flags_told.of_flags(flags_told.in_report(surfaces["report"]))
        said["alerts"] = alerts_claims(demo, runner_id, names[runner_id])
        said["why"] = why_claims(demo, runner_id)
        for about in sorted({about for one in said.values() for about in one}):
            told = {where: sorted(one[about]) for where, one in said.items() if one.get(about)}
            if len({value for values in told.values() for value in values}) > 1:
                contradictions.append(f"{runner_id}, {about}: {told}")
            if len(told) > 1:
                twice[about[0]].add((runner_id, about[1]))
        contradictions += [
            f"{runner_id}, report with {flag} that is not among the alerts"
            for about, flag in said["report"]
            if about == "day" and ("day", flag) not in said["alerts"]
        ]
        ways = ("runner", "today", "command")
        answer = {where for where in ways if said[where].get(("left to walk", ""))}
        if answer not in (set(), set(ways)):
            contradictions.append(f"{runner_id}, what is left is told by {answer} alone")
        written = message(demo, runner_id, now)
        for alert in (demo.state(runner_id) or pytest.fail("no state")).reasons:
            flag = flags_told.named(alert.rule.value, EN.date(alert.day))
            contradictions += [
                f"{runner_id}, {where} without {flag}"
                for where in ("alerts", "why")
                if ("day", flag) not in said[where]
            ]
            if alert.level < Level.CAUTION:
                continue
            numbers = sentences.numbers(alert, EN)
            if alert.code not in written and numbers not in written:
                contradictions.append(f"{runner_id}, message without {numbers}")
        for episode in demo.episodes(runner_id):
            leads = which_first.of_episode(episode)[:1] if episode.closed is None else []
            contradictions += [
                f"{runner_id}, report without {sentences.numbers(first, EN)}"
                for first in leads
                if sentences.numbers(first, EN) not in surfaces["report"]
            ]

    assert contradictions == []
    assert {about: n for about, n in TOLD_TWICE.items() if len(twice[about]) < n} == {}
