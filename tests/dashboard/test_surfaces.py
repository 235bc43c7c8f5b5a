"""No page shows a number that another page, a message, the report or a command contradicts.

For every runner of the demo clinic, each place that tells of them is read as text, and what it
claims is held against what the others claim.
"""

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cli.demo.clinic import make_clinic
from cli.main import main
from dashboard.overview import triage_rows
from dashboard.report import pdf
from dashboard.report.facts import gather
from dashboard.report.said import Said
from dashboard.runner.left_today import duration
from plantar import which_first
from plantar.alert import Level
from plantar.message import Change, Kind, Message
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words import message_sentences, sentences
from plantar.words.catalogue import words
from processing.messages.items import item
from tests.dashboard.read_pdf import opened
from tests.dashboard.signed_in import as_page, sees_all, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
EN = words("en")
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
#: So many runners at least of whom two places or more make the claim.
TOLD_TWICE = dict.fromkeys(CLAIMS, 6) | {
    "strength work": 5,
    "wear": 5,
    "left to run": 3,
    "load so far": 2,
    "pain since": 2,
    "load since": 3,
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


def plain(markup: str) -> str:
    """What somebody reads of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def page(name: str, runner_id: str) -> str:
    """What somebody reads of a page about a runner."""
    test = AppTest.from_file(str(APP), default_timeout=120)
    test.query_params["runner"], test.query_params["lang"] = runner_id, "en"
    test._page_hash = calc_hash(name)
    test.run()
    assert not test.exception, test.exception
    return " | ".join(
        plain(part.value)  # type: ignore[union-attr]
        for part in test.get("html")
    )


def listed(store: Store, now: datetime) -> dict[str, str]:
    """What the overview says of each runner."""
    entries = triage_rows.listed(store.runners(), store.states(), {}, now)
    told = {}
    for entry in entries:
        row = triage_rows.row(entry, EN, now)
        pain = f"Morning pain, first steps {row.pain}/10" if row.pain.isdigit() else ""
        ratio = f"Week vs usual {row.ratio} {row.ratio_words}" if row.ratio else ""
        told[row.runner_id] = f"{ratio} | {row.week} | {row.coverage} | {pain}"
    return told


def report(store: Store, runner_id: str, now: datetime) -> str:
    content = pdf.report(gather(store, runner_id, now=now), Said(), EN)
    return " ".join(opened(content).pages[0].extract_text().split())


def command(capfd: pytest.CaptureFixture[str], *asked: str) -> str:
    """What a command writes for a machine."""
    capfd.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["plantar", *asked, "--json"])
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code
    return capfd.readouterr().out


def left(told: str) -> str:
    """What is left today, by the command, in the words of the pages."""
    return " | ".join(
        f"{one['doing']} {duration(one['minutes'], EN)} then {one['rule']} speaks"
        for one in json.loads(told)["left"]
        if one["minutes"] is not None and one["level_now"] == "ok"
    )


def claims(text: str) -> dict[str, set[tuple[str, ...]]]:
    """What a text claims."""
    return {
        about: {found.groups() for way in ways for found in re.finditer(way, text)}
        for about, ways in CLAIMS.items()
    }


def message(store: Store, runner_id: str, now: datetime) -> str:
    """What a message with details would say of every open episode."""
    about = tuple(
        item(runner_id, one, Change.OPENED, details=True)
        for one in store.episodes(runner_id)
        if one.closed is None and one.level >= Level.CAUTION
    )
    if not about:
        return ""
    whole = Message("m", "rc", Kind.EPISODES, now, now, about)
    return message_sentences.body(
        whole, EN, details=True, names_runners=False, pages_url=None, form=None
    )


def test_no_place_contradicts_another_about_anybody(
    demo: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    overview = listed(demo, now)
    contradictions: list[str] = []
    twice: dict[str, set[str]] = defaultdict(set)
    for runner_id in overview:
        surfaces = {
            "overview": overview[runner_id],
            "runner": page("runner", runner_id),
            "today": page("today", runner_id),
            "report": report(demo, runner_id, now),
            "command": left(command(capfd, "left", runner_id)),
        }
        said = {where: claims(text) for where, text in surfaces.items()}
        for about in CLAIMS:
            values = {value for one in said.values() for value in one[about]}
            places = [where for where, one in said.items() if one[about]]
            if len(values) > 1:
                told = {where: sorted(one[about]) for where, one in said.items() if one[about]}
                contradictions.append(f"{runner_id}, {about}: {told}")
            if len(places) > 1:
                twice[about].add(runner_id)
        written = message(demo, runner_id, now)
        for alert in (demo.state(runner_id) or pytest.fail("no state")).reasons:
            if alert.level < Level.CAUTION:
                continue
            numbers = sentences.numbers(alert, EN)
            if alert.code not in written and numbers not in written:
                contradictions.append(f"{runner_id}, message without {numbers}")
        for episode in demo.episodes(runner_id):
            first = (
                next(iter(which_first.of_episode(episode)), None)
                if episode.closed is None
                else None
            )
            if first is None:
                continue
            contradictions += [
                f"{runner_id}, {where} without {sentences.numbers(first, EN)}"
                for where in ("report",)
                if sentences.numbers(first, EN) not in surfaces[where]
            ]

    assert contradictions == []
    assert {about: n for about, n in TOLD_TWICE.items() if len(twice[about]) < n} == {}
