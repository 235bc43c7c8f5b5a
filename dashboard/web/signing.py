"""Signing in and out."""

import json
from dataclasses import replace
from html import escape

from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from dashboard.web import cookies, password
from dashboard.web.plain import Form, choice, form_of, page, text_field, wanted
from plantar.account import OWN_PHONE, Account, Looking, SignedIn, login_name
from plantar.errors import BadInput
from plantar.patience import OF_ACCOUNT, OF_ADDRESS
from plantar.secret import hashed, new_token


def sign_in(form: Form) -> Response:
    """The page on which one signs in, and what it was answered with."""
    if not form.wants_change:
        return _page(form)
    if too_many_tries(form, _typed(form)):
        said = form.words.say("Too many tries. Wait a while, then try again.")
        return _page(form, said, 429)
    account = _who(form)
    if account is None:
        said = form.words.say("This name and this password do not belong together.")
        return _page(form, said, 401)
    forgive(form, _typed(form))
    return let_in(form, account, own_phone=form.one("own_phone") == "yes")


def too_many_tries(form: Form, login: str) -> bool:
    """Count a try of that account's password before it is made; whether it is one too many.

    The same for a name that nobody has: who asks learns nothing from being locked out.
    """
    store, now = form.place.store, form.place.clock()
    account, address = _tried(form, login)
    if store.count_try(address, OF_ADDRESS, now) is not None:
        return True
    return store.count_try(account, OF_ACCOUNT, now) is not None


def forgive(form: Form, login: str) -> None:
    """Take back what was counted: the password was the one."""
    account, address = _tried(form, login)
    form.place.store.forgive_tries(account, wholly=True)
    form.place.store.forgive_tries(address, wholly=False)


def _tried(form: Form, login: str) -> tuple[str, str]:
    """As what tries are counted: of an account, and from an address."""
    return (
        hashed(f"account {login}"),
        hashed(f"address {form.place.address(form.asked)}"),
    )


def _typed(form: Form) -> str:
    try:
        return login_name(form.one("login"))
    except BadInput:
        return ""


def _who(form: Form) -> Account | None:
    """Who has that name and that password; as much work where nobody has."""
    found = form.place.store.account_of_login(_typed(form))
    account, kept = found if found is not None else (None, None)
    typed = form.one("password")
    if not password.fits(kept, typed) or account is None or account.disabled_at is not None:
        return None
    if kept is not None and password.is_old(kept):
        form.place.store.set_password(account.id, password.hash_of(typed))
    return account


def let_in(form: Form, account: Account, *, own_phone: bool = False) -> Response:
    """Begin a session under a secret that nobody had before, and show the pages."""
    place, now = form.place, form.place.clock()
    before = cookies.read(form.asked, cookies.SIGNED_IN, tls=form.tls)
    if before:
        place.store.end_session(hashed(before))
    place.store.forget_sessions(now - OWN_PHONE.whole)
    token = new_token()
    place.store.begin_session(SignedIn(hashed(token), account.id, now, now, own_phone))
    answer = RedirectResponse(wanted(form), 303)
    cookies.sign_in(answer, token, tls=form.tls, own_phone=own_phone)
    cookies.take_back(answer, cookies.FORM, tls=form.tls)
    return answer


def renew(form: Form, looking: Looking, kept: str, to: str) -> Response:
    """Keep a new password, end every session, and go on here under a secret nobody had before."""
    token, before = new_token(), looking.session
    fresh = replace(before, token_hash=hashed(token), seen=form.place.clock())
    form.place.store.change_password(before.account, kept, fresh)
    answer = RedirectResponse(to, 303)
    cookies.sign_in(answer, token, tls=form.tls, own_phone=before.own_phone)
    return answer


def _page(form: Form, wrong: str | None = None, status: int = 200) -> Response:
    words = form.words
    title = words.say("Sign in")
    if not form.place.store.accounts():
        said = words.say(
            "Nobody can sign in here yet. Open the link that Plantar shows where it was started."
        )
        return page(form, title, f"<p>{escape(said)}</p>")
    fields = (
        f'<input type="hidden" name="next" value="{escape(wanted(form))}">'
        + text_field("login", words.say("Name to sign in with"), auto="username")
        + text_field("password", words.say("Password"), kind="password", auto="current-password")
        + choice("checkbox", "own_phone", "yes", words.say("This is my own phone: stay signed in"))
    )
    hint = words.say("For a runner 30 days; who sees runners signs in anew after 15 minutes.")
    body = form_of(f'{fields}<p class="hint">{escape(hint)}</p>', words.say("Sign in"))
    return page(form, title, body, status=status, wrong=wrong)


def sign_out(form: Form) -> Response:
    """Sign this browser out; its cookie opens nothing any more, whoever has it."""
    words, place = form.words, form.place
    if not form.wants_change:
        looking = place.looking(form.asked)
        name = "" if looking is None else looking.name
        said = words.say("Signed in as {name}.", name=name)
        back = words.say("Back to the pages")
        return page(
            form,
            words.say("Sign out"),
            f"<p>{escape(said)}</p>{form_of('', words.say('Sign out'))}"
            f'<p class="hint"><a href="/">{escape(back)}</a></p>',
        )
    token = cookies.read(form.asked, cookies.SIGNED_IN, tls=form.tls)
    place.store.end_session(hashed(token))
    answer = RedirectResponse("/sign-in", 303)
    answer.headers["clear-site-data"] = json.dumps("storage")
    cookies.take_back(answer, cookies.SIGNED_IN, tls=form.tls)
    return answer


def still_in(form: Form) -> Response:
    """How long a page may still be seen, when nothing is clicked; asking for it is no click."""
    looking = form.place.looking(form.asked)
    if looking is None:
        return PlainTextResponse("sign in first", 401)
    left = looking.session.ends(looking.account.roles) - form.place.clock()
    return JSONResponse({"left_s": round(left.total_seconds(), 1)})
