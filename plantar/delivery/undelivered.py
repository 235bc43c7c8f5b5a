"""Why a message did not arrive, in a word for programs and a sentence without any secret."""

from typing import Final

from plantar.errors import PlantarError
from plantar.message import Outcome
from plantar.words.catalogue import words
from plantar.words.message_sentences import outcome as outcome_words

#: HTTP's words for "who are you?" and "not you".
_NOT_LET_IN: Final = (401, 403, 407)
#: What mail servers say to a password that they do not take (RFC 4954).
_MAIL_NOT_LET_IN: Final = (530, 534, 535, 538)
_HTTP_SERVER_ERROR: Final = 500
_MAIL_FOR_GOOD: Final = 500


class Undelivered(PlantarError):
    """A message that did not arrive; what its address is stays untold."""

    def __init__(self, outcome: Outcome, code: int | None = None) -> None:
        super().__init__(outcome_words(outcome, code, words("en")))
        self.outcome = outcome
        self.code = code


def of_http(code: int) -> Undelivered:
    """What an answer of a web server means that is no success."""
    if code in _NOT_LET_IN:
        return Undelivered(Outcome.NOT_LET_IN, code)
    if code >= _HTTP_SERVER_ERROR:
        return Undelivered(Outcome.SERVER_ERROR, code)
    return Undelivered(Outcome.REFUSED, code)


def of_mail(code: int) -> Undelivered:
    """What an answer of a mail server means: below 500 another time may do."""
    if code in _MAIL_NOT_LET_IN:
        return Undelivered(Outcome.NOT_LET_IN, code)
    if code >= _MAIL_FOR_GOOD:
        return Undelivered(Outcome.REFUSED, code)
    return Undelivered(Outcome.SERVER_ERROR, code)
