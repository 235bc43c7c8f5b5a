"""How much a practice is told: messages by kind and by rule, and the jumps that are caught."""

from collections.abc import Mapping, Sequence

import numpy as np

from cli.progress import track
from cli.validate.lives import practice
from cli.validate.lives.jumps import Plant
from cli.validate.lives.life import DAYS, HISTORY_DAYS, PATIENT
from cli.validate.lives.percent import percent, percent_of
from cli.validate.lives.practice import CHOOSING_PRACTICE, REPORTING_PRACTICE, RUNNERS
from cli.validate.lives.practice_heard import (
    PLANTS,
    Jump,
    Told,
    a_month,
    by_rule,
    jumps_of,
    told_of,
)
from cli.validate.lives.steady_section import MOST_RETURNING, MOST_STEADY
from cli.validate.section import Claim, Section, table
from processing.backtest import MONTH_DAYS

#: Runners whom one kinesist sees at a time. Our choice.
OF_ONE_KINESIST = 40
DAYS_A_WEEK = 7
EVERYBODY = "all of them"
#: In those that thresholds were chosen on no jump is planted.
NOTHING: Mapping[str, Plant] = {}
PLANTED = (
    "One jump of each kind planted in everybody whom it fits, at a day of their own. Days until "
    "the word of a rule, and until a message: median and 90th percentile, 0 is the first day of "
    "the jump. A jump in an episode that is told already makes no message."
)
#: Delays are told by their middle and by what nine of ten stay below. [%]
MOST = 90


def of_a_practice(runners: int = RUNNERS) -> Section:
    """Messages, shares by rule and planted jumps, of the practice that nothing was chosen on."""
    asked = ((REPORTING_PRACTICE, PLANTS), (CHOOSING_PRACTICE, NOTHING))
    told, chosen_on = (
        told_of(seed, runners, plants) for seed, plants in track(asked, "practising")
    )
    lives = list(dict.fromkeys(one.member.life for one in told))
    kinds = {life.name: [one for one in told if one.member.life is life] for life in lives}
    groups = {**kinds, EVERYBODY: list(told)}
    returning = a_month(kinds[PATIENT.name])
    rules = sorted(by_rule(told))
    below = [
        "Share of the messages by the rule that each one tells first:",
        table(("life", *rules), [_shares(name, some, rules) for name, some in groups.items()]),
        PLANTED,
        table(
            ("jump", "planted", "caught", "with a message", "days to the word", "to the message"),
            [_caught(what, jumps_of(told, what)) for what in PLANTS],
        ),
    ]
    return Section(
        "A practice",
        f"{runners} runners for {DAYS} days, of seed {REPORTING_PRACTICE}, on which nothing was "
        f"chosen: {_mix()}. The lives are those above, with their holidays and illness. "
        f"Beside that {percent(practice.JOIN_SHARE)} of all but the patients join along the way "
        "with nothing behind them, as every returning patient does, and their first month counts; "
        f"of the others the first {HISTORY_DAYS} days are history. The sensor of "
        f"{percent(practice.SILENT_SHARE)} says nothing at all for "
        f"{practice.SILENT_DAYS[0]}-{practice.SILENT_DAYS[1]} days. A silence of 72 h is a notice "
        "on the overview, and by default no message. Thresholds as they ship, and the messages are "
        "those that really go out: one at the opening and one at a rise, else none within 48 h.",
        (
            "life",
            "runners",
            "messages a runner-month",
            "in the first month of a new one",
            f"a week, of {OF_ONE_KINESIST} such runners",
            "silences a runner-month, quiet",
        ),
        tuple(_row(name, some) for name, some in groups.items()),
        remark=f"Shows: how much a practice would be told if nothing happened but ordinary life. "
        f"The practice of seed {CHOOSING_PRACTICE}, on which the week that S1 waits for was "
        f"chosen, is told {a_month(chosen_on):.2f} messages a runner-month. Does not show: real "
        "people, whose lives are less steady, and what a message is worth to whoever reads it.",
        below="\n\n".join(below),
        claims=(
            Claim(
                f"messages in a practice of {runners} runners",
                f"at most {MOST_STEADY} a runner-month",
                f"{a_month(told):.2f}",
                a_month(told) <= MOST_STEADY,
            ),
            Claim(
                "messages to the returning patients of it",
                f"at most {MOST_RETURNING} a runner-month",
                f"{returning:.2f}",
                returning <= MOST_RETURNING,
            ),
        ),
    )


def _mix() -> str:
    lives = dict.fromkeys(practice.MIX)
    return ", ".join(
        f"{percent(practice.MIX.count(life) / len(practice.MIX))} {life.name}" for life in lives
    )


def _row(name: str, told: Sequence[Told]) -> tuple[str, ...]:
    new = [one.in_first_month for one in told if one.is_new]
    days = sum(one.member.days for one in told)
    return (
        name,
        str(len(told)),
        f"{a_month(told):.2f}",
        f"{sum(new) / len(new):.2f} ({len(new)} of them)" if new else "-",
        f"{a_month(told) / MONTH_DAYS * DAYS_A_WEEK * OF_ONE_KINESIST:.1f}",
        f"{MONTH_DAYS * sum(one.silences for one in told) / days:.2f}",
    )


def _shares(name: str, told: Sequence[Told], rules: Sequence[str]) -> tuple[str, ...]:
    found = by_rule(told)
    return (name, *(percent_of(found[rule], found.total()) for rule in rules))


def _caught(what: str, jumps: Sequence[Jump]) -> tuple[str, ...]:
    words = [one.word_days for one in jumps if one.word_days is not None]
    messages = [one.message_days for one in jumps if one.message_days is not None]
    return (
        what,
        str(len(jumps)),
        percent_of(len(words), len(jumps)),
        percent_of(len(messages), len(jumps)),
        _delay(words),
        _delay(messages),
    )


def _delay(days: Sequence[int]) -> str:
    if not days:
        return "-"
    middle, most = np.percentile(days, [50, MOST])
    return f"{middle:.0f}, {most:.0f}"
