"""From a message and its recipient to the letter that goes out."""

from datetime import datetime
from typing import Final

from plantar.delivery.letter import Letter
from plantar.message import Message
from plantar.recipient import Recipient
from plantar.words import message_sentences
from plantar.words.catalogue import words

#: What a message is called that only shows that messages arrive.
TEST: Final = "test"


def letter(
    message: Message, recipient: Recipient, pages_url: str | None, form: str | None = None
) -> Letter:
    """A message in the words of its recipient; details only where they chose to read them.

    Parameters
    ----------
    message : Message
        What it is about.
    recipient : Recipient
        To whom; as they are now, not as they were when it was made.
    pages_url : str or None
        Where the pages are.
    form : str or None
        The address of a form that asks this runner for pain.
    """
    speak = words(recipient.language)
    return Letter(
        message.id,
        message.kind.value,
        message.made_at,
        recipient.language,
        message_sentences.subject(message.kind, speak),
        message_sentences.body(
            message,
            speak,
            details=recipient.health_details,
            names_runners=recipient.account is not None,
            pages_url=pages_url,
            form=form,
        ),
        pages_url,
        message.items if recipient.health_details else (),
    )


def trial(recipient: Recipient, key: str, at: datetime, pages_url: str | None) -> Letter:
    """A test message, without a word about anybody."""
    subject, body = message_sentences.trial(words(recipient.language))
    return Letter(key, TEST, at, recipient.language, subject, body, pages_url)
