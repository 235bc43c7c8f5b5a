"""The plain form: small, write-only, by a link that ends, and never lost for want of an answer."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.web import pain_pages
from dashboard.web.tries import MOST_NAMES, Tries
from plantar.errors import StoreError
from plantar.pain import PainMoment, Side
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role, Viewer
from plantar.words.catalogue import words
from processing.given_pain import Given
from processing.pain_links import give_link
from processing.tell_pain import tell_pain
from tests.pain.form_server import Page, Server, serving

NOW = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
EVER = (NOW - timedelta(days=400), NOW + timedelta(days=400))
TEN_KB = 10_000


class Clock:
    """Says what time it is, and can be moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as one:
        one.add_runner(Runner("anna", side=Side.LEFT, pain_limit=5), "Anna Hidden")
        one.add_runner(Runner("bert", side=Side.RIGHT, language="fr"), "Bert Hidden")
        yield one


@pytest.fixture
def server(store: Store, clock: Clock) -> Iterator[Server]:
    with serving(lambda: store, clock) as one:
        yield one


@pytest.fixture
def path(store: Store) -> str:
    return f"/pijn/{give_link(store, 'anna', 'kine-a', NOW)}"


def scores(store: Store, runner_id: str = "anna") -> list[int]:
    return [report.score for report in store.pain(runner_id, *EVER)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_its_refusal_and_its_thanks_are_each_below_ten_kilobytes(
    store: Store, server: Server, language: str
) -> None:
    store.add_runner(Runner("cees", language=language))
    path = f"/pijn/{give_link(store, 'cees', 'a', NOW)}"
    form = server.get(path)
    hostile = "<&\"'" * 2_000
    refused = server.post(path, {"key": form.key, "score": "11", "note": hostile})
    thanks = server.followed(server.post(path, {"key": form.key, "score": "4"}))

    assert (form.code, refused.code, thanks.code) == (200, 422, 200)
    assert max(page.size for page in (form, refused, thanks)) < TEN_KB
    assert f"<html lang={language}>" in form.text


def test_it_fetches_nothing_and_runs_nothing(server: Server, path: str) -> None:
    form = server.get(path)

    assert re.findall(r"(?:src|href)=[^\s>]+|url\(\S+", form.body.decode()) == ["href='data:,'"]
    assert "<script" not in form.text
    policy = form.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert form.headers["cache-control"] == "no-store"
    assert form.headers["referrer-policy"] == "no-referrer"
    assert form.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in form.headers


def test_whoever_has_the_link_sees_nothing_of_the_runner(
    store: Store, server: Server, path: str
) -> None:
    fresh = server.get(path)
    tell_pain(store, "anna", Given(7, "first-steps", "left", note="secret words"), NOW)

    later = server.get(path)
    thanks = server.followed(server.post(path, {"key": later.key, "score": "3", "side": "left"}))

    assert fresh.body.replace(fresh.key.encode(), b"") == later.body.replace(
        later.key.encode(), b""
    )
    for page in (fresh, later, thanks):
        for hidden in ("anna", "Hidden", "secret", "7/10", "3/10", "kine-a"):
            assert hidden not in page.text
        assert "left checked" not in page.text


def test_one_tap_is_kept_for_the_usual_heel_and_the_moment_that_the_clock_proposes(
    store: Store, server: Server, path: str
) -> None:
    form = server.get(path)
    chosen = dict(re.findall(r"name=(\w+) value=([\w-]+) checked", form.body.decode()))

    answer = server.post(path, {"key": form.key, "day": "", **chosen, "score": "4"})

    assert chosen == {"moment": "first-steps", "side": "usual"}
    assert answer.code == 303
    (report,) = store.pain("anna", *EVER)
    assert (report.score, report.moment, report.side) == (4, PainMoment.FIRST_STEPS, Side.LEFT)
    assert report.at == NOW


def test_a_form_that_lay_open_overnight_tells_of_the_day_on_which_it_is_sent(
    store: Store, server: Server, path: str, clock: Clock
) -> None:
    form = server.get(path)
    clock.now += timedelta(days=1)

    server.post(path, {"key": form.key, "day": "", "moment": "first-steps", "score": "4"})

    (report,) = store.pain("anna", *EVER)
    assert report.at == NOW + timedelta(days=1)


def test_a_double_tap_counts_once_and_thanks_can_be_loaded_again(
    store: Store, server: Server, path: str
) -> None:
    form = server.get(path)
    first, second = (
        server.post(path, {"key": form.key, "moment": "during", "score": "4"}) for _ in range(2)
    )

    assert first.code == second.code == 303
    assert first.headers["location"] == second.headers["location"]
    assert server.followed(first).body == server.followed(second).body
    assert len(store.pain_history("anna", *EVER)) == 1


def test_another_score_from_the_same_form_is_a_correction_and_not_lost(
    store: Store, server: Server, path: str, clock: Clock
) -> None:
    form = server.get(path)
    for score in ("4", "6", "4"):
        clock.now += timedelta(seconds=5)
        server.post(path, {"key": form.key, "moment": "during", "score": score})

    assert [one.report.score for one in store.pain_history("anna", *EVER)] == [4, 6, 4]


def test_a_refused_form_comes_back_with_what_was_entered(
    store: Store, server: Server, path: str
) -> None:
    form = server.get(path)
    entered = {
        "key": form.key,
        "moment": "evening",
        "side": "right",
        "day": "2026-11-13",
        "analgesic": "yes",
        "flare": "yes",
        "shoe": 'een "klomp"',
        "note": "<b>trap</b>",
        "score": "4",
    }

    back = server.post(path, entered)

    assert back.code == 422
    assert back.key == form.key
    assert "Dag: 2026-11-13 is te lang geleden." in back.text
    raw = back.body.decode()
    for there in (
        "value=evening checked",
        "value=right checked",
        '<option value="2026-11-13" selected>',
        '<option value="yes" selected>',
        "name=flare value=yes checked",
        'value="een &quot;klomp&quot;"',
        "&lt;b&gt;trap&lt;/b&gt;</textarea>",
        "<details open>",
        "<button name=score value=4 class=w>",
        "role=alert",
    ):
        assert there in raw, there
    assert scores(store) == []


def test_every_field_has_a_label_and_enter_in_one_presses_no_score(
    server: Server, path: str
) -> None:
    raw = server.get(path).body.decode()

    named = set(re.findall(r"<(?:input class=t|select|textarea) id=(\w+)", raw))
    assert named == set(re.findall(r"<label class=l for=(\w+)", raw))
    assert named == {"day", "analgesic", "shoe", "note"}
    first = re.search(r"<button[^>]*>", raw)
    assert first is not None
    assert first[0] == "<button hidden disabled>"
    assert raw.count("<legend>") == 3


@pytest.mark.parametrize("ended", ["unknown", "expired", "revoked"])
def test_a_link_that_does_not_hold_tells_nothing_and_they_all_look_alike(
    store: Store, server: Server, path: str, clock: Clock, ended: str
) -> None:
    form = server.get(path)
    if ended == "unknown":
        path = "/pijn/" + "A" * 43
    elif ended == "expired":
        clock.now += timedelta(hours=36)
    else:
        store.revoke_pain_links("anna", NOW)

    for page in (
        server.get(path, Accept_Language="fr-BE,fr;q=0.9"),
        server.post(path, {"key": form.key, "score": "4"}, Accept_Language="fr"),
        server.post(path + "/undo", {"key": form.key}, Accept_Language="fr"),
        server.get(path + f"/saved/{form.key}", Accept_Language="fr"),
    ):
        assert page.code == 404
        assert "Ce lien ne fonctionne plus." in page.text
        assert page.headers["cache-control"] == "no-store"
    assert scores(store) == []


def test_a_link_tells_of_its_own_runner_alone_whatever_is_sent_with_it(
    store: Store, server: Server, path: str
) -> None:
    form = server.get(path)

    server.post(path, {"key": form.key, "score": "4", "runner": "bert", "runner_id": "bert"})
    other = f"/pijn/{give_link(store, 'bert', 'a', NOW)}"
    server.post(other + "/undo", {"key": form.key})

    assert (scores(store), scores(store, "bert")) == ([4], [])


def test_without_a_link_there_is_nothing_unless_a_runner_signed_in(
    store: Store, clock: Clock, server: Server
) -> None:
    runner = frozenset({Role.RUNNER})
    viewers: list[Viewer | None] = [
        None,
        Viewer("acc-1", frozenset({Role.KINESIST})),
        Viewer("acc-2", runner, "bert"),
    ]
    assert server.get("/pijn").code == 404

    codes = []
    for viewer in viewers:
        with serving(lambda: store, clock, lambda _request, who=viewer: who) as own:
            page = own.get("/pijn")
            codes.append(page.code)
            if page.code == 200:
                kept = own.post("/pijn", {"key": page.key, "score": "6"})
                thanks = own.followed(kept)
                undone = own.post("/pijn/undo", {"key": page.key})
                assert (thanks.code, scores(store, "bert")) == (200, [])
                assert "Retiré" in own.followed(undone).text

    assert codes == [404, 404, 200]


def test_a_form_that_another_site_sends_is_not_kept(
    store: Store, server: Server, path: str
) -> None:
    form = server.get(path)

    for site in ("cross-site", "same-site"):
        page = server.post(path, {"key": form.key, "score": "4"}, Sec_Fetch_Site=site)
        assert page.code == 403

    assert scores(store) == []


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"score=4&note=" + b"x" * 140_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(60)), "application/x-www-form-urlencoded", 413),
        (b'{"score": 4}', "application/json", 415),
        (b"", "", 415),
        (b"\xff\xfe=%ff", "application/x-www-form-urlencoded", 422),
        (b"", "application/x-www-form-urlencoded", 422),
    ],
)
def test_what_no_form_sends_is_answered_and_not_kept(
    store: Store, server: Server, path: str, body: bytes, kind: str, code: int
) -> None:
    page = server.post(path, body, **{"Content-Type": kind})

    assert page.code == code
    assert "Traceback" not in page.text
    assert scores(store) == []


def test_a_store_that_is_away_loses_nothing_of_what_was_entered(
    store: Store, clock: Clock, path: str
) -> None:
    class Away:
        """Takes nothing, as a store does that another program holds."""

        def __getattr__(self, name: str) -> object:
            if name == "add_pain":
                return self.refuse
            return getattr(store, name)

        @staticmethod
        def refuse(*_: object) -> None:
            raise StoreError("/home/somebody/plantar.db: is busy")

    with serving(lambda: Away(), clock) as server:  # type: ignore[arg-type,return-value]  # noqa: PLW0108 - a class made anew
        form = server.get(path)
        page = server.post(path, {"key": form.key, "score": "4", "note": "trap"})

    assert page.code == 503
    assert "trap</textarea>" in page.text
    assert "probeer opnieuw" in page.text
    assert "plantar.db" not in page.text


def test_so_many_answers_in_ten_minutes_and_then_a_pause(
    store: Store, server: Server, path: str, clock: Clock
) -> None:
    form = server.get(path)
    sent = {"key": form.key, "moment": "during"}
    codes = [server.post(path, {**sent, "score": str(n % 2)}).code for n in range(31)]

    assert codes == [303] * 30 + [429]
    assert "Te veel pogingen" in server.post(path, {**sent, "score": "4"}).text
    clock.now += timedelta(minutes=10)
    assert server.post(path, {**sent, "score": "4"}).code == 303


def test_whoever_tries_links_is_slowed_down_and_who_has_one_is_not(
    server: Server, path: str
) -> None:
    codes = [server.get(f"/pijn/{'B' * 40}{n}").code for n in range(32)]

    assert codes == [404] * 30 + [429] * 2
    assert server.get(path).code == 200


def test_of_many_names_the_oldest_are_forgotten() -> None:
    tries = Tries(1, timedelta(hours=1))
    assert tries.allow("first", NOW)
    assert not tries.allow("first", NOW)

    for n in range(MOST_NAMES):
        tries.allow(str(n), NOW)

    assert len(tries._made) == MOST_NAMES
    assert tries.allow("first", NOW)


def contrast(one: str, other: str) -> float:
    """Of two colours, by WCAG 2."""

    def light(colour: str) -> float:
        digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
        parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        lin = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_texts_stand_out_by_day_and_by_night() -> None:
    schemes = [
        dict(re.findall(r"--(\w):#([0-9a-f]+)", line))
        for line in pain_pages.STYLE.splitlines()
        if "--i:" in line
    ]

    assert len(schemes) == 2
    for colours in schemes:
        ground = colours["g"]
        assert min(contrast(colours[text], ground) for text in "ima") > 7
        assert contrast(colours["a"], colours["o"]) > 7
        assert contrast(colours["r"], ground) > 2.9  # the border of a field


@contextmanager
def all_that_is_logged() -> Iterator[Callable[[], str]]:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lambda: "\n".join(lines)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def test_the_token_is_kept_and_logged_nowhere(store: Store, clock: Clock, path: str) -> None:
    token = path.removeprefix("/pijn/")
    with all_that_is_logged() as logged, serving(lambda: store, clock) as server:
        form = server.get(path)
        refused = server.post(path, {"key": form.key, "score": "11"})
        kept = server.post(path, {"key": form.key, "score": "4"})
        server.followed(kept)
        logging.getLogger("tests").debug("a control")
        said = logged()

    assert "a control" in said
    assert token not in said
    assert token not in form.text + refused.text
    assert token not in repr(store.pain_links("anna"))


def test_the_texts_of_the_form_are_in_every_language(store: Store, server: Server) -> None:
    pages: list[Page] = []
    for language in LANGUAGES:
        store.add_runner(Runner(f"x-{language}", language=language))
        pages.append(server.get(f"/pijn/{give_link(store, f'x-{language}', 'a', NOW)}"))

    for page, language in zip(pages, LANGUAGES, strict=True):
        assert words(language).say("A tap on a number saves it.") in page.text
    assert len({page.text for page in pages}) == 3
