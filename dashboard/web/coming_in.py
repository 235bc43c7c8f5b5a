"""What a link opens: the first account, an account, a runner's own, a share, a new password."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Final

from starlette.responses import RedirectResponse, Response

from dashboard.access.sharing_words import roles_in_words, scopes_in_words
from dashboard.web import password
from dashboard.web.plain import Form, choice, form_of, named, page, text_field
from dashboard.web.signing import let_in
from plantar.account import Account, Door, Invitation, Newcomer, login_name, shown_name
from plantar.consent import EVERYTHING, Basis, Consent
from plantar.errors import AccountExists, BadInput, RunnerExists, UsedUp
from plantar.patience import OF_ADDRESS
from plantar.runner import Runner
from plantar.secret import hashed, new_id
from plantar.viewer import Role

PRACTICE, OWN, NEW = "practice", "own", "new"
#: A runner who is made with an account: nothing follows from it.
RUNNER_LETTERS = 10


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


def _fields(form: Form, *, name: bool = True) -> str:
    words = form.words
    hint = words.say("At least {n} characters; a few words are easy to keep.", n=password.SHORTEST)
    shown = text_field(
        "name",
        words.say("Name for the screen"),
        auto="name",
        value=form.one("name")[:80],
    )
    return (
        text_field(
            "login",
            words.say("Name to sign in with"),
            auto="username",
            value=form.one("login")[:80],
        )
        + (shown if name else "")
        + text_field(
            "password", words.say("Password"), kind="password", auto="new-password", hint=hint
        )
    )


def _set_up(form: Form, _link: Invitation, wrong: str | None) -> Response:
    words = form.words
    runners = form.place.store.runners()
    chosen = form.one("for") or PRACTICE
    question = words.say("For whom is this Plantar?")
    who = (
        f"<fieldset><legend>{escape(question)}</legend>"
        + choice(
            "radio", "for", PRACTICE, words.say("For a practice: I see runners, and keep accounts"),
            ticked=chosen == PRACTICE,
        )
        + choice(
            "radio", "for", OWN, words.say("For my own feet"), ticked=chosen == OWN
        )
        + "</fieldset>"
    )  # fmt: skip
    known = ""
    if runners:
        theirs = words.say(
            "Everybody who is here already ({n}) is in my care, and agreed that I see their data.",
            n=len(runners),
        )
        options = "".join(
            f'<option value="{escape(one.id)}">{escape(one.id)}</option>' for one in runners
        )
        new = escape(words.say("none of those who are here"))
        label = escape(words.say("For my own feet: I am"))
        known = (
            choice("checkbox", "care", "yes", theirs)
            + f'<label for="runner">{label}</label><select id="runner" name="runner">'
            f'<option value="{NEW}">{new}</option>{options}</select>'
        )
    title = words.say("Welcome to Plantar")
    said = words.say("This makes the first account. Nobody else can sign in before it.")
    body = form_of(who + known + _fields(form), words.say("Make the account"))
    return page(form, title, f"<p>{escape(said)}</p>{body}", wrong=wrong)


def _make_first(form: Form, link: Invitation, now: datetime) -> Response:
    match form.one("for"):
        case "practice":
            account = _account(form, frozenset({Role.KINESIST, Role.ADMIN}))
            runners = form.place.store.runners() if form.one("care") == "yes" else []
            given = tuple(
                Consent(new_id(), one.id, account.id, EVERYTHING, now, basis=Basis.PRACTICE)
                for one in runners
            )
            return _make(form, link, account, now, given=given)
        case "own":
            chosen = form.one("runner") or NEW
            runner = None
            if chosen == NEW:
                chosen = f"r-{new_id()[:RUNNER_LETTERS]}"
                runner = Runner(chosen, language=form.words.language)
            account = _account(form, frozenset({Role.RUNNER, Role.ADMIN}), chosen)
            return _make(form, link, account, now, runner=runner)
        case other:
            raise BadInput("for", other, "practice or own")


def _new_account(form: Form, link: Invitation, wrong: str | None) -> Response:
    words = form.words
    said = words.say("You were invited as: {roles}.", roles=roles_in_words(link.roles, words))
    body = form_of(_fields(form), words.say("Make the account"))
    return page(form, words.say("Welcome to Plantar"), f"<p>{escape(said)}</p>{body}", wrong=wrong)


def _make_account(form: Form, link: Invitation, now: datetime) -> Response:
    return _make(form, link, _account(form, link.roles), now)


def _runner(form: Form, link: Invitation, wrong: str | None) -> Response:
    """What a runner should know before they come in: who sees what of them."""
    words, store = form.words, form.place.store
    names = store.account_names()
    now = form.place.clock()
    seen = [one for one in store.consents_of(str(link.runner_id)) if one.holds(now)]
    who = "".join(
        f"<li>{named(names.get(one.account, '…'))}: "
        f"{escape(scopes_in_words(one.scopes, words))}</li>"
        for one in seen
    )
    said = words.say(
        "With this account you see your own load and pain, and you say who else may see them."
    )
    now_these = words.say("Now these people may; you can end that at any moment, under Sharing:")
    told = f"<p>{escape(now_these)}</p><ul>{who}</ul>" if who else ""
    body = form_of(_fields(form, name=False), words.say("Make the account"))
    return page(
        form,
        words.say("Welcome to Plantar"),
        f"<p>{escape(said)}</p>{told}{body}",
        wrong=wrong,
    )


def _make_runner(form: Form, link: Invitation, now: datetime) -> Response:
    account = _account(form, frozenset({Role.RUNNER}), link.runner_id)
    return _make(form, link, account, now, name=None)


def _share(form: Form, link: Invitation, wrong: str | None) -> Response:
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
    body = form_of(_fields(form), words.say("Make an account and accept"))
    signing = f'<p><a href="/sign-in?next={here}">{known}</a></p>'
    return page(form, title, f"{told}{signing}{body}", wrong=wrong)


def _accept(form: Form, link: Invitation, now: datetime) -> Response:
    looking = form.place.looking(form.asked)
    if looking is None:
        account = _account(form, frozenset({Role.KINESIST}))
        return _make(form, link, account, now, given=(_shared(link, account.id, now),))
    if Role.KINESIST not in looking.account.roles:
        return _share(form, link, None)
    form.place.store.accept(link.token_hash, _shared(link, looking.account.id, now), now)
    return RedirectResponse("/", 303)


def _shared(link: Invitation, account_id: str, now: datetime) -> Consent:
    if link.until is not None and link.until <= now:
        raise UsedUp
    return Consent(new_id(), str(link.runner_id), account_id, link.scopes, now, link.until)


def _new_password(form: Form, link: Invitation, wrong: str | None) -> Response:
    words = form.words
    login = form.place.store.account(str(link.account)).login
    hint = words.say("At least {n} characters; a few words are easy to keep.", n=password.SHORTEST)
    field = text_field(
        "password", words.say("New password"), kind="password", auto="new-password", hint=hint
    )
    body = form_of(field, words.say("Keep it"))
    return page(form, words.say("A new password"), f"<p>{named(login)}</p>{body}", wrong=wrong)


def _keep_password(form: Form, link: Invitation, now: datetime) -> Response:
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


def _demo(form: Form, _link: Invitation, wrong: str | None) -> Response:
    words = form.words
    said = words.say("Invented runners and simulated soles; nothing of it is anybody's.")
    body = form_of("", words.say("Look around"))
    return page(form, words.say("A demo of Plantar"), f"<p>{escape(said)}</p>{body}", wrong=wrong)


def _look_around(form: Form, link: Invitation, now: datetime) -> Response:
    form.place.store.use_invitation(link.token_hash, now)
    return let_in(form, form.place.store.account(str(link.account)))


def _account(form: Form, roles: frozenset[Role], runner_id: str | None = None) -> Account:
    login = login_name(form.one("login"))
    return Account(new_id(), login, roles, runner_id, form.words.language)


def _make(
    form: Form,
    link: Invitation,
    account: Account,
    now: datetime,
    *,
    name: str | None = "",
    runner: Runner | None = None,
    given: tuple[Consent, ...] = (),
) -> Response:
    """Make the account and sign them in; without a name of their own the runner's is shown."""
    if name is not None:
        name = shown_name(form.one("name"))
    password.check(form.one("password"), account.login, name or account.login)
    kept = password.hash_of(form.one("password"))
    newcomer = Newcomer(account, name, kept, runner, given)
    form.place.store.come_in(link.token_hash, newcomer, now)
    return let_in(form, account)


PAGES: Final[dict[Door, Callable[[Form, Invitation, str | None], Response]]] = {
    Door.SET_UP: _set_up,
    Door.ACCOUNT: _new_account,
    Door.RUNNER: _runner,
    Door.SHARE: _share,
    Door.PASSWORD: _new_password,
    Door.SIGN_IN: _demo,
}
ANSWERS: Final[dict[Door, Callable[[Form, Invitation, datetime], Response]]] = {
    Door.SET_UP: _make_first,
    Door.ACCOUNT: _make_account,
    Door.RUNNER: _make_runner,
    Door.SHARE: _accept,
    Door.PASSWORD: _keep_password,
    Door.SIGN_IN: _look_around,
}
