"""Who may write on the pages of a runner, and what stands there for who may only look."""

from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.consent import Scope
from plantar.context import ContextKind, ContextNote
from plantar.plan import PlannedRun
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.response import Reason, Response, ResponseKind
from plantar.secret import new_id
from plantar.store import Store
from tests.dashboard.signed_in import RUNNER, account, as_page, consent, sees_all, token_of
from tests.dashboard.test_pages import html, opened

WHO = "r-050"
ALERTED = "r-017"
RAISE = Exercise("heel raise", 3, 12, 10.0, every_days=2)
CURL = Exercise("toe curl", 2, 15, every_days=1)
NAME = "Name of kinesist"
LOOK_ONLY = "Je mag hier kijken, niet schrijven"
#: Buttons that are no deed: the ways to another page, and the tabs of a list.
WAYS = ("go-", "choose ", "FormSubmitter")


def today(store: Store) -> date:
    return store.runner(WHO).days.day_of(datetime.now(UTC))


@pytest.fixture
def agreed(practice: Store) -> Store:
    """A runner of whom a kinesist wrote down everything that can be agreed."""
    kinesist, now = sees_all(practice).id, datetime.now(UTC)
    day = today(practice)
    phases = (Phase("all along", 1, (RAISE, CURL)),)
    practice.keep_programme(WHO, Programme(day - timedelta(days=8), phases, kinesist))
    practice.keep_planned_run(WHO, PlannedRun(day, 6_500.0, 2_400.0, kinesist))
    practice.keep_strength(WHO, StrengthSession(day, RAISE.name, 3, 12, 10.0), now)
    practice.keep_note(WHO, ContextNote(day, ContextKind.RACE, author=kinesist), now)
    return practice


@pytest.fixture
def runner(agreed: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The pages are asked for by the runner."""
    as_page(monkeypatch, token_of(agreed, account(agreed, "loper", RUNNER, WHO)))
    return agreed


def shares(store: Store, monkeypatch: pytest.MonkeyPatch, *scopes: Scope) -> None:
    """The pages are asked for by a kinesist with whom two runners share these scopes alone."""
    other = account(store, "another")
    for runner_id in (WHO, ALERTED):
        consent(store, other, runner_id, frozenset(scopes))
    as_page(monkeypatch, token_of(store, other))


def deeds(page: AppTest) -> list[str]:
    return [str(one.key) for one in page.button if not str(one.key).startswith(WAYS)]


def test_a_runner_reads_the_programme_and_the_plan_and_by_whom_they_are(runner: Store) -> None:
    page = opened("programme", lang="nl", runner=WHO)

    said = html(page)
    assert "heel raise" in said
    assert f"door {NAME}" in said
    assert "6,5\N{NO-BREAK SPACE}km, 40\N{NO-BREAK SPACE}min" in said
    assert "Je kinesist schrijft het programma" in said
    assert sees_all(runner).id not in said
    assert deeds(page) == []
    assert len(page.number_input) == 0


def test_a_runner_logs_a_set_and_tells_what_happened(runner: Store) -> None:
    page = opened("exercises", lang="nl", runner=WHO)
    (curl,) = [one for one in page.button if str(one.key).startswith("done-")]
    curl.click().run()
    (_, kept) = runner.strength_log(WHO)
    page.button(key=f"pain-{kept.id}-2").click().run()
    assert [one.record.worst_pain for one in runner.strength_log(WHO)] == [None, 2]

    page = opened("context", lang="nl", runner=WHO)
    page.button(key="kind-shift").click().run()
    page.button(key="length-450").click().run()

    # Nobody is named where the runner told it themselves.
    assert [one.record.author for one in runner.declared_shifts(WHO)] == [""]
    said = html(page)
    assert f"Wedstrijd, door {NAME}" in said
    assert f"(geschat), door {NAME}" not in said


def test_who_may_write_plans_does(agreed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    shares(agreed, monkeypatch, Scope.LOAD, Scope.PLAN)
    page = opened("programme", lang="nl", runner=WHO)

    page.button(key="programme-change").click().run()
    page.button(key="programme-save").click().run()

    another = account(agreed, "another").id
    assert [one.author for one in agreed.programmes(WHO)] == [sees_all(agreed).id, another]
    said = html(page)
    assert "door Name of kinesist" in said
    assert "door Name of another" in said


@pytest.mark.parametrize("name", ["programme", "exercises", "context"])
def test_who_may_only_look_finds_no_button(
    agreed: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shares(agreed, monkeypatch, Scope.LOAD, Scope.PAIN)

    page = opened(name, lang="nl", runner=WHO)

    said = html(page)
    assert LOOK_ONLY in said
    assert {"programme": "heel raise", "exercises": "Gedaan: 3 × 12", "context": "Wedstrijd"}[
        name
    ] in said
    assert deeds(page) == []
    assert sees_all(agreed).id not in said


def test_who_may_only_look_answers_no_alert_and_sets_no_threshold(
    agreed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares(agreed, monkeypatch, Scope.LOAD, Scope.PAIN)

    page = opened("alerts", lang="nl", runner=ALERTED)
    assert LOOK_ONLY in html(page)
    assert deeds(page) == []

    page = opened("settings", lang="nl", runner=ALERTED)
    page.segmented_control(key="whose").set_value("runner").run()
    assert "Geen enkele loper laat je eigen drempels instellen." in html(page)
    assert deeds(page) == []


def test_of_whom_load_is_not_shared_no_run_is_said_to_be_missing(
    agreed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = today(agreed)
    monday = day - timedelta(days=day.weekday())
    agreed.keep_planned_run(WHO, PlannedRun(monday, 5_000.0, None, sees_all(agreed).id))
    shares(agreed, monkeypatch, Scope.PLAN)

    said = html(opened("programme", lang="nl", runner=WHO))

    assert "Niet met jou gedeeld: belasting" in said
    assert "geen loop" not in said


@pytest.mark.parametrize(
    ("name", "scopes"),
    [
        ("pain", [Scope.LOAD, Scope.PLAN]),
        ("programme", [Scope.PAIN]),
        ("exercises", [Scope.PAIN]),
        ("settings", [Scope.PAIN]),
        ("context", [Scope.PLAN]),
        ("alerts", [Scope.PLAN]),
        ("report", [Scope.LOAD, Scope.PLAN]),
        ("report", [Scope.PAIN, Scope.PLAN]),
    ],
)
def test_a_page_that_is_not_shared_says_so_and_is_no_error(
    agreed: Store, monkeypatch: pytest.MonkeyPatch, name: str, scopes: list[Scope]
) -> None:
    shares(agreed, monkeypatch, *scopes)

    page = opened(name, lang="nl", runner=WHO)

    assert [one.value for one in page.title] == ["Dit wordt niet met jou gedeeld"]


def test_what_is_not_shared_has_no_way_to_it(
    agreed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares(agreed, monkeypatch, Scope.LOAD)

    keys = [one.key for one in opened("runner", lang="nl", runner=WHO).button]

    assert "go-programme" in keys
    assert not {"enter-pain", "go-report"} & set(keys)


def test_of_whom_load_is_not_shared_the_page_says_so_and_not_that_nothing_was_measured(
    agreed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares(agreed, monkeypatch, Scope.PAIN)

    test = opened("runner", lang="nl", runner=WHO)

    said = html(test)
    assert "Belasting is niet met jou gedeeld" in said
    assert 'class="status"' not in said
    assert not test.code  # how to begin is for whom there is nothing yet


def test_answers_and_thresholds_are_told_by_the_name_of_who_gave_them(practice: Store) -> None:
    mine, now = sees_all(practice).id, datetime.now(UTC)
    day, other = today(practice), new_id()
    for episode in practice.episodes(ALERTED):
        answer = Response(
            ResponseKind.ACKNOWLEDGED, now, day, mine, Reason.CALLED, level=episode.level
        )
        practice.respond(ALERTED, episode, answer)
    for n, author in enumerate((mine, other)):
        practice.keep_clinic_threshold(
            ClinicThreshold(
                Rule.P2,
                "rise",
                3.0 + n,
                author,
                "agreed",
                day,
                decided_at=now + timedelta(seconds=n),
            )
        )

    said = html(opened("settings", lang="nl"))
    assert f"<b>{NAME}</b>: agreed" in said
    assert "<b>een kinesist</b>: agreed" in said
    for page in (opened("runner", lang="nl", runner=ALERTED), opened("", lang="nl")):
        said += html(page)
    assert f"door {NAME}" in said
    assert mine not in said
    assert other not in said
