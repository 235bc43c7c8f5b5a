"""Why what somebody told of pain is not kept, in their language."""

from typing import Final

from plantar.errors import PainRefused
from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, Side
from plantar.words.catalogue import Words, mark

#: The field, the value, and what is wanted instead.
REFUSALS: Final = {
    "score-missing": mark(
        "Score: nothing was entered. Wanted is a whole number from {low} to {high}."
    ),
    "score-not-whole": mark(
        "Score: “{value}” is no whole number. Wanted is a whole number from {low} to {high}."
    ),
    "score-off-scale": mark(
        "Score: {value} is not on the scale. Wanted is a whole number from {low} to {high}."
    ),
    "moment-unknown": mark("Moment: “{value}” is none that we know. Wanted is one of: {moments}."),
    "side-unknown": mark("Side: “{value}” is none that we know. Wanted is one of: {sides}."),
    "day-unreadable": mark("Day: “{value}” is no date. Wanted is a date such as 2026-06-01."),
    "day-skipped": mark("Day: {value} did not exist where you were. Wanted is another day."),
    "at-unreadable": mark(
        "Time: “{value}” is no moment. Wanted is a date and a time such as 2026-06-01T07:30."
    ),
    "at-and-day": mark("Day: {value} came together with a time. Wanted is one of the two."),
    "future": mark("{field}: {value} is still to come. Wanted is now or earlier."),
    "long-ago": mark(
        "{field}: {value} is too long ago. Wanted is today or one of the {days} days before."
    ),
    "text-none": mark("{field}: “{value}” is no text. Wanted is plain text."),
    "text-long": mark("{field}: {value} is too long. Wanted is {wanted}."),
    "text-sign": mark("{field}: holds a sign ({value}) that no page can show. Wanted is text."),
    "yes-or-no": mark("{field}: “{value}” is neither. Wanted is yes or no."),
    "key": mark("Number of the form: {value}. Wanted is the one that the form came with."),
}
FIELDS: Final = {
    "at": mark("Time"),
    "day": mark("Day"),
    "note": mark("Note"),
    "shoe": mark("Shoe"),
    "analgesic": mark("Painkiller"),
    "flare": mark("Flare-up"),
}
MOMENTS: Final = {
    PainMoment.FIRST_STEPS: mark("first steps"),
    PainMoment.DURING: mark("during"),
    PainMoment.AFTER_24H: mark("after 24 h"),
    PainMoment.EVENING: mark("evening"),
}
SIDES: Final = {Side.LEFT: mark("left"), Side.RIGHT: mark("right"), Side.BOTH: mark("both feet")}
#: As `processing.tell_pain` has it; a test holds the two equal.
BACK_DAYS: Final = 7


def refusal(refused: PainRefused, words: Words) -> str:
    """The sentence for what was refused."""
    is_named = refused.field in FIELDS
    value, wanted = str(refused.value), refused.wanted
    if refused.code == "text-long":
        most = int(wanted.split()[-2])
        wanted = words.say("at most {n} characters", n=most)
        value = words.say("{n} characters", n=int(value.split(maxsplit=1)[0]))
    return words.say(
        REFUSALS[refused.code],
        field=words.say(FIELDS[refused.field]) if is_named else refused.field,
        value=value,
        wanted=wanted,
        low=NO_PAIN,
        high=WORST_PAIN,
        days=BACK_DAYS,
        moments=", ".join(words.say(MOMENTS[one]) for one in PainMoment),
        sides=", ".join(words.say(SIDES[one]) for one in Side),
    )
