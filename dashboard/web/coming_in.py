"""What a link opens, and what it was answered with."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Final

from starlette.responses import RedirectResponse, Response

from dashboard.web import password
from dashboard.web.newcomers import (
    for_a_runner,
    make_account,
    make_first,
    make_runner,
    new_account,
    set_up,
)
from dashboard.web.opened_links import accept, demo, keep_password, look_around, new_password, share
from dashboard.web.plain import Form, form_of, page, text_field
from plantar.account import Door, Invitation
from plantar.errors import AccountExists, BadInput, RunnerExists, UsedUp
from plantar.patience import OF_ADDRESS
from plantar.secret import hashed


def code(form: Form) -> Response:
    """Where a code is typed that came without a link."""
    words = form.words
    typed = form.one("code").strip()
    if form.wants_change and typed:
        # A link may have been pasted whole.
        return RedirectResponse(f"/in/{typed.rpartition('/')[2][:100]}", 303)
    field = text_field("code", words.say("Code or link"))
    return page(form, words.say("I have a code"), form_of(field, words.say("Go on")))


def come_in(form: Form) -> Response:
    """The page of a link, and what it was answered with."""
    place, now = form.place, form.place.clock()
    token_hash = hashed(form.asked.path_params["code"])
    link = place.store.invitation(token_hash)
    if link is None or not link.opens(now):
        address = hashed(f"address {place.address(form.asked)}")
        waits = place.store.count_try(address, OF_ADDRESS, now)
        return _used_up(form, 429 if waits else 404)
    if link.door is Door.SIGN_IN and not place.from_this_computer(form.asked):
        return _used_up(form, 404)
    if not form.wants_change:
        return PAGES[link.door](form, link, None)
    try:
        return ANSWERS[link.door](form, link, now)
    except UsedUp:
        return _used_up(form, 404)
    except (AccountExists, RunnerExists):
        wrong = form.words.say("This name is taken: choose another one.")
    except BadInput as refused:
        wrong = _refusal(form, refused)
    return PAGES[link.door](form, link, wrong)


def _used_up(form: Form, status: int) -> Response:
    words = form.words
    said = words.say("It was used, has expired, or was typed wrong. Ask for another one.")
    title = words.say("This link opens nothing any more")
    return page(form, title, f"<p>{escape(said)}</p>", status=status)


def _refusal(form: Form, refused: BadInput) -> str:
    words = form.words
    match refused.field:
        case "login":
            return words.say("A name to sign in with has 1 to 80 characters and no spaces.")
        case "name":
            return words.say("A name for the screen has 1 to 80 characters that can be shown.")
        case "password":
            return words.say(
                "A password has at least {n} characters, and is none that others would try first.",
                n=password.SHORTEST,
            )
        case _:
            return words.say("Choose one of the answers.")


PAGES: Final[dict[Door, Callable[[Form, Invitation, str | None], Response]]] = {
    Door.SET_UP: set_up,
    Door.ACCOUNT: new_account,
    Door.RUNNER: for_a_runner,
    Door.SHARE: share,
    Door.PASSWORD: new_password,
    Door.SIGN_IN: demo,
}
ANSWERS: Final[dict[Door, Callable[[Form, Invitation, datetime], Response]]] = {
    Door.SET_UP: make_first,
    Door.ACCOUNT: make_account,
    Door.RUNNER: make_runner,
    Door.SHARE: accept,
    Door.PASSWORD: keep_password,
    Door.SIGN_IN: look_around,
}
