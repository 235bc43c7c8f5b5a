"""One's own account: name, language, password, and the browsers in which one is signed in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import Final

from starlette.responses import RedirectResponse, Response

from dashboard.web import cookies, password
from dashboard.web.plain import Form, choice, form_of, named, page, text_field
from dashboard.web.signing import forgive, renew, too_many_tries
from plantar.account import Account, Door, Invitation, Looking, SignedIn, shown_name
from plantar.day import civil_day, zone
from plantar.errors import BadInput
from plantar.runner import LANGUAGE_NAMES, LANGUAGES
from plantar.secret import hashed
from plantar.words.catalogue import Words, mark

PATH: Final = "/account"
#: Which of the forms was sent.
DO: Final = "do"
#: What was done, as the address says it after a form was sent.
DONE: Final = {
    "about": mark("Saved"),
    "password": mark("Your password is another one now; everywhere else you are signed out."),
    "session": mark("Ended there."),
}
#: Letters of a session's name in a form: it tells them apart, and opens nothing.
SESSION_LETTERS = 16
#: Of the links for a new password so many are told.
LINKS_TOLD = 5
#: Where moments are told of whom no runner says where they are.
ZONE = "Europe/Brussels"


def own_account(form: Form) -> Response:
    """The page of one's own account, and what it was answered with."""
    looking = form.place.looking(form.asked)
    if looking is None:
        return RedirectResponse(f"/sign-in?next={PATH}", 303)
    if not form.wants_change:
        done = form.asked.query_params.get("done", "")
        return _page(form, looking, done=form.words.say(DONE[done]) if done in DONE else "")
    change = CHANGES.get(form.one(DO))
    if change is None:
        return _page(form, looking, form.words.say("Choose one of the answers."), 400)
    return change(form, looking)


def _page(
    form: Form, looking: Looking, wrong: str | None = None, status: int = 200, done: str = ""
) -> Response:
    words = form.words
    said = f'<p class="done" role="status">✓ {escape(done)}</p>' if done else ""
    to = escape(words.say("← Back to the pages"))
    back = f'<p><a href="/?lang={words.language}">{to}</a></p>'
    signs = words.say("You sign in as {login}.", login="\0")
    login = escape(signs).replace("\0", named(looking.account.login))
    body = (
        f"{back}{said}<p>{login}</p>"
        + _about_me(form, looking)
        + _new_password(form, looking)
        + _sessions(form, looking)
    )
    return page(form, words.say("My account"), body, status=status, wrong=wrong)


def _called_now(form: Form, looking: Looking) -> str:
    """How somebody is called on screens: of a runner the name that their line in lists has."""
    account = looking.account
    if account.runner_id is None:
        return looking.name
    return form.place.store.display_names().get(account.runner_id, looking.name)


def _about_me(form: Form, looking: Looking) -> str:
    words, account = form.words, looking.account
    hint = (
        words.say("Who looks after you sees this name too.")
        if account.runner_id is not None
        else words.say("So your runners and your colleagues know you here.")
    )
    languages = "".join(
        choice("radio", "language", one, LANGUAGE_NAMES[one], ticked=one == account.language)
        for one in LANGUAGES
    )
    fields = (
        _which("about")
        + text_field(
            "name",
            words.say("Name for the screen"),
            auto="name",
            value=_called_now(form, looking),
            hint=hint,
        )
        + f"<fieldset><legend>{escape(words.say('Language'))}</legend>{languages}</fieldset>"
    )
    return form_of(fields, words.say("Save"), action=PATH)


def _new_password(form: Form, looking: Looking) -> str:
    words = form.words
    title = f"<h2>{escape(words.say('Password'))}</h2>"
    told = _links_made(form, looking.account)
    found = form.place.store.account_of_login(looking.account.login)
    if found is None or found[1] is None:
        said = words.say("This account has no password: it was opened by a link.")
        return f"{title}<p>{escape(said)}</p>{told}"
    hint = words.say("At least {n} characters; a few words are easy to keep.", n=password.SHORTEST)
    ends = words.say("A new password signs you out everywhere else.")
    fields = (
        _which("password")
        # For the browser's own keeper of passwords: whose they are.
        + f'<input type="hidden" name="login" value="{escape(looking.account.login)}" '
        'autocomplete="username">'
        + text_field("old", words.say("The password now"), kind="password", auto="current-password")
        + text_field(
            "password", words.say("New password"), kind="password", auto="new-password", hint=hint
        )
        + f'<p class="hint">{escape(ends)}</p>'
    )
    return title + form_of(fields, words.say("Change the password"), action=PATH) + told


def _links_made(form: Form, account: Account) -> str:
    """The links by which somebody could set this password: who made them, and whether one did."""
    words, store = form.words, form.place.store
    links = [
        one
        for one in store.invitations()
        if one.door is Door.PASSWORD and one.account == account.id
    ][:LINKS_TOLD]
    if not links:
        return ""
    names = store.account_names()
    head = words.say("Links that were made for a new password of yours:")
    lines = "".join(
        f"<li>{_link_told(one, names.get(str(one.made_by)), form)}</li>" for one in links
    )
    return f"<p>{escape(head)}</p><ul>{lines}</ul>"


def _link_told(link: Invitation, name: str | None, form: Form) -> str:
    words = form.words
    who = named(name) if name else escape(words.say("whoever runs this Plantar"))
    made = escape(words.say("made {moment}", moment=_moment(link.made_at, words)))
    if link.used_at is not None:
        then = words.say("used {moment}", moment=_moment(link.used_at, words))
    elif link.opens(form.place.clock()):
        then = words.say("not used yet")
    else:
        then = words.say("never used")
    return f"{who}: {made}, {escape(then)}"


def _sessions(form: Form, looking: Looking) -> str:
    words, now = form.words, form.place.clock()
    roles = looking.account.roles
    open_ones = [
        one for one in form.place.store.sessions(looking.account.id) if now < one.ends(roles)
    ]
    head = words.say("Where you are signed in")
    title = f"<h2>{escape(head)}</h2>"
    lines = "".join(f"<li>{_session(one, looking, words)}</li>" for one in open_ones)
    more = len(open_ones) > 1
    others = (
        form_of(_which("others"), words.say("End all the others"), action=PATH, second=True)
        if more
        else ""
    )
    return f'{title}<ul class="sessions">{lines}</ul>{others}'


def _session(session: SignedIn, looking: Looking, words: Words) -> str:
    phone = words.say("own phone") if session.own_phone else words.say("a browser")
    told = words.say(
        "{what}, since {began}, last click {seen}",
        what=phone,
        began=_moment(session.began, words),
        seen=_moment(session.seen, words),
    )
    if session.token_hash == looking.session.token_hash:
        here = words.say("this one")
        return f"{escape(told)} · <b>{escape(here)}</b>"
    which = f'<input type="hidden" name="session" value="{_called(session)}">'
    button = form_of(_which("session") + which, words.say("End it"), action=PATH, second=True)
    return f"{escape(told)}{button}"


def _called(session: SignedIn) -> str:
    return hashed(f"session {session.token_hash}")[:SESSION_LETTERS]


def _moment(at: datetime, words: Words) -> str:
    where = zone(ZONE)
    return f"{words.date(civil_day(at, where), 'short')} {words.time(at, where)}"


def _which(form_name: str) -> str:
    return f'<input type="hidden" name="{DO}" value="{form_name}">'


def _keep_about(form: Form, looking: Looking) -> Response:
    """Keep a name and a language; of a runner also how they are called and written to."""
    words, store, account = form.words, form.place.store, looking.account
    language = form.one("language")
    try:
        name = shown_name(form.one("name"))
        changed = replace(account, language=language)
    except BadInput as refused:
        said = (
            words.say("A name for the screen has 1 to 80 characters that can be shown.")
            if refused.field == "name"
            else words.say("Choose one of the answers.")
        )
        return _page(form, looking, said, 400)
    if name != _called_now(form, looking) or account.runner_id is None:
        store.rename_account(account.id, name)
    if changed != account:
        store.save_account(changed)
    if account.runner_id is not None:
        runner = store.runner(account.runner_id)
        store.rename_runner(runner.id, name)
        if runner.language != language:
            store.save_runner(replace(runner, language=language))
    answer = RedirectResponse(f"{PATH}?lang={language}&done=about", 303)
    cookies.hand_out(answer, cookies.LANGUAGE, language, tls=form.tls, max_age=cookies.A_YEAR_S)
    return answer


def _keep_password(form: Form, looking: Looking) -> Response:
    """Keep a new password of who knows the one before; as patient as the door itself."""
    words, store, account = form.words, form.place.store, looking.account
    if too_many_tries(form, account.login):
        said = words.say("Too many tries. Wait a while, then try again.")
        return _page(form, looking, said, 429)
    found = store.account_of_login(account.login)
    kept = None if found is None else found[1]
    if not password.fits(kept, form.one("old")):
        return _page(form, looking, words.say("That is not the password now."), 401)
    forgive(form, account.login)
    try:
        password.check(form.one("password"), account.login, looking.name)
    except BadInput:
        said = words.say(
            "A password has at least {n} characters, and is none that others would try first.",
            n=password.SHORTEST,
        )
        return _page(form, looking, said, 400)
    return renew(form, looking, password.hash_of(form.one("password")), f"{PATH}?done=password")


def _end_session(form: Form, looking: Looking) -> Response:
    """End one of one's own sessions; that of somebody else has no name here."""
    for one in form.place.store.sessions(looking.account.id):
        if _called(one) == form.one("session"):
            form.place.store.end_session(one.token_hash)
    return RedirectResponse(f"{PATH}?done=session", 303)


def _end_others(form: Form, looking: Looking) -> Response:
    """End every session but the one that asks."""
    for one in form.place.store.sessions(looking.account.id):
        if one.token_hash != looking.session.token_hash:
            form.place.store.end_session(one.token_hash)
    return RedirectResponse(f"{PATH}?done=session", 303)


CHANGES: Final[dict[str, Callable[[Form, Looking], Response]]] = {
    "about": _keep_about,
    "password": _keep_password,
    "session": _end_session,
    "others": _end_others,
}
