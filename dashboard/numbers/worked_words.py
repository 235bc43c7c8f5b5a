"""The worked example in words: each step with its formula, its numbers and its result."""

from html import escape

from dashboard.numbers.pieces import table
from dashboard.present import METHODS
from plantar.alert import Alert
from plantar.units import STANDARD_GRAVITY, WSE_BW4S
from plantar.words import sentences
from plantar.words.catalogue import Words
from processing.explain.worked import (
    CONTACT_S,
    MASS_KG,
    RUN_SPM,
    TUESDAY_STEPS,
    WALK_SPM,
    Worked,
)
from processing.ratio import ACUTE_DAYS
from processing.wearable import STANDING_SHARE

THREE = 3
HOUR_MIN = 60.0
FULL = 100.0


def steps(one: Worked, words: Words) -> str:
    """From the minutes of the Tuesday to its load."""
    number, about = words.number, words.about
    k = number(WSE_BW4S, THREE)
    walking_wse = one.walking.m4_bw4s / WSE_BW4S
    running_wse = one.running.m4_bw4s / WSE_BW4S
    standing_wse = one.standing.m4_bw4s / WSE_BW4S
    rows = [
        (
            words.say("body weight"),
            f"{number(MASS_KG)} kg × {number(STANDARD_GRAVITY, 2)} m/s²",
            words.say("{value} N = 1 BW", value=number(one.body_weight_n)),
        ),
        (
            words.say("walking, time"),
            words.say(
                "{steps} steps / {cadence} a minute",
                steps=number(TUESDAY_STEPS),
                cadence=number(WALK_SPM),
            ),
            words.say("{value} min", value=number(one.walking.seconds / HOUR_MIN, 1)),
        ),
        (
            words.say("one walking step"),
            words.say(
                "∫ (F/BW)⁴ dt = {moment}, over {k}",
                moment=number(one.walking_step.m4_bw4s, THREE),
                k=k,
            ),
            words.say("{value} WSE", value=number(one.walking_step.load_wse, 2)),
        ),
        (
            words.say("walking, load"),
            f"{number(one.walking.steps)} × {number(one.walking_step.load_wse, 2)}",
            words.say("{value} WSE", value=about(walking_wse)),
        ),
        (
            words.say("running, steps"),
            words.say(
                "{minutes} min × {cadence} a minute",
                minutes=number(one.running.seconds / HOUR_MIN),
                cadence=number(RUN_SPM),
            ),
            words.say("{value} steps", value=number(one.running.steps)),
        ),
        (
            words.say("one running step"),
            words.say(
                "{contact} s on the ground: ∫ (F/BW)⁴ dt = {moment}, over {k}",
                contact=number(CONTACT_S, 2),
                moment=number(one.running_step.m4_bw4s, 2),
                k=k,
            ),
            words.say("{value} WSE", value=number(one.running_step.load_wse, 2)),
        ),
        (
            words.say("running, load"),
            f"{number(one.running.steps)} × {number(one.running_step.load_wse, 2)}",
            words.say("{value} WSE", value=about(running_wse)),
        ),
        (
            words.say("standing, load"),
            words.say(
                "{seconds} s × 2 feet × {half}⁴ = {moment}, over {k}",
                seconds=number(one.standing.seconds),
                half=number(STANDING_SHARE, 1),
                moment=number(one.standing.m4_bw4s),
                k=k,
            ),
            words.say("{value} WSE", value=about(standing_wse)),
        ),
        (
            words.say("load of the day"),
            " + ".join(map(about, (walking_wse, running_wse, standing_wse))),
            words.say("{value} WSE", value=about(one.day.load_wse)),
        ),
        (
            words.say("time on the feet"),
            " + ".join(
                number(part.m1_bws / HOUR_MIN, 1)
                for part in (one.walking, one.running, one.standing)
            ),
            words.say("{value} BW·min", value=about(one.day.upright_bw_min)),
        ),
    ]
    return _steps(rows, words)


def weeks(one: Worked, words: Words) -> str:
    """From the days to the week, its usual, and how they compare."""
    about = words.about
    rows = [
        (
            words.say("this week, mean a day"),
            words.say(
                "{sum} WSE / {n} days",
                sum=about(sum(day.load_wse or 0.0 for day in one.days[-ACUTE_DAYS:])),
                n=one.ratio.valid_acute,
            ),
            words.say("{value} WSE a day", value=about(one.ratio.acute)),
        ),
        (
            words.say("usual, mean a day"),
            words.say(
                "{sum} WSE / {n} days",
                sum=about(sum(day.load_wse or 0.0 for day in one.days[:-ACUTE_DAYS])),
                n=one.ratio.valid_chronic,
            ),
            words.say("{value} WSE a day", value=about(one.ratio.chronic)),
        ),
        (
            words.say("week vs usual"),
            f"{about(one.ratio.acute)} / {about(one.ratio.chronic)}",
            f"{words.number(one.ratio.ratio, 2)}×",
        ),
    ]
    if one.usual is not None:
        rows.append(
            (
                words.say("usual band"),
                words.say("10th to 90th percentile of {n} days", n=one.usual.days),
                words.say(
                    "{low} to {high} WSE", low=about(one.usual.low), high=about(one.usual.high)
                ),
            )
        )
    method = words.say("Method: {method}.", method=words.say(METHODS[one.ratio.method]))
    return _steps(rows, words) + f'<p class="muted">{escape(method)}</p>'


def days(one: Worked, words: Words) -> str:
    """The 28 invented days as bars, with the same in words for who does not see them."""
    most = max(day.load_wse or 0.0 for day in one.days)
    band = ""
    if one.usual is not None:
        low, high = (FULL * edge / most for edge in (one.usual.low, one.usual.high))
        band = f'<u style="bottom:{low:.0f}%;height:{min(FULL, high) - low:.0f}%"></u>'
    bars = "".join(
        f'<i class="{"now" if n >= len(one.days) - ACUTE_DAYS else "then"}" '
        f'style="height:{FULL * (day.load_wse or 0.0) / most:.0f}%"></i>'
        for n, day in enumerate(one.days)
    )
    label = words.say(
        "28 days of load: 21 days with a mean of {usual} WSE, then 7 with a mean of {week} WSE.",
        usual=words.about(one.ratio.chronic),
        week=words.about(one.ratio.acute),
    )
    return (
        f'<div class="four-weeks" role="img" aria-label="{escape(label)}">{band}{bars}</div>'
        f'<p class="muted">{escape(label)}</p>'
    )


def spoken(alerts: tuple[Alert, ...], words: Words) -> str:
    """What the rules say about the Tuesday."""
    if not alerts:
        said = words.say("No rule would speak about this Tuesday.")
        return f"<p><b>{escape(said)}</b></p>"
    return "".join(
        f"<p><b>{escape(_loud(one, words))}</b> {escape(sentences.sentence(one, words))}</p>"
        for one in alerts
    )


def _loud(one: Alert, words: Words) -> str:
    level = sentences.level(one.level, words)
    return words.say("{rule}, {level}:", rule=one.rule.value, level=level)


def _steps(rows: list[tuple[str, str, str]], words: Words) -> str:
    heads = (words.say("step"), words.say("formula and numbers"), words.say("result"))
    return f'<div class="steps">{table(heads, rows)}</div>'
