"""What a runner's figures are in words, the same on every surface."""

from typing import Final

from plantar.load import Method
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.which_first import of_each_family
from plantar.words import pain_refusals, sentences
from plantar.words.catalogue import Words, mark

WEEK_DAYS = 7
HUNDRED = 100
#: From here on a number is a load, and no more than three of its figures mean something.
A_LOAD = 1000
DECIMALS = 2

METHODS: Final = {
    Method.UNCOUPLED: mark("7 days over the 21 days before, uncoupled"),
    Method.COUPLED: mark("7 days over 28 days, coupled"),
    Method.EWMA: mark("exponentially weighted, 7 over 28 days"),
    Method.EWMA_SEED: mark("exponentially weighted from the first day, 7 over 28 days"),
}
SOURCES: Final = {
    SourceClass.INSOLE: mark("pressure insole"),
    SourceClass.WATCH: mark("watch, load estimated from steps"),
    SourceClass.DAY_TOTALS: mark("daily steps, load estimated"),
    SourceClass.SESSIONS: mark("sessions only, load estimated"),
}
SOURCES_SHORT: Final = {
    SourceClass.INSOLE: mark("insole"),
    SourceClass.WATCH: mark("watch"),
    SourceClass.DAY_TOTALS: mark("daily steps"),
    SourceClass.SESSIONS: mark("sessions only"),
}
SIDES: Final = pain_refusals.SIDES
MOMENTS: Final = pain_refusals.MOMENTS


def ratio_words(state: State, words: Words) -> str:
    """How the week compares, or why that cannot be said."""
    ratio = state.ratio
    if ratio is None:
        return words.say("no figure")
    if ratio.ratio is None:
        return sentences.no_ratio(ratio, words)
    percent = round((ratio.ratio - 1) * HUNDRED)
    if percent > 0:
        return words.say("{percent}% above usual", percent=percent)
    if percent < 0:
        return words.say("{percent}% below usual", percent=-percent)
    return words.say("as usual")


def status_sentence(runner: Runner, state: State | None, words: Words) -> str:
    """The state of a runner in one or two sentences: the text version of their page."""
    if state is None:
        return words.say("Nothing has been measured or computed yet.")
    if state.attention is Attention.NO_DATA:
        return no_data_sentence(runner, state, words)
    said = [sentences.sentence(alert, words) for alert in of_each_family(state.reasons)]
    if not said:
        said = [week_sentence(state, words), words.say("No rule spoke.")]
    return " ".join(said)


def no_data_sentence(runner: Runner, state: State, words: Words) -> str:
    """That there is nothing to go by, and since when."""
    if state.last_data_at is None:
        return words.say("Nothing has been measured yet.")
    return words.say(
        "No data since {day}: nothing can be said about this week.",
        day=words.date(runner.days.day_of(state.last_data_at), "weekday"),
    )


def coverage_words(state: State, words: Words) -> str:
    """How much of the week was measured."""
    if state.coverage is None:
        share = words.say("coverage unknown")
    else:
        share = words.say("{percent}% of wear", percent=round(state.coverage * HUNDRED))
    days = words.say("{n} of {week} days", n=state.worn_days, week=WEEK_DAYS)
    return f"{days} · {share}"


def sum_words(total_wse: float, worn_days: int, words: Words) -> str:
    """What a week adds up to, and the days it rests on: they stand beside every mean."""
    return words.say(
        "{sum} WSE in {n} of {week} days", sum=words.about(total_wse), n=worn_days, week=WEEK_DAYS
    )


def week_sum(state: State, words: Words) -> str:
    """What the week of a state adds up to; empty when nothing of it was measured."""
    if state.week_sum_wse is None:
        return ""
    return sum_words(state.week_sum_wse, state.worn_days, words)


def week_sentence(state: State, words: Words) -> str:
    """How the week of a state compares with the three before it, by its numbers."""
    ratio = state.ratio
    if ratio is None or ratio.ratio is None or ratio.acute is None or ratio.chronic is None:
        why = "" if ratio is None else sentences.no_ratio(ratio, words)
        if not why:
            return words.say("There is no usual load to compare with yet.")
        return words.say("This week cannot be compared yet: {why}.", why=why)
    return words.say(
        "This week: {compared}: {acute} step equivalents a day, usually {chronic}; {sum}.",
        compared=ratio_words(state, words),
        acute=words.about(ratio.acute),
        chronic=words.about(ratio.chronic),
        sum=week_sum(state, words),
    )


def figure(number: float, words: Words) -> str:
    """A number with as many decimals as it has, two at most; a load to three figures."""
    if abs(number) >= A_LOAD:
        return words.about(number)
    digits = next(
        (d for d in range(DECIMALS) if round(number, d) == round(number, DECIMALS)), DECIMALS
    )
    return words.number(number, digits)
