"""Plain pages: HTML that needs no script, a form that is checked, and the frame around both."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard.frame.palette import variables
from dashboard.web import cookies
from dashboard.web.place import Place
from plantar.runner import LANGUAGES
from plantar.secret import hashed, new_token
from plantar.words.catalogue import Words

#: No form of ours is longer. [B]
LONGEST_FORM = 16_384
MOST_FIELDS = 40
#: The field that says a form was asked for here, by this browser.
TOKEN = "token"  # noqa: S105  the name of a field

CSS: Final = (
    variables()
    + """
:root { color-scheme: light dark; }
body { font: 16px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: var(--ink);
  background: var(--page); margin: 0 auto; padding: 1.2rem 1.2rem 3rem; max-width: 26rem; }
header { display: flex; justify-content: space-between; align-items: baseline;
  border-bottom: 1px solid var(--rule); padding-bottom: .5rem; margin-bottom: 1.6rem; }
.brand { font-weight: 700; font-size: 1.1rem; color: var(--blue); margin: 0; }
nav a { margin-left: .7rem; color: var(--blue); padding: .4rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 650; text-decoration: none; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .6rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; padding-top: 1.2rem;
  border-top: 1px solid var(--rule); }
p { margin: 0 0 .9rem; }
a { color: var(--blue); }
main > p > a:only-child { display: inline-block; padding: .5rem 0; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
label.choice, fieldset label { font-weight: 400; margin: .5rem 0; display: flex; gap: .6rem;
  align-items: baseline; }
fieldset { border: 0; padding: 0; margin: 1rem 0 0; }
legend { font-weight: 600; padding: 0; }
input[type=text], input[type=password], select { box-sizing: border-box; width: 100%;
  font: inherit; color: inherit; padding: .6rem .7rem; border: 1px solid var(--muted);
  border-radius: 6px; min-height: 48px; background: var(--page); }
input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; flex: none;
  position: relative; top: .15rem; }
button { font: inherit; font-weight: 600; color: var(--page); background: var(--blue);
  border: 1px solid var(--blue); border-radius: 6px; min-height: 48px; padding: .6rem 1.1rem;
  margin-top: 1.4rem; width: 100%; cursor: pointer; }
button.second { color: var(--blue); background: var(--page); margin-top: .8rem; }
:focus-visible { outline: 3px solid var(--walking); outline-offset: 2px; }
.hint, footer { color: var(--muted); font-size: .92rem; margin: .25rem 0 0; }
.wrong { border-left: 4px solid var(--alert); background: var(--panel); padding: .6rem .8rem; }
.done { border-left: 4px solid var(--blue); background: var(--panel); padding: .6rem .8rem;
  font-weight: 600; }
.sessions { list-style: none; padding: 0; margin: 0; }
.sessions li { padding: .6rem 0; border-bottom: 1px solid var(--rule); }
.sessions button.second { width: auto; min-height: 44px; margin: .5rem 0 0; }
.name { font-weight: 650; overflow-wrap: anywhere; unicode-bidi: isolate; }
footer { border-top: 1px solid var(--rule); margin-top: 2.4rem; padding-top: .7rem; }
"""
)


@dataclass(frozen=True, slots=True)
class Form:
    """A request with what its form says, and the words to answer in."""

    place: Place
    asked: Request
    words: Words
    said: Mapping[str, list[str]]

    def one(self, field: str) -> str:
        """What one field says, or nothing."""
        return (self.said.get(field) or [""])[0]

    def all(self, field: str) -> list[str]:
        """Everything that a field says that may be ticked more than once."""
        return self.said.get(field, [])

    @property
    def tls(self) -> bool:
        """Whether it came by TLS."""
        return self.place.tls(self.asked)

    @property
    def wants_change(self) -> bool:
        """Whether a form was sent, and not asked for."""
        return self.asked.method == "POST"


Page = Callable[[Form], Response]


def served(place: Place, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads the form, refuses one of somebody else's making, and asks the page."""

    async def endpoint(asked: Request) -> Response:
        said: Mapping[str, list[str]] = {}
        if asked.method == "POST":
            body = await _body(asked)
            if body is None:
                return PlainTextResponse("too long", 413)
            try:
                said = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
            except ValueError:
                return PlainTextResponse("no form of ours", 400)
        form = Form(place, asked, place.words(asked), said)
        if form.wants_change and not _is_ours(form):
            return await run_in_threadpool(_stale, form)
        return await run_in_threadpool(page, form)

    return endpoint


async def _body(asked: Request) -> bytes | None:
    body = b""
    async for part in asked.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return None
    return body


def _key(form: Form) -> str:
    return cookies.read(form.asked, cookies.FORM, tls=form.tls)


def _is_ours(form: Form) -> bool:
    key = _key(form)
    return bool(key) and hmac.compare_digest(form.one(TOKEN).encode(), _token(key).encode())


def _token(key: str) -> str:
    return hashed(f"form {key}")


def _stale(form: Form) -> Response:
    words = form.words
    title = words.say("This page was open for too long")
    said = words.say("Nothing was changed. Go back, load the page anew and try again.")
    return page(form, title, f"<p>{escape(said)}</p>", status=403)


def page(
    form: Form, title: str, body: str, *, status: int = 200, wrong: str | None = None
) -> HTMLResponse:
    """A whole page; `body` is HTML in which everything from outside was escaped."""
    words = form.words
    key = _key(form)
    fresh = key or new_token()
    languages = "".join(
        f'<a href="{escape(_in(form, one))}" lang="{one}" hreflang="{one}"'
        f"{' aria-current=true' if one == words.language else ''}>{one.upper()}</a>"
        for one in LANGUAGES
    )
    purpose = words.say("A training and pain log; no diagnosis, no prediction.")
    said = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    nav = f'<nav aria-label="{escape(words.say("Language"))}">{languages}</nav>'
    answer = HTMLResponse(
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Plantar</title>"
        '<link rel="icon" href="/plain.png"><link rel="stylesheet" href="/plain.css"></head><body>'
        f'<header><p class="brand">Plantar</p>{nav}</header>'
        f"<main><h1>{escape(title)}</h1>{said}{body.replace(_HERE, _token(fresh))}</main>"
        f"<footer>Plantar · {escape(purpose)}</footer></body></html>",
        status,
    )
    if (chosen := form.asked.query_params.get("lang")) in LANGUAGES:
        cookies.hand_out(
            answer, cookies.LANGUAGE, str(chosen), tls=form.tls, max_age=cookies.A_YEAR_S
        )
    if not key:
        cookies.hand_out(answer, cookies.FORM, fresh, tls=form.tls)
    return answer


def wanted(form: Form) -> str:
    """Where somebody wanted to go: a page of ours, or the first one."""
    told = form.one("next") or form.asked.query_params.get("next", "")
    ours = told.startswith("/") and not told.startswith("//") and "\\" not in told
    return told if ours and told.isprintable() else "/"


def _in(form: Form, language: str) -> str:
    """The same page in another language."""
    to = wanted(form)
    return "?" + urlencode({"lang": language} | ({} if to == "/" else {"next": to}))


#: Where a form's token is put in, once the page is whole.
_HERE: Final = "\0token\0"


def form_of(fields: str, button: str, *, action: str = "", second: bool = False) -> str:
    """A form with its token; `fields` is HTML."""
    to = f' action="{escape(action)}"' if action else ""
    kind = ' class="second"' if second else ""
    return (
        f'<form method="post"{to}><input type="hidden" name="{TOKEN}" value="{_HERE}">{fields}'
        f"<button{kind}>{escape(button)}</button></form>"
    )


def text_field(
    name: str, label: str, *, kind: str = "text", auto: str = "off", value: str = "", hint: str = ""
) -> str:
    """A labelled field of one line."""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    below = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    more = ' autocapitalize="none" spellcheck="false"' if auto == "username" else ""
    return (
        f'<label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" '
        f'type="{kind}" autocomplete="{auto}" value="{escape(value)}" required{described}{more}>'
        f"{below}"
    )


def choice(kind: str, name: str, value: str, label: str, *, ticked: bool = False) -> str:
    """A box to tick, or one of several to choose."""
    on = " checked" if ticked else ""
    return (
        f'<label class="choice"><input type="{kind}" name="{name}" value="{escape(value)}"{on}>'
        f"<span>{escape(label)}</span></label>"
    )


def named(name: str) -> str:
    """Somebody's name, kept from turning what stands beside it."""
    return f'<bdi class="name">{escape(name)}</bdi>'
