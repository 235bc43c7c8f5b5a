"""The plain pain form as HTML: under 10 kB with its style, fetching nothing, for any browser.

It shows nothing of the runner: not who they are, not which heel hurts, not what they told before.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Final

from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, Side
from plantar.words.catalogue import Words, mark
from plantar.words.pain_refusals import MOMENTS, SIDES
from processing.given_pain import LONGEST_NOTE, LONGEST_SHOE
from processing.tell_pain import BACK_DAYS

#: What stands for the heel that is treated, which the form does not know.
USUAL: Final = "usual"
#: Text and ground as in `dashboard.frame.palette`; each pair has a contrast above 7.
STYLE: Final = """
:root{color-scheme:light dark;--i:#1b2733;--g:#fff;--m:#4b5661;--r:#8b97a3;--a:#0b4f8a;--o:#fff;
--e:#b3261e}
@media(prefers-color-scheme:dark){
:root{--i:#e9eef3;--g:#10171e;--m:#b3bec9;--r:#6d7986;--a:#8fc3f0;--o:#10171e;--e:#ff8a80}}
*{box-sizing:border-box}
body{font:1.06rem/1.4 system-ui,sans-serif;color:var(--i);background:var(--g);
margin:0 auto;padding:1rem;max-width:30rem}
h1{font-size:1.35rem;margin:.2rem 0 .8rem}
fieldset{border:0;margin:0 0 .9rem;padding:0;min-width:0}
legend,.l{font-weight:600;padding:0;display:block;margin-bottom:.3rem}
.c{display:grid;grid-template-columns:1fr 1fr;gap:8px}
.c label,.k{display:flex;align-items:center;gap:.5rem;min-height:48px;padding:0 .7rem;
border:1px solid var(--r);border-radius:8px}
.c label:has(:checked){border:2px solid var(--a);font-weight:600}
input[type=radio],input[type=checkbox]{width:1.3rem;height:1.3rem;accent-color:var(--a);margin:0}
select,textarea,.t{font:inherit;color:inherit;background:var(--g);width:100%;min-height:48px;
border:1px solid var(--r);border-radius:8px;padding:.5rem .7rem}
.s{display:grid;grid-template-columns:repeat(6,1fr);gap:8px}
button,.b{font:inherit;font-weight:600;min-height:52px;width:100%;border-radius:8px;
border:2px solid var(--a);background:var(--g);color:var(--a);padding:0}
.b{display:block;line-height:48px;text-align:center;text-decoration:none}
button:active,.w{background:var(--a);color:var(--o)}
:focus-visible{outline:3px solid var(--i);outline-offset:2px}
summary{padding:.75rem 0;font-weight:600;color:var(--a)}
p{margin:0 0 .8rem}.m{color:var(--m);font-size:.95rem}main{margin-bottom:1rem}
.e{border-left:5px solid var(--e);padding:.5rem .8rem;font-weight:600}
.o{border-left:5px solid var(--a);padding:.5rem .8rem;font-size:1.2rem;font-weight:600}
.e h1,.o h1{font-size:1em;margin:0}.o{margin-bottom:.8rem}
"""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
#: Nothing is fetched, run or framed, and the form goes nowhere else.
HEADERS: Final = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
TAKEN: Final = {"": mark("not told"), "yes": mark("yes"), "no": mark("no")}
#: Why there is no form, by the code of the answer.
CLOSED: Final = {
    404: mark("This link no longer works. Ask for a new one."),
    403: mark("This form was sent from another site. Open it by its link."),
    413: mark("That is more than this form takes."),
    415: mark("That is not what this form sends."),
    429: mark("Too many tries. Wait some minutes."),
    503: mark("Plantar cannot be reached just now. Try again in a minute."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form is drawn from: the day it is, what the clock proposes, what was entered."""

    today: date
    days: tuple[date, ...]  # that can be told, today first
    moment: PainMoment
    key: str
    entered: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


def days_back(today: date) -> tuple[date, ...]:
    """Today and the days before it that can be told."""
    return tuple(today - timedelta(days=back) for back in range(BACK_DAYS + 1))


def form(asked: Asked, words: Words) -> str:
    """The form, with what was entered where it comes back."""
    said = asked.entered
    moment = said.get("moment", asked.moment.value)
    side = said.get("side", USUAL)
    moments = {one.value: words.say(MOMENTS[one]) for one in PainMoment}
    sides = {USUAL: words.say("the usual heel"), **{s.value: words.say(SIDES[s]) for s in Side}}
    trouble = f"<p class=e role=alert>{escape(asked.trouble)}</p>" if asked.trouble else ""
    # A button that cannot be used comes first: else Enter in a field would press the first score.
    title = escape(words.say("How much pain did you have?"))
    body = (
        f"<h1>{title}</h1>{trouble}"
        f"<form method=post><button hidden disabled></button>"
        f'<input type=hidden name=key value="{escape(asked.key)}">'
        f"{_choice('moment', words.say('Moment'), moments, moment)}"
        f"{_choice('side', words.say('Side'), sides, side)}"
        f"{_more(asked, words)}{_scores(said, words)}</form>"
    )
    return _page(body, words)


def saved(key: str, again: str, words: Words) -> str:
    """That it is kept, and the way back; not what, which is nobody's who only has the link."""
    thanks, undo = escape(words.say("Saved. Thank you.")), escape(words.say("Undo"))
    return _page(
        f"<div class=o role=status><h1>✓ {thanks}</h1></div>{_again(again, words)}"
        f'<form method=post action="../undo">'
        f'<input type=hidden name=key value="{escape(key)}"><button>{undo}</button></form>',
        words,
    )


def undone(again: str, words: Words) -> str:
    """That it is taken back."""
    back = escape(words.say("Taken back."))
    return _page(f"<div class=o role=status><h1>{back}</h1></div>{_again(again, words)}", words)


def _again(again: str, words: Words) -> str:
    text = escape(words.say("Another answer"))
    return f'<p><a class=b href="{escape(again)}">{text}</a></p>'


def closed(code: int, words: Words) -> str:
    """Why there is no form here."""
    return _page(f"<div class=e role=alert><h1>{escape(words.say(CLOSED[code]))}</h1></div>", words)


def _page(body: str, words: Words) -> str:
    purpose = escape(words.say("A training and pain log; no diagnosis, no prediction."))
    return (
        f"<!doctype html><html lang={words.language}><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        "<link rel=icon href='data:,'>"
        f"<title>Plantar</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main><footer class=m>Plantar · {purpose}</footer></body></html>"
    )


def _choice(name: str, title: str, choices: Mapping[str, str], chosen: str) -> str:
    options = "".join(
        f"<label><input type=radio name={name} value={value}"
        f"{' checked' if value == chosen else ''}> {escape(label)}</label>"
        for value, label in choices.items()
    )
    return f"<fieldset><legend>{escape(title)}</legend><div class=c>{options}</div></fieldset>"


def _day(asked: Asked, words: Words) -> str:
    # Today is what it is when the form comes in: it may have lain open overnight.
    options = {"": words.say("today")}
    for day in asked.days[1:]:
        name = words.date(day, "weekday")
        is_yesterday = day == asked.today - timedelta(days=1)
        options[day.isoformat()] = words.say("yesterday, {day}", day=name) if is_yesterday else name
    chosen = asked.entered.get("day", "")
    options.setdefault(chosen, chosen)
    title = escape(words.say("Day"))
    return (
        f"<p><label class=l for=day>{title}</label>"
        f"<select id=day name=day>{_options(options, chosen)}</select></p>"
    )


def _more(asked: Asked, words: Words) -> str:
    """What most answers do not need, folded away so that the scores are in sight."""
    said = asked.entered
    note, shoe = said.get("note", "")[:LONGEST_NOTE], said.get("shoe", "")[:LONGEST_SHOE]
    taken, flare = said.get("analgesic", ""), " checked" if said.get("flare") else ""
    options = {value: words.say(TAKEN[value]) for value in TAKEN}
    options.setdefault(taken, taken)
    is_open = " open" if note or shoe or taken or flare or said.get("day") else ""
    title = escape(words.say("Another day, or more (before the number)"))
    names = {
        "analgesic": escape(words.say("Painkiller")),
        "flare": escape(words.say("Flare-up")),
        "shoe": escape(words.say("Shoe")),
        "note": escape(words.say("Note")),
    }
    return (
        f"<details{is_open}><summary>{title}</summary>{_day(asked, words)}"
        f"<p><label class=l for=analgesic>{names['analgesic']}</label>"
        f"<select id=analgesic name=analgesic>{_options(options, taken)}</select></p>"
        f"<p><label class=k><input type=checkbox name=flare value=yes{flare}> {names['flare']}"
        f"</label></p><p><label class=l for=shoe>{names['shoe']}</label><input class=t id=shoe "
        f'name=shoe maxlength={LONGEST_SHOE} autocomplete=off value="{escape(shoe)}"></p>'
        f"<p><label class=l for=note>{names['note']}</label><textarea id=note "
        f"name=note rows=3 maxlength={LONGEST_NOTE}>\n{escape(note)}</textarea></p></details>"
    )


def _options(options: Mapping[str, str], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(label)}</option>"
        for value, label in options.items()
    )


def _scores(said: Mapping[str, str], words: Words) -> str:
    was = said.get("score")
    buttons = "".join(
        f"<button name=score value={score}{' class=w' if str(score) == was else ''}>{score}"
        "</button>"
        for score in range(NO_PAIN, WORST_PAIN + 1)
    )
    hint = escape(words.say("0 = no pain, 10 = worst imaginable"))
    tap = escape(words.say("A tap on a number saves it."))
    return (
        f"<fieldset><legend>{hint}</legend><p class=m>{tap}</p><div class=s>{buttons}</div>"
        "</fieldset>"
    )
