"""What a link opens for who is new: the first account, a colleague's, a runner's own."""

from datetime import datetime
from html import escape

from starlette.responses import Response

from dashboard.access.sharing_words import roles_in_words, scopes_in_words
from dashboard.web import password
from dashboard.web.plain import Form, choice, form_of, named, page, text_field
from dashboard.web.signing import let_in
from plantar.account import Account, Invitation, Newcomer, login_name, shown_name
from plantar.consent import EVERYTHING, Basis, Consent
from plantar.errors import BadInput
from plantar.runner import Runner
from plantar.secret import new_id
from plantar.viewer import Role

PRACTICE, OWN, NEW = "practice", "own", "new"
#: A runner who is made with an account: nothing follows from it.
RUNNER_LETTERS = 10


def set_up(form: Form, _link: Invitation, wrong: str | None) -> Response:
    """The page on which the first account is made."""
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
    body = form_of(who + known + fields_of(form), words.say("Make the account"))
    return page(form, title, f"<p>{escape(said)}</p>{body}", wrong=wrong)


def make_first(form: Form, link: Invitation, now: datetime) -> Response:
    """Make the first account."""
    match form.one("for"):
        case "practice":
            account = account_of(form, frozenset({Role.KINESIST, Role.ADMIN}))
            runners = form.place.store.runners() if form.one("care") == "yes" else []
            given = tuple(
                Consent(new_id(), one.id, account.id, EVERYTHING, now, basis=Basis.PRACTICE)
                for one in runners
            )
            return make(form, link, account, now, given=given)
        case "own":
            chosen = form.one("runner") or NEW
            runner = None
            if chosen == NEW:
                chosen = f"r-{new_id()[:RUNNER_LETTERS]}"
                runner = Runner(chosen, language=form.words.language)
            account = account_of(form, frozenset({Role.RUNNER, Role.ADMIN}), chosen)
            return make(form, link, account, now, runner=runner)
        case other:
            raise BadInput("for", other, "practice or own")


def new_account(form: Form, link: Invitation, wrong: str | None) -> Response:
    """The page on which a colleague makes their account."""
    words = form.words
    said = words.say("You were invited as: {roles}.", roles=roles_in_words(link.roles, words))
    body = form_of(fields_of(form), words.say("Make the account"))
    return page(form, words.say("Welcome to Plantar"), f"<p>{escape(said)}</p>{body}", wrong=wrong)


def make_account(form: Form, link: Invitation, now: datetime) -> Response:
    """Make the account of a colleague."""
    return make(form, link, account_of(form, link.roles), now)


def for_a_runner(form: Form, link: Invitation, wrong: str | None) -> Response:
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
    body = form_of(fields_of(form, name=False), words.say("Make the account"))
    return page(
        form,
        words.say("Welcome to Plantar"),
        f"<p>{escape(said)}</p>{told}{body}",
        wrong=wrong,
    )


def make_runner(form: Form, link: Invitation, now: datetime) -> Response:
    """Make the account of a runner."""
    account = account_of(form, frozenset({Role.RUNNER}), link.runner_id)
    return make(form, link, account, now, name=None)


def fields_of(form: Form, *, name: bool = True) -> str:
    """What everybody who is new is asked."""
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


def account_of(form: Form, roles: frozenset[Role], runner_id: str | None = None) -> Account:
    """The account of somebody who is new."""
    login = login_name(form.one("login"))
    return Account(new_id(), login, roles, runner_id, form.words.language)


def make(
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
