"""Every method, page and route x everybody who may not see a runner: nothing of them."""

import inspect
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
import streamlit as st
from starlette.routing import Route
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.access.classes import CLASSES
from dashboard.access.guard import EVERY_METHOD, Guarded, NotedLooks
from dashboard.access.rights import rights, signed_in
from dashboard.pages import PAGES
from dashboard.web.doors import routes
from dashboard.web.place import Place
from plantar.account import Account, Door, Invitation, SignedIn
from plantar.alert import Level, Rule
from plantar.audit import Part
from plantar.channel import Channel, Way
from plantar.clinic import ClinicThreshold
from plantar.consent import EVERYTHING, Consent, Scope
from plantar.context import ContextKind, ContextNote
from plantar.errors import (
    NotAllowed,
    UnknownAccount,
    UnknownMessage,
    UnknownRecipient,
    UnknownRunner,
)
from plantar.measured import SourceClass
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.pain_link import PainLink
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.recipient import Recipient
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.response import Reason, Response, ResponseKind
from plantar.runner import Runner, WearKind, WearPlan
from plantar.secret import hashed
from plantar.store import Store, contents
from plantar.store.engine import Database
from plantar.store.sql import open_store
from plantar.upload import Upload
from tests.dashboard.asking import Browser
from tests.dashboard.clinic import Life, fill, run_alert
from tests.dashboard.signed_in import ADMIN, KINESIST, RUNNER, account, as_page, consent, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
NOW = datetime.now(UTC)  # the pages read the clock themselves
HERS = "r-hers"
NAME = "Zwanedil Kestrelmoor"
PAIN_NOTE, PLAN_NOTE = "zwanepijn", "zwaneplan"
FILE_NAME = "zwanestappen"
#: By this she is reached; whoever knows the address reads along.
HER_RECIPIENT = Recipient(
    "rc-hers",
    Channel(Way.APPRISE, "ntfys://ntfy.example/zwanetopic"),
    NOW - timedelta(days=1),
    runner_id=HERS,
)
#: A file that was brought for her.
HER_UPLOAD = Upload("u-hers", HERS, f"{FILE_NAME}.csv", 1, "0" * 64, "kine", NOW)
#: Runs of this many kilometres stand in her alerts and nowhere else.
RUN_KM = 471.8
SECRETS = (
    NAME,
    "Kestrelmoor",
    PAIN_NOTE,
    PLAN_NOTE,
    "471.8",
    "471,8",
    "zwanetopic",
    FILE_NAME,
    HERS,
)


def her(store: Store) -> None:
    """A runner with something in every place that pages read."""
    life = Life(
        HERS,
        NAME,
        pain=lambda ago: 9 if ago < 2 else 3,
        alerts=lambda today, _ratio: (run_alert(today, 3, RUN_KM, 20.2, Level.ALERT),),
    )
    fill(store, NOW, (life, Life("r-other", "Somebody Else")))
    today = NOW.date()
    store.add_pain(HERS, PainReport(NOW, PainMoment.EVENING, 8, note=PAIN_NOTE), NOW)
    store.keep_planned_run(HERS, PlannedRun(today, 9_000.0, None, "kine", PLAN_NOTE))
    store.keep_declared_shift(HERS, DeclaredShift(today, 480.0, PLAN_NOTE), NOW)
    store.add_override(HERS, RuleOverride(Rule.P2, "rise", 3.0, "kine", PLAN_NOTE, today))
    raises = Phase(PLAN_NOTE, 1, (Exercise("heel raise", 3, 12, every_days=2),))
    store.keep_programme(HERS, Programme(today, (raises,), "kine"))
    done = StrengthSession(today, "heel raise", 3, 12, 10.0, worst_pain=7, note=PAIN_NOTE)
    store.keep_strength(HERS, done, NOW)
    store.keep_note(HERS, ContextNote(today, ContextKind.OTHER, text=PAIN_NOTE), NOW)
    store.add_recipient(HER_RECIPIENT)
    store.keep_upload(HERS, HER_UPLOAD, b"x")
    (episode,) = store.episodes(HERS)
    called = ResponseKind.ACKNOWLEDGED
    store.respond(HERS, episode, Response(called, NOW, today, "kine", Reason.CALLED, PLAN_NOTE))


def _kinesist(store: Store, login: str) -> str:
    return token_of(store, account(store, login))


def _nobody(_store: Store) -> str:
    return ""


def _another_runner(store: Store) -> str:
    return token_of(store, account(store, "other", RUNNER, "r-other"))


def _expired(store: Store) -> str:
    was = account(store, "expired")
    consent(store, was, HERS, until=NOW - timedelta(seconds=1))
    return token_of(store, was)


def _revoked(store: Store) -> str:
    was = account(store, "revoked")
    given = consent(store, was, HERS)
    store.revoke(HERS, given.id, NOW - timedelta(days=1))
    return token_of(store, was)


def _not_yet(store: Store) -> str:
    to_be = account(store, "to-be")
    consent(store, to_be, HERS, since=NOW + timedelta(days=1))
    return token_of(store, to_be)


def _admin(store: Store) -> str:
    keeper = account(store, "admin", ADMIN)
    consent(store, keeper, HERS)  # given by mistake: who is no kinesist sees nothing by it
    return token_of(store, keeper)


def _disabled(store: Store) -> str:
    gone = account(store, "disabled")
    consent(store, gone, HERS)
    token = token_of(store, gone)
    store.save_account(replace(gone, disabled_at=NOW))
    return token


def _signed_out(store: Store) -> str:
    left = account(store, "signed-out")
    consent(store, left, HERS)
    token = token_of(store, left)
    store.end_session(hashed(token))
    return token


def _idle(store: Store) -> str:
    away = account(store, "idle")
    consent(store, away, HERS)
    return token_of(store, away, NOW - timedelta(minutes=16))


WRONG: dict[str, Callable[[Store], str]] = {
    "anonymous": _nobody,
    "another runner": _another_runner,
    "a kinesist without consent": lambda store: _kinesist(store, "without"),
    "a consent that has ended": _expired,
    "a consent that was revoked": _revoked,
    "a consent that begins tomorrow": _not_yet,
    "an admin who is nothing else": _admin,
    "a disabled account": _disabled,
    "a cookie that was signed out": _signed_out,
    "a session that was left alone": _idle,
}


class Left(Exception):
    """The page was left instead of answered."""


REFUSALS = (
    UnknownRunner,
    UnknownAccount,
    UnknownRecipient,
    UnknownMessage,
    NotAllowed,
    Left,
)


def lost() -> NoReturn:
    raise Left


def guard(store: Store, token: str, clock: Callable[[], datetime] = lambda: NOW) -> Store:
    """The store as the owner of a session has it."""
    looking = signed_in(store, hashed(token), clock())
    if looking is None:
        raise Left
    held = rights(store, looking, clock())
    return Guarded(store, hashed(token), held, clock, lost, NotedLooks()).as_store()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    path = tmp_path_factory.mktemp("wrong") / "plantar.db"
    with open_store(path) as store:
        her(store)
        yield store, path


@pytest.fixture(scope="module")
def tokens(place: tuple[Store, Path]) -> dict[str, str]:
    return {who: sign(place[0]) for who, sign in WRONG.items()}


# What methods are asked with: by the names of their parameters.

TODAY = NOW.date()
ARGUMENTS: dict[str, Any] = {
    "runner_id": HERS,
    "runner": Runner(HERS),
    "display_name": "x",
    "plan": WearPlan(TODAY, WearKind.ALL_DAY, (14.0,) * 7),
    "override": RuleOverride(Rule.P2, "rise", 4.0, "mallory", "x", TODAY),
    "rule": Rule.P2,
    "field": "rise",
    "last": TODAY,
    "first": date(2020, 1, 1),
    "since": datetime(2020, 1, 1, tzinfo=UTC),
    "until": NOW + timedelta(days=2),
    "planned": PlannedRun(TODAY, 1.0, None, "mallory"),
    "day": TODAY,
    "days": (TODAY,),
    "shift": DeclaredShift(TODAY, 1.0),
    "shift_id": "x",
    "session_id": "x",
    "session": StrengthSession(TODAY, "heel raise", 1, 1),
    "programme": Programme(TODAY, (Phase("1", 1, (Exercise("x", 1, 1, per_week=1),)),), "m"),
    "noted_at": NOW,
    "recorded_at": NOW,
    "report": PainReport(NOW, PainMoment.DURING, 1),
    "batches": (),
    "counted": None,
    "kind": StepMinute,
    "origin_id": "x",
    "source_class": SourceClass.INSOLE,
    "derived": None,
    "episode": None,
    "at": NOW,
    "now": NOW,
    "account": Account("a-x", "mallory", KINESIST),
    "account_id": "somebody",
    "name": "x",
    "login": "without",
    "password": "x",
    "invitation": Invitation("h", Door.SHARE, NOW, NOW + timedelta(days=1), made_by="m",
                             runner_id=HERS, scopes=EVERYTHING),
    "token_hash": "x",
    "newcomer": None,
    "consent": Consent("c-x", HERS, "somebody", EVERYTHING, NOW),
    "consent_id": "c-x",
    "began_before": NOW,
    "named": "x",
    "patience": None,
    "wholly": True,
    "looks": (),
    "key": "x",
    "recipient": HER_RECIPIENT,
    "recipient_id": HER_RECIPIENT.id,
    "recipient_ids": [HER_RECIPIENT.id],
    "runner_ids": [HERS],
    "days_since": date(2020, 1, 1),
    "message_id": "x",
    "message": None,
    "messages": (),
    "about": (),
    "told": (),
    "attempt": None,
    "next_at": None,
    "lease": timedelta(minutes=1),
    "most": 5,
    "amended": PainReport(NOW, PainMoment.EVENING, 8, note="mallory"),
    "withdrawn": True,
    "threshold": ClinicThreshold(Rule.P2, "rise", 3.0, "mallory", "x", TODAY, NOW),
    "once_within": timedelta(0),
    "note": ContextNote(TODAY, ContextKind.RACE, author="m"),
    "note_id": "x",
    "link": PainLink("x", HERS, "m", NOW, NOW + timedelta(hours=1)),
    "digest": "x",
    "source": "x",
    "sensor": None,
    "response": Response(ResponseKind.ACKNOWLEDGED, NOW, TODAY, "m", Reason.CALLED),
    "path": Path("never-written.zip"),
    "plantar": "1",
    "upload": HER_UPLOAD,
    "upload_id": HER_UPLOAD.id,
    "content": b"x",
    "dates": "dmy",
    "silent_since": NOW,
}  # fmt: skip
RAISES = Phase("x", 1, (Exercise("heel raise", 3, 9, every_days=2),))
#: What says who wrote it, by the method that keeps it.
NAMED: dict[str, Any] = {
    "respond": Response(ResponseKind.ACKNOWLEDGED, NOW, TODAY, "m", Reason.CALLED),
    "keep_note": ContextNote(TODAY, ContextKind.RACE, author="m"),
    "keep_planned_run": PlannedRun(TODAY, 5_000.0, None, "m"),
    "keep_declared_shift": DeclaredShift(TODAY, 60.0, author="m"),
    "keep_programme": Programme(
        TODAY, (Phase("x", 1, (Exercise("raise", 3, 9, every_days=2),)),), "m"
    ),
    "add_override": RuleOverride(Rule.P2, "rise", 2.5, "m", "why", TODAY),
}
#: How the names of methods begin that change something.
WRITES = (
    "keep",
    "add",
    "rename",
    "end",
    "with",
    "save",
    "put",
    "respond",
    "change",
    "amend",
    "said",
)
#: Where one name means two things.
SPECIAL: dict[tuple[str, str], Any] = {
    ("withdraw_programme", "since"): TODAY,
    ("withdraw_override", "since"): TODAY,
    ("strength_work", "since"): date(2020, 1, 1),
    ("withdraw_wear_plan", "since"): TODAY,
    ("begin_session", "session"): SignedIn("h", "somebody", NOW, NOW),
}


def asked(store: Store, name: str) -> Callable[[], object]:
    """A call of a method as somebody would who is after her."""
    wanted = inspect.signature(getattr(Store, name)).parameters
    given, named = [], {}
    for parameter in list(wanted.values())[1:]:
        if parameter.kind is parameter.VAR_POSITIONAL:
            continue
        value = SPECIAL.get((name, parameter.name), ARGUMENTS.get(parameter.name))
        assert parameter.name in ARGUMENTS, f"{name}: say what `{parameter.name}` is asked with"
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            given.append(value)
    return lambda: getattr(store, name)(*given, **named)


def held(path: Path) -> dict[str, object]:
    """What the store holds, but for who looked."""
    database = Database(path)
    try:
        with database.reading() as connection:
            found = contents.sums(connection)
    finally:
        database.close()
    return {table: found[table] for table in found if table not in ("looked", "signed_in")}


def test_every_method_of_the_store_has_a_class_and_one_without_is_refused(
    place: tuple[Store, Path],
) -> None:
    assert set(CLASSES) == EVERY_METHOD
    store = guard(place[0], _kinesist(place[0], "without"))

    for name in ("_database", "unheard_of", "__dict__x"):
        with pytest.raises(NotAllowed):
            getattr(store, name)


@pytest.mark.parametrize("who", WRONG)
def test_no_method_tells_or_changes_anything_of_her(
    place: tuple[Store, Path], tokens: dict[str, str], who: str
) -> None:
    whole, path = place
    before = held(path)
    answered = []

    for name in sorted(EVERY_METHOD):
        try:
            store = guard(whole, tokens[who])
            said = asked(store, name)()
        except REFUSALS:
            continue
        answered.append(name)
        assert not [secret for secret in SECRETS if secret in repr(said)], name

    assert held(path) == before
    if "anonymous" in who or "disabled" in who or "cookie" in who or "left" in who:
        assert answered == []


def test_the_same_questions_asked_by_who_may_find_her(place: tuple[Store, Path]) -> None:
    """Else the test above would show nothing."""
    whole, _ = place
    right = account(whole, "right")
    consent(whole, right, HERS)
    store = guard(whole, token_of(whole, right))
    found = set()
    for name in (
        "runners",
        "display_names",
        "states",
        "state",
        "pain",
        "episodes",
        "alerts",
        "planned_runs",
        "overrides",
        "programmes",
        "strength_log",
        "strength_work",
        "declared_shifts",
        "notes",
        "answers",
        "episodes_of",
        "material_of",
        "pain_history",
        "uploads",
    ):
        said = repr(asked(store, name)())
        found |= {secret for secret in SECRETS if secret in said}

    assert {NAME, PAIN_NOTE, PLAN_NOTE, FILE_NAME, "471.8", HERS} <= found


@pytest.mark.parametrize(
    ("scopes", "hidden", "shown"),
    [
        ({Scope.LOAD}, (PAIN_NOTE,), ("471.8",)),
        ({Scope.PAIN}, ("471.8", PLAN_NOTE, FILE_NAME), (PAIN_NOTE,)),
        ({Scope.PLAN}, (PAIN_NOTE, "471.8"), (PLAN_NOTE,)),
    ],
)
def test_who_sees_a_part_of_her_sees_nothing_of_the_other_parts(
    place: tuple[Store, Path], scopes: set[Scope], hidden: tuple[str], shown: tuple[str]
) -> None:
    whole, path = place
    partly = account(whole, f"partly-{min(scopes)}")
    consent(whole, partly, HERS, frozenset(scopes))
    token = token_of(whole, partly)
    before = held(path)
    said = []
    for name in sorted(EVERY_METHOD):
        if Scope.PLAN in scopes and name.startswith(WRITES):
            continue  # what they may write is tried where it is written
        if Scope.PAIN in scopes and name.endswith("_pain"):
            continue
        if name.startswith("invite"):
            continue
        try:
            said.append(repr(asked(guard(whole, token), name)()))
        except REFUSALS:
            continue

    assert not [secret for secret in hidden if any(secret in one for one in said)]
    assert all(any(secret in one for one in said) for secret in shown)
    assert held(path) == before
    state = guard(whole, token).state(HERS)
    if Scope.PAIN not in scopes and state is not None:
        assert state.morning_pain is None
        assert not [score for score in state.pain_spark if score == score]  # noqa: PLR0124  only nan differs from itself
    if Scope.LOAD not in scopes and state is not None:
        assert (state.ratio, state.week_sum_wse, state.sources) == (None, None, ())


@pytest.mark.parametrize("name", sorted(NAMED))
def test_nobody_writes_in_the_name_of_somebody_else(place: tuple[Store, Path], name: str) -> None:
    whole, path = place
    kinesist = account(whole, "writes")
    consent(whole, kinesist, HERS)
    store = guard(whole, token_of(whole, kinesist))
    (episode,) = store.episodes(HERS)
    before = held(path)

    def write(author: str) -> None:
        written = replace(NAMED[name], author=author)
        between = (episode,) if name == "respond" else ()
        after = (NOW,) if name in ("keep_declared_shift", "keep_note") else ()
        getattr(store, name)(HERS, *between, written, *after)

    for author in ("another", "kine"):
        with pytest.raises(NotAllowed):
            write(author)
    assert held(path) == before
    write(kinesist.id)
    assert held(path) != before


def test_unknown_and_forbidden_sound_the_same(place: tuple[Store, Path]) -> None:
    store = guard(place[0], _kinesist(place[0], "without"))
    said = []
    for runner_id in (HERS, "r-none"):
        with pytest.raises(UnknownRunner) as refused:
            store.runner(runner_id)
        said.append(str(refused.value).replace(runner_id, "X"))

    assert said[0] == said[1]


def test_every_look_of_somebody_else_is_noted_once_a_minute_and_ones_own_never(
    place: tuple[Store, Path],
) -> None:
    whole, _ = place
    kinesist = account(whole, "looks")
    consent(whole, kinesist, HERS, frozenset({Scope.LOAD, Scope.PAIN}))
    own = account(whole, "hers", RUNNER, HERS)
    at = [NOW]
    store = guard(whole, token_of(whole, kinesist), lambda: at[0])
    for _ in range(50):
        store.state(HERS)
        store.states()
        at[0] += timedelta(seconds=5)
    guard(whole, token_of(whole, own)).state(HERS)

    hers = guard(whole, token_of(whole, own))
    by_them = [one for one in hers.looks_at(HERS) if one.account == kinesist.id]
    parts = {part: sum(one.part is part for one in by_them) for part in Part}
    assert parts[Part.LOAD] == parts[Part.PAIN]
    assert 5 <= parts[Part.LOAD] <= 6  # 250 s
    assert 1 <= parts[Part.LIST] <= 2
    assert parts[Part.PLAN] == 0
    assert not [one for one in hers.looks_at(HERS) if one.account == own.id]
    with pytest.raises(UnknownRunner):
        store.looks_at(HERS)


def test_a_right_that_is_lost_while_a_page_is_open_leaves_the_page(
    place: tuple[Store, Path],
) -> None:
    whole, _ = place
    kinesist = account(whole, "loses")
    given = consent(whole, kinesist, HERS)
    token = token_of(whole, kinesist)
    store = guard(whole, token)
    assert store.runner(HERS).id == HERS

    whole.revoke(HERS, given.id, NOW)

    with pytest.raises(Left):
        store.runner(HERS)
    with pytest.raises(UnknownRunner):
        guard(whole, token).runner(HERS)
    whole.end_session(hashed(token))
    with pytest.raises(Left):
        store.states()


def test_a_thousand_alternating_reads_of_two_users_never_cross(place: tuple[Store, Path]) -> None:
    whole, _ = place
    hers, other = account(whole, "hers", RUNNER, HERS), account(whole, "other", RUNNER, "r-other")
    whom = {HERS: guard(whole, token_of(whole, hers)),
            "r-other": guard(whole, token_of(whole, other))}  # fmt: skip

    for runner_id in itertools.islice(itertools.cycle(whom), 1_000):
        store = whom[runner_id]
        assert {state.runner_id for state in store.states()} == {runner_id}
        assert set(store.display_names()) == {runner_id}


# The pages.


@pytest.fixture
def _pages(place: tuple[Store, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANTAR_HOME", str(place[1].parent))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def drawn(page: str, token: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page about her, asked for with a cookie: every element, as it goes to the browser."""
    as_page(monkeypatch, token)
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.query_params["runner"] = HERS
    test.query_params["lang"] = "en"
    test._page_hash = "" if page == "overview" else calc_hash(page)
    test.run()
    assert not test.exception, test.exception
    return "\n".join(str(getattr(one, "proto", "")) for one in test._tree)


@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", WRONG)
def test_no_page_shows_anything_of_her(
    tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch, page: str, who: str
) -> None:
    said = drawn(page, tokens[who], monkeypatch)

    assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.usefixtures("_pages")
def test_the_same_pages_show_her_to_who_may_see_her(
    place: tuple[Store, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would show nothing."""
    right = account(place[0], "right")
    if not place[0].consents_for(right.id):
        consent(place[0], right, HERS)
    token = token_of(place[0], right)

    found = {page for page in PAGES if NAME in drawn(page, token, monkeypatch)}

    assert {"overview", "runner", "today", "pain"} <= found


# The routes.


def addresses(store: Store) -> list[str]:
    """Every plain route, with something in the place of what it asks for."""
    found = routes(Place(lambda: store, lambda: NOW, "en", behind_proxy=False))
    assert all(isinstance(route, Route) for route in found)
    return [route.path.replace("{code:str}", HERS) for route in found]


@pytest.mark.parametrize("who", WRONG)
def test_no_route_shows_anything_of_her(
    place: tuple[Store, Path], tokens: dict[str, str], who: str
) -> None:
    whole, path = place
    before = held(path)
    paths = [*addresses(whole), f"/runner?runner={HERS}", "/_stcore/stream", "/media/x", "/_stcore"]
    for address in paths:
        browser = Browser(whole, now=NOW, cookies={"plantar": tokens[who]})
        for answer in (
            browser.get(address),
            browser.get(address, sec_fetch_dest="empty"),
            browser.send(address, {"runner": HERS, "code": HERS}),
        ):
            told = answer.body + str([text for _, text in answer.headers])
            shown = [secret for secret in SECRETS if secret in told.replace(address, "")]
            assert shown in ([], [HERS]), address  # her id where the asker said it
            if shown:
                assert answer.status in (303, 401)

    after = held(path)
    assert {table for table in after if after[table] != before[table]} <= {"tried"}


def test_whoever_is_not_kinesist_nor_runner_has_no_list(place: tuple[Store, Path]) -> None:
    keeper = account(place[0], "admin", ADMIN)
    store = guard(place[0], token_of(place[0], keeper))

    assert store.runners() == store.states() == []
    assert store.display_names() == {}
    assert len(store.accounts()) > 5
    assert KINESIST not in [one.roles for one in store.accounts() if one.login == "admin"]
