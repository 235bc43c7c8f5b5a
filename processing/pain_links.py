"""Links by which the pain of one runner can be told, without signing in and without seeing any.

A token is 256 random bits. The store knows its digest alone, so that neither it nor a backup of it
lets anybody tell anything.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

from plantar.errors import BadInput
from plantar.pain_link import PainLink, digest_of
from plantar.store import Store

#: A link in a morning message serves that day, its evening, and the morning after. Our choice.
MORNING: Final = timedelta(hours=36)
#: One that somebody puts on a phone is made anew twice a year. Our choice.
LONGEST: Final = timedelta(days=190)
TOKEN_BYTES: Final = 32
#: Longer than any token: nothing is looked up. [characters]
LONGEST_TOKEN: Final = 100


def give_link(
    store: Store, runner_id: str, author: str, now: datetime, lasting: timedelta = MORNING
) -> str:
    """Make a link; the token, which is nowhere kept.

    Raises
    ------
    BadInput
        It would last no time, or longer than any may.
    UnknownRunner
        There is no such runner.
    """
    if not timedelta(0) < lasting <= LONGEST:
        hours = round(lasting / timedelta(hours=1), 1)
        most = round(LONGEST / timedelta(hours=1))
        raise BadInput("hours", hours, f"more than 0 and at most {most}")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    store.keep_pain_link(PainLink(digest_of(token), runner_id, author, now, now + lasting))
    return token


def runner_of_link(store: Store, token: str, now: datetime) -> str | None:
    """Whose pain can be told by that token now; None: by an unknown, ended or revoked one."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return None
    link = store.pain_link(digest_of(token))
    return link.runner_id if link is not None and link.holds(now) else None
