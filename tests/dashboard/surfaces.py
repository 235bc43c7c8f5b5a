"""What somebody reads of a runner in each place that tells of them, as text."""

import json
import re
import sys
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cli.main import main
from dashboard.alerts import alert_list
from dashboard.overview import triage_rows
from dashboard.reasons import why
from dashboard.report import pdf
from dashboard.report.facts import gather
from dashboard.report.said import Said
from dashboard.runner.left_today import duration
from plantar.alert import Level
from plantar.message import Change, Kind, Message
from plantar.store import Store
from plantar.words import message_sentences
from plantar.words.catalogue import words
from processing.messages.items import item
from tests.dashboard import flags_told
from tests.dashboard.read_pdf import opened

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
EN = words("en")


def plain(markup: str) -> str:
    """What somebody reads of a piece of HTML."""
    without_pictures = re.sub(r"<[^>]+>", " ", flags_told.with_levels(markup))
    return " ".join(unescape(without_pictures).split())


def page(name: str, runner_id: str, *, alert: str = "", chosen: str = "") -> str:
    """What somebody reads of a page about a runner."""
    test = AppTest.from_file(str(APP), default_timeout=120)
    test.query_params["runner"], test.query_params["lang"] = runner_id, "en"
    if alert:
        test.query_params[why.ALERT] = alert
    if chosen:
        test.session_state[alert_list.CHOSEN] = chosen
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
