"""Of the methods about messages: one's own recipients are one's own, and nobody else's."""

from typing import Final

from dashboard.access.ask import Ask, Class, never
from plantar.errors import UnknownMessage, UnknownRecipient
from plantar.recipient import Recipient


def _is_own(ask: Ask, recipient: Recipient) -> bool:
    """Whether it is of their account, or of their own feet."""
    if recipient.account is not None:
        return recipient.account == ask.rights.viewer.account
    return recipient.runner_id is not None and ask.rights.is_own(recipient.runner_id)


def _recipients(ask: Ask) -> object:
    return [one for one in ask.store.recipients() if _is_own(ask, one)]


def _add(ask: Ask) -> object:
    """Their own; that it may be on this network is said from a shell, and by no page."""
    recipient: Recipient = ask.first("recipient")
    if not _is_own(ask, recipient) or recipient.channel.local:
        raise ask.refuse()
    return ask.answer()


def _save(ask: Ask) -> object:
    """Change one's own, which stays one's own, and goes where it went."""
    recipient: Recipient = ask.first("recipient")
    before = ask.store.recipient(recipient.id)
    if not _is_own(ask, recipient) or not _is_own(ask, before):
        raise UnknownRecipient(recipient.id)
    if recipient.channel.local and recipient.channel != before.channel:
        raise ask.refuse()
    return ask.answer()


def _about(ask: Ask) -> object:
    recipient_id = ask.first("recipient_id")
    if not _is_own(ask, ask.store.recipient(recipient_id)):
        raise UnknownRecipient(recipient_id)
    return ask.answer()


def _theirs(ask: Ask) -> list[str]:
    return [one.id for one in ask.store.recipients() if _is_own(ask, one)]


def _messages(ask: Ask) -> object:
    asked, theirs = ask.first("recipient_ids"), _theirs(ask)
    return ask.store.messages(theirs if asked is None else [one for one in asked if one in theirs])


def _message(ask: Ask) -> object:
    message_id = ask.first("message_id")
    if message_id not in {one.id for one in ask.store.messages(_theirs(ask))}:
        raise UnknownMessage(message_id)
    return ask.answer()


CLASSES: Final[dict[str, Class]] = {
    "recipients": _recipients,
    "add_recipient": _add,
    "save_recipient": _save,
    "recipient": _about,
    "remove_recipient": _about,
    "messages": _messages,
    "attempts": _message,
    "retry_message": _message,
    # Whoever sends does these.
    "mornings_done": never,
    "enqueue": never,
    "keep_morning": never,
    "told": never,
    "take_messages": never,
    "settle_message": never,
}
