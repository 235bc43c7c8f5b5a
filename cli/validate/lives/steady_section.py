"""What is said in steady lives, where nothing that is said is about anything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from cli.validate.lives.life import OFFICE, PATIENT
from cli.validate.lives.simulate import REPORTING_SEED, Asked, Crowd, Steady, asked
from cli.validate.section import Claim, Section, table
from plantar.alert import Family, Level, Rule

#: Messages a runner-month.
MOST_STEADY = 1.5
MOST_RETURNING = 2.5
ASKED_RULES = tuple(rule for rule in Rule if rule is not Rule.S1B)  # it raises nothing
PAIN_RULES = (Rule.P2, Rule.P3, Rule.C1)
#: Standard deviations of a morning score that is said to be steady. [NRS]
NOISES = (0.5, 0.7, 0.9, 1.2)


def in_steady_lives(lives: Mapping[str, Asked], people: int) -> Section:
    """Messages and alerts per runner-month."""
    heard = {name: one.steady for name, one in lives.items()}
    rows = [_messages(name, one) for name, one in heard.items()]
    alerts = [
        (name, *(f"{one.a_month(rule):.2f}" for rule in ASKED_RULES)) for name, one in heard.items()
    ]
    worst = max((one.a_month(), name) for name, one in heard.items() if name != PATIENT.name)
    returning = heard[PATIENT.name].a_month()
    noise = [_noise(spread, people) for spread in NOISES]
    return Section(
        "What is said in steady lives",
        "One message when an episode opens and one when its level rises, else never two within "
        "48 h. Per runner-month of 30 days, with its standard error. The first month, in which "
        "there is little to compare with, is not in the other columns.",
        ("life", "messages", "of load", "of pain", "of both", "in the first month"),
        tuple(rows),
        claims=(
            Claim(
                "messages in steady lives, the noisiest of five",
                f"at most {MOST_STEADY} a runner-month",
                f"{worst[0]:.2f} ({worst[1]})",
                worst[0] <= MOST_STEADY,
            ),
            Claim(
                "messages in the life of a returning patient",
                f"at most {MOST_RETURNING} a runner-month",
                f"{returning:.2f}",
                returning <= MOST_RETURNING,
            ),
        ),
        below="Words per runner-month by rule, at caution or above. Many are of an episode that "
        "is open already, and make no message.\n\n"
        + table(("life", *ASKED_RULES), alerts)
        + "\n\nWhat is said about pain hangs on how a diary varies. Office workers again, "
        f"{people} for each standard deviation of their mornings: words per runner-month, in "
        "brackets those at alert.\n\n"
        + table(("standard deviation", *PAIN_RULES, "messages"), noise),
    )


def _messages(name: str, steady: Steady) -> tuple[str, ...]:
    about = Counter(due.families for due in steady.messages)
    parts = ((Family.LOAD,), (Family.PAIN,), (Family.LOAD, Family.PAIN))
    return (
        name,
        f"{steady.a_month():.2f} ± {steady.standard_error:.2f}",
        *(f"{about[part] / steady.months:.2f}" for part in parts),
        f"{steady.first_month / len(steady.by_person):.2f}",
    )


def _noise(spread: float, people: int) -> tuple[str, ...]:
    pain = replace(OFFICE.pain, spread=(spread, spread))
    crowd = Crowd(REPORTING_SEED, people)
    heard = asked(replace(OFFICE, pain=pain), crowd).steady
    told = [one for one in heard.alerts if one.level is Level.ALERT]
    return (
        f"{spread:.1f}",
        *(
            f"{heard.a_month(rule):.2f} "
            f"({sum(one.rule is rule for one in told) / heard.months:.2f})"
            for rule in PAIN_RULES
        ),
        f"{heard.a_month():.2f}",
    )
