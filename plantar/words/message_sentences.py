"""What a message says, in its recipient's language.

Who did not ask for details reads that there is something to look at, and where: no name, no number,
no word about a foot. A lock screen, a mail server and whoever reads along learn nothing else.
"""

from typing import Final, assert_never

from plantar.alert import Family
from plantar.message import Change, Item, Kind, Message, Outcome
from plantar.words import sentences
from plantar.words.catalogue import Words, mark

#: How a try ended, in the words that stand beside a message that did not arrive.
OUTCOMES: Final = {
    Outcome.DELIVERED: mark("delivered"),
    Outcome.NOT_LET_IN: mark("the other side does not let us in: check user, password or token"),
    Outcome.REFUSED: mark("the other side refused it: check the address"),
    Outcome.SERVER_ERROR: mark("the other side had an error of its own"),
    Outcome.TIMEOUT: mark("no answer in time"),
    Outcome.UNKNOWN_HOST: mark("there is no host of that name, or names cannot be looked up now"),
    Outcome.NO_CONNECTION: mark("no connection could be made"),
    Outcome.NO_TRUST: mark("its certificate is not one to trust"),
    Outcome.NOT_ALLOWED: mark("its address is on this network, where messages do not go"),
    Outcome.NO_BROKER: mark("this place has no broker"),
    Outcome.NOBODY_LISTENS: mark("nobody listens on that topic"),
    Outcome.FAILED: mark("it failed for another reason"),
}
FAMILIES: Final = {
    Family.LOAD: mark("load"),
    Family.PAIN: mark("pain"),
    Family.NO_DATA: mark("no data"),
}


def outcome(ended: Outcome, code: int | None, words: Words) -> str:
    """How a try ended, with the number that a server answered."""
    said = words.say(OUTCOMES[ended])
    return said if code is None else f"{said} ({code})"


def subject(kind: Kind, words: Words) -> str:
    """The line above a message: the same for everybody, whatever is in it."""
    match kind:
        case Kind.EPISODES:
            return words.say("Plantar: something to look at")
        case Kind.DIGEST:
            return words.say("Plantar: what changed since the last digest")
        case Kind.REMINDER:
            return words.say("Plantar: good morning")
        case _:
            assert_never(kind)


def body(
    message: Message,
    words: Words,
    *,
    details: bool,
    names_runners: bool,
    pages_url: str | None,
    form: str | None = None,
) -> str:
    """What a message says.

    Parameters
    ----------
    message : Message
        What it is about.
    words : Words
        The recipient's.
    details : bool
        Whether they chose to read what the rules said.
    names_runners : bool
        Whether it tells of several runners: then each by their id, never by name.
    pages_url : str or None
        Where the pages are, as the recipient reaches them.
    form : str or None
        The address of a form that asks for pain.
    """
    lines = [_opening(message.kind, words)]
    if details:
        lines += [line for item in message.items for line in _story(item, words, names_runners)]
    if message.kind is Kind.REMINDER and form is not None:
        lines.append(words.say("Answer here: {address}", address=form))
    elif pages_url is not None:
        lines.append(words.say("See the pages: {address}", address=pages_url))
    else:
        lines.append(words.say("See the pages of Plantar."))
    return "\n\n".join(lines)


def trial(words: Words) -> tuple[str, str]:
    """Subject and body of a message that only shows that messages arrive."""
    return (
        words.say("Plantar: a test message"),
        words.say("This is a test. Messages of Plantar arrive here."),
    )


def _opening(kind: Kind, words: Words) -> str:
    match kind:
        case Kind.EPISODES:
            return words.say("There is something new to look at on the pages.")
        case Kind.DIGEST:
            return words.say("Something changed since the last digest.")
        case Kind.REMINDER:
            return words.say("Good morning. How were the first steps of today?")
        case _:
            assert_never(kind)


def _story(item: Item, words: Words, names_runners: bool) -> list[str]:  # noqa: FBT001  of the body
    about = words.say(FAMILIES[item.family])
    whose = f"{item.runner_id}, {about}" if names_runners else about
    return [
        f"{whose}: {_change(item, words)}",
        *(sentences.sentence(alert, words) for alert in item.alerts),
    ]


def _change(item: Item, words: Words) -> str:
    level = sentences.level(item.level, words)
    match item.change:
        case Change.OPENED if item.family is Family.NO_DATA:
            return words.say("nothing was measured since {day}", day=item.opened)
        case Change.OPENED:
            return words.say("new since {day}: {level}", day=item.opened, level=level)
        case Change.RISEN:
            return words.say("rose to: {level}", level=level)
        case Change.CLOSED if item.closed is not None:
            return words.say("closed on {day}", day=item.closed)
        case Change.CLOSED:
            return words.say("closed")
        case Change.WITHDRAWN:
            return words.say("no longer so, after measurements that came later")
        case _:
            assert_never(item.change)
