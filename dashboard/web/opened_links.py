"""What a link opens for who is there already: a share, a new password, a demo."""

from datetime import datetime
from html import escape

from starlette.responses import RedirectResponse, Response

from dashboard.access.sharing_words import scopes_in_words
from dashboard.web import password
from dashboard.web.newcomers import account_of, fields_of, make
from dashboard.web.plain import Form, form_of, named, page, text_field
from dashboard.web.signing import let_in
from plantar.account import Invitation
from plantar.consent import Consent
from plantar.errors import UsedUp
from plantar.secret import new_id
from plantar.viewer import Role


def share(form: Form, link: Invitation, wrong: str | None) -> Response:
    """The page on which a kinesist takes what a runner shares."""
    words, place = form.words, form.place
    name = place.store.display_names().get(str(link.runner_id), str(link.runner_id))
    what = escape(scopes_in_words(link.scopes, words))
    days = place.store.runner(str(link.runner_id)).days
    until = (
        words.say("until they end it")
        if link.until is None
        else words.say("until {day}", day=words.date(days.day_of(link.until), "year"))
    )
    title = words.say("A runner shares their data with you")
    told = f"<p>{named(name)}: {what}, {escape(until)}.</p>"
    looking = place.looking(form.asked)
    if looking is not None:
        if Role.KINESIST not in looking.account.roles:
            said = words.say("You are signed in, but not as a kinesist. Sign out first.")
            return page(form, title, f"{told}<p>{escape(said)}</p>", status=403)
        said = words.say("You are signed in as {name}.", name=looking.name)
        button = form_of("", words.say("Accept"))
        return page(form, title, f"{told}<p>{escape(said)}</p>{button}", wrong=wrong)
    here = escape(form.asked.url.path)
    known = escape(words.say("I have an account: sign in first"))
    body = form_of(fields_of(form), words.say("Make an account and accept"))
    signing = f'<p><a href="/sign-in?next={here}">{known}</a></p>'
    return page(form, title, f"{told}{signing}{body}", wrong=wrong)


def accept(form: Form, link: Invitation, now: datetime) -> Response:
    """Take what a runner shares."""
    looking = form.place.looking(form.asked)
    if looking is None:
        account = account_of(form, frozenset({Role.KINESIST}))
        return make(form, link, account, now, given=(_shared(link, account.id, now),))
    if Role.KINESIST not in looking.account.roles:
        return share(form, link, None)
    form.place.store.accept(link.token_hash, _shared(link, looking.account.id, now), now)
    return RedirectResponse("/", 303)


def _shared(link: Invitation, account_id: str, now: datetime) -> Consent:
    if link.until is not None and link.until <= now:
        raise UsedUp
    return Consent(new_id(), str(link.runner_id), account_id, link.scopes, now, link.until)


def new_password(form: Form, link: Invitation, wrong: str | None) -> Response:
    """The page on which a new password is typed."""
    words = form.words
    login = form.place.store.account(str(link.account)).login
    hint = words.say("At least {n} characters; a few words are easy to keep.", n=password.SHORTEST)
    field = text_field(
        "password", words.say("New password"), kind="password", auto="new-password", hint=hint
    )
    body = form_of(field, words.say("Keep it"))
    return page(form, words.say("A new password"), f"<p>{named(login)}</p>{body}", wrong=wrong)


def keep_password(form: Form, link: Invitation, now: datetime) -> Response:
    """Keep a new password."""
    store = form.place.store
    account = store.account(str(link.account))
    password.check(form.one("password"), account.login)
    kept = password.hash_of(form.one("password"))
    store.use_invitation(link.token_hash, now)
    store.set_password(account.id, kept)
    store.end_sessions(account.id)
    if account.disabled_at is not None:
        return RedirectResponse("/sign-in", 303)
    return let_in(form, account)


def demo(form: Form, _link: Invitation, wrong: str | None) -> Response:
    """The page before a demo."""
    words = form.words
    said = words.say("Invented runners and simulated soles; nothing of it is anybody's.")
    body = form_of("", words.say("Look around"))
    return page(form, words.say("A demo of Plantar"), f"<p>{escape(said)}</p>{body}", wrong=wrong)


def look_around(form: Form, link: Invitation, now: datetime) -> Response:
    """Let somebody into a demo."""
    form.place.store.use_invitation(link.token_hash, now)
    return let_in(form, form.place.store.account(str(link.account)))
