"""The plain pain form: by a link that can only tell, or for a runner who signed in.

A link signs nobody in: whoever has it can tell pain of one runner, and see nothing (ADR 0025). Its
token stands in the address, since a form without JavaScript has no other place for it: so whatever
serves these routes must not log addresses.
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.web import pain_pages
from dashboard.web.tries import Tries
from plantar.errors import PainRefused, StoreError
from plantar.pain import Side
from plantar.pain_link import PATH
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.viewer import Viewer
from plantar.words.catalogue import Words, words
from plantar.words.pain_refusals import refusal
from processing.given_pain import Given
from processing.pain_links import runner_of_link
from processing.tell_pain import likely_moment, tell_pain

#: All fields at their longest, each sign in twelve bytes, fit many times. [B]
LARGEST_BODY: Final = 131_072
MOST_FIELDS: Final = 40
SENT_AS: Final = "application/x-www-form-urlencoded"
#: How often pain is told by one link, and how often a link that is none is tried from one place.
#: A day has twelve answers at most; a form that comes back takes some more. Our choice.
TOLD: Final = (30, timedelta(minutes=10))
GUESSED: Final = (30, timedelta(minutes=10))
KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,100}")
NOT_FOUND, FROM_ELSEWHERE, TOO_LARGE, NO_FORM = 404, 403, 413, 415
REFUSED, TOO_OFTEN, AWAY, GO_THERE = 422, 429, 503, 303
#: Of a refusal only what was entered is shown again.
FIELDS: Final = ("score", "moment", "side", "day", "note", "shoe", "analgesic", "flare")

Answering: TypeAlias = Callable[[Request], Awaitable[Response]]


def nobody(_request: Request) -> Viewer | None:
    """Nobody signed in."""
    return None


def routes(
    store: Callable[[], Store],
    clock: Callable[[], datetime],
    viewer: Callable[[Request], Viewer | None] = nobody,
    language: str = "nl",
) -> list[Route]:
    """The routes of the form.

    Parameters
    ----------
    store : callable
        The store, opened by whoever serves the pages.
    clock : callable
        What time it is.
    viewer : callable
        Who signed in, by a request; `PATH` itself is theirs.
    language : str
        Of a page about no runner, where the browser asks for none that we speak.
    """
    form = _Form(store, clock, viewer, language)
    found: list[Route] = []
    for path in (PATH, PATH + "/{token}"):
        found += [
            Route(path + "/undo", form.undo, methods=["POST"]),
            Route(path + "/undone", form.undone, methods=["GET"]),
            Route(path + "/saved/{key}", form.saved, methods=["GET"]),
        ]
    for path in (PATH, PATH + "/{token}"):
        found += [
            Route(path, form.ask, methods=["GET"]),
            Route(path, form.tell, methods=["POST"]),
        ]
    return found


class _Closed(Exception):
    """There is no form here now; its code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Form:
    store: Callable[[], Store]
    clock: Callable[[], datetime]
    viewer: Callable[[Request], Viewer | None]
    language: str
    _told: Tries = field(default_factory=lambda: Tries(*TOLD))
    _guessed: Tries = field(default_factory=lambda: Tries(*GUESSED))

    async def ask(self, request: Request) -> Response:
        """Show the form."""
        return await self._answered(request, self._ask)

    async def tell(self, request: Request) -> Response:
        """Keep what was entered, and say so on a page that can be loaded again."""
        return await self._answered(request, self._tell)

    async def saved(self, request: Request) -> Response:
        """Say that it is kept."""
        return await self._answered(request, self._saved)

    async def undo(self, request: Request) -> Response:
        """Take back what came with a form."""
        return await self._answered(request, self._undo)

    async def undone(self, request: Request) -> Response:
        """Say that it is taken back."""
        return await self._answered(request, self._undone)

    async def _answered(
        self, request: Request, answer: "Callable[[Request, Runner, _Entered], Response]"
    ) -> Response:
        try:
            entered = await _entered(request) if request.method == "POST" else {}
            return await run_in_threadpool(self._let_in, request, entered, answer)
        except _Closed as closed:
            speak = _asked_language(request, self.language)
            again = {"Retry-After": "600"} if closed.code == TOO_OFTEN else {}
            return _html(pain_pages.closed(closed.code, speak), closed.code, again)

    def _let_in(
        self,
        request: Request,
        entered: "_Entered",
        answer: "Callable[[Request, Runner, _Entered], Response]",
    ) -> Response:
        """Find out whose form it is: of a link, or of whoever signed in."""
        now = self.clock()
        try:
            runner_id = self._runner_of(request, now)
            if runner_id is None:
                who = request.client.host if request.client else ""
                raise _Closed(NOT_FOUND if self._guessed.allow(who, now) else TOO_OFTEN)
            if request.method == "POST" and not self._told.allow(runner_id, now):
                raise _Closed(TOO_OFTEN)
            return answer(request, self.store().runner(runner_id), entered)
        except StoreError:  # it names places; whoever stands here can only try again
            raise _Closed(AWAY) from None

    def _runner_of(self, request: Request, now: datetime) -> str | None:
        token = request.path_params.get("token")
        if token is not None:
            return runner_of_link(self.store(), token, now)
        viewer = self.viewer(request)
        return None if viewer is None else viewer.runner_id

    def _ask(self, _request: Request, runner: Runner, _entered: "_Entered") -> Response:
        return _html(pain_pages.form(self._asked(runner), words(runner.language)))

    def _asked(
        self, runner: Runner, entered: Mapping[str, str] | None = None, trouble: str = ""
    ) -> pain_pages.Asked:
        now, days = self.clock(), runner.days
        today = days.day_of(now)
        known = tuple(day for day in pain_pages.days_back(today) if days.hours(day))
        said = {} if entered is None else entered
        # The same form again keeps its key; one that is none is not shown again.
        key = said.get("key", "")
        key = key if KEY.fullmatch(key) else secrets.token_urlsafe(12)
        return pain_pages.Asked(today, known, likely_moment(now, days), key, said, trouble)

    def _tell(self, request: Request, runner: Runner, entered: "_Entered") -> Response:
        speak, key = words(runner.language), entered.get("key", "")
        try:
            if not KEY.fullmatch(key):
                raise PainRefused("key", "id", f"{len(key)}", "as the form has it")  # noqa: TRY301 - one answer to all refusals
            tell_pain(self.store(), runner.id, _given(entered, runner), self.clock(), key)
        except PainRefused as refused:
            asked = self._asked(runner, entered, refusal(refused, speak))
            return _html(pain_pages.form(asked, speak), REFUSED)
        except StoreError:
            said = speak.say("It could not be saved just now. It still stands here: try again.")
            return _html(pain_pages.form(self._asked(runner, entered, said), speak), AWAY)
        return _go(f"{_here(request)}/saved/{key}")

    def _saved(self, request: Request, runner: Runner, _entered: "_Entered") -> Response:
        key, again = request.path_params["key"], f"../../{_here(request)}"
        if not KEY.fullmatch(key):
            raise _Closed(NOT_FOUND)
        return _html(pain_pages.saved(key, again, words(runner.language)))

    def _undo(self, _request: Request, runner: Runner, entered: "_Entered") -> Response:
        key = entered.get("key", "")
        if KEY.fullmatch(key):
            self.store().withdraw_told(runner.id, key)
        return _go("undone")

    def _undone(self, request: Request, runner: Runner, _entered: "_Entered") -> Response:
        return _html(pain_pages.undone(f"../{_here(request)}", words(runner.language)))


#: The fields of a form by name, each once.
_Entered: TypeAlias = Mapping[str, str]


def _given(entered: Mapping[str, str], runner: Runner) -> Given:
    """What was entered; what was left empty was not said, but for the score."""
    side = entered.get("side", pain_pages.USUAL)
    return Given(
        score=entered.get("score", ""),
        moment=entered.get("moment"),
        side=runner.side or Side.BOTH if side == pain_pages.USUAL else side,
        day=entered.get("day") or None,
        note=entered.get("note") or None,
        analgesic=entered.get("analgesic") or None,
        shoe=entered.get("shoe") or None,
        flare=entered.get("flare") or None,
    )


async def _entered(request: Request) -> dict[str, str]:
    """The fields of what was sent, as far as they are a form's."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise _Closed(FROM_ELSEWHERE)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != SENT_AS:
        raise _Closed(NO_FORM)
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                raise _Closed(TOO_LARGE)
    except ClientDisconnect:
        raise _Closed(AWAY) from None
    try:
        told = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise _Closed(TOO_LARGE) from None
    return {name: told[name][-1] for name in (*FIELDS, "key") if name in told}


def _here(request: Request) -> str:
    """The last part of the form's address, by which pages below it name it."""
    token = request.path_params.get("token")
    return PATH.strip("/") if token is None else str(token)


def _asked_language(request: Request, otherwise: str) -> Words:
    """The language that the browser asks for first, of those that we speak."""
    for wish in request.headers.get("accept-language", "").split(","):
        language = wish.strip()[:2].lower()
        if language in LANGUAGES:
            return words(language)
    return words(otherwise)


def _html(page: str, code: int = 200, more: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(page, code, {**pain_pages.HEADERS, **(more or {})})


def _go(where: str) -> Response:
    return RedirectResponse(where, GO_THERE, {**pain_pages.HEADERS})
